"""Who may let the owner of an account in anew, and when."""

import pytest

from flows.desk.resets import may_make, ready_at
from flows.identifiers import Instant
from flows.workdays import Calendar

NOW = Instant(1_000)
DAYS = Calendar()


def test_where_others_can_who_asked_never_may() -> None:
    ready = ready_at(DAYS, NOW, 50, others=True)
    assert ready is None
    assert not may_make("one", "one", ready, Instant(2**50), others=False)
    assert may_make("two", "one", ready, NOW, others=True)


@pytest.mark.parametrize(("at", "may"), [(1_000, False), (1_049, False), (1_050, True)])
def test_who_is_alone_waits(at: int, *, may: bool) -> None:
    ready = ready_at(DAYS, NOW, 50, others=False)
    assert may_make("one", "one", ready, Instant(at), others=False) is may
    assert may_make("two", "one", ready, Instant(at), others=True), "who comes later need not"


def test_who_is_alone_no_more_needs_the_others() -> None:
    assert not may_make("one", "one", NOW, Instant(2**50), others=True)
