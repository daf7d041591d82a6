from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import popcalc

Row = dict[str, str]

PARTS = (
    ("births", ("births_male", "births_female")),
    ("births", ("births_first", "births_second", "births_third_plus")),
    ("population", ("population_male", "population_female")),
)
FOLDERS = ("monthly", "monthly_zh", "monthly_2012", "monthly_2012_zh", "faulty", "faulty_zh")
NOT_ABOVE = (
    ("births_in_policy", "births"),
    ("deaths_infant", "deaths"),
    ("long_acting_users", "contraceptive_users"),
    ("contraceptive_users", "married_women_15_49"),
    ("married_women_15_49", "women_15_49"),
    ("women_15_49", "population_female"),
)


def make(*args: str | Path, script: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, script, *args], capture_output=True, text=True, check=False)


def rows_of(folder: Path, encoding: str) -> list[Row]:
    """Return the rows of a folder's months, oldest first, under the English headers."""
    rows: list[Row] = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding=encoding, newline="") as page:
            rows += csv.DictReader(page)
    return rows


@pytest.fixture(scope="module")
def months(sample_data: Path) -> list[Row]:
    return [row for row in rows_of(sample_data / "monthly", "utf-8") if row["month"] != "2012-12"]


def test_script_makes_the_same_bytes_again(sample_data: Path, tmp_path: Path) -> None:
    done = make(tmp_path, script=sample_data / "make.py")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    kept = [path for name in FOLDERS for path in (sample_data / name).iterdir()]
    assert made == {path.relative_to(sample_data): path.read_bytes() for path in kept}
    assert len(made) == 78


def test_check_names_what_differs_is_missing_or_extra(sample_data: Path, tmp_path: Path) -> None:
    script = sample_data / "make.py"
    for name in FOLDERS:
        shutil.copytree(sample_data / name, tmp_path / name)
    assert make("--check", tmp_path, script=script).returncode == 0

    changed = tmp_path / "monthly" / "2013-03.csv"
    changed.write_bytes(changed.read_bytes().replace(b"Pine Hollow", b"Pine Holloe"))
    (tmp_path / "monthly_zh" / "2013年05月.csv").unlink()
    (tmp_path / "monthly" / "2014-01.csv").touch()
    done = make("--check", tmp_path, script=script)

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "missing: monthly_zh/2013年05月.csv",
        "extra: monthly/2014-01.csv",
        "differs: monthly/2013-03.csv",
    ]


def test_every_village_reports_every_month_of_the_year_once(months: list[Row]) -> None:
    reported = [(row["month"], row["village_code"]) for row in months]
    villages = {code for _, code in reported}

    assert sorted(reported) == sorted((f"2013-{month:02}", code) for month in range(1, 13) for code in villages)
    assert len(villages) == 24
    assert all(len(code) == 12 and code.startswith("990101") for code in villages)


def test_towns_hold_ten_eight_and_six_villages(months: list[Row]) -> None:
    villages = {(row["town"], row["village_code"][:9], row["village"]) for row in months}

    assert sorted(town for town, _, _ in villages) == ["Eastbridge"] * 8 + ["Northhill"] * 10 + ["Riverside"] * 6
    assert len({(town, code) for town, code, _ in villages}) == 3


@pytest.mark.parametrize(("whole", "parts"), PARTS)
def test_parts_add_up_to_the_whole(months: list[Row], whole: str, parts: tuple[str, ...]) -> None:
    assert [row for row in months if int(row[whole]) != sum(int(row[part]) for part in parts)] == []


@pytest.mark.parametrize(("part", "whole"), NOT_ABOVE)
def test_part_is_never_above_the_whole(months: list[Row], part: str, whole: str) -> None:
    assert [row for row in months if int(row[part]) > int(row[whole])] == []


def test_no_count_is_empty_or_negative(months: list[Row]) -> None:
    counts = [
        value for row in months for header, value in row.items() if header.startswith(("births", "deaths", "pop"))
    ]

    assert len(counts) == 13 * 24 * 12
    assert all(count.isascii() and count.isdigit() for count in counts)


def test_population_balances_from_the_december_before(sample_data: Path) -> None:
    population: dict[str, int] = {}
    for row in rows_of(sample_data / "monthly", "utf-8"):
        code, closing = row["village_code"], int(row["population"])
        if row["month"] != "2012-12":
            gained = int(row["births"]) - int(row["deaths"]) + int(row["migration_in"]) - int(row["migration_out"])
            assert closing == population[code] + gained, row
        population[code] = closing

    assert len(population) == 24
    assert 35_000 < sum(population.values()) < 60_000


def test_quota_is_one_a_village_and_year(months: list[Row]) -> None:
    quotas = {(row["village_code"], row["preconception_checks_quota"]) for row in months}

    assert len(quotas) == 24


def test_towns_have_the_year_that_the_page_tells(months: list[Row]) -> None:
    told = (
        "births",
        "births_male",
        "births_female",
        "births_in_policy",
        "births_third_plus",
        "deaths",
        "deaths_infant",
        "preconception_checks_done",
    )

    def year(town: str) -> list[int]:
        return [sum(int(row[count]) for row in months if row["town"] == town) for count in told]

    assert year("Northhill") == [251, 136, 115, 211, 21, 128, 2, 148]
    assert year("Eastbridge") == [189, 99, 90, 176, 6, 115, 1, 155]
    assert year("Riverside") == [80, 41, 39, 77, 2, 60, 1, 76]


@pytest.mark.parametrize("folder", ["monthly", "monthly_2012", "faulty"])
def test_chinese_folder_has_the_same_codes_and_figures(folder: str, sample_data: Path) -> None:
    english = rows_of(sample_data / folder, "utf-8")
    chinese = rows_of(sample_data / f"{folder}_zh", "gb18030")

    def figures(rows: list[Row], code: str, count: int) -> list[tuple[str, ...]]:
        return [(row[code], *list(row.values())[count:]) for row in rows]

    assert figures(chinese, "村代码", 5) == figures(english, "village_code", 5)
    assert [row["月份"] for row in chinese] == [f"{row['month'][:4]}年{int(row['month'][5:])}月" for row in english]


def test_chinese_folder_is_not_utf8(sample_data: Path) -> None:
    with pytest.raises(UnicodeDecodeError):
        (sample_data / "monthly_zh" / "2013年01月.csv").read_text(encoding="utf-8")


def test_nothing_is_about_single_persons(sample_data: Path) -> None:
    for path in sample_data.rglob("*.csv"):
        page = path.read_bytes().decode("gb18030" if path.parent.name.endswith("_zh") else "utf-8")
        header, *rows = csv.reader(page.splitlines())
        assert not {"name", "person", "birth_date", "phone", "姓名", "身份证号", "出生日期", "电话"} & set(header), path
        assert len(rows) in (1, 18, 23, 24), path


def test_facts_add_up_and_give_the_rates_that_the_reports_print(sample_data: Path) -> None:
    town = fact(sample_data / "facts" / "township-half-year.csv")
    county = fact(sample_data / "facts" / "county-nine-months.csv")
    children = ("no_child", "one_child", "two_child", "three_plus")

    assert town["births"] == town["births_male"] + town["births_female"] == 233
    assert town["married_women_15_49"] == sum(town[f"married_women_{number}"] for number in children) == 6952
    assert round(1000 * town["births"] / town["population_average"], 2) == 6.55
    assert round(100 * town["births_in_policy"] / town["births"], 1) == 85.4
    assert county["births"] == county["births_in_policy"] + county["births_out_of_policy"] == 858
    assert round(1000 * county["births"] / county["population_average"], 2) == 5.39
    assert round(100 * county["births_third_plus"] / county["births"], 2) == 0.12


def fact(path: Path) -> dict[str, int]:
    """Return the counts of a file's only row."""
    with path.open(encoding="utf-8", newline="") as page:
        (row,) = csv.DictReader(page)
    return {header: int(value) for header, value in row.items() if header not in ("period", "town", "county")}


def test_the_year_before_ends_with_the_people_that_the_year_begins_with(sample_data: Path) -> None:
    before, after = rows_of(sample_data / "monthly_2012", "utf-8"), rows_of(sample_data / "monthly", "utf-8")
    closing, opening = (
        {row["village_code"]: row["population"] for row in rows if row["month"] == "2012-12"}
        for rows in (before, after)
    )
    assert closing == opening
    lacking = [
        month
        for month in range(1, 13)
        if (f"2012-{month:02}", "Still Water") not in {(row["month"], row["village"]) for row in before}
    ]
    assert lacking == [5]


def test_returns_of_towns_go_on_where_the_year_ends(sample_data: Path) -> None:
    done = make("--check", script=sample_data / "make_returns.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    counts = popcalc.read([sample_data / "monthly_zh", sample_data / "returns_zh"], empty="zero")
    rows = counts.table.rows.sort_values(["village", "start"])
    before = rows.groupby("village")["population"].shift()
    january = rows[rows["start"] == 2014 * 12]
    assert len(january) == 18
    grown = january["births"] - january["deaths"] + january["migration_in"] - january["migration_out"]
    assert (before[january.index] + grown == january["population"]).all()
    assert (january["population_male"] + january["population_female"] == january["population"]).all()
