"""What processes tell one another beside the database: the contract, and the one of one process.

Nothing here is needed for an answer to be right (invariant I26): whoever listens also looks into
the database from time to time, more often while `joined` says that rings may get lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import blake2b
from typing import Final, Literal, Protocol, TypeAlias

import structlog

__all__ = ["Coordination", "Listener", "Listeners", "LocalCoordination", "State", "Topic"]

_log = structlog.get_logger(__name__)

Topic: TypeAlias = Literal["session", "outbox", "inbox", "hold", "guess", "start"]
"""session: it has news for open pages. outbox: rows wait for whoever sends. inbox: a message was
deferred. hold: an account may not be called for a while. guess, start: a token of a network
address was taken.
"""

State: TypeAlias = Literal["local", "up", "down"]
"""What carries the rings: nothing but this process, or Redis, which is there or is not."""

Listener: TypeAlias = Callable[[str, int], None]
"""Takes a ring: its key, and how many rings were merged into it. Must be quick and not raise."""

_OPAQUE_BYTES: Final = 16


class Coordination(Protocol):
    """A doorbell between processes, and a place for counts that they share."""

    processes: int
    """How many processes live, this one included, as the table `processes` says. Whoever reads
    that table sets it; 1 means that nobody else needs to hear anything.
    """

    @property
    def state(self) -> State: ...

    @property
    def joined(self) -> bool:
        """Whether every living process hears the others now. If not, rings get lost: look into
        the database each second, for instance.
        """

    @property
    def pooled(self) -> int:
        """How many processes take from shared counts now, this one included. 0: this one does
        not, and `evaluate` would answer None.
        """

    @property
    def settled(self) -> bool:
        """Whether nobody counts on this process' part of what is shared. Only then may one that
        is not pooled take its part by itself, or the sum would be more than the whole.
        """

    def ring(self, topic: Topic, key: str) -> None:
        """Ring in all other processes, soon. Never waits and never raises; may be lost.

        `key` is an opaque id: no phone, no platform's id, no token, no text (I19). Rings of the
        same topic and key may be merged into one that counts them.
        """

    def listen(self, topic: Topic, listener: Listener) -> None:
        """Hear the rings of other processes; one's own are never heard."""

    def on_gap(self, listener: Callable[[], None]) -> None:
        """Be told when rings may have been missed, or `joined` has become false: look now."""

    def opaque(self, text: str) -> str:
        """Return a key for what must not be told (a network address): the same text gives the
        same key in all processes of an installation, and no way leads back.
        """

    async def evaluate(
        self, script: str, keys: Sequence[str], arguments: Sequence[str]
    ) -> list[int] | None:
        """Run a Lua script over shared counts and return its whole numbers; None when that cannot
        be done right now, within a fifth of a second.
        """

    async def start(self) -> None:
        """Begin to hear and to be heard; does not wait for that, and does not need it."""

    async def close(self) -> None:
        """Tell what is still to be told, for a fifth of a second at most, and fall silent."""


class Listeners:
    """Who listens to what in this process."""

    def __init__(self) -> None:
        self._by_topic: dict[str, list[Listener]] = {}
        self._of_gaps: list[Callable[[], None]] = []

    def add(self, topic: Topic, listener: Listener) -> None:
        """Let somebody hear a topic."""
        self._by_topic.setdefault(topic, []).append(listener)

    def add_of_gaps(self, listener: Callable[[], None]) -> None:
        """Let somebody know of gaps."""
        self._of_gaps.append(listener)

    def hear(self, topic: str, key: str, times: int) -> None:
        """Pass on a ring; a topic that nobody here knows (of a newer version) is let go."""
        for listener in self._by_topic.get(topic, ()):
            _told(partial(listener, key, times))

    def miss(self) -> None:
        """Tell everybody to look for themselves."""
        for listener in self._of_gaps:
            _told(listener)


def _told(tell: Callable[[], None]) -> None:
    """Tell one, and go on with the others whatever is wrong with it."""
    try:
        tell()
    except Exception as error:  # noqa: BLE001 - one listener must not make all others deaf
        _log.error("listener_failed", error=type(error).__name__)


def opaque(secret: bytes, text: str) -> str:
    """Return a keyed hash of a text, as 32 hexadecimal digits; `secret` has 1 to 64 bytes."""
    return blake2b(text.encode(), key=secret, digest_size=_OPAQUE_BYTES).hexdigest()


class LocalCoordination:
    """Coordination without Redis: reaches nobody but its twins, which live in the same loop."""

    def __init__(self, secret: bytes = b"local", members: list[Listeners] | None = None) -> None:
        self.processes = 1
        self._secret = secret
        self._listeners = Listeners()
        self._members = [] if members is None else members
        self._members.append(self._listeners)

    def twin(self) -> LocalCoordination:
        """Return one more that hears this one and its other twins, as another process would."""
        return LocalCoordination(self._secret, self._members)

    @property
    def state(self) -> State:
        return "local"

    @property
    def joined(self) -> bool:
        return self.processes <= len(self._members)

    @property
    def pooled(self) -> int:
        return 0

    @property
    def settled(self) -> bool:
        return True

    def ring(self, topic: Topic, key: str) -> None:
        for other in self._members:
            if other is not self._listeners:
                asyncio.get_running_loop().call_soon(other.hear, topic, key, 1)

    def listen(self, topic: Topic, listener: Listener) -> None:
        self._listeners.add(topic, listener)

    def on_gap(self, listener: Callable[[], None]) -> None:
        self._listeners.add_of_gaps(listener)

    def opaque(self, text: str) -> str:
        return opaque(self._secret, text)

    async def evaluate(
        self, script: str, keys: Sequence[str], arguments: Sequence[str]
    ) -> list[int] | None:
        return None

    async def start(self) -> None:
        """Nothing to begin."""

    async def close(self) -> None:
        if self._listeners in self._members:
            self._members.remove(self._listeners)
