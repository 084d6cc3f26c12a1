"""What a citizen hears: messages in the order of their numbers, each breach noticed at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from zlib import crc32

from bot.simulator.browser import Told
from bot.simulator.ledger import Ledger, Meant, Seen
from flows.talk import DIALOGUE

__all__ = ["Hearing", "asks", "in_brief", "is_taken"]


def asks(told: Told) -> bool:
    """Whether a message waits for an answer."""
    return told.kind == "question" or (told.kind == "review" and bool(told.choices))


def in_brief(told: Told) -> Seen:
    """Return what the ledger keeps of a message."""
    return Seen(told.seq, told.kind, told.prompt, told.code, crc32(told.text.encode()))


def is_taken(meant: Meant, fresh: Sequence[Told]) -> bool:
    """Whether the conversation goes on as if the answer was taken."""
    asked = next((told.prompt for told in fresh if asks(told) and told.prompt), None)
    if asked is None:
        return True
    tag, question = asked
    if tag == DIALOGUE:
        return question not in {"HUMAN", "U2", "RESTART"}
    return (tag, question.removesuffix("?")) != (meant.tag, meant.question)


class Hearing:
    """Takes messages from replies, polls and streams alike; a number counts once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._fresh: list[Told] = []
        self._news = asyncio.Event()

    def hear(self, told: Told) -> None:
        """Take one message; what was heard before must be the same again."""
        ledger = self._ledger
        if told.seq == ledger.last + 1:
            ledger.seen.append(in_brief(told))
            self._fresh.append(told)
            if told.code:
                ledger.codes.add(told.code)
            self._news.set()
        elif told.seq > ledger.last:
            ledger.troubles.append(f"I3 message {told.seq} came after {ledger.last}")
        elif ledger.seen[told.seq - 1] != in_brief(told):
            ledger.troubles.append(f"I3 message {told.seq} is another one now")

    def last(self) -> int:
        """Return the number of the newest message heard."""
        return self._ledger.last

    async def until(self, seq: int, patience: float) -> bool:
        """Wait until message `seq` was heard; False when it did not come in time."""
        try:
            async with asyncio.timeout(patience):
                while self._ledger.last < seq:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return False
        return True

    def take(self) -> list[Told]:
        """Return what was heard since the last call."""
        fresh, self._fresh = self._fresh, []
        return fresh
