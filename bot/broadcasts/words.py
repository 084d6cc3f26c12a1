"""How broadcasts are said to officers: states, outcomes with their reasons, and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.broadcasts.acts import BroadcastRefusedError
from bot.broadcasts.windows import WindowFault
from bot.campaigns.words import CHANNELS, Say
from bot.i18n import own_name
from flows.broadcasts import RecipientState, State
from flows.texts import text_key
from storage.broadcast_records import BroadcastRecord
from survey.campaigns import Channel

__all__ = [
    "OUTCOMES", "REASONS", "REFUSALS", "STATES", "WAITS", "WINDOW_FAULTS", "place_name",
    "places_said", "refusal_key", "refusal_said", "state_key", "tone_of", "waits_key",
]  # fmt: skip

STATES: Final[Mapping[State, str]] = {
    "draft": text_key("broadcast.state.draft"),
    "running": text_key("broadcast.state.running"),
    "paused": text_key("broadcast.state.paused"),
    "cancelled": text_key("broadcast.state.cancelled"),
    "done": text_key("broadcast.state.done"),
}
_PLANNED: Final = text_key("broadcast.state.planned")
_TONES: Final[Mapping[State, str]] = {
    "draft": "warn", "running": "brand", "paused": "warn", "done": "good",
}  # fmt: skip


def state_key(record: BroadcastRecord) -> str:
    """Return the text key of where a wave stands; a planned one is more than a draft."""
    return _PLANNED if _is_planned(record) else STATES[record.state]


def tone_of(record: BroadcastRecord) -> str:
    """Return the colour of the badge of where a wave stands."""
    if _is_planned(record) and record.waits_for is None:
        return "brand"
    return _TONES.get(record.state, "quiet")


def _is_planned(record: BroadcastRecord) -> bool:
    return record.planned and record.state == "draft"


OUTCOMES: Final[Mapping[RecipientState, str]] = {
    "pending": text_key("broadcast.outcome.pending"),
    "claimed": text_key("broadcast.outcome.claimed"),
    "sent": text_key("broadcast.outcome.sent"),
    "failed": text_key("broadcast.outcome.failed"),
    "blocked": text_key("broadcast.outcome.blocked"),
    "unknown": text_key("broadcast.outcome.unknown"),
    "cancelled": text_key("broadcast.outcome.cancelled"),
}
REASONS: Final[Mapping[str, str]] = {
    "asked_lately": text_key("broadcast.reason.asked_lately"),
    "broadcast_cancelled": text_key("broadcast.reason.broadcast_cancelled"),
    "closed": text_key("broadcast.reason.closed"),
    "no_address": text_key("broadcast.reason.no_address"),
    "opened": text_key("broadcast.reason.opened"),
    "opted_out": text_key("broadcast.reason.opted_out"),
    "process_lost": text_key("broadcast.reason.process_lost"),
    "unwritable": text_key("broadcast.reason.unwritable"),
}
"""Those of our own; platforms have further ones, which stand as they came."""
WINDOW_FAULTS: Final[Mapping[WindowFault, str]] = {
    "no_days": text_key("broadcast.window.no_days"),
    "outside": text_key("broadcast.window.outside"),
    "backwards": text_key("broadcast.window.backwards"),
    "too_late": text_key("broadcast.window.too_late"),
}
_NOT_NOW: Final = text_key("broadcast.refused.state")
REFUSALS: Final[Mapping[str, str]] = {
    "not_drawn": text_key("broadcast.refused.not_drawn"),
    "drawn": text_key("broadcast.refused.drawn"),
    "no_testers": text_key("broadcast.refused.no_testers"),
    "not_approved": text_key("broadcast.refused.not_approved"),
    "outdated": text_key("broadcast.refused.outdated"),
    "sorting": text_key("broadcast.refused.sorting"),
    "texts_changed": text_key("broadcast.refused.texts_changed"),
    "texts_missing": text_key("broadcast.refused.texts_missing"),
    "too_soon": text_key("broadcast.refused.too_soon"),
    "field_over": text_key("broadcast.refused.field_over"),
    "invitation_paused": text_key("broadcast.refused.invitation_paused"),
    "not_invited": text_key("broadcast.refused.not_invited"),
    "own_proposal": text_key("broadcast.refused.own_proposal"),
    "no_proposal": text_key("broadcast.refused.no_proposal"),
    "no_reason": text_key("console.campaign.refusal.no_reason"),
}
"""Why something is not done, by `BroadcastRefusedError.state`; others: not in this state."""
WAITS: Final[Mapping[str, str]] = {
    **REFUSALS,
    "texts_missing": text_key("broadcast.waits.texts_missing"),
}
"""Why a planned reminder waits, by `BroadcastRecord.waits_for`: none of them names places."""


def place_name(say: Say, channel: Channel, language: str) -> str:
    """Return what the text of a channel in a language is called."""
    return f"{say(CHANNELS[channel])} – {own_name(language)}"


def refusal_key(refused: BroadcastRefusedError) -> str:
    """Return the text key of why something was not done; its text may name `places`."""
    return REFUSALS.get(refused.state, _NOT_NOW)


def waits_key(why: str) -> str:
    """Return the text key of why a planned reminder waits."""
    return WAITS.get(why, _NOT_NOW)


def places_said(say: Say, refused: BroadcastRefusedError) -> str:
    """Return the names of the texts in which something is amiss."""
    return "; ".join(place_name(say, *place) for place in refused.places)


def refusal_said(say: Say, refused: BroadcastRefusedError) -> str:
    """Return why something was not done."""
    return say(refusal_key(refused), places=places_said(say, refused))
