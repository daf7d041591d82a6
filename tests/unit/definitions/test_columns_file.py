"""Columns files: what they say, and what is said when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from popcalc.definitions.columns import LEVELS, Columns
from popcalc.definitions.loading import load_catalogue, load_columns
from popcalc.errors import DefinitionError


def load(tmp_path: Path, source: str) -> Columns:
    path = tmp_path / "columns.yaml"
    path.write_text(source, encoding="utf-8")
    return load_columns(path, load_catalogue())


def said(tmp_path: Path, source: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        load(tmp_path, source)
    return str(caught.value).replace(f"{tmp_path / 'columns.yaml'}", "columns.yaml").split("\n")


def test_everything_that_a_columns_file_can_say(tmp_path: Path) -> None:
    source = """
version: 1
columns:
  Reporting month: period
  Ward: village
  Ward code: village_code
  Live births (persons): births
  Ignore me: ignore
levels: [county, town, village]
code_levels: {town: 9, county: 6}
period: "%d/%m/%Y"
nil: zero
nil_marks: ["-9", n/a]
absent: zero
encoding: gb18030
population: registered
header_row: [5, 3]
"""
    columns = load(tmp_path, source)
    assert columns == Columns(
        headers={
            "Reporting month": "period",
            "Ward": "village",
            "Ward code": "village_code",
            "Live births (persons)": "births",
            "Ignore me": "ignore",
        },
        levels=("county", "town", "village"),
        code_levels={"county": 6, "town": 9},
        period="%d/%m/%Y",
        nil="zero",
        nil_marks=("-9", "n/a"),
        absent="zero",
        encoding="gb18030",
        population="registered",
        header_row=(3, 5),
    )
    assert load(tmp_path, "version: 1\nheader_row: 4\n").header_row == (4,)
    assert load(tmp_path, 'version: 1\nperiod: "2013-06"\n') == Columns(months="2013-06")
    assert list(columns.code_levels) == ["county", "town"]
    assert columns.meanings["livebirths"] == "births"


def test_short_file_is_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "version: 1") == Columns()
    assert Columns().levels == LEVELS


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    source = """version: 1
columns:
  Births: brths
  births : births
  Rate: crude_birth_rate
  320803102: village
levels: [county, town, town, all]
code_levels: {conty: 6, county: 6, town: 4}
period: "%d %H"
nil: nothing
nil_marks: [-9, no]
encoding: gb1803
population: both
"""
    assert said(tmp_path, source) == [
        "columns.yaml:3:11 UNKNOWN_COUNT columns.Births: brths is not a count, nor one of period, year, quarter, "
        "half, measure, value, dimension, ignore, month, description, a level "
        "(county, town, town, all) or its code (such as all_code) (did you mean births?)",
        "columns.yaml:4:3 DUPLICATE_KEY columns.births: this is the same header as Births once case, spaces and units "
        "are set aside",
        "columns.yaml:5:9 UNKNOWN_COUNT columns.Rate: crude_birth_rate is an indicator: a column is a count, or ignore",
        'columns.yaml:6:3 QUOTE_IT columns.320803102: this key must be in quotes, "320803102", to stay text',
        "columns.yaml:6:14 UNKNOWN_COUNT columns.320803102: village is not a count, nor one of period, year, quarter, "
        "half, measure, value, dimension, ignore, month, description, a level "
        "(county, town, town, all) or its code (such as all_code) (did you mean villages?)",
        "columns.yaml:7:24 BAD_VALUE levels[3]: town is listed twice",
        "columns.yaml:7:30 BAD_VALUE levels[4]: all cannot be a level: choose another word",
        "columns.yaml:8:15 UNKNOWN_LEVEL code_levels.conty: conty is not one of the levels (did you mean county?)",
        "columns.yaml:8:42 BAD_VALUE code_levels.town: town must take more digits than county, which takes 6",
        "columns.yaml:9:9 BAD_VALUE period: %d %H needs a year (%Y) and a month (%m)",
        "columns.yaml:10:6 BAD_VALUE nil: nothing is not one of missing, zero",
        'columns.yaml:11:13 BAD_VALUE nil_marks[1]: -9 must be in quotes, "-9", to be text',
        'columns.yaml:11:17 QUOTE_IT nil_marks[2]: write false, or "no" in quotes if it is text',
        "columns.yaml:12:11 BAD_VALUE encoding: gb1803 is not an encoding (did you mean gb18030?)",
        "columns.yaml:13:13 BAD_VALUE population: both is not one of registered, resident",
    ]


@pytest.mark.parametrize("written", ["%Y-%m", "%d/%m/%Y", "%Y%m", "%Y年%m月", "%B %Y", "%y-%m"])
def test_period_format_that_holds_year_and_month_is_taken(tmp_path: Path, written: str) -> None:
    assert load(tmp_path, f'version: 1\nperiod: "{written}"').period == written


@pytest.mark.parametrize("written", ["%Y", "%m", "month", "%H:%M", "%Y-%m-%Q"])
def test_period_format_without_year_or_month_is_refused(tmp_path: Path, written: str) -> None:
    assert said(tmp_path, f'version: 1\nperiod: "{written}"')[0].startswith("columns.yaml:2:9 BAD_VALUE period: ")


@pytest.mark.parametrize("written", ["hex", "rot13", "undefined", "nonsense"])
def test_what_is_no_text_encoding_is_refused(tmp_path: Path, written: str) -> None:
    assert said(tmp_path, f"version: 1\nencoding: {written}")[0].startswith("columns.yaml:2:11 BAD_VALUE encoding: ")


def test_without_a_catalogue_counts_are_not_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "columns.yaml"
    path.write_text("version: 1\ncolumns: {a: anything}", encoding="utf-8")
    assert load_columns(path).headers == {"a": "anything"}


def test_rows_that_are_chosen_and_added_up_names_of_figures_and_the_only_area(tmp_path: Path) -> None:
    source = """
version: 1
where: {sex: Total, status: [final, revised]}
sum_over: age
measures: {Number of live births: births, Percentage: ignore}
area: {county: Plum, town: Northhill}
"""
    columns = load(tmp_path, source)

    assert columns.where == {"sex": ("Total",), "status": ("final", "revised")}
    assert columns.sum_over == ("age",)
    assert columns.measures == {"Number of live births": "births", "Percentage": "ignore"}
    assert columns.area == {"county": "Plum", "town": "Northhill"}
    assert load(tmp_path, "version: 1\narea: Mill\nlevels: [town, hamlet]\n").area == {"": "Mill"}
    assert load(tmp_path, "version: 1\nsum_over: [age, sex]\n").sum_over == ("age", "sex")


def test_mistakes_in_them_have_their_places(tmp_path: Path) -> None:
    source = """
version: 1
where: {sex: Total, Sex: Male, age: 5}
measures: {Births: brths}
area: {twon: Northhill}
"""
    assert said(tmp_path, source.replace(", age: 5", "")) == [
        "columns.yaml:3:21 DUPLICATE_KEY where.Sex: this is the same header as sex once case, spaces and units are set "
        "aside",
        "columns.yaml:4:20 UNKNOWN_COUNT measures.Births: brths is not a count, nor ignore (did you mean births?)",
        "columns.yaml:5:8 UNKNOWN_LEVEL area.twon: twon is not one of the levels (did you mean town?)",
    ]
    assert any("must be in quotes" in one for one in said(tmp_path, source))


@pytest.mark.parametrize(
    ("area", "complaint"),
    [
        ("12", '2:7 BAD_VALUE area: 12 must be in quotes, "12", to be text'),
        ("true", '2:7 BAD_VALUE area: true must be in quotes, "true", to be text'),
        ("''", "2:7 BAD_VALUE area: this text is empty"),
        ("[]", "2:7 BAD_VALUE area: one name is wanted here, or a name for each level: {town: Northhill}"),
        ("{}", "2:7 BAD_VALUE area: at least 1 must stand here"),
        ("{town: 5}", '2:14 BAD_VALUE area.town: 5 must be in quotes, "5", to be text'),
        ("{town: ''}", "2:14 BAD_VALUE area.town: this text is empty"),
    ],
)
def test_what_is_wrong_with_the_only_area_is_one_plain_sentence(tmp_path: Path, area: str, complaint: str) -> None:
    assert said(tmp_path, f"version: 1\narea: {area}\n") == [f"columns.yaml:{complaint}"]


def test_names_in_any_language_stand_for_keys(tmp_path: Path) -> None:
    chinese = """
version: 1
columns: {本月出生: 出生人数, 死: 死亡, 备考: 忽略, 单位: 村, 单位号: 村编码, 年月: 月份, 项目列: 指标名称, 数: 数值}
levels: [县, 乡镇, 村]
code_levels: {县: 6, 乡镇: 9}
measures: {本期出生: 活产数, 其他: 忽略}
empty: {婴儿死亡数: zero, 迁入: missing}
area: {乡镇: 北岭镇}
"""
    keys = """
version: 1
columns: {本月出生: births, 死: deaths, 备考: ignore, 单位: village, 单位号: village_code, 年月: month, 项目列: measure,
          数: value}
levels: [county, town, village]
code_levels: {county: 6, town: 9}
measures: {本期出生: live_births, 其他: ignore}
empty: {deaths_infant: zero, migration_in: missing}
area: {town: 北岭镇}
"""
    assert load(tmp_path, chinese) == load(tmp_path, keys)


def test_a_name_that_is_none_has_its_nearest_as_a_hint(tmp_path: Path) -> None:
    source = """
version: 1
columns: {生: 出生人树}
measures: {甲: 死亡人树}
empty: {婴儿死亡: zero, deaths_infant: missing, 结婚对树: zero}
area: {乡真: 北岭镇}
"""
    complaints = said(tmp_path, source)
    told = [
        "(did you mean 出生人数?)",
        "(did you mean 死亡人数?)",
        "are one count",
        "(did you mean 结婚对数?)",
        "(did you mean 乡镇?)",
    ]
    assert [sum(part in one for one in complaints) for part in told] == [1] * len(told)
    assert len(complaints) == len(told)
