"""What every act on a case shares: who, when, by which calendar, and the pieces of its outcome."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from flows.desk.cases import Case, CaseRefusedError, Line, LineKind, News, State
from flows.identifiers import Instant
from flows.texts import text_key
from flows.workdays import Calendar

__all__ = [
    "NAME_LENGTH",
    "NOTE_LENGTH",
    "SPOKEN_LENGTH",
    "Moment",
    "idle_state",
    "line_of",
    "news",
    "written",
]

SPOKEN_LENGTH: Final = 1_800
"""Characters of what is said to a citizen: fits, with its frame, into one message everywhere."""
NOTE_LENGTH: Final = 4_000
"""Characters of what stays at the desk."""
NAME_LENGTH: Final = 200
"""Characters of an authority's name."""


class Moment(Struct, frozen=True):
    """Who acts (an account's id, for officers), when, and the calendar that holds then."""

    actor: str
    now: Instant
    calendar: Calendar


def idle_state(case: Case) -> State:
    """Return the state of a case that nobody has in hand."""
    return "reopened" if case.reopened else "new"


def line_of(
    moment: Moment, kind: LineKind, text: str | None = None, **detail: str
) -> tuple[Line, ...]:
    """Return the line of the history that an officer's act adds."""
    return (Line(kind=kind, actor=f"account:{moment.actor}", detail=detail, text=text),)


def news(case: Case, *told: News) -> tuple[News, ...]:
    """Return what the citizen is told: nothing where they cannot be reached."""
    return told if case.reachable else ()


def written(text: str, limit: int) -> str:
    """Return `text` without blanks around it.

    Raises:
        CaseRefusedError: there is none, or it has more than `limit` characters.

    """
    plain = text.strip()
    if not plain:
        raise CaseRefusedError(text_key("desk.refused.no_text"))
    if len(plain) > limit:
        raise CaseRefusedError(text_key("desk.refused.long_text"), limit=str(limit))
    return plain
