"""How campaigns are said to officers: states, fields, and why something is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flows.invitation_text import TextFault, TextFaultCode
from flows.texts import text_key
from survey.campaign_inspection import Fault, FaultCode
from survey.campaign_life import Refusal
from survey.campaigns import Channel, Frame, Mode, State

__all__ = [
    "CHANNELS", "EVIDENCE", "FIELDS", "FRAMES", "INDICATORS", "MODES", "REFUSALS", "STATES",
    "TONES", "WAVE_NAMES", "Say", "fault_sentence", "fault_sentences", "field_name",
    "text_fault_sentence",
]  # fmt: skip

Say = Callable[..., str]
"""Text key and parameters → text, in the reader's language."""

STATES: Final[Mapping[State, str]] = {
    "draft": text_key("console.campaign.state.draft"),
    "awaiting": text_key("console.campaign.state.awaiting"),
    "approved": text_key("console.campaign.state.approved"),
    "running": text_key("console.campaign.state.running"),
    "closed": text_key("console.campaign.state.closed"),
    "discarded": text_key("console.campaign.state.discarded"),
}
TONES: Final[Mapping[State, str]] = {
    "draft": "warn", "awaiting": "warn", "approved": "good", "running": "brand",
}  # fmt: skip
"""The colour of a state's badge; quiet for the others."""
FRAMES: Final[Mapping[Frame, str]] = {
    "person": text_key("console.campaign.frame.person"),
    "employer": text_key("console.campaign.frame.employer"),
}
MODES: Final[Mapping[Mode, str]] = {
    "direct": text_key("console.campaign.mode.direct"),
    "online": text_key("console.campaign.mode.online"),
}
CHANNELS: Final[Mapping[Channel, str]] = {
    "telegram": text_key("console.campaign.channel.telegram"),
    "email": text_key("console.campaign.channel.email"),
    "list": text_key("console.campaign.channel.list"),
}
INDICATORS: Final[Mapping[str, str]] = {
    "overall": text_key("console.campaign.indicator.overall"),
    "policy": text_key("console.campaign.indicator.policy"),
    "service": text_key("console.campaign.indicator.service"),
    "participants": text_key("console.campaign.indicator.participants"),
    "A1": text_key("console.campaign.indicator.A1"),
    "A2": text_key("console.campaign.indicator.A2"),
    "A3": text_key("console.campaign.indicator.A3"),
    "A4": text_key("console.campaign.indicator.A4"),
    "B1": text_key("console.campaign.indicator.B1"),
    "B2": text_key("console.campaign.indicator.B2"),
    "B3": text_key("console.campaign.indicator.B3"),
    "B4": text_key("console.campaign.indicator.B4"),
    "B5": text_key("console.campaign.indicator.B5"),
}
WAVE_NAMES: Final = (
    text_key("console.campaign.wave.0"),
    text_key("console.campaign.wave.1"),
    text_key("console.campaign.wave.2"),
)
EVIDENCE: Final = (
    text_key("console.campaign.evidence.0"),
    text_key("console.campaign.evidence.1"),
    text_key("console.campaign.evidence.2"),
    text_key("console.campaign.evidence.3"),
    text_key("console.campaign.evidence.4"),
)
"""By level (domain §8)."""
FIELDS: Final[Mapping[str, str]] = {
    "title": text_key("console.campaign.field.title"),
    "plan_number": text_key("console.campaign.field.plan_number"),
    "plan_date": text_key("console.campaign.field.plan_date"),
    "unit_id": text_key("console.campaign.field.unit_id"),
    "from_day": text_key("console.campaign.field.from_day"),
    "to_day": text_key("console.campaign.field.to_day"),
    "opens_on": text_key("console.campaign.field.opens_on"),
    "closes_on": text_key("console.campaign.field.closes_on"),
    "languages": text_key("console.campaign.field.languages"),
    "min_evidence": text_key("console.campaign.field.min_evidence"),
    "quiet_from": text_key("console.campaign.field.quiet_from"),
    "quiet_to": text_key("console.campaign.field.quiet_to"),
    "quiet_days": text_key("console.campaign.field.quiet_days"),
    "reminders": text_key("console.campaign.field.reminders"),
    "approve_above": text_key("console.campaign.field.approve_above"),
    "test": text_key("console.campaign.field.test"),
    "groups": text_key("console.campaign.field.groups"),
    "id": text_key("console.campaign.field.id"),
    "form": text_key("console.campaign.field.form"),
    "frame": text_key("console.campaign.field.frame"),
    "modes": text_key("console.campaign.field.modes"),
    "procedures": text_key("console.campaign.field.procedures"),
    "unit_ids": text_key("console.campaign.field.unit_ids"),
    "margin": text_key("console.campaign.field.margin"),
    "response_rate": text_key("console.campaign.field.response_rate"),
    "floor": text_key("console.campaign.field.floor"),
    "reserve_share": text_key("console.campaign.field.reserve_share"),
    "size": text_key("console.campaign.field.size"),
    "indicator": text_key("console.campaign.field.indicator"),
    "percent": text_key("console.campaign.field.percent"),
    "source": text_key("console.campaign.field.source"),
    "targets": text_key("console.campaign.field.targets"),
    "quotas": text_key("console.campaign.field.quotas"),
    "texts": text_key("console.campaign.field.texts"),
    "subject": text_key("console.campaign.field.subject"),
    "text": text_key("console.campaign.field.text"),
    "wave": text_key("console.campaign.field.wave"),
    "group_id": text_key("console.campaign.field.group_id"),
    "area": text_key("console.campaign.field.area"),
    "mode": text_key("console.campaign.field.mode"),
    "wanted": text_key("console.campaign.field.wanted"),
    "name": text_key("console.campaign.field.name"),
    "phone": text_key("console.campaign.field.phone"),
    "email": text_key("console.campaign.field.email"),
}
REFUSALS: Final[Mapping[Refusal, str]] = {
    "wrong_state": text_key("console.campaign.refusal.wrong_state"),
    "own_work": text_key("console.campaign.refusal.own_work"),
    "no_reason": text_key("console.campaign.refusal.no_reason"),
    "running": text_key("console.campaign.refusal.running"),
    "incomplete": text_key("console.campaign.refusal.incomplete"),
}
_TEXT_FAULTS: Final[Mapping[TextFaultCode, str]] = {
    "missing": text_key("console.campaign.text_fault.missing"),
    "length": text_key("console.campaign.text_fault.length"),
    "place": text_key("console.campaign.text_fault.place"),
    "no_link": text_key("console.campaign.text_fault.no_link"),
    "no_stop": text_key("console.campaign.text_fault.no_stop"),
    "other_link": text_key("console.campaign.text_fault.other_link"),
}
_FAULTS: Final[Mapping[FaultCode, str]] = {
    "missing": text_key("console.campaign.fault.missing"),
    "length": text_key("console.campaign.fault.length"),
    "day": text_key("console.campaign.fault.day"),
    "backwards": text_key("console.campaign.fault.backwards"),
    "before_period": text_key("console.campaign.fault.before_period"),
    "unknown": text_key("console.campaign.fault.unknown"),
    "range": text_key("console.campaign.fault.range"),
    "too_many": text_key("console.campaign.fault.too_many"),
    "twice": text_key("console.campaign.fault.twice"),
    "order": text_key("console.campaign.fault.order"),
    "slug": text_key("console.campaign.fault.slug"),
    "place": _TEXT_FAULTS["place"],
    "no_link": _TEXT_FAULTS["no_link"],
    "no_stop": _TEXT_FAULTS["no_stop"],
    "other_link": _TEXT_FAULTS["other_link"],
}


def field_name(say: Say, field: str) -> str:
    """Return what a field is called, with the part that it is in: "one_stop – phiếu"."""
    *place, name = field.split("/")
    called = say(FIELDS[name])
    return called if not place else f"{place[-1]} – {called}"


def fault_sentence(say: Say, fault: Fault) -> str:
    """Return what is wrong with a field, without its name: it stands beside it."""
    bounds = {"least": _plain(fault.least), "most": _plain(fault.most)}
    return say(_FAULTS[fault.code], **bounds, place=fault.place)


def _plain(number: float) -> str:
    return f"{number:g}"


def fault_sentences(say: Say, faults: Iterable[Fault]) -> list[str]:
    """Return each fault with the name of its field."""
    return [f"{field_name(say, one.field)}: {fault_sentence(say, one)}" for one in faults]


def text_fault_sentence(say: Say, fault: TextFault) -> str:
    """Return what is wrong with a text."""
    return say(_TEXT_FAULTS[fault.code], most=fault.most, place=fault.place)
