"""Letters that come back from the simulated mail server are read like real ones."""

from datetime import UTC, datetime

import pytest

from bot.channels.email import Return, read_return
from bot.channels.email.headers import returns_to
from bot.simulator.smtp import Posted, returned
from tests.bot.mail_account import INVITATION, KEY, mail_channel, mail_settings

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def _posted(sender: str) -> Posted:
    content = mail_channel().letter(INVITATION).body or b""
    return Posted(sender, INVITATION.to, content, None, encrypted=False, answered=True)


@pytest.mark.parametrize("status", ["5.1.1", "5.2.2"])
def test_a_letter_that_comes_back_proves_itself(status: str) -> None:
    sender = returns_to(mail_settings(returns="tra@example.gov.vn"), KEY, INVITATION.to)
    for posted in (_posted(sender), _posted("khaosat@example.gov.vn")):
        assert read_return(returned(posted, status, AT), KEY) == [Return(INVITATION.to, status)]


def test_of_somebody_elses_letter_it_proves_nothing() -> None:
    assert read_return(returned(_posted("x@example.vn"), "5.1.1", AT), b"o" * 32) == []
