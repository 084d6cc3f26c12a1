"""A lean Bot API: answers as Telegram does, tells the crowd, counts what breaks a cheap rule.

The strict simulator of `bot/simulator` judges everything; this one must not be the bottleneck.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

import msgspec

from tests.benchmarks.wire import Request

__all__ = ["Button", "FakeApi", "Heard", "Markup"]

BOT = {"id": 777, "is_bot": True, "first_name": "Bench", "username": "BenchBot"}
_ME = msgspec.json.encode(
    {
        "ok": True,
        "result": {
            **BOT,
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        },
    }
)
_TRUE = b'{"ok":true,"result":true}'
_WEBHOOK = (
    b'{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}'
)
_BOT_JSON = msgspec.json.encode(BOT)
_DATE = 1790000000


class Button(msgspec.Struct, omit_defaults=True):
    text: str
    callback_data: str | None = None
    url: str | None = None


class Markup(msgspec.Struct, omit_defaults=True):
    inline_keyboard: list[list[Button]] | None = None

    @property
    def buttons(self) -> list[Button]:
        """All buttons, row after row."""
        return [button for row in self.inline_keyboard or [] for button in row]


class Call(msgspec.Struct):
    """The parameters that matter, of any method."""

    chat_id: int | str | None = None
    text: str | None = None
    reply_markup: Markup | str | None = None
    callback_query_id: str | None = None
    message_id: int | None = None
    method: str | None = None
    """Set where the call stands in a webhook's response."""


Heard: TypeAlias = Callable[[int, int, str, Markup], None]
"""Called with chat, message id, text and keyboard of each new message."""

_call = msgspec.json.Decoder(Call).decode
_markup = msgspec.json.Decoder(Markup).decode
_NO_MARKUP = Markup()
_encode = msgspec.json.Encoder().encode


class FakeApi:
    """`chats` are the chats that have begun to talk, `callbacks` the presses not yet answered."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._messages = 100
        self.chats: set[int] = set()
        self.callbacks: set[str] = set()
        self.answered: set[str] = set()
        self.calls: Counter[str] = Counter()
        self.violations: Counter[str] = Counter()
        self._texts: dict[str, bytes] = {}

    def answer(self, request: Request) -> tuple[int, bytes]:
        """Answer an HTTP call."""
        _, _, method = request.path.decode("ascii", "replace").rpartition("/")
        try:
            call = _of_form(request.body) if request.is_form else _call(request.body or b"{}")
        except (msgspec.DecodeError, ValueError):
            return self._refused("a body that is no parameters")
        return self.take(method, call)

    def take_response(self, body: bytes) -> None:
        """Carry out the call that rides in a webhook's response, if there is one."""
        if not body.startswith(b"{"):
            return
        call = _call(body)
        if call.method is not None:
            self.take(call.method, call)

    def take(self, method: str, call: Call) -> tuple[int, bytes]:
        """Carry out one call."""
        self.calls[method] += 1
        if method == "sendMessage":
            return self._send(call)
        if method == "answerCallbackQuery":
            return self._answer_callback(call)
        if method.startswith("edit"):
            return self._edit(call)
        if method == "getMe":
            return 200, _ME
        return 200, _WEBHOOK if method == "getWebhookInfo" else _TRUE

    def _send(self, call: Call) -> tuple[int, bytes]:
        markup = self._keyboard(call)
        fault = self._fault(call, markup)
        if fault is not None or markup is None:
            return self._refused(fault or "a keyboard that is none")
        assert call.text is not None
        chat = int(call.chat_id or 0)
        self._messages += 1
        self._heard(chat, self._messages, call.text, markup)
        return 200, self._message(chat, self._messages, call.text, markup)

    def _edit(self, call: Call) -> tuple[int, bytes]:
        markup = self._keyboard(call)
        if markup is None or int(call.chat_id or 0) not in self.chats or not call.message_id:
            return self._refused("an edit of no message")
        return 200, self._message(
            int(call.chat_id or 0), call.message_id, call.text or "-", markup
        )

    def _answer_callback(self, call: Call) -> tuple[int, bytes]:
        callback = call.callback_query_id or ""
        if callback not in self.callbacks:
            if callback not in self.answered:
                return self._refused("an answer to an unknown callback")
            return 200, _TRUE  # answered twice: Telegram does not mind
        self.callbacks.remove(callback)
        self.answered.add(callback)
        return 200, _TRUE

    def _fault(self, call: Call, markup: Markup | None) -> str | None:
        if call.text is None or not 1 <= len(call.text) <= 4096:
            return "a text of no or too many characters"
        if int(call.chat_id or 0) not in self.chats:
            return "a message to a chat that never began"
        for button in markup.buttons if markup else ():
            data = button.callback_data
            if data is not None and not 1 <= len(data.encode()) <= 64:
                return "a button with no or too many bytes"
        return None

    def _keyboard(self, call: Call) -> Markup | None:
        given = call.reply_markup
        if given is None:
            return _NO_MARKUP
        if isinstance(given, Markup):
            return given
        try:
            return _markup(given)
        except msgspec.DecodeError:
            return None

    def _refused(self, rule: str) -> tuple[int, bytes]:
        self.violations[rule] += 1
        return 400, _encode(
            {"ok": False, "error_code": 400, "description": f"Bad Request: {rule}"}
        )

    def _message(self, chat: int, number: int, text: str, markup: Markup) -> bytes:
        said = self._texts.get(text)
        if said is None:
            said = self._texts[text] = _encode(text)
        keyboard = b',"reply_markup":' + _encode(markup) if markup.inline_keyboard else b""
        return (
            b'{"ok":true,"result":{"message_id":%d,"from":%s,"chat":{"id":%d,"first_name":"Lan",'
            b'"type":"private"},"date":%d,"text":%s%s}}'
            % (number, _BOT_JSON, chat, _DATE, said, keyboard)
        )


def _of_form(body: bytes) -> Call:
    given: dict[str, Any] = dict(parse_qsl(body.decode(), keep_blank_values=True))
    markup = given.get("reply_markup")
    return msgspec.convert(
        {
            **given,
            "reply_markup": json.loads(markup) if markup else None,
            "message_id": int(given["message_id"]) if "message_id" in given else None,
        },
        Call,
    )
