"""What officers, citizens and time do to a case, as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from msgspec import Struct

from flows.desk.roles import Action
from flows.workdays import Calendar

__all__ = [
    "ACTION_OF",
    "AUDITED_AS",
    "Act",
    "Agreed",
    "Answer",
    "Ask",
    "Assign",
    "CitizenAct",
    "Close",
    "DeclareConflict",
    "Disagreed",
    "FindConflict",
    "Forward",
    "LiftConflict",
    "Note",
    "OfficerAct",
    "Passed",
    "Recategorise",
    "Redate",
    "Release",
    "Supplied",
    "Take",
]


class Take(Struct, frozen=True, tag=True):
    """Take the case as one's own and begin."""


class Release(Struct, frozen=True, tag=True):
    """Give the case back, so that nobody has it."""


class Assign(Struct, frozen=True, tag=True):
    """Give the case to an officer."""

    officer_id: str


class Note(Struct, frozen=True, tag=True):
    """Write a line that only the desk sees."""

    text: str


class Ask(Struct, frozen=True, tag=True):
    """Ask the citizen; the term stands still until the reply, ten days at most."""

    text: str


class Answer(Struct, frozen=True, tag=True):
    """Answer the citizen, who may agree or not."""

    text: str


class Forward(Struct, frozen=True, tag=True):
    """Pass the case on: to a unit of ours (`unit_id`), else to another authority (`agency`).

    `agency` is the name that the citizen is told, of the unit or of the authority.
    """

    unit_id: str | None
    agency: str
    reason: str


class Close(Struct, frozen=True, tag=True):
    """Close without an answer what needs none."""

    reason: str


class Recategorise(Struct, frozen=True, tag=True):
    """Sort the case anew. `owner_unit_id`: who answers for it from now on, which for severity 4
    is the province; None: as before.
    """

    category: str
    owner_unit_id: str | None = None


class DeclareConflict(Struct, frozen=True, tag=True):
    """Withdraw from the case for a conflict of interest."""

    reason: str


class FindConflict(Struct, frozen=True, tag=True):
    """Keep another account away from the case, for a conflict of interest found later."""

    officer_id: str
    reason: str


class LiftConflict(Struct, frozen=True, tag=True):
    """Let an account see the case again that was kept away from it by mistake."""

    officer_id: str
    reason: str


class Agreed(Struct, frozen=True, tag=True):
    """The citizen agrees with the answer."""


class Disagreed(Struct, frozen=True, tag=True):
    """The citizen does not agree; `text` says what is missing, where they said it.

    `upper_unit_id`: the unit above the owner's, which looks at it again; None: there is none.
    """

    text: str | None = None
    upper_unit_id: str | None = None


class Supplied(Struct, frozen=True, tag=True):
    """The citizen replied to what was asked."""

    text: str


class Passed(Struct, frozen=True, tag=True):
    """Time went by: whatever it has ended by now ends."""


class Redate(Struct, frozen=True, tag=True):
    """The calendar has changed; `before` is the one that the case's term was counted by."""

    before: Calendar


OfficerAct: TypeAlias = (
    Take
    | Release
    | Assign
    | Note
    | Ask
    | Answer
    | Forward
    | Close
    | Recategorise
    | DeclareConflict
    | FindConflict
    | LiftConflict
)
CitizenAct: TypeAlias = Agreed | Disagreed | Supplied
Act: TypeAlias = OfficerAct | CitizenAct | Passed | Redate

ACTION_OF: Final[Mapping[type[OfficerAct], Action]] = {
    Take: "case.take",
    Release: "case.take",
    Assign: "case.assign",
    Note: "case.note",
    Ask: "case.ask",
    Answer: "case.answer",
    Forward: "case.forward",
    Close: "case.close",
    Recategorise: "case.recategorise",
    DeclareConflict: "case.declare_conflict",
    FindConflict: "case.assign",
    LiftConflict: "case.assign",
}
"""What the policy is asked about before an officer's act."""

AUDITED_AS: Final[Mapping[type[OfficerAct], str]] = {
    **ACTION_OF,
    FindConflict: "case.find_conflict",
    LiftConflict: "case.lift_conflict",
}
"""What the audit log calls it: whom somebody kept away or let in is no handing over of work."""
