"""Rows that grow in files, one for each column, and are then read where they lie: memory need not hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from popcalc.intake.rows.growing import FILLS, Name
from popcalc.temporary import Spool, new_spool

if TYPE_CHECKING:
    from popcalc.arrays import AnyInts


@dataclass
class MappedRows:
    """The same as `GrowingRows`; the system brings what is looked at, and takes it away where memory is short."""

    length: int = 0
    _spools: dict[Name, Spool] = field(default_factory=dict)
    _kinds: dict[Name, np.dtype[np.signedinteger]] = field(default_factory=dict)

    def add(self, part: Mapping[Name, AnyInts], rows: int, expected: int = 0) -> None:
        """Add the columns of some rows below the others; how many are `expected` is of no use here."""
        for name in {**self._spools, **part}:
            if name not in self._spools:
                self._spools[name], self._kinds[name] = new_spool(), part[name].dtype
                self._write(name, np.full(self.length, FILLS.get(name[0], 0), dtype=part[name].dtype))
            self._write(name, part.get(name, np.full(rows, FILLS.get(name[0], 0), dtype=self._kinds[name])))
        self.length += rows

    def group(self, group: str) -> dict[str, AnyInts]:
        """Return the columns of a group by name, and let go of them: what is mapped stays until nobody uses it."""
        return {name[1]: self._mapped(name) for name in [*self._spools] if name[0] == group}

    def _write(self, name: Name, column: AnyInts) -> None:
        path, kind = self._spools[name].path, np.promote_types(self._kinds[name], column.dtype)
        if kind != self._kinds[name]:
            np.fromfile(path, dtype=self._kinds[name]).astype(kind).tofile(path)
            self._kinds[name] = kind
        with path.open("ab") as stream:
            stream.write(np.ascontiguousarray(column, dtype=kind).data)

    def _mapped(self, name: Name) -> AnyInts:
        spool, kind = self._spools.pop(name), self._kinds.pop(name)
        if not self.length:
            return np.zeros(0, dtype=kind)
        return np.asarray(np.memmap(spool.path, dtype=kind, mode="r", shape=(self.length,)))
