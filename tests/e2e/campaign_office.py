"""A whole office in one process, with the strict Telegram and the strict mail server: who works
there, whose transactions it has, and what reached whom.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace
from playwright.async_api import FilePayload

from bot import serving
from bot.app import build
from bot.jobs import JOBS
from bot.settings import load_settings
from bot.simulator.smtp import SmtpServer
from bot.simulator.telegram import UNLIMITED, TelegramServer
from flows.identifiers import Instant
from flows.time_units import DAY
from storage.base import UnitOfWork
from storage.opening import SqlStorage
from storage.staff_records import OfficerRecord
from tests.bot.broadcasts.scene import give_chat, number_of
from tests.console.case_room import CaseRoom, console_over
from tests.web.installation import CONFIGURED, PLACE, Installation, add_place

__all__ = [
    "BY_MAIL",
    "BY_TELEGRAM",
    "ON_PAPER",
    "PEOPLE",
    "STAFF_PHONE",
    "CampaignOffice",
    "campaign_office",
    "transactions",
]

PEOPLE = 12
_FIRST = 50_000_000
_HEADERS = "Mã hồ sơ;Ngày trả kết quả;Số điện thoại;Thư điện tử;Hình thức;Khu vực"
BY_TELEGRAM = range(2)
"""Those who proved their number in a chat once."""
ON_PAPER = range(2, 4)
"""Those who have neither chat nor address."""
BY_MAIL = range(4, PEOPLE)
STAFF_PHONE = "+84912000111"
_TOKEN = re.compile(r"https://[^/\s]+(/[\w-]{22})\b")


@dataclass(frozen=True)
class CampaignOffice:
    """The office as it runs; its jobs do nothing until they are told to."""

    room: CaseRoom
    telegram: TelegramServer
    mail: SmtpServer
    base: str

    async def job(self, name: str) -> None:
        """Let a job do what there is to do now, as its process would within its time."""
        await JOBS[name][1](self.room.installation.services)

    async def a_day_passes(self, campaign: str) -> None:
        """Let the waves of a campaign be a day older: confirmed, or planned, a day earlier."""
        storage, unit = self.room.installation.storage, UnitOfWork()
        for wave in await storage.broadcasts.of_campaign(campaign):
            starts_at, ends_at = wave.window.starts_at - DAY, wave.window.ends_at - DAY
            window = replace(wave.window, starts_at=Instant(starts_at), ends_at=Instant(ends_at))
            earlier = replace(wave, window=window)
            if wave.confirmed_at is not None:
                earlier = replace(wave, confirmed_at=Instant(wave.confirmed_at - DAY))
            storage.broadcasts.save(unit, earlier)
        await storage.commit(unit)

    def letters_to(self, person: int) -> list[str]:
        """The plain text of each letter that reached somebody, oldest first."""
        return [
            letter.message.get_body(("plain",)).get_content()  # type: ignore[union-attr] # all have one
            for letter in self.mail.ledger.letters
            if letter.recipient == _address(person)
        ]

    def link_of(self, person: int) -> str:
        """The path of the link in the newest letter to somebody."""
        found = _TOKEN.search(self.letters_to(person)[-1])
        assert found, "no link in the letter"
        return found[1]

    def heard(self, person: int) -> Sequence[str]:
        """What somebody was told in their chat."""
        return self.telegram.person(_FIRST + person).texts

    async def settle(self) -> None:
        """Bring in who has a chat here, and whose number is that of somebody at the counter."""
        storage, unit = self.room.installation.storage, UnitOfWork()
        key = sha256(storage.ring.signing_key + b"user keys").digest()
        for person in (_FIRST + one for one in BY_TELEGRAM):
            user_key = hmac.new(key, f"telegram|{person}".encode(), sha256).hexdigest()
            give_chat(storage, unit, person, user_key)
            self.telegram.person(person).chat.started = True
        officer = OfficerRecord(id="o-binh", name="Trần Thị Bình", unit_id=PLACE.unit_id)
        storage.roster.add_officer(unit, officer)
        storage.roster.set_phone(unit, officer.id, STAFF_PHONE)
        await storage.commit(unit)


def _address(person: int) -> str:
    return f"dan{person}@example.vn"


def transactions(today: date) -> FilePayload:
    """The list of what people came for within the last days."""
    lines = [_HEADERS, *(_line(person, today) for person in range(PEOPLE))]
    content = "\r\n".join(lines).encode("utf-8-sig")
    return {"name": "giao-dich.csv", "mimeType": "text/csv", "buffer": content}


def _line(person: int, today: date) -> str:
    day = today - timedelta(days=2 + person % 5)
    phone = "0" + number_of(_FIRST + person).removeprefix("+84")
    email = _address(person) if person in BY_MAIL else ""
    mode, area = ("Trực tiếp", "Trực tuyến")[person % 2], ("Đô thị", "Nông thôn")[person % 3 // 2]
    return f"HS-{person:03};{day:%d/%m/%Y};{phone};{email};{mode};{area}"


@asynccontextmanager
async def campaign_office(folder: Path) -> AsyncIterator[CampaignOffice]:
    """Open the office: no trial, so that what is answered counts."""
    async with TelegramServer(limits=UNLIMITED) as telegram, SmtpServer() as mail:
        settings = load_settings(
            {
                **{name.upper(): value for name, value in CONFIGURED.items()},
                "DATA_DIR": str(folder),
                "TELEGRAM_TOKEN": telegram.token,
                "TELEGRAM_API_URL": telegram.base_url,
                "SMTP_URL": mail.url("?starttls=no"),
                "MAIL_FROM": "khaosat@example.gov.vn",
                "MAIL_PER_MINUTE": "6000",
            },
            env_file=None,
        )
        async with (
            build(settings) as (services, _),
            serving.messengers(services, fetches=True),
            console_over(services) as client,
        ):
            storage = services.storage
            assert isinstance(storage, SqlStorage)
            await add_place(storage)
            room = CaseRoom(Installation(services, storage), client, PLACE.unit_id)
            office = CampaignOffice(room, telegram, mail, str(client.make_url("")).rstrip("/"))
            await office.settle()
            yield office
            services.live.close()
