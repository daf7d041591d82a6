"""Targets judged: `check` holds a year's targets against village-months, `compute --targets` against its figures.

One target is judged in `verdict.py`, exactly, with how sure that is; `to_go.py` finds what would turn it.
"""

JUDGED_PERIODS = ("month", "quarter", "half", "all")
"""What is judged one by one; all is the target year up to its last complete month."""
