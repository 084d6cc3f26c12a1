"""One turn: load, decide, run the handlers, commit all of it in one transaction.

A session is read once: what this process wrote last is what the next turn starts from. The write
itself says whether that was true (its version), so a turn is one commit and no read.
"""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias, TypeVar

import msgspec

from bot.channels.base import Outgoing
from bot.forms import UnknownFormError, newer_rules
from bot.handlers import Lookup, Scene, goodbye, handle, look_up
from bot.live import CASES, Live
from bot.outlet import PULLED, Outlet
from bot.recent import RecentSessions
from bot.rendering import Renderer
from flows.engine import resume
from flows.events import StaleButtonPressed
from flows.identifiers import Instant, SessionId
from flows.messages import Message, TimerFired
from flows.talk import Turn
from storage.base import (
    InboxRecord,
    OutboxRecord,
    SessionGoneError,
    StaleSessionError,
    Storage,
    StorageError,
    StorageUnavailableError,
    StoredSession,
    TimerRecord,
    UnitOfWork,
)

__all__ = ["Applied", "Loaded", "Speaker", "Turns", "now_ms", "spoken_by"]

_STALE_TRIES = 5

Speaker: TypeAlias = tuple[str, str]
"""Channel and user key of the conversation that a message came in by."""
_Result = TypeVar("_Result")

_encode = msgspec.json.Encoder().encode


def now_ms() -> Instant:
    """Return the time of day."""
    return Instant(time.time_ns() // 1_000_000)


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a message: whether anything did, and whether a press was of a stale button."""

    changed: bool
    stale: bool = False
    redrawn: Outgoing | None = None
    """How the message with the pressed button looks now, where it stays open."""


class Loaded(NamedTuple):
    """A session as a turn begins. `is_clear`: nothing that another process said in it can still
    be on its way to its person.
    """

    stored: StoredSession
    is_clear: bool


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
    recent: RecentSessions = field(default_factory=RecentSessions)

    # -- against other writers

    async def retried(
        self, session_id: SessionId, once: Callable[[Turns], Awaitable[_Result]]
    ) -> _Result:
        """Do it; where another writer was first, reload and do it again (invariant I5).

        Raises:
            StaleSessionError: others were first again and again.

        """
        try:
            return await once(self)
        except StaleSessionError:
            return await self.held(session_id, once)

    async def held(
        self, session_id: SessionId, once: Callable[[Turns], Awaitable[_Result]]
    ) -> _Result:
        """Do it with other processes kept off the session, so that one of those who want it at
        the same time always gets on. Nothing remembered is used.

        Raises:
            StaleSessionError: it was changed all the same, again and again (by a command, where
                the database keeps nobody off).

        """
        turns = self
        for attempt in range(_STALE_TRIES):
            self.recent.drop(session_id)
            try:
                async with self.storage.hold(session_id) as storage:
                    return await once(replace(turns, storage=storage))
            except StaleSessionError as error:
                if attempt == _STALE_TRIES - 1:
                    raise
                if isinstance(error, UnknownFormError):
                    rules = await newer_rules(self.storage, self.renderer.rules)
                    renderer = replace(self.renderer, rules=rules or self.renderer.rules)
                    turns = replace(self, renderer=renderer)
        raise StaleSessionError

    # -- a message

    async def apply(
        self,
        record: InboxRecord,
        message: Message,
        *,
        inserted: bool,
        speaker: Speaker | None = None,
    ) -> Applied:
        """Decide upon a message and commit; return what came of it.

        `inserted`: its inbox row is in the database already. `speaker`: where it came in; what is
        said goes back there.

        Raises:
            StorageError: nothing was written.

        """
        return await self.retried(
            record.session_id,
            lambda turns: turns.apply_once(record, message, inserted=inserted, speaker=speaker),
        )

    async def apply_once(
        self,
        record: InboxRecord,
        message: Message,
        *,
        inserted: bool = False,
        speaker: Speaker | None = None,
        is_next: bool = False,
    ) -> Applied:
        """Do the same, without a second try. `is_next`: only while the speaker's conversation
        leads to this session and nothing older waits in it.

        Raises:
            StaleSessionError: another writer was first, or it is not next.
            StorageError: nothing was written.

        """
        now, seed = self.clock(), self.entropy(32)
        before = await self.load(record.session_id)
        if speaker is not None:
            before = spoken_by(before, speaker)
        turn = resume(self.renderer.rules, before.stored.session, message, now, seed)
        unit = UnitOfWork()
        self._mark(unit, record, "applied" if turn.events else "ignored", inserted=inserted)
        guard = speaker if is_next else None
        redrawn: Outgoing | None = None
        if turn.events:
            redrawn = (await self.write(unit, before, turn, now, seed, guard)).redrawn
        else:
            if guard is not None:
                self.storage.sessions.check(unit, before.stored, guard)
            await self.storage.commit(unit)
            self.live.wake(record.session_id)
        stale = StaleButtonPressed in map(type, turn.events)
        return Applied(changed=bool(turn.events), stale=stale, redrawn=redrawn)

    async def load(self, session_id: SessionId) -> Loaded:
        """Return a session as it was written last, as far as this process knows.

        Raises:
            SessionGoneError: there is none.
            UnknownFormError: it cannot be gone on with before the forms are read anew.

        """
        known = self.recent.get(session_id)
        if known is not None:
            return Loaded(*known)
        stored = await self.storage.sessions.load(session_id)
        if stored is None:
            raise SessionGoneError
        if not self.renderer.rules.knows(stored.session):
            raise UnknownFormError
        return Loaded(stored, is_clear=False)

    def _mark(self, unit: UnitOfWork, record: InboxRecord, state: str, *, inserted: bool) -> None:
        """Mark the inbox row in the turn's own transaction (I4). A message that nothing older
        waits for is inserted at its end: one commit instead of two.
        """
        if inserted:
            self.storage.inbox.mark(unit, record.id, state)
        else:
            done = msgspec.structs.replace(record, state=state, body=b"")
            self.storage.inbox.add(unit, done)

    # -- what a turn writes

    async def write(
        self,
        unit: UnitOfWork,
        before: Loaded,
        turn: Turn,
        now: Instant,
        seed: bytes,
        guard: Speaker | None = None,
    ) -> Scene:
        """Add to a unit all that a turn changes, commit it, let go out what it says, and return
        it. `guard`: the speaker whose conversation must still lead here
        (`SessionRepository.save`).
        """
        stored = before.stored
        lookups = await look_up(self.storage, turn.events, turn.session, now)
        process, is_clear = await self._claim(before)
        scene = self.play(stored, turn, now, seed, lookups=lookups, claimed_by=process)
        after = msgspec.structs.replace(
            stored,
            session=turn.session,
            version=stored.version + 1,
            last_seq=stored.last_seq + len(scene.outgoing),
        )
        self.storage.sessions.save(unit, after, guard)
        unit.writes.extend(scene.unit.writes)
        await self.commit(unit, after, is_clear=is_clear, behind=stored.last_seq)
        self.after_commit(scene)
        return scene

    async def commit(
        self, unit: UnitOfWork, after: StoredSession, *, is_clear: bool, behind: int = 0
    ) -> None:
        """Commit a unit that leaves a session so, and remember it. What it says is numbered
        behind `behind`.
        """
        try:
            await self.storage.commit(unit)
        except BaseException as error:
            self.recent.drop(after.session.id)  # cancelled, or lost: it may be written after all
            if self.outlet is not None and after.last_seq > behind and _is_doubtful(error):
                self.outlet.doubt(after.session.id, behind + 1)
            raise
        self.recent.keep(after, is_clear=is_clear)

    async def _claim(self, before: Loaded) -> tuple[str | None, bool]:
        """Return the id of this process if it may send what the turn will say, and whether
        nothing of another process is in its way then.

        Whoever wrote a session last knows of everything older. Who did not asks the database:
        another process may still be sending.
        """
        stored, is_clear = before
        if self.outlet is None or stored.user_key is None:
            return None, is_clear
        process = self.outlet.claim(stored.session.id)
        if process is None:
            return None, False
        outbox = self.storage.outbox
        is_clear = is_clear or not await outbox.has_open(stored.session.id, not_by=process)
        return (process, True) if is_clear else (None, False)

    def after_commit(self, scene: Scene) -> None:
        """Let go out what is durable now: open pages are woken, platforms are sent to."""
        self.live.wake(scene.session.id)
        if scene.touches_cases:
            self.live.wake(CASES)
        if self.outlet is not None and scene.rows and scene.user_key:
            self.outlet.take(scene.rows, scene.outgoing)

    def play(
        self,
        stored: StoredSession,
        turn: Turn,
        now: Instant,
        seed: bytes,
        *,
        lookups: dict[str, Lookup] | None = None,
        claimed_by: str | None = None,
    ) -> Scene:
        """Run the handlers of a turn; what is said is numbered behind `stored.last_seq`, and sent
        by the process that has claimed it.
        """
        scene = Scene(
            storage=self.storage,
            renderer=self.renderer,
            unit=UnitOfWork(),
            session=turn.session,
            channel=stored.channel,
            trial=stored.trial,
            now=now,
            seed=seed,
            before=stored.session,
            user_key=stored.user_key,
            lookups=lookups or {},
        )
        for event in turn.events:
            handle(scene, event)
        goodbye(scene)
        self._say(scene, stored.last_seq, claimed_by)
        return scene

    def _say(self, scene: Scene, last_seq: int, claimed_by: str | None) -> None:
        """Put what is said into the outbox; the person's own words stand above the first."""
        if scene.echo and scene.outgoing:
            scene.outgoing[0] = msgspec.structs.replace(scene.outgoing[0], echo=scene.echo)
        state = _fate(scene, claimed_by)
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

    # -- a timer

    async def fire(self, timer: TimerRecord) -> None:
        """Let a due timer act, if its conversation still waits for it (invariant I16)."""
        await self.retried(timer.session_id, lambda turns: turns.fire_once(timer))

    async def fire_once(self, timer: TimerRecord) -> None:
        """Do the same, without a second try.

        Raises:
            StaleSessionError: another writer was first.

        """
        now, seed = self.clock(), self.entropy(32)
        unit = UnitOfWork()
        self.storage.timers.finish(unit, timer.id)
        try:
            before = await self.load(timer.session_id)
        except SessionGoneError:
            await self.storage.commit(unit)
            return
        fired = TimerFired(timer.kind, timer.wait)
        turn = resume(self.renderer.rules, before.stored.session, fired, now, seed)
        if turn.events:
            await self.write(unit, before, turn, now, seed)
        else:
            await self.storage.commit(unit)


def _is_doubtful(error: BaseException) -> bool:
    """Return whether a commit may have taken place though it failed: its answer was lost, or
    nobody waited for it. Who is refused has written nothing.
    """
    return isinstance(error, StorageUnavailableError) or not isinstance(error, StorageError)


def spoken_by(before: Loaded, speaker: Speaker) -> Loaded:
    """Let a session go on where its person spoke last."""
    stored = before.stored
    channel, user_key = speaker
    reached = None if channel in PULLED else user_key
    if stored.channel == channel and stored.user_key == reached:
        return before
    stored = msgspec.structs.replace(stored, channel=channel, user_key=reached)
    return Loaded(stored, before.is_clear)


def _fate(scene: Scene, claimed_by: str | None) -> Literal["pull", "claimed", "queued"]:
    """Return how rows are born: fetched, or sent by this process, or by whoever comes."""
    if scene.user_key is None:
        return "pull"
    return "claimed" if claimed_by else "queued"
