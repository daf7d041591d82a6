"""Random tidy tables, and the random honest forms in which offices send them: what is written must come back equal."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from hypothesis import strategies as st

Thing = TypeVar("Thing")

Key = tuple[int, int, int]
"""Town, village within it, month, each counted from 0."""

COUNTS = ("births", "births_male", "births_female", "deaths", "population", "married_women_15_49")
UNDERIVED = tuple(count for count in COUNTS if count != "births_female")
"""Counts none of which follows from others, so that one that is lost stays lost."""
FLOWS = ("births", "births_male", "births_female", "deaths")

HEADERS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "period": "month", "town": "town", "village": "village", "code": "village code", "births": "births",
        "births_male": "births male", "births_female": "births female", "deaths": "deaths",
        "population": "population", "married_women_15_49": "married_women_15_49",
    },
    "zh": {
        "period": "统计月份", "town": "乡镇", "village": "村名", "code": "村代码", "births": "出生人数",
        "births_male": "出生男", "births_female": "出生女", "deaths": "死亡人数", "population": "期末总人口",
        "married_women_15_49": "已婚育龄妇女人数",
    },
    "zh-hant": {
        "period": "統計月份", "town": "鄉鎮", "village": "村名", "code": "村代碼", "births": "出生人數",
        "births_male": "出生男", "births_female": "出生女", "deaths": "死亡人數", "population": "期末總人口",
        "married_women_15_49": "已婚育齡婦女人數",
    },
}  # fmt: skip

TOWNS = {"latin": ("North Hill", "Eastbrook"), "han": ("石桥镇", "河湾乡"), "hant": ("石橋鎮", "河灣鄉")}
VILLAGES = {
    "latin": ("Pine Hollow", "Oak, Bank", 'The "Gate"', "Mill"),
    "han": ("松坳村", "冷泉村", "双井村", "竹 弯 村"),
    "hant": ("松林村", "冷泉村", "雙井村", "竹圍村"),
}
SCRIPT_OF = {"en": ("latin", "han", "hant"), "zh": ("han", "latin"), "zh-hant": ("hant", "latin")}
ENCODINGS = {
    "latin": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"),
    "han": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"),
    "hant": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "big5"),
}
MONTHS = tuple(range(2013 * 12, 2013 * 12 + 4))
NIL = ("", "-", "--", "—", "/", "…", "无", "NA", " ")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Facts:
    """Figures by town, village and month, None for missing."""

    towns: int
    villages: int
    months: int
    counts: tuple[str, ...]
    figures: Mapping[Key, Mapping[str, int | None]]


@st.composite
def facts(draw: st.DrawFn, known: Sequence[str] = COUNTS) -> Facts:
    """Return a table of one or two towns with up to four villages each, for up to four months."""
    towns, villages, months = draw(st.integers(1, 2)), draw(st.integers(1, 4)), draw(st.integers(1, 4))
    counts = tuple(draw(st.lists(st.sampled_from(known), min_size=1, unique=True)))
    value = st.one_of(st.integers(0, 60), st.none(), st.integers(0, 3_000_000))
    keys = [(town, village, month) for town in range(towns) for village in range(villages) for month in range(months)]
    left_out = draw(st.sets(st.sampled_from(keys), max_size=len(keys) - 1))
    return Facts(
        towns,
        villages,
        months,
        counts,
        {key: {count: draw(value) for count in counts} for key in keys if key not in left_out},
    )


@dataclass(frozen=True)
class Form:
    """How a table is written."""

    language: str
    script: str
    encoding: str
    delimiter: str
    line_end: str
    month: str
    codes: str
    number: str
    nil: str
    titles: tuple[str, ...]
    unit_line: bool
    second_header: str
    footers: tuple[str, ...]
    totals: str
    split: str
    order: int
    spare: int
    remark: bool
    header_dress: str
    quote_all: bool
    final_end: bool

    @property
    def chinese(self) -> bool:
        """Whether words beside the table are Chinese."""
        return self.language != "en" and self.script != "latin"


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Return an honest form; every part of it is one that offices use."""
    language = draw(st.sampled_from(sorted(HEADERS)))
    script = draw(st.sampled_from(SCRIPT_OF[language]))
    widest = "hant" if language == "zh-hant" else "han" if language == "zh" else script
    encoding = draw(st.sampled_from(ENCODINGS[widest]))
    chinese = language != "en"
    nils = NIL if chinese and language == "zh" else tuple(mark for mark in NIL if mark != "无")
    return Form(
        language=language,
        script=script,
        encoding=encoding,
        delimiter=draw(st.sampled_from([",", ",", ";", "\t"])),
        line_end=draw(st.sampled_from(["\n", "\r\n"])),
        month=draw(st.sampled_from(["iso", "compact", "slash", "dot", "han", "day", "roc", "excel", "file", "folder"])),
        codes=draw(st.sampled_from(["none", "plain", "dashes", "point", "quote"])),
        number=draw(st.sampled_from(["plain", "plain", "thousands", "full", "point", "quote", "blank", "nbsp"])),
        nil=draw(st.sampled_from(nils)),
        titles=draw(st.sampled_from([(), ("T",), ("T", ""), ("T", "U")])),
        unit_line=draw(st.booleans()) and chinese,
        second_header=draw(st.sampled_from(["", "", "numbers", "other"])),
        footers=draw(st.sampled_from([(), (), ("F",), ("F", "N")])),
        totals=draw(st.sampled_from(["", "", "first", "last", "towns"])),
        split=draw(st.sampled_from(["one", "months", "subjects", "towns"])),
        order=draw(st.integers(0, 999)),
        spare=draw(st.integers(0, 2)),
        remark=draw(st.booleans()),
        header_dress=draw(st.sampled_from(["plain", "plain", "spaced", "full", "unit", "upper"])),
        quote_all=draw(st.booleans()),
        final_end=draw(st.booleans()),
    )  # fmt: skip


WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "T": "Births and deaths as reported", "U": "All villages, 2013", "F": "Prepared by: A. Clerk",
        "N": "Note: provisional", "total": "Total", "subtotal": "Subtotal", "remark": "seen",
    },
    "zh": {
        "T": "人口统计月报表", "U": "全部村，2013年", "F": "填报人：张三", "N": "注：初步数", "unit": "单位:人",
        "total": "合计", "subtotal": "小计", "remark": "已核",
    },
    "zh-hant": {
        "T": "人口統計月報表", "U": "全部村，2013年", "F": "填報人：張三", "N": "註：初步數", "unit": "單位:人",
        "total": "合計", "subtotal": "小計", "remark": "已核",
    },
}  # fmt: skip


def code_of(town: int, village: int) -> str:
    """Return the statistical code of a village, in a county that is in no register."""
    return f"990101{101 + town:03}{201 + village}"


def town_name(form: Form, town: int) -> str:
    """Return a town's name as the form's offices write it."""
    return TOWNS[form.script][town]


def village_name(form: Form, village: int) -> str:
    """Return a village's name as the form's offices write it; each town has the same."""
    return VILLAGES[form.script][village]


def key_of(form: Form, town: int, village: int) -> str:
    """Return the key under which the village must come back."""
    if form.codes != "none":
        return code_of(town, village)
    return "/".join(
        name if name.isascii() else name.replace(" ", "")
        for name in (town_name(form, town), village_name(form, village))
    )


def written_month(form: Form, month: int) -> str:
    """Return a month in the form's way."""
    year, number = divmod(MONTHS[month], 12)
    number += 1
    return {
        "iso": f"{year}-{number:02}",
        "compact": f"{year}{number:02}",
        "slash": f"{year}/{number}",
        "dot": f"{year}.{number}",
        "han": f"{year}年{number}月",
        "day": f"{year}-{number:02}-28",
        "roc": f"{year - 1911}{number:02}",
        "excel": str((41275, 41306, 41334, 41365)[month]),
    }[form.month]


def written_number(form: Form, value: int | None) -> str:
    """Return a figure in the form's way."""
    if value is None:
        return form.nil
    if form.number == "thousands":
        return f"{value:,}"
    return {
        "plain": f"{value}",
        "full": f"{value}".translate(FULL_WIDTH),
        "point": f"{value}.0",
        "quote": f"'{value}",
        "blank": f" {value} ",
        "nbsp": f"{value}\u3000" if form.chinese else f"{value} ",
    }[form.number]


def written_code(form: Form, town: int, village: int) -> str:
    """Return a village's code in the form's way."""
    code = code_of(town, village)
    return {
        "plain": code,
        "dashes": f"{code[:6]}-{code[6:9]}-{code[9:]}",
        "point": f"{code}.0",
        "quote": f"'{code}",
    }[form.codes]


def dressed(form: Form, header: str, role: str) -> str:
    """Return a header in the form's way: with spaces between its characters, full width, in capitals, with a unit."""
    if form.header_dress == "spaced" and not header.isascii():
        return "\u3000".join(header) if form.delimiter != "\t" else " ".join(header)
    if form.header_dress == "full" and header.isascii() and form.encoding not in ("big5",):
        return header.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code).isalnum()})
    if form.header_dress == "unit" and role in COUNTS and form.language != "en":
        return f"{header}(人)"
    return header.upper() if form.header_dress == "upper" else header


def files_of(table: Facts, form: Form) -> dict[str, bytes]:
    """Return the files, by name, in which an office of this form sends the table."""
    return {name: _encoded(lines, form) for name, lines in _tables(table, form)}


def _tables(table: Facts, form: Form) -> Iterator[tuple[str, list[list[str]]]]:
    subjects = [table.counts]
    if form.split == "subjects":
        apart = [tuple(one for one in table.counts if (one in FLOWS) == flow) for flow in (True, False)]
        subjects = [counts for counts in apart if counts]
    by_month = form.split == "months" or form.month in ("file", "folder")
    months = [[month] for month in range(table.months)] if by_month else [list(range(table.months))]
    towns = [[town] for town in range(table.towns)] if form.split == "towns" else [list(range(table.towns))]
    number = 0
    for counts in subjects:
        for month in months:
            for town in towns:
                keys = [key for key in table.figures if key[0] in town and key[2] in month]
                if keys:
                    number += 1
                    yield _file_name(form, number, month[0]), _lines(table, form, counts, keys)


def _file_name(form: Form, number: int, month: int) -> str:
    year, ordinal = divmod(MONTHS[month], 12)
    if form.month == "file":
        return f"part{'abcdefghijklmnop'[number - 1]}_{year}-{ordinal + 1:02}.csv"
    if form.month == "folder":
        return f"{year}/{ordinal + 1:02}/part{'abcdefghijklmnop'[number - 1]}.csv"
    return f"part{'abcdefghijklmnop'[number - 1]}.csv"


def _lines(table: Facts, form: Form, counts: Sequence[str], keys: Sequence[Key]) -> list[list[str]]:
    words = WORDS[form.language]
    roles = ["town", "village"]
    roles += ["code"] if form.codes != "none" else []
    roles += ["period"] if form.month not in ("file", "folder") else []
    columns = _shuffled([*roles, *counts], form.order)
    headers = HEADERS[form.language]
    width = len(columns) + form.remark + form.spare

    def line(cells: Mapping[str, str], remark: str = "") -> list[str]:
        return [*(cells.get(one, "") for one in columns), *([remark] if form.remark else []), *[""] * form.spare]

    def data(key: Key) -> list[str]:
        town, village, month = key
        cells = {"town": town_name(form, town), "village": village_name(form, village)}
        cells |= {"code": written_code(form, town, village)} if "code" in columns else {}
        cells |= {"period": written_month(form, month)} if "period" in columns else {}
        cells |= {count: written_number(form, table.figures[key][count]) for count in counts}
        return line(cells, words["remark"])

    def total(name: str, parts: Sequence[Key], **cells: str) -> list[str]:
        sums = {count: [table.figures[key][count] for key in parts] for count in counts}
        printed = {count: written_number(form, sum(value or 0 for value in values)) for count, values in sums.items()}
        return line({"village": name, **cells, **printed})

    lines = [[words[title] if title else ""] + [""] * (width - 1) for title in form.titles]
    lines += [[words["unit"]] + [""] * (width - 1)] if form.unit_line else []
    lines.append(
        [
            *(dressed(form, headers[one], one) for one in columns),
            *(["remarks"] if form.remark else []),
            *[""] * form.spare,
        ]
    )
    if form.second_header == "numbers" and width > 2:
        lines.append([str(place) for place in range(1, width + 1 - form.spare)] + [""] * form.spare)
    if form.second_header == "other" and form.language == "zh":
        lines.append(line({one: HEADERS["en"][one] for one in columns}))
    ordered = _shuffled(list(keys), form.order + 1) if form.totals != "towns" else list(keys)
    rows = [data(key) for key in ordered]
    by_month = {month: [key for key in keys if key[2] == month] for month in sorted({key[2] for key in keys})}
    if form.totals in ("first", "last"):
        period = {month: {"period": written_month(form, month)} if "period" in columns else {} for month in by_month}
        sums = [total(words["total"], parts, **period[month]) for month, parts in by_month.items()]
        rows = sums + rows if form.totals == "first" else rows + sums
    if form.totals == "towns" and len(by_month) == 1:
        rows = []
        for town in sorted({key[0] for key in keys}):
            parts = [key for key in keys if key[0] == town]
            rows += [*(data(key) for key in parts), total(words["subtotal"], parts, town=town_name(form, town))]
    lines += rows
    lines += [[words[footer]] + [""] * (width - 1) for footer in form.footers]
    return lines


def _encoded(lines: Sequence[Sequence[str]], form: Form) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=form.delimiter,
        lineterminator=form.line_end,
        quoting=csv.QUOTE_ALL if form.quote_all else csv.QUOTE_MINIMAL,
    )
    writer.writerows(lines)
    content = out.getvalue() if form.final_end else out.getvalue().removesuffix(form.line_end)
    return content.encode(form.encoding)


def _shuffled(things: Sequence[Thing], seed: int) -> list[Thing]:
    found = list(things)
    random.Random(seed).shuffle(found)
    return found


def plain(form: Form) -> Form:
    """Return the tidiest form with the same names and codes."""
    return replace(
        form, encoding="utf-8", delimiter=",", line_end="\n", month="iso", number="plain", nil="", titles=(),
        unit_line=False,
        codes="plain" if form.codes != "none" else "none",
        second_header="", footers=(), totals="", split="one", order=0, spare=0, remark=False, header_dress="plain",
        quote_all=False, final_end=True,
    )  # fmt: skip
