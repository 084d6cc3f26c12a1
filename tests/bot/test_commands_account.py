"""The commands by which whoever has the machine looks after accounts."""

import re

import msgspec
import pytest

from bot.accounts import ADMIN, LIVES, hash_of_link, new_account
from flows.desk.roles import Grant
from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from storage.desk_records import AccountLinkRecord, AccountRecord
from tests.bot.operator import Command, audit, in_database

NOW = Instant(1_780_000_000_000)
JOINED = {"password_hash": "…", "totp_secret": "JBSWY3DPEHPK3PXP", "recovery": ("a" * 64,)}
LINK = re.compile(r"^http://localhost:8080/console/(first|join|reset)/([\w-]{43})$", re.MULTILINE)


def add(login: str, *grants: Grant, **changes: object) -> AccountRecord:
    account = msgspec.structs.replace(new_account(login, "Trần Thị Bình", grants, NOW), **changes)

    async def work(storage: Storage) -> None:
        unit = UnitOfWork()
        storage.accounts.add(unit, account)
        await storage.commit(unit)

    in_database(work)
    return account


def found(login: str) -> AccountRecord:
    account = in_database(lambda storage: storage.accounts.by_login(login))
    assert account is not None
    return account


def link_in(output: str) -> tuple[str, AccountLinkRecord]:
    """Return the page of the link that was printed, and its row."""
    ((page, token),) = LINK.findall(output)
    row = in_database(lambda storage: storage.accounts.link(hash_of_link(token)))
    assert row is not None
    return page, row


def test_a_link_for_an_admin_can_be_had_at_any_time(command: Command) -> None:
    for _ in range(2):
        result = command("account", "invite")
        assert result.exit_code == 0, result.output
        page, row = link_in(result.stdout)
        assert (page, row.purpose) == ("first", "first_admin")
        assert row.created_by.startswith("command:")
        assert row.expires_at - row.created_at == LIVES["first_admin"]
        assert "72 giờ" in result.stderr


def test_the_list_shows_login_name_state_and_roles(command: Command) -> None:
    add("binh.tran", Grant("intake_officer", "bhxh-dalat"))
    add("an.nguyen", ADMIN, **JOINED)
    lines = command("account", "list").stdout.splitlines()
    assert lines == [
        "an.nguyen\tTrần Thị Bình\tđang dùng\ttechnical_admin@*",
        "binh.tran\tTrần Thị Bình\tchờ nhận\tintake_officer@bhxh-dalat",
    ]


def test_a_password_reset_keeps_the_authenticator(command: Command) -> None:
    add("binh.tran", **JOINED)
    page, row = link_in(command("account", "reset", "Binh.Tran").stdout)
    assert (page, row.expires_at - row.created_at) == ("reset", LIVES["reset"])
    assert found("binh.tran").totp_secret == JOINED["totp_secret"]


def test_a_lost_device_is_forgotten(command: Command) -> None:
    add("binh.tran", **JOINED)
    link_in(command("account", "reset", "binh.tran", "--device").stdout)
    after = found("binh.tran")
    assert (after.totp_secret, after.recovery) == (None, ())


def test_who_has_not_joined_gets_a_fresh_invitation(command: Command) -> None:
    add("binh.tran")
    page, _ = link_in(command("account", "reset", "binh.tran").stdout)
    assert page == "join"


def test_an_account_is_closed_and_opened_and_both_are_noted(command: Command) -> None:
    add("binh.tran", **JOINED)
    assert command("account", "disable", "binh.tran").exit_code == 0
    assert found("binh.tran").state == "disabled"
    assert command("account", "enable", "binh.tran").exit_code == 0
    assert found("binh.tran").state == "active"
    noted = [(row["action"], row["actor"][:8]) for row in in_database(audit)]
    assert noted == [("account.enabled", "command:"), ("account.disabled", "command:")]


def test_the_last_admin_is_not_closed(command: Command) -> None:
    add("an.nguyen", ADMIN, **JOINED)
    result = command("account", "disable", "an.nguyen")
    assert result.exit_code == 1
    assert "người quản trị cuối cùng" in result.output
    add("binh.tran", ADMIN, **JOINED)
    assert command("account", "disable", "an.nguyen").exit_code == 0


@pytest.mark.parametrize("act", ["reset", "disable", "enable"])
def test_an_unknown_login_is_named(command: Command, act: str) -> None:
    command("migrate")
    result = command("account", act, "khong.co")
    assert result.exit_code == 1
    assert "khong.co" in result.output
