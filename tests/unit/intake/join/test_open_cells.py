"""Which empty cells may mean none: where 0 has a chance of 5 % or more, in the row of another flow."""

from __future__ import annotations

import pytest

from popcalc.definitions.columns import Columns
from popcalc.doubts import Reading
from popcalc.village_months import VillageMonths
from tests.unit.intake.reading import read

HEADER = "month,village,births,deaths\n"


def open_places(found: VillageMonths) -> dict[str, list[str]]:
    return {key: [str(place).split("/")[-1] for place in one.places] for key, one in found.doubts.empty.items()}


def test_an_empty_cell_beside_another_flow_is_open_where_none_would_be_no_surprise() -> None:
    found = read(HEADER + "2013-01,Ash,4,\n2013-02,Ash,3,1\n2013-03,Ash,,2\n")
    # Of births, 3.5 a month are expected: none has a chance of exp(-3.5) = 3 %.
    assert open_places(found) == {"deaths": ["data.csv:2:4"]}
    assert found.column("deaths").tolist() == [-1, 1, 2]
    assert found.read_as(Reading(frozenset({"deaths"}))).column("deaths").tolist() == [0, 1, 2]


# -ln(0.05) = 2.9957: over 1,000 months a mean of 2.995 leaves a month open, one of 2.996 does not.
@pytest.mark.parametrize(("births", "is_open"), [(2995, True), (2996, False)])
def test_five_per_cent_is_the_edge(births: int, is_open: bool) -> None:
    found = read(HEADER + f"1900-01..1983-04,Ash,{births},1\n1983-05,Ash,,1\n")
    assert ("births" in found.doubts.empty) is is_open


def test_the_larger_chance_of_the_village_and_of_its_people_counts() -> None:
    header = "month,village,births,deaths,population\n"
    rows = "2013-01,Ash,9,1,1000\n2013-02,Ash,,1,1000\n2013-01,Birch,1,1,{people}\n2013-02,Birch,,1,{people}\n"
    # Ash had 9: its own months speak against 0, and so does the column's rate times its 1,000 people.
    assert open_places(read(header + rows.format(people=1000))) == {"births": ["data.csv:5:3"]}
    # 10 births of 101,000 people a month: of 1,000, one in ten months.
    assert open_places(read(header + rows.format(people=100000))) == {"births": ["data.csv:3:3", "data.csv:5:3"]}


def test_the_people_are_read_where_nobody_asked_for_them() -> None:
    data = (
        "month,village,births,deaths,population\n2013-01,Ash,9,1,1000\n2013-02,Ash,,1,1000\n2013-01,Birch,1,1,100000\n"
    )
    found = read(data, counts=["births"])
    assert found.counts == ("births",)
    assert open_places(read(data)) == open_places(found)
    assert open_places(found) == {"births": ["data.csv:3:3"]}


@pytest.mark.parametrize(
    "rows",
    [
        # No row reports another flow.
        "2013-01,Ash,1,1\n2013-02,Ash,,\n",
        # No figure in the whole column.
        "2013-01,Ash,,1\n2013-02,Ash,,1\n",
        # A mark for nothing is no empty cell.
        "2013-01,Ash,1,1\n2013-02,Ash,1,-\n",
    ],
)
def test_other_cells_without_a_figure_are_plainly_missing(rows: str) -> None:
    found = read(HEADER + rows)
    assert found.doubts.empty == {}
    assert found.reread is None


def test_an_empty_stock_is_never_open() -> None:
    found = read("month,village,births,deaths,population\n2013-01,Ash,1,1,0\n2013-02,Ash,1,,\n")
    assert list(found.doubts.empty) == ["deaths"]


def test_a_cell_that_another_file_fills_in_is_not_open() -> None:
    files = {"a.csv": HEADER + "2013-01,Ash,1,\n2013-02,Ash,1,1\n", "b.csv": "month,village,deaths\n2013-01,Ash,2\n"}
    found = read(files)
    assert found.doubts.empty == {}
    assert found.column("deaths").tolist() == [2, 1]


def test_places_are_the_first_three_in_the_order_of_files_and_rows() -> None:
    rows = "".join(f"2013-01,{village},1,\n" for village in "EDCBA")
    found = read({"b.csv": HEADER + rows, "a.csv": HEADER + "2013-02,A,1,1\n2013-02,B,1,\n"})
    assert found.doubts.empty["deaths"].number == 6
    assert open_places(found) == {"deaths": ["a.csv:3:4", "b.csv:2:4", "b.csv:3:4"]}


def test_columns_for_each_month_have_their_own_places() -> None:
    found = read(
        "village,births 2013-01,births 2013-02,deaths 2013-01,deaths 2013-02\nAsh,1,2,1,\nBirch,2,,,1\nElm,1,1,1,1\n"
    )
    assert open_places(found) == {"births": ["data.csv:3:3"], "deaths": ["data.csv:2:5", "data.csv:3:4"]}


def test_a_column_whose_zeros_are_left_out_is_told_by_chance() -> None:
    def of(written: str, rows: int) -> bool:
        lines = [f"2013-01,v{number},1,{written}\n" for number in range(rows)]
        found = read(HEADER + "".join(lines) + "2013-01,w,1,\n")
        return found.doubts.empty["deaths"].no_zero_written

    # Of one a month, six are none of them 0 with the chance (1 - exp(-1))^6 = 6.4 %, seven with 4.0 %.
    assert (of("1", 6), of("1", 7)) == (False, True)
    assert not of("0", 7)


def test_figures_to_date_are_open_until_the_first_event_of_their_year() -> None:
    rows = "2013-01,Ash,4,\n2013-02,Ash,8,\n2013-03,Ash,12,1\n2013-04,Ash,16,\n2014-01,Ash,3,\n2014-02,Ash,7,0\n"
    found = read(HEADER + rows, Columns(cumulative=True))
    assert open_places(found) == {"deaths": ["data.csv:2:4", "data.csv:3:4", "data.csv:6:4"]}
    january, zero = 2013 * 12, found.read_as(Reading(frozenset({"deaths"})))
    assert deaths(found)[january, january + 2] == 1
    assert [deaths(zero)[month, month] for month in range(january, january + 3)] == [0, 0, 1]


def deaths(table: VillageMonths) -> dict[tuple[int, int], int]:
    """Return the deaths of each run of months."""
    start, end, figures = (table.column(name).tolist() for name in ("start", "end", "deaths"))
    return dict(zip(zip(start, end, strict=True), figures, strict=True))
