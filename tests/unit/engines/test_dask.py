"""A cluster that is not as it must be is refused; work that ends its worker is told from work beside it."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

pytest.importorskip("distributed")

from popcalc.engines import Lost, dask
from popcalc.engines.surviving import survived
from popcalc.errors import RequestError


def said(found: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(RequestError) as raised:
        dask.refuse_others(found)
    return [(one.code, str(one.text)) for one in raised.value.faults]


def test_workers_with_the_same_versions_are_taken() -> None:
    dask.refuse_others({"tcp://a:1": dask.versions(), "tcp://b:1": dask.versions()})


@pytest.mark.parametrize("package", dask.CHECKED)
def test_another_version_on_a_worker_is_refused_with_both_named(package: str) -> None:
    own = dask.versions()
    assert said({"tcp://a:1": own, "tcp://b:1": {**own, package: "0.0.1"}}) == [
        (
            "OTHER_VERSION",
            f"the worker tcp://b:1 has {package} 0.0.1, here it is {own[package]}; install the same in both places",
        )
    ]


def test_a_worker_without_popcalc_is_refused() -> None:
    ((code, sentence),) = said({"tcp://a:1": ModuleNotFoundError("No module named 'popcalc'")})
    assert (code, "tcp://a:1 does not run this popcalc" in sentence) == ("OTHER_VERSION", True)


def test_a_worker_that_joins_later_is_refused_with_both_versions_named(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = dask.local(1)
    try:
        own = dask.versions()
        monkeypatch.setattr(dask, "versions", lambda: {**own, "numpy": "0.0.1"})
        with pytest.raises(RequestError) as raised:
            list(engine.gather(engine.each(doubled, [[1]])))
    finally:
        engine.close()
    ((code, sentence),) = [(one.code, str(one.text)) for one in raised.value.faults]
    assert code == "OTHER_VERSION"
    assert f"has numpy {own['numpy']}, here it is 0.0.1" in sentence


def test_an_address_at_which_nobody_answers_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "WAITED", 0.5)
    with pytest.raises(RequestError) as raised:
        dask.at("127.0.0.1:1")
    assert [one.code for one in raised.value.faults] == ["NO_CLUSTER"]


def doubled(numbers: Sequence[int]) -> list[int]:
    """Double some numbers; no process lives through 13."""
    if 13 in numbers:
        os._exit(1)
    return [2 * number for number in numbers]


def test_only_the_work_that_ends_its_worker_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "DEATHS", 0)
    engine = dask.local(1)
    try:
        found = list(survived(engine, doubled, [[1, 2], [3, 13, 4], [5]]))
    finally:
        engine.close()
    kept = [(list(batch), None if isinstance(one, Lost) else one) for batch, one in found]
    assert [pair for pair in kept if pair[0] == [13]] == [([13], None)]
    assert [number for _, one in kept if one for number in one] == [2, 4, 6, 8, 10]
