"""The move from SQLite to PostgreSQL: everything, or nothing, and the old file as it was."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import asyncpg
import pytest

from flows.desk.roles import Grant
from flows.identifiers import Instant, ResponseId
from storage import moving
from storage.addresses import PostgresAddress
from storage.base import (
    ConversationRecord,
    InstanceRunningError,
    PlaceRecord,
    StorageUnavailableError,
    UnitOfWork,
)
from storage.desk_records import CaseFilter, SwapRecord
from storage.instance_lock import InstanceLock
from storage.key_check import WrongKeyRingError
from storage.moving import MoveError, move_to_postgres
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from storage.tables import metadata
from tests.storage.desk_rows import ME, WHOLE, account, account_link, desk_session
from tests.storage.records import (
    R1,
    S1,
    answer,
    complaint,
    consent,
    inbox,
    invitation,
    line,
    misreading,
    outbox,
    put,
    response,
    stored,
    timer,
)
from tests.storage.test_contract_house import note
from tests.storage.test_contract_templates import FIRST


@pytest.fixture
def target(empty_database: str) -> PostgresAddress:
    return PostgresAddress(empty_database)


@pytest.fixture
async def lived_in(place: Path, ring: KeyRing) -> Path:
    """A SQLite installation with a row of nearly every kind; its ids are out of order."""
    storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
    talk = ConversationRecord(channel="web", user_key="k", session_id=S1, created_at=Instant(1))
    desk = PlaceRecord(id="p", name="Quầy", unit_id="a child", unit_name="")
    await put(
        storage,
        # The child goes before its parent in the table, whose rows lie in the order of their ids.
        lambda u: storage.places.add_unit(u, "z parent", "BHXH tỉnh", None),
        lambda u: storage.places.add_unit(u, "a child", "BHXH cơ sở", "z parent"),
        lambda u: storage.places.add_place(u, desk),
        lambda u: storage.sessions.add(u, stored()),
        lambda u: storage.conversations.point(u, talk),
        lambda u: storage.outbox.add(u, outbox()),
        lambda u: storage.timers.set(u, timer()),
        lambda u: storage.responses.add(u, response()),
        lambda u: storage.responses.consent(u, consent()),
        lambda u: storage.answers.record(u, answer(confidence=1)),
        lambda u: storage.answers.record(u, answer("G2", value="kín", private=True)),
        lambda u: storage.answers.phone_declared(u, R1, "+84912345678", "callback", Instant(1)),
        lambda u: storage.complaints.add(u, complaint()),
        lambda u: storage.complaints.append(u, line()),
        lambda u: storage.invitations.add(u, invitation()),
    )
    many = UnitOfWork()
    for number in range(2500):
        storage.inbox.add(many, inbox(number))
    await storage.commit(many)
    await desk_lived_in(storage)
    await note(storage, "export")
    await storage.audit.seal(Instant(2))
    await note(storage, "import")  # waits for the seal
    await storage.close()
    return place / "rows.db"


async def desk_lived_in(storage: SqlStorage) -> None:
    """Write what officers leave behind."""
    swap = SwapRecord(
        day=date(2026, 1, 2), works=False, decision="CV 1", at=Instant(5), by="account:1"
    )
    await put(
        storage,
        lambda u: storage.accounts.add(u, account(grants=(Grant("unit_head", "a child"),))),
        lambda u: storage.accounts.add_link(u, account_link()),
        lambda u: storage.desk_sessions.add(u, desk_session()),
        lambda u: storage.complaints.append(u, line(2, text="đã gọi")),
        lambda u: storage.complaints.add_party(u, complaint().id, "other", "named"),
        lambda u: storage.drafts.keep(u, ME, complaint().id, "answer", "nháp", Instant(5)),
        lambda u: storage.saved_filters.keep(u, ME, "/cases", "của tôi", "mine=1"),
        lambda u: storage.swaps.add(u, swap),
        lambda u: storage.answer_templates.add(u, FIRST),
        lambda u: storage.response_desk.set_aside(u, R1, "thử", Instant(5), "account:1"),
        lambda u: storage.responses.close(u, R1, "completed"),
        lambda u: storage.call_backs.record(u, R1, "confirmed", "đúng", Instant(5), ME),
    )


async def move(source: Path, target: PostgresAddress, ring: KeyRing) -> dict[str, int]:
    return await move_to_postgres(source, target, ring, lambda _done, _total: None)


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


async def everything_in(storage: SqlStorage) -> list[object]:
    return [
        await storage.sessions.load(S1),
        await storage.conversations.find("web", "k"),
        await storage.inbox.pending(S1),
        await storage.outbox.after(S1, 0),
        await storage.timers.due(Instant(10**6), 10),
        await storage.responses.listed(),
        await storage.responses.consents(R1),
        await storage.answers.history(R1),
        await storage.answers.phones(R1),
        await storage.complaints.listed(),
        await storage.complaints.history(complaint().id),
        await storage.invitations.listed(),
        await storage.places.places(),
        await storage.places.root_unit(),
        list(map(dict, await storage.audit.listed())),
        await storage.accounts.listed(),
        await storage.accounts.link("hash-1"),
        await storage.desk_sessions.of_account(ME),
        await storage.complaints.parties(complaint().id),
        await storage.cases.queue(WHOLE, CaseFilter(words=("buoi",))),
        await storage.drafts.load(ME, complaint().id, "answer"),
        await storage.saved_filters.of_list(ME, "/cases"),
        await storage.swaps.listed(),
        await storage.answer_templates.listed(),
        await storage.response_desk.marks(R1),
        await storage.call_backs.of(R1),
        await storage.audit.head(),
        await storage.audit.verify(),
    ]


async def rows_in(target: PostgresAddress) -> int:
    connection = await asyncpg.connect(target.dsn)
    try:
        counts = [
            await connection.fetchval(f"SELECT count(*) FROM {name}")  # noqa: S608 – ours
            for name in metadata.tables
        ]
    finally:
        await connection.close()
    return sum(counts)


async def test_everything_is_there_and_reads_the_same(
    lived_in: Path, target: PostgresAddress, ring: KeyRing
) -> None:
    seen: list[tuple[int, int]] = []
    before = dump(lived_in)
    counts = await move_to_postgres(lived_in, target, ring, lambda *step: seen.append(step))
    assert dump(lived_in) == before
    assert (counts["inbox"], counts["units"], counts["audit"]) == (2500, 2, 2)
    total = sum(counts.values())
    assert (seen[0], seen[-1]) == ((0, total), (total, total))
    assert len(seen) >= 4
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    old = await open_storage(f"sqlite:///{lived_in}", ring)
    new = await open_storage(target.dsn, ring)
    assert await everything_in(new) == await everything_in(old)
    await old.close()
    await new.close()


async def test_numbers_go_on_behind_those_that_were_copied(
    lived_in: Path, target: PostgresAddress, ring: KeyRing
) -> None:
    await move(lived_in, target, ring)
    storage = await open_storage(target.dsn, ring)
    await put(storage, lambda u: storage.inbox.add(u, inbox(9999)))
    await note(storage, "afterwards")
    assert (await storage.inbox.pending(S1))[-1].id == "inbox-9999"
    actions = [row["action"] for row in await storage.audit.listed()]
    assert actions == ["afterwards", "import", "export"]
    assert await storage.audit.seal(Instant(3)) == 2
    assert await storage.audit.verify() == []
    await put(storage, lambda u: storage.misreadings.add(u, misreading(text="x", at=Instant(1))))
    await storage.close()


async def test_a_running_server_is_not_moved(
    lived_in: Path, target: PostgresAddress, ring: KeyRing
) -> None:
    lock = InstanceLock(lived_in)
    lock.acquire()
    with pytest.raises(InstanceRunningError):
        await move(lived_in, target, ring)
    lock.release()
    await move(lived_in, target, ring)


async def test_nobody_writes_while_it_is_read(
    lived_in: Path, target: PostgresAddress, ring: KeyRing
) -> None:
    def write(done: int, _total: int) -> None:
        if done == 1000 or not done:
            with (
                closing(sqlite3.connect(lived_in, timeout=0)) as other,
                pytest.raises(sqlite3.OperationalError, match="locked"),
            ):
                other.execute("DELETE FROM timers")

    await move_to_postgres(lived_in, target, ring, write)


async def test_a_database_in_use_is_not_written_over(
    lived_in: Path, postgres_url: str, ring: KeyRing
) -> None:
    storage = await open_storage(postgres_url, ring)
    await put(storage, lambda u: storage.responses.add(u, response(ResponseId("theirs"))))
    with pytest.raises(MoveError, match="holds rows already"):
        await move(lived_in, PostgresAddress(postgres_url), ring)
    assert [row.id for row in await storage.responses.listed()] == ["theirs"]
    await storage.close()


async def test_the_second_move_is_refused(
    lived_in: Path, target: PostgresAddress, ring: KeyRing
) -> None:
    await move(lived_in, target, ring)
    with pytest.raises(MoveError, match="holds rows already"):
        await move(lived_in, target, ring)


class TestCutShort:
    """Whatever interrupts it: the target is empty, the source as it was, the way free again."""

    async def test_by_whoever_started_it(
        self, lived_in: Path, target: PostgresAddress, ring: KeyRing
    ) -> None:
        def stop(done: int, total: int) -> None:
            if done > total // 2:
                moving_task.cancel()  # as Ctrl-C does

        before = dump(lived_in)
        moving_task = asyncio.create_task(move_to_postgres(lived_in, target, ring, stop))
        with pytest.raises(asyncio.CancelledError):
            await moving_task
        assert await rows_in(target) == 0
        assert dump(lived_in) == before
        await move(lived_in, target, ring)

    async def test_by_the_server(
        self, lived_in: Path, target: PostgresAddress, ring: KeyRing,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        sequences = moving._set_sequences

        async def cut(connection: asyncpg.Connection) -> None:
            await sequences(connection)
            other = await asyncpg.connect(target.dsn)
            await other.execute("SELECT pg_terminate_backend($1)", connection.get_server_pid())
            await other.close()

        monkeypatch.setattr(moving, "_set_sequences", cut)
        with pytest.raises(StorageUnavailableError):
            await move(lived_in, target, ring)
        assert await rows_in(target) == 0
        monkeypatch.undo()
        await move(lived_in, target, ring)

    async def test_by_a_value_that_arrived_changed(
        self, lived_in: Path, target: PostgresAddress, ring: KeyRing
    ) -> None:
        """The checksum sees one letter of one row."""
        await move(lived_in, target, ring)
        connection = await asyncpg.connect(target.dsn)
        tables = ", ".join(sorted(set(metadata.tables)))
        await connection.execute(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.label = coalesce(NEW.label, '') || '.'; RETURN NEW; END $$;"
            "CREATE TRIGGER spoil BEFORE INSERT ON invitations FOR EACH ROW "
            "EXECUTE FUNCTION spoil();"
            f"SET session_replication_role = replica; TRUNCATE {tables}"
        )
        await connection.close()
        with pytest.raises(MoveError, match="invitations: what arrived"):
            await move(lived_in, target, ring)
        assert await rows_in(target) == 0


async def test_another_key_ring_is_refused(
    lived_in: Path, target: PostgresAddress, tmp_path: Path
) -> None:
    with pytest.raises(WrongKeyRingError):
        await move(lived_in, target, KeyRing.create(tmp_path / "other.json"))


async def test_an_older_file_is_refused(
    lived_in: Path, target: PostgresAddress, ring: KeyRing
) -> None:
    with closing(sqlite3.connect(lived_in, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(MoveError, match="run migrate first"):
        await move(lived_in, target, ring)


async def test_a_file_that_is_not_there(
    tmp_path: Path, target: PostgresAddress, ring: KeyRing
) -> None:
    with pytest.raises(MoveError, match="does not exist"):
        await move(tmp_path / "no.db", target, ring)
    assert not (tmp_path / "no.db").exists()


def test_flags_are_the_only_values_that_change_their_type() -> None:
    """Whoever adds a type that drivers give differently is reminded here."""
    kinds = {
        type(column.type).__name__ for table in metadata.tables.values() for column in table.c
    }
    known = {"BigInteger", "Boolean", "Float", "Integer", "LargeBinary", "SmallInteger", "Text"}
    assert kinds <= known
