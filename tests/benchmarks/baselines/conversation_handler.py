"""The bot that people would write: python-telegram-bot's ConversationHandler, PicklePersistence,
and a row in SQLite for each answer.

The webhook is the documented custom one: an endpoint puts the update into `update_queue` and
answers. It runs on aiohttp, not on Starlette as in the documentation's example, so that the
benchmark needs no packages of its own; HTTPX, which PTB sends with, is what costs. Two things are
better than usual: the pickle is flushed on SIGTERM (in the documented example uvicorn ends the
process first), and SQLite is in WAL mode, which is faster than the default at the same durability.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import warnings
from pathlib import Path

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.warnings import PTBUserWarning

from tests.benchmarks.questionnaire import GOODBYE, QUESTIONS, Item

FOLDER = Path(os.environ["DATA_DIR"])
SECRET = os.environ["TELEGRAM_WEBHOOK_SECRET"]
CREATE = """CREATE TABLE IF NOT EXISTS answers (
    id INTEGER PRIMARY KEY, chat_id INTEGER, question TEXT, value TEXT,
    at TEXT DEFAULT CURRENT_TIMESTAMP)"""
INSERT = "INSERT INTO answers (chat_id, question, value) VALUES (?, ?, ?)"


def connect() -> sqlite3.Connection:
    """Open the database of answers."""
    database = sqlite3.connect(FOLDER / "answers.db")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute(CREATE)
    return database


DATABASE = connect()


async def ask(update: Update, item: Item) -> int:
    """Send a question; return the conversation's state that waits for its answer."""
    buttons = [
        [InlineKeyboardButton(label, callback_data=f"{item.id}:{value}")]
        for value, label in item.choices
    ]
    assert update.effective_chat is not None
    markup = InlineKeyboardMarkup(buttons) if buttons else None
    await update.effective_chat.send_message(item.text, reply_markup=markup)
    return item.number


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Begin anew."""
    assert context.user_data is not None
    context.user_data["answers"] = {}
    return await ask(update, QUESTIONS[0])


async def go_on(update: Update, context: ContextTypes.DEFAULT_TYPE, item: Item, value: str) -> int:
    """Keep an answer and ask the next question."""
    assert context.user_data is not None
    assert update.effective_chat is not None
    context.user_data["answers"][item.id] = value
    with DATABASE:
        DATABASE.execute(INSERT, (update.effective_chat.id, item.id, value))
    if item.number + 1 < len(QUESTIONS):
        return await ask(update, QUESTIONS[item.number + 1])
    await update.effective_chat.send_message(GOODBYE)
    return ConversationHandler.END


class Pressed:
    """Takes the answer to one question by button."""

    def __init__(self, item: Item) -> None:
        self.item = item

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        """Answer the callback, then go on."""
        query = update.callback_query
        assert query is not None
        assert query.data is not None
        await query.answer()
        return await go_on(update, context, self.item, query.data.partition(":")[2])


class Written:
    """Takes the answer to one question in words or digits."""

    def __init__(self, item: Item) -> None:
        self.item = item

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        """Go on, or ask again if that cannot be an answer."""
        assert update.message is not None
        text = (update.message.text or "").strip()
        if not self.item.accepts(text):
            return await ask(update, self.item)
        return await go_on(update, context, self.item, text)


def conversation() -> ConversationHandler[ContextTypes.DEFAULT_TYPE]:
    """Return the survey: one state a question."""
    # The advice on buttons of older messages, which does not matter here.
    warnings.filterwarnings("ignore", r".*per_message=False.*", PTBUserWarning)
    return ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={
            item.number: [
                CallbackQueryHandler(Pressed(item), pattern=f"^{item.id}:")
                if item.kind == "button"
                else MessageHandler(filters.TEXT & ~filters.COMMAND, Written(item))
            ]
            for item in QUESTIONS
        },
        fallbacks=[CommandHandler("start", start)],
        name="survey",
        persistent=True,
    )


def site(application: Application) -> web.Application:  # type: ignore[type-arg]
    """Return the web application that takes the updates."""

    async def take(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != SECRET:
            return web.Response(status=401)
        update = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(update)
        return web.Response()

    async def ready(_: web.Request) -> web.Response:
        return web.Response()

    pages = web.Application()
    pages.add_routes([web.post("/webhooks/telegram", take), web.get("/ready", ready)])
    return pages


async def main() -> None:
    """Serve until SIGTERM."""
    api = os.environ["TELEGRAM_API_URL"]
    application = (
        Application.builder()
        .token(os.environ["TELEGRAM_TOKEN"])
        .base_url(f"{api}/bot")
        .persistence(PicklePersistence(FOLDER / "conversations.pickle"))
        .updater(None)
        .build()
    )
    application.add_handler(conversation())
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    server = web.AppRunner(site(application), access_log=None)
    async with application:
        await application.start()
        await server.setup()
        await web.TCPSite(server, "127.0.0.1", int(os.environ["PORT"]), backlog=1024).start()
        await stopped.wait()
        await server.cleanup()
        await application.stop()


if __name__ == "__main__":
    asyncio.run(main())
