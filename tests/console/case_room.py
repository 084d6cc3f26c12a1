"""A console with cases in it, and officers who press its buttons without a browser."""

import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from itertools import count
from pathlib import Path
from typing import TypeAlias

import msgspec
from aiohttp import ClientResponse, FormData, web
from aiohttp.abc import AbstractCookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.console import cookies
from bot.console.site import add_console
from bot.services import Services
from bot.turns import now_ms
from bot.web.site import create_site
from flows.desk.roles import Grant, Role
from flows.identifiers import ComplaintId, Instant, ResponseId, SessionId, code_from
from flows.session import Frame, Session, State
from storage.base import (
    AttachmentRecord,
    ComplaintEvent,
    ComplaintRecord,
    StoredSession,
    UnitOfWork,
)
from storage.desk_records import AccountRecord, DeskSessionRecord
from tests.console.entry_hall import hurried
from tests.web.installation import PLACE, Installation, installed

DAY = 86_400_000
PROVINCE = "bhxh-lamdong"
PICTURE = b"\xff\xd8\xff\xe0 a picture of a broken chair"
OWN_HEADERS = {"Sec-Fetch-Site": "same-origin"}

Client: TypeAlias = TestClient[web.Request, web.Application]

_number = count(1)


@dataclass(frozen=True)
class Answer:
    """What a page said."""

    status: int
    url: str
    html: str

    @property
    def text(self) -> str:
        """The page as people read it: no tags, single spaces."""
        main = re.search(r"<main.*</main>", self.html, re.DOTALL)
        plain = re.sub(r"<[^>]*>", " ", main.group() if main else self.html)
        return " ".join(unescape(plain).split())

    def field(self, name: str) -> str:
        """The value of a hidden field."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.html)
        assert found, f"no field {name}"
        return unescape(found.group(1))

    def codes(self) -> list[str]:
        """The codes of the listed cases, in their order."""
        return re.findall(r'<p class="about"><a href="/console/cases/([^"]+)"', self.html)


@dataclass(frozen=True)
class Officer:
    """Somebody signed in."""

    account: AccountRecord
    client: Client
    csrf: str
    cookie: str

    async def see(self, path: str) -> Answer:
        return await _read(await self.client.get(path, headers=self._headers()))

    async def press(self, path: str, **fields: str) -> Answer:
        """Post a form of ours, and follow where it leads."""
        data = {"csrf": self.csrf, **fields}
        response = await self.client.post(path, data=data, headers=self._headers())
        return await _read(response)

    async def upload(self, path: str, name: str, content: bytes, **fields: str) -> Answer:
        """Post a form of ours with a file, as a browser does: the token before the file."""
        form = FormData()
        for field, value in {"csrf": self.csrf, **fields}.items():
            form.add_field(field, value)
        form.add_field("file", content, filename=name)
        return await _read(await self.client.post(path, data=form, headers=self._headers()))

    async def do(self, code: str, deed: str, **fields: str) -> Answer:
        """Press a button of a case, as somebody does who has just read its page."""
        path = f"/console/cases/{code}"
        page = await self.see(path)
        seen = {"version": page.field("version"), "seen": page.field("seen")}
        return await self.press(f"{path}/{deed}", **{**seen, **fields})

    def _headers(self) -> dict[str, str]:
        return {**OWN_HEADERS, "Cookie": f"desk={self.cookie}"}


async def _read(response: ClientResponse) -> Answer:
    return Answer(response.status, str(response.url.relative()), await response.text())


@dataclass(frozen=True)
class CaseRoom:
    """The installation, and what fills it."""

    installation: Installation
    client: Client
    unit: str
    """Whose cases these are: each test has one of its own."""

    async def officer(
        self, role: Role = "intake_officer", unit: str = "", name: str = "", language: str = "vi"
    ) -> Officer:
        number, now = next(_number), now_ms()
        account = AccountRecord(
            id=f"account-{number}",
            login=f"officer{number}",
            name=name or f"Viên chức {number}",
            language=language,
            created_at=now,
            grants=(Grant(role, unit or self.unit),),
        )
        secret = cookies.new_secret()
        session = DeskSessionRecord(
            id_hash=cookies.hashed(secret),
            account_id=account.id,
            csrf=cookies.new_secret(),
            created_at=now,
            seen_at=now,
        )
        storage, unit_ = self.installation.storage, UnitOfWork()
        storage.accounts.add(unit_, account)
        storage.desk_sessions.add(unit_, session)
        await storage.commit(unit_)
        return Officer(account, self.client, session.csrf, secret)

    async def case(
        self,
        story: str | None = "Tôi chờ lâu quá",
        channel: str = "web",
        language: str = "vi",
        **changes: object,
    ) -> ComplaintRecord:
        """Store a case of the one-stop desk in Đà Lạt; `changes` replace its fields."""
        number, now = next(_number), now_ms()
        values: dict[str, object] = {
            "id": ComplaintId(f"{number:026d}"),
            "code": code_from(number.to_bytes(32, "big"), "complaint"),
            "response_id": ResponseId(f"response-{number}"),
            "session_id": SessionId(f"session-{number}"),
            "kind": "report",
            "category": "PA03",
            "severity": 3,
            "restricted": False,
            "reply_promised": True,
            "state": "new",
            "owner_unit_id": self.unit,
            "owner_role": "one_stop_desk",
            "due_at": Instant(now + 3 * DAY),
            "created_at": now,
            "unit_id": PLACE.unit_id,
            "place_id": PLACE.id,
            "counter_id": "q1",
            "cause_question": "MC5",
            "story": story,
        }
        record = ComplaintRecord(**{**values, **changes})  # type: ignore[arg-type] # by name
        opened = ComplaintEvent(
            complaint_id=record.id,
            number=1,
            kind="opened",
            at=record.created_at,
            actor="citizen",
            detail={"channel": channel, "category": record.category},
        )
        storage, unit = self.installation.storage, UnitOfWork()
        if record.session_id is not None:
            version = self.installation.services.runner.turns.renderer.rules.latest["intake"]
            sent = Frame("intake", version, record.response_id, code=record.code)
            chat = _silent(sent, record.session_id, channel, language)
            storage.sessions.add(unit, chat)
        storage.complaints.add(unit, record)
        storage.complaints.append(unit, opened)
        await storage.commit(unit)
        return record

    async def file(self, case: ComplaintRecord, state: str = "stored") -> None:
        """Store a photo that came with a case."""
        storage, unit = self.installation.storage, UnitOfWork()
        record = AttachmentRecord(
            id=f"file-of-{case.id}",
            response_id=case.response_id,
            channel="telegram",
            kind="photo",
            reference="a file id",
            at=case.created_at,
        )
        storage.attachments.add(unit, record)
        if state == "stored":
            digest = sha256(PICTURE).hexdigest()
            what = {"media_type": "image/jpeg", "sha256": digest}
            storage.attachments.store(unit, record.id, PICTURE, **what)
        else:
            storage.attachments.end(unit, record.id, state, "heic")
        await storage.commit(unit)

    async def taken_by(self, officer: Officer) -> ComplaintRecord:
        """Store a case, and let an officer take it."""
        case = await self.case()
        page = await officer.do(case.code, "take")
        assert "đã nhận phản ánh" in page.text
        return case

    async def now(self, case: ComplaintRecord) -> ComplaintRecord:
        """Return a case as it is stored now."""
        record = await self.installation.storage.complaints.by_code(case.code)
        assert record is not None
        return record

    async def save(self, case: ComplaintRecord, **changes: object) -> None:
        """Change the row of a case as it is now."""
        now = await self.now(case)
        after = msgspec.structs.replace(now, version=now.version + 1, **changes)
        unit = UnitOfWork()
        self.installation.storage.complaints.save(unit, after)
        await self.installation.storage.commit(unit)

    async def told(self, case: ComplaintRecord) -> list[str]:
        """What the citizen's chat was told since."""
        assert case.session_id is not None
        rows = await self.installation.storage.outbox.after(case.session_id, 0)
        return [str(msgspec.json.decode(row.body)["text"]) for row in rows]

    async def cases(self, stories: Iterable[str]) -> list[ComplaintRecord]:
        return [await self.case(story) for story in stories]

    async def audited(self, action: str, target: str) -> list[dict[str, object]]:
        """What the audit log holds of one action on one thing, newest first."""
        rows = await self.installation.storage.audit.listed()
        return [dict(row) for row in rows if (row["action"], row["target"]) == (action, target)]


def _silent(sent: Frame, session_id: SessionId, channel: str, language: str) -> StoredSession:
    """The citizen's chat, all of its forms sent: whatever is told reaches them at once."""
    session = Session(session_id, State.COMPLETED, language, (), finished=(sent,))
    return StoredSession(session=session, version=1, last_seq=0, channel=channel)


@asynccontextmanager
async def served(
    folder: Path, database_url: str | None = None
) -> AsyncIterator[tuple[Installation, Client]]:
    """An installation whose console answers."""
    async with (
        installed(folder, database_url) as installation,
        console_over(installation.services) as client,
    ):
        yield installation, client
        installation.services.live.close()


@asynccontextmanager
async def console_over(
    services: Services, cookie_jar: AbstractCookieJar | None = None
) -> AsyncIterator[Client]:
    """A console that answers for these services."""
    site = create_site(services)
    add_console(site, services)
    hurried(site)
    server = TestServer(site)
    async with server, Client(server, cookie_jar=cookie_jar) as client:
        yield client


async def case_room(installation: Installation, client: Client) -> CaseRoom:
    """Give a test a unit with nobody and nothing in it yet."""
    number, unit = next(_number), UnitOfWork()
    own = f"unit-{number}"
    installation.storage.places.add_unit(unit, own, f"BHXH cơ sở số {number}", PROVINCE)
    await installation.storage.commit(unit)
    return CaseRoom(installation, client, own)
