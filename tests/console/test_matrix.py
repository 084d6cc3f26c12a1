"""Every role at every route for things of its own unit, of others, and of units above and below:
what the console answers is what the policy says. `test_routes.py` holds the table of routes
against the router, so that a new one is in here by itself.
"""

from collections.abc import AsyncIterator
from typing import Literal, get_args

import pytest

from bot.console.me import _NUMBER
from bot.console.routes import Route
from bot.console.site import ROUTES
from flows.desk.policy import anywhere, policy
from flows.desk.roles import ACTIONS, ROLES, WHOLE, Actor, Grant, Role
from storage.base import UnitOfWork
from tests.console.case_room import PROVINCE
from tests.console.grounds import (
    BELOW,
    ELSEWHERE,
    HERE,
    PLACEHOLDER,
    READING,
    Grounds,
    Someone,
    Things,
    filled,
    grounds,
)

Position = Literal["own", "above", "below", "elsewhere", "whole"]
UNITS: dict[Position, str] = {
    "own": HERE,
    "above": PROVINCE,
    "below": BELOW,
    "elsewhere": ELSEWHERE,
    "whole": WHOLE,
}
_LAST = ("/conflict", "/concern", "/sign-out", "/end-all")
"""Deeds after which their doer sees the thing, or anything, no more: tried last."""


@pytest.fixture(scope="module")
async def ground(
    tmp_path_factory: pytest.TempPathFactory, shared_url: str
) -> AsyncIterator[Grounds]:
    async with grounds(tmp_path_factory.mktemp("matrix"), shared_url) as opened:
        yield opened


def routes() -> list[Route]:
    """All private routes; reading before acting, what ends something last."""
    return sorted(ROUTES, key=lambda one: (one.path.endswith(_LAST), one.method == "POST"))


def kind_of(route: Route) -> str:
    return route.action.partition(".")[0]


def is_about_one(route: Route) -> bool:
    """Whether the address names a thing."""
    return bool(PLACEHOLDER.search(route.path)) and "{rest" not in route.path


def address(route: Route, things: Things) -> str:
    """The route's address for one of these things."""
    return filled(route.path, things.name_of(kind_of(route)) if is_about_one(route) else "")


async def fields(ground: Grounds, route: Route, someone: Someone, able: str) -> dict[str, str]:
    """What a form must hold so that nothing but the policy can say no; `able`: who may be given
    any case.
    """
    other = await ground.signed_in(someone.account) if "sessions/end" in route.path else someone
    return {
        "officer": able,
        "number": other.session[:_NUMBER],
        "language": "vi",
        "name": "bộ lọc",
        "query": "late=1",
        "next": "/console/cases",
        "kind": "note",
        "version": "1",
    }


async def is_allowed(ground: Grounds, actor: Actor, route: Route, things: Things) -> bool:
    """What the policy says, of the rows as they are at this moment."""
    if route.action == "own":
        return "{rest" not in route.path
    if not is_about_one(route):
        return anywhere(actor, route.action)
    thing = await ground.thing(kind_of(route), things)
    reads = policy(actor, READING[kind_of(route)], thing)
    return reads and policy(actor, route.action, thing)


# -- no route escapes


def test_every_rule_is_one_that_the_policy_knows() -> None:
    assert {route.action for route in ROUTES} <= {*ACTIONS, "own"}
    for route in ROUTES:
        if is_about_one(route):
            assert kind_of(route) in READING, route


# -- the matrix


@pytest.mark.parametrize("position", get_args(Position))
@pytest.mark.parametrize("role", ROLES)
async def test_the_console_answers_what_the_policy_says(
    ground: Grounds, role: Role, position: Position
) -> None:
    someone = await ground.someone(Grant(role, UNITS[position]))
    await _compare(ground, someone, await ground.things(HERE, officer=someone.account.id))


@pytest.mark.parametrize("role", ROLES)
async def test_restricted_cases_of_the_own_unit_are_answered_likewise(
    ground: Grounds, role: Role
) -> None:
    someone = await ground.someone(Grant(role, HERE))
    things = await ground.things(
        HERE, someone.account.id, restricted=True, words={"category": "PA02"}
    )
    await _compare(ground, someone, things)


@pytest.mark.parametrize("role", ROLES)
async def test_a_party_finds_no_case_in_the_own_unit(ground: Grounds, role: Role) -> None:
    someone, things = await ground.someone(Grant(role, HERE)), await ground.things(HERE)
    storage, unit = ground.room.installation.storage, UnitOfWork()
    storage.complaints.add_party(unit, things.case.id, someone.account.id, "found")
    await storage.commit(unit)
    assert not policy(await ground.actor(someone), "case.read", await ground.thing("case", things))
    await _compare(ground, someone, things)


async def test_whoever_has_no_role_has_their_own_page_only(ground: Grounds) -> None:
    await _compare(ground, await ground.someone(), await ground.things(HERE))


async def _compare(ground: Grounds, someone: Someone, things: Things) -> None:
    """Go through all routes as somebody, and hold each answer against the policy."""
    actor, wrong = await ground.actor(someone), []
    able = await ground.account(Grant("unit_head", WHOLE))
    for route in routes():
        allowed = await is_allowed(ground, actor, route, things)
        form = await fields(ground, route, someone, able.id)
        now = await ground.signed_in(someone.account) if route.path.endswith(_LAST) else someone
        reply = await ground.ask(now, route.method, address(route, things), form)
        if (reply.status != 404) is not allowed or reply.status >= 500:
            wrong.append(f"{route.method} {route.path}: {reply.status}, allowed: {allowed}")
    assert wrong == []
