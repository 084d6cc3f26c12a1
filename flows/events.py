"""Everything that can have happened in a conversation. Events are past tense; handlers turn
them into rows. `flows` returns them in the order in which they happened.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from flows.identifiers import ComplaintId, Instant, ResponseId
from flows.messages import Cause, NewsKind
from flows.session import Value

__all__ = [
    "AnswerRecorded",
    "AnswerRetracted",
    "AnswersDiscarded",
    "CaseAgreed",
    "CaseDisagreed",
    "CaseSupplied",
    "CaseTold",
    "ChoicesTicked",
    "ComplaintSubmitted",
    "ConsentRecorded",
    "ErasureRequested",
    "Event",
    "FileReceived",
    "HumanRequested",
    "InputNotUnderstood",
    "LanguageChanged",
    "OptedIn",
    "OptedOut",
    "PhoneDeclared",
    "PhoneProved",
    "PhoneWithdrawn",
    "QuestionAsked",
    "ResponseClosed",
    "ResponseCompleted",
    "ResponseReleased",
    "ResponseReopened",
    "ResponseRestricted",
    "ResponseStarted",
    "ReviewShown",
    "Said",
    "SessionMoved",
    "StaleButtonPressed",
    "StatusRequested",
    "TimerSet",
    "TranscriptNoted",
]


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """Base of all events: `tag` is the JSON name, snake case of the class."""


class ResponseStarted(_Event, frozen=True, tag="response_started"):
    """A form was begun: a response row comes into being."""

    response_id: ResponseId
    form: str
    version: int


class QuestionAsked(_Event, frozen=True, tag="question_asked"):
    """A question goes out. `tag` is what its buttons carry, `params` fill the text; `position` of
    `total` is progress (1-based; 0 of 0 for greeting, consent, and the bot's own questions).
    """

    tag: str
    form: str
    version: int
    question: str
    cause: Cause
    position: int = 0
    total: int = 0
    params: dict[str, str] = {}
    can_go_back: bool = False
    can_skip: bool = False
    answered: bool = False
    """Gone back to: passing on keeps the answer that is there."""
    candidate: tuple[str, dict[str, str]] | None = None
    """A "did you mean" to be confirmed: text key and its parameters, answered by yes or no."""
    hidden: tuple[str, ...] = ()
    """Choices that are not offered, since their condition does not hold."""
    ticked: tuple[str, ...] = ()
    """Of several choices: what is ticked so far."""


class ChoicesTicked(_Event, frozen=True, tag="choices_ticked"):
    """A choice of several was ticked or taken back, and is kept so; the question stays open until
    "done" is pressed. `asked` is the question as it stands now, for a message that can be redrawn.
    """

    response_id: ResponseId
    asked: QuestionAsked


class Said(_Event, frozen=True, tag="said"):
    """Something is said that asks nothing: a text of `locales/` by key, or of a form by path."""

    key: str
    params: dict[str, str] = {}
    form: tuple[str, int] | None = None
    """With a form, `key` is `QUESTION` or `QUESTION/CHOICE` or `QUESTION/end/N`: its `says`."""


class ReviewShown(_Event, frozen=True, tag="review_shown"):
    """The answers are shown before sending: (question id, value, comment) in order."""

    tag: str
    form: str
    version: int
    items: tuple[tuple[str, Value, str | None], ...]
    readonly: bool = False
    """Shown on request: there is nothing to send here."""
    editable: bool = True
    """Whether a line can be pressed to correct it; what was sent is taken up again first."""


class AnswerRecorded(_Event, frozen=True, tag="answer_recorded"):
    """An answer (or a skip: `value` None) was given. `method`: button, number, word, text,
    prefill, confirmed, contact, skip, decline, calculated. `confidence` 0–1. Never holds what
    redaction took out.
    """

    response_id: ResponseId
    form: str
    version: int
    question: str
    value: Value
    revision: int
    method: str
    confidence: float = 1.0
    comment: str | None = None
    private: bool = False
    flags: tuple[str, ...] = ()


class AnswerRetracted(_Event, frozen=True, tag="answer_retracted"):
    """A later correction took this answer off the path; it stays stored, but counts no more."""

    response_id: ResponseId
    question: str
    revision: int


class ConsentRecorded(_Event, frozen=True, tag="consent_recorded"):
    """Consent was given or refused by an explicit act (Law 91/2025/QH15). Who writes the words
    out, office and hotline filled in, also proves them.
    """

    response_id: ResponseId
    consent: str
    given: bool
    form: str
    version: int
    question: str
    language: str
    method: str


class InputNotUnderstood(_Event, frozen=True, tag="input_not_understood"):
    """A text could not be read as an answer. The text is redacted, for learning."""

    response_id: ResponseId
    question: str
    text: str
    misses: int


class StaleButtonPressed(_Event, frozen=True, tag="stale_button_pressed"):
    """A button of an earlier prompt was pressed: nothing is written (invariant I7)."""

    payload: str


class ResponseClosed(_Event, frozen=True, tag="response_closed"):
    """A response ended without being sent."""

    response_id: ResponseId
    reason: Literal["declined", "ineligible", "stopped", "superseded", "redirected", "abandoned"]


class ResponseReopened(_Event, frozen=True, tag="response_reopened"):
    """A stopped or completed response is being worked on again."""

    response_id: ResponseId


class ResponseCompleted(_Event, frozen=True, tag="response_completed"):
    """A form was sent: every required question on its path is answered (invariant I8)."""

    response_id: ResponseId
    form: str
    version: int
    code: str
    resubmission: bool = False


class ResponseRestricted(_Event, frozen=True, tag="response_restricted"):
    """What was written turned out to be a khiếu nại or tố cáo: its text is locked at once."""

    response_id: ResponseId
    kind: Literal["formal_complaint", "denunciation"]


class ComplaintSubmitted(_Event, frozen=True, tag="complaint_submitted"):
    """A case comes into being, with code, owner and deadline (invariant I14)."""

    complaint_id: ComplaintId
    response_id: ResponseId
    code: str
    kind: Literal["suggestion", "praise", "report", "proposal"]
    category: str
    severity: int
    owner_role: str
    restricted: bool
    reply_promised: bool
    due_at: Instant | None
    story: str
    name: str | None = None
    address: str | None = None
    phone: str | None = None
    cause_question: str | None = None
    """The low rating that led here."""


class CaseTold(_Event, frozen=True, tag="case_told"):
    """News of an own case is said (`flows.messages.CaseNews`), as far as it may be (design §6)."""

    code: str
    kind: NewsKind
    number: int
    text: str | None = None
    due_at: Instant | None = None
    agency: str | None = None
    raised: bool = False


class CaseAgreed(_Event, frozen=True, tag="case_agreed"):
    """The person agrees with the answer to their case."""

    code: str


class CaseDisagreed(_Event, frozen=True, tag="case_disagreed"):
    """The person does not agree with the answer; `text`, redacted, says why, or is empty."""

    code: str
    text: str


class CaseSupplied(_Event, frozen=True, tag="case_supplied"):
    """The person told what was asked about their case; redacted."""

    code: str
    text: str


class PhoneDeclared(_Event, frozen=True, tag="phone_declared"):
    """A number was typed: proves format only (V0). `phone` is E.164."""

    response_id: ResponseId
    phone: str
    purpose: Literal["callback", "contact"]


class PhoneWithdrawn(_Event, frozen=True, tag="phone_withdrawn"):
    """The number goes, with what proves it and the answer to `question`: it was taken back."""

    response_id: ResponseId
    question: str


class PhoneProved(_Event, frozen=True, tag="phone_proved"):
    """The platform vouches that `phone` (E.164) belongs to the account that speaks: a contact
    card of its own, not forwarded, in answer to our question (evidence "account", design §5).
    """

    response_id: ResponseId
    phone: str


class FileReceived(_Event, frozen=True, tag="file_received"):
    """A file was sent that belongs to the case being written; a job fetches it."""

    response_id: ResponseId
    kind: Literal["photo", "voice", "document"]
    reference: str


class SessionMoved(_Event, frozen=True, tag="session_moved"):
    """The conversation's state changed."""

    before: str
    after: str


class TimerSet(_Event, frozen=True, tag="timer_set"):
    """Wake this conversation at `due_at`, if it still waits for `wait` then."""

    kind: str
    wait: int
    due_at: Instant


class HumanRequested(_Event, frozen=True, tag="human_requested"):
    """The person wants to speak with a human."""

    question: str | None = None


class LanguageChanged(_Event, frozen=True, tag="language_changed"):
    """The conversation goes on in another language."""

    language: str


class OptedOut(_Event, frozen=True, tag="opted_out"):
    """The person wants no further messages: none departs until they say otherwise (I11)."""


class OptedIn(_Event, frozen=True, tag="opted_in"):
    """The person may be sent messages again."""


class StatusRequested(_Event, frozen=True, tag="status_requested"):
    """The person asked how a case or a response stands; the handler looks it up and answers."""

    code: str


class ErasureRequested(_Event, frozen=True, tag="erasure_requested"):
    """The person confirmed that what is stored under this code is to be erased: words, phone,
    name, address and the answers named in `personal` go, and what ties the rest to the person;
    the ratings stay, anonymous.
    """

    code: str
    response_id: ResponseId
    personal: tuple[str, ...] = ()
    """Questions about the person, whose answers are removed whole."""


class AnswersDiscarded(_Event, frozen=True, tag="answers_discarded"):
    """Consent was refused or taken back: nothing of this response is kept but that."""

    response_id: ResponseId


class ResponseReleased(_Event, frozen=True, tag="response_released"):
    """The person said that a text that sounded like a khiếu nại is an ordinary report."""

    response_id: ResponseId


class TranscriptNoted(_Event, frozen=True, tag="transcript_noted"):
    """What the person said in this turn, as it may be shown back to them (redacted)."""

    text: str


Event: TypeAlias = (
    ResponseStarted
    | QuestionAsked
    | ChoicesTicked
    | Said
    | ReviewShown
    | AnswerRecorded
    | AnswerRetracted
    | AnswersDiscarded
    | ConsentRecorded
    | InputNotUnderstood
    | StaleButtonPressed
    | ResponseClosed
    | ResponseReleased
    | ResponseReopened
    | ResponseCompleted
    | ResponseRestricted
    | ComplaintSubmitted
    | CaseTold
    | CaseAgreed
    | CaseDisagreed
    | CaseSupplied
    | PhoneDeclared
    | PhoneProved
    | PhoneWithdrawn
    | FileReceived
    | SessionMoved
    | TimerSet
    | HumanRequested
    | LanguageChanged
    | OptedOut
    | OptedIn
    | StatusRequested
    | ErasureRequested
    | TranscriptNoted
)
