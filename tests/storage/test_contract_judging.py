"""What every database promises about judging: reasons once, one voice each, who comes first."""

import pytest

from flows.desk.policy import Scope
from flows.identifiers import Instant, ResponseId, SessionId
from storage.base import StaleSessionError, Storage, StorageRefusedError, UnitOfWork
from storage.judging_records import JudgementRecord, JudgingRecord, SuspicionRecord
from survey.suspicion import SuspicionReason
from tests.storage.desk_rows import ME, WHOLE
from tests.storage.records import R1, answer, invitation, put, put_each, response

R2 = ResponseId("response-2")


def odd(name: ResponseId = R1, reason: SuspicionReason = "burst", at: int = 50) -> SuspicionRecord:
    return SuspicionRecord(
        response_id=name, reason=reason, score=1.5, detail={"responses": 9}, at=Instant(at)
    )


def said(
    actor: str = "account:1", at: int = 60, note: str = "gõ liền một mạch"
) -> JudgementRecord:
    return JudgementRecord(
        response_id=R1, actor=actor, verdict="set_aside", note=note, at=Instant(at)
    )


@pytest.fixture
async def suspected(storage: Storage) -> Storage:
    """A storage with one response that is odd for two reasons, and one that is not."""
    await put_each(
        storage,
        storage.responses.add,
        response(R1, unit_id="a", trial=False, state="completed", completed_at=Instant(90)),
        response(R2, unit_id="b", trial=False, state="completed", completed_at=Instant(95)),
    )
    await put(storage, lambda u: storage.judging.suspect(u, [odd(), odd(reason="one_device")]))
    return storage


async def listed(storage: Storage, scope: Scope = WHOLE, campaign: str | None = None) -> list[str]:
    page = await storage.judging.page(scope, "open", campaign_id=campaign)
    return [one.response.id for one in page.rows]


async def test_reasons_are_kept_once_the_plainest_first(suspected: Storage) -> None:
    later = odd(at=70)
    await put(suspected, lambda u: suspected.judging.suspect(u, [later]))
    found = await suspected.judging.suspicions([R1, R2])
    assert found == {R1: [odd(reason="one_device"), odd()]}
    assert await suspected.judging.states([R1, R2]) == {R1: "open"}


async def test_what_was_judged_is_not_opened_by_further_reasons(suspected: Storage) -> None:
    record = await suspected.judging.by_id(R1)
    assert record == JudgingRecord(response_id=R1, opened_at=Instant(50))
    kept = JudgingRecord(
        response_id=R1, state="kept", opened_at=Instant(50), settled_at=Instant(61)
    )
    await put(suspected, lambda u: suspected.judging.save(u, kept))
    await put(suspected, lambda u: suspected.judging.suspect(u, [odd(reason="too_fast")]))
    assert await suspected.judging.states([R1]) == {R1: "kept"}
    assert await listed(suspected) == []


async def test_of_two_who_judge_at_once_one_does(suspected: Storage) -> None:
    record = await suspected.judging.by_id(R1)
    assert record is not None
    await put(suspected, lambda u: suspected.judging.save(u, record))
    with pytest.raises(StaleSessionError):
        await put(suspected, lambda u: suspected.judging.save(u, record))


async def test_one_voice_each_until_it_is_taken_back(suspected: Storage) -> None:
    await put(suspected, lambda u: suspected.judging.judge(u, said()))
    with pytest.raises(StorageRefusedError):
        await put(suspected, lambda u: suspected.judging.judge(u, said(at=61)))
    [first] = await suspected.judging.judgements(R1)
    await put(suspected, lambda u: suspected.judging.withdraw(u, first.number, Instant(62)))
    await put(suspected, lambda u: suspected.judging.judge(u, said(at=63)))
    with pytest.raises(StaleSessionError):
        await put(suspected, lambda u: suspected.judging.withdraw(u, first.number, Instant(64)))
    found = await suspected.judging.judgements(R1)
    assert [(one.note, one.at, one.withdrawn_at) for one in found] == [
        ("gõ liền một mạch", 60, 62), ("gõ liền một mạch", 63, None),
    ]  # fmt: skip


async def test_notes_and_devices_go_with_the_response(suspected: Storage) -> None:
    """Whoever judged may have said about whom it is (invariant I22)."""
    session = SessionId("session-1")
    await put(
        suspected,
        lambda u: suspected.judging.judge(u, said()),
        lambda u: suspected.traces.note_device(u, session, "cookie", Instant(5)),
    )
    [before, _] = await suspected.traces.sent("mc", Instant(0), 9)
    assert before.device is not None
    await put(suspected, lambda u: suspected.responses.erase(u, R1))
    [one] = await suspected.judging.judgements(R1)
    assert one.note is None
    [left] = await suspected.traces.sent("mc", Instant(0), 9)
    assert (left.response.id, left.device) == (R2, None)


async def test_lists_keep_to_scope_campaign_and_page(suspected: Storage) -> None:
    await put(suspected, lambda u: suspected.judging.suspect(u, [odd(R2, at=40)]))
    assert await listed(suspected) == [R2, R1]
    assert await listed(suspected, Scope(account_id=ME, units=frozenset({"a"}))) == [R1]
    assert await listed(suspected, campaign="k") == []
    first = await suspected.judging.page(WHOLE, "open", size=1)
    second = await suspected.judging.page(WHOLE, "open", after=first.next, size=1)
    assert [one.response.id for one in (*first.rows, *second.rows)] == [R2, R1]
    assert second.next is None


async def test_a_campaign_is_known_by_its_invitations(storage: Storage) -> None:
    invited = invitation(kind="personal", campaign_id="k")
    await put(storage, lambda u: storage.invitations.add(u, invited))
    one = response(R1, trial=False, invitation_id=invited.id, invitation_kind="personal")
    await put(storage, lambda u: storage.responses.add(u, one))
    await put(storage, lambda u: storage.judging.suspect(u, [odd()]))
    assert await listed(storage, campaign="k") == [R1]


async def test_what_was_sent_is_read_with_its_device_and_its_answers(suspected: Storage) -> None:
    session = SessionId("session-1")
    await put(
        suspected,
        lambda u: suspected.traces.note_device(u, session, "cookie", Instant(5)),
        lambda u: suspected.answers.record(u, answer("MC1", value=4, at=Instant(20))),
        lambda u: suspected.answers.record(u, answer("MC2", value=5, at=Instant(30))),
        lambda u: suspected.answers.record(u, answer("MC1", revision=2, value=3, at=Instant(40))),
    )
    assert await suspected.traces.newest(["mc"], Instant(0)) == 95
    assert await suspected.traces.newest(["mc"], Instant(11)) is None
    one, other = await suspected.traces.sent("mc", Instant(0), 9)
    assert (one.response.id, one.staff) == (R1, False)
    assert await suspected.traces.sent("mc", Instant(0), 1) == [other]
    assert "cookie" not in str(one.device)
    found = await suspected.traces.answered([R1, R2])
    assert [(one.question, one.revision, one.value) for one in found[R1]] == [
        ("MC1", 1, 4), ("MC2", 1, 5), ("MC1", 2, 3),
    ]  # fmt: skip
    await put(suspected, lambda u: suspected.traces.forget_devices(u, Instant(6)))
    assert (await suspected.traces.sent("mc", Instant(0), 9))[0].device is None


async def test_how_far_was_looked_is_kept(storage: Storage) -> None:
    assert await storage.traces.looked_upto() == 0
    await put(storage, lambda u: storage.traces.keep_looked(u, Instant(77)))
    assert await storage.traces.looked_upto() == 77


async def test_what_was_sent_is_read_unit_by_unit(suspected: Storage) -> None:
    nowhere = response("response-3", unit_id=None, trial=False, state="completed",
                       completed_at=Instant(97))  # fmt: skip
    await put(suspected, lambda u: suspected.responses.add(u, nowhere))
    assert await suspected.traces.sent_by_unit("mc", Instant(0)) == {"a": 1, "b": 1, None: 1}
    assert await suspected.traces.sent_by_unit("el", Instant(0)) == {}
    for unit, name in (("a", R1), ("b", R2), (None, "response-3")):
        [one] = await suspected.traces.sent_in(unit, "mc", Instant(0), 9)
        assert one.response.id == name
    assert await suspected.traces.sent_in("x", "mc", Instant(0), 9) == []


async def test_what_own_devices_brought_is_counted_over_all_units(suspected: Storage) -> None:
    for name, more in (("own-a", {}), ("own-b", {"unit_id": "b"}), ("desk", {"channel": "kiosk"})):
        session = SessionId(name)
        one = response(f"of-{name}", session_id=session, trial=False, state="completed",
                       completed_at=Instant(99), **more)  # fmt: skip
        unit = UnitOfWork()
        suspected.responses.add(unit, one)
        suspected.traces.note_device(unit, session, "own", Instant(5))
        await suspected.commit(unit)
    assert list((await suspected.traces.crowded("mc", Instant(0), 1)).values()) == [2]
    assert await suspected.traces.crowded("mc", Instant(0), 2) == {}
