from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.areas.labels import Pool
from popcalc.areas.tree import name_key, plain_code, plain_name


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("  North   hill ", "North hill"),
        ("石门　村", "石门村"),
        (" 石门 村\u00a0", "石门村"),
        ("第 3 村", "第3村"),
        ("Évora Monte", "Évora Monte"),
        ("José María", "José María"),
        ("ＡＢ村", "AB村"),
        ("A\u200bB", "AB"),
        ("村\ufeff", "村"),
        ("\t", ""),
    ],
)
def test_names_lose_stray_spaces_only(written: str, plain: str) -> None:
    assert plain_name(written) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("0071", "0071"),
        ("65000010-002", "65000010002"),
        (" 3208 0310 0201 ", "320803100201"),
        ("320803100201.0", "320803100201"),
        ("'320803100201", "320803100201"),
        ("３２０８", "3208"),
        ("3208—01", "320801"),
        ("A.0", "A.0"),
        ("1.50", "1.50"),
    ],
)
def test_codes_lose_separators_and_keep_leading_zeros(written: str, plain: str) -> None:
    assert plain_code(written) == plain


@given(st.text(alphabet="Ab09Éñ村門３Ａ \u3000\u00a0\u200b\t'-", max_size=12))
def test_plain_forms_are_stable(written: str) -> None:
    assert plain_name(plain_name(written)) == plain_name(written)
    assert name_key(plain_name(written)) == name_key(written)
    assert plain_code(plain_code(written)) == plain_code(written)


@given(st.permutations(["North hill", "Northhill", "North  Hill", "石 门", "石门", " ", "Ａ", "A"]))
def test_a_pool_spells_its_words_alike_in_whatever_order_they_come(order: list[str]) -> None:
    pool = Pool(is_code=False)
    spelled = {written: pool.position(written) for written in order}

    assert {written: pool.words[position] for written, position in spelled.items()} == {
        "North hill": "North hill",
        "Northhill": "North hill",
        "North  Hill": "North Hill",
        "石 门": "石门",
        "石门": "石门",
        " ": "",
        "Ａ": "A",
        "A": "A",
    }
