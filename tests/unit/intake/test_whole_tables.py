"""What must hold of the whole table, whatever the order of files, rows and columns and the size of the blocks."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.errors import PopcalcError
from popcalc.table import FILE, ROW
from popcalc.village_months import VillageMonths
from tests.unit.intake.reading import Figures, faults, figures, read

TOWNS = ("North hill", "Eastbrook", "石门 镇")
VILLAGES = ("Xinhua", "Pine, Hollow", 'The "Gate"', "Two\nlines", "松坳村")
COUNTS = ("births", "deaths", "population")

Row = dict[str, str]


@st.composite
def tidy(draw: st.DrawFn) -> dict[tuple[str, str, str], dict[str, int | None]]:
    """Return figures by town, village and month."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(TOWNS), st.sampled_from(VILLAGES), st.sampled_from(("2013-01", "2013-02"))),
            min_size=1,
            max_size=12,
            unique=True,
        )
    )
    value = st.none() | st.integers(0, 9_999_999_999)
    return {key: {count: draw(value) for count in COUNTS} for key in keys}


def expected(facts: dict[tuple[str, str, str], dict[str, int | None]]) -> Figures:
    plain = {name: name.replace("石门 镇", "石门镇").replace("Two\nlines", "Two lines") for name in (*TOWNS, *VILLAGES)}
    return {(f"{plain[town]}/{plain[village]}", month): found for (town, village, month), found in facts.items()}


def written(rows: list[Row], columns: list[str], draw: random.Random) -> bytes:
    """Return rows as CSV in some honest form of quotes, line ends, blank lines and trailing delimiters."""
    end = draw.choice(["\n", "\r\n"])
    spare = draw.choice(["", ",", ",,"])
    quote_all = draw.random() < 0.3

    def cell(value: str) -> str:
        special = any(mark in value for mark in ',"\n')
        return '"' + value.replace('"', '""') + '"' if special or quote_all else value

    lines = [",".join(columns) + spare]
    for row in rows:
        lines.append(",".join(cell(row[column]) for column in columns) + spare)
        if draw.random() < 0.1:
            lines.append(draw.choice(["", "," * (len(columns) - 1), " , "]))
    text = end.join(lines) + draw.choice([end, ""])
    return draw.choice([b"", b"\xef\xbb\xbf"]) + text.encode()


def files_of(facts: dict[tuple[str, str, str], dict[str, int | None]], draw: random.Random) -> dict[str, bytes]:
    """Return the facts spread over files: any rows in any file, or events in one and population in another."""
    groups = [("births", "deaths"), ("population",)] if draw.random() < 0.5 else [COUNTS]
    files: dict[str, bytes] = {}
    for counts in groups:
        parts: dict[int, list[Row]] = {}
        keys = list(facts)
        draw.shuffle(keys)
        for town, village, month in keys:
            found = facts[town, village, month]
            row = {"town": town, "village": village, "month": month} | {
                count: "" if found[count] is None else str(found[count]) for count in counts
            }
            parts.setdefault(draw.randrange(3), []).append(row)
        for rows in parts.values():
            columns = ["town", "village", "month", *counts]
            draw.shuffle(columns)
            files[f"{len(files)}.csv"] = written(rows, columns, draw)
    return files


@settings(max_examples=60)
@given(tidy(), st.integers(), st.integers(1, 200))
def test_a_tidy_table_comes_back_from_any_honest_form(
    facts: dict[tuple[str, str, str], dict[str, int | None]], seed: int, block_bytes: int
) -> None:
    draw = random.Random(seed)
    files = files_of(facts, draw)
    named = list(files)
    draw.shuffle(named)

    table = read(files, counts=COUNTS, block_bytes=block_bytes, named=named)

    assert figures(table) == expected(facts)


def plain(table: VillageMonths) -> tuple[Any, ...]:
    """Return all of a table but the places that it was read from."""
    areas = table.areas
    rows = table.rows.drop(columns=[FILE, ROW])
    return (
        rows.to_csv(index=False),
        rows.dtypes.to_list(),
        table.counts,
        areas.levels,
        list(areas.keys),
        list(areas.names),
        areas.level_of.tolist(),
        areas.parent_of.tolist(),
    )


LABELS = st.fixed_dictionaries(
    {
        "town": st.sampled_from(["T1", "T1", "T2", ""]),
        "village": st.sampled_from(["A", "A", "B", "C", ""]),
        "village_code": st.sampled_from(["11", "12", "13", ""]),
    }
)
RECODED = st.lists(
    st.tuples(
        st.sampled_from([("town", "village"), ("village_code",), ("village_code", "village"), ("village",),
                         ("town", "village", "village_code")]),
        st.lists(st.tuples(LABELS, st.sampled_from(["2013-01", "2013-02", "2013-03"]), st.integers(0, 1)), max_size=4),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@settings(max_examples=80)
@given(RECODED, st.integers(), st.integers(1, 80))
def test_order_of_files_rows_and_columns_and_the_size_of_blocks_change_nothing(
    parts: list[tuple[tuple[str, ...], list[tuple[Row, str, int]]]], seed: int, block_bytes: int
) -> None:
    """Renamed, recoded and nameless villages: the table, or the codes of what is wrong, stay the same."""
    draw = random.Random(seed)

    def answer(shuffled: bool, size: int) -> tuple[Any, ...]:
        files: dict[str, str] = {}
        names = [f"{number}.csv" for number in range(len(parts))]
        if shuffled:
            draw.shuffle(names)
        for name, (roles, rows) in zip(names, parts, strict=True):
            columns = [*roles, "month", "births"]
            body = [{**label, "month": month, "births": str(births)} for label, month, births in rows]
            if shuffled:
                draw.shuffle(columns)
                draw.shuffle(body)
            lines = [columns, *([row[column] for column in columns] for row in body)]
            files[name] = "\n".join(",".join(line) for line in lines) + "\n"
        named = list(files)
        if shuffled:
            draw.shuffle(named)
        try:
            table = read(files, counts=["births"], block_bytes=size, named=named)
        except PopcalcError as error:
            return tuple(sorted({fault.code for fault in error.faults}))
        return plain(table)

    assert answer(True, block_bytes) == answer(False, 1 << 20)


@settings(max_examples=50)
@given(st.integers(1, 60), st.booleans())
def test_faults_keep_their_row_whatever_the_size_of_blocks(block_bytes: int, crlf: bool) -> None:
    """Rows count as in a spreadsheet: titles, blank lines and quoted line ends included."""
    text = (
        "Births by village\n"
        "\n"
        "town,village,month,births\n"
        '"North\nhill",A,2013-01,1\n'  # row 4
        "\n"
        ",,,\n"
        "T,B,2013-01,x\n"  # row 7
        'T,"C\n\n""D""",2013-13,5\n'  # row 8
        "T,E,2013-01\n"  # row 9
        "T,F,2013-01,1,234\n"  # row 10
        "T,,2013-01,4"  # row 11
    )
    found = faults(text.replace("\n", "\r\n") if crlf else text, block_bytes=block_bytes)

    assert sorted(found, key=lambda one: int(one.split(":")[1])) == [
        "data.csv:7:4 NOT_A_COUNT",
        "data.csv:8:3 NOT_A_PERIOD",
        "data.csv:9:4 SHORT_ROW",
        "data.csv:10:5 LONG_ROW",
        "data.csv:11:2 NO_AREA_IN_ROW",
    ]


def test_rows_are_sorted_by_village_and_month_and_unique() -> None:
    table = read({"b.csv": "village,month,births\nB,2013-02,1\nA,2013-02,2\nB,2013-01,3\n"})

    assert isinstance(table.rows, pd.DataFrame)
    assert list(figures(table)) == [("A", "2013-02"), ("B", "2013-01"), ("B", "2013-02")]
    assert str(table.rows["births"].dtype) == "int32"


def test_places_point_at_the_first_row_that_speaks_of_a_village_and_month() -> None:
    table = read({"a.csv": "village,month,deaths\nA,2013-01,1\n", "b.csv": "village,month,births\nA,2013-01,2\n"})

    assert [name.rsplit("/", 1)[-1] for name in table.files] == ["a.csv", "b.csv"]
    assert (table.rows[FILE].tolist(), table.rows[ROW].tolist()) == ([0], [2])


def test_notices_do_not_depend_on_the_order_in_which_files_are_named() -> None:
    rows = "Old,11,2013-01,5,x\n"
    files: dict[str, str | bytes] = {
        "c.csv": "village,village_code,month,births,mood\n" + rows,
        "a.csv": "村名,村代码,月份,出生人数,mood\n新村,11,2013-02,5,y\n".encode("gb18030"),
        "b.csv": "title,,,,\nvillage,village_code,month,births,mood\n" + rows,
    }

    def said(named: list[str]) -> list[tuple[str, str, str]]:
        return [
            (notice.code, str(notice.text), notice.place.file.rsplit("/", 1)[-1] if notice.place else "")
            for notice in read(files, named=named).notices
        ]

    assert said(["c.csv", "a.csv", "b.csv"]) == said(["b.csv", "c.csv", "a.csv"])
    assert [code for code, _, _ in said(list(files))] == [
        "ENCODING",
        "UNUSED_COLUMNS",
        "TITLE_ROWS",
        "RENAMED",
        "GIVEN_TWICE",
    ]


def test_everything_that_is_wrong_in_any_file_is_told_at_once() -> None:
    files: dict[str, str | bytes] = {
        "a.csv": "village,month,births\nA,2013-01,x\n",
        "b.csv": "nothing,known\n1,2\n",
        "c.csv": "village,month,births\nA,2013-02,1\nB,2013-13,1\n",
        "d.csv": b"",
    }
    assert faults({**files}, named=[*files, "e.csv"]) == [
        "a.csv:2:3 NOT_A_COUNT",
        "b.csv:1 NO_HEADER",
        "c.csv:3:2 NOT_A_PERIOD",
        "d.csv EMPTY_FILE",
        "e.csv NO_SUCH_FILE",
    ]


def test_figures_that_differ_are_told_together_with_cells_that_cannot_be_read() -> None:
    text = "village,month,births\nA,2013-01,x\nB,2013-01,1\nB,2013-01,2\n"
    assert faults(text) == ["data.csv:2:3 NOT_A_COUNT", "data.csv:4:3 TWO_FIGURES"]


@pytest.mark.parametrize(
    "rows",
    [
        "May 2022,,\nIndicator,Value,\nBirths,,3\n",
        "Indicator,Total,North Town,,South Town,\n,,Male,Female,Male,Female\nBirths,20,5,4,6,5\n",
        "指标,合计,东镇,,西镇,\n,,男,女,男,女\n出生人数,20,5,4,6,5\n",
    ],
)
def test_a_form_that_cannot_be_read_ends_in_an_error_with_a_place(rows: str) -> None:
    assert all(":" in one for one in faults(rows))
