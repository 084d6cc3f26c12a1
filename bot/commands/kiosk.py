"""`kiosk`: the link that makes a tablet at a desk a kiosk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.commands._arguments import LANGUAGE
from bot.commands._exporting import survey_named
from bot.commands._places import find_counter, find_place
from bot.commands.base import (
    Desk,
    TextCommand,
    TextOption,
    now,
    open_desk,
    refuse,
    run,
    say,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.invitations import Invitation
    from storage.base import PlaceRecord

__all__ = ["kiosk"]


@click.command(cls=TextCommand, help=text_key("cli.kiosk.help"))
@click.option("--place", cls=TextOption, help=text_key("cli.kiosk.place"))
@click.option("--counter", cls=TextOption, help=text_key("cli.kiosk.counter"))
@click.option("--form", cls=TextOption, help=text_key("cli.kiosk.form"))
@click.option("--label", cls=TextOption, help=text_key("cli.kiosk.label"))
@click.option("--language", type=LANGUAGE, default="vi", show_default=True,
              cls=TextOption, help=text_key("cli.kiosk.language"))  # fmt: skip
def kiosk(**options: Any) -> None:  # noqa: ANN401 - click hands over the options by name
    """Make the link of a tablet."""
    run(_kiosk(options))


async def _kiosk(options: dict[str, Any]) -> None:
    from bot.invitations import kiosk_link
    from storage.base import UnitOfWork

    async with open_desk(create=True) as desk:
        place = find_place(await desk.storage.places.places(), options["place"])
        if place is None:
            refuse(text_key("cli.kiosk.no_place"))
        made = _device(desk, place, options)
        unit = UnitOfWork()
        desk.storage.invitations.add(unit, made.record)
        desk.note(unit, action="kiosk_added", target=made.record.id, detail={})
        await desk.storage.commit(unit)
        counter = dict(place.counters).get(made.record.counter_id or "")
        where = " – ".join(filter(None, (place.name, place.unit_name, counter)))
        say(text_key("cli.kiosk.made"), err=True, where=where, id=made.record.id)
        click.echo(kiosk_link(desk.settings.base_url, made.token))
        say(text_key("cli.kiosk.once"), err=True)
        if desk.settings.trial:
            say(text_key("cli.trial"), err=True)


def _device(desk: Desk, place: PlaceRecord, options: dict[str, Any]) -> Invitation:
    """Return the invitation that binds a tablet: of the place, with the form that is offered for
    who wants to say more, and a token that opens no landing page.
    """
    import msgspec

    from bot.forms import MAIN_SURVEY
    from bot.invitations import Invited, create_invitation, device_hash

    about = Invited(
        kind="place",
        form=survey_named(desk, options["form"] or MAIN_SURVEY),
        language=options["language"],
        unit_id=place.unit_id,
        place_id=place.id,
        counter_id=find_counter(place, options["counter"]),
        label=options["label"],
    )
    made = create_invitation(about, now(), demo=place.demo)
    record = msgspec.structs.replace(made.record, token_hash=device_hash(made.token))
    return type(made)(record, made.token, made.code)
