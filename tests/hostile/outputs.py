from __future__ import annotations

import os

from tests.hostile.case import Hostile
from tests.hostile.yaml_files import data

T = "version: 1\nyear: 2013\ntargets:\n- indicator: births\n  at_most: 3\n"


def allf(f):
    data(f)
    (f / "t.yaml").write_text(T)
    (f / "c.yaml").write_text("version: 1\n")
    (f / "k.yaml").write_text("version: 1\ncounts: {}\n")
    (f / "ar.csv").write_text("name,level\nNorth,town\n")
    import zipfile

    with zipfile.ZipFile(f / "z.zip", "w") as z:
        z.write(f / "a.csv", "a.csv")
    os.link(f / "a.csv", f / "hard.csv")
    os.symlink("a.csv", f / "soft.csv")
    os.symlink(".", f / "dir")


def o(what, cmd, **m):
    return Hostile(
        "output",
        what,
        "cat a.csv t.yaml c.yaml k.yaml ar.csv z.zip | cksum > /tmp/before.$$; "
        + cmd
        + "; c=$?; cat a.csv t.yaml c.yaml k.yaml ar.csv z.zip | cksum | cmp -s - /tmp/before.$$ || echo CHANGED; rm /tmp/before.$$; exit $c",
        allf,
        m.pop("codes", (2,)),
        m.pop("says", "OUTPUT_IS_INPUT"),
        ("CHANGED",),
        **m,
    )


CASES = (
    o("source", "popcalc compute a.csv -o a.csv"),
    o("source by hard link", "popcalc compute a.csv -o hard.csv"),
    o("source by symlink", "popcalc compute a.csv -o soft.csv"),
    o("source in a folder", "popcalc compute . -o dir/a.csv"),
    o("source by pattern", "popcalc compute '*.csv' -o ./a.csv"),
    o("source on stdin", "popcalc compute - -o a.csv < a.csv"),
    o("archive", "popcalc compute z.zip -o z.zip -f csv"),
    o("targets compute", "popcalc compute a.csv --targets t.yaml -o t.yaml -f csv"),
    o("targets check", "popcalc check a.csv --targets t.yaml -o t.yaml -f csv"),
    o("targets explain", "popcalc explain births a.csv --targets t.yaml -o t.yaml"),
    o("columns", "popcalc validate a.csv --columns c.yaml -o c.yaml -f csv"),
    o("catalogue", "popcalc indicators --catalogue k.yaml -o k.yaml -f csv"),
    o("areas", "popcalc inspect a.csv --areas ar.csv -o ar.csv"),
    o("draft areas", "popcalc inspect a.csv --areas ar.csv --draft-areas ar.csv"),
    o("draft", "popcalc inspect a.csv --draft a.csv", says="FILE_EXISTS"),
    o("full disk", "popcalc compute a.csv -o /dev/full", says="OUTPUT_FAILED"),
    o("full disk stdout", "popcalc compute a.csv > /dev/full", says="OUTPUT_FAILED"),
    o(
        "a name of 250 bytes",
        "popcalc compute a.csv -q -o " + "x" * 246 + ".csv; ls | grep -c xxx",
        says="1",
        codes=(0,),
    ),
    o("no folder", "popcalc compute a.csv -o no/a.csv", says="NO_SUCH_FOLDER"),
    o("unwritable folder", "popcalc compute a.csv -o /proc/a.csv", says=""),
    o("newline in the name", "popcalc compute a.csv -q -o 'a\nb.csv'", codes=(0,), says=""),
    o(
        "formula with --bom",
        "printf 'month,town,village,births\\n2013-01,=1+1,Mill,3\\n2013-01,\"a;@SUM(1)\",M,3\\n' > f.csv; popcalc compute f.csv --bom -q -i births 2>/dev/null || popcalc compute f.csv --bom -q --indicator births",
        codes=(0,),
        says="'=1+1",
    ),
)
