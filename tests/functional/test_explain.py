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


def judged(popcalc: Popcalc, folder: Path, key: str, counts: str, target: str) -> list[str]:
    """Return what is said of a target on one town in January 2013, line by line."""
    (folder / "counts.csv").write_text(f"month,town,village,births,births_in_policy\n{counts}")
    (folder / "targets.yaml").write_text(f"version: 1\nyear: 2013\ntargets:\n  - {{indicator: {key}, {target}}}\n")
    result = popcalc("explain", key, "counts.csv", "--area", "Hill", "--targets", "targets.yaml", cwd=folder)
    assert result.code == 0, result.stderr.decode()
    lines = [line.strip() for line in result.stdout.decode().splitlines()]
    return lines[lines.index(f"Target {key}") :]


@pytest.mark.parametrize(
    ("births", "compliant", "target", "reason"),
    [
        ("0", "0", "at_least: 80", ["no verdict: its denominator is zero"]),
        (
            "12",
            "14",
            "at_least: 80",
            ["no verdict: impossible: a part above its whole, or more births or deaths than people"],
        ),
        ("", "5", "at_least: 80", ["no verdict: nothing reported"]),
        ("15", "10", "at_least: 80, min_events: 20", ["no verdict: too few events to judge", "15 < 20: too few"]),
        ("15", "10", "between: [80, 90], min_events: 20", ["no verdict: too few events to judge", "15 < 20: too few"]),
    ],
)
def test_a_target_that_cannot_be_judged_is_explained_by_its_reason(
    births: str, compliant: str, target: str, reason: list[str], popcalc: Popcalc, tmp_path: Path
) -> None:
    counts = f"2013-01,Hill,Mill,{births},{compliant}\n"
    assert judged(popcalc, tmp_path, "policy_compliance_rate", counts, target)[3:] == reason


def test_a_count_with_months_missing_says_how_many_when_it_cannot_be_judged(popcalc: Popcalc, tmp_path: Path) -> None:
    """3 births are no more than 365 x 31 / 365 = 31, but what Ford has not sent may be any number."""
    lines = judged(
        popcalc, tmp_path, "births", "2013-01,Hill,Mill,3,\n2013-01,Hill,Ford,,\n", "at_most: 365, level: town"
    )
    assert lines[1:] == [
        "bound as written: at most 365 persons",
        "applied in proportion to the days that have passed: 365 x 31 / 365 = 31",
        "no verdict: incomplete: 1 of 2 village-months",
    ]


INSIDE, OUTSIDE = "interval lies wholly inside the band", "interval lies wholly outside the band"


@pytest.mark.parametrize(
    ("births", "compliant", "comparison", "evidence"),
    [
        # By the normal approximation the 95 % and the 99.8 % interval of half of n reach 98 / sqrt(n) and
        # 154.5 / sqrt(n) to each side: 1.4 and 2.2 of 5,000, 8.9 and 14.1 of 120, 21.9 of 20. The band leaves 10.
        (5000, 2500, "40 <= 50 <= 60: pass", f"evidence strong: the 99.8 % {INSIDE}"),
        (120, 60, "40 <= 50 <= 60: pass", f"evidence clear: the 95 % {INSIDE}, the 99.8 % interval does not"),
        (20, 10, "40 <= 50 <= 60: pass", "evidence uncertain: the 95 % interval reaches out of the band"),
        # A third of 900 has a standard error of 1.6, 28 of 100 one of 4.5, 14 of 20 one of 10.2, all per cent.
        (900, 300, "33.33333333 < 40: fail", f"evidence strong: the 99.8 % {OUTSIDE}"),
        (100, 28, "28 < 40: fail", f"evidence clear: the 95 % {OUTSIDE}, the 99.8 % interval does not"),
        (20, 14, "70 > 60: fail", "evidence uncertain: the 95 % interval reaches into the band"),
    ],
)
def test_a_band_is_held_against_both_of_its_ends(
    births: int, compliant: int, comparison: str, evidence: str, popcalc: Popcalc, tmp_path: Path
) -> None:
    counts = f"2013-01,Hill,Mill,{births},{compliant}\n"
    lines = judged(popcalc, tmp_path, "policy_compliance_rate", counts, "between: [40, 60]")
    assert lines[1] == "bound as written: from 40 to 60 %"
    assert lines[3:5] == [comparison, evidence]


@pytest.mark.parametrize(
    ("births", "compliant", "lines"),
    [
        (
            5000,
            2500,
            [
                "until 2013-12-31, 1,250 more may come (births_in_policy):",
                "100 x (2,500 + 1,250) / (5,000 + 1,250) = 60, the bound",
                "with 1,251: 100 x (2,500 + 1,251) / (5,000 + 1,251) = 60.00639898 > 60",
            ],
        ),
        (
            900,
            300,
            [
                "it takes 100 more, all of which count:",
                "100 x (300 + 100) / (900 + 100) = 40, the bound",
                "with 99: 100 x (300 + 99) / (900 + 99) = 39.93993994 < 40",
            ],
        ),
        (
            20,
            14,
            [
                "it takes 4 more of the whole that do not count:",
                "100 x 14 / (20 + 4) = 58.33333333 < 60",
                "with 3: 100 x 14 / (20 + 3) = 60.86956522 > 60",
            ],
        ),
    ],
)
def test_a_band_is_turned_at_the_end_that_matters(
    births: int, compliant: int, lines: list[str], popcalc: Popcalc, tmp_path: Path
) -> None:
    """A pass may come up to the upper end; a fail must reach the end that it misses."""
    counts = f"2013-01,Hill,Mill,{births},{compliant}\n"
    assert judged(popcalc, tmp_path, "policy_compliance_rate", counts, "between: [40, 60]")[-4:-1] == lines


@pytest.mark.parametrize(
    ("target", "comparison"),
    [("equal: 50", "50 = 50: pass"), ("equal: 51", "50 < 51: fail"), ("equal: 49", "50 > 49: fail")],
)
def test_a_bound_of_one_value_is_held_against_it(
    target: str, comparison: str, popcalc: Popcalc, tmp_path: Path
) -> None:
    lines = judged(popcalc, tmp_path, "policy_compliance_rate", "2013-01,Hill,Mill,20,10\n", target)
    assert lines[1] == f"bound as written: exactly {target.split()[1]} %"
    assert lines[3] == comparison


def test_a_floor_of_all_that_is_missed_is_out_of_reach(popcalc: Popcalc, tmp_path: Path) -> None:
    """(19 + k) / (20 + k) is below 1 for every k."""
    lines = judged(popcalc, tmp_path, "policy_compliance_rate", "2013-01,Hill,Mill,20,19\n", "at_least: 100")
    assert lines[-2:] == [
        "out of reach: nothing that may still happen turns it",
        "projected to 2013-12-31: 95.0000 (95 % prediction interval 68.8119 to 99.7093), likely missed",
    ]


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
