"""What the words of a block mean: areas as positions in pools, months as numbers. Each distinct text is read once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from popcalc.areas.labels import Pool
from popcalc.intake.header_words import TOTAL_WORDS
from popcalc.language import text
from popcalc.periods import FIRST_YEAR, LAST_YEAR, PeriodError, Run, month_ordinal, read_run

if TYPE_CHECKING:
    import numpy.typing as npt

    Texts = npt.NDArray[np.object_]
    Positions = npt.NDArray[np.int32]
    Bools = npt.NDArray[np.bool_]

_SCIENTIFIC_CODE = re.compile(r"\d+\.\d+e\+?\d+|\d+e\+\d+", re.IGNORECASE)
_NOT_OF_A_TOTAL = re.compile(r"[\s:]")


@dataclass
class Lexicon:
    """Leads from a text as files write it to a number; `admit` gives the number of a text that is new.

    Most texts come again in the next block, so they are found in an index, many at once; it is built anew only when
    the texts have grown by a quarter.
    """

    admit: Callable[[str], int]
    numbers: dict[str, int] = field(default_factory=dict)
    index: pd.Index[str] = field(default_factory=lambda: pd.Index([], dtype=object))
    indexed: Positions = field(default_factory=lambda: np.zeros(0, dtype=np.int32))

    def of(self, texts: Texts) -> Positions:
        """Return the number of each text."""
        at = self.index.get_indexer(pd.Index(texts, dtype=object))
        new = at < 0
        if not new.any():
            return self.indexed[at]
        codes, distinct = pd.factorize(texts[new])
        found = np.array([self._number(written) for written in distinct], dtype=np.int32)
        result = np.empty(len(texts), dtype=np.int32)
        result[~new] = self.indexed[at[~new]]
        result[new] = found[codes]
        if len(self.numbers) > len(self.index) * 1.25:
            self.index = pd.Index(list(self.numbers), dtype=object)
            self.indexed = np.array(list(self.numbers.values()), dtype=np.int32)
        return result

    def _number(self, written: str) -> int:
        number = self.numbers.get(written)
        if number is None:
            number = self.numbers[written] = self.admit(written)
        return number


@dataclass
class AreaWords:
    """The words of a level's names or codes; `totals` and `damaged` tell of each position in the pool whether its word
    marks a total, or is a code in scientific form.
    """

    level: str
    pool: Pool
    lexicon: Lexicon = field(init=False)
    totals: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    damaged: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    def __post_init__(self) -> None:
        self.lexicon = Lexicon(self.pool.position)

    def of(self, texts: Texts) -> Positions:
        """Return the position of each text in the pool."""
        positions = self.lexicon.of(texts)
        if new := self.pool.words[len(self.totals) :]:
            self.totals = np.append(self.totals, [is_total(word) for word in new])
            self.damaged = np.append(
                self.damaged, [self.pool.is_code and _SCIENTIFIC_CODE.fullmatch(word) is not None for word in new]
            )
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
        self.totals.append(is_total(written))
        return len(self.runs) - 1

    def months(self) -> tuple[Positions, Positions]:
        """Return the first and the last month of each number; 0 and -1 where it means none."""
        runs = [(run.start, run.end) if isinstance(run, Run) else (0, -1) for run in self.runs]
        start, end = np.array(runs, dtype=np.int32).T
        return start, end


def is_total(name: str) -> bool:
    """Return whether a name marks a row of totals."""
    return _NOT_OF_A_TOTAL.sub("", unicodedata.normalize("NFKC", name)).casefold() in TOTAL_WORDS


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
