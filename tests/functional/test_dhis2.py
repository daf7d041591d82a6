"""Exports of DHIS2, with invented figures of three districts, five facilities, six data elements and twelve months."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Popcalc

FACILITIES = {"Alder HC": "North", "Birch HC": "North", "Cedar HC": "Lake", "Dogwood HC": "Lake", "Elm HC": "Hill"}
ELEMENTS = {
    "Live births": "live_births",
    "Deaths": "deaths",
    "Still births": "stillbirths",
    "Maternal deaths": "deaths_maternal",
    "Marriages": "marriages",
    "Population": "population",
}
MONTHS = [f"2023{month:02}" for month in range(1, 13)]
VALUES = ["categoryOptionCombo", "attributeOptionCombo", "value", "storedBy", "created", "lastUpdated", "comment"]
AREAS = ["organisationunitid", "organisationunitname", "organisationunitcode", "organisationunitdescription"]
PERIODS = ["periodid", "periodname", "periodcode", "perioddescription"]


def figure(facility: str, element: str, month: str) -> int:
    return (list(FACILITIES).index(facility) + 1) * (list(ELEMENTS).index(element) + 2) + int(month[4:])


def uid(number: int) -> str:
    return f"aB{number:02}cDeFgHi"


def page(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([head, *rows])
    return stream.getvalue()


def data_values(sexes: bool = False, lacking: str = "") -> str:
    """Return an export of data values by uid and name, perhaps by sex, the element that is `lacking` without totals."""
    rows = []
    for facility in FACILITIES:
        for element in ELEMENTS:
            for month in MONTHS:
                own = figure(facility, element, month)
                parts = {"Male": own // 2, "Female": own - own // 2, "Total": own} if sexes else {"default": own}
                if element == lacking:
                    del parts["Total"]
                area = list(FACILITIES).index(facility)
                named = [uid(list(ELEMENTS).index(element)), element, month, uid(20 + area), facility]
                rows += [
                    [*named, part, "default", value, "someone", "2024-01-01", "2024-01-02", ""]
                    for part, value in parts.items()
                ]
    return page(["dataElement", "dataElementName", "period", "orgUnit", "orgUnitName", *VALUES], rows)


def pivot(levels: bool) -> str:
    rows = []
    for number, (facility, district) in enumerate(FACILITIES.items()):
        for month in MONTHS:
            own = [uid(20 + number), facility, f"F{number}", "", month, f"{month[4:]}/2023", month, ""]
            above = ["Utopia", district, facility] if levels else []
            rows.append([*above, *own, *(figure(facility, element, month) for element in ELEMENTS)])
    above = ["orgunitlevel1", "orgunitlevel2", "orgunitlevel3"] if levels else []
    return page([*above, *AREAS, *PERIODS, *ELEMENTS], rows)


def plain() -> str:
    rows = [
        [element, month, district, facility, figure(facility, element, month)]
        for element in ELEMENTS
        for month in MONTHS
        for facility, district in FACILITIES.items()
    ]
    return page(["Data", "Period", "orgunitlevel2", "Organisation unit", "Value"], rows)


def answer(popcalc: Popcalc, folder: Path, written: str, by: str) -> dict[tuple[str, str], float]:
    (folder / "export.csv").write_text(written)
    found = popcalc(
        "compute", "export.csv", "--by", by, "--indicator", ",".join(ELEMENTS.values()), "-f", "json", cwd=folder
    )
    assert found.code == 0, found.stderr.decode()
    return {(one["area_name"] or "all", one["indicator"]): one["value"] for one in json.loads(found.stdout)["records"]}


def right(facilities: Iterable[str], element: str) -> int:
    """Return what facilities have in the year; of the people those at its end."""
    months = MONTHS[-1:] if element == "Population" else MONTHS
    return sum(figure(facility, element, month) for facility in facilities for month in months)


EXPORTS = {
    "data values": data_values(),
    "data values by sex": data_values(sexes=True),
    "pivot": pivot(levels=False),
    "pivot with levels": pivot(levels=True),
    "plain": plain(),
}


@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_reads_without_an_option(kind: str, tmp_path: Path, popcalc: Popcalc) -> None:
    found = answer(popcalc, tmp_path, EXPORTS[kind], "village")

    for element, count in ELEMENTS.items():
        assert found["all", count] == right(FACILITIES, element)
        assert {name: found[name, count] for name in FACILITIES} == {one: right([one], element) for one in FACILITIES}


@pytest.mark.parametrize("kind", ["pivot with levels", "plain"])
def test_districts_are_the_level_above(kind: str, tmp_path: Path, popcalc: Popcalc) -> None:
    found = answer(popcalc, tmp_path, EXPORTS[kind], "town")

    for district in set(FACILITIES.values()):
        own = [name for name, above in FACILITIES.items() if above == district]
        assert found[district, "live_births"] == right(own, "Live births")


def test_a_total_that_one_element_lacks_is_an_error_that_names_it(tmp_path: Path, popcalc: Popcalc) -> None:
    (tmp_path / "export.csv").write_text(data_values(sexes=True, lacking="Deaths"))
    found = popcalc("compute", "export.csv", cwd=tmp_path)

    assert found.code == 2
    assert "Deaths of Alder HC in 2023-01 has no row of the whole" in " ".join(found.stderr.decode().split())
