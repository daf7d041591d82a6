"""How an indicator is defined and how a figure comes about, as the command prints it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Golden, Popcalc
    from tests.functional.conftest import Shown, Terminal

TOWNSHIP = "sample_data/facts/township-half-year.csv --area Whitestone --targets configs/targets-township.yaml"
COUNTY = "sample_data/monthly --area Northhill --targets configs/targets-county.yaml"

EXPLAINED = {
    "definition-rate": "explain crude_birth_rate",
    "definition-change": "explain population_growth_rate",
    "definition-alias-zh": "explain 自然增长率 --lang zh",
    "rate": "explain crude_birth_rate sample_data/monthly --area Northhill",
    "rate-by-half": "explain crude_death_rate sample_data/monthly --period half --basis period",
    "rate-by-ends": "explain crude_birth_rate sample_data/monthly --average ends --from 2013-02 --to 2013-04",
    "rate-two-years": "explain crude_death_rate sample_data/facts/county-nine-months.csv",
    "change": "explain population_growth_rate sample_data/monthly",
    "closing": "explain contraceptive_prevalence sample_data/monthly --area Riverside",
    "zh": "explain sex_ratio_at_birth sample_data/monthly_zh --lang zh -q",
    "target-count": f"explain births {TOWNSHIP}",
    "target-rate": f"explain natural_increase_rate {TOWNSHIP}",
    "target-proportion": f"explain policy_compliance_rate {TOWNSHIP}",
    "target-band": f"explain sex_ratio_at_birth {COUNTY}",
    "target-quota": f"explain preconception_check_completion {COUNTY}",
}

REFUSED = {
    "unknown-indicator": "explain crude_brith_rate",
    "unknown-area": "explain births sample_data/monthly --area Nrthhill",
    "no-sources": "explain births --area Northhill --period month",
    "options-of-targets": "explain births sample_data/monthly --targets configs/targets-county.yaml --basis period "
    "--period ytd",
    "no-target": f"explain crude_death_rate {COUNTY}",
    "total-has-no-target": "explain sex_ratio_at_birth sample_data/monthly --targets configs/targets-county.yaml",
    "count-missing": "explain maternal_mortality_ratio sample_data/monthly",
}


@pytest.mark.parametrize("name", EXPLAINED)
def test_explanation(name: str, shown: Shown) -> None:
    assert shown(f"explain/{name}", EXPLAINED[name]).code == 0


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_explained_is_refused(name: str, shown: Shown) -> None:
    assert shown(f"explain/{name}", REFUSED[name]).code == 2


def test_a_missed_target_does_not_change_the_exit_code(popcalc: Popcalc) -> None:
    result = popcalc("explain", "natural_increase_rate", *COUNTY.split())
    assert (result.code, b": fail" in result.stdout) == (0, True)


@pytest.mark.parametrize("key", ["natural_increase_rate", "policy_compliance_rate"])
def test_explanation_on_a_terminal_of_80_columns(key: str, terminal: Terminal, golden: Golden) -> None:
    page = terminal(f"explain {key} {COUNTY}")
    assert max(map(len, page.splitlines())) <= 80
    golden(f"explain/terminal-{key}.txt", page)


def test_definition_on_a_terminal_of_60_columns(terminal: Terminal) -> None:
    page = terminal("explain births", columns=60)
    assert max(map(len, page.splitlines())) <= 60
    assert "\x1b" not in page


def test_explanation_goes_to_a_file(popcalc: Popcalc, tmp_path: Path) -> None:
    file = tmp_path / "why.txt"
    result = popcalc("explain", "births", "sample_data/monthly", "-o", file)
    assert (result.code, result.stdout) == (0, b"")
    assert file.read_bytes() == popcalc("explain", "births", "sample_data/monthly").stdout


def test_explained_figure_is_that_of_the_table(popcalc: Popcalc) -> None:
    table = popcalc("compute", "sample_data/monthly", "-f", "plain").stdout.decode("utf-8")
    page = popcalc("explain", "infant_mortality_rate", "sample_data/monthly", "--area", "Riverside")
    assert "rounded half up: 12.50 " in page.stdout.decode("utf-8")
    assert "12.50" in next(line for line in table.splitlines() if line.startswith("Riverside"))


def test_definition_imports_nothing_heavy(environment: dict[str, str]) -> None:
    program = (
        "import sys\nfrom popcalc.cli.main import run\n"
        "try:\n    run(sys.argv[1:])\n"
        "finally:\n    print(sorted({'pandas', 'numpy', 'scipy'} & set(sys.modules)), file=sys.stderr)\n"
    )
    command = [sys.executable, "-P", "-c", program, "explain", "crude_birth_rate"]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.stderr.decode("utf-8").splitlines()[-1] == "[]"
