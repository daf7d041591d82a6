from __future__ import annotations

import gc
import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from popcalc.intake.sources.spools import GREATEST_GROWTH, Budget, TooLargeError, new_spool, spooled
from tests.unit.intake.reading import sources_of
from tests.unit.intake.sources.found import CSV


def test_a_spool_goes_with_what_refers_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(CSV)))
    sources = sources_of(["-"])
    path = sources[0].local
    assert path.exists()

    sources.clear()

    assert not path.exists()


def test_a_spool_holds_its_pieces_in_order() -> None:
    assert spooled([b"a", b"", b"bc"]).path.read_bytes() == b"abc"
    assert new_spool().path.read_bytes() == b""


def test_a_packed_file_may_grow_by_what_is_free_or_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("popcalc.intake.sources.spools.FREE_BYTES", 1000)
    (tmp_path / "small").write_bytes(b"xx")
    (tmp_path / "large").write_bytes(b"x" * 50)

    assert Budget.of(tmp_path / "small").left == 1000
    assert Budget.of(tmp_path / "large").left == 50 * GREATEST_GROWTH


def test_a_budget_may_be_used_up_and_no_more() -> None:
    budget = Budget(10)
    budget.take(10)

    with pytest.raises(TooLargeError):
        budget.take(1)


def test_a_spool_that_the_system_does_not_let_go_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on Windows while it is open; the folder that it lies in goes later."""

    def refuses(path: Path) -> None:
        raise PermissionError(13, "it is open", str(path))

    spool = new_spool()
    path = spool.path
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuses)
        del spool
        gc.collect()
    assert path.exists()
    path.unlink()
    assert capsys.readouterr().err == ""
