"""Lines that are no data: those below a table (填报人, 单位负责人, notes), and headers that stand again on a new page.

A line is judged by itself, so that data may follow. A row with a month and a figure is data, whatever its name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from popcalc.definitions.headers import folded
from popcalc.intake.rows.cells import NIL_MARKS

if TYPE_CHECKING:
    import numpy.typing as npt

    from popcalc.intake.header.layout import Layout
    from popcalc.intake.text.blocks import Block
    from popcalc.intake.text.bytestrings import Bools

_WHO_AND_WHEN = (
    r"(?:填报|填表|制表|审核|复核|审批|统计|经办|联系|报表|报送|上报|报出|打印|导出|印发|校对|录入|单位|部门|科室|主管|分管|主要)?"
    r"(?:负责人|领导|人|人员|员|签字|签名|签章|盖章|公章|日期|时间|电话|单位|年月日)"
    r"|单位(?:\(章\)|\(公章\)|\(盖章\))|单位统计负责人|制表|填表|填报|审核|复核|签发|传真|手机"
)
_NOTES = (
    r"注|附注|备注|注释|说明|填表说明|填报说明|编制说明|指标解释|资料来源|数据来源|来源|口径|统计口径|"
    r"notes?|n\.?b\.?|remarks?|sources?|date|signed|signature|tel|telephone|phone|contact|"
    r"(?:prepared|compiled|checked|reviewed|approved|certified|submitted|reported|signed)by"
)
_BEFORE = r"[*※#★☆(\[【]*"
_AFTER = r"[\d一二三四五]{0,2}[\])】]?(?:\([^()]{0,12}\))?"
_WITH_COLON = re.compile(rf"{_BEFORE}(?:{_WHO_AND_WHEN}|{_NOTES}){_AFTER}:.*")
_ALONE = re.compile(rf"{_BEFORE}(?:(?!单位$|人$|人员$|日期$|时间$)(?:{_WHO_AND_WHEN})|{_NOTES}){_AFTER}")
_BY_ITSELF = re.compile(
    r"(?:prepared|compiled|checked|reviewed|approved|certified|submitted)by.*|第\d+页.*|共\d+页.*|page\d+(?:of\d+)?|"
    r"-\d+-|以下空白|以下无正文|(?:以上|上述|本表|此表|特此|经核).{4,}|"
    r"(?:(?:all|the)?(?:above)?)(?:figures|data|numbers).*(?:checked|verified|correct|confirmed).*"
)
_PERHAPS = re.compile(
    r"[\W_]|[以人共主代传傳分制製副办辦单單印厂参口各员員填复複覆审審密对對年负負手打批报報指执執抄拟擬数數日时時来來校核法注註"
    r"电電盖蓋科第签簽经經统統编編联聯职職落补補说說责責资資起送部错錯录錄附备備领領首上公]|"
    r"n\.?b|not|remark|source|date|sign|tel|phone|contact|page|all|the|above|figures|data|numbers|"
    r"prepared|compiled|checked|reviewed|approved|certified|submitted|reported",
    re.IGNORECASE,
)
"""A label begins with one of these; most names do not and need no closer look."""
_SIGNED = re.compile(rf"(?:{_WHO_AND_WHEN})(?:\([^()]{{0,12}}\))?:.*")
_OF_A_NUMBER = re.compile(r".*(?:电话|手机|传真|日期|时间|date|tel|telephone|phone|contact)(?:\([^()]*\))?:?")
_FIGURE = re.compile(r"[\d,.]+")


class Aside(Enum):
    """A line that is no data."""

    FOOTER = "footer"
    HEADER = "header"


def is_label(cell: str) -> bool:
    """Whether a cell begins a line below a table: `填报人：…`, `注：…`, `Prepared by …`."""
    if _PERHAPS.match(cell) is None:
        return False
    words = folded(cell)
    return any(pattern.fullmatch(words) for pattern in (_WITH_COLON, _ALONE, _BY_ITSELF))


def aside_of(cells: Sequence[str], layout: Layout, before: Aside | None, *, dated: bool) -> Aside | None:
    """Return what a line is if it is no data; `before` is what the last one was, `dated` says that it has a month.

    It repeats a line from above the data; it begins with a label or signs the table further on; or it goes on with the
    text of the line before it. With a month and a figure it is data, unless a label on its left makes it the number
    of a telephone or of a day.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return None
    if _plain(cells) in layout.lines_above:
        return Aside.HEADER
    labelled = [is_label(cell) for cell in filled]
    figures = any(
        _FIGURE.fullmatch(folded(cell)) and not (spot and _OF_A_NUMBER.fullmatch(folded(filled[spot - 1])))
        for spot, cell in enumerate(filled)
    )
    if figures and dated:
        return None
    if labelled[0] or any(_SIGNED.fullmatch(folded(cell)) for cell in filled):
        return Aside.FOOTER
    return Aside.FOOTER if before is Aside.FOOTER and len(filled) == 1 and not figures else None


def find_asides(
    block: Block, rows: npt.NDArray[np.int32], layout: Layout, suspects: Bools, dated: Bools
) -> tuple[Bools, Bools]:
    """Return which rows of a block are footers, and which repeat the header; `rows` are their numbers in the file.

    Only `suspects` can be, and what repeats a line from above right below one that does. `dated` rows have a month. The
    lines are looked at whole, columns that are not read among them.
    """
    footers, headers = np.zeros(len(rows), dtype=np.bool_), np.zeros(len(rows), dtype=np.bool_)
    spots = np.flatnonzero(suspects).tolist()
    if not spots:
        return footers, headers
    spot_of = dict(zip((rows - block.first).tolist(), range(len(rows)), strict=True))
    reader = csv.reader(io.StringIO(block.content.decode("utf-8"), newline=""), delimiter=layout.delimiter)
    before: Aside | None = None
    for number, record in enumerate(reader):
        spot = spot_of.get(number, -1)
        if spot < 0:
            continue
        if suspects[spot]:
            before = aside_of(record, layout, before, dated=bool(dated[spot]))
        else:
            repeats = before is Aside.HEADER and _plain(record) in layout.lines_above
            before = Aside.HEADER if repeats else None
        footers[spot] = before is Aside.FOOTER
        headers[spot] = before is Aside.HEADER
        if before is not Aside.HEADER and spot >= spots[-1]:
            break
    return footers, headers


def says_nothing_or_words(cell: str) -> bool:
    """Whether the cell of a count has no figure in it: it is blank, a nil mark or words."""
    words = folded(cell)
    return words in NIL_MARKS or not any(letter.isdigit() for letter in words)


def plain_lines(records: Sequence[Sequence[str]]) -> frozenset[tuple[str, ...]]:
    """Return lines in the form in which they are compared: cells without outer spaces, none empty at the end."""
    return frozenset(line for record in records if (line := _plain(record)))


def _plain(cells: Sequence[str]) -> tuple[str, ...]:
    plain = [cell.strip() for cell in cells]
    while plain and not plain[-1]:
        plain.pop()
    return tuple(plain)
