"""What draws would be, as the page of a sample shows it before they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.broadcast_sharing import Kept
from bot.console.campaign_found import Found
from bot.console.routes import Visit
from bot.drawing import DrawRefusedError, Outlook, Sampler, Shown, outlook_for
from bot.drawing.words import KINDS
from flows.texts import text_key
from storage.draw_records import DrawRecord
from survey.seals import Kind

__all__ = ["LATER", "Later", "later_draws", "outlook_of", "sampler_of"]


class Later(NamedTuple):
    """A draw that could follow: what it is called, and who would be drawn from how many."""

    kind: Kind
    name: str
    sentence: str


_FOLLOWING: Final[Mapping[Kind, str]] = {
    "top_up": text_key("console.sample.later.top_up"),
    "substitution": text_key("console.sample.later.substitution"),
}


LATER: Final = web.AppKey("later_draws", Kept[Shown | None])
"""What draws after the first one would be made from; asking for one always counts anew."""


def sampler_of(visit: Visit, found: Found) -> Sampler:
    """Return the draws of a campaign, by whoever is here."""
    days = visit.services.settings.invite_every_days
    return Sampler(visit.services.storage, visit.by, found.record, days)


async def outlook_of(visit: Visit, found: Found, kind: Kind) -> Shown | None:
    """Return what a draw would be; None: nobody said yet of which days the transactions are."""
    try:
        return await outlook_for(sampler_of(visit, found), kind)
    except DrawRefusedError:
        return None


async def later_draws(
    visit: Visit, found: Found, draws: Sequence[DrawRecord]
) -> list[Later | None]:
    """Return the draws that could follow the first one now; None: it is being counted yet."""
    if not draws or not visit.may("campaign.change", found.thing):
        return []
    lists = await visit.services.storage.draws.lists()
    basis = f"{found.record.version}/{len(draws)}/{hash(frozenset(lists))}"
    made = [(kind, await _kept_outlook(visit, found, kind, basis)) for kind in _FOLLOWING]
    return [_later(visit, kind, one.outlook) for kind, one in made if one and not _is_empty(one)]


async def _kept_outlook(visit: Visit, found: Found, kind: Kind, basis: str) -> Shown | None:
    """Return what a later draw would be, as it was counted for this page a moment ago from the
    same basis; what is being counted by a job is looked for each time.
    """

    async def counted() -> list[Shown | None]:
        return [await outlook_of(visit, found, kind)]

    kept = visit.request.app[LATER]
    name = f"{found.record.id}/{kind}/{basis}"
    [shown] = await kept.rows(name, counted)
    if shown is not None and shown.is_counting:
        kept.forget(name)
    return shown


def _is_empty(one: Shown) -> bool:
    return one.outlook is not None and not one.outlook.main + one.outlook.reserve


def _later(visit: Visit, kind: Kind, outlook: Outlook | None) -> Later | None:
    if outlook is None:
        return None
    numbers = {
        "rows": sum(outlook.frame.values()),
        "main": outlook.main,
        "reserve": outlook.reserve,
    }
    write = visit.services.texts.number
    written = {name: write(visit.language, one) for name, one in numbers.items()}
    return Later(kind, visit.text(KINDS[kind]), visit.text(_FOLLOWING[kind], **written))
