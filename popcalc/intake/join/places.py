"""Where a row or a cell stands, as messages say it, and a figure as a file writes it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from popcalc.errors import Place
from popcalc.intake.header.layout import Layout


class Places(Struct, frozen=True, dict=True):
    """Leads from the number of a file, a row and a role (a count, `period`, a level or its code) to a place."""

    layouts: Sequence[Layout]

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files' names in messages."""
        return tuple(layout.name for layout in self.layouts)

    def at(self, file: int, row: int, *roles: str, start: int | None = None, area: str | None = None) -> Place:
        """Return the place of a row, with the column of the first of the roles that the file has.

        Where a file has a column for each period, it is the one that begins with the month `start`; where it has one
        for each area, that of `area`.
        """
        columns = self.layouts[file].place_columns(start, area)
        return Place(self.files[file], row, next((columns[role] for role in roles if role in columns), None))

    def cell(self, file: int, row: int, count: str, month: int) -> Place:
        """Return the place of a count of a month in a row."""
        return self.at(file, row, count, start=month)
