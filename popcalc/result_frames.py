"""Answers of the Python API as DataFrames that know how people read them.

A frame of results is a DataFrame like any other; in a notebook it shows itself as the table of the command line, with
labels, units and footnotes, as long as it holds what was computed. What is made of it, or changed in it, is the
caller's, and shows as pandas shows frames.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from weakref import ReferenceType, ref

import numpy as np
import pandas as pd

from popcalc.errors import Notice
from popcalc.language import Language
from popcalc.output.document import Document

DATES = ("start", "end")
"""Columns of days."""
WHOLE = ("number", "per")
"""Columns of entries that hold whole numbers."""
MOST_RECORDS = 20_000
"""A frame of more records is shown by pandas, which looks at a few of them alone."""

Records = Callable[[], pd.DataFrame]


def result_frame(
    records: Records,
    document: Document,
    language: Language,
    *,
    notices: Iterable[Notice] = (),
    labels: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return records as a frame that a notebook shows as a document.

    Its `attrs` have `notices`, each sentence once, and `labels` and `units` by the keys in the records.
    """
    frame = records()
    # Its type stays that of pandas, so that it is the caller's as any other frame.
    object.__setattr__(frame, "_repr_html_", partial(_html, ref(frame), records, document, language))
    frame.attrs["notices"] = list(dict.fromkeys(language(notice.text) for notice in notices))
    frame.attrs |= {"labels": dict(labels or {}), "units": dict(units or {})}
    return frame


def _html(shown: ReferenceType[pd.DataFrame], records: Records, document: Document, language: Language) -> str | None:
    """Return the page for people, while a frame holds what it was made of; else what pandas shows of it."""
    frame = shown()
    if frame is None:
        return None
    is_wanted = bool(pd.get_option("display.notebook_repr_html")) and len(frame) <= MOST_RECORDS
    if not is_wanted or not frame.equals(records()):
        plain: str | None = pd.DataFrame._repr_html_(frame)  # type: ignore[attr-defined]
        return plain
    from popcalc.output.page.fragments import fragment_of

    return fragment_of(document, language, pd.get_option("display.max_rows"))


def entries_frame(
    entries: Sequence[Mapping[str, object]],
    fields: Sequence[str],
    document: Document,
    language: Language,
    notices: Iterable[Notice] = (),
) -> pd.DataFrame:
    """Return records that are mappings as a frame: lists are joined by `;`, `number` and `per` are Int64."""

    def records() -> pd.DataFrame:
        rows = [[entry.get(name) if name in WHOLE else _words(entry.get(name)) for name in fields] for entry in entries]
        frame = pd.DataFrame(rows, columns=list(fields))
        return frame.astype({name: "Int64" for name in WHOLE if name in fields})

    return result_frame(records, document, language, notices=notices)


def _words(value: object) -> str:
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def plain_records(frame: pd.DataFrame) -> pd.DataFrame:
    """Return records with plain text in place of categories, and days as datetime64."""
    plain = frame.copy()
    words = plain.columns[plain.dtypes == "category"]
    plain[words] = plain[words].astype(str)
    for name in DATES:
        if name in plain:
            days: Any = np.array(plain[name].tolist(), dtype="datetime64[s]")
            plain[name] = days
    return plain


class Page(str):
    """A whole page of HTML, which a notebook shows in a frame of its own."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from html import escape

        return f'<iframe srcdoc="{escape(self)}" style="width: 100%; height: 45em; border: 0"></iframe>'
