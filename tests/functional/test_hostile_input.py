"""Hostile inputs of each kind end as they must: with a message or an answer, in bounds, with nothing left behind.

`python tests/benchmarks/attack.py` tries all of them, also the slow and large; docs/safety.md has what came of them.
"""

from __future__ import annotations

from pathlib import Path
from signal import Signals

import pytest

from tests.benchmarks import kill
from tests.benchmarks.attacks.case import Hostile, run
from tests.benchmarks.attacks.every import CASES

OF_A_KIND = 3
"""How many of a kind the suite tries."""
KINDS = dict.fromkeys(case.kind for case in CASES)
QUICK = [case for kind in KINDS for case in [one for one in CASES if one.kind == kind and not one.slow][:OF_A_KIND]]


@pytest.mark.parametrize("case", QUICK, ids=[f"{case.kind}: {case.what}" for case in QUICK])
def test_hostile_input_does_no_harm(case: Hostile, tmp_path: Path) -> None:
    assert not run(case, tmp_path).wrong(case)


@pytest.mark.parametrize("number", kill.SIGNALS, ids=lambda one: one.name)
def test_a_signal_leaves_nothing(number: Signals, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for arguments in kill.make(tmp_path, 2_000).values():
        for after in (0.3, 0.6):
            code, left = kill.kill_once(tmp_path, arguments, number, after, "")
            assert not [one for one in left if one != "half an answer"]
            assert code in (0, 128 + number, -number)


def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    arguments = kill.make(tmp_path, 5_000)["a large zip"]
    _, left = kill.next_removes(tmp_path, arguments, 0.7)
    assert not left
