"""What every section of a vocabulary is: all of its lists must stand there, and no others."""

from msgspec import Struct


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """Some lists of words; what a language does without is an empty list."""
