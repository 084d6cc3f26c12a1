"""What a response counts as: who it is from, what it rated, and what of it is left out."""

import pytest
from msgspec.structs import replace

from bot.counting import weight_in
from bot.figures.reading import counted_of
from flows.identifiers import Instant
from flows.session import Answer
from flows.time_units import DAY
from storage.figure_records import Facts
from tests.bot.figures.history import BEGIN, FORMS, NEWEST

FACTS = Facts(
    response_id="r1", outcome="valid", form="mc", version=NEWEST["mc"], session_id="s1",
    channel="web", started_at=Instant(BEGIN + 40 * DAY), unit_id="u1", place_id=None,
    counter_id=None, procedure=None, commune=None, kind="personal", issued_at=BEGIN,
    period_from=None, period_to=None, campaign_id=None, person=None, group_id=None,
    stratum_unit=None, stratum_area=None, stratum_mode=None, area=None, mode=None, evidence=1,
    called=None,
)  # fmt: skip
MC = FORMS["mc", NEWEST["mc"]]
UXA = FORMS["uxa", NEWEST["uxa"]]


@pytest.mark.parametrize(
    ("facts", "respondent"),
    [
        (FACTS, "s:s1"),
        (replace(FACTS, session_id=None), "r:r1"),
        (replace(FACTS, channel="kiosk"), "r:r1"),
        (replace(FACTS, kind="assisted"), "r:r1"),
    ],
    ids=["session", "nobody", "kiosk", "assisted"],
)
def test_who_it_is_from_is_what_is_known(facts: Facts, respondent: str) -> None:
    assert counted_of(facts, MC, None, None).respondent == respondent


def test_a_person_is_known_within_a_month_and_a_unit_only() -> None:
    person = replace(FACTS, person="ab12")
    same = replace(person, response_id="r2", session_id="s2")
    later = replace(person, issued_at=Instant(BEGIN + 31 * DAY))
    elsewhere = replace(person, unit_id="u2")
    names = [counted_of(one, MC, None, None).respondent for one in (person, later, elsewhere)]
    assert counted_of(same, MC, None, None).respondent == names[0]
    assert len({*names}) == 3
    assert not any("ab12" in name for name in names)


def test_who_it_is_from_stays_when_numbers_are_forgotten() -> None:
    before = counted_of(replace(FACTS, person="ab12"), MC, None, None)
    assert counted_of(FACTS, MC, None, before).respondent == before.respondent


def test_it_belongs_to_the_day_its_form_was_issued() -> None:
    found = counted_of(replace(FACTS, kind="personal"), MC, None, None)
    assert (found.day, found.served_from) == ("2026-01-05", "2026-02-14")


def test_only_what_figures_ask_for_is_kept() -> None:
    answers = {"MC1": 5, "MC2": "na", "MC3": 7, "G9": 4, "L1_B1": "waiting", "D2": "from_18",
               "gone": 3, "N1": "paperwork", "O1": "nhanh hơn"}  # fmt: skip
    found = counted_of(replace(FACTS, answers=answers), MC, "o1", None)
    assert found.ratings == {"B1/MC1": 5, "csat/G9": 4}
    assert found.choices == {"L1_B1": "waiting", "N1": "paperwork"}
    assert found.audience == "citizen"
    assert found.labels == {"form": "mc", "officer": "o1", "channel": "web", "evidence": "V1"}


def test_faces_are_no_ratings_and_steps_stand_beside_the_index() -> None:
    kiosk = FORMS["kiosk", NEWEST["kiosk"]]
    faces = counted_of(replace(FACTS, form="kiosk", answers={"KI1": 3}), kiosk, None, None)
    assert (faces.ratings, faces.choices) == ({}, {"KI1": "3"})
    step = next(one for one in UXA.questions if one.step == "log_in")
    told = {step.id: 2, "UXR1": "gave_up", "UXR3": "log_in"}
    online = counted_of(replace(FACTS, form="uxa", answers=told), UXA, None, None)
    assert online.ratings == {f"step:log_in/{step.id}": 2}
    assert (online.outcome, online.stopped_at) == ("gave_up", "log_in")


def test_a_form_about_online_steps_is_weighed_by_its_steps() -> None:
    given: dict[str, Answer] = {
        one.id: Answer("yes" if one.consent else 4) for one in UXA.questions
    }
    weight = weight_in(UXA, given, {})
    assert weight.shown >= 11
    assert weight.answered == weight.shown


@pytest.mark.parametrize(
    ("called", "is_refuted"),
    [(None, False), ("confirmed", False), ("prompted", True), ("no_transaction", True)],
)
def test_who_is_refuted_by_a_call(called: str | None, is_refuted: bool) -> None:
    assert counted_of(replace(FACTS, called=called), MC, None, None).refuted is is_refuted
