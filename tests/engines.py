"""Engines for tests: one whose work sees copies, as if it were done elsewhere; a cluster in processes of its own."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from popcalc.engines import Here, Lost

CLUSTER = """\
import logging, sys
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(
        n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL
    ) as cluster:
        print(cluster.scheduler_address.removeprefix("tcp://"), flush=True)
        sys.stdin.read()
"""


class Elsewhere(Here):
    """Work that sees copies of its values, of which `fatal` says what no worker lives through."""

    apart = True

    def __init__(self, workers: int = 2, fatal: Callable[[Any], bool] = lambda _: False) -> None:
        self.workers = workers
        self._fatal = fatal

    def each(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> list[Any]:
        # What is shared is one object to all work of a worker.
        return [Lost() if self._fatal(item) else _sent(work(_sent(item), *shared)) for item in items]

    def then(self, handles: Any, work: Callable[..., Any], extras: Sequence[Any] = (), *shared: Any) -> list[Any]:
        return [_sent(one) for one in super().then(list(handles), work, _sent(extras), *shared)]


def _sent(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value, protocol=5))


@contextlib.contextmanager
def cluster(workers: int, environment: dict[str, str]) -> Iterator[str]:
    """Give the address of a cluster that ends with the block."""
    with subprocess.Popen(
        [sys.executable, "-c", CLUSTER, str(workers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.stdin.close()
