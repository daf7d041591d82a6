from __future__ import annotations

import random

from tests.unit.quality.conftest import Found, page

CODE = "UNUSUAL_SEX_RATIO"
HEADER = "births_male,births_female"


def county() -> dict[str, list[tuple[int, int]]]:
    """Villages in which a girl follows each boy, but for chance."""
    chance = random.Random(2)
    found: dict[str, list[tuple[int, int]]] = {}
    for number in range(30):
        rows = []
        for _ in range(12):
            boys = sum(chance.random() < 0.51 for _ in range(4))
            rows.append((boys, 4 - boys))
        found[f"{'AB'[number % 2]}/v{number}"] = rows
    return found


def test_boys_alone_are_told_where_they_stand(found: Found) -> None:
    villages = county()
    villages["A/v4"][5] = (60, 0)
    (record,) = found(page(HEADER, villages), CODE)
    assert (record["area"], record["period"], record["found"], record["row"]) == ("A/v4", "2013-06", 60, 55)


def test_column_that_is_wrong_in_a_town_is_told_of_the_town(found: Found) -> None:
    villages = {
        name: [
            (boys + girls, 0) if name.startswith("B") and month < 4 else (boys, girls)
            for month, (boys, girls) in enumerate(rows)
        ]
        for name, rows in county().items()
    }
    (record,) = found(page(HEADER, villages), CODE)
    assert (record["area"], record["period"]) == ("B", "2013")
    assert "in 15 villages" in record["message"]


def test_chance_is_not_told(found: Found) -> None:
    assert found(page(HEADER, county()), CODE) == []
    # Six boys and no girl: 3.8 % of such villages at 58 boys of 100 births.
    assert found(page(HEADER, {"A/one": [(6, 0)]}), CODE) == []
