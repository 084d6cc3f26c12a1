"""The bots under test: how each is started, filled beforehand, and asked what it has stored."""

from __future__ import annotations

import os
import pickle
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from tests.benchmarks.baselines.bare_handler import SCHEMA
from tests.benchmarks.crowd import FIRST_CHAT
from tests.benchmarks.questionnaire import QUESTIONS, answer_of

__all__ = ["SECRET", "BareHandler", "Bot", "ConversationHandlerBot", "Stored", "base_environment"]

SECRET = "bench-webhook-secret-of-40-characters-00"
TOKEN = "777:bench"
Stored: TypeAlias = Mapping[int, Mapping[str, list[str]]]
"""By chat and question: the values that count now; two of them are one too many."""


class Bot(Protocol):
    """A bot that can be measured; one object serves one run on one folder."""

    name: str
    webhook_path: str
    start_text: str
    """What a citizen sends first, known after `prepare`."""

    async def prepare(self, folder: Path, open_conversations: int, answered: int) -> None:
        """Make what the bot needs before its start: that many citizens, from 0 on, who have
        answered the first questions.
        """

    def command(self) -> list[str]: ...
    def environment(self, folder: Path) -> dict[str, str]:
        """Return the variables beside the token, the addresses and the port."""

    def server_cpu(self) -> float:
        """Return the CPU seconds of servers that work for the bot in processes of their own."""

    async def stored(self, folder: Path) -> Stored:
        """Read the answers back, once the bot has ended."""

    async def close(self) -> None:
        """End what `prepare` has started."""


def base_environment(folder: Path, api_port: int, port: int) -> dict[str, str]:
    """Return what every bot is told."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return {
        **kept,
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_API_URL": f"http://127.0.0.1:{api_port}",
    }


@dataclass(slots=True)
class _Baseline:
    """What both baselines share: one SQLite file."""

    name: str = ""
    module: str = ""
    webhook_path: str = "/webhooks/telegram"
    start_text: str = "/start"

    def command(self) -> list[str]:
        return [sys.executable, "-m", f"tests.benchmarks.baselines.{self.module}"]

    def environment(self, folder: Path) -> dict[str, str]:
        return {}

    def server_cpu(self) -> float:
        return 0.0

    async def close(self) -> None:
        pass

    def _read(self, folder: Path, query: str) -> Stored:
        found: defaultdict[int, defaultdict[str, list[str]]]
        found = defaultdict(lambda: defaultdict(list))
        with closing(sqlite3.connect(folder / "answers.db")) as database:
            for chat, question, value in database.execute(query):
                found[chat][question].append(value)
        return found


@dataclass(slots=True)
class ConversationHandlerBot(_Baseline):
    """python-telegram-bot as people write it."""

    name: str = "conversation-handler"
    module: str = "conversation_handler"

    async def prepare(self, folder: Path, open_conversations: int, answered: int) -> None:
        if not open_conversations:
            return
        chats = range(FIRST_CHAT, FIRST_CHAT + open_conversations)
        data = {
            "conversations": {"survey": {(chat, chat): answered for chat in chats}},
            "user_data": {
                chat: {"answers": dict(_answers(number, answered))}
                for number, chat in enumerate(chats)
            },
            "chat_data": {},
            "bot_data": {},
            "callback_data": None,
        }
        with (folder / "conversations.pickle").open("wb") as file:
            pickle.dump(data, file)

    async def stored(self, folder: Path) -> Stored:
        return self._read(folder, "SELECT chat_id, question, value FROM answers")


@dataclass(slots=True)
class BareHandler(_Baseline):
    """aiohttp, msgspec and SQLite by hand."""

    name: str = "bare-handler"
    module: str = "bare_handler"

    async def prepare(self, folder: Path, open_conversations: int, answered: int) -> None:
        if not open_conversations:
            return
        with closing(sqlite3.connect(folder / "answers.db")) as database:
            database.executescript(SCHEMA)
            chats = range(open_conversations)
            database.executemany(
                "INSERT INTO sessions VALUES (?, ?, 1, 1)",
                ((FIRST_CHAT + number, answered) for number in chats),
            )
            database.executemany(
                "INSERT INTO answers (chat, question, value) VALUES (?, ?, ?)",
                ((FIRST_CHAT + n, q, v) for n in chats for q, v in _answers(n, answered)),
            )
            database.commit()

    async def stored(self, folder: Path) -> Stored:
        return self._read(folder, "SELECT chat, question, value FROM answers")


def _answers(citizen: int, count: int) -> list[tuple[str, str]]:
    return [(item.id, answer_of(citizen, item)) for item in QUESTIONS[:count]]
