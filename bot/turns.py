"""One turn: load, decide, run the handlers, commit all of it in one transaction."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import msgspec

from bot.handlers import Lookup, Scene, handle
from bot.live import Live
from bot.outlet import PULLED, Outlet
from bot.rendering import Renderer
from flows.engine import resume
from flows.events import Event, StaleButtonPressed, StatusRequested
from flows.identifiers import Instant, SessionId
from flows.messages import Message, TimerFired
from flows.talk import Turn
from storage.base import (
    ConversationRecord,
    InboxRecord,
    OutboxRecord,
    SessionGoneError,
    StaleSessionError,
    Storage,
    StoredSession,
    TimerRecord,
    UnitOfWork,
)

__all__ = ["Applied", "Turns", "now_ms"]

_STALE_TRIES = 5

_encode = msgspec.json.Encoder().encode


def now_ms() -> Instant:
    """Return the time of day."""
    return Instant(time.time_ns() // 1_000_000)


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a message: whether anything did, and whether a press was of a stale button."""

    changed: bool
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Turns:
    """What a turn needs. `clock` gives milliseconds since 1970, `entropy` random bytes; tests
    pass their own. `trial`: the office has not configured its name, domain and hotline yet.
    """

    storage: Storage
    renderer: Renderer
    live: Live
    trial: bool
    outlet: Outlet | None = None
    """Sends what platforms must be sent; None where nothing but fetching channels is served."""
    clock: Callable[[], Instant] = now_ms
    entropy: Callable[[int], bytes] = os.urandom

    async def apply(
        self,
        record: InboxRecord,
        message: Message,
        *,
        inserted: bool,
        speaker: ConversationRecord | None = None,
    ) -> Applied:
        """Decide upon a message and commit; return what came of it.

        `inserted`: its inbox row is in the database already. `speaker`: the conversation that it
        came in by; what is said goes back there. Reloads and decides again when another writer
        was first (invariant I5).

        Raises:
            StorageError: nothing was written.

        """
        for attempt in range(_STALE_TRIES):
            try:
                return await self._apply_once(record, message, inserted, speaker)
            except StaleSessionError:
                if attempt == _STALE_TRIES - 1:
                    raise
        return Applied(changed=False)

    async def _apply_once(
        self,
        record: InboxRecord,
        message: Message,
        inserted: bool,
        speaker: ConversationRecord | None,
    ) -> Applied:
        now, seed = self.clock(), self.entropy(32)
        stored = await self.storage.sessions.load(record.session_id)
        if stored is None:
            raise SessionGoneError
        if speaker is not None:
            stored = _spoken_by(stored, speaker)
        turn = resume(self.renderer.rules, stored.session, message, now, seed)
        unit = UnitOfWork()
        self._mark(unit, record, "applied" if turn.events else "ignored", inserted=inserted)
        scene: Scene | None = None
        if turn.events:
            lookups = await self._look_up(turn.events)
            scene = self._save(unit, stored, turn, now, seed, lookups)
        await self.storage.commit(unit)
        self.after_commit(scene, record.session_id)
        stale = any(type(event) is StaleButtonPressed for event in turn.events)
        return Applied(changed=bool(turn.events), stale=stale)

    def after_commit(self, scene: Scene | None, session_id: SessionId) -> None:
        """Let go out what is durable now: open pages are woken, platforms are sent to."""
        self.live.wake(session_id)
        if scene is not None and self.outlet is not None and scene.rows and scene.user_key:
            self.outlet.take(scene.rows, scene.outgoing)

    def _mark(self, unit: UnitOfWork, record: InboxRecord, state: str, *, inserted: bool) -> None:
        """Mark the inbox row in the turn's own transaction (I4). A message that nothing older
        waits for is inserted at its end: one commit instead of two.
        """
        if inserted:
            self.storage.inbox.mark(unit, record.id, state)
        else:
            done = msgspec.structs.replace(record, state=state, body=b"")
            self.storage.inbox.add(unit, done)

    def _save(
        self,
        unit: UnitOfWork,
        stored: StoredSession,
        turn: Turn,
        now: Instant,
        seed: bytes,
        lookups: dict[str, Lookup],
    ) -> Scene:
        scene = self.play(stored, turn, now, seed, lookups)
        after = msgspec.structs.replace(
            stored,
            session=turn.session,
            version=stored.version + 1,
            last_seq=stored.last_seq + len(scene.outgoing),
        )
        self.storage.sessions.save(unit, after)
        unit.writes.extend(scene.unit.writes)
        return scene

    def play(
        self,
        stored: StoredSession,
        turn: Turn,
        now: Instant,
        seed: bytes,
        lookups: dict[str, Lookup] | None = None,
    ) -> Scene:
        """Run the handlers of a turn; what is said is numbered behind `stored.last_seq`."""
        scene = Scene(
            storage=self.storage,
            renderer=self.renderer,
            unit=UnitOfWork(),
            session=turn.session,
            channel=stored.channel,
            user_key=stored.user_key,
            trial=stored.trial,
            now=now,
            seed=seed,
            lookups=lookups or {},
        )
        for event in turn.events:
            handle(scene, event)
        self._say(scene, stored.last_seq)
        return scene

    def _say(self, scene: Scene, last_seq: int) -> None:
        """Put what is said into the outbox; the person's own words stand above the first."""
        if scene.echo and scene.outgoing:
            scene.outgoing[0] = msgspec.structs.replace(scene.outgoing[0], echo=scene.echo)
        state, claimed_by = self._fate(scene)
        for number, message in enumerate(scene.outgoing, last_seq + 1):
            record = OutboxRecord(
                session_id=scene.session.id,
                seq=number,
                body=_encode(message),
                created_at=scene.now,
                state=state,
                channel=scene.channel,
                user_key=scene.user_key,
                claimed_by=claimed_by,
            )
            scene.rows.append(record)
            self.storage.outbox.add(scene.unit, record)

    def _fate(self, scene: Scene) -> tuple[Literal["pull", "claimed", "queued"], str | None]:
        """Return how rows are born: fetched, or sent by this process, or by whoever comes."""
        if scene.user_key is None:
            return "pull", None
        claimed_by = self.outlet.claim(scene.session.id) if self.outlet else None
        return ("claimed", claimed_by) if claimed_by else ("queued", None)

    async def _look_up(self, events: tuple[Event, ...]) -> dict[str, Lookup]:
        """Read what the handlers need to know, since they themselves only write."""
        codes = [e.code for e in events if type(e) is StatusRequested]
        return {
            code: Lookup(
                await self.storage.responses.by_code(code),
                await self.storage.complaints.by_code(code),
            )
            for code in codes
        }

    async def fire(self, timer: TimerRecord) -> None:
        """Let a due timer act, if its conversation still waits for it (invariant I16)."""
        for _ in range(_STALE_TRIES):
            try:
                await self._fire_once(timer)
            except StaleSessionError:
                continue
            return

    async def _fire_once(self, timer: TimerRecord) -> None:
        now, seed = self.clock(), self.entropy(32)
        unit = UnitOfWork()
        self.storage.timers.finish(unit, timer.id)
        stored = await self.storage.sessions.load(timer.session_id)
        scene: Scene | None = None
        if stored is not None:
            fired = TimerFired(timer.kind, timer.wait)
            turn = resume(self.renderer.rules, stored.session, fired, now, seed)
            if turn.events:
                scene = self._save(unit, stored, turn, now, seed, {})
        await self.storage.commit(unit)
        self.after_commit(scene, timer.session_id)


def _spoken_by(stored: StoredSession, speaker: ConversationRecord) -> StoredSession:
    """Let a session go on where its person spoke last."""
    user_key = None if speaker.channel in PULLED else speaker.user_key
    if (stored.channel, stored.user_key) == (speaker.channel, user_key):
        return stored
    return msgspec.structs.replace(stored, channel=speaker.channel, user_key=user_key)
