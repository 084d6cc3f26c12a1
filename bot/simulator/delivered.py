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
    chat, and what stands between two cuts is of the row that ends there, of those before it that
    never got a number, or of nobody. But a process that dies loses the marks of its last rows,
    and all of them leave once more, from the first on. So what stands between two cuts may be of
    rows that follow as well, as long as each of them has an unknown to show for it.
    """

    def __init__(self, ledger: Ledger, rows: Sequence[OutboxRow], *, forgotten: bool) -> None:
        self.found: dict[int, list[Heard]] = {row.seen.seq: [] for row in rows}
        self.faults: list[Fault] = []
        self._who = f"citizen {ledger.citizen}"
        self._heard = ledger.heard
        self._rows = rows
        self._forgotten = forgotten
        self._read_all()
        firsts = sorted((own[0].number, seq) for seq, own in self.found.items() if own)
        self._numbers = [number for number, _ in firsts]
        self._seqs = [seq for _, seq in firsts]

    def _read_all(self) -> None:
        places = {heard.number: place for place, heard in enumerate(self._heard)}
        first = read = 0
        for index, row in enumerate(self._rows):
            if row.number is None:
                continue
            place = places.get(row.number, -1)
            if place < read:
                self._misses(row, there=place >= 0)
                continue
            self._read(self._heard[read:place], range(first, index + 1))
            self._take(row, self._heard[place])
            read = place + 1
            # Of several parts, those behind the numbered one may be there without a number.
            first = index if len(row.texts) > 1 and row.state == "unknown" else index + 1
        self._read(self._heard[read:], range(first, len(self._rows)))
        for row in self._rows:
            self._compare(row)

    def _misses(self, row: OutboxRow, *, there: bool) -> None:
        if there:
            self._fault("I3", f"row {row.seen.seq} came out of order, as {row.number}")
        else:
            what = f"row {row.seen.seq} is {row.state}, but {row.number} is not there"
            self._fault("I9", what)

    # -- whose a message is

    def _read(self, stretch: Sequence[Heard], span: range) -> None:
        """Give each message of a stretch to a row of `span`, whose last one ends it, or to one
        that follows.
        """
        if self._forgotten:  # what was before the first row that is left, nobody knows
            known = {text for index in span for text in self._rows[index].texts}
            stretch = list(takewhile(lambda one: one.text in known, reversed(stretch)))[::-1]
            self._forgotten = False
        at = span.start
        for heard in stretch:
            index = self._whose(heard.text, at, span)
            if index is not None:
                at = index
                self._take(self._rows[index], heard)
            elif not heard.text.startswith(stray_texts()):
                self._fault("I9", f"message {heard.number} is of no row: {heard.text[:60]!r}")

    def _whose(self, text: str, at: int, span: range) -> int | None:
        """Return the row that says a text, where row `at` was read last: this one or a later one;
        one before it, if all since then are said again; or one that should not be there at all.
        """
        for index in range(at, len(self._rows)):
            if self._may_be(index, text):
                return index
            if index >= span.stop - 1 and not self._may_be_lost(index):
                break
        for index in range(at - 1, span.start - 1, -1):
            if not all(map(self._may_be_lost, range(index, at + 1))):
                break
            if self._may_be(index, text):
                return index
        wrong = (i for i in span if _stayed(self._rows[i]) and text in self._rows[i].texts)
        return next(wrong, None)

    def _may_be(self, index: int, text: str) -> bool:
        """Tell whether a row may be there once more: once, and once for each unknown, of which
        the one with the row's number has its place already.
        """
        row = self._rows[index]
        said = row.texts.count(text)
        own = self.found[row.seen.seq]
        met = sum(heard.text == text for heard in own)
        is_kept = row.number is not None and row.texts[-1:] == (text,) and row.state == "sent"
        is_to_come = is_kept and all(heard.number != row.number for heard in own)
        return not _stayed(row) and met + is_to_come < said * (1 + row.unknowns)

    def _may_be_lost(self, index: int) -> bool:
        """Tell whether a row has left without a mark, or not at all."""
        row = self._rows[index]
        return row.unknowns > 0 or row.state in _NEVER_LEFT

    def _take(self, row: OutboxRow, heard: Heard) -> None:
        self.found[row.seen.seq].append(heard)

    # -- how it fits

    def _compare(self, row: OutboxRow) -> None:
        """Compare what is there of a row with what is said of it."""
        own, seq = self.found[row.seen.seq], row.seen.seq
        if row.state == "sent":
            self._compare_sent(row, own)
        elif own and _stayed(row):
            self._fault("I9", f"row {seq} is {row.state}, but is there")
        firsts = [next((h.number for h in own if h.text == text), 0) for text in row.texts]
        if any(a > b for a, b in pairwise(firsts) if a and b):
            self._fault("I3", f"row {seq}: its parts are out of order")

    def _compare_sent(self, row: OutboxRow, own: Sequence[Heard]) -> None:
        if row.number is None:
            self._fault("I9", f"row {row.seen.seq} is sent, and has no number")
            return
        numbered = next((heard for heard in own if heard.number == row.number), None)
        if numbered is None:
            return  # noticed where it was looked for
        if numbered.text != row.texts[-1]:
            self._fault("I3", f"row {row.seen.seq} was heard otherwise, as {row.number}")
        texts = [heard.text for heard in own]
        if any(texts.count(text) < row.texts.count(text) for text in row.texts[:-1]):
            self._fault("I9", f"row {row.seen.seq} is sent, and a part of it is not there")

    def _fault(self, invariant: str, evidence: str) -> None:
        self.faults.append((invariant, f"{self._who}: {evidence}"))

    # -- times

    def seq_at(self, number: int) -> int:
        """Return the newest row that was there when message `number` was the chat's newest."""
        place = bisect_right(self._numbers, number)
        return max(self._seqs[:place], default=0) if place else 0


def _stayed(row: OutboxRow) -> bool:
    """Tell whether a row has never left."""
    return row.state in _NEVER_LEFT and not row.unknowns and row.number is None
