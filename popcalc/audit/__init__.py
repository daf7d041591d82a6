"""Printed figures held against the counts that they are said to rest on, and against each other.

A figure is computed as every figure is (`values`), on each basis and population that it may have been meant on; the
rules by which figures are rounded (`rounding`) say which of these print it (`classes`). What no rule prints is searched
for a slip (`hypotheses`), and figures that fix each other are held together by interval arithmetic (`consistency`).
"""
