"""A case of the feedback queue: what it is, what can be done with it, and what comes of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from flows.identifiers import Instant

__all__ = [
    "GRAVE",
    "OPEN",
    "RUNNING",
    "UNTAKEN",
    "Case",
    "CaseRefusedError",
    "CaseTurn",
    "Line",
    "LineKind",
    "News",
    "State",
]

State: TypeAlias = Literal[
    "new", "assigned", "in_progress", "waiting", "forwarded", "answered", "reopened", "closed"
]

RUNNING: Final[frozenset[State]] = frozenset(
    {"new", "assigned", "in_progress", "forwarded", "reopened"}
)
"""States in which the term runs: in `waiting` it stands still, after the answer it is met."""
UNTAKEN: Final[frozenset[State]] = RUNNING - {"forwarded"}
"""States in which a case without an officer waits for one: a forwarded one is with others."""
OPEN: Final[frozenset[State]] = RUNNING | {"waiting", "answered"}

GRAVE: Final = 3
"""From this severity on, nobody closes a case on their own team (domain §4.2)."""


class Case(Struct, frozen=True, kw_only=True):
    """What decisions about a case look at; its texts and its person are not among it."""

    id: str
    code: str
    state: State
    kind: str
    category: str
    severity: int
    restricted: bool
    reply_promised: bool
    unit_id: str | None = None
    """The unit that it is about."""
    owner_unit_id: str | None = None
    """The unit that answers for it; None where no units are known: the whole installation."""
    owner_role: str
    officer_id: str | None = None
    due_at: Instant | None = None
    created_at: Instant
    term_at: Instant
    """When the present term began: at the creation, or at the last reopening."""
    waiting_since: Instant | None = None
    """Set in `waiting` only."""
    answered_at: Instant | None = None
    """Of the newest answer; None after a reopening."""
    reopened: int = 0
    noticed: int = 0
    """The highest notice that was given in this term: its place in `flows.desk.reminders.LEVELS`,
    counted from 1; 0: none.
    """
    version: int = 1
    lines: int = 1
    """Length of the history."""
    reachable: bool = False
    """Whether messages can be sent to the citizen: a reply was promised and a chat is known."""


LineKind: TypeAlias = Literal[
    "taken",
    "released",
    "assigned",
    "noted",
    "asked",
    "answered",
    "forwarded",
    "recategorised",
    "conflict_declared",
    "concerned",
    "conflict_lifted",
    "raised",
    "supplied",
    "waiting_over",
    "reopened",
    "reminded",
    "redated",
    "closed",
]


class Line(Struct, frozen=True, kw_only=True):
    """One line of the history. `actor`: `account:ID`, `citizen` or `clock`. `detail` is plain,
    no text of people's own; `text` is sealed.
    """

    kind: LineKind
    actor: str
    detail: Mapping[str, str] = {}
    text: str | None = None


class News(Struct, frozen=True, kw_only=True):
    """What the citizen is told. `due_at`: the term that holds from now on, where one does."""

    kind: Literal[
        "taken", "asked", "answered", "forwarded", "reopened", "closed", "late", "redated"
    ]
    code: str
    text: str | None = None
    due_at: Instant | None = None
    agency: str | None = None
    raised: bool = False
    """Of a reopening: the unit above answers for the case from now on."""


class CaseTurn(Struct, frozen=True):
    """What comes of an act. The case's `version` has grown by one if there are lines."""

    case: Case
    lines: tuple[Line, ...] = ()
    news: tuple[News, ...] = ()


class CaseRefusedError(Exception):
    """The act is not possible in the case's state; `key` and `params` say why, to people."""

    def __init__(self, key: str, **params: str) -> None:
        super().__init__(key)
        self.key = key
        self.params = params
