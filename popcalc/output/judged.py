"""The figures of `compute` with the verdicts on them: beside them in tables, in the same record for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from popcalc.language import Language, text
from popcalc.output.document import Cells, Column, View
from popcalc.output.figures import people_view
from popcalc.output.frames import ColumnRecords
from popcalc.output.verdict_notes import summary
from popcalc.output.verdict_words import STYLES, WORDS, in_words
from popcalc.output.wide import indicator_of_rows, widen
from popcalc.record_columns import RecordColumns, Words, places_of
from popcalc.records import LEVEL_ALL, RECORD_FIELDS, VERDICT_FIELDS, Results, VerdictResults

KEYS = ["area", "period", "indicator"]
ADDED = [name for name in VERDICT_FIELDS if name not in RECORD_FIELDS]
WORDS_ADDED = ["target", "operator", "status", "reason", "evidence", "to_go_kind", "likely"]


class JudgedRecords(Struct, frozen=True):
    """The records of figures with the verdicts on them, joined when they are written."""

    results: Results
    verdicts: VerdictResults

    @property
    def fields(self) -> Sequence[str]:
        """The fields of a verdict, and what a comparison and ranks add."""
        return (*VERDICT_FIELDS, *self.results.added)

    def parts(self, cells: Cells) -> Iterator[Sequence[Sequence[str]]]:
        """Yield some rows after the others, as columns of the cells that a format writes."""
        return ColumnRecords(judged_records(self.results, self.verdicts), self.fields).parts(cells)


def judged_records(results: Results, verdicts: VerdictResults) -> RecordColumns:
    """Return the records with the fields of a verdict, empty where no target is; one for each where there are more."""
    left = results.frame[[*RECORD_FIELDS, *results.added]].copy()
    right = verdicts.frame[[*KEYS, *ADDED]].copy()
    for name in KEYS:
        left[name], right[name] = left[name].astype(str), right[name].astype(str)
    joined = left.merge(right, on=KEYS, how="left")
    joined[WORDS_ADDED] = joined[WORDS_ADDED].fillna("")
    return RecordColumns.of_frame(joined)


def judged_wide(results: Results, verdicts: VerdictResults) -> RecordColumns:
    """Return the wide table with a column `<target>_status` for each target, after the figures."""
    wide = widen(results)
    places = list(zip(wide.texts("area"), wide.texts("period"), strict=True))
    said: dict[str, dict[tuple[str, str], str]] = {}
    fields = ("target", "area", "period", "status")
    for target, area, period, status in zip(*map(verdicts.columns.texts, fields), strict=True):
        said.setdefault(target, {})[area, period] = status
    return wide.with_columns(
        {
            f"{name}_status": Words.of([said[name].get(place, "") for place in places])
            for name in verdicts.rules
            if name in said
        }
    )


def judged_view(results: Results, verdicts: VerdictResults, language: Language) -> View:
    """Return the table for people with a column of verdicts after each indicator that has targets."""
    view = people_view(results, language)
    _, first = places_of(results.columns)
    heads = results.columns.at(first)
    total = heads.words("level").are(LEVEL_ALL).tolist()
    places = list(zip(heads.texts("area"), heads.texts("period"), strict=True))
    # The view has the grand total last.
    ordered = [place for last in (False, True) for place, is_last in zip(places, total, strict=True) if is_last is last]
    spots = {place: spot for spot, place in enumerate(ordered)}
    indicators = indicator_of_rows(results)
    shown = [key for position, key in enumerate(results.indicators) if bool((indicators == position).any())]
    columns: list[Column] = []
    groups: list[list[Column]] = []
    for column in view.columns:
        groups = [*groups[:-1], [*groups[-1], column]] if column.belongs else [*groups, [column]]
    for key, group in zip(shown, groups, strict=True):
        columns += group
        columns += [
            _verdicts(verdicts, name, spots, language)
            for name, rule in verdicts.rules.items()
            if rule.indicator.key == key and bool((verdicts.frame["target"] == name).any())
        ]
    return replace(view, columns=tuple(columns), notes=(*summary(verdicts, language), *view.notes))


def _verdicts(verdicts: VerdictResults, name: str, spots: dict[tuple[str, str], int], language: Language) -> Column:
    """Return the verdicts on one target; the bound stands over them, or beside them where areas differ."""
    records = verdicts.columns
    records = records.at(records.words("target").are(name))
    said = in_words(verdicts, records, language)
    bounds = {one.bound for one in said}
    cells, styles = [""] * len(spots), {}
    for area, period, one in zip(records.texts("area"), records.texts("period"), said, strict=True):
        spot = spots[area, period]
        cells[spot] = language(WORDS[one.mark]) + (f" ({one.bound})" if len(bounds) > 1 else "")
        styles[spot] = STYLES[one.mark]
    unit = bounds.pop() if len(bounds) == 1 else ""
    return Column(language(text("Verdict")), cells, unit=unit, is_number=False, styles=styles, belongs=True)
