"""Honest files of many sorts: what looks like a trap and is none. Not one is refused, and not one figure is another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.mutations.workbooks import Cell, Page, xlsx

if TYPE_CHECKING:
    from tests.conftest import Popcalc


@dataclass(frozen=True)
class Honest:
    """Files, and their births and people by town and month, reckoned by hand; `all` is the sum."""

    sort: str
    files: Mapping[str, str | bytes]
    right: Mapping[str, tuple[int | None, int | None]]
    options: Sequence[str] = ()
    by: str = "town"
    not_yet: str = ""
    """Why it is refused or wrong today."""


def workbook(*pages: Page) -> bytes:
    return xlsx(pages)


HEADERS = "month,town,village,births,population"


def rows(text: str) -> list[list[Cell]]:
    """Cells of a sheet, with numbers where digits stand."""
    return [[int(cell) if cell.isdigit() else cell for cell in line.split(",")] for line in text.split()]


JUNE = {"North 2013-06": (5, 5023), "South 2013-06": (4, 1390), "all 2013-06": (9, 6413)}
"""North has 3+2 births and 2141+2882 people, South 1+3 and 590+800."""

FILES = [
    Honest(
        "a constant sex = both",
        {
            "june.csv": "month,town,village,sex,births,population\n"
            "2013-06,North,Mill,both,3,2141\n2013-06,North,Ford,both,2,2882\n"
            "2013-06,South,Kiln,both,1,590\n2013-06,South,Dyke,both,3,800\n"
        },
        JUNE,
    ),
    Honest(
        "a constant type = actual",
        {
            "june.csv": "month,town,village,births,type,population\n"
            "2013-06,North,Mill,3,actual,2141\n2013-06,North,Ford,2,actual,2882\n"
            "2013-06,South,Kiln,1,actual,590\n2013-06,South,Dyke,3,actual,800\n"
        },
        JUNE,
    ),
    Honest(
        "a county with one town",
        {
            "june.csv": "month,county,town,births,population\n"
            "2013-06,Westland,Hill,5,5023\n2013-06,Eastland,Lake,1,590\n2013-06,Eastland,Moor,3,800\n"
        },
        {"Westland 2013-06": (5, 5023), "Eastland 2013-06": (4, 1390), "all 2013-06": (9, 6413)},
        by="county",
    ),
    Honest(
        "a county with one town and its total",
        {
            "6月.csv": "2013年6月,,,\n乡镇,村名,出生人数,期末总人口\n"
            "北岭镇,松谷村,3,2141\n北岭镇,石门村,2,2882\n北岭镇小计,,5,5023\n全县合计,,5,5023\n"
        },
        {"北岭镇 2013-06": (5, 5023), "all 2013-06": (5, 5023)},
    ),
    Honest(
        "a village that equals two others by chance",
        {
            "june.csv": "month,town,village,births,population\n"
            "2013-06,North,Mill,3,2141\n2013-06,North,Ford,2,2882\n2013-06,North,Weir,5,1200\n"
        },
        {"North 2013-06": (10, 6223), "all 2013-06": (10, 6223)},
    ),
    Honest(
        "two villages with the same figures",
        {
            "june.csv": "month,town,village,births,population\n"
            "2013-06,North,Mill,2,1000\n2013-06,North,Ford,2,1000\n2013-06,South,Kiln,2,1000\n"
        },
        {"North 2013-06": (4, 2000), "South 2013-06": (2, 1000), "all 2013-06": (6, 3000)},
    ),
    Honest(
        "two months with the same figures",
        {
            "2013.csv": "month,town,village,births,population\n"
            "2013-05,North,Mill,0,214\n2013-06,North,Mill,0,214\n2013-05,North,Ford,1,300\n2013-06,North,Ford,1,300\n"
        },
        {f"{area} 2013-0{month}": (1, 514) for area in ("North", "all") for month in (5, 6)},
    ),
    Honest(
        "备注 that differs by month",
        {
            "报表.csv": "月份,乡镇,村名,出生人数,期末总人口,备注\n"
            "2013年5月,北岭镇,松谷村,3,2141,\n2013年6月,北岭镇,松谷村,2,2143,补报1人\n"
            "2013年5月,北岭镇,石门村,1,2882,外出较多\n2013年6月,北岭镇,石门村,0,2880,\n"
        },
        {f"{area} 2013-05": (4, 5023) for area in ("北岭镇", "all")}
        | {f"{area} 2013-06": (2, 5023) for area in ("北岭镇", "all")},
    ),
    Honest(
        "a year beside a month",
        {
            "births.csv": "year,month,town,village,births,population\n"
            "2013,2013-06,North,Mill,3,2141\n2013,2013-06,North,Ford,2,2882\n"
            "2013,2013-06,South,Kiln,1,590\n2013,2013-06,South,Dyke,3,800\n"
        },
        JUNE,
    ),
    Honest(
        "a year from October beside a month",
        {
            "births.csv": "月份,年度,乡镇,村名,出生人数,期末总人口\n"
            "2013-09,2013,北岭镇,松谷村,3,2141\n2013-10,2014,北岭镇,松谷村,2,2143\n"
        },
        {f"{area} 2013-09": (3, 2141) for area in ("北岭镇", "all")}
        | {f"{area} 2013-10": (2, 2143) for area in ("北岭镇", "all")},
    ),
    Honest(
        "two sheets of two years",
        {
            "returns.xlsx": workbook(
                Page(
                    "2012",
                    rows("month,town,village,births,population 2012-12,North,Mill,3,2141 2012-12,North,Ford,2,2882"),
                ),
                Page(
                    "2013",
                    rows("month,town,village,births,population 2013-01,North,Mill,1,2142 2013-01,North,Ford,0,2880"),
                ),
            )
        },
        {f"{area} 2012-12": (5, 5023) for area in ("North", "all")}
        | {f"{area} 2013-01": (1, 5022) for area in ("North", "all")},
    ),
    Honest(
        "a sheet of instructions beside the table",
        {
            "returns.xlsx": workbook(
                Page("填表说明", [["一、本表由乡镇填报。"], ["二、出生人数为本月出生的人数。"]]),
                Page(
                    "数据",
                    rows(
                        "月份,乡镇,村名,出生人数,期末总人口 2013-06,北岭镇,松谷村,3,2141 2013-06,北岭镇,石门村,2,2882"
                    ),
                ),
            )
        },
        {f"{area} 2013-06": (5, 5023) for area in ("北岭镇", "all")},
    ),
    Honest(
        "merged cells of towns and months",
        {
            "returns.xlsx": workbook(
                Page(
                    "Sheet1",
                    rows(f"{HEADERS} 2013-06,North,Mill,3,2141 ,,Ford,2,2882 ,South,Kiln,1,590 ,,Dyke,3,800"),
                    merged=[(2, 1, 5, 1), (2, 2, 3, 2), (4, 2, 5, 2)],
                )
            )
        },
        JUNE,
    ),
    Honest(
        "a title with county, town and month",
        {
            "报表.csv": "梅源县北岭镇2013年6月人口变动情况统计表,,\n"
            "村名,出生人数,期末总人口\n松谷村,3,2141\n石门村,2,2882\n"
        },
        {f"{area} 2013-06": (5, 5023) for area in ("北岭镇", "all")},
    ),
    Honest(
        "a population in January alone",
        {
            "2013.csv": "month,town,village,births,population\n"
            "2013-01,North,Mill,3,2141\n2013-02,North,Mill,2,\n2013-01,North,Ford,2,2882\n2013-02,North,Ford,1,\n"
        },
        {f"{area} 2013-01": (5, 5023) for area in ("North", "all")}
        | {f"{area} 2013-02": (3, None) for area in ("North", "all")},
    ),
    Honest(
        "a file of January alone, people at the end of the month",
        {"2013-01.csv": "town,village,births,end-of-month population\nNorth,Mill,3,2141\nNorth,Ford,2,2882\n"},
        {f"{area} 2013-01": (5, 5023) for area in ("North", "all")},
    ),
    Honest(
        "a file sent on the third of the next month",
        {"2013-06 sent 20130703.csv": "town,village,births,population\nNorth,Mill,3,2141\nNorth,Ford,2,2882\n"},
        {f"{area} 2013-06": (5, 5023) for area in ("North", "all")},
    ),
    Honest(
        "a form filled in on the third of the next month",
        {
            "2013年6月.csv": "人口变动情况统计表,,,\n填报单位：北岭镇,,,填报日期：2013年7月3日\n"
            "乡镇,村名,出生人数,期末总人口\n北岭镇,松谷村,3,2141\n北岭镇,石门村,2,2882\n"
        },
        {f"{area} 2013-06": (5, 5023) for area in ("北岭镇", "all")},
    ),
    Honest(
        "a corrected file, and the newest is wanted",
        {
            "20130703/2013-06.csv": "month,town,village,births,population\n"
            "2013-06,North,Mill,3,2141\n2013-06,North,Ford,2,2882\n",
            "20130712/2013-06.csv": "month,town,village,births,population\n2013-06,North,Mill,4,2142\n",
        },
        {f"{area} 2013-06": (6, 5024) for area in ("North", "all")},
        options=["--prefer", "newest"],
    ),
    Honest(
        "a form with its maker's telephone below",
        {
            "2013-06.csv": "乡镇,村名,出生人数,期末总人口\n北岭镇,松谷村,3,2141\n北岭镇,石门村,2,2882\n"
            "填表人：李四,,联系电话：0791-8123456,\n单位负责人：王五,,,2013年7月3日\n"
        },
        {f"{area} 2013-06": (5, 5023) for area in ("北岭镇", "all")},
    ),
    Honest(
        "a column of the maker's telephone",
        {
            "2013-06.csv": "乡镇,村名,出生人数,期末总人口,填报人,联系电话\n"
            "北岭镇,松谷村,3,2141,李四,13807910000\n北岭镇,石门村,2,2882,王五,13807910001\n"
        },
        {f"{area} 2013-06": (5, 5023) for area in ("北岭镇", "all")},
    ),
    Honest(
        "totals of towns and of all by word",
        {
            "june.csv": "month,town,village,births,population\n"
            "2013-06,North,Mill,3,2141\n2013-06,North,Ford,2,2882\n2013-06,North,Subtotal,5,5023\n"
            "2013-06,South,Kiln,1,590\n2013-06,South,Dyke,3,800\n2013-06,South,Subtotal,4,1390\n2013-06,Total,,9,6413\n"
        },
        JUNE,
    ),
    Honest(
        "a village with the name of its town, and one called May",
        {
            "june.csv": "month,town,village,births,population\n"
            "2013-06,North,North,3,2141\n2013-06,North,May,2,2882\n"
            "2013-06,South,Kiln,1,590\n2013-06,South,Total Hill,3,800\n"
        },
        JUNE,
    ),
    Honest(
        "villages of the same name in two towns",
        {
            "june.csv": "month,town,village,births,population\n"
            "2013-06,North,Newton,3,2141\n2013-06,North,Ford,2,2882\n"
            "2013-06,South,Newton,1,590\n2013-06,South,Ford,3,800\n"
        },
        JUNE,
    ),
    Honest(
        "villages whose names differ by a dash between digits",
        {
            "june.csv": "month,town,village,births,population\n"
            "2013-06,North,Ward 1-1,3,2141\n2013-06,North,Ward 11,2,2882\n"
            "2013-06,South,Ward 1,1,590\n2013-06,South,Ward 1.1,3,800\n"
        },
        JUNE,
    ),
    Honest(
        "terrain, unit and a running number",
        {
            "june.csv": "No.,month,town,village,terrain,unit,births,population\n"
            "1,2013-06,North,Mill,hills,persons,3,2141\n2,2013-06,North,Ford,plain,persons,2,2882\n"
            "3,2013-06,South,Kiln,hills,persons,1,590\n4,2013-06,South,Dyke,plain,persons,3,800\n"
        },
        JUNE,
    ),
    Honest(
        "a quarter beside the month",
        {
            "june.csv": "month,quarter,town,village,births,population\n"
            "2013-06,Q2,North,Mill,3,2141\n2013-06,Q2,North,Ford,2,2882\n"
            "2013-06,Q2,South,Kiln,1,590\n2013-06,Q2,South,Dyke,3,800\n"
        },
        JUNE,
    ),
    Honest(
        "the year to date beside the month",
        {
            "报表.csv": "月份,乡镇,村名,出生人数,累计出生人数,期末总人口\n"
            "2013-01,北岭镇,松谷村,3,3,2141\n2013-02,北岭镇,松谷村,2,5,2142\n"
            "2013-01,北岭镇,石门村,1,1,2882\n2013-02,北岭镇,石门村,0,1,2880\n"
        },
        {f"{area} 2013-01": (4, 5023) for area in ("北岭镇", "all")}
        | {f"{area} 2013-02": (2, 5022) for area in ("北岭镇", "all")},
    ),
    Honest(
        "a title that speaks of the columns to date beside those of the month",
        {
            f"2013年{month}月.csv": f"2013年{month}月人口情况（本月及累计）,,,,\n"
            "乡镇,村名,出生人数,累计出生人数,期末总人口\n" + row
            for month, row in ((5, "北岭镇,松谷村,3,9,2141\n"), (6, "北岭镇,松谷村,2,11,2142\n"))
        },
        {f"{area} 2013-05": (3, 2141) for area in ("北岭镇", "all")}
        | {f"{area} 2013-06": (2, 2142) for area in ("北岭镇", "all")},
    ),
    Honest(
        "a village that begins in June",
        {
            "2013.csv": "month,town,village,births,population\n"
            "2013-05,North,Mill,3,2141\n2013-06,North,Mill,3,2141\n2013-06,North,Ford,2,2882\n"
        },
        {f"{area} 2013-05": (3, 2141) for area in ("North", "all")}
        | {f"{area} 2013-06": (5, 5023) for area in ("North", "all")},
    ),
    Honest(
        "events dated on the first of their month",
        {
            "births.csv": "date,town,village,births\n2013-05-01,North,Mill,3\n2013-06-01,North,Mill,2\n",
            "people.csv": "date,town,village,population\n2013-05-31,North,Mill,2141\n2013-06-30,North,Mill,2143\n",
        },
        {f"{area} 2013-05": (3, 2141) for area in ("North", "all")}
        | {f"{area} 2013-06": (2, 2143) for area in ("North", "all")},
    ),
    Honest(
        "thousands in quotes and a byte order mark",
        {
            "june.csv": "\ufeffmonth,town,village,births,population\r\n"
            '2013-06,North,Mill,3,"2,141"\r\n2013-06,North,Ford,2,"2,882"\r\n'
            "2013-06,South,Kiln,1,590\r\n2013-06,South,Dyke,3,800\r\n"
        },
        JUNE,
    ),
    Honest(
        "a line that tells spreadsheets the separator",
        {
            "june.csv": "sep=;\nmonth;town;village;births;population\n"
            "2013-06;North;Mill;3;2141\n2013-06;North;Ford;2;2882\n2013-06;South;Kiln;1;590\n2013-06;South;Dyke;3;800\n"
        },
        JUNE,
    ),
    Honest(
        "Western names in their old encoding",
        {
            "june.csv": "month,town,village,births,population\n"
            "2013-06,São João,Peñón,3,2141\n2013-06,São João,Coração,2,2882\n".encode("cp1252")
        },
        {f"{area} 2013-06": (5, 5023) for area in ("São João", "all")},
    ),
]


@pytest.mark.parametrize(
    "honest",
    [
        pytest.param(
            one,
            id=one.sort,
            marks=[pytest.mark.xfail(strict=True, raises=AssertionError, reason=one.not_yet)] if one.not_yet else [],
        )
        for one in FILES
    ],
)
def test_honest(popcalc: Popcalc, tmp_path: Path, honest: Honest) -> None:
    for name, content in honest.files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)

    result = popcalc(
        "compute",
        *honest.files,
        *honest.options,
        *("--by", honest.by, "--period", "month", "--indicator", "births,population", "-f", "json"),
        cwd=tmp_path,
    )

    assert result.code == 0, result.stderr.decode("utf-8")
    figures: dict[str, list[int | None]] = {}
    for record in json.loads(result.stdout)["records"]:
        area = "all" if record["level"] == "all" else record["area_name"]
        figures.setdefault(f"{area} {record['period']}", []).append(record["value"])
    assert {place: tuple(values) for place, values in figures.items()} == dict(honest.right)


def test_there_are_at_least_twenty_sorts() -> None:
    assert len({one.sort for one in FILES}) == len(FILES) >= 20
