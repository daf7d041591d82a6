"""What does not fit together in a catalogue, among entries that are right in themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from popcalc.definitions import rules
from popcalc.definitions.catalogue import Catalogue, Count, Identity, Indicator, Nature
from popcalc.definitions.columns import LEVELS, MEANINGS
from popcalc.definitions.entries import Entries, Entry
from popcalc.definitions.headers import normal_header
from popcalc.definitions.strict_yaml import Node, at
from popcalc.errors import Fault, did_you_mean, fault
from popcalc.language import Text, plural, text

RESERVED = (*MEANINGS, *LEVELS)
Natures = Mapping[str, Nature]


class Misfit(NamedTuple):
    """A part of an entry that does not fit the natures of the counts it names."""

    code: str
    entry: Entry[Any]
    part: tuple[str | int, ...]
    sentence: Text
    counts: tuple[str, ...]


def misfits(entries: Entries, base: Catalogue, named: Sequence[str]) -> Iterator[Fault]:
    """Yield every fault that takes more than one value to see; the entries of `base` fit each other.

    `named` are the keys of all counts, also of those that do not hold.
    """
    natures = entries.natures
    found: list[Misfit] = []
    for count in entries.counts.values():
        yield from _wrong_in_count(count, named)
        found += _misfits_of_count(count, entries, natures)
    yield from _clashing_headers(entries.counts, base)
    for indicator in entries.indicators.values():
        yield from _key_of_a_count(indicator, entries)
        found += _misfits_of_indicator(indicator, natures)
    for identity in entries.identities.values():
        found += _misfits_of_identity(identity, natures)
    yield from _told(found, entries)


def _told(found: Iterable[Misfit], entries: Entries) -> Iterator[Fault]:
    """Yield the misfits where they can be mended.

    An entry that a later file upset by changing one of its counts is told once, at that count.
    """
    upset: dict[str, list[Misfit]] = {}
    for misfit in found:
        entry = misfit.entry
        latest = max((entries.counts[key] for key in misfit.counts), key=lambda count: count.order)
        if latest.order > entry.order:
            upset.setdefault(latest.key, []).append(misfit)
        else:
            yield fault(misfit.code, at(entry.node(*misfit.part), misfit.sentence), entry.place(*misfit.part))
    for key, several in upset.items():
        count = entries.counts[key]
        first = several[0]
        sentence = plural(
            len(several),
            "as a {nature} it no longer fits {first}",
            "as a {nature} it no longer fits {count} other definitions, the first of them {first}",
            nature=count.record.nature.value,
            first=at(first.entry.node(*first.part), first.sentence),
        )
        yield fault(first.code, at(count.node(), sentence), count.place())


def _misfits_of_count(entry: Entry[Count], entries: Entries, natures: Natures) -> Iterator[Misfit]:
    for part, formula in _derivations(entry):
        if natures.keys() >= set(formula.counts):
            for sentence in rules.check_derivation(entry.key, entry.record.nature, formula, natures):
                yield Misfit("BAD_DERIVATION", entry, part, sentence, formula.counts)
    for name in ("opening_of", "average_of"):
        stock = getattr(entry.record, name)
        if stock in natures:
            for sentence in _wrong_with_stock(entry, entries.counts[stock]):
                yield Misfit("DOES_NOT_FIT", entry, (name,), sentence, (stock,))


def _derivations(entry: Entry[Count]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield the formulas that stand in for a count, each with its part of the entry."""
    if entry.reader is None:
        yield from ((("derive", index), formula) for index, formula in enumerate(entry.record.derive))
        return
    for node, _, formula in entry.reader.parsed:
        if node[:3] == entry.node("derive"):
            yield node[2:], formula


def _misfits_of_indicator(entry: Entry[Indicator], natures: Natures) -> Iterator[Misfit]:
    one = entry.record
    if natures.keys() >= set(one.counts) and not entry.is_wrong("denominator"):
        per_given = entry.reader is None or "per" in entry.given or entry.is_wrong("per")
        for part, sentence in rules.check_indicator(one, natures, per_given=per_given):
            yield Misfit("DOES_NOT_FIT", entry, (part,) if part else (), sentence, one.counts)


def _misfits_of_identity(entry: Entry[Identity], natures: Natures) -> Iterator[Misfit]:
    counts = entry.record.rule.counts
    if natures.keys() >= set(counts):
        for part, sentence in rules.check_identity(entry.record, natures):
            yield Misfit("DOES_NOT_FIT", entry, (part,), sentence, counts)


def _key_of_a_count(entry: Entry[Indicator], entries: Entries) -> Iterator[Fault]:
    count = entries.counts.get(entry.key)
    if count is not None:
        node, place = (entry.node(), entry.place()) if entry.order >= count.order else (count.node(), count.place())
        sentence = text("{key} is a count, which is an indicator already: choose another key", key=entry.key)
        yield fault("DUPLICATE_KEY", at(node, sentence), place)


def _wrong_in_count(entry: Entry[Count], named: Sequence[str]) -> Iterator[Fault]:
    if entry.reader is None:
        return
    count = entry.record
    if entry.key in RESERVED:
        sentence = text("{key} is a word of columns files: choose another key", key=entry.key)
        yield fault("BAD_KEY", at(entry.node(), sentence), entry.place())
    if count.opening_of and count.average_of:
        sentence = text("a count is the opening or the average of a stock, not both")
        yield fault("BAD_VALUE", at(entry.node("average_of"), sentence), entry.place("average_of"))
    for part, stock in (("opening_of", count.opening_of), ("average_of", count.average_of)):
        if stock and stock not in named:
            sentence = text("there is no count {name}{hint}", name=stock, hint=did_you_mean(stock, named))
            yield fault("UNKNOWN_COUNT", at(entry.node(part), sentence), entry.place(part))


def _wrong_with_stock(entry: Entry[Count], stock: Entry[Count]) -> Iterator[Text]:
    if (entry.record.nature, stock.record.nature) != (Nature.STOCK, Nature.STOCK):
        yield text("{key} and {name} must both be stocks", key=entry.key, name=stock.key)
    elif stock.record.opening_of or stock.record.average_of or stock.key == entry.key:
        yield text("{name} is not a stock of its own", name=stock.key)


def _clashing_headers(counts: Mapping[str, Entry[Count]], base: Catalogue) -> Iterator[Fault]:
    """Yield each header that two counts share, at the later file's, once for each pair of counts and form."""
    owners: dict[str, tuple[Entry[Count], Node]] = {
        form: (counts[key], ()) for form, key in base.headers.items() if counts[key].reader is None
    }
    told = set()
    for entry in counts.values():
        for node, written in _headers(entry):
            assert entry.reader is not None
            form = normal_header(written)
            if not form:
                sentence = text("{header} has neither letters nor digits besides a unit", header=written)
                yield fault("BAD_VALUE", at(node, sentence), entry.reader.document.key_place(node))
                continue
            owner, there = owners.setdefault(form, (entry, node))
            if owner.key == entry.key or (form, entry.key) in told:
                continue
            told.add((form, entry.key))
            later, node = (owner, there) if owner.order > entry.order else (entry, node)
            assert later.reader is not None
            sentence = text(
                "the header {header} would mean both {first} and {second}",
                header=written,
                first=owner.key,
                second=entry.key,
            )
            yield fault("AMBIGUOUS_HEADER", at(node, sentence), later.reader.document.key_place(node))


def _headers(entry: Entry[Count]) -> Iterator[tuple[Node, str]]:
    """Yield what `headers.headers_of` yields of a file's count, with its path."""
    if entry.reader is None:
        return
    for index, written in enumerate(entry.record.headers):
        yield entry.node("headers", index), written
    for code, written in entry.record.label.words.items():
        yield entry.node("label", *filter(None, [code])), written
    yield entry.node(), entry.key
