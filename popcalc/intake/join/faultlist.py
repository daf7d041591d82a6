"""The faults of all files, counted to a bound so that a hopeless file does not fill the memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from popcalc.errors import COUNTED, Fault, Place, fault
from popcalc.language import Text


@dataclass
class FaultList:
    """The faults found so far."""

    faults: list[Fault] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether there are so many that counting on says nothing more."""
        return len(self.faults) > COUNTED

    def add(self, code: str, sentence: Text, place: Place) -> None:
        """Take in one fault."""
        self.faults.append(fault(code, sentence, place))

    def extend(self, faults: Iterable[Fault]) -> None:
        """Take in several faults."""
        self.faults.extend(faults)

    def forget_after(self, number: int) -> None:
        """Keep only the first so many: what came later was read in the wrong encoding."""
        del self.faults[number:]

    def forget_rows(self, number: int, rows: Collection[int]) -> None:
        """Leave out of those after the first so many what was found in some rows."""
        self.faults[number:] = [one for one in self.faults[number:] if not (one.place and one.place.row in rows)]
