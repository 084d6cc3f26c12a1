"""The life of a report: a second person, and nothing that changes after approval."""

from collections.abc import Callable

import pytest

from survey import report_life as life
from survey.report_life import ReportLife, ReportRefusedError

WRITER, SECOND = "account:writer", "account:second"
DRAFT = ReportLife(made_at=1, made_by=WRITER, changed_at=1, changed_by=WRITER)
AWAITING = life.submitted(DRAFT)
APPROVED = life.approved(AWAITING, SECOND, 2, ())
ISSUED = life.issued(APPROVED, WRITER, 3)

Act = Callable[[ReportLife], ReportLife]
ACTS: dict[str, Act] = {
    "change": lambda one: life.changed(one, WRITER, 5),
    "submit": life.submitted,
    "approve": lambda one: life.approved(one, SECOND, 5, ()),
    "send_back": lambda one: life.sent_back(one, SECOND, "thiếu số liệu", ()),
    "issue": lambda one: life.issued(one, WRITER, 5),
    "withdraw": lambda one: life.withdrawn(one, WRITER, 5, "sai kỳ báo cáo"),
    "discard": lambda one: life.discarded(one, WRITER, 5),
}
TABLE = {
    "draft": {"change": "draft", "submit": "awaiting", "discard": "discarded"},
    "awaiting": {"change": "draft", "approve": "approved", "send_back": "draft",
                 "discard": "discarded"},
    "approved": {"change": "draft", "send_back": "draft", "issue": "issued",
                 "discard": "discarded"},
    "issued": {"withdraw": "withdrawn"},
    "withdrawn": {},
    "discarded": {},
}  # fmt: skip
LIVES = {
    "draft": DRAFT, "awaiting": AWAITING, "approved": APPROVED, "issued": ISSUED,
    "withdrawn": life.withdrawn(ISSUED, WRITER, 4, "sai kỳ báo cáo"),
    "discarded": life.discarded(DRAFT, WRITER, 4),
}  # fmt: skip


def test_who_changed_it_before_somebody_else_is_no_second_person() -> None:
    twice = life.changed(life.changed(DRAFT, SECOND, 2), "account:third", 3)
    assert twice.makers == (SECOND, "account:third")
    assert life.changed(twice, SECOND, 4).makers == twice.makers
    assert not life.may_judge(twice, SECOND, ())
    assert life.may_judge(twice, "account:fourth", ())


@pytest.mark.parametrize("state", LIVES)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_leads_where_the_table_says_or_is_refused(state: str, act: str) -> None:
    after = TABLE[state].get(act)
    if after is None:
        with pytest.raises(ReportRefusedError) as refused:
            ACTS[act](LIVES[state])
        assert refused.value.refusal == "wrong_state"
    else:
        assert ACTS[act](LIVES[state]).state == after


def refusal_of(act: Callable[[], ReportLife]) -> str:
    with pytest.raises(ReportRefusedError) as refused:
        act()
    return refused.value.refusal


@pytest.mark.parametrize(("by", "writers"), [(WRITER, set()), (SECOND, {SECOND})])
def test_whose_words_stand_in_it_is_no_second_person(by: str, writers: set[str]) -> None:
    assert refusal_of(lambda: life.approved(AWAITING, by, 2, writers)) == "own_work"
    assert refusal_of(lambda: life.sent_back(AWAITING, by, "thiếu số", writers)) == "own_work"


def test_a_change_after_approval_voids_it() -> None:
    after = life.changed(APPROVED, WRITER, 9)
    assert (after.approved_by, after.approved_at) == (None, None)


def test_nothing_is_sent_back_or_withdrawn_without_a_reason() -> None:
    assert refusal_of(lambda: life.sent_back(AWAITING, SECOND, "sai", ())) == "no_reason"
    assert refusal_of(lambda: life.withdrawn(ISSUED, SECOND, 4, "")) == "no_reason"
