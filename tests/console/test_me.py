"""The personal page: whoever sits at an open desk still has to prove who they are."""

import pyotp
import pytest

from bot.console.proofs import recovery_hash
from tests.console.entry_hall import PASSWORD, EntryHall, Person

FRESH = "sương sớm trên hồ Tuyền Lâm"


async def another_browser(hall: EntryHall, person: Person) -> Person:
    other = Person(person.account, hall.browser())
    assert (await other.enters(other.code(ahead=1))).status == 303
    return other


async def test_a_new_password_needs_the_old_one(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    await person.browser.see("/console/me")
    fields = {"old": "không phải", "password": FRESH, "again": FRESH}
    reply = await person.browser.press("/console/me/password", **fields)
    assert reply.status == 422
    assert "Mật khẩu hiện tại không đúng" in reply.text
    assert (await hall.now(person)).failures == 1


async def test_a_new_password_ends_the_other_sessions(hall: EntryHall) -> None:
    here = await hall.person(inside=True)
    there = await another_browser(hall, here)
    await here.browser.see("/console/me")
    await here.browser.press("/console/me/password", old=PASSWORD, password=FRESH, again=FRESH)
    assert "Đã đổi mật khẩu" in (await here.browser.see("/console/me")).text
    assert (await there.browser.see("/console")).status == 303
    assert (await hall.audited(here))[-1] == "account.password_changed"
    elsewhere = Person(here.account, hall.browser())
    assert (await elsewhere.enters(here.code(ahead=1))).status == 403, "the old password is over"


async def test_guessing_at_an_open_desk_locks_like_at_the_door(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    for _ in range(5):
        await person.browser.see("/console/me")
        await person.browser.press("/console/me/codes", old="đoán mò")
    await person.browser.see("/console/me")
    reply = await person.browser.press(
        "/console/me/codes", old=PASSWORD, code=person.code(ahead=1)
    )
    assert reply.status == 422
    assert not reply.codes()
    tried = ["account.refused"] * 4 + ["account.locked"]
    assert await hall.audited(person) == ["account.signed_in", *tried]


@pytest.mark.parametrize("path", ["/console/me/codes", "/console/me/totp"])
async def test_the_password_alone_gives_nothing_new(hall: EntryHall, path: str) -> None:
    person = await hall.person()
    code = person.code()
    await person.enters(code)
    await person.browser.see("/console/me")
    reply = await person.browser.press(path, old=PASSWORD, code=code)
    assert reply.status == 422, "the code was used at the door"
    assert not reply.codes()
    assert (await hall.now(person)).failures == 1
    assert (await hall.audited(person))[-1] == "account.refused"


async def test_a_recovery_code_that_was_used_up_is_written_down(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    await hall.change(person, recovery=(recovery_hash("AAAAA-BBBBB"),))
    await person.browser.see("/console/me")
    await person.browser.press("/console/me/totp", old=PASSWORD, code="AAAAA-BBBBB")
    assert (await hall.now(person)).recovery == ()
    (row, *_) = await hall.installation.storage.audit.listed()
    assert (row["action"], row["detail"]) == ("account.totp_begun", {"means": "recovery_code"})


async def test_new_recovery_codes_replace_the_old_ones(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    given = []
    for _ in range(2):
        await person.browser.see("/console/me")
        await hall.change(person, totp_step=0)
        proofs = {"old": PASSWORD, "code": person.code()}
        given.append((await person.browser.press("/console/me/codes", **proofs)).codes())
    await hall.change(person, totp_step=0)
    elsewhere = Person(person.account, hall.browser())
    assert (await elsewhere.enters(given[0][0])).status == 403
    assert (await elsewhere.enters(given[1][0])).status == 303
    assert len((await hall.now(person)).recovery) == 9


async def test_a_new_authenticator_takes_the_place_of_the_old(hall: EntryHall) -> None:
    here = await hall.person(inside=True)
    there = await another_browser(hall, here)
    await hall.change(here, totp_step=0)
    await here.browser.see("/console/me")
    sent = await here.browser.press("/console/me/totp", old=PASSWORD, code=here.code())
    assert sent.location == "/console/totp"
    secret = (await here.browser.see("/console/totp")).secret()
    done = await here.browser.press("/console/totp", code=pyotp.TOTP(secret).now())
    assert len(done.codes()) == 10
    assert (await hall.now(here)).totp_secret == secret
    assert (await here.browser.see("/console")).status == 200
    assert (await there.browser.see("/console")).status == 303


async def test_a_setup_that_was_begun_is_of_no_use_to_others(hall: EntryHall) -> None:
    one, other = await hall.person(inside=True), await hall.person(inside=True)
    await one.browser.see("/console/me")
    await hall.change(one, totp_step=0)
    await one.browser.press("/console/me/totp", old=PASSWORD, code=one.code())
    setup = one.browser.cookie("desk-setup")
    other.browser.http.cookie_jar.update_cookies({"desk-setup": setup}, other.browser.base)
    secret = (await other.browser.see("/console/totp")).secret()
    reply = await other.browser.press("/console/totp", code=pyotp.TOTP(secret).now())
    assert reply.status == 404
    assert (await hall.now(other)).totp_secret == other.account.totp_secret
    assert (await hall.now(one)).totp_secret == one.account.totp_secret


async def test_the_language_is_the_accounts_own(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    await person.browser.see("/console/me")
    await person.browser.press("/console/me/language", language="en")
    page = await person.browser.see("/console/me")
    assert page.heading == "My page"
    assert "The language is changed." in page.text
    await person.browser.press("/console/me/language", language=page.field("language"))
    assert (await person.browser.see("/console/me")).heading == "Trang của tôi"


@pytest.mark.parametrize("language", ["xx", "", "../vi"])
async def test_a_language_that_we_do_not_speak_is_none(hall: EntryHall, language: str) -> None:
    person = await hall.person(inside=True)
    await person.browser.see("/console/me")
    reply = await person.browser.press("/console/me/language", language=language)
    assert reply.status == 404


async def test_type_grows_on_request(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    assert 'class="large"' not in (await person.browser.see("/console/me")).html
    await person.browser.press("/display", next="/console/me", large="1")
    assert 'class="large"' in (await person.browser.see("/console/me")).html
