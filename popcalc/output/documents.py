"""What each command shows: its records for programs, and the page for people.

What is heavy is imported when a document is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from popcalc.language import Language
from popcalc.output.document import Document, Lines, Manner, Rows, View
from popcalc.output.formats import GRID, PERIODS, WIDE
from popcalc.records import (
    AUDIT_FIELDS,
    COMPLETENESS_FIELDS,
    CONTRADICTION_FIELDS,
    DRIVER_FIELDS,
    FINDING_FIELDS,
    RECORD_FIELDS,
    SCHEMA_AUDIT,
    SCHEMA_FINDINGS,
    SCHEMA_RESULTS,
    SCHEMA_VERDICTS,
    SCORE_FIELDS,
    VERDICT_FIELDS,
    FindingResults,
    Results,
    VerdictResults,
    in_order_of_files,
)

if TYPE_CHECKING:
    from popcalc.audit.audit import Audit
    from popcalc.definitions.catalogue import Catalogue
    from popcalc.inspection import Inspection
    from popcalc.output.frames import ColumnRecords
    from popcalc.record_columns import RecordColumns

SCHEMA_CATALOGUE = "popcalc/catalogue/1"


def of_figures(results: Results, layout: str) -> Document:
    """Return the figures of `compute`, with the verdicts on them where targets were given.

    In the `WIDE` layout there is a row for each area and period, and a column for each indicator; in that of `PERIODS`
    a row for each area, and a column for each period.
    """
    if layout == PERIODS:
        return _of_periods(results)
    if results.verdicts is not None:
        return _of_judged_figures(results, results.verdicts, layout)
    columns = _columns_of(results, layout)
    if layout == WIDE:
        return _of_wide(columns)

    def page(manner: Manner) -> list[View]:
        from popcalc.output.figures import people_view

        return [people_view(in_order_of_files(results), manner.language)]

    return Document(SCHEMA_RESULTS, _records(columns), page)


def of_blocks(blocks: Iterable[Results], layout: str) -> Document:
    """Return the figures of `compute` in blocks of areas, each made when it is written: records without a page."""
    from popcalc.output.frames import BlockRecords

    columns = (_columns_of(block, layout) for block in blocks)
    # Whatever makes the first one fail does so before anything is written.
    first = next(columns)
    return Document(SCHEMA_RESULTS, BlockRecords(chain([first], columns), list(first.columns)), lambda manner: [])


def _columns_of(results: Results, layout: str) -> RecordColumns:
    """Return the columns that are written of figures."""
    if layout == PERIODS:
        from popcalc.output.by_period import by_period

        return by_period(results)
    if layout == WIDE:
        from popcalc.output.wide import widen

        return widen(results)
    return results.columns.only((*RECORD_FIELDS, *results.added))


def _of_periods(results: Results) -> Document:
    def page(manner: Manner) -> list[View]:
        from popcalc.output.by_period import period_views

        return period_views(in_order_of_files(results), manner.language)

    return Document(SCHEMA_RESULTS, _records(_columns_of(results, PERIODS)), page)


def _of_judged_figures(results: Results, verdicts: VerdictResults, layout: str) -> Document:
    from popcalc.output.judged import JudgedRecords, judged_view, judged_wide

    if layout == WIDE:
        return _of_wide(judged_wide(results, verdicts))

    def page(manner: Manner) -> list[View]:
        return [judged_view(in_order_of_files(results), verdicts, manner.language)]

    return Document(SCHEMA_VERDICTS, JudgedRecords(results, verdicts), page)


def _of_wide(wide: RecordColumns) -> Document:
    def page(manner: Manner) -> list[View]:
        from popcalc.output.figures import wide_view

        return [wide_view(wide)]

    return Document(SCHEMA_RESULTS, _records(wide), page)


def _records(columns: RecordColumns) -> ColumnRecords:
    from popcalc.output.frames import ColumnRecords

    return ColumnRecords(columns, list(columns.columns))


def of_verdicts(results: VerdictResults, layout: str) -> Document:
    """Return the verdicts of `check`, with drivers and scores if any; for people one below the other or in a `GRID`."""
    from popcalc.output.frames import ColumnRecords
    from popcalc.output.verdict_extras import extra_views
    from popcalc.output.verdicts import grid_view, verdict_view
    from popcalc.record_columns import RecordColumns

    listed = {"drivers": (results.drivers, DRIVER_FIELDS), "scores": (results.scores, SCORE_FIELDS)}
    more = {
        name: ColumnRecords(RecordColumns.of_frame(frame), fields)
        for name, (frame, fields) in listed.items()
        if frame is not None
    }

    def page(manner: Manner) -> list[View | Lines]:
        language, width = manner.language, manner.width
        shown = in_order_of_files(results)
        first = grid_view(shown, language) if layout == GRID else verdict_view(shown, language, width)
        return [first, *extra_views(results, language, width)]

    return Document(SCHEMA_VERDICTS, ColumnRecords(results.columns, (*VERDICT_FIELDS, *results.added)), page, more)


def of_findings(results: FindingResults, of_records: Language) -> Document:
    """Return the findings of `validate`, and who has reported; messages in records are in a language of their own."""
    from popcalc.output.findings import records_in_words, views_of
    from popcalc.output.frames import ColumnRecords

    def page(manner: Manner) -> list[View]:
        return views_of(results, manner.language, manner.width, manner.compact)

    records = ColumnRecords(records_in_words(results, of_records), FINDING_FIELDS)
    more = {"completeness": ColumnRecords(results.completeness, COMPLETENESS_FIELDS)}
    return Document(SCHEMA_FINDINGS, records, page, more)


def of_audit(audit: Audit, of_records: Language, *, verbose: bool) -> Document:
    """Return printed figures with what was found of them; `verbose` pages have the hypotheses, which records have."""
    from popcalc.output.audit import contradiction_records, records_of, views_of

    def page(manner: Manner) -> list[View]:
        return views_of(audit, manner.language, manner.width, verbose=verbose)

    more = {"contradictions": Rows(CONTRADICTION_FIELDS, contradiction_records(audit, of_records))}
    return Document(SCHEMA_AUDIT, Rows(AUDIT_FIELDS, records_of(audit, of_records)), page, more)


def of_entries(rows: Sequence[Mapping[str, object]], fields: Sequence[str]) -> Document:
    """Return entries of the catalogue; `label` and `group` are words in the wanted language already."""
    from popcalc.output.listing import in_words, page_of

    return Document(
        SCHEMA_CATALOGUE,
        Rows(fields, rows),
        lambda manner: [page_of(rows, fields, manner)],
        in_words=lambda language: Rows(fields, in_words(rows, language)),
    )


def of_inspection(inspection: Inspection, catalogue: Catalogue) -> Document:
    """Return how files were understood; for people, figures are called by their labels in the catalogue."""
    from popcalc.inspection import INSPECTION_FIELDS, SCHEMA_INSPECTION, records_of
    from popcalc.output.inspection import page_of

    def in_words(language: Language) -> Rows:
        return Rows(INSPECTION_FIELDS, records_of(inspection, language))

    def page(manner: Manner) -> list[Lines]:
        return [page_of(inspection, catalogue, manner)]

    records = Rows(INSPECTION_FIELDS, records_of(inspection))
    return Document(SCHEMA_INSPECTION, records, page, in_words=in_words)
