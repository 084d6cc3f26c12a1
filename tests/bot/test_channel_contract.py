"""What every channel keeps, whatever comes in and whatever is to be said (platforms §0.2, §8).

A channel that is added joins the tables below, and passes or does not ship.
"""

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from email import message_from_bytes
from email.policy import default
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import CHANNELS, channel_module, kiosk, terminal, webchat
from bot.channels.base import (
    Arrival,
    Call,
    Capabilities,
    Channel,
    Choice,
    Outgoing,
    Progress,
    ReviewItem,
    UnreadableError,
)
from bot.forms import shipped_sources
from bot.simulator.smtp.inspection import inspect
from flows.inspection_rules import TAG
from flows.messages import payload_for
from flows.reader import read_form
from tests.bot.hostile_bodies import HOSTILE, bent
from tests.bot.mail_account import mail_channel
from tests.bot.telegram_account import SECRET, channel_for
from tests.bot.test_telegram_updates import SAMPLES
from tests.house.sources import plugin_modules

# -- every channel, and what it needs to be tried


@cache
def telegram() -> Channel:
    return channel_for("http://127.0.0.1:1")


PLATFORMS: Mapping[str, Callable[[], Channel]] = {"telegram": telegram}
"""Channels that are sent to, and hear from a server that has to prove itself."""
SENT_TO: Mapping[str, Callable[[], Channel]] = {"email": mail_channel}
"""Channels that are sent to, and hear nothing."""

PROOFS: Mapping[str, Mapping[str, str]] = {
    "telegram": {"X-Telegram-Bot-Api-Secret-Token": SECRET},
}
UPDATES: Mapping[str, list[Any]] = {"telegram": [update for update, _ in SAMPLES.values()]}
PAGE = {"id": "0123456789abcdef", "text": "hài lòng", "prompt": ["abcdefgh", "MC1"], "after": 1}
KIOSK = {"act": "answer", "visit": "0" * 32, "key": "1" * 32, "question": "G9", "value": "3"}

PARSERS: Mapping[str, tuple[Callable[[bytes], object], list[Any]]] = {
    "telegram": (lambda body: telegram().parse(body), UPDATES["telegram"]),
    "kiosk": (kiosk.parse, [KIOSK, {**KIOSK, "act": "press", "payload": "abcdefgh:MC1:5"}]),
    "web": (webchat.parse, [PAGE, {**PAGE, "text": None, "choice": "abcdefgh:MC1:5"}]),
}


def test_every_platform_is_tried_in_every_way() -> None:
    own = {"web", "kiosk", "terminal"}
    assert set(CHANNELS) - own == set(PLATFORMS) | set(SENT_TO) == set(LAWS)
    assert set(PLATFORMS) == set(PROOFS) == set(UPDATES)


def test_every_channel_stands_in_the_table() -> None:
    assert set(CHANNELS.values()) == plugin_modules("bot.channels")


# -- capabilities


@pytest.mark.parametrize("name", CHANNELS)
def test_capabilities_are_dated_and_bear_the_shipped_forms(name: str) -> None:
    module = channel_module(name)
    able: Capabilities = module.CAPABILITIES
    assert name == module.NAME
    assert date(2026, 1, 1) <= date.fromisoformat(able.as_of)
    longest = max(shipped_payloads(), key=len)
    assert len(longest.encode()) <= able.payload_bytes
    assert able.buttons == 0 or able.label_chars >= 20
    assert able.receives_files == bool(able.file_bytes)


def shipped_payloads() -> Iterator[str]:
    sources = shipped_sources()
    parts = {name: text for name, text in sources.items() if "/" in name}
    for name in sources.keys() - parts.keys():
        for question in read_form(name, {name: sources[name], **parts}).questions:
            yield payload_for(TAG, "@review", question.id)
            for choice in question.choices:
                yield payload_for(TAG, f"{question.id}?", choice.value)


# -- who speaks


@pytest.mark.parametrize("name", PLATFORMS)
@given(given=st.text(max_size=80) | st.sampled_from([SECRET[:-1], SECRET + " ", "\udc80\ud800"]))
def test_only_the_right_secret_proves_the_platform(name: str, given: str) -> None:
    channel = PLATFORMS[name]()
    assert channel.verify(PROOFS[name], b"{}")
    assert not channel.verify({}, b"{}")
    for header in PROOFS[name]:
        assert channel.verify({header: given}, b"{}") == (given == PROOFS[name][header])


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": ""}, PROOFS])
def test_without_a_secret_of_our_own_nobody_is_believed(
    name: str, headers: Mapping[str, Any]
) -> None:
    channel: Any = PLATFORMS[name]()
    bare = type(channel)(dataclasses.replace(channel._settings, webhook_secret=None), None)
    assert not bare.verify(headers.get(name, headers), b"{}")


# -- what comes in

STORABLE = st.characters(exclude_categories=["Cs"])


def heard(parse: Callable[[bytes], object], body: bytes) -> object:
    try:
        return parse(body)
    except UnreadableError:
        return None


@pytest.mark.parametrize("name", PARSERS)
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_bytes_are_unreadable_or_nothing(name: str, number: int) -> None:
    assert_storable(heard(PARSERS[name][0], HOSTILE[number]))


@pytest.mark.parametrize("name", PARSERS)
@given(body=st.binary(max_size=300))
def test_any_bytes_are_unreadable_or_storable(name: str, body: bytes) -> None:
    assert_storable(heard(PARSERS[name][0], body))


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_bent_updates_are_unreadable_or_storable(name: str, data: st.DataObject) -> None:
    parse, samples = PARSERS[name]
    assert_storable(heard(parse, data.draw(bent(samples))))


@pytest.mark.parametrize("name", PARSERS)
def test_the_same_bytes_say_the_same_again(name: str) -> None:
    parse, samples = PARSERS[name]
    for sample in samples:
        body = json.dumps(sample).encode()
        assert parse(body) == parse(body)
        assert_storable(parse(body))


def assert_storable(found: object) -> None:
    """No database refuses it: no NUL, no half of a character; and who spoke is known."""
    for arrival in found if isinstance(found, list) else [found]:
        encoded = msgspec.json.encode(arrival)  # raises for a lone surrogate
        assert b"\\u0000" not in encoded
        if isinstance(arrival, Arrival):
            assert arrival.key
            assert len(arrival.key) < 100


# -- what goes out

LINE = st.text(STORABLE, max_size=40)
TEXTS = LINE | st.text(STORABLE, min_size=1, max_size=3) | LINE.map(lambda t: f"{t} ơi. " * 300)
CHOICES = st.builds(
    Choice,
    label=LINE | LINE.map(lambda text: text * 4),
    payload=st.from_regex(r"\A(![a-z]{1,9}|[a-z]{8}:[A-Z]{1,8}:[a-z0-9]{1,30})\Z")
    | st.text(STORABLE, max_size=80),
    style=st.sampled_from(["choice", "rating", "control", "primary"]),
)
ITEMS = st.builds(
    ReviewItem,
    label=TEXTS,
    value=TEXTS,
    payload=st.just("") | st.from_regex(r"\A[a-z]{8}:@review:[A-Z]{1,8}\Z"),
)
MESSAGES = st.builds(
    Outgoing,
    kind=st.sampled_from(["question", "say", "review"]),
    text=TEXTS,
    hint=st.none() | TEXTS,
    choices=st.lists(CHOICES, max_size=8).map(tuple)
    | st.lists(CHOICES, min_size=1, max_size=2).map(lambda few: tuple(few * 80)),
    input=st.sampled_from(["none", "text", "phone", "number"]),
    progress=st.none() | st.builds(Progress, st.integers(1, 99), st.integers(1, 99)),
    controls=st.lists(CHOICES, max_size=3).map(tuple),
    review=st.just(())
    | st.lists(ITEMS, max_size=6).map(tuple)
    | ITEMS.map(lambda item: (item,) * 130),
    code=st.none() | st.just("7K2M9-QW3RT-X") | LINE,
    echo=st.none() | LINE,
    clears=st.booleans(),
    ends=st.booleans(),
    language=st.sampled_from(["vi", "en", "xx"]),
)


@pytest.mark.parametrize("name", [*PLATFORMS, *SENT_TO])
@settings(max_examples=120, deadline=None)
@given(message=MESSAGES)
def test_whatever_is_said_keeps_within_the_channels_limits(name: str, message: Outgoing) -> None:
    channel = {**PLATFORMS, **SENT_TO}[name]()
    calls = channel.render(message, ADDRESSES[name])
    assert calls
    LAWS[name](channel.capabilities, message, calls)


def telegram_laws(able: Capabilities, message: Outgoing, calls: list[Call]) -> None:
    bodies = [json.loads(call.body or b"") for call in calls]
    for call, body in zip(calls, bodies, strict=True):
        assert (call.method, body["chat_id"], dict(call.fields)) == ("sendMessage", 5021, {})
        assert body["text"].strip()
        assert len(body["text"].encode("utf-16-le")) // 2 <= able.text_chars
        _telegram_keyboard(able, body.get("reply_markup", {}))
        _telegram_entities(body, message)
        assert not any(mark in (call.body or b"").decode() for mark in "\u202e\u2066\u200f\u061c")
    markups = [body.get("reply_markup", {}) for body in bodies]
    removals = sum("remove_keyboard" in markup for markup in markups)
    asks = any("keyboard" in markup for markup in markups)
    assert asks == (message.input == "phone" and not message.review)
    assert removals == (message.clears and not asks)
    if not asks:
        offered = [
            b["callback_data"] for m in markups for r in m.get("inline_keyboard", ()) for b in r
        ]
        wanted = [c.payload for c in (*message.choices, *message.controls)]
        wanted += [item.payload for item in message.review if item.payload]
        fitting = [p for p in wanted if 1 <= len(p.encode()) <= able.payload_bytes]
        assert sorted(offered) == sorted(fitting), "a button got lost, or came from nowhere"


def _telegram_keyboard(able: Capabilities, markup: dict[str, Any]) -> None:
    assert len({"inline_keyboard", "keyboard", "remove_keyboard"} & markup.keys()) <= 1
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    assert all(rows)
    assert sum(map(len, rows)) <= able.buttons
    for button in (button for row in rows for button in row):
        assert button["text"].strip()
        assert len(button["text"]) <= able.label_chars
        if "inline_keyboard" in markup:
            assert 1 <= len(button["callback_data"].encode()) <= able.payload_bytes


def _telegram_entities(body: dict[str, Any], message: Outgoing) -> None:
    encoded = body["text"].encode("utf-16-le")
    for entity in body.get("entities", ()):
        start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        assert encoded[start:end].decode("utf-16-le") == message.code


def email_laws(able: Capabilities, message: Outgoing, calls: list[Call]) -> None:
    [call] = calls
    assert call.body
    found = inspect(call.body, "khaosat@example.gov.vn", ADDRESSES["email"], eight_bits=False)
    assert [breach for breach in found if breach != ("head_missing", "Date")] == []
    read = message_from_bytes(call.body, policy=default)
    plain = next(read.iter_parts()).get_content()
    assert len(plain) <= 2 * able.text_chars
    assert message.code != "7K2M9-QW3RT-X" or message.code in plain
    assert not any(mark in plain for mark in "\u202e\u2066\u200f\u061c\0")


LAWS: Mapping[str, Callable[[Capabilities, Outgoing, list[Call]], None]] = {
    "telegram": telegram_laws,
    "email": email_laws,
}
ADDRESSES: Mapping[str, str] = {"telegram": "5021", "email": "lan@example.vn"}


@pytest.mark.parametrize("name", SENT_TO)
def test_what_hears_nothing_believes_nobody_and_reads_nothing(name: str) -> None:
    channel = SENT_TO[name]()
    assert not channel.capabilities.hears
    assert not channel.verify({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"{}")
    with pytest.raises(UnreadableError):
        channel.parse(b"{}")


@settings(max_examples=50, deadline=None)
@given(message=MESSAGES)
def test_the_terminal_and_the_page_can_say_anything(message: Outgoing) -> None:
    laid = terminal.lay_out(message)
    assert set(laid.keys.values()) <= {c.payload for c in (*message.choices, *message.controls)}
    numbered = json.loads(webchat.numbered(7, msgspec.json.encode(message)))
    assert numbered["seq"] == 7
