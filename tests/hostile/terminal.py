"""What a name would do to a terminal."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.case import HEADER, Hostile

ESC = "\x1b"


def named(name: str):
    def make(folder: Path) -> None:
        (folder / "a.csv").write_text(
            HEADER + f'2013-01,"{name}",Mill,3,1000\n2013-01,South,"Hill {name}",4,2000\n', encoding="utf-8"
        )

    return make


def one(what, name, says, command="popcalc compute a.csv --indicator births", codes=(0,), **more):
    bad = tuple(c for c in set(name) if not c.isprintable() and c not in "\n\r")
    return Hostile("terminal", what, command, named(name), codes, says, bad, terminal=True, **more)


CASES = (
    one("a town clears the screen", f"{ESC}[2J{ESC}[HNorth", "␛[2J"),
    one("a town sets the window's title", f"{ESC}]0;owned\x07North", "␛]0;owned␇"),
    one("a town hides a link (OSC 8)", f"{ESC}]8;;http://x.example{ESC}\\North", "␛]8"),
    one("a town with C1 control (CSI)", "\x9b2JNorth", "U+009B"),
    one("a town turns the line round (bidi)", "North\u202ehtuoS", "U+202E"),
    one("a town with bidi isolates and marks", "No\u2066r\u061cth\u200f", "U+061C"),
    one("a town with invisible characters", "No\u200br\u00adth\u180e", "U+00AD"),
    one("a town with tag characters", "North\U000e0041\U000e007f", "U+E0041"),
    one("a town with interlinear marks", "No\ufff9r\ufffat\ufffbh", "U+FFF9"),
    one("a town with a byte order mark in it", "No\ufeffrth", "U+FEFF"),
    one("csv on a terminal", f"{ESC}[31mNorth\u202e", "␛[31m", "popcalc compute a.csv --indicator births -f csv"),
    one(
        "json on a terminal",
        f"{ESC}[31mNor\x9bth\u202e",
        "North",
        "popcalc compute a.csv --indicator births -f json",
        never=(),
    )
    if False
    else one(
        "json on a terminal", f"{ESC}[31mNor\x9bth\u202e", "\\u202e", "popcalc compute a.csv --indicator births -f json"
    ),
    one(
        "jsonl on a terminal",
        f"{ESC}[31mNor\x9bth\u202e",
        "\\u202e",
        "popcalc compute a.csv --indicator births -f jsonl",
    ),
    one(
        "markdown on a terminal",
        f"{ESC}[31mNor\x9bth\u202e",
        "U+202E",
        "popcalc compute a.csv --indicator births -f markdown",
    ),
    one(
        "explain on a terminal",
        f"{ESC}[2JNorth\u202e",
        "U+202E",
        f"popcalc explain births a.csv --area '{ESC}[2JNorth\u202e'",
    ),
    one("validate on a terminal", f"{ESC}[2JNorth\u202e", "␛[2J", "popcalc validate a.csv", codes=(0, 1)),
    one("inspect on a terminal", f"{ESC}[2JNorth\u202e", "␛[2J", "popcalc inspect a.csv"),
    one(
        "an area asked for that steers",
        "North",
        "␛[2J",
        f"popcalc compute a.csv --area '{ESC}[2J\u202eNorth'",
        codes=(2,),
        never=None,
    )
    if False
    else Hostile(
        "terminal",
        "an option's value that steers",
        f"popcalc compute a.csv --area '{ESC}[2J\u202eNorth'",
        named("North"),
        (2,),
        "␛[2J",
        (ESC + "[2J", "\u202e"),
        terminal=True,
    ),
    Hostile(
        "terminal",
        "an option click refuses",
        f"popcalc compute a.csv --period '{ESC}[2J\u202eNorth'",
        named("North"),
        (2,),
        "",
        (ESC + "[2J", "\u202e"),
        terminal=True,
    ),
    Hostile(
        "terminal",
        "a source that is not there",
        f"popcalc compute '{ESC}[2J\u202eNorth.csv'",
        named("North"),
        (2,),
        "␛[2J",
        (ESC + "[2J", "\u202e"),
        terminal=True,
    ),
    Hostile(
        "terminal",
        "a command that steers",
        f"popcalc '{ESC}[2J\u202e'",
        named("North"),
        (2,),
        "",
        (ESC + "[2J", "\u202e"),
        terminal=True,
    ),
    Hostile(
        "terminal",
        "an option that steers",
        f"popcalc compute --'{ESC}[2J\u202e'",
        named("North"),
        (2,),
        "",
        (ESC + "[2J", "\u202e"),
        terminal=True,
    ),
    Hostile(
        "terminal",
        "a header that steers",
        "popcalc inspect b.csv",
        lambda f: (f / "b.csv").write_text(f"month,town,village,births,x{ESC}[2J\u202e\n2013-01,N,M,1,2\n"),
        (0, 2),
        "␛[2J",
        (ESC + "[2J", "\u202e"),
        terminal=True,
    ),
    Hostile(
        "terminal",
        "a cell that steers in an error",
        "popcalc compute b.csv",
        lambda f: (f / "b.csv").write_text(f"month,town,village,births\n2013-01,N,M,{ESC}[2J\u202e\n"),
        (2,),
        "␛[2J",
        (ESC + "[2J", "\u202e"),
        terminal=True,
    ),
    Hostile(
        "terminal",
        "a cell that steers in an error, piped",
        "popcalc compute b.csv",
        lambda f: (f / "b.csv").write_text(f"month,town,village,births\n2013-01,N,M,{ESC}[2J\u202e\n"),
        (2,),
        "␛[2J",
        (ESC + "[2J", "\u202e"),
    ),
    Hostile(
        "terminal",
        "two villages that differ by an invisible character",
        "popcalc compute a.csv --by village --indicator births",
        lambda f: (f / "a.csv").write_text(HEADER + "2013-01,N,Mill,3,1000\n2013-01,N,Mi\u200bll,4,1000\n"),
        (0, 2),
        "U+200B",
        ("\u200b",),
        terminal=True,
    ),
    Hostile(
        "terminal",
        "two villages that differ by a Cyrillic letter",
        "popcalc compute a.csv --by village --indicator births",
        lambda f: (f / "a.csv").write_text(HEADER + "2013-01,N,Mop,3,1000\n2013-01,N,M\u043ep,4,1000\n"),
        (0,),
        "U+043E",
        terminal=True,
    ),
    Hostile(
        "terminal",
        "records in a pipe keep bytes",
        "popcalc compute a.csv --indicator births | od -c | grep -c 033",
        named(f"{ESC}[2JNorth"),
        (0,),
        "",
    ),
    Hostile(
        "terminal",
        "a village of 1,000 combining marks",
        "popcalc compute a.csv --by village --indicator births",
        lambda f: (f / "a.csv").write_text(
            HEADER + "2013-01,N,Mi" + "\u0301" * 1000 + "ll,3,1000\n2013-01,N,Hill,4,1000\n"
        ),
        (0,),
        "",
        terminal=True,
    ),
)
