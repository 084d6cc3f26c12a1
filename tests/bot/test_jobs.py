"""Jobs: one bad session stops nobody else, what fails is put off and set aside, numbers go."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.jobs import JOBS
from bot.jobs.fire_timers import fire_timers
from bot.jobs.forget_letters import LETTER_DAYS, forget_letters
from bot.jobs.forget_phones import PHONE_DAYS, forget_phones
from bot.jobs.sweep_inbox import sweep_inbox
from bot.recent import RecentSessions
from bot.runner import OverloadedError, Runner
from bot.turns import Turns
from flows.identifiers import Instant, SessionId
from storage.base import StorageUnavailableError, TimerRecord, UnitOfWork
from tests.storage.records import R1, answer, inbox, put, put_each, response
from tests.web.installation import Installation, installed

DAY = 86_400_000
MINUTE = 60_000


class Clock:
    def __init__(self) -> None:
        self.now = Instant(1_795_300_000_000)

    def __call__(self) -> Instant:
        return self.now

    def go(self, milliseconds: int) -> None:
        self.now = Instant(self.now + milliseconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Installation]:
    async with installed(tmp_path) as one:
        yield one


@pytest.fixture
def runner(place: Installation, clock: Clock) -> Runner:
    given = place.services.runner.turns
    forgetful = RecentSessions(heaviest=0)  # rows are spoilt behind its back
    return Runner(
        Turns(given.storage, given.renderer, given.live, trial=True, clock=clock, recent=forgetful)
    )


async def conversation(place: Installation, runner: Runner, who: str) -> SessionId:
    invitation = await place.invite()
    return await runner.open(
        channel="web", user_key=who, invitation=invitation.record, language="vi"
    )


async def spoil(place: Installation, sql: str, **values: object) -> None:
    unit = UnitOfWork()
    unit.add(text(sql), values)
    await place.storage.commit(unit)


async def garble(place: Installation, session_id: SessionId) -> None:
    """Leave of a session what no key opens."""
    sql = "UPDATE sessions SET data = :data WHERE id = :id"
    await spoil(place, sql, data=b"\x01garbled" * 9, id=session_id)


async def set_timer(place: Installation, session_id: SessionId, due_at: Instant) -> None:
    timer = TimerRecord(
        id=f"t-{session_id}", session_id=session_id, kind="test", wait=-1, due_at=due_at
    )
    await put(place.storage, lambda u: place.storage.timers.set(u, timer))


async def test_a_bad_session_stops_no_other_timer(
    place: Installation, runner: Runner, clock: Clock
) -> None:
    bad, good = [await conversation(place, runner, who) for who in ("bad", "good")]
    await garble(place, bad)
    due = place.storage.timers.due
    await set_timer(place, bad, Instant(clock.now - 2))
    await set_timer(place, good, Instant(clock.now - 1))
    before = len(await due(clock.now, 99))
    assert before == 2
    assert await fire_timers(runner) == 1
    assert await due(clock.now, 99) == []
    waits: list[int] = []
    for _ in range(5):
        [put_off] = [t for t in await due(Instant(clock.now + DAY), 99) if t.kind == "test"]
        waits.append((put_off.due_at - clock.now) // MINUTE)
        clock.go(put_off.due_at - clock.now)
        await fire_timers(runner)
    assert waits == [1, 4, 16, 64, 256]
    assert not [t for t in await due(Instant(clock.now + 99 * DAY), 99) if t.kind == "test"]


async def test_a_form_that_is_not_there_stops_no_other_timer(
    place: Installation, runner: Runner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = [await conversation(place, runner, who) for who in ("a", "b")]
    for session_id in (first, second):
        await set_timer(place, session_id, clock.now)
    really = runner.fire

    async def fire(timer: TimerRecord) -> None:
        if timer.session_id == first:
            raise KeyError("mc", 99)
        await really(timer)

    monkeypatch.setattr(runner, "fire", fire)
    assert await fire_timers(runner) == 1


@pytest.mark.parametrize("error", [OverloadedError(5), StorageUnavailableError("full")])
async def test_a_full_disk_is_no_timers_fault(
    place: Installation,
    runner: Runner,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    session_id = await conversation(place, runner, "a")
    await set_timer(place, session_id, clock.now)
    await put(place.storage, lambda u: place.storage.inbox.add(u, inbox(session_id=session_id)))

    async def refuse(_: object) -> None:
        raise error

    monkeypatch.setattr(runner, "fire", refuse)
    monkeypatch.setattr(runner, "drain", refuse)
    with pytest.raises(type(error)):
        await fire_timers(runner)
    with pytest.raises(type(error)):
        await sweep_inbox(runner)
    assert [t.attempts for t in await place.storage.timers.due(clock.now, 9)] == [0]
    assert [row.attempts for row in await place.storage.inbox.pending(session_id)] == [0]


async def states(place: Installation, session_id: SessionId) -> list[str]:
    rows = await place.storage.database.rows(
        text("SELECT state FROM inbox WHERE session_id = :id AND id LIKE 'inbox-%'"),
        {"id": session_id},
    )
    return [row[0] for row in rows]


@pytest.mark.parametrize("harm", ["session", "message"])
async def test_a_bad_session_holds_up_no_other_message(
    place: Installation, runner: Runner, clock: Clock, harm: str
) -> None:
    bad, good = [await conversation(place, runner, who) for who in ("bad", "good")]
    for number, session_id in enumerate((bad, good), start=1):
        row = inbox(
            number,
            session_id=session_id,
            body=b'{"type":"typed","id":"1","text":"1"}',
            received_at=clock.now,
        )
        await put_each(place.storage, place.storage.inbox.add, row)
    if harm == "session":
        await garble(place, bad)
    else:
        await spoil(place, "UPDATE inbox SET body = :b WHERE id = 'inbox-1'", b=b"\x01bad" * 20)
    clock.go(1000)
    await sweep_inbox(runner)
    assert await states(place, bad) == ["pending"]
    assert await states(place, good) != ["pending"]
    await sweep_inbox(runner)
    counted = text("SELECT attempts FROM inbox WHERE id = 'inbox-1'")
    assert (await place.storage.database.rows(counted))[0][0] == 1, "too soon"
    for _ in range(4):
        clock.go(MINUTE)
        await sweep_inbox(runner)
    assert await states(place, bad) == ["dead"]


async def test_numbers_go_after_ninety_days(
    place: Installation, runner: Runner, clock: Clock
) -> None:
    storage = place.storage
    form = runner.turns.renderer.rules.form("mc")
    phone = next(q.id for q in form.by_id.values() if q.type == "phone")
    given = answer(phone, value="+84912345678", private=True)
    await put(
        storage,
        lambda u: storage.responses.add(u, response(completed_at=clock.now, state="completed")),
        lambda u: storage.answers.record(u, given),
        lambda u: storage.answers.record(u, answer()),
        lambda u: storage.answers.phone_declared(u, R1, "+84912345678", "callback", clock.now),
    )
    clock.go(PHONE_DAYS * DAY)
    await forget_phones(runner)
    assert await storage.answers.phones(R1) == ["+84912345678"]
    clock.go(1)
    await forget_phones(runner)
    assert await storage.answers.phones(R1) == []
    assert [a.question for a in await storage.answers.history(R1)] == ["MC1"]


def test_numbers_are_looked_through_daily() -> None:
    assert JOBS["forget_phones"][0] == DAY / 1000


# -- dead letters


async def test_dead_letters_are_emptied_after_30_days(
    place: Installation, runner: Runner, clock: Clock
) -> None:
    """Nobody knows whose they are, so that no wish to be erased finds them."""
    storage = place.storage

    async def left() -> list[str]:
        found = await storage.database.rows(
            text("SELECT id FROM inbox WHERE body IS NOT NULL ORDER BY id")
        )
        return [row[0] for row in found]

    dead = {"state": "dead", "reason": "unreadable", "session_id": SessionId("")}
    await put(
        storage,
        lambda u: storage.inbox.add(u, inbox(1, **{**dead, "received_at": clock.now})),
        lambda u: storage.inbox.add(u, inbox(2, **{**dead, "received_at": clock.now + 1})),
        lambda u: storage.inbox.add(u, inbox(3, state="pending", received_at=clock.now)),
    )
    clock.go(LETTER_DAYS * DAY)
    await forget_letters(runner)
    assert await left() == ["inbox-1", "inbox-2", "inbox-3"]
    clock.go(1)
    await forget_letters(runner)
    assert await left() == ["inbox-2", "inbox-3"], "only what is dead and old"
    assert JOBS["forget_letters"][0] == DAY / 1000
