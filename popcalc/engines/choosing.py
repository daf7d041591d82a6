"""The engine that a person names: `here`, `dask`, `dask://HOST:PORT`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popcalc.engines import HERE
from popcalc.errors import RequestError, fault, unknown_choice
from popcalc.language import text

if TYPE_CHECKING:
    from popcalc.engines.engine import Engine

NAME_OF_HERE = "here"
NAME_OF_DASK = "dask"
ENGINES = (NAME_OF_HERE, NAME_OF_DASK)
PREFIX = "dask://"


def choose_engine(name: str | None, workers: int | None = None) -> Engine:
    """Return the engine of a name, with so many workers on this machine.

    Raises RequestError for a name that is none, for workers where there are none to be begun, and where the engine
    cannot be had.
    """
    if name in (None, NAME_OF_HERE):
        if workers is not None:
            sentence = text("--workers is of --engine dask, which begins them on this machine; give both, or neither")
            raise RequestError([fault("NO_WORKERS_HERE", sentence)])
        return HERE
    assert name is not None
    address = name.removeprefix(PREFIX) if name.startswith(PREFIX) else None
    if name != NAME_OF_DASK and not address:
        raise RequestError([unknown_choice("--engine", name, (*ENGINES, f"{PREFIX}HOST:PORT"))])
    try:
        from popcalc.engines import dask
    except ImportError as error:
        sentence = text("--engine dask needs a package that is not there: pip install 'popcalc[cluster]'")
        raise RequestError([fault("NO_ENGINE", sentence)]) from error
    if address is None:
        return dask.local(workers)
    if workers is not None:
        sentence = text("the cluster at {address} has its own workers; leave out --workers", address=address)
        raise RequestError([fault("NO_WORKERS_HERE", sentence)])
    return dask.at(address)
