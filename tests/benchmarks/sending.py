"""Sends a broadcast to 200,000 people while parts are killed, and prints what came of it.

    python -m tests.benchmarks.sending [PEOPLE] [--rate 1000] [--postgres] [--seed TEXT]

On one process with SQLite; with --postgres on two web processes, two workers, PostgreSQL and a
Redis-protocol server. What CI does with 20,000 is `tests/reliability/test_broadcast.py`.
"""

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.postgres_server import PostgresServer
from tests.reliability.broadcast_run import Big, send
from tests.reliability.installations import Installation, cluster_of, server_of
from tests.valkey_server import Valkey


@asynccontextmanager
async def _several(folder: Path) -> AsyncIterator[Installation]:
    postgres = PostgresServer(_place(folder, "pg"))
    valkey = Valkey(_place(folder, "valkey"))
    await valkey.start()
    try:
        async with cluster_of(folder / "processes", postgres, valkey) as installation:
            yield installation
    finally:
        valkey.stop()
        await postgres.close()


def _place(folder: Path, name: str) -> Path:
    folder.chmod(0o755)  # the database server runs as a user of its own where we are root
    place = folder / name
    place.mkdir()
    return place


async def _main(big: Big, *, postgres: bool) -> bool:
    with TemporaryDirectory(prefix="bc-") as name:
        opened = _several(Path(name)) if postgres else server_of(Path(name))
        async with opened as installation:
            found = await send(big, installation)
    click.echo(found)
    for fault in found.faults[:20]:
        click.echo(fault, err=True)
    return not found.faults and not found.broken


@click.command()
@click.argument("people", type=int, default=200_000)
@click.option("--rate", type=int, default=1_000)
@click.option("--postgres", is_flag=True)
@click.option("--seed", default=lambda: secrets.token_hex(4))
def main(people: int, rate: int, *, postgres: bool, seed: str) -> None:
    click.echo(f"seed {seed}")
    is_whole = asyncio.run(_main(Big(people=people, rate=rate, seed=seed), postgres=postgres))
    sys.exit(not is_whole)


if __name__ == "__main__":
    main()
