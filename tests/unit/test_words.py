"""The words of another language: none missing, none left over, each fit for the sentence it stands for.

The templates are collected from the code itself, so that a new sentence without a translation fails here.
"""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import click
import pytest
import yaml

import popcalc
from popcalc.cli import main
from popcalc.cli.help import AS_IT_STANDS, PLACEHOLDER, paragraphs, stands_for
from popcalc.cli.main import COMMANDS
from popcalc.cli.options import NamedChoice
from popcalc.definitions.catalogue import IntervalModel, Kind, Nature
from popcalc.definitions.columns import LEVELS
from popcalc.definitions.loading import load_catalogue
from popcalc.inspection import INSPECTION_FIELDS, Part
from popcalc.language import LANGUAGES, Language, LanguageError, language, text, word
from popcalc.languages import NOT_SENTENCES, sentences
from popcalc.output.entries import COUNTS, INDICATORS
from popcalc.output.source_words import parts_of_source
from popcalc.quality.findings import SEVERITIES

PACKAGE = Path(popcalc.__file__).parent
FOLDER = files("popcalc").joinpath("words", "zh")
OTHERS = [code for code in LANGUAGES if code != "en"]

CATALOGUE = load_catalogue(())
SOURCES = [one.source for one in CATALOGUE.indicators.values() if one.source]
EVERY_COMMAND = [main.popcalc, *(import_module(f"popcalc.cli.{name}").command for name in COMMANDS)]


def is_example(paragraph: str) -> bool:
    return paragraph.startswith(AS_IT_STANDS)


def told_by(command: click.Command) -> Iterator[str]:
    """Yield what a command says of itself: of each option and its value, and each paragraph but examples."""
    shown = [stands_for(one) for one in command.params if not isinstance(one.type, NamedChoice)]
    yield from (one for written in (*shown, command.options_metavar or "") for one in PLACEHOLDER.findall(written))
    yield from filter(None, (getattr(one, "help", None) for one in command.params))
    yield from (" ".join(one.split()) for one in paragraphs(command) if command is main.popcalc or not is_example(one))


FOUND_BY_VALUE = {
    *LEVELS,
    # Other levels that a columns file may name.
    *("township", "city", "district", "prefecture"),
    # Headings of lists, and the words of their cells.
    *(*INDICATORS.fields, *COUNTS.fields),
    *(word.value for words in (Kind, Nature, IntervalModel) for word in words),
    *SEVERITIES,
    # Notes of the built-in catalogue, which are looked up whole.
    *filter(None, [one.note for one in CATALOGUE.counts.values()]),
    *filter(None, [one.note for one in CATALOGUE.indicators.values()]),
    # Names in its sources, which are looked up part by part.
    *(part for part in parts_of_source("; ".join(SOURCES)) if part.strip() and part[:4] != "http"),
    # The help of commands, which click tells by options and paragraphs.
    *COMMANDS.values(),
    *(said for command in EVERY_COMMAND for said in told_by(command)),
    *PLACEHOLDER.findall(f"{main.popcalc.subcommand_metavar}"),
    # Headings of an inspection, and what its lines are about.
    *(*INSPECTION_FIELDS, *Part),
    # The verdicts of an explanation.
    *("pass", "fail"),
}
"""Words that are looked up as they come from the data or the catalogue: no template in the code holds them."""
EXAMPLES = {" ".join(one.split()) for command in EVERY_COMMAND for one in paragraphs(command) if is_example(one)}
"""Examples of the help, which may have other names in another language."""
WITHOUT_WORDS = re.compile(r"[\W\d_]*")
"""A template of values and signs alone reads the same in every language."""
FUNCTIONS = {"text": slice(0, 1), "Text": slice(0, 1), "plural": slice(1, 3)}
"""What makes a sentence, and which of its arguments are templates."""


@dataclass
class Collected:
    """The templates of one language's sentences in the code, and the calls whose templates cannot be read there."""

    templates: dict[str, str] = field(default_factory=dict)
    computed: list[str] = field(default_factory=list)


def plain(template: str) -> str:
    """Return a template without its {names}."""
    return "".join(literal for literal, *_ in string.Formatter().parse(template))


def fields(template: str) -> list[tuple[str, str | None, str | None]]:
    """Return the {names} of a template with their forms, in order of name; that a name is to be said is no form."""
    found = string.Formatter().parse(template.replace(":named}", "}"))
    return sorted({(name, form, turn) for _, name, form, turn in found if name is not None})


def imported(tree: ast.Module) -> dict[str, str]:
    """Return what a module imports from popcalc.language, by the name it has there."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "popcalc.language"
        for alias in node.names
    }


def written(argument: ast.expr) -> Iterator[str | None]:
    """Yield the templates that an argument may be; None for what is no text written there."""
    match argument:
        case ast.Constant(value=str(template)):
            yield template
        case ast.IfExp(body=body, orelse=orelse):
            yield from written(body)
            yield from written(orelse)
        case _:
            yield None


@cache
def collected() -> Collected:
    found = Collected()
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {name: name for name in FUNCTIONS} if path.name == "language.py" else imported(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and names.get(node.func.id) in FUNCTIONS:
                place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                for argument in node.args[FUNCTIONS[names[node.func.id]]]:
                    for template in written(argument):
                        if template is None and path.name == "language.py":
                            continue
                        if template is None:
                            found.computed.append(f"{place} {ast.unparse(argument)}")
                        else:
                            found.templates.setdefault(template, place)
    return found


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_of_the_code_has_a_translation(code: str) -> None:
    templates = collected().templates
    assert len(templates) > 600, "the sentences are not found any more"
    words = sentences(code)
    missing = {
        template: place
        for template, place in templates.items()
        if template not in words and not WITHOUT_WORDS.fullmatch(plain(template))
    }
    assert not missing


@pytest.mark.parametrize("code", OTHERS)
def test_every_word_found_by_value_has_a_translation(code: str) -> None:
    missing = FOUND_BY_VALUE - set(sentences(code))
    assert not missing


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_is_of_a_sentence_that_is_gone(code: str) -> None:
    left_over = set(sentences(code)) - set(collected().templates) - FOUND_BY_VALUE - EXAMPLES
    assert not left_over


def test_a_template_that_is_no_text_in_place_was_one_before() -> None:
    """Elsewhere it would escape this test: `sentence.template` is of a text that is collected; `word` is by value."""
    strange = [call for call in collected().computed if not call.endswith(".template")]
    assert not strange


@pytest.mark.parametrize("code", OTHERS)
def test_every_translation_fills_the_same_names(code: str) -> None:
    words = language(code).words
    assert words
    for english, translated in words.items():
        left_out = set(fields(english)) - set(fields(translated))
        assert set(fields(translated)) <= set(fields(english)), english
        # A key that stands beside its name says nothing to a person.
        assert {name for name, *_ in left_out} <= {"key", "names"}, english


def test_no_sentence_is_translated_twice() -> None:
    class Pairs(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """A loader that gives mappings as lists of pairs, so that none hides another."""

    Pairs.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_pairs(node))
    found = Counter(
        template
        for file in Path(str(FOLDER)).glob("*.yaml")
        if file.name not in NOT_SENTENCES
        for template, _ in yaml.load(file.read_text(encoding="utf-8"), Loader=Pairs)
    )
    twice = [template for template, times in found.items() if times > 1]
    assert found
    assert not twice


def test_singular_and_plural_are_one_sentence_in_chinese() -> None:
    words = language("zh").words
    both = [(one, many) for one, many in plurals() if plain(one) and fields(one) == fields(many)]
    assert len(both) > 20
    different = [pair for pair in both if words[pair[0]] != words[pair[1]]]
    assert not different


def plurals() -> Iterator[tuple[str, str]]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "plural":
                one, many = (template for argument in node.args[1:3] for template in written(argument))
                if one is not None and many is not None:
                    yield one, many


KEPT = re.compile(r"`[^`]*`|--[a-z][a-z-]*|'[^']*'|\[[^\]]*\]|\"[^\"]*\"")
"""Commands, options and what is written as it stands: they are no sentence."""


def test_chinese_sentences_have_chinese_punctuation() -> None:
    """A comma, colon, semicolon, question mark or bracket beside a Chinese character is a full-width one."""
    half_width = re.compile(r"[\u4e00-\u9fff][,;:!()]|[,;:!(][\u4e00-\u9fff]")
    wrong = {chinese for chinese in language("zh").words.values() if half_width.search(KEPT.sub("", chinese))}
    assert not wrong


def test_a_list_has_the_comma_of_its_language() -> None:
    sentence = text("columns not used: {columns}", columns=("备注", word("village"), "x"))
    assert str(sentence) == "columns not used: 备注, village, x"
    assert language("zh")(sentence) == "未使用的列：备注、村、x"


def test_a_sentence_without_translation_is_an_error_never_english() -> None:
    with pytest.raises(LanguageError, match="the language zh has no words for: by"):
        Language("zh")(text("by {name}", name=3))


def test_what_has_no_words_of_its_own_needs_no_translation() -> None:
    assert Language("zh")(text("{low}–{high} ", low=1, high=text(""))) == "1– "


def test_a_word_of_the_data_stands_as_it_is_where_it_has_no_translation() -> None:
    assert language("zh")(text("{area} ({level})", area="A", level=word("{ward}"))) == "A（{ward}）"
