"""One-time links: what each opens, once, for a time, and to whom."""

import asyncio
from pathlib import Path

import pyotp
import pytest

from bot.accounts import ADMIN, LIVES, AccountLink, By, admin_link, first_link
from bot.console.proofs import recovery_hash
from bot.turns import now_ms
from flows.desk.roles import Grant
from flows.identifiers import Instant
from tests.console.entry_hall import PASSWORD, Browser, EntryHall, Person, Reply, entry_hall

CHOSEN = {"password": PASSWORD, "again": PASSWORD}
FIRST = {"name": "Nguyễn Văn An", "login": "an.nguyen", **CHOSEN}
GONE = "Liên kết không còn dùng được"


async def joins(browser: Browser, path: str, **fields: str) -> Reply:
    """Go the whole way, with an authenticator; return the last page."""
    await browser.see(path)
    reply = await browser.press(path, **fields)
    assert (reply.status, reply.location) == (303, "/console/totp"), reply.text
    page = await browser.see("/console/totp")
    return await browser.press("/console/totp", code=pyotp.TOTP(page.secret()).now())


async def test_the_first_admin_joins_and_is_inside(empty_hall: EntryHall) -> None:
    storage, browser = empty_hall.installation.storage, empty_hall.browser()
    link = await first_link(storage, By("start", now_ms()))
    assert link is not None
    last = await joins(browser, link.address(""), **FIRST)
    assert len(last.codes()) == 10
    assert (await browser.see("/console/accounts")).status == 200
    account = await storage.accounts.by_login("an.nguyen")
    assert account is not None
    assert account.grants == (ADMIN,)
    assert account.recovery == tuple(map(recovery_hash, last.codes()))
    assert await first_link(storage, By("start", now_ms())) is None


async def test_a_second_first_admin_comes_by_a_command_only(empty_hall: EntryHall) -> None:
    storage = empty_hall.installation.storage
    link = await first_link(storage, By("start", now_ms()))
    assert link is not None
    await joins(empty_hall.browser(), link.address(""), **FIRST)
    by_command = await admin_link(storage, By("command:root", now_ms()))
    second = {**FIRST, "login": "binh.tran"}
    last = await joins(empty_hall.browser(), by_command.address(""), **second)
    assert len(last.codes()) == 10


async def test_a_new_link_of_the_first_admin_ends_the_one_before(empty_hall: EntryHall) -> None:
    storage = empty_hall.installation.storage
    before = await admin_link(storage, By("start", now_ms()))
    after = await admin_link(storage, By("command:root", now_ms()))
    assert (await empty_hall.browser().see(before.address(""))).heading == GONE
    assert (await empty_hall.browser().see(after.address(""))).status == 200


async def two_first_admins(*doors: tuple[EntryHall, AccountLink]) -> list[int]:
    """Let somebody with each link do the last step at the same moment; return the answers."""
    ready = []
    for number, (hall, link) in enumerate(doors):
        browser, path = hall.browser(), link.address("")
        await browser.see(path)
        await browser.press(path, **{**FIRST, "login": f"nguoi.{number}"})
        page = await browser.see("/console/totp")
        ready.append((browser, pyotp.TOTP(page.secret()).now()))
    replies = await asyncio.gather(
        *(browser.press("/console/totp", code=code) for browser, code in ready)
    )
    return sorted(reply.status for reply in replies)


async def test_two_links_of_the_first_admin_never_make_two(empty_hall: EntryHall) -> None:
    links = [await empty_hall.link("first_admin") for _ in range(2)]
    assert await two_first_admins(*((empty_hall, link) for link in links)) == [200, 404]
    assert await empty_hall.installation.storage.accounts.count() == 1


@pytest.mark.parametrize("_number", range(3))
async def test_two_processes_that_start_at_once_never_make_two(
    empty_database: str, tmp_path: Path, _number: int
) -> None:
    """Each makes its link before it sees the other's; both are then used at the same moment."""
    async with (
        entry_hall(tmp_path, empty_database) as one,
        entry_hall(tmp_path, empty_database) as other,
    ):
        doors = [(hall, await hall.link("first_admin")) for hall in (one, other)]
        assert await two_first_admins(*doors) == [200, 404]
        storage = one.installation.storage
        assert await storage.accounts.count() == 1
        noted = [row["action"] for row in await storage.audit.listed()]
        assert noted.count("account.joined") == 1


async def invited(hall: EntryHall) -> tuple[Person, str]:
    person = await hall.person(Grant("intake_officer", "bhxh-dalat"))
    await hall.change(person, password_hash=None, totp_secret=None)
    return person, (await hall.link("invite", person.account.id)).address("")


async def test_an_invitation_opens_once(hall: EntryHall) -> None:
    person, path = await invited(hall)
    await joins(hall.browser(), path, **CHOSEN)
    assert (await hall.browser().see(path)).heading == GONE
    assert await hall.audited(person) == ["account.joined"]


async def test_of_two_who_come_with_one_link_one_joins(hall: EntryHall) -> None:
    _, path = await invited(hall)
    both = [hall.browser(), hall.browser()]
    codes = []
    for browser in both:
        await browser.see(path)
        await browser.press(path, **CHOSEN)
        page = await browser.see("/console/totp")
        codes.append(pyotp.TOTP(page.secret()).now())
    replies = await asyncio.gather(
        *(one.press("/console/totp", code=code) for one, code in zip(both, codes, strict=True))
    )
    assert sorted(reply.status for reply in replies) == [200, 404]


@pytest.mark.parametrize("purpose", ["invite", "reset"])
async def test_links_grow_old(hall: EntryHall, purpose: str) -> None:
    person = await hall.person()
    made_at = Instant(now_ms() - LIVES[purpose])  # type: ignore[index] # by name
    fresh = await hall.link(purpose, person.account.id, at=Instant(made_at + 60_000))
    old = await hall.link(purpose, person.account.id, at=made_at)
    assert (await hall.browser().see(fresh.address(""))).status == 200
    assert (await hall.browser().see(old.address(""))).heading == GONE


async def test_a_link_opens_its_own_door_only(hall: EntryHall) -> None:
    _, path = await invited(hall)
    for door in ("first", "reset"):
        assert (await hall.browser().see(path.replace("join", door))).status == 404
    assert (await hall.browser().see(f"/console/join/{'x' * 43}")).heading == GONE


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"password": "ngắn quá"}, "12 ký tự"),
        ({"password": "matkhau123456789", "again": "matkhau123456789"}, "đoán"),
        ({"again": "khác hẳn cái trên"}, "chưa giống nhau"),
    ],
)
async def test_a_password_must_be_good_and_typed_twice(
    hall: EntryHall, fields: dict[str, str], fault: str
) -> None:
    _, path = await invited(hall)
    browser = hall.browser()
    await browser.see(path)
    reply = await browser.press(path, **{**CHOSEN, **fields})
    assert reply.status == 422
    assert fault in reply.text
    assert PASSWORD not in reply.html, "what was typed is not sent back"


async def test_nothing_is_stored_before_the_authenticator_works(hall: EntryHall) -> None:
    person, path = await invited(hall)
    browser = hall.browser()
    await browser.see(path)
    await browser.press(path, **CHOSEN)
    page = await browser.see("/console/totp")
    assert page.secret() not in browser.cookie("desk-setup")
    wrong = await browser.press("/console/totp", code="000000")
    assert (wrong.status, wrong.secret()) == (422, page.secret())
    stored = await hall.now(person)
    assert (stored.password_hash, stored.totp_secret) == (None, None)
    assert (await hall.browser().see(path)).status == 200


async def test_a_reset_needs_the_owners_own_code(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    path = (await hall.link("reset", person.account.id)).address("")
    browser, fresh = hall.browser(), "đường mòn qua đèo Prenn"
    await browser.see(path)
    chosen = {"password": fresh, "again": fresh}
    refused = await browser.press(path, **chosen, code="000000")
    assert (refused.status, (await hall.now(person)).failures) == (422, 1)
    assert (await hall.audited(person))[-1] == "account.refused"
    done = await browser.press(path, **chosen, code=person.code(ahead=1))
    assert done.location == "/console/sign-in"
    assert (await person.browser.see("/console")).status == 303, "other sessions have ended"
    assert (await hall.browser().see(path)).heading == GONE
    assert (await hall.audited(person))[-1] == "account.password_reset"


async def test_who_lost_the_authenticator_sets_up_another(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    await hall.change(person, totp_secret=None, recovery=())
    path = (await hall.link("reset", person.account.id)).address("")
    last = await joins(hall.browser(), path, **CHOSEN)
    assert len(last.codes()) == 10
    assert (await hall.now(person)).totp_secret not in (None, person.account.totp_secret)
