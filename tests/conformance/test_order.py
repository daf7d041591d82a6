"""Order of files, rows and columns and the size of blocks change no byte of the answer."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

import popcalc
from popcalc.calculation import calculate
from popcalc.intake import read as intake
from popcalc.language import ENGLISH
from popcalc.output import LONG, Manner, write
from popcalc.output.documents import of_figures
from popcalc.question import ask

MONTHS = ("2013-01", "2013-02", "2013-03", "2013-04")
VILLAGES = (
    ("Northhill", "990101101201", "Pine Hollow"),
    ("Northhill", "990101101202", "Stone Gate"),
    ("Eastbridge", "990101102201", "Stone Gate"),
    ("Eastbridge", "", "Mill Lane"),
)
FIELDS = ("month", "town", "village_code", "village", "births", "births_male", "births_female", "deaths", "population")

Row = dict[str, str]

figure = st.one_of(st.just(""), st.just("-"), st.integers(0, 40).map(str))
stock = st.one_of(st.just(""), st.integers(0, 3000).map(str), st.integers(1000, 3000).map("{:,}".format))


@st.composite
def months_of_villages(draw: st.DrawFn) -> list[Row]:
    """Rows of some villages and months, with gaps, nil marks, a village that is renamed and one without a code."""
    rows: list[Row] = []
    renamed_from = draw(st.sampled_from((*MONTHS, "never")))
    for month in MONTHS:
        for town, code, village in VILLAGES:
            if draw(st.integers(0, 9)) == 0:
                continue
            name = "Pine Ridge" if village == "Pine Hollow" and month >= renamed_from else village
            counts = [draw(figure) for _ in range(4)]
            values = (month, town, code, name, *counts, draw(stock))
            rows.append(dict(zip(FIELDS, values, strict=True)))
    return rows


def answer(files: Sequence[Sequence[Row]], columns: Sequence[Sequence[str]], names: Sequence[str], block: int) -> str:
    """Return the CSV that the command writes for these files; no figure at all is an answer, too."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in names]
        for path, rows, fields in zip(paths, files, columns, strict=True):
            with path.open("w", encoding="utf-8", newline="") as page:
                writer = csv.DictWriter(page, fields)
                writer.writeheader()
                writer.writerows(rows)
        try:
            with mock.patch.object(intake, "read_table", partial(intake.read_table, block_bytes=block)):
                counts = popcalc.read([str(path) for path in paths])
            question = ask(by="village", period="quarter", basis="period")
            results, _ = calculate(counts.table, counts.indicators, counts.catalogue, question)
        except popcalc.PopcalcError as error:
            return " ".join(sorted({fault.code for fault in error.faults}))
    stream = io.StringIO(newline="")
    write(of_figures(results, LONG), "csv", stream, Manner(ENGLISH))
    return stream.getvalue()


@settings(max_examples=25)
@given(
    rows=months_of_villages(), parts=st.integers(1, 3), block=st.sampled_from((40, 97, 400)), seed=st.integers(0, 999)
)
def test_order_and_block_size_change_no_byte(rows: list[Row], parts: int, block: int, seed: int) -> None:
    chance = Random(seed)
    shuffled = chance.sample(rows, len(rows))
    files = [shuffled[part::parts] for part in range(parts)]
    columns = [chance.sample(FIELDS, len(FIELDS)) for _ in files]
    names = [f"{letter}.csv" for letter in chance.sample("abcdefgh", parts)]
    assert answer(files, columns, names, block) == answer([rows], [FIELDS], ["counts.csv"], 8 << 20)
