"""The door: who gets in, what the others are told, and what either leaves behind."""

import asyncio
import time

import pytest
from argon2 import PasswordHasher

from bot.accounts import ADMIN
from bot.console.gate import TRIES
from bot.console.navigation import own_path
from bot.console.signing_in import ADDRESSES, PASSWORDS
from flows.desk.roles import Grant
from tests.console.entry_hall import PASSWORD, EntryHall, entry_hall
from tests.web.installation import CONFIGURED

OFFICER = Grant("intake_officer", "bhxh-dalat")


async def test_login_password_and_code_let_in(hall: EntryHall) -> None:
    person = await hall.person(OFFICER)
    reply = await person.enters()
    assert (reply.status, reply.location) == (303, "/console")
    heading = (await person.browser.see("/console")).heading
    assert heading == f"Xin chào {person.account.name}"
    assert await hall.audited(person) == ["account.signed_in"]


async def test_the_login_is_read_in_any_case(hall: EntryHall) -> None:
    person = await hall.person()
    typed = f"  {person.account.login.title()} "
    reply = await person.browser.sign_in(typed, PASSWORD, person.code())
    assert reply.status == 303


async def test_each_refusal_looks_the_same(hall: EntryHall) -> None:
    person = await hall.person()
    locked, closed = await hall.person(), await hall.person()
    await hall.change(locked, failures=5, locked_until=2**52)
    await hall.change(closed, state="disabled")
    code = person.code()
    tries = {
        "no such account": ("khong.co", PASSWORD, code),
        "wrong password": (person.account.login, "mưa rừng tháng tám Đà Lạt", code),
        "wrong code": (person.account.login, PASSWORD, "000000" if code != "000000" else "000001"),
        "locked": (locked.account.login, PASSWORD, locked.code()),
        "disabled": (closed.account.login, PASSWORD, closed.code()),
    }
    seen = set()
    for login, password, typed in tries.values():
        reply = await hall.browser().sign_in(login, password, typed)
        seen.add((reply.status, reply.html.replace(login, "…").replace(reply.csrf, "…")))
    assert len(seen) == 1
    assert "Chưa đăng nhập được" in seen.pop()[1]


async def test_each_refusal_takes_the_same_time(
    hall: EntryHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await hall.person()
    monkeypatch.setattr(hall.site[PASSWORDS], "refusal_s", 0.3)
    took = []
    for login in (person.account.login, "khong.co"):
        begun = time.perf_counter()
        await hall.browser().sign_in(login, "sai mật khẩu", "123456")
        took.append(time.perf_counter() - begun)
    assert all(seconds >= 0.3 for seconds in took)


async def test_five_wrong_tries_lock_the_account(hall: EntryHall) -> None:
    person = await hall.person()
    for _ in range(TRIES):
        await hall.browser().sign_in(person.account.login, "sai mật khẩu", person.code())
    assert (await person.enters()).status == 403
    assert (await hall.now(person)).locked_until is not None
    assert await hall.audited(person) == ["account.refused"] * 4 + ["account.locked"]


async def test_tries_at_the_same_time_are_all_counted(hall: EntryHall) -> None:
    person = await hall.person()
    browsers = [hall.browser() for _ in range(3)]
    await asyncio.gather(
        *(one.sign_in(person.account.login, "sai mật khẩu", person.code()) for one in browsers)
    )
    assert (await hall.now(person)).failures == 3


async def test_one_code_opens_one_of_two_browsers(hall: EntryHall) -> None:
    person = await hall.person()
    code = person.code()
    replies = await asyncio.gather(
        *(hall.browser().sign_in(person.account.login, PASSWORD, code) for _ in range(2))
    )
    assert sorted(reply.status for reply in replies) == [303, 403]


async def test_who_forgot_a_password_keeps_nobody_else_waiting(empty_hall: EntryHall) -> None:
    hall = empty_hall
    forgetful, colleague = await hall.person(), await hall.person()
    for _ in range(hall.installation.services.settings.guesses_per_hour):
        await hall.browser().sign_in(forgetful.account.login, "sai mật khẩu", "123456")
    await hall.change(forgetful, failures=0, locked_until=None)

    reply = await forgetful.enters()

    assert reply.status == 429, "even the right proofs, until an hour passed"
    assert "Xin chờ" in reply.text
    assert (await hall.now(forgetful)).totp_step == 0, "the code is not used up"
    assert (await colleague.enters()).status == 303


async def test_one_address_cannot_guess_without_end(empty_hall: EntryHall) -> None:
    hall = empty_hall
    hall.site[ADDRESSES].burst = 3
    for number in range(3):
        reply = await hall.browser().sign_in(f"nguoi{number}", "sai mật khẩu", "123456")
        assert reply.status == 403
    person = await hall.person()
    wrong = await hall.browser().sign_in(person.account.login, "sai mật khẩu", person.code())
    assert wrong.status == 403, "who knows nothing is told nothing"
    assert (await person.enters()).status == 429


async def test_a_hash_of_today_takes_the_place_of_a_cheap_one(
    hall: EntryHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await hall.person()
    before = person.account.password_hash
    dearer = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    monkeypatch.setattr(hall.site[PASSWORDS], "hasher", dearer)
    await person.enters()
    after = (await hall.now(person)).password_hash or ""
    assert after != before
    assert "t=2" in after


@pytest.mark.parametrize(
    ("target", "page"),
    [
        ("/console/cases?late=1", "/console/cases?late=1"),
        ("/console/cases/ABCDE-FGHJK-M", "/console/cases/ABCDE-FGHJK-M"),
        ("", "/console"),
        ("https://example.org/console", "/console"),
        ("//example.org/console", "/console"),
        ("/consoles", "/console"),
        ("/console\\@example.org", "/console"),
        ("/console/x\r\nSet-Cookie: a=b", "/console"),
    ],
)
def test_signing_in_leads_to_our_own_pages_only(target: str, page: str) -> None:
    assert own_path(target) == page


async def test_who_is_sent_to_the_door_comes_back_to_the_page(hall: EntryHall) -> None:
    person = await hall.person(ADMIN)
    sent = await person.browser.see("/console/accounts?x=1")
    assert sent.location == "/console/sign-in?next=%2Fconsole%2Faccounts%3Fx%3D1"
    page = await person.browser.see(sent.location)
    reply = await person.browser.press(
        "/console/sign-in",
        login=person.account.login,
        password=PASSWORD,
        code=person.code(),
        next=page.field("next"),
    )
    assert reply.location == "/console/accounts?x=1"


async def test_a_form_of_another_site_is_refused(hall: EntryHall) -> None:
    person = await hall.person()
    person.browser.headers["Sec-Fetch-Site"] = "cross-site"
    assert (await person.enters()).status == 403
    assert (await hall.now(person)).failures == 0, "it was not even tried"


async def test_a_form_without_the_token_of_the_page_is_refused(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    await person.browser.see("/console")
    reply = await person.browser.press("/console/sign-out", csrf="x" * 43)
    assert (reply.status, reply.heading) == (403, "Biểu mẫu đã cũ")
    assert (await person.browser.see("/console")).status == 200


async def test_the_cookie_is_bound_to_this_very_host_and_hidden_from_scripts(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with entry_hall(tmp_path_factory.mktemp("office"), **CONFIGURED) as hall:
        browser = hall.browser()
        page = await browser.see("/console/sign-in")
        given = page.headers["Set-Cookie"]
        assert given.startswith("__Host-desk-guest=")
        assert all(part in given for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"))
