"""The page on which an officer enters that somebody wants no more messages, or some again."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.broadcasts.opting import OptingOut, whose
from bot.console.routes import Route, Visit
from bot.console.shell import Undo
from flows.texts import text_key

__all__ = ["ROUTES"]

_PATH: Final = "/console/opt-outs"
_LONGEST: Final = 255
"""Characters of an e-mail address, by and large."""


async def page(visit: Visit) -> web.StreamResponse:
    """Ask for whom."""
    return _show(visit)


def _show(visit: Visit, typed: str = "", fault: str = "") -> web.Response:
    return visit.show(
        "opt_outs.html",
        status=422 if fault else 200,
        typed=typed,
        fault=visit.text(fault) if fault else "",
        longest=_LONGEST,
    )


async def enter(visit: Visit) -> web.StreamResponse:
    """Enter that somebody is asked no more, or (`back`) may be asked again. What nothing changes
    is not entered twice: its undo would take back what they said themselves.
    """
    form = await visit.form()
    one = whose(form["who"])
    if one is None:
        return _show(visit, form["who"], text_key("console.opt_out.fault"))
    acts, wants_back = OptingOut(visit.services.storage, visit.by), bool(form["back"])
    if await acts.is_out(one) is not wants_back:
        return visit.go(_PATH, _UNCHANGED[wants_back])
    await (acts.take_back if wants_back else acts.enter)(one)
    fields = {"who": one.value, "back": "" if wants_back else "1"}
    return visit.go(_PATH, _DONE[wants_back], undo=Undo(_PATH, fields, text_key("console.undo")))


_DONE: Final = (text_key("console.opt_out.entered"), text_key("console.opt_out.taken_back"))
_UNCHANGED: Final = (text_key("console.opt_out.is_out"), text_key("console.opt_out.is_in"))

ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, page, "broadcast.send"),
    Route("POST", _PATH, enter, "broadcast.send"),
)
