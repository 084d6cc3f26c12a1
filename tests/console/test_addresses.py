"""Whatever is sent to any address of the site, it never answers that it is at fault itself."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok

from bot.console.forms import CSRF_FIELD
from bot.console.site import ROUTES
from flows.desk.roles import WHOLE, Grant
from storage.opening import open_storage
from storage.secrets import KeyRing
from tests.console.api_description import described
from tests.console.case_room import OWN_HEADERS
from tests.console.grounds import HERE, Grounds, Someone, grounds, grounds_over

_EXAMPLES: Final = 10
"""Requests to each address, each time the same ones."""
_SETTINGS: Final = settings(
    max_examples=_EXAMPLES,
    phases=(Phase.generate,),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
_CONTENT: Final = ("provincial_leader", "inspector", "unit_head")


@pytest.mark.timeout(240)
async def test_no_address_answers_with_a_fault_of_its_own(tmp_path: Path) -> None:
    async with grounds(tmp_path) as ground:
        await _knock_everywhere(ground)


@pytest.mark.timeout(240)
async def test_nor_does_it_over_postgresql(empty_database: str, tmp_path: Path) -> None:
    """Other texts and numbers break there: NUL in a text, more than 64 bits."""
    ring, _ = KeyRing.open_or_create(tmp_path / "keys.json")
    storage = await open_storage(empty_database, ring, server=True)
    try:
        async with grounds_over(storage, tmp_path) as ground:
            await _knock_everywhere(ground)
    finally:
        await storage.close()


async def _knock_everywhere(ground: Grounds) -> None:
    site = ground.room.client.app
    assert site is not None
    things = await ground.things(HERE)
    known = {"code": [things.case.code], "id": [things.response.id, things.account.id]}
    schema = schemathesis.openapi.from_dict(described(site, known))
    reader = await ground.account(*(Grant(role, WHOLE) for role in _CONTENT))
    keeper = await ground.account(Grant("technical_admin", WHOLE))
    base_url, statuses = str(ground.room.client.make_url("")), Counter[int]()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        # A session of its own: some addresses end the one that they are asked with.
        someone = await ground.signed_in(reader if _reads(operation.path) else keeper)
        statuses += await asyncio.to_thread(_ask, operation, someone, base_url)

    assert statuses.total() >= _EXAMPLES * len(ROUTES) // 2
    # It came as far as the pages: most requests were not turned away at the door.
    assert statuses[200] + statuses[422] >= statuses.total() // 5, statuses


def _reads(path: str) -> bool:
    return not path.startswith(("/console/accounts", "/console/audit", "/console/calendar"))


def _ask(
    operation: APIOperation[Any, Any, Any, Any], someone: Someone, base_url: str
) -> Counter[int]:
    """Send requests of every sort to one address; return what was answered, by status."""
    headers = {**OWN_HEADERS, "Cookie": f"desk={someone.cookie}"}
    statuses = Counter[int]()

    @_SETTINGS
    @given(case=operation.as_strategy())
    def ask(case: Case[Any]) -> None:
        if isinstance(case.body, dict):
            case.body = {**case.body, CSRF_FIELD: someone.csrf}
        answer = case.call(base_url=base_url, headers=headers, allow_redirects=False)
        case.validate_response(answer, checks=[not_a_server_error])
        statuses[answer.status_code] += 1

    ask()
    return statuses
