"""The command that makes the link of a tablet."""

import re

import pytest

from bot.invitations import device_hash
from tests.bot.operator import Command, audit, in_database

LINK = re.compile(r"^http://localhost:8080/kiosk/([A-Za-z0-9_-]{22})$", re.MULTILINE)


def test_a_tablet_gets_a_link_that_is_no_invitation(planted: Command) -> None:
    result = planted("kiosk", "--counter", "quầy 2", "--label", "Máy cửa chính")
    assert result.exit_code == 0, result.output
    (token,) = LINK.findall(result.stdout)
    rows = in_database(lambda storage: storage.invitations.listed())
    (row,) = [row for row in rows if row.label == "Máy cửa chính"]
    assert row.token_hash == device_hash(token)
    assert (row.kind, row.form, row.counter_id) == ("place", "mc", "demo-counter-2")
    assert "kiosk_added" in {line["action"] for line in in_database(audit)}


def test_its_link_is_enough_to_take_it_back(planted: Command) -> None:
    link = planted("kiosk").stdout.split()[0]
    assert planted("invitations", "revoke", link).exit_code == 0
    rows = in_database(lambda storage: storage.invitations.listed())
    token = link.rpartition("/")[2]
    (row,) = [row for row in rows if row.token_hash == device_hash(token)]
    assert row.revoked_at is not None


@pytest.mark.parametrize(
    "arguments", [("--place", "không có"), ("--counter", "9"), ("--form", "nothing")]
)
def test_what_does_not_exist_is_refused(planted: Command, arguments: tuple[str, str]) -> None:
    assert planted("kiosk", *arguments).exit_code == 1


def test_without_a_place_there_is_no_kiosk(command: Command) -> None:
    result = command("kiosk")
    assert result.exit_code == 1
    assert "--place" in result.output
