"""popcalc: monthly village counts in, standard population indicators out."""

from __future__ import annotations

# As that of typing, whose import would be most of what importing this costs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from popcalc.answers import check, compute, report, validate
    from popcalc.api import Counts, read
    from popcalc.errors import PopcalcError
    from popcalc.looking import Explanation, counts, explain, indicators, inspect

__version__ = "0.1.0"

__all__ = [
    "Counts",
    "Explanation",
    "PopcalcError",
    "__version__",
    "check",
    "compute",
    "counts",
    "explain",
    "indicators",
    "inspect",
    "read",
    "report",
    "validate",
]
_PLACES = {
    "PopcalcError": "popcalc.errors",
    **dict.fromkeys(("Counts", "read"), "popcalc.api"),
    **dict.fromkeys(("check", "compute", "report", "validate"), "popcalc.answers"),
    **dict.fromkeys(("Explanation", "counts", "explain", "indicators", "inspect"), "popcalc.looking"),
}
"""Where the names of the API come from."""


def __getattr__(name: str) -> Any:
    """Import the API when it is asked for: the command begins by hearing signals, and needs most of it never."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
