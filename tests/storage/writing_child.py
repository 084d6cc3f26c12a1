"""A process that stores messages and says which were acknowledged, until it is killed.

python -m tests.storage.writing_child FOLDER [server]
"""

import asyncio
import sys
from pathlib import Path

from storage.base import UnitOfWork
from storage.opening import open_storage
from storage.secrets import KeyRing
from tests.storage.records import inbox, outbox


async def write_for_ever(folder: Path, *, server: bool) -> None:
    """Store message after message, eight at a time, each with its answer."""
    ring = KeyRing.open(folder / "keys.json")
    storage = await open_storage(f"sqlite:///{folder}/rows.db", ring, server=server)
    sys.stdout.write("ready\n")
    sys.stdout.flush()

    async def client(number: int) -> None:
        name = f"s{number}"
        for step in range(1, 1_000_000):
            message = inbox(number * 1_000_000 + step, session_id=name)
            unit = UnitOfWork()
            storage.inbox.add(unit, message)
            storage.outbox.add(unit, outbox(step, session_id=name))
            await storage.commit(unit)
            sys.stdout.write(f"{number} {step}\n")
            sys.stdout.flush()

    await asyncio.gather(*(client(number) for number in range(8)))


if __name__ == "__main__":
    asyncio.run(write_for_ever(Path(sys.argv[1]), server="server" in sys.argv))
