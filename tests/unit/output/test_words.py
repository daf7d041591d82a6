import re
import string
from importlib.resources import files

import yaml

from popcalc.language import Text, language
from popcalc.output.notes import REASONS
from popcalc.output.view import AVERAGES


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_every_translation_fills_the_same_names() -> None:
    words = yaml.safe_load(files("popcalc").joinpath("words/zh.yaml").read_text(encoding="utf-8"))
    assert words
    for english, chinese in words.items():
        assert isinstance(english, str)
        assert isinstance(chinese, str)
        assert names(english) == names(chinese), english


def test_every_sentence_of_a_table_has_a_translation() -> None:
    chinese = language("zh")
    called = re.compile(r"text\(\s*\"([^\"]+)\"")
    for module in ("view", "notes", "cells", "listing", "__init__"):
        source = files("popcalc.output").joinpath(f"{module}.py").read_text(encoding="utf-8")
        for template in called.findall(source):
            assert template in chinese.words or template == ", ", template
    sentences: list[Text] = [*REASONS.values(), *AVERAGES.values()]
    assert all(sentence.template in chinese.words for sentence in sentences)
