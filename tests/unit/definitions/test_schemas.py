"""The shipped JSON Schemas: current, valid themselves, and in agreement with what the loader takes."""

from __future__ import annotations

import importlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import pytest
from msgspec import Struct

import popcalc
from popcalc.definitions import schemas, strict_yaml
from popcalc.definitions.describing import described
from popcalc.definitions.written import form

# Its type stubs are not needed for one class.
Validator: Any = importlib.import_module("jsonschema").Draft202012Validator

PACKAGE = Path(popcalc.__file__).parent
CATALOGUES = sorted((PACKAGE / "definitions" / "builtin").glob("*.yaml"))
EXAMPLES = sorted((PACKAGE.parent / "configs").glob("catalogue*.yaml"))


def shipped(name: schemas.Name) -> Any:
    return json.loads(schemas.shipped(name))


def plain(value: Any) -> Any:
    """Return YAML data with floats for decimals, as an editor sees it."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


def complaints(name: schemas.Name, source: str) -> list[str]:
    document = strict_yaml.parse(source.encode(), "f.yaml")
    assert not document.faults
    return [error.message for error in Validator(shipped(name)).iter_errors(plain(document.data))]


@pytest.mark.parametrize("name", schemas.NAMES)
def test_shipped_schema_is_current_and_a_schema(name: schemas.Name) -> None:
    assert shipped(name) == schemas.schema(name)
    assert shipped(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Validator.check_schema(shipped(name))


def test_check_passes_while_the_files_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert schemas.main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_check_fails_and_names_a_file_that_is_not_current(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schemas, "written", lambda name: "{}\n" if name == "columns" else schemas.shipped(name))
    assert schemas.main(["--check"]) == 1
    assert "columns.schema.json" in capsys.readouterr().err


def test_there_are_catalogues_to_hold_against_the_schema() -> None:
    assert CATALOGUES


@pytest.mark.parametrize("path", [*CATALOGUES, *EXAMPLES], ids=lambda path: path.name)
def test_catalogue_of_the_project_fits_the_schema(path: Path) -> None:
    assert complaints("catalogue", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted((PACKAGE.parent / "configs").glob("printed*.yaml")), ids=lambda path: path.name)
def test_printed_figures_of_the_project_fit_the_schema(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert complaints("printed", source) == []
    assert complaints("printed", source.replace("printed:", "figure:", 1))


@pytest.mark.parametrize("name", schemas.NAMES)
def test_every_key_says_what_it_means(name: schemas.Name) -> None:
    def undescribed(part: Any, path: str = "") -> list[str]:
        if isinstance(part, list):
            return [found for one in part for found in undescribed(one, path)]
        if not isinstance(part, dict):
            return []
        own = [
            f"{path}.{key}"
            for key, value in part.get("properties", {}).items()
            if not str(value.get("description", "")).strip()
        ]
        return own + [found for key, value in part.items() for found in undescribed(value, f"{path}.{key}")]

    assert undescribed(shipped(name)) == []


@pytest.mark.parametrize(
    "source",
    [
        "counts: {}",
        "version: 2",
        "version: 1\nunit: {}",
        "version: 1\ncounts: {Twins: {nature: flow, label: Twins}}",
        "version: 1\ncounts: {twins: {nature: flw, label: Twins}}",
        "version: 1\ncounts: {twins: {nature: flow}}",
        "version: 1\ncounts: {twins: {nature: flow, label: Twins, headers: 双胞胎}}",
        "version: 1\nindicators: {a: {label: A, kind: rate, numerator: births, per: 0}}",
    ],
)
def test_schema_refuses_what_the_models_refuse(source: str) -> None:
    assert complaints("catalogue", source)


def test_schema_takes_both_forms_of_label_and_derivation() -> None:
    source = """
version: 1
counts:
  a: {nature: flow, label: A, derive: b + c}
  b: {nature: flow, label: {en: B, zh: 乙}, derive: [a - c]}
"""
    assert complaints("catalogue", source) == []


def test_columns_schema_takes_a_columns_file() -> None:
    source = """
version: 1
columns: {Reporting month: period, Ward: village, Ward code: village_code, Live births: births, Ignore me: ignore}
levels: [county, town, village]
code_levels: {county: 6, town: 9}
period: "%d/%m/%Y"
nil: zero
nil_marks: ["-9", n/a]
absent: zero
encoding: gb18030
population: registered
"""
    assert complaints("columns", source) == []
    assert complaints("columns", source.replace("zero", "none"))


class Strange(Struct):
    """A record with a value in a form that there is not."""

    name: Annotated[str, form("shouted")] = ""


def test_a_form_that_there_is_not_makes_no_schema() -> None:
    """It once was described as a whole number."""
    with pytest.raises(AssertionError, match="no form is called shouted"):
        described(Strange)
