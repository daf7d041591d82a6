"""What makes the entries of a catalogue fit each other: natures, kinds, intervals, and names that mean one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from popcalc.definitions.catalogue import (
    NUMBER,
    TRAITS,
    Comparison,
    Formula,
    Identity,
    Indicator,
    IntervalModel,
    Kind,
    Moment,
    Nature,
    Term,
)
from popcalc.definitions.units import per_of_unit
from popcalc.language import Text, text
from popcalc.vocabulary.characters import folded

# The chance models that make sense of each kind, the usual one first.
INTERVALS: Mapping[Kind, tuple[IntervalModel, ...]] = {
    Kind.RATE: (IntervalModel.POISSON, IntervalModel.NONE),
    Kind.RATE_DIFFERENCE: (IntervalModel.MOVER, IntervalModel.NONE),
    Kind.PROPORTION: (IntervalModel.BINOMIAL, IntervalModel.NONE),
    Kind.RATIO: (IntervalModel.NONE, IntervalModel.ODDS, IntervalModel.POISSON),
    Kind.CHANGE: (IntervalModel.NONE,),
    Kind.QUOTA: (IntervalModel.NONE,),
    Kind.COUNT: (IntervalModel.NONE, IntervalModel.POISSON, IntervalModel.MOVER),
    Kind.MEAN: (IntervalModel.NONE,),
}

# A part of an entry (numerator, denominator, per, interval) and what is wrong with it.
Complaint = tuple[str, Text]


def default_interval(
    kind: Kind, numerator: Formula, denominator: Formula | None, natures: Mapping[str, Nature]
) -> IntervalModel:
    """Return the chance model of an indicator that names none; a proportion has one when flows stand over flows."""
    usual = INTERVALS[kind][0]
    if kind is Kind.PROPORTION:
        terms = (*numerator, *(denominator or ()))
        return usual if all(natures[term.count] is Nature.FLOW for term in terms) else IntervalModel.NONE
    return usual


def check_indicator(indicator: Indicator, natures: Mapping[str, Nature], *, per_given: bool) -> Iterator[Complaint]:
    """Yield what does not fit in an indicator whose counts all exist; `natures` holds those of its counts."""
    kind = indicator.kind
    for term in indicator.numerator:
        yield from _named("numerator", _wrong_in_numerator(term, natures[term.count], kind))
    for term in indicator.denominator or ():
        yield from _named("denominator", _wrong_in_denominator(term, natures[term.count], kind))
    if kind is Kind.COUNT and indicator.denominator:
        yield "denominator", text("an indicator of kind count has no denominator: leave it out, or choose another kind")
    if kind is not Kind.COUNT and not indicator.denominator:
        yield "", text("denominator: an indicator of kind {kind} needs one", kind=kind.value)
    if kind is Kind.COUNT and indicator.per != 1:
        yield "per", text("an indicator of kind count has no per")
    if indicator.has_basis and not per_given:
        yield "", text("per: an indicator of kind {kind} needs it, for example per: 1000", kind=kind.value)
    per_of_its_unit = per_of_unit(folded(indicator.unit))
    if kind is not Kind.COUNT and per_of_its_unit and indicator.per != per_of_its_unit:
        sentence = text(
            "the unit {unit} is per {wanted}, and the figure is per {per}: write per: {wanted}, or another unit",
            unit=indicator.unit,
            wanted=per_of_its_unit,
            per=indicator.per,
        )
        yield "per" if per_given else "unit", sentence
    if indicator.interval not in INTERVALS[kind]:
        yield (
            "interval",
            text(
                "{own} does not fit kind {kind}, which takes {fitting}",
                own=indicator.interval.value,
                kind=kind.value,
                fitting=" or ".join(interval.value for interval in INTERVALS[kind]),
            ),
        )


def check_derivation(key: str, nature: Nature, formula: Formula, natures: Mapping[str, Nature]) -> Iterator[Text]:
    """Yield why a formula cannot stand in for a count: through itself, or through counts that add up otherwise."""
    for term in formula:
        if term.count == key:
            yield text("{count} cannot be derived from itself", count=key)
        elif term.moment is not Moment.PERIOD:
            yield text("a derived count is made of plain counts: write {count}", count=term.count)
        elif term.count in natures and natures[term.count] is not nature:
            yield text(
                "{count} is a {nature}: a {own} is derived from counts of its own nature",
                count=term.count,
                nature=natures[term.count].value,
                own=nature.value,
            )


def check_identity(identity: Identity, natures: Mapping[str, Nature]) -> Iterator[Complaint]:
    """Yield what does not fit in a rule whose counts all exist; a plain stock is the figure of the row."""
    comparison = identity.comparison
    part = comparison.value if comparison.is_pair else "rule"
    for term in (*identity.left, *identity.right):
        nature = natures.get(term.count, Nature.STOCK)
        if term.moment is not Moment.PERIOD and nature is not Nature.STOCK:
            yield part, _only_of_stocks(term, nature)
        elif identity.over != "month" and term.count != NUMBER and nature is not Nature.FLOW:
            yield (
                "over",
                text(
                    "{count} is a {nature}: only flows are added up over months", count=term.count, nature=nature.value
                ),
            )
    if comparison in (Comparison.COMPULSORY, Comparison.EXCLUSIVE) and identity.missing != "skip_if_any":
        yield "missing", text("a pair is about what is missing: leave this key out")


def _named(part: str, sentence: Text | None) -> Iterator[Complaint]:
    if sentence is not None:
        yield part, sentence


def _wrong_in_numerator(term: Term, nature: Nature, kind: Kind) -> Text | None:
    if nature is Nature.QUOTA and kind is not Kind.COUNT:
        return text("{count} is a quota: it stands in the denominator of kind quota, or in a count", count=term.count)
    if TRAITS[kind].person_time and nature is Nature.STOCK:
        return text("{count} is a stock: the numerator of a rate counts events", count=term.count)
    return _wrong_moment(term, nature)


def _wrong_in_denominator(term: Term, nature: Nature, kind: Kind) -> Text | None:
    if nature is Nature.QUOTA and kind is not Kind.QUOTA:
        return text("{count} is a quota: only kind quota divides by it", count=term.count)
    if not TRAITS[kind].person_time:
        return _wrong_moment(term, nature)
    if nature is not Nature.STOCK:
        return text("{count} is a {nature}: a rate divides by stocks", count=term.count, nature=nature.value)
    if term.moment is not Moment.PERIOD:
        return text("a rate divides by person-time: write {count}", count=term.count)
    return None


def _wrong_moment(term: Term, nature: Nature) -> Text | None:
    if nature is Nature.STOCK and term.moment is Moment.PERIOD:
        return text("{count} is a stock: write closing({count}) or opening({count})", count=term.count)
    if nature is not Nature.STOCK and term.moment is not Moment.PERIOD:
        return _only_of_stocks(term, nature)
    return None


def _only_of_stocks(term: Term, nature: Nature) -> Text:
    return text(
        "{count} is a {nature}: {moment}(...) is for stocks, write {count}",
        count=term.count,
        nature=nature.value,
        moment=term.moment.value,
    )
