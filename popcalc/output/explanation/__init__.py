"""How an indicator is defined, and how a figure comes about: facts in words that a pocket calculator can follow.

Lines of plain text; every equation is written so that what stands left of `=` gives what stands right of it.
"""

from popcalc.output.explanation.definition import definition_lines, short_lines
from popcalc.output.explanation.figure import figure_lines
from popcalc.output.explanation.lines import Line, lines_of

__all__ = ["Line", "definition_lines", "figure_lines", "lines_of", "short_lines"]
