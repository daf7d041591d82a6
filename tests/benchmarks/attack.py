"""Attack popcalc with hostile inputs and print what came of each; run by hand.

    python tests/benchmarks/attack.py [WORD]   those whose kind or name has the word

The suite runs those that are neither slow nor large (`tests/functional/test_hostile_input.py`).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.attacks.case import run  # noqa: E402
from tests.benchmarks.attacks.every import CASES  # noqa: E402


def main() -> None:
    """Print a table; end with 1 where something is not as it must be."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    failed = 0
    print("| kind | what | exit | seconds | MB | says |\n|---|---|---|---|---|---|")
    for case in CASES:
        if word in case.kind or word in case.what:
            with tempfile.TemporaryDirectory() as folder:
                outcome = run(case, Path(folder))
            wrong = outcome.wrong(case)
            failed += bool(wrong)
            numbers = f"{outcome.code} | {outcome.seconds:.1f} | {outcome.megabytes:.0f}"
            print(
                f"| {case.kind} | {case.what} | {numbers} | {outcome.first_word} |", "; ".join(wrong)[:300], flush=True
            )
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
