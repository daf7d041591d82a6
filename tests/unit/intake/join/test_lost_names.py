from __future__ import annotations

import csv
from pathlib import Path

import pytest

from popcalc.intake.join.lost_names import lost_characters
from popcalc.intake.text.misread import misread
from tests.unit.intake.reading import faults, message, read, tree


def misread_as_gbk(name: str) -> str:
    """Return a name in UTF-8 as a program shows it that takes it for GBK."""
    return name.encode().decode("gbk", errors="replace")


@pytest.mark.parametrize("name", ["松\ufffd村", "\ufffd\ufffd", "锟斤拷村", "石门锟斤拷"])
def test_characters_that_were_replaced_are_lost(name: str) -> None:
    assert lost_characters(name) is not None


@pytest.mark.parametrize("name", ["松?村", "?坳村", "松坳?", "松？村", "???", "东溪村?组"])
def test_a_question_mark_in_a_chinese_name_is_a_lost_character(name: str) -> None:
    assert lost_characters(name) is not None


@pytest.mark.parametrize(
    "name", ["", "Mill?", "?", "松坳村", "Old Mill", "東溪里", "Łódź", "Ñuñoa", "3组", "石门（西）村"]
)
def test_sound_names_are_left_alone(name: str) -> None:
    assert lost_characters(name) is None


@pytest.mark.parametrize("name", ["村居", "石门", "北岭镇和平居委会", "Mill 村居"])
def test_utf8_that_was_read_as_gbk_is_told_with_what_it_was(name: str) -> None:
    assert misread(misread_as_gbk(name)) == name


def test_no_name_of_a_real_village_is_taken_for_misread(real_data: Path) -> None:
    names = {
        cell
        for file in sorted(real_data.rglob("*.csv"))[:12]
        for record in csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
        for cell in record[:5]
    }
    assert len(names) > 1000
    assert not [name for name in names if lost_characters(name)]


def test_a_name_that_lost_characters_is_an_error_at_its_first_row() -> None:
    data = "town,village,month,births\n北岭镇,松坳村,2013-01,5\n北岭镇,松?村,2013-01,5\n北岭镇,松?村,2013-02,5\n"

    assert faults(data) == ["data.csv:3:2 LOST_CHARACTERS"]
    assert "the name 松?村 has a question mark where a character was lost" in message(data)


def test_names_misread_in_part_of_a_file_are_errors() -> None:
    good = "村名,月份,出生人数\n松坳村,2013-01,5\n".encode("gbk")

    assert faults({"a.csv": good + "石门,2013-01,5\n".encode()}) == ["a.csv:3:1 MISREAD_NAME"]
    assert "is 石门 in UTF-8, read as GBK" in message({"a.csv": good + "石门,2013-01,5\n".encode()})


def test_what_was_read_in_an_encoding_that_did_not_fit_is_no_name() -> None:
    rows = b"".join(b"Village %d,2013-01,5\n" % number for number in range(5000))
    data = b"village,month,births\n" + rows + "松坳村,2013-01,7\n".encode("gb18030")

    assert "松坳村" in {name for _, name, _ in tree(read(data, block_bytes=1000)).values()}
