"""A test message of a wave: to its admin's own address, or to somebody of the test list."""

from __future__ import annotations

from aiohttp import web

from bot.broadcasts.trying import send_test
from bot.channels.base import Sent
from bot.console.broadcast_acts import deed
from bot.console.broadcast_found import Wave
from bot.console.broadcast_page import Typed, show_wave
from bot.console.broadcast_targets import Target, test_targets
from bot.console.forms import Form
from bot.console.routes import Route, Visit
from flows.texts import text_key
from storage.base import UnitOfWork

__all__ = ["ROUTES"]


async def _try(visit: Visit, wave: Wave, form: Form) -> web.StreamResponse:
    """Send one message to somebody who agreed to get it; it counts for nothing."""
    targets = await test_targets(visit, wave)
    target = next((one for one in targets if one.value == form["to"]), None)
    if target is None:
        return await _refused(visit, wave, text_key("console.broadcast.test_nobody"))
    await _note(visit, wave, target)
    broadcaster = visit.services.broadcaster
    if broadcaster is None:
        return await _refused(visit, wave, text_key("console.broadcast.test_closed"))
    outcome = await send_test(
        broadcaster, wave.record, target.channel, target.to, visit.now, language=form["language"]
    )
    if isinstance(outcome, Sent):
        return visit.go(wave.path, text_key("console.broadcast.test_sent"), to=target.name)
    return await _refused(visit, wave, text_key("console.broadcast.test_closed"))


async def _refused(visit: Visit, wave: Wave, key: str) -> web.Response:
    return await show_wave(visit, wave, Typed(test_fault=visit.text(key)))


async def _note(visit: Visit, wave: Wave, target: Target) -> None:
    unit, storage = UnitOfWork(), visit.services.storage
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="broadcast.tried",
        target=wave.record.id,
        detail={"campaign": wave.found.record.id, "channel": target.channel},
    )
    await storage.commit(unit)


ROUTES: tuple[Route, ...] = (deed("test", _try),)
