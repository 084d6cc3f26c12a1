"""Whether a returned form counts, and why not, from recorded facts alone (domain §2.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

__all__ = [
    "BY_STATE",
    "REASONS",
    "Facts",
    "Reason",
    "Rules",
    "Weight",
    "reason_against",
    "reasons_against",
    "weight_of",
]

Reason: TypeAlias = Literal[
    "erased",  # taken back by the citizen
    "declined",  # no consent
    "ineligible",  # under age, or no transaction in the period
    "redirected",  # a khiếu nại or tố cáo: sent to the formal way
    "duplicate",  # replaced by a later one of the same transaction or person
    "set_aside",  # judged as not genuine, by two people where it was found by itself
    "to_be_judged",  # it looks odd, and two people have not agreed on it yet (R31)
    "unfinished",  # too few of the shown criteria were answered
    "straight_lined",  # the same rating everywhere, faster than one can read, and nobody kept it
    "late",  # sent after its campaign was closed
    "unproved",  # less is known of who answered than its campaign asks for (domain §8.2)
]

REASONS: Final[tuple[Reason, ...]] = get_args(Reason)
"""In the order in which they count: a form has one reason in the tables, the first that holds."""

BY_STATE: Final[dict[str, Reason]] = {
    "erased": "erased",
    "declined": "declined",
    "ineligible": "ineligible",
    "redirected": "redirected",
    "superseded": "duplicate",
    "in_progress": "unfinished",  # it may still go on
}
"""Why a response in this state cannot count; in the others it depends on its answers."""


class Rules(Struct, frozen=True, kw_only=True):
    """What the office has set; figures print it. The defaults are domain §2.6's own."""

    least_answered: float = 0.8
    """Share of the shown index items that must be answered, 0–1; "not applicable" is an answer."""
    least_seconds: float = 40.0
    """Seconds below which equal ratings throughout are no reading of the questions."""
    straight_items: int = 5
    """Ratings that it takes to call them the same throughout."""


class Weight(Struct, frozen=True, kw_only=True):
    """What the index items of one response come to, once it has ended."""

    shown: int
    """Index items on the path that its answers open (`flows.path`)."""
    answered: int = 0
    """Those that were answered, "not applicable" included."""
    rated: int = 0
    """Those that were rated."""
    lowest: int | None = None
    highest: int | None = None


class Facts(Struct, frozen=True, kw_only=True):
    """What is recorded of one response; nothing of it says who answered."""

    state: str
    """Its state, as stored."""
    weight: Weight | None = None
    """None: it has not ended, or nothing of it is kept."""
    milliseconds: int | None = None
    """From its first to its last moment; None: it was never sent."""
    set_aside: bool = False
    to_be_judged: bool = False
    kept: bool = False
    """Two people looked at what is odd about it, and found it genuine (R31)."""
    late: bool = False
    """It was sent after its campaign was closed."""
    evidence: int = 0
    """What proves who answered: V0–V4 of domain §8.2."""
    least_evidence: int = 0
    """What its campaign asks for."""


def weight_of(shown: int, ratings: Sequence[int | None]) -> Weight:
    """Return what the answers to index items come to; None is "not applicable"."""
    rated = [rating for rating in ratings if rating is not None]
    return Weight(
        shown=shown,
        answered=len(ratings),
        rated=len(rated),
        lowest=min(rated, default=None),
        highest=max(rated, default=None),
    )


def reasons_against(facts: Facts, rules: Rules) -> tuple[Reason, ...]:
    """Return every reason why a response does not count, the one that the tables name first."""
    return tuple(dict.fromkeys(_reasons(facts, rules)))


def reason_against(facts: Facts, rules: Rules) -> Reason | None:
    """Return the reason that the tables name; None: the response is valid."""
    return next(iter(reasons_against(facts, rules)), None)


def _reasons(facts: Facts, rules: Rules) -> Iterator[Reason]:
    if (known := BY_STATE.get(facts.state)) is not None:
        yield known
    if facts.set_aside:
        yield "set_aside"
    if facts.to_be_judged:
        yield "to_be_judged"
    weight = facts.weight
    if weight is None or not weight.shown or _share(weight) < rules.least_answered:
        yield "unfinished"
    if weight is not None and not facts.kept and _is_straight(weight, facts.milliseconds, rules):
        yield "straight_lined"
    if facts.late:
        yield "late"
    if facts.evidence < facts.least_evidence:
        yield "unproved"


def _share(weight: Weight) -> float:
    return weight.answered / weight.shown


def _is_straight(weight: Weight, milliseconds: int | None, rules: Rules) -> bool:
    if milliseconds is None or weight.rated < rules.straight_items:
        return False
    return weight.lowest == weight.highest and milliseconds < rules.least_seconds * 1000
