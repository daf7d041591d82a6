"""Mutations of single cells: how a figure is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.benchmarks.mutations.columns import FEW
from tests.benchmarks.mutations.honest import Base, Case, Village, where
from tests.benchmarks.mutations.registry import Meaning, Names, kind
from tests.benchmarks.mutations.tables import File, Row, Sheet, plain
from tests.benchmarks.mutations.workbooks import Cell, Held

UNCHANGED, CHANGED, UNKNOWABLE = Meaning.UNCHANGED, Meaning.CHANGED, Meaning.UNKNOWABLE
CSV, XLSX = Base(form="csv"), Base(form="xlsx")
Place = tuple[File, Sheet, Row, str]


def places(case: Case, fits: Callable[[str, int], bool] = lambda key, number: True, share: float = 0.05) -> list[Place]:
    """Draw some cells, one at least, of those with a plain figure that fits."""
    all_places = [
        (file, sheet, row, key)
        for file, sheet, row in case.rows()
        for key in sheet.counts
        if isinstance(number := sheet.value(row, key), int) and fits(key, number)
    ]
    return [place for place in all_places if case.dice.random() < share] or [case.dice.choice(all_places)]


def one(case: Case, fits: Callable[[str, int], bool] = lambda key, number: True) -> Place:
    """Draw one cell of those with a plain figure that fits."""
    return case.dice.choice(places(case, fits, share=1))


def written(chosen: Sequence[Place], form: Callable[[int], Cell]) -> Names:
    """Write these figures in another form; they are named by cell or by what stands there."""
    names: list[str] = []
    for file, sheet, row, key in chosen:
        cell = form(sheet.number(row, key))
        sheet.put(row, key, cell)
        names += [*file.place(row, key, sheet), plain(cell).strip()]
    return [name for name in names if len(name) > 1]


def unknown(case: Case, chosen: Sequence[Place], form: Callable[[int], Cell]) -> Names:
    """Write these figures so that they are no longer known."""
    names = written(chosen, form)
    for _, _, row, key in chosen:
        case.unknown(row, key)
    return names


def is_people(key: str, number: int) -> bool:
    return key == "population"


def is_event(key: str, number: int) -> bool:
    return key != "population"


def two_digits(key: str, number: int) -> bool:
    return number >= 10


# Forms of the same figure.


@kind(UNCHANGED)
def thousands_with_a_comma(case: Case) -> Names:
    """2,141"""
    return written(places(case, is_people, 0.5), lambda number: f"{number:,}")


@kind(UNCHANGED)
def thousands_with_a_dot(case: Case) -> Names:
    """2.141 in the whole column."""
    return written(places(case, is_people, 1), lambda number: f"{number:,}".replace(",", "."))


@kind(UNCHANGED)
def thousands_with_a_dot_in_some_cells(case: Case) -> Names:
    """2.141 in some cells, 2141 in the others."""
    return written(places(case, is_people, 0.2), lambda number: f"{number:,}".replace(",", "."))


@kind(UNCHANGED)
def round_thousands_with_a_dot(case: Case) -> Names:
    """2.000 beside 2.141."""
    for _, sheet, row, key in places(case, is_people, 0.3):
        number = round(sheet.number(row, key), -3)
        sheet.put(row, key, number)
        case.says(row, key, number)
    return written(places(case, is_people, 1), lambda number: f"{number:,}".replace(",", "."))


@kind(UNCHANGED)
def only_round_thousands_with_a_dot(case: Case) -> Names:
    """2.000 in every cell of the column: a whole number to whom drops zeros."""
    for _, sheet, row, key in places(case, is_people, 1):
        number = max(1000, round(sheet.number(row, key), -3))
        sheet.put(row, key, number)
        case.says(row, key, number)
    return written(places(case, is_people, 1), lambda number: f"{number:,}".replace(",", "."))


@kind(UNCHANGED)
def thousands_with_a_space(case: Case) -> Names:
    """2 141, with one of several spaces, or 2'141."""
    mark = case.dice.choice([" ", "\u00a0", "\u202f", "\u2009", "'", "’"])
    for file in case.files:
        file.encoding = "utf-8"
    return [
        *written(places(case, is_people, 0.5), lambda number: f"{number:,}".replace(",", mark)),
        "2'",
        case.words["population"],
    ]


@kind(UNCHANGED, CSV)
def decimal_comma(case: Case) -> Names:
    """2141,0 and 3,0"""
    for file in case.files:
        file.delimiter = ";"
    return written(places(case, share=0.5), lambda number: f"{number},0")


@kind(UNCHANGED, CSV)
def three_zeros_behind_a_comma(case: Case) -> Names:
    """3,000 births for 3: the same column has 2,500 nowhere."""
    for file in case.files:
        file.delimiter = ";"
    return written(places(case, is_event, 1), lambda number: f"{number},000")


@kind(UNCHANGED)
def point_zero(case: Case) -> Names:
    """12.0"""
    return written(places(case, share=0.5), lambda number: f"{number}.0")


@kind(UNCHANGED)
def full_width_digits(case: Case) -> Names:
    """２１４１"""
    return written(places(case, share=0.3), lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)))


@kind(UNCHANGED)
def digits_of_another_script(case: Case) -> Names:
    """Arabic or Devanagari digits."""
    zero = case.dice.choice([0x660, 0x966])
    for file in case.files:
        file.encoding = "utf-8"
    return written(places(case), lambda number: "".join(chr(zero + int(digit)) for digit in str(number)))


@kind(UNCHANGED, Base(language="zh"))
def chinese_numerals(case: Case) -> Names:
    """三 for 3."""
    return [
        *written(places(case, is_event), lambda number: "〇一二三四五六七八九"[number % 10]),
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "七",
    ]


@kind(UNCHANGED)
def unit_behind_the_figure(case: Case) -> Names:
    """12人, 12 persons"""
    return written(places(case), lambda number: f"{number}人" if case.zh else f"{number} persons")


@kind(UNCHANGED)
def apostrophe_before_the_figure(case: Case) -> Names:
    """'12, as spreadsheets mark text."""
    return written(places(case, share=0.3), lambda number: f"'{number}")


@kind(UNCHANGED)
def spaces_around_the_figure(case: Case) -> Names:
    """Spaces of several kinds before and behind."""
    for file in case.files:
        file.encoding = "utf-8"
    space = case.dice.choice([" ", "\u00a0", "\u3000", "\t"])
    return written(places(case, share=0.3), lambda number: f"{space}{number}{space}")


@kind(UNCHANGED)
def invisible_characters_in_the_figure(case: Case) -> Names:
    """A zero-width space or a mark of direction within the digits."""
    for file in case.files:
        file.encoding = "utf-8"
    mark = case.dice.choice(["\u200b", "\u200e", "\ufeff", "\u00ad"])
    return written(places(case), lambda number: f"{mark}{number}{mark}")


@kind(UNCHANGED)
def leading_zeros(case: Case) -> Names:
    """0012 for 12: a figure or a code."""
    return written(places(case), lambda number: f"00{number}")


# Marks that must not become digits.


@kind(UNCHANGED)
def footnote_marks(case: Case) -> Names:
    """12*, 12 (a), 12†: a mark behind the figure."""
    mark = case.dice.choice(["*", "†", " (a)", "#", "a"])
    for file in case.files:
        file.encoding = "utf-8"
    return written(places(case), lambda number: f"{number}{mark}")


@kind(UNCHANGED)
def footnote_numbers(case: Case) -> Names:
    """12①, 12¹, 12(1): a number of a footnote that would make 121."""
    mark = case.dice.choice(["①", "¹", "²", "(1)", "⁽¹⁾", "₁"])
    for file in case.files:
        file.encoding = "utf-8"
    names = written(places(case), lambda number: f"{number}{mark}")
    return [*names, mark]


@kind(UNCHANGED, CSV)
def small_round_digits(case: Case) -> Names:
    """⑫ for 12: one character."""
    for file in case.files:
        file.encoding = "utf-8"
    return [
        *written(places(case, lambda key, number: 0 < number <= 9), lambda number: chr(0x245F + number)),
        "①",
        "②",
        "③",
        "④",
        "⑤",
        "⑥",
        "⑦",
    ]


# Nothing, and what may be nothing.


@kind(UNCHANGED, flags=["partial", "undefined", "empty_cells"])
def nil_marks_for_zero(case: Case) -> Names:
    """A mark stands where nothing happened."""
    mark = case.dice.choice(["-", "—", "/", "…", "无", "nil", "NIL", "--", "－", "none"])
    for file in case.files:
        file.encoding = "utf-8"
    names = written(places(case, lambda key, number: number == 0, 1), lambda _: mark)
    return [*names, mark] if len(mark) > 1 else names


@kind(CHANGED, flags=["partial", "undefined", "empty_cells"])
def crosses_for_figures_not_given(case: Case) -> Names:
    """× or *** stands where a figure is kept secret."""
    mark = case.dice.choice(["×", "x", "***", "..", "s", "(D)"])
    return unknown(case, places(case, lambda key, number: number > 0), lambda _: mark)


@kind(UNCHANGED, flags=["partial", "undefined", "empty_cells"])
def blanks_for_zero(case: Case) -> Names:
    """The clerk leaves a cell empty where nothing happened; some zeros are written."""
    names = written(places(case, lambda key, number: number == 0 and key != "population", 0.6), lambda _: "")
    return [*names, "empty", "blank"]


@kind(UNCHANGED, flags=["partial", "undefined", "empty_cells"])
def blanks_for_every_zero(case: Case) -> Names:
    """No zero is written in the whole file."""
    names = written(places(case, lambda key, number: number == 0 and key != "population", 1), lambda _: "")
    return [*names, "empty", "blank"]


@kind(CHANGED, flags=["partial", "undefined", "empty_cells"])
def empty_population(case: Case) -> Names:
    """A population is not given."""
    return unknown(case, places(case, is_people, 0.03), lambda _: "")


@kind(CHANGED, flags=["partial", "undefined", "empty_cells"])
def words_for_nothing_known(case: Case) -> Names:
    """NA, N/A, null, 未报, not reported"""
    word = case.dice.choice(["未报", "暂缺", "NA"] if case.zh else ["NA", "N/A", "null", "n.d.", "not reported"])
    return unknown(case, places(case, lambda key, number: number > 0, 0.03), lambda _: word)


@kind(UNCHANGED)
def the_letter_o_for_zero(case: Case) -> Names:
    """The letter O, or 1O with one."""
    names = written(places(case, lambda key, number: "0" in str(number)), lambda number: str(number).replace("0", "O"))
    return [*names, "“O”"]


# Cells that are no count.


def no_count(
    name: str,
    form: Callable[[int], Cell],
    about: str,
    base: Base | None = None,
    fits: Callable[[str, int], bool] = lambda key, number: True,
) -> None:
    """List a kind that writes one cell so that it is no count."""

    def change(case: Case) -> Names:
        return unknown(case, [one(case, fits)], form)

    change.__name__, change.__doc__ = name, about
    kind(CHANGED, base)(change)


no_count("minus_before_the_figure", lambda number: f"-{number + 1}", "A count below zero.")
no_count("figure_in_brackets", lambda number: f"({number + 1})", "(3): below zero to accountants.")
no_count("per_cent_behind_the_figure", lambda number: f"{number + 1}%", "A count with a per cent sign.")
no_count("half_a_person", lambda number: f"{number}.5", "A count with a fraction.")
no_count("circa_before_the_figure", lambda number: f"约{number}", "About so many.", Base(language="zh"))
no_count("tilde_before_the_figure", lambda number: f"~{number}", "About so many.")
no_count("fewer_than", lambda number: "<5", "<5: suppressed.", fits=is_event)
no_count("more_than", lambda number: f">{number}", "More than so many.")
no_count("question_mark_behind", lambda number: f"{number}?", "A figure in doubt.")
no_count("two_figures_in_a_cell", lambda number: f"{number}+2", "A sum that is not done.")
no_count("range_in_a_cell", lambda number: f"{number}-{number + 2}", "From so many to so many.")
no_count("figure_over_figure", lambda number: f"{number}/{number + 3}", "Done of due.")
no_count("figure_and_rate", lambda number: f"{number} (12.4)", "A figure with its rate.")
no_count("sentence_in_a_cell", lambda number: "see note", "Words instead of a figure.")
no_count("letter_in_a_figure", lambda number: f"{number}l", "The letter l for 1.")
no_count(
    "broken_thousands",
    lambda number: f"{str(number)[:2]},{str(number)[2:]}",
    "21,41: a comma where no thousands are.",
    fits=is_people,
)
no_count("figure_of_an_exponent", lambda number: f"{number:.1E}", "2.1E+03: digits are lost.", fits=is_people)
no_count("date_made_of_a_figure", lambda number: "2-Mar", "A spreadsheet made a date of it.", fits=is_event)
no_count("figure_too_large", lambda number: "99999999999999999999", "More people than there are.", fits=is_people)
no_count(
    "replacement_character",
    lambda number: f"{number}\ufffd",
    "A damaged character behind the figure.",
    Base(language="en"),
)
no_count("error_of_a_formula", lambda number: Held("#DIV/0!", error=True, formula="1/0"), "A formula that fails.", XLSX)
no_count(
    "formula_without_a_result",
    lambda number: Held("", formula="SUM(Z1:Z2)"),
    "A formula whose result was never saved.",
    XLSX,
)
no_count("format_that_hides_a_fraction", lambda number: Held(number + 0.4, "0"), "12.4 that is shown as 12.", XLSX)
no_count("format_in_thousands", lambda number: Held(number, "#,##0,"), "2141 that is shown as 2.", XLSX, is_people)
no_count(
    "format_with_zeros_behind", lambda number: Held(number + 1, '0"000"'), "3 that is shown as 3000.", XLSX, is_event
)
no_count("format_in_per_cent", lambda number: Held(number + 1, "0%"), "3 that is shown as 300%.", XLSX, is_event)
no_count("format_that_shows_nothing", lambda number: Held(number + 1, ";;;"), "3 that is not shown.", XLSX)
no_count(
    "format_of_a_date",
    lambda number: Held(number + 1, "yyyy-mm-dd"),
    "3 that is shown as a day of 1900.",
    XLSX,
    is_event,
)


@kind(CHANGED, CSV)
def thousands_comma_without_quotes(case: Case) -> Names:
    """1,234 stands without quotes and is two cells."""
    for file in case.files:
        file.delimiter, file.ragged = ",", True
    chosen = places(case, is_people, 0.3)
    for _, sheet, row, key in chosen:
        number, at = sheet.number(row, key), sheet.at(key)
        row.cells[at : at + 1] = [str(number // 1000), f"{number % 1000:03}"]
        case.unknown(row)
    return [name for file, _, row, _ in chosen for name in file.place(row)]


@kind(CHANGED, Base(form="csv", split="one"))
def every_thousands_comma_without_quotes(case: Case) -> Names:
    """The same in every row: each has one cell more than the header."""
    case.file.delimiter, case.file.ragged = ",", True
    for row in case.sheet.data:
        number, at = case.sheet.number(row, "population"), case.sheet.at("population")
        row.cells[at : at + 1] = [str(number // 1000), f"{number % 1000:03}"]
        case.unknown(row)
    return [name for row in case.sheet.data for name in case.file.place(row)]


# Cells of workbooks.


@kind(UNCHANGED, XLSX)
def formulas_with_results(case: Case) -> Names:
    """Figures are the saved results of formulas."""
    return written(places(case, share=0.5), lambda number: Held(number, formula=f"{number}+0"))


@kind(UNCHANGED, XLSX)
def harmless_formats(case: Case) -> Names:
    """Number formats that show the number: with thousands separators, colours, units."""
    form = case.dice.choice(["#,##0", "[Red]0", "0", "0.0", "@", "#,##0;[Red]-#,##0", "_(* #,##0_)", '0"人"'])
    return written(places(case, share=1), lambda number: Held(number, form))


@kind(UNCHANGED, XLSX)
def numbers_as_text(case: Case) -> Names:
    """Figures are texts."""
    return written(places(case, share=1), str)


@kind(UNCHANGED, XLSX)
def noise_of_floating_point(case: Case) -> Names:
    """12.000000000000002, as sums of fractions leave it."""
    return written(places(case, lambda key, number: number > 0), lambda number: Held(number + 2e-10))


# What no reader could know.


@kind(UNKNOWABLE)
def digits_swapped(case: Case) -> Names:
    """2411 for 2141: as honest a figure as the right one; `validate` may find the leap."""
    return written(
        [one(case, is_people)], lambda number: int(str(number)[0] + str(number)[2] + str(number)[1] + str(number)[3:])
    )


@kind(UNKNOWABLE, Base(keys=FEW))
def figures_of_two_villages_swapped(case: Case) -> Names:
    """The figures of two villages of two towns stand in each other's rows in one month."""
    file, sheet, row, _ = one(case)
    other = next((one for one in sheet.data if one.month == row.month and case.town(one) != case.town(row)), row)
    for key in sheet.counts:
        mine, its = sheet.value(row, key), sheet.value(other, key)
        sheet.put(row, key, its)
        sheet.put(other, key, mine)
    return [*file.place(row), *file.place(other)]


@kind(UNKNOWABLE, Base(keys=FEW))
def births_and_deaths_swapped(case: Case) -> Names:
    """The births of a month stand under deaths and the reverse."""
    for _, sheet, row in case.rows():
        if row.month == 1 and "births" in sheet.keys:
            births, deaths = sheet.value(row, "births"), sheet.value(row, "deaths")
            sheet.put(row, "births", deaths)
            sheet.put(row, "deaths", births)
    return ["deaths"]


@kind(UNKNOWABLE, Base(keys=FEW, plain=True, split="one"))
def row_left_out_from_the_start(case: Case) -> Names:
    """A village that no file of the data set ever mentions."""
    number = len(case.villages)
    case.villages.append(Village(case.villages[0].town, "Lost Hamlet", "990101101298"))
    for month in range(len(case.months)):
        case.figures[number, month, "births"] = 2
    return [str(where(case.sheet.data[0])[0])]
