"""The commands that `equal_function.py` runs on both sides, by group, but for those that tests run."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.command_server import Command  # noqa: E402 - after the path to it


@dataclass(frozen=True)
class Case:
    """A command of a group; `name` is how reports call it, `anew` whether it gets a new process.

    `then` is another command on the same files, which is run when the first could read them.
    """

    group: str
    command: Command
    name: str
    anew: bool = False
    then: Case | None = None


def case(group: str, line: str, *files: Path, cwd: Path = ROOT, anew: bool = False) -> Case:
    """Return a case from a command line, in which `{}` stands for each file in turn; names are without folders."""
    args = shlex.split(line.format(*(shlex.quote(str(file)) for file in files)))
    shown = line.format(*(shlex.quote("/".join(file.parts[-2:])) for file in files))
    return Case(group, Command(tuple(args), cwd), shown, anew)


# --- the sample: options against each other ---

MONTHLY, FAULTY = "sample_data/monthly", "sample_data/faulty"
COUNTY, TOWNSHIP = "configs/targets-county.yaml", "configs/targets-township.yaml"
HALF_YEAR, NINE_MONTHS = "sample_data/facts/township-half-year.csv", "sample_data/facts/county-nine-months.csv"
FORMATS = ("table", "csv", "tsv", "json", "jsonl", "markdown", "github", "plain", "html", "latex", "xlsx")
EXPLAINED = (
    "births", "population", "crude_birth_rate", "natural_increase_rate", "sex_ratio_at_birth", "policy_compliance_rate",
    "infant_mortality_rate", "contraceptive_prevalence", "total_change_rate", "out_of_policy_third_plus_rate",
)  # fmt: skip

SAMPLE = (
    *(
        f"compute {MONTHLY} --by {level} --period {period} --indicator all -q"
        for level, period in product(("village", "town", "county", "all"), ("month", "quarter", "half", "year", "ytd"))
    ),
    *(
        f"compute {MONTHLY} --average {average} --basis {basis} --unmatched {unmatched} --period {period} --ci"
        for average, basis, unmatched, period in product(
            ("curve", "ends", "mid"), ("annual", "period"), ("drop", "keep"), ("quarter",)
        )
    ),
    *(f"compute {MONTHLY} --lang {lang} -f {format} --period half" for lang, format in product(("en", "zh"), FORMATS)),
    *(f"compute {MONTHLY} --layout wide -f {format}" for format in ("table", "csv", "html")),
    *(f"compute sample_data/monthly_zh --by {level} --indicator all --lang zh" for level in ("village", "town", "all")),
    *(f"compute {MONTHLY} --year-start {month} --period {p}" for month in (4, 10) for p in ("quarter", "half", "year")),
    *(f"compute {MONTHLY} --confidence {level} --ci-method public-health --by all" for level in (0.8, 0.998)),
    *(f"compute {MONTHLY} --from {first} --to {last}" for first, last in (("2013-02", "2013Q2"), ("2013H2", "2013"))),
    f"compute {MONTHLY} --area Northhill --area 990101102 --by village --period quarter --color always -f table",
    *(f"compute {HALF_YEAR} {NINE_MONTHS} --basis {basis} --period all" for basis in ("annual", "period")),
    *(f"compute {one} --year-start 10 --period half" for one in (HALF_YEAR, NINE_MONTHS)),
    *(f"compute {MONTHLY} --targets {COUNTY} --period {period} -f json" for period in ("month", "half", "all")),
    *(f"compute {FAULTY} --by {level} --period month --indicator all" for level in ("village", "town")),
    f"compute {MONTHLY} --cumulative",
    f"compute {MONTHLY} --catalogue configs/catalogue-local.yaml --columns configs/columns-ward-register.yaml",
    "compute sample_data --by all",
    *(
        f"check {MONTHLY} --targets {COUNTY} --by {level} --period {period} --drivers 3 --scores -f json"
        for level, period in product(("village", "town", "county"), ("month", "quarter", "half", "all"))
    ),
    *(
        f"check {MONTHLY} --targets {COUNTY} --lang {lang} --layout {layout} -f {format}"
        for lang, layout, format in product(("en", "zh"), ("long", "grid"), ("table", "markdown", "html", "csv"))
    ),
    *(f"check {one} --targets {TOWNSHIP} -f {f}" for one in (HALF_YEAR, MONTHLY, FAULTY) for f in ("plain", "json")),
    *(f"check {FAULTY} --targets {COUNTY} --strict {more}" for more in ("", "--exit-zero", "--drivers 2 -f plain")),
    *(
        f"validate {one} --lang {lang} --by {level} -f {format}"
        for one, lang, level, format in product(
            (MONTHLY, FAULTY, "sample_data/monthly_zh"), ("en", "zh"), ("county",), ("table", "json", "csv")
        )
    ),
    *(f"validate {one} {more}" for one in (HALF_YEAR, NINE_MONTHS) for more in ("", "--strict", "--year-start 10")),
    *(f"explain {one}{more}" for one in EXPLAINED for more in ("", " --lang zh")),
    *(
        f"explain {one} {MONTHLY} {more}"
        for one, more in product(
            EXPLAINED,
            (
                "--period half --average mid --lang zh", "--area Northhill --average ends --basis period",
                f"--area Riverside --targets {COUNTY}",
            ),
        )
    ),
    *(f"explain {one} {FAULTY} --area {area}" for one in EXPLAINED for area in ("Northhill",)),
    *(f"explain {one} {HALF_YEAR} --area Whitestone --targets {TOWNSHIP}" for one in EXPLAINED),
    *(f"{listing} -f {format}" for listing in ("indicators", "counts") for format in FORMATS),
    *(f"{one} --lang zh" for one in ("indicators", "counts birth", "counts 出生", "indicators nothing")),
)  # fmt: skip

ANEW = (
    "--help", "--version", "compute --help", "check --help", "validate --help", "explain --help", "compute",
    "comptue x", "schema targets", "schema columns", "schema catalogue", "indicators infant", "counts",
    f"compute {MONTHLY} --targets {COUNTY}", f"check {MONTHLY} --targets {COUNTY} --drivers 2 --scores -f plain",
    f"compute {MONTHLY}", f"validate {FAULTY}", f"explain crude_birth_rate {MONTHLY} --area Northhill",
    "compute nowhere.csv",
    "compute tests/fixtures/workbooks/counts.xlsx tests/fixtures/workbooks/counts.ods --by village",
    "validate tests/fixtures/workbooks/counts.xls", "compute tests/fixtures/workbooks/errors.xls",
)  # fmt: skip
"""Commands that get a process of their own: what is imported, and what is left behind, shows only there."""


def sample() -> Iterator[Case]:
    """Yield what is asked of the sample data."""
    yield from (case("sample", line, anew=True) for line in ANEW)
    yield from (case("sample", line) for line in SAMPLE)


# --- real data ---

SHEETS = 12
"""So many sheets of a workbook are read one by one."""

TAIWAN_TARGETS = """\
version: 1
year: 2019
targets:
  - {indicator: crude_birth_rate, at_least: 7, weight: 2}
  - {indicator: crude_death_rate, between: [6, 9], severity: warn}
  - {indicator: sex_ratio_at_birth, between: [103, 107], min_events: 500}
  - {indicator: births, at_most: 1500, weight: 1}
"""
KAOHSIUNG = "--areas configs/areas-kaohsiung-2019.csv"


def _counties(people: Path) -> str:
    """Return an areas file that puts the towns of a file into their counties, which their names begin with."""
    towns = dict.fromkeys(line.split(",")[2] for line in people.read_text(encoding="utf-8-sig").splitlines()[1:])
    counties = dict.fromkeys(town[:3] for town in towns)
    rows = [f",{county},county,," for county in counties] + [f",{town},town,{town[:3]}," for town in towns]
    return "\n".join(["code,name,level,parent,aliases", *rows, ""])


def taiwan(data: Path, made: Path) -> Iterator[Case]:
    """Yield what is asked of a whole country's villages."""
    folder, targets, areas = data / "taiwan-2019", made / "targets-2019.yaml", made / "counties-2019.csv"
    events, people, june = folder / "events", folder / "population", folder / "population" / "2019-06.csv"
    targets.write_text(TAIWAN_TARGETS)
    areas.write_text(_counties(june), encoding="utf-8")
    for more in (
        "--by town --period month", "--by town --period year", "--by all --period month", "--by village --period year",
        "--by village --period half -f json --ci", f"--by town --average ends {KAOHSIUNG} --ci --unmatched keep",
        f"--by all --average mid {KAOHSIUNG}", "--by all --unmatched keep --basis period", "--by county",
    ):  # fmt: skip
        yield case("taiwan", f"compute {{}} {{}} {more}", events, people)
    for more in (
        "--period month", "--period year -f json --ci", "--from 2019-03 --to 2019-08 --lang zh -f markdown",
    ):  # fmt: skip
        yield case("taiwan", f"compute {{}} {{}} --areas {{}} --by county {more}", events, people, areas)
    for more in ("", KAOHSIUNG, "--unmatched keep --by all"):
        yield case("taiwan", f"compute {{}} {{}} --period year {more}", events, june)
    for more in ("", KAOHSIUNG, "--by village --lang zh -f json"):
        yield case("taiwan", f"validate {{}} {{}} {more}", events, people)
    yield case("taiwan", "validate {} {} --areas {} --by county", events, people, areas)
    for more in ("--scores --drivers 2 -f json", "--by village --strict -f csv", f"{KAOHSIUNG} -f plain"):
        yield case("taiwan", f"check {{}} {{}} --targets {{}} {more}", events, people, targets)
    yield case(
        "taiwan", "check {} {} --targets {} --areas {} --by county --scores -f json", events, people, targets, areas
    )
    for indicator in ("births", "crude_birth_rate", "natural_increase_rate"):
        yield case("taiwan", f"explain {indicator} {{}} {{}} --area 新北市板橋區 --period half", events, people)
        yield case(
            "taiwan", f"explain {indicator} {{}} {{}} --area 高雄市三民一 --targets {{}}", events, people, targets
        )
        yield case("taiwan", f"explain {indicator} {{}} {{}} --average mid --lang zh", events, people)
    yield from (case("taiwan", f"{what} {{}}", people) for what in ("compute --by all --period month", "validate"))
    yield from (case("taiwan", "compute {} --indicator all", one) for one in sorted(events.iterdir())[:6])
    yield from (case("taiwan", "compute {}", one) for one in sorted(people.iterdir())[:3])
    yield case("taiwan", "compute {}", folder / "published-rates.csv")
    yield case("taiwan", "compute {}", folder)


def qinghe(data: Path, _: Path) -> Iterator[Case]:
    """Yield what is asked of a county's workbooks: reports of its own, and those its towns send in."""
    folder = data / "qinghe"
    targets, sent = folder / "targets.yaml", folder / "乡镇上报"
    for book in sorted(folder.glob("*.xlsx")):
        yield from _workbook("qinghe", book)
        yield case("qinghe", "check {} --sheet all --targets {} -f plain", book, targets)
    for month in sorted(sent.iterdir()):
        yield case("qinghe", "compute {} --sheet Sheet1 --indicator all", month)
        yield case("qinghe", "validate {} --sheet Sheet1", month)
    for book in sorted(sorted(sent.iterdir())[0].iterdir()):
        yield from _workbook("qinghe", book)
    for line in ("compute {}", "compute {} --sheet all", "validate {} --sheet Sheet1 --lang zh"):
        yield case("qinghe", line, sent)
    yield case("qinghe", "compute {} --sheet Sheet1 --by town --period month --unmatched keep -f json", sent)
    yield case("qinghe", "check {} --sheet Sheet1 --targets {} --drivers 1 --scores -f json", sent, targets)
    yield case("qinghe", "explain crude_birth_rate {} --sheet Sheet1 --area 城关镇 --targets {}", sent, targets)
    for line in ("compute {}", "validate {}"):
        yield case("qinghe", line, folder / "truth.csv")
    yield case("qinghe", "compute {}", folder)


def world(data: Path, _: Path) -> Iterator[Case]:
    """Yield what is asked of files from everywhere, most of which cannot be read: why not must stay the same."""
    for file in sorted((data / "world").iterdir()):
        if file.suffix in (".xls", ".xlsx"):
            yield from _workbook("world", file)
        elif file.suffix == ".csv":
            for line in ("compute {} --indicator all", "validate {} --lang zh"):
                yield case("world", line, file)


def _workbook(group: str, book: Path) -> Iterator[Case]:
    from python_calamine import CalamineWorkbook

    sheets = CalamineWorkbook.from_path(str(book)).sheet_names
    for line in ("compute {}", "compute {} --sheet all --by all", "validate {} --sheet all --lang zh"):
        yield case(group, line, book)
    for sheet in sheets[:SHEETS]:
        yield case(group, f"compute {{}} --sheet {shlex.quote(sheet)} --indicator all", book)


# --- random tables in random honest forms, half of them damaged ---

ASKED = (
    "--by village --period month --indicator all -f json", "--period year", "--by all --period month --unmatched keep",
    "--by village --average mid --ci --lang zh -f markdown", "--by town --period quarter --average ends --basis period",
)  # fmt: skip


def fuzz(folder: Path, number: int, seed: int) -> Iterator[Case]:
    """Write so many tables into a folder each, every second one damaged, and yield what is asked of each."""
    for place, files in enumerate(_tables(number, seed)):
        home = folder / f"{place:05}"
        for name, content in files.items():
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        first = case("fuzz", f"compute {home.name} {ASKED[place % len(ASKED)]}", cwd=folder)
        yield replace(first, then=case("fuzz", f"validate {home.name} -f json", cwd=folder))


def _tables(number: int, seed: int) -> list[Mapping[str, bytes]]:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    from tests.unit.intake.forms import Facts, Form, facts, files_of, forms
    from tests.unit.intake.text.test_damage import DAMAGES, Damage, damaged

    found: list[Mapping[str, bytes]] = []

    @seeded(seed)
    @settings(
        max_examples=number, deadline=None, database=None, derandomize=False, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(facts(), forms(), DAMAGES, st.integers(0, 99))
    def write(table: Facts, form: Form, damage: Damage, which: int) -> None:
        files = files_of(table, form)
        if len(found) % 2:
            name = sorted(files)[which % len(files)]
            files[name] = damaged(files[name], damage)[0]
        found.append(files)

    write()
    return found
