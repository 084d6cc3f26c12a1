"""The methods and their parameters as tables, and how a parameter is read in any of its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.simulator.telegram.rules import RefusedError

__all__ = ["METHODS", "Method", "Read", "WrongTypeError", "read_fields", "read_parameters"]

Read = Callable[[object], Any]
_decode = msgspec.json.Decoder().decode


class WrongTypeError(Exception):
    """A value is not what it has to be; the text says what it has to be."""


# A parameter comes as JSON, or as the text of a form: Telegram takes "5" for 5 and the text of
# an object for the object, in JSON too. Real libraries use all of these.


def integer(value: object) -> int:
    """Read a whole number."""
    if type(value) is int:
        return value
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        return int(value)
    raise WrongTypeError("Number")


def boolean(value: object) -> bool:
    """Read a truth value."""
    if type(value) is bool:
        return value
    if value in ("true", "True", "1"):
        return True
    if value in ("false", "False", "0"):
        return False
    raise WrongTypeError("Boolean")


def text(value: object) -> str:
    """Read a text."""
    if type(value) is str:
        return value
    raise WrongTypeError("String")


def _nested(value: object) -> object:
    if isinstance(value, str):
        try:
            return _decode(value)
        except msgspec.DecodeError as error:
            raise WrongTypeError("JSON") from error
    return value


def mapping(value: object) -> dict[str, Any]:
    """Read an object."""
    found = _nested(value)
    if type(found) is dict:
        return found
    raise WrongTypeError("Object")


def listing(value: object) -> list[Any]:
    """Read an array."""
    found = _nested(value)
    if type(found) is list:
        return found
    raise WrongTypeError("Array")


def chat(value: object) -> int | str:
    """Read the id of a chat, or the name of a public one."""
    if isinstance(value, str) and value.startswith("@"):
        return value
    return integer(value)


def names(value: object) -> list[str]:
    """Read a list of texts."""
    return [text(item) for item in listing(value)]


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its name as Telegram writes it, what it takes, and what it cannot do without."""

    name: str
    fields: Mapping[str, Read]
    required: tuple[str, ...] = ()


_TO_CHAT: Mapping[str, Read] = {
    "business_connection_id": text,
    "chat_id": chat,
}
_SENDING: Mapping[str, Read] = {
    **_TO_CHAT,
    "message_thread_id": integer,
    "direct_messages_topic_id": integer,
    "disable_notification": boolean,
    "protect_content": boolean,
    "allow_paid_broadcast": boolean,
    "message_effect_id": text,
    "suggested_post_parameters": mapping,
    "reply_parameters": mapping,
    "reply_markup": mapping,
    "reply_to_message_id": integer,  # before 7.0, still understood
    "allow_sending_without_reply": boolean,
}
_TEXT: Mapping[str, Read] = {
    "text": text,
    "parse_mode": text,
    "entities": listing,
    "link_preview_options": mapping,
    "disable_web_page_preview": boolean,  # before 7.0, still understood
}
_EDITING: Mapping[str, Read] = {
    **_TO_CHAT,
    "message_id": integer,
    "inline_message_id": text,
    "reply_markup": mapping,
}
_ALL = (
    Method("getMe", {}),
    Method(
        "getUpdates",
        {"offset": integer, "limit": integer, "timeout": integer, "allowed_updates": names},
    ),
    Method(
        "setWebhook",
        {
            "url": text,
            "certificate": text,
            "ip_address": text,
            "max_connections": integer,
            "allowed_updates": names,
            "drop_pending_updates": boolean,
            "secret_token": text,
        },
        ("url",),
    ),
    Method("deleteWebhook", {"drop_pending_updates": boolean}),
    Method("getWebhookInfo", {}),
    Method("sendMessage", {**_SENDING, **_TEXT}, ("chat_id", "text")),
    Method("editMessageText", {**_EDITING, **_TEXT}, ("chat_id", "message_id", "text")),
    Method("editMessageReplyMarkup", _EDITING, ("chat_id", "message_id")),
    Method("deleteMessage", {"chat_id": chat, "message_id": integer}, ("chat_id", "message_id")),
    Method(
        "answerCallbackQuery",
        {
            "callback_query_id": text,
            "text": text,
            "show_alert": boolean,
            "url": text,
            "cache_time": integer,
        },
        ("callback_query_id",),
    ),
    Method(
        "sendChatAction",
        {**_TO_CHAT, "message_thread_id": integer, "action": text},
        ("chat_id", "action"),
    ),
    Method("getFile", {"file_id": text}, ("file_id",)),
    Method(
        "setMyCommands",
        {"commands": listing, "scope": mapping, "language_code": text},
        ("commands",),
    ),
    Method("setChatMenuButton", {"chat_id": integer, "menu_button": mapping}),
)
METHODS: Mapping[str, Method] = {
    **{method.name: method for method in _ALL},
    **{method.name.lower(): method for method in _ALL},
}
"""By name; Telegram does not mind the case of letters."""

_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "url": "bad webhook: URL is empty",
    "file_id": "file_id not specified",
    "action": 'parameter "action" is required',
    "callback_query_id": 'parameter "callback_query_id" is required',
    "commands": "BOT_COMMANDS_EMPTY",
}


def read_parameters(
    method: Method, payload: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Return the parameters as they are meant, and the names that the method does not have."""
    found, unknown = read_fields(method.fields, payload, "Bad Request: parameter")
    for name in method.required:
        if name not in found:
            raise RefusedError("missing_field", f"Bad Request: {_MISSING[name]}")
    return found, unknown


def read_fields(
    fields: Mapping[str, Read], raw: Mapping[str, Any], what: str
) -> tuple[dict[str, Any], list[str]]:
    """Read an object's fields by a table. `null` is the same as absent."""
    found: dict[str, Any] = {}
    unknown: list[str] = []
    for name, value in raw.items():
        read = fields.get(name)
        if read is None:
            unknown.append(name)
        elif value is not None:
            try:
                found[name] = read(value)
            except WrongTypeError as error:
                description = f'{what} "{name}" must be of type {error}'
                raise RefusedError("wrong_type", description) from error
    return found, unknown
