"""The three faces of the kiosk: a scale of its own, never a mean and never mixed with five."""

from __future__ import annotations

from flows.cues import flags_of
from flows.definition import Question
from flows.faces import read_face
from flows.labels import by_label, pressed
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Candidate, Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["Scale3Type"]

_FACES = ("1", "2", "3")
_CONFIRM = {
    3: text_key("confirm.face.3"),
    2: text_key("confirm.face.2"),
    1: text_key("confirm.face.1"),
}


class Scale3Type:
    """3 satisfied, 2 neutral, 1 not satisfied; its buttons are "3", "2" and "1" (domain §3.1)."""

    name = "scale3"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        values = [c.value for c in question.choices]
        faults = [f"no choice {value!r}" for value in _FACES if value not in values]
        strange = [value for value in values if value not in _FACES]
        return faults + [f"three faces have no choice {value!r}" for value in strange]

    def read(self, question: Question, utterance: Utterance) -> Heard:
        flags = flags_of(utterance)
        named = by_label(question.choices, utterance)
        if named and named.confidence >= 0.9 and named.one and not utterance.asks:
            return Reading(int(named.one.value), "word", named.confidence, flags=flags)
        face = read_face(utterance)
        if face is None or not isinstance(face.value, int):
            return Unclear(text_key("reask.scale3"), flags=flags)
        if face.sure:
            comment = utterance.raw if face.beside else None
            return Reading(face.value, face.method, face.confidence, comment, flags)
        candidate = Candidate(face.value, _CONFIRM[face.value], {})
        return Unclear(text_key("reask.scale3"), candidate=candidate, flags=flags)

    def check_choice(self, question: Question, value: str) -> Value:
        return int(pressed(question, value).value)
