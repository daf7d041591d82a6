"""The two readers of a block's columns are held to each other: what one reads, the other reads too."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.intake.rows.columns_by_bytes import columns_by_bytes
from popcalc.intake.rows.columns_by_pandas import columns_by_pandas
from popcalc.intake.text.blocks import Block

WHOLE = st.integers(0, 10**12).map(str)
ODD = st.sampled_from(["", "x", "1.5", "-1", " 7", "7 ", "007", "+5", "1e3", "99999999999999999999", "北岭村", "０"])
NAME = st.text(st.characters(codec="utf-8", exclude_characters='\0\n\r",'), max_size=90)


def block_of(records: list[list[str]]) -> Block:
    return Block("".join(",".join(record) + "\n" for record in records).encode(), 2, len(records))


@given(data=st.data(), rows=st.integers(1, 12))
def test_both_readers_give_the_same_cells(data: st.DataObject, rows: int) -> None:
    def column(cells: st.SearchStrategy[str]) -> list[str]:
        return data.draw(st.lists(cells, min_size=rows, max_size=rows))

    columns = [column(NAME), column(WHOLE), column(WHOLE | ODD), column(NAME.map(lambda name: f"{name}."))]
    block = block_of([list(record) for record in zip(*columns, strict=True)])

    by_bytes = columns_by_bytes(block, ",")
    by_pandas = columns_by_pandas(block, ",", 4, {1, 2}, {0: 32, 3: 64})

    assert by_bytes is not None
    assert by_pandas is not None
    assert by_bytes.width == by_pandas.width == 4
    for index, cells in enumerate(columns):
        for size in (32, 256):
            one, other = by_bytes.texts({index}, size)[index], by_pandas.texts({index}, size)[index]
            assert one.tolist() == other.tolist() == [cell.encode()[:size].rstrip(b"\0") for cell in cells]
    for index in (1, 2):
        numbers, others = by_bytes.whole_numbers(index), by_pandas.whole_numbers(index)
        if numbers is not None:
            # pandas takes blanks and signs too; those cells are read as texts by either way.
            assert numbers.tolist() == [int(cell) for cell in columns[index]]
            assert others is not None
            assert np.array_equal(numbers, others)
        elif others is not None:
            assert any(not cell.isdecimal() for cell in columns[index])


@pytest.mark.parametrize(
    "content", [b"a,1\nb\n", b"a,1\nb,2,3\n", b"a,1,2\nb\n", b"a,1\n\nb,2\n", b"a\nb,1\n", b"a,1,b\n2\n"]
)
def test_records_that_are_not_alike_are_no_columns(content: bytes) -> None:
    block = Block(content, 2, content.count(b"\n"))

    assert columns_by_bytes(block, ",") is None
    assert columns_by_pandas(block, ",", 1, {1}, {0: 32}) is None


def test_a_number_of_nineteen_digits_is_read_as_text() -> None:
    block = block_of([["a", "9" * 18], ["b", "0"]])
    columns = columns_by_bytes(block, ",")
    assert columns is not None
    assert columns.whole_numbers(1) is not None

    columns = columns_by_bytes(block_of([["a", "9" * 19], ["b", "0"]]), ",")
    assert columns is not None
    assert columns.whole_numbers(1) is None
