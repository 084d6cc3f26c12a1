"""What events of units change, in sentences: for whoever looks before they are entered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.console.routes import Visit
from bot.console.unit_view import name_of
from bot.units import Plan
from bot.units.wording import TYPES
from flows.texts import text_key
from storage.unit_records import Held
from survey.unit_rows import heir

__all__ = ["changes_of", "endings_of"]

_SHOWN: Final = 30
"""Communes that are listed one by one; of more, their number is told."""


async def changes_of(visit: Visit, plan: Plan) -> list[str]:
    """Return what is another by an event, in sentences."""
    told = [*_structure(visit, plan), *_properties(visit, plan), *_communes(visit, plan)]
    told += await endings_of(visit, plan)
    return told or [visit.text(text_key("console.units.effect.none"))]


async def endings_of(visit: Visit, plan: Plan) -> list[str]:
    """Return what goes where with the units that end by a plan, a sentence each."""
    held = await visit.services.storage.units.held()
    return [_ending(visit, plan, unit, held.get(unit, Held())) for unit in plan.ending]


def _structure(visit: Visit, plan: Plan) -> Iterator[str]:
    """Say which units begin, end and lie elsewhere."""
    effects, known = plan.effects, plan.after
    for unit in effects.begun:
        yield visit.text(text_key("console.units.effect.begun"), unit=name_of(known, unit))
    for unit in effects.ended:
        if unit not in plan.ending:
            yield visit.text(text_key("console.units.effect.ended"), unit=name_of(known, unit))
    for unit, above, now_above in effects.moved:
        yield visit.text(
            text_key("console.units.effect.moved"),
            unit=name_of(known, unit),
            before=name_of(known, above),
            after=name_of(known, now_above),
        )


def _properties(visit: Visit, plan: Plan) -> Iterator[str]:
    """Say what units are called and are, that was otherwise."""
    effects, known = plan.effects, plan.after
    for _, name, new_name in effects.renamed:
        key = text_key("console.units.effect.renamed")
        yield visit.text(key, before=name, after=new_name)
    for unit, was, kind in effects.retyped:
        yield visit.text(
            text_key("console.units.effect.retyped"),
            unit=name_of(known, unit),
            before=visit.text(TYPES[was]),
            after=visit.text(TYPES[kind]),
        )
    for unit in effects.other:
        yield visit.text(text_key("console.units.effect.other"), unit=name_of(known, unit))


def _communes(visit: Visit, plan: Plan) -> Iterator[str]:
    """Say which communes go from which unit to which, a sentence for each pair of units."""
    going: dict[tuple[str | None, str | None], list[str]] = {}
    for commune, before, after in plan.effects.communes:
        going.setdefault((before, after), []).append(commune)
    for (before, after), communes in going.items():
        yield visit.text(
            text_key("console.units.effect.commune"),
            commune=", ".join(communes[:_SHOWN]),
            before=name_of(plan.after, before),
            after=name_of(plan.after, after),
        )
        if len(communes) > _SHOWN:
            count = str(len(communes) - _SHOWN)
            yield visit.text(text_key("console.units.effect.communes"), count=count)


def _ending(visit: Visit, plan: Plan, unit: str, held: Held) -> str:
    """Say what goes where when a unit ends today, or has ended by now."""
    taking_over = heir(plan.tree, unit, plan.known.today)
    return visit.text(
        text_key("console.units.effect.ends"),
        unit=name_of(plan.after, unit),
        heir=name_of(plan.after, taking_over),
        cases=str(held.cases),
        places=str(held.places),
        roles=str(held.roles),
    )
