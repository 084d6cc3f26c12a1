"""Admins and the accounts of others: what they give, to whom, and where it ends."""

import asyncio
import re

import pytest

from bot.accounts import ADMIN, is_last_admin
from flows.desk.roles import WHOLE, Grant, Role
from tests.console.entry_hall import EntryHall, Person, Reply

DALAT, LAMDONG = "bhxh-dalat", "bhxh-lamdong"
INTAKE = Grant("intake_officer", DALAT)
LOCAL_ADMIN = Grant("technical_admin", DALAT)


def page_of(person: Person) -> str:
    return f"/console/accounts/{person.account.id}"


async def does(actor: Person, person: Person, act: str, **fields: str) -> Reply:
    """Press a button of somebody's account, as if its page had been shown."""
    await actor.browser.see("/console/me")
    return await actor.browser.press(f"{page_of(person)}/{act}", **fields)


async def invites(actor: Person, role: Role, unit: str, login: str) -> Reply:
    await actor.browser.see("/console/me")
    return await actor.browser.press(
        "/console/accounts/invite", name="Trần Thị Bình", login=login, role=role, unit=unit
    )


async def test_an_invitation_makes_the_account_and_shows_its_link_once(hall: EntryHall) -> None:
    admin = await hall.person(ADMIN, inside=True)
    reply = await invites(admin, "intake_officer", DALAT, "Binh.Tran")
    assert (await hall.browser().see(reply.link())).heading == "Nhận tài khoản"
    made = await hall.installation.storage.accounts.by_login("binh.tran")
    assert made is not None
    assert (made.grants, made.password_hash) == ((INTAKE,), None)
    again = await admin.browser.see(f"/console/accounts/{made.id}")
    assert "/console/join/" not in again.html
    rows = await hall.installation.storage.audit.listed(1)
    assert (rows[0]["actor"], rows[0]["action"]) == (
        f"account:{admin.account.id}",
        "account.invited",
    )


async def test_a_login_is_given_once(hall: EntryHall) -> None:
    admin, other = await hall.person(ADMIN, inside=True), await hall.person()
    reply = await invites(admin, "collector", DALAT, other.account.login)
    assert "đã có người dùng" in reply.text


# -- nobody gives more than they have


@pytest.mark.parametrize("unit", [LAMDONG, WHOLE, "no-such-unit"])
async def test_a_local_admin_gives_roles_in_their_unit_only(hall: EntryHall, unit: str) -> None:
    admin, officer = await hall.person(LOCAL_ADMIN, inside=True), await hall.person(INTAKE)
    refused = await invites(admin, "provincial_leader", unit, f"nguoi.moi.{unit.strip('*')}")
    assert "trong đơn vị mình quản trị" in refused.text
    reply = await does(admin, officer, "roles", role="technical_admin", unit=unit)
    assert reply.status == 422
    assert (await hall.now(officer)).grants == (INTAKE,)
    given = await does(admin, officer, "roles", role="case_officer", unit=DALAT)
    assert given.status == 303


async def test_the_units_and_roles_offered_are_those_that_can_be_given(hall: EntryHall) -> None:
    admin = await hall.person(LOCAL_ADMIN, inside=True)
    page = await admin.browser.see("/console/accounts/invite")
    offered = re.search(r'<select id="unit".*?</select>', page.html, re.DOTALL)
    assert offered is not None
    assert re.findall(r'value="([^"]*)"', offered.group()) == ["", DALAT]


async def test_an_account_without_roles_is_not_a_local_admins(hall: EntryHall) -> None:
    local, bare = await hall.person(LOCAL_ADMIN, inside=True), await hall.person()
    admin = await hall.person(ADMIN, inside=True)
    assert (await local.browser.see(page_of(bare))).status == 404
    assert (await does(local, bare, "link")).status == 404
    assert (await admin.browser.see(page_of(bare))).status == 200


@pytest.mark.parametrize("act", ["roles", "roles/remove", "link", "disable", "enable"])
async def test_accounts_elsewhere_are_not_there(hall: EntryHall, act: str) -> None:
    admin = await hall.person(LOCAL_ADMIN, inside=True)
    elsewhere = await hall.person(Grant("intake_officer", LAMDONG))
    before = await hall.now(elsewhere)
    assert (await admin.browser.see(page_of(elsewhere))).status == 404
    assert elsewhere.account.login not in (await admin.browser.see("/console/accounts")).text
    assert (await does(admin, elsewhere, act, role="collector", unit=DALAT)).status == 404
    assert await hall.now(elsewhere) == before


async def test_who_has_a_role_elsewhere_too_is_seen_and_not_changed(hall: EntryHall) -> None:
    admin = await hall.person(LOCAL_ADMIN, inside=True)
    both = await hall.person(INTAKE, Grant("intake_officer", LAMDONG))
    page = await admin.browser.see(page_of(both))
    assert page.status == 200
    assert "<button" not in page.html[page.html.index("<main") :]
    assert (await does(admin, both, "disable")).status == 404


@pytest.mark.parametrize("act", ["roles", "link", "disable"])
async def test_nobody_changes_their_own_account_this_way(hall: EntryHall, act: str) -> None:
    admin = await hall.person(ADMIN, inside=True)
    assert (await does(admin, admin, act, role="inspector", unit=WHOLE)).status == 404
    assert (await hall.now(admin)).grants == (ADMIN,)


@pytest.mark.parametrize(
    ("held", "added"), [("verifier", "collector"), ("technical_admin", "inspector")]
)
async def test_roles_that_check_one_another_stay_apart(
    hall: EntryHall, held: Role, added: Role
) -> None:
    admin, person = await hall.person(ADMIN, inside=True), await hall.person(Grant(held, DALAT))
    reply = await does(admin, person, "roles", role=added, unit=DALAT)
    assert "không tự kiểm tra việc của mình" in reply.text
    assert (await hall.now(person)).grants == (Grant(held, DALAT),)


async def test_who_is_no_admin_finds_no_accounts(hall: EntryHall) -> None:
    officer, other = await hall.person(INTAKE, inside=True), await hall.person(INTAKE)
    for path in ("/console/accounts", "/console/accounts/invite", page_of(other)):
        assert (await officer.browser.see(path)).status == 404
    assert (await invites(officer, "collector", DALAT, "ke.gian")).status == 404
    assert "/console/accounts" not in (await officer.browser.see("/console")).html


# -- changes, and back


async def test_a_role_is_taken_and_given_back_by_one_press(hall: EntryHall) -> None:
    admin, person = await hall.person(ADMIN, inside=True), await hall.person(INTAKE)
    await does(admin, person, "roles/remove", role=INTAKE.role, unit=INTAKE.unit_id)
    assert (await hall.now(person)).grants == ()
    page = await admin.browser.see(page_of(person))
    assert "Đã thu hồi vai trò." in page.text
    undo = {"role": page.field("role"), "unit": page.field("unit")}
    await admin.browser.press(f"{page_of(person)}/roles", **undo)
    assert (await hall.now(person)).grants == (INTAKE,)
    assert await hall.audited(person) == ["account.role_taken", "account.role_given"]


async def test_disabling_ends_the_sessions_and_can_be_undone(hall: EntryHall) -> None:
    admin, person = await hall.person(ADMIN, inside=True), await hall.person(INTAKE, inside=True)
    assert (await does(admin, person, "disable")).status == 303
    assert (await person.browser.see("/console")).status == 303
    assert "Hoàn tác" in (await admin.browser.see(page_of(person))).text
    assert "Hoàn tác" not in (await admin.browser.see(page_of(person))).text, "said once"
    await admin.browser.press(f"{page_of(person)}/enable")
    assert (await person.browser.see("/console")).status == 303, "the session stays ended"
    assert (await person.enters(person.code(ahead=1))).status == 303


async def test_the_last_admin_stays(empty_hall: EntryHall) -> None:
    hall = empty_hall
    one, two = await hall.person(ADMIN, inside=True), await hall.person(ADMIN)
    storage = hall.installation.storage
    assert not await is_last_admin(storage, one.account)
    assert (await does(one, two, "disable")).status == 303
    assert await is_last_admin(storage, await hall.now(one))
    assert not await is_last_admin(storage, await hall.now(two))


async def test_of_two_admins_at_once_the_second_is_told(hall: EntryHall) -> None:
    admin, person = await hall.person(ADMIN, inside=True), await hall.person(INTAKE)
    assert (await does(admin, person, "enable")).heading == "Dữ liệu vừa thay đổi"


async def test_of_two_changes_at_once_each_is_made_and_noted_or_refused(hall: EntryHall) -> None:
    """Where the second reads what the first wrote, both are made; else it is told so."""
    one, two = await hall.person(ADMIN, inside=True), await hall.person(ADMIN, inside=True)
    person = await hall.person(INTAKE)
    roles = ("case_officer", "unit_head")
    replies = await asyncio.gather(
        *(
            does(admin, person, "roles", role=role, unit=DALAT)
            for admin, role in zip((one, two), roles, strict=True)
        )
    )
    statuses = sorted(reply.status for reply in replies)
    assert statuses in ([303, 409], [303, 303])
    made = statuses.count(303)
    assert len((await hall.now(person)).grants) == 1 + made
    assert await hall.audited(person) == ["account.role_given"] * made


async def test_two_who_shut_each_other_out_at_once_do_not_both(empty_hall: EntryHall) -> None:
    one, two = [await empty_hall.person(ADMIN, inside=True) for _ in range(2)]
    for person in (one, two):  # both have a page open before either is shut out
        await person.browser.see("/console/me")
    replies = await asyncio.gather(
        one.browser.press(f"{page_of(two)}/disable"), two.browser.press(f"{page_of(one)}/disable")
    )
    assert min(reply.status for reply in replies) == 303
    states = {(await empty_hall.now(person)).state for person in (one, two)}
    assert states == {"active", "disabled"}
