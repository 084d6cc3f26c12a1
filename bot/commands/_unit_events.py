"""The commands by which something happens to a unit: one for each kind of event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import click

from bot.commands._arguments import DAY, today
from bot.commands.base import (
    TextCommand,
    TextOption,
    actor,
    now,
    open_desk,
    refuse,
    run,
    say,
    text,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.units import Units
    from survey.unit_events import Body, Type
    from survey.unit_refusals import UnitRefusedError

__all__ = ["EVENT_COMMANDS", "meant", "of_unit", "why"]

Making = Callable[["Units", date], "Body"]
"""What happens, once units are known by what people call them on that day."""


# -- units as people name them


def meant(known: Units, wanted: str, day: date) -> str:
    """Return the unit that an id, a code or a name means on a day; the command ends where there
    is none, or more than one.
    """
    if wanted in known.tree.units:
        return wanted
    found = known.tree.find(wanted, day)
    if not found:
        refuse(text_key("cli.units.unknown"), unit=wanted)
    if len(found) > 1:
        listed = ", ".join(of_unit(known, one) for one in found)
        refuse(text_key("cli.units.ambiguous"), unit=wanted, known=listed)
    return found[0]


def of_unit(known: Units, unit: str) -> str:
    """Return what a unit is called now, or was last, with its id."""
    there = known.tree.units.get(unit)
    return f"{there.states[-1].name} ({unit})" if there else unit


def why(known: Units, refused: UnitRefusedError, mine: frozenset[int]) -> str:
    """Return why an event is refused. `mine`: the numbers of those that are to be entered."""
    from bot.units.wording import said

    def day(iso: str) -> str:
        return date.fromisoformat(iso).strftime("%d/%m/%Y")

    return said(refused, mine, lambda unit: of_unit(known, unit), day, text)


# -- one event


def _happen(making: Making, day: date, decision: str, *, dry_run: bool) -> None:
    run(_enter(making, day, decision, dry_run=dry_run))


async def _enter(making: Making, day: date, decision: str, *, dry_run: bool) -> None:
    from bot.units import Entry, enter, known_units, planned
    from survey.unit_refusals import UnitRefusedError

    async with open_desk() as desk:
        known = await known_units(desk.storage, now())
        entry = Entry(body=making(known, day), day=day, decision=decision)
        try:
            plan = planned(known, [entry], actor())
        except UnitRefusedError as refused:
            refuse(text_key("cli.units.refused"),
                   reason=why(known, refused, frozenset({known.tree.version + 1})))  # fmt: skip
        held = await desk.storage.units.held()
        for unit in plan.ending:
            left = held.get(unit)
            cases, places, roles = (left.cases, left.places, left.roles) if left else (0, 0, 0)
            say(text_key("cli.units.ends"), unit=of_unit(known, unit), cases=cases,
                places=places, roles=roles)  # fmt: skip
        if dry_run:
            say(text_key("cli.units.would_do"))
            return
        await enter(desk.storage, plan, actor(), now())
    say(text_key("cli.units.done"), number=plan.events[-1].number)


_SHARED: Final = (
    click.option("--on", type=DAY, cls=TextOption, help=text_key("cli.units.since")),
    click.option("--decision", default="", cls=TextOption, help=text_key("cli.units.decision")),
    click.option("--dry-run", is_flag=True, cls=TextOption, help=text_key("cli.units.dry_run")),
)


def _command(name: str, help_key: str) -> Callable[[Callable[..., Making]], click.Command]:
    """Return what makes a command of a function from its arguments to what happens."""

    def decorate(function: Callable[..., Making]) -> click.Command:
        @wraps(function)  # with the arguments that click has noted on it
        def act(on: date | None, decision: str, dry_run: bool, **given: Any) -> None:  # noqa: ANN401 – click's own
            _happen(function(**given), on or today(), decision, dry_run=dry_run)

        for option in _SHARED:
            option(act)
        return click.command(name, cls=TextCommand, help=help_key)(act)

    return decorate


@_command("found", text_key("cli.units.found.help"))
@click.argument("unit")
@click.argument("name")
@click.option("--type", "kind", default="local", cls=TextOption, help=text_key("cli.units.type"))
@click.option("--parent", cls=TextOption, help=text_key("cli.units.parent"))
def _found(unit: str, name: str, kind: Type, parent: str | None) -> Making:
    from survey.unit_events import Found

    _must_be_type(kind)
    return lambda known, day: Found(
        unit, name, kind, meant(known, parent, day) if parent else None
    )


def _must_be_type(kind: str) -> None:
    from survey.unit_events import TYPES

    if kind not in TYPES:
        refuse(text_key("cli.units.unknown_type"), type=kind, known=", ".join(TYPES))


@_command("rename", text_key("cli.units.rename.help"))
@click.argument("unit")
@click.argument("name")
@click.option("--type", "kind", cls=TextOption, help=text_key("cli.units.type"))
def _rename(unit: str, name: str, kind: Type | None) -> Making:
    from survey.unit_events import Rename

    if kind is not None:
        _must_be_type(kind)
    return lambda known, day: Rename(meant(known, unit, day), name, kind)


@_command("alias", text_key("cli.units.alias.help"))
@click.argument("unit")
@click.argument("name")
def _alias(unit: str, name: str) -> Making:
    from survey.unit_events import Alias

    return lambda known, day: Alias(meant(known, unit, day), name)


@_command("code", text_key("cli.units.code.help"))
@click.argument("unit")
@click.argument("code")
def _code(unit: str, code: str) -> Making:
    from survey.unit_events import Code

    return lambda known, day: Code(meant(known, unit, day), code)


@_command("move", text_key("cli.units.move.help"))
@click.argument("unit")
@click.argument("parent")
def _move(unit: str, parent: str) -> Making:
    from survey.unit_events import Move

    return lambda known, day: Move(meant(known, unit, day), meant(known, parent, day))


@_command("merge", text_key("cli.units.merge.help"))
@click.argument("units", nargs=-1, required=True)
@click.option("--into", required=True, cls=TextOption, help=text_key("cli.units.merge.into"))
def _merge(units: tuple[str, ...], into: str) -> Making:
    from survey.unit_events import Merge

    return lambda known, day: Merge(
        tuple(meant(known, unit, day) for unit in units), meant(known, into, day)
    )


@_command("split", text_key("cli.units.split.help"))
@click.argument("unit")
@click.option("--into", multiple=True, required=True, cls=TextOption,
              help=text_key("cli.units.split.into"))  # fmt: skip
@click.option("--commune", "communes", multiple=True, cls=TextOption,
              help=text_key("cli.units.split.commune"))  # fmt: skip
def _split(unit: str, into: tuple[str, ...], communes: tuple[str, ...]) -> Making:
    from survey.unit_events import Split

    def making(known: Units, day: date) -> Body:
        given = [commune.rpartition("=") for commune in communes]
        return Split(
            meant(known, unit, day),
            tuple(meant(known, part, day) for part in into),
            {commune.strip(): meant(known, part.strip(), day) for commune, _, part in given},
        )

    return making


@_command("dissolve", text_key("cli.units.dissolve.help"))
@click.argument("unit")
def _dissolve(unit: str) -> Making:
    from survey.unit_events import Dissolve

    return lambda known, day: Dissolve(meant(known, unit, day))


@_command("cover", text_key("cli.units.cover.help"))
@click.argument("unit")
@click.argument("communes", nargs=-1, required=True)
def _cover(unit: str, communes: tuple[str, ...]) -> Making:
    from survey.unit_events import Cover

    return lambda known, day: Cover(meant(known, unit, day), communes)


@_command("uncover", text_key("cli.units.uncover.help"))
@click.argument("unit")
@click.argument("communes", nargs=-1, required=True)
def _uncover(unit: str, communes: tuple[str, ...]) -> Making:
    from survey.unit_events import Uncover

    return lambda known, day: Uncover(meant(known, unit, day), communes)


@_command("withdraw", text_key("cli.units.withdraw.help"))
@click.argument("number", type=int)
def _withdraw(number: int) -> Making:
    from survey.unit_events import Withdraw

    return lambda _known, _day: Withdraw(number)


EVENT_COMMANDS: Final[tuple[click.Command, ...]] = (
    _found,
    _rename,
    _alias,
    _code,
    _move,
    _merge,
    _split,
    _dissolve,
    _cover,
    _uncover,
    _withdraw,
)
