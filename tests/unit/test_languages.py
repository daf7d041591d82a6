"""A language is a folder; one that is half done is refused, and what it lacks is named."""

from __future__ import annotations

import gettext
import io
import re
import shutil
import string
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from popcalc.definitions import compiled as catalogue
from popcalc.definitions.catalogue_file import built_in_documents
from popcalc.definitions.loading import load_catalogue
from popcalc.language import (
    ENGLISH,
    FOLDER,
    LANGUAGES,
    VARIABLE,
    Label,
    LanguageError,
    language,
    language_of_environment,
    named,
    text,
)
from popcalc.languages import compiled, gettext_file, labels, lacking, main, sentences, sentences_of_click

OTHERS = [code for code in LANGUAGES if code != "en"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of languages with one that may be damaged, `qq`, a copy of the Chinese one."""
    shutil.copytree(FOLDER / "zh", tmp_path / "qq")
    return tmp_path


def test_every_folder_is_a_language_and_current() -> None:
    assert set(OTHERS) == {path.name for path in FOLDER.iterdir() if path.is_dir()}
    assert main(["--check"]) == 0


@pytest.mark.parametrize("code", OTHERS)
def test_every_built_in_label_has_a_name_in_every_language(code: str) -> None:
    known = load_catalogue()
    every = [
        *(count.label for count in known.counts.values()),
        *(indicator.label for indicator in known.indicators.values()),
        *(identity.label for identity in known.identities.values() if identity.label),
        *known.units.values(),
        *known.groups.values(),
    ]
    assert [label.words for label in every if not label.words.get(code)] == []
    built_in_documents()


def test_a_sentence_that_a_language_lacks_is_named(folder: Path) -> None:
    file = folder / "qq" / "verdicts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Verdict: ", "Verdikt: ", 1), encoding="utf-8")
    found = {"zh": sentences("zh"), "qq": sentences("qq", folder)}
    assert sorted(lacking(found)) == ["words/qq has no words for: Verdict", "words/zh has no words for: Verdikt"]


def test_a_sentence_that_is_left_empty_is_named(folder: Path) -> None:
    file = folder / "qq" / "verdicts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Verdict: 判定", "Verdict:", 1), encoding="utf-8")
    assert list(lacking({"qq": sentences("qq", folder)})) == ["words/qq has no words for: Verdict"]


def test_a_sentence_in_two_files_is_refused(folder: Path) -> None:
    shutil.copy(folder / "qq" / "verdicts.yaml", folder / "qq" / "zz.yaml")
    with pytest.raises(ValueError, match=r"words/qq/zz\.yaml has again: "):
        sentences("qq", folder)


def test_a_name_that_a_language_lacks_or_has_for_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def damaged(code: str) -> dict[str, dict[str, str]]:
        found = {section: dict(names) for section, names in labels(code).items()}
        if code != "zh":
            return found
        del found["units"]["doses"], found["counts"]["births"]
        found["counts"]["brths"] = "x"
        return found

    monkeypatch.setattr("popcalc.definitions.catalogue_file.labels", damaged)
    with pytest.raises(ValueError, match=r"words/zh/labels\.yaml has no name for units\.doses: doses"):
        built_in_documents()
    assert catalogue.main(["--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "words/zh/labels.yaml has no name for units.doses: doses",
        "words/zh/labels.yaml has no name for counts.births: Births",
        "words/zh/labels.yaml names what is not there: counts.brths",
    ]


def test_what_a_language_lacks_is_said_in_english_beside_others(monkeypatch: pytest.MonkeyPatch) -> None:
    known = labels("zh")
    lacking_one = {**known, "units": {key: name for key, name in known["units"].items() if key != "doses"}}
    monkeypatch.setattr("popcalc.definitions.catalogue_file.LANGUAGES", ("en", "zh", "qq"))
    monkeypatch.setattr(
        "popcalc.definitions.catalogue_file.labels", lambda code: known if code == "zh" else lacking_one
    )
    with pytest.raises(ValueError, match=r"^words/qq/labels\.yaml has no name for units\.doses: doses$"):
        built_in_documents()


def test_a_language_that_is_not_put_together_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    language.cache_clear()
    monkeypatch.setattr("popcalc.language.FOLDER", folder)
    with pytest.raises(LanguageError, match=r"the language qq is not ready: run python -m popcalc\.languages"):
        language("qq")
    (folder / "qq.json").write_text(compiled("qq", folder), encoding="utf-8")
    language.cache_clear()
    assert language("qq")(text("Verdict")) == "判定"


def test_a_language_is_read_without_yaml() -> None:
    code = "import sys; from popcalc.language import language; language('zh'); print('yaml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_built_in_label_without_a_name_is_an_error_never_english() -> None:
    with pytest.raises(LanguageError, match="the language zh has no name for: Births"):
        language("zh").label(Label({"en": "Births"}))


def test_a_plain_name_is_the_same_in_every_language() -> None:
    assert {language(code).label(named("Spring teas")) for code in LANGUAGES} == {"Spring teas"}


@pytest.mark.parametrize(
    ("label", "english", "chinese"),
    [
        ("Twins", "Twins", "Twins"),
        ("{en: Twins, zh: 双胞胎}", "Twins", "双胞胎"),
        ("{zh: 双胞胎}", "双胞胎", "双胞胎"),
        ("{en: Twins}", "Twins", "Twins"),
    ],
)
def test_a_label_of_a_users_own_shows_its_first_name_where_it_lacks_one(
    tmp_path: Path, label: str, english: str, chinese: str
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(f"version: 1\ncounts:\n  twins: {{nature: flow, label: {label}}}\n", encoding="utf-8")
    found = load_catalogue([file]).indicators["twins"].label
    assert (ENGLISH.label(found), language("zh").label(found)) == (english, chinese)


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("zh_CN.UTF-8", "zh"),
        ("zh_TW", "zh"),
        ("Chinese (Simplified)_China.936", "zh"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("de_DE", "en"),
        ("1252", "en"),
    ],
)
def test_the_locale_names_a_language(locale: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("LC_ALL", locale)
    assert language_of_environment() == code


@pytest.mark.parametrize(("wish", "code"), [("zh", "zh"), ("zh_CN.UTF-8", "zh"), ("en", "en"), ("", "zh")])
def test_a_wish_in_the_environment_goes_before_the_locale(
    wish: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv(VARIABLE, wish)
    assert language_of_environment() == code


def test_a_wish_for_a_language_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "klingon")
    with pytest.raises(LanguageError, match="POPCALC_LANG is one of en, zh, not klingon"):
        language_of_environment()


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.skipif(version("click") < "8.2", reason="older releases of click use other words")
@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_of_click_is_one_that_it_says(code: str) -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    # Long ones are broken over lines there, which makes one word of two quotes.
    said = re.sub(r'"\s*\n\s*"', "", said)
    own = sentences_of_click(code)
    assert [one for one in own if f'"{one}"' not in said] == []
    # A value for one may be listed among those for many.
    allowed = {"choice": "choices"}
    for english, other in own.items():
        assert fields(other) <= fields(english) | {allowed[name] for name in fields(english) & allowed.keys()}


def test_gettext_reads_what_is_written_for_it() -> None:
    words = {"One {file}": "一个 {file}", "Missing": "缺"}
    read = gettext.GNUTranslations(io.BytesIO(gettext_file(words)))
    assert {one: read.gettext(one) for one in [*words, "Other"]} == {**words, "Other": "Other"}
    assert [read.ngettext("One {file}", "{count} files", count) for count in (1, 2)] == ["一个 {file}"] * 2
