"""What a columns file says: how the columns of one source are to be read."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from popcalc.definitions.headers import normal_header

LEVELS = ("province", "prefecture", "county", "town", "village")
PERIOD = "period"
IGNORE = "ignore"
DIMENSION = "dimension"
SYNONYMS = {"month": PERIOD, "description": IGNORE}
"""Other words for what a header may mean, by those that stand for them."""
MEANINGS = (PERIOD, "year", "quarter", "half", "measure", "value", DIMENSION, IGNORE, *SYNONYMS)
"""What a header may mean that is no count and no area: `measure` and `value` are the columns of a long table,
`dimension` is one that narrows or splits its rows."""
EVERY_COUNT = "all"
EMPTY_MEANS = ("missing", "zero")
"""What an empty cell of a flow may be said to mean."""


class Columns(Struct, frozen=True):
    """How the columns of a source are read; without a file, the defaults.

    `headers` maps headers as written to a count's key, a level, `<level>_code` or one of `MEANINGS`; `code_levels`
    maps levels to the number of digits at the front of the area code, from the top down; `cumulative` says that flows
    are figures from the start of the year to date; `thousands` and `decimal` are the signs within figures, None where
    the file does not say; `empty` says of counts, or of `all`, whether an empty cell beside another flow is `missing`
    or `zero`; `stock_at` where in the months of its row a stock stands (`start`, `middle`, `end`); `totals` and
    `not_totals` are names or codes of areas. `where` leads from headers to the values whose rows are kept, `sum_over`
    are headers of columns whose rows are added up; `measures` maps names of figures in a long table to counts, or to
    `ignore`; `area` names, by level, the only area of files without a column of areas, under `""` where its level is
    not said. `across` is what headers name beside counts (`period`, `area`, `dimension`); `header_row` are the rows of
    the header, as the file counts rows; `year_start` is the month in which the years of the files begin; `months` are
    those of files without a column of months.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[str, ...] = LEVELS
    code_levels: Mapping[str, int] = field(default_factory=dict)
    period: str | None = None
    nil: str = "missing"
    nil_marks: tuple[str, ...] = ()
    thousands: str | None = None
    decimal: str | None = None
    absent: str = "missing"
    empty: Mapping[str, str] = field(default_factory=dict)
    stock_at: str | None = None
    encoding: str | None = None
    population: str | None = None
    cumulative: bool = False
    events: str = "monthly"
    totals: tuple[str, ...] = ()
    not_totals: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sum_over: tuple[str, ...] = ()
    measures: Mapping[str, str] = field(default_factory=dict)
    area: Mapping[str, str] = field(default_factory=dict)
    across: str | None = None
    header_row: tuple[int, ...] = ()
    months: str | None = None
    year_start: int | None = None

    def empty_means(self, count: str) -> str | None:
        """Return what an empty cell of a flow is said to mean, `missing` or `zero`; None where nothing is said."""
        return self.empty.get(count, self.empty.get(EVERY_COUNT))

    @property
    def meanings(self) -> Mapping[str, str]:
        """What each header means, by its normal form."""
        return {normal_header(header): SYNONYMS.get(meaning, meaning) for header, meaning in self.headers.items()}
