"""Records as columns: arrays, and texts that repeat as numbers of words. A DataFrame of them is made when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from popcalc.arrays import AnyInts, Array, Bools, Chosen, Ints, numbered

if TYPE_CHECKING:
    import pandas as pd


class Words(Struct, frozen=True, eq=False):
    """A column of texts: for each row the number of its word; an empty word is nothing."""

    number: AnyInts
    words: Sequence[str]

    @classmethod
    def of(cls, texts: Sequence[str], position: Ints | None = None) -> Words:
        """Return texts as a column, or of each row the text at its position."""
        place = {word: spot for spot, word in enumerate(dict.fromkeys(texts))}
        # In as few bytes as the words allow: there may be millions of rows.
        number = np.array([place[text] for text in texts], dtype=np.min_scalar_type(-len(place) - 1))
        return cls(number if position is None else number[position], list(place))

    def __len__(self) -> int:
        return len(self.number)

    def texts(self) -> list[str]:
        """Return the text of each row."""
        found: list[str] = np.array(self.words, dtype=object)[self.number].tolist()
        return found

    def are(self, word: str) -> Bools:
        """Return which rows have a word."""
        having: Bools = np.array([one == word for one in self.words], dtype=bool)[self.number]
        return having

    def at(self, rows: Chosen) -> Words:
        """Return some rows, and the words that they have."""
        number = self.number[rows]
        if len(number) >= len(self.words):
            return Words(number, self.words)
        used, number = np.unique(number, return_inverse=True)
        return Words(number, [self.words[spot] for spot in used.tolist()])


class RecordColumns(Struct, frozen=True, eq=False):
    """Columns of one length by their names: numbers (NaN for nothing), whole numbers, objects, words."""

    columns: Mapping[str, Array | Words]

    @classmethod
    def of_frame(cls, frame: pd.DataFrame) -> RecordColumns:
        """Return the columns of a DataFrame; a number that is missing among whole ones is None."""
        return cls({str(name): _column(frame[name]) for name in frame})

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __getitem__(self, name: str) -> Array:
        """Return a column of numbers or objects."""
        column = self.columns[name]
        return np.array(column.texts(), dtype=object) if isinstance(column, Words) else column

    def words(self, name: str) -> Words:
        """Return a column of texts."""
        column = self.columns[name]
        return column if isinstance(column, Words) else Words.of([str(text) for text in column.tolist()])

    def texts(self, name: str) -> list[str]:
        """Return the text of each row in a column of texts."""
        return self.words(name).texts()

    def lists(self) -> dict[str, list[Any]]:
        """Return the columns as lists of Python's own values."""
        return {name: one.texts() if isinstance(one, Words) else one.tolist() for name, one in self.columns.items()}

    def at(self, rows: Chosen) -> RecordColumns:
        """Return some rows."""
        return RecordColumns(
            {name: one.at(rows) if isinstance(one, Words) else one[rows] for name, one in self.columns.items()}
        )

    def only(self, names: Iterable[str]) -> RecordColumns:
        """Return some of the columns, in this order."""
        return RecordColumns({name: self.columns[name] for name in names})

    def with_columns(self, more: Mapping[str, Array | Words]) -> RecordColumns:
        """Return them with more columns, or others in place of theirs."""
        return RecordColumns({**self.columns, **more})

    def frame(self, *, categories: bool = False) -> pd.DataFrame:
        """Return them as a DataFrame, words as plain text or as categories."""
        import pandas as pd

        def column(one: Array | Words) -> object:
            if not isinstance(one, Words):
                return one
            words = np.array(one.words, dtype=object)
            if not categories:
                return pd.Series(words[one.number], dtype=str)
            distinct: pd.Index[Any] = pd.Index(words)
            return pd.Categorical.from_codes(one.number, categories=distinct)

        return pd.DataFrame({name: column(one) for name, one in self.columns.items()}, copy=False)


def _column(column: pd.Series) -> Array | Words:
    import pandas as pd

    if pd.api.types.is_integer_dtype(column.dtype) and column.hasnans:
        return column.astype(object).where(column.notna(), None).to_numpy()
    if column.dtype.kind in "iufb":
        return column.to_numpy()
    if isinstance(column.dtype, pd.CategoricalDtype):
        number, words = column.cat.codes.to_numpy().astype(np.int64), [str(word) for word in column.cat.categories]
        if "" not in words:
            words.append("")
        return Words(np.where(number < 0, words.index(""), number), words)
    if column.dtype == object and not all(isinstance(one, str) for one in column.tolist()):
        return column.to_numpy()
    return Words.of(["" if one is None or one is pd.NA or one != one else str(one) for one in column.tolist()])


def places_of(columns: RecordColumns) -> tuple[Ints, Ints]:
    """Return the area and period of every row as a number from 0, and the first row of each; in order of appearance."""
    area, period = columns.words("area"), columns.words("period")
    places, distinct = numbered(area.number.astype(np.int64) * max(len(period.words), 1) + period.number)
    first = np.zeros(len(distinct), dtype=np.int64)
    # Written from the last to the first, so that the first stays.
    first[places[::-1]] = np.arange(len(places))[::-1]
    return places, first
