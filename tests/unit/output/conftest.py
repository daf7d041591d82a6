"""Results made by hand: towns with English and Chinese names, every sort of figure, every flag that has a footnote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from io import StringIO

import pandas as pd
import pytest
from msgspec import Struct
from msgspec.structs import replace

from popcalc.definitions.catalogue import Formula, Indicator, Kind, Term
from popcalc.language import Label, language
from popcalc.output import Manner, check_format, write
from popcalc.output.documents import of_figures
from popcalc.record_columns import RecordColumns
from popcalc.records import EXACT_DENOMINATOR, EXACT_NUMERATOR, RECORD_FIELDS, Results

of_frame = RecordColumns.of_frame

UNITS = {
    "permille": Label("‰", "‰"),
    "percent": Label("%", "%"),
    "per100": Label("per 100", "女=100"),
    "persons": Label("persons", "人"),
    "yuan": Label("yuan", "元"),
}


def indicator(key: str, en: str, zh: str, kind: Kind, per: int, unit: str) -> Indicator:
    """Return an indicator whose formula does not matter here."""
    below = None if kind is Kind.COUNT else Formula((Term(1, "population"),))
    return Indicator(key, Label(en, zh), kind, Formula((Term(1, "births"),)), below, per, unit)


INDICATORS = {
    each.key: each
    for each in (
        indicator("births", "Live births", "出生人数", Kind.COUNT, 1, "persons"),
        indicator("crude_birth_rate", "Crude birth rate", "出生率", Kind.RATE, 1000, "permille"),
        indicator(
            "natural_increase_rate",
            "Rate of natural increase",
            "自然增长率",
            Kind.RATE_DIFFERENCE,
            1000,
            "permille",
        ),
        indicator("sex_ratio_at_birth", "Sex ratio at birth", "出生人口性别比", Kind.RATIO, 100, "per100"),
        indicator("policy_compliance_rate", "Policy compliance rate", "政策符合率", Kind.PROPORTION, 100, "percent"),
        indicator("fee_income", "Fee income", "收费", Kind.COUNT, 1, "yuan"),
    )
}


class Figure(Struct, frozen=True):
    """One figure to be put into a frame; `exact` is None when nothing was reported, an int pair otherwise."""

    area: str
    name: str
    indicator: str
    exact: tuple[int, int] | None
    parent: str = "320803"
    level: str = "town"
    period: tuple[str, str, str] = ("2013H1", "2013-01-01", "2013-06-30")
    flags: str = ""
    coverage: tuple[int, int] = (24, 24)
    limits: tuple[float, float] | None = None
    numerator: float | None = None
    denominator: float | None = None


def results_of(figures: Sequence[Figure]) -> Results:
    """Return the figures as the calculation would hand them over."""
    rows = [_row(figure) for figure in figures]
    frame = pd.DataFrame(rows, columns=[*RECORD_FIELDS, EXACT_NUMERATOR, EXACT_DENOMINATOR])
    floats = ["value", "numerator", "denominator", "lower", "upper", "confidence"]
    frame[floats] = frame[floats].astype("float64")
    frame[[EXACT_NUMERATOR, EXACT_DENOMINATOR]] = frame[[EXACT_NUMERATOR, EXACT_DENOMINATOR]].astype(object)
    for position, figure in enumerate(figures):
        frame.at[position, EXACT_NUMERATOR] = figure.exact[0] if figure.exact else None
        frame.at[position, EXACT_DENOMINATOR] = figure.exact[1] if figure.exact else 0
    for name in ("area", "level", "period", "indicator", "unit", "basis"):
        frame[name] = frame[name].astype("category")
    used = {figure.indicator for figure in figures}
    shown = {key: each for key, each in INDICATORS.items() if key in used}
    return Results(columns=of_frame(frame), indicators=shown, units=UNITS, by="town", levels=("village", "town"))


def _row(figure: Figure) -> list[object]:
    kind = INDICATORS[figure.indicator]
    defined = figure.exact is not None and figure.exact[1] != 0
    value = float(Fraction(*figure.exact)) if figure.exact and defined else None
    lower, upper = figure.limits or (None, None)
    return [
        figure.area,
        figure.name,
        figure.level,
        "" if figure.level == "all" else figure.parent,
        *figure.period,
        figure.indicator,
        kind.unit,
        "annual" if kind.has_basis else "",
        value,
        figure.numerator,
        figure.denominator,
        lower,
        upper,
        0.95 if figure.limits else None,
        "exact_poisson" if figure.limits else "",
        *figure.coverage,
        figure.flags,
        None,
        None,
    ]


@pytest.fixture
def towns() -> Results:
    """Three towns and the grand total, half a year; one town without girls, one with too many within policy."""
    north, south, river = ("320803102", "Northhill"), ("320803103", "Southfield"), ("320803104", "河口镇")
    total = ("all", "all")

    def row(
        place: tuple[str, str],
        births: int,
        cbr: tuple[int, int],
        rni: tuple[int, int],
        srb: tuple[int, int] | None,
        compliance: tuple[int, int],
        fee: tuple[int, int],
        flags: str = "",
        coverage: tuple[int, int] = (24, 24),
        srb_flags: str = "few_events",
        compliance_flags: str = "",
    ) -> list[Figure]:
        figure = Figure(*place, "births", (births, 1), level="all" if place == total else "town", coverage=coverage)
        each = [
            replace(figure, flags=flags, numerator=births),
            replace(
                figure,
                indicator="crude_birth_rate",
                exact=cbr,
                flags=";".join(filter(None, (flags, "extrapolated"))),
                numerator=births,
                denominator=17641.5,
            ),
            replace(
                figure,
                indicator="natural_increase_rate",
                exact=rni,
                flags=";".join(filter(None, (flags, "extrapolated"))),
            ),
            replace(figure, indicator="sex_ratio_at_birth", exact=srb, flags=srb_flags),
            replace(figure, indicator="policy_compliance_rate", exact=compliance, flags=compliance_flags),
            replace(figure, indicator="fee_income", exact=fee),
        ]
        return each

    return results_of(
        [
            *row(total, 1358, (1358000, 104000), (-19000, 104000), (70000, 658), (127000, 1358), (1234567890, 100)),
            *row(
                north,
                233,
                (233000, 17641),
                (117000, 17641),
                (12000, 113),
                (19900, 233),
                (1234550, 100),
                flags="partial",
                coverage=(22, 24),
            ),
            *row(
                south,
                1108,
                (1108000, 80000),
                (-126000, 80000),
                (56300, 545),
                (110900, 1108),
                (0, 1),
                srb_flags="",
                compliance_flags="impossible",
            ),
            *row(river, 17, (17000, 6359), (-5, 6359), (1700, 0), (1700, 17), (1233333340, 100), srb_flags="undefined"),
        ]
    )


@pytest.fixture
def rendered() -> Callable[..., str]:
    """Write results and return the text."""

    def render(
        results: Results,
        format: str,
        *,
        layout: str = "long",
        lang: str = "en",
        width: int | None = None,
        color: bool = False,
        bom: bool = False,
    ) -> str:
        stream = StringIO(newline="")
        check_format(format, layout=layout, bom=bom)
        manner = Manner(language(lang), width, color, bom, compact=True)
        write(of_figures(results, layout), format, stream, manner)
        return stream.getvalue()

    return render
