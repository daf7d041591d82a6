"""Figures that fix each other, held together by interval arithmetic on the rounding of what was printed.

No counts file is needed: a rate and its events give the population, so that two rates of one area and period must give
the same one; a natural increase is the difference of two rates; the parts of a whole add up to it; a count stands in a
report once. What cannot hold under any rule of rounding names the figures that cannot all be right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from popcalc.audit.material import Material
from popcalc.audit.people import implied_people
from popcalc.audit.rounding import Range, widest_range
from popcalc.audit.values import written
from popcalc.definitions.catalogue import NUMBER, Comparison, Formula, Identity, Kind, Moment, Term
from popcalc.language import Text, text


class Between(StrEnum):
    """What figures fix."""

    POPULATION = "population"
    DIFFERENCE = "difference"
    PARTS = "parts"
    COUNT = "count"
    SUM = "sum"
    REPEATED = "repeated"


class Contradiction(Struct, frozen=True):
    """Figures, by their places in the file, that cannot all be right, and why."""

    between: Between
    figures: tuple[int, ...]
    message: Text


def contradictions(materials: Sequence[Material], finders: Finders | None = None) -> list[Contradiction]:
    """Return what cannot all be right among figures of one area and period, by all checks unless others are given."""
    groups: dict[object, dict[int, Material]] = {}
    for place, one in enumerate(materials):
        groups.setdefault(one.place, {})[place] = one
    return [
        found
        for group in groups.values()
        for find, every in finders or FINDERS
        for found in find(group if every else _firsts(group))
    ]


def _firsts(group: Group) -> Group:
    """Return the first figure of each indicator and basis: a later one is held against it by `_repeated`."""
    found: dict[object, int] = {}
    for place, one in group.items():
        found.setdefault((one.figure.indicator.key, one.figure.basis), place)
    return {place: group[place] for place in found.values()}


Group = Mapping[int, Material]


def _populations(group: Group) -> Iterator[Contradiction]:
    """Yield pairs of rates that give different populations, on every pair of bases that the file allows."""
    for (first, one), (second, other) in combinations(_of_kind(group, person_time=True).items(), 2):
        if one.figure.indicator.denominator != other.figure.indicator.denominator:
            continue
        pairs = [
            (left, right)
            for own in one.said
            for its in other.said
            if own is its or one.figure.basis is not None or other.figure.basis is not None
            if (left := implied_people(one, own)) and (right := implied_people(other, its))
        ]
        if pairs and not any(
            _meet(left.span, right.span) or min(left.span.high, right.span.high) <= 0 for left, right in pairs
        ):
            left, right = pairs[0]
            yield Contradiction(
                Between.POPULATION,
                (first, second),
                text(
                    "{first} gives {people}, {second} gives {others}",
                    first=_named(one),
                    people=_people(left.span),
                    second=_named(other),
                    others=_people(right.span),
                ),
            )


def _differences(group: Group) -> Iterator[Contradiction]:
    """Yield a difference of rates that is not that of the rates printed beside it."""
    rates = _of_kind(group, person_time=True)
    for place, whole in rates.items():
        terms = whole.figure.indicator.numerator.terms
        if len(terms) < 2:
            continue
        for parts in _choices(rates, [Formula((replace(term, coefficient=1),)) for term in terms], whole):
            own = widest_range(whole.figure.value, whole.figure.step)
            sides = [widest_range(one.figure.value, one.figure.step) for one in parts.values()]
            total = _sum(sides, [term.coefficient for term in terms])
            if not _meet(own, total):
                yield Contradiction(
                    Between.DIFFERENCE,
                    (place, *parts),
                    text(
                        "{first} is not {formula}, by {parts}",
                        first=_named(whole),
                        formula=str(whole.figure.indicator.numerator),
                        parts=tuple(_named(one) for one in parts.values()),
                    ),
                )


def _choices(rates: Group, wanted: Sequence[Formula], whole: Material) -> Iterator[dict[int, Material]]:
    """Yield the rates of single counts that a difference is made of, per the same population and basis."""
    found: dict[int, Material] = {}
    for numerator in wanted:
        fitting = (
            (place, one)
            for place, one in rates.items()
            if one.figure.indicator.numerator == numerator
            and one.figure.indicator.denominator == whole.figure.indicator.denominator
            and one.figure.indicator.per == whole.figure.indicator.per
            and one.figure.basis == whole.figure.basis
        )
        place, one = next(fitting, (None, None))
        if place is None or one is None:
            return
        found[place] = one
    yield found


def _parts(group: Group) -> Iterator[Contradiction]:
    """Yield shares of one whole that do not add up to it."""
    shares = {place: one for place, one in group.items() if one.figure.indicator.kind is Kind.PROPORTION}
    for found in _wholes(shares):
        ranges = [widest_range(one.figure.value, one.figure.step) for one in found.values()]
        indicator = next(iter(found.values())).figure.indicator
        if not _sum(ranges, [1] * len(found)).holds(Fraction(indicator.per)):
            yield Contradiction(
                Between.PARTS,
                tuple(found),
                text(
                    "{parts} are the parts of {whole} and do not add up to {per}",
                    parts=tuple(_named(one) for one in found.values()),
                    whole=str(indicator.denominator),
                    per=f"{indicator.per:,}",
                ),
            )


def _wholes(shares: Group) -> Iterator[dict[int, Material]]:
    """Yield shares that make up their whole: by a rule of the catalogue, or two whose numerators add up to it."""
    for rule in next(iter(shares.values())).catalogue.identities.values() if shares else ():
        if rule.comparison is Comparison.EQUAL and len(rule.right.terms) > 1:
            parts = [Formula((term,)) for term in rule.right]
            places = [
                next((place for place, one in shares.items() if _is_share(one, part, rule.left)), None)
                for part in parts
            ]
            known = [place for place in places if place is not None]
            if len(known) == len(parts):
                yield {place: shares[place] for place in known}
    for (first, one), (second, other) in combinations(shares.items(), 2):
        whole = one.figure.indicator.denominator
        same = whole == other.figure.indicator.denominator and one.figure.indicator.per == other.figure.indicator.per
        numerators = (one.figure.indicator.numerator, other.figure.indicator.numerator)
        if same and whole is not None and len(whole.terms) == 1 and _added(*numerators) == _added(whole):
            yield {first: one, second: other}


def _is_share(one: Material, part: Formula, whole: Formula) -> bool:
    return one.figure.indicator.numerator == part and one.figure.indicator.denominator == whole


def _added(*formulas: Formula) -> dict[Term, int]:
    """Return how often each count is in a sum of formulas."""
    found: Counter[Term] = Counter()
    for formula in formulas:
        for term in formula:
            found[replace(term, coefficient=1)] += term.coefficient
    return {term: number for term, number in found.items() if number}


def _repeated(group: Group) -> Iterator[Contradiction]:
    """Yield an indicator that is printed twice, with figures that no value has both."""
    stood: dict[object, int] = {}
    for second, other in group.items():
        first = stood.setdefault((other.figure.indicator.key, other.figure.basis), second)
        one = group[first]
        ranges = [widest_range(each.figure.value, each.figure.step) for each in (one, other)]
        if not _meet(*ranges):
            yield Contradiction(
                Between.REPEATED,
                (first, second),
                text("{first} and {second} are no rounding of one value", first=_named(one), second=_named(other)),
            )


def _counts(group: Group) -> Iterator[Contradiction]:
    """Yield counts that stand in the file with different numbers."""
    seen: dict[str, tuple[int, int]] = {}
    for place, one in group.items():
        for key, number in {**one.given, **_itself(one)}.items():
            first, stood = seen.setdefault(key, (place, number))
            if stood != number:
                yield Contradiction(
                    Between.COUNT,
                    tuple(dict.fromkeys((first, place))),
                    text(
                        "{key} is {first} in one place and {second} in another",
                        key=key,
                        first=written(stood, key, one.catalogue),
                        second=written(number, key, one.catalogue),
                    ),
                )


def _itself(one: Material) -> dict[str, int]:
    """Return a printed count that was not rounded, as the count that it is."""
    indicator, figure = one.figure.indicator, one.figure
    is_count = indicator.kind is Kind.COUNT and indicator.key in one.catalogue.counts
    whole = is_count and figure.step == 1 and figure.value >= 0 and not one.catalogue.counts[indicator.key].decimals
    return {indicator.key: int(figure.value)} if whole else {}


def _sums(group: Group) -> Iterator[Contradiction]:
    """Yield rules between counts that the numbers printed for one area and period break."""
    numbers: dict[str, int] = {}
    places: dict[str, int] = {}
    for place, one in group.items():
        for key, number in {**one.given, **_itself(one)}.items():
            numbers.setdefault(key, number)
            places.setdefault(key, place)
    for rule in next(iter(group.values())).catalogue.identities.values() if group else ():
        counts = rule.rule.counts
        if not _is_of_one_report(rule) or not numbers.keys() >= set(counts):
            continue
        left, right = (sum(term.coefficient * numbers[term.count] for term in side) for side in (rule.left, rule.right))
        is_equal = rule.comparison is Comparison.EQUAL
        if left == right or (left < right and not is_equal):
            continue
        yield Contradiction(
            Between.SUM,
            tuple(dict.fromkeys(places[key] for key in counts)),
            text(
                "{left} is {found}, but {right} is {expected}",
                left=str(rule.left),
                found=f"{left:,}",
                right=str(rule.right),
                expected=f"{right:,}",
            )
            if is_equal
            else text(
                "{left} is {found}, more than {right}, which is {expected}",
                left=str(rule.left),
                found=f"{left:,}",
                right=str(rule.right),
                expected=f"{right:,}",
            ),
        )


def _is_of_one_report(rule: Identity) -> bool:
    """Whether the counts of one area and period must obey a rule: a sum of its parts, or a part within its whole."""
    terms = (*rule.left, *rule.right)
    plain = all(term.moment is Moment.PERIOD and term.count != NUMBER for term in terms)
    return rule.severity == "error" and plain and rule.comparison in (Comparison.EQUAL, Comparison.AT_MOST)


Finders = Sequence[tuple[Callable[[Group], Iterator[Contradiction]], bool]]
"""Checks between figures, and whether each looks at every figure or at the first of each indicator."""

FIXED_BY_FIGURES: Finders = (
    (_populations, False),
    (_differences, False),
    (_parts, False),
    (_repeated, True),
)
"""The checks of what rates and shares say of each other."""
FINDERS: Finders = (*FIXED_BY_FIGURES, (_counts, True), (_sums, True))
"""All of them, those of counts among them."""


def _of_kind(group: Group, *, person_time: bool) -> dict[int, Material]:
    return {place: one for place, one in group.items() if one.figure.indicator.has_basis is person_time}


def _meet(one: Range, other: Range) -> bool:
    return one.low <= other.high and other.low <= one.high


def _sum(ranges: Sequence[Range], factors: Sequence[int]) -> Range:
    ends = [sorted((factor * one.low, factor * one.high)) for one, factor in zip(ranges, factors, strict=True)]
    return Range(sum((low for low, _ in ends), Fraction(0)), sum((high for _, high in ends), Fraction(0)))


def _named(one: Material) -> str:
    return f"{one.figure.indicator.key} {one.figure.printed.written}"


def _people(span: Range) -> Text:
    low, high = span.whole
    return text("{low} to {high} people", low=f"{low:,}", high=f"{high:,}")
