"""Lắng Nghe under test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlalchemy import select

from bot.app import compose
from bot.forms import publish_forms
from bot.i18n import Catalogues
from bot.settings import load_settings
from bot.turns import now_ms
from storage.base import UnitOfWork
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from storage.tables import answers, conversations, responses
from tests.benchmarks.bots import Stored, base_environment
from tests.benchmarks.office import CHANNEL, Office, publish
from tests.benchmarks.postgres import Postgres

__all__ = ["LangNghePostgres", "LangNgheSqlite"]

_UNLIMITED = "1000000"
_STORED = (
    select(
        conversations.c.user_key,
        conversations.c.address,
        answers.c.response_id,
        answers.c.question,
        answers.c.revision,
        answers.c.value,
        answers.c.sealed_value,
    )
    .join(responses, responses.c.session_id == conversations.c.session_id)
    .join(answers, answers.c.response_id == responses.c.id)
    .where(conversations.c.channel == CHANNEL, ~answers.c.retracted)
)


@dataclass(slots=True)
class LangNgheSqlite:
    """The embedded default: one process, SQLite in WAL mode, synchronous=FULL."""

    name: str = "lang-nghe-sqlite"
    webhook_path: str = "/webhooks/telegram"
    start_text: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    """More settings: a run with a profiler, say, or with another limit."""

    async def prepare(self, folder: Path, open_conversations: int, answered: int) -> None:
        KeyRing.open_or_create(_ring(folder))
        async with self._storage(folder) as (storage, _):
            unit = UnitOfWork()
            publish(storage, unit, now_ms())
            await storage.commit(unit)
            environ = {**base_environment(folder, 1, 1), **self.environment(folder)}
            forms = await publish_forms(storage, now_ms())
            services = compose(load_settings(environ, None), storage, forms, Catalogues.load())
            office = Office(services)
            token, poster = await office.plant_poster()
            self.start_text = f"/start {token}"
            await office.plant_conversations(open_conversations, answered, poster)

    def command(self) -> list[str]:
        return [sys.executable, "-m", "bot", "run"]

    def environment(self, folder: Path) -> dict[str, str]:
        return {
            "DATABASE_URL": self._url(folder),
            "KEY_RING": str(_ring(folder)),
            "DEMO_DATA": "no",
            "LOG_LEVEL": "warning",
            # Nobody here thinks before answering: the limiters work, and never say no.
            "TELEGRAM_CHAT_PER_SECOND": _UNLIMITED,
            "MESSAGES_PER_MINUTE": _UNLIMITED,
            "SESSIONS_PER_MINUTE": _UNLIMITED,
            **self.settings,
        }

    def server_cpu(self) -> float:
        return 0.0

    async def stored(self, folder: Path) -> Stored:
        found: defaultdict[int, defaultdict[str, list[str]]]
        found = defaultdict(lambda: defaultdict(list))
        async with self._storage(folder) as (storage, ring):
            chats: dict[str, int] = {}
            for row in await storage.database.rows(_STORED, {}):
                user, address, response, question, revision, plain, sealed = row
                if user not in chats:
                    chats[user] = _chat(ring, user, address)
                place = f"{response}/{question}/{revision}"
                value = _value(ring, place, plain, sealed)
                found[chats[user]][question].append(value)
        return found

    async def close(self) -> None:
        pass

    def _url(self, folder: Path) -> str:
        return f"sqlite:///{folder}/lang-nghe.db"

    @asynccontextmanager
    async def _storage(self, folder: Path) -> AsyncIterator[tuple[SqlStorage, KeyRing]]:
        ring, _ = KeyRing.open_or_create(_ring(folder))
        storage = await open_storage(self._url(folder), ring)
        try:
            yield storage, ring
        finally:
            await storage.close()


@dataclass(slots=True)
class LangNghePostgres(LangNgheSqlite):
    """The same process on a PostgreSQL of its own, which acknowledges what is on the disk."""

    name: str = "lang-nghe-postgresql"
    server: Postgres | None = None
    _folder: Path | None = None

    async def prepare(self, folder: Path, open_conversations: int, answered: int) -> None:
        # A short path: a socket's name may not be longer than about a hundred bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.server = Postgres(self._folder)
        await LangNgheSqlite.prepare(self, folder, open_conversations, answered)

    def server_cpu(self) -> float:
        return self.server.cpu() if self.server is not None else 0.0

    async def close(self) -> None:
        if self.server is not None:
            self.server.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _url(self, folder: Path) -> str:
        assert self.server is not None
        return self.server.url


def _ring(folder: Path) -> Path:
    return folder / "keys.json"


def _chat(ring: KeyRing, user: str, sealed: bytes) -> int:
    return int(ring.decrypt("conversations", "address", f"{CHANNEL}/{user}", sealed))


def _value(ring: KeyRing, place: str, plain: str | None, sealed: bytes | None) -> str:
    if sealed is not None:
        plain = ring.decrypt("answers", "sealed_value", place, sealed).decode()
    value = None if plain is None else msgspec.json.decode(plain)
    return "" if value is None else str(value)
