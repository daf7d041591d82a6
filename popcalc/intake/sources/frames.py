"""DataFrames as sources: a frame is a table as a sheet is one, and goes through the same stages.

Its columns' names are the header, a row for each level of them; an index that says something stands in the first
columns. Cells become the text that a file would hold: whole numbers without a point, nothing for what is missing,
months for periods.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, TypeGuard

from popcalc.errors import Notice, Place, RequestError, fault
from popcalc.intake.encodings import UTF8
from popcalc.intake.sources.appearance import PLAIN, Appearance
from popcalc.intake.sources.kinds import KINDS
from popcalc.intake.sources.source import Source
from popcalc.intake.sources.spools import InMemory
from popcalc.language import text

if TYPE_CHECKING:
    import pandas as pd

NAME = "frame"
"""What a frame is called that was given without a name; several are numbered."""
MONTH = "month"
"""The header of an index of times that has no name."""
_MADE_UP = re.compile(r"Unnamed: \d+(?:_level_\d+)?")
"""What pandas calls a column whose cell of the header was empty."""


def sources_of(given: Any) -> list[str | Source]:
    """Return what `read` was given: names of files as text, frames as sources.

    One or several of: a name of a file, a frame, a mapping from names to frames. Raises RequestError for two frames of
    one name, TypeError for anything else.
    """
    is_one = isinstance(given, str | PathLike | Mapping) or is_frame(given) or not isinstance(given, Iterable)
    named: dict[str, pd.DataFrame] = {}
    files: list[str] = []
    nameless: list[pd.DataFrame] = []
    for one in [given] if is_one else given:
        if isinstance(one, str | PathLike):
            files.append(str(fspath(one)))
        elif is_frame(one):
            nameless.append(one)
        elif isinstance(one, Mapping) and all(map(is_frame, one.values())):
            for name, frame in one.items():
                _take(str(name), frame, named)
        else:
            raise TypeError(f"read() takes names of files and DataFrames, not {type(one).__name__}")
    for number, frame in enumerate(nameless, 1):
        _take(NAME if len(nameless) == 1 else f"{NAME}{number}", frame, named)
    return [*files, *(source_of(frame, name) for name, frame in named.items())]


def is_frame(given: object) -> TypeGuard[pd.DataFrame]:
    """Whether something is a DataFrame; while nobody has imported pandas, nothing is."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(given, pandas.DataFrame)


def _take(name: str, frame: pd.DataFrame, named: dict[str, pd.DataFrame]) -> None:
    if name in named:
        sentence = text("two frames are called {name}; give each a name of its own", name=name)
        raise RequestError([fault("SAME_NAME", sentence, Place(name))])
    named[name] = frame


def source_of(frame: pd.DataFrame, name: str = NAME) -> Source:
    """Return a frame as a source that lies in memory, in UTF-8; messages call it by its name.

    Rows count as in a sheet: the names of columns stand in row 1 (and one more for each further level of them), and a
    level of the index that is read is a column before the others.
    """
    levels = [level for number in range(frame.index.nlevels) if (level := _Level(frame.index, number)).is_read]
    columns = [*(level.cells for level in levels), *(_cells(frame.iloc[:, spot]) for spot in range(frame.shape[1]))]
    content = io.BytesIO()
    with io.TextIOWrapper(content, UTF8, errors="surrogatepass", newline="", write_through=True) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows(_header(frame, [level.header for level in levels]))
        writer.writerows(zip(*columns, strict=True))
        written = content.getvalue()
    return Source(
        name,
        InMemory(written),
        endings=KINDS.endings,
        encoding=UTF8,
        looks=Appearance(dates_are_months=True) if _are_months(frame) else PLAIN,
        notices=tuple(_unread(frame, name, len(levels))),
    )


class _Level:
    """A level of an index: whether it says something, and what."""

    def __init__(self, index: pd.Index[Any], number: int) -> None:
        self.values = index.get_level_values(number)
        name = index.names[number]
        is_time = self.values.dtype.kind == "M" or _is_period(self.values.dtype)
        self.header = _label(name) if name is not None else MONTH if is_time else ""
        self.is_read = name is not None or is_time or not _is_number(self.values.dtype)

    @property
    def cells(self) -> list[str]:
        """Its cells as text."""
        import pandas as pd

        return _cells(pd.Series(self.values))


def _unread(frame: pd.DataFrame, name: str, levels: int) -> Iterator[Notice]:
    """Yield why an index is not read that somebody may have put there: one that pandas counts says nothing."""
    import pandas as pd

    if levels < frame.index.nlevels and not isinstance(frame.index, pd.RangeIndex):
        sentence = text(
            "the index of the frame has no name and holds numbers: it is not read; name it "
            '(`frame.rename_axis("village")`) to have it read'
        )
        yield Notice("INDEX_NOT_READ", sentence, Place(name))


def _header(frame: pd.DataFrame, levels: Sequence[str]) -> Iterator[list[str]]:
    """Yield the rows of the header; what stands over the index is in the first."""
    labels = [label if isinstance(label, tuple) else (label,) for label in frame.columns]
    for number in range(frame.columns.nlevels):
        own = levels if number == 0 else [""] * len(levels)
        of_level: list[object] = [label[number] for label in labels]
        times = [label for label in of_level if isinstance(label, datetime)]
        write = _month if all(time.day == 1 for time in times) else _day
        yield [*own, *(write(label) if isinstance(label, datetime) else _label(label) for label in of_level)]


def _label(label: object) -> str:
    written = _written(label)
    return "" if _MADE_UP.fullmatch(written) else written


def _cells(column: pd.Series) -> list[str]:
    """Return the cells of a column as the text that a file would hold."""
    import pandas as pd

    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _taken([_written(one) for one in column.cat.categories], column.cat.codes.tolist())
    if dtype.kind == "M" or _is_period(dtype):
        # A month stands in many rows.
        codes, distinct = pd.factorize(column)
        return _taken([_written(one) for one in distinct], codes.tolist())
    if dtype.kind in "iu":
        return ["" if one is pd.NA else str(one) for one in column.tolist()]
    return [one if type(one) is str else _written(one) for one in column.tolist()]


def _taken(words: Sequence[str], codes: Iterable[int]) -> list[str]:
    words = [*words, ""]
    return [words[code] for code in codes]


def _written(value: object) -> str:
    """Return a value as text; what is missing is empty."""
    import numpy as np
    import pandas as pd

    if isinstance(value, np.generic):
        value = pd.Timestamp(value) if isinstance(value, np.datetime64) else value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    known: Callable[[Any], str] | None = next((write for kind, write in _WRITTEN if isinstance(value, kind)), None)
    if known is not None:
        return known(value)
    return _months(value) if isinstance(value, pd.Period) else str(value)


def _number(number: float | Decimal) -> str:
    """Return a number in full, a whole one without a point."""
    if number != number:
        return ""
    is_whole = abs(number) != float("inf") and number == int(number)
    return str(int(number)) if is_whole else str(number)


def _day(day: datetime) -> str:
    return str(day.date() if day == datetime.combine(day.date(), datetime.min.time(), day.tzinfo) else day)


def _month(time: datetime) -> str:
    return f"{time.year:04d}-{time.month:02d}" if time == time else ""


def _months(period: pd.Period) -> str:
    """Return a period as the months that it takes, where it takes whole ones: 2013-01..2013-03."""
    first, last = period.start_time, period.end_time
    if first.day != 1 or (period + 1).start_time.day != 1:
        return str(period)
    begin, end = _month(first), _month(last)
    return begin if begin == end else f"{begin}..{end}"


_WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (str, str),
    (bool, lambda value: str(value).upper()),
    (int, str),
    (float, _number),
    (Decimal, _number),
    (datetime, _day),
    (date, date.isoformat),
)
"""How values are written, by the first of these classes that they are of: a bool is an int, a datetime a date."""


def _are_months(frame: pd.DataFrame) -> bool:
    """Whether the times of a frame stand for months, as is the custom with frames: all are the first moment of one.

    One day of several years does not: a census has such a day, and a stock stands at it.
    """
    import pandas as pd

    index = [frame.index.get_level_values(number) for number in range(frame.index.nlevels)]
    columns = [pd.Series(column) for column in (*index, *(column for _, column in frame.items()))]
    times = [column.dropna() for column in columns if column.dtype.kind == "M"]
    days = [day for column in times for day in column.unique().tolist()]
    months = {pd.Timestamp(day).month for day in days}
    return bool(times) and all(_is_first(column) for column in times) and (len(months) > 1 or len(set(days)) == 1)


def _is_first(times: pd.Series) -> bool:
    return bool(((times.dt.day == 1) & (times == times.dt.normalize())).all())


def _is_period(dtype: object) -> bool:
    import pandas as pd

    return isinstance(dtype, pd.PeriodDtype)


def _is_number(dtype: Any) -> bool:
    return dtype.kind in "iufb"
