"""Sessions: they end when they should, at once, and only in their own browser."""

import time_machine

from bot.accounts import ADMIN
from bot.console.entrance import IDLE_MS, LONGEST_MS
from bot.console.sessions import browser_name
from bot.turns import now_ms
from tests.console.entry_hall import EntryHall, Person

MINUTE = 60_000


async def is_inside(person: Person) -> bool:
    return (await person.browser.see("/console")).status == 200


async def another_browser(hall: EntryHall, person: Person) -> Person:
    other = Person(person.account, hall.browser())
    assert (await other.enters(other.code(ahead=1))).status == 303
    return other


async def test_a_session_that_is_left_alone_ends_after_half_an_hour(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    now = now_ms()
    with time_machine.travel((now + IDLE_MS - MINUTE) / 1000, tick=True):
        assert await is_inside(person)
    with time_machine.travel((now + 2 * IDLE_MS - 3 * MINUTE) / 1000, tick=True):
        assert await is_inside(person), "it was used meanwhile"
    with time_machine.travel((now + 3 * IDLE_MS) / 1000, tick=True):
        assert not await is_inside(person)


async def test_a_session_ends_after_twelve_hours_however_busy(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    now = now_ms()
    for at in range(0, LONGEST_MS, IDLE_MS - MINUTE):
        with time_machine.travel((now + at) / 1000, tick=True):
            assert await is_inside(person)
    with time_machine.travel((now + LONGEST_MS) / 1000, tick=True):
        assert not await is_inside(person)


async def test_signing_out_ends_this_session_only(hall: EntryHall) -> None:
    here = await hall.person(inside=True)
    there = await another_browser(hall, here)
    await here.browser.see("/console")
    secret = here.browser.cookie("desk")
    assert (await here.browser.press("/console/sign-out")).location == "/console/sign-in"
    assert not await is_inside(here)
    assert await is_inside(there)
    here.browser.http.cookie_jar.update_cookies({"desk": secret}, here.browser.base)
    assert not await is_inside(here), "the cookie alone brings nobody back"


async def test_signing_out_everywhere_ends_all_at_once(hall: EntryHall) -> None:
    here = await hall.person(inside=True)
    there = await another_browser(hall, here)
    await here.browser.see("/console/me")
    await here.browser.press("/console/me/sessions/end-all")
    assert not await is_inside(here)
    assert not await is_inside(there)
    assert (await hall.audited(here))[-1] == "account.sessions_ended"


async def test_one_lost_device_can_be_signed_out(hall: EntryHall) -> None:
    here = await hall.person(inside=True)
    there = await another_browser(hall, here)
    page = await here.browser.see("/console/me")
    assert "Thiết bị này" in page.text
    await here.browser.press("/console/me/sessions/end", number=page.field("number"))
    assert await is_inside(here)
    assert not await is_inside(there)


async def test_nobody_ends_a_session_of_others(hall: EntryHall) -> None:
    one, other = await hall.person(inside=True), await hall.person(inside=True)
    await one.browser.see("/console/me")
    sessions = hall.installation.storage.desk_sessions
    (foreign,) = await sessions.of_account(other.account.id)
    for number in (foreign.id_hash[:16], foreign.id_hash, ""):
        reply = await one.browser.press("/console/me/sessions/end", number=number)
        assert reply.status == 404
        await one.browser.see("/console/me")
    assert await is_inside(other)


async def test_a_disabled_account_is_outside_at_once(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    await hall.change(person, state="disabled")
    assert not await is_inside(person)


async def test_rights_are_those_of_this_moment(hall: EntryHall) -> None:
    person = await hall.person(ADMIN, inside=True)
    assert (await person.browser.see("/console/accounts")).status == 200
    await hall.change(person, grants=())
    assert (await person.browser.see("/console/accounts")).status == 404


async def test_the_cookie_alone_stands_nowhere_in_the_database(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    secret = person.browser.cookie("desk")
    assert len(secret) == 43
    (row,) = await hall.installation.storage.desk_sessions.of_account(person.account.id)
    assert secret not in repr(row)


def test_a_browser_is_called_what_people_call_it() -> None:
    names = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/146.0 Safari/537.36 Edg/146.0": "Edge, Windows",
        "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/146.0 Mobile Safari/537.36": "Chrome, Android",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1": "Safari, iPhone",
        "<script>alert(1)</script>": "",
    }
    assert {agent: browser_name(agent) for agent in names} == names
