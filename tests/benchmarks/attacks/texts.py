"""Names that would steer a terminal or mislead a person, names of files, and texts that are too large."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.benchmarks.attacks.case import HEADER, ROW, Hostile

ESC = "\x1b"
STEERS = f"{ESC}[2J\u202e"
"""Clears the screen and turns the line round."""
NEVER = (f"{ESC}[2J", "\u202e")
BIRTHS = "popcalc compute a.csv --indicator births"


def file(content: str | bytes, name: str | bytes = "a.csv") -> Callable[[Path], object]:
    """Return what writes one file."""
    written = content if isinstance(content, bytes) else content.encode()

    def make(folder: Path) -> None:
        with open(os.path.join(os.fsencode(folder), os.fsencode(name)), "wb") as stream:
            stream.write(written)

    return make


def town(what: str, name: str, says: str, command: str = BIRTHS, codes: tuple[int, ...] = (0,)) -> Hostile:
    """Return the case of a town that is called so, on a terminal."""
    never = tuple(NEVER) + tuple(one for one in set(name) - {ESC} if not one.isprintable())
    content = HEADER + f'2013-01,"{name}",Mill,3,1000\n2013-01,South,Hill,4,2000\n'
    return Hostile("terminal", what, command, file(content), codes, says, never, terminal=True)


TERMINAL = (
    town("a town clears the screen", f"{ESC}[2J{ESC}[HNorth", "␛[2J␛[HNorth"),
    town("a town sets the title of the window", f"{ESC}]0;owned\x07North", "␛]0;owned␇North"),
    town("a town with a control character of 8 bits", "\x9b2JNorth", "<U+009B>2JNorth"),
    town("a town turns the line round", "North\u202ehtuoS", "North"),
    town("a town with a soft hyphen, a mark of directions, a vowel separator", "No\u00adr\u061ct\u180eh", "North"),
    town("a town with interlinear marks", "No\ufff9r\ufffat\ufffbh", "<U+FFF9>"),
    town("a town with tag characters", "North\U000e0041\U000e007f", "<U+E0041>"),
    town("markup of the table's library", "[red]North[/red]", "[red]North[/red]"),
    town("csv on a terminal", f"{ESC}[31mNorth", "␛[31mNorth", f"{BIRTHS} -f csv"),
    town("json on a terminal", f"{ESC}[31mNor\x9bth", "Nor\\u009bth", f"{BIRTHS} -f json"),
    town("markdown on a terminal", f"{ESC}[31mNorth", "␛", f"{BIRTHS} -f markdown"),
    town("what validate says", f"{ESC}[2JNorth", "␛[2JNorth", "popcalc validate a.csv", (0, 1)),
    town("what inspect says", f"{ESC}[2JNorth", "␛[2JNorth", "popcalc inspect a.csv", (0, 1)),
    town("an option's value steers", "North", "␛[2J<U+202E>No", f"popcalc compute a.csv --area '{STEERS}No'", (2,)),
    town("a source's name steers", "North", "␛[2J<U+202E>x", f"popcalc compute '{STEERS}x.csv'", (2,)),
    Hostile(
        "terminal",
        "a header and a cell steer, in messages",
        "popcalc compute a.csv",
        file(f"month,town,village,births,x{STEERS}\n2013-01,North,Mill,{STEERS},2\n"),
        says="␛[2J<U+202E>",
        never=NEVER,
    ),
    Hostile(
        "terminal",
        "two villages that differ by a Cyrillic letter",
        f"{BIRTHS} --by village",
        file(HEADER + "2013-01,North,Mop,3,1000\n2013-01,North,M\u043ep,4,1000\n"),
        (0,),
        "M<U+043E>p",
        terminal=True,
    ),
    Hostile(
        "terminal",
        "records in a pipe keep their bytes",
        f"{BIRTHS} | od -An -c | grep -c 033",
        file(HEADER + f"2013-01,{ESC}[2JNorth,Mill,3,1000\n"),
        (0,),
        "1",
    ),
)


def links(folder: Path) -> None:
    """Make 30 folders, each with two links to the next: a thousand million ways to the last."""
    for level in range(30):
        (folder / f"l{level}").mkdir()
    for level in range(29):
        for name in "ab":
            os.symlink(f"../l{level + 1}", folder / f"l{level}" / name)
    (folder / "l29" / "a.csv").write_text(HEADER + ROW)


def circles(folder: Path) -> None:
    """Make links that lead to each other, to a folder above, and nowhere."""
    (folder / "a.csv").write_text(HEADER + ROW)
    (folder / "d").mkdir()
    for name, target in {"up": "..", "l1.csv": "l2.csv", "l2.csv": "l1.csv"}.items():
        os.symlink(target, folder / "d" / name)


def name(
    what: str,
    command: str,
    make: Callable[[Path], object],
    codes: tuple[int, ...] = (2,),
    says: str = "",
    never: tuple[str, ...] = (),
) -> Hostile:
    return Hostile("name", what, command, make, codes, says, never)


FORMULA = file(HEADER + ROW.replace("North", "=cmd|' /C calc'!A0"))
MARKUP = "<script>x</script>\\input{y}[z](javascript:w)"
NAMES = (
    name("a file with line ends in its name", "popcalc compute .", file("x\n1\n", "a\nb: note: well\n.csv"), says="␊"),
    name("a file whose name is no UTF-8", "popcalc compute .", file("x,y\n1,2\n", b"\xff\xe4.csv"), says="<U+DCFF>"),
    name(
        "the same in records",
        "popcalc inspect . -f csv && popcalc inspect . -f json",
        file(HEADER + ROW, b"\xff\xe4.csv"),
        (0,),
        "\\udcff",
    ),
    name("a name of 5,000 characters", f"popcalc compute {'z' * 5000}.csv", lambda _: None, says="File name too long"),
    name("signs of formats in a name", "popcalc compute '{0.x}%s%n.csv'", lambda _: None, says="{0.x}%s%n.csv"),
    name("links in circles", "popcalc compute .", circles, says="LINK_LOOP"),
    name("a thousand million ways through links", "popcalc compute l0", links, (0,), "births"),
    name("the same by a pattern", "popcalc compute '**/*.csv'", links, (0,), "births"),
    name("a formula as a name, in a pipe", "popcalc compute a.csv -q", FORMULA, (0,), ",=cmd|"),
    name("a formula as a name, with --bom", "popcalc compute a.csv -q --bom", FORMULA, (0,), ",'=cmd|", (",=cmd|",)),
    name(
        "markup as a name",
        "for f in html latex markdown; do popcalc compute a.csv -q -f $f; done",
        file(HEADER + ROW.replace("North", MARKUP)),
        (0,),
        "&lt;script&gt;",
        ("<script>",),
    ),
    Hostile(
        "name",
        "20,000 villages and one that is misspelled",
        "popcalc compute a.csv --area Vilage19999",
        file(HEADER + "".join(f"2013-01,North,Village{n},{n % 9},{900 + n % 97}\n" for n in range(20_000))),
        says="did you mean Village19999?",
        slow=True,
    ),
)


def size(
    what: str,
    content: Callable[[], str | bytes],
    codes: tuple[int, ...] = (2,),
    says: str = "",
    megabytes: int = 512,
    slow: bool = True,
    options: str = "",
) -> Hostile:
    return Hostile(
        "size",
        what,
        f"popcalc compute a.csv {options}".rstrip(),
        lambda folder: file(content())(folder),
        codes,
        says,
        ("9" * 3000,),
        slow=slow,
        megabytes=megabytes,
    )


SPLIT = "month,town,village,age,births,population\n"


def spelling(number: int) -> str:
    """Return a name in capitals and small letters as the bits of a number have it."""
    return "".join(letter.upper() if number >> place & 1 else letter for place, letter in enumerate("abcdefghijklmnop"))


def two_centuries() -> str:
    """Return a thousand villages that report the first and the last month there may be."""
    return HEADER + "".join(
        f"{month},T{n // 20},V{n},3,1000\n" for n in range(1_000) for month in ("1900-01", "2100-12")
    )


SIZES = (
    size(
        "a count of 200,000 digits",
        lambda: HEADER + ROW.replace(",3,", f",{'9' * 200_000},"),
        (2,),
        "LONG_CELL",
        slow=False,
    ),
    size("a month of 200,000 digits", lambda: HEADER + ROW.replace("2013-01", "9" * 200_000), (2,), "LONG_CELL"),
    size("a count of 19 digits", lambda: HEADER + ROW.replace(",3,", f",{2**63 - 1},"), (2,), "COUNT_TOO_LARGE"),
    size("a village of a million letters", lambda: HEADER + ROW.replace("Mill", "M" * 1_000_000), (2,), "LONG_CELL"),
    size(
        "from year 1 to 9999",
        lambda: HEADER + ROW.replace("2013", "0001") + ROW.replace("2013", "9999"),
        (2,),
        "1900 to",
    ),
    size("100 MB in one line of commas", lambda: HEADER.encode() + b"," * 100_000_000, (2,), "LONG_LINE"),
    size("100 MB in one line of quotes", lambda: HEADER.encode() + b'"' * 100_000_000, (2,), "", 700),
    size("100 MB in one line of letters", lambda: b"x" * 100_000_000, (2,), "NO_HEADER"),
    size(
        "a quote that never closes, 200 MB", lambda: HEADER + '2013-01,"North,Mill,3,1000\n' * 8_000_000, (2,), "", 700
    ),
    size("100,000 columns", lambda: f"{HEADER.strip()}{',births' * 100_000}\n", (2,), "TWO_COLUMNS"),
    size("60 rows of 20,000 nearly known headers", lambda: (",".join(f"birthz{n}" for n in range(20_000)) + "\n") * 60),
    size("a million blank records", lambda: HEADER + ",,,,\n" * 1_000_000 + ROW, (0,), "births"),
    size(
        "200,000 bad cells",
        lambda: HEADER + "".join(f"2013-01,North,V{n},x{n},9\n" for n in range(200_000)),
        (2,),
        "showing 20 of",
    ),
    size(
        "200,000 figures of one village",
        lambda: HEADER + "".join(f"2013-01,North,Mill,{n},9\n" for n in range(200_000)),
        (2,),
        "TWO_FIGURES",
    ),
    size(
        "50,000 values of a dimension",
        lambda: SPLIT + "".join(f"2013-01,North,Mill,{n}-{n + 4},{n % 9},1000\n" for n in range(50_000)),
        (2,),
        "DIMENSION",
    ),
    size(
        "20,000 spellings of a village",
        lambda: HEADER + "".join(f"2013-01,North,{spelling(n)},{n % 9},1000\n" for n in range(20_000)),
        (2,),
        "SPELLINGS_OF_TWO",
    ),
    size(
        "a million lines below a table",
        lambda: HEADER + ROW + "".join(f"a note that says something {n}\n" for n in range(1_000_000)),
        (0,),
        "births",
    ),
    size("two centuries by village and month", two_centuries, (0,), "2100-12", options="--by village --period month"),
    size(
        "the same as a table",
        two_centuries,
        (2,),
        "TOO_MANY_FIGURES",
        slow=False,
        options="--by village --period month -f table",
    ),
    size(
        "two centuries ranked",
        two_centuries,
        (2,),
        "TOO_MANY",
        slow=False,
        options="--by village --period month --rank high",
    ),
    size("20 MB of random bytes", lambda: Random(1).randbytes(20_000_000)),
    size("a byte order mark alone", lambda: b"\xef\xbb\xbf", (2,), "EMPTY_FILE", slow=False),
)
