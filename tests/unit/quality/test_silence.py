from __future__ import annotations

import math

from tests.unit.quality.conftest import Found, page

BUSY = {f"A/v{number}": [(2, 2, 2000)] * 12 for number in range(20)}
"""240 person-months of 2,000 people with four events each: 0.002 a person-month."""


def test_large_village_without_events_is_told_with_what_would_be_usual(found: Found) -> None:
    silent = [(2, 2, 2000)] * 5 + [(0, 0, 2000)] * 7
    (record,) = found(page("births,deaths,population", {**BUSY, "B/one": silent}), "SILENT")
    assert (record["area"], record["period"], record["found"]) == ("B/one", "2013-06..2013-12", 0.0)
    assert math.isclose(record["expected"], 7 * 2000 * (245 * 4) / (252 * 2000))


def test_silence_that_chance_explains_is_not_told(found: Found) -> None:
    # 510 people, six months: six events would be usual, and none of them happens in 0.2 % of such villages.
    silent = [(1, 1, 510)] * 6 + [(0, 0, 510)] * 6
    assert found(page("births,deaths,population", {**BUSY, "B/one": silent}), "SILENT") == []


def test_small_village_or_five_months_are_not_told(found: Found) -> None:
    text = page(
        "births,deaths,population",
        {**BUSY, "B/one": [(0, 0, 500)] * 12, "B/two": [(9, 9, 9000)] * 7 + [(0, 0, 9000)] * 5},
    )
    assert found(text, "SILENT") == []


def test_missing_months_are_not_silence(found: Found) -> None:
    text = page("births,deaths,population", {**BUSY, "B/one": [(2, 2, 2000)] * 5 + [("", "", 2000)] * 7})
    assert found(text, "SILENT") == []
