"""What this process remembers of the last turns, so that the next one reads nothing; bounded.

Nothing here is believed: whatever is decided by it is written behind a fence (the session's
version, its conversation, what waits for it) and decided again when it was out of date.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, Generic, TypeVar

from flows.session import Session
from storage.base import StoredSession

__all__ = ["RecentKeys", "RecentSessions"]

_BARE: Final = 12
"""Weight of a session without answers, in answers: some 150 bytes each."""
_HEAVIEST: Final = 60_000
"""Weight of all sessions kept: 9 MB, some 3,000 people in the middle of a survey."""
_MOST: Final = 5_000
"""Keys of a kind in a generation; each takes about 300 bytes, and two generations are kept."""

_Value = TypeVar("_Value")


def _weight(session: Session) -> int:
    frames = (*session.frames, *session.finished)
    return _BARE + sum([len(frame.answers) for frame in frames])


class RecentSessions:
    """Sessions as this process wrote them last, the longest unused dropped first. `heaviest`
    bounds their weight together.
    """

    def __init__(self, heaviest: int = _HEAVIEST) -> None:
        self._heaviest = heaviest
        self._weight = 0
        self._kept: OrderedDict[str, tuple[tuple[StoredSession, bool], int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, session_id: str) -> tuple[StoredSession, bool] | None:
        """Return what was written last and whether it was clear, if it is still known."""
        found = self._kept.get(session_id)
        return None if found is None else found[0]

    def keep(self, stored: StoredSession, *, is_clear: bool) -> None:
        """Remember what was committed just now. `is_clear`: nothing that another process said
        can still be on its way.
        """
        session_id, weight = stored.session.id, _weight(stored.session)
        former = self._kept.pop(session_id, None)
        self._kept[session_id] = ((stored, is_clear), weight)
        self._weight += weight - (former[1] if former else 0)
        while self._weight > self._heaviest:
            _, (_, freed) = self._kept.popitem(last=False)
            self._weight -= freed

    def drop(self, session_id: str) -> None:
        """Forget a session: another writer was first, or what became of a commit is not known."""
        former = self._kept.pop(session_id, None)
        if former is not None:
            self._weight -= former[1]


class RecentKeys(Generic[_Value]):
    """The last values by (channel, key): at least `most`, and at most twice as many. The young
    generation becomes the old one when it is full, and the old one goes, all at once.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._young: dict[tuple[str, str], _Value] = {}
        self._old: dict[tuple[str, str], _Value] = {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def get(self, key: tuple[str, str]) -> _Value | None:
        """Return the value, if it is still known."""
        found = self._young.get(key)
        return self._old.get(key) if found is None else found

    def keep(self, key: tuple[str, str], value: _Value) -> None:
        """Remember a value."""
        if len(self._young) >= self._most:
            self._old, self._young = self._young, {}
        self._young[key] = value

    def drop(self, key: tuple[str, str]) -> None:
        """Forget a value."""
        self._young.pop(key, None)
        self._old.pop(key, None)
