"""How a conversation begins: from an invitation to a session, or back to one that was begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from bot.outlet import PULLED, SHARED
from bot.turns import Turns, spoken_by
from flows.engine import Opening, resume, start
from flows.identifiers import Instant, InvitationId, SessionId, identifier_from
from flows.messages import Opened
from flows.rulebook import Rulebook
from flows.session import Session
from flows.workdays import local_date
from storage.base import (
    ConversationRecord,
    InboxRecord,
    InvitationRecord,
    PlaceRecord,
    StaleSessionError,
    StoredSession,
    UnitOfWork,
)
from survey.procedures import name_on

__all__ = [
    "InvitationTakenError",
    "Known",
    "Person",
    "SurveyOverError",
    "begin",
    "facts_of",
    "known_session",
    "reopen",
]

_DAYS_ASKED_ABOUT = 90
"""What people remember well enough; longer frames come with a campaign's own dates."""


class InvitationTakenError(Exception):
    """A personal link was opened, and answered, by another browser before."""


class SurveyOverError(Exception):
    """The form of this invitation is retired: nobody begins with it any more."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who opens a chat, and where the channel sends to, if it sends."""

    channel: str
    user_key: str
    address: str | None = None
    device: str | None = None
    """What it is opened on, where one can tell; kept for some weeks, and as a keyed hash only."""

    def points_at(self, session_id: SessionId, now: Instant) -> ConversationRecord:
        """Return the conversation that leads to a session."""
        return ConversationRecord(
            channel=self.channel,
            user_key=self.user_key,
            session_id=session_id,
            created_at=now,
            address=self.address,
        )


@dataclass(frozen=True, slots=True)
class Known:
    """A session that an opening leads back to. `is_own`: this very person has it already. `by`:
    the invitation that leads there.
    """

    session_id: SessionId
    is_own: bool
    by: InvitationId


async def known_session(
    turns: Turns, channel: str, user_key: str, invitation: InvitationRecord
) -> Known | None:
    """Return the session that this opening leads back to, if there is one."""
    conversation = await turns.storage.conversations.find(channel, user_key)
    if conversation is not None:
        stored = await turns.storage.sessions.load(conversation.session_id)
        if stored is not None and stored.invitation_id == invitation.id:
            return Known(stored.session.id, is_own=True, by=invitation.id)
    if invitation.session_id is None:
        return None
    claimed = await turns.storage.sessions.load(invitation.session_id)
    return None if claimed is None else Known(claimed.session.id, is_own=False, by=invitation.id)


def _answered(rules: Rulebook, session: Session) -> bool:
    return any(
        rules.form(frame.form, frame.version).by_id[question].kind != "control"
        for frame in (*session.frames, *session.finished)
        for question in frame.answers
    )


async def reopen(
    turns: Turns, person: Person, known: Known, dedupe_key: str | None = None
) -> None:
    """Let a conversation point at a session that was begun, and take it up there.

    A personal link belongs to one browser. While nothing of a person was answered, the next one
    that opens it takes it over, and who had it before is let go in the same transaction; from
    then on it stays where it is. What was begun at a shared device is handed over, answers and
    all, to the first that opens the invitation made for that; then it is theirs in the same way.
    The caller holds the session: no answer comes in between.

    Raises:
        InvitationTakenError: another browser has answered in this session.
        DuplicateMessageError: this opening was accepted before.

    """
    await turns.retried(
        known.session_id, lambda turns: _reopen_once(turns, person, known, dedupe_key)
    )


async def _reopen_once(turns: Turns, person: Person, known: Known, dedupe_key: str | None) -> None:
    now, seed = turns.clock(), turns.entropy(32)
    before = await turns.load(known.session_id)
    if _hands_over(before.stored, known):
        taken = msgspec.structs.replace(before.stored, invitation_id=known.by)
        before = before._replace(stored=taken)
    elif not known.is_own and _answered(turns.renderer.rules, before.stored.session):
        # A forwarded link would show a person's answers to somebody else.
        raise InvitationTakenError
    before = spoken_by(before, (person.channel, person.user_key))
    message = Opened(asks=person.channel not in PULLED)
    turn = resume(turns.renderer.rules, before.stored.session, message, now, seed)
    # Who is let go may be answering in another process: a new version tells that it is too late.
    has_turn = bool(turn.events) or not known.is_own
    unit = UnitOfWork()
    key = dedupe_key or f"open/{identifier_from(seed, 'open', now)}"
    row = _opening(person, known.session_id, key, now, seed)
    if not has_turn:
        row = msgspec.structs.replace(row, state="ignored")
    turns.storage.inbox.add(unit, row)
    turns.storage.conversations.point(unit, person.points_at(known.session_id, now))
    if not known.is_own:
        turns.storage.conversations.release_others(
            unit, known.session_id, keep=(person.channel, person.user_key)
        )
    if has_turn:
        await turns.write(unit, before, turn, now, seed)
    else:
        await turns.storage.commit(unit)
        turns.live.wake(known.session_id)


def _hands_over(stored: StoredSession, known: Known) -> bool:
    """Tell whether the invitation was made to take this session away from a shared device, where
    it still is.
    """
    return stored.channel in SHARED and stored.invitation_id != known.by


async def begin(
    turns: Turns,
    person: Person,
    invitation: InvitationRecord,
    language: str,
    dedupe_key: str | None = None,
) -> SessionId:
    """Begin a conversation: session, pointer, claim, greeting, all in one transaction.

    Raises:
        InvitationTakenError: another browser claimed the personal link at the same moment.
        DuplicateMessageError: this opening was accepted before.

    """
    now, seed = turns.clock(), turns.entropy(32)
    session_id = SessionId(identifier_from(seed, "session", now))
    facts = await facts_of(turns, invitation)
    opening = Opening(session_id=session_id, form=invitation.form, language=language, facts=facts)
    turn = start(turns.renderer.rules, opening, now, seed)
    stored = StoredSession(
        session=turn.session,
        version=0,
        last_seq=0,
        channel=person.channel,
        invitation_id=invitation.id,
        user_key=None if person.channel in PULLED else person.user_key,
        trial=turns.trial or invitation.trial,
    )
    claimed_by = turns.outlet.claim(session_id) if turns.outlet and stored.user_key else None
    scene = turns.play(stored, turn, now, seed, claimed_by=claimed_by)
    unit = UnitOfWork()
    first = msgspec.structs.replace(stored, version=1, last_seq=len(scene.outgoing))
    turns.storage.sessions.add(unit, first)
    turns.storage.conversations.point(unit, person.points_at(session_id, now))
    if person.device is not None:
        turns.storage.traces.note_device(unit, session_id, person.device, now)
    if invitation.kind == "personal":
        turns.storage.invitations.claim(unit, invitation.id, session_id)
    if dedupe_key is not None:
        turns.storage.inbox.add(unit, _opening(person, session_id, dedupe_key, now, seed))
    unit.writes.extend(scene.unit.writes)
    await _commit(turns, unit, first, is_clear=claimed_by is not None)
    turns.after_commit(scene)
    return session_id


def _opening(
    person: Person, session_id: SessionId, dedupe_key: str, now: Instant, seed: bytes
) -> InboxRecord:
    """Return the row that lets a platform deliver the same start again without effect (I2)."""
    return InboxRecord(
        id=identifier_from(seed, "inbox", now),
        channel=person.channel,
        dedupe_key=dedupe_key,
        session_id=session_id,
        body=b"",
        received_at=now,
        state="applied",
    )


async def _commit(turns: Turns, unit: UnitOfWork, first: StoredSession, *, is_clear: bool) -> None:
    try:
        await turns.commit(unit, first, is_clear=is_clear)
    except StaleSessionError:
        raise InvitationTakenError from None


async def facts_of(turns: Turns, invitation: InvitationRecord) -> dict[str, str]:
    """Return what an invitation says about the transaction, the place and its unit."""
    places = turns.storage.places
    place = await places.place(invitation.place_id) if invitation.place_id else None
    root = await places.root_unit()
    facts = {
        "invitation": invitation.id,
        "invitation_kind": invitation.kind,
        "unit": _unit(invitation, place) or "",
        "commune": invitation.commune or (place.commune if place else None) or "",
        "root_unit": root[0] if root else "",
        "service": invitation.service or await _procedure(turns, invitation) or "",
        "procedure": invitation.procedure or "",
        **_when(invitation, turns.clock()),
        **_where(invitation, place),
    }
    return {name: value for name, value in facts.items() if value}


def _unit(invitation: InvitationRecord, place: PlaceRecord | None) -> str | None:
    """Return the unit that is answered about: of a transaction the one of its day (design §7), of
    a poster the one that its place belongs to today.
    """
    if invitation.transaction_id is not None or place is None:
        return invitation.unit_id
    return place.unit_id


async def _procedure(turns: Turns, invitation: InvitationRecord) -> str | None:
    """Return what the procedure of an invitation was called on the day that is asked about."""
    if invitation.procedure is None:
        return None
    asked = invitation.period_to
    day = date.fromisoformat(asked) if asked else local_date(turns.clock())
    return name_on(await turns.storage.procedures.lines(), invitation.procedure, day)


def _when(invitation: InvitationRecord, now: Instant) -> dict[str, str]:
    """Return the days asked about: the invitation's, else the last ninety up to today."""
    today = local_date(now)
    first = today - timedelta(days=_DAYS_ASKED_ABOUT)
    return {
        "from_date": invitation.period_from or first.isoformat(),
        "to_date": invitation.period_to or today.isoformat(),
    }


def _where(invitation: InvitationRecord, place: PlaceRecord | None) -> dict[str, str]:
    if place is None:
        return {}
    counter = invitation.counter_id or ""
    return {
        "place": place.id,
        "place_name": place.name,
        "counter": counter,
        "counter_name": dict(place.counters).get(counter, ""),
    }
