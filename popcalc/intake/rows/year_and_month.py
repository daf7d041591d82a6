"""Months that two columns say together, the year and its month: `2013` beside `6`, `102` beside `6月`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.headers import folded
from popcalc.intake.text.bytestrings import distinct, texts_of
from popcalc.periods import PeriodError, read_run

if TYPE_CHECKING:
    from popcalc.intake.text.bytestrings import Texts

_YEAR = re.compile(r"(?P<year>\d{4}|\d{2,3})(?:\.0)?年?", re.ASCII)
_MONTH = re.compile(r"(?P<month>\d{1,2})(?:\.0)?(?:月份?)?", re.ASCII)


def year_and_month(year: str, month: str) -> str:
    """Return what the cells of a year and a month say as one text.

    A month that names its own year stays as it is, and so does what is neither, such as the name of a total.
    """
    found = _YEAR.fullmatch(folded(year))
    if found is None:
        return month if month.strip() else year
    if not month.strip():
        # Not the whole year: the month was most likely left out.
        return f"{found['year']}年?月"
    if number := _MONTH.fullmatch(folded(month)):
        return f"{found['year']}年{number['month']}月"
    try:
        read_run(month)
    except PeriodError:
        # Words for a part of a year: 六月, 第一季度, June.
        forms = (f"{found['year']}年{month}", f"{found['year']}{month}", f"{month} {found['year']}")
        return next(filter(_is_period, forms), month)
    return month


def _is_period(written: str) -> bool:
    try:
        read_run(written)
    except PeriodError:
        return False
    return True


def joined(years: Texts, months: Texts) -> Texts:
    """Return columns of years and months as one column of texts; each pair of texts is looked at once."""
    year_of, written_years = distinct(years)
    month_of, written_months = distinct(months)
    pairs, at = np.unique(year_of.astype(np.int64) * len(written_months) + month_of, return_inverse=True)
    written = [
        year_and_month(written_years[pair // len(written_months)], written_months[pair % len(written_months)])
        for pair in pairs.tolist()
    ]
    return texts_of(written)[at]
