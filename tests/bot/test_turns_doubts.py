"""Which failed commits the sender hears of: those that may have taken place."""

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest

from bot.turns import Turns
from flows.identifiers import SessionId
from storage.base import (
    DuplicateMessageError,
    StaleSessionError,
    StorageUnavailableError,
    UnitOfWork,
)
from tests.storage.records import stored
from tests.web.installation import installed


class _Outlet:
    def __init__(self) -> None:
        self.doubts: list[tuple[SessionId, int]] = []

    def doubt(self, session_id: SessionId, seq: int) -> None:
        self.doubts.append((session_id, seq))


@pytest.mark.parametrize(
    ("error", "is_doubtful"),
    [
        (StorageUnavailableError("cut"), True),
        (asyncio.CancelledError(), True),
        (StaleSessionError(), False),
        (DuplicateMessageError(), False),
    ],
)
async def test_a_commit_that_may_have_been_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, is_doubtful: bool
) -> None:
    async with installed(tmp_path) as place:
        given = place.services.runner.turns
        outlet = _Outlet()
        turns = Turns(
            given.storage, given.renderer, given.live, trial=True, outlet=cast(Any, outlet)
        )

        async def fail(_: UnitOfWork) -> None:
            raise error

        monkeypatch.setattr(given.storage, "commit", fail)
        after = stored(last_seq=5)
        with pytest.raises(type(error)):
            await turns.commit(UnitOfWork(), after, is_clear=True, behind=3)
        with pytest.raises(type(error)):
            await turns.commit(UnitOfWork(), after, is_clear=True, behind=5)
    assert outlet.doubts == ([(after.session.id, 4)] if is_doubtful else [])
