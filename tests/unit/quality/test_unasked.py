from __future__ import annotations

from pathlib import Path

import pytest

import popcalc
from popcalc.definitions.loading import load_catalogue
from popcalc.language import language
from popcalc.quality.unasked import WRONG
from popcalc.quality.validating import MEANINGS

BROKEN = (
    "month,town,village,births,births_male,births_female,population\n"
    "2013-01,A,one,3,1,1,900\n2013-02,A,one,2,1,1,900\n2013-03,A,two,5,1,1,900\n"
)


def notices(folder: Path, text: str, **reading: object) -> list[str]:
    """What the cheap checks say of a file."""
    (folder / "a b.csv").write_text(text, encoding="utf-8")
    counts = popcalc.read(folder / "a b.csv", **reading)  # type: ignore[arg-type]
    return [str(notice.text).replace(f"{folder}/", "") for notice in counts.unasked()]


def test_what_is_wrong_is_said_in_one_line_with_the_command(tmp_path: Path) -> None:
    (line,) = notices(tmp_path, BROKEN)
    assert line == (
        "2 errors in these counts: births = births_male + births_female does not hold (2 times, first one 2013-01); "
        "`popcalc validate 'a b.csv'` lists them"
    )


def test_nothing_is_said_of_counts_that_fit(tmp_path: Path) -> None:
    assert notices(tmp_path, BROKEN.replace(",3,1,1", ",3,2,1").replace(",5,1,1", ",5,3,2")) == []


def test_only_what_was_read_is_looked_at(tmp_path: Path) -> None:
    assert notices(tmp_path, BROKEN, indicators=["population"]) == []


@pytest.mark.parametrize("code", sorted(WRONG))
def test_each_code_is_one_of_validate_and_has_its_chinese(code: str) -> None:
    assert code in MEANINGS
    assert language("zh")(WRONG[code]) != str(WRONG[code])


def test_the_line_and_validate_say_the_same(tmp_path: Path) -> None:
    counts = popcalc.read("sample_data/faulty")
    (line,) = counts.unasked()
    cheap = set(WRONG) | {key.upper() for key in load_catalogue(()).identities}
    found = popcalc.validate(counts)
    found = found[found["code"].isin(cheap)]
    errors, warnings = ((found["severity"] == severity).sum() for severity in ("error", "warning"))
    assert str(line.text).startswith(f"{errors} errors and {warnings} warnings in these counts")


def test_results_of_python_carry_it() -> None:
    counts = popcalc.read("sample_data/faulty")
    (line,) = counts.unasked()
    assert str(line.text) in popcalc.compute(counts).attrs["notices"]
    assert str(line.text) in popcalc.check(counts, "configs/targets-county.yaml").attrs["notices"]
    assert popcalc.compute(popcalc.read("sample_data/monthly")).attrs["notices"] == []
