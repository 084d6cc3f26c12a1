"""Whether a rehearsal kept what broadcasts promise (I9 to I12), and what answers promise."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from bot.rehearsal.planting import BEFORE
from bot.rehearsal.platforms import Platforms
from bot.simulator.checker import Violation, check
from bot.simulator.comparing import compare_answers
from bot.simulator.ledger import Ledger
from bot.simulator.outcome import Figures, Outcome
from bot.simulator.server import Server
from bot.simulator.snapshot import take_snapshot
from flows.broadcasts import RecipientState
from survey.campaigns import Channel

__all__ = [
    "KEPT",
    "Asked",
    "Judged",
    "Reactions",
    "Recipient",
    "asked_in",
    "broken_promises",
    "judge",
]

KEPT: Final = (*(f"I{number}" for number in range(1, 13)), "I14", "I16", "I17")
"""What is judged. That live replies go first (I13) shows under load only (`tests/reliability`)."""
_SENT, _DOUBTFUL = "sent", "unknown"
_OPEN: Final = frozenset({"pending", "claimed"})
_ROWS: Final = (
    "SELECT number, transaction_id, channel, state, reason, attempts FROM broadcast_recipients "
    "WHERE broadcast_id = ? ORDER BY number"
)


class Recipient(NamedTuple):
    """A row of an audience, at the end."""

    number: int
    transaction_id: str
    channel: Channel
    state: RecipientState
    reason: str | None
    tries: int = 1
    """Calls: each but the last one was turned away for the time being."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A wave that was sent; `accepted_in` and `sent_in` are seconds from its confirmation."""

    wave: int
    rows: Sequence[Recipient]
    accepted_in: float
    sent_in: float


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict: what citizens did, and every promise that was broken."""

    outcome: Outcome
    broken: Sequence[Violation]


def asked_in(database: Path, broadcast_id: str) -> list[Recipient]:
    """Read the rows of an audience."""
    with closing(sqlite3.connect(database)) as connection:
        return [Recipient(*row) for row in connection.execute(_ROWS, (broadcast_id,))]


@dataclass(frozen=True, slots=True)
class Reactions:
    """What people saw and did, by transaction. `arrived`: how often the link came; the others
    with the wave that it was after: `opened` their link, `stopped` it all, or their address was
    `returned` as nobody's.
    """

    arrived: Mapping[str, int]
    opened: Mapping[str, int] = field(default_factory=dict)
    stopped: Mapping[str, int] = field(default_factory=dict)
    returned: Mapping[str, int] = field(default_factory=dict)


def judge(  # noqa: PLR0913 - what a rehearsal leaves behind, each by name
    server: Server,
    ledgers: list[Ledger],
    figures: Figures,
    site: Platforms,
    waves: Sequence[Asked],
    seen: Reactions,
    *,
    drawn: int,
    unread: int = 0,
    unanswered: Sequence[str] = (),
) -> Judged:
    """Judge what is stored against what people saw. `drawn`: who were to be asked; `unread`:
    letters that came back and were not understood; `unanswered`: cases that nobody could answer.
    """
    platform = site.telegram.platform()
    read = take_snapshot(server.database, server.key_ring)
    # Whoever has a chat has it from before: nobody of the rehearsal shared that number.
    proofs = [one for one in read.proofs if not one.response_id.startswith(BEFORE)]
    snapshot = msgspec.structs.replace(read, proofs=proofs)
    violations = check(snapshot, ledgers, platform)
    violations += [Violation("I9", str(one)) for one in site.mail.ledger.breaches]
    violations += broken_promises(waves, seen, drawn)
    if unread:
        violations.append(Violation("I17", f"{unread} letters that came back were not understood"))
    violations += [Violation("I14", f"case {code} is for nobody to answer") for code in unanswered]
    comparison = compare_answers(snapshot, ledgers)
    cases = len(snapshot.complaints)
    outcome = Outcome(ledgers, figures, comparison, violations, cases, platform=platform)
    return Judged(outcome, violations)


def broken_promises(waves: Sequence[Asked], seen: Reactions, drawn: int) -> Iterator[Violation]:
    """Yield what rows and screens do not agree in, wave by wave and person by person."""
    if len(waves[0].rows) != drawn:
        yield Violation("I10", f"{drawn} were drawn, and {len(waves[0].rows)} have a row")
    for one in waves:
        yield from _ledger(one)
    yield from _once(waves, seen.arrived)
    yield from _spared(waves, seen)


def _once(waves: Sequence[Asked], arrived: Mapping[str, int]) -> Iterator[Violation]:
    sent, doubtful = Counter[str](), Counter[str]()
    for row in (row for one in waves for row in one.rows):
        sent[row.transaction_id] += row.state == _SENT
        doubtful[row.transaction_id] += row.state == _DOUBTFUL
    for name, times in arrived.items():
        if not sent[name] <= times <= sent[name] + doubtful[name]:
            yield Violation("I9", f"{name} was sent {sent[name]} times and came {times} times")


def _spared(waves: Sequence[Asked], seen: Reactions) -> Iterator[Violation]:
    """Yield who was written to after what they did, or what their mail server said."""
    kinds = (
        ("I11", seen.stopped, "wanted no more and was reminded"),
        ("I10", seen.opened, "was not silent and was reminded"),
    )
    for row, wave in _reminded(waves):
        for invariant, after, what in kinds:
            if after.get(row.transaction_id, wave) < wave:
                yield Violation(invariant, f"{row.transaction_id} {what}")
        is_returned = seen.returned.get(row.transaction_id, wave) < wave
        if is_returned and row.channel == "email":
            yield Violation("I11", f"{row.transaction_id} was written to at nobody's address")


def _reminded(waves: Sequence[Asked]) -> Iterator[tuple[Recipient, int]]:
    for one in waves[1:]:
        for row in one.rows:
            if row.state in {_SENT, _DOUBTFUL}:
                yield row, one.wave


def _ledger(wave: Asked) -> Iterator[Violation]:
    if [row.number for row in wave.rows] != list(range(1, len(wave.rows) + 1)):
        yield Violation("I10", f"wave {wave.wave}: the rows are not numbered without a gap")
    named = Counter(row.transaction_id for row in wave.rows)
    yield from (
        Violation("I10", f"wave {wave.wave}: {name} has {n} rows")
        for name, n in named.items()
        if n > 1
    )
    yield from (
        Violation("I10", f"wave {wave.wave}: row {row.number} is {row.state} at the end")
        for row in wave.rows
        if row.state in _OPEN
    )
