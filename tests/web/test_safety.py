"""Headers of safety, files with their versions, and pages without foreign or inline parts."""

import re
from pathlib import Path

import pytest
from aiohttp.test_utils import BaseTestServer

from bot.web import static_files
from bot.web.guard import SAFE_HEADERS
from bot.web.static_files import StaticFiles
from tests.web.citizen import Citizen
from tests.web.installation import Installation

WEB = Path(static_files.__file__).parent
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
STATIC = StaticFiles()


@pytest.mark.parametrize(
    "path",
    ["/", "/c", "/that-gia", "/rieng-tu", "/chat", "/chat/messages", "/live", "/nowhere"],
)
async def test_every_reply_is_safe_and_kept_by_nobody(citizen: Citizen, path: str) -> None:
    reply = await citizen.get(path)
    assert {name: reply.headers[name] for name in SAFE_HEADERS} == SAFE_HEADERS
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in reply.headers
    assert "Server" not in reply.headers, "nobody needs to know our versions"
    assert "Strict-Transport-Security" not in reply.headers, "a trial has no https"


async def test_an_office_with_https_is_never_asked_without(
    office: tuple[Installation, BaseTestServer],
) -> None:
    visitor = Citizen(office[1].make_url("/"))
    reply = await visitor.get("/")
    assert reply.headers["Strict-Transport-Security"] == "max-age=31536000"
    await visitor.http.close()


async def test_the_chat_and_its_stream_are_safe_too(citizen: Citizen, trial: Installation) -> None:
    await citizen.start((await trial.invite()).token)
    for path in ("/chat", "/chat/messages", "/chat/events"):
        async with await citizen.get(path) as reply:
            assert {name: reply.headers[name] for name in SAFE_HEADERS} == SAFE_HEADERS
            assert "no-store" in reply.headers["Cache-Control"]


def test_the_policy_allows_scripts_of_our_own_only() -> None:
    policy = SAFE_HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert "http" not in policy
    for part in ("frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for"):
        assert part in policy


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_templates_hold_nothing_inline_and_nothing_foreign(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\s(on\w+|style)=", text)
    assert "://" not in text
    assert "|safe" not in text


@pytest.mark.parametrize("name", ["chat.js", "link.js", "menu.js", "view.js", "results.js"])
def test_scripts_make_no_markup_and_keep_nothing(name: str) -> None:
    text = (WEB / "static" / "js" / name).read_text("utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in text
    for word in ("localStorage", "sessionStorage", "indexedDB", "://"):
        assert word not in text
    for newer in ("?.", "??", "#private", "await import"):
        assert newer not in text, "old in-app browsers know ES2018"


async def test_files_carry_their_content_in_their_address(citizen: Citizen) -> None:
    url = STATIC.url("css/tokens.css")
    reply = await citizen.get(url, headers={"Accept-Encoding": "gzip"})
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert reply.headers["Content-Encoding"] == "gzip"
    assert "Be Vietnam Pro" in await reply.text()
    plain = await citizen.get(url, headers={"Accept-Encoding": "identity"})
    assert await plain.text() == await reply.text()
    old = await citizen.get("/static/000000000000/css/tokens.css")
    assert (old.status, old.headers["Cache-Control"]) == (200, "no-cache")


async def test_the_font_is_shipped_with_its_licence(citizen: Citizen) -> None:
    font = await citizen.get(STATIC.url("fonts/be-vietnam-pro-400.woff2"))
    assert font.content_type == "font/woff2"
    assert (await font.read())[:4] == b"wOF2"
    licence = await citizen.get(STATIC.url("fonts/OFL.txt"))
    assert "SIL Open Font License" in await licence.text()


def test_a_template_that_names_no_file_is_found_out() -> None:
    with pytest.raises(KeyError):
        STATIC.url("css/none.css")
    names = {
        name for path in TEMPLATES for name in re.findall(r"static\('([^']+)'\)", path.read_text())
    }
    assert names
    for name in names:
        STATIC.url(name)


async def test_what_needs_loading_for_the_chat_is_small(
    citizen: Citizen, trial: Installation
) -> None:
    await citizen.start((await trial.invite()).token)
    total = len(await (await citizen.get("/chat")).read())
    for name in ("css/tokens.css", "css/site.css", "css/chat.css", "css/answers.css"):
        total += len(STATIC.packed(name))
    for name in ("chat", "link", "menu", "view"):
        total += len(STATIC.packed(f"js/{name}.js"))
    assert total < 30_000, "bytes over the air on a slow phone, fonts apart"
