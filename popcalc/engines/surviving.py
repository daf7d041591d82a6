"""Work done in batches, of which some may end the workers that do them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from popcalc.engines import Lost

if TYPE_CHECKING:
    from popcalc.engines.engine import Engine, Handles

Item = TypeVar("Item")


def survived(
    engine: Engine,
    work: Callable[..., Any],
    batches: Sequence[Sequence[Item]],
    *shared: Any,
    begun: Handles | None = None,
) -> Iterator[tuple[Sequence[Item], Any]]:
    """Yield each batch with the result of the work on it, in order; `begun` is that work where it was begun before.

    The items of one that no worker lived through come one by one, each done while nothing else is: so the one that ends
    its worker is alone with `Lost`, and none that was only beside it.
    """
    handles = engine.each(work, batches, *shared) if begun is None else begun
    for batch, found in zip(batches, engine.gather(handles), strict=True):
        if isinstance(found, Lost):
            for item in batch:
                (alone,) = engine.gather(engine.each(work, [[item]], *shared))
                yield [item], alone
        else:
            yield batch, found
