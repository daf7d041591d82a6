"""Figures held against others: the same months a year before, the period before, the area above; and ranks.

In time both sides rest on what both have (`popcalc.aggregation.in_both`). Whether chance alone could make a difference
is read from the interval that is shown: one method for both.
"""

from popcalc.comparing.columns import added_columns
from popcalc.comparing.compare import Compared, compare, compared_with
from popcalc.comparing.ranks import best_of, rank

__all__ = ["Compared", "added_columns", "best_of", "compare", "compared_with", "rank"]
