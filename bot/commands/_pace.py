"""The work of `campaigns pace`: how far each unit of a campaign is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands._campaigns import campaign_of
from bot.commands.base import Desk, TextCommand, open_desk, run, say, text
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.following import Followed, UnitPace

__all__ = ["show_pace"]


@click.command("pace", cls=TextCommand, help=text_key("cli.campaigns.pace.help"))
@click.argument("campaign_id", metavar="ID")
def show_pace(campaign_id: str) -> None:
    """Print one line a unit, those first that are furthest behind."""
    run(_show(campaign_id))


async def _show(campaign_id: str) -> None:
    async with open_desk() as desk:
        found = await _followed(desk, campaign_id)
        if not found.total.issued and not found.units:
            say(text_key("cli.campaigns.pace.none"), err=True)
            return
        names = {unit.id: unit.name for unit in await desk.storage.places.units()}
        click.echo("\t".join(text(key) for key in _HEADERS))
        for one in found.units:
            click.echo("\t".join(_cells(one, names)))


async def _followed(desk: Desk, campaign_id: str) -> Followed:
    from bot.commands._arguments import today
    from bot.counting import weigh_missing
    from bot.desk import calendar_in_force
    from bot.following import View, follow

    record = await campaign_of(desk, campaign_id)
    await weigh_missing(desk.storage, desk.forms.forms)
    calendar = await calendar_in_force(desk.storage, today())
    view = View(
        forms=desk.forms.forms, rules=desk.settings.valid, calendar=calendar, today=today()
    )
    return await follow(desk.storage, record, view)


def _cells(one: UnitPace, names: dict[str, str]) -> list[str]:
    from bot.reports.pace_words import STANDINGS

    nowhere = text(text_key("console.following.no_unit"))
    name = names.get(one.unit_id or "", one.unit_id or nowhere)
    counts = (one.counts.issued, one.counts.returned, one.counts.valid)
    pace = one.pace
    if pace is None:
        return [name, *map(str, counts), "–", "–", "–", "–"]
    end = pace.end.isoformat() if pace.end else "–"
    planned = (str(pace.wanted), str(pace.expected), end, text(STANDINGS[pace.standing]))
    return [name, *map(str, counts), *planned]


_HEADERS = (
    text_key("count.header.unit"),
    text_key("count.header.issued"),
    text_key("count.header.returned"),
    text_key("count.header.valid"),
    text_key("console.following.wanted"),
    text_key("console.following.expected"),
    text_key("console.following.end"),
    text_key("console.following.standing"),
)
