"""The seal over the audit log of each kind of database: nothing is missed, and nothing is changed
without being found.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

import asyncpg
import pytest
from msgspec.structs import replace

from flows.identifiers import Instant
from storage.audit_heads import AuditHeads
from storage.base import StaleSessionError, Storage, UnitOfWork
from storage.desk_records import AuditFault, SignedHead
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from tests.storage.tampering import round_triggers

Raw = Callable[[str], Awaitable[object]]
HOUR = 3_600_000


@pytest.fixture
def raw(storage: SqlStorage) -> Raw:
    return partial(round_triggers, storage)


@pytest.fixture
def heads(tmp_path: Path, ring: KeyRing) -> AuditHeads:
    return AuditHeads(tmp_path / "audit-heads.jsonl", ring)


async def noted(storage: Storage, *times: int, demo: bool = False) -> None:
    """Write a line for each of these hours."""
    for hour in times:
        unit = UnitOfWork()
        storage.audit.note(
            unit,
            at=Instant(hour * HOUR),
            actor="account:1",
            action="case.answer",
            target=f"case {hour}",
            detail={"reason": "vì sao"},
            demo=demo,
        )
        await storage.commit(unit)


async def sealed(storage: Storage, hours: Sequence[int] = range(1, 9)) -> None:
    """Write lines and seal them, five at a time."""
    await noted(storage, *hours)
    while await storage.audit.seal(Instant(hours[-1] * HOUR), limit=5):
        pass


async def signed(storage: Storage, heads: AuditHeads) -> list[SignedHead]:
    head = await storage.audit.head()
    assert head is not None
    heads.append(head)
    return heads.read()


def kinds(faults: Sequence[AuditFault]) -> set[str]:
    return {fault.kind for fault in faults}


async def test_what_was_sealed_is_whole(storage: Storage, heads: AuditHeads) -> None:
    assert await storage.audit.head() is None
    assert await storage.audit.verify() == []
    await sealed(storage)
    known = await signed(storage, heads)
    await noted(storage, 9)  # waits for the seal
    assert await storage.audit.verify(known) == []
    head = await storage.audit.head()
    assert head is not None
    assert (head.position, head.at) == (8, 8 * HOUR)


async def test_example_rows_stay_outside_and_may_go(storage: Storage) -> None:
    await noted(storage, 1, demo=True)
    await sealed(storage, [2, 3])
    await storage.remove_demo()
    assert await storage.audit.verify() == []
    head = await storage.audit.head()
    assert head is not None
    assert head.position == 2


async def test_the_hash_is_the_one_that_is_promised(storage: Storage) -> None:
    """Whoever has the rows can compute it without us."""
    await sealed(storage, [1, 2])
    before = bytes(32)
    for position in (1, 2):
        at, target = position * HOUR, f"case {position}"
        row = [position, 2 * HOUR, position, at, "account:1", "case.answer", target]
        line = json.dumps([*row, '{"reason":"vì sao"}'], ensure_ascii=False, separators=(",", ":"))
        before = hashlib.sha256(before + line.encode()).digest()
    head = await storage.audit.head()
    assert head is not None
    assert head.hash == before.hex()


class TestSealing:
    """Any number of processes may write, and try to seal."""

    async def test_the_seal_goes_on_behind_a_change_of_the_clock(self, storage: Storage) -> None:
        await sealed(storage, [500, 501])
        await sealed(storage, [320, 321])
        assert await storage.audit.verify() == []

    async def test_of_two_at_once_one_seals(self, storage: Storage, database_url: str,
                                            ring: KeyRing) -> None:  # fmt: skip
        other = await open_storage(database_url, ring)
        for hour in range(1, 30):
            await noted(storage, hour)
            done = await asyncio.gather(
                storage.audit.seal(Instant(hour * HOUR)),
                other.audit.seal(Instant(hour * HOUR)),
                return_exceptions=True,
            )
            assert all(isinstance(one, int | StaleSessionError) for one in done), done
            assert sum(one for one in done if isinstance(one, int)) == 1
        await other.close()
        assert await storage.audit.verify() == []

    async def test_a_row_that_is_committed_late_is_not_missed(
        self, postgres_url: str, ring: KeyRing
    ) -> None:
        """Its id is lower than those that were sealed before it could be seen. SQLite has one
        writer, and such rows never.
        """
        storage = await open_storage(postgres_url, ring)
        late = await asyncpg.connect(postgres_url)
        transaction = late.transaction()
        await transaction.start()
        await late.execute(
            "INSERT INTO audit (at, actor, action, target, detail, demo) "
            "VALUES (10795000, 'account:2', 'case.take', 'late', '{}', false)"
        )
        await sealed(storage, [1, 2, 3])
        await transaction.commit()
        await late.close()
        assert await storage.audit.seal(Instant(3 * HOUR)) == 1
        assert await storage.audit.verify() == []
        assert (await storage.audit.listed())[-1]["target"] == "late"
        await storage.close()

    async def test_a_seal_reads_what_waits_and_nothing_else(self, storage: Storage) -> None:
        await sealed(storage, range(1, 40))
        assert await storage.audit.seal(Instant(0)) == 0


EDIT = "UPDATE audit SET {} WHERE id = 4"
MOVE = "UPDATE audit_chain SET {} = {} WHERE position = {}"
CUT = "DELETE FROM {} WHERE {} > 5"
INSERT = "INSERT INTO audit (id, at, actor, action, target, detail, demo) VALUES ({}, false)"
TAMPERINGS = {
    "a time": ((EDIT.format("at = at + 1"),), "edited"),
    "an actor": ((EDIT.format("actor = 'account:9'"),), "edited"),
    "an action": ((EDIT.format("action = 'case.take'"),), "edited"),
    "a target": ((EDIT.format("target = 'case 5'"),), "edited"),
    "a detail": ((EDIT.format("detail = '{}'"),), "edited"),
    "called an example": ((EDIT.format("demo = true"),), "edited"),
    "given another id": ((EDIT.format("id = 400"),), "deleted"),
    "deleted": (("DELETE FROM audit WHERE id = 4",), "deleted"),
    "deleted with its seal": (
        ("DELETE FROM audit WHERE id = 4", "DELETE FROM audit_chain WHERE position = 4"),
        "reordered",
    ),
    "its seal alone deleted": (("DELETE FROM audit_chain WHERE position = 4",), "inserted"),
    "inserted": ((INSERT.format("90, 9, 'a', 'b', 'c', '{}'"),), "inserted"),
    "inserted, with the trigger": (
        (INSERT.format("90, 9, 'a', 'b', 'c', '{}'"), "INSERT INTO audit_unsealed VALUES (90)"),
        "inserted",
    ),
    "two rows swapped": (
        tuple(EDIT.replace("4", str(old)).format(f"id = {new}") for old, new in
              ((4, 400), (5, 4), (400, 5))),
        "edited",
    ),
    "two seals swapped": (
        tuple(MOVE.format("position", new, old) for old, new in ((4, 400), (5, 4), (400, 5))),
        "edited",
    ),
    "seals that lead to one another's rows": (
        tuple(MOVE.format("audit_id", new, old) for old, new in ((4, 5), (5, 4))),
        "edited",
    ),
    "a seal's time": (("UPDATE audit_chain SET sealed_at = 1 WHERE position = 4",), "edited"),
    "a hash": (("UPDATE audit_chain SET hash = 'zz' WHERE position = 4",), "edited"),
    "the beginning cut off": (
        ("DELETE FROM audit WHERE id < 4", "DELETE FROM audit_chain WHERE position < 4"),
        "reordered",
    ),
    "the end of the log cut off": ((CUT.format("audit", "id"),), "deleted"),
    "the end of the chain cut off": ((CUT.format("audit_chain", "position"),), "inserted"),
    "the end of both cut off": (
        (CUT.format("audit", "id"), CUT.format("audit_chain", "position")),
        "truncated",
    ),
    "everything emptied": (("DELETE FROM audit", "DELETE FROM audit_chain"), "truncated"),
    "what waits thrown away": (
        ("DELETE FROM audit WHERE id = 9",),
        "deleted",
    ),
    "what waits kept from the seal": (("DELETE FROM audit_unsealed",), "inserted"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_tampering_is_found(
    storage: Storage, heads: AuditHeads, raw: Raw, name: str
) -> None:
    await sealed(storage)
    known = await signed(storage, heads)
    await noted_round(storage, raw)
    statements, kind = TAMPERINGS[name]
    for statement in statements:
        await raw(statement)
    await storage.audit.seal(Instant(10 * HOUR))
    faults = await storage.audit.verify(known)
    assert kind in kinds(faults), faults


async def noted_round(storage: Storage, raw: Raw) -> None:
    """Write a ninth row that waits; where the triggers are gone, as they would have let it."""
    await noted(storage, 9)
    await raw("INSERT INTO audit_unsealed VALUES (9) ON CONFLICT DO NOTHING")


class TestWhatIsNotSigned:
    """Who has the file of heads in hand, too, can take it away; not without its being found."""

    async def test_is_a_fault_once_an_hour_has_passed(
        self, storage: Storage, heads: AuditHeads
    ) -> None:
        await sealed(storage)
        known = await signed(storage, heads)
        await sealed(storage, [10, 11])
        early, late = Instant(12 * HOUR), Instant(12 * HOUR + 1)
        assert await storage.audit.verify(known, early) == []
        [fault] = await storage.audit.verify(known, late)
        assert (fault.kind, fault.position) == ("unsigned", 9)
        assert await storage.audit.verify(await signed(storage, heads), late) == []

    async def test_is_all_where_the_heads_are_gone(
        self, storage: Storage, heads: AuditHeads
    ) -> None:
        await sealed(storage)
        [head] = await signed(storage, heads)
        heads.path.unlink()
        later = Instant(head.at + 2 * HOUR)
        [fault] = await storage.audit.verify(heads.read(), later)
        assert (fault.kind, fault.position) == ("unsigned", 1)


class TestWhoWritesBothTables:
    """The chain computed anew after a change: the database alone says that all is well."""

    async def rewritten(self, storage: SqlStorage, raw: Raw) -> None:
        await raw("UPDATE audit SET actor = 'account:9' WHERE id = 4")
        await raw("DELETE FROM audit_chain")
        await raw("INSERT INTO audit_unsealed SELECT id FROM audit")
        while await storage.audit.seal(Instant(8 * HOUR), limit=5):
            pass

    async def test_is_found_by_the_signed_head(
        self, storage: SqlStorage, heads: AuditHeads, raw: Raw
    ) -> None:
        await sealed(storage)
        known = await signed(storage, heads)
        await self.rewritten(storage, raw)
        assert await storage.audit.verify() == []
        assert kinds(await storage.audit.verify(known)) == {"rewritten"}

    async def test_is_found_although_a_head_was_signed_afterwards(
        self, storage: SqlStorage, heads: AuditHeads, raw: Raw
    ) -> None:
        await sealed(storage)
        await signed(storage, heads)
        await self.rewritten(storage, raw)
        known = await signed(storage, heads)
        assert [head.position for head in known] == [8, 8]
        assert kinds(await storage.audit.verify(known)) == {"rewritten"}

    async def test_cannot_make_a_head_for_it(
        self, storage: SqlStorage, heads: AuditHeads, raw: Raw
    ) -> None:
        await sealed(storage)
        [genuine] = await signed(storage, heads)
        await self.rewritten(storage, raw)
        head = await storage.audit.head()
        assert head is not None
        for forged in (
            replace(genuine, hash=head.hash),
            replace(genuine, at=Instant(1)),
            replace(genuine, signature="AAAA"),
            replace(genuine, signature="no signature"),
        ):
            assert "forged" in kinds(await storage.audit.verify([forged]))
