"""What a header says: a count, the period, an area's name or code, or a person (which is refused)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from popcalc.areas.tree import DEFAULT_LEVELS
from popcalc.definitions.catalogue import Catalogue
from popcalc.definitions.columns import Columns
from popcalc.definitions.headers import header_unit, normal_header

PERIOD = "period"
AREA = "area"
AREA_CODE = "area_code"
IGNORE = "ignore"

AREA_HEADERS: Mapping[str, tuple[str, ...]] = {
    PERIOD: (
        "period", "month", "year month", "reporting month", "date", "report date", "yyymm", "statistic_yyymm",
        "月份", "统计月份", "报表月份", "年月", "统计年月", "期别", "时间", "报告期", "统计期", "所属期", "年月份", "资料年月",
    ),
    "village": (
        "village", "village name", "community", "ward", "村", "村里", "村名", "村名称", "村居", "村(居)", "村(社区)", "行政村",
        "村委会", "居委会", "村居委会", "社区", "村社区", "里", "村里名称", "建档机构", "社区卫生站",
    ),
    "town": (
        "town", "township", "town name", "township name", "site_id", "乡镇", "乡(镇)", "镇街", "街道", "乡镇街道", "乡镇名称", "镇",
        "乡镇市区", "乡镇(街道)", "镇(街道)",
    ),
    "county": ("county", "district", "county name", "district name", "县", "县区", "县(市、区)", "区县", "县市", "县市区", "县名", "区县名称"),
    "prefecture": ("prefecture", "city", "prefecture name", "地市", "市州", "地级市", "设区市"),
    "province": ("province", "province name", "省", "省份", "省市", "省(自治区、直辖市)"),
    "village_code": ("village code", "village id", "村代码", "村里代码", "村编码", "村居代码", "行政村代码", "村(居)代码", "社区代码"),
    "town_code": ("town code", "township code", "乡镇代码", "街道代码", "镇街代码", "乡镇街道代码", "乡镇编码"),
    "county_code": ("county code", "district_id", "县代码", "区县代码", "县区代码", "县市代码"),
    AREA: ("area", "area name", "name", "unit", "地区", "单位", "单位名称", "填报单位", "区域", "区域别", "地区名称", "辖区"),
    AREA_CODE: (
        "code", "area code", "area id", "district_code", "division code", "统计用区划代码", "区划代码", "行政区划代码", "地区代码", "单位代码",
        "区域别代码", "区域代码", "机构代码",
    ),
    IGNORE: ("序号", "no.", "no", "编号", "备注", "remarks", "note", "notes"),
}  # fmt: skip

PERSON_HEADERS = (
    "姓名", "身份证", "身份证号", "身份证号码", "公民身份号码", "出生日期", "出生年月", "出生年月日", "电话", "电话号码", "联系电话", "手机", "手机号", "手机号码",
    "住址", "家庭住址", "现住址", "户籍地址", "丈夫姓名", "妻子姓名", "母亲姓名", "父亲姓名", "户主", "户主姓名", "full name", "first name", "last name",
    "surname", "given name", "id number", "identity number", "national id", "id card", "passport", "passport number", "date of birth", "birth date",
    "birthdate", "dob", "phone", "phone number", "telephone", "mobile phone", "address", "home address",
)  # fmt: skip

UNIT_FACTORS: Mapping[str, int] = {
    "万元": 10_000,
    "千元": 1_000,
    "万人": 10_000,
    "千人": 1_000,
    "百人": 100,
    "万": 10_000,
}
"""How many of the count's own unit one of the header's unit is."""


@dataclass(frozen=True)
class Roles:
    """Leads from a header, in normal form, to its role: a count's key, `period`, a level, its code, `area`, `ignore`."""

    roles: Mapping[str, str]
    counts: frozenset[str]
    persons: frozenset[str]
    levels: tuple[str, ...] = DEFAULT_LEVELS
    spelled: Mapping[str, str] = field(default_factory=dict)

    def of(self, header: str) -> str | None:
        """Return the role of a header as a file writes it, None when it is not known."""
        return self.roles.get(normal_header(header))

    def is_personal(self, header: str) -> bool:
        """Whether the header names a fact about a person."""
        return normal_header(header) in self.persons

    def factor(self, header: str) -> int:
        """Return how many of the count's unit a figure under this header stands for: 10,000 under `投入(万元)`."""
        unit = header_unit(header)
        return UNIT_FACTORS.get(unit, 1) if unit else 1


def make_roles(catalogue: Catalogue, columns: Columns) -> Roles:
    """Return the roles of every header that the catalogue, the built-in words and the columns file know."""
    roles: dict[str, str] = {}
    for role, headers in AREA_HEADERS.items():
        for header in headers:
            roles[normal_header(header)] = role
    roles.update(catalogue.headers)
    for level in columns.levels:
        roles[normal_header(level)] = level
        roles[normal_header(f"{level}_code")] = f"{level}_code"
    if columns.population == "resident":
        roles.update({header: "population" for header, role in roles.items() if role == "population_resident"})
    roles.update(columns.meanings)
    persons = frozenset(normal_header(header) for header in PERSON_HEADERS) - frozenset(columns.meanings)
    return Roles(roles, frozenset(catalogue.counts), persons, columns.levels)
