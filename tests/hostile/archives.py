from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib

from tests.hostile.case import HEADER, Hostile

CSV = (HEADER + "2013-01,North,Mill,3,1000\n").encode()


def pk(members, comp=zipfile.ZIP_DEFLATED):
    s = io.BytesIO()
    with zipfile.ZipFile(s, "w", comp) as z:
        for n, c in members:
            z.writestr(n, c)
    return s.getvalue()


def a(what, make, says="", codes=(2,), cmd="popcalc compute a.zip", **k):
    def w(f):
        c = make()
        (f / cmd.split()[2]).write_bytes(c)

    return Hostile("archive", what, cmd, w, codes, says, **k)


def nested(n):
    c = pk([("a.csv", CSV)])
    for i in range(n):
        c = pk([(f"{i}.csv" if i % 2 else f"{i}.zip", c)])
    return c


def overlapping(n=30000):
    # many entries of one kernel
    data = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = data.compress(b"\n" * 20_000_000) + data.flush()
    crc = zlib.crc32(b"\n" * 20_000_000)
    out = b""
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(raw), 20_000_000, 5, 0) + b"a.csv" + raw
    cd = b""
    for i in range(n):
        nm = b"%05d.csv" % i
        cd += (
            struct.pack(
                "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(raw), 20_000_000, len(nm), 0, 0, 0, 0, 0, 0
            )
            + nm
        )
    return local + cd + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, n, n, len(cd), len(local), 0)


def many(n, content=CSV):
    return pk(
        [(f"{i:06}.csv", HEADER.encode() + b"2013-%02d,North,V%d,3,1000\n" % (i % 12 + 1, i // 12)) for i in range(n)],
        zipfile.ZIP_STORED,
    )


def manyempty(n):
    # central directory of n entries on one member
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    one = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    cd = one * n
    e64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, n, n, len(cd), len(local))
    loc = struct.pack("<4sLQL", b"PK\6\7", 0, len(local) + len(cd), 1)
    return local + cd + e64 + loc + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def enc():
    c = bytearray(pk([("a.csv", CSV)]))
    i = c.index(b"PK\1\2")
    c[i + 8] |= 1
    c[6] |= 1
    return bytes(c)


def flipped(n):
    c = bytearray(pk([("a.csv", CSV * 1000)]))
    c[n] ^= 0xFF
    return bytes(c)


def lzma_huge():
    c = bytearray(pk([("a.csv", CSV * 100)], zipfile.ZIP_LZMA))
    i = c.index(b"\x5d\x00\x00")
    c[i + 1 : i + 5] = b"\xff\xff\xff\xff"
    return bytes(c)


def gz_multi(n):
    return gzip.compress(CSV) + gzip.compress(b"2013-02,North,Mill,3,1000\n") * n


def gz_big_newlines(mb=2):
    import gzip as g

    s = io.BytesIO()
    with g.GzipFile(fileobj=s, mode="wb", compresslevel=9) as z:
        blk = b"\n" * (1 << 24)
        for _ in range(125):
            z.write(blk)
    return s.getvalue()


CASES = (
    a("a bomb of one member", lambda: pk([("a.csv", b"\n" * 300_000_000)]), "TOO_LARGE"),
    a("a bomb of many members", lambda: pk([(f"{i}.csv", b"\n" * 5_000_000) for i in range(40)]), "TOO_LARGE"),
    a("overlapping members", overlapping, ""),
    a("an archive in itself, 20 levels", lambda: nested(20), "NESTED_ARCHIVE"),
    a("an archive called csv in an archive", lambda: pk([("x.csv", pk([("a.csv", CSV)]))]), "NESTED_ARCHIVE"),
    a("a table called zip", lambda: CSV, "", (0,)),
    a("a zip called csv", lambda: pk([("a.csv", CSV)]), "", (0,), "popcalc compute a.csv"),
    a(
        "names that lead out",
        lambda: pk(
            [
                ("../../../../tmp/owned.csv", CSV),
                ("/etc/x.csv", CSV.replace(b"Mill", b"Mull")),
                ("C:\\x\\y.csv", CSV.replace(b"Mill", b"Moll")),
            ]
        ),
        "",
        (0,),
    ),
    a("a name that steers", lambda: pk([("\x1b[2J\u202e.csv", b"x,y\n1,2\n")]), "␛[2J", never=("\x1b", "\u202e")),
    a("a name with line ends", lambda: pk([("a\nb.csv: note: all is well\n.csv", b"x,y\n1,2\n")]), "␊"),
    a("a name of 60,000 characters", lambda: pk([("x" * 60000 + ".csv", b"x,y\n1,2\n")]), ""),
    a("protected", enc, "PASSWORD"),
    *[
        a(f"a byte turned at {n}", (lambda n=n: flipped(n)), "", (0, 2))
        for n in (0, 8, 14, 18, 22, 26, 30, 60, -4, -10, -60)
    ],
    a("cut", lambda: pk([("a.csv", CSV * 1000)])[:-30], "damaged"),
    a("a million listed members", lambda: manyempty(1_000_000), "TOO_LARGE"),
    a("two names alike", lambda: pk([("a.csv", CSV), ("./a.csv", CSV)]), "TWO_MEMBERS"),
    a("bzip2", lambda: pk([("a.csv", CSV)], zipfile.ZIP_BZIP2), "", (0,)),
    a("lzma with a window of 4 GB", lzma_huge, "", (0, 2)),
    a("no member", lambda: pk([]), "NO_DATA_FILE"),
    a("a folder called a.csv", lambda: pk([("a.csv/", b"")]), "NO_DATA_FILE"),
    a("gzip bomb", lambda: gzip.compress(b"\n" * 500_000_000), "", cmd="popcalc compute a.csv.gz"),
    a(
        "gzip bomb in an archive",
        lambda: pk([(f"{i}.csv.gz", gzip.compress(HEADER.encode() + b"\n" * 50_000_000)) for i in range(8)]),
        "",
    ),
    a("2 MB gzip of newlines", gz_big_newlines, "", cmd="popcalc compute a.csv.gz", megabytes=300),
    a("gzip of 50,000 parts", lambda: gz_multi(50_000), "", (0, 2), cmd="popcalc compute a.csv.gz"),
    a("gzip with a tail", lambda: gzip.compress(CSV) + b"tail", "", cmd="popcalc compute a.csv.gz"),
    a("gzip in gzip", lambda: gzip.compress(gzip.compress(CSV)), "", cmd="popcalc compute a.csv.gz"),
    a("gzip cut", lambda: gzip.compress(CSV * 1000)[:-9], "ends early", cmd="popcalc compute a.csv.gz"),
    a("a bzip2 file", lambda: __import__("bz2").compress(CSV), "", cmd="popcalc compute a.csv"),
    a("an xz file", lambda: __import__("lzma").compress(CSV), "", cmd="popcalc compute a.csv"),
    a("60,000 members", lambda: many(60_000), "", (0,), seconds=300, slow=True),
)
