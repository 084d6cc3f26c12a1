"""An office that hands lists in: files as it has them, and what becomes of them."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field

from bot.imports.deciding import By, HandedIn, Importer
from bot.imports.emptying import emptied
from bot.imports.mapping import ColumnMapping, as_kept
from bot.imports.staging import Staging
from flows.identifiers import Instant
from storage.base import Storage
from storage.transaction_records import Frame, ImportRecord, TransactionRecord

NOON = Instant(1_793_682_000_000)
"""3 November 2026, 12:00 in Vietnam."""
HEADERS = (
    "Mã hồ sơ;Cơ quan BHXH;Nơi giao dịch;Quầy;Thủ tục;Ngày trả kết quả;Hình thức;"
    "Số điện thoại;Số CCCD"
)


def row(number: int, **changes: str) -> str:
    """A row of an office's list; `changes` by field."""
    cells = {
        "code": f"HS{number:05d}",
        "unit": "BHXH cơ sở Đà Lạt",
        "place": "Bộ phận Một cửa Đà Lạt",
        "counter": "Quầy số 1",
        "procedure": "Hưởng chế độ thai sản",
        "day": "05/10/2026",
        "mode": "Trực tiếp",
        "phone": f"0912{number:06d}",
        "person": f"0{68_000_000_000 + number}",
    }
    return ";".join({**cells, **changes}.values())


def a_list(rows: Iterable[str], headers: str = HEADERS) -> bytes:
    return "\r\n".join((headers, *rows)).encode("utf-8-sig")


async def pieces(content: bytes, size: int = 50_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


@dataclass
class Office:
    """The storage, and whose lists are handed in."""

    storage: Storage
    unit_id: str
    now: Instant = field(default=NOON)

    def clock(self) -> Instant:
        self.now = Instant(self.now + 1)
        return self.now

    @property
    def importer(self) -> Importer:
        return Importer(self.storage, By("account:1", self.clock()))

    async def hand_in(
        self, content: bytes, frame: Frame = "person", name: str = "thang10.csv", **more: str
    ) -> ImportRecord:
        about = HandedIn(
            name=name,
            frame=frame,
            unit_id=self.unit_id,
            legal_basis="Kế hoạch 3500/KH-BHXH",
            **more,
        )
        return await self.importer.hand_in(about, pieces(content))

    async def checked(
        self, content: bytes, columns: Mapping[str, int] | None = None, frame: Frame = "person"
    ) -> ImportRecord:
        """Hand a list in, map it as proposed (or so), and read it."""
        record = await self.hand_in(content, frame)
        assert record.state == "mapping", (record.reason, record.detail)
        mapping = as_kept(record.mapping) if columns is None else ColumnMapping(columns)  # type: ignore[arg-type] # fields
        return await self.read(await self.importer.read(record, mapping))

    async def read(self, record: ImportRecord) -> ImportRecord:
        return await Staging(self.storage, record, self.clock).run()

    async def applied(self, content: bytes) -> ImportRecord:
        record = await self.importer.apply(await self.checked(content))
        assert record.state == "applied"
        return record

    async def swept(self) -> int:
        """Let the job empty what is to be emptied."""
        count = 0
        while (record := await self.storage.imports.due(self.clock())) is not None:
            await emptied(self.storage, record, self.clock)
            count += 1
        return count

    async def rows(self, record: ImportRecord) -> list[TransactionRecord]:
        return await self.storage.transactions.page(record.id)

    async def faults(self, record: ImportRecord) -> list[tuple[int, str, str]]:
        found = await self.storage.imports.faults(record.id, at_most=100)
        return [(fault.row, fault.column, fault.code) for fault in found]

    async def now_is(self, record: ImportRecord) -> ImportRecord:
        found = await self.storage.imports.by_id(record.id)
        assert found is not None
        return found
