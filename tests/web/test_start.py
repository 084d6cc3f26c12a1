"""Beginning a conversation: the cookie, other sites, links for one person."""

from pathlib import Path

import pytest
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.web.doors import LIMITS
from bot.web.limits import Buckets
from bot.web.site import create_site
from tests.web.citizen import Citizen
from tests.web.installation import Installation, installed


async def test_the_cookie_is_secret_and_only_ours(citizen: Citizen, trial: Installation) -> None:
    invitation = await trial.invite()
    reply = await citizen.post("/chat/start", data={"token": invitation.token})
    secret, active = reply.headers.getall("Set-Cookie")
    for cookie in (secret, active):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
    assert secret.startswith("talk=")
    assert len(secret.split(";")[0]) == len("talk=") + 43, "256 random bits"
    assert active.startswith(f"talk-now={invitation.record.id};")


async def test_under_https_the_cookie_is_bound_to_this_host(
    office: tuple[Installation, BaseTestServer],
) -> None:
    own, server = office
    citizen = Citizen(server.make_url("/"))
    reply = await citizen.post("/chat/start", data={"token": (await own.invite()).token})
    cookies = reply.headers.getall("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-talk", "__Host-talk-now"]
    for cookie in cookies:
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
    pairs = [cookie.split(";")[0] for cookie in cookies]
    bound = await citizen.get("/chat", headers={"Cookie": "; ".join(pairs)})
    planted = "; ".join(pair.removeprefix("__Host-") for pair in pairs)
    plain = await citizen.get("/chat", headers={"Cookie": planted})
    assert (bound.status, plain.status) == (200, 401), "the plain name may be planted"
    await citizen.http.close()


async def test_the_cookie_itself_is_stored_nowhere(citizen: Citizen, trial: Installation) -> None:
    await citizen.start((await trial.invite()).token)
    (cookie,) = [c.value for c in citizen.http.cookie_jar if c.key == "talk"]
    await trial.storage.durable_write()
    for file in trial.services.settings.data_dir.iterdir():
        assert cookie.encode() not in file.read_bytes()


async def test_a_made_up_cookie_opens_nothing(citizen: Citizen) -> None:
    for value in ("x" * 43, "short", "'; DROP TABLE sessions", "x" * 5000):
        for path in ("/chat", "/chat/messages", "/chat/events"):
            cookies = f"talk={value}; talk-now={value[:26].lower()}"
            reply = await citizen.get(path, headers={"Cookie": cookies})
            assert reply.status == 401
            assert "QR" in await reply.text()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
    ],
    ids=["another site", "a sister site", "another origin", "another port"],
)
@pytest.mark.parametrize("path", ["/chat/start", "/chat/messages", "/chat/language", "/display"])
async def test_other_sites_change_nothing(
    citizen: Citizen, trial: Installation, headers: dict[str, str], path: str
) -> None:
    await citizen.start((await trial.invite()).token)
    reply = await citizen.post(path, data={"token": "x" * 22}, headers=headers)
    assert reply.status == 403
    assert "Set-Cookie" not in reply.headers


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "null"}])
async def test_our_own_pages_may_start(
    citizen: Citizen, trial: Installation, headers: dict[str, str]
) -> None:
    data = {"token": (await trial.invite()).token}
    assert (await citizen.post("/chat/start", data=data, headers=headers)).status == 303
    own = {"Origin": str(citizen.base.origin())}
    assert (await citizen.post("/chat/start", data=data, headers=own)).status == 303


async def test_too_many_starts_from_one_address_are_asked_to_wait(tmp_path: Path) -> None:
    async with installed(tmp_path, sessions_per_minute=2) as own:
        token = (await own.invite()).token
        async with TestServer(create_site(own.services)) as server:
            replies = []
            for _ in range(3):
                citizen = Citizen(server.make_url("/"))
                replies.append(await citizen.post("/chat/start", data={"token": token}))
                await citizen.http.close()
        assert [reply.status for reply in replies] == [303, 303, 429]
        assert int(replies[-1].headers["Retry-After"]) <= 31


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe=%zz", b"token=" + b"a" * 70_000, b"&".join(b"a=1" for _ in range(99)), b""],
    ids=["no text", "too large", "too many fields", "nothing"],
)
async def test_a_broken_form_starts_nothing(citizen: Citizen, data: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=nonsense"}
    reply = await citizen.post("/chat/start", data=data, headers=headers)
    assert reply.status in (400, 404, 413)
    assert "Xin" in await reply.text() or "xin" in await reply.text()


async def test_the_chat_page_shows_its_conversation_in_its_own_language(
    citizen: Citizen, trial: Installation
) -> None:
    await citizen.start((await trial.invite()).token, language="en")
    page = await (await citizen.get("/chat")).text()
    assert '<html lang="en">' in page
    reply = await citizen.post("/chat/language", data={"language": "vi"})
    assert (reply.status, reply.headers["Location"]) == (303, "/chat")
    assert '<html lang="vi">' in await (await citizen.get("/chat")).text()
    assert (await citizen.post("/chat/language", data={"language": "xx"})).status == 400


async def test_changing_the_language_again_and_again_is_slowed_down(
    citizen: Citizen, trial: Installation, monkeypatch: pytest.MonkeyPatch, server: BaseTestServer
) -> None:
    await citizen.start((await trial.invite()).token)
    limits = server.app[LIMITS]  # type: ignore[attr-defined]
    monkeypatch.setattr(limits, "messages", Buckets(3, 0.1))
    replies = [await citizen.post("/chat/language", data={"language": "en"}) for _ in range(4)]
    assert [reply.status for reply in replies] == [303, 303, 303, 429]
    assert replies[-1].headers["Retry-After"]
