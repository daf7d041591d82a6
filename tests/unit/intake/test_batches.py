"""Files read apart, in batches, give what one process gives that reads them in turn."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.definitions.columns import Columns
from popcalc.engines import HERE
from popcalc.errors import InputError
from popcalc.intake import batches
from popcalc.intake.read import read_table
from popcalc.intake.survey import survey
from popcalc.table import VillageMonths
from tests.engines import Elsewhere
from tests.unit.intake.reading import CATALOGUE

SPELLINGS = ("Mill", "mill", " Mill ", "北岭村", "北嶺村", "Ford", "Ａsh", "Total")
"""Some are one area, one is a total; which is kept must not hang on who met it first."""


def written(chance: random.Random, number: int) -> str:
    """Return a file of a few months, some of its cells empty or wrong."""
    wrong = chance.random() < 0.05
    rows = ["town,village,month,births,population"]
    for village in chance.sample(SPELLINGS, chance.randrange(1, len(SPELLINGS))):
        births = chance.choice(["", "0", "3", "12", "x" if wrong else "1"])
        town = chance.choice(["T", "t", "U"])
        rows.append(f"{town},{village},2013-{number + 1:02},{births},{chance.choice([90, 100])}")
    return "\n".join(rows) + "\n"


def said(table: VillageMonths) -> list[Any]:
    columns = {name: column.tolist() for name, column in table.columns.items()}
    notices = [(one.code, str(one.text), str(one.place)) for one in table.notices]
    return [columns, table.areas.keys, table.areas.names, np.asarray(table.areas.parent_of).tolist(), notices]


def read_on(engine: Any, folder: Path) -> list[Any]:
    try:
        return said(read_table(survey([str(folder)], CATALOGUE, Columns(), engine=engine)))
    except InputError as error:
        return [(one.code, str(one.text), str(one.place)) for one in error.faults]


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_files_read_apart_give_the_same_table_or_the_same_faults(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    folder = tmp_path_factory.mktemp("files")
    for number in range(chance.randrange(1, 7)):
        (folder / f"{chance.randrange(10**6)}-{number}.csv").write_text(written(chance, number), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "LEAST", chance.choice([1, 200, 10**6]))
        assert read_on(Elsewhere(chance.randrange(1, 4)), folder) == read_on(HERE, folder)


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
