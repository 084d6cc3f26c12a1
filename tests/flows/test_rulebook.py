"""Which form version counts, and how long is waited."""

import pytest

from flows.rulebook import Rulebook
from flows.workdays import Calendar
from tests.flows.shipped import MC

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


def test_waiting_times() -> None:
    assert RULES.resume_after == HOUR / 2
    assert RULES.idle_after == 6 * HOUR
    assert RULES.abandon_after == 30 * 24 * HOUR
    assert RULES.double_tap == 5_000
    assert RULES.misses_before_human == 2
