"""The navigation of the console: by task, and only the tasks that somebody may do."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import groupby
from typing import Final, Literal, NamedTuple

from flows.desk.policy import anywhere
from flows.desk.roles import Action, Actor
from flows.texts import text_key

__all__ = ["NAVIGATION", "Entry", "entries_for", "here", "in_groups", "own_path"]

_OWN_PATH: Final = re.compile(r"/console(?:[/?][A-Za-z0-9_.~%/?=&+,:@-]*)?")


class Entry(NamedTuple):
    """One task: where it is done, what it is called and about, who may, and which figure it
    shows.
    """

    path: str
    key: str
    about: str
    action: Action | Literal["own"]
    figure: str | None = None
    group: str = ""
    """What tasks that stand together are called."""


_SURVEY: Final = text_key("console.nav.group.survey")
_DATA: Final = text_key("console.nav.group.data")
_OFFICE: Final = text_key("console.nav.group.office")

NAVIGATION: tuple[Entry, ...] = (
    Entry("/console", text_key("console.nav.start"), "", "own"),
    Entry(
        "/console/cases",
        text_key("console.nav.cases"),
        text_key("console.nav.cases.about"),
        "case.list",
        "open",
    ),
    Entry(
        "/console/responses",
        text_key("console.nav.responses"),
        text_key("console.nav.responses.about"),
        "response.list",
    ),
    Entry(
        "/console/campaigns",
        text_key("console.nav.campaigns"),
        text_key("console.nav.campaigns.about"),
        "campaign.follow",
        group=_SURVEY,
    ),
    Entry(
        "/console/figures",
        text_key("console.nav.figures"),
        text_key("console.nav.figures.about"),
        "figure.read",
        group=_SURVEY,
    ),
    Entry(
        "/console/reports",
        text_key("console.nav.reports"),
        text_key("console.nav.reports.about"),
        "report.read",
        group=_SURVEY,
    ),
    Entry(
        "/console/standing",
        text_key("console.nav.standing"),
        text_key("console.nav.standing.about"),
        "own",
        group=_SURVEY,
    ),
    Entry(
        "/console/results",
        text_key("console.nav.results"),
        text_key("console.nav.results.about"),
        "improvement.write",
        group=_SURVEY,
    ),
    Entry(
        "/console/opt-outs",
        text_key("console.opt_outs.title"),
        text_key("console.nav.opt_outs.about"),
        "broadcast.send",
        group=_SURVEY,
    ),
    Entry(
        "/console/judging",
        text_key("console.nav.judging"),
        text_key("console.nav.judging.about"),
        "response.judge",
        group=_SURVEY,
    ),
    Entry(
        "/console/forms",
        text_key("console.nav.forms"),
        text_key("console.nav.forms.about"),
        "form.read",
        group=_DATA,
    ),
    Entry(
        "/console/counts",
        text_key("console.nav.counts"),
        text_key("console.nav.counts.about"),
        "count.read",
        group=_DATA,
    ),
    Entry(
        "/console/transactions",
        text_key("console.nav.transactions"),
        text_key("console.nav.transactions.about"),
        "transaction.read",
        group=_DATA,
    ),
    Entry(
        "/console/api-keys",
        text_key("console.nav.api_keys"),
        text_key("console.nav.api_keys.about"),
        "api_key.change",
        group=_DATA,
    ),
    Entry(
        "/console/units",
        text_key("console.nav.units"),
        text_key("console.nav.units.about"),
        "unit.read",
        group=_OFFICE,
    ),
    Entry(
        "/console/places",
        text_key("console.nav.places"),
        text_key("console.nav.places.about"),
        "place.read",
        group=_OFFICE,
    ),
    Entry(
        "/console/officers",
        text_key("console.nav.officers"),
        text_key("console.nav.officers.about"),
        "place.read",
        group=_OFFICE,
    ),
    Entry(
        "/console/procedures",
        text_key("console.nav.procedures"),
        text_key("console.nav.procedures.about"),
        "procedure.read",
        group=_OFFICE,
    ),
    Entry(
        "/console/hotlines",
        text_key("console.nav.hotlines"),
        text_key("console.nav.hotlines.about"),
        "hotline.change",
        group=_OFFICE,
    ),
    Entry(
        "/console/calendar",
        text_key("console.nav.calendar"),
        text_key("console.nav.calendar.about"),
        "calendar.read",
    ),
    Entry(
        "/console/templates",
        text_key("console.nav.templates"),
        text_key("console.nav.templates.about"),
        "template.change",
    ),
    Entry(
        "/console/accounts",
        text_key("console.nav.accounts"),
        text_key("console.nav.accounts.about"),
        "account.list",
    ),
    Entry(
        "/console/audit",
        text_key("console.nav.audit"),
        text_key("console.nav.audit.about"),
        "audit.read",
    ),
)
"""In the order of the day's work."""


def entries_for(actor: Actor, served: Container[str]) -> tuple[Entry, ...]:
    """Return what this actor may do, of the pages that are served."""
    return tuple(
        entry
        for entry in NAVIGATION
        if entry.path in served and (entry.action == "own" or anywhere(actor, entry.action))
    )


def in_groups(entries: tuple[Entry, ...]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return tasks as they stand together: what a group is called, empty for a task alone."""
    runs = groupby(entries, key=lambda entry: entry.group or entry.path)
    together = ((key, tuple(run)) for key, run in runs)
    return tuple((run[0].group, run) for _, run in together)


def here(entries: tuple[Entry, ...], path: str) -> str | None:
    """Return the path of the task that a page belongs to: the longest that it begins with."""
    within = [e.path for e in entries if path == e.path or path.startswith(f"{e.path}/")]
    exact = [found for found in within if found != "/console" or path == "/console"]
    return max(exact, key=len, default=None)


def own_path(target: str) -> str:
    """Return where to go after signing in: a page of the console, else its first one."""
    return target if _OWN_PATH.fullmatch(target) else "/console"
