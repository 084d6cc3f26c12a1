"""Writes of many units in few round trips: each unit's order stays, and each stands for itself."""

import asyncio
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from flows.identifiers import SessionId
from storage import postgres_transaction
from storage.base import StaleSessionError, StorageError, UnitOfWork
from storage.dialects import Numbered
from storage.opening import SqlStorage
from storage.postgres_grouping import Job, layers_of
from storage.tables import outbox as outbox_table
from tests.storage.records import inbox, outbox, put_each, stored

STATEMENTS = [Numbered(name, (), {}) for name in "abcde"]


def jobs_of(units: list[list[int]]) -> Iterator[Job]:
    """Units that write with these statements; each write is named by its unit and number."""
    for unit, statements in enumerate(units):
        steps = [
            (STATEMENTS[index], (f"{unit}/{number}",), None)
            for number, index in enumerate(statements)
        ]
        yield Job(steps, None)  # type: ignore[arg-type]


@given(st.lists(st.lists(st.integers(0, len(STATEMENTS) - 1), max_size=7), max_size=8))
def test_every_write_is_there_once_and_in_its_units_order(units: list[list[int]]) -> None:
    layers = layers_of(list(jobs_of(units)))
    order = [values[0] for layer in layers for values in layer.arguments]
    assert sorted(order) == sorted(
        f"{u}/{n}" for u, each in enumerate(units) for n in range(len(each))
    )
    for unit, statements in enumerate(units):
        own = [name for name in order if name.startswith(f"{unit}/")]
        assert own == [f"{unit}/{number}" for number in range(len(statements))]
    for layer in layers:
        for values, (job, _, _) in zip(layer.arguments, layer.owners, strict=True):
            assert (layer.statement, values, None) in job.steps


@given(st.lists(st.integers(0, len(STATEMENTS) - 1), max_size=7), st.integers(1, 40))
def test_like_units_need_no_more_round_trips_than_one(unit: list[int], how_many: int) -> None:
    together = layers_of(list(jobs_of([unit] * how_many)))
    assert len(together) == len(layers_of(list(jobs_of([unit]))))


def unit_with_faults(storage: SqlStorage, number: int, fault: str) -> UnitOfWork:
    """Three messages said and one heard, with a fault before, between or behind them."""
    name = SessionId(f"s{number}")
    unit = UnitOfWork()
    stale = stored(name, version=9)
    taken = inbox(0, session_id=name)
    if fault == "duplicate first":
        storage.inbox.add(unit, taken)
    storage.inbox.add(unit, inbox(1000 + number, session_id=name))
    storage.outbox.add(unit, outbox(1, session_id=name))
    if fault == "stale between":
        storage.sessions.save(unit, stale)
    storage.outbox.add(unit, outbox(2, session_id=name))
    if fault == "refused":
        storage.outbox.add(unit, outbox(2, session_id=name))
    storage.outbox.add(unit, outbox(3, session_id=name))
    if fault == "stale last":
        storage.sessions.save(unit, stale)
    if fault == "duplicate last":
        storage.inbox.add(unit, taken)
    return unit


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("refusals", [False, True])
async def test_each_unit_is_there_whole_or_not_at_all(
    storage: SqlStorage, seed: int, refusals: bool
) -> None:
    """Invariant I4, with faults at all places of units that share their transactions."""
    faults = ["", "", "", "duplicate first", "stale between", "stale last", "duplicate last"]
    chosen = random.Random(seed).choices(faults + ["refused"] * refusals, k=60)
    await put_each(storage, storage.inbox.add, inbox(0))
    units = [unit_with_faults(storage, number, fault) for number, fault in enumerate(chosen)]
    ends = await asyncio.gather(*(storage.commit(unit) for unit in units), return_exceptions=True)
    assert [isinstance(end, StorageError) for end in ends] == [bool(fault) for fault in chosen]
    assert all(
        isinstance(end, StaleSessionError) == fault.startswith("stale")
        for end, fault in zip(ends, chosen, strict=True)
    )
    counted = select(outbox_table.c.session_id, func.count()).group_by(outbox_table.c.session_id)
    found = dict(map(tuple, await storage.database.rows(counted)))
    assert found == {f"s{n}": 3 for n, fault in enumerate(chosen) if not fault}


async def test_a_large_unit_is_written_in_pieces(
    storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_transaction, "_MOST_AT_ONCE", 7)
    unit = UnitOfWork()
    for number in range(50):
        storage.inbox.add(unit, inbox(number))
        storage.outbox.add(unit, outbox(number + 1))
    await storage.commit(unit)
    assert len(await storage.outbox.after(inbox().session_id, 0)) == 50
    assert len(await storage.inbox.pending(inbox().session_id)) == 50
