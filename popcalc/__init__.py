"""popcalc: monthly village counts in, standard population indicators out."""

__version__ = "0.1.0"
