"""States of cases in SQL, spelt out: so both databases can prove that a partial index fits."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, literal_column

from flows.desk.cases import OPEN, RUNNING, UNTAKEN

__all__ = ["CLOSED", "IS_CLOSED", "IS_OPEN", "IS_RUNNING", "IS_UNTAKEN", "IS_UNTIMED"]

CLOSED: Final = "closed"
"""The only state in which a case has no owner any more (design §6)."""


def _one_of(states: Collection[str]) -> str:
    spelt = ", ".join(f"'{state}'" for state in sorted(states))
    return f"state IN ({spelt})"


IS_CLOSED: Final[ColumnElement[bool]] = literal_column(f"state = '{CLOSED}'")
IS_OPEN: Final[ColumnElement[bool]] = literal_column(f"state <> '{CLOSED}'")
IS_RUNNING: Final[ColumnElement[bool]] = literal_column(_one_of(RUNNING))
"""The term runs, if the case has one (`flows.desk.deadlines.is_late`)."""
IS_UNTIMED: Final[ColumnElement[bool]] = literal_column(
    f"(due_at IS NULL OR {_one_of(OPEN - RUNNING)})"
)
"""No term runs: there is none, it stands still, or it is met."""
IS_UNTAKEN: Final[ColumnElement[bool]] = literal_column(
    f"(officer_id IS NULL AND {_one_of(UNTAKEN)})"
)
"""The case waits for an officer."""
