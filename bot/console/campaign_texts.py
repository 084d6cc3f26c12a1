"""What a campaign writes to people: every text as it is read, and one of them to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from aiohttp import web
from msgspec.structs import replace

from bot.campaigns import Said, all_words, said, standard
from bot.campaigns.words import CHANNELS, WAVE_NAMES, text_fault_sentence
from bot.console.campaign_found import ONE, Found, found_campaign, must_be_seen, written_day
from bot.console.campaign_page import store, tabs_of
from bot.console.forms import Form, number_in
from bot.console.responses import surveys
from bot.console.routes import Route, Visit
from bot.i18n import day_of, own_name
from flows.invitation_text import LENGTHS, PLACES, SUBJECT_LENGTHS, text_faults
from flows.spelling import clean, clean_paragraphs
from flows.texts import text_key
from survey.campaigns import Words

__all__ = ["PLACE_NAMES", "ROUTES", "example_of"]

_EXAMPLE_TOKEN: Final = "A" * 22
_EXAMPLE_MINUTES: Final = 3
_EXAMPLE_DAYS: Final = 30
PLACE_NAMES: Final = {
    "co_quan": text_key("console.campaign.place.co_quan"),
    "dich_vu": text_key("console.campaign.place.dich_vu"),
    "ngay": text_key("console.campaign.place.ngay"),
    "phut": text_key("console.campaign.place.phut"),
    "link": text_key("console.campaign.place.link"),
    "han": text_key("console.campaign.place.han"),
    "dung": text_key("console.campaign.place.dung"),
}


class _Shown(NamedTuple):
    """A text as somebody would read it."""

    words: Words
    channel: str
    wave: str
    language: str
    subject: str
    text: str
    is_own: bool
    is_behind: bool
    """It is the standard one, and the office wrote its own in another language."""


async def texts_page(visit: Visit) -> web.StreamResponse:
    """Show all texts, as people would read them."""
    found = await found_campaign(visit, "campaign.read")
    listed = all_words(visit.services.texts, found.record.terms, found.parts.texts)
    return visit.show(
        "campaign_texts.html",
        found=found,
        tabs=tabs_of(visit, found.record),
        shown=[_shown(visit, found, words) for words in listed],
        may_change=visit.may("campaign.change", found.thing),
    )


def _shown(visit: Visit, found: Found, words: Words) -> _Shown:
    subject, text = said(visit.services.texts, words, example_of(visit, found))
    return _Shown(
        words=words,
        channel=visit.text(CHANNELS[words.channel]),
        wave=visit.text(WAVE_NAMES[words.wave]),
        language=own_name(words.language),
        subject=subject,
        text=text,
        is_own=words in found.parts.texts,
        is_behind=words not in found.parts.texts
        and any(
            (own.channel, own.wave) == (words.channel, words.wave) for own in found.parts.texts
        ),
    )


def example_of(visit: Visit, found: Found) -> Said:
    """Return somebody who might be asked, with a link that leads nowhere."""
    settings, today = visit.services.settings, day_of(visit.now)
    forms = surveys(visit.services.runner.turns.renderer.rules)
    asked = [forms[group.form] for group in found.parts.groups if group.form in forms]
    return Said(
        office=settings.office_name or visit.text(text_key("console.campaign.example_office")),
        service=visit.text(text_key("console.campaign.example_service")),
        day=written_day(found.record.terms.to_day) or today,
        minutes=max((form.minutes for form in asked), default=_EXAMPLE_MINUTES),
        link=f"{settings.base_url}/{_EXAMPLE_TOKEN}",
        ends_on=written_day(found.record.terms.closes_on) or _later(today),
        stop_link=f"{settings.base_url}/unsubscribe/{_EXAMPLE_TOKEN}",
    )


def _later(day: date) -> date:
    return day + timedelta(days=_EXAMPLE_DAYS)


# -- one text


async def text_page(visit: Visit) -> web.StreamResponse:
    """Show one text to be changed; without a choice, the first invitation."""
    found = await found_campaign(visit, "campaign.change")
    words = _chosen(visit, found, visit.request.query)
    return _show(visit, found, words, found.record.version)


def _chosen(visit: Visit, found: Found, fields: Mapping[str, str]) -> Words:
    """Return the text that an address or a form names, as it is now; else the first one."""
    listed = all_words(visit.services.texts, found.record.terms, found.parts.texts)
    wanted = _key_of(fields.get("channel", ""), fields.get("language", ""), fields.get("wave", ""))
    blank = Words(channel="telegram", language=visit.language, wave=0, text="")
    return next((one for one in listed if _key(one) == wanted), (listed or [blank])[0])


def _key(words: Words) -> tuple[str, str, str]:
    return _key_of(words.channel, words.language, str(words.wave))


def _key_of(channel: str, language: str, wave: str) -> tuple[str, str, str]:
    return channel, language, wave


def _show(
    visit: Visit, found: Found, words: Words, version: int, *, saving: bool = False
) -> web.Response:
    """Show the form, and beside it what somebody would read. `saving`: it is not kept, since
    something is wrong with it, or somebody else was quicker.
    """
    faults: dict[str, list[str]] = {}
    for fault in text_faults(words.channel, words.subject, words.text):
        faults.setdefault(fault.field, []).append(text_fault_sentence(visit.text, fault))
    meanwhile = version != found.record.version
    return visit.show(
        "campaign_text.html",
        status=(422 if faults else 409) if saving else 200,
        found=found,
        words=words,
        shown=_shown(visit, found, words),
        faults={field: " ".join(said) for field, said in faults.items()},
        meanwhile=meanwhile,
        places=[(f"{{{name}}}", visit.text(PLACE_NAMES[name])) for name in PLACES],
        lengths=(SUBJECT_LENGTHS.get(words.channel, 0), LENGTHS[words.channel]),
    )


async def keep_text(visit: Visit) -> web.StreamResponse:
    """Store a text, or show what it would look like; where somebody else changed the campaign
    meanwhile, what was typed stays and is shown once more.
    """
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    before = _chosen(visit, found, form)
    words = replace(before, subject=_subject(form), text=clean_paragraphs(form["text"]))
    version = number_in(form["version"])
    if form["step"] == "look":
        return _show(visit, found, words, version)
    wrong = text_faults(words.channel, words.subject, words.text)
    if wrong or version != found.record.version:
        return _show(visit, found, words, version, saving=True)
    return await _stored(visit, found, words, text_key("console.campaign.text_kept"))


def _subject(form: Form) -> str:
    return clean(form["subject"]).replace("\n", " ")


async def use_standard(visit: Visit) -> web.StreamResponse:
    """Send the standard text again in the place of the office's own."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    must_be_seen(found.record, form)
    words = _chosen(visit, found, form)
    shipped = standard(visit.services.texts, words.channel, words.language, words.wave)
    return await _stored(visit, found, shipped, text_key("console.campaign.text_standard"))


async def _stored(visit: Visit, found: Found, words: Words, key: str) -> web.Response:
    """Store a text; one that says what the standard one says is the standard one."""
    others = tuple(one for one in found.parts.texts if _key(one) != _key(words))
    shipped = standard(visit.services.texts, words.channel, words.language, words.wave)
    parts = replace(found.parts, texts=others if words == shipped else (*others, words))
    return await store(visit, found, key, parts=parts, path="/texts")


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{ONE}/texts", texts_page, "campaign.read"),
    Route("GET", f"{ONE}/text", text_page, "campaign.change"),
    Route("POST", f"{ONE}/text", keep_text, "campaign.change"),
    Route("POST", f"{ONE}/text/standard", use_standard, "campaign.change"),
)
