"""Files read apart, in batches, and joined in parts give what one process gives that reads them in turn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.definitions.columns import Columns
from popcalc.engines import HERE
from popcalc.errors import InputError
from popcalc.intake.apart import batches, table
from popcalc.intake.apart.table import VillageParts
from popcalc.intake.read import read_counts, read_table
from popcalc.intake.survey import survey
from popcalc.table import TablePart
from popcalc.village_months import VillageMonths
from tests.engines import Elsewhere
from tests.unit.intake.reading import CATALOGUE

SPELLINGS = ("Mill", "mill", " Mill ", "北岭村", "北嶺村", "Ford", "Ａsh", "Total")
"""Some are one area, one is a total; which is kept must not hang on who met it first."""
PLAIN = ("Mill", "北岭村", "Ford", "Ash", "Birch", "Cole", "Dell")


def written(chance: random.Random, number: int, *, plain: bool) -> str:
    """Return a file of a few months, some of its cells empty or wrong unless it is `plain`."""
    wrong = chance.random() < 0.05 and not plain
    rows = ["town,village,month,births,population"]
    for village in chance.sample(PLAIN if plain else SPELLINGS, chance.randrange(1, len(SPELLINGS))):
        births = chance.choice(["2" if plain else "", "0", "3", "12", "x" if wrong else "1"])
        town = chance.choice(["T", "t", "U"])
        rows.append(f"{town},{village},2013-{number + 1:02},{births},{chance.choice([90, 100])}")
    return "\n".join(rows) + "\n"


def said(found: VillageMonths | VillageParts) -> list[Any]:
    whole = found.gathered
    columns = {name: column.tolist() for name, column in whole.columns.items()}
    notices = [(one.code, str(one.text), str(one.place)) for one in whole.notices]
    assert whole.areas.first_rows is not None
    tree = [whole.areas.keys, whole.areas.names, whole.areas.parent_of.tolist(), whole.areas.first_rows.tolist()]
    places = [str(place) for place in whole.places_of(np.arange(len(whole.columns["row"])), ("births", "population"))]
    beside = {name: column.tolist() for name, column in whole.beside.items()}
    return [columns, tree, notices, places, beside, found.counts, found.doubts]


def read_on(engine: Any, folder: Path, counts: Sequence[str] | None = None) -> list[Any]:
    try:
        return said(read_counts(survey([str(folder)], CATALOGUE, Columns(), engine=engine), counts))
    except InputError as error:
        return [(one.code, str(one.text), str(one.place)) for one in error.faults]


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_files_read_apart_give_the_same_table_or_the_same_faults(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    plain = chance.random() < 0.6
    folder = tmp_path_factory.mktemp("files")
    for number in range(chance.randrange(1, 7)):
        name = f"{chance.randrange(10**6)}-{number}.csv"
        (folder / name).write_text(written(chance, number, plain=plain), encoding="utf-8")
        if chance.random() < 0.2:
            (folder / f"deaths-{name}").write_text(deaths(chance, number), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "LEAST", chance.choice([1, 200, 10**6]))
        patch.setattr(table, "ROWS", chance.choice([1, 5, 10**6]))
        patch.setattr(table, "HELD", chance.choice([0, 10**6]))
        counts = chance.choice([None, ["population"], ["births", "population"]])
        assert read_on(Elsewhere(chance.randrange(1, 4)), folder, counts) == read_on(HERE, folder, counts)


def deaths(chance: random.Random, number: int) -> str:
    """Return another file on the same villages and months."""
    rows = [f"T,{village},2013-{number + 1:02},{chance.randrange(4)}" for village in chance.sample(PLAIN, 3)]
    return "\n".join(["town,village,month,deaths", *rows]) + "\n"


def plain_files(folder: Path, months: int = 4) -> None:
    for number in range(months):
        rows = [f"T{village % 3},V{village},2013-{number + 1:02},{village},{90 + village}" for village in range(9)]
        (folder / f"{number}.csv").write_text("\n".join(["town,village,month,births,population", *rows]))


def test_rows_of_plain_files_stay_where_they_were_read(tmp_path: Path) -> None:
    plain_files(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "ROWS", 10)
        found = read_counts(survey([str(tmp_path)], CATALOGUE, Columns(), engine=Elsewhere(1)))
    assert isinstance(found, VillageParts)
    assert list(found.each(len)) == [8, 8, 8, 12]


def test_a_batch_without_a_row_is_one_like_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "LEAST", 1)
    plain_files(tmp_path)
    (tmp_path / "z.csv").write_text("town,village,month,births,population\nT,Total,2013-05,3,90\n")
    assert read_on(Elsewhere(2), tmp_path) == read_on(HERE, tmp_path)


@pytest.mark.parametrize(("held", "is_mapped"), [(36, False), (35, True)])
def test_rows_that_are_wanted_here_go_to_disk_where_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int, is_mapped: bool
) -> None:
    plain_files(tmp_path)
    monkeypatch.setattr(table, "HELD", held)
    found = read_counts(survey([str(tmp_path)], CATALOGUE, Columns(), engine=Elsewhere(1)))
    assert isinstance(found.gathered.columns["births"].base, np.memmap) == is_mapped


def births_of(part: TablePart) -> dict[int, int]:
    """Return the births of each village of a part, by its position in the tree."""
    sums = np.bincount(part.column("village"), weights=part.column("births"), minlength=len(part.villages))
    return dict(zip(part.villages, map(int, sums), strict=True))


def test_some_villages_are_answered_for_where_their_rows_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain_files(tmp_path)
    monkeypatch.setattr(table, "ROWS", 10)
    monkeypatch.setattr(VillageParts, "gathered", None)
    found = read_counts(survey([str(tmp_path)], CATALOGUE, Columns(), engine=Elsewhere(1)))
    here = read_table(survey([str(tmp_path)], CATALOGUE, Columns()))
    assert isinstance(found, VillageParts)
    pieces = [[range(1, 4)], [range(2), range(3, 9)], [], [range(9)]]
    for own, wanted in zip(found.in_pieces(pieces), here.in_pieces(pieces), strict=True):
        apart = {village: births for part in own.each(births_of) for village, births in part.items()}
        assert apart == {village: births for part in wanted.each(births_of) for village, births in part.items()}
        assert apart.keys() == {village for piece in own.pieces for village in piece}


def test_a_figure_that_is_given_twice_brings_all_rows_here(tmp_path: Path) -> None:
    plain_files(tmp_path)
    (tmp_path / "again.csv").write_text((tmp_path / "1.csv").read_text())
    found = read_counts(survey([str(tmp_path)], CATALOGUE, Columns(), engine=Elsewhere(1)))
    assert isinstance(found, VillageMonths)
    assert "GIVEN_TWICE" in [one.code for one in found.notices]


def test_a_file_that_no_worker_lives_through_is_named_and_others_are_not(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.csv").write_text(f"village,month,births\nFord,2013-{number + 1:02},2\n")
    fatal = Elsewhere(1, fatal=lambda batch: any("1.csv" in str(getattr(one, "source", "")) for one in batch))
    with pytest.raises(InputError) as raised:
        read_table(survey([str(tmp_path)], CATALOGUE, Columns(), engine=fatal))
    assert [(one.code, str(one.place)) for one in raised.value.faults] == [("WORKER_LOST", str(tmp_path / "1.csv"))]


def test_a_file_whose_head_no_worker_lives_through_is_named(tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.csv").write_text(f"village,month,births\nFord,2013-{number + 1:02},2\n")
    fatal = Elsewhere(1, fatal=lambda sources: any(getattr(one, "name", "").endswith("0.csv") for one in sources))
    with pytest.raises(InputError) as raised:
        read_table(survey([str(tmp_path)], CATALOGUE, Columns(), engine=fatal))
    assert [(one.code, str(one.place)) for one in raised.value.faults] == [("WORKER_LOST", str(tmp_path / "0.csv"))]


def test_batches_are_files_that_follow_each_other_of_about_one_size(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.csv").write_text("village,month,births\n" + f"Ford,2013-{number + 1:02},2\n" * 5)
    layouts = survey([str(tmp_path)], CATALOGUE, Columns()).layouts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "LEAST", 250)
        found = batches.in_batches(layouts, workers=1)
    assert [layout.name for batch in found for layout in batch] == [layout.name for layout in layouts]
    assert [len(batch) for batch in found] == [3, 3, 3, 1]
