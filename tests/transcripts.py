"""Writes `docs/conversation.md` and `.vi.md`: a whole conversation, as its people read it.

`python -m tests.transcripts` writes them anew; a test fails when they are stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.handlers.speech import whom_to_call
from flows.events import ResponseStarted
from flows.messages import Chosen, Message, Typed
from flows.session import Session
from flows.steps import INTAKE
from flows.talk import DIALOGUE
from tests.conversations.golden import FOLDER, OFFICE, played, read, renderer, spoken
from tests.conversations.talking import RULES, Player

__all__ = ["PAGES", "page"]

ROOT = Path(__file__).parents[1]
PAGES = {
    ROOT / "docs" / "conversation.vi.md": "low_rating_to_case",
    ROOT / "docs" / "conversation.md": "low_rating_to_case_in_english",
}
WORDS = {
    "vi": {
        "title": "Một cuộc trò chuyện trọn vẹn",
        "about": (
            "Người dân trả lời phiếu Bộ phận Một cửa, chấm thấp một tiêu chí, chuyển ý đó thành "
            "phản ánh rồi hỏi tiến độ. Trang này được viết ra từ cuộc trò chuyện mẫu "
            "`tests/conversations/{name}.json`, nên luôn đúng với phiếu và lời văn hiện hành; "
            "viết lại bằng `python -m tests.transcripts`."
        ),
        "invented": "Tên cơ quan, số điện thoại và mọi người trong trang này đều là ví dụ.",
        "bot": "Lắng Nghe",
        "person": "Người dân",
        "pressed": "bấm",
        "survey": "Phiếu khảo sát",
        "intake": "Phản ánh",
    },
    "en": {
        "title": "One whole conversation",
        "about": (
            "A citizen answers the form of the one-stop desk, gives one low rating, turns it into "
            "a report and asks how it stands. This page is written from the golden conversation "
            "`tests/conversations/{name}.json` and therefore always true to the present form and "
            "wording; write it anew with `python -m tests.transcripts`."
        ),
        "invented": "The office, the telephone numbers and all people on this page are examples.",
        "bot": "Lắng Nghe",
        "person": "Citizen",
        "pressed": "presses",
        "survey": "The survey",
        "intake": "The report",
    },
}
_NUMBERED = re.compile(r"\d+\. ")


def page(name: str) -> str:
    """Return the page of one golden conversation."""
    conversation, player = played(read(FOLDER / f"{name}.json"))
    words = WORDS[conversation.language]
    head = [
        f"# {words['title']}",
        words["about"].format(name=name),
        f"{words['invented']} ({OFFICE['office']}, {OFFICE['hotline']})",
        f"## {words['survey']}",
    ]
    return "\n\n".join([*head, *_talk(player, words)]) + "\n"


def _talk(player: Player, words: dict[str, str]) -> Iterator[str]:
    before: Session | None = None
    for message, turn in player.turns:
        if message is not None and before is not None:
            yield f"**{words['person']}:** {_said_by_person(before, message, words)}"
        yield f"**{words['bot']}:**"
        for event in turn.events:
            lines = list(spoken(player, turn.session, event))
            if lines:
                yield _quoted(lines)
            if isinstance(event, ResponseStarted) and event.form == INTAKE:
                yield f"## {words['intake']}"
        if call := whom_to_call(renderer(), before, turn.session):
            yield _quoted([call])
        before = turn.session


def _quoted(lines: list[str]) -> str:
    """Return what the bot says as a quotation: its words, its lists, its buttons."""
    said = [line for line in lines if not _NUMBERED.match(line) and not line.startswith("[")]
    listed = "\n".join(line for line in lines if _NUMBERED.match(line))
    buttons = [f"`{label}`" for line in lines if line.startswith("[") for label in _labels(line)]
    parts = [*said, *([listed] if listed else []), *([" ".join(buttons)] if buttons else [])]
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(parts).split("\n"))


def _labels(line: str) -> list[str]:
    return line.replace("] | [", "] [").strip("[]").split("] [")


def _said_by_person(session: Session, message: Message, words: dict[str, str]) -> str:
    if isinstance(message, Typed):
        return f"“{message.text}”"
    assert isinstance(message, Chosen)
    return f"*{words['pressed']}* `{_label(session, message)}`"


def _label(session: Session, message: Chosen) -> str:
    _, question_id, value = message.payload.split(":", 2)
    frame = session.frames[-1]
    if question_id == "@review":
        question_id, form = "REVIEW", RULES.form(DIALOGUE)
    else:
        form = RULES.form(frame.form, frame.version)
    choice = form.by_id[question_id].choice(value)
    assert choice is not None
    return choice.label[session.language]


def main() -> None:
    """Write all pages."""
    for path, name in PAGES.items():
        path.write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    main()
