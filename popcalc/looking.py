"""The Python API where nothing is computed but shown: how files are understood, how figures come about, what there is.

    popcalc.inspect("sample_data/monthly")
    popcalc.explain("crude_birth_rate", counts, area="Northhill")
    popcalc.indicators("birth")

Like the rest of the API it imports nothing heavy before a function is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from msgspec import Struct

from popcalc.api import Counts, Name, Reading, catalogue_of, survey, words_in
from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.errors import Fault, RequestError

if TYPE_CHECKING:
    import pandas as pd

    from popcalc.api import Source
    from popcalc.explaining.facts import FigureFacts
    from popcalc.language import Language
    from popcalc.output.entries import Listing
    from popcalc.output.explanation import Line


class Explanation(Struct, frozen=True):
    """How an indicator is defined or a figure comes about, in lines that a pocket calculator can follow."""

    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """Return the lines for a notebook."""
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"


def explain(
    indicator: str,
    counts: Counts | None = None,
    *,
    area: str | None = None,
    period: str = "all",
    first: str | None = None,
    last: str | None = None,
    basis: str = "annual",
    average: str = "curve",
    unmatched: str = "drop",
    targets: Name | None = None,
    catalogue: Name | Sequence[Name] | Catalogue = (),
    lang: str = "en",
) -> Explanation:
    """Return how an indicator is defined; with `counts` how its figure of an area (all together without) comes about.

    `indicator` is its key or one of its names. The figure is that of `compute` for the same arguments, a paragraph for
    each period; with `targets`, a target file, that of `check` with its verdict and what would turn it, `last` being
    the month up to which it is judged. Without counts `catalogue` may name files of own definitions.

    Raises popcalc.errors.RequestError for an indicator, an area or a word that is unknown, DefinitionError for mistakes
    in a definition file.
    """
    from popcalc.definitions.named import find_indicator
    from popcalc.output.explanation import definition_lines, lines_of

    words = words_in(lang)
    known = counts.catalogue if counts else catalogue_of(catalogue)
    wanted = find_indicator(indicator, known)
    if isinstance(wanted, Fault):
        raise RequestError([wanted])
    if counts is None:
        lines = definition_lines(wanted, known, words)
    else:
        asked = {"average": average, "basis": basis, "unmatched": unmatched, "first": first}
        facts = _facts(counts, wanted, targets, area=area, period=period, last=last, asked=asked)
        lines = _figures(wanted, facts, known, words)
    return Explanation(tuple("".join(part for part, _ in line) for line in lines_of(lines, words, None)))


def _facts(
    counts: Counts,
    wanted: Indicator,
    targets: Name | None,
    *,
    area: str | None,
    period: str,
    last: str | None,
    asked: dict[str, str | None],
) -> Sequence[FigureFacts]:
    from popcalc.answerable import choose_indicators
    from popcalc.definitions.loading import load_targets
    from popcalc.explaining.figures import explain as explained
    from popcalc.explaining.judged import explain_verdicts
    from popcalc.question import ask

    choose_indicators((wanted.key,), counts.available, counts.catalogue)
    areas = () if area is None else (area,)
    if targets is None:
        question = ask(areas=areas, period=period, last=last, calendar=counts.calendar, **asked)  # type: ignore[arg-type]
        return explained(counts.whole, wanted, counts.catalogue, question, registry=counts.registry)
    aims = load_targets(Path(targets), counts.catalogue)
    question = ask(areas=areas, period=period, last=last, calendar=aims.calendar)
    return explain_verdicts(
        counts.whole, wanted, aims, counts.catalogue, counts.available, question, registry=counts.registry
    )


def _figures(wanted: Indicator, figures: Sequence[FigureFacts], known: Catalogue, words: Language) -> Iterator[Line]:
    from popcalc.output.explanation import figure_lines, short_lines

    yield from short_lines(wanted, known, words)
    for facts in figures:
        yield from figure_lines(facts, known, words)


def inspect(sources: Source | Sequence[Source], *, lang: str = "en", **options: Unpack[Reading]) -> pd.DataFrame:
    """Return how sources are understood, one row for each thing that is understood of one or open; nothing is computed.

    `sources` and options are those of `read`. Columns: `file`, `part` (`sheet`, `file`, `column`, `rows`, `months`,
    `areas`, `open`), `place`, `name`, `class` (what it is), `key`, `reason` (text), `number` (Int64), `values` (texts
    joined by `;`). What is wrong is a row of the part `open`; `attrs` of the frame have `notices`, and `faults`: the
    sentences that `read` would raise.

    Raises popcalc.errors.DefinitionError for what is wrong with definition files.
    """
    from popcalc.inspection import INSPECTION_FIELDS, records_of
    from popcalc.inspection import inspect as look
    from popcalc.output.documents import of_inspection
    from popcalc.result_frames import entries_frame

    words = words_in(lang)
    surveyed = survey(sources, **options)
    found = look(surveyed)
    frame = entries_frame(
        records_of(found), INSPECTION_FIELDS, of_inspection(found, surveyed.catalogue), words, found.notices
    )
    frame.attrs["faults"] = [f"{one.place or ''} {one.code} {words(one.text)}".strip() for one in found.faults]
    return frame


def indicators(words: str = "", *, catalogue: Name | Sequence[Name] | Catalogue = (), lang: str = "en") -> pd.DataFrame:
    """Return the indicators of the catalogue, or those that have all of some words in key, name or formula.

    Columns: `key`, `label`, `kind`, `numerator`, `denominator`, `per`, `unit`, `interval`, `group`, `source`, `note`;
    names are in the language `lang`. Every count is an indicator, too: see `counts`. `catalogue` names files of own
    definitions.

    Raises popcalc.errors.RequestError when nothing has the words, DefinitionError for mistakes in a catalogue.
    """
    from popcalc.output.entries import INDICATORS

    return _listed(INDICATORS, words, catalogue, lang)


def counts(words: str = "", *, catalogue: Name | Sequence[Name] | Catalogue = (), lang: str = "en") -> pd.DataFrame:
    """Return the counts of the catalogue, or those that have all of some words in key, name or headers.

    Columns: `key`, `label`, `nature` (`flow`, `stock`, `quota`), `unit`, `derive` and `headers` (texts joined by `;`),
    `group`, `note`; names are in the language `lang`. A header is also known by the key and the names.

    Raises popcalc.errors.RequestError when nothing has the words, DefinitionError for mistakes in a catalogue.
    """
    from popcalc.output.entries import COUNTS

    return _listed(COUNTS, words, catalogue, lang)


def _listed(listing: Listing, words: str, catalogue: Name | Sequence[Name] | Catalogue, lang: str) -> pd.DataFrame:
    from popcalc.output.documents import of_entries
    from popcalc.result_frames import entries_frame

    language = words_in(lang)
    found = listing.found(catalogue_of(catalogue), language, words.split())
    return entries_frame(found, listing.fields, of_entries(found, listing.fields), language)
