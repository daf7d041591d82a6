"""Objects of stores are read as files are, named by their URLs."""

from __future__ import annotations

import gzip
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from popcalc.definitions.columns import Columns
from popcalc.engines import HERE
from popcalc.engines.engine import Engine
from popcalc.errors import InputError
from popcalc.intake.read import read_counts, read_table
from popcalc.intake.sources.find import find_sources
from popcalc.intake.survey import survey
from tests.engines import Elsewhere
from tests.unit.intake.reading import CATALOGUE

fsspec = pytest.importorskip("fsspec")
MONTH = "village,month,births,population\nFord,2013-{month:02},2,100\nMill,2013-{month:02},3,90\n"


@pytest.fixture
def store() -> Iterator[Any]:
    """A store in the memory of this process, empty at the end."""
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def months(system: Any, number: int = 3) -> None:
    for month in range(1, number + 1):
        system.pipe(f"/data/2013/{month:02}.csv", MONTH.format(month=month).encode())


def faults_of(url: str) -> list[tuple[str, str]]:
    _, faults = find_sources([url])
    return [(one.code, str(one.place)) for one in faults]


@pytest.mark.parametrize("url", ["memory://data", "memory://data/2013/*.csv", "memory:///data/2013"])
def test_a_folder_or_a_pattern_gives_its_data_files_by_their_urls(store: Any, url: str) -> None:
    months(store)
    store.pipe("/data/2013/.hidden.csv", b"x")
    store.pipe("/data/readme.md", b"x")
    found, faults = find_sources([url])
    assert not faults
    assert [one.name for one in found] == [f"memory:///data/2013/{month:02}.csv" for month in (1, 2, 3)]


def test_the_table_is_that_of_the_same_files(store: Any, tmp_path: Path) -> None:
    months(store)
    store.put(str(Path(__file__)), "/data/notes.txt")
    for month in (1, 2, 3):
        (tmp_path / f"{month:02}.csv").write_text(MONTH.format(month=month))
    of_files = read_table(survey([str(tmp_path)], CATALOGUE, Columns()))
    engines: list[Engine] = [HERE, Elsewhere()]
    for engine in engines:
        of_store = read_counts(survey(["memory://data"], CATALOGUE, Columns(), engine=engine)).gathered
        assert {name: column.tolist() for name, column in of_store.columns.items()} == {
            name: column.tolist() for name, column in of_files.columns.items()
        }


def test_a_packed_text_is_unpacked_where_it_is_read_and_an_archive_is_fetched(store: Any, tmp_path: Path) -> None:
    store.pipe("/data/01.csv.gz", gzip.compress(MONTH.format(month=1).encode()))
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("02.csv", MONTH.format(month=2))
    store.put(str(tmp_path / "a.zip"), "/data/a.zip")
    table = read_table(survey(["memory://data"], CATALOGUE, Columns()))
    assert table.files == ("memory:///data/01.csv.gz", "memory:///data/a.zip/02.csv")
    assert len(table.columns["row"]) == 4


def test_an_object_is_opened_twice_at_the_most(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    long = MONTH.format(month=1) + "".join(f"V{number},2013-01,1,50\n" for number in range(9_000))
    store.pipe("/data/once.csv", long.encode())
    fetched: list[str] = []
    for name in ("cat_file", "open"):
        real = getattr(type(store), name)

        def counted(self: Any, path: str, *args: Any, _real: Any = real, _name: str = name, **given: Any) -> Any:
            fetched.append(_name)
            return _real(self, path, *args, **given)

        monkeypatch.setattr(type(store), name, counted)
    table = read_table(survey(["memory://data/once.csv"], CATALOGUE, Columns()))
    assert len(table.columns["row"]) == 9_002
    # The beginning, for which this store opens the object; then all of it.
    assert fetched.count("open") <= 2, fetched


def test_a_fault_names_the_url_the_row_and_the_column(store: Any) -> None:
    store.pipe("/data/bad.csv", b"village,month,births\nFord,2013-01,x\n")
    with pytest.raises(InputError) as raised:
        read_table(survey(["memory://data"], CATALOGUE, Columns()))
    assert [str(one.place) for one in raised.value.faults] == ["memory:///data/bad.csv:2:3"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("memory://nowhere/x.csv", "NO_SUCH_FILE"),
        ("memory://data/*.tsv", "NO_SUCH_FILE"),
        ("memory://empty", "NO_DATA_FILE"),
        ("nosuchstore://data/x.csv", "UNREADABLE"),
    ],
)
def test_what_is_not_there_is_a_fault(store: Any, url: str, code: str) -> None:
    store.pipe("/empty/readme.md", b"x")
    assert faults_of(url) == [(code, url)]


def test_a_store_whose_package_is_not_there_says_which_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(importlib.import_module("fsspec.registry")._registry, "s3", raising=False)
    _, faults = find_sources(["s3://bucket/2013"])
    assert [(one.code, "pip install s3fs" in str(one.text)) for one in faults] == [("NO_STORE", True)]


def test_what_a_store_raises_is_a_fault_with_its_reason(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoCredentialsError(Exception):
        pass

    def refuse(*_: Any, **__: Any) -> None:
        raise NoCredentialsError("unable to locate credentials")

    monkeypatch.setattr(type(store), "isdir", refuse)
    _, faults = find_sources(["memory://data"])
    assert [(one.code, "NoCredentialsError: unable to locate credentials" in str(one.text)) for one in faults] == [
        ("UNREADABLE", True)
    ]
