"""Columns that split or narrow their rows: chosen from, added up over, and asked about, as a person sees it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import popcalc as api

if TYPE_CHECKING:
    from tests.conftest import Popcalc
    from tests.functional.conftest import Shown

BY_SEX = """\
month,town,village,sex,births,deaths
2013-05,Northhill,Old Mill,Male,5,1
2013-05,Northhill,Old Mill,Female,4,2
2013-05,Northhill,Sandbar,Male,3,1
2013-05,Northhill,Sandbar,Female,2,
2013-06,Northhill,Old Mill,Male,6,1
2013-06,Northhill,Old Mill,Female,7,0
2013-06,Northhill,Sandbar,Male,1,1
2013-06,Northhill,Sandbar,Female,2,3
"""
CROSSED = """\
month,town,sex,age,births
2013-06,Northhill,Total,All ages,9
2013-06,Northhill,Male,All ages,5
2013-06,Northhill,Female,All ages,4
2013-06,Northhill,Total,0-4,3
2013-06,Northhill,Total,5+,6
"""
COMMANDS = {
    "asked": "compute sex.csv",
    "summed": "compute sex.csv --sum-over sex --by town --indicator births,deaths -f plain",
    "chosen": "compute sex.csv --where sex=female --by village --indicator births -f plain",
    "unknown-value": "compute sex.csv --where sex=Femal",
    "unknown-column": "check sex.csv --where gender=Male --targets targets.yaml",
    "no-choice": "validate sex.csv --where sex",
    "explained": "explain births sex.csv --sum-over sex",
    "totals": "compute crossed.csv -f plain",
    "inspected": "inspect crossed.csv -f table",
    "total-differs": "compute wrong.csv --sum-over sex",
    "overlapping": "compute bands.csv --sum-over age",
    "element-without-total": "compute dhis2.csv",
    "columns-file": "compute sex.csv --columns columns.yaml --by all --indicator births -f plain",
}
DHIS2 = """\
dataElement,period,orgUnit,categoryOptionCombo,value
Live births,202301,Hill HC,Male,14
Live births,202301,Hill HC,Female,13
Live births,202301,Hill HC,Total,27
Deaths,202301,Hill HC,Male,2
Deaths,202301,Hill HC,Female,1
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_columns_that_split_the_rows(name: str, shown: Shown, tmp_path: Path) -> None:
    files = {
        "sex.csv": BY_SEX,
        "crossed.csv": CROSSED,
        "wrong.csv": CROSSED.replace("Total,All ages,9", "Total,All ages,8"),
        "bands.csv": "month,town,age,births\n2013-06,Hill,0-4,3\n2013-06,Hill,5+,6\n2013-06,Hill,0-14,7\n",
        "dhis2.csv": DHIS2,
        "targets.yaml": "version: 1\nname: T\nyear: 2013\ntargets:\n  - indicator: births\n    at_most: 510\n",
        "columns.yaml": "version: 1\nwhere: {month: 2013-06}\nsum_over: sex\n",
    }
    for file, written in files.items():
        (tmp_path / file).write_text(written, encoding="utf-8")

    shown(f"dimensions/{name}", COMMANDS[name], cwd=tmp_path)


def test_python_chooses_and_adds_up_as_the_command_does(popcalc: Popcalc, tmp_path: Path) -> None:
    path = tmp_path / "sex.csv"
    path.write_text(BY_SEX, encoding="utf-8")
    command = ("compute", path, "--sum-over", "sex", "--where", "village=Old Mill", "--by", "all", "-f", "csv")
    expected = popcalc(*command, "--indicator", "births").stdout.decode()

    counts = api.read(path, where={"village": "Old Mill"}, sum_over="sex")
    value = api.compute(counts, "births", by="all")["value"].tolist()

    assert value == [22.0]
    assert ",births,persons,,22,22," in expected
    assert api.compute(api.read(path, where="sex=Male"), "births", by="all")["value"].tolist() == [15.0]


CANADA = """\
version: 1
columns: {REF_DATE: year, GEO: province, Characteristics: measure}
measures: {Number of live births: births}
totals: ["Canada, place of residence of mother"]
"""
BANDUNG = """\
version: 1
columns:
  kemendagri_nama_kecamatan: town
  kemendagri_nama_desa_kelurahan: village
  jumlah_penduduk: population
  tahun: year
  semester: half
not_totals: [CIBADUYUT, CIPADUNG]
"""


def test_births_of_canada_by_month_of_birth_count_once(real_data: Path, tmp_path: Path) -> None:
    """The plain sum of all numbers of 2019 is 1,491,912."""
    (tmp_path / "columns.yaml").write_text(CANADA, encoding="utf-8")
    counts = api.read(real_data / "world" / "ca_births.csv", columns=tmp_path / "columns.yaml")
    found = api.compute(counts, "births", by="province", period="year")
    areas = [area.split(",")[0] for area in found["area"].tolist()]
    value = dict(zip(zip(areas, found["period"].tolist(), strict=True), found["value"].tolist(), strict=True))

    assert value["all", "2019"] == 372_978
    assert value["all", "1991"] == 403_816
    assert value["Prince Edward Island", "2019"] == 1_326
    assert value["Ontario", "2023"] == 136_858


def test_people_of_bandung_by_sex_are_added_up(real_data: Path, tmp_path: Path) -> None:
    """Of 2023 the file gives two villages one name and code in the second half, which nothing tells apart."""
    (tmp_path / "columns.yaml").write_text(BANDUNG, encoding="utf-8")
    columns, file = tmp_path / "columns.yaml", real_data / "world" / "id_bandung_jumlah_penduduk.csv"
    both = api.read(file, columns=columns, sum_over="jenis_kelamin", where={"tahun": ["2017", "2022"]})
    men = api.read(file, columns=columns, where={"tahun": "2022", "jenis_kelamin": "laki-laki"})
    town = api.compute(both, "population", by="town", period="half")
    first = town[town["period"] == "2017H1"]
    value = dict(zip(first["area_name"].tolist(), first["value"].tolist(), strict=True))

    assert value[""] == 2_404_589
    assert value["SUKASARI"] == 73_598
    assert api.compute(men, "population", by="all", period="half")["value"].tolist()[0] == 1_269_294
