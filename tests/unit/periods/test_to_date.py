"""Words of titles and names for figures from the start of the year, and those that only look like them."""

from __future__ import annotations

import pytest

from popcalc.periods import is_to_date, name_to_date


@pytest.mark.parametrize(
    "words",
    [
        "Births to date",
        "Deaths, year-to-date",
        "Births so far this year",
        "births YTD",
        "今年以来出生情况",
        "年初以来死亡人数",
        "出生（年初から）",
        "年初以来の死亡",
        "출생 연초부터",
        "올해 들어 사망",
        "Nacimientos hasta la fecha",
        "Defunciones desde el inicio del año",
        "Nascimentos até a data",
        "Óbitos até o momento",
        "Naissances à ce jour",
        "Décès depuis le début de l'année",
        "Kelahiran s.d. bulan ini",
        "Kematian hingga saat ini",
        "Родившиеся накопительным итогом",
        "Умершие с начала текущего года",
        "المواليد حتى تاريخه",
        "الوفيات حتى الآن",
    ],
)
def test_figures_to_date_are_said(words: str) -> None:
    assert is_to_date(words)


@pytest.mark.parametrize(
    "words",
    [
        "Births, up to date",
        "Up-to-date register of births",
        "Updated births",
        "Births since January 2010",
        "Nacimientos, datos actualizados hasta la fecha",
        "Nascimentos, dados atualizados até o momento",
        "Naissances, données mises à jour à ce jour",
        "المواليد، محدثة حتى تاريخه",
        "A birth cum death register",
        "2013年至今",
    ],
)
def test_a_renewed_table_or_a_series_is_none_to_date(words: str) -> None:
    assert not is_to_date(words)


@pytest.mark.parametrize(
    ("path", "sheet", "said"),
    [
        ("2013/births_to_date", None, "births_to_date"),
        ("2013年出生累计", "表一", "2013年出生累计"),
        ("births", "YTD", "YTD"),
        ("births up-to-date", None, None),
        ("to date/births", None, None),
    ],
)
def test_the_nearest_name_that_says_it(path: str, sheet: str | None, said: str | None) -> None:
    assert name_to_date(path, sheet) == said
