"""What figures stand on at the end of the targets' time, and what they will come to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from popcalc.aggregation import Groups, roll_up
from popcalc.aggregation.held_stocks import held_person_days
from popcalc.answerable import reported_span
from popcalc.arrays import Ints
from popcalc.definitions.catalogue import Basis, Formula, Indicator, Kind
from popcalc.definitions.targets import Rule
from popcalc.judging.apart import Apart
from popcalc.judging.batches import Batch, Judging
from popcalc.judging.bounds import last_month
from popcalc.judging.projecting import LastYear, LastYears, Projection, can_be_projected, project, shared_count
from popcalc.judging.to_go import Standing, YearEnd
from popcalc.judging.verdict import Applied, Verdicts
from popcalc.language import named
from popcalc.periods import Run
from popcalc.rates import Figures, person_time_days

A_YEAR = 12


class Ending:
    """The end of the time of the targets of one batch; what is worked out for one of them is at hand for the next."""

    def __init__(self, judging: Judging, batch: Batch, groups: Groups, chosen: Sequence[int]) -> None:
        self._judging, self._batch, self._groups, self._chosen = judging, batch, groups, chosen
        self._held: dict[tuple[str, tuple[Run, ...]], Ints] = {}
        self._last_year: dict[tuple[str, int], LastYears | None] = {}

    def of(self, rule: Rule, figures: Figures, apart: Apart | None) -> YearEnd:
        """Return what a target's figures stand on; `apart` are their parts where gaps can move them either way."""
        indicator, totals, periods = rule.indicator, figures.totals, self._batch.periods
        runs = self._runs(rule)
        times = len(self._chosen)
        days = np.tile(np.array([period.days for period in periods], dtype=np.int64), times)
        whole = np.tile(np.array([run.days for run in runs], dtype=np.int64), times)
        one, above = np.ones_like(days), totals.numerator
        share = np.asarray(days / whole * figures.reported / np.maximum(figures.expected, 1), dtype=np.float64)
        if not indicator.has_basis:
            below = one if indicator.denominator is None else totals.denominator
            today = end = Standing(above, below, one)
            if apart is not None:
                gaps = figures.reported < figures.expected
                known = (np.where(gaps, apart.above_with, above), np.where(gaps, apart.below_with, below))
                end = Standing(*known, one)
            return YearEnd(today, end, np.zeros_like(days), whole - days, share)
        year = np.full_like(days, self._judging.targets.run.days)
        basis = rule.basis or Basis.ANNUAL
        divisors = [2 * person_time_days(basis, of_time, year) for of_time in (days, whole)]
        held = self._held_days(indicator, runs)
        end = Standing(above, totals.twice + 2 * held, divisors[1])
        share = np.where(end.below > 0, totals.twice / np.where(end.below > 0, end.below, 1), 0.0)
        return YearEnd(Standing(above, totals.twice, divisors[0]), end, held, whole - days, share)

    def outlook(
        self, rule: Rule, figures: Figures, verdicts: Verdicts, applied: Applied, year_end: YearEnd
    ) -> Projection:
        """Return what a target's figures will come to by the year's end; nothing where each period is judged alone."""
        if not self._judging.to_year_end:
            nothing = np.full(len(figures.value), np.nan)
            return Projection(nothing, nothing, nothing, np.full(len(nothing), "", dtype=object))
        last_year = self._of_last_year(rule) if year_end.left.any() else None
        return project(rule, figures, verdicts, applied, year_end, last_year, self._judging.catalogue)

    def _runs(self, rule: Rule) -> tuple[Run, ...]:
        """Return for each period the months from its start to the end of its time."""
        if not self._judging.to_year_end:
            return tuple(Run(period.start, period.end) for period in self._batch.periods)
        last = last_month(rule, self._judging.targets.run)
        return tuple(Run(period.start, max(period.end, last)) for period in self._batch.periods)

    def _held_days(self, indicator: Indicator, runs: tuple[Run, ...]) -> Ints:
        if self._judging.available.missing(indicator):
            return np.zeros(self._groups.size, dtype=np.int64)
        key = (indicator.key, runs)
        if key not in self._held:
            plan = self._judging.plan(self._batch)
            (self._held[key],) = held_person_days(self._judging.table, [(indicator, runs)], self._groups, plan)
        return self._held[key]

    def _of_last_year(self, rule: Rule) -> LastYears | None:
        """Return last year's events by the same month, and all of them, where the data go back so far."""
        judging, indicator = self._judging, rule.indicator
        last = last_month(rule, judging.targets.run)
        (period,) = self._batch.periods
        span = reported_span(judging.table, judging.catalogue)
        is_known = can_be_projected(indicator, judging.catalogue) and not judging.available.missing(indicator)
        if not is_known or last <= period.end or span.start > period.start - A_YEAR:
            return None
        below = shared_count(indicator, judging.catalogue)
        formula = indicator.denominator if below and indicator.denominator else indicator.numerator
        key = (str(formula), last)
        if key not in self._last_year:
            self._last_year[key] = self._events(formula, Run(period.start, period.end), last)
        return self._last_year[key]

    def _events(self, formula: Formula, so_far: Run, last: int) -> LastYears:
        judging, calendar = self._judging, self._judging.targets.calendar
        runs = (Run(so_far.start, so_far.end), Run(so_far.end + 1, last))
        found = []
        for run in runs:
            before = calendar.period_of(Run(run.start - A_YEAR, run.end - A_YEAR))
            batch = Batch(self._batch.level, (before,), ())
            count = Indicator("events", named("events"), Kind.COUNT, formula)
            found.append(roll_up(judging.table, [count], self._groups, judging.plan(batch))[0]["events"])
        one, rest = found
        known = (one.reported == one.expected) & (rest.reported == rest.expected) & (one.expected > 0)
        terms = [(one.plus, rest.plus), (one.minus, rest.minus)]
        return LastYears(*(LastYear(before, before + later, known) for before, later in terms))
