"""What a report is written as, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from popcalc.errors import Place, RequestError, fault
from popcalc.language import Language, text
from popcalc.output.report.quality import slips
from popcalc.output.report.words import Words
from popcalc.reporting.report import Report


def _page(report: Report, language: Language) -> bytes:
    from popcalc.output.report.page import report_page

    return report_page(report, language).encode()


def _workbook(report: Report, language: Language) -> bytes:
    from popcalc.output.report.workbook import report_workbook

    return report_workbook(report, language)


WRITERS: Mapping[str, Callable[[Report, Language], bytes]] = {".html": _page, ".htm": _page, ".xlsx": _workbook}
"""What makes the bytes of a file, by its ending."""
ENDINGS = (".html", ".xlsx")


def check_name(output: Path) -> None:
    """Raise RequestError for a file whose ending is none of `WRITERS`; worth asking before anything is computed."""
    if output.suffix.casefold() not in WRITERS:
        page, book = ENDINGS
        sentence = text("a report is written as {page} or {book}: give the file such an ending", page=page, book=book)
        raise RequestError([fault("UNKNOWN_ENDING", sentence, Place(str(output)))])


def written_as(output: Path, report: Report, language: Language) -> bytes:
    """Return the bytes of a report as the name of a file asks for it."""
    return WRITERS[output.suffix.casefold()](report, language)


def slip_files(report: Report, language: Language) -> dict[str, bytes]:
    """Return the slips by the names of their files: area and month."""
    return {f"{name}.txt": said.encode() for name, said in slips(Words(report, language)).items()}
