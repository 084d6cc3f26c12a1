"""In whose name a command acts: somebody who could do the same at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.base import Desk, TextOption, now, refuse
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.accounts import By
    from flows.desk.policy import Action, Thing

__all__ = ["AS", "in_name_of"]

AS = click.option(
    "--as", "login", required=True, metavar="LOGIN", cls=TextOption, help=text_key("cli.as")
)
"""Whoever has the machine and an account is one person: without a name, they could approve at
the desk what they made by a command.
"""


async def in_name_of(desk: Desk, login: str, action: Action, thing: Thing) -> By:
    """Return who acts; end the command where there is no such account, or it may not do this. Who
    ran the command in whose name is written down first (I21).
    """
    from bot.accounts import By, folded
    from bot.desk.things import actor_in
    from flows.desk.policy import policy
    from storage.base import UnitOfWork

    account = await desk.storage.accounts.by_login(folded(login))
    if account is None or account.state != "active":
        refuse(text_key("cli.account.unknown"), login=login)
    if not policy(actor_in(await desk.storage.places.units(), account), action, thing):
        refuse(text_key("cli.as.may_not"), login=account.login)
    unit = UnitOfWork()
    detail = {"account": account.login}
    desk.note(unit, action="command.in_name", target=thing.kind, detail=detail)
    await desk.storage.commit(unit)
    return By.of(account, now())
