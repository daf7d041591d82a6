"""Corrected files: which figure is taken, what is said of it, and what stays an error."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import popcalc as package

if TYPE_CHECKING:
    from tests.conftest import Popcalc

FIRST = "month,village,births,deaths\n2013-06,Mill,3,1\n2013-06,Ford,2,1\n"
SECOND = "month,village,births,deaths\n2013-06,Mill,5,1\n2013-06,Ford,2,\n"
QUESTION = ("--by", "all", "--indicator", "births,deaths", "-f", "csv")


def totals(stdout: bytes) -> dict[str, str]:
    """Return the value of each indicator."""
    header, *rows = (line.split(",") for line in stdout.decode("utf-8").splitlines())
    return {row[header.index("indicator")]: row[header.index("value")] for row in rows}


def written(folder: Path, first: str, second: str) -> tuple[Path, Path]:
    for name, content in ((first, FIRST), (second, SECOND)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder / first, folder / second


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("出生_报送2013-07-05.csv", "出生_报送2013-07-09.csv"),
        ("june.csv", "june (2).csv"),
        ("june.csv", "corrected/june.csv"),
        ("June draft.tsv", "June final.tsv"),
    ],
)
def test_the_figure_of_the_newest_file_is_taken_and_the_old_one_listed(
    popcalc: Popcalc, tmp_path: Path, first: str, second: str
) -> None:
    old, new = written(tmp_path, first, second)
    if first.endswith(".tsv"):
        for path in (old, new):
            path.write_text(path.read_text(encoding="utf-8").replace(",", "\t"), encoding="utf-8")

    results = [popcalc("compute", *files, "--prefer", "newest", *QUESTION) for files in ((old, new), (new, old))]

    # Births: Mill's 5 for its 3, and Ford's 2. The new file says nothing of Ford's deaths, so the 1 of the old stays.
    assert [(one.code, totals(one.stdout)) for one in results] == [(0, {"births": "7", "deaths": "2"})] * 2
    said = results[0].stderr.decode("utf-8")
    assert "--prefer newest replaces 1 figure" in said
    assert f"{old}:2:3: note: births of Mill in 2013-06: 3 → 5, from {new}:2:3" in said
    assert "--prefer newest keeps 1 figure that the file that is preferred does not hold" in said
    assert f"{old}:3:4: note: deaths of Ford in 2013-06: 1 is kept, as {new} does not hold it" in said


@pytest.mark.parametrize("last", ["2013-06,Ford,,1\n", "2013-06,Ford,-,1\n", ""])
def test_what_the_newer_file_leaves_out_is_kept_and_listed(popcalc: Popcalc, tmp_path: Path, last: str) -> None:
    old, new = written(tmp_path, "june.csv", "june (2).csv")
    new.write_text(f"month,village,births,deaths\n2013-06,Mill,3,1\n{last}", encoding="utf-8")

    result = popcalc("compute", old, new, "--prefer", "newest", *QUESTION[:3], "births")
    said = result.stderr.decode("utf-8")

    assert totals(result.stdout) == {"births": "5"}
    assert f"{old}:3:3: note: births of Ford in 2013-06: 2 is kept, as {new} does not hold it" in said


def test_what_a_file_of_other_months_or_other_counts_does_not_hold_is_no_matter(
    popcalc: Popcalc, tmp_path: Path
) -> None:
    old, new = written(tmp_path, "june.csv", "june (2).csv")
    old.write_text(FIRST + "2013-05,Mill,4,1\n", encoding="utf-8")
    new.write_text("month,village,births\n2013-06,Mill,5\n2013-06,Ford,2\n", encoding="utf-8")

    result = popcalc("compute", old, new, "--prefer", "newest", *QUESTION)

    assert totals(result.stdout) == {"births": "11", "deaths": "3"}
    assert "keeps" not in result.stderr.decode("utf-8")


def test_the_file_that_is_named_is_taken_in_python_too(tmp_path: Path) -> None:
    old, new = written(tmp_path, "a.csv", "b.csv")

    for file, births in ((old, 5), (new, 7)):
        counts = package.read([old, new], prefer=str(file))
        assert package.compute(counts, ["births"], by="all")["value"].tolist() == [births]


def test_two_figures_without_preference_or_a_clear_name_stay_an_error(popcalc: Popcalc, tmp_path: Path) -> None:
    old, new = written(tmp_path, "a.csv", "b.csv")

    plain = popcalc("compute", old, new)
    unclear = popcalc("compute", old, new, "--prefer", "newest")
    unknown = popcalc("compute", old, new, "--prefer", "c.csv")

    assert [one.code for one in (plain, unclear, unknown)] == [2, 2, 2]
    assert "--prefer newest" in plain.stderr.decode("utf-8")
    assert "do not say which was sent later" in unclear.stderr.decode("utf-8")
    assert "UNKNOWN_FILE" in unknown.stderr.decode("utf-8")


def test_the_first_twenty_replaced_figures_are_listed_and_all_are_counted(popcalc: Popcalc, tmp_path: Path) -> None:
    header = "month,village,births\n"
    for name, births in (("june.csv", 1), ("june v2.csv", 2)):
        rows = "".join(f"2013-06,V{number:02},{births}\n" for number in range(30))
        (tmp_path / name).write_text(header + rows, encoding="utf-8")

    result = popcalc(
        "compute", tmp_path / "june.csv", tmp_path / "june v2.csv", "--prefer", "newest", *QUESTION[:3], "births"
    )
    said = result.stderr.decode("utf-8")

    assert "replaces 30 figures; the first 20 are" in said
    assert said.count("1 → 2") == 20
