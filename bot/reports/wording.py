"""How stored words are said to people: states, kinds, categories, roles, by text key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from flows.texts import text_key
from storage.base import ComplaintEvent, ResponseRecord
from storage.complaints import ERASED

__all__ = [
    "AUDIT_FAULTS",
    "CASE_EVENTS",
    "CASE_KINDS",
    "CASE_STATES",
    "CATEGORIES",
    "CHANNELS",
    "COUNTING",
    "INVITATION_KINDS",
    "METHODS",
    "OWNER_ROLES",
    "RESPONSE_STATES",
    "SEVERITIES",
    "counting_of",
    "erased_on_request",
    "key_of",
    "said",
]

RESPONSE_STATES: Mapping[str, str] = {
    "in_progress": text_key("response.state.in_progress"),
    "completed": text_key("response.state.completed"),
    "declined": text_key("response.state.declined"),
    "ineligible": text_key("response.state.ineligible"),
    "stopped": text_key("response.state.stopped"),
    "superseded": text_key("response.state.superseded"),
    "redirected": text_key("response.state.redirected"),
    "abandoned": text_key("response.state.abandoned"),
    "erased": text_key("response.state.erased"),
}

COUNTING: Mapping[str, str] = {
    "counted": text_key("response.counting.counted"),
    "incomplete": text_key("response.counting.incomplete"),
    "declined": text_key("response.counting.declined"),
    "ineligible": text_key("response.counting.ineligible"),
    "superseded": text_key("response.counting.superseded"),
    "set_aside": text_key("response.counting.set_aside"),
    "to_be_judged": text_key("response.counting.to_be_judged"),
    "trial": text_key("response.counting.trial"),
    "demo": text_key("response.counting.demo"),
}
"""Whether a response may enter figures, with the reason when not (design §5: set aside, kept)."""

INVITATION_KINDS: Mapping[str, str] = {
    "personal": text_key("invitation.kind.personal"),
    "place": text_key("invitation.kind.place"),
    "assisted": text_key("invitation.kind.assisted"),
}

CHANNELS: Mapping[str, str] = {
    "web": text_key("channel.web"),
    "kiosk": text_key("channel.kiosk"),
    "telegram": text_key("channel.telegram"),
    "terminal": text_key("channel.terminal"),
}

METHODS: Mapping[str, str] = {
    "button": text_key("answer.method.button"),
    "number": text_key("answer.method.number"),
    "word": text_key("answer.method.word"),
    "text": text_key("answer.method.text"),
    "prefill": text_key("answer.method.prefill"),
    "confirmed": text_key("answer.method.confirmed"),
    "skip": text_key("answer.method.skip"),
    "contact": text_key("answer.method.contact"),
    "decline": text_key("answer.method.decline"),
}

CASE_KINDS: Mapping[str, str] = {
    "suggestion": text_key("case.kind.suggestion"),
    "praise": text_key("case.kind.praise"),
    "report": text_key("case.kind.report"),
    "proposal": text_key("case.kind.proposal"),
}

CASE_STATES: Mapping[str, str] = {
    "new": text_key("case.state.new"),
    "assigned": text_key("case.state.assigned"),
    "triaged": text_key("case.state.triaged"),
    "in_progress": text_key("case.state.in_progress"),
    "waiting": text_key("case.state.waiting"),
    "forwarded": text_key("case.state.forwarded"),
    "answered": text_key("case.state.answered"),
    "reopened": text_key("case.state.reopened"),
    "closed": text_key("case.state.closed"),
}

CASE_EVENTS: Mapping[str, str] = {
    "opened": text_key("case.event.opened"),
    "taken": text_key("case.event.taken"),
    "released": text_key("case.event.released"),
    "assigned": text_key("case.event.assigned"),
    "noted": text_key("case.event.noted"),
    "asked": text_key("case.event.asked"),
    "supplied": text_key("case.event.supplied"),
    "waiting_over": text_key("case.event.waiting_over"),
    "answered": text_key("case.event.answered"),
    "reopened": text_key("case.event.reopened"),
    "forwarded": text_key("case.event.forwarded"),
    "recategorised": text_key("case.event.recategorised"),
    "conflict_declared": text_key("case.event.conflict_declared"),
    "concerned": text_key("case.event.concerned"),
    "conflict_lifted": text_key("case.event.conflict_lifted"),
    "raised": text_key("case.event.raised"),
    "redated": text_key("case.event.redated"),
    "reminded": text_key("case.event.reminded"),
    "closed": text_key("case.event.closed"),
    "erased_on_request": text_key("case.event.erased_on_request"),
}

SEVERITIES: Mapping[str, str] = {
    "0": text_key("case.severity.0"),
    "1": text_key("case.severity.1"),
    "2": text_key("case.severity.2"),
    "3": text_key("case.severity.3"),
    "4": text_key("case.severity.4"),
}

CATEGORIES: Mapping[str, str] = {
    "PA01": text_key("case.category.PA01"),
    "PA02": text_key("case.category.PA02"),
    "PA03": text_key("case.category.PA03"),
    "PA04": text_key("case.category.PA04"),
    "PA05": text_key("case.category.PA05"),
    "PA06": text_key("case.category.PA06"),
    "PA07": text_key("case.category.PA07"),
    "PA08": text_key("case.category.PA08"),
    "PA09": text_key("case.category.PA09"),
    "PA10": text_key("case.category.PA10"),
    "PA11": text_key("case.category.PA11"),
    "PA12": text_key("case.category.PA12"),
    "PA13": text_key("case.category.PA13"),
    "PA14": text_key("case.category.PA14"),
    "PA15": text_key("case.category.PA15"),
}

OWNER_ROLES: Mapping[str, str] = {
    "unit_head": text_key("case.role.unit_head"),
    "provincial_inspection": text_key("case.role.provincial_inspection"),
    "one_stop_desk": text_key("case.role.one_stop_desk"),
    "professional_desk": text_key("case.role.professional_desk"),
    "office": text_key("case.role.office"),
    "information_technology": text_key("case.role.information_technology"),
    "health_insurance": text_key("case.role.health_insurance"),
    "benefits_and_finance": text_key("case.role.benefits_and_finance"),
    "collection": text_key("case.role.collection"),
    "collection_and_inspection": text_key("case.role.collection_and_inspection"),
    "data_protection": text_key("case.role.data_protection"),
    "legal": text_key("case.role.legal"),
    "personnel": text_key("case.role.personnel"),
    "intake_desk": text_key("case.role.intake_desk"),
}


AUDIT_FAULTS: Mapping[str, str] = {
    "edited": text_key("audit.fault.edited"),
    "deleted": text_key("audit.fault.deleted"),
    "inserted": text_key("audit.fault.inserted"),
    "reordered": text_key("audit.fault.reordered"),
    "truncated": text_key("audit.fault.truncated"),
    "rewritten": text_key("audit.fault.rewritten"),
    "forged": text_key("audit.fault.forged"),
    "unsigned": text_key("audit.fault.unsigned"),
}


def key_of(table: Mapping[str, str], word: str) -> str:
    """Return the text key of a stored word; a word without one stands for itself."""
    return table.get(word, word)


def said(text: Callable[[str], str], table: Mapping[str, str], word: str) -> str:
    """Return a stored word as people say it, by `text` of its key; a word without one stands for
    itself.
    """
    key = table.get(word)
    return word if key is None else text(key)


_FLAGS = ("demo", "trial", "set_aside", "to_be_judged")
"""Of a response: whichever is set first keeps it out of figures."""


def counting_of(record: ResponseRecord) -> str:
    """Return whether a response counts, or the first reason why not: a key of `COUNTING`."""
    if (flag := next((name for name in _FLAGS if getattr(record, name)), None)) is not None:
        return flag
    if record.state in {"declined", "ineligible", "superseded"}:
        return record.state
    # Ratings stay when their person has the rest erased: what was sent still counts.
    sent = record.state == "completed" or (record.state == "erased" and record.completed_at)
    return "counted" if sent else "incomplete"


def erased_on_request(history: Iterable[ComplaintEvent]) -> bool:
    """Return whether the person of a case had their words removed."""
    return any(event.kind == ERASED for event in history)
