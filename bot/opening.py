"""How a conversation begins: from an invitation to a session, or back to one that was begun."""

from __future__ import annotations

from datetime import timedelta

from bot.turns import Turns
from flows.engine import Opening, start
from flows.identifiers import Instant, SessionId, identifier_from
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

__all__ = ["InvitationTakenError", "begin", "known_session", "reopen"]


_DAYS_ASKED_ABOUT = 90
"""What people remember well enough; longer frames come with a campaign's own dates."""


class InvitationTakenError(Exception):
    """A personal link was opened, and answered, by another browser before."""


async def known_session(
    turns: Turns, channel: str, user_key: str, invitation: InvitationRecord
) -> SessionId | None:
    """Return the session that this opening leads back to, if there is one.

    Raises:
        InvitationTakenError: a personal link that another browser has answered with.

    """
    conversation = await turns.storage.conversations.find(channel, user_key)
    if conversation is not None:
        stored = await turns.storage.sessions.load(conversation.session_id)
        if stored is not None and stored.invitation_id == invitation.id:
            return stored.session.id
    if invitation.session_id is None:
        return None
    claimed = await turns.storage.sessions.load(invitation.session_id)
    if claimed is None:
        return None
    if _answered(turns.renderer.rules, claimed.session):
        # A forwarded link must not show a person's answers to somebody else.
        raise InvitationTakenError
    return claimed.session.id


def _answered(rules: Rulebook, session: Session) -> bool:
    return any(
        rules.form(frame.form, frame.version).by_id[question].kind != "control"
        for frame in (*session.frames, *session.finished)
        for question in frame.answers
    )


async def reopen(turns: Turns, channel: str, user_key: str, session_id: SessionId) -> None:
    """Let a conversation point at a session that was begun, and take it up there."""
    now, seed = turns.clock(), turns.entropy(32)
    unit = UnitOfWork()
    record = ConversationRecord(
        channel=channel, user_key=user_key, session_id=session_id, created_at=now
    )
    turns.storage.conversations.point(unit, record)
    await turns.storage.commit(unit)
    opened = InboxRecord(
        id=identifier_from(seed, "inbox", now),
        channel=channel,
        dedupe_key=f"open/{identifier_from(seed, 'open', now)}",
        session_id=session_id,
        body=b"",
        received_at=now,
    )
    await turns.apply(opened, Opened(), inserted=False)


async def begin(
    turns: Turns, channel: str, user_key: str, invitation: InvitationRecord, language: str
) -> SessionId:
    """Begin a conversation: session, pointer, claim, greeting, all in one transaction.

    Raises:
        InvitationTakenError: another browser claimed the personal link at the same moment.

    """
    now, seed = turns.clock(), turns.entropy(32)
    session_id = SessionId(identifier_from(seed, "session", now))
    facts = await _facts(turns, invitation)
    opening = Opening(session_id=session_id, form=invitation.form, language=language, facts=facts)
    turn = start(turns.renderer.rules, opening, now, seed)
    stored = StoredSession(
        session=turn.session,
        version=0,
        last_seq=0,
        channel=channel,
        invitation_id=invitation.id,
        trial=turns.trial,
    )
    scene = turns.play(stored, turn, now, seed)
    unit = UnitOfWork()
    turns.storage.sessions.add(unit, _first(stored, len(scene.outgoing)))
    pointer = ConversationRecord(
        channel=channel, user_key=user_key, session_id=session_id, created_at=now
    )
    turns.storage.conversations.point(unit, pointer)
    if invitation.kind == "personal":
        turns.storage.invitations.claim(unit, invitation.id, session_id)
    unit.writes.extend(scene.unit.writes)
    await _commit(turns, unit)
    return session_id


def _first(stored: StoredSession, said: int) -> StoredSession:
    return StoredSession(
        session=stored.session,
        version=1,
        last_seq=said,
        channel=stored.channel,
        invitation_id=stored.invitation_id,
        trial=stored.trial,
    )


async def _commit(turns: Turns, unit: UnitOfWork) -> None:
    try:
        await turns.storage.commit(unit)
    except StaleSessionError:
        raise InvitationTakenError from None


async def _facts(turns: Turns, invitation: InvitationRecord) -> dict[str, str]:
    """Return what an invitation says about the transaction, the place and its unit."""
    places = turns.storage.places
    place = await places.place(invitation.place_id) if invitation.place_id else None
    root = await places.root_unit()
    facts = {
        "invitation": invitation.id,
        "invitation_kind": invitation.kind,
        "unit": (place.unit_id if place else invitation.unit_id) or "",
        "root_unit": root[0] if root else "",
        "service": invitation.service or "",
        **_when(invitation, turns.clock()),
        **_where(invitation, place),
    }
    return {name: value for name, value in facts.items() if value}


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
