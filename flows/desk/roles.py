"""Roles of the desk and the rights of each, as one table (domain §4.2, §5; reliability §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

__all__ = [
    "ACTIONS",
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
    "own.sessions",
    "own.password",
]

ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

OF_WHOLE: Final[frozenset[Action]] = frozenset(
    {"calendar.change", "audit.read", "template.change"}
)
"""What is done to the whole installation, not within a unit: only by whose role counts in all of
it. Everybody's terms hang on the calendar, and the log tells of every unit.
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
_SHARE_OUT = _HANDLE | _actions("case.assign", "case.recategorise")
_RESPONSES = _actions("response.list", "response.read")
_ACCOUNTS = _actions(
    "account.list", "account.invite", "account.change", "account.reset", "account.disable"
)
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
        | _actions("case.read_restricted", "case.export", "response.export", "audit.read"),
    ),
    # Quản trị khảo sát (TCCB): runs the survey; oversees cases, does not handle them.
    "survey_admin": Rights(
        actions=_SEE
        | _RESPONSES
        | _actions("case.note", "case.assign", "case.declare_conflict", "case.export")
        | _actions("response.set_aside", "response.export", "template.change")
        | _actions("calendar.read", "calendar.change"),
    ),
    # Lãnh đạo cơ sở. Whose unit is judged does not verify: inspections do (domain R31).
    "unit_head": Rights(
        actions=_SHARE_OUT | _RESPONSES | _actions("case.export", "response.export"),
        excludes=frozenset({"verifier"}),
    ),
    # Đầu mối phản ánh: the focal point at which new cases arrive.
    "intake_officer": Rights(actions=_SHARE_OUT | _RESPONSES | _actions("template.change")),
    # Người xử lý: sees what was given to them.
    "case_officer": Rights(actions=_HANDLE, own_only=True),
    # Đoàn kiểm tra công vụ: answers for PA02, PA05 and what sounds like a tố cáo (domain §4.2).
    "inspector": Rights(
        actions=_SHARE_OUT | _RESPONSES | _actions("case.read_restricted", "case.export"),
    ),
    # Điều tra viên: "a collector cannot verify" (domain §5), nor judge what was collected.
    "collector": Rights(actions=_actions(), excludes=frozenset({"verifier", "survey_admin"})),
    # Giám sát: "a verifier cannot edit" (domain §5).
    "verifier": Rights(actions=_RESPONSES, excludes=frozenset({"survey_admin"})),
    # Phụ trách bảo vệ dữ liệu: PA12, and who looked at whose data.
    "data_protection": Rights(actions=_HANDLE | _actions("audit.read"), own_only=True),
    # Quản trị kỹ thuật: "no answer content" (domain §5), by no other role either.
    "technical_admin": Rights(
        actions=_ACCOUNTS | _actions("calendar.read", "calendar.change", "audit.read"),
        excludes=_CONTENT,
    ),
    # Trung ương reads the roll-up.
    "national_viewer": Rights(actions=_actions("case.count")),
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
