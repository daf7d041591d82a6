"""Many more examples of honest forms and of damage than the suite tries; run by hand.

    python tests/benchmarks/fuzz.py --examples 50000 --processes 2 --seed 1

A run of hypothesis stops at its first failure, which is shown with a way to repeat it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def tried(job: tuple[str, int, int]) -> str:
    """Try one of the tests from a seed with so many examples; return what went wrong, nothing if nothing did."""
    what, seed, examples = job
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    from tests.unit.intake.forms import UNDERIVED, facts, forms
    from tests.unit.intake.test_honest_forms import comes_back
    from tests.unit.intake.text.test_damage import DAMAGES, survives

    chosen = settings(
        max_examples=examples, deadline=None, database=None, derandomize=False, print_blob=True,
        phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    if what == "forms":
        test = seeded(seed)(chosen(given(facts(), forms())(comes_back)))
    else:
        test = seeded(seed)(chosen(given(facts(UNDERIVED), forms(), DAMAGES, st.integers(0, 99))(survives)))
    try:
        test()
    except BaseException as error:
        return "\n".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", [])])
    return ""


def main() -> int:
    """Try both tests in several processes; return 1 when one fails."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--examples", type=int, default=50_000, help="of each of the two tests, over all processes")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=1_000, help="examples of one run of hypothesis")
    given = parser.parse_args()
    jobs = [
        (what, given.seed * 1_000_000 + number, min(given.batch, given.examples))
        for number in range(max(1, given.examples // given.batch))
        for what in ("forms", "damage")
    ]
    begun, failed, tries = time.monotonic(), 0, 0
    with multiprocessing.Pool(given.processes, maxtasksperchild=4) as pool:
        for (what, seed, examples), wrong in zip(jobs, pool.imap(tried, jobs), strict=True):
            tries += examples
            if wrong:
                failed += 1
                print(f"=== {what}, seed {seed}, of {examples} examples:\n{wrong}\n", flush=True)
            print(f"{tries:,} examples", end="\r", file=sys.stderr, flush=True)
    print(f"{tries:,} examples in {time.monotonic() - begun:.0f} s, {failed} of {len(jobs)} runs failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
