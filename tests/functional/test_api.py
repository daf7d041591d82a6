"""The Python API gives the records of the command."""

from __future__ import annotations

import csv
import io
import pickle
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
DATES = {"start", "end"}
WHOLE = {"village_months_reported", "village_months_expected"}


def test_same_records_as_the_command(popcalc: Popcalc, sample_data: Path) -> None:
    result = popcalc("compute", sample_data / "monthly", "--by", "county", "--period", "quarter", "--basis", "period")
    read = csv.DictReader(io.StringIO(result.stdout.decode("utf-8"), newline=""))
    of_command = [[typed(name, word) for name, word in record.items()] for record in read]
    of_api = compute(sample_data, by="county", period="quarter", basis="period")
    assert len(of_api) > 100
    assert of_api.astype(object).where(of_api.notna(), None).to_numpy().tolist() == of_command


def typed(name: str, word: str) -> str | float | int | pd.Timestamp | None:
    """Return a cell of the command's CSV as the record's type."""
    if name in DATES:
        return pd.Timestamp(word)
    if name in NUMBERS:
        return float(word) if word else None
    return int(word) if name in WHOLE else word


def compute(sample_data: Path, **asked: object) -> pd.DataFrame:
    counts = popcalc_read(sample_data / "monthly")
    return popcalc_compute(counts, **asked)  # type: ignore[arg-type]


popcalc_read, popcalc_compute = popcalc.read, popcalc.compute
explain, inspect, indicators, list_counts = popcalc.explain, popcalc.inspect, popcalc.indicators, popcalc.counts
"""The fixture `popcalc` is the command, so the module's functions go by other names here."""


def test_records_are_typed(sample_data: Path) -> None:
    frame = compute(sample_data, indicators=["crude_birth_rate", "births"], confidence=0.95)
    assert tuple(frame.columns) == RECORD_FIELDS
    assert {name for name in frame if frame[name].dtype == "float64"} == NUMBERS
    assert {name for name in frame if frame[name].dtype == "int64"} == WHOLE
    assert {name for name in frame if frame[name].dtype.kind == "M"} == DATES
    assert (frame["end"] - frame["start"]).dt.days.unique().tolist() == [364]
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


TARGETS = Path(__file__).parents[2] / "configs" / "targets-township.yaml"


def html(shown: object) -> str:
    """Return what a notebook shows of an answer."""
    return str(shown._repr_html_())  # type: ignore[attr-defined]


def test_results_carry_labels_and_units(sample_data: Path) -> None:
    frame = compute(sample_data, indicators=["crude_birth_rate", "births"], lang="zh")
    assert frame.attrs["labels"] == {"crude_birth_rate": "出生率", "births": "出生人数"}
    assert frame.attrs["units"] == {"crude_birth_rate": "‰ 折年率", "births": "人"}
    town = frame[frame["level"] == "town"]
    assert town.attrs["labels"] == frame.attrs["labels"]
    verdicts = popcalc.check(popcalc_read(sample_data / "monthly", year_start=10), TARGETS)
    assert verdicts.attrs["units"]["sex_ratio_at_birth"] == "per 100"
    assert verdicts.attrs["labels"]["sex_ratio_at_birth"] == "Sex ratio at birth"
    assert verdicts["start"].dtype.kind == "M"


def test_a_notebook_shows_the_table_for_people(sample_data: Path) -> None:
    shown = html(compute(sample_data, indicators=["crude_birth_rate"], period="half"))
    assert '<th scope="col">Crude birth rate<br><small>‰ annual</small></th>' in shown
    assert shown.count("<tr>") == 7
    assert shown.count('<tr class="total">') == 2
    verdicts = popcalc.check(popcalc_read(sample_data / "monthly", year_start=10), TARGETS, lang="zh")
    assert 'class="missed' in html(verdicts)
    assert "未达标" in html(verdicts)
    findings = popcalc.validate(popcalc_read(sample_data / "faulty"), lang="zh")
    assert findings["todo"].str.contains("[一-龥]").all()
    assert findings.attrs["labels"].keys() >= set(findings["code"])
    assert "乡镇" in html(findings)


def test_a_long_table_is_shown_shortened(sample_data: Path) -> None:
    frame = compute(sample_data, indicators="births", by="village", period="month")
    with pd.option_context("display.max_rows", 20):
        shown = html(frame)
    assert "280 more rows are not shown here" in shown
    assert shown.count("<tr") == 21
    assert shown.count('<tr class="total">') == 12
    with pd.option_context("display.max_rows", None):
        assert html(frame).count("<tr") == 301


def test_what_the_caller_changed_is_shown_as_it_is(sample_data: Path) -> None:
    frame = compute(sample_data, indicators="births", by="all")
    assert "popcalc" in html(frame)
    frame["value"] = 77.0
    assert "popcalc" not in html(frame)
    assert "77.0" in html(frame)
    assert type(frame) is pd.DataFrame
    assert "popcalc" not in html(frame[["value"]])


def test_names_are_escaped_in_a_notebook() -> None:
    table = pd.DataFrame({"village": ["<b>Mill</b>"], "month": ["2013-01"], "births": [3]})
    counts = popcalc_read({"<i>file</i>": table})
    assert "&lt;b&gt;Mill" in html(popcalc_compute(counts, by="village"))
    assert "<b>Mill" not in html(popcalc_compute(counts, by="village"))
    assert "&lt;i&gt;file" in html(counts)
    assert "<b>Mill" not in html(popcalc.explain("births", counts, area="<b>Mill</b>"))


def test_a_frame_of_results_can_be_pickled_and_copied(sample_data: Path) -> None:
    frame = compute(sample_data, indicators="births", by="all")
    for other in (pickle.loads(pickle.dumps(frame)), frame.copy()):
        pd.testing.assert_frame_equal(pd.DataFrame(other), pd.DataFrame(frame))
        assert other.attrs == frame.attrs
        assert "520" in html(other)


def test_counts_tell_what_was_read(sample_data: Path) -> None:
    counts = popcalc_read(sample_data / "monthly", indicators=["births"])
    assert repr(counts).startswith("<popcalc.Counts: 24 villages, 2013: ")
    assert "monthly" in html(counts)
    nothing = pd.DataFrame({"village": ["Mill"], "month": ["2013-01"], "births": [None]})
    assert "no figure" in repr(popcalc_read(nothing))


def test_explain_is_that_of_the_command(popcalc: Popcalc, sample_data: Path) -> None:
    counts = popcalc_read(sample_data / "monthly")
    for asked, options in (
        ({"area": "Northhill", "period": "half"}, ["--area", "Northhill", "--period", "half"]),
        ({"basis": "period", "last": "2013-06"}, ["--basis", "period", "--to", "2013-06"]),
        ({"lang": "zh"}, ["--lang", "zh"]),
    ):
        shown = popcalc("explain", "crude_birth_rate", sample_data / "monthly", *options).stdout.decode()
        assert f"{explain('出生率', counts, **asked)}\n" == shown
    assert f"{explain('crude_birth_rate')}\n" == popcalc("explain", "crude_birth_rate").stdout.decode()


def test_explain_holds_a_figure_against_targets(popcalc: Popcalc, sample_data: Path) -> None:
    counts = popcalc_read(sample_data / "monthly", year_start=10)
    shown = popcalc("explain", "births", sample_data / "monthly", "--area", "Northhill", "--targets", TARGETS)
    explained = explain("births", counts, area="Northhill", targets=TARGETS)
    assert f"{explained}\n" == shown.stdout.decode()
    assert html(explained).startswith("<pre>Births")


def test_inspect_is_that_of_the_command(popcalc: Popcalc, sample_data: Path) -> None:
    frame = inspect(sample_data / "monthly")
    assert frame.to_csv(index=False) == popcalc("inspect", sample_data / "monthly", "-f", "csv").stdout.decode()
    assert frame["number"].dtype == "Int64"
    assert frame.attrs["faults"] == []


def test_inspect_says_what_is_wrong_instead_of_raising_it() -> None:
    frame = inspect(pd.DataFrame({"village": ["Mill"], "month": ["2013-01"], "births": [1.5]}), lang="zh")
    assert frame.loc[frame["part"] == "open", ["file", "place", "key"]].to_numpy().tolist() == [
        ["frame", "2:3", "NOT_A_COUNT"]
    ]
    assert frame.attrs["faults"][0].startswith("frame:2:3 NOT_A_COUNT")
    assert "1.5" in html(frame)


@pytest.mark.parametrize("listing", ["indicators", "counts"])
def test_the_catalogue_is_that_of_the_command(popcalc: Popcalc, listing: str) -> None:
    frame = {"indicators": indicators, "counts": list_counts}[listing]("birth", lang="zh")
    assert frame.to_csv(index=False) == popcalc(listing, "birth", "--lang", "zh", "-f", "csv").stdout.decode()
    with pytest.raises(RequestError, match="NOT_FOUND"):
        {"indicators": indicators, "counts": list_counts}[listing]("zebra")


def test_an_unknown_language_is_refused(sample_data: Path) -> None:
    with pytest.raises(RequestError, match="lang is one of en, zh, not fr"):
        explain("births", lang="fr")


def test_a_report_is_shown_in_a_frame_of_its_own(sample_data: Path) -> None:
    page = popcalc.report(popcalc_read(sample_data / "monthly"), sections="month")
    assert page.startswith("<!DOCTYPE html>")
    assert html(page).startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
