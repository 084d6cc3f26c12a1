"""A tablet without a browser: bound to its place, it says what its visits answer."""

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from aiohttp import ClientResponse, ClientSession, CookieJar
from yarl import URL

from bot.invitations import Invitation, Invited, create_invitation, device_hash
from bot.turns import now_ms
from flows.session import Value
from storage.base import ResponseRecord, UnitOfWork
from tests.web.installation import PLACE, Installation


def new_key() -> str:
    return secrets.token_hex(16)


async def device(installation: Installation, **changes: object) -> Invitation:
    """Store the invitation that binds a tablet, as `python -m bot kiosk` does."""
    about = Invited(kind="place", form="mc", place_id=PLACE.id, counter_id="q1")
    made = create_invitation(replace(about, **changes), now_ms())  # type: ignore[arg-type] # by name
    record = msgspec.structs.replace(made.record, token_hash=device_hash(made.token))
    unit = UnitOfWork()
    installation.storage.invitations.add(unit, record)
    await installation.storage.commit(unit)
    return replace(made, record=record)


@dataclass
class Tablet:
    """One tablet at a desk."""

    base: URL
    http: ClientSession = field(
        default_factory=lambda: ClientSession(cookie_jar=CookieJar(unsafe=True))
    )

    async def get(self, path: str) -> ClientResponse:
        return await self.http.get(self.base.join(URL(path)), allow_redirects=False)

    async def bind(self, token: str) -> None:
        reply = await self.http.post(
            self.base.join(URL("/kiosk/device")), data={"token": token}, allow_redirects=False
        )
        assert (reply.status, reply.headers["Location"]) == (303, "/kiosk")

    async def post(self, path: str, body: object) -> ClientResponse:
        return await self.http.post(self.base.join(URL(path)), json=body)

    async def act(self, act: str, visit: str, key: str | None = None, **said: object) -> Any:  # noqa: ANN401 – JSON
        body = {"act": act, "visit": visit, "key": key or new_key(), **said}
        reply = await self.post("/kiosk/acts", body)
        assert reply.status == 200, await reply.text()
        return await reply.json()

    async def begin(self, form: str = "short", language: str = "vi") -> str:
        visit = new_key()
        await self.act("begin", visit, form=form, language=language)
        return visit

    async def answer(self, visit: str, question: str, value: str | None) -> str:
        said = await self.act("answer", visit, question=question, value=value)
        return str(said["status"])

    async def taken(self, visit: str) -> bool:
        reply = await self.post("/kiosk/pulse", {"visit": visit})
        return bool((await reply.json())["taken"])


HAPPY = {"C1": "yes", "G9": "3", "KI1": "3", "KI2": "2", "KI3": "3", "KI4": "3"}
"""A visit that is content: it needs no reason."""


async def responses(
    installation: Installation, before: set[str] | None = None
) -> list[ResponseRecord]:
    """Return all responses but those known before."""
    known = before or set()
    return [r for r in await installation.storage.responses.listed() if r.id not in known]


async def values(installation: Installation, record: ResponseRecord) -> dict[str, Value]:
    """Return the answers that count, by question."""
    rows = await installation.storage.answers.current(record.id)
    return {row.question: row.value for row in rows}
