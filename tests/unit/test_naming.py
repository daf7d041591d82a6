"""Names in place of keys, in either language."""

from __future__ import annotations

import pytest

from popcalc.errors import Fault
from popcalc.language import LANGUAGES, text
from popcalc.naming import CHOICES, EVERY_INDICATOR, Names, in_all_languages, names_of_choices, names_of_levels
from popcalc.periods import PeriodKind

RATES = Names(
    {
        "birth_rate": ("Crude birth rate", "出生率"),
        "births": ("Live births", "出生人数"),
        "checks_done": ("Checks done", "检查人数"),
        "check_rate": ("Checks done", "检查率"),
    }
)


def found(given: str, names: Names = RATES) -> str | Fault:
    return names.find(given, "UNKNOWN", lambda hint: text("{word} is none{hint}", word=given, hint=hint))


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("births", "births"),
        ("出生率", "birth_rate"),
        ("crude birth rate", "birth_rate"),
        ("CRUDE  BIRTH-RATE", "birth_rate"),
        ("出生 率", "birth_rate"),
        ("出生人數", "births"),
        ("Birth-Rate", "birth_rate"),
    ],
)
def test_key_or_name_in_any_spelling_is_the_key(given: str, key: str) -> None:
    assert found(given) == key


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("birth_rat", "birth_rate"),
        ("出生律", "出生率"),
        ("Crude brith rate", "Crude birth rate"),
        ("检查", "检查率"),
    ],
)
def test_word_that_is_none_is_told_the_nearest_of_keys_and_names(given: str, nearest: str) -> None:
    wrong = found(given)
    assert isinstance(wrong, Fault)
    assert (wrong.code, str(wrong.text)) == ("UNKNOWN", f"{given} is none (did you mean {nearest}?)")


@pytest.mark.parametrize("given", ["", " ", "-", "nothing like it", "完全不同"])
def test_word_that_is_like_none_is_told_nothing(given: str) -> None:
    wrong = found(given)
    assert isinstance(wrong, Fault)
    assert str(wrong.text) == f"{given} is none"


def test_name_of_two_is_an_error_that_names_both() -> None:
    wrong = found("checks done")
    assert isinstance(wrong, Fault)
    assert wrong.code == "AMBIGUOUS_NAME"
    assert str(wrong.text) == "checks done is the name of checks_done, check_rate: give one of these keys"


def test_name_of_ones_own_wins_over_what_another_is_called_as_well() -> None:
    names = Names({"births": ("Births",), "share": ()}, {"share": ("births", "part")})
    assert found("BIRTHS", names) == "births"
    assert found("Part", names) == "share"


def test_key_wins_over_a_name_of_another() -> None:
    assert found("rate", Names({"rate": (), "share": ("rate",)})) == "rate"


@pytest.mark.parametrize(
    ("given", "level"), [("乡镇", "town"), ("镇", "town"), ("township", "town"), ("街道", "town"), ("县区", "county"),
                         ("行政村", "village"), ("合计", "all"), ("total", "all")]
)  # fmt: skip
def test_level_goes_by_what_offices_call_it(given: str, level: str) -> None:
    assert found(given, names_of_levels(["county", "town", "village", "all"])) == level


def test_level_of_the_data_alone_can_be_named() -> None:
    assert isinstance(found("县", names_of_levels(["town", "village"])), Fault)
    assert found("Commune", names_of_levels(["commune", "village"])) == "commune"


@pytest.mark.parametrize(
    ("given", "kind"), [("月", "month"), ("季度", "quarter"), ("季", "quarter"), ("半年", "half"), ("年", "year"),
                        ("本年累计", "ytd"), ("滚动年", "rolling"), ("全期", "all"), ("Quarterly", "quarter")]
)  # fmt: skip
def test_kind_of_period_goes_by_its_names(given: str, kind: str) -> None:
    assert found(given, names_of_choices(list(PeriodKind))) == kind


def test_every_kind_of_period_has_names_of_its_own() -> None:
    kinds = list(PeriodKind)
    assert set(kinds) <= set(CHOICES)
    names = names_of_choices(kinds)
    assert [names.meant(name) for kind in kinds for name in names.by_key[kind]] == [
        (kind,) for kind in kinds for _ in names.by_key[kind]
    ]


def test_names_stand_in_every_language() -> None:
    assert len(LANGUAGES) > 1
    assert {"all", "全部"} <= set(in_all_languages(EVERY_INDICATOR))
