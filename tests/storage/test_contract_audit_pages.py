"""The audit log as it is read, on each kind of database; and the file of its signed heads."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from flows.identifiers import Instant
from storage.audit_heads import AuditHeads, is_genuine
from storage.base import Storage, UnitOfWork
from storage.desk_records import AuditFilter, AuditHead, AuditRow
from storage.secrets import KeyRing
from storage.signatures import public_key

HEAD = AuditHead(position=3, hash="ab" * 32, at=Instant(9))


async def filled(storage: Storage) -> None:
    for number in range(1, 31):
        unit = UnitOfWork()
        storage.audit.note(
            unit,
            at=Instant(number // 2),  # two at the same time
            actor=f"account:{number % 3}",
            action="case.answer" if number % 2 else "case.take",
            target=f"case {number % 5}",
            detail={"number": str(number)},
            demo=number == 30,
        )
        await storage.commit(unit)


async def numbers(storage: Storage, chosen: AuditFilter, size: int) -> list[int]:
    """Return what the pages list, one page behind the other."""
    found: list[AuditRow] = []
    after: str | None = None
    while True:
        page = await storage.audit.page(chosen, reader="lan", after=after, size=size)
        found += page.rows
        after = page.next
        if after is None:
            return [int(row.detail["number"]) for row in found]


@pytest.mark.parametrize("size", [4, 50])
async def test_pages_are_newest_first_and_leave_out_examples(storage: Storage, size: int) -> None:
    await filled(storage)
    assert await numbers(storage, AuditFilter(), size) == list(range(29, 0, -1))


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [
        (AuditFilter(actor="account:1"), [28, 25, 22, 19, 16, 13, 10, 7, 4, 1]),
        (AuditFilter(action="case.take", target="case 0"), [20, 10]),
        (AuditFilter(since=Instant(3), until=Instant(5)), [9, 8, 7, 6]),
        (AuditFilter(actor="nobody"), []),
    ],
)
async def test_filters_narrow(storage: Storage, chosen: AuditFilter, wanted: list[int]) -> None:
    await filled(storage)
    assert await numbers(storage, chosen, 3) == wanted


@pytest.mark.parametrize("mark", ["", "dated.1.2", "newest.1.'", "newest.1." + "9" * 60])
async def test_what_is_no_mark_begins_at_the_beginning(storage: Storage, mark: str) -> None:
    await filled(storage)
    page = await storage.audit.page(AuditFilter(), reader="lan", after=mark, size=1)
    assert [row.detail["number"] for row in page.rows] == ["29"]


class TestHeads:
    def test_are_added_line_by_line_and_read_back(self, tmp_path: Path, ring: KeyRing) -> None:
        heads = AuditHeads(tmp_path / "deeper" / "heads.jsonl", ring)
        assert heads.read() == []
        assert heads.newest() is None
        first, second = heads.append(HEAD), heads.append(HEAD)
        assert heads.read() == [first, second]
        assert heads.newest() == second
        assert is_genuine(ring, first)
        assert heads.path.stat().st_mode & 0o777 == 0o600

    def test_can_be_checked_by_whoever_has_the_public_key(
        self, tmp_path: Path, ring: KeyRing
    ) -> None:
        head = AuditHeads(tmp_path / "heads.jsonl", ring).append(HEAD)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key(ring)))
        message = f'[{head.position},"{head.hash}",{head.at}]'
        key.verify(base64.b64decode(head.signature), message.encode())

    def test_of_another_ring_are_not_genuine(self, tmp_path: Path, ring: KeyRing) -> None:
        other = KeyRing.create(tmp_path / "other.json")
        head = AuditHeads(tmp_path / "heads.jsonl", other).append(HEAD)
        assert is_genuine(other, head)
        assert not is_genuine(ring, head)

    def test_stay_genuine_when_a_key_is_added(self, tmp_path: Path, ring: KeyRing) -> None:
        head = AuditHeads(tmp_path / "heads.jsonl", ring).append(HEAD)
        ring.add_key()
        assert is_genuine(KeyRing.open(ring.path), head)

    @pytest.mark.parametrize("line", [b"{}", b"nonsense", b'{"position": 1}', b"\xff"])
    def test_a_line_that_is_none_was_not_signed(
        self, tmp_path: Path, ring: KeyRing, line: bytes
    ) -> None:
        heads = AuditHeads(tmp_path / "heads.jsonl", ring)
        genuine = heads.append(HEAD)
        heads.path.write_bytes(heads.path.read_bytes() + line + b"\n")
        assert [is_genuine(ring, head) for head in heads.read()] == [True, False]
        assert heads.read()[0] == genuine
