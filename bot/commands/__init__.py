"""The commands of `python -m bot`: one module each, and one line in `COMMANDS`."""

from __future__ import annotations

import click

from bot.commands.account import account
from bot.commands.api_key import api_key
from bot.commands.audit import audit
from bot.commands.backup import backup
from bot.commands.bounces import bounces
from bot.commands.broadcast import broadcast
from bot.commands.campaigns import campaigns
from bot.commands.chat import chat
from bot.commands.check_form import check_form
from bot.commands.counts import counts
from bot.commands.demo import demo
from bot.commands.doctor import doctor
from bot.commands.draw_sample import draw_sample
from bot.commands.export import export
from bot.commands.export_form import export_form
from bot.commands.forms import forms
from bot.commands.hotlines import hotlines
from bot.commands.import_form import import_form
from bot.commands.import_transactions import import_transactions
from bot.commands.invitations import invitations
from bot.commands.invite import invite
from bot.commands.kiosk import kiosk
from bot.commands.migrate import migrate
from bot.commands.misunderstood import misunderstood
from bot.commands.move import move
from bot.commands.opt_out import opt_out
from bot.commands.places import places
from bot.commands.print_form import print_form
from bot.commands.procedures import procedures
from bot.commands.queue import queue
from bot.commands.report import report
from bot.commands.restore import restore
from bot.commands.roster import roster
from bot.commands.run import run_service, run_web, run_worker
from bot.commands.simulate import simulate
from bot.commands.units import units

__all__ = ["COMMANDS"]

COMMANDS: tuple[click.Command, ...] = (
    run_service,
    run_web,
    run_worker,
    chat,
    places,
    roster,
    procedures,
    hotlines,
    units,
    invite,
    kiosk,
    account,
    api_key,
    audit,
    invitations,
    bounces,
    opt_out,
    draw_sample,
    queue,
    campaigns,
    report,
    broadcast,
    counts,
    export,
    misunderstood,
    forms,
    check_form,
    import_form,
    import_transactions,
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
