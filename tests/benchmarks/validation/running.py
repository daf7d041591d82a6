"""One data set: draw it, plant an error, write it, let popcalc look at it, judge what it says."""

from __future__ import annotations

import tempfile
import warnings
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path

import numpy as np

import popcalc
from tests.benchmarks.validation import errors  # noqa: F401  enters the kinds
from tests.benchmarks.validation.county import County, Wanted, draw, write
from tests.benchmarks.validation.judging import Finding, Judged, findings, is_sound, judge
from tests.benchmarks.validation.planting import KINDS, Kind, Truth

CLEAN = "clean"
REDRAWS = 300


@dataclass(frozen=True)
class Try:
    """A data set: the same kind, seed and number make the same files."""

    kind: str
    seed: int
    number: int
    full: bool = False
    knowable: bool = False
    """Draw again until the file says the error."""
    keep: Path | None = None


@dataclass(frozen=True)
class Tried:
    """What popcalc said of a data set; `refused` says why it reads nothing, of a clean one there is no `truth`."""

    what: Try
    about: str
    found: tuple[Finding, ...]
    truth: Truth | None = None
    judged: Judged | None = None
    refused: str = ""


def tried(all_of_them: Iterable[Try], jobs: int) -> Iterator[Tried]:
    """Try data sets in so many processes, in their order."""
    if jobs == 1:
        yield from map(one, all_of_them)
        return
    with Pool(jobs) as pool:
        yield from pool.imap(one, all_of_them, chunksize=2)


def one(what: Try) -> Tried:
    """Try one data set."""
    chance = np.random.default_rng([what.seed, zlib.crc32(what.kind.encode()), what.number])
    kind = KINDS.get(what.kind)
    sound, county, truth = _made(what, kind, chance)
    about = (
        f"{len(county.towns)} towns, {len(county.villages)} villages, {county.months} months from {county.month(0)}, "
        f"{'full' if what.full else 'lean'}, year from month {county.year_start}"
    )
    found, refused = _looked_at(county, what)
    if truth is None:
        return Tried(what, about, tuple(found), refused=refused)
    # The same data set without the error tells what would be said of it anyway; where nothing is amiss it is not asked.
    without = [] if is_sound(found, truth) else _looked_at(sound, replace(what, keep=None))[0]
    return Tried(what, about, tuple(found), truth, judge(found, truth, county, without), refused)


def _looked_at(county: County, what: Try) -> tuple[list[Finding], str]:
    """Return what popcalc finds in a county, and why it refuses to read it."""
    with _folder(what) as folder:
        write(county, folder)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                frame = popcalc.validate(popcalc.read(folder, year_start=county.year_start))
        except popcalc.PopcalcError as error:
            return [], str(error)
    return findings(frame, county), ""


def _made(what: Try, kind: Kind | None, chance: np.random.Generator) -> tuple[County, County, Truth | None]:
    """Return a data set without an error, and the same with it."""
    if kind is None:
        county = draw(chance, Wanted(what.full))
        return county, county, None
    for _ in range(REDRAWS):
        sound = draw(chance, kind.needs(full=what.full))
        sound.year_start = kind.year_start or sound.year_start
        county = deepcopy(sound)
        truth = kind.plant(county, chance)
        if truth.knowable or not what.knowable:
            break
    return sound, county, truth


@contextmanager
def _folder(what: Try) -> Iterator[Path]:
    if what.keep is None:
        with tempfile.TemporaryDirectory(prefix="popcalc-") as name:
            yield Path(name)
        return
    kept = what.keep / f"{what.kind}-{what.number}"
    kept.mkdir(parents=True, exist_ok=True)
    yield kept
