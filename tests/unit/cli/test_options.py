"""Options declared as fields of structs."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

import popcalc
from popcalc.cli.comparison_options import Comparing
from popcalc.cli.options import Showing, declared, take, written
from popcalc.cli.question_options import Asking
from popcalc.cli.source_options import Reading
from popcalc.cli.target_options import Judged
from popcalc.definitions.catalogue import Average, Basis, CiMethod
from popcalc.definitions.columns import EMPTY_MEANS
from popcalc.periods import PeriodKind
from popcalc.question import Compare, Rank


@pytest.mark.parametrize("kind", [Showing, Asking, Reading, Judged])
def test_what_click_takes_for_nothing_is_the_default_of_the_field(kind: type) -> None:
    import click

    named = {field: one for field, one in declared(kind).items() if one.names and not one.settings.get("required")}

    @click.command()
    def command(**given: object) -> None:
        needed = {"sources": (), "targets": Path()}
        assert take(kind, {**needed, **given}) == take(kind, needed)

    for field, one in named.items():
        command = one.decorator(field)(command)
    command.main([], standalone_mode=False)


def test_options_are_written_again_as_they_were_given() -> None:
    reading = Reading(
        ("a.csv",), columns=Path("c.yaml"), sheets=("1", "2"), year_start=10, cumulative=True, where=("sex=Total",)
    )
    assert written(reading) == (
        "--columns", "c.yaml", "--sheet", "1", "--sheet", "2", "--year-start", "10", "--cumulative",
        "--where", "sex=Total",
    )  # fmt: skip


def test_an_option_that_is_none_is_refused_in_python(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="'colums'"):
        popcalc.read(tmp_path, colums="c.yaml")  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", [Showing, Judged])
def test_every_option_is_used_where_it_was_read(kind: type) -> None:
    """Those of `Reading` and `Asking` are handed on by their names, and one that nobody takes ends the run."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in Path(popcalc.__file__).parent.rglob("cli/*.py"))
    assert [field for field in declared(kind) if not re.search(rf"(showing|judged|self)\.{field}\b", sources)] == []


@pytest.mark.parametrize(
    ("kind", "field", "choices"),
    [
        (Asking, "period", PeriodKind),
        (Asking, "basis", Basis),
        (Asking, "average", Average),
        (Asking, "ci_method", CiMethod),
        (Comparing, "compare", Compare),
        (Comparing, "rank", Rank),
    ],
)
def test_options_offer_every_choice_that_there_is(kind: type, field: str, choices: type[StrEnum]) -> None:
    """They stand written out, so that `--help` need not import what they mean."""
    assert list(declared(kind)[field].settings["type"].choices) == [one.value for one in choices]


def test_option_offers_every_meaning_of_an_empty_cell() -> None:
    assert list(declared(Reading)["empty"].settings["type"].choices) == list(EMPTY_MEANS)
