"""Where records end and how wide they are, counted in bytes, against the csv module."""

from __future__ import annotations

import csv
import io

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from popcalc.intake.text.quotes import even_width, in_order, mean_width, record_ends
from tests.unit.intake.reading import faults

CONTENT = st.text(alphabet='ab",\n', max_size=40)
CELL = st.text(alphabet='a",\n村 ', max_size=4)


def records(content: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content, newline="")))


@settings(max_examples=200)
@given(CONTENT)
def test_records_end_where_the_csv_module_ends_them(content: str) -> None:
    ends = record_ends(content.encode(), ",").tolist()

    parts = [content[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    rest = content[ends[-1] if ends else 0 :]
    assert [record for part in parts for record in records(part)] == records(content)[: len(parts)]
    assert all(len(records(part)) == 1 for part in parts)
    # What is left is one record that is not closed.
    assert not rest or (len(records(rest)) == 1 and records(rest + "\n\n") != [*records(rest), []])


@settings(max_examples=200)
@given(CONTENT)
def test_an_even_width_is_the_width_of_every_record(content: str) -> None:
    content += "\n"
    assume(in_order(content.encode(), ","))
    widths = {max(1, len(record)) for record in records(content)}

    width = even_width(content.encode(), ",")

    assert width == (widths.pop() if len(widths) == 1 else None)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5), st.booleans())
def test_what_a_program_writes_is_in_order(rows: list[list[str]], quote_all: bool) -> None:
    page = io.StringIO(newline="")
    csv.writer(page, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL, lineterminator="\n").writerows(rows)
    content = page.getvalue().encode()

    assert in_order(content, ",")
    assert even_width(content, ",") == 2
    assert len(record_ends(content, ",")) == len(rows)


def test_quotes_out_of_order_are_told() -> None:
    for content in ('a"b,c\n', '"a"b,c\n', 'a,"b\n', ' "a",b\n', 'a,b"\n'):
        assert not in_order(content.encode(), ",")


def test_a_mean_width_is_no_proof_that_records_are_even() -> None:
    assert mean_width(b"a,b\nc,d\n", ",", 2) == 2
    assert mean_width(b"a\nb,c,d\n", ",", 2) == 2
    assert mean_width(b"a,b\nc\n", ",", 2) is None
    assert even_width(b"a\nb,c,d\n", ",") is None


def test_a_quote_that_ends_before_its_cell_is_named_with_its_cell() -> None:
    text = 'month,town,village,births\n2013-06,T,"A",5\n2013-06,T,"B"x,6\n2013-06,"T",C,"53"1\n2013-06,"T\nx",D,"5"1\n'
    assert faults(text) == ["data.csv:3:3 BROKEN_QUOTE", "data.csv:4:4 BROKEN_QUOTE", "data.csv:5 BROKEN_QUOTE"]
