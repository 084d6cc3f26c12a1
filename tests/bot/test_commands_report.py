"""The command `report`: made, handed in, approved, issued, written to files and checked."""

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from bot.reporting.parts import packed
from flows.desk.roles import WHOLE, Grant, Role
from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from storage.desk_records import AccountRecord
from storage.report_records import ReportRecord
from survey.report_life import ReportLife
from tests.bot.operator import Command, audit, in_database
from tests.survey.test_report_checks import EDITION, HEAD, REPORT

NAME = "0" * 26
LIFE = ReportLife(made_at=1, made_by="account:lan", changed_at=1, changed_by="account:lan")


LAN, HOA = ("--as", "lan"), ("--as", "hoa")
"""Who writes reports and who approves them; both may do both."""


async def hire(storage: Storage) -> None:
    unit = UnitOfWork()
    roles: dict[str, Role] = {"lan": "survey_admin", "hoa": "survey_admin", "tam": "verifier"}
    for name, role in roles.items():
        account = AccountRecord(
            id=name, login=name, name=name, created_at=Instant(1), grants=(Grant(role, WHOLE),)
        )
        storage.accounts.add(unit, account)
    await storage.commit(unit)


@pytest.fixture
def office(command: Command, example_units: Path, tmp_path: Path) -> Command:
    """An installation that knows the units of the example, and some officers."""
    shutil.copytree(example_units, tmp_path / "var")
    in_database(hire)
    return command


@pytest.fixture
def whole(office: Command) -> Command:
    """The same with a draft in which nothing is missing."""

    async def store(storage: Storage) -> None:
        unit = UnitOfWork()
        record = ReportRecord(
            id=NAME, scope=EDITION.scope, period=EDITION.period, letterhead=HEAD, life=LIFE
        )
        storage.reports.add(unit, record)
        storage.reports.put_part(unit, NAME, "edition", packed(EDITION))
        storage.reports.put_part(unit, NAME, "written", packed(REPORT))
        await storage.commit(unit)

    in_database(store)
    return office


def test_a_draft_says_what_is_missing_and_is_not_handed_in(office: Command) -> None:
    made = office("report", "make", "--span", "quarter", "--on", "15/8/2026", *LAN)
    assert made.exit_code == 0, made.output
    name = made.stdout.strip()
    assert "chưa ghi “Họ tên người ký”" in made.stderr
    refused = office("report", "submit", name, *LAN)
    assert refused.exit_code == 1
    assert "còn chỗ phải bổ sung" in refused.stderr
    assert "2026-07-01 – 2026-09-30" in office("report", "list", "--year", "2026").stdout
    assert office("report", "list", "--year", "2025").stdout == ""


def test_days_or_a_part_of_the_year_must_be_given(office: Command) -> None:
    assert office("report", "make", *LAN).exit_code == 2
    wrong = office("report", "make", "--from", "2/1/2026", "--to", "1/1/2026", *LAN)
    assert wrong.exit_code == 2
    assert office("report", "show", "nothing").exit_code == 1
    unknown = office("report", "make", "--unit", "Nowhere", "--span", "year", *LAN)
    assert "Không tìm thấy" in unknown.output


@pytest.mark.timeout(200)
def test_an_approved_report_is_issued_written_and_the_same_again(
    whole: Command, tmp_path: Path
) -> None:
    assert whole("report", "submit", NAME, *LAN).exit_code == 0
    assert whole("report", "approve", NAME, *HOA).exit_code == 0
    issued = whole("report", "issue", NAME, *LAN)
    assert issued.exit_code == 0, issued.output
    assert "01/2026" in issued.stderr
    assert whole("report", "issue", NAME, *LAN).exit_code == 1
    written = whole("report", "files", NAME, "--into", str(tmp_path), "--kind", "xlsx")
    sha256, name = written.stdout.split()
    assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == sha256
    assert re.fullmatch(r"bao-cao-hai-long-[a-z0-9-]+-01-2026-[0-9a-z]{6}\.xlsx", name)
    beside = [one.name for one in tmp_path.iterdir() if one.name.endswith(".xlsx")]
    assert beside == [name], "nothing is left beside it"
    checked = whole("report", "verify", NAME)
    assert checked.exit_code == 0, checked.output
    assert checked.stdout.count("giống từng byte") == 3


def test_nobody_approves_by_a_command_what_they_made(whole: Command) -> None:
    assert whole("report", "submit", NAME, *LAN).exit_code == 0
    assert whole("report", "approve", NAME).exit_code == 2, "nobody acts without a name"
    own = whole("report", "approve", NAME, *LAN)
    assert own.exit_code == 1
    assert "người thứ hai" in own.stderr
    assert "không có quyền" in whole("report", "approve", NAME, "--as", "tam").stderr
    assert "Không có tài khoản" in whole("report", "approve", NAME, "--as", "nobody").stderr
    assert whole("report", "approve", NAME, *HOA).exit_code == 0
    lines = in_database(audit)
    approved = next(one for one in lines if one["action"] == "report.approved")
    named = [one for one in lines if one["action"] == "command.in_name"]
    assert approved["actor"] == "account:hoa"
    assert {one["actor"].partition(":")[0] for one in named} == {"command"}


def test_what_was_never_issued_is_not_verified(whole: Command) -> None:
    assert whole("report", "verify", NAME).exit_code == 1
