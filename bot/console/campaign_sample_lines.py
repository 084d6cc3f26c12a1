"""The strata of a sample as its page shows them, by what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.campaigns.words import MODES
from bot.console.campaign_found import Found
from bot.console.office_words import AREA_NAMES
from bot.console.routes import Visit
from bot.drawing import Outlook
from flows.texts import text_key
from storage.draw_records import StratumFill
from survey.sample_plans import StratumPlan

__all__ = ["Line", "sample_lines"]


class Line(NamedTuple):
    """A stratum as the page shows it."""

    group: str
    unit: str
    area: str
    mode: str
    frame: int
    wanted: int
    main: int
    reserve: int
    answered: int | None = None
    replaced: int | None = None
    """Those who could not be asked for good, and in whose place a reserve stands."""


async def sample_lines(visit: Visit, found: Found, outlook: Outlook | None) -> list[Line]:
    """Return the strata as a draw would be, or as far as those drawn are."""
    names = await _Names.of(visit, found)
    if outlook is not None:
        return names.lines((one, None) for one in outlook.strata)
    fills = await visit.services.storage.draws.fills(found.record.id)
    return names.lines((_as_plan(one), one) for one in fills)


def _as_plan(one: StratumFill) -> StratumPlan:
    return StratumPlan(
        **one.stratum._asdict(),
        frame=one.frame,
        wanted=one.wanted,
        main=one.main,
        reserve=one.reserve,
    )


class _Names(NamedTuple):
    """What the parts of a stratum are called."""

    groups: Mapping[str, str]
    units: Mapping[str, str]
    areas: Mapping[str, str]
    modes: Mapping[str, str]

    @classmethod
    async def of(cls, visit: Visit, found: Found) -> _Names:
        unknown = visit.text(text_key("console.sample.unknown"))
        return cls(
            groups={group.id: group.title for group in found.parts.groups},
            units={unit.id: unit.name for unit in await visit.services.storage.places.units()},
            areas={"": unknown, **{name: visit.text(key) for name, key in AREA_NAMES.items()}},
            modes={"": unknown, **{name: visit.text(key) for name, key in MODES.items()}},
        )

    def lines(self, plans: Iterable[tuple[StratumPlan, StratumFill | None]]) -> list[Line]:
        """Return strata in the order of what they are called."""
        return sorted(
            Line(
                group=self.groups.get(one.group, one.group),
                unit=self.units.get(one.unit, one.unit),
                area=self.areas.get(one.area, one.area),
                mode=self.modes.get(one.mode, one.mode),
                frame=one.frame,
                wanted=one.wanted,
                main=one.main,
                reserve=one.reserve,
                answered=None if fill is None else fill.answered,
                replaced=None if fill is None else fill.replaced,
            )
            for one, fill in plans
        )
