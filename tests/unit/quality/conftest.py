"""What the tests of the checks share: villages written as a spreadsheet would, and what is found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

import popcalc

Record = dict[str, Any]


class Found(Protocol):
    """Write files, validate them, give the findings as records."""

    def __call__(self, files: str | Mapping[str, str], *codes: str, catalogue: str = "") -> list[Record]: ...


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """The findings of one file or several, all of them or those of some codes; places without the folder."""

    def look(files: str | Mapping[str, str], *codes: str, catalogue: str = "") -> list[Record]:
        named = {"a.csv": files} if isinstance(files, str) else files
        for name, content in named.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        definitions = []
        if catalogue:
            definitions.append(tmp_path / "rules.yaml")
            definitions[0].write_text(catalogue, encoding="utf-8")
        counts = popcalc.read([tmp_path / name for name in named], catalogue=definitions)
        frame = popcalc.validate(counts)
        # On which finding most hangs is no matter to these tests.
        frame = frame.sort_values(["severity", "area", "period", "code"], kind="stable")
        frame["file"] = [Path(name).name if name else "" for name in frame["file"]]
        records: list[Record] = frame.to_dict("records")  # type: ignore[assignment]
        return [record for record in records if not codes or record["code"] in codes]

    return look


def months(count: int, year: int = 2013) -> list[str]:
    """The labels of so many months from January on."""
    return [f"{year + month // 12}-{month % 12 + 1:02}" for month in range(count)]


def page(header: str, villages: Mapping[str, Sequence[Any]]) -> str:
    """A file with one row for each village and month; a village is `town/name`, its values a row's cells or one."""
    rows = [f"month,town,village,{header}"]
    for village, cells in villages.items():
        town, name = village.split("/")
        for month, cell in zip(months(len(cells)), cells, strict=True):
            values = cell if isinstance(cell, tuple) else (cell,)
            if cell is not None:
                rows.append(",".join(map(str, (month, town, name, *values))))
    return "\n".join(rows) + "\n"
