"""What a page of the console is made of: its route, and the visit that it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from aiohttp import web

from bot.accounts import By
from bot.console.audit_words import ACTORS
from bot.console.forms import Form, read_form
from bot.console.shell import SHELL, Flash, Frame, Undo
from bot.desk import Desk, NotHereError
from bot.reports.wording import said
from bot.services import Services
from flows.desk.policy import Action, Thing, policy
from flows.desk.roles import Actor
from flows.identifiers import Instant
from storage.desk_records import AccountRecord, DeskSessionRecord

__all__ = ["Guest", "GuestHandler", "Handler", "PublicRoute", "Route", "Visit"]


@dataclass(frozen=True, slots=True)
class Guest:
    """A request of somebody who is not signed in, or need not be."""

    request: web.Request
    services: Services
    now: Instant
    language: str
    csrf: str
    """What each form of the page carries (`csrf_field` in templates)."""

    @property
    def frame(self) -> Frame:
        """What the page is told about its reader."""
        return Frame(language=self.language, csrf=self.csrf, now=self.now)

    def text(self, key: str, **params: object) -> str:
        """Return a text in the reader's language."""
        return self.services.texts.text(self.language, key, params)

    def show(self, template: str, *, status: int = 200, **values: object) -> web.Response:
        """Return a page; `values` are the template's variables."""
        shell = self.request.app[SHELL]
        return shell.show(self.request, self.frame, template, values, status)

    def go(
        self, path: str, flash_key: str | None = None, *, undo: Undo | None = None, **params: str
    ) -> web.Response:
        """Lead on to a page after a POST (303), which says `flash_key` once.

        `undo` puts a button beside it that posts the opposite. Paths begin with /console.
        """
        flash = None if flash_key is None else Flash(flash_key, params, undo)
        return self.request.app[SHELL].redirect(path, flash, self.now)

    async def form(self) -> Form:
        """Return the posted fields.

        Raises:
            Refusal: it is no form, or the token that our pages carry is not in it.

        """
        return await read_form(self.request, self.csrf)


@dataclass(frozen=True, slots=True)
class Visit(Guest):
    """A request of somebody who is signed in."""

    desk: Desk
    account: AccountRecord
    actor: Actor
    session: DeskSessionRecord

    @property
    def frame(self) -> Frame:
        """What the page is told about its reader."""
        return Frame(
            language=self.language,
            csrf=self.csrf,
            now=self.now,
            actor=self.actor,
            account=self.account,
        )

    @property
    def actor_name(self) -> str:
        """Who acts, as the audit log names them."""
        return f"account:{self.account.id}"

    @property
    def by(self) -> By:
        """Who acts and when, for what is stored of accounts."""
        return By.of(self.account, self.now)

    async def name_of(self, actor: str) -> str:
        """Return what somebody is called whom a row names as the audit log does; who is no
        account stands for themselves.
        """
        account = await self.services.storage.accounts.by_id(actor.removeprefix("account:"))
        return said(self.text, ACTORS, actor) if account is None else account.name

    def may(self, action: Action, thing: Thing) -> bool:
        """Tell whether this person may do that to this thing: for buttons that are shown."""
        return policy(self.actor, action, thing)

    def must(self, action: Action, thing: Thing) -> None:
        """Go on only if this person may.

        Raises:
            NotHereError: they may not; it looks as if the thing were not there (I20).

        """
        if not policy(self.actor, action, thing):
            raise NotHereError


Handler: TypeAlias = Callable[[Visit], Awaitable[web.StreamResponse]]
GuestHandler: TypeAlias = Callable[[Guest], Awaitable[web.StreamResponse]]


class Route(NamedTuple):
    """A page or an act of the console.

    `action`: what the actor must be allowed to do on something at least; the handler asks again
    about the thing itself. "own": whoever is signed in.
    """

    method: Literal["GET", "POST"]
    path: str
    handler: Handler
    action: Action | Literal["own"]


class PublicRoute(NamedTuple):
    """A page for those who are not signed in yet."""

    method: Literal["GET", "POST"]
    path: str
    handler: GuestHandler
    action: Literal["public"] = "public"
