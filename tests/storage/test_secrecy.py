"""Invariant I19: nothing personal can be read in the raw bytes of the database and its log."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant
from flows.session import Answer
from storage.base import Storage
from storage.desk_records import CaseFilter
from storage.opening import open_storage
from storage.secrets import CiphertextError, KeyRing
from storage.sqlite import SqliteDatabase
from tests.storage.desk_rows import ME, WHOLE, account
from tests.storage.records import (
    R1,
    S1,
    answer,
    complaint,
    inbox,
    line,
    misreading,
    outbox,
    put,
    response,
    session,
    stored,
)
from tests.storage.test_contract_judging import said

CANARIES = {
    "phone": "+84977123456",
    "phone of a case": "+84966654321",
    "name": "Canary Tên Người",
    "address": "Canary 45 ngõ 7",
    "story": "Canary chuyện đã xảy ra",
    "comment": "Canary lời nhận xét",
    "private answer": "Canary câu trả lời",
    "not understood": "Canary không hiểu",
    "outbox": "Canary lời của bot",
    "inbox": "Canary lời của dân",
    "dead letter": "Canary thư chết",
    "session": "Canary trạng thái",
    "answer of an officer": "Canary trả lời của cán bộ",
    "draft": "Canary nháp",
    "search": "Canary tìm ai",
    "reason": "Canary vì sao",
    "note of a judge": "Canary vì nghi",
    "note of a caller": "Canary nghe máy",
    "device": "Canary trình duyệt",
    "secret of an officer": "CANARYJBSWY3DPEHPK3PXP",
}


async def tell_everything(storage: Storage) -> None:
    c = CANARIES
    frame = replace(session().frames[0], answers={"G1": Answer(c["session"], 1, c["session"])})
    whole = stored(session=replace(session(), frames=(frame,)))
    case = complaint(
        story=c["story"], name=c["name"], address=c["address"], phone=c["phone of a case"]
    )
    private = answer("G2", value=c["private answer"], private=True)
    await put(
        storage,
        lambda u: storage.sessions.add(u, whole),
        lambda u: storage.inbox.add(u, inbox(1, body=c["inbox"].encode())),
        lambda u: storage.inbox.add(u, inbox(2, body=c["dead letter"].encode())),
        lambda u: storage.outbox.add(u, outbox(body=c["outbox"].encode())),
        lambda u: storage.responses.add(u, response()),
        lambda u: storage.answers.record(u, answer(comment=c["comment"])),
        lambda u: storage.answers.record(u, private),
        lambda u: storage.answers.phone_declared(u, R1, c["phone"], "callback", Instant(1)),
        lambda u: storage.misreadings.add(u, misreading(text=c["not understood"], at=Instant(1))),
        lambda u: storage.complaints.add(u, case),
    )
    await put(
        storage,
        lambda u: storage.inbox.mark(u, "inbox-2", "dead", "poison"),
        lambda u: storage.complaints.append(u, line(text=c["answer of an officer"])),
        lambda u: storage.drafts.keep(u, ME, case.id, "answer", c["draft"], Instant(1)),
        lambda u: storage.saved_filters.keep(u, ME, "/cases", "tên", c["search"]),
        lambda u: storage.response_desk.set_aside(u, R1, c["reason"], Instant(1), "account:1"),
        lambda u: storage.accounts.add(u, account(totp_secret=c["secret of an officer"])),
        lambda u: storage.judging.judge(u, said(note=c["note of a judge"])),
        lambda u: storage.traces.note_device(u, S1, c["device"], Instant(1)),
        lambda u: storage.responses.close(u, R1, "completed"),
        lambda u: storage.call_backs.record(
            u, R1, "prompted", c["note of a caller"], Instant(1), "account:1"
        ),
    )


def raw_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("rows.db*")))


def found(folder: Path) -> list[str]:
    raw = raw_bytes(folder)
    assert raw
    return [name for name, text in CANARIES.items() if text.encode() in raw]


@pytest.mark.parametrize("moment", ["in the log", "in the file", "after erasure"])
async def test_no_canary_is_in_the_raw_bytes(place: Path, ring: KeyRing, moment: str) -> None:
    storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
    await tell_everything(storage)
    if moment == "in the log":
        assert (place / "rows.db-wal").stat().st_size > 10_000
        assert found(place) == []
    if moment == "after erasure":
        await put(storage, lambda u: storage.answers.erase(u, R1))
    await storage.close()
    assert found(place) == []


async def test_no_word_of_a_story_is_in_the_raw_bytes(place: Path, ring: KeyRing) -> None:
    """A search needs hashes only."""
    storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
    await put(storage, lambda u: storage.complaints.add(u, complaint(story="thelongestword")))
    page = await storage.cases.queue(WHOLE, CaseFilter(words=("thelongestword",)))
    await storage.close()
    assert len(page.rows) == 1
    assert b"thelongestword" not in raw_bytes(place)


async def test_this_search_would_see_them(place: Path, ring: KeyRing) -> None:
    """A checker that cannot see planted faults proves nothing (reliability, goal 4)."""
    storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
    await put(
        storage,
        lambda u: storage.audit.note(
            u, at=Instant(1), actor="x", action="y", target=CANARIES["name"], detail={}
        ),
    )
    await storage.close()
    assert found(place) == ["name"]


async def test_applied_messages_keep_no_body(place: Path, ring: KeyRing) -> None:
    storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
    await tell_everything(storage)
    await put(storage, lambda u: storage.inbox.mark(u, "inbox-1", "applied"))
    await put(storage, lambda u: storage.inbox.add(u, inbox(3, state="applied", body=b"x")))
    bodies = "SELECT id, body IS NULL FROM inbox ORDER BY arrival"
    assert isinstance(storage.database, SqliteDatabase)
    rows = storage.database._reader.execute(bodies).fetchall()
    await storage.close()
    assert rows == [("inbox-1", 1), ("inbox-2", 0), ("inbox-3", 1)]


async def test_a_value_moved_to_another_row_does_not_open(place: Path, ring: KeyRing) -> None:
    storage = await open_storage(f"sqlite:///{place}/rows.db", ring)
    await tell_everything(storage)
    await put(storage, lambda u: storage.complaints.add(u, complaint("other")))
    assert isinstance(storage.database, SqliteDatabase)
    storage.database._writing.execute(
        "UPDATE complaints SET name = (SELECT name FROM complaints WHERE id = 'complaint-1')"
    )
    with pytest.raises(CiphertextError):
        await storage.complaints.listed()
    await storage.close()
