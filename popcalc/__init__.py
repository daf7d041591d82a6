"""popcalc: monthly village counts in, standard population indicators out."""

from popcalc.api import Counts, check, compute, read, report, validate
from popcalc.errors import PopcalcError

__version__ = "0.1.0"

__all__ = ["Counts", "PopcalcError", "__version__", "check", "compute", "read", "report", "validate"]
