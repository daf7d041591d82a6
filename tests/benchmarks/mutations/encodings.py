"""Mutations of the bytes and lines of a text file."""

from __future__ import annotations

from functools import partial

from tests.benchmarks.mutations.columns import FEW
from tests.benchmarks.mutations.honest import Base, Case
from tests.benchmarks.mutations.registry import Meaning, Names, kind

UNCHANGED, CHANGED, UNKNOWABLE = Meaning.UNCHANGED, Meaning.CHANGED, Meaning.UNKNOWABLE
CSV = Base(form="csv")


TRADITIONAL = dict(
    zip(
        "县区乡镇码数亡迁总岭东桥湾门冷鹿渡长双莲滩鹭云婴报计审芦坳沙竹弯",
        "縣區鄉鎮碼數亡遷總嶺東橋灣門冷鹿渡長雙蓮灘鷺雲嬰報計審蘆山沙竹彎",
        strict=True,
    )
)
"""Characters of the Chinese cases that Big5 does not have, or has only in their traditional form."""


# Encodings.


def encoded(case: Case, encoding: str, names: dict[str, str] | None = None) -> Names:
    """Write all files in an encoding, with other names of towns where the usual ones say nothing of it."""
    for old, new in (names or {}).items():
        for _, sheet, row in case.rows():
            if sheet.value(row, "town") == old:
                sheet.put(row, "town", new)
        case.spellings[new] = old
    for file in case.files:
        file.encoding = encoding
    return ["encoding", encoding]


@kind(UNCHANGED, Base(form="csv", language="zh"))
def chinese_gb18030(case: Case) -> Names:
    """GB18030."""
    return encoded(case, "gb18030")


@kind(UNCHANGED, Base(form="csv", language="zh"))
def chinese_big5(case: Case) -> Names:
    """Traditional characters in Big5."""
    table = str.maketrans(TRADITIONAL)
    for file in case.files:
        sheet = file.sheet
        sheet.headers = [[word.translate(table) for word in above] for above in sheet.headers]
        for row in sheet.rows:
            row.cells = [cell.translate(table) if isinstance(cell, str) else cell for cell in row.cells]
        sheet.titles, sheet.footers = [], []
    for town in dict.fromkeys(village.town for village in case.villages):
        case.spellings[town.translate(table)] = town
    return encoded(case, "big5")


@kind(UNCHANGED, Base(form="csv", language="en"))
def western_cp1252(case: Case) -> Names:
    """Western names with accents in cp1252."""
    return encoded(case, "cp1252", {"Northhill": "Peñón", "Eastbridge": "São João", "Riverside": "Bjørkås"})


@kind(UNCHANGED, Base(form="csv", language="en"))
def central_european_cp1250(case: Case) -> Names:
    """Names of Central Europe in cp1250."""
    return encoded(case, "cp1250", {"Northhill": "Kőszeg", "Eastbridge": "Łódź", "Riverside": "Český Brod"})


@kind(UNCHANGED, Base(form="csv", language="en"))
def cyrillic_cp1251(case: Case) -> Names:
    """Cyrillic names in cp1251."""
    return encoded(case, "cp1251", {"Northhill": "Северный", "Eastbridge": "Восточный", "Riverside": "Речной"})


@kind(UNCHANGED, Base(form="csv", language="en"))
def japanese_cp932(case: Case) -> Names:
    """Japanese names in cp932."""
    return encoded(case, "cp932", {"Northhill": "東山市", "Eastbridge": "北区", "Riverside": "さくら野市"})


@kind(UNCHANGED, Base(form="csv", language="en"))
def korean_cp949(case: Case) -> Names:
    """Korean names in cp949."""
    return encoded(case, "cp949", {"Northhill": "북구", "Eastbridge": "동해시", "Riverside": "강서구"})


@kind(UNCHANGED, CSV)
def utf_16_with_a_mark(case: Case) -> Names:
    """UTF-16 with a byte order mark, as spreadsheets write Unicode text."""
    names = encoded(case, case.dice.choice(["utf-16", "utf-16"]))
    for file in case.files:
        file.delimiter = "\t"
    return names


@kind(UNCHANGED, CSV)
def utf_16_without_a_mark(case: Case) -> Names:
    """UTF-16 without a byte order mark."""
    return [*encoded(case, case.dice.choice(["utf-16-le", "utf-16-be"])), "NUL", "UTF-16"]


@kind(CHANGED, Base(form="csv", language="zh", split="month", towns=2, plain=True))
def names_read_in_a_wrong_encoding(case: Case) -> Names:
    """One file was opened as cp1252 and saved so: its names are no names."""
    file = case.dice.choice(case.files)
    for one in case.files:
        one.encoding = "utf-8"
    for row in file.sheet.rows:
        row.cells = [cell.encode().decode("latin-1") if isinstance(cell, str) else cell for cell in row.cells]
    for row in file.sheet.data:
        case.unknown(row)
    return [file.name, "encoding"]


# The text around the cells.


@kind(UNCHANGED, CSV)
def sep_line(case: Case) -> Names:
    """A first line that tells spreadsheets the separator."""
    for file in case.files:
        file.rewritten.append(partial(str.__add__, f"sep={file.delimiter}\n"))
        file.encoding = "utf-8"
    return ["sep="]


@kind(UNCHANGED, CSV)
def other_separators(case: Case) -> Names:
    """Semicolons, tabs or bars."""
    mark = case.dice.choice([";", "\t", "|"])
    for file in case.files:
        file.delimiter = mark
    return ["separator", "delimiter", "column", "header"]


@kind(UNCHANGED, CSV)
def quotes_after_a_space(case: Case) -> Names:
    """A space stands between the separator and the quote of a name with a comma."""
    for _, sheet, row in case.rows():
        sheet.put(row, "village", f"{sheet.value(row, 'village')}, A")
    for file in case.files:
        file.delimiter = ","
        file.rewritten.append(lambda text: text.replace(',"', ', "'))
    return ["quote", "space"]


@kind(UNCHANGED, CSV)
def every_cell_in_quotes(case: Case) -> Names:
    """All cells stand in quotes."""
    for file in case.files:
        file.delimiter = ","
        file.rewritten.append(
            lambda text: "".join('"' + line.replace('"', "").replace(",", '","') + '"\n' for line in text.splitlines())
        )
    return ["quote"]


@kind(UNCHANGED, CSV)
def other_ends_of_lines(case: Case) -> Names:
    """Lines end with CR LF or with CR alone."""
    for file in case.files:
        file.newline = case.dice.choice(["\r\n", "\r", "\n"])
    return ["line"]


def _ended_with(marks: str, text: str) -> str:
    return text.replace("\n", f"{marks}\n")


@kind(UNCHANGED, CSV)
def separators_at_the_end_of_lines(case: Case) -> Names:
    """Each line ends with separators and nothing behind them."""
    marks = case.dice.randint(1, 4)
    for file in case.files:
        file.rewritten.append(partial(_ended_with, file.delimiter * marks))
    return ["column", "header"]


@kind(UNCHANGED, CSV)
def lines_above_the_header(case: Case) -> Names:
    """Blank lines and a line of comment stand above everything."""
    for file in case.files:
        file.rewritten.append(lambda text: f"# {case.word('exported by the register', '系统导出')}\n\n\n{text}")
    return ["header"]


@kind(UNCHANGED, CSV)
def no_end_of_the_last_line(case: Case) -> Names:
    """The last line has no end, or many."""
    for file in case.files:
        file.rewritten.append(lambda text: text.rstrip("\n") + case.dice.choice(["", "\n\n\n", "\x1a"]))
    return ["line", "\\x1a", "1a"]


@kind(CHANGED, Base(form="csv", plain=True), flags=["partial", "undefined"])
def file_cut_within_a_row(case: Case) -> Names:
    """A file ends within its last row, behind the month and the areas."""
    file = case.dice.choice(case.files)
    file.ragged = True
    row = file.sheet.rows[-1]
    kept = file.sheet.at(file.sheet.counts[0])
    case.unknown(row)
    del row.cells[kept:]
    file.rewritten.append(lambda text: text.rstrip("\n"))
    return [*file.place(row), file.name]


@kind(UNKNOWABLE, Base(form="csv", plain=True, keys=FEW))
def file_cut_within_its_last_figure(case: Case) -> Names:
    """A file ends within its last number: nothing but the missing end of the line shows it."""
    file = case.dice.choice(case.files)
    file.rewritten.append(lambda text: text.rstrip("\n")[:-1])
    return [file.name]
