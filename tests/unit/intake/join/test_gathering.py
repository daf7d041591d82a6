from __future__ import annotations

import numpy as np

from popcalc.intake.join.gathering import Gathered, Gathering
from popcalc.intake.rows.values import NO_ROWS, Rows
from popcalc.table import ABSENT, FILE, ROW


def rows(numbers: list[int], **counts: list[int]) -> Rows:
    column = np.array(numbers, dtype=np.int32)
    figures = {key: np.array(values) for key, values in counts.items()}
    return Rows({"village": column}, column, column, figures, column)


def gathered(*files: Rows) -> Gathered:
    gathering = Gathering()
    for number, file in enumerate(files):
        gathering.add(number, file)
    return gathering.gathered()


def test_files_fill_up_what_they_lack_and_columns_widen_where_a_figure_does_not_fit() -> None:
    narrow = rows([2, 3], births=[1, 2])
    wide = rows([2], births=[2**40], deaths=[7])

    found = gathered(narrow, NO_ROWS, wide)

    assert found.counts["births"].tolist() == [1, 2, 2**40]
    assert found.counts["deaths"].tolist() == [ABSENT, ABSENT, 7]
    assert found.count("population", 3).tolist() == [ABSENT] * 3
    assert found.months[FILE].tolist() == [0, 0, 2]
    assert found.months[ROW].tolist() == [2, 3, 2]
    assert list(found.words) == ["village"]


def test_what_was_given_is_not_changed_by_what_comes_after() -> None:
    first = rows([2, 3], births=[1, 2])

    gathered(first, rows([4], births=[9]))

    assert first.counts["births"].tolist() == [1, 2]


def test_no_file_at_all_gives_no_rows() -> None:
    assert len(gathered()) == 0
