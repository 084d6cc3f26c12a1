"""The page's JSON, both ways."""

import json

import msgspec
import pytest

from bot.channels.base import Outgoing
from bot.channels.webchat import (
    TEXT_LIMIT,
    TextTooLongError,
    UnreadableMessageError,
    envelope,
    numbered,
    parse,
)
from flows.messages import Chosen, Commanded, PromptRef, Typed

ID = "0123456789abcdef"


def body(**said: object) -> bytes:
    return json.dumps({"id": ID, **said}).encode()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"text": "hài lòng"}, Typed("hài lòng")),
        ({"text": "5", "prompt": ["abc", "MC1"]}, Typed("5", PromptRef("abc", "MC1"))),
        ({"choice": "abcdefgh:MC1:5"}, Chosen("abcdefgh:MC1:5")),
        ({"choice": "!back"}, Commanded("back")),
        ({"command": "erase", "argument": "7K2M9"}, Commanded("erase", "7K2M9")),
    ],
    ids=["typed", "typed with its question", "button", "control", "command"],
)
def test_a_page_can_say(said: dict[str, object], message: object) -> None:
    assert parse(body(**said, after=7, talk="x")) == parse(body(**said, after=7, talk="x"))
    assert parse(body(**said, after=7)).message == message
    assert parse(body(**said, after=7)).after == 7


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        body(),
        body(text=5),
        body(text=None),
        body(text="a", choice="b"),
        body(text="a", after=-1),
        body(text="a", after="1"),
        body(text="a", after=2**60),
        body(text="a", prompt=["only one"]),
        body(text=" \n "),
        body(text="\x07\x1b"),
        body(text="a\x00b"),
        body(choice="a\x00b"),
        b'{"id":"%s","text":"\\ud800"}' % ID.encode(),
        b'{"id":"%s","text":"\\udc00\\ud800 x"}' % ID.encode(),
        b'{"id":"short","text":"a"}',
        b'{"id":"with spaces inside","text":"a"}',
        b'{"x":' + b"[" * 50_000,
        body(choice="x" * 2001),
        body(choice=""),
    ],
    ids=[
        "nothing",
        "half",
        "no text at all",
        "a list",
        "null",
        "silence",
        "a number as text",
        "null as text",
        "two things at once",
        "negative number",
        "number as text",
        "huge number",
        "half a prompt",
        "blanks",
        "controls only",
        "NUL in text",
        "NUL in choice",
        "lone surrogate",
        "surrogates the wrong way round",
        "short id",
        "id with spaces",
        "deep nesting",
        "endless choice",
        "empty choice",
    ],
)
def test_what_is_no_message_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableMessageError):
        parse(raw)


def test_a_text_over_the_limit_is_told_apart() -> None:
    assert isinstance(parse(body(text="ơ" * TEXT_LIMIT)).message, Typed)
    with pytest.raises(TextTooLongError):
        parse(body(text="ơ" * (TEXT_LIMIT + 1)))


def test_control_characters_are_left_out_and_lines_stay() -> None:
    said = parse(body(text="dòng một\r\ndòng\x07 hai\x1b[31m\t!")).message
    assert said == Typed("dòng một\ndòng hai[31m\t!")


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_marks_that_turn_writing_become_visible_and_nothing_else_changes(mark: str) -> None:
    said = Outgoing(kind="say", text=f"trước{mark}sau ạ", echo=f"{mark}tôi")
    shown = json.loads(numbered(3, msgspec.json.encode(said)))
    assert shown == {"seq": 3, "kind": "say", "text": "trước\ufffdsau ạ", "echo": "\ufffdtôi"}


def test_an_envelope_is_one_json_document() -> None:
    rows = [numbered(n, msgspec.json.encode(Outgoing(kind="say", text=str(n)))) for n in (1, 2)]
    read = json.loads(envelope(rows, last=2, talk="t", status="applied"))
    assert [m["seq"] for m in read.pop("messages")] == [1, 2]
    assert read == {"status": "applied", "talk": "t", "last": 2}
    assert json.loads(envelope([], last=0, talk="t"))["messages"] == []
