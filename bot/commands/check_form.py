"""`check-form`: every fault of a form's file, with its place, before it is published."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.base import PROBLEM, TextCommand, say
from flows.texts import plural_key, text_key

__all__ = ["check_form"]


@click.command("check-form", cls=TextCommand, help=text_key("cli.check_form.help"))
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def check_form(files: tuple[Path, ...]) -> None:
    """Check forms' files."""
    sound = [_is_sound(file) for file in files]  # also those after a faulty one
    if not all(sound):
        raise SystemExit(PROBLEM)


def _is_sound(file: Path) -> bool:
    from bot.forms import sources_for
    from flows.faults import FormFaultsError
    from flows.inspection import check

    try:
        name, sources = sources_for(file)
        form = check(name, sources)
    except FormFaultsError as error:
        for fault in error.faults:
            click.echo(str(fault))
        say(plural_key("cli.check_form.faults"), err=True, file=file, count=len(error.faults))
        return False
    except (OSError, UnicodeDecodeError) as error:
        say(text_key("cli.unreadable"), err=True, file=file, reason=error)
        return False
    say(
        plural_key("cli.check_form.sound"),
        file=file,
        form=form.id,
        version=form.version,
        count=len(form.questions),
        minutes=form.minutes,
    )
    return True
