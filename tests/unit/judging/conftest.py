"""Village counts of a year written to a file and judged by the Python API, as a user would."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pandas as pd
import pytest

import popcalc

Row = Mapping[str, object]


class Check(Protocol):
    """Judge rows (a header to cell mapping each) against the targets of a file."""

    def __call__(
        self, rows: Sequence[Row], targets: str, *, year: int = 2013, year_start: int = 1, **asked: object
    ) -> pd.DataFrame: ...


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return a function that judges rows against targets for a year; `areas_file` is the text of an areas file."""

    def judged(
        rows: Sequence[Row], targets: str, *, year: int = 2013, year_start: int = 1, **asked: object
    ) -> pd.DataFrame:
        data, aims, areas = tmp_path / "counts.csv", tmp_path / "targets.yaml", None
        names = list(dict.fromkeys(name for row in rows for name in row))
        with data.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, names, restval="")
            writer.writeheader()
            writer.writerows(rows)
        if written := asked.pop("areas_file", None):
            areas = tmp_path / "areas.csv"
            areas.write_text(str(written), encoding="utf-8")
        aims.write_text(f"version: 1\nyear: {year}\nyear_start: {year_start}\ntargets:\n{targets}", encoding="utf-8")
        counts = popcalc.read(data, areas=areas, year_start=year_start)
        return popcalc.check(counts, aims, **asked)  # type: ignore[arg-type]

    return judged
