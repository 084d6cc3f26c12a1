"""Invariant I6: who asks the same question twice in a row must have been given a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from bot.simulator.ledger import Ledger, Seen, Sent

__all__ = ["nagging"]


def nagging(
    ledger: Ledger, told: Sequence[Seen], *, settled: bool, late: Collection[int] = ()
) -> Iterator[str]:
    """Yield questions that came again, though nothing the citizen did explains it. `late`:
    numbers of messages that were held up behind a lost answer.
    """
    asked = [seen for seen in told if seen.kind in {"question", "review"} and seen.prompt]
    for before, after in pairwise(asked):
        if before.prompt == after.prompt and before.kind == after.kind == "question":
            reason = _unexplained(ledger, before, after, settled=settled)
            if reason and not (after.seq in late and _was_waited_for(ledger, after)):
                yield f"citizen {ledger.citizen}: {after.prompt} again ({after.seq}), {reason}"


def _unexplained(ledger: Ledger, before: Seen, after: Seen, *, settled: bool) -> str | None:
    """Return why a repeated question has no good reason, or None."""
    if _opened(ledger, after.seq):
        return None
    windows = [s for s in ledger.sent if s.before < after.seq <= s.after]
    under_way = [s for s in ledger.sent if not s.after]
    if not windows:
        return None if under_way and not settled else "nothing was said"
    return _blame(windows[0], before)


def _was_waited_for(ledger: Ledger, after: Seen) -> bool:
    """Tell whether it answers an earlier message: one that may make a question come again (a
    second start), and that nothing had come of when the citizen went on.
    """
    pairs = pairwise(ledger.sent)
    return any(
        not one.calm and one.before == one.after and other.before < after.seq <= other.after
        for one, other in pairs
    )


def _opened(ledger: Ledger, seq: int) -> bool:
    if ledger.opening is not None and seq > ledger.opening:
        return True
    return any(low < seq <= high for low, high in ledger.opened)


def _blame(sent: Sent, before: Seen) -> str | None:
    if before.seq > sent.before:
        return f"twice after {sent.id}"
    return f"though {sent.id} answered it" if sent.calm else None
