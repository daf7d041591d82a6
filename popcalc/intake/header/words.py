"""The words that head columns of areas and months, the words that say nothing of a count, and units."""

from __future__ import annotations

from collections.abc import Mapping

PERIOD = "period"
YEAR = "year"
"""The year of months that a column beside it gives without one."""
AREA = "area"
"""A name whose level the other columns tell."""
AREA_CODE = "area_code"
IGNORE = "ignore"


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(word.strip() for line in lines for word in line.split("|"))


AREA_HEADERS: Mapping[str, tuple[str, ...]] = {
    PERIOD: _words(
        "period | month | year month | reporting month | date | report date | yyymm | statistic_yyymm",
        "月份 | 统计月份 | 报表月份 | 年月 | 统计年月 | 期别 | 时间 | 报告期 | 统计期 | 所属期",
        "年月份 | 资料年月 | 月 | 日期",
        "统计时间 | 报表时间 | 填报月份 | 报表期 | 报表期别 | 统计日期 | 报表日期",
    ),
    YEAR: _words("year | 年份 | 年 | 统计年份 | 报表年份 | 年别"),
    "village": _words(
        "village | village name | community | ward | hamlet",
        "村 | 村里 | 村名 | 村名称 | 村居 | 村(居)名 | 村社区名 | 村(居) | 村(社区) | 行政村 | 村委会",
        "居委会 | 村居委会 | 社区 | 村社区 | 里 | 村里名称 | 建档机构 | 社区卫生站",
        "行政村名称 | 行政村名 | 村居名称 | 村委会名称",
        "村(居)委会名称 | 社区名称 | 村(社区)名称 | 嘎查村",
    ),
    "town": _words(
        "town | township | town name | township name | site_id",
        "乡镇 | 乡(镇) | 镇街 | 街道 | 乡镇街道 | 乡镇名称 | 镇 | 乡镇市区 | 乡镇(街道) | 镇(街道)",
        "乡 | 镇名 | 街道名称 | 镇街名称 | 乡镇街道名称 | 镇(乡) | 乡镇办 | 所属乡镇 | 所在乡镇 | 所属镇",
        "所属乡镇街道 | 镇办 | 办事处 | 苏木乡镇",
    ),
    "county": _words(
        "county | district | county name | district name",
        "县 | 县区 | 县(市、区) | 区县 | 县市 | 县市区 | 县名 | 区县名称",
        "区 | 县级 | 所属县区 | 所属区县 | 县区名称 | 县市区名称 | 旗县 | 旗县区",
    ),
    "prefecture": _words("prefecture | city | prefecture name | 地市 | 市州 | 地级市 | 设区市 | 市 | 市名"),
    "province": _words("province | province name | 省 | 省份 | 省市 | 省(自治区、直辖市)"),
    "village_code": _words(
        "village code | village id",
        "村代码 | 村里代码 | 村编码 | 村居代码 | 行政村代码 | 村(居)代码 | 社区代码",
        "村委会代码 | 村居委会代码 | 社区编码 | 行政村编码 | 村居编码",
    ),
    "town_code": _words(
        "town code | township code | 乡镇代码 | 街道代码 | 镇街代码 | 乡镇街道代码 | 乡镇编码",
        "镇代码 | 街道编码 | 镇街编码",
    ),
    "county_code": _words("county code | district_id | 县代码 | 区县代码 | 县区代码 | 县市代码"),
    AREA: _words(
        "area | area name | name | unit",
        "地区 | 单位 | 单位名称 | 填报单位 | 区域 | 区域别 | 地区名称 | 辖区",
        "名称 | 区域名称 | 机构名称 | 机构 | 行政区划 | 行政区划名称 | 区划名称 | 统计单位 | 上报单位 | 报送单位",
    ),
    AREA_CODE: _words(
        "code | area code | area id | district_code | division code",
        "统计用区划代码 | 区划代码 | 行政区划代码 | 地区代码 | 单位代码 | 区域别代码 | 区域代码 | 机构代码",
        "区划编码 | 行政区划编码 | 统计用区划编码 | 地区编码 | 单位编码 | 区域编码 | 机构编码 | 代码",
        "编码 | 区划码 | 行政区划码 | 行政代码",
    ),
    IGNORE: _words("序号 | no. | no | 编号 | 行次 | 备注 | 说明 | remarks | remark | note | notes"),
}

VAGUE = frozenset({"月", "日期"})
"""Headers of months that give way to another of the same file: 年月 beside 年 and 月, 月份 beside 日期."""
CODE_WORDS = ("代码", "编码", "区划", "code")
"""Words in headers of columns of codes, whatever they are the codes of."""

TOTAL_WORDS = frozenset(
    _words(
        "合计 | 合計 | 小计 | 小計 | 总计 | 總計 | 总合计 | 共计 | 总数 | 總數 | 累计 | 累計",
        "total | subtotal | grand total | sum",
    )
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
    "万户": 10_000,
    "thousandpersons": 1_000,
    "thousandpeople": 1_000,
    "thousands": 1_000,
    "thousandyuan": 1_000,
    "10000yuan": 10_000,
    "10,000yuan": 10_000,
    "millionyuan": 1_000_000,
}
"""How many of the count's own unit one of the header's unit is."""

NOW = ("本报告期内", "本报告期", "本期内", "本期", "期内", "本月份", "本月", "当月", "本季度", "本季", "当期")
"""Words for the months of the row itself, which every count of it is about."""
OF_WHICH = "其中"
TOTALS_IN_HEADERS = ("人数", "合计", "小计", "总计", "共计", "总数", "数量", "情况", "状况", "数", "total", "subtotal")
"""Words in headers that say no more than their group does: `出生 > 小计` is births."""
TOPICS = (
    *(
        "人口",
        "基本",
        "主要",
        "人口与计划生育",
        "计划生育",
        "计生",
        "统计",
        "指标",
        "项目",
        "数据",
        "内容",
        "动态",
        "变动",
        "变化",
    ),
    *(
        "婚姻",
        "婚育",
        "生育",
        "迁移",
        "自然",
        "机械",
        "自然增长",
        "机械增长",
        "增减",
        "及",
        "与",
        "和",
        "population",
        "vitalevents",
        "vitalstatistics",
        "events",
    ),
    *("indicators", "counts", "data"),
)
"""Words that a group of columns may be headed by without narrowing what stands below: `人口变动情况 > 出生`."""
STANDING = ("期末", "期未", "月末", "季末", "现有", "时点", "endofmonth", "endofperiod")
"""Words that say of a stock no more than that it is one."""
SAME_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("男性", "男婴", "男孩", "男童"), "男"),
    **dict.fromkeys(("女性", "女婴", "女孩", "女童"), "女"),
    **dict.fromkeys(("第一孩", "1孩", "一胎"), "一孩"),
    **dict.fromkeys(("第二孩", "2孩", "二胎"), "二孩"),
    **dict.fromkeys(("第三孩及以上", "三孩及以上", "三孩以上", "三胎及以上", "3孩及以上"), "多孩"),
    **dict.fromkeys(("政策内", "符合政策生育", "符合政策"), "计划内"),
    **dict.fromkeys(("政策外", "不符合政策", "违反政策"), "计划外"),
}
"""Ways to write the same part of a header."""

COUPLES = frozenset({"对", "couples"})
RATE_UNITS = frozenset({"%", "‰", "百分比", "千分比", "千分之", "1/10万", "/10万", "percent", "permille"})
"""Units of figures that are no counts."""
