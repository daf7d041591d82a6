"""Lines above a table that say its figures are rates, indices or of some households alone."""

from __future__ import annotations

import pytest

from popcalc.errors import InputError
from tests.unit.intake.reading import figures, read

ONE = "month,town,births\n2020-01,East,5\n"


def is_asked(title: str, table: str = ONE, name: str = "data.csv") -> bool:
    try:
        read({name: f"{title}\n{table}" if title else table})
    except InputError as error:
        return "TITLE_NARROWS" in str(error)
    return False


ENGLISH = ("Birth rates", "Births per day", "Index of births")
OTHERS = ("出生率", "出生指数", "出生率の推移", "조출생률", "Tasa de natalidad", "Taux de natalité")
MORE = ("Taxa de natalidade", "Angka kelahiran kasar", "Коэффициент рождаемости", "معدل المواليد")


@pytest.mark.parametrize("title", [*ENGLISH, *OTHERS, *MORE])
def test_rates_and_indices_are_no_counts(title: str) -> None:
    assert is_asked(title)


@pytest.mark.parametrize(
    "title", ["Poor households", "Hogares pobres", "Ménages pauvres", "Domicílios pobres", "Малоимущие домохозяйства"]
)
def test_some_households_are_not_all(title: str) -> None:
    assert is_asked(title, "town,2020,2021\nEast,5,6\n") or is_asked(title, "year,town,households\n2020,East,5\n")


def test_what_is_counted_for_rates_is_counted() -> None:
    assert not is_asked("Birth rates", "month,town,births,population\n2020-01,East,5,100\n")
    assert not is_asked("", name="birth_rates.csv")


def test_per_cent_above_a_long_table_asks() -> None:
    assert is_asked("(‰)", "area,month,indicator,value\nEast,2020-01,Births,12\n")


@pytest.mark.parametrize("title", ["Mid-year and year-end population", "年中・年末人口", "年中和年末人口"])
def test_two_moments_in_one_line_are_flagged(title: str) -> None:
    found = read(f"{title},,\nyear,town,population\n2020,East,500\n2021,East,520\n")
    assert "date_assumed" in found.doubts.flags
    assert any("does not say where these are" in str(one.text) for one in found.notices)
    assert set(figures(found)) == {("East", "2020-12"), ("East", "2021-12")} or len(figures(found)) == 2
