import csv
import json
from collections.abc import Callable
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from popcalc.errors import RequestError
from popcalc.language import ENGLISH
from popcalc.output import FORMATS, Document, Manner, write
from popcalc.output.document import Rows, view_of
from popcalc.output.frames import ROWS_AT_ONCE, ColumnRecords
from popcalc.record_columns import RecordColumns
from popcalc.records import RECORD_FIELDS, Results

of_frame = RecordColumns.of_frame

Render = Callable[..., str]

# Lone surrogates cannot be UTF-8; a carriage return and a line feed in a name must survive.
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.none()


def shown(frame: pd.DataFrame) -> Document:
    return Document("popcalc/test/1", ColumnRecords(of_frame(frame), list(frame.columns)), lambda manner: [])


@given(st.lists(st.tuples(NAMES, NUMBERS), min_size=1, max_size=20), st.sampled_from([",", "\t"]))
def test_csv_and_tsv_read_back_what_was_written(rows: list[tuple[str, float | None]], separator: str) -> None:
    frame = pd.DataFrame(
        {"name": pd.Series([name for name, _ in rows], dtype=object), "value": [value for _, value in rows]}
    ).astype({"value": "float64"})
    stream = StringIO(newline="")
    write(shown(frame), {",": "csv", "\t": "tsv"}[separator], stream, Manner(ENGLISH))
    header, *back = csv.reader(StringIO(stream.getvalue(), newline=""), delimiter=separator)
    assert header == ["name", "value"]
    assert [(name, float(value) if value else None) for name, value in back] == rows


@given(st.lists(st.tuples(NAMES, NUMBERS, st.integers(0, 2**53)), max_size=20))
def test_json_reads_back_what_was_written(rows: list[tuple[str, float | None, int]]) -> None:
    frame = pd.DataFrame(
        {
            "name": pd.Series([name for name, _, _ in rows], dtype=object),
            "100%": pd.Series([value for _, value, _ in rows], dtype="float64"),
            "months": pd.Series([months for _, _, months in rows], dtype="int64"),
        }
    )
    stream = StringIO(newline="")
    write(shown(frame), "json", stream, Manner(ENGLISH))
    expected = [{"name": name or None, "100%": value, "months": months} for name, value, months in rows]
    back = json.loads(stream.getvalue(), parse_int=float)
    assert back == {"schema": "popcalc/test/1", "records": expected}


def test_csv_of_the_towns(towns: Results, rendered: Render) -> None:
    header, *lines = rendered(towns, "csv").split("\n")
    assert header == ",".join(RECORD_FIELDS)
    assert lines[7] == (
        "320803102,Northhill,town,320803,2013H1,2013-01-01,2013-06-30,crude_birth_rate,permille,annual,"
        f"{233000 / 17641!r},233,17641.5,,,,,22,24,partial;extrapolated"
    )
    assert lines[21].startswith(
        "320803104,河口镇,town,320803,2013H1,2013-01-01,2013-06-30,sex_ratio_at_birth,per100,,,"
    )
    assert lines[-1] == ""
    assert len(lines) == 25


def test_tsv_has_the_same_cells_as_csv(towns: Results, rendered: Render) -> None:
    comma = list(csv.reader(StringIO(rendered(towns, "csv"), newline="")))
    tab = list(csv.reader(StringIO(rendered(towns, "tsv"), newline=""), delimiter="\t"))
    assert tab == comma


def test_jsonl_is_one_object_a_line_with_the_fields_in_order(towns: Results, rendered: Render) -> None:
    lines = rendered(towns, "jsonl").splitlines()
    records = [json.loads(line) for line in lines]
    assert [list(record) for record in records] == [list(RECORD_FIELDS)] * 24
    assert records[0]["parent"] is None
    assert records[0]["value"] == 1358
    assert records[0]["flags"] == []
    assert records[7]["flags"] == ["partial", "extrapolated"]
    assert records[21]["value"] is None
    assert json.loads(rendered(towns, "json"))["records"] == records


def test_an_infinite_limit_is_null_in_records(towns: Results, rendered: Render) -> None:
    frame = towns.frame.assign(lower=1.5, upper=np.inf, confidence=0.95)

    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is no JSON")

    records = json.loads(rendered(replace(towns, columns=of_frame(frame)), "json"), parse_constant=refuse)["records"]
    assert records[0]["lower"] == 1.5
    assert records[0]["upper"] is None
    assert ",1.5,,0.95," in rendered(replace(towns, columns=of_frame(frame)), "csv").splitlines()[1]


def test_parts_join_without_a_seam() -> None:
    rows = ROWS_AT_ONCE * 2 + 1
    frame = pd.DataFrame({"value": np.arange(rows, dtype=np.float64) / 3, "flags": ["partial"] * rows})
    lines, objects, document = (StringIO(newline="") for _ in range(3))
    for format, stream in (("csv", lines), ("jsonl", objects), ("json", document)):
        write(shown(frame[["value"]] if format == "csv" else frame), format, stream, Manner(ENGLISH))
    expected = frame["value"].tolist()
    assert [float(line) for line in lines.getvalue().splitlines()[1:]] == expected
    assert [json.loads(line)["value"] for line in objects.getvalue().splitlines()] == expected
    assert [record["value"] for record in json.loads(document.getvalue())["records"]] == expected


def test_nothing_to_write_is_a_header_and_an_empty_list(towns: Results, rendered: Render) -> None:
    nothing = replace(towns, columns=of_frame(towns.frame.iloc[:0]))
    assert rendered(nothing, "csv") == ",".join(RECORD_FIELDS) + "\n"
    assert rendered(nothing, "jsonl") == ""
    assert json.loads(rendered(nothing, "json")) == {"schema": "popcalc/results/1", "records": []}


def test_wide_has_one_row_per_area_and_period_and_a_column_per_key(towns: Results, rendered: Render) -> None:
    rows = list(csv.DictReader(StringIO(rendered(towns, "csv", layout="wide"), newline="")))
    assert [row["area_name"] for row in rows] == ["all", "Northhill", "Southfield", "河口镇"]
    assert [row["births"] for row in rows] == ["1358", "233", "1108", "17"]
    assert float(rows[1]["crude_birth_rate"]) == 233000 / 17641
    assert rows[3]["sex_ratio_at_birth"] == ""
    assert not any(key.endswith("_lower") for key in rows[0])


def test_wide_with_intervals_has_both_limits_beside_each_figure(towns: Results, rendered: Render) -> None:
    frame = towns.frame.assign(lower=towns.frame["value"] - 1, upper=towns.frame["value"] + 1, confidence=0.95)
    header, first, *_ = csv.reader(
        StringIO(rendered(replace(towns, columns=of_frame(frame), has_limits=True), "csv", layout="wide"), newline="")
    )
    assert header[7:10] == ["births", "births_lower", "births_upper"]
    assert first[7:10] == ["1358", "1357", "1359"]


def test_wide_keeps_a_figure_that_an_area_lacks_empty(towns: Results, rendered: Render) -> None:
    without = replace(towns, columns=of_frame(towns.frame.drop(index=6)))
    rows = list(csv.DictReader(StringIO(rendered(without, "csv", layout="wide"), newline="")))
    assert [row["births"] for row in rows] == ["1358", "", "1108", "17"]


def test_categories_and_plain_text_give_the_same_bytes(towns: Results, rendered: Render) -> None:
    words = towns.frame.select_dtypes("category").columns
    plain = replace(towns, columns=of_frame(towns.frame.astype(dict.fromkeys(words, object))))
    for format in ("csv", "json", "table", "html"):
        assert rendered(plain, format) == rendered(towns, format)


def test_a_mark_comes_first_when_asked_and_never_in_json(towns: Results, rendered: Render) -> None:
    assert rendered(towns, "csv", bom=True) == "\ufeff" + rendered(towns, "csv")
    with pytest.raises(RequestError, match="BOM_NOT_FOR_FORMAT"):
        rendered(towns, "json", bom=True)


def test_json_has_no_wide_layout(towns: Results, rendered: Render) -> None:
    with pytest.raises(RequestError, match="LAYOUT_NOT_FOR_FORMAT"):
        rendered(towns, "jsonl", layout="wide")


ROWS: list[dict[str, object]] = [
    {"key": "a,b", "number": 7, "words": ["x", "y"], "nothing": None},
    {"key": 'c"', "words": []},
]


@pytest.mark.parametrize("format", [name for name, one in FORMATS.items() if one.records])
def test_mappings_and_frames_are_written_alike(format: str) -> None:
    """A frame has words joined where a mapping has a list; nothing is nothing in both."""
    fields = ["key", "number", "flags", "nothing"]
    mappings = [
        {"key": "a,b", "number": 7, "flags": ["x", "y"], "nothing": None},
        {"key": 'c"', "number": 8, "flags": []},
    ]
    frame = pd.DataFrame({"key": ["a,b", 'c"'], "number": [7, 8], "flags": ["x;y", ""], "nothing": [None, None]})
    written = []
    for records in (
        Rows(fields, mappings),
        ColumnRecords(of_frame(frame.astype({"nothing": object})), fields),
    ):
        stream = StringIO(newline="")
        write(Document("popcalc/test/1", records, lambda manner: []), format, stream, Manner(ENGLISH))
        written.append(stream.getvalue())
    assert written[0] == written[1]


def test_records_as_a_table_have_a_column_for_each_field() -> None:
    view = view_of(Rows(["key", "number", "words", "nothing"], ROWS), ENGLISH)
    assert [list(column.values) for column in (*view.stubs, *view.columns)] == [
        ["a,b", 'c"'],
        ["7", ""],
        ["x;y", ""],
        ["", ""],
    ]
    assert view_of(Rows(["key", "number"], []), ENGLISH).rows == 0
