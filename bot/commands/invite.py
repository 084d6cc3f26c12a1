"""`invite`: new invitations as links, codes, QR files and printable sheets."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands._arguments import DAY, LANGUAGE, end_of, today
from bot.commands._exporting import survey_named
from bot.commands._places import find_counter, find_place
from bot.commands.base import Desk, TextCommand, TextOption, now, open_desk, run, say, text
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.invitations import Invitation, InvitationKind, Invited
    from storage.base import PlaceRecord

__all__ = ["invite"]

"""Days that a personal invitation is good for, unless told otherwise."""
MOST = 2000  # sheets in one PDF; more is a mail merge, which comes with the imported lists

_WHERE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command(cls=TextCommand, help=text_key("cli.invite.help"))
@click.option(
    "--kind",
    type=click.Choice(["personal", "place", "assisted"]),
    cls=TextOption,
    help=text_key("cli.invite.kind"),
)
@click.option("--form", cls=TextOption, help=text_key("cli.invite.form"))
@click.option("--service", cls=TextOption, help=text_key("cli.invite.service"))
@click.option("--date", "on", type=DAY, cls=TextOption, help=text_key("cli.invite.date"))
@click.option("--from", "since", type=DAY, cls=TextOption, help=text_key("cli.invite.from"))
@click.option("--to", "until", type=DAY, cls=TextOption, help=text_key("cli.invite.to"))
@click.option("--place", cls=TextOption, help=text_key("cli.invite.place"))
@click.option("--counter", cls=TextOption, help=text_key("cli.invite.counter"))
@click.option("--expires", type=DAY, cls=TextOption, help=text_key("cli.invite.expires"))
@click.option("--label", cls=TextOption, help=text_key("cli.invite.label"))
@click.option("--language", type=LANGUAGE, default="vi", show_default=True,
              cls=TextOption, help=text_key("cli.invite.language"))  # fmt: skip
@click.option("--count", type=click.IntRange(1, MOST), default=1, show_default=True,
              cls=TextOption, help=text_key("cli.invite.count"))  # fmt: skip
@click.option("--qr", type=_WHERE, cls=TextOption, help=text_key("cli.invite.qr"))
@click.option("--sheet", type=_WHERE, cls=TextOption, help=text_key("cli.invite.sheet"))
def invite(**options: Any) -> None:  # noqa: ANN401 - click hands over the options by name
    """Make invitations."""
    _check_files(options["qr"], options["sheet"], options["count"])
    run(_invite(options))


def _check_files(qr: Path | None, sheet: Path | None, count: int) -> None:
    if qr and qr.suffix.lower() not in {".svg", ".png"}:
        raise click.UsageError(text(text_key("cli.invite.qr_kind"), file=qr))
    if qr and count > 1:
        raise click.UsageError(text(text_key("cli.invite.qr_one")))
    if sheet and sheet.suffix.lower() != ".pdf":
        raise click.UsageError(text(text_key("cli.invite.sheet_kind"), file=sheet))


async def _invite(options: dict[str, Any]) -> None:
    from bot.invitations import create_invitation
    from storage.base import UnitOfWork

    async with open_desk(create=True) as desk:
        places = await desk.storage.places.places()
        place = find_place(places, options["place"])
        about = await _with_procedure(desk, _about(desk, place, options))
        made = [create_invitation(about, now()) for _ in range(options["count"])]
        unit = UnitOfWork()
        for invitation in made:
            desk.storage.invitations.add(unit, invitation.record)
        where = _where(place, about)
        # First the rows, then the paper: a sheet whose link is unknown must not be printed.
        await desk.storage.commit(unit)
        _tell(desk, made, where)
        _write(desk, made, where, options)


def _about(desk: Desk, place: PlaceRecord | None, options: dict[str, Any]) -> Invited:
    from bot.invitations import PERSONAL_DAYS, Invited

    since, until = _period(options)
    kind: InvitationKind = options["kind"] or (
        "personal" if options["service"] or since else "place"
    )
    if kind == "personal" and not (options["service"] and since):
        raise click.UsageError(text(text_key("cli.invite.personal_needs")))
    expires = options["expires"]
    if expires is None and kind == "personal":
        expires = today() + timedelta(days=PERSONAL_DAYS)
    if expires and expires < today():
        raise click.UsageError(text(text_key("cli.invite.expired")))
    return Invited(
        kind=kind,
        form=survey_named(desk, options["form"]),
        language=options["language"],
        unit_id=place.unit_id if place else None,
        place_id=place.id if place else None,
        counter_id=find_counter(place, options["counter"]),
        service=options["service"],
        period_from=since,
        period_to=until,
        expires_at=end_of(expires) if expires else None,
        label=options["label"],
        trial=desk.settings.trial,
    )


async def _with_procedure(desk: Desk, about: Invited) -> Invited:
    """Return what is invited to with the procedure that its service names by code or whole name;
    other services stay words.
    """
    from dataclasses import replace

    from flows.spelling import fold
    from survey.procedures import named

    if about.service is None:
        return about
    lines = await desk.storage.procedures.lines()
    found = named(lines, about.service, about.period_to or today(), fold)
    if len(found) != 1:
        return about
    return replace(about, service=found[0].name, procedure=found[0].code)


def _period(options: dict[str, Any]) -> tuple[date | None, date | None]:
    """Return the days asked about; one given end stands for both."""
    since, until = options["since"] or options["on"], options["until"] or options["on"]
    since, until = since or until, until or since
    if since and until and not since <= until <= today():
        raise click.UsageError(text(text_key("cli.invite.period")))
    return since, until


def _where(place: PlaceRecord | None, about: Invited) -> str | None:
    if place is None:
        return None
    counter = dict(place.counters).get(about.counter_id or "")
    return " – ".join(filter(None, (place.name, place.unit_name, counter)))


def _tell(desk: Desk, made: list[Invitation], where: str | None) -> None:
    from bot.invitations import link
    from bot.reports.wording import INVITATION_KINDS

    kind = text(INVITATION_KINDS[made[0].record.kind])
    say(text_key("cli.invite.made"), err=True, count=len(made), kind=kind, where=where or "–")
    for invitation in made:
        click.echo(f"{link(desk.settings.base_url, invitation.token)}\t{invitation.code}")
    say(text_key("cli.invite.once"), err=True)
    if desk.settings.trial:
        say(text_key("cli.trial"), err=True)


def _write(desk: Desk, made: list[Invitation], where: str | None, options: dict[str, Any]) -> None:
    from bot.invitations import link
    from bot.reports.invitation_sheet import invitation_sheet, page_for, qr_file
    from bot.reports.sheets import appearing

    qr, sheet = options["qr"], options["sheet"]
    if qr:
        kind = qr.suffix.lower().removeprefix(".")
        with appearing(qr) as partial:
            partial.write_bytes(qr_file(link(desk.settings.base_url, made[0].token), kind))
        say(text_key("cli.written"), err=True, file=qr)
    if sheet:
        minutes = desk.forms.newest(made[0].record.form).minutes
        pages = [page_for(one, where, desk.settings, desk.texts, minutes) for one in made]
        with appearing(sheet) as partial:
            partial.write_bytes(invitation_sheet(pages))
        say(text_key("cli.written"), err=True, file=sheet)
