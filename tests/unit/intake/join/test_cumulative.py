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


AVERAGES = "village,month,births,population_average\n"


def test_averages_of_runs_from_the_start_of_the_year_become_those_of_the_months() -> None:
    rows = "A,2013-01,1,1000\nA,2013-01..2013-02,3,1005\nA,2013-01..2013-04,9,1015\nA,2014-01,2,1020\n"
    # 59 x 1,005 - 31 x 1,000 = 28,295 person-days in 28 days; 120 x 1,015 - 31,000 - 28 x 1,011 in 61 days.
    assert figures(read(AVERAGES + rows, TO_DATE)) == {
        ("A", "2013-01"): {"births": 1, "population_average": 1000},
        ("A", "2013-02"): {"births": 2, "population_average": 1011},
        ("A", "2013-03..2013-04"): {"births": 6, "population_average": 1024},
        ("A", "2014-01"): {"births": 2, "population_average": 1020},
    }


# Of a few people, what rounding leaves of a month's average may be less than nobody.
@given(st.lists(st.integers(100, 3000), min_size=2, max_size=12))
@settings(max_examples=30, deadline=None)
def test_averages_of_the_months_have_the_average_to_date_again(monthly: list[int]) -> None:
    days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    passed = list(accumulate(days))
    people = list(accumulate(one * length for one, length in zip(monthly, days, strict=False)))
    to_date = [(2 * one + length) // (2 * length) for one, length in zip(people, passed, strict=False)]
    rows = "".join(f"A,2013-01..2013-{month:02},1,{one}\n" for month, one in enumerate(to_date, start=1))
    found = figures(read(AVERAGES + rows, TO_DATE)).values()
    again = accumulate((one["population_average"] or 0) * length for one, length in zip(found, days, strict=False))
    for one, length, average in zip(again, passed, to_date, strict=False):
        assert abs(one - average * length) <= 31


def test_averages_of_single_months_stay_and_the_notice_says_so() -> None:
    table = read(AVERAGES + "A,2013-01,1,1000\nA,2013-02,3,1005\n", TO_DATE)
    assert [one["population_average"] for one in figures(table).values()] == [1000, 1005]
    (said,) = (str(one.text) for one in table.notices if one.code == "CUMULATIVE")
    assert "with January" in said
    assert "population_average is taken for that of each month: where it is to date, too" in said
    assert "2013-01..2013-02" in said


def test_averages_of_runs_that_overlap_otherwise_are_an_error() -> None:
    rows = "A,2013-01..2013-02,3,1000\nA,2013-02,,1005\n"
    assert faults(AVERAGES + rows, TO_DATE) == ["data.csv:3:4 OVERLAP"]


def monthly_to_date(first: int, months: int, begins: int, villages: int = 4) -> str:
    """Rows of villages with 3 births a month, from a month of 2012 on, to date from the month in which years begin."""
    rows = ""
    for village in range(villages):
        passed = 0
        for month in range(first, first + months):
            passed = 1 if month % 12 == begins - 1 or month == first else passed + 1
            rows += f"v{village},{2012 + month // 12}-{month % 12 + 1:02},{3 * passed}\n"
    return f"village,month,births\n{rows}"


def test_a_year_that_begins_elsewhere_is_told_where_figures_begin_anew() -> None:
    rows = monthly_to_date(0, 20, begins=10)
    assert faults(rows, TO_DATE) == ["data.csv:11:3 YEAR_BEGINS_ELSEWHERE"]
    said = message(rows, TO_DATE)
    assert "begins anew with October, in 4 of 4 figures, and the year with January" in said
    assert "--year-start 10" in said
    assert set(notices(read({"a.csv": rows}, TO_DATE, year_start=10))) == {"CUMULATIVE"}


def test_a_year_that_begins_elsewhere_is_told_where_figures_go_on_into_it() -> None:
    rows = monthly_to_date(9, 12, begins=10)
    assert faults(rows, TO_DATE) == ["data.csv:5:3 YEAR_BEGINS_ELSEWHERE"]
    assert "births of v0 is 9 up to 2012-12 and 12 up to 2013-01, where the year begins" in message(rows, TO_DATE)


def test_few_events_that_go_on_may_be_chance() -> None:
    rows = "village,month,births\nA,2012-10,0\nA,2012-11,1\nA,2012-12,1\nA,2013-01,1\nA,2013-02,2\n"
    assert set(notices(read(rows, TO_DATE))) == {"CUMULATIVE"}


def test_a_slip_within_a_year_is_still_one() -> None:
    rows = monthly_to_date(0, 24, begins=1).replace("v0,2012-10,30", "v0,2012-10,20")
    assert faults(rows, TO_DATE) == ["data.csv:11:3 FALLING"]
