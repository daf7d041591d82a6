import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from popcalc.output import FORMATS
from popcalc.output.writers.markup import escape_latex, escape_markdown
from popcalc.record_columns import RecordColumns
from popcalc.records import Results

of_frame = RecordColumns.of_frame

Render = Callable[..., str]

NASTY = r"a|b <script> & *x* `y` {z} 50% $1 #_c_ \d"


def nasty(results: Results) -> Results:
    names = results.frame["area_name"].where(results.frame["area"] != "320803102", NASTY)
    return replace(results, columns=of_frame(results.frame.assign(area_name=names)))


TEXT_FORMATS = [
    name for name, one in FORMATS.items() if not one.records and not one.is_binary and name not in ("table", "html")
]


def test_the_text_formats_are_those_that_people_know() -> None:
    assert TEXT_FORMATS == ["markdown", "github", "plain", "latex"]


@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_text_formats_have_the_cells_of_the_table(towns: Results, rendered: Render, format: str) -> None:
    shown = rendered(towns, format)
    for cell in ("233 a", "13.21 a", "-1.58", "100.09 b", "– c", "12,333,333.40", "河口镇"):
        assert re.search(rf"(?<![\d,.-]){re.escape(cell)}(?![\d,.])", shown)
    assert shown.endswith("\n")


@pytest.mark.parametrize("format", ["markdown", "github"])
def test_a_pipe_in_a_name_makes_no_cell(towns: Results, rendered: Render, format: str) -> None:
    rows = [line for line in rendered(nasty(towns), format).splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {8}
    assert len(rows) == 6


def test_markdown_shows_words_as_they_are() -> None:
    assert escape_markdown("a|b *c* <i> & \\") == r"a\|b \*c\* &lt;i&gt; &amp; \\"
    assert escape_markdown("crude_birth_rate _x_") == r"crude_birth_rate \_x\_"


def test_latex_escapes_what_it_would_obey(towns: Results, rendered: Render) -> None:
    assert escape_latex("50% & $1_a {b} \\") == r"50\% \& \$1\_a \{b\} \textbackslash{}"
    rows = [line for line in rendered(nasty(towns), "latex").splitlines() if line.endswith(r"\\")]
    assert {len(re.findall(r"(?<!\\)&", row)) for row in rows} == {6}
    assert len(rows) == 5


def test_whole_plain_table(towns: Results, rendered: Render) -> None:
    few = towns.frame[towns.frame["indicator"].astype(str).isin(["births", "crude_birth_rate"])]
    assert rendered(replace(towns, columns=of_frame(few)), "plain") == PLAIN


def test_a_name_that_looks_like_a_number_keeps_its_zeros(towns: Results, rendered: Render) -> None:
    zeros = replace(towns, columns=of_frame(towns.frame.assign(area_name="0071")))
    for format in TEXT_FORMATS:
        assert "0071" in rendered(zeros, format)


PLAIN = """\
By town, 2013H1 (2013-01-01 to 2013-06-30), annual rates, average population from all month-ends

Town          Live births (persons)    Crude birth rate (‰ annual) b
Northhill                     233 a                          13.21 a
Southfield                    1,108                            13.85
河口镇                           17                             2.67
All                           1,358                            13.06

(a) partial: some village-months are missing (at the worst: Northhill 22 of 24)
(b) extrapolated: population held at its nearest month-end for more than a month
"""
