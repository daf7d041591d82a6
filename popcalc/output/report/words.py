"""What things are called in a report: areas, months, indicators, and numbers as they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from popcalc.definitions.catalogue import Indicator, Kind
from popcalc.language import Language, Text, text
from popcalc.output.numbers import half_up
from popcalc.output.period_words import MONTHS
from popcalc.output.units import is_sex_ratio
from popcalc.output.verdict_words import NOTHING, PLACES, SHORT_UNIT, without_remark
from popcalc.output.widths import width
from popcalc.periods import Run, year_month
from popcalc.periods.month_words import month_name
from popcalc.reporting.report import Place, Report
from popcalc.visible import visible

WHOLES: Mapping[str, Text] = {
    "province": text("Whole province"),
    "prefecture": text("Whole prefecture"),
    "county": text("Whole county"),
    "town": text("Whole town"),
}
"""What all areas together are called, by the level that they make up."""
POPULATIONS: Mapping[str, Text] = {
    "registered": text("registered population"),
    "resident": text("resident population"),
}


WITHOUT = "†"
"""Marks an area whose figures are without months that it has not reported."""
VILLAGE_LEVEL = "village"


def runs_of(months: Sequence[int]) -> list[Run]:
    """Return months in order as runs of those that follow each other."""
    runs: list[Run] = []
    for month in months:
        if runs and runs[-1].end + 1 == month:
            runs[-1] = Run(runs[-1].start, month)
        else:
            runs.append(Run(month, month))
    return runs


class Words:
    """The words of one report in one language."""

    def __init__(self, report: Report, language: Language) -> None:
        self.report, self.language = report, language
        self._times = Counter(one.name for one in report.places)

    def __call__(self, sentence: Text) -> str:
        """Return a sentence in words."""
        return self.language(sentence)

    def place(self, place: Place) -> str:
        """Return what an area is called; a name that two share is followed by the area above."""
        if place.is_total:
            return self.whole
        is_one_of_several = self._times[place.name] > 1
        return visible(f"{place.name} ({place.parent or place.key})" if is_one_of_several else place.name)

    @property
    def whole(self) -> str:
        """What all areas together are called."""
        return self(WHOLES.get(self.report.whole_level, text("All")))

    @property
    def level(self) -> str:
        """What the areas are, as a heading."""
        levels = [one.level for one in self.report.places if not one.is_total]
        heading = visible(self.language(levels[0])) if levels else self(text("Area"))
        return heading[:1].upper() + heading[1:]

    def names(self, places: list[str]) -> str:
        """Return names one after the other."""
        return self.language.between.join(places)

    def months(self, run: Run) -> str:
        """Return months without their year where the report's own is clear: `Jan–Oct`, `1—10月`."""
        (_, first), (year, last) = year_month(run.start), year_month(run.end)
        if run.months == 1:
            return self(MONTHS[last - 1])
        if year_month(run.start)[0] != year:
            return self(text("{first}–{last}", first=self.month(run.start), last=self.month(run.end)))
        return self(text("{first}–{last}", first=self.short_months[first - 1], last=MONTHS[last - 1]))

    def dated(self, months: Sequence[int]) -> str:
        """Return months with their years, those that follow each other as one: `Jul 2026`, `Mar 2026–May 2026`."""
        said = [
            self.month(run.start)
            if run.months == 1
            else self(text("{first}–{last}", first=self.month(run.start), last=self.month(run.end)))
            for run in runs_of(months)
        ]
        return self.names(said)

    def undated(self, months: Sequence[int]) -> str:
        """Return months without their year, those that follow each other as one: `Jan–Sep`."""
        return self.names([self.months(run) for run in runs_of(months)])

    def marked(self, place: Place, months: Sequence[int]) -> str:
        """Return what an area is called, with a mark where its figures are without some months."""
        name = self.row(place)
        return f"{name} {WITHOUT}" if months else name

    def row(self, place: Place) -> str:
        """Return what a row is called: a village with its town, as the rows of a town stand together."""
        name = self.place(place)
        is_village = place.level == VILLAGE_LEVEL and place.parent and self._times[place.name] == 1
        return visible(f"{place.name} ({place.parent})") if is_village else name

    @property
    def short_months(self) -> list[str]:
        """The names of months without what stands at the end of all of them: `Jan`, `1`."""
        names = [self(one) for one in MONTHS]
        return [one[:-1] for one in names] if len({one[-1] for one in names}) == 1 else names

    def month(self, month: int) -> str:
        """Return a month with its year: `Oct 2026`, `2026年10月`."""
        year, number = year_month(month)
        return self(text("{month} {year}", month=MONTHS[number - 1], year=f"{year}"))

    def label(self, key: str) -> str:
        """Return the name of an indicator, without a remark in brackets."""
        return visible(without_remark(self.language.label(self.report.indicators[key].label)))

    def count_label(self, key: str) -> str:
        """Return the name of a count."""
        return visible(self.language.label(self.report.catalogue.counts[key].label))

    def unit(self, key: str) -> str:
        """Return the unit of an indicator; nothing for a count whose unit would be a long word."""
        indicator = self.report.indicators[key]
        if is_sex_ratio(indicator):
            return self(text("females = 100"))
        named = self.report.catalogue.units.get(indicator.unit)
        unit = visible(self.language.label(named) if named else indicator.unit)
        return "" if indicator.kind is Kind.COUNT and width(unit) > SHORT_UNIT else unit

    def full_unit(self, key: str) -> str:
        """Return the unit with the basis of an annual rate: `‰ annual`."""
        unit = self.unit(key)
        if not self.report.indicators[key].has_basis:
            return unit
        return self(text("{unit}, annual rate", unit=unit))

    def with_unit(self, number: str, key: str) -> str:
        """Return a number with its unit where that is short."""
        unit = self.unit(key)
        return f"{number} {unit}" if unit and width(unit) <= SHORT_UNIT and number != NOTHING else number

    def number(self, value: Fraction | None, key: str) -> str:
        """Return a value rounded half up: counts whole, others with two decimals."""
        if value is None:
            return NOTHING
        return half_up(value.numerator, value.denominator, self.decimals(key), thousands=",")

    def signed(self, value: Fraction | None, key: str) -> str:
        """Return a difference with its sign."""
        words = self.number(value, key)
        return f"+{words}" if value is not None and value > 0 and words.strip("0.") else words

    def decimals(self, key: str) -> int:
        """Return how many decimals the values of an indicator have."""
        return 0 if self.is_count(key) else PLACES

    def is_count(self, key: str) -> bool:
        """Whether an indicator counts in whole numbers."""
        indicator: Indicator = self.report.indicators[key]
        money = any(self.report.catalogue.counts[count].decimals for count in indicator.counts)
        return indicator.kind is Kind.COUNT and not money

    @property
    def title(self) -> str:
        """The title: as it was given, else of the area above all and the month."""
        if self.report.wish.title:
            return visible(self.report.wish.title)
        year, number = year_month(self.report.run.end)
        known = {"month": month_name(number), "year": f"{year}"}
        if not self.report.whole:
            return self(text("Population report, {month} {year}", **known))
        return self(text("{area}: population report, {month} {year}", area=visible(self.report.whole), **known))
