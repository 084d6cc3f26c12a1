"""Roles of the desk and the rights of each, as one table (domain §4.2, §5; reliability §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

__all__ = [
    "ACTIONS",
    "FROM_ABOVE",
    "OF_WHOLE",
    "ROLES",
    "WHOLE",
    "Action",
    "Actor",
    "Grant",
    "Rights",
    "Role",
    "counting",
    "excluded",
]

Role: TypeAlias = Literal[
    "provincial_leader",
    "survey_admin",
    "unit_head",
    "intake_officer",
    "case_officer",
    "inspector",
    "collector",
    "verifier",
    "data_protection",
    "technical_admin",
    "national_viewer",
]

Action: TypeAlias = Literal[
    "case.list",
    "case.count",
    "case.read",
    "case.read_restricted",
    "case.take",
    "case.assign",
    "case.note",
    "case.ask",
    "case.answer",
    "case.forward",
    "case.recategorise",
    "case.close",
    "case.reveal",
    "case.export",
    "case.declare_conflict",
    "response.list",
    "response.read",
    "response.reveal",
    "response.set_aside",
    "response.export",
    "account.list",
    "account.invite",
    "account.change",
    "account.reset",
    "account.disable",
    "calendar.read",
    "calendar.change",
    "audit.read",
    "template.change",
    "unit.read",
    "unit.change",
    "place.read",
    "place.change",
    "place.roster",
    "procedure.read",
    "procedure.change",
    "hotline.change",
    "form.read",
    "form.publish",
    "count.read",
    "count.change",
    "transaction.read",
    "transaction.import",
    "invitation.issue",
    "api_key.change",
    "campaign.follow",
    "campaign.read",
    "campaign.change",
    "campaign.approve",
    "broadcast.send",
    "response.judge",
    "response.call_back",
    "figure.read",
    "figure.export",
    "report.read",
    "report.change",
    "report.approve",
    "report.reply",
    "report.plan",
    "improvement.write",
    "improvement.publish",
    "result.hold",
    "own.sessions",
    "own.password",
]

ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

OF_WHOLE: Final[frozenset[Action]] = frozenset(
    {
        "calendar.change",
        "audit.read",
        "template.change",
        "unit.change",
        "procedure.change",
        "hotline.change",
        "form.publish",
        "api_key.change",
        "result.hold",
    }
)
"""What is done to the whole installation, not within a unit: only by whose role counts in all of
it. Everybody's terms hang on the calendar, and the log tells of every unit.
"""

FROM_ABOVE: Final[frozenset[Action]] = frozenset({"campaign.follow"})
"""What may be done to things of units above as well: a campaign of the province asks the people of
each unit below, whose head follows what they bring.
"""

WHOLE: Final = "*"
"""The unit of a grant that counts in the whole installation, also where no unit is known."""


class Grant(Struct, frozen=True):
    """A role, and the unit within which it counts: that unit and all below it, or `WHOLE`."""

    role: Role
    unit_id: str


class Actor(Struct, frozen=True):
    """Who acts. `units`: the unit of each grant → itself and all units below it, as of today; a
    unit that is not there has been dissolved, and its grants give nothing. `top`: the unit that
    all others are below; None: there is none, or more than one.
    """

    account_id: str
    grants: tuple[Grant, ...] = ()
    units: Mapping[str, frozenset[str]] = {}
    top: str | None = None
    above: Mapping[str, frozenset[str]] = {}
    """The unit of each grant → all units above it."""


class Rights(Struct, frozen=True, kw_only=True):
    """What a role may do within the unit of its grant."""

    actions: frozenset[Action]
    own_only: bool = False
    """Of cases, only those whose officer is the account."""
    excludes: frozenset[Role] = frozenset()
    """Roles that do not count beside this one: separation of duties."""


def _actions(*actions: Action) -> frozenset[Action]:
    return frozenset(actions)


_SEE = _actions("case.list", "case.count", "case.read")
_HANDLE = _SEE | _actions(
    "case.take",
    "case.note",
    "case.ask",
    "case.answer",
    "case.forward",
    "case.close",
    "case.reveal",
    "case.declare_conflict",
    "calendar.read",
)
"""What it takes to lead one case to its answer."""
_SHARE_OUT = _HANDLE | _actions("case.assign", "case.recategorise", "response.reveal")
"""What it takes to share out the work of a unit, and to follow it back to what it came out of."""
_RESPONSES = _actions("response.list", "response.read", "count.read") | _actions(
    "figure.read", "figure.export", "report.read"
)
_REPORT = _actions("report.change", "report.approve")
"""To write reports, and to approve what somebody else wrote."""
_IMPROVE = _actions("improvement.write", "improvement.publish")
"""To tell the public what was done, and to let out what somebody else wrote of it (R5)."""
_ACCOUNTS = _actions(
    "account.list", "account.invite", "account.change", "account.reset", "account.disable"
)
_WORLD = _actions("unit.read", "place.read", "procedure.read", "form.read", "transaction.read")
"""Where the office serves people and what it does there: no secret from whoever works for it. Of
a list of transactions: how much there is of it; its people are for `transaction.import`.
"""
_SHAPE_WORLD = _actions("unit.change", "place.change", "procedure.change", "hotline.change")
_CONTENT: Final[frozenset[Role]] = frozenset(
    {
        "provincial_leader",
        "survey_admin",
        "unit_head",
        "intake_officer",
        "case_officer",
        "inspector",
        "verifier",
        "data_protection",
    }
)
"""Roles that read what citizens wrote."""

ROLES: Final[Mapping[Role, Rights]] = {
    # Lãnh đạo tỉnh: a rung of the ladder (domain §4.2); sees restricted cases.
    "provincial_leader": Rights(
        actions=_SHARE_OUT
        | _RESPONSES
        | _WORLD
        | _actions("case.read_restricted", "case.export", "response.export", "audit.read")
        | _actions("campaign.follow", "campaign.read", "campaign.approve")
        | _REPORT
        | _IMPROVE
        | _actions("report.plan", "result.hold"),
    ),
    # Quản trị khảo sát (TCCB): runs the survey; oversees cases, does not handle them.
    "survey_admin": Rights(
        actions=_SEE
        | _RESPONSES
        | _WORLD
        | _SHAPE_WORLD
        | _actions("case.note", "case.assign", "case.declare_conflict", "case.export")
        | _actions(
            "broadcast.send",
            "campaign.follow",
            "campaign.read",
            "campaign.change",
            "campaign.approve",
            "count.change",
            "form.publish",
            "invitation.issue",
            "response.set_aside",
            "response.judge",
            "response.export",
            "template.change",
            "place.roster",
            "transaction.import",
        )
        | _actions("calendar.read", "calendar.change")
        | _REPORT
        | _IMPROVE
        | _actions("report.plan", "result.hold"),
    ),
    # Lãnh đạo cơ sở. Whose unit is judged does not verify: inspections do (domain R31).
    "unit_head": Rights(
        actions=_SHARE_OUT
        | _RESPONSES
        | _WORLD
        | _actions("case.export", "count.change", "response.export", "place.roster")
        | _actions("campaign.follow", "campaign.read", "invitation.issue")
        | _REPORT
        | _IMPROVE
        | _actions("report.reply"),
        excludes=frozenset({"verifier"}),
    ),
    # Đầu mối phản ánh: the focal point at which new cases arrive.
    "intake_officer": Rights(
        actions=_SHARE_OUT
        | _RESPONSES
        | _WORLD
        | _actions("improvement.write", "report.change", "template.change")
    ),
    # Người xử lý: sees what was given to them.
    "case_officer": Rights(actions=_HANDLE | _WORLD, own_only=True),
    # Đoàn kiểm tra công vụ: answers for PA02, PA05 and what sounds like a tố cáo (domain §4.2).
    "inspector": Rights(
        actions=_SHARE_OUT
        | _RESPONSES
        | _WORLD
        | _actions("campaign.follow", "campaign.read", "response.judge", "response.call_back")
        | _actions("case.read_restricted", "case.export"),
    ),
    # Điều tra viên: "a collector cannot verify" (domain §5), nor judge what was collected.
    "collector": Rights(actions=_WORLD, excludes=frozenset({"verifier", "survey_admin"})),
    # Giám sát: "a verifier cannot edit" (domain §5); calls people back (domain §8.3).
    "verifier": Rights(
        actions=_RESPONSES | _WORLD | _actions("response.call_back"),
        excludes=frozenset({"survey_admin"}),
    ),
    # Phụ trách bảo vệ dữ liệu: PA12, and who looked at whose data.
    "data_protection": Rights(actions=_HANDLE | _WORLD | _actions("audit.read"), own_only=True),
    # Quản trị kỹ thuật: "no answer content" (domain §5), by no other role either.
    "technical_admin": Rights(
        actions=_ACCOUNTS
        | _WORLD
        | _SHAPE_WORLD
        | _actions("api_key.change", "calendar.read", "calendar.change", "audit.read"),
        excludes=_CONTENT,
    ),
    # Trung ương reads the roll-up.
    "national_viewer": Rights(
        actions=_WORLD | _actions("case.count", "count.read", "figure.read", "report.read")
    ),
}


def excluded(roles: Iterable[Role]) -> frozenset[Role]:
    """Return which of `roles` do not count when one account holds all of them."""
    held = frozenset(roles)
    return held & {lost for role in held for lost in ROLES[role].excludes}


def counting(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """Return the grants that count: those of roles that no other role held excludes."""
    held = tuple(grants)
    lost = excluded(grant.role for grant in held)
    return tuple(grant for grant in held if grant.role not in lost)
