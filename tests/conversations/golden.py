"""Golden conversations: how they are kept in JSON, short enough to be read, and how compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeAlias

import msgspec

from bot.channels.base import Choice, Outgoing
from bot.handlers.case_words import told
from bot.hotlines import Hotlines
from bot.i18n import Catalogues
from bot.rendering import Renderer, Voice
from flows.events import (
    CaseTold,
    ComplaintSubmitted,
    Event,
    QuestionAsked,
    ResponseStarted,
    ReviewShown,
    Said,
    StatusRequested,
    TimerSet,
    TranscriptNoted,
)
from flows.identifiers import Instant
from flows.messages import tag_of
from flows.session import Session
from flows.talk import Turn
from flows.workdays import VIETNAM
from storage.catalogue_records import HotlineRecord
from tests.conversations.talking import RULES, Input, Player

__all__ = ["FOLDER", "Conversation", "dumped", "files", "played", "read", "spoken"]

FOLDER = Path(__file__).parent
OFFICE = {
    "office": "BHXH tỉnh Ví Dụ",
    "hotline": "1900 0000",
    "address": "số 1 đường Mẫu, phường Mẫu",
    "site": "khaosat.example.vn",
}
FACTS = {
    "service": "cấp lại thẻ BHYT",
    "from_date": "2025-12-01",
    "to_date": "2026-02-28",
    "place": "place-1",
    "place_name": "Bộ phận Một cửa phường Mẫu",
    "counter": "counter-3",
    "counter_name": "Quầy 3",
}
INPUTS = {"press", "type", "at", "payload", "command", "argument", "open", "timer", "wait"}
INPUTS |= {"again", "fill", "with"}
INPUTS |= {"card", "proves", "file", "caption", "album", "size", "edit"}
INPUTS |= {"news", "number", "text", "due", "agency", "raised", "reply"}
ORDINARY = ("answer_recorded", "consent_recorded", "question_asked", "transcript_noted")

Step: TypeAlias = dict[str, object]


@dataclass
class Conversation:
    """One golden file. `steps` hold inputs and what is expected of them."""

    title: str
    form: str
    steps: list[Step]
    facts: Mapping[str, str]
    language: str = "vi"
    ends: str = ""


def files() -> list[Path]:
    """Return the golden files."""
    return sorted(FOLDER.glob("*.json"))


def read(path: Path) -> Conversation:
    """Read a golden file."""
    return Conversation(**json.loads(path.read_text(encoding="utf-8")))


# Playing


def played(conversation: Conversation) -> tuple[Conversation, Player]:
    """Return the conversation with what really comes of its inputs."""
    player = Player()
    facts = FACTS if conversation.facts == {"usual": "yes"} else conversation.facts
    opening = player.open(conversation.form, facts, conversation.language)
    steps = [_outcome({"start": True}, [opening], player)]
    for step in conversation.steps:
        if "start" not in step:
            asked = {name: value for name, value in step.items() if name in INPUTS}
            steps.append(_outcome(asked, player.put(asked), player))
    assert player.session is not None
    return (
        Conversation(
            title=conversation.title,
            form=conversation.form,
            steps=steps,
            facts=conversation.facts,
            language=conversation.language,
            ends=player.session.state.value,
        ),
        player,
    )


def _outcome(asked: Input, turns: list[Turn], player: Player) -> Step:
    shown = Shown(player)
    if "fill" in asked:
        return {**asked, **_filled(shown, turns)}
    if "wait" in asked:
        return asked
    turn = turns[0]
    return {
        **asked,
        "events": [shown.event(e) for e in turn.events if not isinstance(e, TranscriptNoted)],
        "says": [line for e in turn.events for line in spoken(player, turn.session, e)],
    }


def _filled(shown: Shown, turns: list[Turn]) -> Step:
    """Return a long way in short: question=value, and whatever else happened."""
    events = [shown.event(event) for turn in turns for event in turn.events]
    answers = [f"{e['question']}={e.get('value')}" for e in events if "value" in e]
    other = [e for e in events if e["event"] not in ORDINARY]
    asked = [str(e["question"]) for e in events if e["event"] == "question_asked"]
    found: Step = {"answered": " ".join(answers), "asked": " ".join(asked)}
    return {**found, "events": other} if other else found


# Events, short


class Shown:
    """Writes events with short names for identifiers, leaving out what is usual."""

    def __init__(self, player: Player) -> None:
        assert player.session is not None
        started = [e.response_id for e in player.events if isinstance(e, ResponseStarted)]
        cases = [e.complaint_id for e in player.events if isinstance(e, ComplaintSubmitted)]
        self.names: dict[str, str] = {
            **{name: f"R{n}" for n, name in enumerate(started, 1)},
            **{tag_of(name): f"R{n}" for n, name in enumerate(started, 1)},
            **{name: f"C{n}" for n, name in enumerate(cases, 1)},
        }
        self.form = player.session.facts["form"]
        self.now = player.now

    def event(self, event: Event) -> dict[str, object]:
        """Return one event."""
        fields = msgspec.to_builtins(event)
        usual = {f.name: f.default for f in msgspec.structs.fields(event)}
        if isinstance(event, TimerSet):
            fields["due_at"] = f"+{(event.due_at - self.now) // 60_000} min"
        elif isinstance(event, ComplaintSubmitted) and event.due_at is not None:
            fields["due_at"] = _moment(event.due_at)
        return {
            name: self._value(name, value)
            for name, value in fields.items()
            if value not in (usual.get(name), {}, [], ())
            and (name, value) not in (("form", self.form), ("confidence", 1.0))
            and name != "version"
            and self.names.get(str(value)) != "R1"
        }

    def _value(self, name: str, value: object) -> object:
        if name == "items" and isinstance(value, list):
            return " ".join(f"{q}={v}" if c is None else f"{q}={v} ({c})" for q, v, c in value)
        if name == "payload":
            head, colon, rest = str(value).partition(":")
            return f"{self.names.get(head, head)}{colon}{rest}"
        return self.names.get(value, value) if isinstance(value, str) else value


def _moment(instant: Instant) -> str:
    local = datetime.fromtimestamp(instant / 1000, UTC).astimezone(VIETNAM)
    return local.strftime("%Y-%m-%d %H:%M")


# What is read


@cache
def renderer() -> Renderer:
    """Return the renderer with the real texts."""
    hotlines = Hotlines([HotlineRecord(id="office", label="", number=OFFICE["hotline"])])
    return Renderer(Catalogues.load(strict=True), RULES, OFFICE, hotlines=hotlines)


def spoken(player: Player, session: Session, event: Event) -> Iterator[str]:
    """Yield what a person reads of an event: texts, then the buttons on one line."""
    write = renderer()
    voice = write.voice(session.language, session.facts)
    if isinstance(event, QuestionAsked):
        yield from _lines(write.question(voice, event))
    elif isinstance(event, ReviewShown):
        yield from _lines(write.review(voice, event))
    elif isinstance(event, Said):
        yield from _lines(write.said(voice, event))
    elif isinstance(event, CaseTold):
        yield from _lines(told(write, voice, event, None))
    elif isinstance(event, StatusRequested):
        cases = (e for e in player.events if isinstance(e, ComplaintSubmitted))
        case = next((case for case in cases if case.code == event.code), None)
        yield _status(write, voice, event.code, case)


def _status(write: Renderer, voice: Voice, code: str, case: ComplaintSubmitted | None) -> str:
    """Return how a case stands that was just sent; in the service its row tells that."""
    if case is None:
        return write.key(voice, "status.unknown", {"code": code})
    params = {"code": code, "state": write.key(voice, "case.state.new")}
    if not case.reply_promised or case.due_at is None:
        return write.key(voice, "status.case", params)
    due = write.texts.moment(voice.language, case.due_at)
    return write.key(voice, "status.case_due", {**params, "due": due})


def _lines(message: Outgoing) -> Iterator[str]:
    yield message.text
    if message.hint:
        yield message.hint
    for number, item in enumerate(message.review, 1):
        yield f"{number}. {item.label}: {item.value}"
    buttons = " ".join(_buttons(message.choices))
    controls = " ".join(_buttons(message.controls))
    if buttons or controls:
        yield " | ".join(part for part in (buttons, controls) if part)


def _buttons(choices: Iterable[Choice]) -> Iterator[str]:
    return (f"[{choice.label}]" for choice in choices)


# JSON, as one reads it


def dumped(conversation: Conversation) -> str:
    """Return the golden file's text: one event and one said line a line."""
    head = {
        "title": conversation.title,
        "form": conversation.form,
        "facts": conversation.facts,
        "language": conversation.language,
        "ends": conversation.ends,
    }
    steps = ",\n".join(_step(step) for step in conversation.steps)
    opening = _json(head)[:-1]
    return f'{opening}, "steps": [\n{steps}\n]}}\n'


def _step(step: Step) -> str:
    asked = {name: value for name, value in step.items() if name not in ("events", "says")}
    parts = [_json(asked)[1:-1]]
    for name in ("events", "says"):
        lines = step.get(name, [])
        if isinstance(lines, list) and lines:
            inner = ",\n  ".join(_json(line) for line in lines)
            parts.append(f'\n "{name}": [\n  {inner}]')
    return f"{{{','.join(parts)}}}"


def _json(value: object) -> str:
    return re.sub(r"[\u2028\u2029]", "", json.dumps(value, ensure_ascii=False))
