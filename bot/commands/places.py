"""`places`: the units, places and counters of this office."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from bot.commands.base import (
    Desk,
    TextCommand,
    TextGroup,
    TextOption,
    now,
    open_desk,
    refuse,
    run,
    say,
)
from flows.identifiers import identifier_from
from flows.texts import text_key

if TYPE_CHECKING:
    from storage.base import UnitOfWork

__all__ = ["places"]

EXAMPLE_PROVINCE = "demo-province"  # bot.example_data.PROVINCE, whose import is slow


@click.group(cls=TextGroup, help=text_key("cli.places.help"))
def places() -> None:
    """List and add places."""


@places.command("list", cls=TextCommand, help=text_key("cli.places.list.help"))
def list_places() -> None:
    """List them."""
    run(_list())


async def _list() -> None:
    async with open_desk() as desk:
        known = await desk.storage.places.places()
        if not known:
            say(text_key("cli.places.none"), err=True)
        for place in known:
            click.echo(f"{place.id}\t{place.name}\t{place.unit_name}")
            for counter_id, name in place.counters:
                click.echo(f"  {counter_id}\t{name}")


@places.command("add", cls=TextCommand, help=text_key("cli.places.add.help"))
@click.argument("name")
@click.option("--unit", required=True, cls=TextOption, help=text_key("cli.places.unit"))
@click.option("--counter", "counters", multiple=True, cls=TextOption,
              help=text_key("cli.places.counter"))  # fmt: skip
def add_place(name: str, unit: str, counters: tuple[str, ...]) -> None:
    """Add one."""
    run(_add(name, unit, counters))


async def _add(name: str, unit_name: str, counters: tuple[str, ...]) -> None:
    from storage.base import PlaceRecord, UnitOfWork

    async with open_desk(create=True) as desk:
        known = [place for place in await desk.storage.places.places() if not place.demo]
        if any(place.name.casefold() == name.casefold() for place in known):
            refuse(text_key("cli.places.known"), place=name)
        unit, seed, moment = UnitOfWork(), os.urandom(32), now()
        units = {place.unit_name.casefold(): place.unit_id for place in known}
        unit_id = units.get(unit_name.casefold()) or await _new_unit(desk, unit, seed, unit_name)
        record = PlaceRecord(
            id=identifier_from(seed, "place", moment),
            name=name,
            unit_id=unit_id,
            unit_name=unit_name,
            counters=tuple(
                (identifier_from(seed, f"counter/{number}", moment), counter)
                for number, counter in enumerate(counters)
            ),
        )
        desk.storage.places.add_place(unit, record)
        desk.note(unit, action="place_added", target=record.id, detail={})
        await desk.storage.commit(unit)
        say(text_key("cli.places.added"), place=name, id=record.id, unit=unit_name)


async def _new_unit(desk: Desk, unit: UnitOfWork, seed: bytes, name: str) -> str:
    """Add a unit below the office itself, which is added first where it is not there yet."""
    root = await desk.storage.places.root_unit()
    real_root = root if root and root[0] != EXAMPLE_PROVINCE else None
    office = desk.settings.office_name
    if real_root is None and not office:
        refuse(text_key("cli.places.no_office"))
    root_id, root_name = real_root or (identifier_from(seed, "root", now()), office or "")
    if real_root is None:
        desk.storage.places.add_unit(unit, root_id, root_name, None)
    if name.casefold() == root_name.casefold():
        return root_id
    unit_id = identifier_from(seed, "unit", now())
    desk.storage.places.add_unit(unit, unit_id, name, root_id)
    return unit_id
