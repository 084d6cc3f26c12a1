"""Every way of answering as it looks on the web, in the terminal and in Telegram, word for word.

`pytest tests/bot/test_answer_kinds.py --update` rewrites the file that is compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec
import pytest

from bot.channels.base import Call, Outgoing
from bot.channels.telegram import layout
from bot.channels.telegram.capabilities import CAPABILITIES
from bot.channels.terminal import hear, lay_out
from bot.i18n import Catalogues
from bot.rendering import Renderer
from flows.events import (
    AnswerRecorded,
    AnswerRetracted,
    ChoicesTicked,
    QuestionAsked,
    ReviewShown,
    Said,
)
from flows.messages import Typed
from flows.talk import Turn
from tests.conversations.golden import OFFICE
from tests.conversations.talking import RULES
from tests.flows.visiting import DATA, Visitor

KEPT = DATA / "visit_on_channels.txt"
TEXTS = Catalogues.load(strict=True)
RENDERER = Renderer(TEXTS, RULES, OFFICE)

WAYS: dict[str, list[str]] = {
    "a day, a span and numbers": [
        "=yes", "ok", "=why", "đã đọc", "5/3/2025", "1/3", "5/5/2026",
        "2/3/1954", "=yes", "11 tiếng", "1 tiếng rưỡi", "2,5", "4", "4", "2", "12,5",
    ],
    "several choices ticked": [
        "=yes", "=read", "1/3", "!skip", "không nhớ", "4", "2", "!skip",
        "=+card", "=+cash", "=-card", "=+nothing", "=+cash", "=+phone", "==", "600k",
    ],
    "several choices typed": [
        "=yes", "=read", "hôm kia", "2/3/1990", "30", "4", "0", "3", "1 và 9",
        "tiền mặt và điện thoại", "200", "=yes",
    ],
    "several choices from a page": [
        "=yes", "=read", "hôm kia", "2/3/1990", "30", "4", "2", "3", "==+",
        "==+cash+card+phone+school", "==+school+cash", "2 triệu", "=way", "=children",
    ],
}  # fmt: skip


def _said(turn: Turn) -> Iterator[Outgoing]:
    voice = RENDERER.voice(turn.session.language, turn.session.facts)
    for event in turn.events:
        if isinstance(event, QuestionAsked):
            yield RENDERER.question(voice, event)
        elif isinstance(event, Said):
            yield RENDERER.said(voice, event)
        elif isinstance(event, ReviewShown):
            yield RENDERER.review(voice, event)
        elif isinstance(event, ChoicesTicked):
            yield RENDERER.question(voice, event.asked)


def _happened(turn: Turn) -> Iterator[str]:
    for event in turn.events:
        if isinstance(event, AnswerRecorded):
            value = json.dumps(event.value, ensure_ascii=False)
            yield f"  stored {event.question} = {value} by {event.method}, {event.confidence:g}"
        elif isinstance(event, AnswerRetracted):
            yield f"  took back {event.question}"
        elif isinstance(event, ChoicesTicked):
            yield f"  ticked {', '.join(event.asked.ticked)}"


def _on_web(message: Outgoing) -> Iterator[str]:
    fields = msgspec.to_builtins(message)
    shown = {k: v for k, v in fields.items() if k not in ("prompt", "kind", "progress", "text")}
    yield f"  web      {message.text}"
    for choice in fields.get("choices", ()):
        shown_as = f"{choice['style']}: {choice['label']}"
        yield f"             {shown_as} → {_after_tag(choice['payload'])}"
    if message.done:
        yield f"             done: {message.done.label} → {_after_tag(message.done.payload)}"
    for name in ("hint", "input", "alone"):
        if shown.get(name):
            yield f"             {name}: {shown[name]}"


def _in_terminal(message: Outgoing) -> Iterator[str]:
    first, *rest = lay_out(message).lines.splitlines()
    yield f"  terminal {first}"
    yield from (f"           {line}" for line in rest)


def _in_telegram(message: Outgoing) -> Iterator[str]:
    for call in layout.render(message, "1", TEXTS):
        fields = msgspec.json.decode(call.body or b"")
        first, *rest = fields["text"].splitlines()
        yield f"  telegram {first}"
        yield from (f"           {line}" for line in rest)
        for row in fields.get("reply_markup", {}).get("inline_keyboard", ()):
            yield "           " + " ".join(f"[{button['text']}]" for button in row)


def _after_tag(payload: str) -> str:
    return payload.partition(":")[2] or payload


def _played(way: list[str]) -> Iterator[str]:
    visitor = Visitor()
    seen: set[str] = set()
    for said in way:
        if said.startswith("!"):
            turn = visitor.player.put({"command": said[1:]})[0]
        else:
            turn = visitor.give(said)
        yield f"» {said}"
        yield from _happened(turn)
        for message in _said(turn):
            shown = "\n".join([*_on_web(message), *_in_terminal(message), *_in_telegram(message)])
            yield f"  as before: {message.text}" if shown in seen else shown
            seen.add(shown)


def _text() -> str:
    parts = ["\n".join([f"# {name}", *_played(way)]) for name, way in WAYS.items()]
    return "\n\n".join(parts) + "\n"


def test_every_way_of_answering_looks_as_written(pytestconfig: pytest.Config) -> None:
    found = _text()
    if pytestconfig.getoption("update"):
        KEPT.write_text(found, encoding="utf-8")
    assert found == KEPT.read_text(encoding="utf-8"), "if it is meant: --update"


# -- each within its platform's rules


def _asked(question: str, language: str = "vi") -> tuple[Visitor, Outgoing]:
    visitor = Visitor(language)
    visitor.go_to(question)
    turn = visitor.player.turns[-1][1]
    return visitor, list(_said(turn))[-1]


def _keyboard(call: Call) -> list[tuple[str, str]]:
    markup = msgspec.json.decode(call.body or b"")["reply_markup"]
    return [(b["text"], b["callback_data"]) for row in markup["inline_keyboard"] for b in row]


def test_ticks_keep_to_telegrams_limits() -> None:
    _, message = _asked("PAID_BY")
    (call,) = layout.render(message, "1", TEXTS)
    buttons = _keyboard(call)
    assert [text for text, _ in buttons][:5] == [
        "☐ Tiền mặt", "☐ Thẻ ngân hàng", "☐ Điện thoại", "☐ Qua nhà trường", "☐ Không phải trả",
    ]  # fmt: skip
    assert buttons[5][0] == "Xong"
    assert all(len(data.encode()) <= CAPABILITIES.payload_bytes for _, data in buttons)


def test_a_keyboard_is_redrawn_with_what_is_stored() -> None:
    visitor, _ = _asked("PAID_BY")
    visitor.press("+card")
    message = list(_said(visitor.press("+cash")))[-1]
    tag = message.prompt[0] if message.prompt else ""
    keyboard = layout.keyboard_with(message, f"{tag}:PAID_BY:+cash")
    assert keyboard is not None
    shown = [(b.text, b.callback_data.partition(":")[2]) for (b,) in keyboard.inline_keyboard[:3]]
    assert shown == [
        ("☑ Tiền mặt", "PAID_BY:-cash"),
        ("☑ Thẻ ngân hàng", "PAID_BY:-card"),
        ("☐ Điện thoại", "PAID_BY:+phone"),
    ]
    assert layout.keyboard_with(message, f"{tag}:OTHER:+cash") is None


def test_a_long_list_is_redrawn_on_the_message_that_holds_the_choice() -> None:
    _, message = _asked("PAID_BY")
    many = tuple(
        msgspec.structs.replace(message.choices[0], label=f"Ý {n}", payload=f"t:Q:+v{n}")
        for n in range(150)
    )
    long = msgspec.structs.replace(message, choices=many)
    first, second = layout.render(long, "1", TEXTS)
    assert (len(_keyboard(first)), len(_keyboard(second))) == (100, 52)
    keyboard = layout.keyboard_with(long, "t:Q:-v120")
    assert keyboard is not None
    assert len(keyboard.inline_keyboard) == 52, "50 ticks, Xong, and the way back"


def test_in_the_terminal_numbers_of_several_choices_are_the_answer() -> None:
    _, message = _asked("PAID_BY")
    laid = lay_out(message)
    assert isinstance(hear("1 3", laid), Typed)
    assert isinstance(hear("1", laid), Typed)
    assert "1 ☐ Tiền mặt" in laid.lines


@pytest.mark.parametrize("question", ["WAITED", "PEOPLE", "DISTANCE", "PAID", "CAME_ON"])
def test_in_the_terminal_digits_never_press_a_button_where_they_are_an_answer(
    question: str,
) -> None:
    _, message = _asked(question)
    laid = lay_out(message)
    assert isinstance(hear("1", laid), Typed)


def test_answers_are_reviewed_as_people_write_them() -> None:
    visitor = Visitor()
    visitor.go_to("")
    (page,) = _said(visitor.player.turns[-1][1])
    lines = {item.label: (item.value, bool(item.payload)) for item in page.review}
    assert lines["Ông/Bà đến ngày nào?"] == ("01/03/2026", True)
    assert lines["Ông/Bà chờ bao lâu?"] == ("45 phút", True)
    assert lines["Nhà Ông/Bà cách đây mấy cây số?"] == ("12,5", True)
    assert lines["Ông/Bà đã trả tiền bằng cách nào?"] == ("Tiền mặt, Thẻ ngân hàng", True)
    assert lines["Tất cả hết bao nhiêu tiền?"] == ("600.000 đồng", True)
    assert lines["Tiền mỗi người"] == ("150.000", False), "what is calculated is not corrected"
