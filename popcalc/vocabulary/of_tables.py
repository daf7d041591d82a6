"""Sections of a vocabulary for what stands in tables: headers, cells, totals, units, lines below."""

# Annotations are evaluated here, as the fields' types are what the data is read by.
from collections.abc import Mapping

from popcalc.vocabulary.section import Section

Words = tuple[str, ...]


class Headers(Section, frozen=True):
    """Words that head columns of anything but counts; in the normal form of headers."""

    areas: Mapping[str, Words]
    """By level (`village`), code of a level (`village_code`), `area` and `area_code`, which name no level."""
    rates: Mapping[str, Words]
    """Of rates that stand beside their counts, by indicator, where the catalogue has no such name."""
    before_areas: Words
    behind_areas: Words
    """May stand before and behind any word of `areas`: name of village, 市町村別."""
    before_counts: Words
    """May stand before the header of any count: number of births."""
    numbered: Words
    """Of names of areas whose level is said by its number from the top, for which `#` stands."""
    numbered_codes: Words
    """Of the codes of such areas."""
    period: Words
    year: Words
    quarter: Words
    half: Words
    """The quarter or the half of the year that a column beside it gives."""
    days: Words
    """Of days and weeks: rows that differ in these are no parts of a month. Some stand beside a number, too: week 3."""
    in_month: Words
    """A word of a header that makes a column of bare numbers one of months, whatever stands beside it; as written."""
    measure: Words
    """Of a long table: which count the figure of a row is of."""
    value: Words
    """Of a long table: the figure of a row."""
    counted: Words
    """Say that something is counted, and nothing of what: the figure, where another column or a title says that."""
    at_start: Words
    at_previous_first: Words
    """Say that a stock stands at the first day of the month before that of the table's date."""
    """Within a header or a title: a stock stands at the date that is given, the first of a month being its start."""
    first_day: Words
    """Within a title: stocks stand at the first day of a month or a year."""
    mid_year: Words
    """Within a title or a header: they stand in the middle of the year."""
    at_end: Words
    """Within a header: they stand at the end of the months of the row, whatever a title says."""
    at_day: Words
    """Before or behind a day: they stand at that day."""
    end_of: Words
    """Before the name of a month: they stand at its end."""
    made_on: Words
    """Beside a day: the table was made on it, and nothing stands there."""
    vague_period: Words
    """Those of `period` that give way to another of the same file."""
    ignored: Words
    remarks: Words
    """Those of `ignored` in whose cells the unit of a row may stand."""
    in_codes: Words
    """What stands within headers of columns of codes, whatever they are the codes of."""
    in_resident: Words
    """What stands within headers of the resident population."""
    numbering: Words
    """Heads a row of column numbers, or a column of row numbers; as it stands, too."""
    column_letters: Words
    """Stand in a row of column numbers, in their order."""


class Dimensions(Section, frozen=True):
    """Values that narrow the rows in which they stand, and those that do not; folded."""

    sexes: Words
    plans: Words
    """Not what happened, but what was meant to."""
    residences: Words
    """Of the persons who are counted, or of the area itself, of which they say no more than it is."""
    outsiders: Words
    """Of persons who are not all that an area has, whatever it is: migrants, foreigners, nationals."""
    unstated: Words
    """Of persons of whom what narrows them was not said: births of *unknown* sex."""
    both_letters: Words
    """Of both sexes, where the letters of each stand in the same column."""
    whole: Words
    """Everybody, or what did happen."""
    unreal: Words
    """In a line above a table, or the name of its sheet or file: figures of what has not happened: projections."""
    actual: Words
    """Beside one of those: figures of what has."""
    no_counts: Words
    """In such words: figures of another period, or no counts at all: last year, averages, shares."""
    of_rates: Words
    """Likewise, where no column is of people: rates."""
    some: Words
    """In such words: figures of some births, deaths or people alone: second births, out of plan."""
    unsaid: Words
    """Hold words of `unreal` or `some` and say nothing of it: 计划生育."""
    including: Words
    """Beside a word of `some` or `outsiders`: everybody, these among them."""
    urban_rural: Words
    """Like `residences`; they narrow a count whose name they stand beside."""
    ages: Words
    """Words for an age or a group of ages; `#` stands for a number."""
    names: Mapping[str, Words]
    """What such words split figures by, as options and headers call it; in normal form."""
    older: Words
    """Beside the only number of a group of ages without an upper end; folded."""
    younger: Words
    """Beside that of a group that ends below it; folded."""


class Groups(Section, frozen=True):
    """Words within headers, and words that head groups of columns; all in normal form."""

    now: Words
    """For the months of the row itself, which every count of it is about."""
    of_which: Words
    of_which_slips: Mapping[str, str]
    """What is typed by mistake, before a colon, and what is meant; as they stand."""
    totals: Words
    """Say no more than their group does: `births > subtotal` is births."""
    topics: Words
    """May head a group without narrowing what stands below."""
    standing: Words
    """Say of a stock no more than that it is one."""
    synonyms: Mapping[str, Words]
    """Other ways to write a part of a header of several rows, by the one that is kept."""


class ToDate(Section, frozen=True):
    """Words for figures from the start of the year; in headers they stand in the order of the first four lists."""

    year: Words
    since: Words
    words: Words
    endings: Words
    before_months: Words
    """Before a range of months that begins in January, in headers."""
    behind_months: Words
    in_names: Words
    """In names of files and in titles; a blank may be a hyphen or nothing."""
    up_to_date: Words
    """Hold some of `in_names` and say of a table only that it was renewed."""


class Totals(Section, frozen=True):
    """Names of rows of totals; as they stand, spaces and case making no difference."""

    whole: Words
    """Add up everything."""
    section: Words
    """Add up the rows beside them."""
    part: Words
    """Begin the name of a part of another row."""
    alone: Words
    """Those of `whole` that mean a total only when they are all that a name says."""
    perhaps: Words
    """Name the whole country or an area, which only figures tell, and the user."""
    before_area: Words
    """Stand between the word and the area: total *of* Northhill."""
    whole_area_first: Words
    whole_area_then: Words
    """One of the first and one of the second are the whole area, whichever that is."""
    whole_area: Words
    sheets: Words
    """Name a sheet that adds up the others of its workbook, as all that `whole` holds may."""


class Comparisons(Section, frozen=True):
    """Names of rows that compare with other rows or another period; as they stand, spaces and case aside."""

    rows: Words
    to_date: Words
    """Of the whole area from the start of the year to the months of the rows above."""
    to_date_before: Words
    """The same of the year before."""
    month_before: Words
    """Of the whole area in the month before."""
    year_before: Words
    """Of the whole area in the same month of the year before."""
    beside_periods: Words
    """Stand within the header of a column beside those of periods that is of none: change, rank, code."""
    naming_times: Words
    """Name a time; a name made of these and of the next alone, and of numbers, says a time and no area."""
    beside_times: Words
    """Stand beside a time: corresponding period *of* the *previous* year. Names of months do so as well."""


class Units(Section, frozen=True):
    """Units of figures, in headers and in the line above a table; folded."""

    plain: Words
    """Of people and things, one by one."""
    multiples: Mapping[str, int]
    """Of people and things, by how many one is."""
    money: Mapping[str, int]
    """Of money, by how many of the country's own unit one is."""
    couples: Words
    """Of two persons each."""
    rates: Mapping[str, int]
    """Of figures that are no counts, by what they are per."""
    in_brackets: Words
    """May stand before the unit in brackets: (unit: persons)."""
    before_multiples: Words
    """May stand before one of `multiples` behind other words: births *in* thousands."""
    per: Words
    """Before a unit they make a rate: births *per* thousand."""
    of_table: Words
    """Stand before the units of a whole table, with a colon."""
    beside_of_table: Words
    """May stand beside `of_table` where the line says nothing else."""
    says_units: Words
    """Stand before the units of a whole table without a colon, or round them where `…` is: 单位为, 以…计."""
    between: Words
    """Stand between several units; commas are known."""
    multipliers: Words
    """Head a column of numbers by which the figures of the rows are multiplied: UNIT_MULT."""


class FurtherUnits(Section, frozen=True):
    """Units as those of `Units`, in codes and in languages of which no more is known; folded."""

    plain: Words
    multiples: Mapping[str, int]
    of_table: Words


class Persons(Section, frozen=True):
    """Headers of facts about persons, which are refused; in normal form. A name alone is an area's."""

    facts_behind_anything: Words
    """A header that ends with one is about persons."""
    facts: Words
    """Alone, or behind one of `owners`."""
    facts_of_owners: Words
    """Only behind one of `owners`."""
    owners: Words
    owner_endings: Words
    """May stand behind an owner: the s of mother's."""
    alone: Words
    """Persons who head a column by themselves."""
    telephones: Words
    """Alone beside one of `makers` they are the maker's; else as `facts` or, without blanks, behind anything."""
    makers: Words
    """Persons who make or answer for the form, and their signatures; alone or before a fact: of no person counted."""
    identity_cards: Words
    """Betray a number beside them in a cell; as they stand."""


class Footers(Section, frozen=True):
    """Lines below a table and what begins them; folded."""

    role_first: Words
    role_then: Words
    """Who signs and when: one of the first, or none, and one of the second."""
    signs: Words
    """The same in one word."""
    never_alone: Words
    """Those of `role_then` that need a colon behind them, as they may be a name."""
    notes: Words
    """Begin a note, alone or before a colon."""
    lines: Words
    """Whole lines; `#` stands for a number and `...` for anything."""
    statements: Words
    """Begin a sentence about the table, which goes on for a few characters at least."""
    checked_of: Words
    checked_what: Words
    checked_how: Words
    """A sentence that something of the table was checked: all the / figures / ... correct."""
    offices: Words
    """End the name of an office that publishes a table."""
    before_numbers: Words
    """End a label whose number, of a telephone or a day, is no figure."""


class Cells(Section, frozen=True):
    """What stands in cells of counts; compared in one width and case."""

    nil: Words
    no_figure: Words
    """Words for nothing that are no nil marks: a clerk meant something by them that must be said."""
    ditto: Words
    """In the cell of an area or a month, for what stands above it."""
