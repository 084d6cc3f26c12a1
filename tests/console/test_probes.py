"""Ten thousand looks at what is not one's own, as every role and as nobody: what is there and
what is not give the same bytes, and no word of a foreign row comes back (invariant I20).
"""

from collections.abc import AsyncIterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

import pytest

from bot.console.routes import Route
from bot.console.site import ROUTES
from bot.turns import now_ms
from flows.desk.roles import ROLES, WHOLE, Grant
from flows.identifiers import ComplaintId, code_from, identifier_from
from storage.base import UnitOfWork
from tests.console.grounds import (
    ELSEWHERE,
    HERE,
    PLACEHOLDER,
    Grounds,
    Reply,
    Someone,
    filled,
    grounds,
)
from tests.console.response_shelf import answer

CANARY: Final = "chimyến"
"""Stands in every text of the foreign rows, and nowhere else."""
WORDS: Final = {
    "story": f"Tôi chờ {CANARY} lâu",
    "name": f"Nguyễn {CANARY}",
    "address": f"12 {CANARY}",
    "phone": "+84987650321",
}
OFFICER: Final = "vẹtxanh"
"""Stands in the names of foreign officers."""
_LEAKS: Final = (CANARY.encode(), OFFICER.encode(), b"98765")
_FOREIGN: Final = 17
"""Things of each kind in the other unit; as many ids are made up."""
_LISTS: Final = (
    f"/console/cases?q={quote('chờ lâu')}&state=all",
    f"/console/cases?unit={ELSEWHERE}&state=all&order=newest",
    f"/console/responses?unit={ELSEWHERE}",
    "/console/accounts",
    "/console/calendar",
    "/console/me",
    "/console",
)


class Pair(NamedTuple):
    """An id that is there, in a unit that is not one's own, and one that nobody has."""

    foreign: str
    made_up: str


class Plot(NamedTuple):
    """The grounds, and pairs of ids by what they name."""

    ground: Grounds
    pairs: dict[str, list[Pair]]


@pytest.fixture(scope="module")
async def plot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Plot]:
    async with grounds(tmp_path_factory.mktemp("probes")) as ground:
        planted = [await planted_things(ground, number) for number in range(_FOREIGN)]
        pairs = {kind: [pairs[kind] for pairs in planted] for kind in planted[0]}
        yield Plot(ground, pairs)


async def planted_things(ground: Grounds, number: int) -> dict[str, Pair]:
    """Store things with the canary in every text, and make up an id of the same looks."""
    things = await ground.things(ELSEWHERE, words=WORDS)
    await answer(ground.room, things.response, "MC5", "2", comment=WORDS["story"])
    account = await ground.account(Grant("unit_head", ELSEWHERE), name=f"Lê {OFFICER}")
    storage, unit = ground.room.installation.storage, UnitOfWork()
    storage.drafts.keep(
        unit, account.id, ComplaintId(things.case.id), "note", WORDS["story"], now_ms()
    )
    storage.response_desk.set_aside(unit, things.response.id, WORDS["story"], now_ms(), "test")
    await storage.commit(unit)
    seed = number.to_bytes(16, "big")
    made_up = identifier_from(seed, "nothing", now_ms())
    return {
        "case": Pair(things.case.code, code_from(seed, "nothing")),
        "response": Pair(things.response.id, made_up),
        "account": Pair(account.id, made_up),
    }


def probed() -> list[Route]:
    """All routes whose address names a thing."""
    return [
        route for route in ROUTES if PLACEHOLDER.search(route.path) and "{rest" not in route.path
    ]


def without(reply: Reply, name: str) -> tuple[int, dict[str, str], bytes]:
    """What came back, but for the id that was asked for, and for the clock."""
    headers = {key: value.replace(name, "?") for key, value in reply.headers.items()}
    headers.pop("Date", None)
    return reply.status, headers, reply.body.replace(name.encode(), b"?")


async def people(ground: Grounds) -> list[Someone | None]:
    """One of each role, all of them at home in a unit that the things are not of; one without a
    role; and nobody.
    """
    roles = [await ground.someone(Grant(role, HERE)) for role in ROLES]
    return [*roles, await ground.someone(), None]


@pytest.mark.timeout(240)
async def test_what_is_foreign_looks_like_what_is_not_there(plot: Plot) -> None:
    ground, probes = plot.ground, 0
    for someone in await people(ground):
        for route in probed():
            for pair in plot.pairs[route.action.partition(".")[0]]:
                foreign, absent = [
                    await ground.ask(someone, route.method, filled(route.path, name), FIELDS)
                    for name in pair
                ]
                probes += 2
                assert without(foreign, pair.foreign) == without(absent, pair.made_up), route
                assert_tells_nothing([foreign], f"{route.method} {route.path}")
                expected = 303 if someone is None else 404
                assert foreign.status == expected, route

    assert probes >= 10_000


FIELDS: Final = {"version": "1", "text": "xem thử", "reason": "muốn xem thử", "field": "name"}


def assert_tells_nothing(replies: Sequence[Reply], where: str) -> None:
    for reply in replies:
        told = reply.body + repr(sorted(reply.headers.items())).encode()
        assert not any(leak in told for leak in _LEAKS), where


async def test_no_list_search_or_file_tells_of_a_foreign_thing(plot: Plot) -> None:
    exports = ("/console/cases/export", "/console/responses/export")
    order = {"format": "csv", "reason": "muốn xem thử", "query": f"form=mc&unit={ELSEWHERE}"}
    ids = [pair.foreign.encode() for pairs in plot.pairs.values() for pair in pairs]
    for someone in await people(plot.ground):
        replies = [await plot.ground.ask(someone, "GET", path, {}) for path in _LISTS]
        replies += [await plot.ground.ask(someone, "POST", path, order) for path in exports]
        where = str(someone and someone.account.grants)
        assert_tells_nothing(replies, where)
        assert not any(name in reply.body for name in ids for reply in replies), where


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
        assert CANARY.encode() not in reply.body
        assert b"98765" not in reply.body


async def test_whoever_may_see_them_does_so_that_the_canary_is_known_to_sing(plot: Plot) -> None:
    """Without this, a canary that nobody can hear would prove nothing."""
    head = await plot.ground.someone(Grant("provincial_leader", ELSEWHERE))
    for kind, path in (("case", "/console/cases"), ("response", "/console/responses")):
        seen = await plot.ground.ask(head, "GET", f"{path}/{plot.pairs[kind][0].foreign}", {})
        assert seen.status == 200
        assert CANARY.encode() in seen.body
