"""Letting somebody in anew where nobody else can agree: after a delay, and not by making oneself
alone.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from bot.accounts import ADMIN
from bot.turns import now_ms
from flows.time_units import HOUR
from flows.workdays import open_after
from tests.console.entry_hall import EntryHall
from tests.console.test_resets import INTAKE, does, notices, page_of


def after_the_delay(hall: EntryHall) -> float:
    """When whoever is alone has waited long enough, in s."""
    calendar = hall.installation.services.runner.turns.renderer.rules.calendar
    return open_after(calendar, now_ms(), 24 * HOUR) / 1000 + 60


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    """A day behind which no weekend lies: over one, what was asked for lapses before the delay of
    working days has passed, and nothing is left to be refused.
    """
    with time_machine.travel(datetime(2026, 11, 24, 2, 0, tzinfo=UTC)):
        yield


class TestWhereThereIsOne:
    async def test_the_link_comes_after_the_delay_and_not_before(
        self, empty_hall: EntryHall
    ) -> None:
        admin = await empty_hall.person(ADMIN, inside=True)
        owner = await empty_hall.person(INTAKE)
        page = await admin.browser.see(page_of(owner))
        assert "sau 24 giờ" in page.text
        await does(admin, owner, "reset", device="lost")
        assert (await does(admin, owner, "reset/make")).status == 422
        with time_machine.travel(after_the_delay(empty_hall)):
            await admin.enters()
            reply = await does(admin, owner, "reset/make")
        assert reply.link().startswith("/console/reset/")

    async def test_shutting_the_others_out_afterwards_helps_nobody(
        self, empty_hall: EntryHall
    ) -> None:
        one, two = [await empty_hall.person(ADMIN) for _ in range(2)]
        owner = await empty_hall.person(INTAKE)
        await one.enters()
        await does(one, owner, "reset", device="lost")
        assert (await does(one, two, "disable")).status == 303
        with time_machine.travel(after_the_delay(empty_hall)):
            await one.enters()
            assert (await does(one, owner, "reset/make")).status == 422

    @pytest.mark.parametrize("back", [True, False])
    async def test_shutting_the_others_out_before_helps_nobody(
        self, empty_hall: EntryHall, *, back: bool
    ) -> None:
        one, two = [await empty_hall.person(ADMIN) for _ in range(2)]
        owner = await empty_hall.person(INTAKE)
        await one.enters()
        await does(one, two, "disable")
        await does(one, owner, "reset", device="lost")
        if back:
            await does(one, two, "enable")
        with time_machine.travel(after_the_delay(empty_hall)):
            await one.enters()
            assert (await does(one, owner, "reset/make")).status == 422

    async def test_nor_does_taking_their_role_before(self, empty_hall: EntryHall) -> None:
        one, two = [await empty_hall.person(ADMIN) for _ in range(2)]
        owner = await empty_hall.person(INTAKE)
        await one.enters()
        await does(one, two, "roles/remove", role=ADMIN.role, unit=ADMIN.unit_id)
        await does(one, owner, "reset", device="lost")
        with time_machine.travel(after_the_delay(empty_hall)):
            await one.enters()
            assert (await does(one, owner, "reset/make")).status == 422

    async def test_once_the_others_are_long_gone_one_may_be_alone(
        self, empty_hall: EntryHall
    ) -> None:
        one, two = [await empty_hall.person(ADMIN) for _ in range(2)]
        owner = await empty_hall.person(INTAKE)
        await one.enters()
        await does(one, two, "disable")
        with time_machine.travel(after_the_delay(empty_hall)):
            await one.enters()
            await does(one, owner, "reset")
            with time_machine.travel(after_the_delay(empty_hall)):
                await one.enters(one.code(ahead=1))
                assert (await does(one, owner, "reset/make")).status == 200

    async def test_who_came_meanwhile_has_to_agree(self, empty_hall: EntryHall) -> None:
        one, owner = await empty_hall.person(ADMIN, inside=True), await empty_hall.person(INTAKE)
        await does(one, owner, "reset", device="lost")
        await empty_hall.person(ADMIN)
        with time_machine.travel(after_the_delay(empty_hall)):
            await one.enters()
            assert (await does(one, owner, "reset/make")).status == 422

    async def test_an_owner_who_is_shut_out_cannot_be_reset(self, empty_hall: EntryHall) -> None:
        one, owner = await empty_hall.person(ADMIN, inside=True), await empty_hall.person(INTAKE)
        await does(one, owner, "reset", device="lost")
        await does(one, owner, "disable")
        assert (await does(one, owner, "reset", device="lost")).status == 409
        with time_machine.travel(after_the_delay(empty_hall)):
            await one.enters()
            assert (await does(one, owner, "reset/make")).status == 409
            await does(one, owner, "enable")
            assert (await does(one, owner, "reset/make")).status == 409, "it begins anew"

    async def test_the_owner_is_shown_it_first_and_can_refuse(self, empty_hall: EntryHall) -> None:
        admin = await empty_hall.person(ADMIN, inside=True)
        owner = await empty_hall.person(INTAKE)
        await does(admin, owner, "reset", device="lost")
        came = await owner.enters()
        assert came.location.startswith("/console/notices?next=")
        page = await owner.browser.see(came.location)
        assert f"{admin.account.name} cho biết Ông/Bà bị mất điện thoại" in page.text
        assert (await owner.browser.press("/console/me/reset/refuse")).status == 303
        with time_machine.travel(after_the_delay(empty_hall)):
            await admin.enters(admin.code())
            assert (await does(admin, owner, "reset/make")).status == 409
            assert "không đồng ý" in await notices(admin)

    async def test_a_second_refusal_finds_nothing(self, empty_hall: EntryHall) -> None:
        owner = await empty_hall.person(INTAKE, inside=True)
        await owner.browser.see("/console/notices")
        assert (await owner.browser.press("/console/me/reset/refuse")).status == 409
