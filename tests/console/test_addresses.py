"""Whatever is sent to any address of the site, it never answers that it is at fault itself."""

import asyncio
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import APIOperation, Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok

from bot.console.forms import CSRF_FIELD
from bot.console.site import ROUTES
from flows.desk.roles import WHOLE, Grant
from tests.console.api_description import described
from tests.console.case_room import OWN_HEADERS
from tests.console.grounds import HERE, Grounds, Someone, grounds

_EXAMPLES: Final = 10
"""Requests to each address: the same ones for all who test a commit, others for each commit."""
_SETTINGS: Final = settings(
    max_examples=_EXAMPLES,
    phases=(Phase.generate,),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
_GIT: Final = shutil.which("git") or "git"
_CONTENT: Final = ("provincial_leader", "inspector", "unit_head")


@pytest.mark.timeout(240)
async def test_no_address_answers_with_a_fault_of_its_own(
    database_url: str, tmp_path: Path
) -> None:
    """On PostgreSQL other texts and numbers break: NUL in a text, more than 64 bits."""
    async with grounds(tmp_path, database_url) as ground:
        await _knock_everywhere(ground)


async def _knock_everywhere(ground: Grounds) -> None:
    site = ground.room.client.app
    assert site is not None
    things = await ground.things(HERE)
    known = {
        "code": [things.case.code],
        "id": [things.response.id, things.account.id],
        **{f"{kind}s/id": [made.id] for kind, made in things.more.items()},
        "api-keys/id": [things.more["api_key"].id],
    }
    schema, drawn = schemathesis.openapi.from_dict(described(site, known)), _seed()
    reader = await ground.account(*(Grant(role, WHOLE) for role in _CONTENT))
    keeper = await ground.account(Grant("technical_admin", WHOLE))
    base_url, statuses = str(ground.room.client.make_url("")), Counter[int]()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        # A session of its own: some addresses end the one that they are asked with.
        someone = await ground.signed_in(reader if _reads(operation.path) else keeper)
        statuses += await asyncio.to_thread(_ask, operation, someone, base_url, drawn)

    assert statuses.total() >= _EXAMPLES * len(ROUTES) // 2
    # It came as far as the pages: most requests were not turned away at the door.
    assert statuses[200] + statuses[422] >= statuses.total() // 7, statuses


_OF_KEEPERS: Final = tuple(
    f"/console/{name}"
    for name in (
        "accounts",
        "api-keys",
        "audit",
        "calendar",
        "units",
        "places",
        "procedures",
        "hotlines",
    )
)
"""What the technical admin may change, who reads no answers."""


def _reads(path: str) -> bool:
    return not path.startswith(_OF_KEEPERS)


def _seed() -> int:
    """Return what the commit says; 0 where the code lies outside of a repository."""
    head = (_GIT, "rev-parse", "HEAD")
    found = subprocess.run(head, cwd=Path(__file__).parent, capture_output=True, check=False)
    return int(found.stdout or b"0", 16)


def _ask(
    operation: APIOperation[Any, Any, Any, Any], someone: Someone, base_url: str, drawn: int
) -> Counter[int]:
    """Send requests of every sort to one address; return what was answered, by status."""
    headers = {**OWN_HEADERS, "Cookie": f"desk={someone.cookie}"}
    statuses = Counter[int]()

    @seed(drawn)
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
