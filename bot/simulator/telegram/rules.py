"""The rules of the Bot API by name: what a bot must not do, and how Telegram says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["RULES", "RefusedError"]

RULES: Mapping[str, str] = {
    # -- the request as such
    "wrong_token": "the token is not this bot's (401), or no token at all (404)",
    "unknown_method": "a method that the Bot API does not have, or the simulator does not play",
    "wrong_content_type": "a body that is neither JSON nor a form: its parameters are not read",
    "malformed_body": "a body that is not what its Content-Type says",
    "not_utf8": "a text that is no valid UTF-8, such as half a surrogate pair",
    "unknown_field": "a parameter that the method does not have; Telegram ignores it in silence",
    "missing_field": "a parameter that the method requires is missing",
    "wrong_type": "a parameter or field of the wrong type, some of which Telegram would bend",
    "value_out_of_range": "a number beyond its limits, which Telegram clamps in silence",
    # -- texts
    "text_empty": "a text of no characters, or of white space only",
    "text_too_long": "more than 4096 characters after parsing",
    "text_not_nfc": "a text or label not in NFC: longer than it looks; Telegram is silent",
    "parse_mode_unknown": "a parse mode other than HTML, Markdown and MarkdownV2",
    "markup_unparsable": "a parse mode, and a text whose special characters are not escaped",
    # -- keyboards
    "reply_markup_invalid": "a reply markup that is no keyboard, no removal and no forced reply",
    "keyboard_shape": "a keyboard must be a list of rows, each a list of at least one button",
    "keyboard_too_long": "more than some 100 buttons: no number is documented",
    "keyboards_combined": "an inline and a reply keyboard in one markup: only one is shown",
    "label_empty": "a button without a label",
    "button_data_invalid": "callback data must have 1 to 64 bytes",
    "button_url_invalid": "a button opens an HTTP, HTTPS or tg address on a host with a name",
    "button_without_action": "an inline button must do exactly one thing",
    "contact_outside_private": "a phone number can be requested in private chats only",
    "reply_keyboard_in_edit": "an edit can bring an inline keyboard only",
    # -- chats
    "chat_unknown": "a chat that does not exist, as far as the bot may know",
    "chat_not_started": "a person who never pressed Start cannot be written to (403)",
    "chat_blocked": "the person has blocked the bot, and the bot had been told (403)",
    "chat_deactivated": "the account is deactivated, and the bot had been told (403)",
    # -- messages
    "message_unknown": "a message that does not exist, or was deleted",
    "message_not_ours": "only the bot's own messages can be edited",
    "message_not_editable": "a message that was sent with a reply keyboard cannot be edited",
    "message_not_modified": "an edit that changes nothing",
    "message_too_old": "a message can be deleted within 48 hours only",
    "action_unknown": "a chat action that does not exist",
    "command_invalid": "a command has 1 to 32 of a-z 0-9 _, and a description of 1 to 256",
    # -- callbacks
    "callback_unknown": "a callback query that was never sent to this bot",
    "callback_answered_twice": "a callback query can be answered once",
    "callback_answered_late": "the answer to a button came too late, the person has given up",
    "callback_unanswered": "a button was pressed and delivered, and never answered",
    "callback_text_too_long": "the answer to a button may have 200 characters",
    # -- rates
    "too_fast_for_chat": "more than a message a second to one chat, beyond a short burst",
    "too_fast_overall": "more than 30 messages a second over all chats",
    "call_before_retry_after": "a call before the time that a 429 named had passed",
    # -- getting updates
    "polling_with_webhook": "getUpdates while a webhook is set",
    "two_pollers": "a second getUpdates while one is waiting: the first one ends with a 409",
    "webhook_set_too_often": "setWebhook more than once a second",
    "webhook_url_invalid": "a webhook's address must be HTTPS, or HTTP on this machine",
    "secret_token_invalid": "a secret token has 1 to 256 characters of A-Z a-z 0-9 _ -",
    "webhook_gone": "the webhook answered 410: after 23 hours of that Telegram removes it",
    "webhook_timed_out": "the webhook did not answer within 60 seconds",
    "webhook_reply_ignored": "the webhook's answer called a method that cannot be called so",
    # -- files
    "file_unknown": "a file id or path that does not exist",
    "file_too_big": "files over 20 MB cannot be fetched",
    "file_path_expired": "a file's path is good for an hour, then getFile must be asked again",
}
"""What each rule says, by its name."""


class RefusedError(Exception):
    """A request that Telegram refuses; `rule` is None where the bot is not to blame."""

    def __init__(
        self,
        rule: str | None,
        description: str,
        status: int = 400,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(description)
        self.rule = rule
        self.description = description
        self.status = status
        self.parameters = parameters
