"""`misunderstood`: what the reader did not understand, for those who teach it words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands._arguments import DAY, end_of, start_of
from bot.commands._exporting import SEPARATORS, ExportRequest, check_target, deliver
from bot.commands.base import (
    Desk,
    TextCommand,
    TextOption,
    now,
    open_desk,
    refuse,
    run,
    say,
    text,
)
from flows.identifiers import Instant
from flows.texts import plural_key, text_key

if TYPE_CHECKING:
    from bot.reports.misreadings import Counts, Lesson
    from storage.base import ListedMisreading

__all__ = ["misunderstood"]

_SHOWN = 40
_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class _Wanted:
    since: date | None
    until: date | None
    form: str | None
    question: str | None
    top: int

    def takes(self, row: ListedMisreading) -> bool:
        asked = self.question is None or row.record.question.lower() == self.question.lower()
        return asked and (self.form is None or row.form == self.form.lower())


_OPTIONS = (
    click.option("--since", type=DAY, cls=TextOption, help=text_key("cli.export.since")),
    click.option("--until", type=DAY, cls=TextOption, help=text_key("cli.export.until")),
    click.option("--form", cls=TextOption, help=text_key("cli.misunderstood.form")),
    click.option("--question", cls=TextOption, help=text_key("cli.misunderstood.question")),
    click.option("--top", type=click.IntRange(min=1), default=_SHOWN, show_default=True,
                 cls=TextOption, help=text_key("cli.misunderstood.top")),
    click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path),
                 cls=TextOption, help=text_key("cli.misunderstood.to")),
    click.option("--separator", type=click.Choice(list(SEPARATORS)), default="comma",
                 show_default=True, cls=TextOption, help=text_key("cli.export.separator")),
    click.option("--forget", is_flag=True, cls=TextOption,
                 help=text_key("cli.misunderstood.forget")),
    click.option("--yes", is_flag=True, cls=TextOption, help=text_key("cli.yes")),
)  # fmt: skip


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command(cls=TextCommand, help=text_key("cli.misunderstood.help"))
@_with_options
def misunderstood(
    target: Path | None,
    separator: str,
    forget: bool,
    yes: bool,
    **wanted: Any,  # noqa: ANN401 - the shared options
) -> None:
    """List what was not understood."""
    if target is not None:
        check_target(target)
    if forget and target is not None:
        raise click.UsageError(text(text_key("cli.misunderstood.one_of")))
    request = _Wanted(**wanted)
    if forget:
        run(_forget(request, sure=yes))
    elif target is not None:
        run(_export(request, target, SEPARATORS[separator]))
    else:
        run(_show(request))


async def _rows(desk: Desk, wanted: _Wanted) -> list[ListedMisreading]:
    if wanted.form is not None and wanted.form.lower() not in desk.forms.latest:
        known = ", ".join(sorted(desk.forms.latest))
        refuse(text_key("cli.unknown_form"), form=wanted.form, known=known)
    since = start_of(wanted.since) if wanted.since else Instant(0)
    until = end_of(wanted.until) if wanted.until else Instant(now() + 1)
    return [
        row for row in await desk.storage.misreadings.listed(since, until) if wanted.takes(row)
    ]


def _lessons(desk: Desk, rows: list[ListedMisreading]) -> list[Lesson]:
    from bot.reports.misreadings import lessons

    return lessons(rows, desk.forms.forms, desk.texts)


async def _export(wanted: _Wanted, target: Path, separator: str) -> None:
    from bot.reports.misreadings import sheet

    async with open_desk() as desk:
        found = _lessons(desk, await _rows(desk, wanted))
        request = ExportRequest(
            target=target, separator=separator, since=wanted.since, until=wanted.until,
            include_trial=True,
        )  # fmt: skip
        page = sheet(found, desk.texts)
        await deliver(desk, "misreadings_exported", [page], request, len(found))


async def _show(wanted: _Wanted) -> None:
    async with open_desk() as desk:
        rows = await _rows(desk, wanted)
        if not rows:
            say(text_key("cli.misunderstood.none"))
            return
        await _note(desk, "misreadings_read", len(rows))
        found = _lessons(desk, rows)
        for line in _lines(found[: wanted.top]):
            click.echo(line)
        say(plural_key("cli.misunderstood.sum"), count=len(rows), kinds=len(found))
        if len(found) > wanted.top:
            say(text_key("cli.misunderstood.more"), err=True, left=len(found) - wanted.top)


def _lines(found: list[Lesson]) -> list[str]:
    """Return the list by question, the question with most to learn first."""
    totals: dict[tuple[str, str], int] = {}
    for lesson in found:
        key = (lesson.form, lesson.question)
        totals[key] = totals.get(key, 0) + lesson.count
    found = sorted(found, key=lambda it: (-totals[it.form, it.question], it.form, it.question))
    lines: list[str] = []
    for _, group in groupby(found, key=lambda it: (it.form, it.question)):
        alike = list(group)
        lines.append(f"{alike[0].form} · {alike[0].question} – {alike[0].question_text}")
        for lesson in alike:
            lines += _told(lesson)
    return lines


def _told(lesson: Lesson) -> list[str]:
    kept = lesson.words.replace("\n", " ")
    if len(kept) > _LONGEST_WORDS:
        kept = f"{kept[: _LONGEST_WORDS - 1]}…"
    words = f"“{kept}”" if kept else text(text_key("misreading.unkept"))
    asked = _counted(lesson.asked)
    if lesson.guess:
        asked += f" ({_counted(lesson.guess)})"
    return [f"  {lesson.count:>4} × {words}", f"         {asked} → {_counted(lesson.chosen)}"]


def _counted(counts: Counts) -> str:
    return ", ".join(what if len(counts) == 1 else f"{what} × {n}" for what, n in counts)


async def _forget(wanted: _Wanted, *, sure: bool) -> None:
    from storage.base import UnitOfWork

    async with open_desk() as desk:
        rows = await _rows(desk, wanted)
        if not rows:
            say(text_key("cli.misunderstood.none"))
            return
        if not sure:
            question = text(plural_key("cli.misunderstood.confirm"), count=len(rows))
            click.confirm(question, abort=True, err=True)
        unit = UnitOfWork()
        desk.storage.misreadings.forget(unit, [row.id for row in rows])
        await _note(desk, "misreadings_forgotten", len(rows), unit)
        say(plural_key("cli.misunderstood.forgotten"), count=len(rows))


async def _note(desk: Desk, action: str, count: int, unit: Any = None) -> None:  # noqa: ANN401 - a unit of work, loaded late
    """Write down that people's words were read or removed (invariant I21), before it shows."""
    from storage.base import UnitOfWork

    unit = unit or UnitOfWork()
    detail = {"rows": str(count)}
    desk.note(unit, action=action, target="misreadings", detail=detail)
    await desk.storage.commit(unit)
