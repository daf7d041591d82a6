"""Whatever honest form a table is sent in, it comes back equal."""

from __future__ import annotations

from hypothesis import given, settings

from popcalc.periods import CALENDAR_YEAR, Run
from tests.unit.intake.forms import MONTHS, Facts, Form, facts, files_of, forms, key_of
from tests.unit.intake.reading import Figures, figures, read


def expected(table: Facts, form: Form) -> Figures:
    """Return what must come back."""
    return {
        (key_of(form, town, village), CALENDAR_YEAR.label_of(Run(MONTHS[month], MONTHS[month]))): dict(found)
        for (town, village, month), found in table.figures.items()
    }


def comes_back(table: Facts, form: Form) -> None:
    """Fail unless the table, written in a form and read, is what it was."""
    found = figures(read(files_of(table, form), counts=table.counts))
    assert found == expected(table, form)


@settings(max_examples=60)
@given(facts(), forms())
def test_a_table_comes_back_equal_from_any_honest_form(table: Facts, form: Form) -> None:
    comes_back(table, form)
