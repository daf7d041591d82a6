from __future__ import annotations

import numpy as np
import pytest

from popcalc.intake.join.gathering import gather
from popcalc.intake.rows.values import NO_ROWS, Rows, one_below_the_other
from popcalc.table import ABSENT, FILE, ROW


def rows(numbers: list[int], **counts: list[int]) -> Rows:
    column = np.array(numbers, dtype=np.int32)
    figures = {key: np.array(values) for key, values in counts.items()}
    return Rows({"village": column}, column, column, figures, column)


def test_files_fill_up_what_they_lack_and_columns_widen_where_a_figure_does_not_fit() -> None:
    narrow = rows([2, 3], births=[1, 2])
    wide = rows([2], births=[2**40], deaths=[7])

    gathered = gather([narrow, NO_ROWS, wide], ["village", "town"], ["births", "deaths", "population"])

    assert gathered.counts["births"].tolist() == [1, 2, 2**40]
    assert gathered.counts["deaths"].tolist() == [ABSENT, ABSENT, 7]
    assert gathered.count("population", 3).tolist() == [ABSENT] * 3
    assert gathered.months[FILE].tolist() == [0, 0, 2]
    assert gathered.months[ROW].tolist() == [2, 3, 2]
    assert list(gathered.words) == ["village"]


def test_no_file_at_all_gives_no_rows() -> None:
    assert len(gather([], ["village"], ["births"])) == 0


@pytest.mark.parametrize("parts", [[], [NO_ROWS], [rows([2], births=[1])], [rows([2], births=[1]), NO_ROWS]])
def test_blocks_become_one_and_are_used_up(parts: list[Rows]) -> None:
    number = sum(map(len, parts))

    joined = one_below_the_other(parts)

    assert (len(joined), parts) == (number, [])
