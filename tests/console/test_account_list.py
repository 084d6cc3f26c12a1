"""The list of accounts: found without accents, by state, role and unit, page by page."""

import re
import time
from html import unescape

import pytest

from bot.accounts import ADMIN, new_account
from bot.console.account_filters import ChosenAccounts, matching
from bot.turns import now_ms
from flows.desk.roles import Grant
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.desk_records import AccountRow
from tests.console.entry_hall import EntryHall

DALAT, LAMDONG = "bhxh-dalat", "bhxh-lamdong"
NOW = Instant(1_000_000)
NAMES = ("Nguyễn Thị Hoà", "Trần Văn Đạt", "Lê Ân", "Phạm Quỳnh Như", "Đỗ Ý Nhi")


def row(number: int, **changes: object) -> AccountRow:
    values: dict[str, object] = {
        "id": f"{number:026d}",
        "login": f"nguoi.{number:04d}",
        "name": NAMES[number % len(NAMES)],
        "state": "active",
        "locked_until": None,
        "joined": True,
        "grants": (Grant("intake_officer", f"unit-{number % 40}"),),
    }
    return AccountRow(**{**values, **changes})  # type: ignore[arg-type] # by name


def said(account: AccountRow) -> list[str]:
    return [f"Đầu mối phản ánh BHXH cơ sở Đà Lạt {grant.unit_id}" for grant in account.grants]


def found(accounts: list[AccountRow], **chosen: str) -> list[str]:
    return [one.login for one in matching(accounts, ChosenAccounts(**chosen), NOW, said)]


@pytest.mark.parametrize(
    ("words", "logins"),
    [
        ("hoa", ["nguoi.0000"]),
        ("HOÀ", ["nguoi.0000"]),
        ("dat tran", ["nguoi.0001"]),
        ("da lat unit-3", ["nguoi.0003"]),
        ("dau moi nhu", ["nguoi.0003"]),
        ("nguoi.0004", ["nguoi.0004"]),
        ("y nhi", ["nguoi.0004"]),
        ("hoa dat", []),
        ("", [f"nguoi.{number:04d}" for number in range(5)]),
    ],
)
def test_words_are_found_without_accents(words: str, logins: list[str]) -> None:
    assert found([row(number) for number in range(5)], find=words) == logins


def test_states_roles_and_units_are_chosen() -> None:
    accounts = [
        row(0),
        row(1, joined=False),
        row(2, locked_until=Instant(NOW + 1)),
        row(3, locked_until=Instant(NOW - 1)),
        row(4, state="disabled", joined=False),
        row(5, grants=(Grant("unit_head", "unit-0"), Grant("verifier", "unit-7"))),
    ]
    by_state = {name: found(accounts, state=name) for name in ("active", "invited", "locked")}
    assert by_state == {
        "active": ["nguoi.0000", "nguoi.0003", "nguoi.0005"],
        "invited": ["nguoi.0001"],
        "locked": ["nguoi.0002"],
    }
    assert found(accounts, state="disabled") == ["nguoi.0004"]
    assert found(accounts, role="unit_head", unit="unit-0") == ["nguoi.0005"]
    assert found(accounts, role="unit_head", unit="unit-7") == [], "not a head there"


def test_two_thousand_accounts_are_searched_in_no_time() -> None:
    accounts = [row(number) for number in range(2000)]
    found(accounts, find="hoa")
    began = time.process_time()
    assert len(found(accounts, find="hoa da lat")) == 400
    assert time.process_time() - began < 0.1


async def test_two_thousand_accounts_are_paged_through(empty_hall: EntryHall) -> None:
    hall, unit = empty_hall, UnitOfWork()
    admin = await hall.person(ADMIN, inside=True)
    logins = [f"trang.{number:04d}" for number in range(2000)]
    for login in logins:
        made = new_account(login, "Trần Văn Trang", [Grant("case_officer", DALAT)], now_ms())
        hall.installation.storage.accounts.add(unit, made)
    await hall.installation.storage.commit(unit)

    path, seen, pages = "/console/accounts?find=trang", [], 0
    while path:
        page = await admin.browser.see(path)
        assert "2000 tài khoản" in page.text
        seen += re.findall(r">(trang\.\d+)</td>", page.html)
        following = re.search(r'href="([^"]+)" rel="next"', page.html)
        path, pages = unescape(following[1]) if following else "", pages + 1

    assert (seen, pages) == (logins, 40)


async def test_whom_a_local_admin_may_not_see_is_not_found(hall: EntryHall) -> None:
    admin = await hall.person(Grant("technical_admin", DALAT), inside=True)
    here = await hall.person(Grant("collector", DALAT))
    elsewhere = await hall.person(Grant("collector", LAMDONG))

    page = await admin.browser.see(f"/console/accounts?find={elsewhere.account.login}")
    by_unit = await admin.browser.see(f"/console/accounts?unit={LAMDONG}&role=collector")
    mine = await admin.browser.see(f"/console/accounts?find={here.account.login}&state=active")

    assert "Không có tài khoản nào như vậy" in page.text
    assert elsewhere.account.name not in by_unit.text
    assert f'/console/accounts/{here.account.id}"' in mine.html
