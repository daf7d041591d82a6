"""Sources as a person would write them, and definition files known by what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from popcalc.setting_up.definition_files import definition_files
from popcalc.setting_up.draft import in_yaml
from popcalc.setting_up.sources import written

FILES = (
    "2025/a.csv",
    "2025/b.csv",
    "2026/a.csv",
    "county 2025.xlsx",
    "county 2026.xlsx",
    "x.csv",
    "county 2024 old.xlsx",
)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (FILES, ["2025", "2026", "county * old.xlsx", "county *.xlsx", "x.csv"]),
        (FILES[:-1], ["2025", "2026", "county 2025.xlsx", "county 2026.xlsx", "x.csv"]),
        (("2025/a.csv", "x.csv"), ["2025/a.csv", "x.csv"]),
    ],
)
def test_folders_and_patterns_stand_for_their_files_alone(
    chosen: tuple[str, ...], said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).touch()
    assert written(Path(), FILES, set(chosen)) == said


@pytest.mark.parametrize(
    ("words", "yaml"),
    [
        ("data/2026", "data/2026"),
        ("乡镇上报", "乡镇上报"),
        ("a b.csv", "'a b.csv'"),
        ("2026", "'2026'"),
        ("no", "'no'"),
        ("it's.csv", "'it''s.csv'"),
        ("a: b", "'a: b'"),
        ("*.csv", "'*.csv'"),
    ],
)
def test_a_path_is_written_so_that_yaml_reads_it_again(words: str, yaml: str) -> None:
    from popcalc.definitions.strict_yaml import parse

    assert in_yaml(words) == yaml
    assert parse(f"a: {yaml}\n".encode(), "x").data == {"a": words}


def test_definition_files_are_known_by_their_content(sample_data: Path) -> None:
    found = {Path(one.path).name: one.kind for one in definition_files(sample_data.parent / "configs")}
    assert found == {
        "areas-kaohsiung-2019.csv": "areas",
        "catalogue-local.yaml": "catalogue",
        "columns-ward-register.yaml": "columns",
        "printed-county.yaml": "printed",
        "printed-township.yaml": "printed",
        "targets-county.yaml": "targets",
        "targets-county-zh.yaml": "targets",
        "targets-township.yaml": "targets",
    }
