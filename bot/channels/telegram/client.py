"""The way out to Telegram: python-telegram-bot and ready messages over one aiohttp session.

What one call costs, in µs of CPU with 64 at once (aiohttp 3.14, python-telegram-bot 22.8), each
over aiohttp: `Bot.send_message` 346, `Bot.do_api_request` 218, `BaseRequest.post` 108, the bare
session with ready bytes 80 (a deadline, fewer headers, no context manager: within the noise of
10). So messages, which are ready bytes, go to the session as they are, and everything rare
through the library: set-up, polling, files, and the names of errors.

The token stands in every address, and aiohttp's errors may quote addresses: so none is passed on
or chained, only the name of its class.
"""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
import msgspec
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.base import Outcome, Retry, Unknown
from bot.channels.telegram.answers import outcome_of

__all__ = ["DEADLINE", "AiohttpRequest", "Client", "FetchedUpdate", "FloodError", "UpdatesRequest"]

DEADLINE = 10.0
"""Seconds for one call: a person waits for it."""

_CONNECT = 5.0  # of these, until there is a connection: nothing was written until then
_CONNECTIONS = 256  # with 100, calls waited for one at 50 ms each (performance §9 rule 1)
_KEEP_ALIVE = 30.0  # below what servers keep, or a call goes out on a connection just closed


class _Updates(msgspec.Struct, frozen=True):
    result: list[msgspec.Raw]


class _Number(msgspec.Struct, frozen=True):
    update_id: int


_decode_updates = msgspec.json.Decoder(_Updates).decode
_decode_number = msgspec.json.Decoder(_Number).decode
_NO_ANSWER = (aiohttp.ClientError, TimeoutError, OSError)
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""There was no connection yet, so nothing was written: the message may safely go again."""
_JSON = {"Content-Type": "application/json"}


def _new_session(deadline: float) -> aiohttp.ClientSession:
    """Return the session of all calls; proxies of the environment are not used."""
    connector = aiohttp.TCPConnector(
        limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE, ttl_dns_cache=60
    )
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=deadline, connect=min(_CONNECT, deadline)),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    )


class FloodError(TelegramError):
    """Telegram wants all calls to wait for so many seconds. Raised in place of the library's
    `RetryAfter`, whose number is deprecated in both of its forms.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too Many Requests: retry after {seconds:g}")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """Carries the library's requests over a session that belongs to somebody else."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @property
    def read_timeout(self) -> float | None:
        return DEADLINE

    async def initialize(self) -> None:
        """Do nothing: the session is open already."""

    async def shutdown(self) -> None:
        """Do nothing: who opened the session closes it."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        *_others: Any,  # noqa: ANN401
        **_named: Any,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """Return status and body of an answer. Of the library's four timeouts the one for reading
        counts, as the deadline of the whole.

        Raises:
            TimedOut: no answer in time.
            NetworkError: no connection, or it broke.
            FloodError: Telegram wants all calls to wait.

        """
        patience = DEADLINE if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        timeout = aiohttp.ClientTimeout(total=patience, connect=_CONNECT)
        try:
            async with self._session.request(
                method,
                url,
                data=_form(request_data),
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                status, payload = response.status, await response.read()
        except TimeoutError as fault:
            raise TimedOut(type(fault).__name__) from None
        except _NO_ANSWER as fault:
            raise NetworkError(type(fault).__name__) from None
        outcome = outcome_of(status, payload) if status == 429 else None
        if isinstance(outcome, Retry):
            raise FloodError(outcome.after or 1.0)
        return status, payload


def _form(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    """Return parameters as a form, and as one of several parts when there are files."""
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    # Quoting would make %E1%BA%A3 of an ả in a file's name.
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form


class FetchedUpdate(msgspec.Struct, frozen=True):
    """An update as it came, and its number."""

    number: int
    body: bytes


class UpdatesRequest(AiohttpRequest):
    """Keeps fetched updates as they came, like a webhook's, and shows the library their numbers
    alone: its objects cost 100 µs each, and one that it cannot make would hold up all.
    """

    def __init__(self, session: aiohttp.ClientSession) -> None:
        super().__init__(session)
        self._found: list[FetchedUpdate] = []

    def pop(self) -> list[FetchedUpdate]:
        """Return what the last answer held."""
        found, self._found = self._found, []
        return found

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:  # noqa: ANN401
        status, payload = await super().do_request(*args, **options)
        if status != 200:
            return status, payload
        try:
            bodies = _decode_updates(payload).result
            numbers = [_decode_number(body).update_id for body in bodies]
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise NetworkError("unreadable answer") from None
        self._found = [
            FetchedUpdate(number, bytes(body))
            for number, body in zip(numbers, bodies, strict=True)
        ]
        shown = [{"update_id": number} for number in numbers]
        return status, msgspec.json.encode({"ok": True, "result": shown})


class Client:
    """One bot's account: `bot` is the library's, `call` the quick way for messages; `fetched`
    holds what `bot.get_updates` has found.
    """

    def __init__(self, token: str, api_url: str, deadline: float = DEADLINE) -> None:
        # For debugging the library logs the addresses of its calls, and the token is in them.
        logging.getLogger("telegram.Bot").setLevel(logging.INFO)
        self.session = _new_session(deadline)
        self.fetched = UpdatesRequest(self.session)
        self.bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=AiohttpRequest(self.session),
            get_updates_request=self.fetched,
        )
        self._base = f"{api_url}/bot{token}/"

    async def call(self, method: str, body: bytes) -> Outcome:
        """Send a method's JSON and return what became of it; never raises but when cancelled."""
        if self.session.closed:
            return Retry(reason="closed")
        try:
            async with self.session.post(
                self._base + method, data=body, headers=_JSON, allow_redirects=False
            ) as answer:
                return outcome_of(answer.status, await answer.read())
        except _NOT_SENT as fault:
            return Retry(reason=type(fault).__name__)
        except _NO_ANSWER as fault:
            return Unknown(type(fault).__name__)

    async def close(self) -> None:
        """Close all connections."""
        await self.session.close()
