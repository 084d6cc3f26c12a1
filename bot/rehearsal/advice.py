"""What somebody should look at before a campaign begins; numbers, and no words yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from bot.rehearsal.configuration import Configuration
from bot.rehearsal.foretelling import Wave, expected
from bot.rehearsal.load import Load
from flows.texts import text_key

__all__ = ["Advice", "Thin", "advice", "thin_cells"]

_LISTED: Final = Fraction(1, 4)
"""From this share of people on, who are reached by a list only, that is worth a word."""


class Advice(NamedTuple):
    """A sentence: its key, and what fills it, unwritten: counts, a `share` (0 to 1), a `day`
    (ISO), numbers of `waves`.
    """

    key: str
    params: Mapping[str, int | float | str] = {}


class Thin(NamedTuple):
    """A unit of which fewer answers are expected than its group may publish."""

    group: str
    unit: str
    expected: int
    floor: int


def thin_cells(of: Configuration) -> Iterator[Thin]:
    """Yield the units that would stay below the floor of their group."""
    for plan in of.groups:
        asked: dict[str, int] = {}
        for one in plan.strata:
            asked[one.unit] = asked.get(one.unit, 0) + one.main
        for unit, main in sorted(asked.items()):
            if (answers := expected(plan, main)) < plan.rule.floor:
                yield Thin(plan.rule.group, unit, answers, plan.rule.floor)


def advice(of: Configuration, waves: Sequence[Wave], load: Load) -> list[Advice]:
    """Return what to look at, the gravest first. `load`: what awaits the desk."""
    return [
        *_of_life(of),
        *_of_time(of, waves),
        *_of_load(of, load),
        *_of_groups(of),
        *_of_reach(of, waves),
    ]


def _of_life(of: Configuration) -> Iterator[Advice]:
    if of.settings.trial:
        yield Advice(text_key("simulate.campaign.advice.trial"))
    if of.campaign.life.state in {"draft", "awaiting"}:
        yield Advice(text_key("simulate.campaign.advice.not_approved"))


def _of_time(of: Configuration, waves: Sequence[Wave]) -> Iterator[Advice]:
    terms = of.campaign.terms
    if not terms.opens_on or not terms.closes_on:
        yield Advice(text_key("simulate.campaign.advice.no_days"))
        return
    if waves[0].window is None:
        yield Advice(text_key("simulate.campaign.advice.over"), {"day": terms.closes_on})
        return
    late = [wave.number for wave in waves if _is_late(wave)]
    if late:
        yield Advice(
            text_key("simulate.campaign.advice.too_short"),
            {"waves": ", ".join(map(str, late)), "day": terms.closes_on},
        )


def _is_late(wave: Wave) -> bool:
    return any(one.count and one.ends_at is None for one in wave.channels)


def _of_load(of: Configuration, load: Load) -> Iterator[Advice]:
    if load.queue.late:
        yield Advice(
            text_key("simulate.campaign.advice.late_cases"),
            {"late": load.queue.late, "officers": of.officers, "needed": load.needed},
        )


def _of_groups(of: Configuration) -> Iterator[Advice]:
    for plan in of.groups:
        name = of.group(plan.rule.group).title
        answers = expected(plan, plan.invited)
        if not plan.sizes.frame:
            yield Advice(text_key("simulate.campaign.advice.empty"), {"group": name})
        elif answers < plan.wanted:
            yield Advice(
                text_key("simulate.campaign.advice.scarce"),
                {"group": name, "wanted": plan.wanted, "expected": answers},
            )
    if thin := list(thin_cells(of)):
        yield Advice(text_key("simulate.campaign.advice.thin"), {"count": len(thin)})
    if lately := of.left_out.get("asked_lately", 0):
        yield Advice(text_key("simulate.campaign.advice.asked_lately"), {"count": lately})


def _of_reach(of: Configuration, waves: Sequence[Wave]) -> Iterator[Advice]:
    counts = {one.channel: one.count for one in waves[0].channels}
    listed, asked = counts["list"], waves[0].asked
    if asked and Fraction(listed, asked) >= _LISTED:
        yield Advice(
            text_key("simulate.campaign.advice.listed"),
            {"share": listed / asked, "count": listed},
        )
    if of.settings.mail is None:
        yield Advice(text_key("simulate.campaign.advice.no_mail"))
    if of.settings.telegram is None and counts["telegram"]:
        yield Advice(text_key("simulate.campaign.advice.no_telegram"))
