"""How much sense a text makes in an encoding: the share of its words that somebody may have written so.

Every byte is some character in most encodings; what gives a wrong one away is how the characters stand together: a
Chinese one amid Latin letters (Pe耋n), capitals amid small letters, signs within words, Hangul beside Hanja, a final
sigma that is not final. No list of names is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import islice

MOST_WORDS = 2_000
CERTAIN = 2.0
_WORD = r"[^\x00-\x40\[-`{-\x7f\u00a0\u2000-\u206f\u3000-\u3003\u3008-\u3011\uff00-\uff20]+"

_THAI = "(?:[เ-ไ]?[กขคฆ-ฤล-ฮ][ัิ-ฺ็]?[่-๋]?[ะาำ์]?|[ฯๆ])+"
"""Thai syllables: a vowel may stand before a consonant, other signs stand behind one; no letter that is out of use."""
_KOREAN_ENDINGS = ("시", "군", "구", "읍", "면", "동", "리", "도")
_CHINESE_ENDINGS = (*"村庄镇乡县市区里町鎮鄉縣區莊", "街道", "委会", "委會")
_MANY_HANGUL = 12
"""So many characters are never all Hangul by chance: six of ten usual Chinese ones are when they are read as Korean."""

_ALPHABETS: Mapping[str, tuple[str, ...]] = {
    "cp1252": (
        "áéíóúüñ",
        "áâãàéêíóôõúç",
        "àâæçèéêëîïôœùûü",
        "äöüßé",
        "åäöéæø",
        "àèéìíîòóù",
        "þðáéíóúýæö",
        "àçèéíïñòóúü",
        "áèéêëïóöü",
    ),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîșțşţ", "äöüßé"),
    "cp1254": ("çğıöşüâîû", "äöüßé", "áéíóúüñ", "àâæçèéêëîïôœùûü"),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž", "äöüßé"),
    "cp1258": ("àáâãèéêìíòóôõùúýăđĩũơư", "àâæçèéêëîïôœùûü"),
}
"""Letters beyond ASCII of the languages that are written in each encoding of Latin letters."""


_VIETNAMESE_ALONE = frozenset("ăđĩũơư")
_SYLLABLE = "(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
"""A Vietnamese syllable without its marks; every word is one."""


def words_beyond_ascii(text: str) -> dict[str, None]:
    """Return the words of a text that have a character beyond ASCII, each once, as far as they are looked at."""
    if text.isascii():
        return {}
    found = (word for word in re.findall(_WORD, text) if not word.isascii())
    return dict.fromkeys(islice(found, MOST_WORDS))


def sense(text: str, encoding: str) -> float:
    """Return the share of the words beyond ASCII that make sense; `CERTAIN` for full-width ASCII and nothing else.

    `encoding` is the one that the text was decoded from.
    """
    words = words_beyond_ascii(text)
    if not words:
        return CERTAIN if unicodedata.normalize("NFKC", text).isascii() else 0.0
    alphabets = _ALPHABETS.get(encoding)
    makes = _BY_ENCODING.get(encoding, _alphabetic)
    return sum(makes(word) * (alphabets is None or _is_in_one_of(alphabets, word)) for word in words) / len(words)


def _is_in_one_of(alphabets: Iterable[str], word: str) -> bool:
    return any(_accented(word) <= set(alphabet) for alphabet in alphabets)


def _accented(word: str, *, marks: bool = False) -> set[str]:
    """Return the letters of a word beyond ASCII, with `marks` also the marks that stand by themselves."""
    letters = word.replace("İ", "ı").lower()
    return {one for one in letters if not one.isascii() and (marks or unicodedata.category(one)[0] != "M")}


def languages(text: str, encoding: str) -> int:
    """Return how many alphabets of its encoding it takes to write the words of a text; many are unlikely."""
    alphabets = _ALPHABETS.get(encoding, ())
    # Marks that stand by themselves count as letters of their own: few writers set them.
    left = [_accented(unicodedata.normalize("NFC", word), marks=True) for word in words_beyond_ascii(text)]
    taken = 0
    while left and alphabets:
        best = max(alphabets, key=lambda alphabet: sum(letters <= set(alphabet) for letters in left))
        rest = [letters for letters in left if not letters <= set(best)]
        if len(rest) == len(left):
            return taken + len(rest)
        left, taken = rest, taken + 1
    return max(1, taken)


def is_korean(text: str) -> bool:
    """Whether a text that was read as Korean is so beyond doubt: as all of it would make sense as Chinese as well."""
    words = words_beyond_ascii(text)
    many = sum(not letter.isascii() for word in words for letter in word) >= _MANY_HANGUL
    named = len(words) > 1 and all(word.endswith(_KOREAN_ENDINGS) for word in words)
    return bool(words) and all(map(_korean, words)) and (many or named)


def is_chinese(text: str) -> bool:
    """Whether the names in a text end as those of Chinese or Japanese areas do."""
    words = words_beyond_ascii(text)
    return bool(words) and all(word.endswith(_CHINESE_ENDINGS) for word in words)


def _han(usual: Callable[[str], bool], word: str) -> float:
    """Return the share of usual characters of a Chinese or Japanese word; none amid small Latin letters."""
    if re.search(r"[a-z][^\x00-\x7f]|[^\x00-\x7f][a-z]", word):
        return 0.0
    beyond = [letter for letter in word if not letter.isascii()]
    return sum(map(usual, beyond)) / len(beyond)


def _in_gb2312(letter: str) -> bool:
    code = letter.encode("gb18030", "replace")
    return len(code) == 2 and code[1] >= 0xA1 and (code[0] in (0xA1, 0xA3) or 0xB0 <= code[0] <= 0xD7)


def _in_big5(letter: str) -> bool:
    code = letter.encode("cp950", "replace")
    return b"\xa1" <= code <= b"\xa3\x43" or b"\xa4" <= code < b"\xc7"


def _in_jis(letter: str) -> bool:
    code = letter.encode("cp932", "replace")
    return len(code) == 2 and (b"\x81\x40" <= code < b"\x84" or b"\x88\x9f" <= code < b"\x98\x73")


def _korean(word: str) -> float:
    if re.search(r"[a-z][^\x00-\x7f]|[^\x00-\x7f][a-z]", word):
        return 0.0
    beyond = [letter for letter in word if not letter.isascii()]
    usual = ["\uac00" <= letter <= "\ud7a3" and letter.encode("cp949", "replace")[1] >= 0xA1 for letter in beyond]
    return float(all(usual))


def _alphabetic(word: str) -> float:
    """Return 1 for a word of one script whose letters stand as its writers set them, else 0."""
    letters = [letter for letter in word if unicodedata.category(letter)[0] != "M"]
    if not all(letter.isalpha() or letter in "'-" for letter in letters) or (len(word) > 1 and len(set(word)) == 1):
        return 0.0
    scripts = {_script(letter) for letter in word if letter not in "'-"} - {"COMBINING"}
    if len(scripts) != 1 or not letters:
        return 0.0
    plain = "".join(letters).replace("İ", "I")
    if any(part not in (part.lower(), part.upper(), part.capitalize()) for part in re.split("['-]", plain)):
        return 0.0
    script = scripts.pop()
    if script == "LATIN":
        beyond = sum(not letter.isascii() for letter in letters)
        return float(len(letters) > beyond and beyond * 2 <= len(letters) + 1)
    if script == "GREEK":
        accented = any(unicodedata.decomposition(letter) for letter in word)
        return float("ς" not in word[:-1] and (accented or word.isupper() or len(word) < 3) and word[-1] != "σ")
    if script == "CYRILLIC":
        # Names begin with a capital; letters that only some languages have are rare.
        rare = sum(letter.lower() not in "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ" for letter in word)
        return 0.0 if rare * 3 > len(word) else 1.0 if word[0].isupper() else 0.5
    if script == "THAI":
        return float(re.fullmatch(_THAI, word) is not None)
    return float(script in ("HEBREW", "ARABIC") and len(word) > 1)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ")[0]


def _vietnamese_or_french(word: str) -> float:
    """Return 1 for what `_alphabetic` does; a word with a letter of Vietnamese alone must be one of its syllables."""
    plain = unicodedata.normalize("NFD", word.lower()).replace("đ", "d")
    base = "".join(letter for letter in plain if unicodedata.category(letter)[0] != "M")
    if _VIETNAMESE_ALONE & set(unicodedata.normalize("NFC", word.lower())) and not re.fullmatch(_SYLLABLE, base):
        return 0.0
    return _alphabetic(word)


_BY_ENCODING: Mapping[str, Callable[[str], float]] = {
    "cp1258": _vietnamese_or_french,
    "gb18030": lambda word: _han(_in_gb2312, word),
    "cp950": lambda word: _han(_in_big5, word),
    "cp932": lambda word: _han(_in_jis, word),
    "cp949": _korean,
}
