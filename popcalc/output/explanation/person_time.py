"""Person-time in words: a row for the months between two month-ends, then its sums and quotients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from popcalc.explaining.facts import FigureFacts, PersonTime, Piece, StockTime
from popcalc.language import Language, Text, plural, text
from popcalc.output.explanation.arithmetic import half, person_days_of, whole, written, years, years_of
from popcalc.output.explanation.definition import AVERAGES
from popcalc.output.explanation.lines import Line
from popcalc.output.widths import pad, widest
from popcalc.periods import CALENDAR_YEAR, Run, month_label

GAP = "  "
HEADER = (text("months"), text("first"), text("last"), text("days"), text("person-days"), text("villages"))


def person_time_lines(lived: PersonTime, facts: FigureFacts, language: Language) -> Iterator[Line]:
    """Yield how long people lived, and what follows from it for the basis."""
    for stock in lived.stocks:
        yield Line(text("Person-days of {stock}", stock=stock.count.key), 1)
        if not stock.pieces:
            yield Line(text("none: no village-month has both this and the counts above"), 2)
            continue
        supplied = all(piece.supplied for piece in stock.pieces)
        yield Line(text("the average that was supplied x days") if supplied else AVERAGES[facts.average], 2)
        yield from _table(stock.pieces, language)
        yield from _bridges(stock)
        if stock.leap_pieces and facts.basis == "annual":
            yield Line(text("of these in statistical years of 366 days"), 2)
            yield from _table(stock.leap_pieces, language)
    days = half(lived.twice)
    if len(lived.stocks) > 1 or lived.stocks[0].coefficient != 1:
        yield Line(text("person-days: {sum} = {days}", sum=person_days_of(lived), days=days), 2)
    average = Fraction(lived.twice, 2 * lived.period_days)
    sentence = text(
        "average population (days of the period): {days} / {period} = {average}",
        days=days,
        period=lived.period_days,
        average=written(average),
    )
    yield Line(sentence, 2)
    if facts.coverage.reported < facts.coverage.expected and not facts.keeps_unmatched:
        yield Line(text("people count in the village-months that are reported alone, so these are not all of them"), 3)
    if facts.basis == "annual":
        yield from _years_lines(lived)


def _years_lines(lived: PersonTime) -> Iterator[Line]:
    if lived.twice_365 and lived.twice_366:
        yield Line(
            text(
                "person-days in statistical years of 365 days: {one}; of 366 days: {other}",
                one=half(lived.twice_365),
                other=half(lived.twice_366),
            ),
            2,
        )
    yield Line(
        text(
            "person-years (days of the statistical year): {years} = {number}",
            years=years_of(lived),
            number=written(years(lived)),
        ),
        2,
    )


def _table(pieces: Sequence[Piece], language: Language) -> Iterator[Line]:
    """Yield pieces of person-days, one below the other, and their sum."""
    if not pieces:
        return
    rows = [_cells(piece) for piece in pieces]
    rows.append([language(text("sum")), "", "", "", half(sum(piece.twice for piece in pieces)), ""])
    columns = [[language(name), *cells] for name, cells in zip(HEADER, zip(*rows, strict=True), strict=True)]
    wide = [widest(column) for column in columns]
    rows_of = [None, *pieces, None]
    for row, piece in zip(zip(*columns, strict=True), rows_of, strict=True):
        cells = [pad(cell, size, right=place > 0) for place, (cell, size) in enumerate(zip(row, wide, strict=True))]
        remark = _remark(piece) if piece else None
        line = GAP.join(cells)
        yield Line(text("{row}  {remark}", row=line, remark=remark) if remark else line.rstrip(), 2, whole=True)
        if piece and not piece.supplied and (piece.opens, piece.closes) != (piece.start - 1, piece.end):
            yield Line(_moments(piece), 3)


def _bridges(stock: StockTime) -> Iterator[Line]:
    """Yield the month-ends that were interpolated, each with the two that it comes from."""
    for one in stock.bridges:
        moments = (one.at, one.before, one.after)
        at, before, after = (month_label(moment) for moment, _ in moments)
        figure, first, last = (whole(value) for _, value in moments)
        village = text("{village} ({above})", village=one.village, above=one.above) if one.above else one.village
        sentence = text(
            "bridged: {village} at the end of {at} {figure}, between {first} at the end of {before} and {last} at the "
            "end of {after}",
            village=village, at=at, figure=figure, first=first, before=before, last=last, after=after,
        )  # fmt: skip
        yield Line(sentence, 2)
    if (more := stock.bridged - len(stock.bridges)) > 0:
        yield Line(plural(more, "and {count} more bridged", "and {count} more bridged"), 2)


def _cells(piece: Piece) -> list[str]:
    months = CALENDAR_YEAR.label_of(Run(piece.start, piece.end)) if piece.end >= piece.start else ""
    return [
        months,
        whole(piece.opening),
        whole(piece.closing),
        whole(piece.days),
        half(piece.twice),
        whole(piece.villages),
    ]


def _moments(piece: Piece) -> Text:
    """Return the month-ends of a piece that are not those at the two ends of its months."""
    first, last = (month_label(moment) for moment in (piece.opens, piece.closes))
    if first == last:
        return text("stocks at the end of {month}", month=first)
    return text("stocks at the end of {first} and of {last}", first=first, last=last)


def _remark(piece: Piece) -> Text | None:
    """Return what is unusual about a piece."""
    if piece.supplied:
        return text("supplied")
    if piece.bridged:
        return plural(piece.bridged, "{count} bridged", "{count} bridged")
    if piece.extrapolated:
        return plural(piece.extrapolated, "{count} held flat", "{count} held flat")
    return None
