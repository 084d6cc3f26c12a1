"""What a person reads off a phone's screen: which question a message asks, and its buttons."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal, NamedTuple

from bot.channels.base import Choice, ReviewItem
from bot.forms import shipped_sources
from bot.i18n import Catalogues
from bot.simulator.browser import Told
from bot.simulator.telegram import Button, Message
from flows.definition import Form, Question
from flows.identifiers import normalise_code
from flows.messages import parse_payload
from flows.reader import read_form
from flows.talk import DIALOGUE
from flows.texts import text_key

__all__ = ["Screen"]

_PARTS: Final = "common/"
_RATINGS: Final = frozenset({"scale5", "ease5", "scale3"})
_REVIEW: Final = "@review"
_INPUTS: Final[Mapping[str, Literal["text", "phone", "number"]]] = {
    "text": "text",
    "phone": "phone",
    "number": "number",
}
_CODE: Final = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]\b")
_PLACE: Final = re.compile(r"\\\{\w+\\\}")
"""A place for a fact in a text of a form, after the text was escaped for a pattern."""
_CONTROLS: Final = {
    text_key("controls.back"): "!back",
    text_key("controls.keep"): "!skip",
    text_key("controls.skip"): "!skip",
}


class _Open(NamedTuple):
    """A question that is answered in words: it is known by its own words alone."""

    pattern: re.Pattern[str]
    form: str
    question: str


@dataclass(frozen=True, slots=True)
class _Library:
    """What the shipped forms ask, as one knows it who has read them."""

    questions: Mapping[str, Mapping[str, Question]]
    """By id, then by form."""
    open: tuple[_Open, ...]
    controls: Mapping[str, str]
    """Payloads by what their keys read, in any language."""

    def type_of(self, question: str) -> str:
        known = self.questions.get(question)
        return next(iter(known.values())).type if known else ""


@cache
def _library() -> _Library:
    sources = shipped_sources()
    forms = [read_form(name, sources) for name in sources if not name.startswith(_PARTS)]
    questions: defaultdict[str, dict[str, Question]] = defaultdict(dict)
    for form in forms:
        for question in form.by_id.values():
            questions[question.id][form.id] = question
    texts = Catalogues.load()
    return _Library(
        questions,
        tuple(found for form in forms for found in _open_questions(form)),
        {texts.text(lang, key): to for key, to in _CONTROLS.items() for lang in texts.languages},
    )


def _open_questions(form: Form) -> Iterator[_Open]:
    for question in form.by_id.values():
        if question.type not in _INPUTS:
            continue
        for language, text in question.text.items():
            hint = (question.hint or {}).get(language, "")
            words = _PLACE.sub(".+?", re.escape(text.strip()))
            below = rf"(?:\n\n{_PLACE.sub('.+?', re.escape(hint.strip()))})?" if hint else ""
            # The line above tells how far one is.
            pattern = re.compile(rf"(?:[^\n]+\n\n)?{words}{below}", re.DOTALL)
            yield _Open(pattern, form.id, question.id)


@dataclass(slots=True)
class Screen:
    """One person's reading. It remembers which form each tag stands for: a question that is
    answered in words carries none.
    """

    language: str
    _tags: dict[str, frozenset[str]] = field(default_factory=dict)
    """The forms that a tag may stand for, the newest tag last."""

    def read(self, message: Message) -> Told:
        """Return a message as what it asks or says; its number is the platform's."""
        text = message.text or ""
        choices, controls, review = self._buttons(message)
        keys = _keys(message)
        prompt = self._prompt(text, message, is_phone=bool(keys))
        kind: Literal["question", "say", "review"] = "say"
        if any(item.payload for item in review) or (prompt and prompt[1] == _REVIEW):
            kind = "review"
        elif prompt is not None:
            kind = "question"
        return Told(
            seq=message.id,
            kind=kind,
            text=text,
            choices=tuple(choices),
            input=_input(prompt, is_phone=bool(keys)),
            prompt=prompt,
            controls=(*controls, *_controls(keys)),
            review=tuple(review),
            code=_code(text),
            language=self.language,
        )

    def form_of(self, tag: str) -> str | None:
        """Return the form that a tag stands for, as far as that is clear."""
        forms = self._tags.get(tag, frozenset())
        return next(iter(forms)) if len(forms) == 1 else None

    # -- buttons

    def _buttons(self, message: Message) -> tuple[list[Choice], list[Choice], list[ReviewItem]]:
        choices: list[Choice] = []
        controls: list[Choice] = []
        review: list[ReviewItem] = []
        for button in message.buttons:
            payload = parse_payload(button.data or "")
            if payload is None:
                controls.append(Choice(button.label, button.data or "", "control"))
            elif payload.question == _REVIEW and payload.value not in {"submit", "pause"}:
                review.append(ReviewItem(button.label, "", button.data or ""))
            else:
                choices.append(self._choice(button, payload.question))
        return choices, controls, review

    def _choice(self, button: Button, question: str) -> Choice:
        is_rating = _library().type_of(question) in _RATINGS
        return Choice(button.label, button.data or "", "rating" if is_rating else "choice")

    # -- which question

    def _prompt(self, text: str, message: Message, *, is_phone: bool) -> tuple[str, str] | None:
        for button in message.buttons:
            payload = parse_payload(button.data or "")
            if payload is not None:
                self._learn(payload.tag, payload.question)
                return payload.tag, payload.question
        if found := [one for one in _library().open if one.pattern.fullmatch(text)]:
            return self._newest(found)
        return ("", "") if is_phone else None

    def _newest(self, found: list[_Open]) -> tuple[str, str]:
        """Return the question that is meant of those that read alike: several forms ask it."""
        for tag in reversed(self._tags):
            for one in found:
                if one.form in self._tags[tag]:
                    return tag, one.question
        return "", found[0].question

    def _learn(self, tag: str, question: str) -> None:
        if tag == DIALOGUE:
            return
        known = self._tags.pop(tag, frozenset())
        forms = frozenset(_library().questions.get(question.removesuffix("?"), ()))
        self._tags[tag] = (known & forms or known or forms) if forms else known


def _keys(message: Message) -> list[str]:
    """Return what the keys of a reply keyboard type; empty where there is none."""
    rows = (message.markup or {}).get("keyboard") or []
    return [key if isinstance(key, str) else key["text"] for row in rows for key in row]


def _controls(keys: list[str]) -> Iterator[Choice]:
    known = _library().controls
    return (Choice(key, known[key], "control") for key in keys if key in known)


def _input(
    prompt: tuple[str, str] | None, *, is_phone: bool
) -> Literal["none", "text", "phone", "number"]:
    if is_phone:
        return "phone"
    if prompt is None or prompt[1].endswith("?"):
        return "none"
    return _INPUTS.get(_library().type_of(prompt[1]), "none")


def _code(text: str) -> str | None:
    """Return the code that a message shows."""
    found = _CODE.search(text)
    return found[0] if found and normalise_code(found[0]) else None
