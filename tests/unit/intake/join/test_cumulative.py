"""Figures from the start of the year to date, turned into months."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, notices, read

TO_DATE = Columns(cumulative=True)
HEAD = "village,month,births,population\n"


def test_flows_become_the_differences_within_a_year_and_stocks_stay() -> None:
    table = read(HEAD + "A,2013-01,5,100\nA,2013-02,9,101\nA,2013-03,9,102\nA,2014-01,2,103\n", TO_DATE)

    assert figures(table) == {
        ("A", "2013-01"): {"births": 5, "population": 100},
        ("A", "2013-02"): {"births": 4, "population": 101},
        ("A", "2013-03"): {"births": 0, "population": 102},
        ("A", "2014-01"): {"births": 2, "population": 103},
    }
    assert notices(table) == ["CUMULATIVE", "MONTHS_MISSING"]


def test_a_month_that_is_missing_gives_the_run_of_months_between() -> None:
    table = read("village,month,births\nA,2013-02,5\nA,2013-05,9\nA,2013-06,\n", TO_DATE)

    assert figures(table) == {
        ("A", "2013-01..2013-02"): {"births": 5},
        ("A", "2013-03..2013-05"): {"births": 4},
        ("A", "2013-06"): {"births": None},
    }


def test_counts_that_miss_different_months_have_different_runs() -> None:
    table = read("village,month,births,deaths\nA,2013-01,1,1\nA,2013-02,,3\nA,2013-03,4,7\n", TO_DATE)

    assert {
        key: {count: value for count, value in found.items() if value} for key, found in figures(table).items()
    } == {
        ("A", "2013-01"): {"births": 1, "deaths": 1},
        ("A", "2013-02"): {"deaths": 2},
        ("A", "2013-02..2013-03"): {"births": 3},
        ("A", "2013-03"): {"deaths": 4},
    }


def test_runs_from_the_start_of_the_year_are_the_same_as_their_last_month() -> None:
    rows = "village,month,births\nA,2013-01,1\nA,{},3\nA,2013上半年,9\nA,2013,20\n"

    found = figures(read(rows.format("2013年1-3月"), TO_DATE)).values()
    assert [one["births"] for one in found] == [1, 2, 6, 11]
    assert faults(rows.format("2013-02..2013-03"), TO_DATE) == ["data.csv:3:3 NOT_TO_DATE"]


def test_the_year_begins_where_the_statistical_year_does() -> None:
    files = {"a.csv": "village,month,births\nA,2012-10,1\nA,2012-12,3\nA,2013-01,4\nA,2013-10,2\n"}

    assert figures(read(files, TO_DATE, year_start=10)) == {
        ("A", "2012-10"): {"births": 1},
        ("A", "2012-11..2012-12"): {"births": 2},
        ("A", "2013-01"): {"births": 1},
        ("A", "2013-10"): {"births": 2},
    }


def test_a_figure_that_falls_names_both_places() -> None:
    files = {"05.csv": "village,month,births\nA,2013-05,25\n", "06.csv": "village,month,births\nA,2013-06,20\n"}

    assert faults(files, TO_DATE) == ["06.csv:2:3 FALLING"]
    said = message(files, TO_DATE)
    assert "births of A is 20 up to 2013-06 and 25 up to 2013-05 in " in said
    assert "05.csv:2:3; a figure from the start of the year never falls" in said


def test_two_figures_to_the_same_month_differ_however_their_months_are_written() -> None:
    rows = "village,month,births\nA,2013-06,20\nA,2013-01..2013-06,{}\n"

    assert list(figures(read(rows.format(20), TO_DATE)).values()) == [{"births": 20}]
    assert faults(rows.format(21), TO_DATE) == ["data.csv:3:3 TWO_FIGURES"]


def test_derived_counts_are_derived_before_they_are_turned_into_months() -> None:
    rows = "A,2013-01,3,2\nA,2013-02,,4\nA,2013-03,6,4\nA,2013-04,9,8\n"
    table = read("village,month,births,births_male\n" + rows, TO_DATE, counts=["births_female"])

    girls = {run: found["births_female"] for (_, run), found in figures(table).items() if "births_female" in found}
    assert {run: value for run, value in girls.items() if value is not None} == {"2013-01": 1, "2013-02..2013-03": 1}
    assert girls["2013-04"] is None
    assert "NEGATIVE_DERIVED" in notices(table)


def test_without_the_option_figures_to_date_that_overlap_name_it() -> None:
    rows = "village,month,births\nA,2013-01..2013-05,5\nA,{},6\n"

    for month in ("2013-01..2013-06", "2013-03"):
        assert faults(rows.format(month)) == ["data.csv:3:3 OVERLAP"]
        assert "from the start of the year to date, read them with --cumulative" in message(rows.format(month))
    assert "--cumulative" not in message(rows.format("2013-05..2013-06"))


MONTHS = st.lists(st.integers(1, 36), unique=True, min_size=1, max_size=36).map(sorted)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from("ABC"), st.lists(st.integers(0, 9), min_size=36, max_size=36)), MONTHS, st.randoms()
)
def test_runs_add_up_to_the_months_that_were_cumulated(
    births: dict[str, list[int]], kept: list[int], chance: object
) -> None:
    """Monthly figures are summed to date here, some months left out; each run must hold the sum of its months."""
    rows, expected = [], {}
    for village, monthly in births.items():
        for year in range(3):
            to_date = list(accumulate(monthly[12 * year : 12 * year + 12]))
            told = [month - 12 * year for month in kept if (month - 1) // 12 == year]
            rows += [f"{village},{2013 + year}-{month:02},{to_date[month - 1]}" for month in told]
            for before, month in zip([0, *told], told, strict=False):
                first, last = f"{2013 + year}-{before + 1:02}", f"{2013 + year}-{month:02}"
                label = last if before + 1 == month else f"{first}..{last}" if month - before < 12 else f"{2013 + year}"
                expected[village, label] = {"births": sum(monthly[12 * year + before : 12 * year + month])}
    if not rows:
        return
    chance.shuffle(rows)  # type: ignore[attr-defined]

    assert figures(read("village,month,births\n" + "\n".join(rows) + "\n", TO_DATE)) == expected
