"""What became of each recipient of a wave: by number, with nothing that tells who it is."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from bot.broadcasts.words import OUTCOMES, REASONS
from bot.campaigns.words import WAVE_NAMES
from bot.console.broadcast_figures import name_of
from bot.console.broadcast_found import WAVE, NoWaveError, Wave, found_wave, no_wave
from bot.console.forms import number_in
from bot.console.routes import Route, Visit
from bot.reports.wording import said
from flows.broadcasts import RECIPIENT_STATES, RecipientState
from flows.texts import text_key

__all__ = ["ROUTES"]

_SIZE: Final = 100
"""Lines of one page."""


async def page(visit: Visit) -> web.StreamResponse:
    """Show the next recipients; those with one outcome, or all of them."""
    query = visit.request.query
    try:
        wave = await found_wave(visit, "campaign.read", query.get("number", ""))
    except NoWaveError as error:
        return no_wave(visit, error)
    state = next((one for one in RECIPIENT_STATES if one == query.get("state")), None)
    after = number_in(query.get("after", ""))
    rows = await visit.services.storage.broadcasts.outcomes(
        wave.record.id, state, after=after, most=_SIZE + 1
    )
    everything = [("", visit.text(text_key("console.broadcast.every_outcome")))]
    return visit.show(
        "broadcast_people.html",
        found=wave.found,
        wave=wave,
        name=visit.text(WAVE_NAMES[wave.record.wave]),
        rows=rows[:_SIZE],
        channel=lambda row: name_of(visit, row.channel or "none"),
        outcome=lambda row: visit.text(OUTCOMES[row.state]),
        reason=lambda row: said(visit.text, REASONS, row.reason or ""),
        states=everything + [(one, visit.text(key)) for one, key in OUTCOMES.items()],
        chosen=state or "",
        older=_address(wave, state, rows[_SIZE - 1].number) if len(rows) > _SIZE else "",
        first=_address(wave, state, 0) if after else "",
    )


def _address(wave: Wave, state: RecipientState | None, after: int) -> str:
    fields = {"number": wave.number, "state": state or "", "after": after or ""}
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"{wave.base}/people?{query}"


ROUTES: tuple[Route, ...] = (Route("GET", f"{WAVE}/people", page, "campaign.read"),)
