"""Files of many regions come out as written, or ask for their encoding; never as words that no one wrote."""

from __future__ import annotations

import pytest

from popcalc.intake.encodings import fitting, rivals_of
from tests.unit.intake.reading import faults, message, read, tree

NAMES = [
    ("cp1252", ["Málaga", "Nuñoa", "León", "Cádiz"]),
    ("cp1252", ["São Paulo", "Conceição", "Açores"]),
    ("cp1252", ["Orléans", "Besançon", "Évreux", "Forêt"]),
    ("cp1252", ["Köln", "München", "Düsseldorf"]),
    ("cp1250", ["Kraków", "Wrocław", "Gdańsk"]),
    ("cp1250", ["Plzeň", "Ústí nad Labem", "České Budějovice"]),
    ("cp1251", ["Москва", "Тверь", "Нижний Новгород", "Орёл"]),
    ("cp1251", ["Київ", "Львів", "Чернігів"]),
    ("cp1253", ["Αθήνα", "Πάτρα", "Λάρισα", "Βόλος"]),
    ("cp1255", ["חיפה", "ירושלים", "אשדוד"]),
    ("cp1256", ["القاهرة", "الجيزة", "اسوان"]),
    ("cp1257", ["Rīga", "Šiauliai", "Ķekava", "Jūrmala"]),
    ("cp874", ["กรุงเทพ", "เชียงใหม่", "ขอนแก่น"]),
    ("cp932", ["東山市", "北区", "さくら野市"]),
    ("cp949", ["춘천시", "원주시", "강릉시"]),
    ("gb18030", ["松坡村", "石门村"]),
    ("gb18030", ["王家塆", "北村", "大山"]),
    ("cp950", ["東溪里", "新莊里"]),
]


@pytest.mark.parametrize(("encoding", "names"), NAMES)
@pytest.mark.parametrize("late", [False, True])
def test_names_come_out_as_they_were_written(encoding: str, names: list[str], late: bool) -> None:
    # Where the beginning is plain ASCII, what comes later is decided by itself.
    ascii_rows = "".join(f"Village {number},2013-01,5\n" for number in range(4000 if late else 0))
    text = f"village,month,births\n{ascii_rows}" + "".join(f"{name},2013-01,5\n" for name in names)

    found = {name for _, name, _ in tree(read(text.encode(encoding))).values()}

    assert {name for name in found if not name.isascii()} == {name for name in names if not name.isascii()}


def test_two_encodings_that_fit_equally_are_an_error_that_shows_a_name_in_both() -> None:
    # Spanish and Portuguese in Western letters, or Polish and Romanian in Central European ones.
    data = "village,month,births\nPeñón,2013-06,3\nSão João,2013-06,2\n".encode("cp1252")

    assert faults(data) == ["data.csv UNCLEAR_ENCODING"]
    assert "Peñón in windows-1252, Peńón in windows-1250; say which with --encoding" in message(data)
    found = {name for _, name, _ in tree(read(data, encoding="cp1252")).values()}
    assert found == {"Peñón", "São João"}


def test_encodings_that_say_the_same_are_no_rivals() -> None:
    best, *others = fitting("Köln\nMünchen\n".encode("cp1252"))

    assert (best.encoding, rivals_of(best, others)) == ("cp1252", [])


@pytest.mark.parametrize("content", [b"\xff\xff", b"\xfe\xff\xfe", bytes(range(0xA1, 0xFF))])
def test_bytes_that_are_no_words_make_sense_in_no_other_region(content: bytes) -> None:
    assert [one.encoding for one in fitting(content) if one.encoding not in ("gb18030", "cp950")] == []
