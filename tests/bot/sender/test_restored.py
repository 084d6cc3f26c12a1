"""What the guide says to do after `pg_restore`: nothing that had been waiting leaves any more."""

from pathlib import Path

from sqlalchemy import text

from storage.base import Storage, UnitOfWork
from tests.bot.sender.platform import (
    Scripted,
    Talk,
    new_sender,
    running,
    sending,
    settled,
    states_of,
)

_GUIDE = Path(__file__).parents[3] / "docs" / "operating.md"


def the_line() -> str:
    [line] = [
        line.strip().rstrip(";")
        for line in _GUIDE.read_text(encoding="utf-8").splitlines()
        if "'restored'" in line
    ]
    return line


async def test_what_waited_in_a_restored_database_never_leaves(storage: Storage) -> None:
    before = Scripted()
    async with sending(storage, before) as sender:
        talk = Talk(storage, sender)
        await talk.meet("s")
        await talk.say("s", "long ago")
        await settled(storage)
        sender._delivery.halted = True  # from here on rows are left behind, queued
        await talk.say("s", "waiting")
        await talk.say("s", "waiting too")
    unit = UnitOfWork()
    unit.add(text(the_line()), {})
    await storage.commit(unit)
    assert await states_of(storage, "s") == ["sent", "cancelled", "cancelled"]
    assert not (await storage.outbox.backlog()).messages

    after = Scripted()
    async with running(new_sender(storage, after)) as sender:
        assert not await sender.sweep()
        talk = Talk(storage, sender)
        talk.said["s"] = 3
        await talk.say("s", "new")
        await settled(storage)
    assert after.texts("at-s") == ["new"]
