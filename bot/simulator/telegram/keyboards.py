"""What a keyboard must look like: shapes, labels, data, and where it may be used."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.simulator.telegram.chats import JsonObject
from bot.simulator.telegram.limits import Limits
from bot.simulator.telegram.methods import (
    Read,
    boolean,
    listing,
    mapping,
    read_fields,
    text,
)
from bot.simulator.telegram.rules import RefusedError

__all__ = ["KeyboardCheck"]

_LOOKS: Mapping[str, Read] = {"text": text, "icon_custom_emoji_id": text, "style": text}
_ACTIONS: Mapping[str, Read] = {
    "url": text,
    "callback_data": text,
    "web_app": mapping,
    "login_url": mapping,
    "switch_inline_query": text,
    "switch_inline_query_current_chat": text,
    "switch_inline_query_chosen_chat": mapping,
    "copy_text": mapping,
    "callback_game": mapping,
    "pay": boolean,
}
_INLINE_BUTTON: Mapping[str, Read] = {**_LOOKS, **_ACTIONS}
_KEY: Mapping[str, Read] = {
    **_LOOKS,
    "request_users": mapping,
    "request_chat": mapping,
    "request_managed_bot": mapping,
    "request_contact": boolean,
    "request_location": boolean,
    "request_poll": mapping,
    "web_app": mapping,
}
_MARKUP: Mapping[str, Read] = {
    "inline_keyboard": listing,
    "keyboard": listing,
    "remove_keyboard": boolean,
    "force_reply": boolean,
    "is_persistent": boolean,
    "resize_keyboard": boolean,
    "one_time_keyboard": boolean,
    "input_field_placeholder": text,
    "selective": boolean,
}
_KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
_PLACEHOLDER = 64  # characters


class KeyboardCheck:
    """Checks one reply markup; what Telegram lets pass in silence goes to `note`."""

    def __init__(self, note: Callable[[str, str], None], limits: Limits) -> None:
        self._note = note
        self._limits = limits

    def read(self, raw: Mapping[str, Any], *, private: bool, edit: bool) -> JsonObject:
        """Return the markup as it will be shown."""
        markup, unknown = read_fields(_MARKUP, raw, "Bad Request: can't parse reply markup: Field")
        self._note_unknown(unknown)
        kinds = [kind for kind in _KINDS if kind in markup]
        if not kinds:
            raise RefusedError(
                "reply_markup_invalid", "Bad Request: object expected as reply markup"
            )
        if len(kinds) > 1:
            self._note("keyboards_combined", " and ".join(kinds))
        if edit and "inline_keyboard" not in markup:
            raise RefusedError("reply_keyboard_in_edit", "Bad Request: inline keyboard expected")
        if "inline_keyboard" in markup:
            self._inline(markup["inline_keyboard"])
        if "keyboard" in markup:
            self._reply(markup, private=private)
        return markup

    def _inline(self, rows: list[Any]) -> None:
        for button in self._buttons(rows, _INLINE_BUTTON, "inline keyboard"):
            actions = [name for name in _ACTIONS if name in button]
            if not actions:
                raise RefusedError(
                    "button_without_action",
                    "Bad Request: can't parse inline keyboard button: "
                    "Text buttons are unallowed in the inline keyboard",
                )
            if len(actions) > 1:
                self._note("button_without_action", f"{button['text']!r} has {actions}")
            data = button.get("callback_data")
            if data is not None and not 1 <= len(data.encode()) <= self._limits.callback_data:
                raise RefusedError("button_data_invalid", "Bad Request: BUTTON_DATA_INVALID")
            _check_url(button.get("url"))

    def _reply(self, markup: JsonObject, *, private: bool) -> None:
        rows = [
            [{"text": key} if isinstance(key, str) else key for key in row]
            if isinstance(row, list)
            else row
            for row in markup["keyboard"]
        ]
        if not rows:
            raise RefusedError("keyboard_shape", "Bad Request: reply markup is invalid")
        for key in self._buttons(rows, _KEY, "keyboard"):
            if key.get("request_contact") and not private:
                raise RefusedError(
                    "contact_outside_private",
                    "Bad Request: phone number can be requested in private chats only",
                )
        placeholder = markup.get("input_field_placeholder")
        if placeholder is not None and not 1 <= len(placeholder) <= _PLACEHOLDER:
            self._note("value_out_of_range", "input_field_placeholder has 1 to 64 characters")

    def _buttons(self, rows: list[Any], fields: Mapping[str, Read], what: str) -> list[JsonObject]:
        found = [self._button(raw, fields, what) for row in rows for raw in self._row(row, what)]
        if len(found) > self._limits.buttons:
            raise RefusedError("keyboard_too_long", "Bad Request: reply markup is too long")
        return found

    def _row(self, row: object, what: str) -> list[Any]:
        if not isinstance(row, list):
            why = f"Bad Request: can't parse {what}: Array of Array expected"
            raise RefusedError("keyboard_shape", why)
        if not row:
            self._note("keyboard_shape", "a row without a button")
        return row

    def _button(self, raw: object, fields: Mapping[str, Read], what: str) -> JsonObject:
        where = f"Bad Request: can't parse {what} button: "
        if not isinstance(raw, dict):
            raise RefusedError("keyboard_shape", f"{where}Object expected")
        button, unknown = read_fields(fields, raw, f"{where}Field")
        self._note_unknown(unknown)
        label = button.get("text", "")
        if not label.strip():
            raise RefusedError("label_empty", f"Bad Request: {what} button text must be non-empty")
        if not unicodedata.is_normalized("NFC", label):
            self._note("text_not_nfc", "the label of a button")
        return button

    def _note_unknown(self, unknown: list[str]) -> None:
        for name in unknown:
            self._note("unknown_field", f"{name} in reply_markup")


def _check_url(url: str | None) -> None:
    if url is None:
        return
    address = urlsplit(url)
    is_page = address.scheme in {"http", "https"} and "." in (address.hostname or "")
    if not is_page and address.scheme != "tg":
        why = f"Bad Request: inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
        raise RefusedError("button_url_invalid", why)
