"""`export`: responses or cases into a file, written down in the audit log before it appears."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot.commands._arguments import DAY
from bot.commands._exporting import (
    SEPARATORS,
    ExportRequest,
    check_target,
    export_cases,
    export_form,
)
from bot.commands.base import TextCommand, TextGroup, TextOption, run, text
from flows.texts import text_key

__all__ = ["export"]


@click.group(cls=TextGroup, help=text_key("cli.export.help"))
def export() -> None:
    """Export responses or cases."""


def _flag(name: str, help_key: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(name, is_flag=True, cls=TextOption, help=help_key)


_OPTIONS = (
    click.option(
        "--to",
        "target",
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        cls=TextOption,
        help=text_key("cli.export.to"),
    ),
    click.option("--since", type=DAY, cls=TextOption, help=text_key("cli.export.since")),
    click.option("--until", type=DAY, cls=TextOption, help=text_key("cli.export.until")),
    click.option(
        "--separator",
        type=click.Choice(list(SEPARATORS)),
        default="comma",
        show_default=True,
        cls=TextOption,
        help=text_key("cli.export.separator"),
    ),
    _flag("--include-demo", text_key("cli.export.include_demo")),
    _flag("--include-trial", text_key("cli.export.include_trial")),
    _flag("--reveal-phones", text_key("cli.export.reveal_phones")),
    click.option("--reason", cls=TextOption, help=text_key("cli.export.reason")),
)


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@export.command("responses", cls=TextCommand, help=text_key("cli.export.responses.help"))
@_with_options
@click.option("--form", cls=TextOption, help=text_key("cli.export.form"))
@_flag("--codes", text_key("cli.export.codes"))
def export_responses(form: str | None, codes: bool, **options: Any) -> None:  # noqa: ANN401 - the shared options
    """Export responses."""
    run(export_form(_request(options), form, codes=codes))


@export.command("complaints", cls=TextCommand, help=text_key("cli.export.complaints.help"))
@_with_options
def export_complaints(**options: Any) -> None:  # noqa: ANN401 - the shared options
    """Export cases."""
    run(export_cases(_request(options)))


def _request(options: dict[str, Any]) -> ExportRequest:
    """Return what was asked for, or refuse what cannot be done, before anything is opened."""
    request = ExportRequest(**{**options, "separator": SEPARATORS[options["separator"]]})
    check_target(request.target)
    if request.reveal_phones and not (request.reason or "").strip():
        raise click.UsageError(text(text_key("cli.export.needs_reason")))
    return request
