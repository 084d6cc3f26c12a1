"""The frame of the console's pages: safe, in the reader's language, honest about what is there."""

import pytest

from bot.accounts import ADMIN
from bot.console.entrance import PACE
from bot.console.navigation import NAVIGATION, entries_for, here
from bot.web.guard import SAFE_HEADERS
from flows.desk.roles import Grant
from tests.console.entry_hall import EntryHall

INTAKE = Grant("intake_officer", "bhxh-dalat")


@pytest.mark.parametrize("path", ["/console/sign-in", "/console", "/console/me", "/console/x"])
async def test_pages_are_kept_by_nobody_and_run_no_foreign_code(
    hall: EntryHall, path: str
) -> None:
    person = await hall.person(inside=True)
    browser = hall.browser() if path.endswith("sign-in") else person.browser
    page = await browser.see(path)
    assert page.headers["Cache-Control"] == "no-store"
    policy = page.headers["Content-Security-Policy"]
    assert policy == SAFE_HEADERS["Content-Security-Policy"]
    assert "style=" not in page.html
    assert "<script>" not in page.html


async def test_who_is_outside_is_sent_to_the_door_wherever_they_knock(hall: EntryHall) -> None:
    browser = hall.browser()
    for path in ("/console", "/console/accounts", "/console/cases/ABC", "/console/nowhere"):
        reply = await browser.see(path)
        assert reply.status == 303
        assert reply.location.startswith("/console/sign-in")


async def test_forbidden_and_absent_look_the_same(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    paths = ("/console/accounts", f"/console/accounts/{'0' * 26}", "/console/no/such/page")
    replies = [await person.browser.see(path) for path in paths]
    assert {reply.status for reply in replies} == {404}
    assert len({reply.html for reply in replies}) == 1


async def test_the_navigation_shows_what_can_be_done(hall: EntryHall) -> None:
    admin, officer = await hall.person(ADMIN, inside=True), await hall.person(INTAKE, inside=True)
    served = {entry.path for entry in NAVIGATION}
    for person, is_admin in ((admin, True), (officer, False)):
        page = await person.browser.see("/console")
        for entry in NAVIGATION:
            if f'href="{entry.path}"' in page.html:
                assert (await person.browser.see(entry.path)).status == 200, entry.path
        assert ('href="/console/accounts"' in page.html) is is_admin
        assert ('role="search"' in page.html) is not is_admin
    assert "/console/accounts" in served


@pytest.mark.parametrize(
    ("path", "task"),
    [
        ("/console", "/console"),
        ("/console/accounts", "/console/accounts"),
        ("/console/accounts/invite", "/console/accounts"),
        ("/console/me", None),
        ("/console/casesx", None),
    ],
)
def test_the_task_of_a_page_is_marked(path: str, task: str | None) -> None:
    assert here(NAVIGATION, path) == task


def test_pages_that_are_not_served_are_not_offered() -> None:
    from flows.desk.roles import Actor

    nobody = Actor("nobody")
    assert entries_for(nobody, frozenset()) == ()
    assert [entry.path for entry in entries_for(nobody, {"/console"})] == ["/console"]


async def test_what_is_said_once_cannot_be_forged(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    jar = person.browser.http.cookie_jar
    jar.update_cookies({"desk-flash": "gAAAAABforged"}, person.browser.base)
    page = await person.browser.see("/console/me")
    assert 'role="status"' not in page.html


async def test_a_guest_reads_english_on_request(hall: EntryHall) -> None:
    assert (await hall.browser().see("/console/sign-in?lang=en")).heading == "Sign in"
    assert (await hall.browser().see("/console/sign-in?lang=xx")).heading == "Đăng nhập"


async def test_names_are_text_whatever_is_in_them(hall: EntryHall) -> None:
    person = await hall.person(ADMIN, inside=True)
    hostile = "<img src=x onerror=alert(1)>\"'{{7*7}}\u202e"
    await hall.change(person, name=hostile)
    for path in ("/console", "/console/me", "/console/accounts"):
        page = await person.browser.see(path)
        assert "<img" not in page.html
        assert "49" not in page.heading


async def test_whoever_asks_without_end_is_slowed_down(
    hall: EntryHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, other = await hall.person(inside=True), await hall.person(inside=True)
    monkeypatch.setattr(hall.site[PACE], "burst", 3)
    monkeypatch.setattr(hall.site[PACE], "per_second", 0.1)
    seen = [await person.browser.see("/console/me") for _ in range(5)]
    assert [page.status for page in seen][-1] == 429
    assert "Retry-After" in seen[-1].headers
    assert (await other.browser.see("/console/me")).status == 200
