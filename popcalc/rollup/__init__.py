"""From village-months to sums by area and period: everything a figure needs, added up once, in whole numbers.

Numerator and denominator of a figure rest on the same village-months. What is added is a handful of columns over one
table, grouped by area and period; nothing is divided here.
"""

from popcalc.rollup.needs import scale_of
from popcalc.rollup.plan import LeftOut, Plan, Totals
from popcalc.rollup.totals import roll_up

__all__ = ["LeftOut", "Plan", "Totals", "roll_up", "scale_of"]
