"""Whoever makes an officer out of a colleague does it under the eyes of those who watch."""

import pytest

from bot.accounts import ADMIN
from flows.desk.roles import WHOLE, Grant
from tests.console.entry_hall import EntryHall, Person
from tests.console.test_accounts import DALAT, INTAKE, does, invites
from tests.console.test_joining import CHOSEN, joins

LEADER, GUARD = Grant("provincial_leader", WHOLE), Grant("data_protection", WHOLE)
LOCAL = Grant("technical_admin", DALAT)


async def told(person: Person) -> str:
    return (await person.browser.see("/console/notices")).text


@pytest.mark.parametrize("watcher", [ADMIN, LEADER, GUARD])
async def test_an_invited_officer_is_told_of_when_asked_and_when_there(
    empty_hall: EntryHall, watcher: Grant
) -> None:
    one, other = [await empty_hall.person(role, inside=True) for role in (ADMIN, watcher)]
    link = (await invites(one, "provincial_leader", WHOLE, "binh.moi")).link()
    assert "đã mời Trần Thị Bình vào hệ thống với vai trò Lãnh đạo tỉnh" in await told(other)
    assert "đã nhận lời mời" not in await told(other)
    await joins(empty_hall.browser(), link, **CHOSEN)
    assert "Trần Thị Bình đã nhận lời mời" in await told(other)
    assert "đã mời" not in await told(one), "nobody is told of what they have done"


async def test_a_role_that_is_given_later_is_told_of_too(empty_hall: EntryHall) -> None:
    one, other = [await empty_hall.person(ADMIN, inside=True) for _ in range(2)]
    person = await empty_hall.person(INTAKE)
    await does(one, person, "roles", role="inspector", unit=DALAT)
    assert f"đã giao cho {person.account.name} vai trò" in await told(other)
    assert f"đã giao cho {person.account.name}" not in await told(one)


async def test_who_is_shut_out_meanwhile_hears_of_it_once_back(empty_hall: EntryHall) -> None:
    one, other = await empty_hall.person(ADMIN, inside=True), await empty_hall.person(ADMIN)
    await does(one, other, "disable")
    await invites(one, "inspector", DALAT, "binh.ve")
    await does(one, other, "enable")
    await other.enters()
    assert "đã mời Trần Thị Bình" in await told(other)


async def test_officers_and_admins_of_other_units_are_not_told(hall: EntryHall) -> None:
    one, local = [await hall.person(role, inside=True) for role in (ADMIN, LOCAL)]
    officer = await hall.person(INTAKE, inside=True)
    await invites(one, "inspector", WHOLE, "binh.ca")
    assert "Trần Thị Bình" not in await told(local) + await told(officer)
    await invites(one, "inspector", DALAT, "binh.khac")
    assert "Trần Thị Bình" in await told(local)
    assert "Trần Thị Bình" not in await told(officer)
