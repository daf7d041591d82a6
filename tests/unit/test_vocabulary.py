"""The vocabulary: compiled and current, checked when it is compiled, and read only when a word is needed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from popcalc.definitions.headers import normal_header
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.compiled import FOLDER, SIGNS, compiled, main
from popcalc.vocabulary.loading import FILE
from popcalc.vocabulary.patterns import any_of, either, maybe, solid, whole_line

LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.yaml") if file.stem != SIGNS)
SECTIONS = list(json.loads(FILE.read_text(encoding="utf-8"))["languages"]["en"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the languages' files."""
    for file in FOLDER.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    written = file.read_text(encoding="utf-8")
    assert written.count(old) == 1, f"{old} is not in {file.name} once"
    file.write_text(written.replace(old, new), encoding="utf-8")


def wrong(folder: Path) -> str:
    with pytest.raises(ValueError, match=r"\.yaml: ") as caught:
        compiled(folder)
    return str(caught.value)


def test_the_compiled_file_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == compiled(), "run python -m popcalc.vocabulary.compiled"
    assert main(["--check"]) == 0


def test_every_language_of_the_folder_is_compiled() -> None:
    assert sorted(vocabulary().languages) == LANGUAGES
    assert {"en", "zh"} <= set(LANGUAGES)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_without_a_section_is_refused(language: str, section: str, folder: Path) -> None:
    file = folder / f"{language}.yaml"
    for other in folder.glob("*.yaml"):
        if other.stem not in (language, SIGNS):  # what the others say is read in vain here
            other.unlink()
    written = file.read_text(encoding="utf-8")
    without = re.sub(rf"^{section}:.*\n(?:(?:[ #].*)?\n)*", "", written, flags=re.MULTILINE)
    assert without != written
    file.write_text(without, encoding="utf-8")

    assert re.search(rf"{language}\.yaml: Object missing required field `{section}`", wrong(folder))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  topics: [", "  topic: [", "en.yaml: Object contains unknown field `topic` - at `$.groups`"),
        (
            "  standing: [end of month, end of period]\n",
            "",
            "en.yaml: Object missing required field `standing` - at `$.groups`",
        ),
        ("  also: [and]", "  also: and", "en.yaml: Expected `array`, got `str` - at `$.periods.also`"),
        ("  also: [and]", "  also: [[and]]", "en.yaml: Expected `str`, got `array` - at `$.periods.also[0]`"),
        ("thousands: 1000", "thousands: many", "en.yaml: Expected `int`, got `str` - at `$.units.multiples[...]`"),
        ("spaced: yes", "spaced: perhaps", "en.yaml: Expected `bool`, got `str` - at `$.spaced`"),
        ("  also: [and]", "  also: [and]\n  also: [or]", "a key stands twice: also"),
        ("  also: [and]", "  also: [and", "en.yaml: "),
        ("  also: [and]", "  also: [and, and]", "en.yaml: periods.also: given twice: and"),
        ("  also: [and]", '  also: [and, ""]', "en.yaml: periods.also: an empty word"),
        ("[december, dec]", "[december, dec], [smarch]", "en.yaml: periods.months: 12 are wanted"),
        ("prefecture: [prefecture,", "prefecture: [town, prefecture,", "en.yaml: headers: in two roles: town"),
        ("year: [year, calendar year,", "year: [year, month,", "en.yaml: headers: in two roles: month"),
        ("section: [subtotal,", "section: [subtotal, sum,", "en.yaml: totals: in two roles: sum"),
        ("couples: [couples]", "couples: [couples, cases]", "en.yaml: units: in two roles: cases"),
        (
            "  alone: [\n    sum, all, totals,",
            "  alone: [\n    amount,",
            "en.yaml: totals.alone: not among totals.whole: amount",
        ),
        ("column_letters: [A,", "column_letters: [AA,", "en.yaml: headers.column_letters: one character each"),
        ("    prefecture: [prefecture, city, prefecture name]\n", "", "en.yaml: headers.areas: missing: prefecture"),
    ],
)
def test_a_mistake_in_a_language_is_named_with_its_place(old: str, new: str, said: str, folder: Path) -> None:
    change(folder / "en.yaml", old, new)

    assert said in wrong(folder)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("數数數", "no pairs of characters: 數数數"),
        ("数数", "no pairs of characters: 数数"),
        ("數数 數教", "given twice: 數"),
        ("數数 数教", "simplified and traditional at once: 数"),
    ],
)
def test_the_table_of_characters_is_checked(new: str, said: str, folder: Path) -> None:
    change(folder / "any.yaml", "數数", new)

    assert said in wrong(folder)


def test_every_mistake_is_said_at_once(folder: Path) -> None:
    change(folder / "en.yaml", "  also: [and]", "  also: [and, and]")
    change(folder / "zh.yaml", "  also: [和, 与, 與, 及]", "  also: []\n  besides: []")

    assert len(wrong(folder).splitlines()) == 2


def test_a_language_is_added_as_a_file(folder: Path) -> None:
    shutil.copy(folder / "en.yaml", folder / "xx.yaml")
    change(folder / "xx.yaml", "part: [of which]", "part: [no, null]")

    # Words that YAML would make something else of stay words.
    assert json.loads(compiled(folder))["languages"]["xx"]["totals"]["part"] == ["no", "null"]


def test_no_header_has_two_roles_in_the_languages_together() -> None:
    roles: dict[str, set[str]] = {}
    for language in vocabulary().languages.values():
        words = language.headers
        by_role = {
            **words.areas,
            "period": words.period,
            "year": words.year,
            "quarter": words.quarter,
            "half": words.half,
            "measure": words.measure,
            "value": words.value,
            "ignore": words.ignored,
        }
        for role, of_role in by_role.items():
            for word in of_role:
                roles.setdefault(normal_header(word), set()).add(role)

    assert not {word: found for word, found in roles.items() if len(found) > 1}
    assert "" not in roles


def test_no_header_is_written_twice_in_one_language() -> None:
    for language in vocabulary().languages.values():
        words = language.headers
        written = [*words.period, *words.year, *words.ignored, *(word for of in words.areas.values() for word in of)]
        again = [word for word, times in Counter(map(normal_header, written)).items() if times > 1]
        assert not again


def test_words_may_be_written_in_any_characters_and_are_compiled_to_those_in_which_they_are_compared(
    folder: Path,
) -> None:
    change(folder / "zh.yaml", "half: [半年, 半年度]", "half: [半年, 半年度, 學期]")
    change(folder / "en.yaml", "part: [of which]", "part: [of which, À part]")
    change(folder / "en.yaml", "also: [and]", "also: [and, Ou bien]")
    words = json.loads(compiled(folder))["languages"]

    assert words["zh"]["headers"]["half"] == ["半年", "半年度", "学期"]
    assert words["en"]["periods"]["also"] == ["and", "ou bien"]
    # Totals are compared as they stand.
    assert words["en"]["totals"]["part"] == ["of which", "À part"]


def test_a_word_with_an_accent_and_without_is_one() -> None:
    assert normal_header("Município") == normal_header("MUNICIPIO")
    assert normal_header("المُؤشر") == normal_header("المؤشر")
    assert normal_header("السنة") == normal_header("السنه")
    assert normal_header("Населённый пункт") == normal_header("населенный пункт")
    assert normal_header("65歳以上") == normal_header("65岁以上")
    assert vocabulary().languages["pt"].headers.areas["town"].count("municipio") == 1


def test_words_are_read_only_when_they_are_needed() -> None:
    code = (
        "import sys, popcalc.api, popcalc.intake.read, popcalc.periods, popcalc.definitions.loading\n"
        "from popcalc.vocabulary import vocabulary\n"
        "assert not vocabulary.cache_info().currsize\n"
        "vocabulary()\n"
        "sys.exit(bool('yaml' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("arguments", [["--help"], ["indicators"], ["counts", "--lang", "zh"]])
def test_help_and_listings_need_no_words(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom popcalc.cli.main import run\n"
        f"sys.argv = ['popcalc', *{arguments!r}]\n"
        "try:\n    run()\nfinally:\n"
        "    loading = sys.modules.get('popcalc.vocabulary.loading')\n"
        "    print(loading is not None and loading.vocabulary.cache_info().currsize, file=sys.stderr)\n"
    )
    without = {name: value for name, value in os.environ.items() if not name.startswith("POPCALC_")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=without)
    assert done.returncode == 0
    assert done.stderr.strip() in ("False", "0")


def test_pieces_of_no_words_match_nothing_and_leave_nothing_out() -> None:
    assert re.fullmatch(any_of([]), "") is None
    assert re.fullmatch(either([]), "") is None
    assert maybe([]) == ""


def test_the_longest_word_is_tried_first() -> None:
    found = re.match(any_of(["sub", "subtotal", "a.b"]), "subtotals")
    assert found is not None
    assert found[0] == "subtotal"
    assert re.fullmatch(any_of(["a.b"]), "axb") is None


def test_a_line_may_hold_numbers_and_anything() -> None:
    assert re.fullmatch(whole_line("page # of #"), "page12of3")
    assert re.fullmatch(whole_line("prepared by..."), "preparedbysomebody")
    assert not re.fullmatch(whole_line("page #"), "pagex")
    assert solid(["sub total"]) == ("subtotal",)
