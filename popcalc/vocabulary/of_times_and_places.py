"""Sections of a vocabulary for when and where: numbers, periods, areas in lines and names, days of sending."""

# Annotations are evaluated here, as the fields' types are what the data is read by.
from collections.abc import Mapping

from popcalc.vocabulary.of_tables import Words
from popcalc.vocabulary.section import Section


class Numerals(Section, frozen=True):
    """Digits and numbers in words; as they stand, each one character."""

    zeros: Words
    like_zero: Words
    """Typed for a zero in a year."""
    digits: Words
    """One to nine."""
    ten: Words
    two: Words
    """Other characters for two, before a counter."""
    others: Words
    """Whatever else numbers are written with."""
    counters: Words
    """Behind the number of something counted."""


class Periods(Section, frozen=True):
    """Words of written periods; in plain characters and without blanks."""

    months: tuple[Words, ...]
    """The twelve months; each may have several forms, or none."""
    vague_months: Words
    """Those of `months` that are common words, too: months only where a cell or a heading says nothing else."""
    quarters: tuple[Words, ...]
    halves: tuple[Words, ...]
    year_signs: Words
    month_signs: Words
    day_signs: Words
    spoken_day_signs: Words
    """Those of speech, which no program writes."""
    quarter_signs: Words
    half_signs: Words
    span_endings: Words
    """May stand behind the sign of a year, quarter or half."""
    whole_year: Words
    """Behind the sign of a year that is meant as a whole."""
    month_endings: Words
    """May stand behind the sign of a month."""
    month_ends: Words
    """Behind the sign of a month, for its end."""
    ordinals: Words
    """Before the number of a quarter."""
    ordinal_endings: Words
    """Behind the number of a quarter, a half or a day: 1*er* trimestre."""
    of: Words
    """Between a day, a month, a quarter or a half and the year."""
    before_periods: Words
    """Before a period that stands behind other words in a header: births *in* 2013."""
    quarter_letters: Words
    """Beside the number of a quarter: 2013*Q*1, 1*T*2013."""
    half_letters: Words
    first_of: Words
    """Before a number of quarters from the year's start."""
    first_of_counters: Words
    eras: Words
    """The era of the Republic of China."""
    era_fronts: Words
    reigns: Mapping[str, int]
    """Eras of Japan, by the year before their first; then their letters, which stand before a number alone, too."""
    reign_letters: Mapping[str, int]
    first_year: Words
    """The number of the first year of one."""
    fiscal_year: Words
    """Behind the number of a year of one, for the twelve months from April."""
    fiscal_titles: Words
    """In a line above a table or a name: its year may begin in another month than January."""
    until: Words
    """Between the ends of a range."""
    also: Words
    """Between two periods of a list."""
    provisional: Words
    """Behind or before a period in a header: its figures are the first ones, or later ones."""
    unsure_parts: Words
    """Words for parts of a year that make the name of a file unsure, beside the signs above."""


class Places(Section, frozen=True):
    """Names of areas in lines above a table and in names of sheets, files and folders; in any case."""

    ends: Mapping[str, Words]
    """End the name of an area, by level; what may be of two levels stands in both."""
    fronts: Mapping[str, Words]
    """Begin it."""
    no_names: Words
    """End or begin so and name none."""
    no_name_fronts: Words
    """Before one of those, or before the word of a level, they name none: each, all of, its."""
    no_name_ends: Words
    """Whatever ends so names none."""
    of: Words
    """Stand before the name of an area in a line: births *in* Northhill County."""
    before: Words
    """Stand directly before it, without a blank, and are no part of it."""
    elsewhere: Words
    """Begin a line that names a place which is not that of the table: an address, who gets a copy."""
    streets: Words
    """Beside the number of a house they make an address."""
    house_numbers: Words
    """Behind that number, where words have no blanks between them."""
    excepting: Words
    """Say that the table is not of the area that a line names: the county *excluding* Northhill Town."""


class Sending(Section, frozen=True):
    """What names of files and folders say of when they were sent and whether they replace others; in any case."""

    sent: Words
    """Before the day of sending."""
    draft: Words
    revised: Words
    final: Words
