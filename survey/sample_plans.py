"""The plan of a draw: from what a frame holds to how many are drawn of each stratum."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from msgspec import Struct

from survey.campaigns import Group, Quota
from survey.quotas import Cell, Stratum, quotas, spread
from survey.sampling import Sizes, apportioned, invitations, sizes

__all__ = [
    "GroupPlan",
    "Rule",
    "StratumPlan",
    "planned",
    "refilled",
    "rule_of",
    "strata_of",
    "topped_up",
]

_Key = TypeVar("_Key", bound=Hashable)


class Rule(Struct, frozen=True, kw_only=True):
    """How large the sample of a group is to be: what of `survey.campaigns.Group` decides that."""

    group: str
    margin: float
    response_rate: float
    floor: int
    reserve_share: float
    size: int | None = None


def rule_of(group: Group) -> Rule:
    """Return the rule that a campaign's group sets."""
    return Rule(
        group=group.id,
        margin=group.margin,
        response_rate=group.response_rate,
        floor=group.floor,
        reserve_share=group.reserve_share,
        size=group.size,
    )


class StratumPlan(Struct, frozen=True, kw_only=True):
    """What is drawn of one stratum."""

    group: str
    unit: str
    area: str
    mode: str
    frame: int
    """Rows of the frame in it."""
    wanted: int
    """Answers wanted of it."""
    main: int
    """People asked at first."""
    reserve: int
    """People who can take the place of those."""

    @property
    def stratum(self) -> Stratum:
        """Return which stratum it is."""
        return Stratum(self.group, self.unit, self.area, self.mode)


class GroupPlan(Struct, frozen=True, kw_only=True):
    """The sample of one group, with each number that led to it."""

    rule: Rule
    sizes: Sizes
    asked: int
    """Answers wanted before floors: the size set by hand, else Slovin's."""
    wanted: int
    """Answers wanted: more than `asked` where floors or orders of somebody need more."""
    cells: Mapping[Cell, int]
    """The quota table: answers wanted by area and mode."""
    invited: int
    """⌈wanted / response rate⌉, and no more than the frame has."""
    strata: tuple[StratumPlan, ...]

    @property
    def reserves(self) -> int:
        """People who are drawn to take somebody's place."""
        return sum(one.reserve for one in self.strata)


def strata_of(plans: Iterable[GroupPlan]) -> tuple[StratumPlan, ...]:
    """Return the strata of all groups: by group, unit, area and mode."""
    return tuple(sorted((one for plan in plans for one in plan.strata), key=lambda p: p.stratum))


def planned(
    rules: Sequence[Rule], frame: Mapping[Stratum, int], orders: Sequence[Quota] = ()
) -> tuple[GroupPlan, ...]:
    """Return the plan of a first draw. `frame`: rows in each stratum; `orders`: what somebody
    wants of cells in the place of the computed numbers.
    """
    return tuple(
        _planned(
            rule,
            {stratum: size for stratum, size in frame.items() if stratum.group == rule.group},
            {Cell(one.area, one.mode): one.wanted for one in orders if one.group_id == rule.group},
        )
        for rule in rules
    )


def _planned(rule: Rule, frame: Mapping[Stratum, int], orders: Mapping[Cell, int]) -> GroupPlan:
    by_unit = _summed((stratum.unit, size) for stratum, size in frame.items())
    room = _summed((stratum.cell, size) for stratum, size in frame.items())
    found = sizes(sum(frame.values()), rule.margin)
    asked = found.slovin if rule.size is None else min(rule.size, found.frame)
    floored = sum(_units_owe(asked, by_unit, rule.floor).values())
    cells = quotas(floored, room, orders)
    wanted = sum(cells.values())
    owed = _units_owe(wanted, by_unit, rule.floor)
    inside = {(one.unit, one.cell): size for one, size in frame.items()}
    parts = spread(owed, cells, inside, orders)
    strata = [(one, frame[one], parts.get((one.unit, one.cell), 0)) for one in sorted(frame)]
    lots = _lots(strata, rule)
    return GroupPlan(
        rule=rule,
        sizes=found,
        asked=asked,
        wanted=sum(one.wanted for one in lots),
        cells=cells,
        invited=sum(one.main for one in lots),
        strata=lots,
    )


def _units_owe(total: int, sizes_of: Mapping[str, int], floor: int) -> dict[str, int]:
    """Share answers out to units by size; each that is to be published has its floor."""
    units = sorted(sizes_of)
    caps = [sizes_of[unit] for unit in units]
    return dict(zip(units, apportioned(total, caps, [floor] * len(units), caps), strict=True))


def _lots(strata: Sequence[tuple[Stratum, int, int]], rule: Rule) -> tuple[StratumPlan, ...]:
    """Return the strata with whom to ask: mains in proportion to what is wanted, and reserves in
    proportion to the mains; nobody where nothing is wanted.
    """
    wanted = [want for _, _, want in strata]
    caps = [size if want else 0 for _, size, want in strata]
    invited = invitations(sum(wanted), rule.response_rate, sum(caps))
    mains = apportioned(invited, wanted, wanted, caps)
    spare = math.ceil(invited * Fraction(str(rule.reserve_share)))
    left = [cap - main for cap, main in zip(caps, mains, strict=True)]
    reserves = apportioned(spare, mains, [0] * len(mains), left)
    return tuple(
        StratumPlan(**stratum._asdict(), frame=size, wanted=want, main=main, reserve=reserve)
        for (stratum, size, want), main, reserve in zip(strata, mains, reserves, strict=True)
    )


def _summed(pairs: Iterable[tuple[_Key, int]]) -> dict[_Key, int]:
    found: dict[_Key, int] = {}
    for key, size in pairs:
        found[key] = found.get(key, 0) + size
    return found


# -- later draws


def refilled(
    first: Sequence[StratumPlan], frame: Mapping[Stratum, int]
) -> tuple[StratumPlan, ...]:
    """Return the plan of a draw of further reserves: of each stratum as many as at first."""
    before = {one.stratum: one.reserve for one in first}
    return tuple(
        StratumPlan(
            **one._asdict(),
            frame=size,
            wanted=0,
            main=0,
            reserve=min(size, before.get(one, 0)),
        )
        for one, size in sorted(frame.items())
    )


def topped_up(
    first: Sequence[StratumPlan], frame: Mapping[Stratum, int]
) -> tuple[StratumPlan, ...]:
    """Return the plan of a further draw from rows that came later (R9), with the sampling
    fractions of the first one; a stratum that was empty then has the fraction of its group.
    """
    groups = sorted({one.group for one in frame})
    return tuple(part for group in groups for part in _topped_up(group, first, frame))


def _topped_up(
    group: str, first: Sequence[StratumPlan], frame: Mapping[Stratum, int]
) -> tuple[StratumPlan, ...]:
    strata = sorted(one for one in frame if one.group == group)
    before = {one.stratum: one for one in first if one.group == group}
    whole = StratumPlan(
        group=group, unit="", area="", mode="",
        frame=sum(one.frame for one in before.values()),
        wanted=sum(one.wanted for one in before.values()),
        main=sum(one.main for one in before.values()),
        reserve=sum(one.reserve for one in before.values()),
    )  # fmt: skip
    basis = [before.get(one, whole) for one in strata]
    caps = [frame[one] for one in strata]
    mains = _by_fraction([(one.main, one.frame) for one in basis], caps, caps)
    wanted = _by_fraction([(one.wanted, one.frame) for one in basis], caps, mains)
    left = [cap - main for cap, main in zip(caps, mains, strict=True)]
    reserves = _by_fraction([(one.reserve, one.frame) for one in basis], caps, left)
    return tuple(
        StratumPlan(**one._asdict(), frame=cap, wanted=want, main=main, reserve=reserve)
        for one, cap, want, main, reserve in zip(
            strata, caps, wanted, mains, reserves, strict=True
        )
    )


def _by_fraction(
    fractions: Sequence[tuple[int, int]], rows: Sequence[int], caps: Sequence[int]
) -> list[int]:
    """Return the same parts of other rows: together the nearest whole number to what they give."""
    ideal = [
        Fraction(part * size, of) if of else Fraction(0)
        for (part, of), size in zip(fractions, rows, strict=True)
    ]
    total = math.floor(sum(ideal, Fraction(0)) + Fraction(1, 2))
    return apportioned(total, ideal, [0] * len(ideal), caps)
