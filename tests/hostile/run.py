"""Run hostile inputs and print a table of what came of each: `python tests/hostile/run.py [WORD of kinds or names]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.hostile import cases
from tests.hostile.case import run


def main():
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    verbose = "-v" in sys.argv
    bad = 0
    for case in cases.CASES:
        if word and word != "-v" and word not in case.kind and word not in case.what:
            continue
        with tempfile.TemporaryDirectory() as f:
            o = run(case, Path(f))
        w = o.wrong(case)
        bad += bool(w)
        lines = (o.err or o.out).decode("utf-8", "replace").splitlines()
        print(
            f"{'BAD ' if w else 'ok  '}| {case.kind} | {case.what} | {o.code} | {o.seconds:.1f}s | {o.megabytes:.0f}MB | {(lines or [''])[0][:200]!r}",
            *(["\n      !!", "; ".join(w)] if w else []),
            flush=True,
        )
        if verbose:
            print("\n".join(repr(l[:300]) for l in lines[:12]))
    print(bad, "bad")


main()
