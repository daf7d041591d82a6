"""popcalc: monthly village counts in, standard population indicators out."""

from __future__ import annotations

# As that of typing, whose import would be most of what importing this costs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from popcalc.api import Counts, check, compute, read, report, validate
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
_ELSEWHERE = {
    "PopcalcError": "popcalc.errors",
    **dict.fromkeys(("Explanation", "counts", "explain", "indicators", "inspect"), "popcalc.looking"),
}
"""Where names come from that the API has and its first module does not."""


def __getattr__(name: str) -> Any:
    """Import the API when it is asked for: the command begins by hearing signals, and needs most of it never."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_ELSEWHERE.get(name, "popcalc.api")), name)
