"""Online procedures on the dashboard: outside the index, one by one, with what was written."""

import re

import pytest

from bot.counting import weight_in
from bot.turns import now_ms
from flows.identifiers import Instant
from flows.session import Answer as Given
from storage.base import UnitOfWork
from survey.validity import Weight
from tests.console.case_room import CaseRoom, Officer
from tests.console.response_shelf import answer, response
from tests.console.test_figures import PATH, survey


@pytest.fixture
async def head(room: CaseRoom) -> Officer:
    return await room.officer("unit_head")


async def test_online_procedures_stand_outside_the_index(room: CaseRoom, head: Officer) -> None:
    await survey(room, 5)
    before = await head.see(f"{PATH}?unit={room.unit}")
    tried = [await easy(room, rating) for rating in (5, 4, 1, 2)]
    page = await head.see(f"{PATH}?unit={room.unit}")
    title = "Thủ tục trực tuyến (ngoài chỉ số)"
    assert title not in before.text
    assert title in page.text
    assert "của 1 người trả lời" in page.text  # the index has no ease
    of_form = re.findall(
        r'href="([^"]+responses[^"]+level=ux%2Fuxa[^"]*)"[^>]*>([^<]+)', page.html
    )
    [(link, name)] = of_form
    assert "BHYT" in name
    listed = await head.see(link.replace("&amp;", "&"))
    assert {*re.findall(r"/console/responses/(\w+)", listed.html)} == {*tried}


async def easy(room: CaseRoom, rating: int) -> str:
    """Store what somebody said of the first step of an online procedure."""
    at = now_ms()
    forms = room.installation.services.runner.turns.renderer.rules.forms
    version = max(number for form, number in forms if form == "uxa")
    record = await response(room, form="uxa", version=version, started_at=Instant(at),
                            completed_at=Instant(at + 150_000))  # fmt: skip
    await answer(room, record, "UX1", rating)
    storage, unit = room.installation.storage, UnitOfWork()
    weight = Weight(shown=9, answered=9, rated=9, lowest=1, highest=5)
    storage.counting.weigh(unit, record.id, weight)
    await storage.commit(unit)
    return str(record.id)


async def test_what_was_written_about_online_procedures_is_found_too(
    room: CaseRoom, head: Officer
) -> None:
    """Nobody rates a criterion of the index there."""
    rules = room.installation.services.runner.turns.renderer.rules
    version = rules.latest["uxa"]
    form, record = rules.forms["uxa", version], await response(room, form="uxa", version=version)
    rated = [one.id for one in form.questions if one.type == "scale5"]
    for name in rated:
        await answer(room, record, name, 5, comment="Tải lên rất chậm")
    storage, unit = room.installation.storage, UnitOfWork()
    given: dict[str, Given] = {name: Given(5, 1) for name in rated}
    storage.counting.weigh(unit, record.id, weight_in(form, given, {}))
    await storage.commit(unit)
    page = await head.see(f"{PATH}/comments?unit={room.unit}&find=tai+len")
    assert "Tải lên rất chậm" in page.text
