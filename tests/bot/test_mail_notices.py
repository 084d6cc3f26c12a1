"""Officers hear by e-mail that something waits for them: once, soon, and without a word of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import msgspec
import pytest

from bot.channels.email.client import Client
from bot.jobs.mail_notices import mail_notices
from bot.sender import LocalRates, Sender
from bot.services import Services
from bot.simulator.smtp import SmtpServer
from flows.identifiers import Instant
from storage.coordination import LocalCoordination
from storage.mail_records import AccountMail
from storage.trust import NoticeRecord
from tests.bot.desk_scene import MINUTE, PROVINCE, DeskScene
from tests.bot.mail_account import mail_channel, mail_settings
from tests.storage.records import put

ADDRESS = "lan@office.example.vn"
CODE = "7K2M9-QW3RT-X"


@dataclass
class Post:
    """An office with one officer, its services, and its mail server."""

    scene: DeskScene
    services: Services
    server: SmtpServer

    async def mails(self) -> int:
        return await mail_notices(self.services)

    async def row(self) -> AccountMail:
        found = await self.scene.storage.account_mails.of("lan")
        assert found is not None
        return found

    async def confirmed(self) -> None:
        record = await self.row()
        changed = msgspec.structs.replace(
            record,
            confirmed_at=self.scene.now,
            asked_at=self.scene.now,
            version=record.version + 1,
        )
        await put(
            self.scene.storage, lambda unit: self.scene.storage.account_mails.save(unit, changed)
        )

    async def told(self, kind: str = "case.assigned") -> None:
        notices = self.scene.storage.notices
        notice = NoticeRecord(account_id="lan", kind=kind, object=CODE, made_at=self.scene.now)  # type: ignore[arg-type]  # a test's own
        await put(self.scene.storage, lambda unit: notices.add(unit, notice))

    def words(self) -> str:
        message = self.server.ledger.letters[-1].message
        parts = (str(part.get_content()) for part in message.iter_parts())
        return "".join((str(message["Subject"]), *parts))


@pytest.fixture
async def post(scene: DeskScene) -> AsyncIterator[Post]:
    await scene.officer("case_officer", PROVINCE, "lan")
    async with SmtpServer() as server:
        settings = mail_settings(server.port)
        channel = mail_channel(settings)
        channel._client, channel.is_open = Client(settings, deadline=2.0), True
        sender = Sender(
            scene.storage, {"email": channel}, LocalRates({}), LocalCoordination(),
            kind="run", alone=True, clock=lambda: scene.now,
        )  # fmt: skip
        services = replace(scene.services, sender=sender)
        mail = AccountMail(account_id="lan", address=ADDRESS, changed_at=scene.now)
        await put(scene.storage, lambda unit: scene.storage.account_mails.add(unit, mail))
        yield Post(scene, services, server)
        await channel.close()
        assert server.ledger.breaches == []


async def test_a_new_address_is_asked_once_and_told_nothing_before_it_is_confirmed(
    post: Post,
) -> None:
    await post.told()
    assert [await post.mails(), await post.mails()] == [1, 0]
    token = post.scene.storage.mail_links.confirm_token(await post.row())
    assert f"/console/me/mail/confirm?token={token}" in post.words()
    post.scene.now = Instant(post.scene.now + 60 * MINUTE)
    assert await post.mails() == 0


async def test_news_are_told_together_without_a_word_of_the_case(post: Post) -> None:
    await post.confirmed()
    for kind in ("case.assigned", "case.overdue", "case.agreed"):
        await post.told(kind)
    assert await post.mails() == 1
    assert "Có 2 thông báo mới" in post.words()
    assert CODE not in post.words()
    assert "/console/notices?unread=1" in post.words()
    assert await post.mails() == 0


async def test_what_comes_soon_after_waits_for_the_next_letter(post: Post) -> None:
    await post.confirmed()
    await post.told()
    await post.mails()
    await post.told()
    await post.told()
    assert await post.mails() == 0
    post.scene.now = Instant(post.scene.now + 16 * MINUTE)
    assert await post.mails() == 1
    assert "Có 2 thông báo mới" in post.words()


async def test_what_did_not_get_there_is_told_later_and_only_once(post: Post) -> None:
    await post.confirmed()
    await post.told()
    post.server.faults.refuse("RCPT", 450, "4.2.0 later", times=1)
    assert await post.mails() == 0
    assert ((await post.row()).attempts, (await post.row()).reason) == (1, "450 4.2.0")
    assert await post.mails() == 0, "not yet"
    post.scene.now = Instant(post.scene.now + 6 * MINUTE)
    assert await post.mails() == 1
    assert (await post.row()).reason is None
    assert sum(post.server.ledger.taken.values()) == 1


async def test_a_lost_answer_is_not_made_good_by_a_second_letter(post: Post) -> None:
    await post.confirmed()
    await post.told()
    post.server.faults.withhold(times=1)
    assert await post.mails() == 0
    post.scene.now = Instant(post.scene.now + 60 * MINUTE)
    assert await post.mails() == 0
    assert sum(post.server.ledger.taken.values()) == 1
    assert (await post.row()).reason == "SMTPServerDisconnected"


async def test_whoever_is_not_with_the_office_any_more_hears_nothing(post: Post) -> None:
    await post.confirmed()
    await post.told()
    accounts = post.scene.storage.accounts
    account = await accounts.by_id("lan")
    assert account is not None
    gone = msgspec.structs.replace(account, state="disabled", version=account.version + 1)
    await put(post.scene.storage, lambda unit: accounts.save(unit, gone))
    assert await post.mails() == 0
    assert not post.server.ledger.letters


async def test_without_a_mail_server_nothing_is_due(scene: DeskScene) -> None:
    assert await mail_notices(scene.services) == 0
