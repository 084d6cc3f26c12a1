"""Which form version counts, and how long is waited."""

import msgspec
import pytest

from flows.rulebook import Rulebook
from flows.workdays import Calendar
from tests.flows.shipped import MC
from tests.storage.records import session

HOUR = 3_600_000
RULES = Rulebook(forms={MC.key: MC}, latest={"mc": MC.version, "gone": 7}, calendar=Calendar())


def test_forms_by_name_and_version() -> None:
    assert RULES.form("mc") is MC
    assert RULES.form("mc", MC.version) is MC
    assert hash(MC) == hash(MC.key)


@pytest.mark.parametrize(
    ("form", "version"), [("mc", 1), ("mc", 0), ("none", None), ("gone", None)]
)
def test_a_form_that_was_never_published(form: str, version: int | None) -> None:
    with pytest.raises(KeyError):
        RULES.form(form, version)


def test_of_a_retired_form_the_newest_is_left_for_who_starts_over() -> None:
    older = msgspec.structs.replace(MC, version=1)
    rules = msgspec.structs.replace(RULES, forms={older.key: older, MC.key: MC}, latest={})
    assert rules.form("mc") is MC
    assert rules.names == ["mc"]
    with pytest.raises(KeyError):
        rules.form("gone")


def test_a_session_is_known_by_all_its_forms() -> None:
    begun = session()
    here = msgspec.structs.replace(MC, version=begun.frames[0].version)
    rules = msgspec.structs.replace(RULES, forms={here.key: here})
    assert rules.knows(begun)
    assert not RULES.knows(begun)
    done = msgspec.structs.replace(begun, frames=(), finished=begun.frames)
    assert not RULES.knows(done), "what was finished is shown again, too"


def test_waiting_times() -> None:
    assert RULES.resume_after == HOUR / 2
    assert RULES.idle_after == 6 * HOUR
    assert RULES.abandon_after == 30 * 24 * HOUR
    assert RULES.double_tap == 5_000
    assert RULES.misses_before_human == 2
