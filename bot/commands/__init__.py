"""The commands of `python -m bot`: one module each, and one line in `COMMANDS`."""

from __future__ import annotations

import click

from bot.commands.account import account
from bot.commands.audit import audit
from bot.commands.backup import backup
from bot.commands.chat import chat
from bot.commands.check_form import check_form
from bot.commands.demo import demo
from bot.commands.doctor import doctor
from bot.commands.export import export
from bot.commands.export_form import export_form
from bot.commands.import_form import import_form
from bot.commands.invitations import invitations
from bot.commands.invite import invite
from bot.commands.kiosk import kiosk
from bot.commands.migrate import migrate
from bot.commands.misunderstood import misunderstood
from bot.commands.move import move
from bot.commands.places import places
from bot.commands.print_form import print_form
from bot.commands.queue import queue
from bot.commands.restore import restore
from bot.commands.run import run_service, run_web, run_worker
from bot.commands.simulate import simulate

__all__ = ["COMMANDS"]

COMMANDS: tuple[click.Command, ...] = (
    run_service,
    run_web,
    run_worker,
    chat,
    places,
    invite,
    kiosk,
    account,
    audit,
    invitations,
    queue,
    export,
    misunderstood,
    check_form,
    import_form,
    export_form,
    print_form,
    migrate,
    move,
    backup,
    restore,
    doctor,
    demo,
    simulate,
)
"""In the order in which `--help` lists them."""
