"""Definition files that would cost or do more than they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.attacks.case import HEADER, ROW, Hostile

BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
)
TARGET = "version: 1\nyear: 2013\ntargets:\n- indicator: births\n  at_most: "


def definition(
    what: str,
    content: str | Callable[[], str],
    says: str,
    option: str = "--columns",
    codes: tuple[int, ...] = (2,),
    slow: bool = False,
) -> Hostile:
    def make(folder: Path) -> None:
        (folder / "a.csv").write_text(HEADER + ROW)
        (folder / "d.yaml").write_text(content if isinstance(content, str) else content())

    command = f"popcalc {'check' if option == '--targets' else 'compute'} a.csv {option} d.yaml"
    return Hostile("yaml", what, command, make, codes, says, ("9" * 3000, ":59" * 1000), slow=slow)


def of(what: str, command: str, says: str, codes: tuple[int, ...] = (2,)) -> Hostile:
    return Hostile("yaml", what, command, lambda folder: (folder / "a.csv").write_text(HEADER + ROW), codes, says)


def lines(one: str, number: int, begin: str = "version: 1\n") -> Callable[[], str]:
    return lambda: begin + "".join(one.replace("N", str(n)) for n in range(number))


def circle(folder: Path) -> None:
    """Write an areas file in which each area lies in the next, and the last in the first."""
    (folder / "a.csv").write_text(HEADER + ROW)
    areas = "".join(f"{n},n{n},town,{(n + 1) % 1000}\n" for n in range(1000))
    (folder / "t.csv").write_text(f"code,name,level,parent\n{areas}")


DEFINITIONS = (
    definition("aliases that multiply", BOMB, "NO_ALIASES"),
    definition("two million brackets", lambda: "[" * 2_000_000, "nested"),
    definition("a million mappings in each other", lambda: "{a: " * 1_000_000, "TOO_DEEP"),
    definition("merge keys", "version: 1\nbase: &b {a: 1}\ncolumns:\n  <<: *b\n", "NO_MERGE"),
    definition("a tag that runs a command", "version: !!python/object/apply:os.system ['touch owned']\n", "NO_TAGS"),
    definition("a bound of 200,000 digits", TARGET + "9" * 200_000, "QUOTE_IT", "--targets"),
    definition("a version of 200,000 digits, in hex", "version: 0x" + "9" * 200_000, "QUOTE_IT"),
    definition("a number of 100,000 parts of sixty", "version: 1" + ":59" * 100_000, "QUOTE_IT"),
    definition("a key of 200,000 digits", "9" * 200_000 + ": 1", "QUOTE_IT"),
    definition("an exponent of nine digits", TARGET + "1e999999999", "QUOTE_IT", "--targets"),
    definition("a form of dates with a year twice", "version: 1\nperiod: '%Y-%m %Y'\n", "strptime cannot read"),
    definition("a form of dates of 300,000 signs", f"version: 1\nperiod: '{'%Y%m' * 75_000}'\n", "is no form"),
    definition("an encoding that is none of texts", "version: 1\nencoding: idna\n", "is not an encoding"),
    definition("a formula of 20,000 brackets", TARGET.replace("births", "(" * 20_000) + "1", "", "--targets"),
    definition("100,000 unknown keys", lines("columnzN: 1\n", 100_000), "UNKNOWN_KEY", slow=True),
    definition("100,000 keys twice", lines("version: 1\n", 100_000), "DUPLICATE_KEY", slow=True),
    definition(
        "100,000 unknown counts",
        lines("  hN: birthzN\n", 100_000, "version: 1\ncolumns:\n"),
        "UNKNOWN_COUNT",
        slow=True,
    ),
    definition("200 MB of blanks", lambda: "version: 1\n" + " " * 200_000_000, "larger than 8 MB", slow=True),
    of("a device as a definition file", "popcalc compute a.csv --columns /dev/zero", "it is a device"),
    of("a device as an areas file", "popcalc compute a.csv --areas /dev/zero", "it is a device"),
    of(
        "a pipe that nobody writes to as a definition file",
        "mkfifo p; popcalc compute a.csv --columns p",
        "it is a named pipe",
    ),
    Hostile(
        "yaml", "a thousand areas in a circle", "popcalc compute a.csv --areas t.csv", circle, says="showing 20 of"
    ),
)
