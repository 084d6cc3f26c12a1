"""The test list of a campaign: who gets what it sends while it is in test mode."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from aiohttp import web

from bot.campaigns.words import REFUSALS
from bot.console.campaign_found import ONE, Found, desk_of, found_campaign, must_be_seen
from bot.console.campaign_page import show_campaign
from bot.console.forms import Form
from bot.console.routes import Route, Visit
from flows.phone_numbers import national_format, read_phone
from flows.spelling import clean
from flows.texts import text_key
from storage.campaign_records import TrialPerson
from survey.campaign_life import CampaignRefusedError

__all__ = ["ROUTES"]

_MOST: Final = 20
_NAME_LENGTH: Final = 60
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")


class _Line(NamedTuple):
    """Somebody as they were typed."""

    name: str = ""
    phone: str = ""
    email: str = ""
    error: str = ""

    @property
    def number(self) -> str:
        """The telephone number in full; "" where none was understood."""
        reading = read_phone(self.phone)
        return reading.number if reading.kind in ("mobile", "landline") else ""

    @property
    def person(self) -> TrialPerson:
        return TrialPerson(
            name=self.name, phone=self.number or None, email=self.email.lower() or None
        )


async def testers_page(visit: Visit) -> web.StreamResponse:
    """Show who is on the list, with some empty lines."""
    found = await found_campaign(visit, "campaign.change")
    listed = await visit.services.storage.campaigns.testers(found.record.id)
    lines = [_Line(one.name, _national(one.phone), one.email or "") for one in listed]
    return _show(visit, found, lines)


def _national(phone: str | None) -> str:
    return "" if phone is None else national_format(phone)


def _show(visit: Visit, found: Found, lines: Sequence[_Line]) -> web.Response:
    empty = [_Line()] * min(3, _MOST - len(lines))
    return visit.show(
        "campaign_testers.html",
        status=422 if any(line.error for line in lines) else 200,
        found=found,
        lines=[*lines, *empty],
        name_length=_NAME_LENGTH,
    )


async def keep_testers(visit: Visit) -> web.StreamResponse:
    """Store the list; an empty line goes."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    lines = [line._replace(error=_fault(visit, line)) for line in _lines(form)]
    if any(line.error for line in lines):
        return _show(visit, found, lines)
    must_be_seen(found.record, form)
    try:
        await desk_of(visit).put_testers(found.record, [line.person for line in lines])
    except CampaignRefusedError as refused:
        return await show_campaign(visit, found, REFUSALS[refused.refusal])
    return visit.go(found.path, text_key("console.campaign.testers_kept"))


def _lines(form: Form) -> Iterator[_Line]:
    fields = zip(form.all("name"), form.all("phone"), form.all("email"), strict=False)
    for name, phone, email in list(fields)[:_MOST]:
        if name or phone or email:
            yield _Line(clean(name), clean(phone), clean(email))


def _fault(visit: Visit, line: _Line) -> str:
    """Return what is wrong with a line; "" for nothing."""
    if not 1 <= len(line.name) <= _NAME_LENGTH:
        return visit.text(text_key("console.campaign.tester.fault.name"))
    if line.phone and not line.number:
        return visit.text(text_key("console.campaign.tester.fault.phone"))
    if line.email and not _EMAIL.fullmatch(line.email):
        return visit.text(text_key("console.campaign.tester.fault.email"))
    return ""


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{ONE}/testers", testers_page, "campaign.change"),
    Route("POST", f"{ONE}/testers", keep_testers, "campaign.change"),
)
