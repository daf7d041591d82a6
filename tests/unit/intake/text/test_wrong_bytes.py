from __future__ import annotations

from tests.unit.intake.reading import faults, message


def test_a_file_of_nul_bytes_is_named_as_one_that_lost_its_content() -> None:
    assert "a.csv NUL_BYTE nothing but NUL bytes: the file has lost what was in it" in message({"a.csv": bytes(5000)})
    assert faults({"a.csv": b"\0\0,births\n\0\0,5\n"}) == ["a.csv:1 NUL_BYTE"]
