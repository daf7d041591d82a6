"""No figure changes in silence: honest files, each mutated in one way, come out right or the run says what is wrong.

Each kind of mutation in tests/benchmarks/mutations is tried once, on a small data set from a fixed seed;
`python tests/benchmarks/mutate.py` tries many more.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterator
from random import Random

import pytest

from tests.benchmarks.mutations.honest import Base, Case, honest
from tests.benchmarks.mutations.judging import FAILURES, Outcome, Ran, judge, names_one
from tests.benchmarks.mutations.registry import Meaning, all_kinds
from tests.benchmarks.mutations.running import Tried, Try, one, warm

SEED = 1
JUDGED = [name for name, kind in all_kinds().items() if kind.meaning is not Meaning.UNKNOWABLE]

Attempt = Callable[[Try], Tried]


class InSilenceError(AssertionError):
    """A figure is not the true one, and the run does not say so."""


@pytest.fixture(scope="module")
def attempt() -> Iterator[Attempt]:
    """Try a mutation in a process of its own, in which the command runs again and again."""
    with multiprocessing.get_context("spawn").Pool(1, initializer=warm) as pool:
        yield lambda what: pool.apply_async(one, ((what, ""),)).get(timeout=120)


@pytest.mark.parametrize("name", JUDGED)
def test_nothing_changes_in_silence(attempt: Attempt, name: str) -> None:
    tried = attempt(Try(name, SEED, 0, small=True))

    if tried.judged.outcome in FAILURES:
        changed = "\n".join(map(str, tried.judged.differences))
        again = f"python tests/benchmarks/mutate.py --kind {name} --seed {SEED} --number 0 --small"
        raise InSilenceError(
            f"{all_kinds()[name].about}\n{tried.judged.outcome.value}:\n{changed}\n{again}\n{tried.said}"
        )


# The judge itself.


def answer(case: Case, change: Callable[[dict[str, object]], None]) -> str:
    """The true figures of a case as the command prints them, with one record changed."""
    records: list[dict[str, object]] = [
        {"level": "town" if town else "all", "area": town, "area_name": town, "period": period, "indicator": key}
        | {"value": figure, "flags": []}
        for (town, period, key), figure in case.truth().items()
    ]
    change(records[0])
    return json.dumps({"records": records})


@pytest.mark.parametrize(
    ("change", "said", "outcome"),
    [
        ({}, "", Outcome.RIGHT),
        ({"value": 9999}, "", Outcome.SILENT),
        ({"value": 9999}, "returns.csv:7: a word", Outcome.NOTICE),
        ({"value": 9999, "flags": ["partial"]}, "returns.csv:7: a word", Outcome.TOLD),
        ({"value": 9999, "flags": ["partial"]}, "returns.csv:71: a word", Outcome.SILENT),
        ({"value": None}, "", Outcome.SILENT),
        ({"value": None}, "row 7 is empty", Outcome.TOLD),
        ({"area_name": "Total"}, "", Outcome.SILENT),
        ({"period": "2031-01"}, "", Outcome.SILENT),
    ],
)
def test_the_judge(change: dict[str, object], said: str, outcome: Outcome) -> None:
    kind = all_kinds()["nothing-at-all"]
    case = honest(Base(language="en", plain=True), Random(1))
    ran = Ran(0, answer(case, lambda record: record.update(change)), said)
    assert judge(kind, case, ["returns.csv:7", "row 7"], ran).outcome is outcome


@pytest.mark.parametrize(
    ("ran", "outcome"),
    [
        (Ran(2, "", "returns.csv:7:3 NOT_A_COUNT"), Outcome.REFUSED),
        (Ran(2, "", "something is wrong"), Outcome.WEAK),
        (Ran(3, "", "a fault"), Outcome.CRASH),
    ],
)
def test_the_judge_on_refusals(ran: Ran, outcome: Outcome) -> None:
    kind = all_kinds()["nothing-at-all"]
    assert judge(kind, honest(Base(), Random(1)), ["returns.csv:7"], ran).outcome is outcome


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("the column sex is not read", "sex", True),
        ("births by sexes", "sex", False),
        ("three weeks", "week", True),
        ("2013-061", "2013-06", False),
        ("the month 2013年6\n月 is given twice", "2013年6月", True),
        ("a - b", "-", False),
        ("row 3", "3", False),
    ],
)
def test_what_names_a_place(text: str, name: str, named: bool) -> None:
    assert names_one(text, [name]) is named


def test_there_are_more_than_a_hundred_kinds() -> None:
    assert len(JUDGED) >= 150
