"""The life of a report of satisfaction: who may bring it where, and what voids an approval."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct
from msgspec.structs import replace

__all__ = [
    "SHORTEST_REASON",
    "STATES",
    "Refusal",
    "ReportLife",
    "ReportRefusedError",
    "State",
    "approved",
    "changed",
    "discarded",
    "issued",
    "may_judge",
    "sent_back",
    "submitted",
    "withdrawn",
]

State: TypeAlias = Literal["draft", "awaiting", "approved", "issued", "withdrawn", "discarded"]
STATES: Final[tuple[State, ...]] = get_args(State)

Refusal: TypeAlias = Literal[
    "wrong_state",  # this is not done with a report in that state
    "own_work",  # whose words stand in it does not approve it
    "no_reason",  # nobody is sent back to work, and nothing withdrawn, without being told why
    "incomplete",  # a required field is missing, or a table of counts is not approved
    "no_ranking",  # there is none to show, or to reply to
    "numbers_begun",  # a register begins at a number before it gives one out, and at 1 by itself
    "not_settled",  # not all responses are in the figures yet: a part is never pinned as the whole
]

SHORTEST_REASON: Final = 5
"""Characters of why a report is sent back or withdrawn."""


class ReportRefusedError(Exception):
    """A report cannot be brought there. `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


class ReportLife(Struct, frozen=True, kw_only=True):
    """Where a report stands and who brought it there; people as the audit log names them."""

    state: State = "draft"
    made_at: int
    made_by: str
    changed_at: int
    changed_by: str
    makers: tuple[str, ...] = ()
    """All who changed it since it was made, each once: figures, text or letterhead."""
    approved_at: int | None = None
    approved_by: str | None = None
    returned_by: str | None = None
    reason: str | None = None
    """Why it was sent back, or withdrawn."""
    issued_at: int | None = None
    issued_by: str | None = None
    withdrawn_at: int | None = None
    withdrawn_by: str | None = None

    @property
    def hands(self) -> frozenset[str]:
        """Whose work it is."""
        return frozenset((self.made_by, self.changed_by, *self.makers))


def _must(life: ReportLife, *states: State) -> None:
    if life.state not in states:
        raise ReportRefusedError("wrong_state")


def may_judge(life: ReportLife, by: str, writers: Collection[str]) -> bool:
    """Return whether somebody is a second person: they made nothing of it. `writers`: whose words
    stand in it.
    """
    return by not in {*life.hands, *writers}


def changed(life: ReportLife, by: str, at: int) -> ReportLife:
    """Return a draft again: whatever is changed voids an approval, or the wait for it.

    Raises:
        ReportRefusedError: it was issued, or put aside.

    """
    _must(life, "draft", "awaiting", "approved")
    makers = life.makers if by in life.makers else (*life.makers, by)
    return replace(
        life,
        state="draft",
        changed_at=at,
        changed_by=by,
        makers=makers,
        approved_at=None,
        approved_by=None,
    )


def submitted(life: ReportLife) -> ReportLife:
    """Return a draft handed in.

    Raises:
        ReportRefusedError: it is no draft.

    """
    _must(life, "draft")
    return replace(life, state="awaiting", returned_by=None, reason=None)


def approved(life: ReportLife, by: str, at: int, writers: Collection[str]) -> ReportLife:
    """Return what a second person approves.

    Raises:
        ReportRefusedError: it does not wait, or their own words stand in it.

    """
    _must(life, "awaiting")
    _must_judge(life, by, writers)
    return replace(life, state="approved", approved_at=at, approved_by=by)


def sent_back(life: ReportLife, by: str, reason: str, writers: Collection[str]) -> ReportLife:
    """Return a draft again, with what is to be done better.

    Raises:
        ReportRefusedError: it does not wait, it is their own work, or no reason was given.

    """
    _must(life, "awaiting", "approved")
    _must_judge(life, by, writers)
    _must_tell(reason)
    return replace(
        life, state="draft", returned_by=by, reason=reason, approved_at=None, approved_by=None
    )


def issued(life: ReportLife, by: str, at: int) -> ReportLife:
    """Return it issued; from now on nothing of it changes.

    Raises:
        ReportRefusedError: it is not approved.

    """
    _must(life, "approved")
    return replace(life, state="issued", issued_at=at, issued_by=by)


def withdrawn(life: ReportLife, by: str, at: int, reason: str) -> ReportLife:
    """Return it taken back; its number stays used, and its documents can still be read.

    Raises:
        ReportRefusedError: it was not issued, or no reason was given.

    """
    _must(life, "issued")
    _must_tell(reason)
    return replace(life, state="withdrawn", withdrawn_at=at, withdrawn_by=by, reason=reason)


def discarded(life: ReportLife, by: str, at: int) -> ReportLife:
    """Return it put aside before anybody outside saw it.

    Raises:
        ReportRefusedError: it was issued, or is put aside already.

    """
    _must(life, "draft", "awaiting", "approved")
    return replace(life, state="discarded", changed_at=at, changed_by=by)


def _must_judge(life: ReportLife, by: str, writers: Collection[str]) -> None:
    if not may_judge(life, by, writers):
        raise ReportRefusedError("own_work")


def _must_tell(reason: str) -> None:
    if len(reason) < SHORTEST_REASON:
        raise ReportRefusedError("no_reason")
