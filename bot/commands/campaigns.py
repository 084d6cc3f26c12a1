"""`campaigns`: who is asked what, when and by which plan; made, approved and ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands._campaigns import campaign_of
from bot.commands._pace import show_pace
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

if TYPE_CHECKING:
    from collections.abc import Awaitable, Collection

    from bot.campaigns import CampaignDesk
    from storage.campaign_records import CampaignRecord
    from survey.campaign_inspection import Fault
    from survey.campaigns import Parts, Terms

__all__ = ["campaigns"]

_ID = click.argument("campaign_id", metavar="ID")


@click.group(cls=TextGroup, help=text_key("cli.campaigns.help"))
def campaigns() -> None:
    """Show, make, copy, approve and end campaigns."""


# -- look at


@campaigns.command("list", cls=TextCommand, help=text_key("cli.campaigns.list.help"))
def list_campaigns() -> None:
    """List them, the newest first."""
    run(_list())


async def _list() -> None:
    from bot.campaigns.words import STATES

    async with open_desk() as desk:
        found = await desk.storage.campaigns.listed(None)
        if not found:
            say(text_key("cli.campaigns.none"), err=True)
        for one in found:
            days = f"{one.terms.opens_on or '…'} – {one.terms.closes_on or '…'}"
            state = text(STATES[one.life.state])
            click.echo(f"{one.id}\t{state}\t{days}\t{one.terms.title}")


@campaigns.command("show", cls=TextCommand, help=text_key("cli.campaigns.show.help"))
@_ID
def show_campaign(campaign_id: str) -> None:
    """Show one as the file from which it could be made again, and what is missing."""
    run(_show(campaign_id))


async def _show(campaign_id: str) -> None:
    from bot.campaigns.files import written

    async with open_desk() as desk:
        record = await campaign_of(desk, campaign_id)
        parts = await desk.storage.campaigns.parts(record.id)
        click.echo(written(record.terms, parts), nl=False)
        await _say_state(desk, record)


async def _say_state(desk: Desk, record: CampaignRecord) -> None:
    """Say where a campaign stands, and of a draft what is missing, on the error stream."""
    from bot.campaigns.words import STATES

    state = text(STATES[record.life.state])
    say(text_key("cli.campaigns.state"), err=True, id=record.id, state=state)
    if record.life.state == "draft":
        parts = await desk.storage.campaigns.parts(record.id)
        _print_faults(await _faults(desk, record.terms, parts))


async def _faults(desk: Desk, terms: Terms, parts: Parts) -> list[Fault]:
    from bot.campaigns import all_faults, known_here

    forms, languages = desk.forms.surveys, desk.texts.languages
    known = await known_here(desk.storage, terms, now(), forms=forms, languages=languages)
    return all_faults(terms, parts, known)


def _print_faults(faults: Collection[Fault]) -> None:
    from bot.campaigns.words import fault_sentences

    for line in fault_sentences(text, faults):
        click.echo(line, err=True)


# -- make


@campaigns.command("new", cls=TextCommand, help=text_key("cli.campaigns.new.help"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def new_campaign(file: Path) -> None:
    """Make a draft out of a file."""
    from bot.campaigns.files import CampaignFileError, read

    try:
        terms, parts = read(file.read_bytes())
    except (CampaignFileError, OSError) as error:
        refuse(text_key("cli.campaigns.file"), file=file, reason=error)
    run(_new(terms, parts, file.name))


async def _new(terms: Terms, parts: Parts, file: str) -> None:
    from survey.campaign_inspection import blocking

    async with open_desk() as desk:
        if faults := blocking(await _faults(desk, terms, parts)):
            _print_faults(faults)
            refuse(text_key("cli.campaigns.faults"), file=file)
        made = await _acting(desk).make(terms, parts)
        click.echo(made.id)
        await _say_state(desk, made)


def _acting(desk: Desk) -> CampaignDesk:
    """Return what whoever runs the command does to campaigns now."""
    from bot.accounts import By
    from bot.campaigns import CampaignDesk

    return CampaignDesk(desk.storage, By(actor(), now()))


@campaigns.command("copy", cls=TextCommand, help=text_key("cli.campaigns.copy.help"))
@_ID
@click.option("--title", required=True, cls=TextOption, help=text_key("cli.campaigns.title"))
def copy_campaign(campaign_id: str, title: str) -> None:
    """Make a draft like another one, without its days."""
    run(_copy(campaign_id, title))


async def _copy(campaign_id: str, title: str) -> None:
    async with open_desk() as desk:
        made = await _acting(desk).copy(await campaign_of(desk, campaign_id), title)
        click.echo(made.id)
        await _say_state(desk, made)


# -- its life


@campaigns.command("submit", cls=TextCommand, help=text_key("cli.campaigns.submit.help"))
@_ID
def submit_campaign(campaign_id: str) -> None:
    """Hand a draft in: it waits for a second person, or is approved at once."""
    run(_submit(campaign_id))


async def _submit(campaign_id: str) -> None:
    async with open_desk() as desk:
        record = await campaign_of(desk, campaign_id)
        parts = await desk.storage.campaigns.parts(record.id)
        faults = await _faults(desk, record.terms, parts)
        _print_faults(faults)
        await _done(desk, _acting(desk).submit(record, faults))


@campaigns.command("approve", cls=TextCommand, help=text_key("cli.campaigns.approve.help"))
@_ID
def approve_campaign(campaign_id: str) -> None:
    """Approve what somebody else made."""
    run(_approve(campaign_id))


async def _approve(campaign_id: str) -> None:
    async with open_desk() as desk:
        await _done(desk, _acting(desk).approve(await campaign_of(desk, campaign_id)))


@campaigns.command("close", cls=TextCommand, help=text_key("cli.campaigns.close.help"))
@_ID
def close_campaign(campaign_id: str) -> None:
    """End one that runs; one that asked nobody yet is put aside."""
    run(_close(campaign_id))


async def _close(campaign_id: str) -> None:
    async with open_desk() as desk:
        record, acting = await campaign_of(desk, campaign_id), _acting(desk)
        begun = record.life.state == "running"
        await _done(desk, acting.close(record) if begun else acting.discard(record))


async def _done(desk: Desk, act: Awaitable[CampaignRecord]) -> None:
    """Do an act and say where the campaign stands; why it cannot be done ends the command."""
    from bot.campaigns.words import REFUSALS
    from survey.campaign_life import CampaignRefusedError

    try:
        await _say_state(desk, await act)
    except CampaignRefusedError as refused:
        refuse(REFUSALS[refused.refusal])


campaigns.add_command(show_pace)
