"""Records made in blocks of areas are those made at once, and blocks are cut so that the work grows with the data."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from popcalc.areas import Areas
from popcalc.blocks import MOST_LOOKS, blocks_of
from popcalc.calculation import Calculation, decide
from popcalc.errors import RequestError
from popcalc.language import ENGLISH
from popcalc.output import PERIODS, WIDE, Document, Manner, write
from popcalc.output.documents import of_blocks, of_figures
from popcalc.output.formats import LONG
from popcalc.question import Question, ask
from popcalc.village_months import pieces_of
from tests.unit.aggregation.test_roll_up import random_table
from tests.unit.tables import CATALOGUE, INDICATORS

BLOCKS = (1, 2, 7, None)
"""So many areas in a block; None is as many as memory should hold."""


def question_of(chance: random.Random, names: list[str]) -> Question:
    """Return a question that may be answered in blocks."""
    period = chance.choice(["all", "month", "quarter", "year", "ytd", "rolling"])
    unmatched = chance.choice(["drop", "keep"])
    comparable = unmatched == "drop" and period not in ("ytd", "rolling")
    return ask(
        by=chance.choice(["village", "town", "all"]),
        period=period,
        unmatched=unmatched,
        confidence=chance.choice([None, 0.95]),
        areas=chance.choice([[], [], chance.sample(names, 2)]),
        compare=chance.choice([None, "last-year"]) if comparable else None,
    )


def written(document: Document, format: str) -> str:
    """Return a document as a format writes it."""
    stream = io.StringIO()
    write(document, format, stream, Manner(ENGLISH))
    return stream.getvalue()


def decided(seed: int) -> Calculation:
    """Return a random question over a random table, decided."""
    table, *_ = random_table(seed, 1)
    chance = random.Random(seed)
    try:
        return decide(table, INDICATORS, CATALOGUE, question_of(chance, list(table.areas.names)))
    except RequestError:
        assume(False)
        raise


@settings(max_examples=12)
@given(st.integers(0, 2**32), st.sampled_from(BLOCKS), st.sampled_from(["csv", "tsv", "json", "jsonl"]))
def test_blocks_of_any_size_give_the_same_bytes_and_notices(seed: int, size: int | None, format: str) -> None:
    calculation = decided(seed)
    layouts = [LONG, WIDE, PERIODS] if format in ("csv", "tsv") and not calculation.question.compare else [LONG]
    for layout in layouts:
        results, notices = calculation.at_once()
        blocks = calculation.in_blocks(size)
        assert written(of_blocks(blocks, layout), format) == written(of_figures(results, layout), format)
        assert [str(one.text) for one in blocks.notices] == [str(one.text) for one in notices]


def tree(town_of: list[int], towns: int) -> Areas:
    """Return villages in towns, by the number of the town of each."""
    villages = len(town_of)
    keys = [*(f"v{village:03}" for village in range(villages)), *(f"t{town:03}" for town in range(towns))]
    return Areas(
        levels=("town", "village"),
        keys=keys,
        names=keys,
        level_of=np.array([1] * villages + [0] * towns, dtype=np.int32),
        parent_of=np.array([villages + town for town in town_of] + [-1] * towns, dtype=np.int32),
        villages=villages,
    )


def test_villages_of_towns_in_order_are_looked_at_once() -> None:
    areas = tree([village // 3 for village in range(30)], 10)
    blocks = blocks_of(areas, range(30, 40), 4)
    assert [list(block.areas) for block in blocks] == [[*range(30, 34)], [*range(34, 38)], [38, 39]]
    assert [block.villages for block in blocks] == [range(12), range(12, 24), range(24, 30)]


@given(st.lists(st.integers(0, 19), min_size=1, max_size=60), st.integers(1, 9))
def test_every_area_is_in_one_block_that_holds_its_villages(town_of: list[int], each: int) -> None:
    areas = tree(town_of, 20)
    chosen = [*range(len(town_of), len(town_of) + 20), *range(len(town_of))]
    blocks = blocks_of(areas, chosen, each)
    assert [area for block in blocks for area in block.areas] == chosen
    for block in blocks:
        inside = [village for village, town in enumerate(town_of) if len(town_of) + town in block.areas]
        assert set(inside) <= set(block.villages)
    assert sum(len(block.villages) for block in blocks) <= (MOST_LOOKS + 1) * len(town_of)


@pytest.mark.parametrize(("villages", "months"), [(0, 1), (7, 3), (10, 10_000_000)])
def test_pieces_hold_every_village_once(villages: int, months: int) -> None:
    pieces = pieces_of(range(villages), months)
    assert [village for piece in pieces for village in piece] == [*range(villages)]
    assert pieces
