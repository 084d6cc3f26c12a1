"""The life of a campaign: who may bring it where, and what makes an approval void."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec.structs import replace

from survey.campaigns import Life, Parts, State, Terms

__all__ = [
    "MOST_UNAPPROVED",
    "SHORTEST_REASON",
    "CampaignRefusedError",
    "Refusal",
    "approved",
    "binds",
    "changed",
    "closed",
    "discarded",
    "has_second",
    "may_ask",
    "may_judge",
    "needs_second",
    "outdates",
    "reopened",
    "sent_back",
    "started",
    "submitted",
]

Refusal: TypeAlias = Literal[
    "wrong_state",  # this is not done with a campaign in that state
    "own_work",  # who made or last changed it does not approve it
    "no_reason",  # nobody is sent back to work without being told why
    "running",  # what was approved is kept while people are asked
    "incomplete",  # something that is needed is missing
]

MOST_UNAPPROVED: Final = 500
"""Invitations from which on nobody decides alone: a campaign may set less, never more, since the
one whom the limit binds writes it.
"""
SHORTEST_REASON: Final = 5
"""Characters of why a campaign is sent back."""


class CampaignRefusedError(Exception):
    """A campaign cannot be brought there. `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def _must(life: Life, *states: State) -> None:
    if life.state not in states:
        raise CampaignRefusedError("wrong_state")


# -- approval


def needs_second(terms: Terms, invitations: int | None) -> bool:
    """Return whether so many invitations, sent before ones included, need a second person; None:
    nobody knows how many. What goes to a test list only never does.
    """
    if terms.test:
        return False
    return invitations is None or invitations > min(terms.approve_above, MOST_UNAPPROVED)


def may_judge(life: Life, by: str) -> bool:
    """Return whether somebody is the second person: they neither made it nor last changed it."""
    return by not in (life.made_by, life.changed_by)


def has_second(life: Life) -> bool:
    """Return whether a second person approved it, and not only who handed it in."""
    return life.approved_by is not None and may_judge(life, life.approved_by)


def may_ask(terms: Terms, life: Life, invitations: int) -> bool:
    """Return whether so many people in all may be asked under the approval that there is: what
    was approved alone, as small, does not grow large afterwards.
    """
    if life.state not in ("approved", "running"):
        return False
    return has_second(life) or not needs_second(terms, invitations)


def submitted(life: Life, by: str, at: int, *, second: bool) -> Life:
    """Return a draft handed in: it waits for a second person, or is approved at once.

    Raises:
        CampaignRefusedError: it is no draft.

    """
    _must(life, "draft")
    fresh = replace(life, returned_by=None, reason=None)
    if second:
        return replace(fresh, state="awaiting")
    return replace(fresh, state="approved", approved_at=at, approved_by=by)


def approved(life: Life, by: str, at: int) -> Life:
    """Return what a second person approves: what waits for that, or what was approved alone, as
    small, and is to ask more people than that allows (floors, or later transactions, need them).

    Raises:
        CampaignRefusedError: it needs nobody's approval, or it is their own work.

    """
    _must(life, "awaiting", "approved", "running")
    if not may_judge(life, by):
        raise CampaignRefusedError("own_work")
    if has_second(life):
        raise CampaignRefusedError("wrong_state")
    state: State = "running" if life.state == "running" else "approved"
    return replace(life, state=state, approved_at=at, approved_by=by)


def sent_back(life: Life, by: str, reason: str) -> Life:
    """Return a draft again, with what is to be done better.

    Raises:
        CampaignRefusedError: it does not wait, it is their own work, or no reason was given.

    """
    _must(life, "awaiting")
    if not may_judge(life, by):
        raise CampaignRefusedError("own_work")
    if len(reason) < SHORTEST_REASON:
        raise CampaignRefusedError("no_reason")
    return replace(life, state="draft", returned_by=by, reason=reason)


# -- changes


def binds(before: tuple[Terms, Parts], after: tuple[Terms, Parts]) -> bool:
    """Return whether a change touches what is approved: all but the title."""
    untitled = [(replace(terms, title=""), parts) for terms, parts in (before, after)]
    return untitled[0] != untitled[1]


def changed(life: Life, by: str, at: int, *, binding: bool) -> Life:
    """Return what a change makes of it; `binding` (`binds`) voids an approval, or the wait for it.

    Raises:
        CampaignRefusedError: people are asked already, or it has ended.

    """
    _must(life, "draft", "awaiting", "approved", "running")
    if not binding:
        return life
    if life.state == "running":
        raise CampaignRefusedError("running")
    return replace(
        life, state="draft", changed_at=at, changed_by=by, approved_at=None, approved_by=None
    )


def outdates(life: Life, drawn_at: int | None) -> bool:
    """Return whether a draw was made by other terms than those that were approved since."""
    return drawn_at is not None and life.changed_at > drawn_at


# -- the way to its end


def started(life: Life) -> Life:
    """Return it with people being asked; once is enough.

    Raises:
        CampaignRefusedError: it is not approved.

    """
    _must(life, "approved", "running")
    return replace(life, state="running")


def closed(life: Life, by: str, at: int) -> Life:
    """Return it ended: nothing more is sent, and what comes in late does not count.

    Raises:
        CampaignRefusedError: it never began; such a one is discarded.

    """
    _must(life, "running")
    return replace(life, state="closed", closed_at=at, closed_by=by)


def discarded(life: Life, by: str, at: int) -> Life:
    """Return it put aside before anybody was asked.

    Raises:
        CampaignRefusedError: it has begun.

    """
    _must(life, "draft", "awaiting", "approved")
    return replace(
        life, state="discarded", closed_at=at, closed_by=by, approved_at=None, approved_by=None
    )


def reopened(life: Life) -> Life:
    """Return what was closed going on, what was discarded a draft again.

    Raises:
        CampaignRefusedError: it has not ended.

    """
    _must(life, "closed", "discarded")
    state: State = "running" if life.state == "closed" else "draft"
    return replace(life, state=state, closed_at=None, closed_by=None)
