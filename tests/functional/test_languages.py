"""English and Chinese: the same figures, the words of the reader, and no letter lost whatever the locale."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Popcalc, Result
    from tests.functional.conftest import Shown

NAMES = ("area_name",)
QUARTERS = ("--period", "quarter", "--indicator", "all", "-q")


def records(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout.decode("utf-8"), newline="")))


def test_both_samples_give_the_same_figures(popcalc: Popcalc) -> None:
    english = records(popcalc("compute", "sample_data/monthly", *QUARTERS))
    chinese = records(popcalc("compute", "sample_data/monthly_zh", *QUARTERS))
    assert len(english) > 400
    assert {record["area_name"] for record in english} != {record["area_name"] for record in chinese}
    nameless = [[{name: record[name] for name in record if name not in NAMES} for record in one]
                for one in (english, chinese)]  # fmt: skip
    assert nameless[0] == nameless[1]


def test_chinese_words(shown: Shown) -> None:
    command = "compute sample_data/monthly_zh --lang zh -f markdown --period half --ci --indicator all --by all"
    shown("languages/chinese", command)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "出生人数"),
        ({"LC_ALL": "", "LANG": "zh_TW.UTF-8"}, "出生人数"),
        ({"LC_ALL": "C"}, "Births"),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "zh_CN.UTF-8"}, "Births"),
    ],
)
def test_locale_chooses_the_language(locale: dict[str, str], words: str, popcalc: Popcalc) -> None:
    assert words in popcalc("counts", "births", "-f", "plain", env=locale).stdout.decode("utf-8")


POOR = {
    "C": {"LC_ALL": "C"},
    "C without UTF-8 mode": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
}


@pytest.mark.parametrize("locale", POOR)
def test_answer_is_utf8_in_every_locale(locale: str, popcalc: Popcalc) -> None:
    result = popcalc("compute", "sample_data/monthly_zh", "--indicator", "births", env=POOR[locale])
    assert result.code == 0
    assert "990101101,北岭镇,town,990101,2013,".encode() in result.stdout


def test_message_escapes_what_standard_error_cannot_write(popcalc: Popcalc) -> None:
    asked = ("compute", "sample_data/monthly_zh", "--area", "北岭", "-q")
    ascii_only = popcalc(*asked, env=POOR["ASCII"])
    assert ascii_only.code == 2
    assert ascii_only.stderr.startswith(b"popcalc: UNKNOWN_AREA no area \\u5317\\u5cad in the data")
