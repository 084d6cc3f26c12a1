"""What events become: consent refused, words locked and released, a person forgotten."""

import pytest

from bot.handlers import handle
from bot.handlers.scene import Scene
from flows import events
from flows.identifiers import ComplaintId, Instant, ResponseId, SessionId
from flows.session import Frame, Session, State
from storage.base import Storage, UnitOfWork
from tests.conversations.golden import renderer
from tests.storage.records import (
    R1,
    answer,
    consent,
    inbox,
    misreading,
    outbox,
    put,
    put_each,
    response,
)

NOW = Instant(5000)
S1 = SessionId("session-1")


async def happen(
    storage: Storage,
    *happened: object,
    facts: dict[str, str] | None = None,
    finished: tuple[Frame, ...] = (),
) -> None:
    """Let the handlers write what these events say, in one transaction."""
    session = Session(S1, State.ASKING, "vi", (), facts=facts or {}, finished=finished)
    unit = UnitOfWork()
    scene = Scene(
        storage=storage,
        renderer=renderer(),
        unit=unit,
        session=session,
        channel="web",
        trial=False,
        now=NOW,
        seed=b"0" * 32,
    )
    for event in happened:
        handle(scene, event)
    await storage.commit(unit)


def submitted(**changes: object) -> events.ComplaintSubmitted:
    told: dict[str, object] = {
        "complaint_id": ComplaintId("c1"),
        "response_id": R1,
        "code": "X",
        "kind": "report",
        "category": "PA01",
        "severity": 2,
        "owner_role": "unit_head",
        "restricted": False,
        "reply_promised": True,
        "due_at": None,
        "story": "chờ lâu",
        "name": "Lan",
        "phone": "+84912345678",
    }
    return events.ComplaintSubmitted(**{**told, **changes})  # type: ignore[arg-type]


@pytest.fixture
async def told(storage: Storage) -> Storage:
    """A response with answers, a number, a transcript and a broken message."""
    whole = response(
        state="completed", code="X", completed_at=50, invitation_id="i", counter_id="2"
    )
    await put(storage, lambda u: storage.responses.add(u, whole))
    rows = [
        answer(comment="bà Lan"),
        answer("D2", value="60"),
        answer("G1", value="Lan", private=True),
    ]
    await put_each(storage, storage.answers.record, *rows)
    await put(
        storage,
        lambda u: storage.responses.consent(u, consent(given=False)),
        lambda u: storage.answers.phone_declared(u, R1, "+84912345678", "callback", NOW),
        lambda u: storage.misreadings.add(u, misreading(text="gì cơ", at=NOW)),
        lambda u: storage.outbox.add(u, outbox()),
        lambda u: storage.inbox.add(u, inbox(state="dead")),
    )
    return storage


async def sealed(storage: Storage) -> dict[str, int]:
    """Rows that still hold a person's words."""
    holding = {
        "misreadings": "SELECT count(*) FROM misreadings",
        "inbox": "SELECT count(*) FROM inbox WHERE body IS NOT NULL",
        "outbox": "SELECT count(*) FROM outbox",
        "phones": "SELECT count(*) FROM phones",
    }
    from sqlalchemy import text

    found = {name: (await storage.database.rows(text(sql)))[0][0] for name, sql in holding.items()}
    return {name: count for name, count in found.items() if count}


async def test_a_refused_second_form_leaves_the_code_of_the_first_in_sight(told: Storage) -> None:
    sent = Frame("mc", 1, ResponseId("sent"), code="X", completed=True)
    await happen(told, events.AnswersDiscarded(response_id=R1), finished=(sent,))
    assert await told.answers.history(R1) == []
    assert "outbox" in await sealed(told)


async def test_without_consent_nothing_is_kept_but_the_refusal(told: Storage) -> None:
    assert set(await sealed(told)) == {"misreadings", "inbox", "outbox", "phones"}
    await happen(told, events.AnswersDiscarded(response_id=R1))
    assert await told.answers.history(R1) == []
    assert await sealed(told) == {}
    assert await told.responses.consents(R1) == [consent(given=False)]


async def test_an_erased_person_cannot_be_found_again(told: Storage) -> None:
    await happen(told, submitted())
    wish = events.ErasureRequested(code="X", response_id=R1, personal=("D2",))
    await happen(told, wish)
    left = {a.question: (a.value, a.comment) for a in await told.answers.history(R1)}
    assert left == {"MC1": ("4", None), "G1": (None, None)}
    assert await sealed(told) == {}
    found = await told.responses.load(R1)
    assert found == response(state="erased", session_id=None, completed_at=50)
    (case,) = await told.complaints.listed()
    assert (case.story, case.name, case.phone, case.session_id) == (None, None, None, None)
    assert [e.kind for e in await told.complaints.history(case.id)] == [
        "opened",
        "erased_on_request",
    ]
    (noted,) = await told.audit.listed()
    assert (noted["action"], noted["actor"], noted["detail"]) == (
        "erased_on_request",
        "citizen",
        {},
    )
    assert noted["target"] == R1, "neither the code nor the session: those lead to the person"


async def test_a_critical_case_is_checked_to_its_end(told: Storage) -> None:
    await happen(told, submitted(severity=4, restricted=True))
    await happen(told, events.ErasureRequested(code="X", response_id=R1))
    (case,) = await told.complaints.listed()
    assert (case.story, case.name, case.phone) == ("chờ lâu", None, None)


async def test_words_are_locked_and_released(told: Storage) -> None:
    await happen(told, events.ResponseRestricted(response_id=R1, kind="formal_complaint"))
    locked = await told.responses.load(R1)
    assert locked is not None
    assert locked.restricted == "formal_complaint"
    await happen(told, events.ResponseReleased(response_id=R1))
    released = await told.responses.load(R1)
    assert released is not None
    assert released.restricted is None


@pytest.mark.parametrize(
    ("changes", "owner"),
    [
        ({}, "u1"),
        ({"severity": 4}, "root"),
        ({"severity": 4, "restricted": True}, "root"),
        ({"severity": 2, "restricted": True}, "root"),
    ],
)
async def test_what_sounds_like_a_denunciation_goes_to_the_province(
    storage: Storage, changes: dict[str, object], owner: str
) -> None:
    await put(storage, lambda u: storage.responses.add(u, response()))
    await happen(storage, submitted(**changes), facts={"unit": "u1", "root_unit": "root"})
    (case,) = await storage.complaints.listed()
    assert case.owner_unit_id == owner


async def test_without_a_province_the_unit_owns_it(storage: Storage) -> None:
    """An open case has an owner in any case (invariant I14)."""
    await happen(storage, submitted(severity=4), facts={"unit": "u1"})
    (case,) = await storage.complaints.listed()
    assert case.owner_unit_id == "u1"
    assert case.response_id == ResponseId("response-1")
