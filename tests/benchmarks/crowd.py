"""The citizens: each answers the 15 questions in turn and remembers what the bot did."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import msgspec

from tests.benchmarks.api import BOT, FakeApi, Markup
from tests.benchmarks.questionnaire import QUESTIONS, answer_of, asked_in
from tests.benchmarks.wire import Webhook

__all__ = ["FIRST_CHAT", "Citizen", "Crowd", "Tally"]

FIRST_CHAT = 5_000_000_000
"""Above 32 bits, as newer accounts are."""
_DATE = 1790000000
_END = len(QUESTIONS)
_encode = msgspec.json.Encoder().encode
_LABELS = [{label: value for value, label in item.choices} for item in QUESTIONS]


@dataclass(slots=True)
class Tally:
    """What went wrong, over all citizens."""

    repeated: int = 0
    """Questions that were asked again although nobody misunderstood anything."""
    wrong_order: int = 0
    """Questions asked that left another one out, or came before the last one was answered."""
    refused: int = 0
    """Updates that got another answer than 2xx, or none."""


@dataclass(slots=True, eq=False)
class Citizen:
    """One person. `position` is the question being answered: -1 for /start, 15 when all is done.

    `given` are the answers whose update was acknowledged or followed by the next question.
    """

    number: int
    position: int = -1
    sent_at: float = 0.0
    is_acknowledged: bool = True
    is_asked: bool = True
    next_position: int = -1
    prompt: tuple[int, str, Markup] = (0, "", Markup())
    unacknowledged: dict[int, bytes] = field(default_factory=dict)
    given: set[int] = field(default_factory=set)

    @property
    def chat(self) -> int:
        """The chat's id, the person's too."""
        return FIRST_CHAT + self.number

    @property
    def waits(self) -> bool:
        """Whether an answer is on its way."""
        return not (self.is_acknowledged and self.is_asked)

    @property
    def has_finished(self) -> bool:
        """Whether the bot has said goodbye."""
        return self.position >= _END and not self.waits


class Crowd:
    """Plays citizens against a bot. `stepped` is told of every step that is done, with the
    seconds from the update to the later of the next question and the update's 2xx.
    """

    def __init__(
        self, webhook: Webhook, start: str, stepped: Callable[[Citizen, float], None]
    ) -> None:
        self.api = FakeApi(self._heard)
        self.webhook = webhook
        self.tally = Tally()
        self.sent: Callable[[bytes], None] | None = None
        """Told of every update that is sent: some may come twice."""
        self._start = start
        self._stepped = stepped
        self._by_chat: dict[int, Citizen] = {}
        self._updates = 900_000_000

    @property
    def citizens(self) -> list[Citizen]:
        """Everybody who has come so far."""
        return list(self._by_chat.values())

    def join(self, number: int, position: int = -1) -> Citizen:
        """Let a citizen come, who may have answered the questions before `position` already."""
        citizen = Citizen(number, position, given=set(range(position)))
        self._by_chat[citizen.chat] = citizen
        if position >= 0:
            self.api.chats.add(citizen.chat)
        return citizen

    def answer(self, citizen: Citizen) -> None:
        """Send the citizen's next update."""
        self._updates += 1
        update = self._updates
        body = self._body(update, citizen)
        citizen.is_acknowledged = citizen.is_asked = False
        citizen.unacknowledged[update] = body
        citizen.sent_at = time.perf_counter()
        self.webhook.post(body, partial(self._delivered, citizen, update, citizen.position))
        if self.sent is not None:
            self.sent(body)

    def send_copy(self, body: bytes) -> None:
        """Deliver an update once more."""
        self.webhook.post(body, self._copy_delivered)

    def deliver_again(self) -> int:
        """Send again what got no 2xx, as the platform does; return how many updates that is."""
        again = [(c, *item) for c in self._by_chat.values() for item in c.unacknowledged.items()]
        for citizen, update, body in again:
            self.webhook.post(body, partial(self._delivered, citizen, update, citizen.position))
        return len(again)

    # -- what comes back

    def _copy_delivered(self, status: int, body: bytes) -> None:
        if 200 <= status < 300:
            self.api.take_response(body)
        else:
            self.tally.refused += 1

    def _delivered(
        self, citizen: Citizen, update: int, position: int, status: int, body: bytes
    ) -> None:
        if not 200 <= status < 300:
            self.tally.refused += 1
            return
        if citizen.unacknowledged.pop(update, None) is None:
            return
        if position >= 0:
            citizen.given.add(position)
        self.api.take_response(body)
        if position == citizen.position:
            citizen.is_acknowledged = True
            self._settle(citizen)

    def _heard(self, chat: int, message: int, text: str, markup: Markup) -> None:
        citizen = self._by_chat[chat]
        asked = asked_in(text)
        if asked is None:
            # After the last answer any word ends the survey; before that it is talk beside it.
            if citizen.position != _END - 1 or citizen.is_asked:
                return
            asked = _END
        latest = citizen.next_position if citizen.is_asked else citizen.position
        if asked < latest:
            self.tally.repeated += 1  # an older one again: nobody goes back for it
            return
        citizen.prompt = (message, text, markup)
        if asked == latest:
            self.tally.repeated += 1
            return
        if citizen.is_asked or asked != latest + 1:
            self.tally.wrong_order += 1
        if not citizen.is_asked:
            citizen.next_position = asked
            citizen.is_asked = True
            self._settle(citizen)

    def _settle(self, citizen: Citizen) -> None:
        if citizen.waits:
            return
        if citizen.position >= 0:
            citizen.given.add(citizen.position)
        citizen.position = citizen.next_position
        self._stepped(citizen, time.perf_counter() - citizen.sent_at)

    # -- what is said

    def _body(self, update: int, citizen: Citizen) -> bytes:
        person = {"id": citizen.chat, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
        chat = {"id": citizen.chat, "first_name": "Lan", "type": "private"}
        if citizen.position >= 0 and QUESTIONS[citizen.position].choices:
            return _encode(
                {"update_id": update, "callback_query": self._press(update, citizen, person, chat)}
            )
        message: dict[str, object] = {
            "message_id": update % 1_000_000,
            "from": person,
            "chat": chat,
            "date": _DATE,
        }
        if citizen.position < 0:
            self.api.chats.add(citizen.chat)
            message["text"] = self._start
            message["entities"] = [{"offset": 0, "length": 6, "type": "bot_command"}]
        else:
            message["text"] = answer_of(citizen.number, QUESTIONS[citizen.position])
        return _encode({"update_id": update, "message": message})

    def _press(
        self, update: int, citizen: Citizen, person: dict[str, object], chat: dict[str, object]
    ) -> dict[str, object]:
        message, text, markup = citizen.prompt
        wanted = answer_of(citizen.number, QUESTIONS[citizen.position])
        labels = _LABELS[citizen.position]
        found = (b.callback_data for b in markup.buttons if labels.get(b.text) == wanted)
        data = next(found, None)
        if data is None:
            self.api.violations["a question without its buttons"] += 1
        callback = f"cb{update}"
        self.api.callbacks.add(callback)
        return {
            "id": callback,
            "from": person,
            "message": {
                "message_id": message,
                "from": BOT,
                "chat": chat,
                "date": _DATE,
                "text": text,
                "reply_markup": markup,
            },
            "chat_instance": "-3141592653589793",
            "data": data,
        }
