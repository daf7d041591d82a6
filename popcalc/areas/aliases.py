"""Which labels are one area by the areas file alone: the same area under two names or two codes of it."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from popcalc.areas.folding import folded_names
from popcalc.areas.labels import Labels, code_role
from popcalc.arrays import AnyInts, Bools, distinct_values


class Aliases(Struct, frozen=True):
    """Labels as they were written, and as the areas file completes them."""

    written: Labels
    completed: Labels

    def between(self, one: AnyInts, other: AnyInts) -> Bools:
        """Return which pairs of labels, each of one area, are so only as the areas file calls their names aliases."""
        found = np.zeros(len(one), dtype=bool)
        for level in self.written.levels:
            codes = self.written.codes(level)
            same_code = (codes[one] > 0) & (codes[one] == codes[other])
            names = self._forms(level)
            found |= _unlike(names, one, other) & _alike(self.completed.names(level), one, other) & ~same_code
            found |= _unlike(codes, one, other) & _alike(self.completed.codes(level), one, other)
        return found

    def spoken(self, label: int) -> str:
        """Return what a label calls its area, with those above where it names any."""
        words = []
        for level in self.written.levels:
            name = self.written.spelled(level)[int(self.written.names(level)[label])]
            code = self.written.spelled(code_role(level))[int(self.written.codes(level)[label])]
            words += [name or code] if name or code else []
        return "/".join(words)

    def _forms(self, level: str) -> AnyInts:
        names = self.written.names(level)
        used = distinct_values(names)
        spelled = self.written.spelled(level)
        forms = folded_names([spelled[spot] or " " for spot in used.tolist()])
        _, number = np.unique(np.array(forms, dtype=object), return_inverse=True)
        of_name = np.zeros(int(names.max(initial=0)) + 1, dtype=np.int64)
        of_name[used] = number + 1
        of_name[0] = 0
        found: AnyInts = of_name[names]
        return found


def _unlike(words: AnyInts, one: AnyInts, other: AnyInts) -> Bools:
    found: Bools = (words[one] > 0) & (words[other] > 0) & (words[one] != words[other])
    return found


def _alike(words: AnyInts, one: AnyInts, other: AnyInts) -> Bools:
    found: Bools = (words[one] > 0) & (words[one] == words[other])
    return found
