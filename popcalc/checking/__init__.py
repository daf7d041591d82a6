"""`check`: the targets of a year held against village-months, or against the figures that `compute` shows."""
