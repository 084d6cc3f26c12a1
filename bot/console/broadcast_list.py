"""The waves of a campaign: which there are and how far they are, and a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from aiohttp import web

from bot.broadcasts import BroadcastRefusedError
from bot.broadcasts.windows import first_window
from bot.broadcasts.words import refusal_said, state_key, tone_of, waits_key
from bot.campaigns.words import WAVE_NAMES
from bot.console.broadcast_figures import Progress, shared_progress
from bot.console.broadcast_found import WAVES, Wave, launching
from bot.console.broadcast_window import WindowWish
from bot.console.campaign_found import Found, found_campaign
from bot.console.campaign_page import tabs_of
from bot.console.forms import number_in
from bot.console.routes import Route, Visit
from flows.texts import text_key
from storage.broadcast_records import BroadcastRecord

__all__ = ["ROUTES"]


class _Line(NamedTuple):
    """A wave as the list shows it."""

    wave: Wave
    name: str
    state: str
    tone: str
    sent: int
    waiting: int
    waits_for: str
    """Why a planned one has not begun."""


class _Typed(NamedTuple):
    """A new wave as somebody typed it, and what is wrong with it."""

    wave: int
    wish: WindowWish
    window_fault: str = ""
    fault: str = ""


async def page(visit: Visit) -> web.StreamResponse:
    """Show the waves."""
    found = await found_campaign(visit, "campaign.read")
    waves = await launching(visit, found.record).waves()
    wave = _next_wave(found, waves)
    best = first_window(found.record, wave, waves, visit.now)
    return await _show(visit, found, waves, _Typed(wave, WindowWish.like(best)))


def _next_wave(found: Found, waves: Sequence[BroadcastRecord]) -> int:
    """Return the wave that comes next: the one behind those that were confirmed."""
    confirmed = [one.wave for one in waves if one.confirmed_at is not None]
    return min(max(confirmed, default=-1) + 1, len(found.record.terms.reminders))


async def _show(
    visit: Visit, found: Found, waves: Sequence[BroadcastRecord], typed: _Typed
) -> web.Response:
    campaign = found.record
    return visit.show(
        "broadcasts.html",
        status=422 if typed.fault or typed.window_fault else 200,
        found=found,
        tabs=tabs_of(visit, campaign),
        lines=[await _line(visit, Wave(found, one, at)) for at, one in enumerate(waves, 1)],
        drawn=await launching(visit, campaign).drawn(),
        may_send=visit.may("broadcast.send", found.broadcasts),
        is_ready=campaign.life.state in _SENDING,
        choices=[(str(at), visit.text(WAVE_NAMES[at])) for at in _offered(found)],
        typed=typed,
    )


_SENDING: Final = frozenset({"approved", "running"})
"""States of a campaign in which people may be asked."""


def _offered(found: Found) -> range:
    return range(len(found.record.terms.reminders) + 1)


async def _line(visit: Visit, wave: Wave) -> _Line:
    record, progress = wave.record, Progress({}, ())
    if record.confirmed_at is not None:
        progress = await shared_progress(visit, record)
    return _Line(
        wave=wave,
        name=visit.text(WAVE_NAMES[record.wave]),
        state=visit.text(state_key(record)),
        tone=tone_of(record),
        sent=progress.total("sent"),
        waiting=progress.total("pending"),
        waits_for=visit.text(waits_key(record.waits_for)) if record.waits_for else "",
    )


async def make(visit: Visit) -> web.StreamResponse:
    """Make a wave; nobody is written to yet."""
    form, found = await visit.form(), await found_campaign(visit, "broadcast.send")
    launch, wish = launching(visit, found.record), WindowWish.of(form)
    wave = min(number_in(form["wave"]), len(found.record.terms.reminders))
    waves, window = await launch.waves(), wish.window(found.record)
    fault = wish.fault(visit, found.record)
    if fault or window is None:
        return await _show(visit, found, waves, _Typed(wave, wish, window_fault=fault))
    try:
        made = await launch.make(wave, window, visit.services.texts)
    except BroadcastRefusedError as refused:
        said = refusal_said(visit.text, refused)
        return await _show(visit, found, waves, _Typed(wave, wish, fault=said))
    return visit.go(Wave(found, made, len(waves) + 1).path, text_key("console.broadcast.made"))


ROUTES: tuple[Route, ...] = (
    Route("GET", WAVES, page, "campaign.read"),
    Route("POST", WAVES, make, "broadcast.send"),
)
