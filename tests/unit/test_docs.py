"""The pages: what they show is what the commands print, and what they name is there."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from popcalc.definitions.catalogue import Kind
from popcalc.intake.sources.kinds import KINDS
from popcalc.output import FORMATS
from popcalc.question import Compare
from popcalc.records import COMPARISON_FIELDS, FLAGS, RANK_FIELDS, RECORD_FIELDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build = load_build()


def page_of(folder: Path, text: str) -> Path:
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    return page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_shows_what_the_commands_print(page: Path) -> None:
    for path, text in build.rebuilt(page).items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale: python docs/build.py"


def test_output_that_differs_is_made_anew_and_named_stale(tmp_path: Path) -> None:
    page = page_of(tmp_path, "before\n<!-- run -->\n```console\n$ popcalc --version\npopcalc 99\n```\nafter\n")
    made = build.rebuilt(page)
    assert "popcalc 99" not in made[page]
    assert made[page].startswith("before\n<!-- run -->\n```console\n$ popcalc --version\npopcalc ")
    assert made[page].endswith("\n```\nafter\n")
    assert build.stale(made) == [page]
    page.write_text(made[page], encoding="utf-8")
    assert build.stale(made) == []


def test_check_ends_with_1_and_names_the_stale_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = page_of(tmp_path, "<!-- run -->\n```console\n$ popcalc --version\n```\n")
    monkeypatch.setattr(build, "PAGES", (page,))
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "SHARED", ())
    monkeypatch.setattr(sys, "argv", ["build.py", "--check"])
    assert build.main() == 1
    assert "page.md" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["build.py"])
    assert build.main() == 0
    monkeypatch.setattr(sys, "argv", ["build.py", "--check"])
    assert build.main() == 0


@pytest.mark.parametrize(
    ("fence", "complaint"),
    [
        ("<!-- run -->\n```console\n$ popcalc compute nowhere.csv\n```\n", "ends with 2, not 0"),
        ("<!-- run, exit 2 -->\n```console\n$ popcalc --version\n```\n", "ends with 0, not 2"),
        ("<!-- run -->\n```console\n$ popcalc compute sample_data/monthly | head -1\n```\n", "does not fit"),
        ("<!-- run -->\n\n```console\n$ popcalc --version\n```\n", "nothing fits below"),
        ("<!-- run -->\n```console\npopcalc --version\n```\n", "no line that begins with"),
    ],
    ids=["failed", "did not fail", "too wide", "marker without fence", "no command"],
)
def test_page_that_cannot_be_made_is_refused(tmp_path: Path, fence: str, complaint: str) -> None:
    with pytest.raises(build.BuildError, match=re.escape(complaint)):
        build.rebuilt(page_of(tmp_path, fence))


def test_readers_terminal_and_language_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    command = "popcalc compute sample_data/monthly"
    with build.workshop():
        plain = build.run(command)
        for name, value in {"COLUMNS": "60", "LC_ALL": "zh_CN.UTF-8", "FORCE_COLOR": "1"}.items():
            monkeypatch.setenv(name, value)
        assert build.run(command) == plain
    assert "By town" in plain.text


def test_first_fence_with_pytest_is_one_command_that_sets_all_up() -> None:
    fences = re.findall(r"^```\w*\n(.*?)^```$", PAGES[0].read_text(encoding="utf-8"), re.M | re.S)
    tests = [fence for fence in fences if "-m pytest" in fence]
    assert tests == ["python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/python -m pytest\n"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_modules_named_in_the_architecture_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:popcalc|tests|docs|sample_data|configs)/[\w./-]*)`", text)
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_output_page_lists_every_field_flag_and_format() -> None:
    text = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
    first_cells = " ".join(re.findall(r"^\| (.*?) \|", text, re.M))
    named = re.findall(r"`(\w+)`", first_cells)
    assert named == [*FORMATS, *RECORD_FIELDS, *FLAGS]


def test_comparison_page_lists_every_field_and_way_to_compare() -> None:
    text = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w[\w-]+)` \|", text.partition("## What both")[0], re.M) == [one.value for one in Compare]
    first_cells = " ".join(re.findall(r"^\| (.*?) \|", text.partition("## Fields")[2], re.M))
    assert re.findall(r"`(\w+)`", first_cells) == [*COMPARISON_FIELDS, *RANK_FIELDS]


def test_arithmetic_page_lists_every_kind() -> None:
    text = (ROOT / "docs" / "arithmetic.md").read_text(encoding="utf-8")
    table = text.partition("## Kinds of indicator")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)`", table, re.M) == [kind.value for kind in Kind]


def test_files_page_names_every_ending_of_a_data_file() -> None:
    text = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    named = re.findall(r"`(\.\w+)`", text.partition("## Sources")[2].partition("All sources")[0])
    assert sorted(named) == sorted({f".{suffix.rpartition('.')[2]}" for suffix in KINDS.suffixes})
