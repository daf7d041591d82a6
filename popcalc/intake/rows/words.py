"""What the words of a block mean: areas as positions in pools, months as numbers. Each distinct text is read once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from popcalc.areas.labels import Pool
from popcalc.areas.tree import name_key, plain_code, plain_name
from popcalc.intake.header.labels import is_label
from popcalc.intake.header.months import MonthForm, day_of, read_period, year_and_month
from popcalc.intake.rows.names_of_time import TimeName, may_be_times, periods_in_figures, time_of
from popcalc.intake.rows.other_words import is_comparison, is_ditto, is_footnote, is_remark, may_be_no_areas, other_time
from popcalc.intake.rows.totals import may_tell_subtotals, total_name
from popcalc.intake.text.bytestrings import Lexicon, distinct, texts_of
from popcalc.periods import Calendar, PeriodError, Run

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts, Bools
    from popcalc.intake.text.bytestrings import Positions, Texts

_SCIENTIFIC_CODE = re.compile(r"\d+\.\d+e\+?\d+|\d+e\+\d+", re.IGNORECASE)


def _no_marks() -> Bools:
    return np.zeros(0, dtype=np.bool_)


def _no_times() -> AnyInts:
    return np.zeros(0, dtype=np.int8)


@dataclass
class AreaWords:
    """The words of a level's names or codes.

    Each field of marks tells of every position in the pool what its word is: the name of a total, one that the columns
    file calls a total (`said`) or calls none (`kept`), a code in scientific form, a code that may be of an area above
    the others, the name of a row that compares, what begins a line below the table (填报人), a mark that repeats what
    stands above it, a name all of whose words speak of time (`asked`). `times` say at which other time a row is of the
    whole, 0 for none.
    """

    level: str
    pool: Pool
    are_totals: frozenset[str] = frozenset()
    are_none: frozenset[str] = frozenset()
    lexicon: Lexicon = field(init=False)
    totals: Bools = field(default_factory=_no_marks)
    said: Bools = field(default_factory=_no_marks)
    kept: Bools = field(default_factory=_no_marks)
    damaged: Bools = field(default_factory=_no_marks)
    upper: Bools = field(default_factory=_no_marks)
    compares: Bools = field(default_factory=_no_marks)
    times: AnyInts = field(default_factory=_no_times)
    labels: Bools = field(default_factory=_no_marks)
    ditto: Bools = field(default_factory=_no_marks)
    asked: Bools = field(default_factory=_no_marks)

    def __post_init__(self) -> None:
        self.lexicon = Lexicon(self.pool.positions_of)

    def of(self, texts: Texts) -> Positions:
        """Return the position of each text in the pool."""
        positions = self.lexicon.of(texts)
        if new := self.pool.words[len(self.totals) :]:
            self._look_at(new)
        return positions

    def _look_at(self, new: Sequence[str]) -> None:
        is_code = self.pool.is_code
        told = self.are_totals | self.are_none
        keys = [_key(word, is_code=is_code) for word in new] if told else []
        said = np.array([key in self.are_totals for key in keys] or np.zeros(len(new), dtype=np.bool_))
        kept = np.array([key in self.are_none for key in keys] or np.zeros(len(new), dtype=np.bool_))
        named, compares, labels, dittos = (np.zeros(len(new), dtype=np.bool_) for _ in range(4))
        times = np.zeros(len(new), dtype=np.int8)
        for spot in may_be_no_areas(new):
            word = new[spot]
            named[spot] = total_name(word) is not None
            compares[spot] = is_comparison(word)
            times[spot] = other_time(word) or 0
            labels[spot] = is_remark(word) or is_label(word) or is_footnote(word)
            dittos[spot] = is_ditto(word)
        asked = np.zeros(len(new), dtype=np.bool_)
        if not is_code:
            compares_with_time, asked = self._times_among(new)
            compares |= compares_with_time & (times == 0)
        self.totals = np.append(self.totals, said | (named & ~kept))
        self.said, self.kept = np.append(self.said, said), np.append(self.kept, kept)
        damaged, upper = _of_codes(new) if is_code else (np.zeros(len(new), dtype=np.bool_),) * 2
        self.damaged, self.upper = np.append(self.damaged, damaged), np.append(self.upper, upper)
        self.compares = np.append(self.compares, compares)
        self.times = np.append(self.times, np.where(kept | said, np.int8(0), times))
        self.labels = np.append(self.labels, labels)
        self.ditto = np.append(self.ditto, dittos)
        self.asked = np.append(self.asked, asked & ~said & ~kept)

    def _times_among(self, new: Sequence[str]) -> tuple[Bools, Bools]:
        """Return which names say a period or compare with one, and which others speak of time alone."""
        certain, asked = np.zeros(len(new), dtype=np.bool_), np.zeros(len(new), dtype=np.bool_)
        for spot in may_be_times(new):
            time = time_of(new[spot])
            certain[spot], asked[spot] = time is TimeName.CERTAIN, time is TimeName.ASKED
        if periods_in_figures(new):
            in_figures = periods_in_figures(self.pool.words)
            asked |= np.array([word in in_figures for word in new])
        return certain, asked


@dataclass
class PeriodWords:
    """The texts of period columns: by number the run of months that each means, or what is wrong with it.

    `days` is the day of the month where the text is a date, else 0.
    """

    form: MonthForm
    calendar: Calendar
    runs: list[Run | PeriodError] = field(default_factory=list)
    totals: list[bool] = field(default_factory=list)
    compares: list[bool] = field(default_factory=list)
    ditto: list[bool] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    has_days: bool = False
    lexicon: Lexicon = field(init=False)

    def __post_init__(self) -> None:
        self.lexicon = Lexicon(lambda texts: [self._admit(written) for written in texts])
        self.blank = self._admit("")

    def of(self, texts: Texts) -> Positions:
        """Return the number of each text; `blank` is that of a cell that says nothing."""
        return self.lexicon.of(texts)

    def _admit(self, written: str) -> int:
        if self.runs and not written.strip():
            return self.blank
        try:
            self.runs.append(read_period(written, self.form, self.calendar))
        except PeriodError as error:
            # Without its traceback, which would keep the block that is being read.
            self.runs.append(PeriodError(error.text))
        name = plain_name(written)
        self.totals.append(total_name(name) is not None)
        self.compares.append(is_comparison(name))
        self.ditto.append(is_ditto(name))
        self.days.append(day_of(written, self.form))
        self.has_days = self.has_days or self.days[-1] > 0
        return len(self.runs) - 1

    def months(self) -> tuple[Positions, Positions]:
        """Return the first and the last month of each number; 0 and -1 where it means none."""
        runs = [(run.start, run.end) if isinstance(run, Run) else (0, -1) for run in self.runs]
        start, end = np.array(runs, dtype=np.int32).T
        return start, end


def _key(word: str, *, is_code: bool) -> str:
    """Return a word in the form in which names or codes are compared."""
    return plain_code(word) if is_code else name_key(word)


def keys_of(words: Sequence[str], *, is_code: bool) -> frozenset[str]:
    """Return words of the columns file in the form in which those of a role are compared."""
    return frozenset(_key(word, is_code=is_code) for word in words)


def _of_codes(codes: Sequence[str]) -> tuple[Bools, Bools]:
    """Return which codes a spreadsheet wrote in scientific form, and which may be of an area above others."""
    damaged = np.zeros(len(codes), dtype=np.bool_)
    if not "".join(codes).isdigit():
        damaged[:] = [_SCIENTIFIC_CODE.fullmatch(code) is not None for code in codes]
    return damaged, np.array(may_tell_subtotals(codes), dtype=np.bool_)


def years_and_months(years: Texts, months: Texts, form: MonthForm) -> Texts:
    """Return columns of years and months as one column of texts; each pair of texts is looked at once."""
    year_of, distinct_years = distinct(years)
    written_years = [form.year_cell(written) for written in distinct_years]
    month_of, written_months = distinct(months)
    pairs, at = np.unique(year_of.astype(np.int64) * len(written_months) + month_of, return_inverse=True)
    written = [
        year_and_month(
            written_years[pair // len(written_months)], written_months[pair % len(written_months)], form.part
        )
        for pair in pairs.tolist()
    ]
    return texts_of(written)[at]
