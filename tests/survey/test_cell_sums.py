"""Who of a cell was drawn, where it is not printed but follows from what is."""

import pytest

from survey.cell_sums import CellSums
from survey.editions import Share


def hidden(whole: Share, *parts: Share) -> set[str]:
    """What goes of a level `A` and its factors `A1`, `A2` and so on."""
    found = CellSums()
    found.put("A", whole)
    names = [f"A{number}" for number, _ in enumerate(parts, start=1)]
    for name, share in zip(names, parts, strict=True):
        found.put(name, share)
    found.tell("A", names, apart=False)
    return {*found.hidden()}


def of(people: int, drawn: int, answers: int | None = None) -> Share:
    answers = people if answers is None else answers
    weighted = 0.5 if drawn else None
    return Share(raw=0.5, weighted=weighted, answers=answers, respondents=people, drawn=drawn)


@pytest.mark.parametrize("others", [(), (Share(),), (Share(), Share())])
def test_a_factor_goes_whose_undrawn_people_follow_whoever_else_has_nobody(
    others: tuple[Share, ...],
) -> None:
    left = hidden(of(151, 149, 129), of(100, 90), of(29, 0), *others)
    assert left == {"A2@raw", "A@raw"}


def test_of_several_factors_whose_undrawn_people_follow_one_goes() -> None:
    assert hidden(of(151, 149, 154), of(100, 90), of(29, 0), of(25, 0)) == {"A3", "A@raw"}


def test_factors_stay_where_as_many_were_not_drawn_as_may_be_told() -> None:
    assert hidden(of(151, 120, 154), of(100, 75), of(29, 0), of(25, 0)) == set()
