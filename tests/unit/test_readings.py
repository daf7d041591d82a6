"""Both readings of empty cells, held against the same files with every such cell filled in."""

from __future__ import annotations

import math
import random
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import popcalc

FLOWS = ("births", "deaths")
INDICATORS = ("births", "deaths", "crude_birth_rate", "natural_increase_rate")
TARGETS = """\
version: 1
name: Both readings
year: 2013
targets:
  - {indicator: crude_birth_rate, at_most: 25}
  - {indicator: natural_increase_rate, at_least: 3}
  - {indicator: deaths, at_most: 20}
"""
NIL = "-"
Cell = tuple[str, int]
"""A village and a month."""
Row = dict[str, str]


@dataclass(frozen=True)
class Form:
    """The cells of a file as texts, by village and month."""

    rows: Mapping[Cell, Row]

    def written(self) -> str:
        lines = [
            f"2013-{month:02},North,{village},{row['births']},{row['deaths']},{row['population']}"
            for (village, month), row in self.rows.items()
        ]
        return "\n".join(["month,town,village,births,deaths,population", *lines, ""])

    def figures(self, count: str) -> dict[Cell, int]:
        return {cell: int(row[count]) for cell, row in self.rows.items() if row[count]}

    def people(self, village: str) -> float | None:
        found = [figure for (name, _), figure in self.figures("population").items() if name == village]
        return sum(found) / len(found) if found else None

    def expected(self, count: str, village: str) -> float:
        """The rate of the column times the village's people, its mean where these are not known."""
        figures, people = self.figures(count), self.people(village)
        known = [(figure, lived) for (name, _), figure in figures.items() if (lived := self.people(name))]
        if people and known:
            return sum(figure for figure, _ in known) / sum(lived for _, lived in known) * people
        return sum(figures.values()) / len(figures)

    def open_cells(self, count: str) -> set[Cell]:
        figures = self.figures(count)
        others = [other for other in FLOWS if other != count]
        found = set()
        for (village, month), row in self.rows.items():
            if row[count] or not any(row[other] for other in others) or not figures:
                continue
            own = [figure for (name, _), figure in figures.items() if name == village]
            means = [sum(own) / len(own)] if own else []
            if any(math.exp(-mean) >= 0.05 for mean in [*means, self.expected(count, village)]):
                found.add((village, month))
        return found

    def leaves_zeros_out(self, count: str) -> bool:
        figures = self.figures(count)
        chance = math.prod(1 - math.exp(-self.expected(count, village)) for village, _ in figures)
        return 0 not in figures.values() and chance < 0.05

    def read_with(self, zeros: Iterable[str], cells: Mapping[str, set[Cell]]) -> Form:
        """Return the file with every empty cell of a flow filled in: 0 where it is open and of these counts."""

        def filled(cell: Cell, count: str) -> str:
            return "0" if count in zeros and cell in cells[count] else NIL

        rows = {
            cell: {**row, **{count: row[count] or filled(cell, count) for count in FLOWS}}
            for cell, row in self.rows.items()
        }
        return Form(rows)


@dataclass(frozen=True)
class Answer:
    values: Mapping[tuple[str, str], float | None]
    flags: Mapping[tuple[str, str], str]
    verdicts: Mapping[str, tuple[str, str]]
    notices: tuple[str, ...]


def answer(form: Form) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        path, targets = Path(folder) / "a.csv", Path(folder) / "targets.yaml"
        path.write_text(form.written(), encoding="utf-8")
        targets.write_text(TARGETS, encoding="utf-8")
        counts = popcalc.read(path)
        figures = popcalc.compute(counts, list(INDICATORS))
        verdicts = popcalc.check(counts, targets)
    keys = list(zip(figures["area_name"], figures["indicator"], strict=True))
    values = [None if math.isnan(value) else float(value) for value in figures["value"]]
    return Answer(
        dict(zip(keys, values, strict=True)),
        dict(zip(keys, figures["flags"], strict=True)),
        {
            one: (str(status), str(reason))
            for one, status, reason in zip(verdicts["indicator"], verdicts["status"], verdicts["reason"], strict=True)
        },
        tuple(figures.attrs.get("notices", ())),
    )


def random_form(chance: random.Random) -> Form:
    shy = chance.random() < 0.4
    villages = ["Ash", "Birch", "Cedar", "Dale", "Elm"][: 5 if shy else chance.randint(2, 5)]
    blank = chance.choice((0.1, 0.4))
    means = {"births": chance.choice((0.7, 2.5, 6)), "deaths": chance.choice((0.5, 2))}
    rows = {}
    for village in villages:
        has_people = chance.random() < 0.8
        for month in range(1, 7 if shy else chance.randint(2, 4)):
            row = {"population": str(chance.randint(300, 3000)) if has_people else ""}
            for count, mean in means.items():
                figure = sum(chance.random() < mean / 20 for _ in range(20))
                empty = chance.random() < blank or (shy and not figure)
                row[count] = "" if empty else str(figure)
            rows[village, month] = row
    rows["Ash", 1] |= {"births": "3", "population": "1000"}
    return Form(rows)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_figures_and_verdicts_are_those_of_every_filled_in_file(seed: int) -> None:
    form = random_form(random.Random(seed))
    cells = {count: form.open_cells(count) for count in FLOWS}
    open_ = [count for count in FLOWS if cells[count]]
    given_as = answer(form)
    read = {
        frozenset(zeros): answer(form.read_with(zeros, cells))
        for size in range(len(open_) + 1)
        for zeros in combinations(open_, size)
    }
    plain = read[frozenset()]

    for key, value in plain.values.items():
        changed = any(other.values[key] != value for other in read.values())
        undecided = any(
            read[zeros].values[key] != read[zeros - {count}].values[key]
            for zeros in read
            for count in zeros
            if form.leaves_zeros_out(count)
        )
        assert ("empty_cells" in given_as.flags[key]) == changed, key
        assert given_as.values[key] == (None if undecided else value), key
    for target, (status, reason) in plain.verdicts.items():
        held = {other.verdicts[target][0] for other in read.values()}
        found = given_as.verdicts[target]
        if reason in ("nothing_reported", "impossible", "undefined"):
            assert found == (status, reason)
        elif len(held) > 1 or (given_as.values["North", target] is None and plain.values["North", target] is not None):
            assert found == ("no_data", "empty_cells")
        else:
            assert found == (status, reason)


def test_what_is_said_of_empty_cells_decides_them_all() -> None:
    form = random_form(random.Random(7))
    empty = {count: {cell for cell, row in form.rows.items() if any(row[one] for one in FLOWS)} for count in FLOWS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_text(form.written(), encoding="utf-8")
        for meaning, zeros in (("zero", FLOWS), ("missing", ())):
            figures = popcalc.compute(popcalc.read(path, empty=meaning), list(INDICATORS))
            filled = answer(form.read_with(zeros, empty))
            values = [None if math.isnan(value) else float(value) for value in figures["value"]]
            assert values == list(filled.values.values())
            assert not figures["flags"].str.contains("empty_cells").any()
