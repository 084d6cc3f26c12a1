"""`simulate`: synthetic citizens use the service, and every answer is compared."""

from __future__ import annotations

import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import click

from bot.commands._progress import ProgressLine
from bot.commands._rehearsal import rehearse_campaign
from bot.commands.base import TextGroup, TextOption, refuse, run, say, settings_or_refuse, text
from flows.texts import text_key

if TYPE_CHECKING:
    from bot.simulator.ledger import Ledger
    from bot.simulator.meter import Meter
    from bot.simulator.outcome import Outcome
    from bot.simulator.playing import Plan
    from bot.simulator.report import Report
    from bot.simulator.server import Server

__all__ = ["simulate"]


@click.group(cls=TextGroup, invoke_without_command=True, help=text_key("cli.simulate.help"))
@click.option("--citizens", type=click.IntRange(1, 100_000), default=50, show_default=True,
              cls=TextOption, help=text_key("cli.simulate.citizens"))  # fmt: skip
@click.option("--channel", type=click.Choice(["web", "telegram"]), default="web",
              show_default=True, cls=TextOption,
              help=text_key("cli.simulate.channel"))  # fmt: skip
@click.option("--faults", type=click.Choice(["none", "some"]), cls=TextOption,
              help=text_key("cli.simulate.faults"))  # fmt: skip
@click.option("--seed", cls=TextOption, help=text_key("cli.simulate.seed"))
@click.option("--concurrency", type=click.IntRange(1), cls=TextOption,
              help=text_key("cli.simulate.concurrency"))  # fmt: skip
@click.option("--rate", type=click.FloatRange(0.1), cls=TextOption,
              help=text_key("cli.simulate.rate"))  # fmt: skip
@click.option("--kills", type=click.IntRange(1, 10_000), cls=TextOption,
              help=text_key("cli.simulate.kills"))  # fmt: skip
@click.option("--url", cls=TextOption, help=text_key("cli.simulate.url"))
@click.option("--token", cls=TextOption, help=text_key("cli.simulate.token"))
@click.option("--database", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              cls=TextOption, help=text_key("cli.simulate.database"))  # fmt: skip
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), cls=TextOption,
              help=text_key("cli.simulate.keep"))  # fmt: skip
@click.pass_context
def simulate(ctx: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - click hands over the options by name
    """Let synthetic citizens use the service."""
    if ctx.invoked_subcommand is not None:
        return
    wanted = _Wanted(**options)
    if wanted.url and not wanted.token:
        raise click.UsageError(text(text_key("cli.simulate.needs_token")))
    if wanted.url and wanted.kills:
        raise click.UsageError(text(text_key("cli.simulate.kills_own")))
    if wanted.url and wanted.channel != "web":
        raise click.UsageError(text(text_key("cli.simulate.channel_own")))
    if wanted.faults and wanted.channel == "web":
        raise click.UsageError(text(text_key("cli.simulate.faults_channel")))
    if wanted.keep and wanted.keep.is_dir() and any(wanted.keep.iterdir()):
        raise click.UsageError(text(text_key("cli.simulate.not_empty"), folder=wanted.keep))
    say(text_key("simulate.seed"), seed=wanted.seed)
    is_kept = _visit(wanted) if wanted.url else _own(wanted)
    sys.exit(0 if is_kept else 1)


@dataclass(slots=True)
class _Wanted:
    """The options of the command."""

    citizens: int
    channel: Literal["web", "telegram"]
    faults: Literal["none", "some"] | None
    seed: str | None
    concurrency: int | None
    rate: float | None
    kills: int | None
    url: str | None
    token: str | None
    database: Path | None
    keep: Path | None

    def __post_init__(self) -> None:
        self.seed = self.seed or secrets.token_hex(4)

    def plan(self, part: str = "") -> Plan:
        """Return who comes."""
        from bot.simulator.personas import persona_of, persona_with_phone
        from bot.simulator.playing import Plan

        draw = persona_of if self.channel == "web" else persona_with_phone
        at_once = self.concurrency or self.citizens
        return Plan(self.citizens, f"{self.seed}{part}", at_once, draw)


def _report() -> Report:
    from bot.i18n import Catalogues
    from bot.simulator.report import Report

    return Report(Catalogues.load(), settings_or_refuse().cli_language)


simulate.add_command(rehearse_campaign)


# -- on a server of our own


def _own(wanted: _Wanted) -> bool:
    """Start servers of our own; return whether every promise was kept."""
    with _folder(wanted) as folder:
        outcomes = [_round(wanted, folder, n) for n in range(1, (wanted.kills or 1) + 1)]
        broken = sum(bool(outcome.violations) for outcome in outcomes)
        is_kept = not broken
        if broken and wanted.kills:
            say(text_key("cli.simulate.rounds_broken"), broken=broken, rounds=wanted.kills)
        elif wanted.kills:
            _tell(_report().verdict(outcomes[-1]))
        if wanted.keep or not is_kept:
            say(text_key("cli.simulate.kept"), err=True, folder=folder)
        elif wanted.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    return is_kept


@contextmanager
def _folder(wanted: _Wanted) -> Iterator[Path]:
    from bot.simulator.server import ServerFailedError

    folder = wanted.keep or Path(tempfile.mkdtemp(prefix="lang-nghe-simulation-"))
    try:
        yield folder.resolve()
    except ServerFailedError as error:
        refuse(text_key("cli.simulate.server_failed"), reason=error)


def _round(wanted: _Wanted, folder: Path, number: int) -> Outcome:
    from bot.simulator.server import Server, fsyncs_per_second

    part = f"/{number}" if wanted.kills else ""
    plan, report = wanted.plan(part), _report()
    server = Server(folder / f"round-{number}" if wanted.kills else folder)
    line = _Progress(report, plan.citizens)
    outcome = run(_played(wanted, plan, server, line))
    line.end()
    if wanted.kills:
        click.echo(report.round(number, wanted.kills, outcome))
    else:
        _tell(report.table(outcome, fsyncs_per_second(folder)))
    if outcome.violations or not wanted.kills:
        _tell(report.verdict(outcome))
    _tidy(wanted, server, outcome)
    return outcome


async def _played(wanted: _Wanted, plan: Plan, server: Server, line: _Progress) -> Outcome:
    from bot.simulator.running import draw_kill, run_with_server
    from bot.simulator.telegram_site import TelegramSite

    kill = draw_kill(plan.seed, plan.citizens) if wanted.kills else None
    if wanted.channel == "web":
        return await run_with_server(
            plan, server, rate=wanted.rate, kill=kill, on_step=line.step, on_done=line.done
        )
    faults = wanted.faults != "none"
    async with TelegramSite(plan.seed, plan.citizens, faults=faults) as telegram:
        return await run_with_server(
            plan, server, telegram, rate=wanted.rate, kill=kill,
            on_step=line.step, on_done=line.done,
        )  # fmt: skip


def _tidy(wanted: _Wanted, server: Server, outcome: Outcome) -> None:
    """Keep of many rounds only those that show something."""
    if wanted.kills and not wanted.keep and not outcome.violations:
        shutil.rmtree(server.folder, ignore_errors=True)


def _tell(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)


class _Progress:
    """How far the citizens are."""

    def __init__(self, report: Report, citizens: int) -> None:
        self._report = report
        self._citizens = citizens
        self._done = 0
        self._line = ProgressLine()

    def step(self, meter: Meter) -> None:
        """Show it, if it is time."""
        self._line.show(lambda: self._report.progress(meter, self._done, self._citizens))

    def done(self, _ledger: Ledger) -> None:
        """Count a citizen."""
        self._done += 1

    def end(self) -> None:
        """Leave the line."""
        self._line.end()


# -- on somebody else's server


def _visit(wanted: _Wanted) -> bool:
    """Visit a running server; what is stored is compared only where its database is given."""
    from bot.simulator.outcome import judged
    from bot.simulator.running import visit
    from bot.simulator.wire import Endpoint

    address = urlsplit(wanted.url or "")
    if address.scheme != "http" or not address.hostname:
        raise click.UsageError(text(text_key("cli.simulate.only_http"), url=wanted.url))
    report, plan = _report(), wanted.plan()
    line = _Progress(report, plan.citizens)
    endpoint, tokens = Endpoint(address.hostname, address.port or 80), [wanted.token or ""]
    outcome = run(
        visit(plan, endpoint, tokens, rate=wanted.rate, on_step=line.step, on_done=line.done)
    )
    line.end()
    if wanted.database:
        ring = wanted.database.with_name("keys.json")
        outcome = judged(wanted.database, ring, outcome.ledgers, outcome.figures)
    _tell(report.table(outcome, None))
    _tell(report.verdict(outcome))
    return not outcome.violations
