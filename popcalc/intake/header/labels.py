"""Labels of lines that are no part of a table: 填报人, 单位负责人, notes."""

from __future__ import annotations

import re

from popcalc.definitions.headers import folded

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


def is_label(cell: str) -> bool:
    """Whether a cell begins a line below a table: `填报人：…`, `注：…`, `Prepared by …`."""
    if _PERHAPS.match(cell) is None:
        return False
    words = folded(cell)
    return any(pattern.fullmatch(words) for pattern in (_WITH_COLON, _ALONE, _BY_ITSELF))


def is_signature(cell: str) -> bool:
    """Whether a cell says who is responsible for the table, with a colon: `审核人：…`."""
    return _SIGNED.fullmatch(folded(cell)) is not None


def is_of_a_number(cell: str) -> bool:
    """Whether a cell is the label of a telephone or of a day, whose number stands on its right."""
    return _OF_A_NUMBER.fullmatch(folded(cell)) is not None
