"""Which columns of a header say areas, periods and counts, and what is missing for a table to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from popcalc.areas.labels import code_role
from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.units import say_units
from popcalc.errors import Fault, fault
from popcalc.intake.header.columns import with_levels
from popcalc.intake.header.faults import no_area, no_period
from popcalc.intake.header.form import Form
from popcalc.intake.header.group_period import Grouped, events_of_which_month, opening_stocks
from popcalc.intake.header.labels_below import are_words
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import may_give_units
from popcalc.intake.header.narrowed_titles import titles_that_narrow
from popcalc.intake.header.period_rows import is_period_row, with_period_rows
from popcalc.intake.header.period_source import PeriodSource, find_period
from popcalc.intake.header.shape_faults import without_unstated
from popcalc.intake.header.unused import count_to_date
from popcalc.intake.header.words import AREA, IGNORE, MEASURE, PERIOD, PERIOD_ROLES, VALUE
from popcalc.language import text


class Roles(Struct, frozen=True, eq=False):
    """Which columns say areas, periods and counts: `leaf` is the level of the rows, None where nothing says it.

    `heads` is as in `Layout`; figures are of a day where `is_of_a_day`.
    """

    words: Mapping[str, int]
    counts: Mapping[str, int]
    period: PeriodSource
    leaf: str | None
    heads: int | None
    is_of_a_day: bool

    def names(self, form: Form, column: int | None) -> list[str]:
        """Return the first names in a column, without the periods between them."""
        return [name for name in form.cells(column) if self.heads is None or not is_period_row(name)]


def roles_of(form: Form, grouped: Grouped) -> Roles:
    """Return which columns of a header say what; `grouped` is what its groups say of the period."""
    header, across, lexicon, column_of = form.header, form.across, form.lexicon, form.held.column_of
    words = {role: index for role, index in column_of.items() if _is_of_words(role, lexicon)}
    if AREA in words and say_units(
        (cells[words[AREA]] for cells in header.below[form.below :] if len(cells) > words[AREA]), may_be_names=True
    ):
        del words[AREA]
    words = with_levels(words, header, form.below, lexicon)
    counts = {role: index for role, index in column_of.items() if lexicon.is_count(role)}
    to_date = any(count_to_date(one, lexicon) is not None for one in header.headings if one.levels)
    period = find_period(
        {**counts, **words}, across.without(header), form.below, form.source, form.columns, form.calendar,
        encoding=form.head.encodings[0], to_date_columns=to_date, of_group=grouped.run(form.calendar),
    )  # fmt: skip
    words = {role: index for role, index in words.items() if role not in PERIOD_ROLES} | dict(period.columns)
    if period.at_first is False and grouped.words:
        counts = {**opening_stocks(header, lexicon), **counts}
    leaf = (across.level or lexicon.levels[-1]) if across.has_areas else lexicon.level_of(words)
    is_of_a_day = period.at_first is False and not grouped.words
    by_rows = with_period_rows(period, form.cells(words.get(leaf or "")), counts, lexicon, is_of_a_day=is_of_a_day)
    heads = by_rows.heads if PERIOD not in words and not across.columns and not form.long else None
    if heads is not None:
        period, is_of_a_day = by_rows.period, is_of_a_day and by_rows.period.at_first is False
    return Roles(words, counts, period, leaf, heads, is_of_a_day)


def _is_of_words(role: str, lexicon: HeaderLexicon) -> bool:
    return not lexicon.is_count(role) and role not in (MEASURE, VALUE)


def find_missing(form: Form, roles: Roles) -> Iterator[Fault]:
    """Yield what must be said before a table can be read, but for its areas."""
    source, header, counts, lexicon, period = form.source, form.header, roles.counts, form.lexicon, roles.period
    yield from _of_other_levels(form, roles)
    yield from () if form.across.has_periods else period.faults
    yield from events_of_which_month(header, counts, form.place, lexicon) if roles.is_of_a_day else ()
    yield from without_unstated(source.name, header, counts, lexicon) if not form.across.columns else ()
    yield from _wrong_units(form, counts)
    yield from titles_that_narrow(source, header, counts, lexicon, form.across)
    is_dated = roles.heads is not None or PERIOD in roles.words
    if not (is_dated or period.run or period.faults or form.across.has_periods):
        yield no_period(form.place, _not_known(form))


def _wrong_units(form: Form, counts: Mapping[str, int]) -> Iterator[Fault]:
    source, header = form.source, form.header
    if may_give_units(header.titles, source.sheet or "", source.plain_name):
        from popcalc.intake.header.unit_faults import unit_faults

        yield from unit_faults(source, header, counts, form.lexicon, form.across)


def _of_other_levels(form: Form, roles: Roles) -> Iterator[Fault]:
    """Yield the fault of each column of areas of a level that the columns file leaves out of its own.

    Without the towns two villages of one name would be one: whether the column is needed is not for us to say.
    """
    for role, level in _roles_of_other_levels(form, roles):
        column = roles.words[role]
        sentence = text(
            "column {header} is of the level {level}, which `levels` of the columns file leaves out: add it there, or "
            "say what the column is, such as columns: {{{header}: {ignore}}}",
            header=str(form.header.headings[column]),
            level=level,
            ignore=IGNORE,
        )
        yield fault("UNKNOWN_LEVEL", sentence, form.header.place(form.source.name, column))


def _roles_of_other_levels(form: Form, roles: Roles) -> list[tuple[str, str]]:
    levels = [level for level in DEFAULT_LEVELS if level not in form.lexicon.levels]
    return [(role, level) for level in levels for role in (level, code_role(level)) if role in roles.words]


def without_areas(form: Form, roles: Roles) -> tuple[Fault, ...]:
    """Return the fault of a table in which no column is of areas, of whatever level."""
    if _roles_of_other_levels(form, roles):
        return ()
    words = dict.fromkeys([*_columns_of_words(form), *_not_known(form)])
    return (no_area(form.place, list(words), form.lexicon.levels[-1]),)


def _not_known(form: Form) -> list[str]:
    return [str(one) for one in form.header.headings if one.levels and form.lexicon.meaning(one).role is None]


def _columns_of_words(form: Form) -> list[str]:
    """Return the headers of columns of names that are no count, area or period: the areas may well stand there."""
    return [
        str(heads)
        for index, heads in enumerate(form.header.headings)
        if heads.levels and form.lexicon.meaning(heads).role in (None, MEASURE) and are_words(form.cells(index))
    ]
