"""What would make a wrong figure right."""

from __future__ import annotations

import pytest

from popcalc.audit.audit import Audit, audit
from popcalc.audit.classes import Class
from popcalc.audit.hypotheses import Hypothesis, Side, Slip
from popcalc.definitions.loading import load_catalogue
from popcalc.definitions.printed_file import assemble
from popcalc.definitions.strict_yaml import parse

CATALOGUE = load_catalogue()


def audited(*figures: str) -> Audit:
    source = "version: 1\nfigures:\n" + "".join(f"  - {{{one}}}\n" for one in figures)
    return audit(assemble(parse(source.encode(), "printed.yaml"), CATALOGUE), CATALOGUE)


INCREASE = (
    "indicator: natural_increase_rate, basis: period, counts: {births: 233, deaths: 95, population_average: 35573}"
)
COMPLIANCE = "indicator: policy_compliance_rate, printed: 85.4, counts: {births: 233, births_in_policy: 199}"


def test_ten_deaths_more_explain_the_natural_increase() -> None:
    wrong = audited(f"{INCREASE}, printed: 3.59").figures[0].wrong
    # 128 / 35,573 = 3.5982 per mille, cut off.
    assert Hypothesis(Slip.ONE_DIGIT, "deaths", "95", "105", Class.TRUNCATED) in wrong.hypotheses
    repairs = {one.side: (one.low, one.high) for one in wrong.repairs}
    assert repairs[Side.NUMERATOR] == (128, 128)
    low, high = repairs[Side.DENOMINATOR]
    assert all(round(138_000 / people, 2) == 3.59 for people in (low, high))
    assert not any(round(138_000 / people, 2) == 3.59 for people in (low - 1, high + 1))


def test_a_count_that_another_figure_confirms_comes_last() -> None:
    one = audited(f"{INCREASE}, printed: 3.59", COMPLIANCE).figures[0]
    assert [found.key for found in one.wrong.hypotheses] == ["deaths", "births"]


@pytest.mark.parametrize(
    ("printed", "counts", "expected"),
    [
        # 199 / 233 = 85.41 %
        (
            "58.41",
            "{births: 233, births_in_policy: 199}",
            Hypothesis(Slip.SWAPPED, "", "58.41", "85.41", Class.ROUNDED),
        ),
        (
            "85.47",
            "{births: 233, births_in_policy: 199}",
            Hypothesis(Slip.ONE_DIGIT, "", "85.47", "85.41", Class.ROUNDED),
        ),
        # 919 / 1,000 was meant, 199 was written.
        (
            "91.90",
            "{births: 1000, births_in_policy: 199}",
            Hypothesis(Slip.SWAPPED, "births_in_policy", "199", "919", Class.ROUNDED),
        ),
    ],
)
def test_single_slips_are_found(printed: str, counts: str, expected: Hypothesis) -> None:
    one = audited(f"indicator: policy_compliance_rate, printed: '{printed}', counts: {counts}").figures[0]
    assert one.judged.found is Class.WRONG
    assert expected in one.wrong.hypotheses


def test_a_count_taken_for_another_of_the_same_file_is_found() -> None:
    # 199 / 240, where 233 births should stand below the line.
    found = audited(
        "indicator: policy_compliance_rate, printed: 82.92, counts: {births: 233, births_in_policy: 199}",
        "indicator: health_record_rate, printed: 50, counts: {population_resident: 480, health_records: 240}",
    )
    slips = found.figures[0].wrong.hypotheses
    assert any(one.slip is Slip.OTHER_COUNT and one.key == "births" and one.other == "health_records" for one in slips)


def test_every_hypothesis_prints_the_figure() -> None:
    for one in audited(f"{INCREASE}, printed: 3.59").figures[0].wrong.hypotheses:
        counts = {"births": 233, "deaths": 95} | {one.key: int(one.instead)}
        value = 1000 * (counts["births"] - counts["deaths"]) / 35573
        assert 3.59 <= value < 3.6
