"""Letters over the strict mail server, with everything that can go wrong on the way."""

import asyncio

import msgspec
import pytest

from bot.channels.base import NotReadyError, Outcome, Permanent, Retry, Sent, Unknown
from bot.channels.email import EmailChannel
from bot.channels.email.examining import examine
from bot.simulator.smtp import SmtpServer
from bot.simulator.smtp.faults import Word
from bot.simulator.smtp.manners import Manners
from tests.bot.mail_account import (
    INVITATION,
    certificate,
    connected,
    mail_channel,
    mail_settings,
    posted,
    trusting,
)


async def test_a_letter_arrives_as_it_was_written_and_breaks_no_rule() -> None:
    async with SmtpServer() as server, connected(server) as channel:
        assert await posted(channel) == Sent()
        [letter] = server.ledger.letters
    assert letter.recipient == "lan@example.vn"
    assert letter.message["Subject"] == INVITATION.subject
    assert server.ledger.breaches == []


async def test_many_letters_go_over_few_connections() -> None:
    async with SmtpServer() as server, connected(server) as channel:
        letters = [
            msgspec.structs.replace(INVITATION, row=f"b1/{i}", to=f"nguoi{i}@example.vn")
            for i in range(60)
        ]
        outcomes = await asyncio.gather(*(posted(channel, letter) for letter in letters))
    assert set(outcomes) == {Sent()}
    assert len(server.ledger.taken) == 60
    assert server.ledger.connections <= 4
    assert server.ledger.breaches == []


async def test_lines_that_begin_with_a_dot_end_nothing() -> None:
    text = "Dòng một\n.\n..\n.ẩn\nQUIT"
    async with SmtpServer() as server, connected(server) as channel:
        assert await posted(channel, msgspec.structs.replace(INVITATION, text=text)) == Sent()
        [letter] = server.ledger.letters
    plain = next(letter.message.iter_parts()).get_content()
    assert plain.startswith("Dòng một\r\n.\r\n..\r\n.ẩn\r\nQUIT\r\n")
    assert server.ledger.breaches == []


# -- refused


@pytest.mark.parametrize(
    ("word", "code", "text", "outcome"),
    [
        ("RCPT", 550, "5.1.1 <lan@example.vn> unknown", Permanent("550 5.1.1", stop=True)),
        ("RCPT", 550, "5.2.1 closed", Permanent("550 5.2.1", stop=True)),
        ("RCPT", 552, "5.2.2 mailbox full", Permanent("552 5.2.2")),
        ("RCPT", 554, "5.7.1 Relay access denied", Permanent("554 5.7.1", account=True)),
        ("RCPT", 450, "4.7.1 Greylisted", Retry(300.0, reason="450 4.7.1")),
        ("RCPT", 421, "4.3.2 Going down", Retry(60.0, everybody=True, reason="421 4.3.2")),
        ("MAIL", 451, "4.3.0 Busy", Retry(60.0, everybody=True, reason="451 4.3.0")),
        ("MAIL", 553, "5.1.8 no such sender", Permanent("553 5.1.8", account=True)),
        ("DATA", 451, "4.3.0 Busy", Retry(60.0, everybody=True, reason="451 4.3.0")),
        ("content", 452, "4.3.1 Disk full", Retry(60.0, everybody=True, reason="452 4.3.1")),
        ("content", 554, "5.6.0 Bad content", Permanent("554 5.6.0")),
        ("greeting", 554, "5.3.2 No service", Permanent("554 5.3.2", account=True)),
        ("greeting", 421, "Busy", Retry(60.0, everybody=True, reason="421")),
        ("EHLO", 550, "Go away", Permanent("550", account=True)),
    ],
)
async def test_each_answer_has_its_meaning_and_repeats_no_address(
    word: Word, code: int, text: str, outcome: Outcome
) -> None:
    async with SmtpServer() as server, connected(server) as channel:
        server.faults.refuse(word, code, text, times=1)
        assert await posted(channel) == outcome
        assert not server.ledger.letters
        assert await posted(channel) == Sent()
    assert server.ledger.breaches == []


async def test_a_refusal_of_one_letter_leaves_the_connection_to_the_next() -> None:
    known = frozenset({"lan@example.vn"})
    async with (
        SmtpServer(manners=Manners(mailboxes=known)) as server,
        connected(server) as channel,
    ):
        stranger = msgspec.structs.replace(INVITATION, to="khong-co@example.vn")
        assert await posted(channel, stranger) == Permanent("550 5.1.1", stop=True)
        assert await posted(channel) == Sent()
    assert server.ledger.connections == 1


# -- lost


async def test_what_is_cut_off_before_its_content_was_not_sent() -> None:
    async with SmtpServer() as server, connected(server) as channel:
        for word in ("greeting", "EHLO", "MAIL", "RCPT"):
            server.faults.close(word, times=2 if word == "EHLO" else 1)
            assert isinstance(await posted(channel), Retry), word
            server.faults.clear()
        assert not server.ledger.letters
        assert await posted(channel) == Sent()


@pytest.mark.parametrize("taken", [True, False])
async def test_an_answer_that_is_lost_after_the_content_is_unknown(taken: bool) -> None:
    async with SmtpServer() as server, connected(server) as channel:
        if taken:
            server.faults.withhold(times=1)
        else:
            server.faults.close("content", times=1)
        assert isinstance(await posted(channel), Unknown)
        assert len(server.ledger.letters) == taken
        assert await posted(channel, msgspec.structs.replace(INVITATION, row="b1/2")) == Sent()


async def test_a_letter_that_leaves_twice_is_seen_to_be_the_same() -> None:
    async with SmtpServer() as server, connected(server) as channel:
        await posted(channel)
        await posted(channel)
    assert [breach.rule for breach in server.ledger.breaches] == ["message_id_twice"]


async def test_a_slow_server_is_waited_for_and_a_silent_one_is_not() -> None:
    async with SmtpServer() as server, connected(server, deadline=1.0) as channel:
        server.faults.slow("RCPT", 0.05, times=1)
        assert await posted(channel) == Sent()
        server.faults.slow("RCPT", 2.5, times=1)
        assert await posted(channel) == Retry(reason="SMTPReadTimeoutError")
        server.faults.slow("content", 2.5, times=1)
        other = msgspec.structs.replace(INVITATION, row="b1/2")
        assert await posted(channel, other) == Unknown("SMTPReadTimeoutError")


async def test_a_server_that_ended_the_connection_meanwhile_costs_no_letter() -> None:
    async with SmtpServer() as server, connected(server) as channel:
        assert await posted(channel) == Sent()
        port = server.port
        await server.stop()
        async with SmtpServer(port=port) as again:
            assert await posted(channel) == Sent()
            assert len(again.ledger.letters) == 1


async def test_a_letter_given_up_in_the_middle_spoils_no_connection() -> None:
    async with SmtpServer() as server, connected(server) as channel:
        server.faults.slow("RCPT", 0.3, times=1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(posted(channel), 0.1)
        assert await posted(channel) == Sent()
    assert server.ledger.breaches == []


async def test_nobody_answers() -> None:
    async with SmtpServer() as server:
        port = server.port
    channel = mail_channel(mail_settings(port))
    with pytest.raises(NotReadyError) as refused:
        await channel.open()
    assert refused.value.retryable
    assert not channel.is_open
    assert await posted(channel) == Retry(reason="not open")


# -- TLS and logging in

LOGIN = {"user": "khaosat", "password": "mật khẩu"}


async def opened(server: SmtpServer, **changes: object) -> EmailChannel:
    channel = mail_channel(mail_settings(server.port, **changes), trusting())
    await channel.open()
    return channel


@pytest.mark.parametrize("implicit", [True, False])
async def test_over_tls_with_a_password(implicit: bool) -> None:
    manners = Manners(implicit_tls=implicit, starttls_needed=not implicit)
    users = {"khaosat": "mật khẩu"}
    async with SmtpServer(users=users, tls=certificate(), manners=manners) as server:
        security = "tls" if implicit else "starttls"
        channel = await opened(server, security=security, **LOGIN)
        assert await posted(channel) == Sent()
        await channel.close()
        [letter] = server.ledger.letters
    assert (letter.user, letter.encrypted) == ("khaosat", True)
    assert server.ledger.breaches == []


async def test_a_server_that_demands_tls_gets_no_letter_without() -> None:
    manners = Manners(starttls_needed=True)
    async with (
        SmtpServer(tls=certificate(), manners=manners) as server,
        connected(server, security="none") as channel,
    ):
        assert await posted(channel) == Permanent("530 5.7.0", account=True)


async def test_a_server_without_tls_gets_no_password() -> None:
    async with SmtpServer(users={"khaosat": "x"}) as server:
        with pytest.raises(NotReadyError, match="no STARTTLS") as refused:
            await opened(server, security="starttls", **LOGIN)
        assert not refused.value.retryable
        assert server.ledger.breaches == []


async def test_a_wrong_password_puts_the_account_out_of_service() -> None:
    async with SmtpServer(users={"khaosat": "anders"}, tls=certificate()) as server:
        with pytest.raises(NotReadyError, match=r"535 5\.7\.8") as refused:
            await opened(server, security="starttls", **LOGIN)
        assert not refused.value.retryable


async def test_a_certificate_of_nobody_we_trust_gets_no_password() -> None:
    async with SmtpServer(users={"khaosat": "x"}, tls=certificate()) as server:
        channel = mail_channel(mail_settings(server.port, security="starttls", **LOGIN))
        with pytest.raises(NotReadyError):
            await channel.open()
        assert server.ledger.breaches == []


async def test_the_doctor_says_what_the_server_says() -> None:
    async with SmtpServer(users={"khaosat": "anders"}) as server:
        assert (await examine(mail_settings(server.port))).fault is None
        wrong = await examine(mail_settings(server.port, **LOGIN))
        assert (wrong.fault, wrong.reason) == ("refused", "535 5.7.8")
        port = server.port
    assert (await examine(mail_settings(port))).fault == "unreachable"


# -- addresses beyond ASCII


@pytest.mark.parametrize(("can", "outcome"), [(True, Sent()), (False, Permanent("no SMTPUTF8"))])
async def test_an_address_with_accents_needs_a_server_that_takes_it(
    can: bool, outcome: Outcome
) -> None:
    letter = msgspec.structs.replace(INVITATION, to="thảo@example.vn")
    async with SmtpServer(manners=Manners(smtputf8=can)) as server, connected(server) as channel:
        assert await posted(channel, letter) == outcome
        assert await posted(channel) == Sent()
