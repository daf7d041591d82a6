"""Mutations of the words of headers, of their rows and of their units."""

from __future__ import annotations

from collections.abc import Callable

from tests.benchmarks.mutations.columns import BY_SEX, FEW, beside, renamed
from tests.benchmarks.mutations.honest import Base, Case
from tests.benchmarks.mutations.registry import Meaning, Names, kind

UNCHANGED, CHANGED = Meaning.UNCHANGED, Meaning.CHANGED

# Words of headers.


@kind(UNCHANGED)
def births_under_an_unknown_word(case: Case) -> Names:
    """The births stand under a word that is not known."""
    return renamed(case, "births", case.dice.choice(["产娃", "添丁"] if case.zh else ["Nacimientos", "newcomers"]))


@kind(UNCHANGED)
def births_under_a_slip(case: Case) -> Names:
    """The header of the births has a slip of the pen."""
    return renamed(case, "births", case.dice.choice(["出生入数", "出身人数"] if case.zh else ["brths", "birhts"]))


@kind(UNCHANGED)
def population_under_an_unknown_word(case: Case) -> Names:
    """The population stands under a word that is not known."""
    return renamed(case, "population", case.dice.choice(["丁口", "在册"] if case.zh else ["Einwohner", "souls"]))


@kind(UNCHANGED)
def births_without_a_header(case: Case) -> Names:
    """The header of the births is empty or a dash."""
    renamed(case, "births", case.dice.choice(["", "-"]))
    file = next(file for file in case.files if "births" in file.sheet.keys)
    line = len(file.sheet.titles) + len(file.sheet.headers)
    return [*file.line(line, file.sheet.at("births") + 1), "births", "出生"]


@kind(UNCHANGED)
def known_synonyms(case: Case) -> Names:
    """Other words of the list of headers."""
    words = {
        "births": case.dice.choice(["出生数", "本期出生人数"] if case.zh else ["Number of births", "total births"]),
        "deaths": case.dice.choice(["死亡人口", "期内死亡人数"] if case.zh else ["number of deaths", "Total deaths"]),
        "population": case.dice.choice(
            ["月末人口", "总人口"] if case.zh else ["Total population", "closing population"]
        ),
    }
    return [name for key, word in words.items() for name in renamed(case, key, word)]


@kind(UNCHANGED)
def case_width_and_spaces_of_headers(case: Case) -> Names:
    """Headers in capitals, in full width, with spaces inside."""
    changes: list[Callable[[str], str]] = [str.upper, lambda word: f"  {word} ", lambda word: word.replace("_", " ")]
    changes.append(lambda word: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in word))
    changes.append(lambda word: "　".join(word) if case.zh else word)
    change = case.dice.choice(changes)
    for file in case.files:
        file.sheet.headers[-1] = [change(word) for word in file.sheet.header]
    return ["header", *case.words.values()]


@kind(UNCHANGED, Base(language="zh"))
def traditional_headers(case: Case) -> Names:
    """Headers in traditional characters."""
    table = str.maketrans("县区乡镇码岁数亡迁总", "縣區鄉鎮碼歲數亡遷總")
    for file in case.files:
        file.encoding = "utf-8"
        file.sheet.headers[-1] = [word.translate(table) for word in file.sheet.header]
    return ["header", "出生人數", "總人口"]


@kind(UNCHANGED)
def units_and_marks_in_headers(case: Case) -> Names:
    """Units, numbers of footnotes and stars behind the words of headers."""
    marks = ["（人）", "①", "*", " (persons)", " (1)", "¹"]
    mark = case.dice.choice(marks)
    for file in case.files:
        for key in file.sheet.counts:
            file.sheet.header[file.sheet.at(key)] += mark
    return [mark.strip(), "births", "出生"]


@kind(UNCHANGED, Base(form="csv"))
def line_breaks_in_headers(case: Case) -> Names:
    """Headers broken over two lines in one cell."""
    for file in case.files:
        for key in file.sheet.counts:
            file.sheet.header[file.sheet.at(key)] += "\n(人)" if case.zh else "\n(persons)"
    return ["births", "出生", "header"]


@kind(UNCHANGED)
def two_languages_in_one_header(case: Case) -> Names:
    """Each header is a Chinese word with the English one behind it."""
    english = {"month": "Month", "county": "County", "town": "Town", "code": "Code", "village": "Village",
               "births": "Births", "deaths": "Deaths", "population": "Population"}  # fmt: skip
    chinese = {"month": "月份", "county": "县", "town": "乡镇", "code": "村代码", "village": "村",
               "births": "出生人数", "deaths": "死亡人数", "population": "总人口"}  # fmt: skip
    for file in case.files:
        sheet = file.sheet
        file.encoding = "utf-8"
        sheet.headers[-1] = [
            f"{chinese[key]} {english[key]}" if key in english else word
            for key, word in zip(sheet.keys, sheet.header, strict=True)
        ]
    return [*chinese.values(), *english.values(), "header"]


@kind(UNCHANGED)
def second_header_in_another_language(case: Case) -> Names:
    """A second row of headers repeats them in another language."""
    other = {"month": ("Month", "月份"), "county": ("County", "县"), "town": ("Town", "乡镇"), "code": ("Code", "代码"),
             "village": ("Village", "村"), "births": ("Births", "出生数"), "births_male": ("Boys", "男婴"),
             "births_female": ("Girls", "女婴"), "deaths": ("Deaths", "死亡数"), "migration_in": ("Moved in", "迁入"),
             "migration_out": ("Moved out", "迁出"), "population": ("Population", "总人口")}  # fmt: skip
    for file in case.files:
        file.encoding = "utf-8"
        file.sheet.headers.append([other[key][0 if case.zh else 1] for key in file.sheet.keys])
    return ["header", *case.file.line(len(case.sheet.titles) + 2)]


@kind(UNCHANGED)
def numbers_of_columns_below(case: Case) -> Names:
    """A row below the header numbers the columns."""
    for file in case.files:
        areas = len(file.sheet.keys) - len(file.sheet.counts)
        numbers = [str(number) for number in range(1, len(file.sheet.counts) + 1)]
        letters = ["甲", "乙", "丙", "丁", "戊"] if case.zh else ["A", "B", "C", "D", "E"]
        file.sheet.headers.append([*letters[:areas], *numbers])
    return ["header", *case.file.line(len(case.sheet.titles) + 2)]


@kind(UNCHANGED, Base(keys=FEW))
def note_below_the_header(case: Case) -> Names:
    """A row below the header holds one cell with a note."""
    note = case.word("Enter the number of the month", "请填写本月数字")
    for file in case.files:
        cells = [""] * len(file.sheet.keys)
        cells[file.sheet.at(file.sheet.counts[-1])] = note
        file.sheet.headers.append(cells)
    return [note, *case.file.line(len(case.sheet.titles) + 2)]


@kind(UNCHANGED, Base(keys=BY_SEX, plain=True))
def births_by_sex_in_groups(case: Case) -> Names:
    """Births are a group of total, male and female, in two rows of headers."""
    for file in case.files:
        sheet = file.sheet
        if "births" not in sheet.keys:
            continue
        below = [""] * len(sheet.keys)
        words = ("合计", "男", "女") if case.zh else ("Total", "Male", "Female")
        for key, word in zip(("births", "births_male", "births_female"), words, strict=True):
            below[sheet.at(key)] = word
            sheet.header[sheet.at(key)] = (case.words["births"]) if key == "births" else ""
        sheet.headers.append(below)
    return [case.words["births"], case.word("Male", "男")]


@kind(UNCHANGED, Base(keys=FEW, plain=True))
def births_of_migrants_in_a_group(case: Case) -> Names:
    """A group of migrants stands beside, with births and deaths of its own."""
    for file in case.files:
        sheet = file.sheet
        above = list(sheet.header)
        for number, key in enumerate(("births", "deaths")):
            sheet.add(len(sheet.keys), f"migrant {key}", case.words[key], lambda _: case.dice.randint(0, 3))
            above.append("" if number else case.word("Migrants", "流入人口"))
        below = ["" if number < len(above) - 2 else word for number, word in enumerate(sheet.header)]
        sheet.headers = [above, below]
    return [case.word("Migrants", "流入人口")]


@kind(CHANGED, Base(keys=FEW))
def births_twice_and_different(case: Case) -> Names:
    """Two columns are headed births, with different figures."""
    for _, sheet, row in case.rows():
        if "births" in sheet.keys:
            case.unknown(row, "births")
    header = case.words["births"]
    return beside(case, header, lambda sheet, row: sheet.number(row, "births") + 1, "births")


@kind(UNCHANGED, Base(keys=FEW))
def births_twice_and_equal(case: Case) -> Names:
    """Two columns are headed births, with the same figures."""
    return beside(case, case.words["births"], lambda sheet, row: sheet.number(row, "births"), "births")


@kind(UNCHANGED)
def columns_in_another_order(case: Case) -> Names:
    """The columns stand in any order."""
    for file in case.files:
        file.sheet.order(case.dice.sample(file.sheet.keys, len(file.sheet.keys)))
    return ["header"]


@kind(UNCHANGED, Base(plain=True))
def header_far_down(case: Case) -> Names:
    """Twenty to fifty lines of explanation stand above the header."""
    line = case.word("How the form is filled in", "填表说明：请如实填写")
    for file in case.files:
        file.sheet.titles = [[f"{line} ({number})"] for number in range(case.dice.randint(20, 50))]
    return ["header"]


@kind(UNCHANGED)
def town_under_an_unknown_word(case: Case) -> Names:
    """The towns stand under a word that is not known."""
    return [*renamed(case, "town", case.word("Distrikt", "片区")), "--by town"]


# Units.


@kind(UNCHANGED, Base(keys=FEW))
def population_in_ten_thousands(case: Case) -> Names:
    """The header says ten thousands, or thousands, and the figures are given so."""
    size, header = case.dice.choice(
        [(10_000, "总人口（万人）"), (10_000, "期末总人口(万)")]
        if case.zh
        else [(1000, "Population (thousands)"), (1000, "Population in thousands"), (1000, "population ('000)")]
    )
    for _, sheet, row in case.rows():
        if "population" in sheet.keys:
            sheet.put(row, "population", f"{sheet.number(row, 'population') / size:.4f}".rstrip("0").rstrip("."))
    for file in case.files:  # totals as the others
        for row in file.sheet.rows:
            if row.village is None and "population" in file.sheet.keys and len(row.cells) == len(file.sheet.keys):
                file.sheet.put(row, "population", f"{file.sheet.number(row, 'population') / size:.4f}")
    return [*renamed(case, "population", header), "万", "thousand", "000"]


@kind(UNCHANGED, Base(keys=("population",), split="one", plain=True))
def thousands_in_a_line_above(case: Case) -> Names:
    """A line above the header says the unit of all figures."""
    size, line = case.dice.choice(
        [(10_000, "单位：万人")]
        if case.zh
        else [(1000, "Thousands"), (1000, "Population in thousands"), (1000, "Unit: thousand persons")]
    )
    case.sheet.titles = [[line]]
    for _, sheet, row in case.rows():
        sheet.put(row, "population", f"{sheet.number(row, 'population') / size:.4f}".rstrip("0").rstrip("."))
    return [line, "thousand", "万"]


@kind(UNCHANGED, Base(keys=("population",), plain=True))
def thousands_in_a_column(case: Case) -> Names:
    """A column called unit says thousands on every row, and the figures are given so."""
    size, word = (10_000, "万人") if case.zh else (1000, "thousands")
    for _, sheet, row in case.rows():
        sheet.put(row, "population", f"{sheet.number(row, 'population') / size:.4f}".rstrip("0").rstrip("."))
    return [*beside(case, case.word("unit", "单位"), lambda *_: word), word]


@kind(UNCHANGED, Base(keys=("population",), plain=True, split="one"))
def whole_thousands_in_a_line_above(case: Case) -> Names:
    """The same with people in whole thousands: nothing in the figures shows that they are not persons."""
    people = 1000 if not case.zh else 10_000
    for _, sheet, row in case.rows():
        thousands = case.dice.randint(2, 60)
        sheet.put(row, "population", thousands)
        case.says(row, "population", thousands * people)
    line = "单位：万人" if case.zh else case.dice.choice(["Thousands", "in thousands", "(figures in thousands)"])
    case.sheet.titles = [[line]]
    return [line, "thousand", "万"]
