"""The work runs on Dask's `distributed`: on processes of this machine, or on a cluster that others keep.

Only futures are used. A value that is shared is a task of its own, so that it is made again where its worker is lost.
"""

from __future__ import annotations

import logging
import os
import warnings
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from uuid import uuid4

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, get_worker

from popcalc.engines import Lost
from popcalc.engines.engine import Given, Handles, Pieces
from popcalc.errors import Fault, RequestError, fault
from popcalc.language import text
from popcalc.temporary import new_folder

WAITED = 30
"""Seconds that a scheduler and its first worker are waited for."""
DEATHS = 2
"""So many workers of this machine may end while they do one piece of work before it is given up."""
CHECKED = ("popcalc", "numpy", "pandas")
"""What must be of one version everywhere: rows travel as their objects, and figures are the same only then."""


class OtherVersionsError(Exception):
    """Work came to a worker (its address, its versions) that has others than the process that sent it."""


@cache
def versions() -> dict[str, str]:
    """Return the versions here of what must be the same everywhere."""
    found = {"popcalc": str(import_module("popcalc").__version__)}
    for name in CHECKED[1:]:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "-"
    return found


class Dask:
    """A cluster of workers; one that was begun for this run ends with it."""

    apart = True

    def __init__(self, client: Client, cluster: LocalCluster | None) -> None:
        self._client = client
        self._close = weakref.finalize(self, _close, client, cluster)

    @property
    def workers(self) -> int:
        """How many pieces of work are done at a time."""
        return max(1, sum(map(int, self._client.nthreads().values())))

    def share(self, value: Given) -> Future[Given]:
        """Return a task that gives the value."""
        return self._submit(_itself, value)

    def each(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> Handles:
        """Begin a task for each item."""
        return [self._submit(work, item, *shared) for item in items]

    def then(self, handles: Handles, work: Callable[..., Any], extras: Sequence[Any] = (), *shared: Any) -> Handles:
        """Begin a task for each result, where that lies."""
        if not extras:
            return [self._submit(work, one, *shared) for one in handles]
        return [self._submit(work, one, extra, *shared) for one, extra in zip(handles, extras, strict=True)]

    def exchange(self, handles: Handles, parts: int) -> Handles:
        """Begin a task for each part, that takes what there is for it from the workers that have it."""
        givers = list(handles)
        picked = [[self._submit(_piece, giver, part) for giver in givers] for part in range(parts)]
        return [self._submit(_together, pieces) for pieces in picked]

    def gather(self, handles: Handles) -> Iterator[Any]:
        """Yield the results in order; each is let go of on the cluster once it is here.

        Raises RequestError where a worker that joined since has other versions.
        """
        pending = deque(handles)
        del handles
        while pending:
            try:
                found = pending.popleft().result()
            except KilledWorker:
                found = Lost()
            except OtherVersionsError as error:
                refuse_others(dict([error.args]))
                raise
            except (ImportError, AttributeError):
                # A worker that lacks popcalc, or has another one, cannot even take up the work.
                refuse_others(self._client.run(versions, on_error="return"))
                raise
            yield found

    def close(self) -> None:
        """Leave the cluster; one that was begun for this run ends."""
        self._close()

    def _submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        # Tasks of one name are expected to take equally long.
        name = f"{getattr(work, '__name__', 'work')}-{uuid4().hex}"
        with _unwarned():
            return self._client.submit(_checked, work, versions(), *given, pure=False, key=name)


def local(workers: int | None) -> Dask:
    """Return so many workers on this machine, by default one for each processor, of one thread each."""
    settings = {
        "distributed.scheduler.allowed-failures": DEATHS,
        "distributed.nanny.pre-spawn-environ.DASK_LOGGING__DISTRIBUTED": "critical",
        # What is left behind goes with the private folder of this run.
        "temporary-directory": str(new_folder()),
    }
    with dask.config.set(settings), _unwarned():
        cluster = LocalCluster(
            n_workers=workers or os.cpu_count() or 1,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",
            silence_logs=logging.CRITICAL,
        )
        return Dask(Client(cluster), cluster)


def at(address: str) -> Dask:
    """Return the cluster whose scheduler listens at HOST:PORT.

    Raises RequestError where none answers, where it has no worker, or where one has other versions.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        with _unwarned():
            client = Client(f"tcp://{address}", timeout=WAITED)
    except (OSError, ValueError) as error:
        sentence = text(
            "no scheduler of Dask answers at {address}: {reason}; begin one with `dask scheduler`, and workers with "
            "`dask worker {address}`",
            address=address,
            reason=str(error) or type(error).__name__,
        )
        raise RequestError([fault("NO_CLUSTER", sentence)]) from error
    engine = Dask(client, None)
    try:
        client.wait_for_workers(1, timeout=WAITED)
    except TimeoutError as error:
        sentence = text(
            "the scheduler at {address} has no worker; begin some with `dask worker {address}`", address=address
        )
        raise RequestError([fault("NO_WORKERS", sentence)]) from error
    refuse_others(client.run(versions, on_error="return"))
    return engine


def refuse_others(found: Mapping[str, Any]) -> None:
    """Raise RequestError for each package of which a worker has another version than this process."""
    own = versions()
    faults: dict[str, Fault] = {}
    for worker, theirs in sorted(found.items()):
        if not isinstance(theirs, dict):
            sentence = text(
                "the worker {worker} does not run this popcalc ({own}): {reason}; install the same there",
                worker=worker,
                own=own["popcalc"],
                reason=str(theirs) or type(theirs).__name__,
            )
            faults.setdefault("popcalc", fault("OTHER_VERSION", sentence))
            continue
        for name in CHECKED:
            if theirs.get(name) != own[name]:
                sentence = text(
                    "the worker {worker} has {name} {theirs}, here it is {own}; install the same in both places",
                    worker=worker,
                    name=name,
                    theirs=str(theirs.get(name)),
                    own=own[name],
                )
                faults.setdefault(name, fault("OTHER_VERSION", sentence))
    if faults:
        raise RequestError(faults.values())


@contextmanager
def _unwarned() -> Iterator[None]:
    """Have Dask not warn of what is no matter of the user: how much is sent, or which of its packages differ."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="distributed")
        yield


def _checked(work: Callable[..., Any], own: Mapping[str, str], *given: Any) -> Any:
    """Do some work where the versions are those of the process that sent it; workers may join at any time."""
    if (found := versions()) != own:
        raise OtherVersionsError(get_worker().address, found)
    return work(*given)


def _itself(value: Any) -> Any:
    return value


def _piece(pieces: Pieces, part: int) -> Any:
    return pieces.get(part)


def _together(pieces: Sequence[Any]) -> list[Any]:
    return [one for one in pieces if one is not None]


def _close(client: Client, cluster: LocalCluster | None) -> None:
    client.close()
    if cluster is not None:
        cluster.close()
