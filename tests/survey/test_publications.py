"""Reports in random order tell of nobody, among them those that once did."""

from collections.abc import Callable, Iterable, Sequence

import pytest

from survey import withholding_joint
from survey.editions import Edition
from survey.withholding_answers import Answers
from survey.withholding_joint import Said
from tests.survey.crowded import Crowd
from tests.survey.listened import told_by_answers
from tests.survey.publications import BY_SUMS, crowds_of, found_in

WAYS = pytest.mark.parametrize("by", [told_by_answers, BY_SUMS], ids=["answers", "sums"])


@WAYS
@pytest.mark.parametrize("number", [25, 27, 32, 57, 99, 174])
def test_a_publication_that_told_of_somebody_tells_of_nobody(
    number: int, by: Callable[[Sequence[Crowd]], list[Said]]
) -> None:
    assert found_in(number, by=by) == []


@pytest.mark.parametrize("number", [284, 576])
def test_what_sums_do_not_tell_answers_do(number: int) -> None:
    assert found_in(number, 2, BY_SUMS)
    assert found_in(number, 2) == []


def test_pairs_of_reports_tell_of_nobody() -> None:
    assert [number for number in range(120) if found_in(number, 2)] == []


def test_pairs_of_reports_of_more_people_than_can_be_looked_at_tell_of_nobody() -> None:
    assert [number for number in range(30) if found_in(number, 2, BY_SUMS)] == []


def test_reports_by_their_answers_keep_more_figures() -> None:
    kept, kept_by_sums = 0, 0
    for number in range(8):
        crowds = crowds_of(number)
        kept += shown(crowds, (one.edition for one in told_by_answers(crowds)))
        kept_by_sums += shown(crowds, (one.edition for one in BY_SUMS(crowds)))
    assert kept > 2 * kept_by_sums


def shown(crowds: Iterable[Crowd], editions: Iterable[Edition]) -> int:
    """How many different sums some editions tell."""
    return sum(len({*one.shown(edition)}) for one, edition in zip(crowds, editions, strict=True))


def test_it_tells_of_somebody_when_nothing_between_reports_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(withholding_joint._Joint, "_put_between", lambda *_: None)
    assert found_in(43, by=BY_SUMS)


def test_it_tells_of_somebody_when_what_reports_withheld_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(withholding_joint._Joint, "_put_real", lambda *_: None)
    assert found_in(174, by=BY_SUMS)


def test_it_tells_of_somebody_when_units_are_not_looked_at_that_may_report_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = Answers.by
    monkeypatch.setattr(
        Answers,
        "by",
        lambda *given: {name: own for name, own in known(*given).items() if name != "unit"},
    )
    assert any(found_in(number) for number in (6, 7))
