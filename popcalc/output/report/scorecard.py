"""The scorecard: areas down, targets across, in each cell the verdict, the figure and where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec.structs import replace

from popcalc.definitions.catalogue import Indicator, IntervalModel, Kind
from popcalc.doubts import EMPTY_CELLS
from popcalc.language import Text, text
from popcalc.output.page.tables import Cell, Head, Table, Tone
from popcalc.output.report.words import WITHOUT, Words
from popcalc.output.verdict_words import NOTHING, VerdictWords, in_words, target_labels
from popcalc.records import EXACT_DENOMINATOR, EXACT_NUMERATOR, VerdictResults
from popcalc.visible import visible

MET, MISSED, NO_DATA, MAYBE = "✓", "✗", "—", "?"
BETWEEN = "\u2003"
"""Stands between the parts of a legend."""
MOST_WITH_SHORT = 5
"""With more targets what is short has no room beside them; the section on missed targets has it."""
UP, DOWN, SAME = "↑", "↓", "→"
ARROWS: Mapping[str, Text] = {
    UP: text("higher than last year"),
    DOWN: text("lower than last year"),
    SAME: text("as last year"),
}

Verdict = tuple[Mapping[str, object], VerdictWords]


def verdicts_by_place(words: Words, results: VerdictResults) -> dict[tuple[str, str], Verdict]:
    """Return each verdict, as a record and in words, by area and target."""
    records = results.columns
    lists = records.lists()
    rows = [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
    said = in_words(results, records, words.language)
    return {(str(row["area"]), str(row["target"])): (row, one) for row, one in zip(rows, said, strict=True)}


def scorecard(words: Words, results: VerdictResults) -> Table:
    """Return the table of all verdicts; the total has figures and no verdict, as targets are those of areas."""
    report = words.report
    found = verdicts_by_place(words, results)
    shown = [name for name in results.rules if any(target == name for _, target in found)]
    bounds = {name: _usual_bound(name, found) for name in shown}
    rows = []
    levels = {str(row["level"]) for row, _ in found.values()}
    for place in report.places:
        cells = [Cell(words.marked(place, report.unsent(place)), is_words=True)]
        short: list[str] = []
        for name in shown:
            one = found.get((place.key, name))
            if one is None:
                cells.append(
                    _figure(words, place.key, results.rules[name].indicator.key) if place.is_total else Cell("")
                )
                continue
            cells.append(_verdict(words, *one, bounds[name], results.rules[name].indicator.key))
            behind = one[0]["behind"]
            if one[0]["status"] == "fail" and isinstance(behind, float) and behind > 0 and not _of_both(results, name):
                short.append(_short(words, results.rules[name].indicator, behind))
        cells.append(Cell(words(text("; ")).join(short), is_words=True))
        rows.append(cells)
    heads = [
        Head(words.level),
        *(
            Head(one, _bound(words, bounds[name], results, name))
            for name, one in _labels(words, results, shown).items()
        ),
        Head(words(text("Short today"))),
    ]
    if len(shown) > MOST_WITH_SHORT or all(not row[-1].words for row in rows):
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    return Table([heads], rows, _notes(words, found, levels), total=True)


def _of_both(results: VerdictResults, name: str) -> bool:
    """Whether a number short says too little: more of a part is more of its whole, and of two sexes none is wanted."""
    indicator = results.rules[name].indicator
    is_part = indicator.kind is Kind.PROPORTION and indicator.interval is IntervalModel.BINOMIAL
    return is_part or indicator.interval is IntervalModel.ODDS


def _short(words: Words, indicator: Indicator, behind: float) -> str:
    """Return how many of what an indicator counts are missing today: `Crude birth rate: 8 persons short`."""
    counted = words.report.catalogue.counts[indicator.numerator.counts[0]].unit
    named = words.report.catalogue.units.get(counted)
    unit = visible(words.language.label(named) if named else counted)
    return words(
        text("{label}: {number} {unit} short", label=words.label(indicator.key), number=f"{behind:,.0f}", unit=unit)
    )


def _bound(words: Words, bound: str, results: VerdictResults, name: str) -> str:
    """Return a bound with its unit: `≥ 7.5 ‰`, `103–107, females = 100`."""
    key = results.rules[name].indicator.key
    with_unit, unit = words.with_unit(bound, key), words.unit(key)
    return with_unit if with_unit != bound or not unit else words(text("{bound}, {unit}", bound=bound, unit=unit))


def _labels(words: Words, results: VerdictResults, shown: list[str]) -> dict[str, str]:
    labels = target_labels(results, words.language)
    own = {name: results.rules[name] for name in shown}
    # Units stand beneath, with the bounds.
    plain = {name: rule.title or words.label(rule.indicator.key) for name, rule in own.items()}
    once = len(set(plain.values())) == len(plain)
    return plain if once else {name: labels[name] for name in shown}


def _usual_bound(name: str, found: Mapping[tuple[str, str], Verdict]) -> str:
    bounds = [one.bound for (_, target), (_, one) in found.items() if target == name]
    return max(dict.fromkeys(bounds), key=bounds.count)


def tone_of(row: Mapping[str, object]) -> Tone:
    """Return the colour of a verdict."""
    if row["status"] == "pass":
        return Tone.MET
    if row["status"] != "fail":
        return Tone.NO_DATA
    return Tone.MAYBE if row["evidence"] == "uncertain" else Tone.MISSED


def _verdict(words: Words, row: Mapping[str, object], said: VerdictWords, usual: str, key: str) -> Cell:
    tone = tone_of(row)
    mark = {Tone.MET: MET, Tone.NO_DATA: NO_DATA}.get(tone, MISSED)
    tail = MAYBE if tone is Tone.MAYBE else ""
    if said.bound != usual:
        tail = f"{tail} ({said.bound})".strip()
    if tone is Tone.NO_DATA:
        # A figure that is not to be judged would pass for one.
        return Cell("", tone=tone, mark=mark, tail=tail)
    figure = said.figure.removesuffix(f" {words.unit(key)}")
    last, value = row.get("compared_value"), row["value"]
    cell = Cell(
        figure,
        value if isinstance(value, float) and value == value else None,
        words.decimals(key),
        tone=tone,
        mark=mark,
        tail=tail,
    )
    return _with_arrow(words, cell, _exact(row), last if isinstance(last, float) and last == last else None)


def _exact(row: Mapping[str, object]) -> Fraction | None:
    above, below = row[EXACT_NUMERATOR], row[EXACT_DENOMINATOR]
    return Fraction(int(str(above)), int(str(below))) if below and above is not None else None


def _figure(words: Words, area: str, key: str) -> Cell:
    figure = words.report.year.get((area, key))
    if figure is None or figure.value is None:
        return Cell(NOTHING)
    if EMPTY_CELLS in figure.flags:
        return Cell("", tone=Tone.NO_DATA, mark=NO_DATA)
    cell = Cell(words.number(figure.value, key), float(figure.value), words.decimals(key))
    last = words.report.both[area, key].last
    return _with_arrow(words, cell, figure.value, None if last is None else float(last))


def _with_arrow(words: Words, cell: Cell, value: Fraction | None, last: float | None) -> Cell:
    """Return a cell with an arrow from last year's figure."""
    if value is None or last is None:
        return cell
    number = float(value)
    arrow = SAME if number == last else UP if number > last else DOWN
    return replace(cell, arrow=arrow, hint=words(ARROWS[arrow]))


def _notes(words: Words, found: Mapping[tuple[str, str], Verdict], levels: set[str]) -> list[str]:
    tones = {tone_of(row) for row, _ in found.values()}
    said = [words(text("{mark} met", mark=MET)), words(text("{mark} missed", mark=MISSED))]
    if Tone.MAYBE in tones:
        said.append(words(text("{mark} few events, perhaps by chance", mark=MAYBE)))
    if Tone.NO_DATA in tones:
        said.append(words(text("{mark} no verdict", mark=NO_DATA)))
    if words.report.has_last_year:
        said.append(words(text("{up} {down} against the same months of last year", up=UP, down=DOWN)))
    notes = [BETWEEN.join(said)]
    if "all" not in levels:
        notes.append(words(text("{whole}: figures only, the targets are those of each area.", whole=words.whole)))
    reasons = dict.fromkeys(one.to_go for row, one in found.values() if row["status"] == "no_data" and one.to_go)
    if reasons:
        notes.append(words(text("No verdict: {reasons}.", reasons=tuple(reasons))))
    marked = [
        text("{area} {months}", area=words.row(one), months=words.dated(months))
        for one in words.report.places
        if (months := words.report.unsent(one))
    ]
    if marked:
        notes.append(words(text("{mark} without what is not reported: {areas}", mark=WITHOUT, areas=tuple(marked))))
    return notes
