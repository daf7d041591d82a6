"""What can be asked: each option of compute on the sample, and what is said about a question that makes no sense."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc
    from tests.functional.conftest import Shown

SAMPLE = "compute sample_data/monthly -f plain"
RATES = "--indicator births,crude_birth_rate,natural_increase_rate"

ANSWERED = {
    "month-of-a-quarter": f"--by all --period month --from 2013-01 --to 2013Q1 --average ends {RATES}",
    "quarter-by-county-of-the-period": f"--by county --period quarter --basis period {RATES}",
    "half-by-village-of-one-town": f"--by village --area Riverside --period half {RATES}",
    "areas-by-code-and-name": f"--area 990101102 --area 'Meiyuan County' --average mid {RATES}",
    "statistical-year-from-october": f"--by all --period year --year-start 10 {RATES}",
    "year-to-date": f"--by all --period ytd --to 2013-06 {RATES}",
    "every-indicator": "--by all --indicator all",
    "indicators-one-by-one": "--by all --indicator deaths --indicator births,crude_death_rate",
    "intervals": "--by all --ci "
    "--indicator births,crude_birth_rate,natural_increase_rate,policy_compliance_rate,sex_ratio_at_birth",
    "intervals-of-public-health": "--by all --confidence 0.998 --ci-method public-health "
    "--indicator crude_birth_rate,infant_mortality_rate,policy_compliance_rate",
}

NAMED = {
    "indicator": ("--indicator 出生率,死亡率", "--indicator crude_birth_rate,crude_death_rate"),
    "full-width-comma": ("--indicator 出生人數，出生率", "--indicator births,crude_birth_rate"),
    "level": ("--by 县 --indicator births", "--by county --indicator births"),
    "total": ("--by 合计 --indicator births", "--by all --indicator births"),
    "period": ("--period 季度 --indicator births", "--period quarter --indicator births"),
    "every": ("--by all --indicator 全部", "--by all --indicator all"),
    "letters": ("-i births -b 县 -p 月 -a 'Meiyuan County'", "--indicator births --by county --period month --area "
                "'Meiyuan County'"),
    "english": ("--by Township --period yearly --indicator 'crude BIRTH rate'", "--period year --indicator "
                "crude_birth_rate"),
}  # fmt: skip
"""What a person calls things, and the keys that stand for it in scripts."""

REFUSED = {
    "name-almost": "--indicator 出生律,人囗",
    "name-of-two": "--indicator 'Pre-conception checks done'",
    "level-by-name": "--by 乡真",
    "level-not-there": "--by 省",
    "period-by-name": "--period 半",
    "unknown-area": "--area Northhil",
    "unknown-indicator": "--indicator births,crude_birth,nothing_like_it",
    "indicator-without-its-counts": "--indicator under5_mortality_rate,births",
    "unknown-level": "--by twon",
    "no-months": "--from 2014-01",
    "not-a-month": "--from 2013-13 --to soon --confidence 95",
    "unknown-encoding": "--encoding gb18300",
}


@pytest.mark.parametrize("name", ANSWERED)
def test_question_is_answered(name: str, shown: Shown) -> None:
    assert shown(f"questions/{name}", f"{SAMPLE} {ANSWERED[name]}").code == 0


@pytest.mark.parametrize("name", NAMED)
def test_names_in_either_language_are_keys(name: str, popcalc: Popcalc) -> None:
    by_name, by_key = (popcalc("compute", "sample_data/monthly", *shlex.split(words)) for words in NAMED[name])
    assert by_key.code == 0
    assert by_name.stdout == by_key.stdout


@pytest.mark.parametrize("name", REFUSED)
def test_question_is_refused_with_a_mend(name: str, shown: Shown) -> None:
    result = shown(f"questions/{name}", f"{SAMPLE} {REFUSED[name]}")
    assert (result.code, result.stdout) == (2, b"")


TWO_MILLS = """\
month,town,village,births,population
2013-01,Northhill,Mill,3,1000
2013-01,Northhill,Ford,2,800
2013-01,Eastbridge,Mill,4,900
"""


def test_same_village_name_in_two_towns_is_two_villages(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "mills.csv").write_text(TWO_MILLS)
    shown("questions/ambiguous-area", "compute mills.csv --area Mill", cwd=tmp_path)
    shown("questions/two-villages-of-one-name", "compute mills.csv --by village -f plain", cwd=tmp_path)


UNMATCHED = {
    "births.csv": "month,town,village,births\n2013-01,Northhill,Mill,3\n2013-01,Northhill,Ford,2\n"
    "2013-01,Old Town,Quay,5\n",
    "people.csv": "month,town,village,population\n2013-01,Northhill,Mill,1000\n2013-01,Northhill,Ford,800\n"
    "2013-01,New Town,Quay,900\n",
    "areas.csv": "code,name,level,parent,aliases\n,New Town,town,,Old Town\n",
}


@pytest.fixture
def renamed(tmp_path: Path) -> Path:
    """A town that is called otherwise in the population file than in that of the births."""
    for name, words in UNMATCHED.items():
        (tmp_path / name).write_text(words)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "options"),
    [("dropped", ""), ("kept", " --unmatched keep"), ("joined-by-the-areas-file", " --areas areas.csv")],
)
def test_events_without_population(name: str, options: str, shown: Shown, renamed: Path) -> None:
    shown(f"questions/unmatched-{name}", f"compute births.csv people.csv -f plain{options}", cwd=renamed)


def test_two_stocks_that_are_never_reported_together_are_named_by_the_first(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "version: 1\nindicators:\n  births_per_head:\n    label: {en: Births per head, zh: 人均出生}\n    kind: ratio\n"
        "    numerator: births\n    denominator: closing(population) + closing(married_women_15_49)\n    per: 1\n"
        "    unit: persons\n"
    )
    (tmp_path / "counts.csv").write_text(
        "month,village,births,population,married_women_15_49\n2013-01,Mill,3,1000,\n2013-02,Mill,2,,200\n"
    )
    result = popcalc("compute", "counts.csv", "--catalogue", "own.yaml", "--indicator", "births_per_head", cwd=tmp_path)
    assert result.code == 0, result.stderr.decode()
    assert b"5 of 5 births are left out of births_per_head: no population for 1 village" in result.stderr


def test_own_catalogue_adds_indicators(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "marriages.csv").write_text(
        "月份,乡镇,村名,女性初婚,晚婚,早婚\n2013-01,北岭镇,松谷村,12,7,1\n2013-01,北岭镇,石门村,8,9,0\n",
        encoding="utf-8",
    )
    catalogue = Path(__file__).parents[2] / "configs" / "catalogue-local.yaml"
    (tmp_path / "local.yaml").write_bytes(catalogue.read_bytes())
    command = "compute marriages.csv --catalogue local.yaml --by village -f plain"
    shown("questions/own-catalogue", command, cwd=tmp_path)


def test_quoted_thousands_never_spill_into_an_empty_neighbour(popcalc: Popcalc) -> None:
    """The row has as many commas as it would with `1,500` unquoted and the last cell gone: no figure may move."""
    page = b'month,village,population,births\n2013-01,Mill,"1,500",\n'
    result = popcalc("compute", "-", "--indicator", "births,population", "--by", "all", "--layout", "wide", input=page)
    assert result.code == 0
    assert result.stdout.splitlines()[1] == b"all,,all,,2013-01,2013-01-01,2013-01-31,,1500"


def test_columns_file_reads_what_the_built_in_headers_do_not(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "ward.csv").write_bytes(
        "Reporting day;Borough;Ward;Ward no.;Newborns;Heads;Clerk's remark\n"
        "31/01/2013;Northhill;Mühle;001;3;1000;all in\n"
        "31/01/2013;Northhill;Furt;002;x;800;\n"
        "28/02/2013;Northhill;Mühle;001;2;1002;\n".encode("cp1252")
    )
    configs = Path(__file__).parents[2] / "configs"
    (tmp_path / "columns.yaml").write_bytes((configs / "columns-ward-register.yaml").read_bytes())
    command = "compute ward.csv --columns columns.yaml --by village --period month -f plain"
    shown("questions/columns-file", command, cwd=tmp_path)


def test_sources_in_any_order_and_form_give_the_same_bytes(popcalc: Popcalc, sample_data: Path) -> None:
    """The folder, its files one by one the other way round, a pattern, and one of the files twice."""
    months = sorted((sample_data / "monthly").glob("*.csv"), reverse=True)
    asked = ("--indicator", "births,crude_birth_rate", "--period", "quarter")
    folder = popcalc("compute", sample_data / "monthly", *asked)
    assert folder.code == 0
    assert popcalc("compute", *months, months[3], *asked) == folder
    assert popcalc("compute", str(sample_data / "monthly" / "20*.csv"), *asked) == folder


def test_standard_input_is_a_source(popcalc: Popcalc, sample_data: Path) -> None:
    june = sample_data / "monthly" / "2013-06.csv"
    named, piped = popcalc("compute", june), popcalc("compute", "-", input=june.read_bytes())
    assert (piped.code, piped.stdout, piped.stderr) == (0, named.stdout, named.stderr)
