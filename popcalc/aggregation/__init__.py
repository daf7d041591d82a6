"""From village-months to sums by area and period: everything a figure needs, added up once, in whole numbers.

Numerator and denominator of a figure rest on the same village-months. What is added is a handful of columns over one
table, grouped by area and period; nothing is divided here. A table is summed part by part, so that the work can be
done in one place or in many (`roll_up`).
"""

from popcalc.aggregation.groups import TOTAL, Groups, make_groups
from popcalc.aggregation.roll_up import roll_up
from popcalc.aggregation.totals import LeftOut, Plan, Totals

__all__ = ["TOTAL", "Groups", "LeftOut", "Plan", "Totals", "make_groups", "roll_up"]
