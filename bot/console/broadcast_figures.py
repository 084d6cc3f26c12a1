"""How far a wave is: what became of its recipients, as a page shows it and keeps it fresh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.broadcasts.words import OUTCOMES, REASONS, STATES
from bot.campaigns.words import CHANNELS as CHANNEL_WORDS
from bot.console.broadcast_sharing import PROGRESS
from bot.console.routes import Visit
from bot.reports.wording import said
from flows.broadcasts import RecipientState
from flows.desk.policy import scope_of
from flows.texts import text_key
from storage.broadcast_records import BroadcastRecord, Counted
from survey.campaigns import CHANNELS, Channel

__all__ = [
    "NAMES",
    "SHOWN",
    "WATCHED",
    "Name",
    "Progress",
    "live_figures",
    "name_of",
    "progress_of",
    "shared_progress",
]

WATCHED: Final = "wave"
"""Names, in the address of the stream of figures, the broadcast that a page watches."""
SHOWN: Final[tuple[RecipientState, ...]] = (
    "pending", "sent", "failed", "blocked", "unknown", "cancelled",
)  # fmt: skip
"""The columns of the table; what a process has in hand still waits."""

Name: TypeAlias = Channel | Literal["none"]
"""A channel; none: it was not looked up yet how somebody is reached."""

NAMES: Final[tuple[Name, ...]] = (*CHANNELS, "none")
_NOT_LOOKED_UP: Final = text_key("console.broadcast.not_sorted")


@dataclass(frozen=True, slots=True)
class Progress:
    """How many recipients are in which state. `count` is by channel and state; `reasons` are
    sentences: what happened to how many by which channel, and why.
    """

    count: Mapping[tuple[Name, RecipientState], int]
    reasons: Sequence[str]

    @property
    def audience(self) -> int:
        """All of them."""
        return sum(self.count.values())

    @property
    def over(self) -> int:
        """How many found an end."""
        return self.audience - self.total("pending")

    def of(self, name: Name, state: RecipientState) -> int:
        """Return how many of a channel are in a state."""
        return self.count.get((name, state), 0)

    def total(self, state: RecipientState) -> int:
        """Return how many are in a state, all channels together."""
        return sum(self.of(name, state) for name in NAMES)


async def progress_of(visit: Visit, record: BroadcastRecord) -> Progress:
    """Return how far a wave is now; the page's own stream goes on from there."""
    rows = await visit.services.storage.broadcasts.progress(record.id)
    return _summed(visit, visit.request.app[PROGRESS].keep(record.id, rows))


async def shared_progress(visit: Visit, record: BroadcastRecord) -> Progress:
    """Return how far a wave was a moment ago: one count of it serves all who look."""
    broadcasts = visit.services.storage.broadcasts
    kept = visit.request.app[PROGRESS]
    return _summed(visit, await kept.rows(record.id, lambda: broadcasts.progress(record.id)))


def _summed(visit: Visit, rows: Sequence[Counted]) -> Progress:
    count: Counter[tuple[Name, RecipientState]] = Counter()
    for row in rows:
        count[row.channel or "none", "pending" if row.state == "claimed" else row.state] += (
            row.count
        )
    return Progress(count, [_sentence(visit, row) for row in rows if row.reason is not None])


def name_of(visit: Visit, name: Name) -> str:
    """Return what a channel is called."""
    return visit.text(_NOT_LOOKED_UP if name == "none" else CHANNEL_WORDS[name])


def _sentence(visit: Visit, row: Counted) -> str:
    return visit.text(
        text_key("console.broadcast.because"),
        channel=name_of(visit, row.channel or "none"),
        outcome=visit.text(OUTCOMES[row.state]),
        reason=said(visit.text, REASONS, row.reason or ""),
        count=visit.services.texts.number(visit.language, row.count),
    )


# -- an open page


async def live_figures(visit: Visit) -> dict[str, int | str | list[str]]:
    """Return the figures of the wave that a page watches (`data-watch`), by the names that they
    have there; none where it watches none, or none that this person may see.
    """
    record = await _watched(visit)
    if record is None:
        return {}
    progress, write = await shared_progress(visit, record), visit.services.texts.number
    cells = {f"{name}.{state}": progress.of(name, state) for name in NAMES for state in SHOWN}
    totals = {f"total.{state}": progress.total(state) for state in SHOWN}
    numbers = {**cells, **totals, "audience": progress.audience, "over": progress.over}
    return {
        **{f"wave.{name}": write(visit.language, count) for name, count in numbers.items()},
        "wave.bar": progress.over,
        "wave.state": visit.text(STATES[record.state]),
        "wave.reasons": list(progress.reasons),
    }


async def _watched(visit: Visit) -> BroadcastRecord | None:
    query, storage = visit.request.query, visit.services.storage
    record = await storage.broadcasts.by_id(query[WATCHED]) if WATCHED in query else None
    if record is None:
        return None
    units = scope_of(visit.actor, "campaign.read").units
    campaign = await storage.campaigns.by_id(units, record.campaign_id)
    return None if campaign is None else record
