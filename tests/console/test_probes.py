"""Ten thousand looks at what is not to be seen, as every role and as nobody: what is there and
what is not give the same bytes, and no word of a hidden row comes back (invariant I20).
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from typing import Final
from urllib.parse import quote

import pytest

from bot.console.me import _NUMBER
from bot.console.routes import Route
from bot.console.site import ROUTES
from bot.turns import now_ms
from flows.desk.roles import WHOLE, Grant
from storage.base import UnitOfWork
from tests.console.grounds import (
    ELSEWHERE,
    EVENTS,
    HERE,
    PLACEHOLDER,
    READING,
    Reply,
    filled,
    grounds,
)
from tests.console.plots import LOTS, OFFICER, Lot, Plot, planted

_FIELDS: Final = {"version": "1", "text": "xem thử", "reason": "muốn xem thử", "field": "name"}
_LISTS: Final = (
    f"/console/cases?q={quote('chờ lâu')}&state=all",
    "/console/cases?state=all",
    f"/console/cases?unit={ELSEWHERE}&state=all&order=newest",
    "/console/responses",
    f"/console/responses?unit={ELSEWHERE}",
    "/console/accounts",
    "/console/calendar",
    "/console/me",
    "/console/notices",
    "/console/audit",
    "/console/audit?line=1",
    EVENTS,
    "/console",
)
_EXPORTS: Final = ("/console/cases/export", "/console/responses/export")
_ORDERS: Final = (f"form=mc&unit={ELSEWHERE}", "form=mc&state=all")


@pytest.fixture(scope="module")
async def plot(tmp_path_factory: pytest.TempPathFactory, shared_url: str) -> AsyncIterator[Plot]:
    async with grounds(tmp_path_factory.mktemp("probes"), shared_url) as ground:
        yield await planted(ground)


def probed(kind: str) -> list[Route]:
    """All routes whose address names a thing of this kind."""
    named = [route for route in ROUTES if PLACEHOLDER.search(route.path)]
    return [route for route in named if route.action.startswith(f"{kind}.")]


def without(reply: Reply, name: str) -> tuple[int, dict[str, str], bytes]:
    """What came back, but for the id that was asked for, and for the clock."""
    headers = {key: value.replace(name, "?") for key, value in reply.headers.items()}
    headers.pop("Date", None)
    return reply.status, headers, reply.body.replace(name.encode(), b"?")


def assert_tells_nothing(reply: Reply, words: Iterable[str], where: str) -> None:
    told = reply.body + repr(sorted(reply.headers.items())).encode()
    assert not [word for word in words if word.encode() in told], where


def test_every_route_with_a_thing_in_its_address_is_probed() -> None:
    among = [route for kind in READING for route in probed(kind)]
    named = [route for route in ROUTES if PLACEHOLDER.search(route.path)]
    assert [route for route in named if "{rest" not in route.path and route not in among] == []


@pytest.mark.timeout(240)
async def test_what_is_hidden_looks_like_what_is_not_there(plot: Plot) -> None:
    probes = Counter[Lot]()
    leaks = (*LOTS.values(), OFFICER, "98765")
    for someone in plot.people:
        expected = 303 if someone is None else 404
        for one in await plot.hidden_from(someone):
            for route in probed(one.kind):
                there, absent = [
                    await plot.ground.ask(someone, route.method, filled(route.path, name), _FIELDS)
                    for name in (one.name, one.made_up)
                ]
                probes[one.lot] += 2
                where = f"{route.method} {route.path}, {one}"
                assert without(there, one.name) == without(absent, one.made_up), where
                assert_tells_nothing(there, leaks, where)
                assert there.status == expected, where

    assert probes.total() >= 10_000
    assert all(probes[lot] >= 500 for lot in LOTS), probes


async def test_no_list_search_or_file_tells_of_a_hidden_thing(plot: Plot) -> None:
    for someone in plot.people:
        replies = [await plot.ground.ask(someone, "GET", path, {}) for path in _LISTS]
        for path in _EXPORTS:
            for query in _ORDERS:
                order = {"format": "csv", "reason": "muốn xem thử", "query": query}
                replies.append(await plot.ground.ask(someone, "POST", path, order))
        where = str(someone and someone.account.grants)
        words = [OFFICER, *await plot.canaries_of(someone)]
        words += [one.name for one in await plot.hidden_from(someone)]
        for reply in replies:
            assert_tells_nothing(reply, words, where)


async def test_what_a_colleague_began_to_write_is_theirs_alone(plot: Plot) -> None:
    """Also where the case itself may be read; and nobody else can throw it away."""
    ground, read = plot.ground, 0
    storage = ground.room.installation.storage
    things = await ground.things(HERE)
    writer, unit = await ground.account(Grant("unit_head", HERE)), UnitOfWork()
    storage.drafts.keep(unit, writer.id, things.case.id, "note", "bảnnháp của tôi", now_ms())
    await storage.commit(unit)
    for someone in plot.people:
        for route in probed("case"):
            path = filled(route.path, things.case.code)
            form = {**_FIELDS, "kind": "note", "text": ""} if route.path.endswith("draft") else {}
            reply = await ground.ask(someone, route.method, path, form)
            read += reply.status == 200
            assert_tells_nothing(reply, ["bảnnháp"], path)
    assert read >= 10
    assert await storage.drafts.load(writer.id, things.case.id, "note") == "bảnnháp của tôi"


async def test_sessions_and_filters_of_others_are_like_none(plot: Plot) -> None:
    """They are named in the form, not in the address."""
    owner = await plot.ground.someone(Grant("unit_head", HERE))
    kept = {"next": "/console/cases", "name": "bộlọc", "query": f"q={quote('bímật')}"}
    await plot.ground.ask(owner, "POST", "/console/filters", kept)
    for someone in plot.people:
        for path, field, name in (
            ("/console/me/sessions/end", "number", owner.session[:_NUMBER]),
            ("/console/filters/drop", "name", "bộlọc"),
        ):
            form = {"next": "/console/cases", field: name}
            there = await plot.ground.ask(someone, "POST", path, form)
            absent = await plot.ground.ask(someone, "POST", path, {**form, field: "0" * _NUMBER})
            assert (there.status, there.body) == (absent.status, absent.body), path
    page = await plot.ground.ask(owner, "GET", "/console/cases", {})
    assert page.status == 200
    assert "bộlọc".encode() in page.body


async def test_the_log_tells_no_word_of_a_citizen(plot: Plot) -> None:
    """It is the whole installation's, officers' names included; its file, too."""
    officer = await plot.ground.someone(Grant("data_protection", WHOLE))
    order = {"format": "csv", "reason": "muốn xem thử", "query": ""}
    replies = (
        await plot.ground.ask(officer, "GET", "/console/audit", {}),
        await plot.ground.ask(officer, "POST", "/console/audit/export", order),
    )
    for reply in replies:
        assert reply.status == 200
        assert_tells_nothing(reply, (*LOTS.values(), "98765"), "the log")


async def test_a_party_finds_no_line_of_the_log_about_their_case(plot: Plot) -> None:
    ground, things = plot.ground, next(plot.of("of a party"))
    storage, unit = ground.room.installation.storage, UnitOfWork()
    reader, party = [await ground.someone(Grant("data_protection", WHOLE)) for _ in range(2)]
    storage.complaints.add_party(unit, things.case.id, party.account.id, "found")
    target = things.case.code
    storage.audit.note(
        unit, at=now_ms(), actor="system", action="case.note", target=target, detail={}
    )
    await storage.commit(unit)
    [line] = [row["id"] for row in await storage.audit.listed() if row["target"] == target]

    for path in (f"/console/audit?line={line}", "/console/audit"):
        assert target.encode() in (await ground.ask(reader, "GET", path, {})).body
        assert_tells_nothing(await ground.ask(party, "GET", path, {}), [target], path)


@pytest.mark.parametrize("lot", LOTS)
async def test_whoever_may_see_them_does_so_that_the_canary_is_known_to_sing(
    plot: Plot, lot: Lot
) -> None:
    """Without this, a canary that nobody can hear would prove nothing."""
    head = await plot.ground.someone(Grant("provincial_leader", WHOLE))
    things = next(plot.of(lot))
    for path in (f"cases/{things.case.code}", f"responses/{things.response.id}"):
        seen = await plot.ground.ask(head, "GET", f"/console/{path}", {})
        assert seen.status == 200
        assert LOTS[lot].encode() in seen.body
