from __future__ import annotations

import numpy as np
import pandas as pd

from popcalc.calculation import calculate
from popcalc.question import ask
from popcalc.records import EXACT_DENOMINATOR, EXACT_NUMERATOR
from tests.unit.oracle import Row
from tests.unit.tables import CATALOGUE, INDICATORS, table_of


def recorded(births: int, people: int) -> pd.DataFrame:
    """Return the records of two villages in one month."""
    villages = {"North": "Town", "South": "Town"}
    rows = [
        Row(village, month, month, {"births": births + number, "population": people})
        for month in (24000, 24001)
        for number, village in enumerate(villages)
    ]
    chosen = [one for one in INDICATORS if one.key in ("birth_rate", "births")]
    return calculate(table_of(rows, villages), chosen, CATALOGUE, ask(by="village", first="2000-02"))[0].frame


def test_exact_figures_take_64_bits_where_these_hold_them() -> None:
    frame = recorded(3, 1000)

    assert frame[EXACT_NUMERATOR].dtype == frame[EXACT_DENOMINATOR].dtype == np.int64
    for value, top, bottom in zip(frame["value"], frame[EXACT_NUMERATOR], frame[EXACT_DENOMINATOR], strict=True):
        assert value == int(top) / int(bottom)


def test_larger_exact_figures_stay_exact() -> None:
    frame = recorded(10**17, 10**18)
    rates = frame[frame["indicator"] == "birth_rate"]

    assert frame[EXACT_NUMERATOR].dtype == object
    for value, top, bottom in zip(rates["value"], rates[EXACT_NUMERATOR], rates[EXACT_DENOMINATOR], strict=True):
        assert int(top) > 2**63
        assert value == int(top) / int(bottom)


def test_limits_that_nobody_asked_for_take_no_room() -> None:
    frame = recorded(3, 1000)

    for name in ("lower", "upper", "confidence"):
        assert frame[name].isna().all()
        assert frame[name].to_numpy().strides == (0,)
    assert (frame["method"] == "").all()
