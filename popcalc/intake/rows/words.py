"""What the words of a block mean: areas as positions in pools, months as numbers. Each distinct text is read once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import Pool
from popcalc.areas.tree import plain_name
from popcalc.intake.rows.footers import is_label
from popcalc.intake.rows.totals import may_tell_subtotals, total_name
from popcalc.intake.text.bytestrings import Lexicon
from popcalc.language import text
from popcalc.periods import FIRST_YEAR, LAST_YEAR, PeriodError, Run, month_ordinal, read_run

if TYPE_CHECKING:
    from popcalc.intake.text.bytestrings import Bools, Positions, Texts

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
    year_start: int
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
            self.runs.append(read_period(written, self.pattern, self.year_start))
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


def read_period(written: str, pattern: str | None, year_start: int) -> Run:
    """Return the months that a period cell means; `pattern` is the strptime form that a columns file gives."""
    if not pattern:
        return read_run(written, year_start)
    try:
        day = datetime.strptime(written.strip(), pattern)
    except ValueError:
        raise PeriodError(
            text("{cell} does not have the form {form} that the columns file gives", cell=written, form=pattern)
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PeriodError(
            text("{cell} is not in the years {first} to {last}", cell=written, first=FIRST_YEAR, last=LAST_YEAR)
        )
    month = month_ordinal(day.year, day.month)
    return Run(month, month)
