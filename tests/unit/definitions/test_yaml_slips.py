"""Slips of the hand in YAML files, told where they are."""

from __future__ import annotations

import pytest

from popcalc.definitions.strict_yaml import parse

BLANK, COLON, INDENT = "a blank is missing", "a wide colon", "a wide blank"


@pytest.mark.parametrize(
    ("written", "place", "said"),
    [
        ("version: 1\nyear:2024\ntargets:\n  - {indicator: births}\n", (2, 5), BLANK),
        ("version: 1\ntargets:\n  - indicator: births\n    at_least：3\n  - indicator: deaths\n", (4, 13), COLON),
        ("version: 1\ntargets:\n  - indicator: births\n    at_least：3\n", (4, 13), COLON),
        ("version: 1\nsources: a.csv\ntargets:ok.yaml\n", (3, 8), BLANK),
        ("version：1\n", (1, 8), COLON),
        ("version: 1\ntargets:\n\u3000- indicator: births\n", (3, 1), INDENT),
    ],
)
def test_a_slip_is_told_in_its_own_line(written: str, place: tuple[int, int], said: str) -> None:
    (fault,) = parse(written.encode("utf-8"), "t.yaml").faults

    assert fault.place is not None
    assert (fault.place.row, fault.place.column) == place
    assert str(fault.text).startswith(said)


@pytest.mark.parametrize(
    "written",
    ["a: http://b.example/c:d\n", "a: 注：见下\n", "a:\n  - x\n  - 'b:c'\n", "a: |\n  b:c\n  d：e\n"],
)
def test_what_is_meant_is_no_slip(written: str) -> None:
    assert parse(written.encode("utf-8"), "t.yaml").faults == ()
