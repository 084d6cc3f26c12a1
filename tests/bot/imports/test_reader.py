"""Whoever a list takes over hurts nobody: the reader's end is an answer like any other."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.imports import reader
from bot.imports.reader import answers_of, look
from bot.imports.talk import Answer, Looked, Portion, Refused, Wish
from tests.bot.imports.lists import text
from tests.bot.imports.office import pieces

TODAY = "2026-11-03"
WISH = Wish(ledger="person", today=TODAY, columns={"code": 0, "done_on": 2})


def to_go(way: str) -> Wish:
    """A wish by which the hostile reader goes one of its ways."""
    return Wish(ledger="person", today=way)


@pytest.fixture
def taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_READER", "tests.bot.imports.hostile_reader")
    monkeypatch.setattr(reader, "_SILENCE_S", 5.0)


@pytest.mark.usefixtures("taken_over")
@pytest.mark.parametrize("way", ["hog", "spin", "lie", "invent", "fork", "sleep"])
async def test_a_reader_that_was_taken_over_is_ended_and_says_nothing(way: str) -> None:
    begun = time.monotonic()

    said = [one async for one in answers_of(to_go(way), pieces(b"x" * 3_000_000), 0)]

    assert said == [Refused("too_hard")]
    assert time.monotonic() - begun < 15


@pytest.mark.usefixtures("taken_over")
async def test_a_look_ends_within_its_time() -> None:
    begun = time.monotonic()

    assert await look(to_go("sleep"), pieces(b"x")) == Refused("too_hard")
    assert time.monotonic() - begun < 12


async def test_where_no_process_can_be_had_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none_left(*_: object, **__: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(asyncio, "create_subprocess_exec", none_left)
    assert await look(WISH, pieces(b"x")) == Refused("busy")


@pytest.mark.usefixtures("taken_over")
async def test_the_reader_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x" * 32)

    assert await look(to_go("leak"), pieces(b"x")) == Refused("nul", {"row": ""})


async def test_what_is_not_listened_to_is_not_read_ahead() -> None:
    """A file of any length takes the memory of some portions only."""
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        yield text().encode()
        while True:
            given += 1
            yield b"HS-9;X;05/10/2026;0912345678;Y\r\n" * 10_000

    said = answers_of(WISH, endless(), 10**9)
    assert isinstance(await anext(said), Portion)
    await asyncio.sleep(1.0)
    held = given
    await asyncio.sleep(0.5)
    assert given == held < 30
    await said.aclose()


async def test_reading_goes_on_behind_a_row() -> None:
    whole = [one async for one in answers_of(WISH, pieces(text().encode()), 0)]
    wish = Wish(ledger="person", today=TODAY, columns=WISH.columns, after=3)
    rest = [one async for one in answers_of(wish, pieces(text().encode()), 0)]

    def rows(said: list[Answer]) -> list[int]:
        return [line.row for one in said if isinstance(one, Portion) for line in one.lines]

    assert (rows(whole), rows(rest)) == ([2, 3, 4], [4])


async def test_a_look_reads_no_more_than_the_beginning() -> None:
    rows = b"HS-9;X;05/10/2026;0912345678;Y\r\n" * 500_000
    begun = time.monotonic()

    found = await look(Wish(ledger="person", today=TODAY), pieces(text().encode() + rows))

    assert isinstance(found, Looked)
    assert time.monotonic() - begun < 5
