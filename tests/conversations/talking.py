"""Plays a conversation with the engine: a clock, a citizen's inputs, and what came of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import msgspec

from flows.engine import Opening, resume, start
from flows.events import (
    ComplaintSubmitted,
    Event,
    QuestionAsked,
    ResponseCompleted,
    ResponseStarted,
    ReviewShown,
    TimerSet,
)
from flows.identifiers import Instant, SessionId
from flows.inspection import check
from flows.messages import (
    CaseNews,
    CaseReplied,
    Chosen,
    Commanded,
    ContactShared,
    Edited,
    FileSent,
    Message,
    Opened,
    PromptRef,
    TimerFired,
    Typed,
    payload_for,
    tag_of,
)
from flows.rulebook import Rulebook
from flows.session import Session
from flows.talk import DIALOGUE, Turn
from flows.workdays import Calendar
from tests.flows.shipped import FORMS

__all__ = ["REVIEW", "RULES", "VISIT", "Input", "Player", "StuckError"]

Input: TypeAlias = dict[str, object]

_VISIT_SOURCE = Path(__file__).parents[1] / "data" / "visit.yaml"
VISIT = check("visit", {"visit": _VISIT_SOURCE.read_text(encoding="utf-8")})
"""A form with every way of answering, since the library does not need them all."""
_PLAYED = (*FORMS.values(), VISIT)

RULES = Rulebook(
    forms={form.key: form for form in _PLAYED},
    latest={form.id: form.version for form in _PLAYED},
    calendar=Calendar(),
)
MONDAY_MORNING = 1_772_413_200_000  # 2 March 2026, 08:00 in Vietnam
SECOND = 1_000
MINUTE = 60 * SECOND
DAY = 1440 * MINUTE
REVIEW = "@review"
_TOLD_OF_FILES = ("caption", "album", "size")
_TOLD_OF_CASES = ("number", "text", "agency", "raised")

USUAL = {
    "C1": "yes",
    "SC2": "done",
    "FB1": "not_sent",
    "D7": "one",
    "D11": "no",
    "QUAY": "~quầy 3",
    "N1": "waiting",
    "O1": "!skip",
    "T1": "no",
    "PHONE": "~0912 345 678",
    "D0": "no",
    "D6": "unknown",
    "L2": "no",
    "STORY": "~Tôi đến nộp hồ sơ sáng thứ hai mà phải chờ hai tiếng.",
    "REPLY": "no",
    "NAME": "~Nguyễn Văn An",
    "ADDRESS": "~12 đường Mẫu, phường Mẫu, tỉnh Ví Dụ",
    "CONTACT_PHONE": "~0912 345 678",
}
"""What is answered on the way; "~" is typed, "!" a command. Ratings are 4, all else the first
button.
"""


class StuckError(Exception):
    """The way to a question does not get on."""


@dataclass
class Player:
    """One citizen before the engine. `turns` keeps all that came of it."""

    rules: Rulebook = RULES
    now: int = MONDAY_MORNING
    session: Session | None = None
    turns: list[tuple[Message | None, Turn]] = field(default_factory=list)
    timers: list[TimerSet] = field(default_factory=list)
    prompt: PromptRef | None = None

    def open(self, form: str, facts: Mapping[str, str], language: str = "vi") -> Turn:
        """Begin."""
        opening = Opening(
            session_id=SessionId("session"), form=form, language=language, facts=dict(facts)
        )
        return self._keep(None, start(self.rules, opening, Instant(self.now), self._seed()))

    def say(self, message: Message, after: int = 5 * SECOND) -> Turn:
        """Put in one message, `after` so many milliseconds."""
        self.now += after
        assert self.session is not None
        turn = resume(self.rules, self.session, message, Instant(self.now), self._seed())
        return self._keep(message, turn)

    def _seed(self) -> bytes:
        return sha256(f"turn {len(self.turns)}".encode()).digest()

    def _keep(self, message: Message | None, turn: Turn) -> Turn:
        self.turns.append((message, turn))
        self.session = turn.session
        for event in turn.events:
            if isinstance(event, QuestionAsked):
                suffix = "?" if event.candidate else ""
                self.prompt = PromptRef(event.tag, event.question + suffix)
            elif isinstance(event, ReviewShown) and not event.readonly:
                self.prompt = PromptRef(event.tag, REVIEW)
            elif isinstance(event, TimerSet):
                self.timers.append(event)
        return turn

    @property
    def events(self) -> Iterator[Event]:
        """All that has happened."""
        return (event for _, turn in self.turns for event in turn.events)

    # Inputs as data

    def put(self, step: Input) -> list[Turn]:
        """Do what one step of a conversation says."""
        if "fill" in step:
            return list(self.fill(str(step["fill"]), step.get("with", {})))  # type: ignore[arg-type]
        if "wait" in step:
            self.now += int(str(step["wait"])) * MINUTE
            return []
        if "again" in step:
            last = self.turns[-1][0]
            assert last is not None
            return [self.say(last, SECOND)]
        if "timer" in step:
            return [self.say(*self._timer(str(step["timer"])))]
        return [self.say(self._message(step))]

    def _message(self, step: Input) -> Message:
        kind = next(iter(step))
        what = self._coded(str(step[kind]))
        at = self._named(str(step["at"])).split(":") if "at" in step else None
        argument = self._coded(str(step.get("argument", "")))
        made: dict[str, Callable[[], Message]] = {
            "press": lambda: self.button(what),
            "payload": lambda: Chosen(self._named(what)),
            "type": lambda: Typed(what, PromptRef(*at) if at else None),
            "command": lambda: Commanded(what, argument),
            "open": Opened,
            "card": lambda: ContactShared(what, bool(step.get("proves"))),
            "file": lambda: self._file(step),
            "edit": lambda: Edited(what),
            "news": lambda: self._news(step),
            "reply": lambda: self._reply(step),
        }
        return made[kind]()

    def _news(self, step: Input) -> CaseNews:
        """Return news of the newest case; `due` is in days from now."""
        due = Instant(self.now + int(str(step["due"])) * DAY) if "due" in step else None
        about: dict[str, object] = {
            "type": "case_news",
            "kind": step["news"],
            "code": self._coded("@case"),
            "due_at": due,
        }
        about |= {name: step[name] for name in _TOLD_OF_CASES if name in step}
        return msgspec.convert(about, CaseNews)

    def _reply(self, step: Input) -> CaseReplied:
        """Return a reply that was given on the page of the newest case."""
        about: dict[str, object] = {"type": "case_replied", "code": self._coded("@case"), **step}
        return msgspec.convert(about, CaseReplied)

    def _file(self, step: Input) -> FileSent:
        """Return a file; each has a reference of its own."""
        told: dict[str, object] = {name: step[name] for name in _TOLD_OF_FILES if name in step}
        reference = f"file-{len(self.turns)}"
        fields = {"type": "file", "kind": step["file"], "reference": reference, **told}
        return msgspec.convert(fields, FileSent)

    def button(self, value: str) -> Chosen:
        """Return the press of a button of the newest prompt."""
        assert self.prompt is not None
        return Chosen(payload_for(self.prompt.tag, self.prompt.question, value))

    def _timer(self, which: str) -> tuple[Message, int]:
        """Return a timer: the one that is set, when it is due; or the first one, now."""
        timer = self.timers[0] if which == "first" else self.timers[-1]
        after = 0 if which == "first" else max(0, timer.due_at - self.now)
        return TimerFired(timer.kind, timer.wait), after

    def _coded(self, text: str) -> str:
        """Replace @code and @case by the newest code of a sent form, and of a case."""
        if "@c" not in text:
            return text
        sent = [e.code for e in self.events if isinstance(e, ResponseCompleted)]
        cases = [e.code for e in self.events if isinstance(e, ComplaintSubmitted)]
        return text.replace("@code", "".join(sent[-1:])).replace("@case", "".join(cases[-1:]))

    def _named(self, text: str) -> str:
        """Replace R1, R2, … by the tags of the responses in the order of their beginning."""
        started = [e.response_id for e in self.events if isinstance(e, ResponseStarted)]
        head, colon, rest = text.partition(":")
        known = head[:1] == "R" and head[1:].isdecimal()
        return f"{tag_of(started[int(head[1:]) - 1])}{colon}{rest}" if known else text

    # The way to a question

    def fill(self, target: str, answers: Mapping[str, str] | None = None) -> Iterator[Turn]:
        """Answer as usual until the target is asked."""
        for _ in range(100):
            if self.prompt is None or self.prompt.question == target:
                return
            before = len(self.turns), self.prompt
            yield self.say(self._usual(self.prompt, answers or {}))
            if self.prompt == before[1]:
                break
        message = f"stuck before {target} at {self.prompt}"
        raise StuckError(message)

    def _usual(self, prompt: PromptRef, answers: Mapping[str, str]) -> Message:
        given = answers.get(prompt.question) or USUAL.get(prompt.question)
        if given is None:
            given = self._first_choice(prompt)
        if given.startswith("~"):
            return Typed(given[1:], prompt)
        if given.startswith("!"):
            return Commanded(given[1:])
        return self.button(given)

    def _first_choice(self, prompt: PromptRef) -> str:
        if prompt.question == REVIEW:
            return "submit"
        frame = self.session.frames[-1] if self.session and self.session.frames else None
        form = DIALOGUE if prompt.tag == DIALOGUE or frame is None else frame.form
        question = self.rules.form(form).by_id[prompt.question]
        return "4" if question.type == "scale5" else question.choices[0].value
