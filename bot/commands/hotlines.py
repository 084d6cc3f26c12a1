"""`hotlines`: the telephone numbers that people can call."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from bot.commands.base import (
    TextCommand,
    TextGroup,
    TextOption,
    actor,
    now,
    open_desk,
    refuse,
    run,
    say,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from storage.base import Storage
    from storage.catalogue_records import HotlineRecord

__all__ = ["hotlines"]


@click.group(cls=TextGroup, help=text_key("cli.hotlines.help"))
def hotlines() -> None:
    """Show, add and end numbers."""


@hotlines.command("list", cls=TextCommand, help=text_key("cli.hotlines.list.help"))
def list_hotlines() -> None:
    """Show them in their order."""
    run(_list())


async def _list() -> None:
    async with open_desk() as desk:
        for line in await desk.storage.hotlines.listed():
            if line.ended_on is None:
                click.echo(f"{line.id}\t{line.number}\t{line.label}\t{line.hours}")


@hotlines.command("add", cls=TextCommand, help=text_key("cli.hotlines.add.help"))
@click.argument("number")
@click.option("--label", default="", cls=TextOption, help=text_key("cli.hotlines.label"))
@click.option("--hours", default="", cls=TextOption, help=text_key("cli.hotlines.hours"))
def add_hotline(number: str, label: str, hours: str) -> None:
    """Add one behind the others."""
    run(_add(number, label, hours))


async def _add(number: str, label: str, hours: str) -> None:
    from flows.identifiers import identifier_from
    from storage.catalogue_records import HotlineRecord

    async with open_desk(create=True) as desk:
        last = max((line.position for line in await desk.storage.hotlines.listed()), default=0)
        name = identifier_from(os.urandom(32), "hotline", now())
        record = HotlineRecord(id=name, label=label, number=number, hours=hours, position=last + 1)
        await _keep(desk.storage, record, "hotline.added")
    say(text_key("cli.hotlines.added"), number=number, id=name)


async def _keep(storage: Storage, record: HotlineRecord, action: str) -> None:
    from storage.base import UnitOfWork

    unit = UnitOfWork()
    storage.hotlines.keep(unit, record)
    storage.audit.note(unit, at=now(), actor=actor(), action=action, target=record.id, detail={})
    await storage.commit(unit)


@hotlines.command("end", cls=TextCommand, help=text_key("cli.hotlines.end.help"))
@click.argument("hotline")
def end_hotline(hotline: str) -> None:
    """Show one no more, by its id or number."""
    run(_end(hotline))


async def _end(wanted: str) -> None:
    from msgspec.structs import replace

    from bot.commands._arguments import today
    from storage.catalogue_records import OFFICE

    async with open_desk() as desk:
        listed = await desk.storage.hotlines.listed()
        found = next((one for one in listed if wanted in (one.id, one.number)), None)
        if found is None or found.id == OFFICE:
            refuse(text_key("cli.hotlines.unknown"), number=wanted)
        ended = replace(found, ended_on=today().isoformat())
        await _keep(desk.storage, ended, "hotline.changed")
    say(text_key("cli.hotlines.ended"), number=found.number)
