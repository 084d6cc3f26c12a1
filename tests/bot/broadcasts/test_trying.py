"""A test message really leaves: to the strict Telegram and the strict mail server, and counts for
nothing.
"""

import msgspec

from bot.broadcasts import Broadcaster
from bot.broadcasts.trying import send_test
from bot.channels.base import Retry, Sent
from bot.sender import Limit, LocalRates
from bot.simulator.smtp import SmtpServer
from bot.simulator.telegram import TelegramServer
from storage.broadcast_records import BroadcastRecord
from tests.bot.broadcasts.scene import Office, plant, transaction_of
from tests.bot.mail_account import connected
from tests.bot.telegram_account import LAN, opened

ADDRESS = "quantri@example.vn"


async def _wave(office: Office) -> BroadcastRecord:
    """A wave that runs, with three people of whom nobody was written to yet."""
    return await office.confirmed(await plant(office.storage, "c", range(3), chats=False))


async def _asked_nobody(office: Office, record: BroadcastRecord) -> bool:
    people = [transaction_of("c", person) for person in range(3)]
    asked = await office.storage.invitations.of_transactions(people)
    return not asked and await office.rows(record) == {"pending": 3}


async def test_it_reaches_a_telegram_chat_with_its_link_on_a_button(office: Office) -> None:
    record = await _wave(office)
    async with TelegramServer() as telegram:
        telegram.person(LAN).chat.started = True
        async with opened(telegram) as channel:
            worker = await office.worker(channel)
            outcome = await send_test(worker, record, "telegram", str(LAN), office.clock())
        assert isinstance(outcome, Sent)
        [(chat, text)] = telegram.ledger.texts
        assert telegram.ledger.violations == []
    assert chat == LAN
    assert "BHXH tỉnh" in text
    assert await _asked_nobody(office, record)


async def test_it_says_what_the_wave_says_in_the_language_that_was_chosen(office: Office) -> None:
    record = await _wave(office)
    [words] = [one for one in record.texts if one.channel == "email"]
    english = msgspec.structs.replace(words, language="en", text="In English: {link}")
    record = msgspec.structs.replace(record, texts=(*record.texts, english))
    async with SmtpServer() as server, connected(server) as channel:
        channel.is_open = True
        worker = await office.worker(channel)
        for language in ("en", "vi", "xx"):
            await send_test(worker, record, "email", ADDRESS, office.clock(), language=language)
        said = [b"In English" in letter.content for letter in server.ledger.letters]
    assert said == [True, False, False]


async def test_it_reaches_a_mail_box(office: Office) -> None:
    record = await _wave(office)
    async with SmtpServer() as server, connected(server) as channel:
        channel.is_open = True
        worker = await office.worker(channel)
        outcome = await send_test(worker, record, "email", ADDRESS, office.clock())
        assert isinstance(outcome, Sent)
        assert dict(server.ledger.taken) == {ADDRESS: 1}
        assert server.ledger.breaches == []
    assert await _asked_nobody(office, record)


async def test_whoever_waits_on_the_page_is_told_when_it_takes_too_long(office: Office) -> None:
    """A 429 holds test messages like all others."""
    record, rates = await _wave(office), LocalRates({"email": Limit()}, office.clock.monotonic)
    async with SmtpServer() as server, connected(server) as channel:
        channel.is_open = True
        worker: Broadcaster = await office.worker(channel, rates=rates)
        await rates.hold("email", 60.0)
        outcome = await send_test(worker, record, "email", ADDRESS, office.clock())
        assert isinstance(outcome, Retry)
        assert not server.ledger.taken
