"""Letters that come back: only what proves itself ends letters to anybody."""

from email import message_from_bytes
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.email import Return, read_return
from bot.channels.email.headers import returns_to
from bot.mailing import letters_key
from bot.returned_mail import Taken, take_returns
from flows.identifiers import Instant
from storage.email_addresses import email_index
from storage.work import UnitOfWork
from tests.bot.mail_account import INVITATION, KEY, mail_channel, mail_settings
from tests.web.installation import Installation, installed

NOW = Instant(1_795_000_000_000)
OTHER = b"o" * 32


def returned(
    status: str = "5.1.1",
    action: str = "failed",
    *,
    key: bytes = KEY,
    to: str = "",
    about: str = "",
) -> bytes:
    """What a mail server writes (RFC 3464); `about`: whom it says that it is about."""
    channel = mail_channel()
    channel._key = key
    letter = channel.letter(INVITATION).body or b""
    number = str(message_from_bytes(letter)["Message-ID"]).strip()
    about = about or INVITATION.to
    return f"""\
From: MAILER-DAEMON@mail.example.vn
To: {to or "khaosat@example.gov.vn"}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.vn

Final-Recipient: rfc822; {about}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} unknown

--B
Content-Type: text/rfc822-headers

From: khaosat@example.gov.vn
To: {INVITATION.to}
Message-ID: {number}

--B--
""".replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("status", "hard"),
    [("5.1.1", True), ("5.1.2", True), ("5.1.10", True), ("5.2.1", True), ("5.2.2", False),
     ("5.7.1", False), ("4.4.7", False), ("5.1.8", False)],
)  # fmt: skip
def test_a_return_says_whose_address_takes_no_letters(status: str, hard: bool) -> None:
    [found] = read_return(returned(status), KEY)
    assert (found, found.hard) == (Return("lan@example.vn", status), hard)


def test_the_address_it_came_to_proves_as_much_as_the_letter() -> None:
    to = returns_to(mail_settings(returns="tra@example.gov.vn"), KEY, INVITATION.to)
    without = returned(to=to).replace(b"Message-ID:", b"X-Was:")
    assert read_return(without, KEY) == [Return("lan@example.vn", "5.1.1")]


def test_of_mail_that_was_passed_on_it_is_the_address_we_wrote_to() -> None:
    assert read_return(returned(about="lan@elsewhere.vn"), KEY) == [
        Return("lan@example.vn", "5.1.1")
    ]


def test_nobody_ends_letters_to_others() -> None:
    assert read_return(returned(key=OTHER), KEY) == [], "an invented proof"
    assert read_return(returned().replace(b"Message-ID:", b"X-Was:"), KEY) == [], "no proof"
    foreign = returned(about="hoa@example.vn").replace(b"To: lan@", b"To: hoa@")
    assert read_return(foreign, KEY) == [], "the proof of another address"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", ""])
def test_what_has_not_failed_is_no_return(action: str) -> None:
    assert read_return(returned(action=action), KEY) == []


def test_an_answer_of_a_person_is_no_return() -> None:
    assert read_return(b"From: lan@example.vn\r\nSubject: 5.1.1\r\n\r\nXin ch\xc3\xa0o", KEY) == []


@given(st.binary(max_size=400), st.integers(0, 1200), st.integers(0, 60))
def test_whatever_comes_is_read_without_a_fault(junk: bytes, start: int, length: int) -> None:
    whole = returned()
    read_return(junk, KEY)
    read_return(whole[:start] + junk + whole[start + length :], KEY)


# -- what comes of it


async def test_a_wrong_address_gets_no_letter_any_more(tmp_path: Path) -> None:
    async with installed(tmp_path) as office:
        storage = office.storage
        key, index = letters_key(storage.ring), email_index(storage.ring, INVITATION.to)
        mails = [returned("4.2.2", key=key), b"x", returned("5.1.1", key=key)]
        assert await take_returns(storage, mails, "command:x", NOW) == Taken(3, ended=1, missed=1)
        bounce = await storage.bounces.of(index)
        assert bounce is not None
        assert (bounce.status, bounce.hard, bounce.times) == ("5.1.1", True, 2)
        assert await storage.opt_outs.has_email(index)
        assert await actions(office) == ["mail.returned"] * 2


async def test_a_mailbox_is_read_again_and_again(tmp_path: Path) -> None:
    async with installed(tmp_path) as office:
        storage = office.storage
        key, index = letters_key(storage.ring), email_index(storage.ring, INVITATION.to)
        mails = [returned("4.2.2", key=key), returned("5.1.1", key=key)]
        assert await take_returns(storage, mails, "command:x", NOW) == Taken(2, ended=1, missed=1)
        unit = UnitOfWork()
        storage.bounces.remove(unit, index)  # its reader asks for letters again
        await storage.commit(unit)
        assert await take_returns(storage, mails, "command:x", NOW) == Taken(2)
        assert await storage.bounces.of(index) is None
        assert await actions(office) == ["mail.returned"] * 2
        again = returned("5.1.2", key=key)
        assert await take_returns(storage, [again], "command:x", NOW) == Taken(1, ended=1)


async def actions(office: Installation) -> list[str]:
    return [str(row["action"]) for row in await office.storage.audit.listed()]


def test_a_letter_proves_only_its_own_address() -> None:
    first = mail_channel().letter(INVITATION).body or b""
    second = mail_channel().letter(msgspec.structs.replace(INVITATION, to="hoa@example.vn")).body
    numbers = [str(message_from_bytes(one or b"")["Message-ID"]) for one in (first, second)]
    assert len({number.partition(".")[2] for number in numbers}) == 2
