"""What came of outbox rows on a platform: each row beside the messages in its person's chat."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise, takewhile

from bot.simulator.laying_out import stray_texts
from bot.simulator.ledger import Heard, Ledger
from bot.simulator.snapshot import OutboxRow

__all__ = ["Delivered", "Fault"]

Fault = tuple[str, str]
"""The invariant that is broken, and what shows it."""

_NEVER_LEFT = frozenset({"queued", "cancelled", "dead"})


class Delivered:
    """The rows of one session against one chat. `found` are the messages that say a row, by the
    row's number; `faults` is what does not fit.

    A chat is one line, and so is an outbox: the number that the platform gave a row cuts the
    chat, and what stands between two cuts can only be of the row that ends there, of those before
    it that never got a number, or of nobody.
    """

    def __init__(self, ledger: Ledger, rows: Sequence[OutboxRow], *, forgotten: bool) -> None:
        self.found: dict[int, list[Heard]] = {}
        self.faults: list[Fault] = []
        self._who = f"citizen {ledger.citizen}"
        self._heard = ledger.heard
        self._places = {heard.number: place for place, heard in enumerate(ledger.heard)}
        self._next = 0
        self._forgotten = forgotten
        for place, row in enumerate(rows):
            if row.number is None:
                later = next((r for r in rows[place + 1 :] if r.number is not None), None)
                if not _is_anothers(row, later):
                    self._numberless(row, None if later is None else later.number)
            else:
                self._numbered(row, row.number)
            self._forgotten = False
        if not self._forgotten:
            self._note_strangers(self._heard[self._next :])
        firsts = sorted((own[0].number, seq) for seq, own in self.found.items() if own)
        self._numbers = [number for number, _ in firsts]
        self._seqs = [seq for _, seq in firsts]

    # -- rows that the platform has numbered

    def _numbered(self, row: OutboxRow, number: int) -> None:
        place = self._places.get(number)
        if place is None:
            self._fault("I9", f"row {row.seen.seq} is {row.state}, but {number} is not there")
            return
        if place < self._next:
            self._fault("I3", f"row {row.seen.seq} came out of order, as {number}")
            return
        stretch = self._heard[self._next : place + 1]
        self._next = place + 1
        if self._forgotten:  # what was before the first row that is left, nobody knows
            stretch = list(takewhile(lambda one: one.text in row.texts, reversed(stretch)))[::-1]
        own = [heard for heard in stretch if heard.text in row.texts]
        self.found[row.seen.seq] = own
        self._note_strangers([heard for heard in stretch if heard.text not in row.texts])
        self._compare(row, own)
        if row.state == "sent" and self._heard[place].text != row.texts[-1]:
            self._fault("I3", f"row {row.seen.seq} was heard otherwise, as {number}")

    def _compare(self, row: OutboxRow, own: Sequence[Heard]) -> None:
        """Compare how often each part is there with how often it may be."""
        most = 1 + row.unknowns
        for text in dict.fromkeys(row.texts):
            said = row.texts.count(text)
            times = sum(heard.text == text for heard in own)
            if times > most * said:
                self._fault("I9", f"row {row.seen.seq} is there {times} times, {most} may be")
            elif times < said and row.state == "sent":
                self._fault("I9", f"row {row.seen.seq} is sent, and a part of it is not there")
        firsts = [next((h.number for h in own if h.text == text), 0) for text in row.texts]
        if any(a > b for a, b in pairwise(firsts) if a and b):
            self._fault("I3", f"row {row.seen.seq}: its parts are out of order")

    # -- and the others

    def _numberless(self, row: OutboxRow, before: int | None) -> None:
        """Look for a row where it must be, if it is there: next, and `before` that number."""
        own: list[Heard] = []
        most = (1 + row.unknowns) * len(row.texts)
        while self._next < len(self._heard) and len(own) < most:
            heard = self._heard[self._next]
            if heard.text not in row.texts or (before is not None and heard.number >= before):
                break
            own.append(heard)
            self._next += 1
        self.found[row.seen.seq] = own
        if own and row.state in _NEVER_LEFT and not row.unknowns:
            self._fault("I9", f"row {row.seen.seq} is {row.state}, but is there")
        if row.state == "sent":
            self._fault("I9", f"row {row.seen.seq} is sent, and has no number")

    def _note_strangers(self, heard: Sequence[Heard]) -> None:
        for one in heard:
            if not one.text.startswith(stray_texts()):
                self._fault("I9", f"message {one.number} is of no row: {one.text[:60]!r}")

    def _fault(self, invariant: str, evidence: str) -> None:
        self.faults.append((invariant, f"{self._who}: {evidence}"))

    # -- times

    def seq_at(self, number: int) -> int:
        """Return the newest row that was there when message `number` was the chat's newest."""
        place = bisect_right(self._numbers, number)
        return max(self._seqs[:place], default=0) if place else 0


def _is_anothers(row: OutboxRow, later: OutboxRow | None) -> bool:
    """Tell whether a text that both say stands there for the later row's sake alone: that one
    left twice, and the first never left.
    """
    stayed = row.state in _NEVER_LEFT and not row.unknowns
    return stayed and later is not None and later.unknowns > 0 and later.texts == row.texts
