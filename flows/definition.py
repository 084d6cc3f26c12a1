"""What a form is: questions, choices, conditions and follow-ups, as immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from flows.conditions import Calculation, Condition
from flows.expressions import is_question
from flows.identifiers import QuestionId

__all__ = [
    "CALCULATED",
    "MANY",
    "Action",
    "Bound",
    "Choice",
    "Ending",
    "FollowUps",
    "Form",
    "FormKind",
    "ItemKind",
    "Outcome",
    "Question",
    "Section",
    "Texts",
]

Texts = Mapping[str, str]
"""A text by language code. `vi` is always there."""

FormKind = Literal["survey", "intake", "erasure", "dialogue"]
"""What a finished form makes: a response, a complaint, an erasure, or nothing (the bot's own
small questions, such as "go on or start again?")."""

ItemKind = Literal["satisfaction", "perception", "need", "fact", "consent", "control"]
"""What an answer counts for: only `satisfaction` enters the index (domain §2.1)."""

Action = Literal[
    "answer",  # store the choice as the answer and go on
    "explain",  # say the choice's `says` and ask the same question again
    "pause",
    "stop",
    "resume",
    "restart",
    "edit",
    "keep",
    "submit",
    "human",
    "trust",  # say how to tell the true service from a false one, ask again
    "intake",  # open the complaint form
    "no_case",  # leave what was offered as a case as it is, and go on
    "skip",
]

Outcome = Literal["declined", "ineligible", "redirected", "completed"]
"""How a form ends: consent refused; screened out; sent to the formal way of the law; done."""


CALCULATED = "calculated"
"""The type of what is never asked: its answer is worked out from other answers."""

MANY = "many"
"""The type of questions that take several choices at once."""

Bound: TypeAlias = int | float | str
"""A number; for dates an ISO day, or the word `today`: the day on which it is said."""


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One button. `value` is what is stored; `low` and `high` make it a band of numbers
    (both ends included), so that a typed "68" chooses "60–74".
    """

    value: str
    label: Texts
    action: Action = "answer"
    says: Texts | None = None
    paper: Texts | None = None
    """Printed in place of `says`, where that speaks of typing or of a screen."""
    low: float | None = None
    high: float | None = None
    category: str | None = None
    """Complaint category that this reason points to (PA01–PA15, domain §4.2)."""
    aliases: tuple[str, ...] = ()
    """Other ways of saying it, in any accent; read like the label."""
    condition: Condition | None = None
    """Only offered, and only taken, while this holds (the choice filter of XLSForm)."""
    exclusive: bool = False
    """Of a `many`: stands alone, such as "none of these"."""


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """After the answer, the form ends with `outcome` if `when` holds; `says` is said."""

    when: Condition
    outcome: Outcome
    says: Texts | None = None
    offers_intake: bool = False
    """Offer the complaint form after this ending (domain E2)."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question, its text complete (stem and item joined) in every language of the form."""

    id: QuestionId
    type: str
    """A key of `flows.questions.QUESTION_TYPES`."""
    text: Texts
    section: str
    choices: tuple[Choice, ...] = ()
    kind: ItemKind = "fact"
    factor: str | None = None
    """Index factor A1–A4, B1–B5 (domain R17)."""
    step: str | None = None
    """Step of an online procedure that it is about (domain §3.5): outside the index, and what a
    why-question follows where there are no factors.
    """
    item: Texts | None = None
    """The criterion alone, without its stem: for reports and the review page."""
    required: bool = False
    """The form is not complete without an answer; the person may only skip what is `skippable`."""
    skippable: bool = False
    private: bool = False
    """Stored encrypted only: phones, names, addresses, free text."""
    condition: Condition | None = None
    endings: tuple[Ending, ...] = ()
    prefill: str | None = None
    """Name of a session fact that answers the question beforehand (D6 from the QR code)."""
    hint: Texts | None = None
    paper: Texts | None = None
    """Printed in place of `text` and `hint`, where these speak of pressing or of a screen."""
    reask: Texts | None = None
    """Said instead of the type's own words when the answer was not understood."""
    open: bool = False
    """For choices: any other text is kept as the comment of the choice `other`."""
    consent: str | None = None
    """Name of the consent that this question gives or refuses: answers, phone, contact."""
    review: bool = True
    """Shown on the review page before sending."""
    follows: str | None = None
    """For generated follow-ups: the factor or step whose low rating it asks about."""
    max_length: int = 2000
    """Characters of free text that are taken at the most."""
    low: Bound | None = None
    """The least that is taken, itself included: numbers, minutes, whole đồng, or a day."""
    high: Bound | None = None
    """The most that is taken, itself included."""
    constraint: Condition | None = None
    """What an answer must fulfil beside; the name `answer` in it is the value being given. It is
    written here with the question's own id in place of `answer`.
    """
    constraint_says: Texts | None = None
    """Said when the constraint is broken; nothing is stored then."""
    calculation: Calculation | None = None
    """Of a `calculated`: what its answer comes to."""
    filtered: bool = False
    """Derived: some choice has a condition of its own."""
    topic: str | None = None
    """Derived: what a low rating is asked about, once a topic: the factor, or the step."""

    def __post_init__(self) -> None:
        """Derive what would otherwise be worked out at every step."""
        filtered = any(choice.condition is not None for choice in self.choices)
        msgspec.structs.force_setattr(self, "filtered", filtered)
        msgspec.structs.force_setattr(self, "topic", self.factor or self.step)

    def choice(self, value: str) -> Choice | None:
        """Return the choice stored as `value`."""
        for choice in self.choices:  # a plain loop: asked several times a step
            if choice.value == value:
                return choice
        return None


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A run of questions with a title of its own."""

    id: str
    title: Texts


class FollowUps(msgspec.Struct, frozen=True, kw_only=True):
    """Why-questions after low ratings: one for each factor or step, asked once, at most `limit` a
    form; after the first one `offer`, if there is one, asks whether to make it a case (design §4).
    """

    ratings: frozenset[int]
    reason_prefix: str
    offer: QuestionId | None
    limit: int


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A published or publishable form. `questions` is in the order of asking; generated
    follow-ups are in `reasons`, by factor or step, and in `by_id`, but not in `questions`.
    """

    id: str
    version: int
    kind: FormKind
    audience: str
    title: Texts
    languages: tuple[str, ...]
    long_texts: bool = False
    """Made by others: its questions and choices may be longer than ours (flows.vocabulary)."""
    service: Texts | None = None
    """What `{service}` says where the invitation names none."""
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    follow_ups: FollowUps | None = None
    reasons: Mapping[str, Question] = {}
    by_id: Mapping[str, Question] = {}
    minutes: int = 0
    """Minutes that the form takes, computed from its questions; the G1 text promises them."""
    content_hash: str = ""
    """SHA-256 (hex) of the form's canonical content, conditions and texts included."""
    calculated: tuple[Question, ...] = ()
    """Derived: what is worked out and never asked, in the order of the form."""
    filtered: bool = False
    """Derived: some question has choices that come and go."""
    guarded: tuple[Question, ...] = ()
    """Derived: whose answers other answers can make impossible, by a choice filter or by a
    constraint that names another question.
    """

    def __post_init__(self) -> None:
        """Derive what would otherwise be worked out at every step."""
        every: dict[str, Question] = {**{q.id: q for q in self.questions}, **self.by_id}
        calculated = tuple(q for q in self.questions if q.type == CALCULATED)
        msgspec.structs.force_setattr(self, "calculated", calculated)
        filtered = any(question.filtered for question in every.values())
        msgspec.structs.force_setattr(self, "filtered", filtered)
        msgspec.structs.force_setattr(self, "guarded", tuple(filter(_is_guarded, every.values())))

    @property
    def key(self) -> tuple[str, int]:
        """Return what a session is pinned to."""
        return self.id, self.version

    def __hash__(self) -> int:
        return hash(self.key)


def _is_guarded(question: Question) -> bool:
    constraint = question.constraint
    others = constraint.names - {question.id} if constraint else frozenset[str]()
    return question.filtered or any(is_question(name) for name in others)
