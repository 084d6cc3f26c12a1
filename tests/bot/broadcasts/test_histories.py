"""Whatever is done to a broadcast, and whenever: I10 and I11 hold."""

import os
import random
from pathlib import Path

import pytest

from storage.opening import SqlStorage, open_storage
from tests.bot.broadcasts.histories import History, Witness
from tests.bot.broadcasts.scene import Office

HISTORIES = int(os.environ.get("HISTORIES", "150"))
"""Each takes some 0.2 s; what is promised is shown by 1,000 (docs/broadcasts.md)."""
ON_POSTGRES = 25
FURTHER = 100
"""Numbers of people from one history to the next."""


@pytest.mark.timeout(900)
async def test_random_histories_keep_every_row_and_every_word(office: Office) -> None:
    witness = Witness()
    witness.watch(office.storage)
    stores = [office.storage] * 2
    taken = [await _history(office, witness, stores, seed) for seed in range(HISTORIES)]
    assert sum(taken) >= HISTORIES // 10, "proposed texts were hardly ever taken"


@pytest.mark.timeout(300)
async def test_so_they_do_with_processes_of_their_own(
    postgres_office: Office, postgres_url: str, made: Path
) -> None:
    """Each worker, and who acts, has connections of its own, as in a cluster."""
    ring = postgres_office.storage.ring
    assert ring.path.parent == made
    stores = [await open_storage(postgres_url, ring) for _ in range(2)]
    witness = Witness(in_order=False)
    for storage in (postgres_office.storage, *stores):
        witness.watch(storage)
    try:
        for seed in range(ON_POSTGRES):
            await _history(postgres_office, witness, stores, seed)
    finally:
        for storage in stores:
            await storage.close()


async def _history(office: Office, witness: Witness, stores: list[SqlStorage], seed: int) -> int:
    history = History(office, witness, stores, random.Random(seed), FURTHER * (seed + 1))
    try:
        await history.go()
        assert history.texts_fit()
    except AssertionError as broken:
        broken.add_note(f"in the history of seed {seed}")
        raise
    return history.taken
