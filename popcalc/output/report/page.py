"""The report as one page of HTML that stands by itself."""

from __future__ import annotations

from popcalc import __version__
from popcalc.language import Language, text
from popcalc.output.page import render
from popcalc.output.report.charts import draw_charts
from popcalc.output.report.head import alarms, facts, hints
from popcalc.output.report.parts import parts_of
from popcalc.output.report.words import Words
from popcalc.reporting.report import Report, Section

LANGUAGE_TAGS = {"zh": "zh-CN"}
"""What a language is called on a page where its code alone says too little for the choice of characters."""


def report_page(report: Report, language: Language) -> str:
    """Return the report as HTML, with charts where matplotlib is there."""
    words = Words(report, language)
    charts = draw_charts(words) if Section.CHARTS in report.wish.sections else []
    return render(
        "report.html",
        lang=LANGUAGE_TAGS.get(language.code, language.code),
        title=words.title,
        facts=facts(words),
        alarms=alarms(words),
        hints=hints(words),
        parts=parts_of(words, charts),
        footer=words(
            text("Made by popcalc {version}; the workbook of the same report has every figure.", version=__version__)
        ),
    )
