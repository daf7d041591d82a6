"""Real public files of many countries: each figure that a right reading gives, with few words about a file.

Run as a module, it prints how many lines of a columns file each file needs, and how many figures come out right:

    POPCALC_REAL_DATA=... python -m tests.conformance.test_world
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Popcalc, Result

MOST_LINES = 10
"""Lines of a columns file that a file may need."""
LEAST_BARE = 8
"""Files that are read as they are; `--sheet` and `--year-start` say which of several readings is meant."""

INDICATORS = {
    "infant_deaths": "deaths_infant",
    "births_by_occurrence": "births",
    "deaths_by_occurrence": "deaths",
    "births_in_facilities": "live_births",
    "stillbirths_in_facilities": "stillbirths",
    **{
        key: key
        for key in (
            "population", "population_male", "population_65_plus", "births", "births_male", "deaths", "deaths_female",
            "stillbirths", "households", "natural_increase", "crude_birth_rate", "sex_ratio_at_birth",
            "infant_mortality_rate",
        )
    },
}  # fmt: skip
"""Which figure of popcalc a count of the list is; the others have none.

The share of those aged 65 and over is no such figure: here it is of all persons, there of those whose age is known.
"""
WHOLE = (
    "Kenya", "Kerala", "대한민국", "Rio Grande do Sul", "臺灣 (全國)", "臺灣地區 (without 金門, 連江)", "Canada",
    "KOTA BANDUNG", "山梨県", "神戸市", "和歌山県", "Israel", "Israel, Jews", "Israel, Moslems", "北京市",
    "China (not printed)",
)  # fmt: skip
"""Areas that are all of their table."""


Figure = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """How a file is read: the options, the lines of its columns file, and the lowest level of its areas.

    `sheets` are options by the sheet of the list, where they differ from its name; `periods` and `areas` lead from
    those of the list to others, `of_figure` from an area and a period to a columns file and options of their own.
    """

    level: str = "village"
    options: tuple[str, ...] = ()
    columns: str = ""
    sheets: Mapping[str, Sequence[str]] | None = None
    periods: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    options_of_period: Mapping[str, Sequence[str]] = field(default_factory=dict)
    of_figure: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def columns_and_options(self, figure: Figure) -> tuple[str, tuple[str, ...]]:
        return self.of_figure.get((figure["area"], figure["period"]), (self.columns, ()))

    @property
    def lines(self) -> int:
        """The most lines of a columns file for one figure."""
        written = (self.columns, *(columns for columns, _ in self.of_figure.values()))
        return max(len(one.splitlines()) for one in written)


_OF_MALES = "columns: {jumlah_penduduk: population_male}\nnot_totals: [CIBADUYUT]\n"
_OF_BOTH = "sum_over: [jenis_kelamin]\nnot_totals: [CIBADUYUT]\n"
_ROW_BY_ROW = """\
columns:
  id: village_code
  KODE_KD: ignore
  kemendagri_nama_desa_kelurahan: ignore
  jenis_kelamin: ignore
"""
"""Two villages have one code and name in the second half of 2023: only the number of the row tells them apart."""
_KOBE = """\
columns: {'区  別 Ward ("ku")': county, 総 数 Total: population}
where: {county: [東灘区, 灘区, 中央区, 兵庫区, 北区, 長田区, 須磨区, 垂水区, 西区]}
"""
CASES: dict[str, Case] = {
    "ke_cd2030_kenya.xlsx": Case(
        "county",
        sheets={"Population_data": ("--sheet", "Population_data", "--where", "year=2022")},
        columns="columns:\n  Instlivebirths: live_births\n  Stillbirth_total: stillbirths\n  Live_births: ignore\n",
    ),
    "in_hmis_clean_Kerala2009-10.csv": Case("county", ("--year-start", "4"), "columns: {Indicator: county}\n"),
    "kr_registered_population_and_household.csv": Case(
        columns="code_levels: {province: 2, prefecture: 4, county: 5}\n",
        areas={
            "경기도": ("province", "41"), "경기도 수원시": ("prefecture", "4111"),
            "서울특별시 종로구": ("county", "11110"),
        },
    ),
    "br_nascidos_vivos.csv": Case("town"),
    "tw_aszero_born.xlsx": Case(sheets={}),
    "tw_aszero_death.xlsx": Case(sheets={}),
    "tw_aszero_population.xlsx": Case(sheets={}),
    "ca_births.csv": Case(
        periods={"2019-07": "2019"},
        options_of_period={"2019-07": ("--where", "Month of birth=Month of birth, July")},
        areas={
            name: ("village", f"{name}, place of residence of mother") for name in ("Prince Edward Island", "Ontario")
        },
    ),
    "id_bandung_jumlah_penduduk.csv": Case(
        areas={"SUKASARI": ("town", "SUKASARI"), "MEKAR MULYA (32.73.28.1004)": ("village", "32.73.28.1004")},
        of_figure={
            ("KOTA BANDUNG", "2017-S1"): (_OF_BOTH, ("--where", "tahun=2017")),
            ("KOTA BANDUNG", "2023-S2"): (_ROW_BY_ROW, ("--where", "tahun=2023")),
            ("KOTA BANDUNG", "2022-S1"): (
                _OF_MALES, ("--where", "tahun=2022", "--where", "jenis_kelamin=LAKI-LAKI"),
            ),
            ("SUKASARI", "2017-S1"): (_OF_BOTH, ("--where", "tahun=2017")),
            ("GEGERKALONG", "2023-S2"): (
                _OF_BOTH, ("--where", "tahun=2023", "--where", "kemendagri_nama_desa_kelurahan=GEGERKALONG"),
            ),
            ("MEKAR MULYA (32.73.28.1004)", "2022-S1"): (
                _OF_MALES, ("--where", "tahun=2022", "--where", "jenis_kelamin=LAKI-LAKI"),
            ),
        },
    ),
    "jp_yamanashi_30.xls": Case("town", options_of_period={"2017-12/2018-11": ("--average", "ends")}),
    "jp_kobe_jinkou2708.xls": Case("county", columns=_KOBE),
    "jp_estat_pop.csv": Case(periods={"2020-10-01": "2020"}),
    "il_births.xlsx": Case(sheets={}),
    "cn_nbs_prov.csv": Case(),
    "cn_人口.xlsx": Case(),
}  # fmt: skip


@cache
def figures(world: Path) -> dict[str, list[Figure]]:
    """Return the figures of the list that popcalc has a count for, by file; a file without any has none."""
    found: dict[str, list[Figure]] = {}
    for one in yaml.safe_load((world / "expect.yaml").read_text(encoding="utf-8")):
        of_file = found.setdefault(one["file"], [])
        if one["count"] in INDICATORS:
            of_file.append(one)
    return found


def period_of(written: str) -> tuple[str, str, str]:
    """Return a period of the list as the option, its first and its last month; a day is the end of its months."""
    if "/" in written:
        return ("all", *written.split("/"))  # type: ignore[return-value]
    if "-S" in written:
        year, half = written.split("-S")
        return "half", f"{year}H{half}", f"{year}H{half}"
    if len(written) == 4:
        return "year", written, written
    month = written[:7]
    if len(written) == 10 and written.endswith("-01"):
        in_year, number = map(int, month.split("-"))
        month = f"{in_year - 1}-12" if number == 1 else f"{in_year}-{number - 1:02}"
    return "month", month, month


def command_of(world: Path, figure: Figure, case: Case, more: tuple[str, ...]) -> tuple[str, ...]:
    """Return the command that gives a figure, without the indicator."""
    period, first, last = period_of(case.periods.get(figure["period"], figure["period"]))
    by, _ = case.areas.get(figure["area"], ("all" if figure["area"] in WHOLE else case.level, ""))
    sheet = figure.get("sheet")
    options = [*case.options, *more, *case.options_of_period.get(figure["period"], ())]
    if sheet and case.sheets is not None:
        options += case.sheets.get(sheet, ["--sheet", sheet])
    return (
        "compute", str(world / figure["file"]), *options, "--by", by, "--period", period, "--from", first, "--to", last,
        "-f", "csv",
    )  # fmt: skip


def of_its_own(*args: str) -> Result:
    """Run the command in a process of its own, as `popcalc` of the tests does it in a quicker way."""
    done = subprocess.run([sys.executable, "-m", "popcalc", *args], capture_output=True, check=False)
    return Result(done.stdout, done.stderr, done.returncode)


@cache
def run(
    popcalc: Callable[..., Result], command: tuple[str, ...], written: str, indicators: tuple[str, ...]
) -> tuple[int, str, str]:
    """Run a command for some indicators; figures of the same areas and months come from one run."""
    with tempfile.TemporaryDirectory() as folder:
        if written:
            columns = Path(folder) / "columns.yaml"
            columns.write_text(f"version: 1\n{written}", encoding="utf-8")
            command = (*command, "--columns", str(columns))
        done = popcalc(*command, "--indicator", ",".join(indicators))
    return done.code, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def found(popcalc: Callable[..., Result], world: Path, figure: Figure, case: Case, asked: Sequence[Figure]) -> str:
    """Return the figure as popcalc gives it, or what it says instead; `asked` are all figures that shall come out."""
    written, options = case.columns_and_options(figure)
    command = command_of(world, figure, case, options)
    indicators = {INDICATORS[figure["count"]]} | {
        INDICATORS[one["count"]]
        for one in asked
        if (case.columns_and_options(one), command_of(world, one, case, options)) == ((written, options), command)
    }
    code, out, said = run(popcalc, command, written, tuple(sorted(indicators)))
    if code != 0:
        return said.strip() or "nothing"
    _, name = case.areas.get(figure["area"], ("", figure["area"]))
    whole = figure["area"] in WHOLE and figure["area"] not in case.areas
    rows = [one for one in csv.DictReader(io.StringIO(out)) if one["indicator"] == INDICATORS[figure["count"]]]
    rows = [one for one in rows if one["level"] == "all" or not whole]
    rows = [one for one in rows if whole or name in (one["area"], one["area_name"]) or _same(one["area_name"], name)]
    return rows[0]["value"] if len(rows) == 1 else f"{len(rows)} records"


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def is_right(value: str, expected: float) -> bool:
    try:
        return abs(float(value) - expected) < (0.5e-4 if expected % 1 else 1e-9)
    except ValueError:
        return False


@pytest.fixture(scope="module")
def world(real_data: Path) -> Path:
    if not (real_data / "world").is_dir():
        pytest.skip("there is no folder world in POPCALC_REAL_DATA")
    return real_data / "world"


@pytest.mark.parametrize("file", CASES)
def test_every_figure_comes_out_right(file: str, popcalc: Popcalc, world: Path) -> None:
    case = CASES[file]
    assert case.lines <= MOST_LINES
    asked = [one for one in figures(world)[file] if one["value"] is not None]
    wrong = [
        (one["area"], one["period"], one["count"], value)
        for one in asked
        if not is_right(value := found(popcalc, world, one, case, asked), one["value"])
    ]
    assert wrong == []


def test_half_of_the_files_need_no_word() -> None:
    assert sum(not case.lines for case in CASES.values()) >= LEAST_BARE


def table(world: Path, say: Callable[[str], None]) -> None:
    """Say how each file is read and how many of its figures are right."""
    for file, case in CASES.items():
        if len(sys.argv) > 1 and not any(one in file for one in sys.argv[1:]):
            continue
        own = figures(world)[file]
        values = [(one, found(of_its_own, world, one, case, ())) for one in own]
        right = sum(is_right(value, one["value"]) for one, value in values if one["value"] is not None)
        sheets = " --sheet" if case.sheets is not None else ""
        say(f"{file:45} {case.lines:2} lines {' '.join(case.options) + sheets:20} {right} of {len(own)}")
        said = set()
        for one, value in values:
            if value in said:
                continue
            said.add(value)
            if one["value"] is None or not is_right(value, one["value"]):
                say(f"    {one['area']} {one['period']} {one['count']} {one['value']}: {value[-700:]}")


def _world_of_the_environment() -> Path:
    return Path(os.environ["POPCALC_REAL_DATA"]) / "world"


if __name__ == "__main__":
    table(_world_of_the_environment(), print)
