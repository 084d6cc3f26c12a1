"""The sample of a campaign: what each number comes from, the draw, its seal, and how far it is."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final

from aiohttp import web

from bot.console.campaign_found import ONE, Found, found_campaign, must_be_seen
from bot.console.campaign_page import percent, tabs_of
from bot.console.campaign_sample_lines import sample_lines
from bot.console.campaign_sample_outlook import later_draws, outlook_of, sampler_of
from bot.console.routes import Route, Visit
from bot.drawing import (
    LONGEST_SEED,
    DrawRefusedError,
    Outlook,
    frame_text,
    record_file,
    verify,
)
from bot.drawing.words import KINDS, OUT, PROBLEMS, REFUSALS, WORK_STATES
from bot.reports.wording import said
from flows.texts import text_key
from storage.base import UnitOfWork
from storage.draw_records import DrawRecord, DrawWork
from survey.campaign_life import may_ask, outdates
from survey.seals import KINDS as ALL_KINDS
from survey.seals import Kind

__all__ = ["PROVING", "ROUTES"]

PROVING: Final = web.AppKey("proving", asyncio.Lock)
"""One proof at a time in a process: of a large draw it takes a core for a minute."""

_SAMPLE: Final = f"{ONE}/sample"


async def page(visit: Visit) -> web.StreamResponse:
    """Show the sample: before it is drawn how it would be, afterwards what it is."""
    return await _show(visit, await found_campaign(visit, "campaign.read"))


async def _show(visit: Visit, found: Found, fault: str = "") -> web.Response:
    storage = visit.services.storage
    draws = await storage.draws.of_campaign(found.record.id)
    work = await storage.draws.works.of_campaign(found.record.id)
    is_drawing = work is not None and work.is_live
    shown = None if draws or is_drawing else await outlook_of(visit, found, "first")
    outlook = shown.outlook if shown else None
    later = [] if is_drawing else await later_draws(visit, found, draws)
    response = visit.show(
        "campaign_sample.html",
        status=422 if fault else 200,
        found=found,
        fault=visit.text(fault) if fault else "",
        tabs=tabs_of(visit, found.record),
        draws=[(draw, draw.sealed.record, await visit.name_of(draw.by)) for draw in draws],
        kinds={kind: visit.text(key) for kind, key in KINDS.items()},
        work=work,
        is_drawing=is_drawing,
        work_state=visit.text(WORK_STATES[work.state]) if work else "",
        refusal=_refusal(visit, work),
        shown=shown,
        outlook=outlook,
        titles={group.id: group.title for group in found.parts.groups},
        lines=await sample_lines(visit, found, outlook),
        out=_out(visit, outlook),
        later=[one for one in later if one is not None],
        is_approved=outlook is not None and _may_draw(found, outlook),
        may_change=visit.may("campaign.change", found.thing),
        is_outdated=outdates(found.record.life, draws[0].at if draws else None),
        may_void=found.record.life.state not in ("running", "closed"),
        percent=partial(percent, visit),
        every_days=visit.services.settings.invite_every_days,
        longest_seed=LONGEST_SEED,
    )
    if is_drawing or None in later or (shown is not None and outlook is None):
        response.headers["Refresh"] = "2"  # without scripts: the page shows how far it is
    return response


def _refusal(visit: Visit, work: DrawWork | None) -> str:
    """Return why the latest draw was not made; empty where it was, or is being made yet."""
    sentences = dict[str, str](REFUSALS.items())
    return said(visit.text, sentences, work.reason) if work and work.reason else ""


def _may_draw(found: Found, outlook: Outlook) -> bool:
    return may_ask(found.record.terms, found.record.life, outlook.main)


def _out(visit: Visit, outlook: Outlook | None) -> list[tuple[str, int]]:
    """Return why transactions are in no frame, and how many."""
    if outlook is None:
        return []
    return [(visit.text(OUT[reason]), count) for reason, count in sorted(outlook.out.items())]


# -- deeds


async def draw(visit: Visit) -> web.StreamResponse:
    """Let a job draw."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    must_be_seen(found.record, form)
    kind: Kind = next((one for one in ALL_KINDS if one == form["kind"]), "first")
    try:
        await sampler_of(visit, found).ask(kind, form["seed"])
    except DrawRefusedError as refused:
        return await _show(visit, found, REFUSALS[refused.refusal])
    return visit.go(f"{found.path}/sample", text_key("console.sample.asked_for"))


async def cancel(visit: Visit) -> web.StreamResponse:
    """Stop a draw that is being made."""
    await visit.form()
    found = await found_campaign(visit, "campaign.change")
    try:
        await sampler_of(visit, found).cancel()
    except DrawRefusedError as refused:
        return await _show(visit, found, REFUSALS[refused.refusal])
    return visit.go(f"{found.path}/sample", text_key("console.sample.cancelled"))


async def void(visit: Visit) -> web.StreamResponse:
    """Take all draws back before anybody is asked."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    must_be_seen(found.record, form)
    try:
        await sampler_of(visit, found).void()
    except DrawRefusedError as refused:
        return await _show(visit, found, REFUSALS[refused.refusal])
    return visit.go(f"{found.path}/sample", text_key("console.sample.voided"))


async def prove(visit: Visit) -> web.StreamResponse:
    """Make a draw again from what was kept of it, and say whether it is the same."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    made = await _draw_in(visit, found, form["number"])
    if made is None:
        return await _show(visit, found, REFUSALS["not_drawn"])
    async with visit.request.app[PROVING]:
        problems = await verify(visit.services.storage, made)
    if problems:
        return await _show(visit, found, PROBLEMS[problems[0]])
    return visit.go(
        f"{found.path}/sample", text_key("console.sample.proved"), number=str(made.number)
    )


async def _draw_in(visit: Visit, found: Found, number: str) -> DrawRecord | None:
    draws = await visit.services.storage.draws.of_campaign(found.record.id)
    return next((one for one in draws if str(one.number) == number), None)


# -- files


async def record(visit: Visit) -> web.StreamResponse:
    """Give the sealed record of a draw."""
    found = await found_campaign(visit, "campaign.read")
    made = await _draw_in(visit, found, visit.request.query.get("number", ""))
    if made is None:
        return await _show(visit, found, REFUSALS["not_drawn"])
    return web.Response(
        body=record_file(made),
        content_type="application/json",
        headers=_attached(f"record-{made.number}.json"),
    )


async def frame(visit: Visit) -> web.StreamResponse:
    """Give the frame of a draw, once it is written down who took it (I21)."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    made = await _draw_in(visit, found, form["number"])
    if made is None:
        return await _show(visit, found, REFUSALS["not_drawn"])
    storage, unit = visit.services.storage, UnitOfWork()
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="campaign.frame_given",
        target=found.record.id,
        detail={"number": str(made.number), "seal": made.seal},
    )
    await storage.commit(unit)
    response = web.StreamResponse(headers=_attached(f"frame-{made.number}.csv"))
    response.content_type, response.charset = "text/csv", "utf-8"
    response.enable_compression()
    await response.prepare(visit.request)
    async for piece in frame_text(storage, made):
        await response.write(piece.encode())
    await response.write_eof()
    return response


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


ROUTES: tuple[Route, ...] = (
    Route("GET", _SAMPLE, page, "campaign.read"),
    Route("POST", f"{_SAMPLE}/draw", draw, "campaign.change"),
    Route("POST", f"{_SAMPLE}/cancel", cancel, "campaign.change"),
    Route("POST", f"{_SAMPLE}/void", void, "campaign.change"),
    Route("POST", f"{_SAMPLE}/prove", prove, "campaign.change"),
    Route("GET", f"{_SAMPLE}/record", record, "campaign.read"),
    Route("POST", f"{_SAMPLE}/frame", frame, "campaign.change"),
)
