from __future__ import annotations

import pytest

from popcalc.intake.text.loose_quotes import with_spaces_inside
from tests.unit.intake.reading import faults, figures, read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b'a, "b, c", 3\n', b'a," b, c", 3\n'),
        (b'a,"b, c" ,3\n', b'a,"b, c ",3\n'),
        (b' "a" , "b"  \n', b'" a "," b  "\n'),
        # In order as it stands: the quote belongs to the text.
        (b'a,"say, ""b"" and c",3\n', b'a,"say, ""b"" and c",3\n'),
        (b"a, b, c\n", b"a, b, c\n"),
        # Not in order either way: nothing is touched.
        (b'a, "b, c", 3" x\n', b'a, "b, c", 3" x\n'),
    ],
)
def test_spaces_around_quotes_go_inside_and_no_byte_moves(written: bytes, meant: bytes) -> None:
    assert with_spaces_inside(written, ",") == meant
    assert len(meant) == len(written)


def test_a_quote_after_a_space_holds_its_cell_together() -> None:
    text = 'month; village; "births"; population\n2013-06; "Mühle; West" ; 3; 900\n2013-06; Sandbar; 2; 700\n'

    assert figures(read(text)) == {
        ("Mühle; West", "2013-06"): {"births": 3, "population": 900},
        ("Sandbar", "2013-06"): {"births": 2, "population": 700},
    }


@pytest.mark.parametrize("block_bytes", [16, 40, 1 << 20])
def test_a_line_end_within_such_quotes_ends_no_record(block_bytes: int) -> None:
    text = '月份, 村, 出生人数\n2013-06, "松坡村\n(东)", 3\n2013-06, 石门村, x\n'

    assert faults(text, block_bytes=block_bytes) == ["data.csv:3:3 NOT_A_COUNT"]


def test_a_broken_quote_elsewhere_leaves_the_other_rows_whole() -> None:
    text = 'month,village,births\n2013-06, "Old Mill, West", 3\n2013-06,"Sand" bar,2\n2013-06, "Ford, East", 1\n'

    assert faults(text) == ["data.csv:3:2 BROKEN_QUOTE"]
