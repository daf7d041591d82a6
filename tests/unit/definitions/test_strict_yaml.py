"""Strict YAML: data as written, and every mistake with its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from popcalc.definitions import strict_yaml
from popcalc.definitions.strict_yaml import parse, read


def said(source: str | bytes, file: str = "f.yaml") -> list[str]:
    """Return the faults of a text as lines, as a user reads them."""
    written = source if isinstance(source, bytes) else source.encode()
    return [f"{found.place} {found.code} {found.text}" for found in parse(written, file).faults]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5", 5),
        ("-5", -5),
        ("0", 0),
        ("95.50", Decimal("95.50")),
        ("0.1", Decimal("0.1")),
        ("-0.10", Decimal("-0.10")),
        ("true", True),
        ("false", False),
        ("", None),
        ("null", None),
        ("~", None),
        ('"0071"', "0071"),
        ("'yes'", "yes"),
        ("births - deaths", "births - deaths"),
        ("2013-06", "2013-06"),
        ("出生数", "出生数"),
        ("1,234", "1,234"),
        ("v1.0", "v1.0"),
    ],
)
def test_scalar_means_what_is_written(written: str, value: object) -> None:
    data = parse(f"key: {written}\n".encode(), "f.yaml").data
    assert isinstance(data, dict)
    assert data["key"] == value
    assert type(data["key"]) is type(value)


def test_decimal_keeps_its_digits() -> None:
    data = parse(b"bound: 66.50", "f.yaml").data
    assert isinstance(data, dict)
    assert str(data["bound"]) == "66.50"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("0071", 'YAML reads 0071 as 57: write "0071" in quotes'),
        ("0089", '0089 could be read as a number: write "0089" in quotes'),
        ("0x1F", 'YAML reads 0x1F as 31: write "0x1F" in quotes'),
        ("12:30", 'YAML reads 12:30 as 750: write "12:30" in quotes'),
        ("1_000", 'write 1000, or "1_000" in quotes if it is text'),
        ("1e3", 'write 1000, or "1e3" in quotes if it is text'),
        ("+5", 'write 5, or "+5" in quotes if it is text'),
        (".5", 'write 0.5, or ".5" in quotes if it is text'),
        ("yes", 'write true, or "yes" in quotes if it is text'),
        ("No", 'write false, or "No" in quotes if it is text'),
        ("off", 'write false, or "off" in quotes if it is text'),
        ("TRUE", 'write true, or "TRUE" in quotes if it is text'),
        ("2013-01-01", 'YAML reads 2013-01-01 as a date: write "2013-01-01" in quotes'),
        (".inf", '.inf is no figure: write a number, or ".inf" in quotes if it is text'),
        ("00.5", 'YAML reads 00.5 as 0.5: write "00.5" in quotes'),
    ],
)
def test_unquoted_scalar_that_yaml_would_change_must_be_quoted(written: str, message: str) -> None:
    assert said(f"a: {written}") == [f"f.yaml:1:4 QUOTE_IT a: {message}"]
    assert said(f"a: '{written}'") == []


@given(st.text(st.sampled_from("0123456789+-_.:exXoEabBytTrueFalsnoN"), min_size=1, max_size=8))
def test_whatever_pyyaml_reads_as_no_text_is_plain_or_a_fault(written: str) -> None:
    document = parse(f"a: [{written}]".encode(), "f.yaml")
    if document.faults:
        return
    try:
        theirs = yaml.safe_load(f"a: [{written}]")
    except ValueError:  # PyYAML fails on a date that is none
        theirs = None
    assert isinstance(document.data, dict)
    ours = document.data["a"]
    if isinstance(ours, list) and isinstance(ours[0], str | int):
        assert theirs == {"a": ours}


@pytest.mark.parametrize("key", ["320803102", "0071", "on", "true", "12:30", "1.5"])
def test_key_that_is_no_text_must_be_quoted(key: str) -> None:
    assert said(f"areas:\n  {key}: 1\n") == [
        f'f.yaml:2:3 QUOTE_IT areas.{key}: this key must be in quotes, "{key}", to stay text'
    ]
    assert said(f'areas:\n  "{key}": 1\n') == []


def test_all_mistakes_of_a_file_come_with_line_and_column() -> None:
    source = "version: 1\ncodes: [0071, yes]\nareas:\n  320803102: {at_least: 1_000}\nversion: 2\nx: &a !!str 5\n"
    assert said(source) == [
        'f.yaml:2:9 QUOTE_IT codes[1]: YAML reads 0071 as 57: write "0071" in quotes',
        'f.yaml:2:15 QUOTE_IT codes[2]: write true, or "yes" in quotes if it is text',
        'f.yaml:4:3 QUOTE_IT areas.320803102: this key must be in quotes, "320803102", to stay text',
        'f.yaml:4:25 QUOTE_IT areas.320803102.at_least: write 1000, or "1_000" in quotes if it is text',
        "f.yaml:5:1 DUPLICATE_KEY version: this key is given twice; the first is on line 1",
        "f.yaml:6:4 NO_TAGS x: tags (!!str) are not used here: leave it out",
        "f.yaml:6:4 NO_ALIASES x: anchors (&a) are not used here: leave it out",
    ]


def test_first_of_two_equal_keys_keeps_its_value_and_place() -> None:
    document = parse(b"a: {b: 1}\na: {b: 2, c: 3}\n", "f.yaml")
    assert document.data == {"a": {"b": 1}}
    assert str(document.place(("a", "b"))) == "f.yaml:1:8"


def test_aliases_and_merge_keys_are_refused() -> None:
    assert said("a: &x {k: 1}\nb: *x\nc:\n  <<: {k: 2}\n") == [
        "f.yaml:1:4 NO_ALIASES a: anchors (&x) are not used here: leave it out",
        "f.yaml:2:4 NO_ALIASES b: *x is not used here: write the value out",
        "f.yaml:4:3 NO_MERGE c.<<: merge keys (<<) are not used here: write the keys out",
    ]


def test_expanding_aliases_cost_nothing() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    document = parse("\n".join(lines).encode(), "f.yaml")
    assert {found.code for found in document.faults} == {"NO_ALIASES"}


@pytest.mark.parametrize("source", ["", "# only words\n", "---\n", "\n\n"])
def test_empty_file_is_a_fault(source: str) -> None:
    assert said(source) == ["f.yaml:1:1 EMPTY_FILE this file is empty"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1 MANY_DOCUMENTS a second document begins here (---): write one per file"),
        ("a:\n\tb: 1\n", "f.yaml:2:1 NOT_YAML a tab stands here: indent with spaces"),
        ("a: %\n", "f.yaml:1:4 NOT_YAML a text cannot begin with %: put it in quotes"),
        (
            "a: Births: live\n",
            "f.yaml:1:10 NOT_YAML a colon stands where no key can be: check the indentation, or put the text in quotes",
        ),
        ('a: 1\nb: "x\n', "f.yaml:3:1 NOT_YAML the closing quote of the one on line 2 is missing"),
        (
            "a: 1\nb: {c: 1\n",
            "f.yaml:3:1 NOT_YAML a comma is missing, or the closing bracket of the one on line 2",
        ),
        ("[", "f.yaml:2:1 NOT_YAML a value is missing here"),
        ("a: x\x07y\n", "f.yaml:1:5 NOT_YAML the invisible character U+0007 cannot stand here"),
        ("? [a, b]\n: 1\n", "f.yaml:1:3 NOT_TEXT a key must be text"),
    ],
)
def test_broken_syntax_is_said_in_plain_words(source: str, message: str) -> None:
    assert said(source) == [message]


def test_mistakes_before_broken_syntax_are_told_too() -> None:
    assert [line.split()[:2] for line in said("a: 0071\nb: {c: 1\n")] == [
        ["f.yaml:1:4", "QUOTE_IT"],
        ["f.yaml:3:1", "NOT_YAML"],
    ]


def test_byte_that_is_not_utf8_is_named_with_its_place() -> None:
    source = "a: 1\nb: 出".encode() + "生".encode("gb18030")
    assert said(source) == ["f.yaml:2:5 NOT_UTF8 byte 0xC9 is not UTF-8: save the file as UTF-8"]


def test_utf16_is_recognised() -> None:
    assert said("a: 1".encode("utf-16")) == ["f.yaml:1:1 NOT_UTF8 this file is UTF-16: save it as UTF-8"]


def test_byte_order_mark_and_windows_line_ends_do_not_shift_places() -> None:
    assert said(b"\xef\xbb\xbfa: 0071\r\nb: 0x1F\r\n") == [
        'f.yaml:1:4 QUOTE_IT a: YAML reads 0071 as 57: write "0071" in quotes',
        'f.yaml:2:4 QUOTE_IT b: YAML reads 0x1F as 31: write "0x1F" in quotes',
    ]


@pytest.mark.parametrize("source", ["[" * 5000, "a: " * 3, "- " * 5000, "{a: " * 5000])
def test_deep_nesting_is_a_fault_and_no_crash(source: str) -> None:
    assert said(source)[-1].split()[1] in ("TOO_DEEP", "NOT_YAML")


def test_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    document = read(tmp_path / "none.yaml")
    assert [found.code for found in document.faults] == ["NO_FILE"]
    assert document.broken


def test_offset_into_a_quoted_text_passes_the_quote() -> None:
    document = parse(b"a: births - deths\nb: 'births - deths'\n", "f.yaml")
    assert str(document.place(("a",), 9)) == "f.yaml:1:13"
    assert str(document.place(("b",), 9)) == "f.yaml:2:14"


def test_python_loader_says_the_same_where_there_is_no_c_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    source = 'a: 0071\nb: [1, {c: 2.50, "d": yes}]\na: 3\n'
    with_c = parse(source.encode(), "f.yaml")
    monkeypatch.setattr(strict_yaml, "_LOADER", yaml.SafeLoader)
    assert parse(source.encode(), "f.yaml") == with_c


@given(st.binary(max_size=60) | st.text("ab:[]{}-#&*!|>'\"%@`,? \n\t0157.~", max_size=60).map(str.encode))
def test_no_input_raises(source: bytes) -> None:
    document = parse(source, "f.yaml")
    assert document.broken <= bool(document.faults)
    for found in document.faults:
        assert str(found.text)
        assert found.place is not None
