"""A citizen of seventy with Telegram: reads what comes, presses and types, and remembers it."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import NamedTuple

from bot.simulator.telegram import Message, Person, TelegramServer

__all__ = ["CODE", "Citizen", "Line", "update_of"]

CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]")
_TOKEN = re.compile(r"^/start \S+$")
_POSITION = re.compile(r"Câu (\d+)/")
_PATIENCE = 30.0  # s: machines that test are slow


class Line(NamedTuple):
    """What one message of a chat looked like when it came, and looks like now."""

    who: str
    came_as: str
    labels: tuple[str, ...]
    reads_now: str

    @property
    def pressed(self) -> str:
        """The label that stands where its buttons were; empty while they are there."""
        return self.reads_now.partition("\n\n✔ ")[2]  # what was typed is noted above instead


class Citizen:
    """Does one thing after another, each only after the bot has said what it is about."""

    def __init__(self, telegram: TelegramServer, number: int, name: str = "Lan") -> None:
        self.person: Person = telegram.person(number, name, "Nguyễn")

    @property
    def id(self) -> int:
        return self.person.id

    # -- one step

    async def hears(self, words: str) -> Message:
        """Wait for the next message with these words."""
        try:
            return await self.person.wait_for(words, _PATIENCE)
        except TimeoutError:
            shown = "\n---\n".join(self.person.texts[-4:])
            raise AssertionError(f"{words!r} never came; last on screen:\n{shown}") from None

    async def opens(self, token: str) -> None:
        """Press Start behind the link of a landing page."""
        self.person.start(token)
        await self.hears("Xin chào Ông/Bà!")

    def presses(self, label: str) -> None:
        self.person.press(label)

    def types(self, words: str) -> None:
        self.person.type(words)

    async def asked(self, question: str, label: str) -> Message:
        """Wait for a question and press one of its buttons."""
        message = await self.hears(question)
        self.person.press(label, on=message)
        return message

    async def writes(self, question: str, words: str) -> Message:
        """Wait for a question and type the answer."""
        message = await self.hears(question)
        self.person.type(words)
        return message

    async def steps(self, *said: tuple[str, str]) -> None:
        """Press through questions, each with the label of its button."""
        for question, label in said:
            await self.asked(question, label)

    # -- ways that many tests go

    async def begins(self, token: str) -> None:
        """Go from the link to the first question that is rated."""
        await self.opens(token)
        self.person.press("Bắt đầu")
        await self.steps(
            ("không bao giờ hỏi số căn cước", "Tôi hiểu"),
            ("đồng ý cho lưu câu trả lời", "Đồng ý"),
            ("Ai đang bấm trả lời", "Tôi tự trả lời"),
            ("đủ 18 tuổi", "Đã đủ"),
            ("đã làm xong thủ tục", "Đã xong"),
            ("làm việc này cho ai", "Cho bản thân"),
        )

    async def hurries_to(self, question: str) -> Message:
        """Answer whatever comes with its best rating, or its first button, or not at all, until
        a question comes.
        """
        while True:
            message = await self.hears("")
            if question in (message.text or ""):
                return message
            labels = [button.label for button in message.buttons]
            best = [label for label in ("5 Rất hài lòng", "Bỏ qua") if label in labels]
            if labels:  # else it was a remark
                self.person.press((best or labels)[0], on=message)

    async def sees(self, words: str) -> None:
        """Wait until some message on screen reads so, an edited one too."""
        await self.until(lambda: any(words in text for text in self.person.texts), words)

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        try:
            await self.person.wait_until(condition, _PATIENCE)
        except TimeoutError:
            shown = "\n---\n".join(self.person.texts[-4:])
            raise AssertionError(f"{what} never came true; last on screen:\n{shown}") from None

    async def hears_nothing(self, seconds: float = 0.4) -> None:
        """Wait a little; nothing may come."""
        before = len(self.person.texts)
        await asyncio.sleep(seconds)
        assert self.person.texts[before:] == []

    # -- looking back

    def positions(self) -> list[int]:
        """Return the numbers of the questions on screen, in their order."""
        found = (_POSITION.search(text) for text in self.person.texts)
        return [int(match[1]) for match in found if match]

    def transcript(self) -> list[Line]:
        """Return the chat as it looks, with codes and tokens normalised."""
        return [_line(message) for message in self.person.chat.visible]


def _line(message: Message) -> Line:
    first = message.edits[0] if message.edits else None
    text = first.text if first else message.text
    markup = (first.markup if first else message.markup) or {}
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or ()
    labels = tuple(button["text"] for row in rows for button in row)
    who = "bot" if message.by_bot else "person"
    kind = "+".join(sorted(message.extra.keys() - {"reply_to_message"}))
    return Line(who, _plain(text or kind), labels, _plain(message.text or kind))


def _plain(text: str) -> str:
    return CODE.sub("CODE", _TOKEN.sub("/start TOKEN", text))


def update_of(lan: Citizen, number: int, text: str) -> bytes:
    """Return an update as Telegram writes it, to be delivered by hand."""
    message = {
        "message_id": number,
        "date": 1_790_000_000,
        "chat": {"id": lan.id, "type": "private"},
        "from": {"id": lan.id, "is_bot": False, "first_name": "Lan"},
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}).encode()
