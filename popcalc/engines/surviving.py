"""Work done in batches, of which some may end the workers that do them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from popcalc.engines import Lost

if TYPE_CHECKING:
    from popcalc.engines.engine import Engine

Item = TypeVar("Item")


def survived(
    engine: Engine, work: Callable[..., Any], batches: Sequence[Sequence[Item]], *shared: Any
) -> Iterator[tuple[Sequence[Item], Any]]:
    """Yield each batch with the result of the work on it, in order.

    The items of one that no worker lived through come one by one, each done while nothing else is: so the one that ends
    its worker is alone with `Lost`, and none that was only beside it.
    """
    # As many as there are batches, unless nobody asks for all of them.
    for batch, found in zip(batches, engine.gather(engine.each(work, batches, *shared)), strict=True):
        if isinstance(found, Lost):
            for item in batch:
                (alone,) = engine.gather(engine.each(work, [[item]], *shared))
                yield [item], alone
        else:
            yield batch, found
