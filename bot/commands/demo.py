"""`demo`: the example data: its links, and how to be rid of it."""

from __future__ import annotations

from collections.abc import Mapping

import click

from bot.commands.base import (
    TextCommand,
    TextGroup,
    TextOption,
    open_desk,
    run,
    say,
    text,
)
from flows.texts import text_key

__all__ = ["demo"]


@click.group(cls=TextGroup, help=text_key("cli.demo.help"))
def demo() -> None:
    """Look at the example data, or remove it."""


@demo.command("links", cls=TextCommand, help=text_key("cli.demo.links.help"))
def demo_links() -> None:
    """List the links of its posters."""
    run(_links())


async def _links() -> None:
    from bot.example_data import example_token
    from bot.invitations import link, token_hash

    async with open_desk() as desk:
        secret = desk.settings.secret_key or desk.storage.ring.signing_key.hex()
        found = False
        for name in desk.forms.surveys:
            token = example_token(secret, name)
            if await desk.storage.invitations.by_token_hash(token_hash(token)) is not None:
                title = desk.forms.newest(name).title["vi"]
                click.echo(f"{link(desk.settings.base_url, token)}\t{name}\t{title}")
                found = True
        if not found:
            say(text_key("cli.demo.none"), err=True)


@demo.command("remove", cls=TextCommand, help=text_key("cli.demo.remove.help"))
@click.option("--yes", is_flag=True, cls=TextOption, help=text_key("cli.yes"))
def remove_demo(yes: bool) -> None:
    """Remove it."""
    if not yes:
        click.confirm(text(text_key("cli.demo.confirm")), abort=True, err=True)
    run(_remove())


async def _remove() -> None:
    from storage.base import UnitOfWork

    async with open_desk() as desk:
        counts = {table: n for table, n in (await desk.storage.remove_demo()).items() if n}
        kept = await desk.storage.kept_demo()
        if not counts:
            say(text_key("cli.demo.none"))
            _say_kept(kept)
            return
        unit = UnitOfWork()
        detail = {"rows": str(sum(counts.values()))}
        desk.note(unit, action="demo_removed", target="demo", detail=detail)
        await desk.storage.commit(unit)
        say(
            text_key("cli.demo.removed"),
            responses=counts.get("responses", 0),
            complaints=counts.get("complaints", 0),
            invitations=counts.get("invitations", 0),
            rows=sum(counts.values()),
        )
        _say_kept(kept)


def _say_kept(kept: Mapping[str, int]) -> None:
    """Tell what could not go: a real case keeps its owner, a real answer its place."""
    if any(kept.values()):
        say(text_key("cli.demo.kept"), units=kept["units"], places=kept["places"])
