"""What is wrong with the columns of a table that are of areas or parts, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from popcalc.definitions.catalogue import Count
from popcalc.definitions.headers import headers_of
from popcalc.errors import Fault, fault
from popcalc.intake.header.across import Across
from popcalc.intake.header.headings import Heading
from popcalc.intake.header.layout import Turn
from popcalc.intake.header.lexicon import HeaderLexicon
from popcalc.intake.header.locate import Header
from popcalc.intake.header.parts_across import FEWEST, PartsInHeader
from popcalc.language import text
from popcalc.vocabulary import vocabulary
from popcalc.vocabulary.characters import folded
from popcalc.vocabulary.patterns import solid

SHOWN = 6


def other_counts(header: Header, found: Across, lexicon: HeaderLexicon) -> Iterator[tuple[int, str]]:
    """Yield the columns of counts that are none of those that were found, with their counts."""
    for index, one in enumerate(header.headings):
        role = lexicon.meaning(one).role if one.levels else None
        if role is not None and lexicon.is_count(role) and index not in {*found.columns, *found.totals}:
            yield index, role


def without_area(file: str, header: Header, found: Across, lexicon: HeaderLexicon) -> Iterator[Fault]:
    """Yield the fault of the first column of a count that says no area beside columns of other counts that do."""
    for index, _ in other_counts(header, found, lexicon):
        shown = str(header.headings[index])
        sentence = text(
            "the column {column} names no area, and others do ({columns}): write its area into its header, or leave it "
            "out in a --columns file (columns: {{{header}: ignore}})",
            column=index + 1,
            columns=_shown(header, sorted(found.columns)),
            header=shown,
        )
        yield fault("NO_AREA", sentence, header.place(file, index))
        return


def given_twice(file: str, header: Header, found: Across) -> Iterator[Fault]:
    """Yield the fault of the first two columns that are of the same."""
    first: dict[tuple[str, Turn], int] = {}
    for index, of in sorted(found.columns.items()):
        one = first.setdefault(of, index)
        if one != index:
            sentence = text(
                "columns {one} ({first}) and {two} ({second}) are of the same figures: take one of them out",
                one=one + 1,
                first=str(header.headings[one]),
                two=index + 1,
                second=str(header.headings[index]),
            )
            yield fault("TWO_COLUMNS", sentence, header.place(file, index))
            return


def of_which_count(file: str, header: Header, bare: Sequence[int]) -> Fault:
    """Return the fault of columns of areas under no line that says which count they are of."""
    sentence = text(
        "a table with a column for each area ({columns}), and nothing says which count its figures are: name it in a "
        "line above the table, in the name of the sheet or of the file (2013 births.csv)",
        columns=_shown(header, bare),
    )
    return fault("WHICH_COUNT", sentence, header.place(file, bare[0]))


def months_besides(file: str, header: Header, index: int) -> Fault:
    """Return the fault of a column whose header says months beside its area where the rows say months, too."""
    shown = str(header.headings[index])
    sentence = text(
        "{header} heads a column of an area, and what else it says is no count: where it says months, the rows say "
        "them, too; write the area alone, or leave the column out in a --columns file (columns: {{{header}: ignore}})",
        header=shown,
    )
    return fault("WHICH_COUNT", sentence, header.place(file, index))


def perhaps_part(file: str, header: Header, parts: PartsInHeader) -> Fault:
    """Return the fault of a column that stands among the parts of a count and is no known one."""
    index = parts.unknown[0]
    shown = str(header.headings[index])
    sentence = text(
        "{header} stands among columns that split a count by {kinds} ({columns}), and which part it is is not known: "
        "write it as the others are, or leave it out in a --columns file (columns: {{{header}: ignore}})",
        header=shown,
        kinds=parts.kinds,
        columns=_shown(header, sorted(one for one, (values, _) in parts.columns.items() if any(values))),
    )
    return fault("WHICH_PART", sentence, header.place(file, index))


def _shown(header: Header, indices: Sequence[int]) -> tuple[str, ...]:
    names = tuple(str(header.headings[index]) for index in indices)
    return (*names[:SHOWN], *(["..."] if len(names) > SHOWN else []))


def without_unstated(file: str, header: Header, counts: Mapping[str, int], lexicon: HeaderLexicon) -> Iterator[Fault]:
    """Yield the fault of a column of those of whom a part was not said, where a count is the sum of its parts alone."""
    for whole in lexicon.catalogue.counts.values():
        fitting = next((one for one in whole.derive if counts.keys() >= set(one.counts)), None)
        if whole.key in counts or fitting is None or len(fitting.counts) < FEWEST or not fitting.is_sum:
            continue
        for index, one in enumerate(header.headings):
            if one.levels and lexicon.meaning(one).role is None and _is_unstated(one, whole):
                sentence = text(
                    "{header} stands beside {parts}, whose sum would be taken for {whole} without it: give {whole} a "
                    "column of its own, or leave this one out in a --columns file (columns: {{{header}: ignore}})",
                    header=str(one),
                    parts=_shown(header, sorted(counts[key] for key in fitting.counts)),
                    whole=whole.key,
                )
                yield fault("WHICH_PART", sentence, header.place(file, index))


def _is_unstated(heads: Heading, whole: Count) -> bool:
    """Whether a heading is of those of a count of whom something was not said: births > not stated."""
    said = folded(str(heads))
    unstated = solid(vocabulary().words(lambda one: one.dimensions.unstated))
    words = next((word for word in unstated if word in said), None)
    return words is not None and (said == words or any(folded(one) in said for one in headers_of(whole)))
