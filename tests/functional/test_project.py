"""Settings of a project file and of variables: found, checked, told, and worth what the command line says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Golden, Popcalc
    from tests.functional.conftest import Shown

PROJECT = """\
version: 1
sources: sample_data/monthly
targets: configs/targets-county.yaml
by: 乡镇
period: 季度
"""
NOTE = b"note: settings of popcalc.yaml are used; --show-config lists them\n"


@pytest.fixture
def office(tmp_path: Path, sample_data: Path) -> Path:
    """A folder with a quarter of the sample data, targets and a project file."""
    months = tmp_path / "sample_data" / "monthly"
    months.mkdir(parents=True)
    for month in ("2013-01", "2013-02", "2013-03"):
        shutil.copy(sample_data / "monthly" / f"{month}.csv", months)
    shutil.copytree(sample_data.parent / "configs", tmp_path / "configs")
    (tmp_path / "popcalc.yaml").write_text(PROJECT, encoding="utf-8")
    return tmp_path


def test_a_months_work_needs_no_options(office: Path, popcalc: Popcalc) -> None:
    alone = popcalc("check", cwd=office)
    spelled_out = popcalc(
        *("check", "sample_data/monthly", "-t", "configs/targets-county.yaml", "--by", "town", "-p", "quarter"),
        "--no-project",
        cwd=office,
    )
    assert alone.stdout == spelled_out.stdout
    assert alone.code == spelled_out.code == 1
    assert alone.stderr == NOTE + spelled_out.stderr


def test_project_is_found_from_a_folder_below_and_its_paths_start_where_it_lies(office: Path, popcalc: Popcalc) -> None:
    below = office / "a" / "b"
    below.mkdir(parents=True)
    here, there = popcalc("compute", cwd=office), popcalc("compute", cwd=below)
    assert here.stdout == there.stdout
    assert here.stdout.count(b"\n") > 20
    assert there.stderr == NOTE.replace(b"popcalc.yaml", b"../../popcalc.yaml")


def test_targets_of_the_project_are_for_commands_that_judge(office: Path, popcalc: Popcalc) -> None:
    assert b"target" not in popcalc("compute", cwd=office).stdout.splitlines()[0]


def settings(result_of: Popcalc, *args: str, cwd: Path, env: Mapping[str, str] | None = None) -> dict[str, tuple]:  # type: ignore[type-arg]
    shown = result_of(*args, "--show-config", "-f", "json", cwd=cwd, env=env)
    assert shown.code == 0, shown.stderr
    return {one["setting"]: (one["value"], one["origin"], one["place"]) for one in json.loads(shown.stdout)["records"]}


def test_command_line_wins_over_variable_over_file_over_what_is_built_in(office: Path, popcalc: Popcalc) -> None:
    of_file = settings(popcalc, "compute", cwd=office)
    assert of_file["period"] == ("quarter", "project", "popcalc.yaml:5:9")
    assert of_file["by"] == ("town", "project", "popcalc.yaml:4:5")
    assert of_file["average"] == ("curve", "default", None)
    of_variable = settings(popcalc, "compute", cwd=office, env={"POPCALC_PERIOD": "月"})
    assert of_variable["period"] == ("month", "variable", "POPCALC_PERIOD")
    of_both = settings(popcalc, "compute", "-p", "half", cwd=office, env={"POPCALC_PERIOD": "月"})
    assert of_both["period"] == ("half", "command_line", None)
    assert "targets" not in of_both


def test_show_config_needs_nothing_and_does_nothing(office: Path, popcalc: Popcalc, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert settings(popcalc, "check", "--no-project", cwd=empty)["targets"] == (None, "default", None)
    popcalc("compute", "-o", "out.csv", "--show-config", cwd=office)
    assert not (office / "out.csv").exists()


def test_show_config_in_words(office: Path, shown: Shown) -> None:
    shown("project/show-config", "check --show-config -f plain", cwd=office)
    shown("project/show-config-zh", "--lang zh check --show-config -f plain -p 月", cwd=office)
    shown("project/show-config-all", "--show-config", cwd=office)


WRONG = """\
version: 1
sources: [data, "-"]
tragets: t.yaml
year_start: 13
by: 乡真
period: fortnight
empty: zeros
ci: "true"
encoding: gb18031
confidence: 95
columns: "data\\new.yaml"
lang: de
"""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_mistake_of_a_project_file_is_told_at_once(
    lang: str, office: Path, popcalc: Popcalc, golden: Golden
) -> None:
    (office / "popcalc.yaml").write_text(WRONG, encoding="utf-8")
    result = popcalc("compute", "--lang", lang, cwd=office)
    assert (result.code, result.stdout) == (2, b"")
    golden(f"project/mistakes-{lang}.txt", result.stderr)


def test_help_is_given_whatever_a_project_file_says(office: Path, popcalc: Popcalc) -> None:
    (office / "popcalc.yaml").write_text(WRONG, encoding="utf-8")
    assert [popcalc(*words, cwd=office).code for words in (["--help"], ["check", "--help"], ["check"])] == [0, 0, 2]


def test_a_file_that_a_project_names_and_that_is_not_there_is_told_where_it_is_named(
    office: Path, popcalc: Popcalc
) -> None:
    (office / "popcalc.yaml").write_text(PROJECT.replace("-county", "-country"), encoding="utf-8")
    told = popcalc("check", cwd=office).stderr.decode()
    assert told == (
        "popcalc.yaml:3:10 NO_SUCH_FILE targets: there is no configs/targets-country.yaml (paths start at the folder "
        "of the file) (did you mean targets-county.yaml?)\n"
    )
    # Another one given, nobody asks for it.
    assert popcalc("check", "-t", "configs/targets-county.yaml", cwd=office).code == 1


def test_a_wrong_variable_is_told_by_its_name(office: Path, popcalc: Popcalc) -> None:
    wrong = {"POPCALC_YEAR_START": "13", "POPCALC_TARGTS": "t.yaml", "POPCALC_REAL_DATA": "x", "POPCALC_CI": "maybe"}
    assert popcalc("compute", cwd=office, env=wrong).stderr.decode().splitlines() == [
        "POPCALC_CI BAD_VALUE maybe is not true or false",
        "POPCALC_TARGTS UNKNOWN_VARIABLE no setting is called so (did you mean POPCALC_TARGETS?)",
        "POPCALC_YEAR_START BAD_VALUE 13 is above 12",
    ]


def test_paths_as_windows_writes_them_are_understood(office: Path, popcalc: Popcalc) -> None:
    (office / "popcalc.yaml").write_text(PROJECT.replace("a/m", "a\\m").replace("s/t", "s\\t"), encoding="utf-8")
    assert popcalc("check", "-q", cwd=office).code == 1


def test_an_answer_never_becomes_a_project_file_nor_replaces_one(office: Path, popcalc: Popcalc) -> None:
    (office / "other.csv").write_text(PROJECT, encoding="utf-8")
    for words in (["compute", "-f", "csv", "-o", "popcalc.yaml"], ["schema", "project", "-o", "popcalc.yaml"],
                  ["compute", "--project", "other.csv", "-o", "other.csv"]):  # fmt: skip
        result = popcalc(*words, cwd=office)
        assert result.code == 2
        assert b"OUTPUT_IS_INPUT" in result.stderr
    assert (office / "popcalc.yaml").read_text(encoding="utf-8") == PROJECT
    assert (office / "other.csv").read_text(encoding="utf-8") == PROJECT


def test_settings_that_change_no_figure_are_not_told(office: Path, popcalc: Popcalc) -> None:
    (office / "popcalc.yaml").write_text("version: 1\nlang: zh\ncolor: never\n", encoding="utf-8")
    assert popcalc("compute", "sample_data/monthly", cwd=office).stderr == b""
    assert "错误：缺少参数" in popcalc("compute", cwd=office).stderr.decode()


def test_records_are_in_the_language_of_programs_whatever_language_the_project_has(
    office: Path, popcalc: Popcalc, sample_data: Path
) -> None:
    (office / "popcalc.yaml").write_text("version: 1\nlang: zh\n", encoding="utf-8")
    faulty = sample_data / "faulty"
    assert popcalc("validate", faulty, cwd=office).stdout == popcalc("validate", faulty, "--no-project").stdout


def test_both_wishes_are_too_many(office: Path, popcalc: Popcalc) -> None:
    result = popcalc("compute", "--no-project", "--project", "popcalc.yaml", cwd=office)
    assert (result.code, b"TWO_WISHES" in result.stderr) == (2, True)


HOSTILE = {
    "bytes": (b"\xff\xfe\x00", "NOT_UTF8"),
    "deep": (b"version: 1\nsources: " + b"[" * 40 + b"]" * 40, "TOO_DEEP"),
    "alias": (b"version: 1\nsources: &a [x]\ncatalogue: *a\n", "NO_ALIASES"),
    "large": (b"#" * (9 << 20), "NO_FILE"),
    "empty": (b"", "EMPTY_FILE"),
    "escape": (b'version: 1\ntitle: "a\\eb"\n', "BAD_VALUE"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_project_file_is_an_error_with_its_place(name: str, popcalc: Popcalc, tmp_path: Path) -> None:
    content, code = HOSTILE[name]
    (tmp_path / "popcalc.yaml").write_bytes(content)
    result = popcalc("compute", cwd=tmp_path)
    assert (result.code, code.encode() in result.stderr, b"\x1b" in result.stderr) == (2, True, False), result.stderr


def test_two_starts_of_the_year_are_told_with_the_place_of_the_setting(office: Path, popcalc: Popcalc) -> None:
    (office / "popcalc.yaml").write_text(PROJECT + "year_start: 4\n", encoding="utf-8")
    assert popcalc("check", "-q", cwd=office).stderr.decode() == (
        "configs/targets-county.yaml OTHER_YEAR_START year_start is 4 by popcalc.yaml:6:13, the file has year_start: "
        "1; write the same in both\n"
    )


def test_who_names_no_file_is_led_to_a_project_file(popcalc: Popcalc, tmp_path: Path) -> None:
    assert b"or let `popcalc init` write a project file" in popcalc("compute", cwd=tmp_path).stderr


def test_a_command_that_is_proposed_leaves_out_what_is_set(popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "month,village,births,births_male,births_female\n2013-02,Mill,5,1,1\n", encoding="utf-8"
    )
    (tmp_path / "p.yaml").write_text("version: 1\nsources: a.csv\nyear_start: 4\n", encoding="utf-8")
    named = popcalc("compute", "--project", "p.yaml", "--empty", "zero", cwd=tmp_path).stderr.decode()
    assert "; `popcalc validate --empty zero --project p.yaml`" in named
    (tmp_path / "p.yaml").rename(tmp_path / "popcalc.yaml")
    assert "; `popcalc validate`" in popcalc("compute", cwd=tmp_path).stderr.decode()


def test_the_example_works_on_the_sample_data(popcalc: Popcalc, sample_data: Path) -> None:
    result = popcalc("check", "--project", "configs/project-county.yaml", "-f", "json")
    records = json.loads(result.stdout)["records"]
    assert result.code == 1
    assert {one["compared_with"] for one in records} == {"2012"}
    assert b"note: settings of configs/project-county.yaml are used" in result.stderr


def test_editors_are_told_what_the_file_may_hold(sample_data: Path) -> None:
    import jsonschema
    import yaml

    from popcalc.definitions.schemas import shipped

    check = jsonschema.Draft202012Validator(json.loads(shipped("project"))).is_valid
    example = yaml.safe_load((sample_data.parent / "configs" / "project-county.yaml").read_bytes())
    assert check(example)
    assert check(yaml.safe_load(PROJECT))
    assert not check({**example, "output": "x.csv"})
    assert not check({**example, "year_start": 13})
