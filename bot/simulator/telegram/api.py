"""The methods of the Bot API on the simulator's state, each as strict as Telegram, or stricter."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.simulator.telegram.chats import Chat, JsonObject, Message
from bot.simulator.telegram.entities import plain_text
from bot.simulator.telegram.keyboards import KeyboardCheck
from bot.simulator.telegram.ledger import Press, Request
from bot.simulator.telegram.methods import Method, read_parameters
from bot.simulator.telegram.rules import RefusedError
from bot.simulator.telegram.state import State
from bot.simulator.telegram.updates import message_json

__all__ = ["Acts", "BotApi"]

Acts = Mapping[str, Callable[[Request, JsonObject], Any]]
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_UNPUNISHED = frozenset({"getMe", "getUpdates", "getWebhookInfo", "setWebhook", "deleteWebhook"})
"""Methods that a 429 on messages does not stop."""


class BotApi:
    """Does what a request asks, or raises RefusedError. `setting_up` are more methods."""

    def __init__(self, state: State, setting_up: Acts) -> None:
        self._state = state
        self._acts: Acts = {
            **setting_up,
            "getMe": self._get_me,
            "sendMessage": self._send_message,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._answer_press,
            "sendChatAction": self._chat_action,
            "getFile": self._get_file,
        }

    def check_patience(self, method: Method) -> None:
        """Refuse what comes before the time that a 429 named."""
        if method.name not in _UNPUNISHED:
            state = self._state
            state.flood.check_patience(state.clock.now(), state.lateness.recent())

    def read(self, method: Method, request: Request) -> JsonObject:
        """Return the parameters of a request as they are meant."""
        parameters, unknown = read_parameters(method, request.payload)
        for name in unknown:
            self._note(request, "unknown_field", f"{name} in {method.name}")
        return parameters

    def call(self, method: Method, request: Request) -> Any:  # noqa: ANN401 - any JSON
        """Do it, and return the result."""
        return self._acts[method.name](request, self.read(method, request))

    def _note(self, request: Request, rule: str, detail: str) -> None:
        self._state.ledger.breach(rule, self._state.clock.now(), detail, request)

    # -- messages

    def _get_me(self, _request: Request, _parameters: JsonObject) -> JsonObject:
        return {
            **self._state.bot,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def _send_message(self, request: Request, parameters: JsonObject) -> JsonObject:
        state = self._state
        text = self._text(request, parameters)
        chat = state.reachable(parameters["chat_id"])
        markup = self._markup(request, parameters, chat, edit=False)
        replied = self._replied(parameters, chat)
        state.flood.check_message(chat.id, state.clock.now(), state.lateness.recent())
        message = state.post(chat, by_bot=True, sender=state.bot, text=text)
        message.markup = markup
        if replied is not None:
            message.extra["reply_to_message"] = replied
        chat.add(message)
        request.message_id = message.id
        state.ledger.texts[chat.id, text] += 1
        return message_json(message)

    def _edit_text(self, request: Request, parameters: JsonObject) -> JsonObject:
        message = self._own(parameters)
        text = self._text(request, parameters)
        markup = self._markup(request, parameters, message.chat, edit=True)
        return self._edit(request, message, text, markup)

    def _edit_markup(self, request: Request, parameters: JsonObject) -> JsonObject:
        message = self._own(parameters)
        markup = self._markup(request, parameters, message.chat, edit=True)
        return self._edit(request, message, message.text, markup)

    def _edit(
        self, request: Request, message: Message, text: str | None, markup: JsonObject | None
    ) -> JsonObject:
        shown = markup if markup and markup["inline_keyboard"] else None
        if text == message.text and shown == message.inline:
            raise RefusedError(
                "message_not_modified",
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        message.edit(self._state.clock.now(), text, shown)
        message.chat.stir(message)
        request.message_id = message.id
        return message_json(message)

    def _delete(self, request: Request, parameters: JsonObject) -> bool:
        state = self._state
        chat = state.reachable(parameters["chat_id"])
        message = chat.messages.get(parameters["message_id"])
        if message is None or message.deleted_at is not None:
            raise RefusedError("message_unknown", "Bad Request: message to delete not found")
        if state.clock.now() - message.at > state.limits.deletion:
            raise RefusedError(
                "message_too_old", "Bad Request: message can't be deleted for everyone"
            )
        message.deleted_at = state.clock.now()
        request.message_id = message.id
        chat.stir(message)
        return True

    def _own(self, parameters: JsonObject) -> Message:
        """Return the bot's message that is to be edited."""
        chat = self._state.reachable(parameters["chat_id"])
        message = chat.messages.get(parameters["message_id"])
        if message is None or message.deleted_at is not None:
            raise RefusedError("message_unknown", "Bad Request: message to edit not found")
        if not message.by_bot:
            raise RefusedError("message_not_ours", "Bad Request: message can't be edited")
        if message.markup and "inline_keyboard" not in message.markup:
            raise RefusedError("message_not_editable", "Bad Request: message can't be edited")
        return message

    def _replied(self, parameters: JsonObject, chat: Chat) -> Message | None:
        reply = parameters.get("reply_parameters", {})
        wanted = reply.get("message_id", parameters.get("reply_to_message_id"))
        if wanted is None:
            return None
        message = chat.messages.get(int(wanted))
        lenient = reply.get("allow_sending_without_reply") or parameters.get(
            "allow_sending_without_reply"
        )
        if (message is None or message.deleted_at is not None) and not lenient:
            raise RefusedError("message_unknown", "Bad Request: message to be replied not found")
        return message

    # -- texts and keyboards

    def _text(self, request: Request, parameters: JsonObject) -> str:
        raw: str = parameters["text"]
        if not unicodedata.is_normalized("NFC", raw):
            self._note(request, "text_not_nfc", f"{len(raw)} characters")
        mode = parameters.get("parse_mode")
        shown = (plain_text(raw, mode) if mode else raw).strip()
        if not shown:
            raise RefusedError("text_empty", "Bad Request: message text is empty")
        if len(shown) > self._state.limits.text:
            raise RefusedError("text_too_long", "Bad Request: message is too long")
        return shown

    def _markup(
        self, request: Request, parameters: JsonObject, chat: Chat, *, edit: bool
    ) -> JsonObject | None:
        raw = parameters.get("reply_markup")
        if raw is None:
            return None
        check = KeyboardCheck(partial(self._note, request), self._state.limits)
        return check.read(raw, private=chat.is_private, edit=edit)

    # -- buttons

    def _answer_press(self, request: Request, parameters: JsonObject) -> bool:
        state = self._state
        text = parameters.get("text", "")
        press = state.ledger.presses.get(parameters["callback_query_id"])
        if press is None:
            raise _too_old("callback_unknown")
        if len(text) > state.limits.callback_text:
            raise RefusedError("callback_text_too_long", "Bad Request: MESSAGE_TOO_LONG")
        if not unicodedata.is_normalized("NFC", text):
            self._note(request, "text_not_nfc", "the answer to a button")
        self._check_press(press)
        press.answered_at = state.clock.now()
        # Nobody hears what came of a method in a webhook's answer.
        press.told = not request.fault and request.via == "http"
        press.text, press.alert = text or None, parameters.get("show_alert", False)
        return True

    def _check_press(self, press: Press) -> None:
        """Refuse a second or late answer. A bot that was not told of its first answer, or got
        the press late, cannot help it.
        """
        patience = self._state.limits.callback_answer
        now = self._state.clock.now()
        if press.answered_at is not None:
            raise _too_old("callback_answered_twice" if press.told else None)
        if now - press.at > patience:
            is_late = press.had_at is not None and now - press.had_at > patience
            press.excused = press.excused or not is_late
            raise _too_old("callback_answered_late" if is_late else None)

    # -- the rest

    def _chat_action(self, _request: Request, parameters: JsonObject) -> bool:
        self._state.reachable(parameters["chat_id"])
        if parameters["action"] not in _ACTIONS:
            raise RefusedError("action_unknown", "Bad Request: wrong parameter action in request")
        return True

    def _get_file(self, _request: Request, parameters: JsonObject) -> JsonObject:
        return self._state.files.describe(parameters["file_id"], self._state.clock.now())


def _too_old(rule: str | None) -> RefusedError:
    return RefusedError(
        rule,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
