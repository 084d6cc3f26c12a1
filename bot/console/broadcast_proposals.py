"""Proposed texts of a wave: a second person takes or refuses them, or they are withdrawn."""

from __future__ import annotations

from aiohttp import web

from bot.broadcasts import BroadcastRefusedError
from bot.broadcasts.proposing import Proposing
from bot.broadcasts.words import refusal_said
from bot.console.broadcast_acts import deed
from bot.console.broadcast_found import Wave, acts_of
from bot.console.broadcast_page import Typed, show_wave
from bot.console.forms import Form
from bot.console.routes import Route, Visit
from bot.live import CASES
from flows.texts import text_key

__all__ = ["ROUTES"]


def _proposing(visit: Visit, wave: Wave) -> Proposing:
    return Proposing(acts_of(visit), wave.found.record)


async def _take(visit: Visit, wave: Wave, _form: Form) -> web.StreamResponse:
    await _proposing(visit, wave).take(wave.record)
    visit.services.live.wake(CASES)
    return visit.go(wave.path, text_key("console.broadcast.taken"))


async def _refuse(visit: Visit, wave: Wave, form: Form) -> web.StreamResponse:
    try:
        await _proposing(visit, wave).refuse(wave.record, form["reason"])
    except BroadcastRefusedError as refused:
        fault = refusal_said(visit.text, refused)
        return await show_wave(visit, wave, Typed(reason_fault=fault))
    visit.services.live.wake(CASES)
    return visit.go(wave.path, text_key("console.broadcast.refused"))


async def _withdraw(visit: Visit, wave: Wave, _form: Form) -> web.StreamResponse:
    await _proposing(visit, wave).withdraw(wave.record)
    return visit.go(wave.path, text_key("console.broadcast.withdrawn"))


ROUTES: tuple[Route, ...] = (
    deed("take", _take, "campaign.approve"),
    deed("refuse", _refuse, "campaign.approve"),
    deed("withdraw", _withdraw),
)
