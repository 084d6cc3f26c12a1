"""The texts of one wave: what has not left yet can still say something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aiohttp import web
from msgspec.structs import replace

from bot.broadcasts.words import place_name
from bot.campaigns import lacking
from bot.campaigns import said as written
from bot.campaigns.words import WAVE_NAMES, text_fault_sentence
from bot.console.broadcast_acts import deed
from bot.console.broadcast_found import WAVE, NoWaveError, Wave, found_wave, launching, no_wave
from bot.console.broadcast_page import button_of
from bot.console.campaign_texts import PLACE_NAMES, example_of
from bot.console.forms import Form
from bot.console.routes import Route, Visit
from bot.live import CASES
from flows.invitation_text import LENGTHS, PLACES, SUBJECT_LENGTHS, text_faults
from flows.spelling import clean, clean_paragraphs
from flows.texts import text_key
from survey.campaigns import Words

__all__ = ["ROUTES"]


class _Box(NamedTuple):
    """A text with its boxes, and how it reads."""

    name: str
    title: str
    words: Words
    faults: Mapping[str, str]
    lengths: tuple[int, int]
    shown: tuple[str, str]
    button: str


def _name(words: Words) -> str:
    return f"{words.channel}-{words.language}"


async def page(visit: Visit) -> web.StreamResponse:
    """Show the texts to be changed."""
    try:
        wave = await found_wave(visit, "broadcast.send", visit.request.query.get("number", ""))
    except NoWaveError as error:
        return no_wave(visit, error)
    return await _show(visit, wave, await _boxed(visit, wave))


async def _boxed(visit: Visit, wave: Wave) -> list[Words]:
    """Return the texts of a wave, or those that are proposed for it; and the campaign's own where
    it has none in a language.
    """
    campaign, texts = wave.found.record, wave.record.proposed or wave.record.texts
    missing = lacking(campaign.terms, texts)
    words = await launching(visit, campaign).words(visit.services.texts)
    return [
        *texts,
        *(
            one
            for one in words
            if one.wave == wave.record.wave and (one.channel, one.language) in missing
        ),
    ]


async def _show(
    visit: Visit, wave: Wave, texts: Sequence[Words], *, saving: bool = False, hold: bool = False
) -> web.Response:
    boxes = [_box(visit, wave, words) for words in texts]
    is_wrong = saving and any(box.faults for box in boxes)
    return visit.show(
        "broadcast_texts.html",
        status=422 if is_wrong else 200,
        found=wave.found,
        wave=wave,
        name=visit.text(WAVE_NAMES[wave.record.wave]),
        boxes=boxes,
        is_bound=await launching(visit, wave.found.record).binds_texts(),
        hold=hold,
        places=[(f"{{{name}}}", visit.text(PLACE_NAMES[name])) for name in PLACES],
    )


def _box(visit: Visit, wave: Wave, words: Words) -> _Box:
    faults: dict[str, list[str]] = {}
    for fault in text_faults(words.channel, words.subject, words.text):
        faults.setdefault(fault.field, []).append(text_fault_sentence(visit.text, fault))
    return _Box(
        name=_name(words),
        title=place_name(visit.text, words.channel, words.language),
        words=words,
        faults={field: " ".join(said) for field, said in faults.items()},
        lengths=(SUBJECT_LENGTHS.get(words.channel, 0), LENGTHS[words.channel]),
        shown=written(visit.services.texts, words, example_of(visit, wave.found)),
        button=button_of(visit, words),
    )


async def _keep(visit: Visit, wave: Wave, form: Form) -> web.StreamResponse:
    texts = [_typed(one, form) for one in await _boxed(visit, wave)]
    is_wrong = any(text_faults(one.channel, one.subject, one.text) for one in texts)
    hold = bool(form["hold"])
    if form["step"] == "look" or is_wrong:
        return await _show(visit, wave, texts, saving=form["step"] != "look", hold=hold)
    after = await launching(visit, wave.found.record).change_texts(wave.record, texts, hold=hold)
    visit.services.live.wake(CASES)
    key = text_key("console.broadcast.proposed_done")
    return visit.go(wave.path, key if after.proposed else text_key("console.broadcast.edited"))


def _typed(words: Words, form: Form) -> Words:
    """Return a text as it was typed; one whose box was not sent stays as it is."""
    name = _name(words)
    if not form.all(f"text-{name}"):
        return words
    subject = clean(form[f"subject-{name}"]).replace("\n", " ")
    return replace(words, subject=subject, text=clean_paragraphs(form[f"text-{name}"]))


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{WAVE}/texts", page, "broadcast.send"),
    deed("texts", _keep),
)
