"""Letting somebody in anew: never one person alone where there are two, never behind the owner's
back.
"""

import asyncio
from datetime import timedelta

import pytest
import time_machine

from bot.accounts import ADMIN
from bot.turns import now_ms
from flows.desk.roles import Grant
from tests.console.entry_hall import PASSWORD, EntryHall, Person, Reply

DALAT = "bhxh-dalat"
INTAKE = Grant("intake_officer", DALAT)


def page_of(person: Person) -> str:
    return f"/console/accounts/{person.account.id}"


async def does(actor: Person, person: Person, act: str, **fields: str) -> Reply:
    """Press a button of somebody's account, as if its page had been shown."""
    await actor.browser.see("/console/me")
    return await actor.browser.press(f"{page_of(person)}/{act}", **fields)


async def notices(person: Person) -> str:
    return (await person.browser.see("/console/notices")).text


class TestWhereThereAreTwo:
    async def test_one_asks_and_another_one_hands_over_the_link(self, hall: EntryHall) -> None:
        one, two = await hall.person(ADMIN, inside=True), await hall.person(ADMIN, inside=True)
        owner = await hall.person(INTAKE, inside=True)
        assert (await does(one, owner, "reset")).status == 303
        waiting = await one.browser.see(page_of(owner))
        assert "Đang chờ một người quản trị khác" in waiting.text
        assert f"đặt lại mật khẩu cho {owner.account.name}" in await notices(two)
        link = (await does(two, owner, "reset/make")).link()
        assert "Mã xác thực" in (await hall.browser().see(link)).text, "the owner's own is asked"
        assert await hall.audited(owner) == [
            "account.signed_in",
            "account.reset_asked",
            "account.link_made",
        ]
        (made,) = await hall.installation.storage.audit.listed(1)
        assert made["actor"] == f"account:{two.account.id}"
        assert made["detail"]["asked"] == one.account.id

    async def test_who_asks_cannot_agree(self, hall: EntryHall) -> None:
        one, owner = await hall.person(ADMIN, inside=True), await hall.person(INTAKE)
        await hall.person(ADMIN)
        await does(one, owner, "reset", device="lost")
        for days in (0, 2):
            with time_machine.travel(now_ms() / 1000 + days * 86_400, tick=True):
                if days:
                    await one.enters(one.code(ahead=1))
                refused = await does(one, owner, "reset/make")
            assert refused.status == 422
            assert "cần người khác đồng ý" in refused.text
        assert (await hall.now(owner)).totp_secret == owner.account.totp_secret

    async def test_of_two_who_agree_at_once_one_gets_a_link(self, hall: EntryHall) -> None:
        admins = [await hall.person(ADMIN, inside=True) for _ in range(3)]
        owner = await hall.person(INTAKE)
        await does(admins[0], owner, "reset", device="lost")
        replies = await asyncio.gather(*(does(admin, owner, "reset/make") for admin in admins[1:]))
        assert sorted(reply.status for reply in replies) == [200, 409]
        actions = await hall.audited(owner)
        assert actions.count("account.link_made") == 1

    async def test_of_two_who_ask_at_once_one_has_asked(self, hall: EntryHall) -> None:
        admins = [await hall.person(ADMIN, inside=True) for _ in range(2)]
        owner = await hall.person(INTAKE)
        replies = await asyncio.gather(*(does(admin, owner, "reset") for admin in admins))
        assert sorted(reply.status for reply in replies) == [303, 409]
        assert await hall.audited(owner) == ["account.reset_asked"]

    async def test_what_is_too_old_can_be_asked_for_again_and_not_done(
        self, hall: EntryHall
    ) -> None:
        one, two = await hall.person(ADMIN, inside=True), await hall.person(ADMIN)
        owner = await hall.person(INTAKE)
        await does(one, owner, "reset")
        with time_machine.travel(now_ms() / 1000 + timedelta(hours=73).total_seconds()):
            await two.enters()
            assert (await does(two, owner, "reset/make")).status == 409
            assert (await does(two, owner, "reset")).status == 303

    async def test_a_lost_phone_is_forgotten_when_the_link_is_made_and_not_before(
        self, hall: EntryHall
    ) -> None:
        one, two = await hall.person(ADMIN, inside=True), await hall.person(ADMIN, inside=True)
        owner = await hall.person(INTAKE, inside=True)
        await does(one, owner, "reset", device="lost")
        assert (await owner.browser.see("/console")).status == 200
        link = (await does(two, owner, "reset/make")).link()
        assert (await owner.browser.see("/console")).status == 303
        assert (await owner.enters(owner.code(ahead=1))).status == 403
        assert "Mã xác thực" not in (await hall.browser().see(link)).text

    async def test_a_link_lifts_the_lock(self, hall: EntryHall) -> None:
        one, two = await hall.person(ADMIN, inside=True), await hall.person(ADMIN, inside=True)
        owner = await hall.person(INTAKE)
        await hall.change(owner, failures=5, locked_until=2**52)
        await does(one, owner, "reset")
        assert (await hall.now(owner)).locked_until is not None
        await does(two, owner, "reset/make")
        assert (await hall.now(owner)).locked_until is None

    async def test_an_admin_of_a_unit_is_no_second_for_the_whole(
        self, empty_hall: EntryHall
    ) -> None:
        one, owner = await empty_hall.person(ADMIN, inside=True), await empty_hall.person(ADMIN)
        local = await empty_hall.person(Grant("technical_admin", DALAT), inside=True)
        await does(one, owner, "reset")
        assert (await does(local, owner, "reset/make")).status == 404
        assert "Đang chờ" not in (await one.browser.see(page_of(owner))).text

    async def test_who_has_not_joined_gets_an_invitation_at_once(self, hall: EntryHall) -> None:
        admin, new = await hall.person(ADMIN, inside=True), await hall.person(INTAKE)
        await hall.change(new, password_hash=None, totp_secret=None)
        assert (await does(admin, new, "reset")).status == 409
        assert "/console/join/" in (await does(admin, new, "link")).link()

    async def test_an_invitation_opens_no_account_that_is_in_use(self, hall: EntryHall) -> None:
        admin, person = await hall.person(ADMIN, inside=True), await hall.person(INTAKE)
        assert (await does(admin, person, "link")).status == 409


class TestTheOwner:
    @pytest.fixture
    async def reset(self, hall: EntryHall) -> Person:
        """Somebody whose password two others have reset, and who has chosen a new one."""
        one, two = await hall.person(ADMIN, inside=True), await hall.person(ADMIN, inside=True)
        owner = await hall.person(INTAKE)
        await does(one, owner, "reset")
        link = (await does(two, owner, "reset/make")).link()
        await owner.browser.see(link)
        typed = {"password": f"{PASSWORD} mới", "again": f"{PASSWORD} mới", "code": owner.code()}
        assert (await owner.browser.press(link, **typed)).status == 303
        return owner

    async def test_hears_of_all_of_it_at_the_next_sign_in(self, reset: Person) -> None:
        login, code = reset.account.login, reset.code(ahead=1)
        came = await reset.browser.sign_in(login, f"{PASSWORD} mới", code)
        told = (await reset.browser.see(came.location)).text
        assert "đề nghị đặt lại mật khẩu" in told
        assert "đã tạo liên kết đặt lại mật khẩu" in told
        assert "thiết lập lại qua một liên kết" in told

    async def test_keeps_what_they_have_read(self, reset: Person) -> None:
        await reset.browser.sign_in(reset.account.login, f"{PASSWORD} mới", reset.code(ahead=1))
        page = await reset.browser.see("/console/notices")
        await reset.browser.press("/console/notices/read", numbers=page.field("numbers"))
        assert "đã tạo liên kết" in await notices(reset)
        assert "Mới" not in await notices(reset)
