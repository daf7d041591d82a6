"""What is said of columns that narrow or split rows: what is wrong, where, and the option that mends it."""

from __future__ import annotations

from collections.abc import Sequence

from popcalc.again import option_words
from popcalc.areas.labels import code_role
from popcalc.definitions.catalogue import Count
from popcalc.definitions.choices import BETWEEN
from popcalc.errors import Fault, Notice, Place, fault
from popcalc.intake.header.layout import Column, Layout
from popcalc.intake.rows.breakdowns import Breakdown
from popcalc.intake.rows.cells import as_written
from popcalc.intake.rows.reading import Reading, own_area
from popcalc.intake.rows.same_stocks import SameStock
from popcalc.intake.rows.split import Split
from popcalc.intake.rows.summing import Odd
from popcalc.intake.rows.values import JudgedColumn, Rows
from popcalc.language import Text, plural, text
from popcalc.periods import CALENDAR_YEAR, Run

SHOWN = 6
"""How many values of a column are shown."""


def called(column: Column) -> str:
    """Return what a column is called in messages and options: its header, else its number."""
    return column.header or str(column.index + 1)


def where_option(column: Column, value: str) -> str:
    """Return the option that keeps the rows of one value."""
    return option_words(["--where", f"{called(column)}={value}"])


def shown(values: Sequence[str]) -> tuple[str, ...]:
    """Return the first of some values, with a mark where there are more."""
    return (*values[:SHOWN], *(["…"] if len(values) > SHOWN else []))


def narrowed_or_split(judged: JudgedColumn, way: Text, split: Split, layout: Layout) -> Fault:
    """Return the fault of a column that narrows its rows or tells them apart; `way` is what is to be done."""
    assert judged.first is not None
    if judged.column.index >= layout.width:
        sentence = text(
            "the columns split their counts by {column} ({values}), and none is of everybody: {way}",
            column=called(judged.column),
            values=shown(judged.values),
            way=way,
        )
        return fault("DIMENSION", sentence, layout.place_of_column(judged.column.index))
    values = {
        "column": called(judged.column),
        "values": shown(judged.values),
        "way": way,
        "header": called(judged.column),
    }
    if judged.narrows:
        sentence = text(
            "the column {column} narrows its rows ({values}), so that their figures are not those of everybody: {way}; "
            "where it changes nothing, say so in a --columns file (columns: {{{header}: ignore}})",
            **values,
        )
    else:
        sentence = text(
            "the column {column} tells rows of one area and month apart ({values}): if it splits the figures, {way}; "
            "if its values count the same once more, {one} keeps one of them; if it names areas, say of which level in "
            "a --columns file (such as columns: {{{header}: town}})",
            one=option_words(["--where", f"{called(judged.column)}={judged.values[0]}"]),
            **values,
        )
    return fault("DIMENSION", sentence, _place(judged.first, judged.column, split.rows, layout))


def total_missing(
    judged: JudgedColumn,
    whole: str,
    lacking: tuple[int, str],
    way: Text,
    split: Split,
    layout: Layout,
    reading: Reading,
) -> Fault:
    """Return the fault of a column with rows of the whole, of which some figure has none."""
    row, key = lacking
    sentence = text(
        "the column {column} splits its rows ({values}), and {count} of {area} in {month} has no row of the whole, "
        "such as {whole}: {way}",
        column=called(judged.column),
        values=shown(judged.values),
        whole=whole,
        way=way,
        **_figure(row, key, split, layout, reading),
    )
    return fault("DIMENSION", sentence, _place(row, judged.column, split.rows, layout))


def overlap(column: Column, pair: tuple[str, str], others: Sequence[str], split: Split, layout: Layout) -> Fault:
    """Return the fault of two groups of ages that have persons in common; `others` have none."""
    one, other = pair
    written = split.values[column.index].written
    row = int((split.watched[column.index] == written.index(other)).argmax())
    sentence = text(
        "{column}: {one} and {other} have ages in common, so that their rows cannot be added up; {option} leaves "
        "one of them out",
        column=called(column),
        one=one,
        other=other,
        option=where_option(column, BETWEEN.join(others)),
    )
    return fault("OVERLAPPING", sentence, _place(row, column, split.rows, layout, other))


def several_breakdowns(column: Column, found: Sequence[Breakdown], split: Split, layout: Layout) -> Fault:
    """Return the fault of a column with several breakdowns, so that a sum would count all persons more than once."""
    one, other = found[:2]
    written = split.values[column.index].written
    row = int((split.watched[column.index] == written.index(other.values[0])).argmax())
    keeping = ["--where", f"{called(column)}={BETWEEN.join(one.values)}", "--sum-over", called(column)]
    sentence = text(
        "the values {other} of {column} split the same persons once more that {one} split, so that adding all up would "
        "count them twice; {option} adds up {one} alone",
        column=called(column),
        one=shown(one.values),
        other=shown(other.values),
        option=option_words(keeping),
    )
    return fault("SUM_TWICE", sentence, _place(row, column, split.rows, layout, other.values[0]))


def one_part(column: Column, part: str, split: Split, layout: Layout) -> Fault:
    """Return the fault of a sum over a column all rows of which are of the same persons only."""
    row = int((split.watched[column.index] > 0).argmax())
    sentence = text(
        "{column} is {part} in all rows, so that there is nothing to add up; where the figures of {part} alone are "
        "meant, say {option}",
        column=called(column),
        part=part,
        option=where_option(column, part),
    )
    return fault("ONE_PART", sentence, _place(row, column, split.rows, layout))


def doubled(count: str, value: str, column: Column, split: Split, layout: Layout) -> Fault:
    """Return the fault of a value that seems to be a total of the others, so that a sum would count all twice."""
    number = split.values[column.index].written.index(value)
    row = int((split.watched[column.index] == number).argmax())
    sentence = text(
        "the {count} of {column} {value} are the sums of its other values, so that adding all up would count them "
        "twice; {option} keeps the total alone",
        count=count,
        column=called(column),
        value=value,
        option=where_option(column, value),
    )
    return fault("SUM_TWICE", sentence, _place(row, column, split.rows, layout))


def nearly_doubled(count: str, value: str, column: Column, split: Split, layout: Layout) -> Fault:
    """Return the fault of a value that seems to be a total of others and of some persons besides."""
    row = int((split.watched[column.index] == split.values[column.index].written.index(value)).argmax())
    sentence = text(
        "the {count} of {column} {value} are nearly the sums of other values, so that adding all up would count nearly "
        "all of them twice; {option} keeps the total alone",
        count=count,
        column=called(column),
        value=value,
        option=where_option(column, value),
    )
    return fault("SUM_TWICE", sentence, _place(row, column, split.rows, layout))


def odd_sum(odd: Odd, column: Column, split: Split, layout: Layout, reading: Reading) -> Fault:
    """Return the fault of a total that is not the sum of its parts, or of two figures for one value."""
    count = reading.catalogue.counts[odd.key]
    rows = split.rows
    place, other = (_place_of(row, odd.key, split, layout, reading) for row in (odd.row, odd.other))
    values = {
        **_figure(odd.row, odd.key, split, layout, reading),
        "column": called(column),
        "value": split.values[column.index].written[int(split.watched[column.index][odd.row])] or "-",
        "figure": _written(odd.row, odd.key, rows, count),
        "other": other,
    }
    if odd.sum is not None and column.index >= layout.width:
        values.pop("value")
        sentence = text(
            "{count} of {area} in {month} is {figure} here, and its parts by {column} from {other} on add up to {sum}; "
            "mend what is wrong, or read the total alone: leave out --sum-over {column}",
            sum=as_written(odd.sum, count),
            **values,
        )
        return fault("SUM_DIFFERS", sentence, place)
    if odd.sum is not None:
        sentence = text(
            "{count} of {area} in {month} is {figure} in the row of {column} {value}, and its parts from {other} on "
            "add up to {sum}; mend what is wrong, or choose with {option}",
            sum=as_written(odd.sum, count),
            option=where_option(column, str(values["value"])),
            **values,
        )
        return fault("SUM_DIFFERS", sentence, place)
    sentence = text(
        "{count} of {area} in {month} for {column} {value} is {figure} here and {other_figure} in {other}; keep the "
        "right one",
        other_figure=_written(odd.other, odd.key, rows, count),
        **values,
    )
    return fault("TWO_FIGURES", sentence, place)


def same_stock(same: SameStock, column: Column, split: Split, layout: Layout, reading: Reading) -> tuple[Text, Place]:
    """Return what is said of a stock that is the same in all rows that are added up, and where."""
    sentence = text(
        "{count} of {area} in {month} is {value} in each of the {number} rows that {column} tells apart, and so are "
        "others: if it is that of all of them, their sum has it {number} times; take it out of these rows and give it "
        "in a file of its own, with one row for each area and period",
        column=called(column),
        number=same.parts,
        value=_written(same.row, same.key, split.rows, reading.catalogue.counts[same.key]),
        **_figure(same.row, same.key, split, layout, reading),
    )
    return sentence, _place_of(same.row, same.key, split, layout, reading)


def lacking_notice(
    lacking: Sequence[tuple[int, str]], column: Column, split: Split, layout: Layout, reading: Reading
) -> Notice:
    """Return the notice of figures that are missing because not all of their parts are there."""
    row, key = lacking[0]
    values = {"column": called(column), **_figure(row, key, split, layout, reading)}
    sentence = plural(
        len(lacking),
        "{count} figure is missing, as not all values of {column} give it: {figure} of {area} in {month}; where an "
        "event without a row did not happen, say absent: zero in a --columns file",
        "{count} figures are missing, as not all values of {column} give them, the first: {figure} of {area} in "
        "{month}; where an event without a row did not happen, say absent: zero in a --columns file",
        figure=values.pop("count"),
        **values,
    )
    return Notice("SUM_LACKS", sentence, _place(row, column, split.rows, layout))


def parts_missing(column: Column, key: str, lacking: Sequence[tuple[str, Layout]], layout: Layout) -> Fault:
    """Return the fault of a file that lacks parts of a count that others add up."""
    sentence = text(
        "{column} has no {parts} for {count} here, which {file} adds up: give the rows; where an event without a row "
        "did not happen, say absent: zero in a --columns file",
        column=called(column),
        parts=shown([part for part, _ in lacking]),
        count=key,
        file=lacking[0][1].name,
    )
    return fault("SUM_LACKS", sentence, layout.place_of_column(column.index))


def repeats_notice(repeats: int, layout: Layout) -> Notice:
    """Return the notice of figures of one value that are given twice, and counted once."""
    sentence = plural(
        repeats,
        "{count} figure is given twice, the same both times; it counts once",
        "{count} figures are given twice, the same both times; each counts once",
    )
    return Notice("GIVEN_TWICE", sentence, Place(layout.name))


def chosen_notice(left_out: int, columns: Sequence[Column], values: Sequence[str], layout: Layout) -> Notice:
    """Return the notice of rows that were left out because others give their totals."""
    sentence = plural(
        left_out,
        "{count} row of a part of {columns} left out; those of the whole are read ({values})",
        "{count} rows of parts of {columns} left out; those of the whole are read ({values})",
        columns=tuple(map(called, columns)),
        values=shown(values),
    )
    return Notice("TOTALS_CHOSEN", sentence, Place(layout.name))


def place_in_row(row: int, column: Column, rows: Rows, layout: Layout) -> Place:
    """Return the place of a column in a row."""
    return _place(row, column, rows, layout)


def what_of(row: int, split: Split, layout: Layout, reading: Reading) -> dict[str, str]:
    """Return the area and the months of a row."""
    found = _figure(row, "", split, layout, reading)
    return {one: found[one] for one in ("area", "month")}


def _place(row: int, column: Column, rows: Rows, layout: Layout, part: str | None = None) -> Place:
    return layout.place_of_column(column.index, int(rows.row[row]), part)


def _place_of(row: int, key: str, split: Split, layout: Layout, reading: Reading) -> Place:
    """Return the place of a count of a row, which of several columns is that of its months, its area and its parts."""
    rows = split.rows
    parts = tuple(split.values[one.index].written[int(split.watched[one.index][row])] for one in layout.dimensions)
    columns = layout.place_columns(int(rows.start[row]), own_area(rows, row, layout, reading), parts)
    return Place(layout.name, int(rows.row[row]), columns.get(key))


def _written(row: int, key: str, rows: Rows, count: Count) -> str:
    return as_written(int(rows.counts[key][row]), count)


def _figure(row: int, key: str, split: Split, layout: Layout, reading: Reading) -> dict[str, str]:
    """Return what a figure is of: its count, as a long table calls it, its area and its months."""
    rows = split.rows
    roles = [role for role in (layout.leaf, code_role(layout.leaf)) if role in rows.words]
    names = [reading.areas[role].pool.words[int(rows.words[role][row])] for role in roles]
    month = CALENDAR_YEAR.label_of(Run(int(rows.start[row]), int(rows.end[row]))) if rows.has_months[row] else ""
    element = ""
    if split.measure is not None:
        element = split.values[split.measure].written[int(split.watched[split.measure][row])]
    return {"count": element or key, "area": next(filter(None, names), ""), "month": month}
