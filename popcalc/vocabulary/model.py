"""What a vocabulary is made of: for each language sections of words, for each purpose a list.

Every section and every list must stand in a language's file; what the language does without is an empty list. Words of
headers, folded lines and periods are compared without blanks and in plain characters (small letters without accents,
simplified Chinese): they may be written in any, as they are compiled to those. The others are compared as they stand in
a cell of one width (NFKC).
"""

# Annotations are evaluated here, as the fields' types are what the data is read by.
from collections.abc import Callable, Iterable, Mapping

from popcalc.vocabulary.of_tables import (
    Cells,
    Comparisons,
    Dimensions,
    Footers,
    FurtherUnits,
    Groups,
    Headers,
    Persons,
    ToDate,
    Totals,
    Units,
    Words,
)
from popcalc.vocabulary.of_times_and_places import Numerals, Periods, Places, Sending
from popcalc.vocabulary.section import Section


class Language(Section, frozen=True):
    """All words of one language."""

    spaced: bool
    """Whether blanks stand between words."""
    headers: Headers
    dimensions: Dimensions
    groups: Groups
    to_date: ToDate
    totals: Totals
    comparisons: Comparisons
    units: Units
    persons: Persons
    footers: Footers
    cells: Cells
    numerals: Numerals
    periods: Periods
    places: Places
    sending: Sending


class Signs(Section, frozen=True):
    """What is the same in every language: signs that are no words, and characters that stand for others."""

    nil: Words
    no_figure: Words
    ditto: Words
    worksheet_errors: Words
    rates: Mapping[str, int]
    """Of figures that are no counts, by what they are per."""
    units: FurtherUnits
    quarters: Words
    """In Roman numerals."""
    other_months: Words
    """Names of months in languages without a file, in headers that are asked about."""
    simpler: Mapping[str, str]
    """The simplified form of traditional characters."""


class Vocabulary(Section, frozen=True):
    """The signs, and the languages by their codes."""

    signs: Signs
    languages: Mapping[str, Language]

    def words(self, of: Callable[[Language], Iterable[str]]) -> Words:
        """Return the words of one purpose in all languages, each once."""
        return tuple(dict.fromkeys(word for language in self.languages.values() for word in of(language)))
