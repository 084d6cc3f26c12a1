"""The service of an office with Telegram, as processes of their own, and what they have stored."""

import hmac
import io
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import aiohttp

from bot.invitations import Invitation, Invited, create_invitation
from bot.simulator.office import prepare
from bot.simulator.server import Server
from bot.simulator.telegram import UNLIMITED, TelegramServer
from flows.identifiers import Instant
from flows.session import Value
from storage.base import ConversationRecord, OutboxRecord, ResponseRecord, UnitOfWork
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from storage.tables import metadata, sealed_columns

__all__ = ["SECRET", "Service", "now", "running"]

SECRET = "a-secret-of-our-webhook-that-nobody-knows"
_POSTER = Invited(kind="place", form="mc", unit_id="unit-1", place_id="desk-1")


def now() -> Instant:
    return Instant(time.time_ns() // 1_000_000)


@dataclass(slots=True)
class Service:
    """A service, the Telegram that it talks to, and the token of its poster."""

    server: Server
    telegram: TelegramServer
    token: str = ""

    # -- doors

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    async def get(self, path: str) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as http,
            http.get(self.address + path, allow_redirects=False) as answer,
        ):
            return answer.status, await answer.text()

    async def deliver(self, body: bytes, secret: str = SECRET) -> int:
        """Bring a body to the webhook as Telegram would, and return the status."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
        async with (
            aiohttp.ClientSession() as http,
            http.post(
                f"{self.address}/webhooks/telegram", data=io.BytesIO(body), headers=headers
            ) as answer,
        ):
            return answer.status

    def log(self) -> str:
        return self.server.log.read_text("utf-8")

    # -- rows

    @asynccontextmanager
    async def rows(self) -> AsyncIterator[SqlStorage]:
        """Open the database beside the service, as a command does."""
        url = self.server.settings["DATABASE_URL"]
        storage = await open_storage(url, KeyRing.open(self._ring))
        try:
            yield storage
        finally:
            await storage.close()

    @property
    def _ring(self) -> Path:
        return Path(self.server.settings["KEY_RING"])

    def user_key(self, user: int) -> str:
        """Return what is stored of a person's Telegram id."""
        key = sha256(KeyRing.open(self._ring).signing_key + b"user keys").digest()
        return hmac.new(key, f"telegram|{user}".encode(), sha256).hexdigest()

    async def conversation(self, user: int) -> ConversationRecord | None:
        async with self.rows() as rows:
            return await rows.conversations.find("telegram", self.user_key(user))

    async def response(self, user: int, form: str = "mc") -> ResponseRecord:
        """Return the newest response of a person to a form."""
        async with self.rows() as rows:
            found = await rows.conversations.find("telegram", self.user_key(user))
            assert found is not None, "never opened a link"
            mine = [
                response
                for response in await rows.responses.listed()
                if response.session_id == found.session_id and response.form == form
            ]
            return mine[-1]

    async def answers(self, user: int, form: str = "mc") -> dict[str, Value]:
        """Return what counts of a person's answers, by question."""
        response = await self.response(user, form)
        async with self.rows() as rows:
            found = await rows.answers.current(response.id)
            return {answer.question: answer.value for answer in found}

    async def ratings(self, user: int) -> dict[str, Value]:
        """Return the answers to the questions of the one-stop desk itself."""
        found = await self.answers(user)
        return {name: value for name, value in found.items() if name.startswith("MC")}

    async def sent_rows(self, user: int) -> list[OutboxRecord]:
        """Return what was to be said to a person, in its order."""
        conversation = await self.conversation(user)
        assert conversation is not None, "never opened a link"
        async with self.rows() as rows:
            return await rows.outbox.after(conversation.session_id, 0)

    def everything(self) -> str:
        """Return all columns of all tables as text, sealed ones opened (SQLite only)."""
        ring = KeyRing.open(self._ring)
        with closing(sqlite3.connect(self.server.database)) as connection:
            connection.row_factory = sqlite3.Row
            return "\n".join(
                _opened(ring, table.name, column, row)
                for table in metadata.sorted_tables
                for row in connection.execute(f'SELECT * FROM "{table.name}"')  # noqa: S608
                for column in row.keys()  # noqa: SIM118 - a Row is iterated by its values
            )

    async def invite(self, about: Invited = _POSTER, **changes: object) -> Invitation:
        """Make one more link, beside the running service."""
        invitation = create_invitation(replace(about, **changes), now())  # type: ignore[arg-type]
        async with self.rows() as rows:
            unit = UnitOfWork()
            rows.invitations.add(unit, invitation.record)
            await rows.commit(unit)
        return invitation


_PLACES = {"inbox": ("id",), "misreadings": ("response_id", "question", "at")}
"""What names a row to the key ring, where it is not its primary key."""
_SEALED = frozenset(sealed_columns())


def _opened(ring: KeyRing, table: str, column: str, row: sqlite3.Row) -> str:
    value = row[column]
    if (table, column) not in _SEALED or value is None:
        return str(value)
    key = [one.name for one in metadata.tables[table].primary_key]
    place = "/".join(str(row[name]) for name in _PLACES.get(table, key))
    return ring.decrypt(table, column, place, value).decode("utf-8", "replace")


@asynccontextmanager
async def running(
    folder: Path,
    telegram: TelegramServer | None = None,
    *,
    webhook: bool = False,
    example: bool = False,
    **settings: str,
) -> AsyncIterator[Service]:
    """Start a service with an office in it, or with the example data of a first start; whatever
    happens, nothing is left running.
    """
    chosen = telegram or TelegramServer(limits=UNLIMITED)
    extra = {
        "TELEGRAM_TOKEN": chosen.token,
        # People of a test answer at once; that we keep to the rate is shown elsewhere.
        "TELEGRAM_CHAT_PER_SECOND": "0",
        **({"TELEGRAM_WEBHOOK_SECRET": SECRET} if webhook else {}),
        **({"DEMO_DATA": "yes"} if example else {}),
        **settings,
    }
    server = Server(folder, extra=extra)
    async with chosen:
        server.extra.setdefault("TELEGRAM_API_URL", chosen.base_url)
        tokens = [""] if example else await prepare(server, now())
        try:
            await server.start()
            yield Service(server, chosen, tokens[0])
        finally:
            await server.stop()
