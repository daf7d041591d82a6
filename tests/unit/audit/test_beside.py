"""Printed rates beside their counts: random ones by each rule, units, number formats, totals, parts and days."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import popcalc
from popcalc.audit.audit import Audit
from popcalc.audit.beside import audit_rates
from popcalc.audit.classes import Class
from popcalc.definitions.columns import Columns
from popcalc.definitions.loading import is_printed, load_catalogue
from popcalc.definitions.units import per_of_unit
from popcalc.intake.header.lexicon import header_lexicon
from popcalc.intake.survey import survey

CATALOGUE = load_catalogue()


def audited(folder: Path, table: str, **options: object) -> Audit:
    file = folder / "table.csv"
    file.write_text(table, encoding="utf-8")
    counts = popcalc.read(file, indicators=(), rates=True, **options)  # type: ignore[arg-type]
    return audit_rates(counts.whole, counts.catalogue, counts.calendar, counts.available)


def classes(found: Audit) -> list[tuple[str, Class]]:
    return [(one.figure.printed.written, one.judged.found) for one in found.figures]


def printed(value: Fraction, places: int, rounding: str) -> str:
    exact = Context(prec=60).divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{exact.quantize(Decimal(1).scaleb(-places), rounding):f}"


VILLAGES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(200, 9_000), st.integers(0, 3), st.booleans()),
    min_size=1,
    max_size=8,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(villages=VILLAGES)
def test_rates_printed_by_a_rule_are_right_and_columns_say_what_each_figure_says(
    villages: Sequence[tuple[int, int, int, int, bool]], tmp_path: Path
) -> None:
    rows = ["village,year,births,deaths,population_average,birth rate (‰),natural increase rate"]
    for number, (births, deaths, people, places, cut) in enumerate(villages):
        rule = ROUND_DOWN if cut else ROUND_HALF_UP
        birth, growth = (printed(Fraction(1000 * top, people), places, rule) for top in (births, births - deaths))
        rows.append(f"V{number},2023,{births},{deaths},{people},{birth},{growth}")
    found = audited(tmp_path, "\n".join(rows))
    assert len(found.figures) == 2 * len(villages)
    # A half that was cut off is what rounding to the even digit prints, too.
    assert set(found.classes) <= {Class.EXACT, Class.ROUNDED, Class.HALF_EVEN, Class.TRUNCATED}
    assert [one.judged.found for one in found.figures] == list(found.classes)
    assert [one.judged.found for one in found.figures[0:]] == list(found.classes)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 900), st.integers(0, 900), st.integers(-99, 30_000)),
        min_size=2,
        max_size=8,
    ),
    quarter=st.booleans(),
)
def test_what_columns_tell_is_the_class_of_each_figure(
    rows: Sequence[tuple[int, int, int, int]], quarter: bool, tmp_path: Path
) -> None:
    period = "2023Q1" if quarter else "2023"
    lines = ["village,period,births,population,births within policy,birth rate (‰),policy compliance rate (%)"]
    for number, (births, people, policy, rate) in enumerate(rows):
        lines.append(f"V{number},{period},{births},{people},{policy},{rate / 100:.2f},{abs(rate) % 11_000 / 100:.1f}")
    found = audited(tmp_path, "\n".join(lines))
    alone = [one.judged for one in (found.figures[number] for number in range(len(found.figures)))]
    together = [one.judged for one in found.figures[0:]]
    assert [one.found for one in alone] == [one.found for one in together] == list(found.classes)
    assert alone == together


MONTHLY = """village,month,births,population,birth rate
one,2013-01,3,1000,{}
one,2013-02,2,1010,{}
"""


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("3.00", "1.99"), (Class.EXACT, Class.ROUNDED)),
        # Nothing says the unit: all of the column is per one, or per hundred.
        (("0.00300", "0.00199"), (Class.EXACT, Class.ROUNDED)),
        (("0.300", "0.199"), (Class.EXACT, Class.ROUNDED)),
        # One that is said stays.
        (("0.300%", "1.99‰"), (Class.EXACT, Class.ROUNDED)),
        (("0.300‰", "1.99‰"), (Class.WRONG, Class.ROUNDED)),
        # A formula has more digits than anybody prints.
        (("3.0000000000000001", "1.9900497512437811"), (Class.EXACT, Class.ROUNDED)),
        # Annualised by the days of the month.
        (("35.32", "25.94"), (Class.ROUNDED, Class.ROUNDED)),
    ],
)
def test_units_are_those_of_the_cell_the_header_or_the_whole_column(
    cells: tuple[str, str], expected: tuple[Class, Class], tmp_path: Path
) -> None:
    assert tuple(found for _, found in classes(audited(tmp_path, MONTHLY.format(*cells)))) == expected


def test_cells_that_say_nothing_are_passed_over_and_others_are_named(tmp_path: Path) -> None:
    found = audited(tmp_path, MONTHLY.format("—", "about 2"))
    assert not found.figures
    (one,) = found.unchecked
    assert (str(one.place).rpartition("/")[2], one.header) == ("table.csv:3:5", "birth rate")


PARTS = """village,year,sex,births,population_average,birth rate (‰)
one,2023,Total,10,1000,10
one,2023,Male,6,500,99
one,2023,Female,4,500,99
"""


def test_rates_of_parts_are_not_held_against_the_whole(tmp_path: Path) -> None:
    assert classes(audited(tmp_path, PARTS)) == [("10", Class.EXACT)]


def test_rates_of_rows_that_are_added_up_are_not_of_their_sum(tmp_path: Path) -> None:
    rows = PARTS.replace("one,2023,Total,10,1000,10\n", "")
    found = audited(tmp_path, rows, sum_over="sex")
    assert (len(found.figures), [one.header for one in found.unchecked]) == (0, ["birth rate (‰)"])


TOTALS = """town,village,year,births,population_average,birth rate (‰)
A,one,2023,10,1000,10
A,two,2023,5,1000,5
A,subtotal,2023,{births},2000,{rate}
B,three,2023,5,1000,5
Total,,2023,20,3000,6.67
"""


@pytest.mark.parametrize(
    ("births", "rate", "expected", "numerator"),
    [
        (15, "7.5", Class.EXACT, 15),
        (15, "5.7", Class.WRONG, 15),
        (16, "8", Class.EXACT, 16),
        (16, "7.5", Class.WRONG, 16),
    ],
)
def test_a_total_is_held_against_its_rows_and_where_it_contradicts_them_against_itself(
    births: int, rate: str, expected: Class, numerator: int, tmp_path: Path
) -> None:
    found = audited(tmp_path, TOTALS.format(births=births, rate=rate))
    by_row = {one.figure.place.row: one for one in found.figures}
    of_town, of_all = by_row[4], by_row[6]
    assert (of_town.judged.found, of_town.figure.area) == (expected, "A")
    assert of_town.judged.computed is not None
    assert of_town.judged.computed.numerator == numerator
    assert (of_all.judged.found, of_all.figure.area) == (Class.ROUNDED, "")


def test_counties_that_only_their_names_tell_are_held_against_their_own_counts(tmp_path: Path) -> None:
    rows = ["区域,年份,出生人数,年平均人口,出生率(‰)"]
    rows += [f"南县,2023,{12 + 8},3000,6.67", "南县东镇,2023,12,1000,12", "南县西镇,2023,8,2000,4"]
    rows += [f"北县,2023,{3 + 4},1500,4.67", "北县东镇,2023,3,500,6", "北县西镇,2023,4,1000,4"]
    found = audited(tmp_path, "\n".join(rows))
    assert {one.figure.area: one.judged.found for one in found.figures if one.figure.printed.places} == {
        "南县": Class.ROUNDED,
        "北县": Class.ROUNDED,
    }
    assert len(found.figures) == 6


def test_a_year_end_alone_is_no_average_population(tmp_path: Path) -> None:
    found = audited(tmp_path, "village,year,births,population,birth rate\none,2019,436,57727,7.57\n")
    (one,) = found.figures
    assert one.judged.found is Class.CANNOT_CHECK
    assert one.judged.people is not None
    assert round(one.judged.people.middle) == 57_596


NAMES = [
    ("Birth rate", "crude_birth_rate"),
    ("CBR", "crude_birth_rate"),
    ("粗出生率", "crude_birth_rate"),
    ("自然增加率", "natural_increase_rate"),
    ("普通出生率", "crude_birth_rate"),
    ("조출생률", "crude_birth_rate"),
    ("Taux brut de natalité (‰)", "crude_birth_rate"),
    ("Tasa de mortalidad infantil", "infant_mortality_rate"),
    ("Taxa bruta de natalidade", "crude_birth_rate"),
    ("Коэффициент рождаемости", "crude_birth_rate"),
    ("Angka kelahiran kasar", "crude_birth_rate"),
    ("معدل المواليد", "crude_birth_rate"),
]


@pytest.mark.parametrize(("header", "key"), NAMES)
def test_rates_are_known_in_the_languages_of_offices(header: str, key: str) -> None:
    found = header_lexicon(CATALOGUE, Columns()).indicator_of(header)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    ("unit", "per"),
    [
        ("%", 100),
        ("‰", 1000),
        ("每千人", 1000),
        ("per1,000population", 1000),
        ("1/10万", 100_000),
        ("人", 0),
        (None, 0),
    ],
)
def test_units_of_rates_say_what_they_are_per(unit: str | None, per: int) -> None:
    assert per_of_unit(unit) == per


def test_rates_cost_nothing_where_nobody_asks(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(MONTHLY.format("3", "2"), encoding="utf-8")
    plain = popcalc.read(file)
    assert plain.whole.rates is None
    assert not any(layout.rates for layout in survey([str(file)], CATALOGUE, Columns()).layouts)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("r.yaml", "", True),
        ("r.csv", "indicator,printed\n", True),
        ("r.csv", "\n, ,\nAREA,Printed\n", True),
        ("r.csv", "village,indicator,value\n", False),
        ("r.xlsx", "printed", False),
        ("none.csv", None, False),
    ],
)
def test_a_file_of_printed_figures_is_told_by_its_columns(
    name: str, text: str | None, expected: bool, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert is_printed(tmp_path / name) is expected
    assert not is_printed(tmp_path)
