"""`check`: the targets of a year held against village-months, or against the figures that `compute` shows."""

JUDGED_PERIODS = ("month", "quarter", "half", "all")
"""What is judged one by one; all is the target year up to its last month in the data."""
