"""The words that head columns of areas and months, and those that betray columns about persons."""

from __future__ import annotations

from collections.abc import Mapping

PERIOD = "period"
AREA = "area"
"""A name whose level the other columns tell."""
AREA_CODE = "area_code"
IGNORE = "ignore"


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(word.strip() for line in lines for word in line.split("|"))


AREA_HEADERS: Mapping[str, tuple[str, ...]] = {
    PERIOD: _words(
        "period | month | year month | reporting month | date | report date | yyymm | statistic_yyymm",
        "月份 | 统计月份 | 报表月份 | 年月 | 统计年月 | 期别 | 时间 | 报告期 | 统计期 | 所属期 | 年月份 | 资料年月",
    ),
    "village": _words(
        "village | village name | community | ward",
        "村 | 村里 | 村名 | 村名称 | 村居 | 村(居) | 村(社区) | 行政村 | 村委会 | 居委会 | 村居委会",
        "社区 | 村社区 | 里 | 村里名称 | 建档机构 | 社区卫生站",
    ),
    "town": _words(
        "town | township | town name | township name | site_id",
        "乡镇 | 乡(镇) | 镇街 | 街道 | 乡镇街道 | 乡镇名称 | 镇 | 乡镇市区 | 乡镇(街道) | 镇(街道)",
    ),
    "county": _words(
        "county | district | county name | district name",
        "县 | 县区 | 县(市、区) | 区县 | 县市 | 县市区 | 县名 | 区县名称",
    ),
    "prefecture": _words("prefecture | city | prefecture name | 地市 | 市州 | 地级市 | 设区市"),
    "province": _words("province | province name | 省 | 省份 | 省市 | 省(自治区、直辖市)"),
    "village_code": _words(
        "village code | village id",
        "村代码 | 村里代码 | 村编码 | 村居代码 | 行政村代码 | 村(居)代码 | 社区代码",
    ),
    "town_code": _words(
        "town code | township code | 乡镇代码 | 街道代码 | 镇街代码 | 乡镇街道代码 | 乡镇编码",
    ),
    "county_code": _words("county code | district_id | 县代码 | 区县代码 | 县区代码 | 县市代码"),
    AREA: _words(
        "area | area name | name | unit",
        "地区 | 单位 | 单位名称 | 填报单位 | 区域 | 区域别 | 地区名称 | 辖区",
    ),
    AREA_CODE: _words(
        "code | area code | area id | district_code | division code",
        "统计用区划代码 | 区划代码 | 行政区划代码 | 地区代码 | 单位代码 | 区域别代码 | 区域代码 | 机构代码",
    ),
    IGNORE: _words("序号 | no. | no | 编号 | 备注 | remarks | note | notes"),
}

PERSON_HEADERS = _words(
    "姓名 | 身份证 | 身份证号 | 身份证号码 | 公民身份号码 | 出生日期 | 出生年月 | 出生年月日",
    "电话 | 电话号码 | 联系电话 | 手机 | 手机号 | 手机号码 | 住址 | 家庭住址 | 现住址 | 户籍地址",
    "丈夫姓名 | 妻子姓名 | 母亲姓名 | 父亲姓名 | 户主 | 户主姓名",
    "full name | first name | last name | surname | given name",
    "id number | identity number | national id | id card | passport | passport number",
    "date of birth | birth date | birthdate | dob | phone | phone number | telephone | mobile phone",
    "address | home address",
)

TOTAL_WORDS = frozenset(
    _words("合计 | 合計 | 小计 | 小計 | 总计 | 總計 | 总合计 | 共计 | total | subtotal | grand total | sum")
)
"""Names of rows of totals, without spaces and colons."""

UNIT_FACTORS: Mapping[str, int] = {
    "百元": 100,
    "千元": 1_000,
    "万元": 10_000,
    "百万元": 1_000_000,
    "亿元": 100_000_000,
    "百人": 100,
    "千人": 1_000,
    "万人": 10_000,
    "thousands": 1_000,
    "thousandyuan": 1_000,
    "10000yuan": 10_000,
    "10,000yuan": 10_000,
    "millionyuan": 1_000_000,
}
"""How many of the count's own unit one of the header's unit is."""

COUPLES = frozenset({"对", "couples"})
RATE_UNITS = frozenset({"%", "‰", "百分比", "千分比", "千分之", "1/10万", "/10万", "percent", "permille"})
"""Units of figures that are no counts."""
