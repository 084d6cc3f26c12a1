"""What the corridor remembers is bounded, and the longest unused goes first."""

from bot.recent import RecentKeys, RecentSessions
from flows.identifiers import ResponseId, SessionId
from flows.session import Answer, Frame, Session, State
from storage.base import StoredSession


def stored(name: str, answers: int = 0, version: int = 1) -> StoredSession:
    given = {f"Q{number}": Answer("5") for number in range(answers)}
    frame = Frame("mc", 1, ResponseId(f"r-{name}"), given)
    session = Session(SessionId(name), State.ASKING, "vi", (frame,))
    return StoredSession(session=session, version=version, last_seq=0, channel="web")


def test_what_was_written_last_is_what_is_known() -> None:
    recent = RecentSessions()
    recent.keep(stored("a"), is_clear=False)
    recent.keep(stored("a", 1, version=2), is_clear=True)
    assert recent.get("a") == (stored("a", 1, version=2), True)
    assert len(recent) == 1


def test_the_session_that_spoke_longest_ago_is_forgotten_first() -> None:
    recent = RecentSessions(heaviest=40)  # three bare ones
    for name in ("a", "b", "c"):
        recent.keep(stored(name), is_clear=True)
    recent.keep(stored("a", version=2), is_clear=True)
    recent.keep(stored("d"), is_clear=True)
    assert [name for name in "abcd" if recent.get(name)] == ["a", "c", "d"]


def test_long_sessions_leave_room_for_fewer() -> None:
    recent = RecentSessions(heaviest=100)
    for number in range(50):
        recent.keep(stored(f"s{number}", answers=13), is_clear=True)
    assert len(recent) == 4


def test_a_forgotten_session_frees_its_room() -> None:
    recent = RecentSessions(heaviest=24)
    for _ in range(10):
        recent.keep(stored("a", 12), is_clear=True)
        recent.drop("a")
        recent.drop("a")
    recent.keep(stored("b"), is_clear=True)
    recent.keep(stored("c"), is_clear=True)
    assert recent.get("a") is None
    assert len(recent) == 2


def test_no_room_means_no_memory() -> None:
    recent = RecentSessions(heaviest=0)
    recent.keep(stored("a"), is_clear=True)
    assert recent.get("a") is None


def test_keys_are_known_for_at_least_as_many_as_promised_and_at_most_twice() -> None:
    keys: RecentKeys[int] = RecentKeys(most=100)
    for number in range(1000):
        keys.keep(("web", str(number)), number)
        assert len(keys) <= 200
        oldest = max(0, number - 99)
        assert keys.get(("web", str(oldest))) == oldest
    assert keys.get(("web", "0")) is None
    keys.drop(("web", "999"))
    keys.drop(("web", "850"))
    assert keys.get(("web", "999")) is None
