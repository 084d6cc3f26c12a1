"""What is done to a wave: confirm, hold, go on, end, move, and add whom nobody asked yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.broadcasts import BroadcastRefusedError, Broadcasts
from bot.broadcasts.forecast import Forecaster
from bot.broadcasts.words import refusal_said
from bot.console.broadcast_found import (
    WAVE,
    NoWaveError,
    Wave,
    acts_of,
    found_wave,
    launching,
    must_be_fresh,
    no_wave,
)
from bot.console.broadcast_page import Typed, show_wave
from bot.console.broadcast_sharing import OUTLOOKS
from bot.console.broadcast_window import WindowWish
from bot.console.forms import Form, number_in
from bot.console.routes import Route, Visit
from flows.desk.policy import Action
from flows.texts import text_key
from storage.broadcast_records import BroadcastRecord

__all__ = ["ROUTES", "deed"]

_Deed = Callable[[Visit, Wave, Form], Awaitable[web.StreamResponse]]
"""What is done with a wave that its doer saw as it is."""


def deed(act: str, do: _Deed, action: Action = "broadcast.send") -> Route:
    """Return the route of a form on the page of a wave. What is refused stands on that page."""

    async def post(visit: Visit) -> web.StreamResponse:
        form = await visit.form()
        try:
            wave = await found_wave(visit, action, form["number"])
        except NoWaveError as error:
            return no_wave(visit, error)
        must_be_fresh(wave, form)
        try:
            return await do(visit, wave, form)
        except BroadcastRefusedError as refused:
            return await show_wave(visit, wave, Typed(fault=refusal_said(visit.text, refused)))

    return Route("POST", f"{WAVE}/{act}", post, action)


# -- confirm: whoever does it has read how many people are written to


async def _confirm(visit: Visit, wave: Wave, form: Form) -> web.StreamResponse:
    calendar = visit.services.runner.turns.renderer.rules.calendar
    forecaster = Forecaster(acts_of(visit), visit.services.settings, calendar)
    visit.request.app[OUTLOOKS].forget(wave.record.id)  # what is refused shows the number of now
    expected = await forecaster.forecast(wave.record)
    if not expected.asked or _typed_number(form["count"]) != expected.asked:
        key = text_key("console.broadcast.fault.count")
        return await show_wave(visit, wave, Typed(count_fault=visit.text(key)))
    fault = WindowWish.like(wave.record.window).fault(visit, wave.found.record)
    if fault:
        return await show_wave(visit, wave, Typed(window_fault=fault))
    await launching(visit, wave.found.record).confirm(wave.record, visit.services.texts)
    return visit.go(wave.path, text_key("console.broadcast.confirmed"))


def _typed_number(typed: str) -> int:
    """Return a number as people write it, with or without marks between thousands."""
    return number_in(typed.replace(".", "").replace(",", "").replace(" ", ""))


# -- buttons


def _button(
    act: str, do: Callable[[Broadcasts, Wave], Awaitable[BroadcastRecord]], key: str
) -> Route:
    async def press(visit: Visit, wave: Wave, _form: Form) -> web.StreamResponse:
        await do(acts_of(visit), wave)
        return visit.go(wave.path, key)

    return deed(act, press)


async def _cancel(visit: Visit, wave: Wave, form: Form) -> web.StreamResponse:
    """End a wave; that cannot be undone, so whoever does it types how many people it is about. A
    draft is about nobody yet.
    """
    audience = wave.record.audience
    if wave.record.state != "draft" and _typed_number(form["recipients"]) != audience:
        number = visit.services.texts.number(visit.language, audience)
        fault = visit.text(text_key("console.broadcast.fault.recipients"), count=number)
        return await show_wave(visit, wave, Typed(cancel_fault=fault))
    await acts_of(visit).cancel(wave.record)
    return visit.go(wave.path, text_key("console.broadcast.cancelled"))


async def _move(visit: Visit, wave: Wave, form: Form) -> web.StreamResponse:
    """Let what has not left go out at another time."""
    wish, campaign = WindowWish.of(form), wave.found.record
    window, fault = wish.window(campaign), wish.fault(visit, campaign)
    if fault or window is None:
        return await show_wave(visit, wave, Typed(wish=wish, window_fault=fault))
    await acts_of(visit).move(wave.record, window)
    return visit.go(wave.path, text_key("console.broadcast.moved"))


ROUTES: tuple[Route, ...] = (
    deed("confirm", _confirm),
    _button(
        "pause", lambda acts, wave: acts.pause(wave.record), text_key("console.broadcast.paused")
    ),
    _button(
        "resume",
        lambda acts, wave: acts.resume(wave.record),
        text_key("console.broadcast.resumed"),
    ),
    _button(
        "enroll",
        lambda acts, wave: acts.enroll(wave.record),
        text_key("console.broadcast.enrolled"),
    ),
    deed("cancel", _cancel),
    deed("move", _move),
)
