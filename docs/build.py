"""The parts of the READMEs and of the pages below docs/ that are made by running what they show, and the man pages.

    python docs/build.py            make them anew
    python docs/build.py PAGE       this page alone, such as docs/zh/files.md
    python docs/build.py --check    name what is stale and end with 1

A page marks such a part with a comment above it:

- `<!-- run -->` and a fence: each line that begins with `$ ` is a command (`\\` at its end goes on with the next line);
  what stands below it is what it prints. `<!-- run, exit 2 -->` says with which code the last command ends, if not 0.
- `<!-- file may.csv -->` and a fence: a file with this content, there for the commands further down the page.
- `<!-- picture COMMAND -->` and an image: the terminal after that command, as SVG; with `picture, exit 1, columns 120`
  the code that it ends with and the terminal's width.

Commands run in a folder of their own that holds sample_data and configs, on a terminal of 100 columns without colour;
a message that is wider is folded there. They speak the language of the page, which its folder (docs/zh) or its name
(README.zh.md) says, else English. `popcalc` and `python FILE` run inside this process; the shell takes every other
command, and what follows the first ` | `.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import io
import itertools
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wcwidth import wcswidth, wcwidth

from popcalc.language import LANGUAGES, SOURCE
from popcalc.output.widths import wrap

if TYPE_CHECKING:
    from rich.terminal_theme import TerminalTheme

ROOT = Path(__file__).resolve().parents[1]
PAGES = (*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").rglob("*.md")))
MANUALS = {"en": ROOT / "docs" / "man" / "popcalc.1", "zh": ROOT / "docs" / "man" / "zh_CN" / "popcalc.1"}
SHARED = ("sample_data", "configs")
COLUMNS = 100
WIDEST = 120
"""No line of an output is wider: a page of GitHub shows so much without a scroll bar."""

TERMINAL = {"LC_ALL": "C.UTF-8", "COLUMNS": str(COLUMNS), "LINES": "40", "TERM": "xterm-256color"}
INHERITED = ("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")

RUN = re.compile(r"^<!-- run(?:, exit (?P<code>\d+))? -->\n(?P<fence>```\w*)\n(?P<body>.*?)^```$", re.M | re.S)
COMMAND = r"^\$ ((?:.*\\\n)*.*)$"
FILE = re.compile(r"^<!-- file (?P<name>\S+) -->\n```\w*\n(?P<body>.*?)^```$", re.M | re.S)
PICTURE = re.compile(
    r"^<!-- picture(?:, exit (?P<code>\d+))?(?:, columns (?P<columns>\d+))? (?P<command>[^>]+) -->\n"
    r"!\[.*?\]\((?P<path>\S+?)\)$",
    re.M,
)
TEXT_OF_PICTURE = re.compile(
    r'<text (?P<style>class="[^"]*" )x="(?P<x>[^"]*)"(?P<y> y="[^"]*" )textLength="(?P<length>[^"]*)"'
    r"(?P<clip>[^>]*)>(?P<words>[^<]*)</text>"
)
MARKED = re.compile(r"^<!-- (?:run|file|picture)\b.*$", re.M)


class BuildError(Exception):
    """A page that cannot be made: a command that fails, a line that is too wide, a marker that is none."""


class Screen(io.StringIO):
    """A terminal, as far as a program can tell."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@dataclass(frozen=True)
class Printed:
    """What a command left on the terminal, and its exit code."""

    text: str
    code: int


@contextlib.contextmanager
def workshop() -> Iterator[Path]:
    """Give the folder in which the commands of one page run, and go there."""
    with tempfile.TemporaryDirectory() as name:
        for shared in SHARED:
            shutil.copytree(ROOT / shared, Path(name) / shared)
        before = Path.cwd()
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(before)


@contextlib.contextmanager
def surroundings(**more: str) -> Iterator[None]:
    """Hide the reader's own terminal, locale and settings from what runs inside."""
    before = dict(os.environ)
    kept = {name: before[name] for name in INHERITED if name in before}
    os.environ.clear()
    os.environ.update(kept | TERMINAL | more)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def language_of(page: Path) -> str:
    """Return the language of a page, which its folder or its name says."""
    return next((code for code in LANGUAGES if code in (page.parent.name, page.stem.rpartition(".")[2])), SOURCE)


def run(command: str, *, color: bool = False, columns: int = COLUMNS, lang: str = SOURCE) -> Printed:
    """Run a command line as a person would: what it says about its work, then its answer."""
    line, _, rest = command.replace("\\\n", " ").partition(" | ")
    program, *arguments = shlex.split(line)
    if program not in PROGRAMS:
        with surroundings():
            return Printed(_shell(command), 0)
    answer, talk = io.StringIO() if rest else Screen(), io.StringIO()
    with (
        surroundings(COLUMNS=str(columns), POPCALC_LANG=lang, **({} if color else {"NO_COLOR": "1"})),
        contextlib.redirect_stdout(answer),
        contextlib.redirect_stderr(talk),
    ):
        code = _exit_code(lambda: PROGRAMS[program](arguments))
        text = answer.getvalue()
        if rest:
            text = _shell(rest, text)
    folded = "".join(f"{line}\n" for said in talk.getvalue().splitlines() for line in wrap(said, COLUMNS))
    return Printed(folded + text, code)


def _shell(command: str, text: str = "") -> str:
    done = subprocess.run(command, shell=True, input=text, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise BuildError(f"`{command}` ends with {done.returncode}:\n{done.stderr}")
    return done.stdout


def _exit_code(program: Callable[[], None]) -> int:
    try:
        program()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _popcalc(arguments: list[str]) -> None:
    from popcalc.cli.main import run as run_popcalc

    run_popcalc(arguments)


def _python(arguments: list[str]) -> None:
    runpy.run_path(arguments[0])


PROGRAMS: Mapping[str, Callable[[list[str]], None]] = {"popcalc": _popcalc, "python": _python}


def rebuilt(page: Path) -> dict[Path, str]:
    """Return the page as it should be, and its pictures, by path."""
    source = page.read_text(encoding="utf-8")
    pictures: dict[Path, str] = {}
    parts = sorted((match for form in (RUN, FILE, PICTURE) for match in form.finditer(source)), key=re.Match.start)
    if len(parts) != len(MARKED.findall(source)):
        lost = {match[0] for match in MARKED.finditer(source)} - {match[0].partition("\n")[0] for match in parts}
        raise BuildError(f"{page.name}: nothing fits below {', '.join(sorted(lost))}")
    made, at = [], 0
    with workshop() as folder:
        for part in parts:
            made.append(source[at : part.start()])
            at = part.end()
            if part.re is FILE:
                file = folder / part["name"]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(part["body"], encoding="utf-8", newline="\n")
            elif part.re is PICTURE:
                path = page.parent / part["path"]
                columns, code = (int(part[name] or usual) for name, usual in (("columns", COLUMNS), ("code", 0)))
                pictures[path] = picture(part["command"], path.stem, columns=columns, code=code, lang=language_of(page))
            made.append(_with_output(part, page) if part.re is RUN else part[0])
    made.append(source[at:])
    return {page: "".join(made), **pictures}


def _with_output(part: re.Match[str], page: Path) -> str:
    commands = re.findall(COMMAND, part["body"], re.M)
    if not commands:
        raise BuildError(f"{page.name}: a fence to run has no line that begins with $")
    blocks = []
    for position, command in enumerate(commands):
        printed = run(command, lang=language_of(page))
        expected = int(part["code"] or 0) if position == len(commands) - 1 else 0
        if printed.code != expected:
            raise BuildError(f"{page.name}: `{command}` ends with {printed.code}, not {expected}:\n{printed.text}")
        lines = [line.rstrip() for line in printed.text.rstrip().splitlines()]
        for line in lines:
            if wcswidth(line) > WIDEST or line.startswith("```"):
                raise BuildError(f"{page.name}: a line of `{command}` does not fit:\n{line}")
        blocks.append("\n".join([f"$ {command}", *lines]))
    head = part[0].partition(part["fence"])[0]
    return f"{head}{part['fence']}\n" + "\n\n".join(blocks) + "\n```"


def picture(command: str, name: str, *, columns: int = COLUMNS, code: int = 0, lang: str = SOURCE) -> str:
    """Return the terminal after a command as SVG; ids begin with `name`, no font is loaded from elsewhere."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    printed = run(command, color=True, columns=columns, lang=lang)
    if printed.code != code:
        raise BuildError(f"the picture's `{command}` ends with {printed.code}:\n{printed.text}")
    shown = Text.assemble(("$ ", "green"), (command, "bold"), "\n\n", Text.from_ansi(printed.text.rstrip()))
    # A little wider than the text: not every viewer keeps its width.
    width = max(map(cell_len, shown.plain.splitlines())) + 2
    console = Console(
        record=True, file=io.StringIO(), width=width, color_system="truecolor", force_terminal=True,
        legacy_windows=False, highlight=False,
    )  # fmt: skip
    console.print(shown)
    made = console.export_svg(title="", code_format=SVG, theme=_theme(), unique_id=name, font_aspect_ratio=0.6)
    return TEXT_OF_PICTURE.sub(_in_columns, made)


def _in_columns(text: re.Match[str]) -> str:
    """Return a text of a picture as pieces of letters of one width, each where its columns are: fonts differ in it."""
    words = html.unescape(text["words"])
    if all(wcwidth(letter) == 1 for letter in words):
        return text[0]
    column = float(text["length"]) / len(words)
    at, pieces = float(text["x"]), []
    for wide, letters in itertools.groupby(words, key=lambda letter: wcwidth(letter) == 2):
        piece = "".join(letters)
        length = len(piece) * column * (2 if wide else 1)
        attributes = f'x="{at:g}"{text["y"]}textLength="{length:g}"{text["clip"]}'
        pieces.append(f"<text {text['style']}{attributes}>{html.escape(piece).replace(' ', '&#160;')}</text>")
        at += length
    return "".join(pieces)


def _theme() -> TerminalTheme:
    from rich.terminal_theme import TerminalTheme

    normal = [(40, 44, 52), (224, 108, 117), (130, 190, 110), (229, 192, 123), (97, 175, 239), (198, 120, 221),
              (86, 182, 194), (220, 223, 228)]  # fmt: skip
    return TerminalTheme((30, 33, 39), (220, 223, 228), normal, normal)


SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<!-- Made by docs/build.py. -->
<style>
.{unique_id}-matrix {{
    font-family: "Fira Code", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
    font-size: {char_height}px;
    line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""


def manuals() -> dict[Path, str]:
    """Return the pages of the manual, in every language, by path."""
    from popcalc.cli.beforehand import let_click_speak
    from popcalc.cli.manual import manual
    from popcalc.language import language

    made = {}
    for code, path in MANUALS.items():
        with surroundings():
            let_click_speak(code)
            made[path] = manual(language(code))
    return made


def stale(pages: Mapping[Path, str]) -> list[Path]:
    """Return the files that are not as they should be."""
    return [path for path, text in pages.items() if not path.is_file() or path.read_bytes() != text.encode("utf-8")]


def main() -> int:
    """Make or check all pages; return the exit code."""
    parser = argparse.ArgumentParser(description="Make the pages' outputs and pictures by running their commands.")
    parser.add_argument("--check", action="store_true", help="write nothing; name what is stale and end with 1")
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE", help="only these pages")
    given = parser.parse_args()
    check, wanted = given.check, [page.resolve() for page in given.pages]
    pages = {} if wanted else manuals()
    try:
        for page in wanted or PAGES:
            pages |= rebuilt(page)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    changed = stale(pages)
    for path in changed:
        print(f"{path.relative_to(ROOT)}{' is stale: run python docs/build.py' if check else ' made anew'}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pages[path].encode("utf-8"))
    return int(check and bool(changed))


if __name__ == "__main__":
    sys.exit(main())
