"""No figure changes in silence: honest files, each mutated in one way, come out right or the run says what is wrong.

Each kind of mutation in tests/benchmarks/mutations is tried once, on a small data set from a fixed seed;
`python tests/benchmarks/mutate.py` tries many more.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.pool
import os
import warnings
from collections.abc import Callable, Iterator

import pytest

from tests.benchmarks.mutations.judging import FAILURES
from tests.benchmarks.mutations.registry import Meaning, all_kinds
from tests.benchmarks.mutations.running import Tried, Try, one, warm

SEED = 1
JUDGED = [name for name, kind in all_kinds().items() if kind.meaning is not Meaning.UNKNOWABLE]

NOT_YET: frozenset[str] = frozenset()
"""Kinds that change a figure in silence today. The list only shrinks: a kind that has become right fails its test."""

Attempt = Callable[[Try], Tried]


class InSilenceError(AssertionError):
    """A figure is not the true one, and the run does not say so."""


@pytest.fixture(scope="module")
def attempt() -> Iterator[Attempt]:
    """Try a mutation in another process, in which the command has run once and copies itself from then on."""
    if not hasattr(os, "fork"):
        pytest.skip("the command runs in copies of a process, which this system does not make")
    with warnings.catch_warnings():
        # Newer Pythons warn of threads, of which the copy uses none.
        warnings.simplefilter("ignore", DeprecationWarning)
        pool: multiprocessing.pool.Pool = multiprocessing.get_context("fork").Pool(1, initializer=warm)
    with pool:
        yield lambda what: pool.apply(one, ((what, ""),))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.xfail(strict=True, raises=InSilenceError)] if name in NOT_YET else [])
        for name in JUDGED
    ],
)
def test_nothing_changes_in_silence(attempt: Attempt, name: str) -> None:
    tried = attempt(Try(name, SEED, 0, small=True))

    if tried.judged.outcome in FAILURES:
        changed = "\n".join(map(str, tried.judged.differences))
        again = f"python tests/benchmarks/mutate.py --kind {name} --seed {SEED} --number 0 --small"
        raise InSilenceError(
            f"{all_kinds()[name].about}\n{tried.judged.outcome.value}:\n{changed}\n{again}\n{tried.said}"
        )


def test_the_list_names_kinds() -> None:
    assert set(JUDGED) >= NOT_YET


def test_there_are_more_than_a_hundred_kinds() -> None:
    assert len(JUDGED) >= 150
