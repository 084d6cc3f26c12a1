"""What is promised where messages are sent: I3, I9, I12, I16, I17 and the platform's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec.structs import fields

from bot.simulator.cases import Case
from bot.simulator.delivered import Fault
from bot.simulator.ledger import Ledger
from bot.simulator.snapshot import OutboxRow, SessionRow
from flows.rulebook import Rulebook

__all__ = ["RULES_BROKEN", "SENDING", "SENT_INVARIANTS"]

RULES_BROKEN: Final = "platform"
"""Stands for a rule of the platform that is no limit of its rates."""
SENT_INVARIANTS: Final = ("I9", "I12", "I16", "I17")

_LIMITS: Final = frozenset({"too_fast_for_chat", "too_fast_overall", "call_before_retry_after"})
_OPEN: Final = frozenset({"queued", "claimed"})
_TURN: Final = 3
"""Rows that one turn says, most often at the most."""
_GIVEN_UP: Final = frozenset({"dead", "cancelled"})
"""Ends that only a person who blocks the bot explains."""
_IDLE_MS: Final = next(f.default for f in fields(Rulebook) if f.name == "idle_after")


def rows_delivered(case: Case) -> Iterator[Fault]:
    """I3, I9: every row is in the chat, in order, once or as often as it says."""
    for beside in case.beside.values():
        yield from beside.faults


def unknowns_counted(case: Case) -> Iterator[Fault]:
    """I9: a call whose answer never came is recorded, each of them."""
    if not case.settled or case.platform is None:
        return
    for ledger, session, rows in _sent(case):
        if session.id in case.forgotten:
            continue
        counted = sum(row.unknowns for row in rows)
        # A server that died may have let go of calls that went well: it says so of more.
        is_short = counted < ledger.unheard
        if is_short or (counted > ledger.unheard and not case.platform.restarts):
            yield (
                "I9",
                (
                    f"citizen {ledger.citizen}: {ledger.unheard} answers were lost, "
                    f"{counted} are recorded"
                ),
            )


def limits_kept(case: Case) -> Iterator[Fault]:
    """I12 and the platform's other rules, as the platform noticed."""
    for rule, detail in case.platform.broken if case.platform else ():
        yield ("I12" if rule in _LIMITS else RULES_BROKEN), f"{rule}: {detail}"


def timers_fenced(case: Case) -> Iterator[Fault]:
    """I16: a timer waits for something that is still waited for, and none acted within a run:
    one that acts waits for much longer afterwards.
    """
    for timer in case.snapshot.timers:
        row = case.snapshot.sessions.get(timer.session_id)
        if row is None:
            continue
        if timer.wait > row.session.wait:
            yield "I16", f"session {row.id}: a timer waits for {timer.wait}, which is to come"
        if timer.due_at > row.session.touched_at + _IDLE_MS:
            yield "I16", f"session {row.id}: its timer acted before it was due"


def nothing_stuck(case: Case) -> Iterator[Fault]:
    """I17: all that was accepted is decided, all that was said is sent or has a reason."""
    if not case.settled:
        return
    snapshot = case.snapshot
    pending = (row.dedupe_key for row in snapshot.inbox if row.state == "pending")
    yield from (("I17", f"{key} is pending") for key in pending)
    for file in snapshot.attachments:
        if file.state != "stored":
            yield "I17", f"file {file.id} is {file.state}: {file.reason}"
    for ledger, _, rows in _sent(case):
        yield from _silences(ledger, rows)
        yield from _unsent(ledger, rows)


def _unsent(ledger: Ledger, rows: Sequence[OutboxRow]) -> Iterator[Fault]:
    wrong = _OPEN if ledger.blocked else _OPEN | _GIVEN_UP
    for row in rows:
        if row.state in wrong:
            what = f"row {row.seen.seq} is {row.state}: {row.reason}"
            yield "I17", f"citizen {ledger.citizen}: {what}"


def _silences(ledger: Ledger, rows: Sequence[OutboxRow]) -> Iterator[Fault]:
    """Yield what was said in vain, unless its answer was given up after lost calls (I9), or the
    person had blocked the bot.
    """
    for sent in ledger.sent:
        # What was never shown stands behind the newest row that was.
        answers = [row for row in rows if sent.before < row.seen.seq <= sent.after + _TURN]
        is_lost = ledger.blocked or any(row.state == "unknown" for row in answers)
        if sent.silent and not is_lost:
            yield "I17", f"citizen {ledger.citizen}: nothing came of {sent.kind} {sent.id}"


def proofs_shared(case: Case) -> Iterator[Fault]:
    """I7: a number counts as proved only where its owner shared it by the button."""
    shared = {
        (session.id, sent.meant.tag)
        for ledger, session in case.pairs()
        for sent in ledger.sent
        if sent.kind == "contact" and sent.meant
    }
    for proof in case.snapshot.proofs:
        response = case.snapshot.responses.get(proof.response_id)
        if response is None or response.session_id is None:
            continue
        if (response.session_id, proof.response_id[-8:]) not in shared:
            yield "I7", f"response {proof.response_id} proves a number that nobody shared"


def _sent(case: Case) -> Iterator[tuple[Ledger, SessionRow, Sequence[OutboxRow]]]:
    for ledger, session in case.pairs():
        if ledger.citizen in case.beside:
            yield ledger, session, case.snapshot.outbox.get(session.id, [])


SENDING: Sequence[Callable[[Case], Iterator[Fault]]] = (
    rows_delivered,
    unknowns_counted,
    limits_kept,
    timers_fenced,
    nothing_stuck,
    proofs_shared,
)
