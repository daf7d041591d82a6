"""The encodings that offices write in: their names, and in which of them some bytes make most sense."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from popcalc.intake.plausible import is_chinese, is_korean, languages, sense

UTF8 = "utf-8"
OFFICE_ENCODINGS = ("gb18030", "cp950")
"""What Chinese offices save besides UTF-8: GB18030 (with GBK and GB2312 in it) and Big5 as Windows writes it."""

OF_OTHER_REGIONS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp1255", "cp1256", "cp1258"),
    *("cp874", "cp932", "cp949"),
)
"""What Windows saves elsewhere: Western, Central European, Cyrillic, Greek ..., Thai, Japanese, Korean."""
FITS = 0.6
"""The share of words that must make sense in an encoding of another region."""

SHOWN_AS = (
    {
        "gb18030": "GB18030",
        "cp950": "Big5",
        "utf-8": "UTF-8",
        "utf-16": "UTF-16",
        "cp932": "Shift-JIS",
        "cp949": "EUC-KR",
    }
    | dict.fromkeys(("utf-16-le", "utf-16-be"), "UTF-16")
    | {name: name.replace("cp", "windows-") for name in OF_OTHER_REGIONS if name.startswith("cp12")}
)


class Fitting(Struct, frozen=True):
    """A text decoded in an encoding that fits all of its bytes, and how much sense it makes."""

    encoding: str
    decoded: str
    sense: float
    languages: int

    @property
    def rank(self) -> tuple[float, int, bool]:
        """Less is better."""
        return -round(self.sense, 3), self.languages, not is_chinese(self.decoded)


def fitting(sample: bytes) -> list[Fitting]:
    """Return the encodings of offices that fit some bytes, and those of other regions in which they make sense."""
    found = []
    for encoding in (*OFFICE_ENCODINGS, *OF_OTHER_REGIONS):
        if decoded := decoded_in(sample, encoding):
            makes = sense(decoded, encoding)
            if encoding in OFFICE_ENCODINGS or (makes >= FITS and not decoded.isascii()):
                found.append(Fitting(encoding, decoded, makes, languages(decoded, encoding)))
    korean = next((one for one in found if one.encoding == "cp949"), None)
    if korean and is_korean(korean.decoded):
        found = [one for one in found if one.encoding not in OFFICE_ENCODINGS]
    elif korean and any(one.encoding == OFFICE_ENCODINGS[0] and is_chinese(one.decoded) for one in found):
        found.remove(korean)
    return sorted(found, key=lambda one: one.rank)


def rivals_of(best: Fitting, others: Iterable[Fitting]) -> list[Fitting]:
    """Return those that fit as well as the best and say something else."""
    return [one for one in others if one.rank == best.rank and one.decoded != best.decoded]


def in_order_of_use(sample: bytes) -> list[str]:
    """Return the encodings of offices, first the one in which a sample has the more usual characters."""
    return sorted(
        OFFICE_ENCODINGS,
        key=lambda encoding: -_usual(decoded, encoding) if (decoded := decoded_in(sample, encoding)) else 1,
    )


def best_guess(written: bytes) -> str:
    """Return a short text, such as the name of a file, in the encoding that fits it best."""
    tried = (decoded_in(written, encoding) for encoding in (UTF8, *in_order_of_use(written)))
    return next(filter(None, tried), written.decode("cp437"))


def decoded_in(content: bytes, encoding: str) -> str:
    """Return bytes as text, which is empty where they are not in the encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _usual(decoded: str, encoding: str) -> float:
    """Return the share of a text's characters beyond ASCII that are of the encoding's set of usual ones."""
    beyond = [letter for letter in decoded if not letter.isascii()]
    first = [letter.encode(encoding) for letter in beyond]
    if encoding == "gb18030":
        # GB 2312, level 1, the punctuation and full-width ASCII: the rest is rare in names and figures.
        usual = [
            len(code) == 2 and code[1] >= 0xA1 and (code[0] in (0xA1, 0xA3) or 0xB0 <= code[0] <= 0xD7)
            for code in first
        ]
    else:
        # The same of Big5, whose Greek letters and phonetic signs stand where GB 2312 has its digits.
        usual = [b"\xa1" <= code <= b"\xa3\x43" or b"\xa4" <= code < b"\xc7" for code in first]
    return sum(usual) / max(1, len(usual))


def known_encoding(name: str) -> str | None:
    """Return the codec that a name means, or None."""
    from popcalc.definitions.encoding_names import codec_of

    found = codec_of(name)
    if found is None:
        return None
    return {"big5": "cp950", "utf-8-sig": UTF8, "gbk": "gb18030", "gb2312": "gb18030", **_WINDOWS}.get(found, found)


_WINDOWS = {"shift_jis": "cp932", "euc_kr": "cp949"}
"""What is called so is mostly what Windows writes, which has more characters."""


def all_names() -> Sequence[str]:
    """Return the names that are suggested for a misspelled encoding."""
    return ("utf-8", "utf-16", "gb18030", "gbk", "big5", "shift_jis", "euc_kr", *OF_OTHER_REGIONS)
