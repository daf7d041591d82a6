"""Bytes that get lost or changed on the way end in a clear error or the right figures, never in a silent wrong one."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from popcalc.errors import PopcalcError
from tests.unit.intake.forms import UNDERIVED, Facts, Form, facts, files_of, forms
from tests.unit.intake.reading import Figures, figures, read
from tests.unit.intake.test_honest_forms import expected


@dataclass(frozen=True)
class Damage:
    """Some bytes of a file taken out at a place, and others put in."""

    place: float
    lost: int
    put: bytes


DAMAGES = st.builds(
    Damage,
    place=st.floats(0, 1, exclude_max=True),
    lost=st.sampled_from([0, 0, 1, 1, 2, 3, 8, 40, 1 << 20]),
    put=st.one_of(
        st.just(b""),
        st.sampled_from([*b",;\t\"\n\r\0?1-.e \xff"]).map(lambda byte: bytes([byte])),
        st.just("\ufffd".encode()),
        st.binary(max_size=6),
    ),
)  # fmt: skip


def damaged(content: bytes, damage: Damage) -> tuple[bytes, int, int]:
    """Return the damaged bytes, and where in them and in the old ones the damage ends."""
    at = int(damage.place * len(content))
    end = min(len(content), at + damage.lost)
    return content[:at] + damage.put + content[end:], at, end


def wrong_figures(found: Figures, right: Figures, content: bytes, at: int, end: int) -> list[object]:
    """Return the figures that came out otherwise and that no damaged line of the file spells.

    A figure whose own line was damaged may come out otherwise, if its digits stand there: `12` may become `1`. Where a
    header was damaged, villages may go by another name or code, with the figures that they have.
    """
    lines = spelt(content, at, end)
    elsewhere = {(count, value) for counts in right.values() for count, value in counts.items()}
    return [
        (key, count, value)
        for key, counts in found.items()
        for count, value in counts.items()
        if value is not None
        and right.get(key, {}).get(count) != value
        and str(value) not in lines
        and not (key not in right and (count, value) in elsewhere)
    ]


def spelt(content: bytes, at: int, end: int) -> str:
    """Return the lines around a damage, in every encoding that could be meant, digits as ASCII and nothing between."""
    first, last = max(0, content.rfind(b"\n", 0, max(0, at - 1))), content.find(b"\n", min(len(content), end + 1))
    piece = content[first : len(content) if last < 0 else last + 2]
    words = []
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5"):
        for shift in (0, 1):
            decoded = unicodedata.normalize("NFKC", piece[shift:].decode(encoding, errors="ignore"))
            words.append("".join(letter for letter in decoded if letter not in ", '\u00a0"))
    return "\n".join(words)


@settings(max_examples=60)
@given(facts(UNDERIVED), forms(), DAMAGES, st.integers(0, 99))
def test_damaged_bytes_end_in_a_clear_error_or_in_the_right_figures(
    table: Facts, form: Form, damage: Damage, which: int
) -> None:
    survives(table, form, damage, which)


def survives(table: Facts, form: Form, damage: Damage, which: int) -> None:
    """Fail unless a damaged file ends in faults that are clear, or in figures that stand in the files."""
    files = files_of(table, form)
    name = sorted(files)[which % len(files)]
    content, at, _ = damaged(files[name], damage)
    assume(content != files[name])
    files[name] = content
    found = outcome(files, table)
    if isinstance(found, PopcalcError):
        assert found.faults
        for fault in found.faults:
            assert str(fault.text).strip()
            assert fault.place is None or fault.place.file
    else:
        assert not wrong_figures(found, expected(table, form), files[name], at, at + len(damage.put))


def outcome(files: Mapping[str, bytes], table: Facts) -> Figures | PopcalcError:
    """Return the figures, or what is said to be wrong with the files."""
    try:
        return figures(read(files, counts=table.counts))
    except PopcalcError as error:
        return error
