"""What the words of a block mean: areas as positions in pools, months as numbers. Each distinct text is read once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import Pool
from popcalc.areas.tree import plain_name
from popcalc.intake.header.labels import is_label
from popcalc.intake.header.months import read_period, year_and_month
from popcalc.intake.rows.totals import may_tell_subtotals, total_name
from popcalc.intake.text.bytestrings import Lexicon, distinct, texts_of
from popcalc.periods import Calendar, PeriodError, Run

if TYPE_CHECKING:
    from popcalc.arrays import Bools
    from popcalc.intake.text.bytestrings import Positions, Texts

_SCIENTIFIC_CODE = re.compile(r"\d+\.\d+e\+?\d+|\d+e\+\d+", re.IGNORECASE)


@dataclass
class AreaWords:
    """The words of a level's names or codes.

    `totals`, `damaged`, `upper` and `labels` tell of each position in the pool whether its word marks a total, is a
    code in scientific form, is a code that may be of an area above the others, or is the label of a line below the
    table (填报人).
    """

    level: str
    pool: Pool
    lexicon: Lexicon = field(init=False)
    totals: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    damaged: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    upper: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    labels: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    def __post_init__(self) -> None:
        self.lexicon = Lexicon(self.pool.position)

    def of(self, texts: Texts) -> Positions:
        """Return the position of each text in the pool."""
        positions = self.lexicon.of(texts)
        if new := self.pool.words[len(self.totals) :]:
            is_code = self.pool.is_code
            self.totals = np.append(self.totals, [not word.isdigit() and total_name(word) is not None for word in new])
            self.damaged = np.append(self.damaged, [is_code and _is_damaged(word) for word in new])
            self.upper = np.append(self.upper, [is_code and may_tell_subtotals(word) for word in new])
            self.labels = np.append(self.labels, [not word.isdigit() and is_label(word) for word in new])
        return positions


@dataclass
class PeriodWords:
    """The texts of period columns: by number the run of months that each means, or what is wrong with it."""

    pattern: str | None
    calendar: Calendar
    runs: list[Run | PeriodError] = field(default_factory=list)
    totals: list[bool] = field(default_factory=list)
    lexicon: Lexicon = field(init=False)

    def __post_init__(self) -> None:
        self.lexicon = Lexicon(self._admit)
        self.blank = self._admit("")

    def of(self, texts: Texts) -> Positions:
        """Return the number of each text; `blank` is that of a cell that says nothing."""
        return self.lexicon.of(texts)

    def _admit(self, written: str) -> int:
        if self.runs and not written.strip():
            return self.blank
        try:
            self.runs.append(read_period(written, self.pattern, self.calendar))
        except PeriodError as error:
            self.runs.append(error)
        self.totals.append(total_name(plain_name(written)) is not None)
        return len(self.runs) - 1

    def months(self) -> tuple[Positions, Positions]:
        """Return the first and the last month of each number; 0 and -1 where it means none."""
        runs = [(run.start, run.end) if isinstance(run, Run) else (0, -1) for run in self.runs]
        start, end = np.array(runs, dtype=np.int32).T
        return start, end


def _is_damaged(code: str) -> bool:
    return not code.isdigit() and _SCIENTIFIC_CODE.fullmatch(code) is not None


def years_and_months(years: Texts, months: Texts) -> Texts:
    """Return columns of years and months as one column of texts; each pair of texts is looked at once."""
    year_of, written_years = distinct(years)
    month_of, written_months = distinct(months)
    pairs, at = np.unique(year_of.astype(np.int64) * len(written_months) + month_of, return_inverse=True)
    written = [
        year_and_month(written_years[pair // len(written_months)], written_months[pair % len(written_months)])
        for pair in pairs.tolist()
    ]
    return texts_of(written)[at]
