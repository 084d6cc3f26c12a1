"""`broadcast`: the waves of a campaign; made, looked at, confirmed, followed, held and ended."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Final

import click

from bot.commands._campaigns import campaign_of
from bot.commands.base import (
    Desk,
    TextCommand,
    TextGroup,
    TextOption,
    actor,
    language,
    now,
    open_desk,
    refuse,
    run,
    say,
    text,
)
from flows.identifiers import Instant
from flows.texts import text_key
from flows.workdays import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.broadcasts import Broadcasts
    from bot.broadcasts.forecast import Forecast
    from bot.broadcasts.launching import Launching
    from flows.broadcasts import Window
    from storage.broadcast_records import BroadcastRecord
    from storage.campaign_records import CampaignRecord

__all__ = ["broadcast"]

_ID = click.argument("broadcast_id", metavar="ID")
_MOMENT: Final = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"])
_EVERY_S: Final = 1.0
"""Between two looks at a terminal; elsewhere ten times as long."""


@click.group(cls=TextGroup, help=text_key("cli.broadcast.help"))
def broadcast() -> None:
    """Show, make, confirm and follow waves."""


# -- what the commands work with


def _acts(desk: Desk) -> Broadcasts:
    """Return what whoever runs the command does to broadcasts now."""
    from bot.accounts import By
    from bot.broadcasts import Broadcasts

    return Broadcasts(
        desk.storage,
        By(actor(), now()),
        email=desk.settings.mail is not None,
        every_days=desk.settings.invite_every_days,
    )


async def _record(desk: Desk, name: str) -> BroadcastRecord:
    found = await desk.storage.broadcasts.by_id(name)
    return found or refuse(text_key("cli.broadcast.unknown"), id=name)


async def _launching(desk: Desk, campaign_id: str) -> Launching:
    from bot.broadcasts.launching import Launching

    return Launching(_acts(desk), await campaign_of(desk, campaign_id))


async def _forecast(desk: Desk, record: BroadcastRecord) -> Forecast:
    from bot.broadcasts.forecast import Forecaster
    from bot.commands._arguments import today
    from bot.desk import calendar_in_force

    calendar = await calendar_in_force(desk.storage, today())
    return await Forecaster(_acts(desk), desk.settings, calendar).forecast(record)


def _moment(desk: Desk, at: Instant | None) -> str:
    return "–" if at is None else desk.texts.moment(language(), at)


def _say_state(record: BroadcastRecord) -> None:
    from bot.broadcasts.words import state_key

    say(text_key("cli.broadcast.state"), err=True, id=record.id, state=text(state_key(record)))


# -- look at


@broadcast.command("list", cls=TextCommand, help=text_key("cli.broadcast.list.help"))
@click.argument("campaign_id", metavar="CAMPAIGN")
def list_broadcasts(campaign_id: str) -> None:
    """List the waves of a campaign."""
    run(_list(campaign_id))


async def _list(campaign_id: str) -> None:
    from bot.broadcasts.words import state_key
    from bot.campaigns.words import WAVE_NAMES

    async with open_desk() as desk:
        waves = await (await _launching(desk, campaign_id)).waves()
        if not waves:
            say(text_key("cli.broadcast.none"), err=True)
        for one in waves:
            words = (text(WAVE_NAMES[one.wave]), text(state_key(one)))
            starts = _moment(desk, one.window.starts_at)
            click.echo("\t".join((one.id, *words, starts, str(one.audience))))


@broadcast.command("preview", cls=TextCommand, help=text_key("cli.broadcast.preview.help"))
@_ID
def preview(broadcast_id: str) -> None:
    """Say what a wave would come to now, and what it says."""
    run(_preview(broadcast_id))


async def _preview(broadcast_id: str) -> None:
    from bot.broadcasts.words import REASONS
    from bot.campaigns.words import CHANNELS
    from bot.i18n import own_name
    from bot.reports.wording import said

    async with open_desk() as desk:
        record = await _record(desk, broadcast_id)
        launch = await _launching(desk, record.campaign_id)
        record = await launch.as_of_now(record, desk.texts)
        expected = await _forecast(desk, record)
        for one in expected.channels:
            cost = desk.texts.money(language(), one.cost)
            ends = _moment(desk, one.ends_at if one.count else None)
            click.echo("\t".join((text(CHANNELS[one.channel]), str(one.count), ends, cost)))
        for reason, count in expected.left_out.items():
            why = said(text, REASONS, reason)
            say(text_key("cli.broadcast.left_out"), reason=why, count=count)
        cost, ends = desk.texts.money(language(), expected.cost), _moment(desk, expected.ends_at)
        say(text_key("cli.broadcast.expected"), count=expected.asked, ends=ends, cost=cost)
        for spoken, count in expected.languages.items():
            say(text_key("cli.broadcast.by_language"), language=own_name(spoken), count=count)
        for words in record.texts:
            click.echo(f"\n[{words.channel}, {words.language}] {words.subject}\n{words.text}")


# -- make and confirm


@broadcast.command("make", cls=TextCommand, help=text_key("cli.broadcast.make.help"))
@click.argument("campaign_id", metavar="CAMPAIGN")
@click.option("--wave", type=click.IntRange(0, 2), default=0, show_default=True, cls=TextOption,
              help=text_key("cli.broadcast.wave"))  # fmt: skip
@click.option("--starts", type=_MOMENT, cls=TextOption, help=text_key("cli.broadcast.starts"))
@click.option("--ends", type=_MOMENT, cls=TextOption, help=text_key("cli.broadcast.ends"))
def make(campaign_id: str, wave: int, starts: datetime | None, ends: datetime | None) -> None:
    """Make a wave; nobody is written to yet."""
    run(_make(campaign_id, wave, starts, ends))


async def _make(
    campaign_id: str, wave: int, starts: datetime | None, ends: datetime | None
) -> None:
    from bot.broadcasts.windows import first_window
    from bot.broadcasts.words import WINDOW_FAULTS
    from flows.broadcasts import Window

    async with open_desk() as desk:
        launch = await _launching(desk, campaign_id)
        best = first_window(launch.campaign, wave, await launch.waves(), now())
        if best is None:
            refuse(WINDOW_FAULTS["no_days"])
        starts_at = best.starts_at if starts is None else _instant(starts)
        ends_at = max(starts_at, best.ends_at) if ends is None else _instant(ends)
        window = Window(starts_at, ends_at, best.closes_at)
        _must_fit(launch.campaign, window)
        made = await _done(launch.make(wave, window, desk.texts))
        click.echo(made.id)


def _must_fit(campaign: CampaignRecord, window: Window) -> None:
    """End the command where a wave would leave outside the field work."""
    from bot.broadcasts.windows import window_faults
    from bot.broadcasts.words import WINDOW_FAULTS

    if fault := window_faults(campaign, window):
        refuse(WINDOW_FAULTS[fault])


def _instant(moment: datetime) -> Instant:
    """Return a moment that was written as clocks in Vietnam show it."""
    return Instant(int(moment.replace(tzinfo=VIETNAM).timestamp() * 1000))


@broadcast.command("confirm", cls=TextCommand, help=text_key("cli.broadcast.confirm.help"))
@_ID
@click.option("--count", type=int, cls=TextOption, help=text_key("cli.broadcast.count"))
def confirm(broadcast_id: str, count: int | None) -> None:
    """Let a wave leave; whoever does it types how many people it goes to."""
    run(_confirm(broadcast_id, count))


async def _confirm(broadcast_id: str, count: int | None) -> None:
    async with open_desk() as desk:
        record = await _record(desk, broadcast_id)
        launch = await _launching(desk, record.campaign_id)
        record = await launch.as_of_now(record, desk.texts)
        expected = await _forecast(desk, record)
        if count is None:
            question = text(text_key("cli.broadcast.type_count"), count=expected.asked)
            count = click.prompt(question, type=int, err=True)
        if not expected.asked or count != expected.asked:
            refuse(text_key("console.broadcast.fault.count"))
        _must_fit(launch.campaign, record.window)
        _say_state(await _done(launch.confirm(record, desk.texts)))


async def _done(act: Awaitable[BroadcastRecord]) -> BroadcastRecord:
    """Do an act; why it cannot be done ends the command."""
    from bot.broadcasts import BroadcastRefusedError
    from bot.broadcasts.words import places_said, refusal_key

    try:
        return await act
    except BroadcastRefusedError as refused:
        refuse(refusal_key(refused), places=places_said(text, refused))


# -- hold and end


@broadcast.command("pause", cls=TextCommand, help=text_key("cli.broadcast.pause.help"))
@_ID
def pause(broadcast_id: str) -> None:
    """Let nothing more leave for now."""
    run(_act(broadcast_id, lambda acts, record: acts.pause(record)))


@broadcast.command("resume", cls=TextCommand, help=text_key("cli.broadcast.resume.help"))
@_ID
def resume(broadcast_id: str) -> None:
    """Go on."""
    run(_act(broadcast_id, lambda acts, record: acts.resume(record)))


@broadcast.command("cancel", cls=TextCommand, help=text_key("cli.broadcast.cancel.help"))
@_ID
@click.option("--yes", is_flag=True, cls=TextOption, help=text_key("cli.broadcast.yes"))
def cancel(broadcast_id: str, *, yes: bool) -> None:
    """End a wave for good."""
    if not yes:
        click.confirm(text(text_key("cli.broadcast.sure")), abort=True, err=True)
    run(_act(broadcast_id, lambda acts, record: acts.cancel(record)))


async def _act(
    broadcast_id: str,
    do: Callable[[Broadcasts, BroadcastRecord], Awaitable[BroadcastRecord]],
) -> None:
    async with open_desk() as desk:
        _say_state(await _done(do(_acts(desk), await _record(desk, broadcast_id))))


# -- follow


@broadcast.command("watch", cls=TextCommand, help=text_key("cli.broadcast.watch.help"))
@_ID
def watch(broadcast_id: str) -> None:
    """Show how far a wave is until it is over: one line that is written anew, plain lines where
    there is no terminal.
    """
    run(_watch(broadcast_id))


async def _watch(broadcast_id: str) -> None:
    is_terminal, before = sys.stdout.isatty(), ""
    async with open_desk() as desk:
        while True:
            record = await _record(desk, broadcast_id)
            line = await _progress(desk, record)
            if line != before:
                click.echo(f"\r{line}\x1b[K" if is_terminal else line, nl=not is_terminal)
            before = line
            if record.state in {"draft", "cancelled", "done"}:
                break
            await asyncio.sleep(_EVERY_S if is_terminal else 10 * _EVERY_S)
        if is_terminal:
            click.echo()


async def _progress(desk: Desk, record: BroadcastRecord) -> str:
    """Return one line: the state, and how many came to what."""
    from bot.broadcasts.words import OUTCOMES, state_key

    counted: Counter[str] = Counter()
    for one in await desk.storage.broadcasts.progress(record.id):
        counted[text(OUTCOMES[one.state])] += one.count
    write = desk.texts.number
    parts = [f"{name} {write(language(), count)}" for name, count in counted.items()]
    return " · ".join((text(state_key(record)), write(language(), record.audience), *parts))
