"""One wave: what it would come to before it is confirmed, and how far it is afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final, NamedTuple

from aiohttp import web

from bot.broadcasts.forecast import Forecast, Forecaster, bulk_rates
from bot.broadcasts.words import OUTCOMES, REASONS, place_name, state_key, tone_of, waits_key
from bot.campaigns import said as written
from bot.campaigns.telling import LONGEST_REASON
from bot.campaigns.words import CHANNELS, WAVE_NAMES
from bot.console.broadcast_figures import NAMES, SHOWN, name_of, progress_of
from bot.console.broadcast_found import (
    WAVE,
    NoWaveError,
    Wave,
    acts_of,
    found_wave,
    launching,
    no_wave,
)
from bot.console.broadcast_sharing import OUTLOOKS
from bot.console.broadcast_targets import languages_of, test_targets
from bot.console.broadcast_window import WindowWish
from bot.console.campaign_texts import example_of
from bot.console.routes import Route, Visit
from bot.i18n import own_name
from bot.reports.wording import said
from bot.slips import MOST_SLIPS
from flows.broadcasts import State
from flows.desk.policy import Thing
from flows.texts import text_key
from storage.broadcast_records import BroadcastRecord
from survey.campaign_life import SHORTEST_REASON, may_ask
from survey.campaigns import Channel, Words

__all__ = ["GIVEN_AGAIN", "ROUTES", "Typed", "button_of", "show_wave"]

GIVEN_AGAIN: Final[frozenset[State]] = frozenset({"running", "done"})
"""States in which a list that was taken can be taken once more: its links are to be used."""
_EDITED: Final = frozenset({"draft", "running", "paused"})


class Typed(NamedTuple):
    """What somebody typed into a form of the page, and what is wrong with it."""

    wish: WindowWish | None = None
    window_fault: str = ""
    count_fault: str = ""
    cancel_fault: str = ""
    list_fault: str = ""
    again_fault: str = ""
    test_fault: str = ""
    reason_fault: str = ""
    fault: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether anything is."""
        return any(self[1:])


class _Shown(NamedTuple):
    """What somebody reads on one channel, in one language."""

    channel: Channel
    name: str
    language: str
    subject: str
    text: str
    button: str
    """What stands on the button below it; a list has none."""


async def page(visit: Visit) -> web.StreamResponse:
    """Show a wave."""
    try:
        wave = await found_wave(visit, "campaign.read", visit.request.query.get("number", ""))
    except NoWaveError as error:
        return no_wave(visit, error)
    return await show_wave(visit, wave)


async def show_wave(visit: Visit, wave: Wave, typed: Typed | None = None) -> web.Response:
    """Return the page; `typed`: what was wrong with a form of it."""
    record, typed = wave.record, typed or Typed()
    thing = wave.found.thing
    is_draft = record.state == "draft"
    may_send = visit.may("broadcast.send", wave.found.broadcasts)
    return visit.show(
        "broadcast.html",
        status=422 if typed.is_wrong else 200,
        found=wave.found,
        wave=wave,
        record=record,
        name=visit.text(WAVE_NAMES[record.wave]),
        state=visit.text(state_key(record)),
        waits_for=visit.text(waits_key(record.waits_for)) if record.waits_for else "",
        tone=tone_of(record),
        who=await _names(visit, record),
        shown=[_shown(visit, wave, one) for one in record.texts],
        proposed=[_shown(visit, wave, one) for one in record.proposed if one not in record.texts],
        may_judge=visit.may("campaign.approve", thing) and record.proposed_by != visit.actor_name,
        reason_lengths=(SHORTEST_REASON, LONGEST_REASON),
        forecast=await _forecast(visit, wave) if is_draft else None,
        is_approved=is_draft and await _is_approved(visit, wave),
        channels=CHANNELS,
        own_name=own_name,
        rates={name: rate * 60 for name, rate in bulk_rates(visit.services.settings).items()},
        left_out=lambda reason: said(visit.text, REASONS, reason),
        progress=None if is_draft else await progress_of(visit, record),
        names=[(name, name_of(visit, name)) for name in NAMES],
        outcomes=[(state, visit.text(OUTCOMES[state])) for state in SHOWN],
        may_send=may_send,
        may_give_again=may_send and record.state in GIVEN_AGAIN,
        may_edit=may_send and record.state in _EDITED,
        test_targets=[(one.value, one.name) for one in await test_targets(visit, wave)]
        if may_send
        else [],
        test_languages=[(name, own_name(name)) for name in languages_of(record)],
        most_listed=MOST_SLIPS,
        money=partial(visit.services.texts.money, visit.language),
        may_see_numbers=visit.may("transaction.import", _transactions(thing)),
        wish=typed.wish or WindowWish.like(record.window),
        typed=typed,
    )


def _transactions(thing: Thing) -> Thing:
    return Thing(kind="transaction", unit_id=thing.unit_id)


async def _names(visit: Visit, record: BroadcastRecord) -> Mapping[str, str]:
    actors = (
        record.made_by, record.confirmed_by, record.cancelled_by, record.proposed_by,
        record.texts_by,
    )  # fmt: skip
    return {actor: await visit.name_of(actor) for actor in actors if actor}


def _shown(visit: Visit, wave: Wave, words: Words) -> _Shown:
    subject, text = written(visit.services.texts, words, example_of(visit, wave.found))
    name = place_name(visit.text, words.channel, words.language)
    return _Shown(words.channel, name, words.language, subject, text, button_of(visit, words))


def button_of(visit: Visit, words: Words) -> str:
    """Return what stands on the button below a text."""
    return visit.services.texts.text(words.language, text_key("broadcast.open"))


async def _forecast(visit: Visit, wave: Wave) -> Forecast:
    calendar = visit.services.runner.turns.renderer.rules.calendar
    acts, record, kept = acts_of(visit), wave.record, visit.request.app[OUTLOOKS]
    shares = await kept.rows(record.id, lambda: acts.outlook(record))
    return Forecaster(acts, visit.services.settings, calendar).of(record, shares)


async def _is_approved(visit: Visit, wave: Wave) -> bool:
    campaign = wave.found.record
    return may_ask(campaign.terms, campaign.life, await launching(visit, campaign).drawn())


ROUTES: tuple[Route, ...] = (Route("GET", WAVE, page, "campaign.read"),)
