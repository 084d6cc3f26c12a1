"""What an operator does at the command line, for tests: commands, and a look at the database."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from click.testing import CliRunner, Result

from bot.__main__ import commands
from bot.commands import base
from bot.commands.base import open_desk
from bot.example_data import plant_example_data
from storage.base import Storage

T = TypeVar("T")
Command = Callable[..., Result]


def run(*arguments: str, given: str | None = None) -> Result:
    """Run a command in the current folder."""
    return CliRunner().invoke(commands, arguments, input=given)


def in_database(work: Callable[[Storage], Coroutine[Any, Any, T]]) -> T:
    """Do something in the database of the current folder."""

    async def open_and_work() -> T:
        async with open_desk(create=True) as desk:
            return await work(desk.storage)

    return asyncio.run(open_and_work())


def plant() -> None:
    """Put the example data into the database of the current folder."""

    async def work() -> None:
        async with open_desk(create=True) as desk:
            await plant_example_data(desk.storage, desk.forms, desk.texts, "s" * 40, base.now())

    asyncio.run(work())


async def audit(storage: Storage) -> list[dict[str, Any]]:
    """Every line of the audit log."""
    return [dict(row) for row in await storage.audit.listed()]


def made(result: Result) -> list[tuple[str, str]]:
    """Links and codes that `invite` printed."""
    assert result.exit_code == 0, result.output
    lines = re.findall(r"^(http\S+)\t(\S+)$", result.stdout, re.MULTILINE)
    return [(link, code) for link, code in lines]
