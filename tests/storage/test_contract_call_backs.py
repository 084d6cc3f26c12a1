"""Calls that verify responses, on each kind of database."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from flows.identifiers import Instant
from storage.base import StaleSessionError, StorageRefusedError, UnitOfWork
from storage.call_back_base import CallBack
from storage.opening import SqlStorage
from survey.call_backs import OUTCOMES, Outcome
from tests.storage.records import R1, put, put_each, raw_unit, response


@pytest.fixture
async def filled(storage: SqlStorage) -> SqlStorage:
    """A storage with one response that was sent, for which figures wait no more."""
    await put_each(storage, storage.responses.add, response(state="completed", demo=False))
    return storage


def called(
    storage: SqlStorage, outcome: Outcome, note: str = "", at: int = 5, by: str = "account:1"
) -> Callable[[UnitOfWork], None]:
    return lambda unit: storage.call_backs.record(unit, R1, outcome, note, Instant(at), by)


async def scalar(storage: SqlStorage, statement: str) -> object:
    [[found]] = await storage.database.rows(text(statement), {})
    return found


async def test_calls_come_back_oldest_first_and_numbered(filled: SqlStorage) -> None:
    assert await filled.call_backs.of(R1) == []
    await put(filled, called(filled, "not_reached", at=9))
    # The number says in which order they came, not the clock of whoever wrote them.
    await put(filled, called(filled, "confirmed", "đã nói chuyện", at=8, by="account:2"))
    first, second = await filled.call_backs.of(R1)
    assert first == CallBack(
        response_id=R1, number=1, outcome="not_reached", note=None, at=Instant(9), by="account:1"
    )
    assert second == CallBack(
        response_id=R1, number=2, outcome="confirmed", note="đã nói chuyện", at=Instant(8),
        by="account:2",
    )  # fmt: skip


async def test_every_outcome_can_be_kept(filled: SqlStorage) -> None:
    for at, outcome in enumerate(OUTCOMES):
        await put(filled, called(filled, outcome, at=at))
    assert [one.outcome for one in await filled.call_backs.of(R1)] == list(OUTCOMES)


async def test_notes_are_sealed_at_rest(filled: SqlStorage) -> None:
    await put(filled, called(filled, "prompted", "cán bộ đứng bên cạnh"))
    [[sealed]] = await filled.database.rows(text("SELECT note FROM call_backs"), {})
    assert "cán bộ".encode() not in bytes(sealed)


async def test_notes_go_with_the_response_and_outcomes_stay(filled: SqlStorage) -> None:
    """Who noted something may have said about whom it is (invariant I22)."""
    await put(filled, called(filled, "prompted", "ông Nam đứng bên cạnh"))
    await put(filled, lambda unit: filled.responses.erase(unit, R1))
    [call] = await filled.call_backs.of(R1)
    assert (call.outcome, call.note) == ("prompted", None)


@pytest.mark.parametrize("state", ["erased", "in_progress"])
async def test_nothing_is_added_to_what_is_erased_or_not_sent_yet(
    storage: SqlStorage, state: str
) -> None:
    await put_each(storage, storage.responses.add, response(state=state))
    with pytest.raises(StaleSessionError):
        await put(storage, called(storage, "confirmed"))
    assert await storage.call_backs.of(R1) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE call_backs SET outcome = 'confirmed'",
        "UPDATE call_backs SET note = outcome",
        "DELETE FROM call_backs",
    ],
)
async def test_history_cannot_be_changed(
    filled: SqlStorage, database_url: str, statement: str
) -> None:
    await put(filled, called(filled, "prompted", "đứng bên cạnh"))
    if "note" in statement and database_url.startswith("postgres"):
        statement = "UPDATE call_backs SET note = 'x'::bytea"
    with pytest.raises(StorageRefusedError):
        await filled.commit(raw_unit(statement))
    [call] = await filled.call_backs.of(R1)
    assert (call.outcome, call.note) == ("prompted", "đứng bên cạnh")


async def test_each_call_queues_the_response_for_figures(filled: SqlStorage) -> None:
    await filled.commit(raw_unit("DELETE FROM figures_pending"))
    await put(filled, called(filled, "no_transaction"))
    waiting = f"SELECT count(*) FROM figures_pending WHERE response_id = '{R1}'"  # noqa: S608 – a constant
    assert await scalar(filled, waiting)


async def test_calls_about_example_responses_go_with_them(storage: SqlStorage) -> None:
    await put_each(storage, storage.responses.add, response(state="completed", demo=True))
    await put(storage, called(storage, "confirmed"))
    removed = await storage.remove_demo()
    assert removed["call_backs"] == 1
    assert await storage.call_backs.of(R1) == []
