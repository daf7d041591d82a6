"""What compute and check say unasked: how much the cheap checks of `validate` find, in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from popcalc.areas import Areas
from popcalc.definitions.catalogue import Catalogue
from popcalc.errors import Notice
from popcalc.language import Text, plural, text
from popcalc.periods import Calendar, Run
from popcalc.quality.causes import without_explained
from popcalc.quality.cheap import CHEAP
from popcalc.quality.far_dates import dates_of
from popcalc.quality.findings import ERROR, EVERYWHERE, SEVERITIES, WARNING, Finding
from popcalc.quality.material import Material
from popcalc.quality.rule_words import rule_words
from popcalc.village_months import VillageMonths

NAMED = 4
"""So many kinds of findings are named."""

WRONG: Mapping[str, Text] = {
    "FAR_DATE": text("rows are dated far from all others"),
    "PART_ABOVE_WHOLE": text("a part is larger than its whole"),
    "LOOKS_CUMULATIVE": text("figures look cumulative, from the start of the year to date"),
    "SENT_TWICE": text("figures stand again under another date"),
    "MORE_THAN_PEOPLE": text("more births or deaths than people"),
}
"""What is wrong, by the codes of the cheap checks; those of the catalogue's rules say it themselves."""


def unasked(table: VillageMonths, catalogue: Catalogue, calendar: Calendar, command: str) -> list[Notice]:
    """Return one notice when the cheap checks find an error or a warning in the counts that were read, else none.

    `command` is the command line that lists what they find.
    """
    material = Material(table, catalogue, dates_of(table, catalogue).span, calendar)
    wrong = [one for check in CHEAP for one in check(material) if one.severity in (ERROR, WARNING)]
    found = without_explained(wrong, material) if wrong else []
    if not found:
        return []
    kinds: dict[tuple[int, str], list[Finding]] = {}
    for one in sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.start)):
        kinds.setdefault((SEVERITIES.index(one.severity), one.code), []).append(one)
    named = [_kind(same, table.areas, catalogue, calendar) for _, same in sorted(kinds.items(), key=_most_first)]
    sentence = text(
        "{found} in these counts: {kinds}; `{command}` lists them",
        found=_numbers(found),
        kinds=(*named[:NAMED], *([text("{more} more kinds", more=len(named) - NAMED)] if named[NAMED:] else [])),
        command=command,
    )
    return [Notice("FOUND_UNASKED", sentence)]


def _most_first(kind: tuple[tuple[int, str], Sequence[Finding]]) -> tuple[int, int, str]:
    (severity, code), same = kind
    return severity, -len(same), code


def _numbers(found: Sequence[Finding]) -> Text:
    errors = sum(one.severity == ERROR for one in found)
    warnings = len(found) - errors
    words = [
        *([plural(errors, "{count} error", "{count} errors")] if errors else []),
        *([plural(warnings, "{count} warning", "{count} warnings")] if warnings else []),
    ]
    return words[0] if len(words) == 1 else text("{errors} and {warnings}", errors=words[0], warnings=words[1])


def _kind(same: Sequence[Finding], areas: Areas, catalogue: Catalogue, calendar: Calendar) -> Text:
    """Return what is wrong and where it is first: `more births or deaths than people (3 times, first Ford 2013-06)`."""
    first = same[0]
    what = WRONG.get(first.code) or text(
        "{rule} does not hold", rule=rule_words(catalogue.identities[first.code.lower()])
    )
    period = calendar.label_of(Run(first.start, first.end))
    area = "" if first.area == EVERYWHERE else f"{areas.names[first.area]} "
    return plural(
        len(same),
        "{what} ({area}{period})",
        "{what} ({count} times, first {area}{period})",
        what=what,
        area=area,
        period=period,
    )
