"""Rows that are nearly the sums of all beside them: a country whose regions do not quite add up to it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from popcalc.definitions.columns import Columns
from tests.unit.intake.reading import faults, figures, message, notices, read

PARTS = {"Aton": (1958, 2051, 1951), "Brun": (2009, 2097, 2197), "Cesk": (2204, 2147, 2059)}
WHOLE = {"Zland": (6190, 6311, 6230)}
UK = {"England": (625_651, 610_505), "Wales": (31_314, 29_704), "Scotland": (51_308, 49_863), "NI": (22_829, 22_447)}


def wide(rows: Mapping[str, tuple[int, ...]]) -> dict[str, str]:
    """Return a file of births with a column for each year."""
    years = ",".join(str(2018 + spot) for spot in range(len(next(iter(rows.values())))))
    lines = [f"{area},{','.join(map(str, values))}" for area, values in rows.items()]
    return {"births.csv": "\n".join([f"region,{years}", *lines]) + "\n"}


def long(rows: Mapping[str, tuple[int, ...]]) -> str:
    """Return a file of births with a row for each area and year."""
    lines = [f"{area},{2018 + spot},{value}" for area, values in rows.items() for spot, value in enumerate(values)]
    return "\n".join(["region,year,births", *lines]) + "\n"


def areas(files: dict[str, str] | str, columns: Columns | None = None) -> set[str]:
    """Return the areas that files are read as."""
    return {key for key, _ in figures(read(files, columns))}


@pytest.mark.parametrize(("rows", "row"), [(WHOLE | PARTS, 2), (PARTS | WHOLE, 5)], ids=["heads", "closes"])
def test_a_row_that_is_nearly_the_sum_in_every_year_is_asked_about(rows: dict[str, tuple[int, ...]], row: int) -> None:
    """Where it differs most: in 2020."""
    assert faults(wide(rows)) == [f"births.csv:{row}:1 TOTAL_OR_AREA"]
    assert faults(long(rows)) == [f"data.csv:{4 + (row - 2) * 3}:1 TOTAL_OR_AREA"]
    assert "(its births is 6230, theirs give 6207)" in message(wide(rows))


def test_both_answers_of_the_columns_file_are_heard() -> None:
    for files in (wide(WHOLE | PARTS), long(WHOLE | PARTS)):
        table = read(files, Columns(totals=("Zland",)))
        assert {key for key, _ in figures(table)} == set(PARTS)
        assert "TOTAL_ROWS" in notices(table)
        assert areas(files, Columns(not_totals=("Zland",))) == {*PARTS, "Zland"}


def test_one_year_is_enough_where_the_figures_are_great() -> None:
    one = {area: values[:1] for area, values in (PARTS | WHOLE).items()}

    assert faults(long(one)) == ["data.csv:5:1 TOTAL_OR_AREA"]


def test_a_row_among_many_that_differs_by_one_is_asked_about() -> None:
    counties = {f"County {spot}": tuple(200_000 + 7919 * spot + 1000 * year for year in range(5)) for spot in range(47)}
    sums = tuple(sum(values) + 1 for values in zip(*counties.values(), strict=True))
    between = dict(sorted((counties | {"County 2x": sums}).items()))

    assert len(faults(wide(between))) == 1
    assert len(faults(long(between).replace("births", "population"))) == 1


def test_one_part_may_be_most_of_the_whole() -> None:
    """United Kingdom = England + ... and 111 births of mothers from abroad."""
    assert faults(wide({"United Kingdom": (731_213, 712_680)} | UK)) == ["births.csv:2:1 TOTAL_OR_AREA"]


def test_groups_of_one_area_above_have_totals_of_their_own() -> None:
    rows = [f"{up},{up} all,2018,{3002 + spot}\n" for spot, up in enumerate("PQR")]
    rows += [f"{up},{town},2018,{births}\n" for up in "PQR" for town, births in (("x", 1000), ("y", 1500), ("z", 500))]

    assert len(faults("county,area,year,births\n" + "".join(rows))) == 3


@pytest.mark.parametrize(
    "rows",
    [
        {"A": (3000,), "B": (2950,), "C": (20,), "D": (22,)},
        {"A": (60,), "B": (20,), "C": (20,), "D": (21,)},
        {"A": (5, 7, 4), "B": (2, 3, 2), "C": (2, 3, 1), "D": (1, 0, 1)},
        {"A": (6190, 6311, 5800), "B": (2009, 2097, 2197), "C": (2204, 2147, 2059), "D": (1958, 2051, 1951)},
        {"A": (6190, 6311), "B": (3009, 3097), "C": (3204, 3147)},
    ],
    ids=["two alike", "few", "fewer", "one year differs", "two parts"],
)
def test_what_chance_may_make_is_an_area(rows: dict[str, tuple[int, ...]]) -> None:
    assert areas(long(rows)) == set(rows)


def test_what_a_printed_total_adds_up_is_not_asked_about() -> None:
    """The city has half of all people; the total says that it is one of the areas."""
    rows = {"City": (6190, 6311, 6230)} | PARTS
    sums = tuple(sum(values) for values in zip(*rows.values(), strict=True))

    assert areas(wide(rows | {"Total": sums})) == set(rows)


@pytest.mark.parametrize("name", ["National", "Nacional", "Nasional", "Country"])
def test_a_name_of_the_whole_country_asks_where_its_figures_are_no_smaller(name: str) -> None:
    """Also above two parts, few events, or some of its regions alone."""
    for parts in ({"A": (90, 80), "B": (65, 66)}, {"A": (9, 8), "B": (6, 6)}):
        assert len(faults(wide({name: (160, 148)} | parts))) == 1
        assert areas(wide({name: (160, 148)} | parts), Columns(totals=(name,))) == {"A", "B"}
        assert areas(wide({name: (160, 148)} | parts), Columns(not_totals=(name,))) == {"A", "B", name}


def test_a_place_of_such_a_name_is_an_area() -> None:
    rows = {"Nacional": (40, 48), "A": (90, 80), "B": (65, 66)}

    assert areas(wide(rows)) == areas(long(rows)) == set(rows)
    assert areas(wide({"National": (40, 48)})) == {"National"}
