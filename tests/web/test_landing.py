"""The way in: what a link or a code shows, and that looking uses nothing up."""

import re
from pathlib import Path

import pytest
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.turns import now_ms
from bot.web.doors import LIMITS
from bot.web.limits import Buckets
from bot.web.site import create_site
from flows.identifiers import Instant, code_from
from tests.web.citizen import Citizen
from tests.web.installation import PLACE, Installation, installed

MINUTE = 60_000


async def test_a_link_explains_who_asks_and_begins_with_a_big_button(
    citizen: Citizen, trial: Installation
) -> None:
    invitation = await trial.invite()
    page = await (await citizen.get(f"/{invitation.token}")).text()
    assert PLACE.name in page
    assert "Tự nguyện" in page
    assert "số căn cước, số tài khoản, mật khẩu hay mã OTP" in page
    assert re.search(r"Khoảng \d+ phút", page)
    first_button = re.search(r"<button[^>]*>(.*?)</button>", page)
    assert first_button
    assert first_button[1] == "Bắt đầu"
    assert 'action="/chat/start"' in page


async def test_looking_at_a_link_uses_nothing_up(citizen: Citizen, trial: Installation) -> None:
    invitation = await trial.invite(kind="personal")
    before = await _rows(trial)
    for _ in range(3):
        reply = await citizen.get(f"/{invitation.token}")
        assert reply.status == 200
        assert "Set-Cookie" not in reply.headers
        await citizen.http.head(citizen.base / invitation.token)
    assert await _rows(trial) == before
    stored = await trial.storage.invitations.by_token_hash(invitation.record.token_hash)
    assert stored == invitation.record


async def _rows(trial: Installation) -> list[tuple[str, int]]:
    from sqlalchemy import text

    tables = await trial.storage.database.rows(
        text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    )
    counts = [
        (name, (await trial.storage.database.rows(text(f'SELECT count(*) FROM "{name}"')))[0][0])  # noqa: S608
        for (name,) in sorted(tuple(row) for row in tables)
    ]
    assert len(counts) > 5
    return counts


async def test_all_links_that_do_not_work_look_the_same(
    citizen: Citizen, trial: Installation
) -> None:
    expired = await trial.invite(expires_at=Instant(now_ms() - MINUTE))
    revoked = await trial.invite()
    await trial.revoke(revoked, now_ms())
    tokens = [expired.token, revoked.token, "x" * 22, "-" * 22]
    replies = [await citizen.get(f"/{token}") for token in tokens]
    assert {reply.status for reply in replies} == {404}
    shapes = {(await r.text()).replace(t, "") for r, t in zip(replies, tokens, strict=True)}
    assert len(shapes) == 1
    (page,) = shapes
    assert "hết hạn" in page
    assert 'name="code"' in page, "the way on: a field for the printed code"


@pytest.mark.parametrize("way", ["token", "code"])
async def test_a_link_that_does_not_work_starts_nothing(
    citizen: Citizen, trial: Installation, way: str
) -> None:
    revoked = await trial.invite()
    await trial.revoke(revoked, now_ms())
    reply = await citizen.post("/chat/start", data={way: getattr(revoked, way)})
    assert reply.status == 404
    assert "Set-Cookie" not in reply.headers


@pytest.mark.parametrize(
    "path",
    [
        "/abc",
        "/" + "a" * 21,
        "/" + "a" * 23,
        "/c/",
        "/c/nothing",
        "/c/%00",
        "/c/" + "9" * 5000,
        "/..%2f..%2fetc%2fpasswd",
        "/static/x/none.js",
        "/%ff%fe",
        "/wp-login.php",
    ],
    ids=lambda path: path[:30],
)
async def test_addresses_that_lead_nowhere_get_a_kind_page(citizen: Citizen, path: str) -> None:
    from yarl import URL

    reply = await citizen.get(str(URL(path, encoded=True)))
    assert reply.status == 404
    assert "Xin" in await reply.text()


async def test_a_printed_code_leads_to_the_same_page_and_starts_the_same_chat(
    citizen: Citizen, trial: Installation
) -> None:
    invitation = await trial.invite()
    sloppy = invitation.code.lower().replace("-", " ").replace("0", "o")
    reply = await citizen.get("/c", params={"code": sloppy})
    assert (reply.status, reply.headers["Location"]) == (303, f"/c/{invitation.code}")
    page = await (await citizen.get(f"/c/{invitation.code}")).text()
    assert PLACE.name in page
    reply = await citizen.post("/chat/start", data={"code": invitation.code})
    assert reply.headers["Location"] == "/chat"


async def test_a_mistyped_code_gets_a_kind_page(citizen: Citizen, trial: Installation) -> None:
    invitation = await trial.invite()
    wrong = ("1" if invitation.code[0] != "1" else "2") + invitation.code[1:]
    assert (await citizen.get(f"/c/{wrong}")).status == 404
    assert (await citizen.get("/c", params={"code": "hello/../x"})).status == 303


async def test_the_field_for_a_code_is_on_the_first_page_too(citizen: Citizen) -> None:
    for path in ("/", "/c", "/c?lang=en"):
        page = await (await citizen.get(path)).text()
        assert 'name="code"' in page


async def test_an_invitation_speaks_its_own_language_until_asked_otherwise(
    citizen: Citizen, trial: Installation
) -> None:
    invitation = await trial.invite(language="en")
    assert '<html lang="en">' in await (await citizen.get(f"/{invitation.token}")).text()
    vietnamese = await citizen.get(f"/{invitation.token}?lang=vi")
    assert '<html lang="vi">' in await vietnamese.text()
    unknown = await citizen.get(f"/{invitation.token}?lang=../x")
    assert '<html lang="vi">' in await unknown.text()


async def test_assisted_invitations_say_so(citizen: Citizen, trial: Installation) -> None:
    invitation = await trial.invite(kind="assisted")
    page = await (await citizen.get(f"/{invitation.token}")).text()
    assert "viên chức hỗ trợ" in page


async def test_guessing_codes_is_limited_and_true_links_still_work(tmp_path: Path) -> None:
    async with (
        installed(tmp_path, guesses_per_hour=3) as own,
        TestServer(create_site(own.services)) as server,
    ):
        invitation = await own.invite()
        citizen = Citizen(server.make_url("/"))
        wrong = [code_from(bytes([n] * 32), "wrong") for n in range(3)]
        assert [(await citizen.get(f"/c/{one}")).status for one in wrong] == [404, 404, 404]
        refused = await citizen.get(f"/c/{invitation.code}")
        assert refused.status == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 1201
        assert "quét mã QR" in await refused.text()
        assert (await citizen.get(f"/{invitation.token}")).status == 200
        await citizen.http.close()


async def test_what_is_no_guess_uses_no_guess_up(tmp_path: Path) -> None:
    """Wrong links, slips of the hand and old letters lock nobody of a carrier's network out."""
    async with (
        installed(tmp_path, guesses_per_hour=1) as own,
        TestServer(create_site(own.services)) as server,
    ):
        letter, good = await own.invite(expires_at=Instant(now_ms() - MINUTE)), await own.invite()
        slip = good.code[:-1] + ("2" if good.code[-1] == "1" else "1")
        citizen = Citizen(server.make_url("/"))
        for path in (f"/{letter.token}", f"/c/{letter.code}", f"/{'q' * 22}", f"/c/{slip}"):
            for _ in range(3):
                assert (await citizen.get(path)).status == 404
        assert (await citizen.get(f"/c/{good.code}")).status == 200
        await citizen.http.close()


async def test_a_flood_of_wrong_links_is_asked_to_wait(
    server: BaseTestServer, citizen: Citizen, trial: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = server.app[LIMITS]  # type: ignore[attr-defined]
    monkeypatch.setattr(limits, "lookups", Buckets(2, 0.1))
    statuses = [(await citizen.get(f"/{'q' * 22}")).status for _ in range(3)]
    assert statuses == [404, 404, 429]
    invitation = await trial.invite()
    assert (await citizen.get(f"/{invitation.token}")).status == 200
    assert (await citizen.get(f"/c/{invitation.code}")).status == 429


async def test_a_trial_says_so_on_every_page_and_an_office_does_not(
    citizen: Citizen, trial: Installation, office: tuple[Installation, BaseTestServer]
) -> None:
    own, server = office
    visitor = Citizen(server.make_url("/"))
    invitations = await trial.invite(), await own.invite()
    for paths in zip(
        *[["/", "/c", "/that-gia", "/rieng-tu", f"/{i.token}", "/none"] for i in invitations],
        strict=True,
    ):
        assert "BẢN DÙNG THỬ" in await (await citizen.get(paths[0])).text()
        page = await (await visitor.get(paths[1])).text()
        assert "BẢN DÙNG THỬ" not in page
        assert "1900\N{NO-BREAK SPACE}9068" in page
    await visitor.http.close()


async def test_the_size_of_type_is_remembered(citizen: Citizen) -> None:
    reply = await citizen.post("/display", data={"large": "1", "next": "/that-gia?lang=en"})
    assert (reply.status, reply.headers["Location"]) == (303, "/that-gia?lang=en")
    assert 'class="large"' in await (await citizen.get("/")).text()
    await citizen.post("/display", data={"large": "0", "next": "/"})
    assert 'class="large"' not in await (await citizen.get("/")).text()


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
async def test_the_way_back_never_leads_elsewhere(citizen: Citizen, target: str) -> None:
    reply = await citizen.post("/display", data={"large": "1", "next": target})
    assert reply.headers["Location"] == "/"
