"""What a report says of a month: figures beside last year's, verdicts, who has reported, what is to be asked of whom.

All of it comes from the same calculation, verdicts and checks as the records of the commands, so that no number here
is another than there. How it is said and laid out is for `popcalc.output.report`.
"""

from popcalc.reporting.making import make_report
from popcalc.reporting.report import SECTIONS, Report, Section, Wish

__all__ = ["SECTIONS", "Report", "Section", "Wish", "make_report"]
