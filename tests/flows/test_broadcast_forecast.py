"""How long a broadcast takes: by its rate, within the hours in which people may be written to."""

from datetime import datetime

from flows.broadcast_forecast import last_leaves_at, time_needed
from flows.broadcasts import Quiet, Window
from flows.identifiers import Instant
from flows.workdays import VIETNAM, Calendar

QUIET = Quiet()
"""From 20:00 to 7:30, and on Sundays."""
CALENDAR = Calendar()
HOUR = 3_600_000


def at(day: int, hour: int, minute: int = 0) -> Instant:
    """A moment of November 2026; the 19th is a Thursday."""
    return Instant(int(datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM).timestamp() * 1000))


def at_once(start: Instant) -> Window:
    return Window(start, start, at(30, 0))


def test_so_many_messages_take_their_count_over_the_rate() -> None:
    assert time_needed(2400, 24.0) == 100_000
    assert time_needed(2400, None) == 0


def test_what_does_not_fit_into_a_day_goes_on_the_next_morning() -> None:
    window = at_once(at(19, 19))
    assert last_leaves_at(at(19, 8), window, HOUR // 2, QUIET, CALENDAR) == at(19, 19, 30)
    assert last_leaves_at(at(19, 8), window, 2 * HOUR, QUIET, CALENDAR) == at(20, 8, 30)


def test_nothing_leaves_on_a_sunday() -> None:
    window = at_once(at(21, 19, 30))
    assert last_leaves_at(at(21, 8), window, HOUR, QUIET, CALENDAR) == at(23, 8)


def test_a_wave_that_is_spread_takes_its_whole_window() -> None:
    window = Window(at(19, 8), at(19, 12), at(30, 0))
    assert last_leaves_at(at(19, 7), window, HOUR, QUIET, CALENDAR) == at(19, 12)
    assert last_leaves_at(at(19, 7), window, 5 * HOUR, QUIET, CALENDAR) == at(19, 13)


def test_what_is_begun_late_ends_late() -> None:
    window = at_once(at(19, 8))
    assert last_leaves_at(at(19, 15), window, HOUR, QUIET, CALENDAR) == at(19, 16)


def test_what_does_not_get_through_before_the_end_has_no_end() -> None:
    window = Window(at(19, 8), at(19, 8), at(19, 18))
    assert last_leaves_at(at(19, 8), window, 10 * HOUR, QUIET, CALENDAR) == at(19, 18)
    assert last_leaves_at(at(19, 8), window, 10 * HOUR + 1, QUIET, CALENDAR) is None
    assert last_leaves_at(at(19, 19), window, 0, QUIET, CALENDAR) is None
