"""A moment of each year at which stocks stand."""

from __future__ import annotations

from msgspec import Struct


class Moment(Struct, frozen=True):
    """A moment of each year: a month and a day, or its middle where there is none.

    `year` is the only year that is said with the day, `words` are the day or the middle as they were said.
    """

    words: str
    day: tuple[int, int] | None = None
    year: int | None = None
