"""Months and counts that only some files hold."""

from __future__ import annotations

from popcalc.village_months import VillageMonths
from tests.unit.intake.reading import figures, notices, read


def said(table: VillageMonths) -> list[str]:
    return [str(notice.text) for notice in table.notices]


def test_months_between_the_first_and_the_last_that_no_file_has_are_named() -> None:
    rows = "".join(f"A,2013-{month:02},1\n" for month in (1, 2, 5, 7))

    assert said(read("village,month,births\n" + rows)) == [
        "no file has events for 2013-03..2013-04, 2013-06; they are given for 2013-01..2013-02, 2013-05, 2013-07"
    ]


def test_runs_of_months_cover_all_their_months() -> None:
    assert not said(read("village,month,births\nA,2013Q1,1\nB,2013-04,1\nB,2013H2,1\nA,2013-05..2013-06,1\n"))


def test_a_blank_month_is_missing_only_when_no_village_reports_it() -> None:
    rows = "village,month,births\nA,2013-01,1\nA,2013-02,{}\nA,2013-03,1\nB,2013-02,\n"

    assert notices(read(rows.format(""))) == ["MONTHS_MISSING"]
    assert notices(read(rows.format("0"))) == []


def test_population_is_missed_only_where_it_is_given_otherwise() -> None:
    yearly = "".join(f"A,{year}-12,9\n" for year in (2010, 2011, 2013, 2014))
    monthly = "".join(f"A,2013-{month:02},9\n" for month in (1, 2, 3, 5))
    ends = "A,2012-12,9\nA,2013-12,9\n"
    irregular = "A,2012-12,9\nA,2013-06,9\nA,2013-07,9\n"

    assert said(read("village,month,population\n" + yearly)) == [
        "no file has population (or other figures of a moment) for 2012-12; they are given for 2010-12, 2011-12, "
        "2013-12, 2014-12"
    ]
    assert notices(read("village,month,population\n" + monthly)) == ["MONTHS_MISSING"]
    for rows in (ends, irregular):
        assert not said(read("village,month,population\n" + rows))


def test_a_count_that_appears_later_is_said_once_with_the_files_that_lack_it() -> None:
    old = {f"2013-0{month}.csv": "village,births,deaths\nA,1,2\n" for month in (1, 2)}
    new = {"2013-03.csv": "births_second,deaths,village,births_first,births\n3,2,A,4,7\n"}
    table = read(old | new)

    assert said(table) == [
        "births_first, births_second stand in some files but not in 2 others, such as this one",
    ]
    assert (table.notices[0].place or table).file.endswith("2013-01.csv")  # type: ignore[union-attr]
    assert figures(table)["A", "2013-03"] == {"births": 7, "deaths": 2, "births_first": 4, "births_second": 3}
    assert figures(table)["A", "2013-01"] == {"births": 1, "deaths": 2}


def test_a_renamed_column_and_one_that_others_stand_for_are_not_missed() -> None:
    files = {
        "2013-01.csv": "village,births,deaths\nA,7,2\n",
        "2013-02.csv": "村,死亡人数,出生人口数\nA,2,6\n",
        "2013-03.csv": "village,births_male,births_female,deaths\nA,2,3,1\n",
    }
    table = read(files, counts=["births", "deaths"])

    assert notices(table) == []
    assert [found["births"] for found in figures(table).values()] == [7, 6, 5]


def test_events_and_population_births_and_deaths_may_be_apart() -> None:
    files = {
        "births.csv": "village,month,births,population\nA,2013-01,1,9\n",
        "deaths.csv": "village,month,deaths\nA,2013-01,1\n",
        "opening.csv": "village,month,population\nA,2012-12,9\n",
        "women.csv": "village,month,women_15_49,population_male,population_female\nA,2013-01,1,4,5\n",
    }

    assert notices(read(files)) == []
