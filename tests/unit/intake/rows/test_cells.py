from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popcalc.intake.rows.cells import CellError, CellRules, read_cell
from popcalc.table import MISSING
from tests.unit.intake.reading import CATALOGUE, faults, figures, message, read

BIRTHS = CellRules(CATALOGUE.counts["births"])
YUAN = CellRules(CATALOGUE.counts["fp_spending_yuan"])
TEN_THOUSAND_YUAN = CellRules(CATALOGUE.counts["fp_spending_yuan"], factor=10_000)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("0", 0),
        ("007", 7),
        (" 12 ", 12),
        ("12\u00a0", 12),
        ("\u300012", 12),
        ("\u200b12", 12),
        ("'12", 12),
        ("１２", 12),
        ("٣", 3),
        ("1,234", 1234),
        ("1，234,567", 1234567),
        ("12.0", 12),
        ("12.", 12),
        ("1,234.00", 1234),
        ("9999999999", 9_999_999_999),
        ("1\u00a0234", 1234),
        ("１\u202f２３４\u202f５６７", 1234567),
        ("'1\u2009234", 1234),
        ("\ufeff12", 12),
        ("12\t", 12),
        ("+5", 5),
        ("-0", 0),
        ("1 234", 1234),
        ('="3"', 3),
        ('="1,234"', 1234),
    ],
)
def test_honest_forms_of_a_count_are_read(written: str, value: int) -> None:
    assert read_cell(written, BIRTHS) == value


@pytest.mark.parametrize(
    "written", ["", " ", "\u3000", "-", "--", "—", "——", "–", "/", "／", "…", "……", "―", "\\", "无", "無", "NA", "n/a"]
)
def test_blank_cell_and_nil_mark_are_missing_not_zero(written: str) -> None:
    assert read_cell(written, BIRTHS) == MISSING


def test_nil_marks_are_zero_when_asked_and_blanks_stay_missing() -> None:
    rules = CellRules(CATALOGUE.counts["births"], nil_value=0)

    assert read_cell("-", rules) == 0
    assert read_cell("", rules) == MISSING


@pytest.mark.parametrize(
    ("written", "code", "mend"),
    [
        ("1.5", "NOT_A_COUNT", "without a fraction"),
        ("-3", "NEGATIVE", "never negative"),
        ("-1", "NEGATIVE", "nil_marks"),
        ("(3)", "NEGATIVE", "never negative"),
        ("1.2E+3", "SCIENTIFIC", "scientific form"),
        ("3e5", "SCIENTIFIC", "scientific form"),
        ("12人", "NOT_A_COUNT", "write the number alone: 12; the unit 人 belongs in the header"),
        ("十二", "NOT_A_COUNT", "write it in digits"),
        ("#DIV/0!", "WORKSHEET_ERROR", "mend the formula"),
        ("#N/A", "WORKSHEET_ERROR", "mend the formula"),
        ("10000000000", "COUNT_TOO_LARGE", "9,999,999,999"),
        ("99999999999999", "COUNT_TOO_LARGE", "9,999,999,999"),
        ("1" * 5000, "COUNT_TOO_LARGE", "9,999,999,999"),
        ("1." + "1" * 5000, "NOT_A_COUNT", "without a fraction"),
        ("85%", "NOT_A_COUNT", "popcalc computes the rate"),
        ("1,23", "NOT_A_COUNT", "commas"),
        ("½", "NOT_A_COUNT", "digits"),
        ("12²", "NOT_A_COUNT", "plain digits"),
        ("①", "NOT_A_COUNT", "plain digits"),
        ("1_000", "NOT_A_COUNT", "digits"),
        ("five", "NOT_A_COUNT", "digits"),
        ("1 23", "NOT_A_COUNT", "spaces within a number"),
        ("1234 567", "NOT_A_COUNT", "spaces within a number"),
        ("\u22122", "NEGATIVE", "nil_marks"),
        ("\u22123", "NEGATIVE", "never negative"),
        ("未报", "NOT_A_COUNT", "if 未报 means missing here, list it under nil_marks"),
        ("×", "NOT_A_COUNT", "nil_marks"),
        ("12\u00a034", "NOT_A_COUNT", "spaces within a number"),
        ("2013/6/1", "NOT_A_COUNT", "a date"),
        ("2013-06-01 00:00:00", "NOT_A_COUNT", "a date"),
        ("2013年6月", "NOT_A_COUNT", "a date"),
        ("1-2", "NOT_A_COUNT", "a date"),
        ("1/2", "NOT_A_COUNT", "a date"),
        ("1月2日", "NOT_A_COUNT", "a date"),
        ("2-Jan", "NOT_A_COUNT", "a date"),
        ("Jan-02", "NOT_A_COUNT", "a date"),
        ("12%", "NOT_A_COUNT", "a rate"),
        ("-2", "NEGATIVE", "nil_marks"),
    ],
)
def test_anything_else_is_refused_with_a_mend(written: str, code: str, mend: str) -> None:
    with pytest.raises(CellError) as raised:
        read_cell(written, BIRTHS)
    assert raised.value.code == code
    assert mend in str(raised.value.reason)


@given(st.text(alphabet="0123456789.,-+e%'() １，·人\t", max_size=12))
def test_a_cell_is_a_whole_number_missing_or_refused(written: str) -> None:
    try:
        value = read_cell(written, BIRTHS)
    except CellError:
        return
    assert value == MISSING or 0 <= value <= 9_999_999_999


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_money_is_kept_in_exact_hundredths(yuan: int, hundredths: int) -> None:
    assert read_cell(f"{yuan}.{hundredths:02}", YUAN) == yuan * 100 + hundredths
    assert read_cell(f"{yuan:,}.{hundredths:02}", YUAN) == yuan * 100 + hundredths


@given(st.decimals(0, 10**6, places=6, allow_nan=False))
def test_amounts_in_ten_thousand_yuan_are_exact_too(amount: object) -> None:
    exact = Fraction(str(amount)) * 10_000 * 100

    assert read_cell(f"{amount:f}", TEN_THOUSAND_YUAN) == exact


def test_fractions_of_a_hundredth_are_refused() -> None:
    with pytest.raises(CellError, match="two decimals"):
        read_cell("1.0051", YUAN)
    with pytest.raises(CellError, match="two decimals"):
        read_cell("0.0000001", TEN_THOUSAND_YUAN)


@pytest.mark.parametrize(
    ("header", "cell", "kept"),
    [
        ("计划生育事业费(万元)", "12.3456", 12345600),
        ("计划生育事业费(元)", "12.34", 1234),
        ("births(百人)", "3", 300),
    ],
)
def test_header_unit_scales_the_figures(header: str, cell: str, kept: int) -> None:
    table = read(f"village,month,{header}\nA,2013-01,{cell}\n")

    ((_, found),) = figures(table).items()
    assert list(found.values()) == [kept]


def test_couples_are_two_persons_unless_the_count_itself_is_in_couples() -> None:
    couples = next(count for count in CATALOGUE.counts.values() if count.unit == "couples")
    table = read(f"village,month,births(对),{couples.key}(对)\nA,2013-01,3,4\n")

    assert figures(table) == {("A", "2013-01"): {"births": 6, couples.key: 4}}


def test_a_column_of_rates_is_no_count() -> None:
    table = read("village,month,births,deaths(‰)\nA,2013-01,3,4.5\n")

    assert table.counts == ("births",)


def test_large_figures_of_scaled_headers_are_refused_in_clean_columns_too() -> None:
    assert faults("village,month,population(万人)\nA,2013-01,999999\nB,2013-01,1000000\n") == [
        "data.csv:3:3 COUNT_TOO_LARGE"
    ]


def test_figures_beyond_32_bits_are_kept_whole() -> None:
    table = read("village,month,births,deaths\nA,2013-01,9999999999,2147483647\nB,2013-01,2147483648,1\n")

    assert figures(table) == {
        ("A", "2013-01"): {"births": 9_999_999_999, "deaths": 2_147_483_647},
        ("B", "2013-01"): {"births": 2_147_483_648, "deaths": 1},
    }


@given(st.text(alphabet="0123456789.+- ,eE_xX人", min_size=1, max_size=6).filter(lambda cell: '"' not in cell))
def test_a_cell_means_the_same_in_a_clean_column_and_in_a_mixed_one(cell: str) -> None:
    """pandas converts clean columns; every text that it takes for a number must be one for the cell reader too."""
    quoted = f'"{cell}"'
    clean = f"village,month,births\nA,2013-01,{quoted}\nB,2013-01,5\n"
    mixed = f"village,month,births\nA,2013-01,{quoted}\nB,2013-01,-\n"
    try:
        value: int | None = read_cell(cell, BIRTHS)
    except CellError as error:
        code = error.code
    else:
        value = None if value == MISSING else value
        assert figures(read(clean))["A", "2013-01"] == {"births": value}
        assert figures(read(mixed))["A", "2013-01"] == {"births": value}
        return
    assert faults(clean) == faults(mixed) == [f"data.csv:2:3 {code}"]


def test_message_names_header_cell_and_mend() -> None:
    found = message("village,month,births\nA,2013-01,12人\n")

    assert re.search(r"data\.csv:2:3 NOT_A_COUNT births is “12人”: write the number alone: 12", found)
