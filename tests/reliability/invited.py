"""Whom a big broadcast goes to: planted as rows and as chats, and judged one by one at the end."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from bot.simulator.telegram import Message, TelegramServer
from flows.broadcasts import Window
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.broadcast_records import BroadcastRecord
from storage.broadcast_tables import broadcast_recipients as r
from storage.opening import SqlStorage
from survey.campaigns import Words
from tests.bot.broadcasts.scene import Clock, office_over, person_number, plant

__all__ = ["Invited", "Row", "confirm", "rows_of"]

MARK = "Khảo sát thử"
"""Stands in each invitation and in no other message."""
_CAMPAIGN = "big"
_FIRST = 1_000_000
_GONE_EVERY = 97
"""Of so many people one has deleted the account, which nobody told the bot."""
_COLUMNS = ("transaction_id", "number", "state", "reason", "platform_number")
_ROWS = select(*(r.c[name] for name in _COLUMNS)).where(r.c.broadcast_id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class Row:
    """What the service says of one recipient."""

    transaction_id: str
    number: int
    state: str
    reason: str | None
    platform_number: str | None


async def confirm(storage: SqlStorage, now: Instant) -> BroadcastRecord:
    """Confirm the invitations of the campaign: its audience is frozen, and they begin to leave."""
    office = await office_over(storage)
    office.clock = Clock(now)
    [campaign] = await storage.campaigns.listed(None)
    window = Window(now, now, Instant(now + DAY))
    words = Words(channel="telegram", language="vi", wave=0, text=f"{MARK}: {{link}}")
    draft = await office.acts().make(campaign, 0, window, [words])
    return await office.acts().confirm(draft)


async def rows_of(storage: SqlStorage, record: BroadcastRecord) -> list[Row]:
    """Return what became of each recipient, by number."""
    found = await storage.database.rows(_ROWS, {"id": record.id}, in_thread=True)
    return sorted((Row(*row) for row in found), key=lambda row: row.number)


class Invited:
    """So many people of the simulator's, of whom each has a chat with the bot."""

    def __init__(self, sim: TelegramServer, count: int) -> None:
        self.numbers = range(_FIRST, _FIRST + count)
        self.arrived = 0
        """Invitations that came up on somebody's screen."""
        self._sim = sim
        for number in self.numbers:
            chat = sim.person(number, "C").chat
            chat.started, chat.hear = True, self._hear
            chat.deactivated = self._is_gone(number)

    @staticmethod
    def _is_gone(number: int) -> bool:
        return number % _GONE_EVERY == 0

    def _hear(self, _: Message) -> None:
        self.arrived += 1

    async def plant(self, storage: SqlStorage) -> None:
        """Let them be drawn for a campaign that runs; of each the chat is known."""
        await plant(storage, _CAMPAIGN, self.numbers)

    async def reached(self, share: float) -> None:
        """Wait until that share of them was written to."""
        while self.arrived < share * len(self.numbers):  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.05)

    # -- the end

    def faults(self, rows: list[Row]) -> Iterator[str]:
        """Yield where the rows do not say what is on the screens (I10): who is missed, who got
        it twice, of whom something else is written down than what the platform answered.
        """
        if [row.number for row in rows] != list(range(1, len(self.numbers) + 1)):
            yield "the rows are not numbered without a gap"
        known = Counter(person_number(row.transaction_id) for row in rows)
        if known != Counter(self.numbers):
            yield "not everybody has one row"
        for row in rows:
            if (fault := self._fault(row)) is not None:
                yield f"{row}: {fault}"

    def _fault(self, row: Row) -> str | None:
        number = person_number(row.transaction_id)
        got = [str(message.id) for message in self._sim.people[number].chat.from_bot]
        if len(got) > 1:
            return f"got it {len(got)} times"
        match row.state:
            case "sent":
                return None if got == [row.platform_number] else f"sent, and there is {got}"
            case "unknown":
                return None
            case "blocked":
                return None if self._is_gone(number) and not got else "blocked for no reason"
            case _:
                return "missed"
