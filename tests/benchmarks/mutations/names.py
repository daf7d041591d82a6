"""Mutations of the names and codes of areas."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from tests.benchmarks.mutations.honest import Base, Case, Village, where
from tests.benchmarks.mutations.registry import Meaning, Names, kind
from tests.benchmarks.mutations.rows import another_village
from tests.benchmarks.mutations.tables import Row

UNCHANGED, CHANGED, UNKNOWABLE = Meaning.UNCHANGED, Meaning.CHANGED, Meaning.UNKNOWABLE
CODED = Base(code_column=True, month_column=True)


def some_rows(case: Case) -> Callable[[Row], bool]:
    """A choice of rows: those from some month on, or some here and there."""
    if case.dice.random() < 0.5:
        start = case.dice.randint(1, len(case.months) - 1)
        return lambda row: where(row)[1] >= start
    return lambda row: case.dice.random() < 0.3


def respelled(case: Case, key: str, change: Callable[[str], str]) -> Names:
    """Write the towns or villages of some rows in another way; they stay the same areas."""
    for file in case.files:
        file.encoding = "utf-8"
    chosen = some_rows(case)
    names: list[str] = []
    for _, sheet, row in case.rows():
        name = str(sheet.value(row, key))
        if chosen(row) and change(name) != name:
            sheet.put(row, key, change(name))
            names += [name, change(name)]
            if key == "town":
                case.spellings[change(name)] = case.town(row)
    return list(dict.fromkeys(names))


def rename_towns(case: Case, names: Mapping[str, str]) -> None:
    """Give towns other names in the whole case."""
    for _, sheet, row in case.rows():
        town = str(sheet.value(row, "town"))
        sheet.put(row, "town", names.get(town, town))
    case.villages = [Village(names.get(one.town, one.town), one.name, one.code) for one in case.villages]
    for file in case.files:
        file.encoding = "utf-8"
        stem, _, suffix = file.name.rpartition(".")
        file.name = f"{names.get(stem, stem).replace('/', '-')}.{suffix}"


# Spellings of one area.


@kind(UNCHANGED)
def spaces_in_towns(case: Case) -> Names:
    """Spaces before, behind or within the name of a town."""
    space = case.dice.choice([" ", "\u3000", "\u00a0"])
    if case.zh:
        return respelled(case, "town", lambda name: name[0] + space + name[1:])
    rename_towns(case, {"Northhill": "North Hill", "Eastbridge": "East Bridge"})
    return respelled(case, "town", lambda name: name.replace(" ", space * 2) if " " in name else f" {name}{space}")


@kind(UNCHANGED)
def spaces_in_villages(case: Case) -> Names:
    """Spaces before, behind or within the name of a village."""
    return respelled(
        case, "village", lambda name: name[0] + "　" + name[1:] if case.zh else f"{name.replace(' ', '  ')} "
    )


@kind(UNCHANGED, Base(language="zh"))
def traditional_towns(case: Case) -> Names:
    """東橋鎮 beside 东桥镇."""
    return respelled(case, "town", lambda name: name.translate(str.maketrans("岭东桥镇湾乡", "嶺東橋鎮灣鄉")))


@kind(UNCHANGED, Base(language="zh"))
def traditional_villages(case: Case) -> Names:
    """雙井村 beside 双井村."""
    return respelled(case, "village", lambda name: name.translate(str.maketrans("门长双莲滩鹭云", "門長雙蓮灘鷺雲")))


@kind(UNCHANGED, Base(language="en"))
def capitals_in_towns(case: Case) -> Names:
    """NORTHHILL beside Northhill."""
    return respelled(case, "town", case.dice.choice([str.upper, str.lower]))


@kind(UNCHANGED, Base(language="en"))
def capitals_in_villages(case: Case) -> Names:
    """OLD KILN beside Old Kiln."""
    return respelled(case, "village", case.dice.choice([str.upper, str.lower]))


@kind(UNCHANGED)
def punctuation_in_towns(case: Case) -> Names:
    """A stop, a star, a dash, a middle dot."""
    if not case.zh:
        rename_towns(case, {"Northhill": "St. Mary's", "Eastbridge": "Stratford-on-Sea"})
        return respelled(case, "town", lambda name: name.replace(".", "").replace("-", " ").replace("'", "’"))
    return respelled(case, "town", lambda name: f"{name}{case.dice.choice('.*。、')}")


@kind(UNCHANGED)
def full_width_towns(case: Case) -> Names:
    """Ｎｏｒｔｈｈｉｌｌ, or a district number in full width."""
    rename_towns(case, {"北岭镇": "第1镇", "东桥镇": "第2镇", "河湾乡": "第3乡"})
    return respelled(
        case, "town", lambda name: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in name)
    )


@kind(UNCHANGED)
def invisible_characters_in_towns(case: Case) -> Names:
    """A zero-width space, a soft hyphen or a mark of direction in the name of a town."""
    mark = case.dice.choice(["\u200b", "\u00ad", "\u200e", "\ufeff"])
    return respelled(case, "town", lambda name: name[:2] + mark + name[2:])


@kind(UNCHANGED, Base(language="en"))
def accents_in_two_forms(case: Case) -> Names:
    """Peñón with composed and with combining accents."""
    rename_towns(case, {"Northhill": "Peñón", "Eastbridge": "São João", "Riverside": "Bjørkås", "Westmarsh": "Łódź"})
    return respelled(case, "town", lambda name: unicodedata.normalize("NFD", name))


# Names that differ and must stay apart.


@kind(UNCHANGED)
def numbers_with_separators(case: Case) -> Names:
    """Zone 1-2 and Zone 12 are two towns."""
    towns = list(dict.fromkeys(village.town for village in case.villages))
    names = ["第1-2区", "第12区", "第1.2区"] if case.zh else ["Zone 1-2", "Zone 12", "Zone 1/2"]
    rename_towns(case, dict(zip(towns, names, strict=False)))
    return names


@kind(UNCHANGED)
def villages_with_numbers(case: Case) -> Names:
    """Ward 1-1 and Ward 11 are two villages of one town."""
    names = ["第1-1组", "第11组", "第1组", "第111组"] if case.zh else ["Ward 1-1", "Ward 11", "Ward 1", "Ward 111"]
    new: list[str] = []
    towns: dict[str, int] = {}
    for village in case.villages:
        number = towns[village.town] = towns.get(village.town, -1) + 1
        new.append(names[number])
    for _, sheet, row in case.rows():
        sheet.put(row, "village", new[where(row)[0]])
    return names


@kind(UNCHANGED)
def namesakes_in_two_towns(case: Case) -> Names:
    """Two towns have a village of the same name."""
    names = ["新村", "中村", "上村", "下村"] if case.zh else ["Newton", "Middleton", "Upton", "Lower End"]
    towns: dict[str, int] = {}
    new = []
    for village in case.villages:
        number = towns[village.town] = towns.get(village.town, -1) + 1
        new.append(names[number])
    for _, sheet, row in case.rows():
        sheet.put(row, "village", new[where(row)[0]])
    return names


@kind(UNCHANGED, Base(split="town", code_column=False, plain=True, month_column=True))
def namesakes_in_the_files_of_towns(case: Case) -> Names:
    """The same, and the town stands only in the name of the file."""
    names = namesakes_in_two_towns(case)
    for file in case.files:
        file.sheet.drop("town")
    return [*names, *(file.name for file in case.files), "town", "乡镇"]


@kind(UNCHANGED, Base(split="town", plain=True, month_column=True))
def town_only_in_the_name_of_the_file(case: Case) -> Names:
    """The town stands only in the name of the file."""
    for file in case.files:
        file.sheet.drop("town")
    return [*(file.name for file in case.files), "town", "乡镇"]


@kind(UNCHANGED, Base(split="town", plain=True, month_column=True))
def town_only_in_the_folder(case: Case) -> Names:
    """The town stands only in the name of the folder."""
    for file in case.files:
        town = case.town(file.sheet.data[0])
        file.sheet.drop("town")
        file.name = f"{town}/{case.word('return', '报表')}.{file.form}"
    return [*(file.name for file in case.files), "town", "乡镇"]


@kind(UNCHANGED, Base(split="town", plain=True, month_column=True))
def town_only_in_the_title(case: Case) -> Names:
    """The town stands only above the table."""
    for number, file in enumerate(case.files):
        town = case.town(file.sheet.data[0])
        file.sheet.drop("town")
        file.sheet.titles = [[f"填报单位：{town}" if case.zh else f"Reporting unit: {town}"]]
        file.name = f"{case.word('return', '报表')}{number}.{file.form}"
    return [*(village.town for village in case.villages), "town", "乡镇"]


@kind(UNCHANGED, Base(plain=True))
def village_name_in_front_of_others(case: Case) -> Names:
    """Stone, Stone Gate and Stone Ridge are three villages."""
    names = (
        ["石桥", "石桥上村", "石桥下村", "石桥新村"] if case.zh else ["Stone", "Stone Gate", "Stone Ridge", "Stone End"]
    )
    town = case.villages[0].town
    new = dict(zip([number for number, one in enumerate(case.villages) if one.town == town], names, strict=False))
    for _, sheet, row in case.rows():
        if where(row)[0] in new:
            sheet.put(row, "village", new[where(row)[0]])
    return names


@kind(UNCHANGED, Base(plain=True))
def village_called_as_a_total_would_be(case: Case) -> Names:
    """A village whose name ends like a total: its figures add nothing up."""
    name = case.dice.choice(["大合计村", "小计庄"]) if case.zh else case.dice.choice(["Total Hill", "Subtotal Farm"])
    another_village(case, name, case.villages[0].town)
    return [name]


# Areas that change.


@kind(UNCHANGED)
def renamed_village(case: Case) -> Names:
    """A village has another name from some month on."""
    number = case.dice.randrange(len(case.villages))
    start = case.dice.randint(1, len(case.months) - 1)
    new = case.word("New Harbour", "新港村")
    for _, sheet, row in case.rows():
        if where(row)[0] == number and where(row)[1] >= start:
            sheet.put(row, "village", new)
    return [case.villages[number].name, new]


@kind(UNCHANGED, Base(month_column=True))
def moved_village(case: Case) -> Names:
    """A village lies in another town from some month on.

    Without a code it is one in each town; with one it is known again, and all its months are counted where it lies now.
    """
    number = case.dice.randrange(len(case.villages))
    mine = case.villages[number].town
    other = case.dice.choice([village.town for village in case.villages if village.town != mine])
    start = case.dice.randint(1, len(case.months) - 1)
    known_again = "code" in case.sheet.keys
    for month in range(0 if known_again else start, len(case.months)):
        case.towns[number, month] = other
    for _, sheet, row in case.rows():
        if where(row)[0] == number and where(row)[1] >= start:
            sheet.put(row, "town", other)
    return [case.villages[number].name, case.villages[number].code]


@kind(UNCHANGED, Base(split="one"))
def village_that_ends(case: Case) -> Names:
    """A village has no rows from some month on."""
    number = case.dice.randrange(len(case.villages))
    start = case.dice.randint(1, len(case.months) - 1)
    case.sheet.rows = [
        row
        for row in case.sheet.rows
        if row.village is not None and not (row.village == number and where(row)[1] >= start)
    ]
    for month in range(start, len(case.months)):
        for key in case.keys:
            case.figures.pop((number, month, key), None)
    return [case.villages[number].name]


def areas_file(case: Case, lines: list[str]) -> None:
    case.others["areas.csv"] = ("code,name,level,parent,aliases\n" + "".join(f"{line}\n" for line in lines)).encode()
    case.arguments += ["--areas", "areas.csv"]


@kind(UNCHANGED, Base(code_column=False))
def renamed_town_with_an_alias(case: Case) -> Names:
    """A town has another name from some month on, and the areas file says so."""
    old, new = case.villages[0].town, case.word("Harbour City", "海港镇")
    start = case.dice.randint(1, len(case.months) - 1)
    for _, sheet, row in case.rows():
        if case.town(row) == old and where(row)[1] >= start:
            sheet.put(row, "town", new)
    areas_file(case, [f",{old},town,,{new}"])
    return [old, new]


@kind(CHANGED, Base(code_column=False, split="one", month_column=True, plain=True))
def figures_under_both_names(case: Case) -> Names:
    """A village has figures under its name and under its alias in one month: given twice, or two halves?"""
    row = case.dice.choice(case.sheet.data)
    village, new = case.villages[where(row)[0]], case.word("New Harbour", "新港村")
    again = Row(list(row.cells), row.village, row.month)
    case.sheet.put(again, "village", new)
    if case.dice.random() < 0.5:
        case.sheet.put(again, "deaths", case.sheet.number(again, "deaths") + 1)
    case.sheet.rows.append(again)
    areas_file(case, [f",{village.name},village,{village.town},{new}"])
    case.unknown(row)
    return [village.name, new]


@kind(UNKNOWABLE, Base(code_column=False))
def renamed_town(case: Case) -> Names:
    """A town has another name from some month on, and nothing says that it is the same: two towns, by the files."""
    old, new = case.villages[0].town, case.word("Harbour City", "海港镇")
    start = case.dice.randint(1, len(case.months) - 1)
    for _, sheet, row in case.rows():
        if case.town(row) == old and where(row)[1] >= start:
            sheet.put(row, "town", new)
    return [old, new]


@kind(UNKNOWABLE, Base(language="zh", code_column=False))
def level_word_left_out(case: Case) -> Names:
    """北岭 beside 北岭镇: the design folds no level words, and a 北岭街道 may lie there as well."""
    return respelled(case, "town", lambda name: name[:-1])


@kind(UNKNOWABLE, Base(language="en", code_column=False))
def letters_of_another_alphabet(case: Case) -> Names:
    """A Cyrillic letter that looks like the Latin one: the design folds no look-alikes."""
    return respelled(case, "town", lambda name: name.translate(str.maketrans("aeio", "аеіо")))


@kind(UNKNOWABLE, Base(code_column=False))
def names_of_two_villages_exchanged(case: Case) -> Names:
    """From some month on two villages of two towns carry each other's names: names are all that is known of them."""
    one = 0
    other = next(number for number, village in enumerate(case.villages) if village.town != case.villages[0].town)
    start = case.dice.randint(1, len(case.months) - 1)
    for _, sheet, row in case.rows():
        village, month = where(row)
        if month >= start and village in (one, other):
            its = case.villages[other if village == one else one]
            sheet.put(row, "village", its.name)
            sheet.put(row, "town", its.town)
    return [case.villages[one].name]


# Codes.


def recoded(case: Case, change: Callable[[str], str]) -> Names:
    """Write the codes of some rows in another way."""
    chosen = some_rows(case)
    codes: list[str] = []
    for _, sheet, row in case.rows():
        if chosen(row):
            code = str(sheet.value(row, "code"))
            sheet.put(row, "code", change(code))
            codes += [code, change(code)]
    return list(dict.fromkeys(codes))


@kind(UNCHANGED, CODED)
def separators_in_codes(case: Case) -> Names:
    """990101-101-201, or with spaces."""
    mark = case.dice.choice(["-", " "])
    return recoded(case, lambda code: mark.join((code[:6], code[6:9], code[9:])))


@kind(UNCHANGED, CODED)
def codes_as_numbers_or_text(case: Case) -> Names:
    """990101101201.0, an apostrophe, a space before."""
    return recoded(
        case, case.dice.choice([lambda code: f"{code}.0", lambda code: f"'{code}", lambda code: f" {code} "])
    )


@kind(UNCHANGED, CODED)
def codes_with_an_exponent(case: Case) -> Names:
    """9.90101E+11, as a spreadsheet shows long numbers: the codes of some rows are lost, their names are there."""
    return [*recoded(case, lambda _: "9.90101E+11"), case.words["code"], "code"]


@kind(UNCHANGED, CODED)
def codes_without_their_first_zero(case: Case) -> Names:
    """Codes that begin with 0 have lost it in some rows."""
    for _, sheet, row in case.rows():
        sheet.put(row, "code", "05" + str(sheet.value(row, "code"))[2:])
    return recoded(case, lambda code: code[1:])


@kind(UNCHANGED, Base(code_column=True, month_column=True, plain=True))
def codes_missing_in_some_rows(case: Case) -> Names:
    """The cell of the code is empty in some rows; the names are there."""
    return [*recoded(case, lambda _: ""), case.words["code"], "code"]


@kind(UNCHANGED, Base(code_column=True, month_column=True, plain=True))
def code_of_another_village(case: Case) -> Names:
    """A row has the name of one village and the code of another, of another town, in one month."""
    file, sheet, row = case.dice.choice(list(case.rows()))
    village = case.villages[where(row)[0]]
    other = next(one for one in case.villages if one.town != village.town)
    sheet.put(row, "code", other.code)
    return [*file.place(row), village.name, other.code, other.name]
