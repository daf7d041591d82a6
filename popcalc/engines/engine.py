"""What an engine does: five verbs, in which all work that may be done elsewhere is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item", contravariant=True)
Given = TypeVar("Given")
Result = TypeVar("Result")
Handles = Iterable[Any]
"""Stands for results of one piece of work each, in order; they may not be there yet. Each is asked for once."""


class Engine(Protocol):
    """Where the work runs.

    A function that is given to a verb is one of a module, or a `partial` of such, and so are its values: they may have
    to travel. What a verb does may begin at once, or only when its results are gathered; none of it is done in a
    certain order.
    """

    @property
    def apart(self) -> bool:
        """Whether a piece of work sees copies of its values, so that nothing that it adds to them is seen elsewhere."""

    @property
    def workers(self) -> int:
        """How many pieces of work are done at a time."""

    def share(self, value: Given) -> Any:
        """Return what stands for a value that many pieces of work are given after their own."""

    def each(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> Handles:
        """Have a function called with each item, and with values that are shared."""

    def then(self, handles: Handles, work: Callable[..., Any], extras: Sequence[Any] = (), *shared: Any) -> Handles:
        """Have a function called with each result, with the extra of the same place if there are any, and with what
        is shared."""

    def exchange(self, handles: Handles, parts: int) -> Handles:
        """Turn pieces of work that each give something for some parts (`{part: rows}`) into one for each part.

        The result of a part is the list of what there was for it, in order.
        """

    def gather(self, handles: Handles) -> Iterator[Any]:
        """Yield the results here, in order; `Lost` for work that no worker lives through."""


Pieces = Mapping[int, Any]
"""What one piece of work has for each part."""
