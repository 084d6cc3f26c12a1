"""`account`: who may enter the desk; how the first admin gets in, and gets in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.base import (
    Desk,
    TextCommand,
    TextGroup,
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
from flows.time_units import HOUR

if TYPE_CHECKING:
    from bot.accounts import AccountLink
    from storage.desk_records import AccountRecord

__all__ = ["account"]


@click.group(cls=TextGroup, help=text_key("cli.account.help"))
def account() -> None:
    """Look after accounts."""


# -- list


@account.command("list", cls=TextCommand, help=text_key("cli.account.list.help"))
def list_accounts() -> None:
    """List them."""
    run(_list())


async def _list() -> None:
    async with open_desk() as desk:
        known = await desk.storage.accounts.listed()
        if not known:
            say(text_key("cli.account.none"), err=True)
        for one in known:
            roles = " ".join(f"{grant.role}@{grant.unit_id}" for grant in one.grants)
            click.echo("\t".join((one.login, one.name, _state(one), roles)))


def _state(one: AccountRecord) -> str:
    if one.state == "disabled":
        return text(text_key("cli.account.state.disabled"))
    if one.password_hash is None or one.totp_secret is None:
        return text(text_key("cli.account.state.invited"))
    return text(text_key("cli.account.state.active"))


# -- links


@account.command("invite", cls=TextCommand, help=text_key("cli.account.invite.help"))
def invite_admin() -> None:
    """Make the link by which one more admin joins."""
    run(_invite())


async def _invite() -> None:
    from bot.accounts import By, admin_link

    async with open_desk(create=True) as desk:
        _hand_over(desk, await admin_link(desk.storage, By(actor(), now())))


@account.command("reset", cls=TextCommand, help=text_key("cli.account.reset.help"))
@click.argument("login")
@click.option("--device", is_flag=True, cls=TextOption, help=text_key("cli.account.reset.device"))
def reset(login: str, *, device: bool) -> None:
    """Make the link by which somebody sets a new password."""
    run(_reset(login, device=device))


async def _reset(login: str, *, device: bool) -> None:
    from bot.accounts import By, reset_link
    from storage.base import UnitOfWork

    async with open_desk() as desk:
        unit, found = UnitOfWork(), await _account(desk, login)
        link = reset_link(desk.storage, unit, found, By(actor(), now()), device_lost=device)
        await desk.storage.commit(unit)
        _hand_over(desk, link)


def _hand_over(desk: Desk, link: AccountLink) -> None:
    click.echo(link.address(desk.settings.base_url))
    hours = (link.record.expires_at - link.record.created_at) // HOUR
    say(text_key("cli.account.once"), err=True, hours=hours)


# -- the end


@account.command("disable", cls=TextCommand, help=text_key("cli.account.disable.help"))
@click.argument("login")
def disable(login: str) -> None:
    """Close an account."""
    run(_disable(login))


async def _disable(login: str) -> None:
    from bot.accounts import By, may_leave
    from bot.accounts import disable as close
    from storage.base import UnitOfWork

    async with open_desk() as desk:
        unit, found = UnitOfWork(), await _account(desk, login)
        if not await may_leave(desk.storage, unit, found):
            refuse(text_key("cli.account.last_admin"))
        close(desk.storage, unit, found, By(actor(), now()))
        await desk.storage.commit(unit)
        say(text_key("cli.account.disabled"), err=True, login=found.login)


@account.command("enable", cls=TextCommand, help=text_key("cli.account.enable.help"))
@click.argument("login")
def enable(login: str) -> None:
    """Open an account again."""
    run(_enable(login))


async def _enable(login: str) -> None:
    from bot.accounts import By
    from bot.accounts import enable as open_again
    from storage.base import UnitOfWork

    async with open_desk() as desk:
        found = await _account(desk, login)
        unit = UnitOfWork()
        open_again(desk.storage, unit, found, By(actor(), now()))
        await desk.storage.commit(unit)
        say(text_key("cli.account.enabled"), err=True, login=found.login)


async def _account(desk: Desk, login: str) -> AccountRecord:
    from bot.accounts import folded

    found = await desk.storage.accounts.by_login(folded(login))
    if found is None:
        refuse(text_key("cli.account.unknown"), login=login)
    return found
