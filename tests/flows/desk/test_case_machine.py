"""The life of a case under random acts and jumps in time (invariants I14 and I15).

Two desks live the same life: one looks at every moment at which time does something, the other
never looks on its own. Whatever is done, both must have the same case and the same history.
"""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from flows.complaints import CATEGORIES, Category
from flows.desk.case_acts import (
    Act,
    Agreed,
    Answer,
    Ask,
    Assign,
    Close,
    DeclareConflict,
    Disagreed,
    FindConflict,
    Forward,
    Note,
    Passed,
    Recategorise,
    Release,
    Supplied,
    Take,
)
from flows.desk.case_clock import next_at
from flows.desk.case_life import decide
from flows.desk.cases import OPEN, Case, CaseRefusedError, Line, News, State
from flows.identifiers import Instant
from flows.workdays import calendar_of, deadline
from tests.flows.desk.samples import MONDAY, NEW

HOUR = 60 * 60 * 1000
CALENDAR = calendar_of(
    [date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1)], [date(2026, 3, 7)], version="2026"
)
OFFICERS = ("lan", "minh")

texts = st.sampled_from(["Chưa rõ.", " ", "a" * 1_801])
units = st.sampled_from(["west", "east", "province", None])
acts: st.SearchStrategy[Act] = st.one_of(
    st.sampled_from([Take(), Release(), Agreed(), Passed(), Answer("Xong."), Ask("Ngày nào?")]),
    st.builds(Assign, st.sampled_from(OFFICERS)),
    st.builds(Note, texts),
    st.builds(Ask, texts),
    st.builds(Answer, texts),
    st.builds(Close, texts),
    st.builds(DeclareConflict, texts),
    st.builds(FindConflict, st.sampled_from(("lan", "minh", "hoa")), texts),
    st.builds(Forward, units, st.just("Sở Y tế"), texts),
    st.builds(Recategorise, st.sampled_from([*CATEGORIES, "PA99"]), units),
    st.builds(Disagreed, texts, units),
    st.builds(Supplied, texts),
)


USUAL: dict[State, Act] = {
    "new": Take(),
    "assigned": Take(),
    "reopened": Take(),
    "in_progress": Ask("Ngày nào?"),
    "forwarded": Answer("Xong."),
}


class Desk:
    """One desk's view of the case, with all that was written and said."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.lines: list[Line] = []
        self.news: list[News] = []
        self.lived: list[Case] = [case]

    def do(self, act: Act, by: str, now: Instant) -> str | None:
        """Do it; return the key of the refusal, if it is refused."""
        before = self.case
        try:
            turn = decide(before, act, actor=by, now=now, calendar=CALENDAR)
        except CaseRefusedError as refusal:
            return refusal.key
        assert turn == decide(before, act, actor=by, now=now, calendar=CALENDAR)
        assert turn.case.lines == before.lines + len(turn.lines)
        assert turn.case.version == before.version + bool(turn.lines)
        assert turn.lines or turn.case == before
        assert before.reachable or not turn.news
        self.case = turn.case
        self.lines += turn.lines
        self.news += turn.news
        self.lived.append(turn.case)
        return None

    def look(self, now: Instant) -> None:
        """Look at each moment up to now at which time does something."""
        while (moment := next_at(self.case, CALENDAR)) is not None and moment <= now:
            assert self.do(Passed(), "clock", moment) is None
            after = next_at(self.case, CALENDAR)
            assert after is None or after > moment


class CaseLife(RuleBasedStateMachine):
    """Officers, a citizen and time, in any order."""

    @initialize(
        category=st.sampled_from(list(CATEGORIES.values())),
        promised=st.booleans(),
        reached=st.booleans(),
    )
    def open_case(self, category: Category, promised: bool, reached: bool) -> None:
        days = category.days
        due = None if days is None else deadline(CALENDAR, MONDAY, days)
        case = replace(
            NEW,
            category=category.code,
            severity=category.severity,
            restricted=category.restricted,
            owner_role=category.owner_role,
            reply_promised=promised,
            reachable=promised and reached,
            due_at=due,
        )
        self.watchful, self.sleepy, self.now = Desk(case), Desk(case), MONDAY

    @rule(hours=st.one_of(st.integers(1, 30), st.integers(200, 400)))
    def time_passes(self, hours: int) -> None:
        self.now = Instant(self.now + hours * HOUR)
        self.watchful.look(self.now)

    @rule()
    def the_case_is_led_on(self) -> None:
        """Do what usually comes next: chance alone would hardly ever get there."""
        usual = USUAL.get(self.watchful.case.state)
        if usual is not None:
            self.somebody_acts(usual, self.watchful.case.officer_id or "lan")

    @rule(act=acts, by=st.sampled_from(OFFICERS))
    def somebody_acts(self, act: Act, by: str) -> None:
        before = self.sleepy.case
        refused = self.watchful.do(act, by, self.now)
        assert self.sleepy.do(act, by, self.now) == refused
        if refused is not None:
            assert self.sleepy.case is before

    @rule()
    def the_sleepy_one_looks(self) -> None:
        self.sleepy.do(Passed(), "clock", self.now)
        assert self.sleepy.lines == self.watchful.lines
        assert self.sleepy.news == self.watchful.news
        seen = replace(self.sleepy.case, version=0)
        assert seen == replace(self.watchful.case, version=0)

    @invariant()
    def there_is_exactly_one_owner(self) -> None:
        case = self.watchful.case
        assert case.owner_role
        assert case.owner_unit_id
        if case.state in ("assigned", "in_progress"):
            assert case.officer_id
        if case.state in ("new", "reopened"):
            assert case.officer_id is None
            assert (case.state == "reopened") is (case.reopened > 0)

    @invariant()
    def what_belongs_to_a_state_is_there_in_that_state(self) -> None:
        case = self.watchful.case
        assert (case.waiting_since is not None) is (case.state == "waiting")
        assert case.answered_at is not None or case.state != "answered"
        assert case.due_at is not None or not case.reply_promised or case.category == "PA14"
        assert case.term_at <= self.now

    @invariant()
    def nothing_leaves_the_closed_state_and_only_three_ways_lead_there(self) -> None:
        closing = [line for line in self.watchful.lines if line.kind == "closed"]
        assert len(closing) == (self.watchful.case.state == "closed")
        if closing:
            assert self.watchful.lines[-1] is closing[0]
            before = next(c for c in reversed(self.watchful.lived) if c.state in OPEN)
            self.closed_rightly(closing[0], before)

    @staticmethod
    def closed_rightly(line: Line, before: Case) -> None:
        by = line.detail["by"]
        own = before.severity >= 3 and before.owner_unit_id == before.unit_id
        if by == "officer":
            confirmed = before.state == "answered" and own
            assert not before.reply_promised or before.state == "forwarded" or confirmed
        else:
            assert before.state == "answered"
            assert line.actor == ("citizen" if by == "citizen" else "clock")
            assert before.answered_at is not None
            assert by != "silence" or not own
            assert by != "silence" or int(line.detail["at"]) == deadline(
                CALENDAR, before.answered_at, 10
            )

    @invariant()
    def what_was_restricted_stays_restricted_and_what_was_promised_is_kept(self) -> None:
        for earlier, later in pairwise(self.watchful.lived):
            assert later.restricted >= earlier.restricted
            same_term = earlier.reopened == later.reopened and later.state != "forwarded"
            if same_term and earlier.waiting_since is None and earlier.due_at:
                assert later.due_at is None or later.due_at <= earlier.due_at

    @invariant()
    def each_notice_is_given_once_a_term(self) -> None:
        given: set[str] = set()
        for line in self.watchful.lines:
            if line.kind in ("reopened", "forwarded", "recategorised"):
                given.clear()
            if line.kind == "reminded":
                assert line.detail["level"] not in given
                given.add(line.detail["level"])


TestCaseLife = CaseLife.TestCase
TestCaseLife.settings = settings(
    max_examples=120, stateful_step_count=40, deadline=None, report_multiple_bugs=False
)
pytestmark = pytest.mark.timeout(120)
