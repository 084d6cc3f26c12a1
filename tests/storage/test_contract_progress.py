"""What every database promises about following a campaign: counts, hours, where people stop."""

from datetime import date
from itertools import count
from typing import Any

from flows.identifiers import Instant, InvitationId, ResponseId
from storage.base import Storage, UnitOfWork
from storage.progress_records import Came
from survey.validity import Rules, Weight
from tests.storage.records import answer, invitation, put, response

NINE = Instant(1_767_546_000_000 + 9 * 3_600_000)  # 2026-01-05 09:00 in Vietnam
HOUR = 3_600_000
RULES, FORMS = Rules(), ("mc",)
ENOUGH = Weight(shown=3, answered=3, rated=3, lowest=3, highest=5)
_number = count(1)


async def invited(storage: Storage, campaign: str | None = "k", unit: str = "a") -> InvitationId:
    name = InvitationId(f"i{next(_number)}")
    made = invitation(
        name, kind="personal", created_at=NINE, unit_id=unit, token_hash=name, code_hash=name,
        form="mc", campaign_id=campaign,
    )  # fmt: skip
    await put(storage, lambda u: storage.invitations.add(u, made))
    return name


async def answered(
    storage: Storage, to: InvitationId, *questions: str, unit: str = "a", **changes: object
) -> None:
    """Store a response to an invitation, with these questions answered a minute apart."""
    name, work = ResponseId(f"r{next(_number)}"), UnitOfWork()
    values = {
        "state": "completed", "started_at": NINE, "completed_at": Instant(NINE + HOUR),
        "trial": False, "invitation_id": to, "invitation_kind": "personal", "unit_id": unit,
    }  # fmt: skip
    record = response(name, **{**values, **changes})
    storage.responses.add(work, record)
    for place, question in enumerate(questions):
        at = Instant(NINE + 60_000 * place)
        storage.answers.record(work, answer(question, response_id=name, at=at))
    storage.counting.weigh(work, name, ENOUGH)
    await storage.commit(work)


async def test_a_campaigns_forms_are_counted_apart(storage: Storage) -> None:
    await answered(storage, await invited(storage), "Q1")
    await invited(storage)
    await answered(storage, await invited(storage, "other"), "Q1")
    await answered(storage, await invited(storage, None), "Q1")
    groups = await storage.counting.of_campaign("k", None, RULES, FORMS)
    assert sorted((g.outcome, g.forms) for g in groups) == [("not_returned", 1), ("valid", 1)]
    assert await storage.counting.of_campaign("k", {"b"}, RULES, FORMS) == []
    assert len(await storage.counting.of_campaign("k", {"a"}, RULES, FORMS)) == 2


async def test_what_came_is_told_by_unit_channel_and_hour(storage: Storage) -> None:
    await answered(storage, await invited(storage), "Q1")
    await answered(storage, await invited(storage), "Q1", channel="telegram", state="declined")
    await answered(storage, await invited(storage, unit="b"), "Q1", unit="b", completed_at=None)
    await answered(storage, await invited(storage, "other"), "Q1")
    await answered(storage, await invited(storage), state="in_progress")  # nothing answered yet
    day = date(2026, 1, 5)
    found = await storage.progress.came("k", None, RULES, FORMS)
    assert sorted(found, key=repr) == sorted(
        [
            Came(unit_id="a", channel="web", day=day, hour=10, outcome="valid", forms=1),
            Came(unit_id="a", channel="telegram", day=day, hour=10, outcome="declined", forms=1),
            Came(unit_id="b", channel="web", day=day, hour=9, outcome="valid", forms=1),
        ],
        key=repr,
    )
    [only] = await storage.progress.came("k", {"b"}, RULES, FORMS)
    assert only.unit_id == "b"


async def test_who_corrected_an_answer_stopped_where_they_stopped(storage: Storage) -> None:
    unsent: dict[str, Any] = {"state": "stopped", "completed_at": None}
    await answered(storage, await invited(storage), "Q1", "Q2", **unsent)
    corrected = answer(
        "Q1", response_id=ResponseId(f"r{next(_number) - 1}"), at=Instant(NINE + HOUR), revision=2
    )
    await put(storage, lambda unit: storage.answers.record(unit, corrected))
    found = await storage.progress.reached("k", None, FORMS)
    assert {one.question: one.stopped for one in found} == {"Q1": 0, "Q2": 1}


async def test_who_opened_a_form_and_answered_nothing_is_counted(storage: Storage) -> None:
    left: dict[str, Any] = {"state": "in_progress", "completed_at": None}
    await answered(storage, await invited(storage), **left)
    await answered(storage, await invited(storage), "Q1", **left)
    await answered(storage, await invited(storage, "other"), **left)
    assert await storage.progress.unanswered("k", None, FORMS) == 1
    assert await storage.progress.unanswered("k", {"b"}, FORMS) == 0


async def test_where_people_stopped_is_told(storage: Storage) -> None:
    await answered(storage, await invited(storage), "Q1", "Q2", "Q3")
    unsent: dict[str, Any] = {"state": "stopped", "completed_at": None}
    await answered(storage, await invited(storage), "Q1", "Q2", **unsent)
    await answered(storage, await invited(storage), "Q1", state="in_progress", completed_at=None)
    await answered(storage, await invited(storage, "other"), "Q1", **unsent)
    found = await storage.progress.reached("k", None, FORMS)
    expected = {"Q1": (3, 1), "Q2": (2, 1), "Q3": (1, 0)}
    assert {one.question: (one.answered, one.stopped) for one in found} == expected
    assert {one.form for one in found} == {"mc"}
    assert await storage.progress.reached("k", {"b"}, FORMS) == []
