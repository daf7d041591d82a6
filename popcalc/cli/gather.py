"""What commands that compute begin with: definitions loaded, files surveyed, the needed columns read."""

from __future__ import annotations

from dataclasses import dataclass

from popcalc.calculation import Question, choose_indicators
from popcalc.cli.options import Asking, Reading, keys
from popcalc.cli.progress import progress
from popcalc.cli.stage import Stage
from popcalc.definitions.catalogue import Catalogue, Indicator
from popcalc.definitions.columns import Columns
from popcalc.definitions.loading import load_catalogue, load_columns
from popcalc.errors import Fault, RequestError, fault
from popcalc.intake.read import read_table
from popcalc.intake.survey import survey
from popcalc.language import text
from popcalc.periods import PeriodError, PeriodKind, Run, read_run
from popcalc.person_time import Average
from popcalc.rates import Basis
from popcalc.table import VillageMonths


@dataclass(frozen=True)
class Data:
    """The village-months and what is computed from them."""

    table: VillageMonths
    catalogue: Catalogue
    indicators: tuple[Indicator, ...]


def gather(reading: Reading, question: Question, stage: Stage) -> Data:
    """Read what the question needs; raises PopcalcError with everything that is wrong."""
    catalogue = load_catalogue(reading.catalogue)
    columns = load_columns(reading.columns, catalogue) if reading.columns else Columns()
    found = survey(
        reading.sources,
        catalogue,
        columns,
        areas_file=reading.areas_file,
        encoding=reading.encoding,
        year_start=reading.year_start,
    )
    indicators = choose_indicators(question.indicators, found.available, catalogue)
    needed = dict.fromkeys(count for indicator in indicators for count in indicator.counts)
    with progress(found.bytes, stage.language(text("reading")), quiet=stage.quiet) as advance:
        table = read_table(found, needed, progress=advance)
    return Data(table, catalogue, tuple(indicators))


def question_of(asking: Asking, reading: Reading) -> Question:
    """Return the question in the calculation's terms; raises RequestError for an option that makes no sense."""
    faults: list[Fault] = []
    first, last = (
        _run(name, written, reading.year_start, faults)
        for name, written in (("--from", asking.first), ("--to", asking.last))
    )
    if not 0 < asking.confidence < 1:
        sentence = text(
            "--confidence is a share between 0 and 1, such as 0.95, not {given}", given=f"{asking.confidence:g}"
        )
        faults.append(fault("BAD_CONFIDENCE", sentence))
    if faults:
        raise RequestError(faults)
    return Question(
        by=asking.by,
        period=PeriodKind(asking.period),
        first=first.start if first else None,
        last=last.end if last else None,
        average=Average(asking.average),
        year_start=reading.year_start,
        areas=asking.areas,
        indicators=keys(asking.indicators),
        basis=Basis(asking.basis),
        keep_unmatched=asking.unmatched == "keep",
        confidence=asking.confidence if asking.ci else None,
        ci_method=asking.ci_method,
    )


def _run(option: str, written: str | None, year_start: int, faults: list[Fault]) -> Run | None:
    if written is None:
        return None
    try:
        return read_run(written, year_start)
    except PeriodError as error:
        faults.append(fault("NOT_A_PERIOD", text("{option}: {reason}", option=option, reason=error.text)))
        return None
