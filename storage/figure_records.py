"""What figures are made of, as rows: facts of responses, cells that were summed, what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from flows.identifiers import Instant
from flows.session import Value
from survey.cells import CellKey, Cells, Choices, Counted
from survey.moments import Moments

__all__ = [
    "Alike",
    "CellWish",
    "Change",
    "Commented",
    "Doubts",
    "Facts",
    "FrameStratum",
    "Pending",
    "Placed",
    "Span",
    "Summed",
]


class Pending(NamedTuple):
    """A change that figures do not hold yet."""

    number: int
    response_id: str


class Facts(Struct, frozen=True, kw_only=True):
    """What is recorded of a response at present, with all that its figures are told apart by."""

    response_id: str
    outcome: str
    """`valid`, or why it does not count (`survey.validity.Reason`)."""
    form: str
    version: int
    session_id: str | None
    channel: str
    started_at: Instant
    unit_id: str | None
    place_id: str | None
    counter_id: str | None
    procedure: str | None
    commune: str | None
    kind: str
    """Of its invitation, or `none`."""
    issued_at: Instant
    period_from: str | None
    """Days of the service, where a personal invitation tells them."""
    period_to: str | None
    campaign_id: str | None
    person: str | None
    """A keyed hash of who had the transaction, in hexadecimal, while it is kept."""
    group_id: str | None
    stratum_unit: str | None
    stratum_area: str | None
    stratum_mode: str | None
    """The part of the frame that it was drawn from."""
    area: str | None
    """Of the transaction, or of the place."""
    mode: str | None
    evidence: int
    called: str | None
    """What calls about it came to (`survey.call_backs.Outcome`); None: nothing."""
    answers: Mapping[str, Value] = {}
    """Question → value of its last revision; nothing that is stored sealed."""


class Change(Struct, frozen=True, kw_only=True):
    """What a batch of changes does to the figures: written as a whole, once."""

    turn: int
    """The turn that it was worked out in: a second one at the same time is refused."""
    numbers: tuple[int, ...] = ()
    """Of what waited."""
    counted: tuple[Counted, ...] = ()
    out: tuple[str, ...] = ()
    """Responses that do not count now; who they are is kept."""
    gone: tuple[str, ...] = ()
    """Responses that were erased: nothing of them is kept."""
    cells: Cells = {}
    choices: Choices = {}
    walked: str | None = None
    """How far the walk through all responses has come."""


class CellWish(Struct, frozen=True, kw_only=True):
    """Which cells are summed. Months as `2026-01`, both included."""

    first: str
    last: str
    units: frozenset[str] | None = None
    """None: all of them."""
    dimension: str = ""
    level: str | None = None
    """None: all of them. One of each is a run of the key, whatever else the table holds."""


class Span(Struct, frozen=True, kw_only=True):
    """Responses whose forms were issued, or cases that were made, on some days."""

    first_day: str
    last_day: str
    since: Instant
    """When the first day begins."""
    until: Instant
    """When the last day has ended."""
    units: frozenset[str] | None = None
    """Units of then; None: all of them."""


class Commented(NamedTuple):
    """Where somebody wrote something beside their choice."""

    response_id: str
    question: str
    form: str
    unit_id: str
    commune: str | None
    day: str
    served_from: str


class Placed(NamedTuple):
    """A response, and what tells where it belongs (`bot.figures.placing.Placeable`)."""

    response_id: str
    unit_id: str
    """As of then; "": none."""
    commune: str | None
    day: str
    served_from: str


class Alike(Struct, frozen=True):
    """Responses or cases of one kind that agree in where they belong (`survey.restating`)."""

    kind: str
    """Reason, state or category."""
    unit_id: str
    """As of then; "": none."""
    commune: str | None
    day: str
    """ISO: when their forms were issued, or the cases were made."""
    served_from: str
    count: int


class Doubts(NamedTuple):
    """What was found odd."""

    reasons: Sequence[Alike]
    """Responses by reason (`survey.suspicion`)."""
    states: Sequence[Alike]
    """Responses by state of the judging."""


class FrameStratum(NamedTuple):
    """A part of the frame that a campaign drew from."""

    campaign_id: str
    group_id: str
    unit_id: str
    area: str
    mode: str
    frame: int
    """Transactions in it."""
    wanted: int
    """Forms that were wanted of it."""

    @property
    def name(self) -> str:
        """As responses name it (`survey.cells.Counted.stratum`)."""
        return "/".join(self[:5])


class Summed(NamedTuple):
    """Moments of one cell: of all months and units that were asked for, or of one of them."""

    key: CellKey
    """Month or unit are empty where they were summed over."""
    moments: Moments
