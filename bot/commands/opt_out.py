"""`opt-out`: somebody wants no more messages, or some again."""

from __future__ import annotations

import click

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

__all__ = ["opt_out"]


@click.command("opt-out", cls=TextCommand, help=text_key("cli.opt_out.help"))
@click.argument("who", required=False)
@click.option("--back", is_flag=True, cls=TextOption, help=text_key("cli.opt_out.back"))
def opt_out(who: str | None, *, back: bool) -> None:
    """Enter it by telephone number or e-mail address; one that is not given is asked for, so that
    it stands in no history of commands.
    """
    typed = who if who is not None else click.prompt(text(text_key("cli.opt_out.who")), err=True)
    run(_enter(typed, back=back))


async def _enter(typed: str, *, back: bool) -> None:
    from bot.accounts import By
    from bot.broadcasts.opting import OptingOut, whose

    one = whose(typed)
    if one is None:
        refuse(text_key("console.opt_out.fault"))
    async with open_desk() as desk:
        acts = OptingOut(desk.storage, By(actor(), now()))
        await (acts.take_back if back else acts.enter)(one)
    done = text_key("console.opt_out.taken_back") if back else text_key("console.opt_out.entered")
    say(done, err=True)
