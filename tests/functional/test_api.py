"""The Python API gives the records of the command."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import popcalc
from popcalc.errors import InputError, RequestError
from popcalc.records import RECORD_FIELDS

if TYPE_CHECKING:
    from tests.conftest import Popcalc

NUMBERS = {"value", "numerator", "denominator", "lower", "upper", "confidence"}
WHOLE = {"village_months_reported", "village_months_expected"}


def test_same_records_as_the_command(popcalc: Popcalc, sample_data: Path) -> None:
    result = popcalc("compute", sample_data / "monthly", "--by", "county", "--period", "quarter", "--basis", "period")
    read = csv.DictReader(io.StringIO(result.stdout.decode("utf-8"), newline=""))
    of_command = [[typed(name, word) for name, word in record.items()] for record in read]
    of_api = compute(sample_data, by="county", period="quarter", basis="period")
    assert len(of_api) > 100
    assert of_api.astype(object).where(of_api.notna(), None).to_numpy().tolist() == of_command


def typed(name: str, word: str) -> str | float | int | None:
    """Return a cell of the command's CSV as the record's type."""
    if name in NUMBERS:
        return float(word) if word else None
    return int(word) if name in WHOLE else word


def compute(sample_data: Path, **asked: object) -> pd.DataFrame:
    counts = popcalc_read(sample_data / "monthly")
    return popcalc_compute(counts, **asked)  # type: ignore[arg-type]


popcalc_read, popcalc_compute = popcalc.read, popcalc.compute
"""The fixture `popcalc` is the command, so the module's functions go by other names here."""


def test_records_are_typed(sample_data: Path) -> None:
    frame = compute(sample_data, indicators=["crude_birth_rate", "births"], confidence=0.95)
    assert tuple(frame.columns) == RECORD_FIELDS
    assert {name for name in frame if frame[name].dtype == "float64"} == NUMBERS
    assert {name for name in frame if frame[name].dtype == "int64"} == WHOLE
    assert frame["lower"].isna().tolist() == [False, True] * 4


def test_one_indicator_may_be_given_as_a_word(sample_data: Path) -> None:
    frame = compute(sample_data, indicators="births", by="all")
    assert frame[["indicator", "value"]].to_numpy().tolist() == [["births", 520.0]]


def test_columns_can_be_changed_by_the_caller(sample_data: Path) -> None:
    """The frame is the caller's own: what is done to one answer does not reach the next."""
    counts = popcalc_read(sample_data / "monthly", indicators=["births"])
    first = popcalc_compute(counts, by="all")
    first["value"] = 0
    assert popcalc_compute(counts, by="all")["value"].tolist() != [0.0]


def test_names_in_either_language_are_keys(sample_data: Path) -> None:
    by_name = popcalc_compute(
        popcalc_read(sample_data / "monthly", indicators=["出生率"]), "出生率", by="乡镇", period="月"
    )
    by_key = popcalc_compute(popcalc_read(sample_data / "monthly"), "crude_birth_rate", by="town", period="month")
    assert by_name.to_csv() == by_key.to_csv()


def test_errors_are_raised_with_their_places(tmp_path: Path, sample_data: Path) -> None:
    (tmp_path / "village.csv").write_text("month,village,births\n2013-01,Mill,many\n2013-01,Ford,few\n")
    with pytest.raises(InputError, match=r"village\.csv:2:3 NOT_A_COUNT") as wrong:
        popcalc_read(tmp_path / "village.csv")
    assert [(one.code, one.place.row, one.place.column) for one in wrong.value.faults if one.place] == [
        ("NOT_A_COUNT", 2, 3),
        ("NOT_A_COUNT", 3, 3),
    ]
    assert issubclass(InputError, popcalc.PopcalcError)
    counts = popcalc_read(sample_data / "monthly")
    with pytest.raises(RequestError, match="AMBIGUOUS_NAME"):
        popcalc_compute(counts, "Pre-conception checks done")
    with pytest.raises(RequestError, match="did you mean births"):
        popcalc_compute(counts, "birth")
    with pytest.raises(RequestError, match="UNKNOWN_CHOICE"):
        popcalc_compute(counts, period="week")
    with pytest.raises(RequestError, match="UNKNOWN_AREA"):
        popcalc_compute(counts, areas="Nowhere")


def test_notices_of_reading_are_given(sample_data: Path) -> None:
    counts = popcalc_read(sample_data / "monthly_zh", indicators=["births"])
    assert [notice.code for notice in counts.notices] == ["ENCODING"]


def test_sheets_of_a_workbook_are_read_by_name() -> None:
    book = Path(__file__).parents[1] / "fixtures" / "workbooks" / "counts.xlsx"

    towns = popcalc.compute(popcalc.read(book, sheets="报表"), "births", by="all")

    assert towns["value"].tolist() == [15]
