"""PostgreSQL as a Database: one writing connection with group commit, a few that read beside."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect

from storage.addresses import PostgresAddress
from storage.dialects import Numbered, numbered
from storage.postgres_connections import Lane, Lanes, connect
from storage.postgres_faults import DRIVER, is_cut, is_plan_outdated, translated
from storage.postgres_grouping import Step
from storage.postgres_hold import HeldSession
from storage.postgres_writer import GroupWriter
from storage.work import StorageRefusedError, UnitOfWork

__all__ = ["PostgresDatabase"]

_READERS: Final = 8  # more connections buy nothing (performance §9, rule 4)
_HOLDERS: Final = 4  # sessions that several writers want at once are few
_CHUNK: Final = 1000  # rows fetched at a time by long reads
_LONG_READ_S: Final = 120
_LONG_READ: Final = f"SET LOCAL statement_timeout = '{_LONG_READ_S}s'"
_MOST_TEXTS: Final = 1000  # statements built on the fly must not fill the memory


class PostgresDatabase:
    """One PostgreSQL database, on one event loop; any number of processes may share it.

    Connections are opened when they are needed, and again after they were lost: a server that
    is away makes reads and commits fail with `StorageUnavailableError` until it is back.

    Raises:
        DatabaseAddressError: the address names no PostgreSQL database.

    """

    fatal: str | None = None
    """Never set: what a failed flush means is decided by the server, which starts anew itself."""

    def __init__(self, database_url: str) -> None:
        self.address = PostgresAddress(database_url)
        self._dialect = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]
        self._texts: dict[int, tuple[object, Numbered]] = {}
        self._answering: dict[int, Numbered] = {}
        self._readers = Lanes(self.address, _READERS)
        self._holders = Lanes(self.address, _HOLDERS)
        self._writer = GroupWriter(self._connected)

    async def _connected(self) -> Lane:
        return Lane(await connect(self.address))

    # -- statements

    def sql_of(self, statement: object) -> Numbered:
        """Return a statement's SQL text and the order of its parameters; compiled once."""
        known = self._texts.get(id(statement))
        if known is not None:
            return known[1]
        text = numbered(statement, self._dialect)
        if len(self._texts) >= _MOST_TEXTS:
            self._texts.clear()
            self._answering.clear()
        self._texts[id(statement)] = (statement, text)  # kept alive, so that its id stays its own
        return text

    def _fenced(self, plain: Numbered) -> Numbered:
        known = self._answering.get(id(plain))
        if known is None:
            known = self._answering[id(plain)] = plain.answering()
        return known

    def steps_of(self, unit: UnitOfWork) -> list[Step]:
        """Return the writes of a unit with their values in order.

        Raises:
            StorageRefusedError: a value is missing.

        """
        steps: list[Step] = []
        for write in unit.writes:
            plain = self.sql_of(write.statement)
            fence = write.unless_one_row
            statement = plain if fence is None else self._fenced(plain)
            try:
                steps.append((statement, plain.arguments(write.params), fence))
            except KeyError as error:
                raise StorageRefusedError(f"no value for {error}") from error
        return steps

    def _asked(self, statement: object, params: Mapping[str, Any] | None) -> _Question:
        text = self.sql_of(statement)
        try:
            return text.text, text.arguments(params or {})
        except KeyError as error:
            raise StorageRefusedError(f"no value for {error}") from error

    # -- the contract

    async def rows(
        self,
        statement: object,
        params: Mapping[str, Any] | None = None,
        *,
        in_thread: bool = False,
    ) -> list[Any]:
        """Return the rows of a query. `in_thread` reads in pieces: the loop goes on between."""
        question = self._asked(statement, params)
        try:
            return await self._read(question, in_pieces=in_thread)
        except DRIVER as error:
            if not (is_cut(error) or is_plan_outdated(error)):
                raise translated(error) from error
        # The server was restarted, or its tables changed: once more, on a fresh connection.
        try:
            return await self._read(question, in_pieces=in_thread)
        except DRIVER as error:
            raise translated(error) from error

    async def _read(self, question: _Question, *, in_pieces: bool) -> list[Any]:
        text, arguments = question
        async with self._readers.one() as lane:
            try:
                if in_pieces:
                    return await _read_in_pieces(lane, text, arguments)
                return await lane.fetch(text, arguments)
            except DRIVER as error:
                if is_plan_outdated(error):
                    lane.forget()
                raise

    async def commit(self, unit: UnitOfWork) -> None:
        """Make the writes durable, in one transaction with what else is waiting."""
        steps = self.steps_of(unit)
        if steps:
            await self._writer.commit(steps)

    @asynccontextmanager
    async def hold(self, session_id: str) -> AsyncIterator[HeldSession]:
        """Keep all other writers off a session's row while it is read, decided and written.

        The object given reads and commits inside that one transaction. Use it alone: a commit
        to this database from within would wait for the very lock that is held here.

        Raises:
            StorageUnavailableError: the lock was not to be had in time.

        """
        async with self._holders.one() as lane:
            held = HeldSession(lane, session_id, self.steps_of, self._asked)
            try:
                await held.lock()
                yield held
            finally:
                await held.end()

    async def close(self) -> None:
        """Finish what was accepted, then let go of the connections."""
        await self._writer.close()
        await self._readers.close()
        await self._holders.close()


_Question = tuple[str, Sequence[Any]]


async def _read_in_pieces(lane: Lane, text: str, arguments: Sequence[Any]) -> list[Any]:
    """Read many rows from one snapshot, a thousand at a time."""
    found: list[Any] = []
    async with lane.connection.transaction(readonly=True):
        await lane.connection.execute(_LONG_READ)
        cursor = await lane.connection.cursor(text, *arguments, timeout=_LONG_READ_S)
        while chunk := await cursor.fetch(_CHUNK, timeout=_LONG_READ_S):
            found.extend(chunk)
    return found
