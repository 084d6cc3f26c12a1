"""The page of notices: what officers were told, and what they have read of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from bot.console.accounts import account_path
from bot.console.audit_values import VALUES, Telling
from bot.console.audit_words import account_in
from bot.console.granting import all_within, units_for
from bot.console.navigation import own_path
from bot.console.report_found import PATH as REPORTS
from bot.console.report_standing import STANDING
from bot.console.routes import Guest, Route, Visit
from bot.live import CASES
from bot.reports.notice_words import Wording
from bot.reports.wording import said
from flows.desk.notices import OF_TRUST, Kind, worth_a_message
from flows.desk.policy import scope_of
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.trust import NoticeRecord

__all__ = ["NOTICES", "ROUTES", "landing"]

NOTICES: Final = "/console/notices"
_ME: Final = "/console/me"
_PAGE: Final = 50
_NUMBERS: Final = re.compile(r"\d{1,18}(?: \d{1,18}){0,99}", re.ASCII)
"""What a page has shown: its rows, and what it puts on top of them."""


class _Row(NamedTuple):
    """A notice as its reader sees it; `link` is empty where there is nothing to see any more."""

    number: int
    text: str
    at: Instant
    is_read: bool
    pressing: bool
    link: str


async def landing(guest: Guest, account_id: str, target: str) -> str:
    """Return where somebody goes who has just signed in: to what others did to their account, and
    from there to where they wanted.
    """
    if await guest.services.storage.notices.unread(account_id, OF_TRUST):
        return f"{NOTICES}?{urlencode({'next': target})}"
    return target


async def notices(visit: Visit) -> web.StreamResponse:
    """Show one page of one's notices, newest first; on the first one, what others did to the
    account stands on top until it was read, however much came after it.
    """
    query, storage = visit.request.query, visit.services.storage
    unread, after = query.get("unread") == "1", query.get("after")
    page = await storage.notices.page(visit.account.id, unread=unread, after=after, size=_PAGE)
    top = [] if after else await storage.notices.unread_of(visit.account.id, OF_TRUST, _PAGE)
    pinned = {one.number for one in top}
    shown = [*top, *(one for one in page.rows if one.number not in pinned)]
    kept = {"unread": "1"} if unread else {}
    return visit.show(
        "notices.html",
        rows=await _rows(visit, shown),
        unread=unread,
        shown=" ".join(str(one.number) for one in shown),
        older=_address({**kept, "after": page.next}) if page.next else "",
        first=_address(kept) if after else "",
        target=own_path(query["next"]) if "next" in query else "",
        reset=await storage.account_resets.open_for(visit.account.id, visit.now),
    )


def _address(query: Mapping[str, str]) -> str:
    return f"{NOTICES}?{urlencode(query)}"


async def _rows(visit: Visit, notices: Sequence[NoticeRecord]) -> list[_Row]:
    wording, links = await _wording(visit, notices), await _links(visit, notices)
    return [
        _Row(
            number=one.number,
            text=wording.said(one),
            at=one.made_at,
            is_read=one.read_at is not None,
            pressing=worth_a_message(one.kind),
            link=f"{links[one.object]}{_PAGES.get(one.kind, '')}" if one.object in links else "",
        )
        for one in notices
    ]


_PAGES: Final[Mapping[Kind, str]] = {
    "campaign.behind": "/following",
    "campaign.wave_waits": "/broadcasts",
    "campaign.texts_waiting": "/broadcasts",
    "campaign.texts_taken": "/broadcasts",
    "campaign.texts_refused": "/broadcasts",
}
"""The page of a campaign that a notice is about, where it is not the first one."""


async def _wording(visit: Visit, notices: Sequence[NoticeRecord]) -> Wording:
    actors = {account_in(one.params.get("by", "")) or "" for one in notices}
    objects = {one.object for one in notices}
    people = await visit.services.storage.accounts.names(actors | objects)
    units = await units_for(visit)
    return Wording(
        text=visit.text,
        actor=Telling(visit.text, people, units.name).actor,
        unit=units.name,
        role=partial(said, visit.text, VALUES["role"]),
        moment=partial(visit.services.texts.moment, visit.language),
    )


async def _links(visit: Visit, notices: Sequence[NoticeRecord]) -> dict[str, str]:
    """Return where the things are that notices are about, of those that may be seen now."""
    storage, seen = visit.services.storage, scope_of(visit.actor, "case.read")
    objects = {one.object for one in notices}
    codes = await storage.cases.visible(seen, objects)
    links = {code: f"/console/cases/{code}" for code in codes}
    reach = scope_of(visit.actor, "campaign.follow").units
    for one in {one.object for one in notices if one.kind.startswith("campaign.")}:
        if await storage.campaigns.by_id(reach, one) is not None:
            links[one] = f"/console/campaigns/{one}"
    links |= await _report_links(visit, notices)
    links |= {visit.account.id: _ME} if visit.account.id in objects else {}
    if others := {one.object for one in notices if one.kind.startswith("account.")} - links.keys():
        known = [one for one in await storage.accounts.rows() if one.id in others]
        links |= {one.id: account_path(one.id) for one in all_within(visit, known)}
    return links


async def _report_links(visit: Visit, notices: Sequence[NoticeRecord]) -> dict[str, str]:
    """Return where reports are; what is due leads to the list, a wish for a reply to its place."""
    reach = scope_of(visit.actor, "report.read").units
    links = {}
    for one in notices:
        if one.kind in ("report.due_soon", "report.overdue", "report.overdue_below"):
            links[one.object] = REPORTS
        elif one.kind == "report.reply_wanted":
            links[one.object] = STANDING
        elif one.kind.startswith("report.") and await _report(visit, reach, one.object):
            links[one.object] = f"{REPORTS}/{one.object}"
    return links


async def _report(visit: Visit, reach: Collection[str] | None, report_id: str) -> bool:
    return await visit.services.storage.reports.by_id(reach, report_id) is not None


async def read(visit: Visit) -> web.StreamResponse:
    """Mark one notice as read, or all that its page showed; nobody has seen any other."""
    form, storage, unit = await visit.form(), visit.services.storage, UnitOfWork()
    if _NUMBERS.fullmatch(form["numbers"]):
        numbers = [int(number) for number in form["numbers"].split(" ")]
        storage.notices.read(unit, visit.account.id, numbers, visit.now)
    await storage.commit(unit)
    visit.services.live.wake(CASES)
    return visit.go(_address({"unread": "1"}) if form["unread"] else NOTICES)


ROUTES: tuple[Route, ...] = (
    Route("GET", NOTICES, notices, "own"),
    Route("POST", f"{NOTICES}/read", read, "own"),
)
