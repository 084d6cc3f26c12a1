"""Rows of draws and of the frames that they are made from, as the service sees them."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias, get_args

import msgspec
from msgspec import Struct

from flows.identifiers import Instant
from storage.transaction_records import Frame
from survey.lots import Role
from survey.quotas import Stratum
from survey.seals import Kind, Record, SealedRecord

__all__ = [
    "LIVE_WORK",
    "WORK_STATES",
    "DrawRecord",
    "DrawWork",
    "DrawnRow",
    "FrameCount",
    "FrameRow",
    "FrameWish",
    "KeptOutlook",
    "LeftOut",
    "StratumFill",
    "WorkState",
]

WorkState: TypeAlias = Literal[
    "waiting",  # a job takes it up
    "gathering",  # the frame is read
    "drawing",  # lots are cast and sealed
    "storing",  # rows are stored that count for nothing yet
    "done",
    "refused",  # it cannot be drawn: `reason` says why
    "cancelled",  # somebody wanted it no more
]
WORK_STATES: Final[tuple[WorkState, ...]] = get_args(WorkState)
LIVE_WORK: Final = frozenset[WorkState]({"waiting", "gathering", "drawing", "storing"})

LeftOut = Literal["", "asked_lately", "drawn_before"]
"""Why a transaction is no part of a frame, though it belongs to its campaign; "": it is one."""


class DrawRecord(Struct, frozen=True, kw_only=True):
    """A draw. `record` is what was sealed, `seal` its SHA-256; the rest is read out of that."""

    id: str
    campaign_id: str
    number: int
    kind: Kind
    seed: str
    frame_hash: str
    frame_size: int
    program: str
    record: str
    seal: str
    at: Instant
    by: str

    @property
    def sealed(self) -> SealedRecord:
        """Return the record with its seal, as it is given away."""
        return SealedRecord(record=msgspec.json.decode(self.record, type=Record), seal=self.seal)


class FrameWish(Struct, frozen=True, kw_only=True):
    """Which transactions make a frame. Both days belong to the period."""

    campaign_id: str
    """Whose people, if they were drawn before, are left out."""
    from_day: str
    to_day: str
    units: frozenset[str] | None
    """None: all of the installation."""
    lists: frozenset[str]
    api_from: str = ""
    api_upto: str = ""
    """Of those that came one by one: after which id, and up to which."""
    not_since: Instant
    """Whoever was asked later than that is left out."""


class FrameRow(NamedTuple):
    """A transaction that a frame may hold."""

    id: str
    frame: Frame
    unit_id: str
    procedure: str | None
    mode: str | None
    area: str | None
    left_out: LeftOut
    person_index: bytes | None
    phone_index: bytes | None


class FrameCount(NamedTuple):
    """Rows of a frame that agree in all that groups and strata tell apart."""

    frame: Frame
    unit_id: str
    procedure: str | None
    mode: str | None
    area: str | None
    left_out: LeftOut
    rows: int


class DrawnRow(NamedTuple):
    """Somebody who was drawn. `stratum`: its place in the draw's plan, from 0."""

    transaction_id: str
    group_id: str
    stratum: int
    role: Role
    rank: int
    stands_for: str | None = None
    """Whose place they took, if they were a reserve."""


class StratumFill(Struct, frozen=True, kw_only=True):
    """How far a stratum is. `answered`: people whose completed response was not set aside."""

    stratum: Stratum
    frame: int
    wanted: int
    main: int
    """People who are to be asked, whoever stands in included."""
    reserve: int
    """Reserves that are left."""
    replaced: int
    answered: int


class DrawWork(Struct, frozen=True, kw_only=True):
    """The long work of a draw, the latest of its campaign. Whoever begins it anew after a restart
    draws the same people: its seed and the names that people have in its frame stay.
    """

    campaign_id: str
    draw_id: str
    kind: Kind
    seed: str
    state: WorkState = "waiting"
    progress: int = 0
    """Rows read, or rows stored, out of `size`; while lots are cast nobody can tell."""
    size: int = 0
    reason: str = ""
    lease_until: Instant = Instant(0)
    """Until when others leave it to the process that has it."""
    campaign_version: int
    """What was read when it was asked for: it is drawn of that or not at all."""
    at: Instant
    by: str
    version: int = 1

    @property
    def is_live(self) -> bool:
        """Whether it is still to be done."""
        return self.state in LIVE_WORK


class KeptOutlook(Struct, frozen=True, kw_only=True):
    """What a draw of a large frame would be, as somebody counted it."""

    campaign_id: str
    kind: Kind
    stamp: str = ""
    """What it was counted of: another one tells that it is old."""
    figures: str = ""
    """JSON; empty: it was not counted yet."""
    wanted_at: Instant
    counted_at: Instant = Instant(0)
    lease_until: Instant = Instant(0)
