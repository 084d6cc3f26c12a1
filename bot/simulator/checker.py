"""The invariants I1 to I8 and I14, each judged from the rows and the citizens' own ledgers.

What is sent over a platform is judged by `sending` as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from bot.simulator.cases import Case
from bot.simulator.completeness import INTAKE, completeness
from bot.simulator.ledger import Ledger
from bot.simulator.nagging import nagging
from bot.simulator.platforms import Platform
from bot.simulator.sending import SENDING
from bot.simulator.snapshot import SessionRow, Snapshot

__all__ = ["CHECKS", "MISREAD", "Violation", "check", "noticed"]

MISREAD = "misread"
_GUARDS = ("complaint_events_no_update", "complaint_events_no_delete")


class Violation(msgspec.Struct, frozen=True):
    """A broken promise, and what shows it."""

    invariant: str
    evidence: str

    def __str__(self) -> str:
        return f"{self.invariant}: {self.evidence}"


def check(
    snapshot: Snapshot,
    ledgers: Sequence[Ledger],
    platform: Platform | None = None,
    *,
    settled: bool = True,
) -> list[Violation]:
    """Return every violation of every invariant; an empty list is what is promised. `platform`
    is what a platform noticed; without it, nothing that is sent is judged by its rules.
    """
    case = Case(snapshot, ledgers, platform, settled=settled)
    judged = [
        Violation(name, evidence) for name, judge in CHECKS.items() for evidence in judge(case)
    ]
    if case.is_sent:
        judged += [Violation(*fault) for judge in SENDING for fault in judge(case)]
    return judged + noticed(ledgers)


def noticed(ledgers: Sequence[Ledger]) -> list[Violation]:
    """Return what citizens noticed while it happened: their troubles start with the invariant."""
    stuck = [
        Violation("I17", f"citizen {ledger.citizen} is stuck, as if asked for ever")
        for ledger in ledgers
        if ledger.outcome == "stuck"
    ]
    return stuck + [
        Violation(trouble.partition(" ")[0], f"citizen {ledger.citizen}: {trouble}")
        for ledger in ledgers
        for trouble in ledger.troubles
    ]


def durable_ack(case: Case) -> Iterator[str]:
    """I1: what was acknowledged is there, message by message and answer by answer."""
    for ledger in case.ledgers:
        session_id = case.sessions.get(ledger.user_key)
        if session_id is None:
            if ledger.opens:
                yield f"citizen {ledger.citizen} has no session"
            continue
        known = {row.message_id for row in case.inbox.get(session_id, [])}
        for sent in ledger.acknowledged:
            if sent.id not in known:
                yield f"{sent.id} was acknowledged as {sent.statuses}, but is not in the inbox"
    yield from case.comparison.lost


def effect_once(case: Case) -> Iterator[str]:
    """I2: each message is there once and ended; no answer is stored twice."""
    counted = Counter((row.session_id, row.dedupe_key) for row in case.snapshot.inbox)
    yield from (f"{key} is in the inbox {n} times" for (_, key), n in counted.items() if n > 1)
    for row in case.snapshot.inbox:
        if row.state == "dead" or (case.settled and row.state == "pending"):
            yield f"{row.dedupe_key} is {row.state}"
    for ledger, session in case.pairs():
        said = {sent.id for sent in ledger.sent}
        for row in case.inbox.get(session.id, []):
            if row.is_said and row.message_id not in said:
                yield f"{row.dedupe_key} was never said"
    yield from case.comparison.repeated


def in_order(case: Case) -> Iterator[str]:
    """I3: messages had their turns as they were sent, and were heard as they were stored."""
    for ledger, session in case.pairs():
        arrivals = {row.message_id: row.arrival for row in case.inbox.get(session.id, [])}
        order = [(arrivals.get(s.id), s.id) for s in ledger.acknowledged if s.id in arrivals]
        for (first, one), (second, other) in pairwise(order):
            if (first or 0) > (second or 0):
                yield f"{other} came in before {one}"
        stored = {seen.seq: seen for seen in case.told(session.id)}
        first = min(stored, default=session.last_seq + 1)
        for seen in ledger.seen:
            gone = session.id in case.forgotten and seen.seq < first
            if not gone and stored.get(seen.seq) != seen:
                yield f"citizen {ledger.citizen}: message {seen.seq} was heard otherwise"


def atomic_step(case: Case) -> Iterator[str]:
    """I4: session, answers and what was said are of the same turns."""
    for session in case.snapshot.sessions.values():
        numbers = [seen.seq for seen in case.told(session.id)]
        cut = session.id in case.forgotten
        first = min(numbers, default=session.last_seq + 1) if cut else 1
        if numbers != list(range(first, session.last_seq + 1)):
            yield f"session {session.id}: says {session.last_seq}, the outbox has {numbers[-5:]}"
        yield from _frames_agree(case.snapshot, session)


def _frames_agree(snapshot: Snapshot, session: SessionRow) -> Iterator[str]:
    for frame in (*session.session.frames, *session.session.finished):
        response = snapshot.responses.get(frame.response_id)
        if response is None:
            yield f"session {session.id}: response {frame.response_id} is missing"
            continue
        form = snapshot.forms[frame.form, frame.version]
        rows = snapshot.answers.get(frame.response_id, ())
        latest = {row.question: row for row in rows}  # ordered by revision
        stored = {q: (r.revision, r.value) for q, r in latest.items() if not r.retracted}
        known = {
            question: (answer.revision, answer.value)
            for question, answer in frame.answers.items()
            if form.by_id[question].kind != "control"
        }
        if response.state != "erased" and stored != known:
            apart = sorted(map(str, set(stored.items()) ^ set(known.items())))
            yield f"response {frame.response_id}: session and answers differ in {apart}"


def one_writer(case: Case) -> Iterator[str]:
    """I5: a version for each turn. Opening is version 1, and on a platform it is a message as
    well; no timer is due within a run.
    """
    for session in case.snapshot.sessions.values():
        turns = sum(row.state == "applied" for row in case.inbox.get(session.id, []))
        if session.version != turns + (session.channel == "web"):
            yield f"session {session.id}: version {session.version} after {turns} turns"


def no_nagging(case: Case) -> Iterator[str]:
    """I6: a question comes twice in a row only where the citizen did something to cause it."""
    for ledger, session in case.pairs():
        shown, late = case.shown(ledger, session), case.held_up(session)
        yield from nagging(ledger, shown, settled=case.settled, late=late)


def right_question(case: Case) -> Iterator[str]:
    """I7: nothing is stored that was not given to that very question, in the pinned version."""
    yield from case.comparison.strange
    for session in case.snapshot.sessions.values():
        for frame in (*session.session.frames, *session.session.finished):
            response = case.snapshot.responses.get(frame.response_id)
            if response and (response.form, response.version) != (frame.form, frame.version):
                yield f"response {response.id} is not of the session's form version"


def complaints_owned(case: Case) -> Iterator[str]:
    """I14: a code that was shown is one row; an open case has an owner and its whole history."""
    snapshot = case.snapshot
    codes = Counter(c.code for c in snapshot.complaints)
    # A case and the form that made it share one code.
    codes.update(r.code for r in snapshot.responses.values() if r.code and r.form != INTAKE)
    erased = {id(one) for one, session in case.pairs() if session.state == "erased"}
    shown = {code for one in case.ledgers if id(one) not in erased for code in one.codes}
    yield from (f"{code} was shown, but stands for {codes[code]} rows" for code in shown
                if codes[code] != 1)  # fmt: skip
    for complaint in snapshot.complaints:
        if complaint.state != "closed" and not (complaint.owner_unit_id and complaint.owner_role):
            yield f"case {complaint.code} has no owner"
        elif complaint.owner_unit_id and complaint.owner_unit_id not in snapshot.units:
            yield f"case {complaint.code} belongs to {complaint.owner_unit_id}, which is no unit"
        told = case.told(complaint.session_id) if complaint.session_id else []
        if complaint.session_id and complaint.code not in {seen.code for seen in told}:
            yield f"case {complaint.code} was never shown"
        history = snapshot.complaint_events.get(complaint.id, [])
        if [event.number for event in history] != list(range(1, len(history) + 1)) or not history:
            yield f"case {complaint.code} has the history {[e.number for e in history]}"
    yield from (f"the guard {g} is missing" for g in _GUARDS if g not in snapshot.guards)


def read_as_meant(case: Case) -> Iterator[str]:
    """No invariant, but a promise all the same: what was typed was taken as it was meant."""
    yield from case.comparison.misread


def complete(case: Case) -> Iterator[str]:
    """I8: complete means complete."""
    yield from completeness(case.snapshot)


CHECKS: Mapping[str, Callable[[Case], Iterator[str]]] = {
    "I1": durable_ack,
    "I2": effect_once,
    "I3": in_order,
    "I4": atomic_step,
    "I5": one_writer,
    "I6": no_nagging,
    "I7": right_question,
    "I8": complete,
    "I14": complaints_owned,
    MISREAD: read_as_meant,
}
"""The checks by the invariant that they judge (reliability §3)."""
