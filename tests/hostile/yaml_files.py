"""Definition files that would cost or do more than they say."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.case import HEADER, Hostile


def data(folder: Path):
    (folder / "a.csv").write_text(HEADER + "2013-01,North,Mill,3,1000\n2013-02,North,Mill,4,1000\n")


def of(option, content):
    def make(folder):
        data(folder)
        path = folder / "d.yaml"
        path.write_bytes(content() if callable(content) else content.encode("utf-8", "surrogateescape"))

    return make


def y(what, content, says="", option="--columns", codes=(2,), **more):
    cmd = f"popcalc {'check' if option == '--targets' else 'compute'} a.csv {option} d.yaml"
    return Hostile("yaml", what, cmd, of(option, content), codes, says, **more)


BOMB = "a: &a [x,x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)},*{chr(97 + i)}]\n" for i in range(24))


def big_targets(n):
    return "version: 1\nyear: 2013\ntargets:\n" + "".join(
        f"  - indicator: crude_birth_rat{i}\n    at_most: 1\n" for i in range(n)
    )


CASES = (
    y("an alias bomb", BOMB, "NO_ALIASES"),
    y("deep flow nesting", lambda: b"[" * 2_000_000, "TOO_DEEP"),
    y("deep block nesting", lambda: b"".join(b" " * i + b"a:\n" for i in range(3000)), "TOO_DEEP"),
    y("deep mappings {", lambda: b"{a: " * 1_000_000, "TOO_DEEP"),
    y(
        "a number of 200,000 digits",
        "version: 1\nyear: 2013\ntargets:\n- indicator: births\n  at_most: " + "9" * 200_000,
        "",
        "--targets",
        never=("9" * 1000,),
    ),
    y(
        "a quoted number of 200,000 digits",
        "version: 1\nyear: 2013\ntargets:\n- indicator: births\n  at_most: '" + "9" * 200_000 + "'",
        "",
        "--targets",
        never=("9" * 1000,),
    ),
    y(
        "a year of 200,000 digits",
        "version: 1\nyear: " + "9" * 200_000 + "\ntargets:\n- indicator: births\n  at_most: 3",
        "",
        "--targets",
        never=("9" * 1000,),
    ),
    y("a key of 200,000 digits", "9" * 200_000 + ": 1", "", never=("9" * 1000,)),
    y("hex of 200,000 digits", "version: 0x" + "9" * 200_000, "", never=("9" * 1000,)),
    y("sexagesimal of 100,000 parts", "version: 1" + ":59" * 100_000, "", never=(":59" * 400,)),
    y("an exponent", "version: 1\nyear: 2013\ntargets:\n- indicator: births\n  at_most: 1e999999999", "", "--targets"),
    y("merge keys", "version: 1\nbase: &b {a: 1}\ncolumns:\n  <<: *b\n", "NO_MERGE"),
    y("a tag that runs code", "version: !!python/object/apply:os.system ['touch owned']\n", "NO_TAGS"),
    y(
        "100,000 unknown keys",
        lambda: b"version: 1\n" + b"".join(b"columnz%d: 1\n" % i for i in range(100_000)),
        "UNKNOWN_KEY",
        seconds=20,
    ),
    y(
        "100,000 unknown meanings",
        lambda: b"version: 1\ncolumns:\n" + b"".join(b"  h%d: birthz%d\n" % (i, i) for i in range(100_000)),
        "UNKNOWN_COUNT",
        seconds=30,
    ),
    y("20,000 unknown indicators", lambda: big_targets(20_000).encode(), "", "--targets", seconds=30),
    y("100,000 duplicate keys", lambda: b"version: 1\n" + b"version: 1\n" * 100_000, "DUPLICATE_KEY", seconds=20),
    y("NUL bytes", lambda: b"version: 1\n\0\0\0", "U+0000"),
    y("no UTF-8", lambda: b"version: 1\n\xff\xfe", "NOT_UTF8"),
    y("200 MB of blanks", lambda: b"version: 1\n" + b" " * 200_000_000, "", seconds=20, codes=(2,)),
    y("a text of 50 MB", lambda: b"version: 1\nperiod: " + b"x" * 50_000_000, "", seconds=20),
    y("strptime pattern twice", "version: 1\nperiod: '%Y-%m %Y'\n", "BAD_VALUE"),
    y("strptime pattern lone percent", "version: 1\nperiod: '%Y-%m-%'\n", "BAD_VALUE"),
    y(
        "strptime pattern of 100,000 signs",
        "version: 1\nperiod: '" + "%Y%m" * 100_000 + "'\n",
        "BAD_VALUE",
        never=("%Y%m" * 100,),
    ),
    y("strptime pattern regex signs", "version: 1\nperiod: '(%Y)(%m)[(*'\n", "", codes=(0, 2)),
    y("strptime pattern blanks", "version: 1\nperiod: '%Y%m" + " %d" * 0 + "  " * 5000 + "'\n", "", codes=(0, 2)),
    y("strftime width", "version: 1\nperiod: '%2000000000Y-%m'\n", "BAD_VALUE"),
    y("an encoding that is none of text", "version: 1\nencoding: hex\n", "BAD_VALUE"),
    y("encoding idna", "version: 1\nencoding: idna\n", "", codes=(0, 2)),
    y("encoding undefined", "version: 1\nencoding: undefined\n", "BAD_VALUE"),
    y("encoding unicode_escape", "version: 1\nencoding: unicode_escape\n", "", codes=(0, 2)),
    y("encoding punycode", "version: 1\nencoding: punycode\n", "", codes=(0, 2)),
    y("encoding with a NUL", 'version: 1\nencoding: "utf\\0"\n', "", codes=(0, 2)),
    y("encoding utf-32", "version: 1\nencoding: utf-32\n", "", codes=(2,)),
    y("a lone surrogate", 'version: 1\narea: "\\uD800"\n', "", codes=(2, 0)),
    y(
        "a formula of 20,000 terms",
        lambda: (
            b"version: 1\nindicators:\n  x:\n    label: x\n    kind: count\n    numerator: "
            + b" + ".join([b"births"] * 20_000)
        ),
        "",
        "--catalogue",
        codes=(0, 2),
    ),
    y(
        "a formula of 20,000 brackets",
        lambda: (
            b"version: 1\nindicators:\n  x:\n    label: x\n    kind: count\n    numerator: "
            + b"(" * 20_000
            + b"births"
            + b")" * 20_000
        ),
        "",
        "--catalogue",
        codes=(2,),
    ),
    y(
        "a formula of 20,000 minus",
        lambda: (
            b"version: 1\nindicators:\n  x:\n    label: x\n    kind: count\n    numerator: " + b"-" * 20_000 + b"births"
        ),
        "",
        "--catalogue",
        codes=(2,),
    ),
    y(
        "per of 30 digits",
        "version: 1\nindicators:\n  x:\n    label: x\n    kind: rate\n    numerator: births\n    denominator: population\n    per: 999999999999999999999999999999\n",
        "",
        "--catalogue",
        codes=(0, 2),
    ),
    y(
        "bound of 30 decimals",
        "version: 1\nyear: 2013\ntargets:\n- indicator: births\n  at_most: 0.000000000000000000000000000001",
        "",
        "--targets",
        codes=(0, 1),
    ),
    y(
        "bound of 30 digits",
        "version: 1\nyear: 2013\ntargets:\n- indicator: births\n  at_most: 999999999999999999999999999999",
        "",
        "--targets",
        codes=(0, 1),
    ),
    y(
        "weights of 30 digits",
        "version: 1\nyear: 2013\ntargets:\n- indicator: births\n  at_most: 3\n  weight: 999999999999999999999999999999",
        "",
        "--targets",
        codes=(0, 1, 2),
    ),
    y(
        "year 9999",
        "version: 1\nyear: 9999\ntargets:\n- indicator: births\n  at_most: 3\n",
        "",
        "--targets",
        codes=(0, 1, 2),
    ),
    y("year 0", "version: 1\nyear: 0\ntargets:\n- indicator: births\n  at_most: 3\n", "", "--targets", codes=(2,)),
    y(
        "100,000 areas of a target",
        lambda: (
            b"version: 1\nyear: 2013\ntargets:\n- indicator: births\n  level: town\n  at_most: 3\n  areas:\n"
            + b"".join(b"    Nort%d: {at_most: 3}\n" % i for i in range(100_000))
        ),
        "",
        "--targets",
        codes=(2,),
        seconds=40,
    ),
    y("header_row of a million", "version: 1\nheader_row: 1000000000\n", "", codes=(2, 0)),
    y("code_levels huge", "version: 1\ncode_levels: {town: 1000000000, village: 2000000000}\n", "", codes=(2, 0)),
    y(
        "2,000 levels",
        lambda: b"version: 1\nlevels: [" + b",".join(b"l%d" % i for i in range(2000)) + b"]\n",
        "",
        codes=(2, 0),
    ),
    Hostile(
        "yaml", "a device as a definition file", "popcalc compute a.csv --columns /dev/zero", data, (2,), "", seconds=10
    ),
    Hostile(
        "yaml",
        "a folder as a definition file",
        "mkdir d; popcalc compute a.csv --columns d",
        data,
        (2,),
        "",
        seconds=10,
    ),
    Hostile(
        "yaml",
        "a pipe as a definition file",
        "mkfifo p; (echo 'version: 1' > p) & popcalc compute a.csv --columns p",
        data,
        (0,),
        "",
        seconds=10,
    ),
    Hostile(
        "yaml",
        "an endless pipe as a definition file",
        "mkfifo p; (yes > p 2>/dev/null) & popcalc compute a.csv --columns p",
        data,
        (2,),
        "",
        seconds=20,
    ),
    Hostile("yaml", "areas file /dev/zero", "popcalc compute a.csv --areas /dev/zero", data, (2,), "", seconds=10),
    Hostile(
        "yaml",
        "areas: chain of 50,000",
        "popcalc compute a.csv --areas t.csv",
        lambda f: (
            data(f),
            (f / "t.csv").write_text(
                "code,name,level,parent\n" + "".join(f"{i},n{i},town,{i - 1 if i else ''}\n" for i in range(50_000))
            ),
        ),
        (0, 2),
        "",
        seconds=20,
    ),
    Hostile(
        "yaml",
        "areas: in a circle",
        "popcalc compute a.csv --areas t.csv",
        lambda f: (
            data(f),
            (f / "t.csv").write_text(
                "code,name,level,parent\n" + "".join(f"{i},n{i},town,{(i + 1) % 1000}\n" for i in range(1000))
            ),
        ),
        (2,),
        "",
        seconds=20,
    ),
    Hostile(
        "yaml",
        "areas: 50,000 unknown parents",
        "popcalc compute a.csv --areas t.csv",
        lambda f: (
            data(f),
            (f / "t.csv").write_text(
                "code,name,level,parent\n" + "".join(f"{i},name{i},village,nane{i + 1}\n" for i in range(50_000))
            ),
        ),
        (2,),
        "",
        seconds=20,
    ),
    Hostile(
        "yaml",
        "areas: into in a circle",
        "popcalc compute a.csv --areas t.csv",
        lambda f: (
            data(f),
            (f / "t.csv").write_text(
                "code,name,level,parent,aliases,opened,closed,into\n"
                + "".join(f"{i},n{i},village,,,,2013-01,{(i + 1) % 3000}\n" for i in range(3000))
            ),
        ),
        (2,),
        "",
        seconds=20,
    ),
    Hostile(
        "yaml",
        "areas: into a chain",
        "popcalc compute a.csv --areas t.csv",
        lambda f: (
            data(f),
            (f / "t.csv").write_text(
                "code,name,level,parent,aliases,opened,closed,into\n"
                + "".join(f"{i},n{i},village,,,,2013-01,{(i + 1) if i < 30000 - 1 else ''}\n" for i in range(30000))
            ),
        ),
        (0, 2),
        "",
        seconds=20,
    ),
    Hostile(
        "yaml",
        "areas: 1,000,000 aliases",
        "popcalc compute a.csv --areas t.csv",
        lambda f: (
            data(f),
            (f / "t.csv").write_text(
                'code,name,level,parent,aliases\n1,n,village,,"' + ";".join(f"a{i}" for i in range(1_000_000)) + '"\n'
            ),
        ),
        (0, 2),
        "",
        seconds=20,
    ),
    Hostile(
        "yaml",
        "areas: level unknown 50,000",
        "popcalc compute a.csv --areas t.csv",
        lambda f: (
            data(f),
            (f / "t.csv").write_text(
                "code,name,level,parent,aliases\n" + "".join(f"{i},n{i},twon{i},,\n" for i in range(50000))
            ),
        ),
        (0, 2),
        "",
        seconds=20,
    ),
)
