"""Mutations of files: what they are, what is sent twice, what their names say, what else lies in the folder."""

from __future__ import annotations

import gzip
import io
import zipfile
from functools import partial

from tests.benchmarks.mutations.cells import places
from tests.benchmarks.mutations.columns import FEW, to_date
from tests.benchmarks.mutations.honest import Base, Case, where
from tests.benchmarks.mutations.registry import Meaning, Names, kind
from tests.benchmarks.mutations.tables import File, Row, Sheet

UNCHANGED, CHANGED, UNKNOWABLE = Meaning.UNCHANGED, Meaning.CHANGED, Meaning.UNKNOWABLE
CSV = Base(form="csv")
BY_MONTH = Base(split="month", month_column=False)
DATED = Base(split="month", month_column=True)


def copied(file: File, name: str) -> File:
    """The same file again, of its own cells."""
    sheets = [
        Sheet(list(one.keys), [list(above) for above in one.headers],
              [Row(list(row.cells), row.village, row.month) for row in one.rows], one.name,
              [list(cells) for cells in one.titles], [list(cells) for cells in one.footers])
        for one in file.sheets
    ]  # fmt: skip
    return File(name, sheets, file.form, file.encoding, file.delimiter, file.newline)


def month_name(case: Case, month: int, gap: str = "") -> str:
    """The name of a month's file, as honest files have it."""
    year, number = case.months[month]
    return f"{year}年{number:02}月{gap}" if case.zh else f"{year}-{number:02}{gap}"


@kind(UNCHANGED)
def nothing_at_all(case: Case) -> Names:
    """The honest files as they are."""
    return ["never refused"]


# Files of other sorts.


@kind(UNCHANGED)
def sent_in_a_zip(case: Case) -> Names:
    """All files in one archive, with the leftovers of a Mac."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for file in case.files:
            archive.writestr(file.name, file.written())
            if case.dice.random() < 0.5:
                archive.writestr(f"__MACOSX/._{file.name}", b"\0\5\x16\7\0\2\0\0Mac OS X        ")
    case.files, case.others, case.sources = [], {"sent.zip": stream.getvalue()}, ["sent.zip"]
    return ["sent.zip"]


@kind(UNCHANGED, CSV)
def compressed(case: Case) -> Names:
    """Each file as .gz."""
    for file in case.files:
        file.name += ".gz"
        file.repacked.append(gzip.compress)
    return [".gz"]


@kind(CHANGED, CSV)
def compressed_and_cut(case: Case) -> Names:
    """A .gz that ends early."""
    for file in case.files:
        file.name += ".gz"
        file.repacked += [gzip.compress, lambda content: content[: len(content) * 2 // 3]]
    for _, _, row in case.rows():
        case.unknown(row)
    return [".gz"]


@kind(UNCHANGED)
def wrong_suffix(case: Case) -> Names:
    """A workbook that is called .csv or .xls, or a text file that is called .xls."""
    for file in case.files:
        suffix = case.dice.choice([".xls", ".csv"] if file.form == "xlsx" else [".xls", ".xlsx", ".txt"])
        file.name = file.name.rpartition(".")[0] + suffix
    return [file.name for file in case.files]


def _instead(content: bytes, _: bytes) -> bytes:
    return content


@kind(UNCHANGED, Base(form="csv", plain=True))
def page_called_xls(case: Case) -> Names:
    """A web page with a table that is called .xls, as registers export it."""
    for file in case.files:
        rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in file.sheet.grid())
        page = f"<html><head><meta charset='utf-8'></head><body><table>{rows}</table></body></html>"
        file.name = file.name.replace(".csv", ".xls")
        file.repacked.append(partial(_instead, page.encode()))
    return [file.name for file in case.files]


@kind(UNCHANGED)
def other_things_in_the_folder(case: Case) -> Names:
    """What else lies in a folder: the lock of an open workbook, thumbnails, a readme, a backup."""
    for file in case.files:
        file.name = f"sent/{file.name}"
    case.sources = ["sent"]
    first = case.file
    things = {
        f"~${first.name[5:]}": b"\x05A Clerk", "Thumbs.db": b"\xd0\xcf\x11\xe0", ".DS_Store": b"\0\0\0\1Bud1",
        "readme.txt": b"Sent by A.", f"{first.name[5:]}.bak": b"month,town\n", "desktop.ini": b"[x]\r\n",
    }  # fmt: skip
    chosen = case.dice.sample(sorted(things), 3)
    case.others |= {f"sent/{name}": things[name] for name in chosen}
    return chosen


@kind(UNCHANGED)
def table_of_something_else_in_the_folder(case: Case) -> Names:
    """A table of rain lies in the folder."""
    for file in case.files:
        file.name = f"sent/{file.name}"
    case.sources = ["sent"]
    case.others["sent/rain.csv"] = b"month,station,rain_mm\n2013-01,Hill,31.5\n2013-02,Hill,28.0\n"
    return ["rain.csv"]


@kind(UNCHANGED)
def areas_file_in_the_folder(case: Case) -> Names:
    """A list of the villages with numbers of their own lies in the folder: no months, no counts of births."""
    for file in case.files:
        file.name = f"sent/{file.name}"
    case.sources = ["sent"]
    lines = "".join(
        f"{village.code},{village.name},{village.town},{case.dice.randint(2, 9)}\n" for village in case.villages
    )
    case.others["sent/codes.csv"] = f"code,name,belongs to,hectares\n{lines}".encode()
    return ["codes.csv"]


@kind(CHANGED, Base(split="month", month_column=False, plain=True), notice=True, flags=["partial"])
def empty_file_of_a_month(case: Case) -> Names:
    """The file of a month is empty."""
    file = case.dice.choice(case.files)
    for row in file.sheet.data:
        case.unknown(row)
    file.repacked.append(lambda _: b"")
    return [file.name]


@kind(CHANGED, Base(split="month", month_column=False, plain=True), notice=True, flags=["partial"])
def file_of_a_month_with_a_header_alone(case: Case) -> Names:
    """The file of a month has a header and no row."""
    file = case.dice.choice(case.files)
    for row in file.sheet.data:
        case.unknown(row)
    file.sheet.rows = []
    return [file.name, *(f"{year}-{month:02}" for year, month in case.months)]


# Sent twice.


@kind(UNCHANGED)
def copy_of_a_file(case: Case) -> Names:
    """A file lies there twice."""
    file = case.dice.choice(case.files)
    stem, _, suffix = file.name.rpartition(".")
    copy = copied(file, f"{stem}{case.dice.choice([' - Copy', ' (1)', '_backup'])}.{suffix}")
    case.files.append(copy)
    return [file.name, copy.name]


@kind(CHANGED, Base(split="month", month_column=False, plain=True), notice=True)
def month_sent_again_as_the_next(case: Case) -> Names:
    """The file of a month was sent again under the date of the next."""
    number = case.dice.randrange(len(case.files) - 1)
    for row in case.files[number + 1].sheet.data:
        case.unknown(row)
    again = copied(case.files[number], case.files[number + 1].name)
    case.files[number + 1] = again
    return [again.name, *(f"{year}-{month:02}" for year, month in [case.months[number + 1]])]


@kind(CHANGED, Base(split="one", plain=True), notice=True)
def month_copied_to_the_next(case: Case) -> Names:
    """The figures of a month stand again in the rows of the next."""
    number = case.dice.randrange(len(case.months) - 1)
    sheet = case.sheet
    before = {row.village: row for row in sheet.data if row.month == number}
    for row in sheet.data:
        if row.month == number + 1:
            case.unknown(row)
            for key in sheet.counts:
                sheet.put(row, key, sheet.value(before[row.village], key))
    year, month = case.months[number + 1]
    return [f"{year}-{month:02}", f"{year}年{month}月"]


@kind(CHANGED, DATED)
def corrected_file(case: Case) -> Names:
    """A month was sent again with some other figures."""
    file = case.dice.choice(case.files)
    stem, _, suffix = file.name.rpartition(".")
    again = copied(file, f"{stem}{case.word(' corrected', '更正')}.{suffix}")
    for row in case.dice.sample(again.sheet.data, 2):
        key = case.dice.choice(again.sheet.counts)
        again.sheet.put(row, key, again.sheet.number(row, key) + 1)
        case.unknown(row, key)
    case.files.append(again)
    return [file.name, again.name]


@kind(UNCHANGED, Base(split="month", month_column=True, plain=True))
def corrected_file_and_prefer(case: Case) -> Names:
    """The same with dates of sending in the names and `--prefer newest`."""
    file = case.dice.choice(case.files)
    month = where(file.sheet.rows[0])[1]
    again = copied(file, f"sent 20200120/{file.name}")
    file.name = f"sent 20200103/{file.name}"
    for row in case.dice.sample(again.sheet.data, 2):
        key = case.dice.choice(again.sheet.counts)
        again.sheet.put(row, key, again.sheet.number(row, key) + 1)
        case.says(row, key, again.sheet.number(row, key))
    case.files.append(again)
    case.arguments += ["--prefer", "newest"]
    return [file.name, again.name, "--prefer", month_name(case, month)]


@kind(UNCHANGED, DATED)
def file_under_the_name_of_another_month(case: Case) -> Names:
    """A file is called by another month than its column says: the column is nearer."""
    one, other = case.dice.sample(case.files, 2)
    one.name, other.name = other.name, one.name
    return [one.name, other.name]


@kind(UNCHANGED, Base(split="one", month_column=True))
def file_under_the_name_of_another_year(case: Case) -> Names:
    """A file is called by a year that its column does not have."""
    year = case.months[0][0] - 3
    case.file.name = f"{case.word('return', '报表')} {year}.{case.file.form}"
    return [str(year)]


@kind(CHANGED, Base(split="month", month_column=True, plain=True))
def title_of_another_month(case: Case) -> Names:
    """The title of a file says another month than its column."""
    number = case.dice.randrange(len(case.files))
    file = case.files[number]
    year, month = case.months[number - 1]
    file.sheet.titles = [[f"{year}年{month}月人口统计表" if case.zh else f"Births and deaths, {year}-{month:02}"]]
    for row in file.sheet.data:
        case.unknown(row)
    return [f"{year}-{month:02}", f"{year}年{month}月"]


@kind(CHANGED, Base(split="town", plain=True, towns=2))
def title_of_another_town(case: Case) -> Names:
    """填报单位 above the table is another town than its column says."""
    one, other = case.files
    town = case.town(other.sheet.data[0])
    one.sheet.titles = [[f"填报单位：{town}" if case.zh else f"Reporting unit: {town}"]]
    for row in one.sheet.data:
        case.unknown(row)
    return [town]


@kind(UNCHANGED, Base(split="town"))
def file_under_the_name_of_another_town(case: Case) -> Names:
    """A file is called by another town than its column says: the column is nearer."""
    one, other = case.files[0], case.files[1]
    one.name, other.name = other.name, one.name
    return [one.name, other.name]


@kind(UNCHANGED, DATED)
def folder_of_another_year(case: Case) -> Names:
    """The files lie in a folder called by another year than their column says."""
    folder = f"{case.months[0][0] + 1}年" if case.zh else f"{case.months[0][0] + 1}"
    for file in case.files:
        file.name = f"{folder}/{file.name}"
    return [f"{folder}/"]


@kind(UNCHANGED, Base(split="one", month_column=True, months=24))
def files_of_two_years(case: Case) -> Names:
    """A file for each year."""
    first = case.file
    stem, _, suffix = first.name.rpartition(".")
    second = copied(first, f"{stem} {case.months[-1][0]}.{suffix}")
    first.name = f"{stem} {case.months[0][0]}.{suffix}"
    first.sheet.rows = [row for row in first.sheet.data if where(row)[1] < 12]
    second.sheet.rows = [row for row in second.sheet.data if where(row)[1] >= 12]
    case.files.append(second)
    return [first.name, second.name]


@kind(UNCHANGED, BY_MONTH)
def date_of_sending_in_the_name(case: Case) -> Names:
    """Each file carries its month and the day on which it was sent, the third of the next month."""
    for number, file in enumerate(case.files):
        year, month = case.months[number]
        sent = f"{year + month // 12}{month % 12 + 1:02}03"
        stem, _, suffix = file.name.rpartition(".")
        file.name = f"{stem}{case.word(' sent ', '报送')}{sent}.{suffix}"
    return [case.file.name]


@kind(CHANGED, Base(split="month", month_column=True, keys=FEW, plain=True), notice=True)
def figures_to_date_without_a_word(case: Case) -> Names:
    """The events are given from the start of the year, and no word says so."""
    written = [
        (sheet, row, key, to_date(row, key, case)) for _, sheet, row in case.rows() for key in ("births", "deaths")
    ]
    for sheet, row, key, number in written:
        sheet.put(row, key, number)
        if case.months[where(row)[1]][1] > 1:
            case.unknown(row, key)
    return ["cumulative", "to date"]


@kind(UNCHANGED, Base(split="month", month_column=False, keys=FEW, plain=True))
def figures_to_date_by_the_title(case: Case) -> Names:
    """The events are given from the start of the year, and the title of each file says so."""
    for number, file in enumerate(case.files):
        year, month = case.months[number]
        title = (
            f"{year}年1-{month}月累计人口变动情况"
            if case.zh
            else f"Births and deaths, cumulative, January to month {month} of {year}"
        )
        file.sheet.titles = [[title]]
    for _, sheet, row in case.rows():
        for key in ("births", "deaths"):
            sheet.put(row, key, to_date(row, key, case))
    return ["cumulative", "to date", "累计", "1-"]


@kind(UNCHANGED, Base(split="kind", form="csv"))
def events_in_a_workbook(case: Case) -> Names:
    """One file of two is a workbook."""
    case.file.form = "xlsx"
    case.file.name = case.file.name.replace(".csv", ".xlsx")
    return [case.file.name]


@kind(UNKNOWABLE, BY_MONTH)
def files_of_two_months_exchanged(case: Case) -> Names:
    """The files of two months, which have no month in them, carry each other's name."""
    one, other = case.dice.sample(case.files, 2)
    one.name, other.name = other.name, one.name
    return [one.name, other.name]


@kind(UNKNOWABLE, Base(keys=FEW, split="one"))
def month_never_sent_at_the_end(case: Case) -> Names:
    """The last month was not sent: the data set ends earlier."""
    last = len(case.months) - 1
    case.sheet.rows = [row for row in case.sheet.rows if row.month != last]
    return [str(len(places(case)))]
