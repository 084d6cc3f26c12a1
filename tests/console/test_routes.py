"""Every route of the console, found in the router itself: none is without a guard."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from aiohttp import web

from bot.console.site import EVERY_ROUTE, PUBLIC_ROUTES, ROUTES
from flows.desk.policy import anywhere
from flows.desk.roles import ACTIONS, WHOLE, Actor, Grant, Role
from tests.console.entry_hall import EntryHall

STATIC = "/console/static/{version}/{name}"
FILLED = {"id": "0" * 26, "token": "x" * 43, "rest": "nowhere", "code": "ABCDE-FGHJK-M"}
OUTSIDE = {
    "/console/sign-in",
    "/console/totp",
    *(f"/console/{x}/{{token}}" for x in ("first", "join", "reset")),
}


def found(site: web.Application) -> Iterator[tuple[str, str]]:
    """Yield method and path of what the router serves below /console."""
    for route in site.router.routes():
        path = route.resource.canonical if route.resource else ""
        if path.startswith("/console") and path != STATIC:
            yield route.method, path


def filled(path: str) -> str:
    """Return an address that fits a path, of things that are not there."""
    return re.sub(r"\{(\w+)[^/]*?\}(?=/|$)", lambda name: FILLED.get(name[1], "0" * 26), path)


def canonical(path: str) -> str:
    return re.sub(r"\{(\w+):(?:[^{}]|\{\d+\})*\}", r"{\1}", path)


def test_every_route_of_the_router_stands_in_a_table(hall: EntryHall) -> None:
    tables = {(one.method, canonical(one.path)) for one in EVERY_ROUTE}
    assert set(found(hall.site)) == tables
    assert {canonical(one.path) for one in PUBLIC_ROUTES} == OUTSIDE
    assert all(one.action in (*ACTIONS, "own") for one in ROUTES)


async def test_nobody_gets_in_by_any_route(hall: EntryHall) -> None:
    for route in ROUTES:
        browser = hall.browser()
        await browser.see("/console/sign-in")
        path = filled(route.path)
        reply = await (browser.see(path) if route.method == "GET" else browser.press(path))
        assert reply.status in (303, 401), route.path
        assert "/console/sign-in" in reply.location or reply.status == 401


async def test_no_route_acts_without_the_token_of_a_page(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    for role in get_args(Role):
        await hall.change(person, grants=(Grant(role, WHOLE),))
        for route in ROUTES:
            if route.method != "POST":
                continue
            await person.browser.see("/console/me")
            reply = await person.browser.press(filled(route.path), csrf="")
            assert reply.status in (403, 404), (role, route.path)


@pytest.mark.parametrize("role", get_args(Role))
async def test_a_role_finds_the_pages_of_its_rights_and_no_others(
    hall: EntryHall, role: Role
) -> None:
    person = await hall.person(Grant(role, WHOLE), inside=True)
    actor = Actor(person.account.id, person.account.grants)
    for route in ROUTES:
        is_page = route.method == "GET" and "{" not in route.path
        if not is_page or route.path == "/console/events":
            continue
        allowed = route.action == "own" or anywhere(actor, route.action)
        reply = await person.browser.see(route.path)
        assert (reply.status != 404) is allowed, route.path
        assert reply.status < 500, route.path
