"""What every database promises about files: sealed, fetched by one, gone with their response."""

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from flows.identifiers import Instant, ResponseId
from storage.base import AttachmentRecord, StaleSessionError, Storage
from tests.storage.records import R1, put, put_each, response

PICTURE = b"\xff\xd8 a picture of the waiting room"


def attachment(name: str = "a1", **more: object) -> AttachmentRecord:
    usual = AttachmentRecord(
        id=name,
        response_id=R1,
        channel="telegram",
        kind="photo",
        reference=f"file-{name}",
        at=Instant(5),
        next_at=Instant(5),
    )
    return replace(usual, **more)


async def add(storage: Storage, *records: AttachmentRecord) -> None:
    await put_each(storage, storage.attachments.add, *records)


async def due(storage: Storage, now: int = 100) -> list[str]:
    return [found.id for found in await storage.attachments.due(Instant(now), 10)]


async def stored(storage: Storage, name: str = "a1") -> None:
    await put(
        storage,
        lambda u: storage.attachments.store(
            u, name, PICTURE, media_type="image/jpeg", sha256="ab" * 32
        ),
    )


async def test_one_comes_back_as_it_was(storage: Storage) -> None:
    await add(storage, attachment())
    assert await storage.attachments.of_response(R1) == [attachment()]
    assert await storage.attachments.of_response(ResponseId("nobody")) == []
    assert await storage.attachments.data("a1") is None
    assert await storage.attachments.data("nothing") is None


async def test_those_whose_time_has_come_are_due_the_longest_waiting_first(
    storage: Storage,
) -> None:
    later, now, first = (attachment(n, next_at=t) for n, t in (("l", 101), ("n", 100), ("f", 3)))
    await add(storage, later, now, first)
    assert await due(storage) == ["f", "n"]
    assert [a.id for a in await storage.attachments.due(Instant(100), 1)] == ["f"]


async def test_one_process_claims_it_and_each_try_counts(storage: Storage) -> None:
    await add(storage, attachment())
    await put(storage, lambda u: storage.attachments.claim(u, attachment(), Instant(500)))
    with pytest.raises(StaleSessionError):
        await put(storage, lambda u: storage.attachments.claim(u, attachment(), Instant(600)))
    (claimed,) = await storage.attachments.of_response(R1)
    assert (claimed.attempts, claimed.next_at) == (1, 500)
    assert await due(storage) == []
    assert await due(storage, 500) == ["a1"], "who claimed it died"
    await put(storage, lambda u: storage.attachments.postpone(u, "a1", Instant(50)))
    assert await due(storage) == ["a1"]


async def test_what_was_fetched_is_kept_sealed_and_its_source_forgotten(storage: Storage) -> None:
    await add(storage, attachment(), attachment("a2"))
    await stored(storage)
    kept, waiting = await storage.attachments.of_response(R1)
    expected = attachment(
        reference="", state="stored", media_type="image/jpeg", size=len(PICTURE), sha256="ab" * 32
    )
    assert (kept, waiting) == (expected, attachment("a2"))
    assert await storage.attachments.data("a1") == PICTURE
    assert await due(storage) == ["a2"]
    rows = await storage.database.rows(text("SELECT reference, data FROM attachments"))
    assert not any(
        b"file-" in bytes(v) or b"picture" in bytes(v) for row in rows for v in row if v
    )


@pytest.mark.parametrize("end", ["refused", "gone"])
async def test_one_that_is_given_up_says_why(storage: Storage, end: str) -> None:
    await add(storage, attachment())
    await put(storage, lambda u: storage.attachments.end(u, "a1", end, "kind"))
    (ended,) = await storage.attachments.of_response(R1)
    assert (ended.state, ended.reason, ended.reference) == (end, "kind", "")
    assert await due(storage) == []
    await stored(storage)
    assert await storage.attachments.data("a1") is None, "the end is the end"


@pytest.mark.parametrize("way", ["erase", "discard"])
async def test_they_go_with_their_response_and_do_not_come_back(
    storage: Storage, way: str
) -> None:
    await put(storage, lambda u: storage.responses.add(u, response()))
    await add(storage, attachment(), attachment("a2"), attachment("b", response_id="other"))
    await stored(storage)
    await put(storage, lambda u: getattr(storage.answers, way)(u, R1))
    await stored(storage, "a2")  # it was being fetched at that moment
    assert await storage.attachments.of_response(R1) == []
    assert await storage.attachments.data("a1") is None
    assert await due(storage) == ["b"]
