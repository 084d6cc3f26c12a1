"""The form of tests/data/visit.yaml, and a citizen who fills it in before the engine."""

from __future__ import annotations

from pathlib import Path

from flows.events import AnswerRecorded, AnswerRetracted
from flows.messages import Chosen, Typed, payload_for
from flows.session import Frame, Value
from flows.talk import Turn
from tests.conversations.talking import VISIT, Player

__all__ = ["DATA", "VISIT", "Visitor", "recorded", "retracted"]

DATA = Path(__file__).parents[1] / "data"
_WAY = {
    "C1": "=yes",
    "RULES": "=read",
    "CAME_ON": "hôm qua",
    "BORN": "2/3/1954",
    "RETIRED": "=yes",
    "WAITED": "45 phút",
    "PEOPLE": "4",
    "CHILDREN": "2",
    "DISTANCE": "12,5",
    "PAID_BY": "1, 2",
    "PAID": "600k",
    "DEAR": "=way",
}
"""What is answered on the way: "=" is pressed, all else typed."""


class Visitor:
    """Plays the visit. It is Monday, 2 March 2026, in the morning."""

    def __init__(self, language: str = "vi") -> None:
        self.player = Player()
        self.opened = self.player.open("visit", {}, language)

    @property
    def frame(self) -> Frame:
        """The form being filled in."""
        assert self.player.session is not None
        return self.player.session.frames[-1]

    @property
    def answers(self) -> dict[str, Value]:
        """What is answered now."""
        return {name: answer.value for name, answer in self.frame.answers.items()}

    @property
    def asked(self) -> str | None:
        """The open question."""
        return self.frame.current

    def press(self, value: str) -> Turn:
        """Press a button of the open question."""
        return self.player.say(self.player.button(value))

    def press_of(self, question: str, value: str) -> Turn:
        """Press a button of any question, as an older message has it."""
        assert self.player.prompt is not None
        return self.player.say(Chosen(payload_for(self.player.prompt.tag, question, value)))

    def type(self, text: str) -> Turn:
        """Type an answer."""
        return self.player.say(Typed(text, self.player.prompt))

    def give(self, text: str) -> Turn:
        """Type, or press what stands behind "="."""
        return self.press(text[1:]) if text.startswith("=") else self.type(text)

    def go_to(self, question: str, **other: str) -> None:
        """Answer as usual until a question is asked, or the review is shown ("")."""
        for _ in range(30):
            asked = self.asked
            if (asked or "") == question:
                return
            assert asked is not None, f"{question} is never asked"
            self.give({**_WAY, **other}[asked])
        raise AssertionError(f"stuck at {self.asked}")

    def correct(self, question: str) -> Turn:
        """Open an answer from the review."""
        return self.press_of("@review", question)


def recorded(turn: Turn) -> dict[str, Value]:
    """Return what a turn stored."""
    return {e.question: e.value for e in turn.events if isinstance(e, AnswerRecorded)}


def retracted(turn: Turn) -> list[str]:
    """Return what a turn took off the path."""
    return [e.question for e in turn.events if isinstance(e, AnswerRetracted)]
