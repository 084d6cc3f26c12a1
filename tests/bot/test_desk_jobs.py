"""What time does at the desk: reminders once, silence that closes, seals and signed heads."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as replace_record

from bot.desk import NotHereError
from bot.imports.pace import AT_ONCE
from bot.jobs import JOBS
from bot.jobs.forget_desk import forget_desk
from bot.jobs.index_addresses import index_addresses
from bot.jobs.remind_cases import remind_cases
from bot.jobs.seal_audit import seal_audit
from bot.jobs.sign_audit_head import sign_audit_head
from bot.services import Services
from flows.desk.case_acts import Answer, Ask, Close, Note, Take
from flows.identifiers import Instant
from storage.audit_heads import AuditHeads
from storage.base import UnitOfWork
from storage.desk_records import CaseLinkRecord, DuePage
from storage.opening import SqlStorage
from tests.bot.desk_scene import CASE, DAY, MILD, MINUTE, DeskScene, Officer, citizen
from tests.bot.operator import Command
from tests.storage.records import put, raw_unit
from tests.storage.test_contract_transactions import a_row


async def test_the_desk_has_its_jobs() -> None:
    assert JOBS["remind_cases"][0] <= 60
    assert JOBS["seal_audit"][0] <= 1
    assert JOBS["sign_audit_head"][0] <= 300


async def test_a_late_answer_is_noticed_once_however_long_nobody_looked(scene: DeskScene) -> None:
    person = await citizen(scene)
    code = await person.fill(CASE)
    assert await remind_cases(scene.services) == 0, "it is known when to look"
    scene.until_workday(10)
    assert await remind_cases(scene.services) == 1
    assert await scene.history(code) == ["citizen opened", "clock reminded", "clock reminded"]
    [late] = await person.texts()
    assert "Xin lỗi" in late
    assert await remind_cases(scene.services) == 0
    scene.wait(60 * DAY)
    assert await remind_cases(scene.services) == 0
    assert await person.texts() == []


async def test_silence_after_an_answer_closes_the_case(scene: DeskScene, lan: Officer) -> None:
    person = await citizen(scene)
    code = await person.fill(MILD)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer("Đã chuyển tiền."))
    await person.heard()
    scene.until_workday(9)
    assert await remind_cases(scene.services) == 0
    scene.until_workday(2)
    assert await remind_cases(scene.services) == 1
    assert (await scene.case(code)).state == "closed"
    assert ["đã khép lại" in text for text in await person.texts()] == [True]
    await person.type("đồng ý")
    assert (await scene.history(code))[-1] == "clock closed"


async def test_silence_leaves_a_grave_case_to_another_team(scene: DeskScene, lan: Officer) -> None:
    """The unit answered about itself: neither time nor its own people close it."""
    person = await citizen(scene)
    code = await person.fill(CASE)
    await scene.act(lan, code, Take())
    await scene.act(lan, code, Answer("Đã chuyển tiền."))
    scene.until_workday(11)
    assert await remind_cases(scene.services) == 0
    case = await scene.case(code)
    assert case.state == "answered"
    assert case.unit_id
    head = await scene.officer("unit_head", case.unit_id, "hoa")
    with pytest.raises(NotHereError):
        await scene.act(head, code, Close("Xong."))
    await scene.act(lan, code, Close("Đã xem lại."))
    assert (await scene.case(code)).state == "closed"


async def test_a_question_nobody_answers_lets_the_case_go_on(
    scene: DeskScene, lan: Officer
) -> None:
    person = await citizen(scene)
    code = await person.fill(CASE)
    await scene.act(lan, code, Take())
    asked = await scene.act(lan, code, Ask("Tài khoản nào?"))
    scene.wait(11 * DAY)
    assert await remind_cases(scene.services) == 1
    case = await scene.case(code)
    assert case.state == "in_progress"
    assert (case.due_at or 0) > (asked.due_at or 0)
    await person.type("Ngân hàng A")
    assert (await scene.history(code))[-1] == "citizen supplied", "late words are kept"


async def test_who_acts_meanwhile_is_not_overruled(
    scene: DeskScene, lan: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await citizen(scene)
    code = await person.fill(CASE)
    scene.until_workday(10)
    old = await scene.case(code)
    await scene.act(lan, code, Take())

    async def seen_before(*_: object, **__: object) -> DuePage:
        return DuePage((old,))

    monkeypatch.setattr(scene.storage.cases, "open_due", seen_before)
    assert await remind_cases(scene.services) == 0
    assert (await scene.case(code)).officer_id == "lan"


async def test_a_case_that_cannot_be_decided_stops_no_other(
    scene: DeskScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await citizen(scene)
    code = await person.fill(CASE)
    broken = replace_record(await scene.case(code), id="broken", code="broken", category="PA99")
    scene.until_workday(10)
    due = await scene.storage.cases.open_due(scene.now)

    async def with_a_broken_one(*_: object, **__: object) -> DuePage:
        return DuePage((broken, *due.cases))

    monkeypatch.setattr(scene.storage.cases, "open_due", with_a_broken_one)
    assert await remind_cases(scene.services) == 1
    assert "clock reminded" in await scene.history(code)


# -- the audit log


async def test_the_head_is_signed_each_few_minutes_in_a_file_of_its_own(
    scene: DeskScene, lan: Officer, storage: SqlStorage, tmp_path: Path
) -> None:
    person = await citizen(scene)
    code = await person.fill(CASE)
    await scene.act(lan, code, Take())
    heads = AuditHeads(tmp_path / "heads.jsonl", storage.ring)
    services = _with(scene.services, heads)
    assert await sign_audit_head(services) == 0, "nothing is sealed yet"
    assert await seal_audit(services) == 1
    assert await seal_audit(services) == 0
    assert [await sign_audit_head(services) for _ in range(2)] == [1, 0]
    assert await storage.audit.verify(heads.read()) == []
    await scene.act(lan, code, Note("Đã xem."))
    await seal_audit(services)
    assert await sign_audit_head(services) == 0, "a moment ago"
    scene.wait(5 * MINUTE)
    assert await sign_audit_head(services) == 1
    assert [head.position for head in heads.read()] == [1, 2]


def _with(services: Services, heads: AuditHeads) -> Services:
    return replace(services, audit_heads=heads)


def test_the_command_says_whether_the_log_is_whole(planted: Command, tmp_path: Path) -> None:
    whole = planted("audit", "verify")
    assert whole.exit_code == 0, whole.output
    assert re.search(r"Chưa được ký[^:]*: [1-9]\d* dòng.* cách đây \d+ phút", whole.stdout)

    (tmp_path / "var" / "audit-heads.jsonl").write_text("nonsense\n")
    broken = planted("audit", "verify")
    assert broken.exit_code == 1
    assert "chữ ký" in broken.stdout


# -- what is let go of


async def test_links_to_cases_end_with_their_time(scene: DeskScene) -> None:
    person = await citizen(scene)
    case = await scene.case(await person.fill(CASE))
    link = CaseLinkRecord(
        token_hash="h", complaint_id=case.id, created_at=scene.now, expires_at=scene.now
    )
    await put(scene.storage, lambda unit: scene.storage.case_links.add(unit, link))
    early = Instant(scene.now - 1)
    assert await scene.storage.case_links.case_of("h", early) is not None
    scene.wait(MINUTE)
    await forget_desk(scene.services)
    assert await scene.storage.case_links.case_of("h", early) is None


async def test_all_addresses_of_the_version_before_are_indexed(scene: DeskScene) -> None:
    storage, unit = scene.services.storage, UnitOfWork()
    for number in range(AT_ONCE + 3):
        storage.transactions.add(unit, a_row(number, f"k{number}", email=f"{number}@x.vn"))
    await storage.commit(unit)
    await storage.commit(raw_unit("UPDATE transactions SET email_index = NULL"))
    assert await index_addresses(scene.services) == AT_ONCE + 3
    assert await index_addresses(scene.services) == 0
