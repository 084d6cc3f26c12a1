"""`simulate campaign`: a campaign is rehearsed, and what would happen is told before it does."""

from __future__ import annotations

import secrets
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from bot.commands._campaigns import campaign_of
from bot.commands._progress import ProgressLine
from bot.commands.base import (
    TextCommand,
    TextOption,
    language,
    now,
    open_desk,
    refuse,
    run,
    say,
    text,
)
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.rehearsal import Configuration, Rehearsal, Words

__all__ = ["rehearse_campaign"]


@click.command("campaign", cls=TextCommand, help=text_key("cli.simulate.campaign.help"))
@click.option("--campaign", "campaign_id", cls=TextOption,
              help=text_key("cli.simulate.campaign.campaign"))  # fmt: skip
@click.option("--example", "is_example", is_flag=True, cls=TextOption,
              help=text_key("cli.simulate.campaign.example"))  # fmt: skip
@click.option("--people", type=click.IntRange(1, 5_000), default=100, show_default=True,
              cls=TextOption, help=text_key("cli.simulate.campaign.people"))  # fmt: skip
@click.option("--officers", type=click.IntRange(1, 500), cls=TextOption,
              help=text_key("cli.simulate.campaign.officers"))  # fmt: skip
@click.option("--per-day", type=click.IntRange(1, 100), default=3, show_default=True,
              cls=TextOption, help=text_key("cli.simulate.campaign.per_day"))  # fmt: skip
@click.option("--case-percent", type=click.FloatRange(0, 100), default=5, show_default=True,
              cls=TextOption, help=text_key("cli.simulate.campaign.case_percent"))  # fmt: skip
@click.option("--faults", type=click.Choice(["none", "some"]), default="some", show_default=True,
              cls=TextOption, help=text_key("cli.simulate.campaign.faults"))  # fmt: skip
@click.option("--seed", cls=TextOption, help=text_key("cli.simulate.seed"))
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), cls=TextOption,
              help=text_key("cli.simulate.keep"))  # fmt: skip
def rehearse_campaign(**options: Any) -> None:  # noqa: ANN401 - click hands over the options by name
    """Rehearse one, and say what would happen."""
    wanted = _Wanted(**options)
    if wanted.is_example == (wanted.campaign_id is not None):
        raise click.UsageError(text(text_key("cli.simulate.campaign.which")))
    if wanted.keep and wanted.keep.is_dir() and any(wanted.keep.iterdir()):
        raise click.UsageError(text(text_key("cli.simulate.not_empty"), folder=wanted.keep))
    whole = _example() if wanted.campaign_id is None else run(_read(wanted.campaign_id))
    if not whole.main:
        refuse(text_key("draw.refused.empty"))
    if wanted.officers is not None:
        whole = replace(whole, officers=wanted.officers)
    say(text_key("simulate.seed"), seed=wanted.seed)
    folder = (wanted.keep or Path(tempfile.mkdtemp(prefix="lang-nghe-rehearsal-"))).resolve()
    found = _played(whole, wanted, folder)
    _tell(whole, found, wanted)
    is_kept = not found.judged.broken
    if wanted.keep or not is_kept:
        say(text_key("cli.simulate.kept"), err=True, folder=folder)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if is_kept else 1)


@dataclass(slots=True, kw_only=True)
class _Wanted:
    """The options of the command."""

    campaign_id: str | None
    is_example: bool
    people: int
    officers: int | None
    per_day: int
    case_percent: float
    faults: Literal["none", "some"]
    seed: str | None
    keep: Path | None

    def __post_init__(self) -> None:
        self.seed = self.seed or secrets.token_hex(4)


def _example() -> Configuration:
    from bot.i18n import Catalogues
    from bot.rehearsal import example

    return example(Catalogues.load(), language(), now())


async def _read(campaign_id: str) -> Configuration:
    from bot.rehearsal import read_configuration

    async with open_desk() as desk:
        record = await campaign_of(desk, campaign_id)
        if not record.terms.from_day or not record.terms.to_day:
            refuse(text_key("draw.refused.no_period"))
        return await read_configuration(desk.storage, desk.settings, record, now())


def _words(whole: Configuration) -> Words:
    from bot.i18n import Catalogues
    from bot.rehearsal import Words

    return Words(Catalogues.load(), language(), whole)


def _played(whole: Configuration, wanted: _Wanted, folder: Path) -> Rehearsal:
    """Play it in a folder, and show how far it is."""
    from bot.rehearsal import RehearsalReport, rehearse, scaled
    from bot.simulator.server import ServerFailedError

    report, line = RehearsalReport(_words(whole)), ProgressLine()

    def on_step(stage: str, done: int, of: int) -> None:
        line.show(lambda: report.progress(stage, done, of))

    try:
        small, faults = scaled(whole, wanted.people), wanted.faults == "some"
        play = rehearse(small, folder, wanted.seed or "", faults=faults, on_step=on_step)
        found = run(play)
    except ServerFailedError as error:
        refuse(text_key("cli.simulate.server_failed"), reason=error)
    line.end()
    return found


def _tell(whole: Configuration, found: Rehearsal, wanted: _Wanted) -> None:
    from bot.rehearsal import Desk, RehearsalReport, foretell

    report, waves = RehearsalReport(_words(whole)), foretell(whole, now())
    desk = Desk(wanted.per_day, wanted.case_percent)
    load = desk.load(whole, waves, found.casework.terms, now())
    parts = (report.forecast(waves), report.load(load, desk), report.played(found),
             report.advice(waves, load), report.verdict(found))  # fmt: skip
    for part in parts:
        for text_line in part:
            click.echo(text_line)
        click.echo()
