"""The Python API, its second half: what counts answer that have been read. Nothing heavy is imported before a call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from popcalc.api import several, words_in
from popcalc.errors import Fault, Notice, RequestError
from popcalc.language import Label, Text

if TYPE_CHECKING:
    import pandas as pd

    from popcalc.api import Counts, Name
    from popcalc.definitions.targets import Targets
    from popcalc.reporting import Report, Wish


def compute(
    counts: Counts,
    indicators: str | Iterable[str] = (),
    *,
    by: str | None = None,
    period: str = "all",
    first: str | None = None,
    last: str | None = None,
    areas: str | Iterable[str] = (),
    basis: str = "annual",
    average: str = "curve",
    unmatched: str = "drop",
    confidence: float | None = None,
    ci_method: str = "exact",
    compare: str | None = None,
    rank: str | None = None,
    lang: str = "en",
) -> pd.DataFrame:
    """Return indicators as records, one row per area, period and indicator.

    Columns: `area`, `area_name`, `level`, `parent`, `period` (text), `start`, `end` (datetime64), `indicator`, `unit`,
    `basis` (text);
    `value` in the indicator's unit, `numerator` and `denominator` (the summed counts; person-years for a rate),
    `lower`, `upper`, `confidence` (float, NaN for nothing), `method` (text), `village_months_reported`,
    `village_months_expected` (int), `flags` (text, joined by `;`).

    Rates are events over person-years lived (UN World Population Prospects, glossary); `basis="period"` divides by the
    average population of the period instead. `confidence=0.95` adds limits: exact Poisson (Garwood 1936), exact
    binomial (Clopper and Pearson 1934) or MOVER (Donner and Zou 2012) as the indicator's kind asks. `first` and `last`
    bound the months (`"2013-01"`, `"2013Q2"`). `compare` (`"last-year"`, `"previous"`, `"above"`) adds
    `compared_with` (text), `compared_value`, `difference` (value - compared_value), `percent`, `difference_lower`,
    `difference_upper`, `ratio_lower`, `ratio_upper` (float), `difference_evidence` (text) and
    `village_months_compared` (int); `rank` (`"high"`, `"low"`: which is the first) adds `rank`, `rank_best` and
    `rank_worst` (float, NaN for nothing). `attrs` of the frame have `notices`, sentences on what was left out and
    what looks wrong in the counts, and `labels` and `units` of the indicators by key, in the language `lang`,
    in which a notebook shows the frame as a table for people.

    Raises popcalc.errors.RequestError for a word that is unknown or an indicator that the counts do not allow.
    """
    from popcalc.answerable import choose_indicators
    from popcalc.calculation import calculate
    from popcalc.output.documents import of_figures
    from popcalc.output.figures import unit_words
    from popcalc.output.formats import LONG
    from popcalc.question import ask
    from popcalc.records import RECORD_FIELDS
    from popcalc.result_frames import plain_records, result_frame

    words = words_in(lang)
    question = ask(
        by=by,
        period=period,
        first=first,
        last=last,
        average=average,
        calendar=counts.calendar,
        areas=several(areas),
        indicators=several(indicators),
        basis=basis,
        unmatched=unmatched,
        confidence=confidence,
        ci_method=ci_method,
        compare=compare,
        rank=rank,
    )
    chosen = choose_indicators(question.indicators, counts.available, counts.catalogue)
    results, notices = calculate(counts.table, chosen, counts.catalogue, question, registry=counts.registry)
    return result_frame(
        lambda: plain_records(results.frame[[*RECORD_FIELDS, *results.added]]),
        of_figures(results, LONG),
        words,
        notices=[*notices, *counts.unasked()],
        labels={key: words.label(one.label) for key, one in results.indicators.items()},
        units={key: unit_words(results, key, words) for key in results.indicators},
    )


def check(
    counts: Counts,
    targets: Name,
    *,
    by: str | None = None,
    period: str = "all",
    last: str | None = None,
    areas: str | Iterable[str] = (),
    compare: str | None = None,
    rank: str | None = None,
    lang: str = "en",
) -> pd.DataFrame:
    """Hold counts against a target file; return one row per area, period and target, the target year to date.

    Columns: those of `compute`, and `target`, `operator`, `bound_low`, `bound_high` (as written), `applied_low`,
    `applied_high` (in proportion to the time passed where the target is paced), `status` (`pass`, `fail`, `no_data`),
    `reason` (of `no_data`), `evidence` (`strong`, `clear`, `uncertain`: whether an exact 99.8 % or 95 % interval lies
    wholly on one side of the bound), `margin` (value - nearest applied bound), `to_go` (people, the smallest whole
    number that turns the verdict) and `to_go_kind` (`allowed`, `needed`).

    `period` is `month`, `quarter`, `half` or `all`: the target year up to `last` (`"2013-06"`), else to its last
    complete month, for which 90 % of the villages have reported. `compare` and `rank` add the columns that they add to
    `compute`; values stay those that are judged.
    `attrs` of the frame have `notices`, `labels` and `units`, as those of `compute`, in the language `lang`.

    Raises popcalc.errors.DefinitionError for mistakes in the file, RequestError for areas or years not in the data.
    """
    from popcalc.definitions.loading import load_targets
    from popcalc.judging import JUDGED_PERIODS
    from popcalc.judging.check import check as judge
    from popcalc.output.documents import of_verdicts
    from popcalc.output.formats import LONG
    from popcalc.question import ask, find_choice
    from popcalc.records import VERDICT_FIELDS
    from popcalc.result_frames import plain_records, result_frame

    words = words_in(lang)
    aims = load_targets(Path(targets), counts.catalogue)
    wrong: list[Fault] = []
    period = find_choice("period", period, JUDGED_PERIODS, wrong)
    if wrong:
        raise RequestError(wrong)
    question = ask(
        by=by, period=period, last=last, areas=several(areas), calendar=aims.calendar, compare=compare, rank=rank
    )
    results, notices = judge(counts.table, aims, counts.catalogue, counts.available, question, registry=counts.registry)
    judged = {rule.indicator.key: rule.indicator for rule in results.rules.values()}
    return result_frame(
        lambda: plain_records(results.frame[[*VERDICT_FIELDS, *results.added]]),
        of_verdicts(results, LONG),
        words,
        notices=[*notices, *counts.unasked()],
        labels={key: words.label(one.label) for key, one in judged.items()},
        units={
            key: words.label(results.units[one.unit]) if one.unit in results.units else one.unit
            for key, one in judged.items()
        },
    )


def validate(counts: Counts, *, lang: str = "en") -> pd.DataFrame:
    """Look for what is wrong in the counts themselves; return one row for each finding, errors first.

    Columns: `code` (what was found), `severity` (`error`, `warning`, `info`), `area` (key, empty for all), `period`,
    `count` (key, empty for all), `file`, `row` (Int64), `message`, `expected` and `found` (float, NaN for
    nothing), `share` (per cent of the figures of its town that hang on it), `column` (Int64), `sheet`, `cell` (`D7`),
    `todo` (what to do); messages are in the language `lang`. `attrs["labels"]` of the frame says what the codes mean.
    The rules are the identities of the catalogue; the other checks are in docs/quality.md.

    Raises popcalc.errors.RequestError when the counts hold no figure at all.
    """
    from popcalc.output.documents import of_findings
    from popcalc.output.findings import records_in_words
    from popcalc.quality.validating import validate as look
    from popcalc.records import FINDING_FIELDS
    from popcalc.result_frames import result_frame

    words = words_in(lang)

    def called(meaning: Text | Label) -> str:
        return words(meaning) if isinstance(meaning, Text) else words.label(meaning)

    results = look(counts.whole, counts.catalogue, calendar=counts.calendar)
    return result_frame(
        lambda: replace(results, columns=records_in_words(results, words)).frame[list(FINDING_FIELDS)],
        of_findings(results, words),
        words,
        labels={code: called(one) for code, one in results.meanings.items()},
    )


def report(
    counts: Counts,
    targets: Name | None = None,
    *,
    month: str | None = None,
    by: str | None = None,
    title: str = "",
    issuer: str = "",
    sections: str | Iterable[str] = (),
    lang: str = "en",
    output: Name | Sequence[Name] = (),
) -> str:
    """Return a page of HTML on a month for those who lead; `output` are files to write it to, and its workbook (.xlsx).

    `counts` are best read with every indicator, as `read` does, and with the year before for comparisons. `targets` is
    a target file; `month` (`"2026-10"`) by default the last that is complete, for which 90 % of the villages have
    reported; `by` the level of its rows; `title` and `issuer` stand on it as they are; `sections` are some of `month`,
    `scorecard`, `comparison`, `charts`, `missed`, `quality` and `method`, all without a wish. Charts need matplotlib.

    Raises popcalc.errors.DefinitionError for mistakes in the target file, RequestError for a word that is unknown.
    """
    from popcalc.output.report.page import report_page
    from popcalc.output.report.sections import read_sections
    from popcalc.output.report.writing import check_name, written_as
    from popcalc.reporting import Wish
    from popcalc.result_frames import Page

    words = words_in(lang)
    files = [Path(one) for one in several(output)]
    for file in files:
        check_name(file)
    wish = Wish(title=title, issuer=issuer, month=month, by=by, sections=read_sections(several(sections)))
    made, _ = made_report(counts, wish, targets)
    for file in files:
        file.write_bytes(written_as(file, made, words))
    return Page(report_page(made, words))


def made_report(counts: Counts, wish: Wish, targets: Name | Targets | None = None) -> tuple[Report, list[Notice]]:
    """Return what a report says, for `report` and the command line, and notices on what was left out of its figures."""
    from popcalc.definitions.loading import load_targets
    from popcalc.reporting import make_report

    aims = load_targets(Path(targets), counts.catalogue) if isinstance(targets, str | PathLike) else targets
    return make_report(
        counts.whole,
        counts.catalogue,
        counts.available,
        wish,
        targets=aims,
        calendar=counts.calendar,
        population=counts.population,
        empty_as_zero=counts.empty_as_zero,
        registry=counts.registry,
    )
