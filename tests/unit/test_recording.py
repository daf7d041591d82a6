from __future__ import annotations

import numpy as np
import pytest

from popcalc import records as names
from popcalc.calculation import calculate
from popcalc.output.notes import ORDER, REASONS
from popcalc.question import ask
from popcalc.record_columns import RecordColumns, Words
from popcalc.records import EXACT_DENOMINATOR, EXACT_NUMERATOR
from tests.unit.oracle import Row
from tests.unit.tables import CATALOGUE, INDICATORS, table_of


def recorded(births: int, people: int) -> RecordColumns:
    """Return the records of two villages in one month."""
    villages = {"North": "Town", "South": "Town"}
    rows = [
        Row(village, month, month, {"births": births + number, "population": people})
        for month in (24000, 24001)
        for number, village in enumerate(villages)
    ]
    chosen = [one for one in INDICATORS if one.key in ("birth_rate", "births")]
    return calculate(table_of(rows, villages), chosen, CATALOGUE, ask(by="village", first="2000-02"))[0].columns


def test_exact_figures_take_64_bits_where_these_hold_them() -> None:
    records = recorded(3, 1000)

    assert records[EXACT_NUMERATOR].dtype == records[EXACT_DENOMINATOR].dtype == np.int64
    for value, top, bottom in zip(records["value"], records[EXACT_NUMERATOR], records[EXACT_DENOMINATOR], strict=True):
        assert value == int(top) / int(bottom)


def test_larger_exact_figures_stay_exact() -> None:
    records = recorded(10**17, 10**18)
    rates = records.at(records.words("indicator").are("birth_rate"))

    assert records[EXACT_NUMERATOR].dtype == object
    for value, top, bottom in zip(rates["value"], rates[EXACT_NUMERATOR], rates[EXACT_DENOMINATOR], strict=True):
        assert int(top) > 2**63
        assert value == int(top) / int(bottom)


def test_limits_that_nobody_asked_for_take_no_room() -> None:
    records = recorded(3, 1000)

    for name in ("lower", "upper", "confidence"):
        assert np.isnan(records[name]).all()
        assert records[name].strides == (0,)
    assert set(records.texts("method")) == {""}


def test_words_take_as_few_bytes_as_their_number_allows() -> None:
    many = Words.of([f"village {number}" for number in range(200)])

    assert Words.of(["Town", "Town"]).number.dtype == np.int8
    assert many.number.dtype == np.int16
    assert many.texts()[199] == "village 199"


def test_a_flag_that_records_have_no_word_for_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """It once was left out of them in silence."""
    monkeypatch.setattr("popcalc.recording.FLAGS", tuple(flag for flag in names.FLAGS if flag != "few_events"))
    with pytest.raises(AssertionError, match="a flag that FLAGS lacks"):
        recorded(3, 1000)


def test_every_flag_has_its_sentence() -> None:
    assert sorted(ORDER) == sorted(REASONS)
