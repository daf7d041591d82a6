"""Sums over two columns of random tables, with any margins, held against a plain reckoning."""

from __future__ import annotations

from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import figures, read

SEXES, AGES = ("Male", "Female"), ("0-4", "5-14", "15+")
VILLAGES = ("A", "B", "C")
CELLS = list(product(SEXES, AGES))
MARGINS = [*product(["Total"], [*AGES, "All ages"]), *product(SEXES, ["All ages"])]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 30), min_size=18, max_size=18),
    st.sets(st.sampled_from(MARGINS)),
    st.randoms(use_true_random=False),
)
def test_margins_and_the_order_of_rows_change_no_sum(
    born: list[int], margins: set[tuple[str, str]], random: Random
) -> None:
    of = dict(zip(product(VILLAGES, CELLS), born, strict=True))
    rows = [f"2013-06,{village},{sex},{age},{of[village, (sex, age)]}\n" for village, (sex, age) in of]
    for village, (sex, age) in product(VILLAGES, sorted(margins)):
        inside = [n for (v, (s, a)), n in of.items() if v == village and sex in (s, "Total") and age in (a, "All ages")]
        rows.append(f"2013-06,{village},{sex},{age},{sum(inside)}\n")
    random.shuffle(rows)
    table = read("month,village,sex,age,deaths\n" + "".join(rows), Columns(sum_over=("sex", "age")), block_bytes=96)

    assert figures(table) == {
        (village, "2013-06"): {"deaths": sum(of[village, cell] for cell in CELLS)} for village in VILLAGES
    }
