"""popcalc: monthly village counts in, standard population indicators out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from popcalc.api import Counts, check, compute, read, report, validate
    from popcalc.errors import PopcalcError

__version__ = "0.1.0"

__all__ = ["Counts", "PopcalcError", "__version__", "check", "compute", "read", "report", "validate"]


def __getattr__(name: str) -> Any:
    """Import the API when it is asked for: the command begins by hearing signals, and needs most of it never."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("popcalc.errors" if name == "PopcalcError" else "popcalc.api"), name)
