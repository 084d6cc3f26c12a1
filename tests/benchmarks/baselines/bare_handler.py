"""The bot without a library: aiohttp, msgspec and SQLite, with the same durable promises.

An update is acknowledged, and its question sent, after the commit; one commit serves all updates
that came while the last one ran. An update counts once however often it comes, and a question that
is not known to have left is sent again after a crash. It knows one linear survey in one language
and nothing else: a limit to measure against, no rival.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import signal
import sqlite3
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiohttp
import msgspec
from aiohttp import web

from tests.benchmarks.questionnaire import GOODBYE, QUESTIONS, Item

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS sessions (
    chat INTEGER PRIMARY KEY, position INTEGER, last_update INTEGER, sent INTEGER);
CREATE INDEX IF NOT EXISTS unsent ON sessions (chat) WHERE sent = 0;
CREATE TABLE IF NOT EXISTS answers (
    chat INTEGER, question TEXT, value TEXT, at TEXT DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (chat, question)) WITHOUT ROWID;
"""
LOAD = "SELECT position, last_update FROM sessions WHERE chat = ?"
SAVE = "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, 0)"
KEEP = "INSERT OR IGNORE INTO answers (chat, question, value) VALUES (?, ?, ?)"
SENT = "UPDATE sessions SET sent = 1 WHERE chat = ? AND position = ?"
UNSENT = "SELECT chat, position FROM sessions WHERE sent = 0"
CONNECTIONS = 256
PATIENCE = 60.0  # s that a question is tried again


class Chat(msgspec.Struct):
    id: int


class Message(msgspec.Struct):
    chat: Chat
    text: str = ""


class Callback(msgspec.Struct):
    id: str
    message: Message
    data: str = ""


class Update(msgspec.Struct):
    update_id: int
    message: Message | None = None
    callback_query: Callback | None = None


decode = msgspec.json.Decoder(Update).decode


def payload(item: Item) -> bytes:
    """Return what follows the chat's id in the call that sends a question."""
    call: dict[str, object] = {"text": item.text}
    if item.choices:
        rows = [
            [{"text": label, "callback_data": f"{item.id}:{value}"}]
            for value, label in item.choices
        ]
        call["reply_markup"] = {"inline_keyboard": rows}
    return b"," + msgspec.json.encode(call)[1:]


PAYLOADS = [*map(payload, QUESTIONS), b"," + msgspec.json.encode({"text": GOODBYE})[1:]]


class Api:
    """The Bot API over one shared session."""

    def __init__(self, session: aiohttp.ClientSession, root: str) -> None:
        self._session = session
        self._root = root

    async def call(self, method: str, body: bytes) -> None:
        """Call a method, again and again until the platform takes it or patience ends."""
        deadline, pause = asyncio.get_running_loop().time() + PATIENCE, 0.1
        headers = {"Content-Type": "application/json"}
        while asyncio.get_running_loop().time() < deadline:
            try:
                url = self._root + method
                async with self._session.post(url, data=body, headers=headers) as reply:
                    await reply.read()
                    if reply.status < 429:
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5)


class Survey:
    """Takes updates in batches: decide on all, commit once, then acknowledge and send."""

    def __init__(self, database: sqlite3.Connection, api: Api) -> None:
        self._database = database
        self._api = api
        self._writer = ThreadPoolExecutor(1)
        self._waiting: list[tuple[Update, asyncio.Future[None]]] = []
        self._left: list[tuple[int, int]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()

    async def take(self, update: Update) -> None:
        """Return when what the update changes is durable."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, done))
        self._wake.set()
        await done

    async def run(self) -> None:
        """Go on for ever; first send what a crash has left unsent."""
        for chat, position in self._database.execute(UNSENT).fetchall():
            self._go(self._sent(chat, position))
        while True:
            await self._wake.wait()
            self._wake.clear()
            batch, self._waiting = self._waiting, []
            left, self._left = self._left, []
            self._database.executemany(SENT, left)
            steps = [self._decide(update) for update, _ in batch]
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._writer, self._database.commit)
            for (update, done), step in zip(batch, steps, strict=True):
                done.set_result(None)
                if update.callback_query is not None and step is not None:
                    self._go(self._answered(update.callback_query.id))
                if step is not None:
                    self._go(self._sent(*step))

    def _decide(self, update: Update) -> tuple[int, int] | None:
        """Write what the update changes; return the question to send now, by chat."""
        said = _said(update)
        if said is None:
            return None
        chat, question, value = said
        row = self._database.execute(LOAD, (chat,)).fetchone()
        position, last = row or (-1, -1)
        if update.update_id <= last:
            return None  # its question is on its way, or was sent again at the start
        if value.startswith("/start"):
            following = 0
        elif 0 <= position < len(QUESTIONS):
            item = QUESTIONS[position]
            fits = question in (None, item.id) and item.accepts(value)
            if fits:
                self._database.execute(KEEP, (chat, item.id, value))
            following = position + fits
        else:
            return None
        self._database.execute(SAVE, (chat, following, update.update_id))
        return chat, following

    async def _sent(self, chat: int, position: int) -> None:
        body = b'{"chat_id":%d' % chat + PAYLOADS[position]
        await self._api.call("sendMessage", body)
        self._left.append((chat, position))

    async def _answered(self, callback: str) -> None:
        body = msgspec.json.encode({"callback_query_id": callback})
        await self._api.call("answerCallbackQuery", body)

    def _go(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _said(update: Update) -> tuple[int, str | None, str] | None:
    """Return the chat, the question that was answered (if by button), and the answer."""
    if update.callback_query is not None:
        question, _, value = update.callback_query.data.partition(":")
        return update.callback_query.message.chat.id, question, value
    if update.message is not None:
        return update.message.chat.id, None, update.message.text.strip()
    return None


def site(survey: Survey, secret: str) -> web.Application:
    """Return the web application that takes the updates."""

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=401)
        await survey.take(decode(await request.read()))
        return web.Response()

    async def ready(_: web.Request) -> web.Response:
        return web.Response()

    pages = web.Application()
    pages.add_routes([web.post("/webhooks/telegram", take), web.get("/ready", ready)])
    return pages


async def main() -> None:
    """Serve until SIGTERM."""
    path = Path(os.environ["DATA_DIR"]) / "answers.db"
    root = f"{os.environ['TELEGRAM_API_URL']}/bot{os.environ['TELEGRAM_TOKEN']}/"
    database = sqlite3.connect(path, check_same_thread=False)
    database.executescript(SCHEMA)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as session:
        survey = Survey(database, Api(session, root))
        pages = site(survey, os.environ["TELEGRAM_WEBHOOK_SECRET"])
        server = web.AppRunner(pages, access_log=None)
        await server.setup()
        await web.TCPSite(server, "127.0.0.1", int(os.environ["PORT"]), backlog=1024).start()
        running = asyncio.create_task(survey.run())
        await stopped.wait()
        await server.cleanup()
        running.cancel()


def loop_factory() -> asyncio.AbstractEventLoop:
    """Return uvloop's loop where it is installed."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(main())
