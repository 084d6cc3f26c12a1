"""Units as reports and figures name them: within somebody's reach, and the whole office."""

from __future__ import annotations

from bot.console.routes import Visit
from flows.desk.policy import Action, scope_of
from flows.texts import text_key

__all__ = ["unit_names", "units_in_reach"]


async def unit_names(visit: Visit) -> dict[str | None, str]:
    """Return what units are called; None: the whole office."""
    found = await visit.services.storage.places.units()
    names: dict[str | None, str] = {unit.id: unit.name for unit in found}
    office = visit.services.settings.office_name
    return {**names, None: office or visit.text(text_key("console.report.whole"))}


async def units_in_reach(visit: Visit, action: Action) -> list[tuple[str, str]]:
    """Return the units for which this person may do something; "": the whole office."""
    reach, names = scope_of(visit.actor, action).units, await unit_names(visit)
    mine = [(unit, name) for unit, name in names.items()
            if unit is not None and (reach is None or unit in reach)]  # fmt: skip
    found = sorted(mine, key=lambda one: one[1])
    return [("", names[None]), *found] if reach is None else found
