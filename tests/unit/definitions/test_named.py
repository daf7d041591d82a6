"""Indicators by key and by name, in the catalogue that ships and in one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from popcalc.definitions.catalogue import Indicator
from popcalc.definitions.loading import load_catalogue
from popcalc.definitions.named import find_indicator
from popcalc.errors import Fault
from popcalc.language import LANGUAGES

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_name_that_is_shown_leads_to_its_indicator_or_names_all_that_bear_it(code: str) -> None:
    labels = [one.label.words[code].casefold() for one in CATALOGUE.indicators.values()]
    for one in CATALOGUE.indicators.values():
        name = one.label.words[code]
        found = find_indicator(name, CATALOGUE)
        if labels.count(name.casefold()) == 1:
            assert found is one
        else:
            assert isinstance(found, Fault)
            assert one.key in str(found.text)


@pytest.mark.parametrize(("header", "key"), [("人口数", "population"), ("死亡数", "deaths"), ("出生数", "births")])
def test_header_of_a_count_is_a_name_of_it(header: str, key: str) -> None:
    assert find_indicator(header, CATALOGUE) is CATALOGUE.indicators[key]


def test_name_of_ones_own_catalogue_is_a_key(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "version: 1\nindicators:\n  twins:\n    label: {en: Twin share, zh: 双胎比例}\n    kind: proportion\n"
        "    numerator: births_male\n    denominator: births\n    per: 100\n    aliases: [Zwillinge]\n",
        encoding="utf-8",
    )
    catalogue = load_catalogue([own])
    for name in ("twins", "twin share", "双胎比例", "zwillinge"):
        found = find_indicator(name, catalogue)
        assert isinstance(found, Indicator)
        assert found.key == "twins"
