"""The ways to average a population."""

from __future__ import annotations

from enum import StrEnum


class Average(StrEnum):
    """Which of a village's stocks make the average population: all, the period's first and last, the middle one."""

    CURVE = "curve"
    ENDS = "ends"
    MID = "mid"
