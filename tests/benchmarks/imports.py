"""Prints what reading a long list of transactions costs, and what citizens notice of it.

    python -m tests.benchmarks.imports [ROWS] [--xlsx]

A server of its own with simulated citizens who press buttons all the while: first alone, then
while its job reads ROWS rows (1,000,000), lets them count, and takes them back. The list comes in
from another process, as from the command `import-transactions`.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import click
import xlsxwriter

from bot.imports.deciding import By, HandedIn, Importer
from bot.imports.mapping import as_kept
from bot.simulator.meter import Meter, percentile
from bot.simulator.office import prepare
from bot.simulator.personas import Persona, plain_persona
from bot.simulator.playing import Plan, play
from bot.simulator.server import Server
from bot.simulator.talking import WebSite
from flows.identifiers import Instant
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from storage.transaction_records import ImportRecord

HEADERS = ("STT", "Mã hồ sơ", "Họ và tên", "Số điện thoại", "Ngày trả kết quả", "Tên thủ tục",
           "Cơ quan BHXH", "Hình thức", "Số CCCD", "Xã/phường")  # fmt: skip
AT_ONCE = 16
RATE = 40.0
"""Messages a second of all citizens together: more than a province has on a busy day."""
ALONE_S = 10.0
_PIECE = 256 * 1024  # bytes
_LOOK_S = 0.5


# -- the list


def rows(wanted: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a list; the same each time."""
    rng = random.Random("rows")
    yield HEADERS
    for n in range(1, wanted + 1):
        yield (
            str(n), f"HS-{n:08d}", f"Nguyễn Thị Thu {n}", f"098{rng.randrange(10**7):07d}",
            f"{rng.randrange(1, 29):02d}/{rng.randrange(1, 10):02d}/2026",
            "Hưởng chế độ thai sản", f"Unit {rng.randrange(1, 5)}",
            rng.choice(("Trực tiếp", "Trực tuyến")), f"0{rng.randrange(10**11):011d}",
            f"Phường {rng.randrange(1, 90)}",
        )  # fmt: skip


def write_csv(path: Path, wanted: int) -> None:
    """Write the list as separated values."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(";".join(row) + "\r\n" for row in rows(wanted))


def write_xlsx(path: Path, wanted: int) -> None:
    """Write the list as a workbook."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows(wanted)):
            sheet.write_row(number, 0, row)


async def pieces(path: Path) -> AsyncIterator[bytes]:
    """Yield a file, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


# -- citizens, and what is measured meanwhile


def _plain(_: random.Random) -> Persona:
    return plain_persona()


async def citizens(server: Server, tokens: list[str], meter: Meter) -> None:
    """Let citizens come for ever."""
    for number in count():
        plan = Plan(AT_ONCE, f"imports/{number}", AT_ONCE, _plain)
        await play(plan, WebSite(server.endpoint), tokens, meter)


class Peaks:
    """The most resident memory (MiB) of the server and of who reads for it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.server = 0.0
        self.reader = 0.0

    async def watch(self) -> None:
        """Look now and then, for ever."""
        while True:
            self.server = max(self.server, self._server.memory().now)
            self.reader = max(self.reader, _reader_memory())
            await asyncio.sleep(_LOOK_S)


def _reader_memory() -> float:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            if b"bot.imports.reading_child" in (folder / "cmdline").read_bytes():
                return int((folder / "statm").read_text().split()[1]) * 4096 / 2**20
    return 0.0


# -- the run


async def settled(storage: SqlStorage, record: ImportRecord) -> ImportRecord:
    """Wait until the server's job is done with an import."""
    while True:
        found = await storage.imports.by_id(record.id)
        assert found is not None
        if found.state != "reading" and not (found.state == "undone" and found.size):
            return found
        await asyncio.sleep(_LOOK_S)


def _importer(storage: SqlStorage) -> Importer:
    return Importer(storage, By("benchmark", Instant(time.time_ns() // 1_000_000)))


class Run:
    """One list from its upload to its end, with citizens at the server all the while."""

    def __init__(self, storage: SqlStorage, meter: Meter, file: Path, wanted: int) -> None:
        self._storage = storage
        self._meter = meter
        self._wanted = wanted
        self._file = file
        self._about = HandedIn(
            name="list", frame="person", unit_id="province", legal_basis="benchmark"
        )
        self._mark, self._begun = 0, time.monotonic()

    async def whole(self) -> None:
        """Do all of it, and print each part."""
        await asyncio.sleep(ALONE_S)
        self._told("alone")
        record = await _importer(self._storage).hand_in(self._about, pieces(self._file))
        assert record.state == "mapping", record
        self._told(f"handed in, {record.size / 2**20:.0f} MiB")
        await self._read(record)
        await self._counted(record)
        await _importer(self._storage).undo(record.id)
        await settled(self._storage, record)
        left = await self._storage.transactions.count(record.id)
        self._told(f"taken back, {left} rows left")

    async def _read(self, record: ImportRecord) -> None:
        await _importer(self._storage).read(record, as_kept(record.mapping))
        record = await settled(self._storage, record)
        assert (record.state, record.good) == ("checked", self._wanted), record
        self._told(f"read and compared {self._wanted} rows")

    async def _counted(self, record: ImportRecord) -> None:
        found = await self._storage.imports.by_id(record.id)
        assert found is not None
        await _importer(self._storage).apply(found)
        self._told("let count")
        again = await _importer(self._storage).hand_in(self._about, pieces(self._file))
        same = "nothing changed" if again.id == record.id else "A SECOND ONE"
        self._told(f"the same file again: {same}")

    def _told(self, part: str) -> None:
        """Print how long a part took, and how long citizens waited meanwhile."""
        seconds, waits = time.monotonic() - self._begun, self._meter.waits[self._mark :]
        shares = [f"{percentile(waits, share) * 1000:.0f}" for share in (0.5, 0.99, 1.0)]
        late = sum(wait > 0.1 for wait in waits)
        load = os.getloadavg()[0]
        click.echo(
            f"{part:<40} {seconds:7.1f} s   {len(waits):>6} answers, p50/p99/longest "
            f"{'/'.join(shares)} ms, {late} over 100 ms   load {load:.1f}"
        )
        self._mark, self._begun = len(self._meter.waits), time.monotonic()


async def measured(
    server: Server, storage: SqlStorage, tokens: list[str], file: Path, wanted: int
) -> None:
    """Let citizens come while a list is dealt with, and print what was measured."""
    meter, peaks = Meter(RATE), Peaks(server)
    await server.start()
    coming = [
        asyncio.create_task(citizens(server, tokens, meter)),
        asyncio.create_task(peaks.watch()),
    ]
    await Run(storage, meter, file, wanted).whole()
    for task in coming:
        task.cancel()
    await asyncio.gather(*coming, return_exceptions=True)
    click.echo(f"at most resident: server {peaks.server:.0f} MiB, reader {peaks.reader:.0f} MiB")


async def main(wanted: int, *, workbook: bool) -> None:
    """Set up an office, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        server, file = Server(Path(folder)), Path(folder, "list")
        write_xlsx(file, wanted) if workbook else write_csv(file, wanted)
        tokens = await prepare(server, Instant(time.time_ns() // 1_000_000))
        ring = KeyRing.open(server.key_ring)
        storage = await open_storage(f"sqlite:///{server.database}", ring)
        try:
            await measured(server, storage, tokens, file, wanted)
        finally:
            await storage.close()
            await server.stop()


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument.isdecimal()]
    asyncio.run(main(int(given[0]) if given else 1_000_000, workbook="--xlsx" in sys.argv))
