"""What a report says: of which month, of what, beside which figures, and who is missing."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pytest

import popcalc
from popcalc.answers import made_report
from popcalc.errors import PopcalcError
from popcalc.periods import Run, month_ordinal
from popcalc.reporting import Report, Wish

HEAD = "month,town,village,births,deaths,population\n"
Line = tuple[str | int, ...]


def line(month: str, village: str, births: int = 3, deaths: int = 1, town: str = "") -> Line:
    return (month, town or village[0].upper(), village, births, deaths, 1000)


def months(year: int, last: int = 12) -> list[str]:
    return [f"{year}-{month:02}" for month in range(1, last + 1)]


def report(folder: Path, lines: Iterable[Line], wish: Wish | None = None, head: str = HEAD) -> Report:
    rows = "".join(",".join(map(str, one)) + "\n" for one in lines)
    (folder / "counts.csv").write_text(head + rows, encoding="utf-8")
    return made_report(popcalc.read(folder / "counts.csv"), wish or Wish())[0]


def month(year: int, number: int) -> Run:
    ordinal = month_ordinal(year, number)
    return Run(ordinal, ordinal)


VILLAGES = ("a1", "a2", "b1", "b2")


def test_month_is_the_last_that_nine_tenths_have_reported(tmp_path: Path) -> None:
    lines = [line(one, village) for village in VILLAGES for one in months(2013, 5)]
    found = report(tmp_path, [*lines, *(line("2013-06", village) for village in VILLAGES[:3])])
    assert found.run == month(2013, 5)
    assert [(standing.reported, standing.expected) for _, standing in found.later] == [(3, 4)]
    assert report(tmp_path, [*lines, line("2013-06", "a1")], Wish(month="2013-06")).run == month(2013, 6)


def test_area_without_a_village_that_reported_is_missing_and_left_out_of_the_total(tmp_path: Path) -> None:
    lines = [line(one, village) for village in VILLAGES for one in months(2013, 5)]
    lines += [line("2013-06", village, births=7) for village in VILLAGES[:2]]
    found = report(tmp_path, lines, Wish(month="2013-06"))
    assert [one.key for one in found.missing] == ["B"]
    assert found.month["all", "births"].value == 14
    assert found.standings["A"].reported == found.standings["A"].expected == 2


def test_figures_beside_last_year_rest_on_what_both_years_have(tmp_path: Path) -> None:
    this_year = [line(one, village, births=5) for village in VILLAGES for one in months(2013, 3)]
    last_year = [
        line(one, village) for village in VILLAGES for one in months(2012) if (village, one) != ("b2", "2012-02")
    ]
    found = report(tmp_path, [*last_year, *this_year])
    plain, both = found.year["all", "births"], found.both["all", "births"]
    assert plain.value == 4 * 3 * 5
    assert [both.value, both.last, both.difference] == [11 * 5, 11 * 3, 11 * 2]
    assert both.comparable
    assert both.percent == pytest.approx(100 * 22 / 33)
    assert found.both_of_month["B", "births"].last == 6


def test_no_year_before_is_said_and_nothing_compared(tmp_path: Path) -> None:
    found = report(tmp_path, [line(one, village) for village in VILLAGES for one in months(2013, 3)])
    assert not found.has_last_year
    assert found.both["all", "births"].last is None


def test_rate_is_events_over_person_years(tmp_path: Path) -> None:
    found = report(tmp_path, [line(one, village) for village in VILLAGES for one in months(2013, 3)])
    person_years = Fraction(4 * 1000 * (31 + 28 + 31), 365)
    assert found.year["all", "crude_birth_rate"].value == 1000 * 36 / person_years


def test_without_births_it_tells_what_there_is(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        [(one, "A", village, 40 + spot, 9) for spot, village in enumerate(VILLAGES) for one in months(2013, 3)],
        head="month,town,village,migration_in,migration_out\n",
    )
    assert set(found.contents.flows) == {"migration_in", "migration_out"}
    assert found.contents.rate is None
    assert found.year["all", "migration_out"].value == 9 * 3 * 4


def test_what_is_asked_names_the_empty_cells_and_the_findings(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        (one, "A", village, 3, "" if (village, one) == ("a2", "2013-03") else 1, 2, 1, 1000)
        for village in ("a1", "a2")
        for one in months(2013, 3)
    ]
    rows[0] = ("2013-01", "A", "a1", 3, 1, 2, 2, 1000)
    head = "month,town,village,births,deaths,births_male,births_female,population\n"
    text = head + "".join(",".join(map(str, one)) + "\n" for one in rows)
    (tmp_path / "counts.csv").write_text(text, encoding="utf-8")
    found, _ = made_report(popcalc.read(tmp_path / "counts.csv"), Wish())
    wrong, empty = found.asked
    assert (wrong.village, wrong.code, wrong.row, wrong.is_error) == ("a1", "BIRTHS_BY_SEX", 2, True)
    # The fifth column of the seventh line.
    assert (empty.village, empty.counts, empty.row, empty.columns) == ("a2", ("deaths",), 7, (5,))


@pytest.mark.parametrize("wanted", ["2014-01", "2013", "soon"])
def test_month_that_the_data_do_not_have_is_refused(wanted: str, tmp_path: Path) -> None:
    lines = [line(one, village) for village in VILLAGES for one in months(2013)]
    with pytest.raises(PopcalcError, match="--month"):
        report(tmp_path, lines, Wish(month=wanted))


def test_area_above_all_names_the_whole(tmp_path: Path) -> None:
    head = HEAD.replace("town", "county,town")
    lines = [(one, "Shire", "A", village, 3, 1, 1000) for village in VILLAGES for one in months(2013, 3)]
    rows = "".join(",".join(map(str, one)) + "\n" for one in lines)
    (tmp_path / "counts.csv").write_text(head + rows, encoding="utf-8")
    found, _ = made_report(popcalc.read(tmp_path / "counts.csv"), Wish())
    assert (found.whole, found.whole_level) == ("Shire", "county")
    towns = report(tmp_path, [line(one, village) for village in VILLAGES for one in months(2013, 3)])
    # Nothing says which county the towns are of, but it is one.
    assert (towns.whole, towns.whole_level) == ("", "county")


def test_total_that_differs_is_asked_of_the_town_of_its_file(tmp_path: Path) -> None:
    for town, total in (("North", 9), ("South", 6)):
        rows = [f"2013-01,{town},{town} {number},3,1,1000" for number in (1, 2)]
        lines = [HEAD.strip(), *rows, f"2013-01,{town},Total,{total},2,2000"]
        (tmp_path / f"{town}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found, _ = made_report(popcalc.read(tmp_path), Wish())
    assert [(one.area, one.code, one.row) for one in found.asked] == [("North", "TOTAL_DIFFERS", 4)]


def test_village_is_asked_once_for_a_row_that_it_left_empty(tmp_path: Path) -> None:
    lines = [line(one, village) for village in VILLAGES for one in months(2013, 3)]
    lines = [(*one[:3], "", "", 1000) if (one[0], one[2]) == ("2013-03", "a2") else one for one in lines]
    found = report(tmp_path, lines, Wish(month="2013-03"))
    assert [(one.village, one.month, one.counts) for one in found.asked if not one.code] == [
        ("a2", "2013-03", ("births", "deaths"))
    ]


def test_village_is_asked_for_each_month_of_the_year_that_it_has_not_sent(tmp_path: Path) -> None:
    missing = {("a1", "2013-02"), ("a1", "2013-04"), ("b1", "2013-03"), ("b2", "2013-03")}
    lines = [line(one, village) for village in VILLAGES for one in months(2013, 5) if (village, one) not in missing]
    found = report(tmp_path, lines)
    assert [(one.village, one.month) for one in found.asked if not one.code] == [("a1", "2013-02"), ("a1", "2013-04")]
    town = next(one for one in found.places if one.key == "B")
    assert found.absent(town, found.to_date) == [month(2013, 3).start]
    assert found.nobody == []


def test_villages_of_a_town_stand_together(tmp_path: Path) -> None:
    lines = [line(one, village) for one in months(2013, 3) for village in ("b1", "a1", "b2", "a2")]
    found = report(tmp_path, lines, Wish(by="village"))
    assert [one.name for one in found.places] == ["b1", "b2", "a1", "a2", ""]


def test_month_that_one_year_lacks_is_left_out_of_both_and_is_no_fault_of_this_year(tmp_path: Path) -> None:
    missing = {("b1", "2012-02"), ("b2", "2012-02"), *((village, "2012-03") for village in VILLAGES), ("b1", "2013-03")}
    missing.add(("b2", "2013-03"))
    spans = [*months(2012), *months(2013, 4)]
    lines = [line(one, village) for village in VILLAGES for one in spans if (village, one) not in missing]
    found = report(tmp_path, lines)
    town = next(one for one in found.places if one.key == "B")
    february, march = month(2013, 2).start, month(2013, 3).start
    assert (found.uncompared(found.total), found.uncompared_alone(town)) == ([march], [february])
    assert (found.nobody, found.unsent(town), found.unsent(found.total)) == ([], [march], [])
    assert found.is_in_part
