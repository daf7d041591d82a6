"""From messy files to tidy village-months: find, lay out, read, assemble."""

from popcalc.intake.survey import Survey, survey

__all__ = ["Survey", "survey"]
