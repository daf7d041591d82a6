"""Figures held against last year, the period before, the area above; ranks; periods as columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Golden, Popcalc
    from tests.functional.conftest import Shown, Terminal

BOTH = "sample_data/monthly sample_data/monthly_2012"
YEAR = f"compute {BOTH} --from 2013-01 --indicator births,crude_birth_rate,sex_ratio_at_birth"
CHECK = f"check {BOTH} --targets configs/targets-county.yaml"

ANSWERED = {
    "last-year": f"{YEAR} --compare last-year -f plain",
    "last-year-csv": f"{YEAR} --compare last-year --area Riverside",
    "last-year-json": f"{YEAR} --compare last-year --rank high --by all -f json",
    "last-year-jsonl": f"{YEAR} --compare last-year --area Riverside -f jsonl",
    "last-year-markdown": f"{YEAR} --compare last-year -f markdown --ci",
    "last-year-html": f"{YEAR} --compare last-year --area Riverside -f html",
    "last-year-wide": f"{YEAR} --compare last-year --rank low --layout wide",
    "with-targets": f"{YEAR} --compare last-year --targets configs/targets-county.yaml -f plain",
    "with-targets-csv": f"{YEAR} --compare last-year --targets configs/targets-county.yaml --area Riverside",
    "to-date": f"{YEAR} --compare last-year --period ytd --to 2013-06 -f plain",
    "months-before": f"{YEAR} --compare previous --period month --to 2013-03 --by all -f plain",
    "above": f"{YEAR} --compare above --by village --area Riverside --rank high -f plain",
    "rolling": f"{YEAR} --period rolling --to 2013-03 --by all -f plain",
    "periods": f"{YEAR} --layout periods --period quarter -f plain",
    "periods-csv": f"{YEAR} --layout periods --period half --ci",
    "periods-of-years-from-october": (
        f"compute {BOTH} --year-start 10 --layout periods --period quarter --indicator births -f plain --lang zh"
    ),
    "check": f"{CHECK} --compare last-year --rank high -f plain",
    "check-csv": f"{CHECK} --compare last-year --rank high --area Riverside",
    "check-quarters": f"{CHECK} --compare previous --period quarter --area Riverside -f plain",
    "check-above": f"{CHECK} --compare above --area Riverside -f plain",
}

REFUSED = {
    "no-year-before": "compute sample_data/monthly --compare last-year",
    "no-period-before": "compute sample_data/monthly --compare previous",
    "two-years-at-once": f"compute {BOTH} --compare last-year",
    "previous-to-date": f"compute {BOTH} --compare previous --period ytd",
    "unmatched": f"compute {BOTH} --compare last-year --unmatched keep",
    "nothing-above": f"compute {BOTH} --compare above --by all",
    "compared-by-periods": f"{YEAR} --compare last-year --layout periods",
    "compared-in-a-grid": f"{CHECK} --compare last-year --rank low --layout grid -f plain",
    "targets-by-periods": f"{YEAR} --targets configs/targets-county.yaml --layout periods",
    "periods-in-json": f"{YEAR} --layout periods -f json",
    "no-rolling-year": "compute sample_data/monthly --period rolling --to 2013-11",
}


@pytest.mark.parametrize("name", ANSWERED)
def test_comparison_is_shown(name: str, shown: Shown) -> None:
    shown(f"compare/{name}", ANSWERED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_comparison_that_cannot_be_made_is_refused_with_a_way_out(name: str, shown: Shown) -> None:
    result = shown(f"compare/{name}", REFUSED[name])
    assert result.code == 2
    assert result.stdout == b""


@pytest.mark.parametrize("columns", [80, 160])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_comparison_fits_the_terminal(columns: int, language: str, terminal: Terminal, golden: Golden) -> None:
    data = "sample_data/monthly_zh sample_data/monthly_2012" if language == "zh" else BOTH
    pages = [
        terminal(f"{command} --color never --lang {language}", columns=columns)
        for command in (
            f"compute {data} --from 2013-01 --indicator births,crude_birth_rate,sex_ratio_at_birth --compare last-year",
            f"{CHECK} --compare last-year --rank high --exit-zero",
            f"compute {data} --from 2013-01 --period month --layout periods --indicator births",
        )
    ]
    golden(f"compare/terminal-{language}-{columns}.txt", "\n".join(pages))


def test_records_of_all_formats_say_the_same(popcalc: Popcalc) -> None:
    command = f"{YEAR} --compare last-year --rank high".split()
    lines = [json.loads(line) for line in popcalc(*command, "-f", "jsonl").stdout.decode().splitlines()]
    wrapped = json.loads(popcalc(*command, "-f", "json").stdout)
    assert wrapped["records"] == lines
    header, *rows = popcalc(*command, "-f", "tsv").stdout.decode().splitlines()
    fields = header.split("\t")
    assert list(lines[0]) == fields
    for line, row in zip(lines, rows, strict=True):
        cells = dict(zip(fields, row.split("\t"), strict=True))
        for field, value in line.items():
            shown = ";".join(value) if isinstance(value, list) else value
            assert cells[field] == "" if shown is None else str(shown) in (cells[field], f"{cells[field]}.0")
    assert [line["difference"] for line in lines if line["indicator"] == "births"] == [11, -21, -32, -42]


@pytest.mark.parametrize("format", ["plain", "table", "json", "csv", "html"])
def test_targets_that_are_not_in_effect_are_compared_in_no_format(
    format: str, popcalc: Popcalc, tmp_path: Path
) -> None:
    later = "version: 1\nyear: 2013\ntargets:\n  - {indicator: births, at_most: 9, effective: {from: 2013-06}}\n"
    (tmp_path / "later.yaml").write_text(later, encoding="utf-8")
    result = popcalc(
        *f"check {BOTH} --to 2013-03 --compare last-year --rank low -f {format} --targets".split(),
        tmp_path / "later.yaml",
    )
    assert result.code == 0


def test_a_target_whose_counts_no_file_holds_has_no_comparison(popcalc: Popcalc, tmp_path: Path) -> None:
    targets = tmp_path / "targets.yaml"
    rules = (
        "  - {indicator: neonatal_mortality_rate, at_most: 3}\n  - {indicator: deaths, at_most: 30, level: village}\n"
    )
    targets.write_text(f"version: 1\nyear: 2013\ntargets:\n{rules}", encoding="utf-8")
    done = popcalc("check", *BOTH.split(), "-t", targets, "--compare", "last-year", "-f", "plain", "--exit-zero")

    assert done.code == 0
    lines = done.stdout.decode("utf-8").splitlines()
    (without, *_) = [line.split() for line in lines if "Neonatal mortality rate" in line]
    assert without[:2] == ["no", "data"]
    assert any(line.startswith("pass") and "Deaths" in line for line in lines)
