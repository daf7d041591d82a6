"""Do two states of popcalc do the same? Runs thousands of commands on both and compares all that they leave.

    python tests/benchmarks/equal_function.py --before ../old/.venv/bin/python --after .venv/bin/python
    ... --only sample,fuzz --fuzz 200          some groups, fewer random tables
    ... --data FOLDER                          real data; otherwise POPCALC_REAL_DATA names its folder

Each side is the popcalc that its Python imports; which one that is, is printed first. Inputs and tests are those of the
checkout of this file, which must be run by a Python with the extra `test`. Groups:

    sample      options against each other on the sample data; some commands in a new process, which must leave no
                temporary file behind
    functional  each command of tests/functional with the files that the tests make, for which the tests are run; not
                those on a terminal, with a package path of their own, or that are interrupted
    intake      each set of files that tests/unit/intake reads, asked and validated; not those with a columns file that
                the test makes in Python
    taiwan, qinghe, world   left out when there is no folder of real data
    fuzz        random tables in random honest forms, every second one damaged

Compared are the bytes of both streams and the exit code; only the place in the source where a fault inside popcalc
happened (exit 3) may differ. What differs is printed, and ends the run with 1 unless a line of `--expected` matches it;
a line that matches nothing is named.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import os
import queue
import re
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import equal_function_cases as cases
from tests.benchmarks.command_server import Command, Outcome, Server

REAL = {"taiwan": cases.taiwan, "qinghe": cases.qinghe, "world": cases.world}
TESTED = {"functional": "tests/functional", "intake": "tests/unit/intake"}
GROUPS = ("sample", *TESTED, *REAL, "fuzz")
IN_SOURCE = re.compile(rb"\(\w+\.py:\d+\)")
UNREADABLE = 2
EVERY, LINES, EXAMPLES = 500, 40, 6
"""How often progress is told; lines shown of a difference; sets of files of one test."""

Pair = tuple[Server, Server]


@dataclass
class Comparison:
    """What has been compared so far."""

    expected: Sequence[tuple[re.Pattern[str], str]]
    run: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)
    differ: Counter[str] = field(default_factory=Counter)
    matched: set[str] = field(default_factory=set)
    unexpected: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, case: cases.Case, before: Outcome, after: Outcome) -> None:
        """Note a case; print it when both sides differ and nobody expected that."""
        self.run[case.group] += 1
        self.codes[before.code] += 1
        if self.run.total() % EVERY == 0:
            print(f"{self.run.total():,} cases, {self.differ.total():,} differ", file=sys.stderr, flush=True)
        if _settled(before) == _settled(after):
            return
        self.differ[case.group] += 1
        name = f"{case.group}: {case.name}"
        meant = [pattern.pattern for pattern, _ in self.expected if pattern.search(name)]
        self.matched.update(meant)
        if not meant:
            self.unexpected += 1
            print("\n".join([f"\n=== {name}", *_differences(before, after)]), flush=True)


def _settled(outcome: Outcome) -> Outcome:
    if outcome.code != 3:
        return outcome
    return Outcome(outcome.stdout, IN_SOURCE.sub(b"(source)", outcome.stderr), outcome.code, outcome.left)


def _differences(before: Outcome, after: Outcome) -> Iterator[str]:
    for what in ("code", "left"):
        if getattr(before, what) != getattr(after, what):
            yield f"{what}: {getattr(before, what)} before, {getattr(after, what)} after"
    for what in ("stdout", "stderr"):
        old, new = (getattr(side, what).decode("utf-8", "backslashreplace").splitlines() for side in (before, after))
        lines = list(difflib.unified_diff(old, new, f"{what} before", f"{what} after", n=1, lineterm=""))
        yield from lines[:LINES]
        if len(lines) > LINES:
            yield f"... {len(lines) - LINES} more lines"
        if not lines and getattr(before, what) != getattr(after, what):
            yield f"{what}: line ends differ"


def compare(case: cases.Case, pair: Pair, found: Comparison) -> Outcome:
    """Run a case on both sides; return what the old one leaves."""
    before, after = (side.run_anew(case.command) if case.anew else side.run(case.command) for side in pair)
    with found.lock:
        found.add(case, before, after)
    if case.then and before.code != UNREADABLE:
        compare(case.then, pair, found)
    return before


class Overheard:
    """A plugin of pytest that runs on both sides what tests give to the command and to the intake."""

    def __init__(self, pair: Pair, found: Comparison, folder: Path) -> None:
        self.pair, self.found, self.folder = pair, found, folder
        self.test = ""
        self.seen: set[int] = set()
        self.examples: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out tests that run no command, and those of hypothesis: the random tables are better at that."""
        items[:] = [
            item
            for item in items
            if "popcalc" in getattr(item, "fixturenames", ()) or "/unit/" in item.path.as_posix()
            if not getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        ]

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Note whose commands these are."""
        self.test = item.name

    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> object:
        """Give tests our command for theirs."""
        if fixturedef.argname != "popcalc":
            return None
        fixturedef.cached_result = (self.command, fixturedef.cache_key(request), None)
        return self.command

    def command(
        self, *args: str | Path, input: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path = cases.ROOT
    ) -> Outcome:
        """Run a command of a test."""
        given = Command(tuple(map(str, args)), cwd, input, env or {})
        if "PYTHONPATH" in given.env:
            return self.pair[0].run_anew(given)
        words = " ".join(given.args).replace(str(self.folder), "")
        return compare(cases.Case("functional", given, f"{self.test}: {words}", bool(env)), self.pair, self.found)

    def listening(self, read: Callable[..., object]) -> Callable[..., object]:
        """Return the intake's helper so that it runs commands on its files first."""

        def told(files: Mapping[str, str | bytes] | str | bytes, columns: object = None, **options: Any) -> object:
            files = {"data.csv": files} if isinstance(files, str | bytes) else files
            key = hash((tuple(files.items()), repr(options)))
            if columns is None and key not in self.seen and self.examples[self.test] < EXAMPLES:
                self.seen.add(key)
                self.examples[self.test] += 1
                self._ask(files, **options)
            return read(files, columns, **options)

        return told

    def _ask(
        self, files: Mapping[str, str | bytes], *, areas: str | None = None, encoding: str | None = None,
        named: Sequence[str] | None = None, year_start: int = 1, **_: object,
    ) -> None:  # fmt: skip
        home = self.folder / "read" / str(len(self.seen))
        written = dict(files) | ({"areas.areas": areas} if areas is not None else {})
        for name, content in written.items():
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        options = [*(["--areas", "areas.areas"] if areas is not None else [])]
        options += [*(["--encoding", encoding] if encoding else []), "--year-start", str(year_start)]
        asked = ("compute --by village --period month --indicator all -f jsonl", "validate -f json")
        first, then = (Command((*words.split(), *options, "--", *(named or files)), home) for words in asked)
        names = [f"{self.test} {len(self.seen)}: {' '.join(one.args)}" for one in (first, then)]
        second = cases.Case("intake", then, names[1])
        compare(cases.Case("intake", first, names[0], then=second), self.pair, self.found)


def overhear(groups: Iterable[str], pair: Pair, found: Comparison, folder: Path) -> None:
    """Run the tests of some groups, to hear what they run."""
    listener = Overheard(pair, found, folder)
    asked = [str(cases.ROOT / TESTED[group]) for group in TESTED if group in groups]
    from tests.unit.intake import reading

    reading.read = listener.listening(reading.read)  # type: ignore[assignment]
    options = [
        "-o",
        "addopts=--import-mode=importlib",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "--tb=line",
        "-q",
    ]
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        code = pytest.main([*options, f"--rootdir={cases.ROOT}", f"--basetemp={folder / 'tests'}", *asked], [listener])
    if code:
        print(
            f"\nthe tests themselves did not pass; what they ran was compared all the same:\n{told.getvalue()[-2000:]}"
        )


def expected_of(file: Path) -> list[tuple[re.Pattern[str], str]]:
    """Return the patterns of differences that are meant, each with its reason; raises SystemExit where one lacks it."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            pattern, _, reason = line.partition(" # ")
            if not reason.strip():
                raise SystemExit(f"{file}: no reason is given for {line!r}")
            found.append((re.compile(pattern.strip()), reason.strip()))
    return found


def plain_cases(groups: Iterable[str], data: Path | None, folder: Path) -> Iterator[cases.Case]:
    """Yield the cases of the groups that are neither of tests nor random."""
    for group in groups:
        if group == "sample":
            yield from cases.sample()
        elif group in REAL and data:
            yield from REAL[group](data, folder)


def main() -> int:
    """Compare both sides; return 1 when something differs that nobody expected."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", required=True, metavar="PYTHON")
    parser.add_argument("--after", required=True, metavar="PYTHON")
    parser.add_argument("--data", type=Path, default=os.environ.get("POPCALC_REAL_DATA"), metavar="FOLDER")
    parser.add_argument("--fuzz", type=int, default=2_000, metavar="N", help="random tables")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default=",".join(GROUPS), help="groups, with commas between them")
    parser.add_argument("--expected", type=Path, default=Path(__file__).with_name("equal_function_expected.txt"))
    given = parser.parse_args()
    groups = given.only.split(",")
    if unknown := set(groups) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    data = Path(given.data).resolve() if given.data else None
    found, begun = Comparison(expected_of(given.expected)), time.monotonic()

    with tempfile.TemporaryDirectory() as made, contextlib.ExitStack() as stack:
        folder = Path(made).resolve()
        pairs: queue.SimpleQueue[Pair] = queue.SimpleQueue()
        started = [
            (stack.enter_context(Server(given.before)), stack.enter_context(Server(given.after)))
            for _ in range(given.jobs)
        ]
        print("\n".join(f"{name}: {side.package}" for name, side in zip(("before", "after"), started[0], strict=True)))
        for pair in started:
            pairs.put(pair)

        def work(one: cases.Case) -> None:
            pair = pairs.get()
            compare(one, pair, found)
            pairs.put(pair)

        with ThreadPoolExecutor(given.jobs) as pool:
            done = [pool.map(work, plain_cases(groups, data, folder))]
            if set(groups) & set(TESTED):
                pair = pairs.get()
                overhear(groups, pair, found, folder)
                pairs.put(pair)
            # After the tests: pytest must be the first to import hypothesis.
            if "fuzz" in groups:
                done.append(pool.map(work, cases.fuzz(folder, given.fuzz, given.seed)))
            for results in done:
                list(results)
    return report(found, [group for group in groups if group in REAL and not data], time.monotonic() - begun)


def report(found: Comparison, left_out: Sequence[str], seconds: float) -> int:
    """Print what was compared; return the exit code."""
    print()
    for group, number in found.run.items():
        print(f"{group:<12}{number:>7,} cases{number - found.differ[group]:>8,} equal")
    if left_out:
        print(f"left out for want of --data: {', '.join(left_out)}")
    used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    ends = ", ".join(f"{number:,} with {code}" for code, number in sorted(found.codes.items()))
    print(f"{found.run.total():,} cases in {seconds:.0f} s ({used:.0f} s of processors) ended {ends}")
    for pattern, reason in found.expected:
        print(f"{'meant' if pattern.pattern in found.matched else 'NOT SEEN'}: {pattern.pattern} # {reason}")
    print(f"{found.differ.total():,} differ, {found.unexpected:,} of them unexpected")
    return int(found.unexpected > 0 or not found.run)


if __name__ == "__main__":
    sys.exit(main())
