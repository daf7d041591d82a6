"""Rows that are chosen or added up, as the command line and Python say it: added to what a columns file says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from popcalc.definitions.columns import Columns
from popcalc.definitions.headers import normal_header
from popcalc.errors import RequestError, fault
from popcalc.language import text

BETWEEN = "|"
"""Between values of one column that are all kept."""

Where = str | Iterable[str] | Mapping[str, str | Iterable[str]]


def with_choices(columns: Columns, where: Where, sum_over: Iterable[str]) -> Columns:
    """Return a columns file with more choices; of a column that both name, these values are kept.

    Raises RequestError for a choice without `=`.
    """
    chosen = chosen_values(where)
    asked = set(map(normal_header, chosen))
    of_file = {header: values for header, values in columns.where.items() if normal_header(header) not in asked}
    summed = {normal_header(header): header for header in (*columns.sum_over, *sum_over)}
    return replace(columns, where={**of_file, **chosen}, sum_over=tuple(summed.values()))


def chosen_values(where: Where) -> dict[str, tuple[str, ...]]:
    """Return the values that are kept by column, of `COLUMN=VALUE|VALUE` or of a mapping.

    Raises RequestError for a choice without `=`.
    """
    if isinstance(where, Mapping):
        return {header: (values,) if isinstance(values, str) else tuple(values) for header, values in where.items()}
    chosen: dict[str, tuple[str, ...]] = {}
    named: dict[str, str] = {}
    for written in [where] if isinstance(where, str) else where:
        header, equals, values = (part.strip() for part in written.partition("="))
        if not (header and equals):
            sentence = text("{written} chooses nothing: write COLUMN=VALUE, such as sex=Total", written=written)
            raise RequestError([fault("BAD_CHOICE", sentence)])
        header = named.setdefault(normal_header(header), header)
        chosen[header] = (*chosen.get(header, ()), *(value.strip() for value in values.split(BETWEEN)))
    return chosen
