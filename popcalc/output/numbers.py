"""Numbers as text: rounded half up for people, shortest round trip for scripts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LARGE = 1e15
SMALL = 1e-4
"""Between these sizes `repr` has no exponent, and a whole float below the larger is an exact integer."""


def half_up(numerator: int, denominator: int, places: int, *, thousands: str = "") -> str:
    """Return the fraction `numerator / denominator` with `places` decimals; half a unit goes away from zero.

    Integer arithmetic only, so a tie is a tie: 13/160 = 0.08125 has the fourth decimal 3. Nothing is written `-0.00`.
    `thousands` separates groups of three digits. Raises ZeroDivisionError for a denominator of 0.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    units = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    whole, fraction = divmod(units, 10**places)
    digits = f"{whole:,}".replace(",", thousands)
    sign = "-" if numerator < 0 and units else ""
    return f"{sign}{digits}.{fraction:0{places}d}" if places else f"{sign}{digits}"


def half_up_float(value: float, places: int, *, thousands: str = "") -> str:
    """Return a finite float as `half_up` writes the exact fraction it stands for."""
    return half_up(*value.as_integer_ratio(), places, thousands=thousands)


def shortest(value: float) -> str:
    """Return the fewest digits that read back as the same finite float: `233`, `6.549911`; never with an exponent."""
    written = repr(value)
    if "e" in written:
        written = f"{Decimal(written):f}"
    return written.removesuffix(".0") if value else "0"


def shortest_all(values: npt.NDArray[np.float64], null: str) -> list[str]:
    """Return `shortest` of each value, and `null` where it is not finite; quick for long columns."""
    import numpy as np

    finite = np.isfinite(values)
    if not finite.any():
        return [null] * len(values)
    size = np.abs(values)
    whole = finite & (size < LARGE) & (values == np.floor(values))
    ordinary = finite & ~whole & (size >= SMALL) & (size < LARGE)
    other = finite & ~whole & ~ordinary
    texts = np.full(len(values), null, dtype=object)
    texts[whole] = list(map(str, values[whole].astype(np.int64).tolist()))
    texts[ordinary] = list(map(repr, values[ordinary].tolist()))
    texts[other] = list(map(shortest, values[other].tolist()))
    return texts.tolist()
