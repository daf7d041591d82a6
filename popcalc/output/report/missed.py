"""Missed targets: how far, how sure, and which villages contribute most."""

from __future__ import annotations

import math
from collections.abc import Mapping

from popcalc.definitions.targets import Effect
from popcalc.language import Text, text
from popcalc.output.numbers import half_up_float
from popcalc.output.page.tables import Cell, Head, Table
from popcalc.output.report.scorecard import tone_of, verdicts_by_place
from popcalc.output.report.words import Words
from popcalc.output.verdict_words import VerdictWords, decimals_of_words
from popcalc.records import VerdictResults
from popcalc.visible import visible

SURE: Mapping[str, Text] = {
    "": text("–"),
    "uncertain": text("perhaps by chance"),
    "clear": text("surely missed"),
    "strong": text("surely missed"),
}


def missed_targets(words: Words, results: VerdictResults) -> Table | None:
    """Return a row for each target that an area misses; None where none does."""
    report = words.report
    found = verdicts_by_place(words, results)
    drivers = _drivers(results)
    rows = []
    for place in report.places:
        for name, rule in results.rules.items():
            one = found.get((place.key, name))
            if one is None or one[0]["status"] != "fail":
                continue
            row, said = one
            value = row["value"]
            key = rule.indicator.key
            rows.append(
                [
                    Cell(words.row(place), is_words=True),
                    Cell(rule.title or words.label(key), is_words=True),
                    Cell(
                        said.figure.removesuffix(f" {words.unit(key)}"),
                        value if isinstance(value, float) else None,
                        words.decimals(key),
                        tone=tone_of(row),
                    ),
                    Cell(said.bound),
                    Cell(words(SURE[str(row["evidence"])]), is_words=True),
                    Cell(_short(words, row, said, results.effects[name]), is_words=True),
                    Cell(words.names(drivers.get((place.key, name), [])), is_words=True),
                ]
            )
    if not rows:
        return None
    heads = [
        Head(words.level),
        Head(words(text("Target"))),
        Head(words(text("Figure"))),
        Head(words(text("Bound"))),
        Head(words(text("How sure"))),
        Head(words(text("Short, and to the end of the year"))),
        Head(words(text("Villages that contribute most"))),
    ]
    return Table([heads], rows, is_list=True)


def _short(words: Words, row: Mapping[str, object], said: VerdictWords, effect: Effect) -> str:
    """Return what would mend a figure; where no number of events would, how far it is from its bound, in its unit."""
    number, margin = row["to_go"], row["margin"]
    is_number = isinstance(number, float) and not math.isnan(number)
    if (is_number and effect is not Effect.ODDS) or not isinstance(margin, float):
        return said.to_go
    away = half_up_float(abs(margin), decimals_of_words(said.figure), thousands=",")
    far = text("{number} above the bound", number=away) if margin > 0 else text("{number} below the bound", number=away)
    return words(text("; ")).join(filter(None, (words(far), said.to_go)))


def _drivers(results: VerdictResults) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    if results.drivers is None:
        return found
    columns = (results.drivers[name].tolist() for name in ("area", "target", "village_name"))
    for area, target, village in zip(*columns, strict=True):
        found.setdefault((str(area), str(target)), []).append(visible(str(village)))
    return found
