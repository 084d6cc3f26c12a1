"""Connections to PostgreSQL: how one is opened and checked, and the few that readers share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement

from flows.texts import text_key
from storage.addresses import DatabaseAddressError, PostgresAddress
from storage.postgres_faults import DRIVER, is_lost, key_of, translated
from storage.work import StorageUnavailableError

__all__ = ["COMMAND_S", "Lane", "Lanes", "UnsafeDatabaseError", "connect"]

CONNECT_S: Final = 5.0
COMMAND_S: Final = 10.0
"""Seconds after which a silent connection counts as cut (reliability §2, row 26)."""
_WAIT_S: Final = 10.0  # for a free connection, then "come again"
_MOST_STATEMENTS: Final = 1000  # those built on the fly must not fill the memory

_SETTINGS: Final = {
    "application_name": "langnghe",
    "statement_timeout": "8000",  # ms; before COMMAND_S, so that the server itself says so
    "lock_timeout": "3000",
    "idle_in_transaction_session_timeout": "15000",  # a stopped process lets go of its locks
    "default_transaction_isolation": "read committed",  # fences do the rest
    "jit": "off",  # compiling costs more than any statement of ours
    "tcp_keepalives_idle": "10",  # the server notices half-open clients, and frees their locks
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
_TIMELESS: Final = {
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}
_CHECK: Final = "SELECT current_setting('synchronous_commit'), current_setting('server_encoding')"


class UnsafeDatabaseError(StorageUnavailableError):
    """The server is set up so that it would lose what it acknowledged, or cannot hold our texts;
    nothing is written until that was changed.
    """


async def connect(address: PostgresAddress, *, patient: bool = False) -> asyncpg.Connection:
    """Open a connection with the settings that the promises rest on.

    `patient` is for migrations and moves, which may take their time.

    Raises:
        DatabaseAddressError: the address is wrong in itself.
        UnsafeDatabaseError: `synchronous_commit` is off, or the encoding is not UTF-8.
        StorageUnavailableError: no connection now.

    """
    try:
        connection = await asyncpg.connect(
            address.dsn,
            timeout=CONNECT_S,
            command_timeout=None if patient else COMMAND_S,
            statement_cache_size=0,  # `Lane` keeps its own
            server_settings={**_SETTINGS, **(_TIMELESS if patient else {})},
        )
    except ValueError as error:  # the driver's word for an address that it cannot read
        raise DatabaseAddressError(f"{address}: {type(error).__name__}").saying(
            text_key("storage.address")
        ) from None
    except DRIVER as error:
        raise StorageUnavailableError(f"{address}: {translated(error)}").saying(
            key_of(error), database=address, reason=translated(error)
        ) from error
    try:
        await _refuse_unsafe(connection, address)
    except BaseException:
        connection.terminate()
        raise
    return connection


async def _refuse_unsafe(connection: asyncpg.Connection, address: PostgresAddress) -> None:
    try:
        synchronous, encoding = await connection.fetchrow(_CHECK)
    except DRIVER as error:
        raise StorageUnavailableError(f"{address}: {translated(error)}") from error
    if synchronous == "off":
        raise UnsafeDatabaseError(f"{address}: synchronous_commit = off loses answers").saying(
            text_key("storage.synchronous_commit"), database=address
        )
    if encoding != "UTF8":
        raise UnsafeDatabaseError(f"{address}: encoding {encoding}, UTF8 is needed").saying(
            text_key("storage.encoding"), database=address, encoding=encoding
        )


class Lane:
    """One connection with the statements that were prepared on it."""

    __slots__ = ("_made", "_prepared", "connection")

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection
        self._prepared: dict[str, PreparedStatement[Any]] = {}
        self._made = 0

    @property
    def usable(self) -> bool:
        """Whether the other side has not hung up."""
        return not self.connection.is_closed()

    async def prepared(self, text: str) -> PreparedStatement[Any]:
        """Return a statement, prepared once."""
        known = self._prepared.get(text)
        if known is None:
            if len(self._prepared) >= _MOST_STATEMENTS:
                self.forget()
            self._made += 1
            # Without a name, and without the driver's cache, it would be parsed at each use.
            name = f"langnghe_{self._made}"
            known = self._prepared[text] = await self.connection.prepare(text, name=name)
        return known

    async def fetch(self, text: str, arguments: Sequence[Any]) -> list[Any]:
        """Return the rows of a query."""
        found: list[Any] = await (await self.prepared(text)).fetch(*arguments)
        return found

    def forget(self) -> None:
        """Prepare everything anew: the tables have changed."""
        self._prepared.clear()

    def drop(self) -> None:
        """Cut the connection: nobody knows any more what it is doing."""
        self._prepared.clear()
        self.connection.terminate()

    async def close(self) -> None:
        """Say goodbye; without an answer, hang up."""
        self._prepared.clear()
        try:
            await self.connection.close(timeout=CONNECT_S)
        except DRIVER:
            self.connection.terminate()


class Lanes:
    """At most `most` connections, opened on demand; the one used last is used next."""

    def __init__(self, address: PostgresAddress, most: int) -> None:
        self._address = address
        self._free: list[Lane] = []
        self._places = asyncio.Semaphore(most)
        self._closed = False

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Lane]:
        """Lend a connection. It comes back unless it was lost or its work was cut short.

        Raises:
            StorageUnavailableError: none is free in time, or none can be opened.

        """
        await self._wait()
        try:
            lane = await self._take()
            try:
                yield lane
            except DRIVER as error:
                self._back(lane, whole=not is_lost(error))
                raise
            except Exception:  # of whoever borrowed it
                self._back(lane, whole=True)
                raise
            except BaseException:  # cancelled, perhaps in the middle of a query
                lane.drop()
                raise
            else:
                self._back(lane, whole=True)
        finally:
            self._places.release()

    async def _wait(self) -> None:
        if self._closed:
            raise StorageUnavailableError("closed")
        try:
            if self._places.locked():
                async with asyncio.timeout(_WAIT_S):
                    await self._places.acquire()
            else:
                await self._places.acquire()
        except TimeoutError:
            raise StorageUnavailableError("busy") from None

    async def _take(self) -> Lane:
        while self._free:
            lane = self._free.pop()
            if lane.usable:
                return lane
            lane.drop()
        return Lane(await connect(self._address))

    def _back(self, lane: Lane, *, whole: bool) -> None:
        if whole and lane.usable and not self._closed:
            self._free.append(lane)
        else:
            lane.drop()

    async def close(self) -> None:
        """Close what is free now; what is lent is closed when it comes back."""
        self._closed = True
        while self._free:
            await self._free.pop().close()
