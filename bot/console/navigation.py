"""The navigation of the console: by task, and only the tasks that somebody may do."""

from __future__ import annotations

from collections.abc import Container
from typing import Literal, NamedTuple

from flows.desk.policy import anywhere
from flows.desk.roles import Action, Actor
from flows.texts import text_key

__all__ = ["NAVIGATION", "Entry", "entries_for", "here"]


class Entry(NamedTuple):
    """One task: where it is done, what it is called and about, who may, and which figure it
    shows.
    """

    path: str
    key: str
    about: str
    action: Action | Literal["own"]
    figure: str | None = None


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
        "/console/calendar",
        text_key("console.nav.calendar"),
        text_key("console.nav.calendar.about"),
        "calendar.read",
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


def here(entries: tuple[Entry, ...], path: str) -> str | None:
    """Return the path of the task that a page belongs to: the longest that it begins with."""
    within = [e.path for e in entries if path == e.path or path.startswith(f"{e.path}/")]
    exact = [found for found in within if found != "/console" or path == "/console"]
    return max(exact, key=len, default=None)
