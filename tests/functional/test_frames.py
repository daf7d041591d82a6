"""DataFrames read as files are: the same figures, the same faults with their places."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import popcalc
from popcalc.errors import InputError

MONTHS = ("2013-01", "2013-02", "2013-03")


def table(**columns: object) -> pd.DataFrame:
    """Return a table of two villages and three months, with some columns of it changed."""
    months = [month for month in MONTHS for _ in range(2)]
    frame = pd.DataFrame({"town": "North", "village": ["Mill", "Ford"] * 3, "month": months})
    return frame.assign(births=range(1, 7), population=[3000, 2000] * 3).assign(**columns)  # type: ignore[arg-type]


def figures(counts: popcalc.Counts) -> pd.DataFrame:
    return popcalc.compute(counts, by="village", period="month")


def test_frames_give_what_their_files_give(sample_data: Path) -> None:
    files = sorted((sample_data / "monthly").glob("*.csv"))
    read = {file.stem: pd.read_csv(file) for file in files}
    of_files = popcalc.compute(popcalc.read(files), by="village", period="month")
    pd.testing.assert_frame_equal(popcalc.compute(popcalc.read(read), by="village", period="month"), of_files)
    mixed = popcalc.read([*files[2:], *(read[file.stem] for file in files[:2])])
    pd.testing.assert_frame_equal(popcalc.compute(mixed, by="village", period="month"), of_files)


CELLS = st.one_of(st.integers(0, 40), st.integers(2**31, 10**10), st.none())


@settings(max_examples=25, deadline=None)
@given(births=st.lists(CELLS, min_size=6, max_size=6), deaths=st.lists(CELLS, min_size=6, max_size=6), dtype=st.data())
def test_a_frame_and_its_csv_give_equal_results(
    tmp_path_factory: pytest.TempPathFactory, births: list[int | None], deaths: list[int | None], dtype: st.DataObject
) -> None:
    chosen = dtype.draw(st.sampled_from(["Int64", "float64", "object", "string"]))
    frame = table(births=births, deaths=deaths).astype({"births": "Int64", "deaths": "Int64"})
    file = tmp_path_factory.mktemp("csv") / "frame.csv"
    frame.to_csv(file, index=False)
    frame = frame.astype({"births": "float64" if chosen == "float64" else "Int64"}).astype({"births": chosen})

    def answer(given: Path | pd.DataFrame) -> object:
        try:
            counts = popcalc.read(given)
        except InputError as error:
            return [(one.code, one.place and (one.place.row, one.place.column)) for one in error.faults]
        return figures(counts).to_csv()

    assert answer(frame) == answer(file)


def test_whole_numbers_are_exact() -> None:
    """No float holds the number that is refused, as it is larger than any count may be."""
    with pytest.raises(InputError, match=r"^frame:2:5 COUNT_TOO_LARGE population is “9007199254740993”"):
        popcalc.read(table(population=pd.Series([2**53 + 1, 2000] * 3, dtype="Int64")))
    counts = popcalc.read(table(population=[9_999_999_999.0, 2000.0] * 3))
    assert counts.table.rows["population"].max() == 9_999_999_999


def test_a_fraction_is_an_error_at_its_cell_as_in_a_file() -> None:
    with pytest.raises(InputError, match=r"^frame:4:4 NOT_A_COUNT births is “3.5”"):
        popcalc.read(table(births=[1.0, 2.0, 3.5, np.nan, 5.0, 6.0]))
    with pytest.raises(InputError, match=r"^moon:4:4 NOT_A_COUNT"):
        popcalc.read({"moon": table(births=[1.0, 2.0, 3.5, np.nan, 5.0, 6.0])})


@pytest.mark.parametrize(
    "frame",
    [
        table().set_index(["town", "village"]),
        table(month=lambda one: pd.to_datetime(one["month"])),
        table(month=lambda one: pd.PeriodIndex(one["month"], freq="M")),
        table(month=lambda one: one["month"].astype("category")),
        table(births=lambda one: one["births"].astype(float), population=lambda one: one["population"].astype(str)),
        table().set_index("month").set_axis(pd.PeriodIndex(table()["month"], freq="M")),
    ],
    ids=["index of areas", "first days", "periods", "categories", "floats and text", "periods as a nameless index"],
)
def test_every_form_of_a_frame_is_the_same_table(frame: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(figures(popcalc.read(frame)), figures(popcalc.read(table())))


def test_a_pivot_with_a_column_for_each_month_is_read() -> None:
    flows = table().pivot(index=["town", "village"], columns="month", values="births")
    plain = table().drop(columns="population")
    pd.testing.assert_frame_equal(figures(popcalc.read({"births": flows})), figures(popcalc.read(plain)))
    both = table(month=lambda one: pd.to_datetime(one["month"])).pivot(
        index=["town", "village"], columns="month", values=["births", "population"]
    )
    pd.testing.assert_frame_equal(figures(popcalc.read(both)), figures(popcalc.read(table())))


def test_a_frame_is_left_as_it_was() -> None:
    frame = table().set_index("village")
    before = frame.copy()
    popcalc.read(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_personal_columns_stop_the_run() -> None:
    with pytest.raises(InputError, match="PERSONAL_DATA"):
        popcalc.read(table(身份证号="32080319900101123X"))


def test_the_next_step_is_one_of_python(sample_data: Path) -> None:
    frame = table(births_male=9, births_female=9)
    (notice,) = [one for one in figures(popcalc.read(frame)).attrs["notices"] if "lists them" in one]
    assert "`popcalc.validate(counts)` lists them" in notice
    file = io.StringIO(frame.to_csv(index=False))
    assert len(popcalc.validate(popcalc.read(pd.read_csv(file)))) >= 6
