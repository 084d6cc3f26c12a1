"""What is wrong with a campaign, and what is still missing before it can be handed in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct
from msgspec.structs import replace

from survey.campaign_life import MOST_UNAPPROVED
from survey.campaigns import MODES, Group, Parts, Quota, Target, Terms
from survey.places import AREAS

__all__ = [
    "INDICATORS",
    "Fault",
    "FaultCode",
    "Indicator",
    "Known",
    "blocking",
    "campaign_faults",
    "group_faults",
    "quota_faults",
    "target_faults",
    "terms_faults",
]

Indicator: TypeAlias = Literal[
    "overall", "policy", "service", "participants",
    "A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "B5",
]  # fmt: skip
"""What a target is bound to: the index of all answers, of a part, of a factor (domain R17, R40);
`participants`: of all answers by people who take part in the insurance.
"""
INDICATORS: Final[tuple[Indicator, ...]] = get_args(Indicator)

FaultCode: TypeAlias = Literal[
    "missing",  # not yet said: a draft is kept so, nothing is handed in
    "length",  # shorter than `least`, or longer than `most` characters
    "day",  # no day
    "backwards",  # the last day is before the first
    "before_period",  # field work begins before the period of the transactions
    "unknown",  # there is none of that name here
    "range",  # not between `least` and `most`
    "too_many",  # more than `most`
    "twice",  # the same is there already
    "order",  # the second reminder is not after the first
    "slug",  # no short name
    "place",  # a text has a `place` that nothing fills
    "no_link",  # a text without the person's own link, `place`
    "no_stop",  # a text that does not say how one is asked no more, `place`
    "other_link",  # a text with another link
]


class Fault(Struct, frozen=True, kw_only=True):
    """Something wrong with a field. `least` and `most`: between what it has to be."""

    field: str
    code: FaultCode
    least: float = 0
    most: float = 0
    place: str = ""


class Known(Struct, frozen=True, kw_only=True):
    """What there is here that a campaign can name."""

    languages: Collection[str]
    forms: Collection[str]
    units: Collection[str]
    """Where whoever writes it may ask people."""
    whole: bool = True
    """Whether they may ask people of the whole installation."""
    inside: Collection[str] = ()
    """The campaign's own unit and those below: among them its groups choose."""
    procedures: Collection[str] = ()


_TITLE: Final = (3, 120)
_SHORT: Final = 60
"""Characters of a plan's or decision's number."""
_MINUTES: Final = 24 * 60 - 1
_REMINDERS: Final = 2
_LATEST: Final = 60  # days after the invitation
_LEVELS: Final = 4  # of evidence, V0–V4
_SLUG: Final = re.compile(r"[a-z][a-z0-9_]{0,29}")
_GROUPS: Final = 20
_SHARES: Final = {"margin": (0.01, 0.2), "response_rate": (0.05, 1.0), "reserve_share": (0, 5)}
_FLOOR: Final = (0, 1_000)
_SIZE: Final = (1, 1_000_000)


def blocking(faults: Collection[Fault]) -> list[Fault]:
    """Return the faults that keep even a draft from being stored."""
    return [fault for fault in faults if fault.code != "missing"]


def campaign_faults(terms: Terms, parts: Parts, known: Known) -> list[Fault]:
    """Return everything that keeps a campaign from being handed in. Fields of parts are named
    with their place: `groups/one_stop/form`, `targets/0/percent`.
    """
    found = terms_faults(terms, known)
    if not parts.groups:
        found.append(Fault(field="groups", code="missing"))
    for group in parts.groups:
        found += _placed(f"groups/{group.id}", group_faults(group, known))
    for number, target in enumerate(parts.targets):
        found += _placed(f"targets/{number}", target_faults(target, parts.targets[:number]))
    for number, quota in enumerate(parts.quotas):
        found += _placed(f"quotas/{number}", quota_faults(quota, parts.groups))
    return found


def _placed(place: str, faults: Iterable[Fault]) -> list[Fault]:
    return [replace(fault, field=f"{place}/{fault.field}") for fault in faults]


# -- terms


def terms_faults(terms: Terms, known: Known) -> list[Fault]:
    """Return what is wrong or missing in the terms."""
    return [
        *_length("title", terms.title, *_TITLE),
        *_length("plan_number", terms.plan_number, 0, _SHORT),
        *(_bad_day("plan_date", terms.plan_date) if terms.plan_date else ()),
        *_span("from_day", terms.from_day, "to_day", terms.to_day),
        *_span("opens_on", terms.opens_on, "closes_on", terms.closes_on),
        *_order_of_spans(terms),
        *_place_faults(terms, known),
        *_sending_faults(terms),
    ]


def _span(first: str, begins: str, last: str, ends: str) -> Iterator[Fault]:
    faults = [*_bad_day(first, begins), *_bad_day(last, ends)]
    yield from faults
    if not faults and ends < begins:
        yield Fault(field=last, code="backwards")


def _bad_day(field: str, day: str) -> Iterator[Fault]:
    if not day:
        yield Fault(field=field, code="missing")
    elif not _is_day(day):
        yield Fault(field=field, code="day")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _order_of_spans(terms: Terms) -> Iterator[Fault]:
    first, begins = terms.from_day, terms.opens_on
    if _is_day(first) and _is_day(begins) and begins < first:
        yield Fault(field="opens_on", code="before_period")


def _place_faults(terms: Terms, known: Known) -> Iterator[Fault]:
    reached = known.whole if terms.unit_id is None else terms.unit_id in known.units
    if not reached:
        yield Fault(field="unit_id", code="unknown")
    if not terms.languages:
        yield Fault(field="languages", code="missing")
    if not set(terms.languages) <= set(known.languages):
        yield Fault(field="languages", code="unknown")


def _sending_faults(terms: Terms) -> Iterator[Fault]:
    yield from _range("min_evidence", terms.min_evidence, 0, _LEVELS)
    yield from _range("quiet_from", terms.quiet_from, 0, _MINUTES)
    yield from _range("quiet_to", terms.quiet_to, 0, _MINUTES)
    yield from _range("approve_above", terms.approve_above, 0, MOST_UNAPPROVED)
    if len(terms.reminders) > _REMINDERS:
        yield Fault(field="reminders", code="too_many", most=_REMINDERS)
    for day in terms.reminders:
        yield from _range("reminders", day, 1, _LATEST)
    if list(terms.reminders) != sorted(set(terms.reminders)):
        yield Fault(field="reminders", code="order")


# -- parts


def group_faults(group: Group, known: Known, others: Collection[Group] = ()) -> list[Fault]:
    """Return what is wrong or missing in a group. `others`: those that are there already."""
    return [
        *([] if _SLUG.fullmatch(group.id) else [Fault(field="id", code="slug")]),
        *([Fault(field="id", code="twice")] if group.id in {one.id for one in others} else []),
        *([Fault(field="id", code="too_many", most=_GROUPS)] if len(others) >= _GROUPS else []),
        *_length("title", group.title, *_TITLE),
        *_named("form", [group.form] if group.form else [], known.forms),
        *_named("modes", group.modes, MODES),
        *(_named("unit_ids", group.unit_ids, known.inside) if group.unit_ids else ()),
        *(_named("procedures", group.procedures, known.procedures) if group.procedures else ()),
        *(
            fault
            for field, bounds in _SHARES.items()
            for fault in _range(field, getattr(group, field), *bounds)
        ),
        *_range("floor", group.floor, *_FLOOR),
        *([] if group.size is None else _range("size", group.size, *_SIZE)),
    ]


def target_faults(target: Target, others: Collection[Target] = ()) -> list[Fault]:
    """Return what is wrong or missing in a target. `others`: those that stand before it."""
    same = {(one.indicator, one.source) for one in others}
    twice = (target.indicator, target.source) in same
    return [
        *_named("indicator", [target.indicator] if target.indicator else [], INDICATORS),
        *([Fault(field="indicator", code="twice")] if twice else []),
        *_range("percent", target.percent, 1, 100),
        *_length("source", target.source, 0, _SHORT),
    ]


def quota_faults(quota: Quota, groups: Collection[Group]) -> list[Fault]:
    """Return what is wrong with a quota of one of the groups."""
    modes = {group.id: group.modes for group in groups}
    return [
        *_named("group_id", [quota.group_id], modes),
        *_named("area", [quota.area], AREAS),
        *_named("mode", [quota.mode], modes.get(quota.group_id, MODES)),
        *_range("wanted", quota.wanted, 0, _SIZE[1]),
    ]


# -- kinds of fields


def _length(field: str, text: str, least: int, most: int) -> Iterator[Fault]:
    if not text and least:
        yield Fault(field=field, code="missing")
    elif not least <= len(text) <= most:
        yield Fault(field=field, code="length", least=least, most=most)


def _range(field: str, value: float, least: float, most: float) -> Iterator[Fault]:
    if not least <= value <= most:
        yield Fault(field=field, code="range", least=least, most=most)


def _named(field: str, names: Collection[str], known: Collection[str]) -> Iterator[Fault]:
    """Yield a fault where nothing is named, or something that there is not."""
    if not set(names) <= set(known) or not names:
        yield Fault(field=field, code="unknown" if names else "missing")
