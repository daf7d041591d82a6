from __future__ import annotations

import numpy as np

from tests.unit.quality.conftest import Found, page

HEADER = "births,deaths,migration_in,migration_out,population"


def test_wrong_stock_accuses_its_own_month_and_not_the_next(found: Found) -> None:
    rows = [(2, 1, 0, 0, 1000 + month) for month in range(1, 13)]
    rows[5] = (2, 1, 0, 0, 1026)
    records = found(page(HEADER, {"A/one": rows, "A/two": [(1, 1, 1, 0, 2000 + month) for month in range(12)]}))
    assert [(one["code"], one["area"], one["period"]) for one in records] == [
        ("POPULATION_BALANCE", "A/one", "2013-06")
    ]


def test_two_stocks_that_are_wrong_are_two(found: Found) -> None:
    rows = [(2, 1, 0, 0, 1000 + month) for month in range(1, 13)]
    rows[5], rows[6] = (2, 1, 0, 0, 1026), (2, 1, 0, 0, 1040)
    records = found(page(HEADER, {"A/one": rows}), "POPULATION_BALANCE")
    assert [one["period"] for one in records] == ["2013-06", "2013-07", "2013-08"]


def test_people_of_a_village_that_closed_balance(found: Found) -> None:
    stays = [(1, 1, 0, 0, 2000 if month < 6 else 2800) for month in range(12)]
    gone = [(1, 1, 0, 0, 800) if month < 6 else None for month in range(12)]
    records = found(page(HEADER, {"A/stays": stays, "A/gone": gone, "A/two": [(1, 1, 0, 0, 900)] * 12}))
    assert [(one["code"], one["area"]) for one in records] == [("MERGED_AREA", "A/gone")]


def test_month_after_a_population_that_leaps_is_not_accused(found: Found) -> None:
    rows = [(2, 1, 0, 0, 1000 + month) for month in range(1, 13)]
    rows[5], rows[6] = (2, 1, 0, 0, 1206), (2, 1, 0, 0, 1009)
    records = found(page(HEADER, {"A/one": rows}), "POPULATION_BALANCE", "POPULATION_JUMP")
    told = [(one["code"], one["period"]) for one in records]
    assert ("POPULATION_JUMP", "2013-06") in told
    assert ("POPULATION_BALANCE", "2013-07") not in told


def test_row_of_totals_that_differ_is_one_finding_that_lists_the_counts(found: Found) -> None:
    rows = ["month,town,village,births,deaths,population"]
    for month in range(1, 5):
        rows += [f"2013-{month:02},A,one,2,1,1000", f"2013-{month:02},A,two,3,2,900"]
        rows += [f"2013-{month:02},A,Total,{5 + 4 * (month == 3)},{3 + 2 * (month == 3)},1900"]
    (record,) = found("\n".join(rows) + "\n", "TOTAL_DIFFERS")
    assert (record["period"], record["count"], record["row"]) == ("2013-03", "", 10)
    assert "births is printed as 9, its parts add up to 5" in record["message"]
    assert "deaths is printed as 5, its parts add up to 3" in record["message"]


def with_totals(one: list[tuple[int, ...]], two: list[tuple[int, ...]], added: int = 0) -> str:
    """Two villages of a town with its printed totals, in the first month with so many people more than are right."""
    lines = [f"month,town,village,{HEADER}"]
    for month, both in enumerate(zip(one, two, strict=True), start=1):
        sums = [sum(figures) for figures in zip(*both, strict=True)]
        sums[-1] += added * (month == 1)
        for village, figures in zip(("one", "two", "Total"), (*both, sums), strict=True):
            lines.append(",".join(map(str, (f"2013-{month:02}", "A", village, *figures))))
    return "\n".join(lines) + "\n"


def balanced(people: int, flows: list[tuple[int, int, int, int]]) -> list[tuple[int, ...]]:
    """Months whose people are those of the month before, the born and who came less the dead and who went."""
    rows: list[tuple[int, ...]] = []
    for births, deaths, came, went in flows:
        people += births - deaths + came - went
        rows.append((births, deaths, came, went, people))
    return rows


STEADY = balanced(1000, [(2, 1, 0, 0), (0, 2, 3, 1), (4, 0, 1, 2), (1, 1, 0, 5), (3, 2, 2, 0), (2, 0, 1, 1)])
OTHER = balanced(1500, [(1, 0, 4, 2), (3, 1, 0, 0), (2, 2, 1, 3), (0, 1, 2, 2), (5, 1, 0, 1), (1, 3, 2, 0)])
THIRD = balanced(800, [(0, 1, 1, 0), (1, 0, 2, 3), (0, 2, 0, 1), (2, 1, 1, 1), (1, 0, 3, 0), (0, 1, 0, 2)])


def test_first_stock_that_its_total_blames_does_not_accuse_the_second_month(found: Found) -> None:
    wrong = [(*STEADY[0][:4], STEADY[0][4] + 30), *STEADY[1:]]
    records = found(with_totals(wrong, OTHER, added=-30))
    assert [(one["code"], one["period"]) for one in records] == [("TOTAL_DIFFERS", "2013-01")]


def test_total_that_differs_otherwise_explains_no_balance(found: Found) -> None:
    wrong = [(*STEADY[0][:4], STEADY[0][4] + 30), *STEADY[1:]]
    records = found(with_totals(wrong, OTHER, added=-8), "TOTAL_DIFFERS", "POPULATION_BALANCE")
    assert [(one["code"], one["area"], one["period"]) for one in records] == [
        ("TOTAL_DIFFERS", "", "2013-01"),
        ("POPULATION_BALANCE", "A/one", "2013-02"),
    ]


def test_total_of_another_file_explains_no_balance(found: Found) -> None:
    wrong = [(*STEADY[0][:4], STEADY[0][4] + 30), *STEADY[1:]]
    other = with_totals(OTHER, THIRD, added=-30).replace(",A,", ",B,")
    records = found({"a.csv": page(HEADER, {"A/one": wrong}), "b.csv": other}, "TOTAL_DIFFERS", "POPULATION_BALANCE")
    assert [(one["code"], one["area"], one["period"]) for one in records] == [
        ("TOTAL_DIFFERS", "", "2013-01"),
        ("POPULATION_BALANCE", "A/one", "2013-02"),
    ]


def busy(seed: int, months: int = 8) -> list[tuple[int, ...]]:
    """Months of a large village whose people balance."""
    flows = np.random.default_rng(seed).poisson((90, 70, 160, 150), (months, 4)).tolist()
    return balanced(50000, [(births, deaths, came, went) for births, deaths, came, went in flows])


def test_month_that_was_sent_twice_accuses_neither_its_own_balance_nor_the_next(found: Found) -> None:
    rows = busy(1)
    rows[4] = rows[3]
    records = found(page(HEADER, {"A/one": rows, "A/two": busy(2)}))
    assert [(one["code"], one["area"], one["period"]) for one in records] == [("SENT_TWICE", "A/one", "2013-05")]


def test_exchanged_births_and_deaths_do_not_accuse_the_balance(found: Found) -> None:
    flows = np.random.default_rng(7).poisson((60, 10), (12, 2)).tolist()
    rows = balanced(20000, [(births, deaths, 0, 0) for births, deaths in flows])
    rows[5] = (rows[5][1], rows[5][0], *rows[5][2:])
    records = found(page(HEADER, {"A/one": rows, "A/two": [(60, 10, 0, 0, 9000 + 50 * month) for month in range(12)]}))
    told = [(one["code"], one["area"], one["period"]) for one in records if one["area"] == "A/one"]
    assert told == [("EXCHANGED", "A/one", "2013-06")]
