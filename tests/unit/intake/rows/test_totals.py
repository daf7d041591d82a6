"""Rows of totals: how they are known, and what is claimed of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popcalc.definitions.columns import Columns
from popcalc.intake.rows.totals import TotalKind, TotalName, total_name
from popcalc.periods import Run, month_ordinal
from popcalc.village_months import PrintedTotal, VillageMonths
from tests.unit.intake.reading import faults, figures, message, notices, read

GRAND, SECTION, PART = TotalKind.GRAND, TotalKind.SECTION, TotalKind.PART
HEAD = "town,village,month,births\n"
Claim = tuple[int, str, int, int]


def claims(table: VillageMonths) -> list[Claim]:
    """Return row, count, what is printed and what is summed of the totals that differ."""
    return [(one.row, one.count, one.printed, one.summed) for one in table.totals]


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("合计", TotalName(GRAND)),
        ("总计:", TotalName(GRAND)),
        ("Total", TotalName(GRAND)),
        ("GRAND TOTAL", TotalName(GRAND)),
        ("小计", TotalName(SECTION)),
        ("Sub-total", TotalName(SECTION)),
        ("北岭镇小计", TotalName(SECTION, "北岭镇")),
        ("北岭镇(合计)", TotalName(GRAND, "北岭镇")),
        ("全县合计", TotalName(GRAND)),
        ("Northhill total", TotalName(GRAND, "Northhill")),
        ("Total of Northhill", TotalName(GRAND, "Northhill")),
        ("其中:流动人口", TotalName(PART)),
        ("Of which: migrants", TotalName(PART)),
        ("全镇", TotalName(GRAND)),
        ("本镇", TotalName(GRAND)),
        ("总数", TotalName(GRAND)),
        ("累计", TotalName(GRAND)),
        ("合计(4个村)", TotalName(GRAND)),
        ("北岭镇小计(四个村)", TotalName(SECTION, "北岭镇")),
        *(
            (name, TotalName(GRAND))
            for name in ("Whole country", "All counties", "Overall", "Entire country", "All India")
        ),
        *((name, TotalName(GRAND)) for name in ("Total (all regions)", "Total, all areas", "Total for all areas")),
        *((name, TotalName(GRAND)) for name in ("Todos", "Todo el país", "Tous", "Toutes les régions", "Semua")),
        *((name, TotalName(GRAND)) for name in ("Todo o Brasil", "Tổng số", "Cả nước", "รวม", "कुल", "Σύνολο")),
        *(
            (name, TotalName(GRAND))
            for name in ("В целом по стране", "جميع المناطق", "全都道府県", "전체 시도", "所有地区")
        ),
        ("All Saints", None),
        ("Todos Santos", None),
        ("Total Estate", None),
        ("全州镇", None),
        ("本溪", None),
        ("石门村(2组)", None),
        ("合计镇", None),
        ("Totalville", None),
        ("Checksum", None),
        ("百合村", None),
    ],
)
def test_a_name_says_whether_and_what_it_adds_up(name: str, meaning: TotalName | None) -> None:
    assert total_name(name) == meaning


def test_totals_of_towns_and_the_grand_total_are_held_against_their_rows() -> None:
    table = read(
        "town,village,month,births,population\n合计,,2013-01,16,1000\n北岭镇,小计,2013-01,6,300\n"
        "北岭镇,A,2013-01,1,100\n北岭镇,B,2013-01,4,200\n东溪镇,小计,2013-01,10,x\n东溪镇,C,2013-01,10,700\n"
        "东溪镇合计,,2013-01,12,700\n"
    )

    assert claims(table) == [(2, "births", 16, 15), (3, "births", 6, 5), (8, "births", 12, 10)]
    assert len(figures(table)) == 3
    assert notices(table) == ["TOTAL_ROWS", "TOTAL_DIFFERS", "TOTAL_DIFFERS", "TOTAL_DIFFERS"]
    assert str(table.notices[2].text) == "北岭镇 小计 says births 6, its rows give 5"


def test_what_a_total_printed_is_kept_with_its_place() -> None:
    table = read("village,month,births\nA,2013-01,1\nB,2013-01,2\nTotal,2013-01,4\n")

    (kept,) = table.totals
    month = month_ordinal(2013, 1)
    assert Path(kept.file).name == "data.csv"
    assert kept == PrintedTotal(kept.file, 4, 3, "births", "Total", Run(month, month), 4, 3)


def test_right_totals_are_left_out_without_a_claim() -> None:
    table = read(HEAD + "T,A,2013-01,1\nT,B,2013-01,2\nT,小计,2013-01,3\n合计,,2013-01,3\n")

    assert (claims(table), notices(table)) == ([], ["TOTAL_ROWS"])
    assert figures(table) == {("T/A", "2013-01"): {"births": 1}, ("T/B", "2013-01"): {"births": 2}}


def test_each_month_has_its_own_total() -> None:
    rows = "A,2013-01,1\nB,2013-01,2\n合计,2013-01,3\nA,2013-02,4\nB,2013-02,5\n合计,2013-02,8\n"

    assert claims(read("village,month,births\n" + rows)) == [(7, "births", 8, 9)]


def test_a_total_without_a_month_is_of_the_only_months_of_its_file() -> None:
    rows = "A,2013-01,1\nB,2013-01,2\n"

    assert claims(read(f"village,month,births\n{rows}合计,,4\n")) == [(4, "births", 4, 3)]
    assert claims(read(f"village,month,births\n{rows}A,2013-02,1\n合计,,4\n")) == []
    assert claims(read({"2013-01.csv": "village,births\nA,1\n合计,2\n"})) == [(3, "births", 2, 1)]


@pytest.mark.parametrize(
    "rows",
    ["A,1\nB,4\n小计,{}\nC,4\nD,4\n小计,{}\n合计,13\n", "合计,13\n小计,{}\nA,1\nB,4\n小计,{}\nC,4\nD,4\n"],
    ids=["behind", "before"],
)
def test_subtotals_without_an_area_hold_the_rows_beside_them(rows: str) -> None:
    right = read({"2013-01.csv": "village,births\n" + rows.format(5, 8)})
    wrong = read({"2013-01.csv": "village,births\n" + rows.format(5, 9)})

    assert claims(right) == []
    assert [claim[1:] for claim in claims(wrong)] == [("births", 9, 8)]


def test_where_the_parts_are_not_certain_nothing_is_claimed() -> None:
    head = "village,month,births\n"
    between = "A,2013-01,1\n小计,2013-01,9\nB,2013-01,2\n小计,2013-01,9\nC,2013-01,2\n"
    two_grand = "A,2013-01,1\nB,2013-01,2\n合计,2013-01,9\n合计,2013-01,8\n"
    twice = "A,2013-01,1\nA,2013-01,1\n合计,2013-01,1\n"
    of_village = "A,2013-01,1\nA,2013-02,1\nA,合计,9\n"
    part = "A,2013-01,5\n其中:流动人口,2013-01,2\n"
    quarter = "A,2013-01,5\n合计,2013Q1,2\n"

    for rows in (between, two_grand, twice, of_village, part, quarter):
        table = read(head + rows)
        assert (claims(table), "TOTAL_ROWS" in notices(table)) == ([], True), rows


def test_a_missing_part_may_be_in_the_total_but_cannot_make_it_smaller() -> None:
    rows = "village,month,births\nA,2013-01,3\nB,2013-01,\n合计,2013-01,{}\n"

    assert claims(read(rows.format(5))) == []
    assert claims(read(rows.format(3))) == []
    assert claims(read(rows.format(2))) == [(4, "births", 2, 3)]


def test_broken_and_blank_cells_of_totals_are_no_errors() -> None:
    table = read("village,month,births,deaths\nA,2013-01,3,1\n合计,soon,#REF!,\n合计,2013-01,12人,1\n")

    assert (claims(table), notices(table)) == ([], ["TOTAL_ROWS"])


def test_totals_that_codes_betray_are_left_out_where_their_figures_agree() -> None:
    """1 + 2 = 3 in the town 320803100, 3 + 2 = 5 in the county; the town 320803101 has no month to be held against."""
    rows = "320803000000,2013-01,5\n320803100000,2013-01,#REF!\n320803100201,2013-01,1\n320803100202,2013-01,2\n"
    rows += "320803101000,,8\n320803101001,2013-01,2\n"

    table = read("code,month,births\n" + rows)

    assert sum(values["births"] or 0 for values in figures(table).values()) == 5
    assert "3 rows of totals" in str(table.notices[0].text)


def test_a_code_above_others_whose_figures_contradict_is_an_error_that_asks() -> None:
    rows = "320803000000,2013-01,3\n320803100201,2013-01,1\n320803100202,2013-01,4\n"

    assert faults("code,month,births\n" + rows) == ["data.csv:2:1 TOTAL_OR_AREA"]
    assert "its births is 3 and theirs give 5" in message("code,month,births\n" + rows)
    said = read("code,month,births\n" + rows, Columns(totals=("320803000000",)))
    assert claims(said) == [(2, "births", 3, 5)]
    assert len(figures(read("code,month,births\n" + rows, Columns(not_totals=("320803000000",))))) == 3


def test_a_total_with_one_mistake_among_figures_that_agree_stays_a_total() -> None:
    """30 = 10 + 20, 25 = 12 + 13 and 40 = 19 + 21 have a chance of 1/(31 x 26 x 41) = 1/33,046; 9 is not 4 + 4."""
    head = "code,month,births,deaths,migration_in,migration_out\n"
    rows = "320803100000,2013-01,30,25,40,9\n320803100201,2013-01,10,12,19,4\n320803100202,2013-01,20,13,21,4\n"

    assert claims(read(head + rows)) == [(2, "migration_out", 9, 8)]


def test_short_codes_above_statistical_ones_are_totals_too() -> None:
    rows = "320803,2013-01,3\n320803100,2013-01,3\n320803100201,2013-01,1\n320803100202,2013-01,2\n"

    assert len(figures(read("village_code,month,births\n" + rows))) == 2
    assert len(figures(read("town_code,month,births\n320803100,2013-01,3\n320803101,2013-01,3\n"))) == 2


def test_faults_of_other_rows_stay_beside_totals_of_codes() -> None:
    rows = "320803100000,2013-01,bad\n320803100201,2013-01,worse\n"

    assert faults("code,month,births\n" + rows) == ["data.csv:3:3 NOT_A_COUNT"]


def test_money_is_said_as_it_is_written() -> None:
    table = read("village,month,计划生育事业费\nA,2013-01,12.05\nTotal,2013-01,12.06\n")

    assert str(table.notices[-1].text).endswith(" 12.06, its rows give 12.05")


def test_many_differences_are_said_once_and_kept_whole() -> None:
    rows = "".join(f"T{town},A,2013-01,1\nT{town},小计,2013-01,2\n" for town in range(9))
    table = read(HEAD + rows)

    assert len(table.totals) == 9
    assert notices(table) == ["TOTAL_ROWS", *["TOTAL_DIFFERS"] * 4]
    assert str(table.notices[-1].text) == "6 more printed totals differ from the sum of their rows"


def test_rows_of_totals_of_many_files_are_said_once() -> None:
    files = {f"2013-0{month}.csv": "village,births\nA,1\n合计,1\n" for month in (1, 2)}

    (notice,) = read(files).notices
    assert (str(notice.text), notice.place) == ("2 rows of totals left out, in 2 files", None)


FACTS = st.dictionaries(
    st.tuples(st.sampled_from("TUV"), st.sampled_from("ABCD"), st.integers(1, 3)), st.integers(0, 50), min_size=1
)


@settings(max_examples=60)
@given(FACTS, st.booleans(), st.integers(1, 90), st.data())
def test_right_totals_are_never_doubted_and_a_wrong_one_always_is(
    facts: dict[tuple[str, str, int], int], first: bool, block_bytes: int, data: st.DataObject
) -> None:
    """Town by town and month by month, totals first or last; the sums are made here."""
    rows: list[tuple[str, str, str, int]] = []
    for month in sorted({month for _, _, month in facts}):
        of_month = {key: births for key, births in facts.items() if key[2] == month}
        for town in sorted({town for town, _, _ in of_month}):
            its = [
                (town, village, f"2013-0{month}", births)
                for (one, village, _), births in of_month.items()
                if one == town
            ]
            total = (town, "小计", f"2013-0{month}", sum(births for *_, births in its))
            rows += [total, *its] if first else [*its, total]
        rows.append(("合计", "", f"2013-0{month}", sum(of_month.values())))
    totals = [place for place, row in enumerate(rows) if "计" in row[0] + row[1]]

    def written(changed: list[tuple[str, str, str, int]]) -> str:
        return HEAD + "".join(f"{town},{village},{month},{births}\n" for town, village, month, births in changed)

    assert claims(read(written(rows), block_bytes=block_bytes)) == []
    at = data.draw(st.sampled_from(totals))
    births = rows[at][3]
    rows[at] = (*rows[at][:3], births + 1)
    assert claims(read(written(rows), block_bytes=block_bytes)) == [(at + 2, "births", births + 1, births)]


def test_a_file_of_nothing_but_totals_has_no_rows() -> None:
    files: dict[str, str | bytes] = {
        "a.csv": "month,village_code,village,births\n2013-06,,Total,5\n",
        "b.csv": "month,village_code,village,births\n2013-06,1,A,5\n",
    }
    assert figures(read(files)) == {("1", "2013-06"): {"births": 5}}
    assert faults({"a.csv": files["a.csv"]}) == ["a.csv NO_ROWS"]
