"""The card of calls on the page of a response: what they came to, and the form for one more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from bot.console.forms import Form
from bot.console.routes import Visit
from bot.following import parties_of
from bot.reports.call_back_words import EXPLAINED, OUTCOMES
from bot.reports.personal import readable_phone
from flows.desk.policy import Thing
from flows.identifiers import Instant
from flows.redaction import redact
from flows.texts import text_key
from storage.base import ResponseRecord
from storage.call_back_base import CallBack
from survey.call_backs import CONFIRMED, Outcome, concluded

__all__ = ["NOTHING", "CallCard", "Calling", "call_card", "refusal_of"]

_LONGEST_NOTE: Final = 500  # characters

_UNFIT: Final[Mapping[str, str]] = {
    "in_progress": text_key("console.call_back.in_progress"),
    "erased": text_key("console.call_back.erased"),
}
"""States of a response in which nobody is called about it."""


class Calling(NamedTuple):
    """What a caller has just done here: typed, as far as it was sent back, or asked to see."""

    outcome: str = ""
    note: str = ""
    faults: Mapping[str, str] = {}
    """By field, as text keys."""
    shows_number: bool = False

    @classmethod
    def typed(cls, form: Form) -> Calling:
        """Return what was typed, with what is wrong with it."""
        given = cls(form["outcome"], form["note"].replace("\r\n", "\n"))
        faults = {}
        if given.chosen is None:
            faults["outcome"] = text_key("console.call_back.no_outcome")
        if len(given.note) > _LONGEST_NOTE:
            faults["note"] = text_key("console.call_back.long_note")
        return given._replace(faults=faults)

    @property
    def chosen(self) -> Outcome | None:
        """What was chosen; None: nothing, or nothing that there is."""
        return next((outcome for outcome in OUTCOMES if outcome == self.outcome), None)

    @property
    def kept_note(self) -> str:
        """The note without what must not be stored."""
        return redact(self.note).text[:_LONGEST_NOTE]


NOTHING: Final = Calling()


class _Call(NamedTuple):
    """One call, as its reader may see it."""

    outcome: str
    who: str
    at: Instant
    note: str


class _Choice(NamedTuple):
    """A way in which a call may end."""

    value: str
    name: str
    about: str


class CallCard(NamedTuple):
    """What the card shows."""

    calls: Sequence[_Call]
    verdict: str
    """What the calls come to, in a sentence; "": nobody was called."""
    tone: str
    may_call: bool
    refused: str
    """Why who might call others may not call about this response; "": they may."""
    has_number: bool
    number: str
    """The number to call, in this one answer; "": it stays masked."""
    dialled: str
    """The same as telephones take it."""
    choices: Sequence[_Choice]
    typed: Calling
    faults: Mapping[str, str]
    longest: int = _LONGEST_NOTE


async def refusal_of(visit: Visit, record: ResponseRecord) -> str | None:
    """Return the text key of why the reader does not call about a response; None: they may. Whom
    it rates, or who brought it in, verifies it as little as they judge it (R31).
    """
    if record.state in _UNFIT:
        return _UNFIT[record.state]
    if visit.account.id in await parties_of(visit.services.storage, record):
        return text_key("console.call_back.party")
    return None


async def call_card(
    visit: Visit, record: ResponseRecord, phones: Sequence[str], calling: Calling
) -> CallCard | None:
    """Return the card; None: nobody was called, and the reader calls nobody."""
    calls = await visit.services.storage.call_backs.of(record.id)
    thing = Thing(kind="response", unit_id=record.unit_id)
    is_caller = visit.may("response.call_back", thing)
    if not calls and not is_caller:
        return None
    refused = await refusal_of(visit, record) if is_caller else None
    may_call = is_caller and refused is None
    # What people say of an office is not read there: its head sees what came of it.
    reads_notes = may_call or visit.may("response.judge", thing)
    number = phones[-1] if phones and may_call and calling.shows_number else ""
    verdict, tone = _verdict(visit, calls)
    return CallCard(
        calls=[await _call(visit, one, reads_notes=reads_notes) for one in calls],
        verdict=verdict,
        tone=tone,
        may_call=may_call,
        refused=visit.text(refused) if refused else "",
        has_number=bool(phones),
        number=readable_phone(number) if number else "",
        dialled=number,
        choices=[
            _Choice(value, visit.text(key), visit.text(EXPLAINED[value]))
            for value, key in OUTCOMES.items()
        ],
        typed=calling,
        faults={
            field: visit.text(key, most=_LONGEST_NOTE) for field, key in calling.faults.items()
        },
    )


def _verdict(visit: Visit, calls: Sequence[CallBack]) -> tuple[str, str]:
    """Return what calls come to, in a sentence, and its tone."""
    if not calls:
        return "", ""
    outcome = concluded(call.outcome for call in calls)
    if outcome is None:
        return visit.text(text_key("console.call_back.open")), ""
    if outcome == CONFIRMED:
        return visit.text(text_key("console.call_back.confirmed")), "good"
    name = visit.text(OUTCOMES[outcome])
    return visit.text(text_key("console.call_back.refuted"), outcome=name), "warn"


async def _call(visit: Visit, call: CallBack, *, reads_notes: bool) -> _Call:
    note = call.note or "" if reads_notes else ""
    who = await visit.name_of(call.by)
    return _Call(visit.text(OUTCOMES[call.outcome]), who, call.at, note)
