"""Does `validate` find what a supervisor would find, and cry no wolf: clean counties, and one planted error in each.

    python tests/benchmarks/simulate_validation.py
    python tests/benchmarks/simulate_validation.py --clean 0 --kinds copied_town,zeros_town --sets 20 --show copied_town

Villages have 200 to 6,000 people, births and deaths by chance with a season and a trend; some appear, close or merge,
and some towns merge. A planted error is found at its place when a warning or an error names its area, a run of months
that holds its first one and is at most a month longer than the error, and its count or none. What would be said of the
same data set without the error counts for nothing.

Which errors nobody could find is said by the likelihoods of the model that drew the figures (`validation/evidence.py`):
an error is *knowable* when the figures are so much likelier with it that chance would make such a finding in fewer than
one of twenty data sets of this size. It is *learnable* when they are so for one who must learn the rates of villages.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.validation.judging import Finding  # noqa: E402
from tests.benchmarks.validation.planting import KINDS, Scope, Truth  # noqa: E402
from tests.benchmarks.validation.running import CLEAN, Tried, Try, tried  # noqa: E402

CLASSES = (500, 1000, 2000, 4000)
"""Villages are told apart by their people: below the first, between these, and above the last."""
SHOWN = 12


def main() -> int:
    """Print what was found; return 0."""
    given = _given()
    names = [name for name in given.kinds.split(",") if name] if given.kinds else list(KINDS)
    if unknown := [name for name in names if name not in KINDS]:
        sys.exit(f"no such kind: {', '.join(unknown)}; there are {', '.join(KINDS)}")
    numbers = [given.number] if given.number is not None else None
    clean = [Try(CLEAN, given.seed, one, one % 2 == 1, keep=given.keep) for one in numbers or range(given.clean)]
    if given.clean:
        about_clean(list(tried(clean, given.jobs)), show=CLEAN in given.show)
    if not given.sets:
        return 0
    tries = [
        Try(name, given.seed, one, given.full, given.knowable, given.keep)
        for name in names
        for one in numbers or range(given.sets)
    ]
    by_kind: dict[str, list[Tried]] = {name: [] for name in names}
    for result in tried(tries, given.jobs):
        by_kind[result.what.kind].append(result)
    about_planted(by_kind)
    about_sizes(by_kind)
    for name in given.show:
        for result in by_kind.get(name, []):
            if result.judged is None or not result.judged.at_place or result.judged.accused or result.judged.beside:
                shown(result)
    return 0


def about_clean(results: Sequence[Tried], *, show: bool) -> None:
    """Print how often something is said of clean data sets, and by which check."""
    print(f"{len(results)} clean data sets, every other one full")
    sets = {
        "refused": [one for one in results if one.refused],
        "with an error": [one for one in results if any(each.severity == "error" for each in one.found)],
        "with a warning": [one for one in results if any(each.severity == "warning" for each in one.found)],
        "a sound village accused": [one for one in results if any(map(_is_village, one.found))],
    }
    for name, some in sets.items():
        print(f"  {name:<26}{len(some):>5}{len(some) / len(results):>8.1%}")
    by_code = Counter(code for one in results for code in {each.code for each in one.found})
    for code, number in by_code.most_common():
        print(f"    {code:<36}{number:>5} sets")
    print()
    for one in results:
        if show and (one.found or one.refused):
            shown(one)


def about_planted(by_kind: dict[str, list[Tried]]) -> None:
    """Print by kind what was found of the planted errors, and in how many data sets sound figures were accused."""
    columns = (
        "sets",
        "at place",
        "knowable",
        "of these",
        "learnable",
        "of these",
        "anywhere",
        "refused",
        "villages",
        "areas",
        "figures",
    )
    print(f"{'planted':<22}" + "".join(f"{column:>10}" for column in columns))
    for name, results in by_kind.items():
        told = [(one, one.truth, one.judged) for one in results if one.truth is not None and one.judged is not None]
        knowable, learnable = (
            [judged for _, truth, judged in told if can(truth)] for can in (_is_knowable, _is_learnable)
        )
        cells = (
            len(told),
            sum(judged.at_place for _, _, judged in told),
            len(knowable),
            sum(judged.at_place for judged in knowable),
            len(learnable),
            sum(judged.at_place for judged in learnable),
            sum(judged.anywhere for _, _, judged in told),
            sum(bool(one.refused) for one, _, _ in told),
            sum(any(map(_is_village, judged.accused)) for _, _, judged in told),
            sum(bool(judged.accused) for _, _, judged in told),
            sum(bool(judged.beside) for _, _, judged in told),
        )
        print(f"{name:<22}" + "".join(f"{cell:>10}" for cell in cells), flush=True)
    print(
        "\nat place: a warning or an error names area, months and count; of these: at place, of the knowable ones"
        "\nknowable: from births, deaths and population alone, by whoever knows all rates; full reports say more"
        "\nlearnable: by whoever must learn the rates of villages from the file, and knows all else"
        "\nanywhere: the area, or one above it, is named at all"
        "\nvillages, areas: sets in which the error has a sound village, or any sound area, accused; figures: in which"
        "\nthe area concerned is accused of months or counts that are sound\n"
    )


def about_sizes(by_kind: dict[str, list[Tried]]) -> None:
    """Print by size of the village what was found at its place, of how many that could be known, of how many."""
    heads = (f"< {CLASSES[0]:,}", *(f"< {most:,}" for most in CLASSES[1:]), f">= {CLASSES[-1]:,}")
    print(f"{'at place/knowable/all':<22}" + "".join(f"{head:>14}" for head in heads))
    for name, results in by_kind.items():
        truths = [(one.truth, one.judged) for one in results if one.truth is not None and one.judged is not None]
        if any(truth.scope is not Scope.VILLAGE for truth, _ in truths):
            continue
        cells = [[0, 0, 0] for _ in heads]
        for truth, judged in truths:
            people = truth.people / len(truth.villages)
            cell = cells[sum(people >= least for least in CLASSES)]
            cell[0] += judged.at_place
            cell[1] += truth.knowable
            cell[2] += 1
        print(f"{name:<22}" + "".join(f"{'/'.join(map(str, cell)):>14}" for cell in cells))
    print()


def shown(result: Tried) -> None:
    """Print what was planted in a data set and what was said of it."""
    print(f"{result.what.kind} {result.what.number}: {result.about}")
    if (truth := result.truth) is not None and (judged := result.judged) is not None:
        print(
            f"  {'at its place' if judged.at_place else 'MISSED'}; {'knowable' if truth.knowable else 'not knowable'}: "
            f"evidence {truth.evidence.known:.1f}, learned {truth.evidence.learned:.1f}, needed {truth.needed:.1f}; "
            f"{truth.scope} of {truth.people:,.0f} people, "
            f"months {truth.first}-{truth.last}, right {min(truth.right)}-{max(truth.right)}, "
            f"villages {sorted(truth.villages)[:5]}, towns {sorted(truth.towns)[:5]}, counts {sorted(truth.counts)[:4]}"
        )
    if result.refused:
        print(f"  refused: {result.refused}")
    for one in result.found[:SHOWN]:
        print(f"  {one.scope} {one.number}, months {one.first}-{one.last}: {one.said}")
    if len(result.found) > SHOWN:
        print(f"  and {len(result.found) - SHOWN} more")
    print()


def _is_knowable(truth: Truth) -> bool:
    return truth.knowable


def _is_learnable(truth: Truth) -> bool:
    return truth.learnable


def _is_village(one: Finding) -> bool:
    return one.scope is Scope.VILLAGE


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clean", type=int, default=200, help="how many clean data sets (200)")
    parser.add_argument("--sets", type=int, default=50, help="how many data sets with an error of each kind (50)")
    parser.add_argument("--kinds", default="", help=f"only these, separated by commas: {', '.join(KINDS)}")
    parser.add_argument("--full", action="store_true", help="plant in full reports, not in lean ones")
    parser.add_argument("--knowable", action="store_true", help="draw again until the file says the error")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="how many processes (1)")
    parser.add_argument("--show", action="append", default=[], help="details of what is amiss for this kind, or clean")
    parser.add_argument("--number", type=int, help="only the data set of this number")
    parser.add_argument("--keep", type=Path, help="a folder for the files, one folder in it for each data set")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
