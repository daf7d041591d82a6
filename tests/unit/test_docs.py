"""The pages: what they show is what the commands print, and what they name is there."""

from __future__ import annotations

import importlib.util
import re
import shlex
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
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
DOCS, DOCS_ZH = ROOT / "docs", ROOT / "docs" / "zh"
PAGES = [*READMES, *sorted(DOCS.glob("*.md")), *sorted(DOCS_ZH.glob("*.md"))]
FOR_THOSE_WHO_WORK_ON_IT = {"architecture.md"}
USER_PAGES = sorted(page.name for page in DOCS.glob("*.md") if page.name not in FOR_THOSE_WHO_WORK_ON_IT)
IN_BOTH = pytest.mark.parametrize("folder", [DOCS, DOCS_ZH], ids=["en", "zh"])


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


@pytest.mark.parametrize("page", [*READMES, *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_page_shows_what_the_commands_print(page: Path) -> None:
    """The other pages run the same commands once more in another language: `docs/build.py --check` has them all."""
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_headings(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", page.read_text(encoding="utf-8"))
    assert [(to, name) for to, name in links if name not in anchors(page.parent / to if to else page)] == []


def commands_of(page: Path) -> list[tuple[str, ...]]:
    """Return what a page runs, one after the other: the exit code, the program, its command and its options.

    Files, areas and indicators have their names in each language, and `-q` leaves out what only one has to say.
    """
    text = page.read_text(encoding="utf-8")
    parts = sorted((match for form in (build.RUN, build.PICTURE) for match in form.finditer(text)), key=re.Match.start)
    found = []
    for part in parts:
        lines = [part["command"]] if part.re is build.PICTURE else re.findall(build.COMMAND, part["body"], re.M)
        for line in lines:
            program, *words = shlex.split(line.replace("\\\n", " ").partition(" | ")[0])
            told = [*words[:1], *(word for word in words if word.startswith("-"))] if program == "popcalc" else []
            found.append((part["code"] or "0", program, *(word for word in told if word not in ("-q", "--lang"))))
    return found


@pytest.mark.parametrize("name", ["README", *USER_PAGES])
def test_pages_for_users_are_there_in_both_languages_and_run_the_same_commands(name: str) -> None:
    english, chinese = READMES if name == "README" else (DOCS / name, DOCS_ZH / name)
    assert chinese.is_file()
    assert commands_of(chinese) == commands_of(english)


def test_no_page_is_there_in_chinese_alone() -> None:
    assert sorted(page.name for page in DOCS_ZH.glob("*.md")) == USER_PAGES


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_readme_is_short_and_its_first_commands_work_and_are_the_same_on_windows(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 120
    unix = next(line for line in lines if line.startswith(".venv/bin/popcalc"))
    windows = next(line for line in lines if line.startswith(".venv\\Scripts\\popcalc"))
    assert windows == unix.replace(".venv/bin/", ".venv/Scripts/").replace("/", "\\")
    assert lines.index(windows) < 30
    with build.workshop() as folder:
        done = build.run(unix.replace(".venv/bin/", ""), lang=build.language_of(page))
        made = {path.name for path in folder.iterdir()} - set(build.SHARED)
    assert done.code == 0
    assert {Path(name).suffix for name in made} == {".html", ".xlsx"}


def test_modules_named_in_the_architecture_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:popcalc|tests|docs|sample_data|configs)/[\w./-]*)`", text)
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []


@IN_BOTH
def test_output_page_lists_every_field_flag_and_format(folder: Path) -> None:
    text = (folder / "output.md").read_text(encoding="utf-8")
    first_cells = " ".join(re.findall(r"^\| (.*?) \|", text, re.M))
    named = re.findall(r"`(\w+)`", first_cells)
    assert named == [*FORMATS, *RECORD_FIELDS, *FLAGS]


@IN_BOTH
def test_comparison_page_lists_every_field_and_way_to_compare(folder: Path) -> None:
    first, *_, last = (folder / "comparison.md").read_text(encoding="utf-8").split("\n## ")
    assert re.findall(r"^\| `(\w[\w-]+)` \|", first, re.M) == [one.value for one in Compare]
    first_cells = " ".join(re.findall(r"^\| (.*?) \|", last, re.M))
    assert re.findall(r"`(\w+)`", first_cells) == [*COMPARISON_FIELDS, *RANK_FIELDS]


@IN_BOTH
def test_arithmetic_page_lists_every_kind(folder: Path) -> None:
    parts = (folder / "arithmetic.md").read_text(encoding="utf-8").split("\n## ")
    tables = [re.findall(r"^\| `(\w+)`", part, re.M) for part in parts]
    assert [kind.value for kind in Kind] in tables


@IN_BOTH
def test_files_page_names_every_ending_of_a_data_file(folder: Path) -> None:
    sources = (folder / "files.md").read_text(encoding="utf-8").split("\n## ")[1]
    named = re.findall(r"`(\.\w+)`", sources.partition("<!-- ")[0])
    assert sorted(named) == sorted({f".{suffix.rpartition('.')[2]}" for suffix in KINDS.suffixes})
