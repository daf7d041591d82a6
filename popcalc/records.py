"""What a calculation hands to whoever shows it: one row per area, period and indicator.

The names here are the contract with scripts; nothing here computes or shows anything, and pandas is not imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from popcalc.doubts import EMPTY_CELLS, INTAKE_FLAGS, WHOLE_AREA

if TYPE_CHECKING:
    import pandas as pd

    from popcalc.definitions.catalogue import Indicator
    from popcalc.definitions.targets import Effect, Rule
    from popcalc.language import Label, Text
    from popcalc.record_columns import RecordColumns

SCHEMA_RESULTS = "popcalc/results/1"

SCHEMA_VERDICTS = "popcalc/verdicts/1"

SCHEMA_FINDINGS = "popcalc/findings/1"

SCHEMA_AUDIT = "popcalc/audit/1"

RECORD_FIELDS = (
    "area",
    "area_name",
    "level",
    "parent",
    "period",
    "start",
    "end",
    "indicator",
    "unit",
    "basis",
    "value",
    "numerator",
    "denominator",
    "lower",
    "upper",
    "confidence",
    "method",
    "village_months_reported",
    "village_months_expected",
    "flags",
)

COMPARISON_FIELDS = (
    "compared_with",
    "compared_value",
    "difference",
    "percent",
    "difference_lower",
    "difference_upper",
    "ratio_lower",
    "ratio_upper",
    "difference_evidence",
    "village_months_compared",
)
"""What a comparison adds to a record, after its other fields."""
RANK_FIELDS = ("rank", "rank_best", "rank_worst")
"""What ranks add to a record, last of all."""

VERDICT_FIELDS = (
    *RECORD_FIELDS,
    "target",
    "operator",
    "bound_low",
    "bound_high",
    "applied_low",
    "applied_high",
    "status",
    "reason",
    "evidence",
    "margin",
    "to_go",
    "to_go_kind",
    "behind",
    "projected",
    "projected_lower",
    "projected_upper",
    "likely",
)

DRIVER_FIELDS = (
    "area",
    "area_name",
    "period",
    "target",
    "indicator",
    "rank",
    "village",
    "village_name",
    "value",
    "numerator",
    "denominator",
    "contribution",
    "without",
    "without_status",
)
"""A village that contributes to a fail: its own figure, how many events of the shortfall are its, and the figure of the
area without it and those of a higher rank, with its status against the same bound."""

SCORE_FIELDS = (
    "area",
    "area_name",
    "level",
    "period",
    "score",
    "points",
    "reachable",
    "weights",
    "vetoed",
    "not_judged",
)
"""The score of an area: its points, 0 after a veto; of all `weights`, `reachable` leaves out targets `not_judged`."""

FINDING_FIELDS = (
    "code",
    "severity",
    "area",
    "period",
    "count",
    "file",
    "row",
    "message",
    "expected",
    "found",
    "share",
    "column",
    "sheet",
    "cell",
    "todo",
)

COMPLETENESS_FIELDS = ("area", "area_name", "level", "period", "events", "stocks", "expected")
"""Of the villages `expected` of an area how many report any event of a month, and any stock at its end."""

AUDIT_FIELDS = (
    "area",
    "period",
    "indicator",
    "printed",
    "value",
    "numerator",
    "denominator",
    "basis",
    "class",
    "explanation",
    "hypotheses",
)
CONTRADICTION_FIELDS = ("area", "period", "figures", "message")
"""Printed figures, as indicator and figure, that cannot all be right."""

AREA_NAME = "area_name"

COMPARABLE = "comparable"
"""The flag of figures that have another value on the village-months that both sides of a comparison have."""

FLAGS = (
    "partial",
    "unmatched",
    "impossible",
    "undefined",
    "supplied",
    "extrapolated",
    "bridged",
    "stale",
    WHOLE_AREA,
    "few_events",
    EMPTY_CELLS,
    *INTAKE_FLAGS,
    COMPARABLE,
)

LEVEL_ALL = "all"
"""The level of the grand total."""

EXACT_NUMERATOR = "exact_numerator"
EXACT_DENOMINATOR = "exact_denominator"
EXACT_LOW = "exact_low"
EXACT_HIGH = "exact_high"
EXACT_GOAL_LOW = "exact_goal_low"
EXACT_GOAL_HIGH = "exact_goal_high"
EXACT_COMPARED_NUMERATOR = "exact_compared_numerator"
EXACT_COMPARED_DENOMINATOR = "exact_compared_denominator"
EXACT_DIFFERENCE_NUMERATOR = "exact_difference_numerator"
EXACT_DIFFERENCE_DENOMINATOR = "exact_difference_denominator"
EXACT_FIELDS = (EXACT_NUMERATOR, EXACT_DENOMINATOR, EXACT_LOW, EXACT_HIGH, EXACT_GOAL_LOW, EXACT_GOAL_HIGH)


class FindingResults(Struct, frozen=True, eq=False):
    """What a validation found, and how complete the reports are.

    `columns` are `FINDING_FIELDS`, sorted by severity (errors first), share (the largest first), area, period and code,
    and `AREA_NAME`, which is kept out of every output; `message` and `todo` hold texts that a language turns into
    words, `expected`, `found` and `share` are float64, NaN for nothing, `row` and `column` are None for nothing.
    `meanings` says what each code stands for, `mends` what to do about it. `completeness` has `COMPLETENESS_FIELDS`.
    `span` is the label of all months, `villages` how many villages the data know.
    """

    columns: RecordColumns
    meanings: Mapping[str, Text | Label]
    mends: Mapping[str, Text]
    completeness: RecordColumns
    span: str
    villages: int

    @property
    def frame(self) -> pd.DataFrame:
        """The findings as a DataFrame of plain text; `row` and `column` are Int64."""
        return self.columns.frame().astype({"row": "Int64", "column": "Int64"})

    def number(self, severity: str) -> int:
        """Return how many findings are of a severity."""
        return int(self.columns.words("severity").are(severity).sum())

    def wrong(self, *, strict: bool) -> bool:
        """Whether there is an error; with `strict` also whether there is a warning."""
        return bool(self.number("error") or (strict and self.number("warning")))


class VerdictResults(Struct, frozen=True, eq=False, dict=True):
    """Verdicts of areas and periods on targets, with what a heading needs to say about them.

    `frame` has the columns `VERDICT_FIELDS` and the exact numerator and denominator of each value, as `Results` has,
    and the exact ends of the bound that was applied (`exact_low`, `exact_high`: fractions, None for no end) and of
    that at the end of the target's time (`exact_goal_low`, `exact_goal_high`); bounds,
    `margin`, `to_go`, `behind` and `projected` with its limits are float64, NaN for nothing; `status`, `reason`,
    `evidence`, `to_go_kind` and `likely` are text.
    `rules` holds the targets by their names in the column `target`, in the order of the file. `open_until` is the last
    day until which something can still be done about each target, empty where each period is judged for itself.
    `added` are the fields of a comparison (`compare` is which) and of ranks, where these were asked for.
    `effects` says what more events do to the figure of each target.
    `drivers` has `DRIVER_FIELDS` and `scores` has `SCORE_FIELDS`; None when not asked for. `area_order` is as in
    `Results`.
    """

    frame: pd.DataFrame
    rules: Mapping[str, Rule]
    units: Mapping[str, Label]
    by: str
    name: str = ""
    area_names: Mapping[str, str] = field(default_factory=dict)
    area_order: Mapping[str, int] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    compare: str = ""
    open_until: Mapping[str, str] = field(default_factory=dict)
    effects: Mapping[str, Effect] = field(default_factory=dict)
    drivers: pd.DataFrame | None = None
    scores: pd.DataFrame | None = None

    @property
    def nothing_judged(self) -> bool:
        """Whether targets are in effect and not one of them could be judged."""
        return bool(len(self.frame)) and bool((self.frame["status"] == "no_data").all())

    @cached_property
    def columns(self) -> RecordColumns:
        """The frame as columns."""
        from popcalc.record_columns import RecordColumns

        return RecordColumns.of_frame(self.frame)

    def missed(self, *, strict: bool) -> bool:
        """Whether a target of severity fail is missed; with `strict` also whether one could not be judged."""
        counted = ("fail", "no_data") if strict else ("fail",)
        severe = [name for name, rule in self.rules.items() if not rule.warning_only]
        return bool((self.frame["status"].isin(counted) & self.frame["target"].isin(severe)).any())


class Results(Struct, frozen=True, eq=False):
    """The indicators of areas and periods, with what a heading needs to say about them.

    `columns` are those of `RECORD_FIELDS` and, kept out of every output, `exact_numerator` and `exact_denominator`;
    their rows are in the order of output (area, period, indicator):

    - `value`, `numerator`, `denominator`, `lower`, `upper`, `confidence`: float64, NaN for nothing; a limit without
      end is infinite or NaN and is null in records;
    - `village_months_reported`, `village_months_expected`: int64;
    - `start`, `end`: ISO dates as text; `flags`: words of `FLAGS` joined by `;`; the other columns: text, and empty for
      nothing;
    - `exact_numerator`, `exact_denominator`: int64, or Python integers where some are larger, whose quotient, with the
      indicator's `per` in it, is exactly `value`; a numerator of None or a denominator of 0 where it is undefined.

    `indicators` holds the indicators shown, in the order of columns; `units` the names of units for people; `levels`
    the levels of the areas from the lowest to the highest; `area_names` the names of areas that are no row themselves
    but stand in `parent`, `area_order` the places of the others in their files, for tables. `verdicts` are those on the
    figures shown, where targets were given. `added` are the fields of a comparison (`compare` is which) and
    of ranks, where these were asked for; `has_limits` says that limits were, and that any of the indicators has them.
    """

    columns: RecordColumns
    indicators: Mapping[str, Indicator]
    units: Mapping[str, Label]
    by: str
    average: str = "curve"
    basis: str = "annual"
    levels: tuple[str, ...] = ()
    area_names: Mapping[str, str] = field(default_factory=dict)
    area_order: Mapping[str, int] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    compare: str = ""
    has_limits: bool = False
    verdicts: VerdictResults | None = None

    @property
    def frame(self) -> pd.DataFrame:
        """The columns as a DataFrame."""
        return self.columns.frame()


Shown = TypeVar("Shown", Results, VerdictResults)


def in_order_of_files(results: Shown) -> Shown:
    """Return results with their rows in the order in which the files have the areas, as people know them.

    That order is the same in whatever order the files are named; records keep that of the keys.
    """
    if not results.area_order:
        return results
    last = len(results.area_order)
    place = [results.area_order.get(area, last) for area in results.columns.texts("area")]
    order = sorted(range(len(place)), key=place.__getitem__)
    if isinstance(results, Results):
        import numpy as np

        return replace(results, columns=results.columns.at(np.array(order, dtype=np.int64)))
    return replace(results, frame=results.frame.iloc[order].reset_index(drop=True))
