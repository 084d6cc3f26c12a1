"""Estimates as what is published and reported has them: a share, its intervals, who gave it."""

from __future__ import annotations

from survey.editions import Share
from survey.estimates import Estimate
from survey.intervals import Interval, interval

__all__ = ["as_answered", "share_of"]


def share_of(raw: Estimate | None, weighted: Estimate | None = None) -> Share:
    """Return a share as answered and as weighted; without a figure where nobody answered."""
    if raw is None:
        return Share()
    answered, best = interval(raw), interval(weighted or raw)
    return Share(
        raw=raw.share,
        raw_low=answered.low,
        raw_high=answered.high,
        weighted=None if weighted is None else weighted.share,
        low=best.low,
        high=best.high,
        answers=raw.answers,
        respondents=raw.respondents,
        drawn=0 if weighted is None else weighted.respondents,
        proven=best.dependable,
    )


def as_answered(share: Share) -> Interval | None:
    """Return the interval of the share as answered, to hold it against one that has no other;
    None: there is no such figure.
    """
    if share.raw_low is None or share.raw_high is None:
        return None
    return Interval(share.raw_low, share.raw_high, share.proven)
