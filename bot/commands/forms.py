"""`forms`: the survey forms of this office: listed, compared, published, retired."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.base import (
    PROBLEM,
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
from flows.texts import plural_key, text_key

if TYPE_CHECKING:
    from bot.desk.form_shelf import FormShelf
    from flows.definition import Form
    from flows.form_comparison import Comparison
    from storage.form_records import FormDraftRecord

__all__ = ["forms"]


@click.group(cls=TextGroup, help=text_key("cli.forms.help"))
def forms() -> None:
    """List, compare, publish and retire forms."""


# -- listing


@forms.command("list", cls=TextCommand, help=text_key("cli.forms.list.help"))
def list_forms() -> None:
    """List them."""
    run(_list())


async def _list() -> None:
    async with open_desk(create=True) as desk:
        for record in await desk.storage.forms.all():
            form = desk.forms.forms[record.form, record.version]
            usage = await desk.storage.forms.usage(record.form, record.version, _MOST)
            state = "retired" if record.retired_at else _state(desk, form)
            columns = (
                record.form,
                record.version,
                text(_STATES[state]),
                usage.running,
                usage.responses,
                form.title["vi"],
            )
            click.echo("\t".join(map(str, columns)))


def _state(desk: Desk, form: Form) -> str:
    return "offered" if desk.forms.offered.get(form.id) == form.version else "replaced"


_MOST = 1_000_000  # responses that are counted for one line
_STATES = {
    "offered": text_key("console.forms.offered"),
    "replaced": text_key("console.forms.replaced"),
    "retired": text_key("console.forms.retired_badge"),
}


# -- comparing


@forms.command("compare", cls=TextCommand, help=text_key("cli.forms.compare.help"))
@click.argument("form")
@click.argument("before", type=int)
@click.argument("after", type=int)
def compare_forms(form: str, before: int, after: int) -> None:
    """Compare two versions."""
    run(_compare(form, before, after))


async def _compare(form: str, before: int, after: int) -> None:
    from flows.form_comparison import compare

    async with open_desk() as desk:
        _show(desk, compare(_named(desk, form, before), _named(desk, form, after)))


def _named(desk: Desk, form: str, version: int) -> Form:
    """Return a version, or end and say which there are."""
    found = desk.forms.forms.get((form, version))
    if found is None:
        known = ", ".join(f"{name}/{number}" for name, number in desk.forms.forms if name == form)
        refuse(text_key("cli.forms.unknown"), form=form, version=version, known=known or "–")
    return found


def _show(desk: Desk, comparison: Comparison) -> None:
    from bot.console.form_words import differences, head_of

    for aspect in head_of(desk.texts, language(), comparison):
        click.echo(f"• {aspect}")
    for change in differences(desk.texts, language(), comparison):
        mark = text(text_key("console.forms.break")) if change.breaks else ""
        click.echo(f"{change.id}\t{change.what}\t{change.aspects}\t{mark}")
        if change.before != change.after:
            click.echo(f"  − {change.before}\n  + {change.after}")
    say(plural_key("console.forms.breaks"), err=True, count=len(comparison.breaks))


# -- publishing


@forms.command("publish", cls=TextCommand, help=text_key("cli.forms.publish.help"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--breaks", is_flag=True, cls=TextOption, help=text_key("cli.forms.publish.breaks"))
def publish_form(file: Path, breaks: bool) -> None:
    """Publish a form of a file."""
    run(_publish(file.name, _content(file), breaks))


def _content(file: Path) -> bytes:
    from bot.desk.form_shelf import MOST_BYTES

    if file.stat().st_size > MOST_BYTES:
        refuse(text_key("xlsform.too_large"), most=MOST_BYTES // 1_000_000)
    return file.read_bytes()


async def _publish(file: str, content: bytes, breaks: bool) -> None:
    from bot.desk.form_shelf import form_of
    from bot.xlsform.own_words import said_in

    async with open_desk(create=True) as desk:
        shelf = _shelf(desk)
        draft = await shelf.hand_in(file, content, said_in(desk.texts))
        _tell_faults(desk, draft)
        form = form_of(draft)
        if form is None:
            raise SystemExit(PROBLEM)
        comparison = shelf.compared(draft, form)
        if comparison is not None:
            _show(desk, comparison)
            if comparison.breaks and not breaks:
                await shelf.discard(draft)
                refuse(text_key("cli.forms.publish.needs_breaks"))
        await shelf.publish(draft, form)
        say(text_key("cli.forms.published"), form=form.id, version=form.version)


def _shelf(desk: Desk) -> FormShelf:
    from bot.desk.form_shelf import FormShelf

    return FormShelf(desk.storage, desk.forms.forms, actor(), now())


def _tell_faults(desk: Desk, draft: FormDraftRecord) -> None:
    from bot.console.form_words import told_faults

    for fault in told_faults(desk.texts, language(), draft.faults):
        detail = f" ({fault.detail})" if fault.detail else ""
        click.echo(f"{fault.where} {fault.text}{detail}", err=True)


# -- retiring


@forms.command("retire", cls=TextCommand, help=text_key("cli.forms.retire.help"))
@click.argument("form")
@click.argument("version", type=int)
@click.option("--undo", is_flag=True, cls=TextOption, help=text_key("cli.forms.retire.undo"))
def retire_form(form: str, version: int, undo: bool) -> None:
    """Retire a version, or bring it back."""
    run(_retire(form, version, undo))


async def _retire(form: str, version: int, undo: bool) -> None:
    from bot.desk.form_shelf import FormKeptError
    from storage.base import StaleSessionError

    async with open_desk() as desk:
        shelf, found = _shelf(desk), _named(desk, form, version)
        try:
            await (shelf.restore(found) if undo else shelf.retire(found))
        except FormKeptError:
            refuse(text_key("console.forms.kept"))
        except StaleSessionError:
            refuse(text_key("cli.forms.retire.same"), form=form, version=version)
        key = text_key("console.forms.restored") if undo else text_key("console.forms.retired")
        say(key, version=version)
