"""A wave by e-mail over the strict mail server: its ledger and our rows say the same."""

from bot.sender import Limit, LocalRates
from bot.simulator.smtp import Fault, SmtpServer
from storage.email_addresses import email_index
from tests.bot.broadcasts.scene import Office, plant, swept
from tests.bot.mail_account import connected

PEOPLE = 200
FAULTS = (
    Fault(kind="refused", word="RCPT", code=550, text="5.1.1 unknown", to="p7@"),
    Fault(kind="refused", word="content", code=554, text="5.6.0 dislike", to="p8@"),
    Fault(kind="withheld", word="content", to="p9@"),
    Fault(kind="refused", word="RCPT", code=554, text="5.7.1 policy", to="p10@"),
    Fault(kind="refused", word="content", code=451, text="4.7.0 spam?", to="p11@"),
    Fault(kind="refused", word="RCPT", code=450, text="4.7.1 greylisted", times=20),
)


async def test_a_wave_by_e_mail_ends_as_the_mail_server_says(office: Office) -> None:
    """One refused address holds up nobody for ever, and nobody gets two letters."""
    campaign = await plant(office.storage, "c", range(PEOPLE), chats=False)
    record = await office.confirmed(campaign)
    rates = LocalRates({"email": Limit()}, office.clock.monotonic)
    async with SmtpServer() as server, connected(server) as channel:
        for fault in FAULTS:
            server.faults.add(fault)
        channel.is_open = True
        worker = await office.worker(channel, rates=rates)
        for _ in range(40):
            await swept(worker)
            office.clock.pass_(301)
        taken, breaches = server.ledger.taken, server.ledger.breaches
    assert await office.rows(record) == {
        "sent": PEOPLE - 5,
        "blocked/550 5.1.1": 1,
        "failed/554 5.6.0": 1,
        "failed/554 5.7.1": 1,
        "failed/451 4.7.0": 1,
        "unknown/SMTPServerDisconnected": 1,
    }
    assert set(taken.values()) == {1}
    assert len(taken) == PEOPLE - 4
    assert breaches == []
    index = email_index(office.storage.ring, "p7@example.vn")
    bounce = await office.storage.bounces.of(index)
    assert bounce is not None
    assert bounce.hard
    assert await office.storage.opt_outs.has_email(index)
