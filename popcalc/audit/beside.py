"""Printed rates that stand beside their counts, held against what the counts of their rows give.

All sums are made at once, by area and period. Most figures are what the counts print, and whole numbers tell that;
only of the others, and of those that somebody looks at, is everything found out, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, overload

import numpy as np
from msgspec.structs import replace

from popcalc.aggregation import Totals
from popcalc.audit.audit import Audit, Audited
from popcalc.audit.classes import FAILS, RIGHT, Class, classify
from popcalc.audit.consistency import FIXED_BY_FIGURES, Contradiction, contradictions
from popcalc.audit.hypotheses import Wrong, explain_wrong
from popcalc.audit.material import Material, material_of
from popcalc.audit.placed_sums import PlacedSums, placed_sums
from popcalc.audit.shown_cells import shown_figures
from popcalc.audit.together import with_values
from popcalc.audit.values import Computed, Steps, Time, derivations, time_of
from popcalc.definitions.available import Available
from popcalc.definitions.catalogue import Basis, Catalogue
from popcalc.definitions.printed import Printed, PrintedFigure
from popcalc.definitions.printed_forms import PrintedForm
from popcalc.definitions.targets import possible_range
from popcalc.errors import RequestError, fault
from popcalc.language import text
from popcalc.periods import Calendar, Run
from popcalc.rates import rate
from popcalc.village_months import NO_AREA, PrintedRates, TotalRow, VillageMonths

if TYPE_CHECKING:
    from popcalc.arrays import Ints


LOOKED_AT = 50
"""So many figures of a column are looked at for one that is right in the unit of its indicator."""
PART = 5_000
"""So many figures are computed together."""
UNITS = (1, 100, 1_000, 10_000, 100_000)
"""What rates are per where nothing says it, and they do not fit the unit of their indicator."""


def audit_rates(table: VillageMonths, catalogue: Catalogue, calendar: Calendar, there: Available) -> Audit:
    """Hold the printed rates of a table against its counts; raises RequestError where it has none."""
    if table.rates is None:
        sentence = text(
            "no column of these files is one of rates beside their counts: `popcalc audit` looks for headers such as "
            "Crude birth rate (‰), or takes a file of printed figures (YAML, or CSV with the columns indicator and "
            "printed) before the files of counts"
        )
        raise RequestError([fault("NO_RATES", sentence)])
    shown = shown_figures(table.rates)
    sums = placed_sums(table, table.rates, np.array(shown.spots, dtype=np.int64), catalogue, calendar, there)
    figures = Beside(table, table.rates, shown.spots, shown.forms, sums, calendar)
    return Audit(
        Printed(calendar=calendar, figures=()),
        catalogue,
        figures,
        figures.classes,
        figures.contradictions,
        tuple(shown.unchecked),
    )


class Beside(Sequence[Audited]):
    """The printed rates of a table in order, each found out about when it is asked for."""

    def __init__(
        self,
        table: VillageMonths,
        rates: PrintedRates,
        spots: Sequence[int],
        forms: Sequence[PrintedForm],
        sums: PlacedSums,
        calendar: Calendar,
    ) -> None:
        self._table, self._rates, self._sums, self._calendar = table, rates, sums, calendar
        self._spots, self._forms = spots, list(forms)
        self._keys = [rates.columns[column].indicator for column in rates.column[list(spots)].tolist()]
        self._places = sums.place.tolist()
        self._groups: dict[int, list[int]] = {}
        rows: dict[tuple[str, int, Run], int] = {}
        for number, place in enumerate(self._places):
            if rates.area[spots[number]] == NO_AREA:
                # The figures of one row are of one place, below all others.
                stands = self._figure(number)
                assert stands.run is not None, "a row of totals has its months"
                row = (stands.place.file, stands.place.row or 0, stands.run)
                place = self._places[number] = rows.setdefault(row, -1 - len(rows))
            self._groups.setdefault(place, []).append(number)
        self._villages = frozenset(table.areas.keys[: table.areas.villages])
        self._steps: dict[frozenset[str], Steps] = {}
        self._times: dict[Run, Time] = {}
        self._contradicted: dict[int, list[int]] = {}
        self.classes = self._classes()
        self.contradictions = tuple(self._find_contradictions())
        for number, one in enumerate(self.contradictions):
            for figure in one.figures:
                self._contradicted.setdefault(figure, []).append(number)

    def __len__(self) -> int:
        return len(self._forms)

    @overload
    def __getitem__(self, number: int) -> Audited: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Audited]: ...
    def __getitem__(self, number: int | slice) -> Audited | Sequence[Audited]:
        if isinstance(number, slice):
            numbers = range(*number.indices(len(self)))
            return [
                self._found_out(one, material) for one, material in zip(numbers, self._together(numbers), strict=True)
            ]
        return self._found_out(number, self._material(number))

    def _together(self, numbers: Sequence[int]) -> list[Material]:
        """Return what some figures are held against, with values that are computed together."""
        materials = [self._material(number) for number in numbers]
        alike: dict[tuple[str, Time], list[int]] = {}
        for spot, one in enumerate(materials):
            if one.totals is not None:
                alike.setdefault((one.figure.indicator.key, one.time), []).append(spot)
        for (key, _), spots in alike.items():
            places = self._sums.place[[numbers[spot] for spot in spots]]
            totals = self._sums.totals[key].over(lambda column, places=places: column[places])
            for spot, one in zip(spots, with_values([materials[spot] for spot in spots], totals), strict=True):
                materials[spot] = one
        return materials

    def _found_out(self, number: int, material: Material) -> Audited:
        judged = classify(material)
        contradicted = tuple(self._contradicted.get(number, ()))
        wrong = Wrong()
        if judged.found is Class.WRONG and judged.computed is not None:
            wrong = explain_wrong(*self._as_written(material, judged.computed), *self._near(number))
        return Audited(material, judged, wrong, contradicted)

    def _material(self, number: int) -> Material:
        """Return what a figure is held against."""
        key, place = self._keys[number], self._places[number]
        figure = self._figure(number)
        if (own := self._counts_in_row(number)) is not None:
            return material_of(figure, self._sums.catalogue, time_of(figure.run, self._calendar), own)
        counts = self._sums.counts(self._sums.parts[key], place)
        steps = self._steps.get(keys := frozenset(counts))
        if steps is None:
            steps = self._steps[keys] = derivations(counts, self._sums.catalogue)
        assert figure.run is not None, "figures beside counts have their months"
        if (time := self._times.get(figure.run)) is None:
            time = self._times[figure.run] = time_of(figure.run, self._calendar)
        return material_of(figure, self._sums.catalogue, time, counts, self._sums.of(key, place), steps)

    def _total(self, number: int) -> TotalRow | None:
        """Return the row of totals that a figure stands in."""
        total = int(self._rates.total[self._spots[number]])
        return self._rates.totals[total] if total >= 0 else None

    def _counts_in_row(self, number: int) -> Mapping[str, int] | None:
        """Return the counts in a row of totals where these are not what the rows of its area add up to."""
        total = self._total(number)
        if total is None:
            return None
        if int(self._rates.area[self._spots[number]]) != NO_AREA:
            sums = self._sums.counts(self._sums.parts[self._keys[number]], self._places[number])
            if all(sums.get(key, count) == count for key, count in total.counts.items()):
                return None
        return total.counts

    def _figure(self, number: int) -> PrintedFigure:
        rates, spot, form = self._rates, self._spots[number], self._forms[number]
        column = rates.columns[rates.column[spot]]
        area = int(rates.area[spot])
        total = self._total(number)
        indicator = self._sums.catalogue.indicators[self._keys[number]]
        factor = form.factor(indicator)
        return PrintedFigure(
            indicator,
            form,
            area=self._table.areas.keys[area] if area >= 0 else total.name if total and area == NO_AREA else "",
            where=column.header,
            value=form.number * factor,
            step=factor / 10**form.places,
            run=Run(int(rates.start[spot]), int(rates.end[spot])),
            place=replace(column.place, row=int(rates.row[spot])),
            is_beside=True,
        )

    def _as_written(self, material: Material, computed: Computed) -> tuple[Material, Computed]:
        """Return the counts of one village as they stand in its row, where they give what its sums do.

        Then there are digits that somebody wrote, in which slips are looked for.
        """
        own = replace(material, totals=None, ready=None)
        if own.lacking or own.figure.area not in self._villages:
            return material, computed
        found = own.computed(computed.way.basis or Basis.PERIOD)
        return (own, found) if found is not None and found.value == computed.value else (material, computed)

    def _near(self, number: int) -> tuple[dict[str, int], set[str]]:
        """Return the counts of the same area and months, and those that figures which are right rest on."""
        same = self._group_of(number)
        others: dict[str, int] = {}
        confirmed: set[str] = set()
        for other in same:
            parts = self._sums.parts[self._keys[other]]
            own = self._counts_in_row(other)
            others |= own if own is not None else self._sums.counts(parts, self._places[other])
            if self.classes[other] in RIGHT:
                confirmed.update(parts)
        return others, confirmed

    def _group_of(self, number: int) -> Sequence[int]:
        """Return the figures of the same area and months."""
        return self._groups.get(self._places[number], (number,))

    def _classes(self) -> list[Class]:
        """Return the class of each figure; of most, whole numbers tell it."""
        found: list[Class | None] = [None] * len(self)
        columns = self._rates.column[list(self._spots)]
        for column in np.unique(columns).tolist():
            numbers = np.flatnonzero(columns == column)
            totals = self._sums.totals.get(self._keys[numbers[0]])
            if totals is not None:
                for number, own in zip(numbers.tolist(), self._in_their_unit(numbers, totals), strict=True):
                    found[number] = own if self._rates.total[self._spots[number]] < 0 else None
        others = [number for number, one in enumerate(found) if one is None]
        for first in range(0, len(others), PART):
            some = others[first : first + PART]
            for number, material in zip(some, self._together(some), strict=True):
                found[number] = classify(material).found
        return [one for one in found if one is not None]

    def _in_their_unit(self, numbers: Ints, totals: Totals) -> list[Class | None]:
        """Return the classes of the figures of a column as far as they are plain, in the unit that fits them.

        Where nothing says what they are per, they are in the unit of their indicator, unless none of them is right in
        that and at least half of them are in another.
        """
        found = list(self._plainly_right(numbers, totals, Basis.PERIOD))
        own = [self._forms[number] for number in numbers.tolist()]
        # Any unit prints 0 of a small enough figure.
        telling = numbers[[form.number != 0 for form in own]]
        if any(form.per for form in own) or any(self._is_right(number) for number in telling[:LOOKED_AT].tolist()):
            return found
        for per in UNITS:
            in_unit = {form: replace(form, per=per) for form in set(own)}
            for number, form in zip(numbers.tolist(), own, strict=True):
                self._forms[number] = in_unit[form]
            if len(telling) and 2 * self._are_right(telling, totals) >= len(telling):
                return list(self._plainly_right(numbers, totals, Basis.PERIOD))
        for number, form in zip(numbers.tolist(), own, strict=True):
            self._forms[number] = form
        return found

    def _is_right(self, number: int) -> bool:
        return classify(self._material(number)).found in RIGHT

    def _are_right(self, numbers: Ints, totals: Totals) -> int:
        """Return how many figures are plainly right, on either basis."""
        on_both = [self._plainly_right(numbers, totals, basis) for basis in Basis]
        return sum(any(several) for several in zip(*on_both, strict=True))

    def _plainly_right(self, numbers: Ints, totals: Totals, basis: Basis) -> Iterator[Class | None]:
        """Yield the class of figures that are the value on a basis itself, or that rounded half up; None of others.

        On the basis of the period these come before all other classes but those of figures that nothing can be.
        """
        indicator = self._sums.catalogue.indicators[self._keys[numbers[0]]]
        places = self._sums.place[numbers]
        days = np.array([one.days for one in self._sums.periods], dtype=np.int64)[places % len(self._sums.periods)]
        figures = rate(indicator, totals.over(lambda column: column[places]), days, basis, self._sums.catalogue)
        impossible = figures.flags.get("impossible", np.zeros(len(numbers), dtype=np.bool_))
        low, high = possible_range(indicator)
        of_form: dict[int, tuple[int, int, int, bool]] = {}
        for number, top, bottom, is_impossible in zip(
            numbers.tolist(),
            figures.exact_numerator.tolist(),
            figures.exact_denominator.tolist(),
            impossible.tolist(),
            strict=True,
        ):
            form = self._forms[number]
            if (known := of_form.get(id(form))) is None:
                factor = form.factor(indicator)
                value, step = form.number * factor, factor / 10**form.places
                may_be = (low is None or value >= low) and (high is None or value <= high) and value != indicator.per
                known = of_form[id(form)] = (int(value / step), step.numerator, step.denominator, may_be)
            digits, above, below, may_be = known
            if not bottom or is_impossible or not may_be:
                yield None
                continue
            # In steps of the last digit: the value is top x below / (bottom x above), and is printed as `digits`.
            scaled, one = top * below, bottom * above
            if scaled == digits * one:
                yield Class.EXACT
            else:
                off = 2 * (scaled - digits * one)
                rounded = -one <= off < one if digits > 0 else -one < off <= one if digits < 0 else -one < off < one
                yield Class.ROUNDED if rounded else None

    def _find_contradictions(self) -> Iterator[Contradiction]:
        """Yield what cannot all be right of one area and months, where the counts do not tell what is wrong."""
        for numbers in self._groups.values():
            classes = [self.classes[number] for number in numbers]
            if len(numbers) < 2 or set(classes) <= set(RIGHT) or not FAILS.isdisjoint(classes):
                continue
            materials = [replace(self._material(number), totals=None) for number in numbers]
            for one in contradictions(materials, FIXED_BY_FIGURES):
                yield replace(one, figures=tuple(numbers[place] for place in one.figures))
