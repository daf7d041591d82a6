"""Classes of printed figures: those of real reports, and random counts printed by each rule."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.audit.audit import Audit, Audited, audit
from popcalc.audit.classes import Class, Reason
from popcalc.definitions.loading import load_catalogue
from popcalc.definitions.printed_file import assemble
from popcalc.definitions.strict_yaml import parse

CONFIGS = Path(__file__).resolve().parents[3] / "configs"
CATALOGUE = load_catalogue()


def audited(source: str) -> Audit:
    return audit(assemble(parse(source.encode(), "printed.yaml"), CATALOGUE), CATALOGUE)


def figure(indicator: str, printed: str, counts: str = "{}", more: str = "") -> Audited:
    source = f"version: 1\nfigures:\n  - {{indicator: {indicator}, printed: '{printed}', counts: {counts}{more}}}\n"
    (found,) = audited(source).figures
    return found


def classes_of(name: str) -> list[tuple[str, Class]]:
    found = audited((CONFIGS / name).read_text("utf-8"))
    return [(f"{one.figure.indicator.key} {one.figure.printed.written}", one.judged.found) for one in found.figures]


def test_every_line_of_the_township_report_is_what_it_is_known_to_be() -> None:
    assert classes_of("printed-township.yaml") == [
        ("policy_compliance_rate 85.4%", Class.ROUNDED),
        ("crude_birth_rate 6.55‰", Class.ROUNDED),
        ("sex_ratio_at_birth 106", Class.ROUNDED),
        ("natural_increase_rate 3.59‰", Class.WRONG),
        ("married_women_15_49 6,952", Class.EXACT),
    ]


def test_every_line_of_the_county_and_district_reports_is_what_it_is_known_to_be() -> None:
    assert classes_of("printed-county.yaml") == [
        ("crude_birth_rate 5.39‰", Class.ROUNDED),
        ("natural_increase_rate -0.36‰", Class.FLOORED),
        ("policy_compliance_rate 96.97%", Class.ROUNDED),
        ("third_plus_birth_share 0.12%", Class.ROUNDED),
        ("sex_ratio_at_birth 117", Class.CANNOT_CHECK),
        ("mobile_entry_rate 96.18%", Class.WRONG),
        ("sex_ratio_at_birth 109.4:100", Class.CANNOT_CHECK),
        ("sex_ratio_at_birth 109.43:100", Class.CANNOT_CHECK),
        ("class_c_village_share 9.96%", Class.ROUNDED),
    ]


def test_the_only_split_of_a_known_whole_is_found() -> None:
    split = figure("sex_ratio_at_birth", "106", "{births: 233}").judged
    assert (split.reason, split.split and (split.split.first, split.split.last)) == (Reason.ONLY_SPLIT, (120, 120))
    several = figure("sex_ratio_at_birth", "117", "{births: 858}").judged
    assert several.split is not None
    # 462/396 = 116.67 and 463/395 = 117.22; 461 and 464 print 116 and 118.
    assert (several.split.first, several.split.last) == (462, 463)
    assert figure("sex_ratio_at_birth", "106", "{births: 10}").judged.found is Class.IMPOSSIBLE


@given(births=st.integers(1, 400), printed=st.integers(0, 1500))
def test_splits_are_those_that_trying_every_number_finds(births: int, printed: int) -> None:
    """Ratios are tried one by one, half up first, then cut off."""
    judged = figure("sex_ratio_at_birth", f"{Decimal(printed) / 10:.1f}", f"{{births: {births}}}").judged
    tenths = {boys: Fraction(1000 * boys, births - boys) for boys in range(births)}
    half_up = [boys for boys, one in tenths.items() if printed - Fraction(1, 2) <= one < printed + Fraction(1, 2)]
    cut_off = [boys for boys, one in tenths.items() if printed <= one < printed + 1]
    expected = half_up or cut_off
    assert judged.split is not None
    assert list(range(judged.split.first, judged.split.last + 1)) == expected
    assert (judged.found is Class.IMPOSSIBLE) == (not expected)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", Class.ROUNDED),
        (", basis: period", Class.ROUNDED),
        # 6.55 x 365 / 182 = 13.14 is what a year would print.
        (", basis: annual", Class.OTHER_BASIS),
    ],
)
def test_a_rate_of_the_period_is_right_unless_it_is_said_to_be_annual(more: str, found: Class) -> None:
    counts = "{births: 233, population_average: 35573}"
    one = figure("crude_birth_rate", "6.55‰", counts, f", period: 2013-04..2013-09{more}")
    assert one.judged.found is found


@pytest.mark.parametrize(
    ("printed", "by_months"),
    [("13.14", False), ("13.10", True)],  # 233 / 35,573 x 1000 x 365 / 182 = 13.1358..., x 12 / 6 = 13.0998...
)
def test_annual_rates_by_days_and_by_months_are_told_apart(printed: str, by_months: bool) -> None:
    source = (
        "version: 1\nyear_start: 10\nfigures:\n  - {indicator: crude_birth_rate, basis: period, "
        f"period: 2012-10..2013-03, printed: '{printed}', counts: {{births: 233, population_average: 35573}}}}\n"
    )
    (one,) = audited(source).figures
    assert one.judged.found is Class.OTHER_BASIS
    assert one.judged.fits[0].computed.way.by_months is by_months


def test_a_whole_year_has_one_basis() -> None:
    counts = "{births: 520, population_average: 46481}"
    one = figure("crude_birth_rate", "11.19", counts, ", period: 2013, basis: annual").judged
    assert [fit.found for fit in one.fits] == [Class.ROUNDED]


def test_an_official_monthly_rate_is_annual_by_days() -> None:
    # Taiwan, Ministry of the Interior, January 2022: published 6.62 and 8.04 per mille.
    counts = "{births: 13137, deaths: 15954, population_start: 23375314, population: 23349666}"
    for key, printed in (("crude_birth_rate", "6.62"), ("crude_death_rate", "8.04")):
        one = figure(key, printed, counts, ", period: 2022-01, basis: annual")
        assert one.judged.found is Class.ROUNDED


def test_a_rate_on_an_average_population_that_is_not_given_is_not_wrong() -> None:
    # Zhongshan Henglan, January to June 2010: 436 births, 57,727 registered; 436 / 57,596 prints 7.57.
    counts = "{births: 436, population: 57727}"
    one = figure("crude_birth_rate", "7.57", counts, ", period: 2010-01..2010-06")
    assert (one.judged.found, one.judged.reason) == (Class.CANNOT_CHECK, Reason.NO_AVERAGE)
    assert one.judged.people is not None
    assert round(one.judged.people.middle) == 57596
    far = figure("crude_birth_rate", "7.75", counts, ", period: 2010-01..2010-06")
    assert far.judged.found is Class.WRONG


def test_a_rate_per_the_opening_population_is_found() -> None:
    counts = "{births: 233, population_start: 35500, population: 35700}"
    one = figure("crude_birth_rate", "6.56", counts)  # 6.5634 per the opening population, 6.5449 per the average one
    assert one.judged.found is Class.OTHER_DENOMINATOR


def test_more_than_all_is_capped_or_impossible() -> None:
    counts = "{health_records: 9, population_resident: 8}"
    assert figure("health_record_rate", "100.00%", counts).judged.found is Class.CAPPED
    assert figure("health_record_rate", "112.5%", counts).judged.found is Class.IMPOSSIBLE
    assert figure("health_record_rate", "99%", counts).judged.found is Class.IMPOSSIBLE
    assert figure("health_record_rate", "112.5%").judged.found is Class.IMPOSSIBLE
    quota = "{preconception_checks_done: 580, preconception_checks_quota: 509}"
    assert figure("preconception_check_completion", "113.95%", quota).judged.found is Class.ROUNDED


def test_a_figure_of_the_other_sign_is_impossible_for_any_population() -> None:
    assert figure("natural_increase_rate", "0.36", "{births: 858, deaths: 914}").judged.found is Class.IMPOSSIBLE


def test_what_is_missing_is_named() -> None:
    assert figure("policy_compliance_rate", "85.4%").judged.missing == ("births_in_policy", "births")
    assert figure("crude_birth_rate", "6.55").judged.missing == ("births", "population_average")
    assert figure("policy_compliance_rate", "85%", "{births: 0, births_in_policy: 0}").judged.reason is Reason.NO_VALUE


def test_a_tolerance_and_dropped_zeros_are_heeded() -> None:
    counts = "{births: 233, births_in_policy: 199}"  # 85.4077
    assert figure("policy_compliance_rate", "85.5%", counts).judged.found is Class.WRONG
    assert figure("policy_compliance_rate", "85.5%", counts, ", tolerance: 0.1").judged.reason is Reason.TOLERANCE
    other = "{births: 234, births_in_policy: 200}"  # 85.4701
    assert figure("policy_compliance_rate", "85.5%", other).judged.found is Class.ROUNDED
    assert figure("policy_compliance_rate", "85.5%", other, ", decimals: 2").judged.found is Class.WRONG
    even = "{births: 500, births_in_policy: 427}"
    assert figure("policy_compliance_rate", "85.4%", even, ", decimals: 2").judged.found is Class.EXACT


MODES = {
    Class.ROUNDED: ROUND_HALF_UP,
    Class.HALF_EVEN: ROUND_HALF_EVEN,
    Class.TRUNCATED: ROUND_DOWN,
    Class.FLOORED: ROUND_FLOOR,
}
RIGHT = (Class.EXACT, *MODES)


def printed_by(value: Fraction, places: int, mode: str) -> Decimal:
    """Round a fraction by Python's decimal arithmetic, on enough digits that nothing is rounded twice."""
    context = Context(prec=60, rounding=ROUND_DOWN)
    exact = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    if Fraction(exact) != value:
        # A digit more than nothing keeps a value behind a tie from looking like one.
        exact += Decimal(1 if value > 0 else -1).scaleb(-50)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=mode)


@pytest.mark.parametrize("meant", MODES)
@settings(max_examples=150)
@given(
    births=st.integers(1, 5000), deaths=st.integers(0, 5000), people=st.integers(5000, 10**6), places=st.integers(0, 3)
)
def test_what_a_rule_prints_is_in_its_class_or_one_that_fits_as_well(
    meant: Class, births: int, deaths: int, people: int, places: int
) -> None:
    value = Fraction((births - deaths) * 1000, people)
    written = f"{printed_by(value, places, MODES[meant]):f}"
    counts = f"{{births: {births}, deaths: {deaths}, population_average: {people}}}"
    one = figure("natural_increase_rate", written, counts, ", basis: period, period: 2013-01..2013-06").judged
    assert one.found in RIGHT
    assert one.computed is not None
    assert one.computed.value == value
    if one.found is not meant and one.found is not Class.EXACT:
        # The class that is given prints the same figure, and is likelier.
        assert printed_by(value, places, MODES[one.found]) == Decimal(written)
        assert list(Class).index(one.found) < list(Class).index(meant)


@settings(max_examples=150)
@given(whole=st.integers(1, 3000), data=st.data())
def test_shares_printed_by_each_rule_are_right(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    meant = data.draw(st.sampled_from(sorted(MODES)))
    value = Fraction(part * 100, whole)
    written = f"{printed_by(value, data.draw(st.integers(0, 2)), MODES[meant]):f}%"
    found = figure("policy_compliance_rate", written, f"{{births: {whole}, births_in_policy: {part}}}").judged.found
    assert found in RIGHT
