"""A frame as a source: the text that a file with the same table would hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from popcalc.errors import RequestError
from popcalc.intake.sources.frames import source_of, sources_of
from popcalc.intake.sources.source import Source


def lines(frame: pd.DataFrame) -> list[str]:
    with source_of(frame).open() as stream:
        return stream.read().decode().splitlines()


def cells(column: object) -> list[str]:
    """Return the cells of a column as they are written beside another."""
    return [line.removesuffix(",x") for line in lines(pd.DataFrame({"births": column, "note": "x"}))[1:]]


@pytest.mark.parametrize(
    ("column", "written"),
    [
        (pd.Series([3.0, 3.5, np.nan, 1e22]), ["3", "3.5", "", "10000000000000000000000"]),
        (pd.Series([1, None, 2**53 + 1], dtype="Int64"), ["1", "", "9007199254740993"]),
        (pd.Series([2**64 - 1, 0], dtype="uint64"), ["18446744073709551615", "0"]),
        (pd.Series([1.5, None], dtype="Float64"), ["1.5", ""]),
        (pd.Series([2**70, None, pd.NA, 7.0, "8"], dtype=object), ["1180591620717411303424", "", "", "7", "8"]),
        (pd.Series([Decimal("3.00"), Decimal("0.1"), Decimal("NaN")]), ["3", "0.1", ""]),
        (pd.Series([True, False]), ["TRUE", "FALSE"]),
        (pd.Series([float("inf"), -0.0]), ["inf", "0"]),
        (pd.Series(["0071", " 1,234 ", None], dtype=object), ["0071", '" 1,234 "', ""]),
        (pd.Series(["a", None, "a"], dtype="category"), ["a", "", "a"]),
        (pd.Series([7, None], dtype="Int64").astype("category"), ["7", ""]),
        (pd.to_datetime(pd.Series(["2013-06-30", None])), ["2013-06-30", ""]),
        (pd.to_datetime(pd.Series(["2013-06-30 12:00"])), ["2013-06-30 12:00:00"]),
        (pd.to_datetime(pd.Series(["2013-06-01"])).dt.tz_localize("Asia/Shanghai"), ["2013-06-01"]),
        (pd.Series([date(2013, 6, 30), pd.NaT], dtype=object), ["2013-06-30", ""]),
        (pd.Series(pd.PeriodIndex(["2013-06", None], freq="M")), ["2013-06", ""]),
        (pd.Series(pd.PeriodIndex(["2013Q2"], freq="Q")), ["2013-04..2013-06"]),
        (pd.Series(pd.PeriodIndex(["2013Q1"], freq="Q-SEP")), ["2012-10..2012-12"]),
        (pd.Series(pd.PeriodIndex(["2013"], freq="Y")), ["2013-01..2013-12"]),
        (pd.Series(pd.PeriodIndex(["2013-06-03"], freq="D")), ["2013-06-03"]),
        (
            pd.Series([np.datetime64("2013-06-30"), np.int64(4), np.float32(2.0)], dtype=object),
            ["2013-06-30", "4", "2"],
        ),
    ],
    ids=lambda one: str(one.dtype) if isinstance(one, pd.Series) else "",
)
def test_cells_are_written_as_a_file_holds_them(column: pd.Series, written: list[str]) -> None:
    assert cells(column) == written


def test_an_index_that_says_something_stands_before_the_columns() -> None:
    frame = pd.DataFrame({"births": [1, 2]})
    assert lines(frame) == ["births", "1", "2"]
    assert lines(frame.set_axis(["Mill", "Ford"])) == [",births", "Mill,1", "Ford,2"]
    assert lines(frame.set_axis(pd.Index([71, 72], name="village_code"))) == ["village_code,births", "71,1", "72,2"]
    assert lines(frame.set_axis(pd.period_range("2013-01", periods=2, freq="M"))) == [
        "month,births",
        "2013-01,1",
        "2013-02,2",
    ]
    levels = pd.MultiIndex.from_tuples([("North", "Mill"), ("North", "Ford")], names=["town", "village"])
    assert lines(frame.set_axis(levels)) == ["town,village,births", "North,Mill,1", "North,Ford,2"]


def test_an_index_that_is_not_read_is_said_unless_pandas_made_it() -> None:
    frame = pd.DataFrame({"births": [1, 2]})
    assert source_of(frame).notices == ()
    assert [one.code for one in source_of(frame.set_axis([71, 72])).notices] == ["INDEX_NOT_READ"]
    assert lines(frame.set_axis([71, 72])) == ["births", "1", "2"]


def test_levels_of_columns_are_rows_of_the_header() -> None:
    columns = pd.MultiIndex.from_tuples([("village", ""), ("births", "male"), ("births", "female")])
    frame = pd.DataFrame([["Mill", 1, 2]], columns=columns)
    assert lines(frame) == ["village,births,births", ",male,female", "Mill,1,2"]


def test_names_of_columns_that_are_times_are_months() -> None:
    months = pd.to_datetime(["2013-01-01", "2013-02-01"])
    assert lines(pd.DataFrame([[1, 2]], columns=months))[0] == "2013-01,2013-02"
    assert lines(pd.DataFrame([[1, 2]], columns=months.to_period("M")))[0] == "2013-01,2013-02"
    assert lines(pd.DataFrame([[1, 2]], columns=months + pd.Timedelta(days=30)))[0] == "2013-01-31,2013-03-03"


def test_what_pandas_calls_a_column_without_a_name_is_no_name() -> None:
    assert lines(pd.DataFrame([[1, 2, 3]], columns=["Unnamed: 0", 2013, None]))[0] == ",2013,"


def test_times_that_are_all_first_moments_stand_for_months() -> None:
    months = pd.DataFrame({"date": pd.to_datetime(["2013-01-01", "2013-02-01"]), "births": [1, 2]})
    assert source_of(months).looks.dates_are_months
    assert source_of(months.set_index("date")).looks.dates_are_months
    days = months.assign(date=pd.to_datetime(["2013-01-01", "2013-01-31"]))
    assert not source_of(days).looks.dates_are_months
    hours = months.assign(date=pd.to_datetime(["2013-01-01 08:00", "2013-02-01 08:00"]))
    assert not source_of(hours).looks.dates_are_months


def test_one_day_of_several_years_is_a_day() -> None:
    days = pd.to_datetime(pd.Series(["2013-01-01", "2014-01-01", None]))
    years = pd.DataFrame({"date": days, "population": [1, 2, 3]})
    assert not source_of(years).looks.dates_are_months
    assert source_of(years[:1]).looks.dates_are_months


def test_a_frame_lies_in_memory_and_opens_again_and_again() -> None:
    source = source_of(pd.DataFrame({"births": [1]}))
    assert [source.open().read(), source.open().read()] == [b"births\n1\n"] * 2
    assert source.size == len(b"births\n1\n")
    assert source.changed() is None


def test_what_is_given_is_one_or_several_of_files_frames_and_names_of_frames() -> None:
    frame = pd.DataFrame({"births": [1]})

    def names(given: object) -> list[str]:
        return [one.name if isinstance(one, Source) else one for one in sources_of(given)]

    assert names("a.csv") == ["a.csv"]
    assert names(Path("a.csv")) == ["a.csv"]
    assert names(frame) == ["frame"]
    assert names([frame, "a.csv", frame]) == ["a.csv", "frame1", "frame2"]
    assert names({"births": frame, 2013: frame}) == ["births", "2013"]
    assert names(["a.csv", {"births": frame}, frame]) == ["a.csv", "births", "frame"]
    assert names(iter(["a.csv", "b.csv"])) == ["a.csv", "b.csv"]


def test_two_frames_of_one_name_are_refused() -> None:
    frame = pd.DataFrame({"births": [1]})
    with pytest.raises(RequestError, match="two frames are called births"):
        sources_of([{"births": frame}, {"births": frame}])
    with pytest.raises(RequestError, match="SAME_NAME"):
        sources_of([{"frame": frame}, frame])


@pytest.mark.parametrize("given", [3, [3], {"births": "a.csv"}, pd.Series([1])])
def test_nothing_else_is_taken(given: object) -> None:
    with pytest.raises(TypeError, match="takes names of files and DataFrames"):
        sources_of(given)
