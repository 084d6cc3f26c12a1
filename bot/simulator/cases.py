"""A case for the checker: rows and ledgers side by side, with what several checks look up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

import msgspec

from bot.simulator.comparing import Comparison, compare_answers
from bot.simulator.delivered import Delivered
from bot.simulator.ledger import Ledger, Seen
from bot.simulator.platforms import Platform
from bot.simulator.snapshot import InboxRow, SessionRow, Snapshot

__all__ = ["Case"]

_FETCHED: Final = "web"
"""The channel whose messages are fetched, and not sent."""


class Case:
    """What is judged. `settled`: nothing is under way any more; right after a kill it is not.
    `platform` is what a platform noticed, where citizens came by one.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        ledgers: Sequence[Ledger],
        platform: Platform | None = None,
        *,
        settled: bool = True,
    ) -> None:
        self.snapshot = snapshot
        self.platform = platform
        self.settled = settled
        self.is_sent = any(ledger.channel != _FETCHED for ledger in ledgers)
        self.beside: dict[int, Delivered] = {}
        """What came of the rows of those who were sent to, by the citizen's number."""
        self.ledgers = [self._in_rows(ledger) for ledger in ledgers]

    def _in_rows(self, ledger: Ledger) -> Ledger:
        """Return a ledger whose message numbers are those of the rows. On a platform, what came
        between two messages of a person counts as the answer to the first.
        """
        session_id = self.sessions.get(ledger.user_key)
        if ledger.channel == _FETCHED or session_id is None:
            return ledger
        rows = self.snapshot.outbox.get(session_id, [])
        beside = Delivered(ledger, rows, forgotten=session_id in self.forgotten)
        self.beside[ledger.citizen] = beside
        last = rows[-1].seen.seq if rows else 0
        starts = [beside.seq_at(sent.before) for sent in ledger.sent]
        sent = [
            msgspec.structs.replace(one, before=start, after=end)
            for one, start, end in zip(ledger.sent, starts, [*starts[1:], last], strict=True)
        ]
        return msgspec.structs.replace(ledger, sent=sent, heard=[])

    @cached_property
    def comparison(self) -> Comparison:
        """Answers given against answers stored."""
        return compare_answers(self.snapshot, self.ledgers)

    @cached_property
    def inbox(self) -> Mapping[str, list[InboxRow]]:
        """Inbox rows by session, in the order of arrival."""
        found: defaultdict[str, list[InboxRow]] = defaultdict(list)
        for row in self.snapshot.inbox:
            found[row.session_id].append(row)
        return found

    @cached_property
    def sessions(self) -> Mapping[str, str]:
        """Session ids by user key."""
        return {row.user_key: row.session_id for row in self.snapshot.conversations}

    def pairs(self) -> Iterator[tuple[Ledger, SessionRow]]:
        """Yield each ledger with its session."""
        for ledger in self.ledgers:
            session = self.snapshot.sessions.get(self.sessions.get(ledger.user_key, ""))
            if session is not None:
                yield ledger, session

    @cached_property
    def forgotten(self) -> frozenset[str]:
        """Sessions whose transcript was removed up to some message, with the answers."""
        declined = (r for r in self.snapshot.responses.values() if r.state == "declined")
        erased = (s.id for s in self.snapshot.sessions.values() if s.state == "erased")
        return frozenset({*(r.session_id or "" for r in declined), *erased})

    def shown(self, ledger: Ledger, session: SessionRow) -> list[Seen]:
        """Return what a person was shown of what a session said."""
        told = self.told(session.id)
        beside = self.beside.get(ledger.citizen)
        return told if beside is None else [seen for seen in told if beside.found.get(seen.seq)]

    def held_up(self, session: SessionRow) -> frozenset[int]:
        """Return the messages that waited for a lost answer: their own, or that of the one before
        them, behind which they leave.
        """
        rows = self.snapshot.outbox.get(session.id, [])
        return frozenset(
            row.seen.seq for before, row in pairwise(rows) if before.unknowns or row.unknowns
        )

    def told(self, session_id: str) -> list[Seen]:
        """Return what the outbox holds of a session."""
        return [row.seen for row in self.snapshot.outbox.get(session_id, [])]
