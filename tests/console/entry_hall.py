"""A console with its doors: people with passwords and authenticators, each with a browser."""

import itertools
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import msgspec
import pyotp
from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from argon2 import PasswordHasher
from yarl import URL

from bot.accounts import AccountLink, By, add_link, new_account, save
from bot.console.entrance import PACE
from bot.console.proofs import Passwords, new_totp_secret
from bot.console.signing_in import PASSWORDS
from bot.console.site import add_console
from bot.turns import now_ms
from bot.web.limits import Buckets
from bot.web.site import create_site
from flows.desk.roles import Grant
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.desk_records import AccountRecord
from tests.web.installation import Installation, installed

PASSWORD = "mưa rừng tháng bảy Đà Lạt"
_numbers = itertools.count(1)
_QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
_HASH = _QUICK.hash(PASSWORD)


@dataclass(frozen=True)
class Reply:
    """What a page said."""

    status: int
    location: str
    html: str
    headers: dict[str, str]

    @property
    def heading(self) -> str:
        found = re.search(r"<h1>(.*?)</h1>", self.html, re.DOTALL)
        return unescape(found.group(1)).strip() if found else ""

    @property
    def text(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.html)).split())

    @property
    def csrf(self) -> str:
        return self.field("csrf")

    def field(self, name: str) -> str:
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.html)
        assert found, f"no field {name}"
        return unescape(found.group(1))

    def link(self) -> str:
        """The path of the one-time link on the page."""
        found = re.search(r'value="[^"]*(/console/(?:join|reset)/[^"]+)"', self.html)
        assert found, "no link"
        return found.group(1)

    def codes(self) -> list[str]:
        return re.findall(r"<li><code>([^<]+)", self.html)

    def secret(self) -> str:
        """The key of the authenticator that is being set up."""
        found = re.search(r'id="secret">([^<]+)<', self.html)
        assert found, "no key"
        return found.group(1).replace(" ", "")


@dataclass
class Browser:
    """A browser of our own making: cookies, and the page that was read last."""

    base: URL
    http: ClientSession = field(
        default_factory=lambda: ClientSession(cookie_jar=CookieJar(unsafe=True))
    )
    headers: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})
    page: Reply = field(default_factory=lambda: Reply(0, "", "", {}))

    async def see(self, path: str) -> Reply:
        url = self.base.join(URL(path))
        self.page = await _read(
            await self.http.get(url, headers=self.headers, allow_redirects=False)
        )
        return self.page

    async def press(self, path: str, **fields: str) -> Reply:
        """Post a form of the page that was read last."""
        data = {"csrf": self.page.csrf, **fields}
        url = self.base.join(URL(path))
        sent = await self.http.post(url, data=data, headers=self.headers, allow_redirects=False)
        reply = await _read(sent)
        self.page = reply if reply.html else self.page
        return reply

    async def sign_in(self, login: str, password: str, code: str, target: str = "") -> Reply:
        await self.see("/console/sign-in")
        return await self.press(
            "/console/sign-in", login=login, password=password, code=code, next=target
        )

    def cookie(self, name: str) -> str:
        found = {cookie.key: cookie.value for cookie in self.http.cookie_jar}
        return found.get(name, "")


async def _read(response: ClientResponse) -> Reply:
    location = response.headers.get("Location", "")
    return Reply(response.status, location, await response.text(), dict(response.headers))


@dataclass(frozen=True)
class Person:
    """Somebody who has joined."""

    account: AccountRecord
    browser: Browser

    def code(self, ahead: int = 0) -> str:
        """What the authenticator shows, `ahead` steps from now."""
        return pyotp.TOTP(self.account.totp_secret or "").at(now_ms() // 1000 + 30 * ahead)

    async def enters(self, code: str | None = None) -> Reply:
        return await self.browser.sign_in(self.account.login, PASSWORD, code or self.code())


@dataclass(frozen=True)
class EntryHall:
    """The installation, and the doors of its console."""

    installation: Installation
    site: web.Application
    base: URL
    browsers: list[Browser] = field(default_factory=list)

    def browser(self) -> Browser:
        one = Browser(self.base)
        self.browsers.append(one)
        return one

    async def person(self, *grants: Grant, inside: bool = False) -> Person:
        """Give somebody an account with a password and an authenticator; `inside`: signed in."""
        number = next(_numbers)
        made = new_account(f"nguoi.{number}", f"Viên chức {number}", grants, now_ms())
        account = msgspec.structs.replace(made, password_hash=_HASH, totp_secret=new_totp_secret())
        unit = UnitOfWork()
        self.installation.storage.accounts.add(unit, account)
        await self.installation.storage.commit(unit)
        person = Person(account, self.browser())
        if inside:
            assert (await person.enters()).status == 303
        return person

    async def link(
        self, purpose: str, account_id: str | None = None, *, at: Instant | None = None
    ) -> AccountLink:
        unit, storage = UnitOfWork(), self.installation.storage
        made = add_link(storage, unit, purpose, account_id, By("test", at or now_ms()))  # type: ignore[arg-type] # by name
        await storage.commit(unit)
        return made

    async def now(self, person: Person) -> AccountRecord:
        """Return an account as it is stored now."""
        found = await self.installation.storage.accounts.by_id(person.account.id)
        assert found is not None
        return found

    async def change(self, person: Person, **changes: object) -> None:
        """Change an account behind everybody's back."""
        unit = UnitOfWork()
        save(self.installation.storage, unit, await self.now(person), **changes)
        await self.installation.storage.commit(unit)

    async def audited(self, person: Person) -> list[str]:
        """Return what was done to somebody's account, oldest first."""
        rows = await self.installation.storage.audit.listed()
        target = f"account:{person.account.id}"
        return [row["action"] for row in reversed(rows) if row["target"] == target]


def hurried(site: web.Application) -> None:
    """Make doors quick and patient: tests knock more often than people."""
    site[PASSWORDS] = Passwords(_QUICK, refusal_s=0.0)
    site[PACE] = Buckets(burst=1e6, per_second=1e6)


@asynccontextmanager
async def entry_hall(
    folder: Path, database_url: str | None = None, **settings: object
) -> AsyncIterator[EntryHall]:
    async with installed(folder, database_url, **settings) as installation:
        site = create_site(installation.services)
        add_console(site, installation.services)
        hurried(site)
        async with TestServer(site) as server:
            hall = EntryHall(installation, site, server.make_url("/"))
            yield hall
            installation.services.live.close()
            for browser in hall.browsers:
                await browser.http.close()
