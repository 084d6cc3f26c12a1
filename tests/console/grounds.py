"""A province with its units, people of every role in them, and things that belong to one unit.

What the console answers to each of them is compared with the policy, route by route.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from aiohttp import ClientResponse, DummyCookieJar

from bot.accounts import By, new_account
from bot.console import cookies
from bot.console.template_wish import Wish
from bot.desk import actor_in, thing_of
from bot.turns import now_ms
from flows.desk.policy import Thing
from flows.desk.roles import Action, Actor, Grant
from storage.base import ComplaintRecord, ResponseRecord, UnitOfWork
from storage.desk_records import AccountRecord, DeskSessionRecord, TemplateRecord
from tests.console.case_room import OWN_HEADERS, PROVINCE, CaseRoom, console_over
from tests.console.more_things import MAKERS, READS, Made
from tests.console.response_shelf import response
from tests.web.installation import installed

HERE: Final = "unit-here"
"""Where the things are."""
BELOW: Final = "unit-below"
ELSEWHERE: Final = "unit-elsewhere"
_PARENTS: Final = {HERE: PROVINCE, BELOW: HERE, ELSEWHERE: PROVINCE}

EVENTS: Final = "/console/events"
PLACEHOLDER: Final = re.compile(r"\{(\w+)(?::(?:[^{}]|\{\d+\})*)?\}")


def filled(path: str, thing: str) -> str:
    """Return the address of a route for one thing; a placeholder that nobody knows how to fill
    fails the test.
    """
    names = {"code": thing, "id": thing, "table": thing, "file": "1", "rest": "never-there"}
    return PLACEHOLDER.sub(lambda found: names[found[1]], path)


class Someone(NamedTuple):
    """An account that is signed in."""

    account: AccountRecord
    cookie: str
    csrf: str
    session: str
    """The hash of its session's id."""


class Reply(NamedTuple):
    """What came back, byte by byte."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Things(NamedTuple):
    """One of each kind, in `HERE` or in another unit."""

    case: ComplaintRecord
    response: ResponseRecord
    account: AccountRecord
    template: TemplateRecord
    """Of the whole installation."""
    more: Mapping[str, Made]
    """By kind; of the same unit as the case."""

    def name_of(self, kind: str) -> str:
        """What addresses call the thing of a kind."""
        names = {"case": self.case.code, "response": self.response.id, "account": self.account.id}
        return {**names, "template": self.template.id}.get(kind) or self.more[kind].id


READING: Final[Mapping[str, Action]] = {
    "case": "case.read",
    "response": "response.read",
    "account": "account.list",
    "template": "template.change",
    **READS,
}
"""What it takes to see a thing of each kind at all."""


@dataclass(frozen=True)
class Grounds:
    """The installation, and what is done in it."""

    room: CaseRoom

    async def someone(self, *grants: Grant) -> Someone:
        """Somebody new with these roles, signed in."""
        account = await self.account(*grants)
        return await self.signed_in(account)

    async def account(self, *grants: Grant, name: str = "Viên chức") -> AccountRecord:
        account = new_account(f"login.{cookies.new_secret()}", name, grants, now_ms())
        unit = UnitOfWork()
        self.room.installation.storage.accounts.add(unit, account)
        await self.room.installation.storage.commit(unit)
        return account

    async def signed_in(self, account: AccountRecord) -> Someone:
        """One more session of an account."""
        secret, csrf, now = cookies.new_secret(), cookies.new_secret(), now_ms()
        session = DeskSessionRecord(
            id_hash=cookies.hashed(secret),
            account_id=account.id,
            csrf=csrf,
            created_at=now,
            seen_at=now,
        )
        unit = UnitOfWork()
        self.room.installation.storage.desk_sessions.add(unit, session)
        await self.room.installation.storage.commit(unit)
        return Someone(account, secret, csrf, session.id_hash)

    async def things(
        self,
        unit: str,
        officer: str | None = None,
        *,
        restricted: bool = False,
        words: Mapping[str, str] | None = None,
    ) -> Things:
        """One response of a unit, the case that was told beside it in the same chat, and an
        account; `words`: what the case holds.
        """
        shelved = await response(self.room, unit_id=unit)
        told = await response(
            self.room, form="intake", session_id=shelved.session_id, unit_id=unit
        )
        case = await self.room.case(
            **(words or {}),
            response_id=told.id,
            restricted=restricted,
            owner_unit_id=unit,
            unit_id=unit,
            officer_id=officer,
            session_id=None,
        )
        await self.room.file(case)
        account = await self.account(Grant("verifier", unit))
        more = {kind: await make(self.room, unit) for kind, make in MAKERS.items()}
        return Things(case, shelved, account, await self.template(), more)

    async def template(self) -> TemplateRecord:
        """A text that the office wrote for its answers."""
        by = By("account:someone", now_ms())
        record = Wish(title="Mẫu", text="Chúng tôi đã [việc đã làm].").made(by)
        unit = UnitOfWork()
        self.room.installation.storage.answer_templates.add(unit, record)
        await self.room.installation.storage.commit(unit)
        return record

    async def ask(
        self, someone: Someone | None, method: str, path: str, fields: Mapping[str, str]
    ) -> Reply:
        """Do a request as somebody, or as nobody; a stream is left after its first event."""
        headers = dict(OWN_HEADERS)
        data = None if method == "GET" else dict(fields)
        if someone is not None:
            headers["Cookie"] = f"desk={someone.cookie}"
            data = None if data is None else {"csrf": someone.csrf, **data}
        async with self.room.client.request(
            method, path, headers=headers, data=data, allow_redirects=False
        ) as answer:
            body = await _first_event(answer) if path == EVENTS else await answer.read()
            return Reply(answer.status, dict(answer.headers), body)

    # -- what the policy is asked about, as the rows are now

    async def actor(self, someone: Someone) -> Actor:
        return actor_in(await self.room.installation.storage.places.units(), someone.account)

    async def thing(self, kind: str, things: Things) -> Thing:
        """Return a thing as it lies in its row now."""
        if kind == "account":
            (grant,) = things.account.grants
            return Thing(kind="account", account_id=things.account.id, unit_id=grant.unit_id)
        if kind == "template":
            return Thing(kind="template")
        if kind in things.more:
            return things.more[kind].thing
        storage = self.room.installation.storage
        case = await storage.complaints.by_code(things.case.code)
        assert case is not None
        thing = thing_of(case, await storage.complaints.parties(case.id))
        if kind == "case":
            return thing
        unit_id = things.response.unit_id
        return Thing(
            kind="response",
            unit_id=unit_id,
            parties=thing.parties,
            restricted=thing.restricted,
            owner_unit_id=thing.owner_unit_id,
        )


async def _first_event(stream: ClientResponse) -> bytes:
    """Return what a stream says up to its first event; all of it where it has none."""
    lines = []
    async for line in stream.content:
        lines.append(line)
        if line.startswith(b"data: "):
            break
    return b"".join(lines)


@asynccontextmanager
async def grounds(folder: Path, database_url: str | None = None) -> AsyncIterator[Grounds]:
    """An installation with its units, whose console answers."""
    async with (
        installed(folder, database_url) as installation,
        console_over(installation.services, DummyCookieJar()) as client,
    ):
        unit = UnitOfWork()
        for name, parent in _PARENTS.items():
            installation.storage.places.add_unit(unit, name, f"BHXH cơ sở {name}", parent)
        await installation.storage.commit(unit)
        yield Grounds(CaseRoom(installation, client, HERE))
        installation.services.live.close()
