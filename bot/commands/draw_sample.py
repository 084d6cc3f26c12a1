"""`draw-sample`: draw the people that a campaign asks, and prove or repeat a draw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bot.commands.base import (
    Desk,
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
    from collections.abc import Iterable

    from bot.drawing import Outlook, Sampler
    from storage.campaign_records import CampaignRecord
    from storage.draw_records import DrawRecord
    from survey.seals import Kind, Problem

__all__ = ["draw_sample"]

_KINDS: Final = ("first", "top_up", "substitution")
"""`survey.seals.KINDS`, without what importing that takes."""
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER: Final = click.Path(file_okay=False, path_type=Path)


@click.command("draw-sample", cls=TextCommand, help=text_key("cli.draw_sample.help"))
@click.argument("campaign", required=False)
@click.option("--seed", default="", cls=TextOption, help=text_key("cli.draw_sample.seed"))
@click.option("--kind", type=click.Choice(_KINDS), default="first", show_default=True,
              cls=TextOption, help=text_key("cli.draw_sample.kind"))  # fmt: skip
@click.option("--dry-run", "only_try", is_flag=True, cls=TextOption,
              help=text_key("cli.draw_sample.dry_run"))  # fmt: skip
@click.option("--verify", "only_verify", is_flag=True, cls=TextOption,
              help=text_key("cli.draw_sample.verify"))  # fmt: skip
@click.option("--save", "folder", type=_FOLDER, cls=TextOption,
              help=text_key("cli.draw_sample.save"))  # fmt: skip
@click.option("--frame", type=_FILE, cls=TextOption, help=text_key("cli.draw_sample.frame"))
@click.option("--record", type=_FILE, cls=TextOption, help=text_key("cli.draw_sample.record"))
def draw_sample(  # noqa: PLR0913 – an argument for each option
    campaign: str | None, seed: str, kind: Kind, folder: Path | None, frame: Path | None,
    record: Path | None, *, only_try: bool, only_verify: bool,
) -> None:  # fmt: skip
    """Draw, try, prove, give away or repeat."""
    if campaign is None:
        if frame is None or record is None:
            raise click.UsageError(text(text_key("cli.draw_sample.which")))
        _repeat(frame, record)
    elif only_try:
        run(_try(campaign, kind))
    elif only_verify:
        run(_verify(campaign))
    elif folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        run(_save(campaign, folder))
    else:
        run(_draw(campaign, kind, seed))


# -- in an installation


async def _sampler(desk: Desk, name: str) -> Sampler:
    from bot.accounts import By
    from bot.drawing import Sampler

    campaign = await _campaign(desk, name)
    return Sampler(desk.storage, By(actor(), now()), campaign, desk.settings.invite_every_days)


async def _campaign(desk: Desk, name: str) -> CampaignRecord:
    """Return the one campaign that is called so by its id or its title, or refuse."""
    known = await desk.storage.campaigns.listed(None)
    found = [one for one in known if name in (one.id, one.terms.title)]
    if len(found) != 1:
        refuse(text_key("cli.draw_sample.no_campaign"), name=name, count=len(found))
    return found[0]


async def _draws(desk: Desk, name: str) -> list[DrawRecord]:
    campaign = await _campaign(desk, name)
    draws = await desk.storage.draws.of_campaign(campaign.id)
    if not draws:
        refuse(text_key("draw.refused.not_drawn"))
    return draws


async def _try(name: str, kind: Kind) -> None:
    from bot.drawing import DrawRefusedError
    from bot.drawing.words import REFUSALS

    async with open_desk() as desk:
        try:
            _tell(await (await _sampler(desk, name)).outlook(kind))
        except DrawRefusedError as refused:
            refuse(REFUSALS[refused.refusal])


def _tell(outlook: Outlook) -> None:
    """Print each number that leads to a draw, and one line a stratum."""
    from bot.drawing.words import OUT

    for plan in outlook.groups:
        say(
            text_key("cli.draw_sample.group"),
            group=plan.rule.group,
            frame=plan.sizes.frame,
            slovin=plan.sizes.slovin,
            exact=plan.sizes.exact,
            wanted=plan.wanted,
            invited=plan.invited,
            reserves=plan.reserves,
        )
    click.echo("\t".join(text(key) for key in _HEADERS))
    for one in outlook.strata:
        numbers = (one.frame, one.wanted, one.main, one.reserve)
        click.echo("\t".join((*one.stratum, *map(str, numbers))))
    for reason, count in outlook.out.items():
        say(OUT[reason], err=True, count=count)


_HEADERS: Final = (
    text_key("draw.header.group"),
    text_key("draw.header.unit"),
    text_key("draw.header.area"),
    text_key("draw.header.mode"),
    text_key("draw.header.frame"),
    text_key("draw.header.wanted"),
    text_key("draw.header.main"),
    text_key("draw.header.reserve"),
)


async def _draw(name: str, kind: Kind, seed: str) -> None:
    from bot.drawing import DrawRefusedError, draw_at_once
    from bot.drawing.words import REFUSALS

    async with open_desk() as desk:
        try:
            draw = await draw_at_once(await _sampler(desk, name), kind, seed, clock=now)
        except DrawRefusedError as refused:
            refuse(REFUSALS[refused.refusal])
    drawn = draw.sealed.record.drawn
    say(
        text_key("cli.draw_sample.drawn"),
        number=draw.number,
        main=drawn.main,
        reserve=drawn.reserve,
        rows=draw.frame_size,
        seed=draw.seed,
        seal=draw.seal,
    )


async def _verify(name: str) -> None:
    from bot.drawing import verify

    async with open_desk() as desk:
        draws = await _draws(desk, name)
        found = [(draw, await verify(desk.storage, draw)) for draw in draws]
    for draw, problems in found:
        if not problems:
            say(text_key("cli.draw_sample.holds"), number=draw.number, seal=draw.seal)
    _refuse_any(problem for _, problems in found for problem in problems)


async def _save(name: str, folder: Path) -> None:
    """Write frame and record of each draw, with a line in the audit log."""
    from storage.base import UnitOfWork

    async with open_desk() as desk:
        draws = await _draws(desk, name)
        unit = UnitOfWork()
        for draw in draws:
            detail = {"number": str(draw.number), "seal": draw.seal}
            target = draw.campaign_id
            desk.note(unit, action="campaign.frame_given", target=target, detail=detail)
        await desk.storage.commit(unit)
        for draw in draws:
            await _write(desk, draw, folder)


async def _write(desk: Desk, draw: DrawRecord, folder: Path) -> None:
    from bot.drawing import frame_text, record_file
    from bot.reports.sheets import appearing

    frame, record = folder / f"frame-{draw.number}.csv", folder / f"record-{draw.number}.json"
    with appearing(frame) as partial, partial.open("w", encoding="utf-8", newline="\n") as file:
        async for piece in frame_text(desk.storage, draw):
            file.write(piece)
    with appearing(record) as partial:
        partial.write_bytes(record_file(draw))
    for written in (frame, record):
        say(text_key("cli.written"), err=True, file=written)


# -- anywhere


def _repeat(frame: Path, record: Path) -> None:
    """Draw again from files, print who comes out, and tell whether that is who was drawn."""
    from tempfile import TemporaryDirectory

    import msgspec

    from bot.drawing import read_frame, repeat
    from survey.seals import SealedRecord

    try:
        given = msgspec.json.decode(record.read_bytes(), type=SealedRecord)
        with TemporaryDirectory(prefix="draw-") as folder:
            again = repeat(read_frame(frame, Path(folder)), given)
    except (ValueError, msgspec.DecodeError) as error:
        refuse(text_key("cli.draw_sample.no_file"), reason=error)
    for lot in again.lots:
        click.echo(f"{lot.key}\t{lot.role}\t{lot.rank}")
    _refuse_any(again.problems)
    say(text_key("cli.draw_sample.same"), err=True, count=len(again.lots), seal=given.seal)


def _refuse_any(problems: Iterable[Problem]) -> None:
    from bot.drawing.words import PROBLEMS

    if sentences := [text(PROBLEMS[one]) for one in problems]:
        refuse(text_key("cli.draw_sample.differs"), problems="\n".join(sentences))
