"""One row per area and period with the indicators as columns, for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from popcalc.records import Results

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

PLACE_FIELDS = ("area", "area_name", "level", "parent", "period", "start", "end")


def place_of_rows(frame: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the area and period of every row as a number from 0, and the first row of each; in order of appearance."""
    import numpy as np
    import pandas as pd

    areas, _ = pd.factorize(frame["area"])
    periods, distinct = pd.factorize(frame["period"])
    places, _ = pd.factorize(areas.astype(np.int64) * max(len(distinct), 1) + periods)
    _, first = np.unique(places, return_index=True)
    return places, first


def indicator_of_rows(results: Results) -> npt.NDArray[np.int64]:
    """Return the position of every row's indicator in `results.indicators`."""
    import numpy as np
    import pandas as pd

    positions = {key: position for position, key in enumerate(results.indicators)}
    codes, distinct = pd.factorize(results.frame["indicator"])
    return np.array([positions[str(key)] for key in distinct], dtype=np.int64)[codes]


def widen(results: Results) -> pd.DataFrame:
    """Return area and period fields, then the value of each indicator under its key.

    With intervals (any row names a confidence) each key is followed by `key_lower` and `key_upper`.
    """
    import numpy as np
    import pandas as pd

    frame = results.frame
    places, first = place_of_rows(frame)
    indicators = indicator_of_rows(results)
    measures = {"": "value"}
    if bool(frame["confidence"].notna().any()):
        measures |= {"_lower": "lower", "_upper": "upper"}
    grids = {}
    for suffix, name in measures.items():
        grid = np.full((len(results.indicators), len(first)), np.nan)
        grid[indicators, places] = frame[name].to_numpy(dtype=np.float64)
        grids[suffix] = grid
    columns: dict[str, object] = {name: frame[name].iloc[first].reset_index(drop=True) for name in PLACE_FIELDS}
    for position, key in enumerate(results.indicators):
        columns |= {f"{key}{suffix}": grid[position] for suffix, grid in grids.items()}
    return pd.DataFrame(columns)
