import csv
import json
import re
import subprocess
import sys
from io import StringIO

import pytest
from wcwidth import wcswidth

from popcalc.language import language
from popcalc.output import FORMATS, Manner, write
from popcalc.output.documents import of_entries

FIELDS = ("key", "label", "kind", "numerator", "denominator", "per", "unit", "interval", "group", "source", "note")
ROWS: list[dict[str, object]] = [
    {
        "key": "crude_birth_rate",
        "label": "Crude birth rate",
        "kind": "rate",
        "numerator": "births",
        "denominator": "population",
        "per": 1000,
        "unit": "permille",
        "interval": "poisson",
        "group": "Births",
        "source": "UN World Population Prospects, glossary",
        "note": "",
    },
    {
        "key": "natural_increase_rate",
        "label": "自然增长率",
        "kind": "rate_difference",
        "numerator": "births - deaths",
        "denominator": "population",
        "per": 1000,
        "unit": "permille",
        "interval": "mover",
        "group": "Change",
        "source": "",
        "note": "Births less deaths; it may be negative.",
    },
    {"key": "births", "label": "Live births", "kind": "count", "numerator": "births", "per": 1, "group": "Births"},
]


def listed(format: str, *, width: int | None = None, lang: str = "en", color: bool = False) -> str:
    stream = StringIO(newline="")
    write(of_entries(ROWS, FIELDS), format, stream, Manner(language(lang), width, color))
    return stream.getvalue()


def test_whole_listing_at_60_columns() -> None:
    assert listed("table", width=60) == LISTING


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_details_are_wrapped_to_the_width(width: int, lang: str) -> None:
    assert max(map(wcswidth, listed("table", width=width, lang=lang).splitlines())) <= width


def test_nothing_is_wrapped_without_a_terminal() -> None:
    assert "source: UN World Population Prospects, glossary" in listed("table")


def test_colour_changes_nothing_but_colour() -> None:
    coloured = listed("table", width=60, color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == listed("table", width=60)


def test_records_have_all_fields_and_null_for_nothing() -> None:
    document = json.loads(listed("json"))
    assert document["schema"] == "popcalc/catalogue/1"
    assert [list(record) for record in document["records"]] == [list(FIELDS)] * 3
    assert document["records"][2]["denominator"] is None
    assert document["records"][0]["per"] == 1000
    assert [json.loads(line) for line in listed("jsonl").splitlines()] == document["records"]


def test_csv_reads_back() -> None:
    rows = list(csv.DictReader(StringIO(listed("csv"), newline="")))
    assert [row["key"] for row in rows] == ["crude_birth_rate", "natural_increase_rate", "births"]
    assert rows[0]["source"] == "UN World Population Prospects, glossary"
    assert "\r" not in listed("csv")


@pytest.mark.parametrize("format", [name for name, one in FORMATS.items() if not one.is_binary])
def test_every_format_lists_every_key(format: str) -> None:
    shown = listed(format).replace("\\_", "_")
    assert all(str(row["key"]) in shown for row in ROWS)


def test_the_catalogue_is_listed_without_the_libraries_of_the_calculation() -> None:
    script = (
        "import sys, popcalc.output, popcalc.output.documents, popcalc.output.listing\n"
        "print(sorted({'pandas', 'numpy', 'scipy', 'rich', 'tabulate'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


LISTING = """\
Births
  crude_birth_rate       Crude birth rate
                         1,000 x births / population,
                         permille
                         kind: rate; interval: poisson
                         source: UN World Population
                         Prospects, glossary
  births                 Live births
                         births
                         kind: count

Change
  natural_increase_rate  自然增长率
                         1,000 x (births - deaths) /
                         population, permille
                         kind: rate_difference; interval:
                         mover
                         Births less deaths; it may be
                         negative.
"""
