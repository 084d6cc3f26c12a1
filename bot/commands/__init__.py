"""The commands of `python -m bot`: one module each, and one line in `COMMANDS`."""

from __future__ import annotations

import click

from bot.commands.check_form import check_form
from bot.commands.demo import demo
from bot.commands.export import export
from bot.commands.invitations import invitations
from bot.commands.invite import invite
from bot.commands.migrate import migrate
from bot.commands.places import places
from bot.commands.queue import queue

__all__ = ["COMMANDS"]

COMMANDS: tuple[click.Command, ...] = (
    migrate,
    check_form,
    places,
    invite,
    invitations,
    queue,
    export,
    demo,
)
"""In the order in which `--help` lists them."""
