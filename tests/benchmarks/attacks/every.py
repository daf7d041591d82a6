"""All hostile inputs, by kind."""

from __future__ import annotations

from tests.benchmarks.attacks.definitions import DEFINITIONS
from tests.benchmarks.attacks.machine import MACHINES, OUTPUTS, TIMES
from tests.benchmarks.attacks.packed import ARCHIVES, BOOKS, MANY
from tests.benchmarks.attacks.texts import NAMES, SIZES, TERMINAL

CASES = (*TERMINAL, *DEFINITIONS, *ARCHIVES, *BOOKS, *NAMES, *SIZES, *MANY, *OUTPUTS, *MACHINES, *TIMES)
