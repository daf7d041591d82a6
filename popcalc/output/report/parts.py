"""The parts of a report in words: what the page and the workbook show alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from popcalc.language import Text, text
from popcalc.output.page.tables import Table
from popcalc.output.report.compared import against_last_year
from popcalc.output.report.method import method
from popcalc.output.report.missed import missed_targets
from popcalc.output.report.quality import quality
from popcalc.output.report.scorecard import scorecard
from popcalc.output.report.sentences import Box, boxes, sentences
from popcalc.output.report.words import Words
from popcalc.reporting.report import BODY, Section

if TYPE_CHECKING:
    from popcalc.output.report.charts.drawing import Chart

TITLES: Mapping[Section, Text] = {
    Section.MONTH: text("This month"),
    Section.SCORECARD: text("Targets"),
    Section.COMPARISON: text("Against last year"),
    Section.CHARTS: text("Charts"),
    Section.MISSED: text("Missed targets"),
    Section.QUALITY: text("Data quality"),
    Section.METHOD: text("Method"),
}
NUMBERS = (
    text("1. {title}"), text("2. {title}"), text("3. {title}"), text("4. {title}"),
    text("5. {title}"), text("6. {title}"), text("7. {title}"),
)  # fmt: skip


class Part(Struct, frozen=True):
    """A section in words; the first of the annex begins a page of its own."""

    section: Section
    title: str
    boxes: Sequence[Box] = ()
    sentences: Sequence[str] = ()
    tables: Sequence[Table] = ()
    charts: Sequence[Chart] = ()
    lines: Sequence[str] = ()
    begins_annex: bool = False


def parts_of(words: Words, charts: Sequence[Chart] | None, *, every_row: bool = False) -> list[Part]:
    """Return the sections that are wished for and have something to say, in order, numbered.

    `charts` of None stand for none that could be drawn; `every_row` keeps tables whole.
    """
    wished = [section for section in Section if section in words.report.wish.sections]
    found = [part for section in wished if (part := _part(words, section, charts, every_row)) is not None]
    annex = next((part.section for part in found if part.section not in BODY), None)
    return [
        _numbered(words, part, number, begins_annex=part.section is annex and number > 0)
        for number, part in enumerate(found)
    ]


def _numbered(words: Words, part: Part, number: int, *, begins_annex: bool) -> Part:
    title = words(text(NUMBERS[number].template, title=words(TITLES[part.section])))
    return replace(part, title=title, begins_annex=begins_annex)


def _part(words: Words, section: Section, charts: Sequence[Chart] | None, every_row: bool) -> Part | None:
    report = words.report
    match section:
        case Section.MONTH:
            return Part(section, "", boxes=boxes(words), sentences=sentences(words))
        case Section.SCORECARD:
            if report.verdicts is None or not len(report.verdicts.frame):
                return None
            return Part(section, "", tables=[scorecard(words, report.verdicts)])
        case Section.COMPARISON:
            if not report.has_last_year:
                said = text("The files hold nothing of the year before: name these, too, for a comparison.")
                return Part(section, "", sentences=[words(said)])
            return Part(section, "", tables=[against_last_year(words)])
        case Section.CHARTS:
            if charts is None:
                said = text("Charts need matplotlib: pip install 'popcalc[report]'")
                return Part(section, "", sentences=[words(said)])
            return Part(section, "", charts=charts) if charts else None
        case Section.MISSED:
            if report.verdicts is None or not len(report.verdicts.frame):
                return None
            missed = missed_targets(words, report.verdicts)
            none = [words(text("Every target that could be judged is met."))]
            return Part(section, "", tables=[missed]) if missed else Part(section, "", sentences=none)
        case Section.QUALITY:
            found = quality(words, None) if every_row else quality(words)
            none = [words(text("Nothing is missing, empty or doubtful."))]
            return Part(section, "", tables=[found]) if found else Part(section, "", sentences=none)
        case Section.METHOD:
            return Part(section, "", lines=method(words))
