"""How much waits in the database, and since when: two reads over what the indexes hold open."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import func, literal_column, select

from flows.identifiers import Instant
from storage.base import Database
from storage.tables import inbox, outbox

__all__ = ["Backlogs", "Waiting", "backlogs"]


class Waiting(NamedTuple):
    """Rows that wait, and when the oldest of them came."""

    rows: int
    oldest: Instant | None


class Backlogs(NamedTuple):
    """Messages that are not decided upon, and those that still have to leave, by state."""

    inbox: Waiting
    outbox: dict[str, Waiting]


# States spelt out, not as parameters: only so can SQLite prove that the partial indexes fit.
_INBOX: Final = select(func.count(), func.min(inbox.c.received_at)).where(
    inbox.c.state == literal_column("'pending'")
)
_OUTBOX: Final = (
    select(outbox.c.state, func.count(), func.min(outbox.c.created_at))
    .where(outbox.c.state.in_((literal_column("'queued'"), literal_column("'claimed'"))))
    .group_by(outbox.c.state)
)


async def backlogs(database: Database) -> Backlogs:
    """Count what waits.

    Raises:
        StorageError: nothing can be read now.

    """
    ((pending, oldest),) = await database.rows(_INBOX)
    states = {state: Waiting(count, since) for state, count, since in await database.rows(_OUTBOX)}
    none = Waiting(0, None)
    named = {name: states.get(name, none) for name in ("queued", "claimed")}
    return Backlogs(Waiting(pending, oldest), named)
