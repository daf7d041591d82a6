"""The audit as a whole: each figure with its class, what would make a wrong one right, and what contradicts what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from popcalc.audit.classes import FAILS, RIGHT, Class, Judged, classify
from popcalc.audit.consistency import Contradiction, contradictions
from popcalc.audit.hypotheses import Wrong, explain_wrong
from popcalc.audit.material import Material, material_of
from popcalc.audit.unchecked import Unchecked
from popcalc.audit.values import time_of
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.printed import Printed, PrintedFigure

BESIDE = 100
"""So many figures of one area and period are looked through for counts that one may have been taken for."""


class Audited(Struct, frozen=True, eq=False):
    """One printed figure and what was found of it; `contradicted` are the places of what contradicts it."""

    material: Material
    judged: Judged
    wrong: Wrong = Wrong()
    contradicted: tuple[int, ...] = ()

    @property
    def figure(self) -> PrintedFigure:
        """The figure as it was printed."""
        return self.material.figure

    @property
    def fails(self) -> bool:
        """Whether it is wrong or impossible."""
        return self.judged.found in FAILS


class Audit(Struct, frozen=True, eq=False):
    """All printed figures in the order of their file, each with its class, and what cannot all be right.

    `unchecked` are rates beside counts that are no figures, or of no indicator.
    """

    printed: Printed
    catalogue: Catalogue
    figures: Sequence[Audited]
    classes: Sequence[Class]
    contradictions: tuple[Contradiction, ...]
    unchecked: tuple[Unchecked, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether a figure is wrong or impossible, or some cannot all be right."""
        return bool(self.contradictions) or not FAILS.isdisjoint(self.classes)

    def of(self, found: Class) -> Iterator[Audited]:
        """Yield the figures of a class."""
        return (self.figures[number] for number, one in enumerate(self.classes) if one is found)


def audit(printed: Printed, catalogue: Catalogue, of_sources: Mapping[int, Material] | None = None) -> Audit:
    """Hold the figures of a file against their counts, those `of_sources` (by place in the file) against their sums."""
    own = [own_material(figure, printed, catalogue) for figure in printed.figures]
    materials = [(of_sources or {}).get(place, one) for place, one in enumerate(own)]
    judged = [classify(one) for one in materials]
    found = contradictions(own)
    beside: dict[object, list[int]] = {}
    for place, one in enumerate(materials):
        beside.setdefault(one.place, []).append(place)
    contradicted: dict[int, list[int]] = {}
    for number, each in enumerate(found):
        for place in each.figures:
            contradicted.setdefault(place, []).append(number)
    figures = []
    for place, (one, its) in enumerate(zip(materials, judged, strict=True)):
        wrong = Wrong()
        if its.found is Class.WRONG and its.computed is not None:
            near = beside[one.place][:BESIDE]
            confirmed = {key for other in near if judged[other].found in RIGHT for key in materials[other].given}
            wrong = explain_wrong(one, its.computed, _counts_of(materials[other] for other in near), confirmed)
        figures.append(Audited(one, its, wrong, tuple(contradicted.get(place, ()))))
    return Audit(printed, catalogue, figures, [one.found for one in judged], tuple(found))


def own_material(figure: PrintedFigure, printed: Printed, catalogue: Catalogue) -> Material:
    """Return the counts that are printed beside a figure."""
    counts = {key: int(number) for key, number in figure.counts.items()}
    return material_of(figure, catalogue, time_of(figure.run, printed.calendar), counts)


def _counts_of(materials: Iterable[Material]) -> dict[str, int]:
    return {key: number for one in materials for key, number in one.given.items()}
