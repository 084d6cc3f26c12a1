"""What a campaign is: its terms, its groups, and the life that it leads; plain values."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct, field

from survey.places import Area

__all__ = [
    "CHANNELS",
    "FRAMES",
    "MODES",
    "STATES",
    "Channel",
    "Frame",
    "Group",
    "Life",
    "Mode",
    "Parts",
    "Quota",
    "State",
    "Target",
    "Terms",
    "Words",
]

State: TypeAlias = Literal["draft", "awaiting", "approved", "running", "closed", "discarded"]
Channel: TypeAlias = Literal["telegram", "email", "list"]
"""How somebody is asked; `list`: on paper, or by another sender."""
Frame: TypeAlias = Literal["person", "employer"]
Mode: TypeAlias = Literal["direct", "online"]

STATES: Final[tuple[State, ...]] = get_args(State)
CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)
FRAMES: Final[tuple[Frame, ...]] = get_args(Frame)
MODES: Final[tuple[Mode, ...]] = get_args(Mode)


class Terms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a campaign as a whole is bound to. Days are ISO, both ends belong to a span."""

    title: str
    plan_number: str = ""
    plan_date: str = ""
    """Of the plan that orders the survey (domain R7); "" while nobody wrote it."""
    unit_id: str | None = None
    """Whose campaign it is: it asks people of this unit and units below; None: of all."""
    from_day: str = ""
    to_day: str = ""
    """The transactions that it is about (R13: dates, not years)."""
    opens_on: str = ""
    closes_on: str = ""
    """The field work: invitations and reminders leave only on these days."""
    languages: tuple[str, ...] = ("vi", "en")
    min_evidence: int = 0
    """The least evidence of who answered, V0–V4 of domain §8, for a response to count."""
    quiet_from: int = 20 * 60
    quiet_to: int = 7 * 60 + 30
    """Minutes of the day in Vietnam between which nothing is sent; may pass midnight."""
    quiet_days: bool = True
    """Nothing is sent on Sundays and holidays either."""
    reminders: tuple[int, ...] = (5, 10)
    """Days after the invitation on which who is silent is reminded; at most two."""
    approve_above: int = 500
    """More invitations than this need a second person."""
    test: bool = False
    """Goes to its test list only, and counts for nothing."""


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People who are asked the same, of whom a sample of their own is drawn (R8)."""

    id: str = field(name="group_id")
    """Short and lasting: `one_stop`."""
    title: str
    frame: Frame = "person"
    form: str
    modes: tuple[Mode, ...] = MODES
    procedures: tuple[str, ...] = ()
    """Codes; empty: all."""
    unit_ids: tuple[str, ...] = ()
    """Empty: the campaign's unit and all below."""
    margin: float = 0.05
    """The error that is accepted, as a share (domain §2.2)."""
    response_rate: float = 0.5
    """The share of those asked who are expected to answer."""
    floor: int = 30
    """The least forms of a cell that is to be published (domain §2.3)."""
    reserve_share: float = 0.5
    """Reserves that are drawn for each main one."""
    size: int | None = None
    """Valid forms wanted, set by hand; None: computed from the frame."""


class Target(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be reached, and who decided so (R40)."""

    indicator: str
    """One of `INDICATORS`."""
    percent: float
    source: str = ""
    """The number of the decision."""


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is written to people on one channel, in one language."""

    channel: Channel
    language: str
    wave: int
    """0: the invitation; 1 and 2: the reminders."""
    subject: str = ""
    """Of an e-mail, or the head line of a printed slip."""
    text: str


class Quota(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Valid forms that somebody wants of one cell, in the place of the computed number (R10)."""

    group_id: str
    area: Area
    mode: Mode
    wanted: int


class Parts(Struct, frozen=True, kw_only=True):
    """What a campaign is made of beside its terms."""

    groups: tuple[Group, ...] = ()
    targets: tuple[Target, ...] = ()
    texts: tuple[Words, ...] = ()
    """Those that were changed; the others are the standard texts."""
    quotas: tuple[Quota, ...] = ()


class Life(Struct, frozen=True, kw_only=True):
    """Where a campaign stands and who brought it there; people as the audit log names them."""

    state: State = "draft"
    made_at: int
    made_by: str
    changed_at: int
    changed_by: str
    approved_at: int | None = None
    approved_by: str | None = None
    returned_by: str | None = None
    reason: str | None = None
    """Why it was sent back, until it is submitted again."""
    closed_at: int | None = None
    closed_by: str | None = None
