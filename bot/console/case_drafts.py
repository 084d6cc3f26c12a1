"""What an officer has begun to write about a case: kept for them alone, found again, forgotten."""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import web

from bot.console.case_deeds import DEEDS
from bot.console.case_loading import Found, found
from bot.console.routes import Visit
from bot.web.pages import Refusal
from flows.spelling import clean_paragraphs
from flows.texts import text_key
from storage.base import UnitOfWork

__all__ = ["draft", "drafts_of", "keep"]


async def draft(visit: Visit) -> web.StreamResponse:
    """Keep what is being written; an empty text forgets it."""
    form, case = await visit.form(), await found(visit)
    kind = form["kind"]
    if kind not in DEEDS or not DEEDS[kind].longest:
        raise Refusal(400, text_key("web.unreadable"))
    visit.must(DEEDS[kind].action, case.thing)
    await keep(visit, case, kind, form["text"])
    if form["quiet"]:
        return web.Response(status=204)
    return visit.go(f"/console/cases/{case.record.code}", text_key("console.case.draft.kept"))


async def keep(visit: Visit, case: Found, kind: str, text: str) -> None:
    """Keep a text as the draft of its kind; an empty one forgets it."""
    unit, drafts = UnitOfWork(), visit.services.storage.drafts
    if words := clean_paragraphs(text):
        drafts.keep(unit, visit.account.id, case.record.id, kind, words, visit.now)
    else:
        drafts.drop(unit, visit.account.id, case.record.id, kind)
    await visit.services.storage.commit(unit)


async def drafts_of(visit: Visit, case: Found, doable: Collection[str]) -> dict[str, str]:
    """Return what this officer has begun to write, by deed."""
    drafts, account = visit.services.storage.drafts, visit.account.id
    kinds = [name for name, deed in DEEDS.items() if deed.longest and name in doable]
    kept = {kind: await drafts.load(account, case.record.id, kind) for kind in kinds}
    return {kind: text for kind, text in kept.items() if text}
