"""Headers: what makes no difference, what does, and the unit in brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.definitions.catalogue import Count, Nature
from popcalc.definitions.headers import header_unit, lexicon, normal_header
from popcalc.language import named


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("本　期　出　生　人　数", "本期出生人数"),
        ("出生數", "出生数"),
        ("出生數-男", "出生数男"),
        ("結婚對數", "结婚对数"),
        ("未滿15歲", "未满15岁"),
        ("超過64歲", "超过64岁"),
        ("統計年月", "统计年月"),
        ("區域別代碼", "区域别代码"),
        ("戶數", "户数"),
        ("村里", "村里"),
        ("總人口數（人）", "总人口数"),
        ("投入(万元)", "投入"),
        ("投入（單位：萬元）", "投入"),
        ("避孕率(%)", "避孕率"),
        ("出生率（‰）", "出生率"),
        ("村(居)数", "村居数"),
        ("高血压患者总人数(估算)", "高血压患者总人数估算"),
        ("其中：计划内", "其中计划内"),
        ("0—14岁", "0-14岁"),
        ("0 - 14 岁", "0-14岁"),
        ("15~49岁妇女", "15-49岁妇女"),
        ("１５－６４岁", "15-64岁"),
        ("Live births", "livebirths"),
        ("LIVE_BIRTHS", "livebirths"),
        ("live-births (persons)", "livebirths"),
        ("65+", "65"),
        ("Deaths(1)(2)", "deaths"),
        ("死亡人数（3）", "死亡人数"),
        ("65(1)", "651"),
        ("(人)", ""),
        ("——", ""),
        ("", ""),
    ],
)
def test_normal_form(written: str, normal: str) -> None:
    assert normal_header(written) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [("0-14岁", "14岁"), ("0-14岁", "014岁"), ("出生男", "出生女"), ("一孩", "二孩"), ("births", "birth")],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert normal_header(one) != normal_header(other)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("投入(万元)", "万元"),
        ("投入（萬元）", "万元"),
        ("投入【单位：万元】", "万元"),
        ("人数(人)", "人"),
        ("出生率（‰）", "‰"),
        ("避孕率(％)", "%"),
        ("检查(对)(人)", "人"),
        ("Population (Thousands)", "thousands"),
        ("村(居)数", None),
        ("总人数(估算)", None),
        ("万元", None),
        ("", None),
    ],
)
def test_unit_in_brackets(written: str, unit: str | None) -> None:
    assert header_unit(written) == unit


@given(st.text(max_size=20) | st.text("(（人)）万元-—_ 0129aÅ數", max_size=20))
def test_normal_form_of_a_normal_form_is_itself(written: str) -> None:
    assert normal_header(normal_header(written)) == normal_header(written)


@given(st.text(max_size=12))
def test_spaces_and_underscores_never_matter(written: str) -> None:
    assert normal_header(f"  {written}\u3000_\n") == normal_header(written)


def test_lexicon_knows_key_labels_and_headers() -> None:
    count = Count("live_births", Nature.FLOW, named("Births alive", zh="活产数"), headers=("Geburten",))
    assert lexicon([count]) == {
        "livebirths": "live_births",
        "birthsalive": "live_births",
        "活产数": "live_births",
        "geburten": "live_births",
    }
