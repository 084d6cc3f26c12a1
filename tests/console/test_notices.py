"""The bell and its page: what somebody was told, in their words, and what they have read of it."""

import json

import pytest
import time_machine

from bot.accounts import ADMIN, By, reset_link
from bot.turns import now_ms
from flows.desk.roles import Grant
from flows.identifiers import Instant
from storage.base import UnitOfWork
from storage.trust import NoticeRecord
from tests.console.case_room import DAY, CaseRoom, Officer
from tests.console.entry_hall import PASSWORD, EntryHall, Person
from tests.console.test_events import event, stream

NOTICES = "/console/notices"
INTAKE = Grant("intake_officer", "bhxh-dalat")


@pytest.fixture
async def head(room: CaseRoom) -> Officer:
    return await room.officer("unit_head", name="Trần Văn Đứng")


@pytest.fixture
async def lan(room: CaseRoom) -> Officer:
    return await room.officer(name="Vũ Ngọc Lan")


async def assigned(room: CaseRoom, head: Officer, officer: Officer) -> str:
    """Let a case be given to an officer; return its code."""
    case = await room.case()
    await head.do(case.code, "assign", officer=officer.account.id)
    return case.code


async def test_a_case_that_is_given_is_told_with_the_way_to_it(
    room: CaseRoom, head: Officer, lan: Officer
) -> None:
    code = await assigned(room, head, lan)
    page = await lan.see(NOTICES)
    assert f"Trần Văn Đứng giao cho Ông/Bà xử lý phản ánh {code}." in page.text
    assert f'href="/console/cases/{code}"' in page.html
    assert code not in (await head.see(NOTICES)).text


async def test_it_is_said_in_the_language_of_its_reader(room: CaseRoom, head: Officer) -> None:
    reader = await room.officer(language="en")
    code = await assigned(room, head, reader)
    assert f"Trần Văn Đứng gave you case {code}." in (await reader.see(NOTICES)).text


async def test_one_is_read_and_then_all_that_were_seen(
    room: CaseRoom, head: Officer, lan: Officer
) -> None:
    first, second = [await assigned(room, head, lan) for _ in range(2)]
    page = await lan.see(f"{NOTICES}?unread=1")
    await lan.press(f"{NOTICES}/read", numbers=page.field("numbers").split()[0])
    unread = await lan.see(f"{NOTICES}?unread=1")
    assert first in unread.text
    assert second not in unread.text
    third = await assigned(room, head, lan)
    await lan.press(f"{NOTICES}/read", numbers=unread.field("numbers"))
    left = (await lan.see(f"{NOTICES}?unread=1")).text
    assert third in left, "it came after the page was shown"
    assert first not in left
    everything = (await lan.see(NOTICES)).text
    assert all(code in everything for code in (first, second, third))


async def test_what_one_may_not_see_any_more_is_not_led_to(
    room: CaseRoom, head: Officer, lan: Officer
) -> None:
    code = await assigned(room, head, lan)
    case = await room.installation.storage.complaints.by_code(code)
    assert case is not None
    await head.do(code, "forward", unit="bhxh-dalat", text="Đúng tuyến.", step="sure")
    page = await lan.see(NOTICES)
    assert code in page.text
    assert f'href="/console/cases/{code}"' not in page.html
    storage, unit = room.installation.storage, UnitOfWork()
    storage.complaints.add_party(unit, case.id, lan.account.id, "found")
    await storage.commit(unit)
    assert code not in (await lan.see(NOTICES)).text, "for a party the case does not exist"


async def test_nobody_reads_or_marks_those_of_others(
    room: CaseRoom, head: Officer, lan: Officer
) -> None:
    code = await assigned(room, head, lan)
    page = await lan.see(NOTICES)
    other = await room.officer()
    await other.press(f"{NOTICES}/read", numbers=page.field("numbers"))
    assert code not in (await other.see(NOTICES)).text
    assert code in (await lan.see(f"{NOTICES}?unread=1")).text


@pytest.mark.parametrize("numbers", ["", "x", "-1", "9" * 40, "1  2", "1 " * 200])
async def test_a_number_that_is_none_marks_nothing(lan: Officer, numbers: str) -> None:
    page = await lan.press(f"{NOTICES}/read", numbers=numbers)
    assert (page.status, page.url) == (200, NOTICES)


async def test_a_long_list_is_read_page_by_page(
    room: CaseRoom, head: Officer, lan: Officer
) -> None:
    codes = [await assigned(room, head, lan) for _ in range(3)]
    storage, unit = room.installation.storage, UnitOfWork()
    (newest, *_) = (await storage.notices.page(lan.account.id)).rows
    for _ in range(50):
        storage.notices.add(unit, newest)
    await storage.commit(unit)
    page = await lan.see(NOTICES)
    assert 'rel="next"' in page.html
    last = await lan.see(f"{NOTICES}?after={newest.number + 1}")
    assert all(code in last.text for code in codes)


# -- the bell


async def test_the_bell_hears_of_news_by_the_stream(hall: EntryHall) -> None:
    person, admin = await hall.person(INTAKE, inside=True), await hall.person(ADMIN, inside=True)
    async with stream(person) as response:
        _, data = await event(response)
        before = json.loads(data)["notices"]
        await admin.browser.see("/console/me")
        path = f"/console/accounts/{person.account.id}/roles"
        await admin.browser.press(path, role="case_officer", unit="bhxh-dalat")
        _, data = await event(response)
    assert json.loads(data)["notices"] == before + 1


async def test_the_start_page_tells_of_them_without_scripts(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    assert "1 thông báo chưa đọc" in (await person.browser.see("/console")).text


# -- one's own account


async def told(person: Person) -> str:
    return (await person.browser.see(NOTICES)).text


async def test_a_new_device_is_told_and_a_known_one_is_not(hall: EntryHall) -> None:
    person = await hall.person(INTAKE)
    for code in (person.code(), person.code(ahead=1)):
        await person.enters(code)
        assert (await told(person)).count("thiết bị mới") == 1
        await person.browser.press("/console/sign-out")
    elsewhere = Person(person.account, hall.browser())
    with time_machine.travel(now_ms() / 1000 + 90):
        await elsewhere.enters()
        assert (await told(elsewhere)).count("thiết bị mới") == 2


async def test_another_account_in_the_same_browser_is_new_there(hall: EntryHall) -> None:
    one, two = await hall.person(INTAKE, inside=True), await hall.person(INTAKE)
    for person, code in ((two, two.code()), (one, one.code(ahead=1))):
        await one.browser.see("/console/me")
        await one.browser.press("/console/sign-out")
        await one.browser.sign_in(person.account.login, PASSWORD, code)
        assert (await told(one)).count("thiết bị mới") == 1


async def test_changed_roles_are_shown_first_and_lead_on(hall: EntryHall) -> None:
    admin, person = await hall.person(ADMIN, inside=True), await hall.person(INTAKE)
    await admin.browser.see("/console/me")
    path = f"/console/accounts/{person.account.id}/roles"
    await admin.browser.press(path, role="unit_head", unit="bhxh-dalat")
    came = await person.browser.sign_in(
        person.account.login, PASSWORD, person.code(), "/console/cases?late=1"
    )
    page = await person.browser.see(came.location)
    assert f"{admin.account.name} giao cho Ông/Bà vai trò Lãnh đạo cơ sở" in page.text
    assert 'href="/console/cases?late=1"' in page.html


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/chat"])
async def test_the_way_on_stays_in_the_console(hall: EntryHall, target: str) -> None:
    person = await hall.person(INTAKE, inside=True)
    page = await person.browser.see(f"{NOTICES}?next={target}")
    assert "evil" not in page.html
    assert 'class="button primary" href="/console"' in page.html


async def test_a_command_is_told_like_everybody(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    storage, unit = hall.installation.storage, UnitOfWork()
    by = By("command:root", now_ms())
    reset_link(storage, unit, await hall.now(person), by)
    await storage.commit(unit)
    assert "Lệnh trên máy chủ (root) đã tạo liên kết đặt lại mật khẩu" in await told(person)


async def test_what_was_done_to_an_account_outlives_the_year(hall: EntryHall) -> None:
    person = await hall.person(INTAKE)
    storage, unit = hall.installation.storage, UnitOfWork()
    reset_link(storage, unit, await hall.now(person), By("command:root", now_ms()))
    storage.notices.forget_before(unit, Instant(now_ms() + 400 * DAY))
    await storage.commit(unit)
    assert await storage.notices.unread(person.account.id) == 1


async def test_what_was_done_to_an_account_is_not_buried_by_what_came_after(
    hall: EntryHall,
) -> None:
    admin, person = await hall.person(ADMIN, inside=True), await hall.person(INTAKE)
    await admin.browser.see("/console/me")
    path = f"/console/accounts/{person.account.id}/roles"
    await admin.browser.press(path, role="unit_head", unit="bhxh-dalat")
    storage, unit = hall.installation.storage, UnitOfWork()
    late = NoticeRecord(
        account_id=person.account.id, kind="case.overdue", object="X", made_at=now_ms()
    )
    for _ in range(60):
        storage.notices.add(unit, late)
    await storage.commit(unit)
    page = await person.browser.see((await person.enters()).location)
    assert page.text.index("giao cho Ông/Bà vai trò") < page.text.index("quá hạn")
    await person.browser.press(f"{NOTICES}/read", numbers=page.field("numbers"))
    left = await storage.notices.unread(person.account.id)
    assert left == 61 - 50, "with the new device, what the page had no room for"
