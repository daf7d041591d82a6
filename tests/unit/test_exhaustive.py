"""What a kind, an interval, a basis ... decides is decided for every member, and a new member is missed loudly."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from pathlib import Path

import msgspec
import pytest

import popcalc
from popcalc.audit import classes, hypotheses
from popcalc.audit import rounding as roundings
from popcalc.audit import values as of_audit
from popcalc.definitions import catalogue, columns, targets
from popcalc.intake.header import layout
from popcalc.intake.rows import values
from popcalc.periods import PeriodKind

PACKAGE = Path(popcalc.__file__).parent
ENUMS: dict[str, type[Enum]] = {
    one.__name__: one
    for one in (
        catalogue.Average,
        catalogue.Basis,
        catalogue.CiMethod,
        catalogue.IntervalModel,
        catalogue.Kind,
        catalogue.Moment,
        catalogue.Nature,
        targets.Operator,
        targets.Effect,
        targets.Gaps,
        layout.Shape,
        layout.ColumnClass,
        layout.Why,
        values.RowClass,
        PeriodKind,
        classes.Class,
        classes.Reason,
        hypotheses.Side,
        hypotheses.Slip,
        of_audit.People,
        roundings.Rounding,
    )
}
OF_SOME = {
    ("output/explanation/definition.py", "Moment"),  # only what is not a sum over the period needs a word
    ("quality/gaps.py", "Nature"),  # quotas are of a year and have no gaps by month
}


def members_of(nodes: Sequence[ast.expr | None]) -> tuple[str, set[str]] | None:
    """The enum and the members that all of some expressions are, None when any is something else."""
    written = [ast.unparse(node) if node else "" for node in nodes]
    names = {name.partition(".")[0] for name in written}
    if len(names) != 1 or not names <= ENUMS.keys():
        return None
    return names.pop(), {name.partition(".")[2] for name in written}


LOOKED_AT = (ast.Match, ast.Dict, ast.Attribute, ast.Call)


@cache
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Every part of the package's source that is looked at here, with its file."""
    return tuple(
        (path.relative_to(PACKAGE).as_posix(), node)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, LOOKED_AT)
    )


def switches() -> Iterator[tuple[str, str, ast.match_case]]:
    """The file, the enum and the last case of every switch over an enum."""
    for file, node in nodes():
        if isinstance(node, ast.Match):
            patterns = [part for case in node.cases for part in ast.walk(case.pattern)]
            named = members_of([part.value for part in patterns if isinstance(part, ast.MatchValue)])
            if named:
                yield file, named[0], node.cases[-1]


def test_every_switch_over_an_enum_ends_in_assert_never() -> None:
    """Then mypy says where a member is missing, and a run that comes there ends."""
    found = list(switches())
    assert len(found) > 12
    loud = re.compile(r"case _:\n\s+assert_never\([\w.]+\)")
    loose = [f"{file}: {ast.unparse(last)}" for file, _, last in found if not loud.fullmatch(ast.unparse(last).strip())]
    assert not loose


def test_every_table_by_an_enum_has_all_of_its_members() -> None:
    found = [
        (file, *named)
        for file, node in nodes()
        if isinstance(node, ast.Dict) and len(node.keys) > 1 and (named := members_of(node.keys))
    ]
    assert len(found) > 8
    partial = {
        (file, name): sorted(ENUMS[name].__members__.keys() - members)
        for file, name, members in found
        if members != ENUMS[name].__members__.keys()
    }
    assert partial.keys() == OF_SOME


def test_no_class_of_rows_is_left_out_in_silence() -> None:
    """`compute` says how many rows of each it left out, but for blank ones and what is said of the whole file."""
    noticed = (PACKAGE / "intake" / "rows" / "noticed.py").read_text(encoding="utf-8")
    said = {one for one in values.RowClass if f"RowClass.{one.name}" in noticed} | values.TOTALS
    elsewhere = {values.RowClass.NO_COUNT, values.RowClass.OTHER_TABLE}
    assert set(values.RowClass) - said == {values.RowClass.DATA, values.RowClass.BLANK, *elsewhere}


@pytest.fixture
def half_done(tmp_path: Path) -> Path:
    """A copy of popcalc that knows a new interval by name and lets proportions have it, as someone would begin."""
    copy = tmp_path / "popcalc"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for file, old, new in (
        ("definitions/catalogue.py", '    MOVER = "mover"\n', '    MOVER = "mover"\n    GAMMA = "gamma"\n'),
        ("definitions/rules.py", "(IntervalModel.BINOMIAL,", "(IntervalModel.BINOMIAL, IntervalModel.GAMMA,"),
    ):
        source = (copy / file).read_text(encoding="utf-8")
        assert old in source
        (copy / file).write_text(source.replace(old, new), encoding="utf-8")
    return tmp_path


def test_a_new_interval_that_is_not_yet_computed_ends_the_run(half_done: Path, sample_data: Path) -> None:
    """It once got the limits of another one in silence."""
    own = half_done / "own.yaml"
    own.write_text(
        "version: 1\nindicators:\n  share: {label: {en: Share}, kind: proportion, numerator: births_male, "
        "denominator: births, per: 100, interval: gamma}\n",
        encoding="utf-8",
    )
    command = ["compute", str(sample_data / "monthly"), "--catalogue", str(own), "--indicator", "share", "--by", "all"]
    ran = [
        subprocess.run(
            [sys.executable, "-P", "-m", "popcalc", *command, *more],
            capture_output=True, text=True, encoding="utf-8", check=False,
            env={**os.environ, "PYTHONPATH": str(half_done), "LC_ALL": "C.UTF-8"},
        )
        for more in ([], ["--ci"])
    ]  # fmt: skip
    assert ran[0].returncode == 0, ran[0].stderr
    assert (ran[1].returncode, ran[1].stdout) == (3, "")
    assert "IntervalModel.GAMMA" in ran[1].stderr


def test_the_type_checker_names_every_place_that_a_new_interval_lacks(half_done: Path) -> None:
    modules = ["popcalc/rates.py", "popcalc/comparing/differences.py", "popcalc/definitions/targets.py"]
    options = ["--strict", "--no-incremental", "--follow-imports=silent", "--config-file="]
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *modules],
        cwd=half_done, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    missed = re.findall(r"^(popcalc/\S+):(\d+): error: .*assert_never.*IntervalModel\.GAMMA", ran.stdout, re.MULTILINE)
    # The copy has a line more in the catalogue alone, so that the lines are those of the package.
    switched = {
        (f"popcalc/{file}", str(last.body[0].lineno)) for file, name, last in switches() if name == "IntervalModel"
    }
    assert set(missed) == switched


RECORDS = (
    catalogue.Count,
    catalogue.Indicator,
    catalogue.Identity,
    catalogue.Catalogue,
    columns.Columns,
    targets.Targets,
    targets.Rule,
    targets.Effective,
)
"""What definition files write."""


@cache
def read_names() -> set[str]:
    """The names of which the package reads an attribute, or a key of a file by `.get("...")`."""
    found: set[str] = set()
    for _, node in nodes():
        match node:
            case ast.Attribute(attr=name, ctx=ast.Load()):
                found.add(name)
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(name))]):
                found.add(name)
    return found


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_key_of_a_definition_file_that_nothing_reads_is_named(record: type[msgspec.Struct]) -> None:
    assert set(record.__struct_fields__) <= read_names()
