"""Mutate honest files in a hundred ways and more, and see that no figure changes in silence; run by hand.

    python tests/benchmarks/mutate.py --inputs 4000 --seed 1
    python tests/benchmarks/mutate.py --kind sex-male-on-half-the-rows --inputs 20
    python tests/benchmarks/mutate.py --kind sex-male-on-half-the-rows --number 3 --keep FOLDER   one try and its files

Each try makes an honest data set of which the figures of every town and month are known, mutates it in one way and runs
`popcalc compute`. A figure that is not the true one must be flagged, or the run refused; the table says how often the
message named what was mutated. The exit code is 1 when a figure changed in silence.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shlex
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.mutations.judging import FAILURES, Outcome  # noqa: E402
from tests.benchmarks.mutations.registry import Meaning, all_kinds  # noqa: E402
from tests.benchmarks.mutations.running import Tried, Try, here, one, process, tried, warm  # noqa: E402

COMMAND = "python tests/benchmarks/mutate.py"


def main() -> int:
    """Run the tries that are asked for; return 1 when a figure changed in silence."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=4000, help="how many tries over all kinds (4000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", choices=sorted(all_kinds()), help="only this kind; may be repeated")
    parser.add_argument("--small", action="store_true", help="small data sets, as in the suite")
    parser.add_argument("--popcalc", default="", help="the path of another popcalc")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--number", type=int, help="only the try of this number of the kind, and all it says")
    parser.add_argument("--keep", type=Path, help="a folder for the files of that try")
    parser.add_argument("--examples", type=int, default=2, help="how many silent tries of a kind are shown (2)")
    parser.add_argument("--list", action="store_true", help="list the kinds and what they do")
    given = parser.parse_args()
    names = given.kind or list(all_kinds())
    if given.list:
        return listed(names)
    if given.number is not None:
        return shown(Try(names[0], given.seed, given.number, given.small), given.popcalc, given.keep)
    jobs = [
        (Try(names[number % len(names)], given.seed, number // len(names), given.small), given.popcalc)
        for number in range(given.inputs)
    ]
    results: list[Tried] = []
    begun = time.monotonic()
    with multiprocessing.Pool(given.processes, initializer=None if given.popcalc else warm) as pool:
        for result in pool.imap_unordered(one, jobs, chunksize=4):
            results.append(result)
            if sys.stderr.isatty():
                print(f"{len(results):,} of {len(jobs):,}", end="\r", file=sys.stderr, flush=True)
    results.sort(key=lambda result: (names.index(result.what.kind), result.what.number))
    failed = table(names, results, given.examples)
    print(f"{len(results):,} inputs, seed {given.seed}, {time.monotonic() - begun:.0f} s, {failed} changed in silence")
    return int(failed > 0)


def table(names: list[str], results: list[Tried], examples: int) -> int:
    """Print the outcomes by kind, then examples of the silent ones; return how many are silent."""
    columns = list(Outcome)
    counts = {name: Counter(result.judged.outcome for result in results if result.what.kind == name) for name in names}
    width = max(map(len, names))
    print(f"{'kind':{width}}  {'meaning':16}  tries" + "".join(f"  {outcome.value:>10.10}" for outcome in columns))
    for meaning in Meaning:
        total: Counter[Outcome] = Counter()
        for name in names:
            if all_kinds()[name].meaning is meaning and counts[name]:
                total += counts[name]
                print(_line(f"{name:{width}}", meaning, counts[name]))
        if total:
            print(_line(f"{'all of these':{width}}", meaning, total) + "\n")
    silent = [
        result
        for result in results
        if result.judged.outcome in FAILURES and all_kinds()[result.what.kind].meaning is not Meaning.UNKNOWABLE
    ]
    seen: Counter[str] = Counter()
    for result in silent:
        seen[result.what.kind] += 1
        if seen[result.what.kind] <= examples:
            _example(result)
    return len(silent)


def _line(name: str, meaning: Meaning, counts: Counter[Outcome]) -> str:
    cells = "".join(f"  {counts[outcome] or '':>10}" for outcome in Outcome)
    return f"{name}  {meaning.value:16}  {counts.total():5}{cells}"


def _example(result: Tried) -> None:
    """Show a try in which a figure changed in silence, and how to see it again."""
    what = result.what
    print(f"=== {what.kind}: {result.judged.outcome.value}; validate: {result.validate or 'nothing'}")
    print(f"    {all_kinds()[what.kind].about}")
    for difference in list(result.judged.differences)[:3]:
        print(f"    {difference}")
    small = " --small" if what.small else ""
    print(f"    again: {COMMAND} --kind {what.kind} --seed {what.seed} --number {what.number}{small}")


def shown(what: Try, path: str, keep: Path | None) -> int:
    """Run one try and show all of it."""
    import tempfile

    if not path:
        warm()
    with tempfile.TemporaryDirectory() as scratch:
        folder = keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        result = tried(what, process(path) if path else here, folder)
    print(f"{all_kinds()[what.kind].about}\n$ popcalc {shlex.join(result.arguments)}\n{result.said}")
    print(f"{result.judged.outcome.value}; a message names it by one of {', '.join(dict.fromkeys(result.names))}")
    for difference in result.judged.differences:
        print(difference)
    return int(result.judged.outcome in FAILURES)


def listed(names: list[str]) -> int:
    """List the kinds by subject."""
    for name in names:
        kind = all_kinds()[name]
        print(f"{kind.subject:7} {kind.meaning.value:16} {name}: {kind.about}")
    print(f"{len(names)} kinds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
