"""Reports that were issued one after the other tell together of nobody under ten."""

import random
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from survey import withholding_joint
from survey.editions import Edition
from survey.withholding import withheld_edition
from survey.withholding_joint import Drift, Said, drifts
from survey.withholding_pieces import nested, pieces
from survey.withholding_regions import Placed, is_within, region_of
from tests.survey.attackers import reckoned
from tests.survey.crowded import MONTHS, NOW, UNITS, Crowd, crowd

BELOW = {None: frozenset(UNITS)} | {unit: frozenset({unit}) for unit in UNITS}
REPORTS = ((MONTHS[:3], None), (NOW, "b"), (NOW, None), (NOW, "a"), (MONTHS, None), (MONTHS, "a"))


def issued(crowds: Sequence[Crowd], *, together: bool) -> list[Said]:
    """The editions of some reports, issued in this order."""
    found: list[Said] = []
    for number, one in enumerate(crowds):
        between = _between(crowds[: number + 1])
        left = (withheld_edition(one.edition, found, BELOW, between) if together
                else withheld_edition(one.edition))  # fmt: skip
        found.append(Said(name=str(number), edition=left))
    return found


def _between(crowds: Sequence[Crowd]) -> list[Edition]:
    """The same people's editions of the pieces that reports are made of, and of issued ones."""
    regions = [region_of(one.edition) for one in crowds]
    doubled = nested(regions, BELOW)
    return [one.edition for one in crowds[:-1] if region_of(one.edition) in doubled] + [
        crowds[0].report([one for one in MONTHS if first[:7] <= one <= last[:7]], unit).edition
        for unit, first, last in pieces(regions, BELOW)
    ]


def told(seed: int, *, together: bool, drawn: float = 0.0) -> list[int]:
    """How many answers each set is of that several reports give away of fewer than ten people."""
    people = crowd(random.Random(seed), drawn=drawn)
    crowds = [people.report(months, unit) for months, unit in REPORTS]
    said = issued(crowds, together=together)
    left = {figure for one, other in zip(crowds, said, strict=True)
            for figure in one.shown(other.edition)}  # fmt: skip
    secrets = set[int]().union(*(one.secrets for one in crowds))
    return [one.bit_count() for one in reckoned(left, secrets)]


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("seed", "drawn"), [(1, 0), (2, 0), (6, 0), (1, 0.6), (2, 0.97), (103, 0.97)]
)
def test_reports_together_give_nobody_away(seed: int, drawn: float) -> None:
    assert told(seed, together=True, drawn=drawn) == []


def test_reports_that_do_not_look_at_one_another_give_some_away() -> None:
    assert any(told(seed, together=False) for seed in (1, 2, 6))


def test_a_figure_that_lost_three_people_since_is_named() -> None:
    edition = crowd(random.Random(1), most=900).edition
    first, *rest = edition.levels
    fewer = replace(first.share, respondents=first.share.respondents - 3)
    later = replace(edition, levels=(replace(first, share=fewer), *rest))
    found = drifts(later, [Said(name="Q3", edition=edition)], BELOW)
    assert found == (Drift("Q3", "level/overall"),)


def test_a_cell_is_not_compared_with_those_of_all_other_units(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = list[str | None]()

    def counted(one: Placed, whole: Placed) -> bool:
        assert one.region.unit == whole.region.unit
        compared.append(one.region.unit)
        return is_within(one, whole)

    monkeypatch.setattr(withholding_joint, "is_within", counted)
    people = crowd(random.Random(1))
    first, *rest = (people.report(months, unit) for months, unit in REPORTS)
    said = issued(rest, together=False)
    compared.clear()
    drifts(first.edition, said, BELOW)
    assert {None, *UNITS} <= {*compared}
