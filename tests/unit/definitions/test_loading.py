"""Catalogues from files: the built-in one, what a user adds, and what is said when it is wrong."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import popcalc
from popcalc.definitions import compiled
from popcalc.definitions.catalogue import Catalogue, Formula, IntervalModel, Kind, Moment, Nature, Term
from popcalc.definitions.catalogue_file import assemble
from popcalc.definitions.headers import headers_of, lexicon, normal_header
from popcalc.definitions.loading import load_catalogue
from popcalc.definitions.strict_yaml import parse
from popcalc.errors import DefinitionError
from popcalc.language import Label, named

BUILT_IN = Path(popcalc.__file__).parent / "definitions" / "builtin"
EXAMPLES = sorted((BUILT_IN.parents[2] / "configs").glob("catalogue*.yaml"))

BASE = """
version: 1
counts:
  births: {nature: flow, label: {en: Births, zh: 出生人数}, headers: [出生数], derive: births_male + births_female}
  births_male: {nature: flow, label: Boys, derive: [births - births_female]}
  births_female: {nature: flow, label: Girls}
  deaths: {nature: flow, label: Deaths}
  population: {nature: stock, label: People, headline: true, group: people, note: registered}
  checks_due: {nature: quota, label: Checks due}
indicators:
  birth_rate: {label: Birth rate, kind: rate, numerator: births, denominator: population, per: 1000}
"""


@pytest.fixture(autouse=True)
def two_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever languages there are, names in these tests are in English and Chinese."""
    for module in ("forms", "catalogue_file"):
        monkeypatch.setattr(f"popcalc.definitions.{module}.LANGUAGES", ("en", "zh"))


def together(*sources: str) -> Catalogue:
    """Return the catalogue of BASE (base.yaml) and more files (f.yaml, g.yaml)."""
    names = ("base.yaml", "f.yaml", "g.yaml")
    return assemble([parse(source.encode(), name) for name, source in zip(names, (BASE, *sources), strict=False)])


def said(*sources: str) -> list[str]:
    """Return all faults of BASE and more files as lines, as a user reads them."""
    with pytest.raises(DefinitionError) as caught:
        together(*sources)
    return str(caught.value).split("\n")


def said_of_indicator(written: str) -> list[str]:
    """Return what is wrong with one indicator `x` on line 3, without the place and the path's beginning."""
    lines = said(f"version: 1\nindicators:\n  x: {{label: X, {written}}}\n")
    return [line.split(" indicators.x", 1)[1].removeprefix(".") for line in lines]


# The built-in catalogue and the examples.


def test_built_in_catalogue_loads_and_every_count_is_an_indicator() -> None:
    catalogue = load_catalogue()
    assert {"births", "population", "deaths"} <= set(catalogue.counts)
    assert {"crude_birth_rate", "natural_increase_rate", "sex_ratio_at_birth"} <= set(catalogue.indicators)
    assert all(catalogue.indicators[key].kind is Kind.COUNT for key in catalogue.counts)


def test_no_key_stands_in_two_built_in_files() -> None:
    seen: dict[tuple[str, str], str] = {}
    for path in sorted(BUILT_IN.glob("*.yaml")):
        data = parse(path.read_bytes(), path.name).data
        assert isinstance(data, dict)
        for section in ("counts", "indicators", "identities", "units", "groups"):
            for key in data.get(section, {}):
                assert seen.setdefault((section, key), path.name) == path.name, key


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "vital.yaml",
            "unit: per100000",
            "unit: per_100000",
            "builtin/units.yaml has no unit per_100000, which maternal_mortality_ratio has",
        ),
        (
            "vital.yaml",
            "    group: vital_statistics\n    kind: ratio\n    numerator: deaths_maternal",
            "    group: vital\n    kind: ratio\n    numerator: deaths_maternal",
            "builtin/*.yaml have no group vital, which maternal_mortality_ratio has",
        ),
        (
            "vital.yaml",
            "numerator: deaths_maternal",
            "numerator: deaths_matern",
            "there is no count deaths_matern (did you mean deaths_maternal?)",
        ),
        ("more.yaml", "", "version: 1\n", "builtin/more.yaml has no place in BUILT_IN of catalogue_file.py"),
    ],
)
def test_what_the_built_in_files_lack_is_named(
    file: str,
    old: str,
    new: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A unit or a heading of their own free text, which users may write, once had no name in another language."""
    shutil.copytree(BUILT_IN, tmp_path, dirs_exist_ok=True)
    source = (tmp_path / file).read_text(encoding="utf-8") if old else ""
    assert old in source
    (tmp_path / file).write_text(source.replace(old, new) if old else new, encoding="utf-8")
    monkeypatch.setattr("popcalc.definitions.catalogue_file.BUILT_IN_FOLDER", tmp_path)
    assert compiled.main(["--check"]) == 1
    assert capsys.readouterr().err.rstrip().endswith(said)


def test_every_built_in_header_means_its_count() -> None:
    catalogue = load_catalogue()
    words = lexicon(catalogue.counts.values())
    for count in catalogue.counts.values():
        for header in headers_of(count):
            assert words[normal_header(header)] == count.key


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_example_catalogue_loads(path: Path) -> None:
    assert len(load_catalogue([path]).indicators) > len(load_catalogue().indicators)


def test_loading_module_imports_neither_yaml_nor_pandas() -> None:
    code = "import sys, popcalc.definitions.loading; print({'yaml', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# What a file says becomes the words of a calculation.


def test_entries_become_counts_and_indicators() -> None:
    catalogue = together()
    births = catalogue.counts["births"]
    assert (births.nature, births.label, births.headers) == (
        Nature.FLOW,
        Label({"en": "Births", "zh": "出生人数"}),
        ("出生数",),
    )
    assert births.derive == (Formula((Term(1, "births_male"), Term(1, "births_female"))),)
    rate = catalogue.indicators["birth_rate"]
    assert (rate.kind, rate.per, rate.interval) == (Kind.RATE, 1000, IntervalModel.POISSON)
    assert (str(rate.numerator), str(rate.denominator)) == ("births", "population")


def test_count_is_an_indicator_of_its_sum_or_of_its_last_month_end() -> None:
    catalogue = together()
    assert catalogue.indicators["births"].numerator == Formula((Term(1, "births"),))
    people = catalogue.indicators["population"]
    assert people.numerator == Formula((Term(1, "population", Moment.CLOSING),))
    assert (people.label, people.unit, people.headline, people.group) == (named("People"), "persons", True, "people")
    assert people.denominator is None


def test_later_file_adds_and_a_replaced_entry_keeps_its_place() -> None:
    catalogue = together(
        """
version: 1
units: {head: {en: per head, zh: 每人}}
groups: {own: Own figures}
counts: {twins: {nature: flow, label: Twins}}
indicators:
  death_rate: {label: Death rate, kind: rate, numerator: deaths, denominator: population, per: 1000}
  birth_rate: {label: Twin rate, kind: rate, numerator: twins, denominator: population, per: 100}
identities:
  sexes: {rule: births = births_male + births_female, severity: warning, label: Sexes}
  bare_stock: {rule: births <= population}
"""
    )
    assert list(catalogue.counts) == [
        "births",
        "births_male",
        "births_female",
        "deaths",
        "population",
        "checks_due",
        "twins",
    ]
    assert list(catalogue.indicators) == [*catalogue.counts, "birth_rate", "death_rate"]
    assert catalogue.indicators["birth_rate"].label == named("Twin rate")
    assert catalogue.units == {"head": Label({"en": "per head", "zh": "每人"})}
    assert catalogue.groups == {"own": named("Own figures")}
    sexes = catalogue.identities["sexes"]
    assert (str(sexes.left), sexes.comparison, str(sexes.right)) == ("births", "=", "births_male + births_female")
    assert (sexes.severity, sexes.label) == ("warning", named("Sexes"))
    assert catalogue.identities["bare_stock"].severity == "error"


@pytest.mark.parametrize(
    ("written", "interval"),
    [
        ("kind: rate, numerator: births, denominator: population, per: 1000", "poisson"),
        ("kind: rate_difference, numerator: births - deaths, denominator: population, per: 1000", "mover"),
        ("kind: proportion, numerator: births_male, denominator: births", "binomial"),
        ("kind: proportion, numerator: births, denominator: closing(population)", "none"),
        ("kind: proportion, numerator: births, denominator: closing(population), interval: binomial", "binomial"),
        ("kind: ratio, numerator: births_male, denominator: births_female", "none"),
        ("kind: ratio, numerator: births_male, denominator: births_female, interval: odds", "odds"),
        ("kind: quota, numerator: births, denominator: checks_due", "none"),
        ("kind: count, numerator: births - deaths", "none"),
        ("kind: mean, numerator: births, denominator: closing(population)", "none"),
        ("kind: change, numerator: closing(population), denominator: opening(population)", "none"),
        ("kind: rate, numerator: births, denominator: population, per: 1000, interval: none", "none"),
        ("kind: count, numerator: births", "none"),
        ("kind: count, numerator: births, interval: poisson", "poisson"),
        ("kind: count, numerator: births - deaths, interval: mover", "mover"),
    ],
)
def test_interval_follows_the_kind_unless_given(written: str, interval: str) -> None:
    catalogue = together(f"version: 1\nindicators:\n  x: {{label: X, {written}}}\n")
    assert catalogue.indicators["x"].interval == interval


def test_per_is_one_where_it_is_not_needed() -> None:
    source = "version: 1\nindicators: {x: {label: X, kind: mean, numerator: births, denominator: births}}"
    assert together(source).indicators["x"].per == 1


def test_folded_notes_become_one_line() -> None:
    source = "version: 1\ncounts:\n  x:\n    nature: flow\n    label: X\n    note: |\n      one\n      two\n"
    assert together(source).counts["x"].note == "one two"


# Mistakes, as a user reads them.


def test_five_mistakes_give_five_faults_where_they_stand() -> None:
    source = """version: 1
counts:
  twins: {nature: flw, label: Twins}
indicators:
  twin_rate:
    label: Twin rate
    kind: rate
    numerater: twins
    denominator: population
    per: 1_000
  growth:
    label: Growth
    kind: count
    numerator: births - deths
identities:
  sexes: {rule: births = births_male / 2}
"""
    assert said(source) == [
        "f.yaml:3:19 BAD_VALUE counts.twins.nature: flw is not one of flow, stock, quota (did you mean flow?)",
        "f.yaml:8:5 UNKNOWN_KEY indicators.twin_rate.numerater: unknown key (did you mean numerator?)",
        'f.yaml:10:10 QUOTE_IT indicators.twin_rate.per: write 1000, or "1_000" in quotes if it is text',
        "f.yaml:14:25 UNKNOWN_COUNT indicators.growth.numerator: there is no count deths (did you mean deaths?)",
        "f.yaml:16:38 BAD_FORMULA identities.sexes.rule: a formula has no division: give numerator and denominator",
    ]


def said_of_rule(written: str) -> list[str]:
    """Return what is wrong with one rule `x` on line 3, without the place and the path's beginning."""
    lines = said(f"version: 1\nidentities:\n  x: {{{written}}}\n")
    return [line.split(" identities.x", 1)[1].removeprefix(".") for line in lines]


@pytest.mark.parametrize(
    ("written", "comparison", "sides"),
    [
        ("rule: births >= births_male", ">=", ("births", "births_male")),
        ("rule: population >= 50", ">=", ("population", "50")),
        ("agree: {a: births, b: births_male + births_female, within: 10}", "agree",
         ("births", "births_male + births_female")),
        ("compulsory: [births, deaths]", "compulsory", ("births", "deaths")),
        ("exclusive: [births_male, births_female]", "exclusive", ("births_male", "births_female")),
    ],
)  # fmt: skip
def test_rules_of_every_kind(written: str, comparison: str, sides: tuple[str, str]) -> None:
    one = together(f"version: 1\nidentities:\n  x: {{{written}}}\n").identities["x"]
    assert (one.comparison, (str(one.left), str(one.right))) == (comparison, sides)
    assert (one.missing, one.level, one.over) == ("skip_if_any", None, "month")


def test_tolerance_is_exact_and_a_rule_may_be_of_sums() -> None:
    written = "agree: {a: births, b: deaths, within: 7.5}, missing: skip_if_all, level: town, over: year"
    one = together(f"version: 1\nidentities:\n  x: {{{written}}}\n").identities["x"]
    assert one.rule.within.as_integer_ratio() == (15, 2)
    assert (one.missing, one.level, one.over) == ("skip_if_all", "town", "year")


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("severity: error", ": a rule is missing: give one of rule, agree, compulsory, exclusive"),
        ("rule: births = deaths, exclusive: [births, deaths]",
         "exclusive: rule and exclusive are both given: keep one"),
        ("agree: {a: births, b: deaths}", "agree.within: this key is missing"),
        ("agree: {a: births, b: deaths, within: 110}", "agree.within: 110 is not 0 to 100 per cent"),
        ("agree: {a: births, b: deths, within: 10}", "agree.b: there is no count deths (did you mean deaths?)"),
        ("agree: {a: births, b: 100, within: 10}", "agree.b: a formula of counts is wanted here, not 100"),
        ("compulsory: births", "compulsory: two formulas are wanted here: [a, b]"),
        ("compulsory: [births, deaths, population]", "compulsory: two formulas are wanted here: [a, b]"),
        ("compulsory: [births, deaths], missing: never_skip",
         "missing: a pair is about what is missing: leave this key out"),
        ("rule: births <= population, over: year",
         "over: population is a stock: only flows are added up over months"),
        ("rule: births = deaths, missing: skip", "missing: skip is not one of skip_if_any, skip_if_all, never_skip"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rule(written: str, wrong: str) -> None:
    assert [line.partition(" (did you mean never")[0] for line in said_of_rule(written)] == [wrong.removeprefix(".")]


def test_mistakes_of_several_files_come_together_in_order() -> None:
    lines = said("version: 1\nunits: {a: 1}\ncount: {}\n", "version: 3\n")
    assert lines == [
        'f.yaml:2:12 BAD_VALUE units.a: 1 must be in quotes, "1", to be text',
        "f.yaml:3:1 UNKNOWN_KEY count: unknown key (did you mean counts?)",
        "g.yaml:1:10 BAD_VALUE version: this popcalc reads version 1, not 3",
    ]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{nature: flow}", "f.yaml:3:3 MISSING_KEY counts.x.label: this key is missing"),
        ("{nature: flow, label: 5}", 'f.yaml:3:28 BAD_VALUE counts.x.label: 5 must be in quotes, "5", to be text'),
        (
            "{nature: flow, label: [X]}",
            "f.yaml:3:28 BAD_VALUE counts.x.label: a name is wanted here: text, or keys en and zh",
        ),
        (
            "{nature: flow, label: X, unit: 5}",
            'f.yaml:3:37 BAD_VALUE counts.x.unit: 5 must be in quotes, "5", to be text',
        ),
        ("{nature: flow, label: X, decimals: 1}", "f.yaml:3:41 BAD_VALUE counts.x.decimals: 1 is not one of 0, 2"),
        (
            "{nature: flow, label: X, headers: 甲}",
            "f.yaml:3:40 BAD_VALUE counts.x.headers: a list is wanted here: [甲]",
        ),
        (
            "{nature: flow, label: X, headers: [甲, 2013]}",
            'f.yaml:3:44 BAD_VALUE counts.x.headers[2]: 2013 must be in quotes, "2013", to be text',
        ),
        (
            '{nature: flow, label: X, headline: "true"}',
            'f.yaml:3:41 BAD_VALUE counts.x.headline: "true" is text: write true without quotes',
        ),
        (
            "{nature: flow, label: X, note: }",
            "f.yaml:3:37 BAD_VALUE counts.x.note: there is no value here: give one or leave it out",
        ),
        (
            '{nature: flow, label: "X\\e[31m"}',
            "f.yaml:3:28 BAD_VALUE counts.x.label: control characters cannot stand here: write the text on one line",
        ),
        ('{nature: flow, label: ""}', "f.yaml:3:28 BAD_VALUE counts.x.label: this text is empty"),
        ("5", "f.yaml:3:6 BAD_VALUE counts.x: keys with values are wanted here, not 5"),
        (
            "{nature: flow, label: X, opening_of: population}",
            "f.yaml:3:43 DOES_NOT_FIT counts.x.opening_of: x and population must both be stocks",
        ),
        (
            "{nature: stock, label: X, average_of: popluation}",
            "f.yaml:3:44 UNKNOWN_COUNT counts.x.average_of: there is no count popluation (did you mean population?)",
        ),
        (
            "{nature: flow, label: X, derive: x + births}",
            "f.yaml:3:39 BAD_DERIVATION counts.x.derive: x cannot be derived from itself",
        ),
        (
            "{nature: flow, label: X, derive: [births, population]}",
            "f.yaml:3:48 BAD_DERIVATION counts.x.derive[2]: "
            "population is a stock: a flow is derived from counts of its own nature",
        ),
        (
            "{nature: stock, label: X, derive: closing(population)}",
            "f.yaml:3:40 BAD_DERIVATION counts.x.derive: a derived count is made of plain counts: write population",
        ),
        (
            "{nature: flow, label: X, headers: [出生 數（人）]}",
            "f.yaml:3:41 AMBIGUOUS_HEADER counts.x.headers[1]: the header 出生 數（人） would mean both births and x",
        ),
        (
            "{nature: flow, label: X, headers: [（人）]}",
            "f.yaml:3:41 BAD_VALUE counts.x.headers[1]: （人） has neither letters nor digits besides a unit",
        ),
    ],
)
def test_what_is_wrong_with_a_count(entry: str, message: str) -> None:
    assert said(f"version: 1\ncounts:\n  x: {entry}\n") == [message]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            "kind: rate, numerator: births, denominator: population",
            ": per: an indicator of kind rate needs it, for example per: 1000",
        ),
        (
            "kind: rate, numerator: births, denominator: deaths, per: 1000",
            "denominator: deaths is a flow: a rate divides by stocks",
        ),
        (
            "kind: rate, numerator: births, denominator: closing(population), per: 1000",
            "denominator: a rate divides by person-time: write population",
        ),
        (
            "kind: rate, numerator: closing(population), denominator: population, per: 1000",
            "numerator: population is a stock: the numerator of a rate counts events",
        ),
        (
            "kind: rate, numerator: births, denominator: population, per: 1000, interval: odds",
            "interval: odds does not fit kind rate, which takes poisson or none",
        ),
        ("kind: ratio, numerator: births", ": denominator: an indicator of kind ratio needs one"),
        (
            "kind: count, numerator: births, denominator: deaths",
            "denominator: an indicator of kind count has no denominator: leave it out, or choose another kind",
        ),
        ("kind: count, numerator: births, per: 100", "per: an indicator of kind count has no per"),
        (
            "kind: proportion, numerator: population, denominator: births",
            "numerator: population is a stock: write closing(population) or opening(population)",
        ),
        (
            "kind: proportion, numerator: births, denominator: closing(deaths)",
            "denominator: deaths is a flow: closing(...) is for stocks, write deaths",
        ),
        (
            "kind: proportion, numerator: births, denominator: checks_due",
            "denominator: checks_due is a quota: only kind quota divides by it",
        ),
        (
            "kind: quota, numerator: checks_due, denominator: checks_due",
            "numerator: checks_due is a quota: it stands in the denominator of kind quota, or in a count",
        ),
        (
            "kind: quota, numerator: births, denominator: opening(checks_due)",
            "denominator: checks_due is a quota: opening(...) is for stocks, write checks_due",
        ),
        (
            "kind: count, numerator: birth_rate",
            "numerator: birth_rate is an indicator: a formula is made of counts",
        ),
        ("kind: count, numerator: 1000", "numerator: a formula of counts is wanted here, not 1000"),
        (
            'kind: mean, numerator: births, denominator: births, per: "10"',
            'per: "10" is text: write 10 without quotes',
        ),
        ("kind: mean, numerator: births, denominator: births, per: 0", "per: 0 is below 1"),
        (
            "kind: proportion, numerator: births, denominator: births, per: 1000, unit: percent",
            "per: the unit percent is per 100, and the figure is per 1000: write per: 100, or another unit",
        ),
        (
            "kind: proportion, numerator: births, denominator: births, unit: ‰",
            "unit: the unit ‰ is per 1000, and the figure is per 1: write per: 1000, or another unit",
        ),
    ],
)
def test_what_is_wrong_with_an_indicator(written: str, message: str) -> None:
    assert said_of_indicator(written) == [message]


def test_a_part_that_is_wrong_is_not_told_as_missing_as_well() -> None:
    assert said_of_indicator("kind: rate, numerator: births, denominator: births X, per: 1000") == [
        "denominator: a + or - is missing before X"
    ]
    assert said_of_indicator('kind: rate, numerator: births, denominator: population, per: "10"') == [
        'per: "10" is text: write 10 without quotes'
    ]
    assert said_of_indicator("kind: rate, numerator: births, denominator: population, per: ") == [
        ": per: an indicator of kind rate needs it, for example per: 1000"
    ]
    homes = "homes: {nature: stck, label: H}\n  homes_start: {nature: stock, label: H0, opening_of: homes}"
    source = f"version: 1\ncounts:\n  {homes}\n"
    assert [line.split()[1:3] for line in said(source)] == [["BAD_VALUE", "counts.homes.nature:"]]


def test_a_file_upon_the_built_in_catalogue_is_held_against_it(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "version: 1\ncounts:\n  population: {nature: flow, label: People}\n"
        "  mine: {nature: flow, label: Mine, headers: [出生人口], derive: [births, deths]}\n",
        encoding="utf-8",
    )
    with pytest.raises(DefinitionError) as caught:
        load_catalogue([file])
    lines = str(caught.value).replace(str(file), "own.yaml").split("\n")
    assert lines[0].startswith("own.yaml:3:3 DOES_NOT_FIT counts.population: as a flow it no longer fits ")
    assert [line.split()[:3] for line in lines[1:]] == [
        ["own.yaml:4:47", "AMBIGUOUS_HEADER", "counts.mine.headers[1]:"],
        ["own.yaml:4:71", "UNKNOWN_COUNT", "counts.mine.derive[2]:"],
    ]


def test_indicator_cannot_take_the_key_of_a_count() -> None:
    assert said("version: 1\nindicators: {births: {label: X, kind: count, numerator: deaths}}") == [
        "f.yaml:2:14 DUPLICATE_KEY indicators.births: births is a count, which is an indicator already: "
        "choose another key"
    ]
    assert said("version: 1\ncounts: {birth_rate: {label: X, nature: flow}}")[0].startswith("f.yaml:2:10 DUPLICATE_KEY")


def test_opening_of_a_flow_is_refused_in_an_identity() -> None:
    assert said("version: 1\nidentities: {x: {rule: births = opening(deaths)}}") == [
        "f.yaml:2:24 DOES_NOT_FIT identities.x.rule: deaths is a flow: opening(...) is for stocks, write deaths"
    ]


def test_definitions_upset_by_a_replaced_count_are_told_at_that_count() -> None:
    assert said(
        "version: 1\ncounts:\n  deaths: {label: Deaths, nature: flow}\n  population: {label: P, nature: flow}"
    ) == [
        "f.yaml:4:3 DOES_NOT_FIT counts.population: as a flow it no longer fits indicators.birth_rate.denominator: "
        "population is a flow: a rate divides by stocks"
    ]


def test_counts_derived_from_each_other_are_harmless() -> None:
    # births from both sexes and births_male from births: either can be given.
    assert together().counts["births_male"].derive


def test_unreadable_file_does_not_make_its_counts_look_unknown() -> None:
    broken = "version: 1\ncounts: {twins: {nature: flow\n"
    user = "version: 1\nindicators: {a: {label: A, kind: count, numerator: twins}}"
    assert [line.split()[:2] for line in said(broken, user)] == [["f.yaml:3:1", "NOT_YAML"]]


def test_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"none\.yaml NO_FILE cannot read this file"):
        load_catalogue([tmp_path / "none.yaml"])
