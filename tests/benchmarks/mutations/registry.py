"""The list of kinds: a mutation says what it needs, what it does to the meaning, and which words name what it did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from tests.benchmarks.mutations.honest import Base, Case

Names = Sequence[str]
"""Words of which a message needs one to have named what was mutated."""

Change = Callable[[Case], Names]


class Meaning(Enum):
    """What a mutation does to what the files say."""

    UNCHANGED = "unchanged"
    """Every figure stands there as before: it comes out, or the run is refused."""
    CHANGED = "changed visibly"
    """Some figures no longer stand there, and whoever looks can see that: they are refused, or flagged."""
    UNKNOWABLE = "unknowable"
    """The file is as honest as before and says something else: listed, not judged."""


@dataclass(frozen=True)
class Kind:
    """A kind of mutation."""

    name: str
    subject: str
    about: str
    meaning: Meaning
    change: Change
    base: Base
    flags: frozenset[str]
    """Flags with which alone a figure may differ: it tells all that the file left open."""
    notice: bool
    """Whether a notice is what the design asks for, so that no flag is needed."""


KINDS: dict[str, Kind] = {}


def kind(
    meaning: Meaning, base: Base | None = None, *, flags: Sequence[str] = (), notice: bool = False
) -> Callable[[Change], Change]:
    """Put a function on the list, under its own name."""

    def listed(change: Change) -> Change:
        name = change.__name__.replace("_", "-")
        if name in KINDS:
            raise ValueError(f"two kinds are called {name}")
        about = " ".join((change.__doc__ or "").split())
        subject = change.__module__.rpartition(".")[2]
        KINDS[name] = Kind(name, subject, about, meaning, change, base or Base(), frozenset(flags), notice)
        return change

    return listed


def all_kinds() -> dict[str, Kind]:
    """All kinds, by name, in the order of their subjects."""
    from tests.benchmarks.mutations import (  # noqa: F401
        cells,
        columns,
        encodings,
        files,
        header,
        months,
        names,
        periods,
        rows,
        shapes,
        sheets,
        totals,
    )

    return KINDS
