"""Totals that do not say so: rows named like their town, or alone without a code."""

from __future__ import annotations

from tests.unit.intake.reading import faults, figures, message, notices, read

HEAD = "month,town,village,births,deaths\n"


def villages(written: str) -> list[str]:
    """Return the keys of the villages that a file is read as."""
    return sorted({key for key, _ in figures(read(written))})


def test_a_row_named_like_its_town_is_a_total_where_all_its_figures_are_sums() -> None:
    written = (
        f"{HEAD}2013-01,North,North,3,5\n2013-01,North,a,1,2\n2013-01,North,b,2,3\n"
        "2013-02,North,North,0,4\n2013-02,North,a,0,4\n2013-02,North,b,0,0\n"
    )

    assert villages(written) == ["North/a", "North/b"]
    assert notices(read(written)) == ["TOTAL_BY_FIGURES", "TOTAL_ROWS"]


def test_a_row_named_like_its_town_is_a_village_where_its_figures_are_no_sums() -> None:
    written = f"{HEAD}2013-01,North,North,3,9\n2013-01,North,a,1,2\n2013-01,North,b,2,3\n"

    assert villages(written) == ["North/North", "North/a", "North/b"]
    assert notices(read(written)) == ["NAMED_LIKE_ABOVE"]


def test_most_figures_being_sums_is_for_the_user_to_say() -> None:
    written = (
        f"{HEAD}2013-01,North,North,3,5\n2013-01,North,a,1,2\n2013-01,North,b,2,3\n"
        "2013-02,North,North,2,9\n2013-02,North,a,1,4\n2013-02,North,b,1,0\n"
    )

    assert faults(written) == ["data.csv:2:3 TOTAL_OR_VILLAGE"]
    assert "call it 合计" in message(written)


def test_a_total_of_a_county_does_not_add_up_the_totals_of_its_towns() -> None:
    written = (
        "month,county,town,village,births\n2013-01,C,C,C,7\n2013-01,C,North,North,3\n2013-01,C,North,a,1\n"
        "2013-01,C,North,b,2\n2013-01,C,East,East,4\n2013-01,C,East,d,3\n2013-01,C,East,e,1\n"
    )

    assert villages(written) == ["C/East/d", "C/East/e", "C/North/a", "C/North/b"]


def test_a_village_of_nothing_but_zeros_beside_others_of_zeros_is_no_total() -> None:
    written = f"{HEAD}2013-01,North,North,0,0\n2013-01,North,a,0,0\n"

    assert villages(written) == ["North/North", "North/a"]
    assert not notices(read(written))


def test_a_missing_part_may_be_in_the_total_and_so_proves_nothing() -> None:
    written = f"{HEAD}2013-01,North,North,3,5\n2013-01,North,a,1,2\n2013-01,North,b,2,\n"

    assert villages(written) == ["North/a", "North/b"]


def test_a_row_named_like_its_town_with_a_code_of_its_own_is_a_village() -> None:
    written = (
        "month,town,village_code,village,births\n2013-01,North,320803100200,North,3\n"
        "2013-01,North,320803100201,a,1\n2013-01,North,320803100202,b,2\n"
    )

    assert len(villages(written)) == 3


def test_rows_without_a_code_among_rows_with_one_are_totals_by_their_sums() -> None:
    rows = ["North,,3", "a,320803100201,1", "b,320803100202,2", "East,,7", "d,320803101201,4", "e,320803101202,3"]
    first = "village,village_code,births\n" + "\n".join(rows) + "\n"
    last = "village,village_code,births\n" + "\n".join(rows[1:3] + rows[:1] + rows[4:] + rows[3:4]) + "\n"

    for written in (first, last):
        keys = {key for key, _ in figures(read({"2013-01.csv": written}))}
        assert keys == {"320803100201", "320803100202", "320803101201", "320803101202"}


def test_a_village_that_has_no_code_yet_is_a_village_without_a_word() -> None:
    written = "village,village_code,births\nnew,,9\na,320803100201,1\nb,320803100202,2\n"

    table = read({"2013-01.csv": written})

    assert len(figures(table)) == 3
    assert not notices(table)
