"""What a citizen does at a question: pure decisions, drawn from habits and a random source."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from bot.channels.base import Choice
from bot.simulator.browser import Told
from bot.simulator.ledger import Meant
from bot.simulator.personas import Persona
from bot.simulator.phrases import Typing, as_typed, phrases
from flows.messages import parse_payload
from flows.session import Value
from flows.talk import DIALOGUE

__all__ = ["Act", "Chooser"]


class Act(msgspec.Struct, frozen=True):
    """One thing to send. `meant` is the answer that it gives; see `Sent` for the rest."""

    kind: Literal["choice", "text", "command"]
    said: str
    meant: Meant | None = None
    calm: bool = False


_NO_ANSWER = frozenset({"later", "trust", "details", "why", "petition", "address", "how"})
"""Choices that are no answer: something is explained or done."""

_PREFERRED: Mapping[str, Mapping[str, float]] = {
    "U2": {"resume": 9, "restart": 0.5, "stop": 0.5},
    "U3": {"edit": 1, "keep": 1},
    "RESTART": {"keep": 3, "restart": 1},
    "STOPQ": {"stop": 1, "pause": 1, "resume": 1},
    "HUMAN": {"again": 5, "skip": 2, "human": 1},
    "INTAKE_OFFER": {"intake": 1, "close": 1},
    "D0": {"yes": 4, "no": 1},
    "KEEP": {"yes": 9, "no": 1},
    "REPLY": {"yes": 1, "no": 1},
    "KIND": {
        "suggestion": 4, "praise": 1, "report": 4, "formal_complaint": 0.5, "denunciation": 0.5,
    },
    "TC_CARD": {"to_report": 2, "close": 1},
    "KN_CARD": {"to_suggestion": 1, "understood": 1},
    "TC": {"to_report": 1, "close": 1},
    "ERASE_CONFIRM": {"yes": 1, "no": 1},
}  # fmt: skip
"""Weights of choices by question; what is not here is drawn evenly."""


@dataclass(slots=True)
class Chooser:
    """Decides for one citizen."""

    persona: Persona
    rng: random.Random

    def answer(self, told: Told) -> Act:
        """Return the answer to a question: by button four times out of five."""
        if told.kind == "review":
            return self._submit(told)
        if told.input == "phone":
            return self._phone(told)
        if told.input == "text" or not told.choices:
            return self._text(told)
        return self._choice(told)

    def is_question_of_text(self, told: Told) -> bool:
        """Whether any words would be taken as the answer."""
        return told.input == "text" or not told.choices

    # -- choices

    def _choice(self, told: Told) -> Act:
        tag, question = _where(told)
        if self.persona.asks_first and self.rng.random() < self.persona.asks_first * 0.3:
            asking = [c for c in told.choices if _value(c) in _NO_ANSWER - {"later"}]
            if asking:
                return Act("choice", self.rng.choice(asking).payload)
        chosen = self._drawn(question, told.choices)
        stored = _stored(chosen)
        if question.endswith("?"):  # "did you mean …?"; the citizen settles what was meant
            return Act("choice", chosen.payload)
        meant = None if tag == DIALOGUE else Meant(tag, question, stored)
        if self.rng.random() >= self.persona.types:
            return Act("choice", chosen.payload, meant, calm=tag != DIALOGUE)
        return Act("text", self._spoken(chosen, told), meant)

    def _drawn(self, question: str, choices: Sequence[Choice]) -> Choice:
        values = {_value(c): c for c in choices if _value(c) not in _NO_ANSWER}
        if not values:
            return self.rng.choice(choices)
        forced = next((value for value in self._settled(question) if value in values), None)
        if forced is not None:
            return values[forced]
        if choices[0].style == "rating":
            return values[self._rating(values)]
        weights = _PREFERRED.get(question, {})
        return values[self.rng.choices(list(values), [weights.get(v, 1.0) for v in values])[0]]

    def _settled(self, question: str) -> tuple[str, ...]:
        """Return what this person answers for sure, under any of its names, if so."""
        persona = self.persona
        wanted = "yes" if self.rng.random() < persona.wants_case else "no"
        return {
            "C1": ("yes",) if persona.consents else ("no",),
            "SC1": ("adult", "yes") if persona.adult else ("minor", "no"),
            "SC2": ("done", "yes") if persona.finished else ("not_done", "no"),
            "T1": ("no",) if persona.phone == "none" else ("give", "yes"),
            "L2": (wanted,),
            "D12": (wanted,),
        }.get(question, ())

    def _rating(self, values: Collection[str]) -> str:
        if self.rng.random() < self.persona.low:
            return self.rng.choice(("1", "2"))
        drawn = self.rng.choices(("5", "4", "3", "na"), (50, 35, 13, 2))[0]
        return drawn if drawn in values else "4"

    def _spoken(self, chosen: Choice, told: Told) -> str:
        if chosen.style == "rating":
            said = phrases().ratings.get(told.language, {}).get(_value(chosen))
            if said:
                return self._typed(self.rng.choice(said))
        return self._typed(chosen.label)

    def _typed(self, text: str) -> str:
        return as_typed(self.rng, text, accents=self.persona.accents)

    # -- words

    def _text(self, told: Told) -> Act:
        tag, question = _where(told)
        typing = self._words(question)
        return Act("text", typing.typed, Meant(tag, question, typing.stored))

    def _words(self, question: str) -> Typing:
        known = phrases()
        match question:
            case "NAME":
                return Typing(self.rng.choice(known.names))
            case "ADDRESS":
                return Typing(self.rng.choice(known.addresses))
            case "STORY":
                return self.rng.choice(known.stories)
            case "QUAY" | "D6":
                return Typing(self.rng.choice(known.desks))
            case _:
                return self.rng.choice(known.wishes)

    def _phone(self, told: Told) -> Act:
        tag, question = _where(told)
        known = phrases().phones
        if self.persona.phone == "wrong" and self.rng.random() < 0.5:
            return Act("text", self.rng.choice(known.wrong))
        number = self.rng.choice(known.old if self.persona.phone == "old" else known.usual)
        return Act("text", number.typed, Meant(tag, question, number.stored))

    # -- the review page and controls

    def _submit(self, told: Told) -> Act:
        submit = next((c for c in told.choices if _value(c) == "submit"), None)
        return Act("choice", (submit or told.choices[0]).payload)

    def correction(self, told: Told) -> Act | None:
        """Return the press that corrects one line of the review page."""
        return Act("choice", self.rng.choice(told.review).payload) if told.review else None

    def control(self, told: Told, name: str) -> Act | None:
        """Return a control of the question (`back`, `skip`), pressed or typed."""
        pressed = next((c for c in told.controls if _control(c) == f"!{name}"), None)
        if pressed is None:
            return None
        tag, question = _where(told)
        meant = Meant(tag, question, None, vague=True) if name == "skip" else None
        if self.rng.random() < self.persona.types and not self.is_question_of_text(told):
            words: dict[str, Callable[[], dict[str, list[str]]]] = {
                "back": lambda: phrases().back,
                "skip": lambda: phrases().skip,
            }
            return Act("text", self._typed(self.rng.choice(words[name]()[told.language])), meant)
        return Act("choice", pressed.payload, meant)

    def nonsense(self, told: Told) -> Act | None:
        """Return something that no reader can take for an answer."""
        if self.is_question_of_text(told) or told.kind == "review":
            return None
        return Act("text", self.rng.choice(phrases().nonsense))

    def old_button(self, pressed: Sequence[Meant], told: Told) -> Act | None:
        """Return a press of a button of another question that was answered before."""
        tag, question = _where(told)
        others = [m for m in pressed if (m.tag, m.question) != (tag, question)]
        if not others:
            return None
        old = self.rng.choice(others)
        return Act("choice", f"{old.tag}:{old.question}:{_another(old.value)}")


def _where(told: Told) -> tuple[str, str]:
    return told.prompt or ("", "")


def _control(choice: Choice) -> str:
    """Return what a control does, wherever it stands (`!skip@tag:MC3`)."""
    return choice.payload.partition("@")[0]


def _value(choice: Choice) -> str:
    button = parse_payload(choice.payload)
    return button.value if button else ""


def _stored(choice: Choice) -> Value:
    """Return the value that a button stores: ratings are numbers."""
    value = _value(choice)
    return int(value) if choice.style == "rating" and value.isdigit() else value


def _another(value: Value) -> str:
    """Return a value that differs from the one given: a stale press that would do harm."""
    return "1" if isinstance(value, int) and value != 1 else "2" if value == 1 else "no"
