"""When the rows of a file were sent, where a column of it says so (`date sent`, `上报日期`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from popcalc.intake.header.layout import Column, Layout
from popcalc.intake.rows.file_blocks import FileBlocks
from popcalc.periods import PeriodError, first_day, read_day, read_months
from popcalc.village_months import Sent

NO_DAY = 0


def sent_of(found: FileBlocks, layout: Layout) -> tuple[Sent | None, Sequence[Column]]:
    """Return the days that the first column of dates of sending gives; None where no column has nothing but dates.

    With it come the columns whose headers speak of sending and that are not read.
    """
    columns = [one for one in layout.columns if one.may_be_of_sending]
    if not columns:
        return None, columns
    split = found.split(layout)
    for column in columns:
        days = np.array([_day_of(written) for written in split.values[column.index].written], dtype=np.int32)
        given = split.watched[column.index]
        # The first text is the blank one.
        if (days[1:] > NO_DAY).all() and (given > 0).any():
            rows, first = np.unique(found.data.row[given > 0], return_index=True)
            return Sent(rows, days[given[given > 0]][first]), [one for one in columns if one is not column]
    return None, columns


def _day_of(written: str) -> int:
    """Return a date as days since the year 1, `NO_DAY` for what is none."""
    day = read_day(written)
    if not day:
        return NO_DAY
    try:
        run = read_months(written)
        return date(*first_day(run.start).timetuple()[:2], day).toordinal() if run.months == 1 else NO_DAY
    except (PeriodError, ValueError):
        return NO_DAY
