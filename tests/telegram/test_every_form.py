"""Every form is played to its end in Telegram, as its golden conversations go."""

import itertools

import pytest

from bot.invitations import Invited
from tests.conversations.ways import FORM_WAYS, Step, Way, way
from tests.telegram.citizen import Citizen
from tests.telegram.service import Service

_NUMBERS = itertools.count(940_000_000)
_PLACE = ("desk-1", "Desk 1")
"""The place of the simulated office, and the name that it has there."""

_LAST = {
    "completed": "Mã phiếu",
    "declined": "tôn trọng lựa chọn",
    "ineligible": "Kính chào Ông/Bà",
}
"""What is said last in each kind of ending; a case has words of its own."""
_LAST_OF_A_CASE = "Đã nhận phản ánh"


async def token_for(service: Service, going: Way) -> str:
    """Invite to the form, with the place and the service that the conversation knows."""
    invitation = await service.invite(
        Invited(
            kind="place",
            form=going.form,
            unit_id="unit-1",
            place_id=_PLACE[0] if "place" in going.facts else None,
            service=going.facts.get("service"),
        )
    )
    return invitation.token


async def walk(citizen: Citizen, token: str, steps: tuple[Step, ...]) -> None:
    citizen.person.start(token)
    for step in steps:
        if step.opens:
            citizen.person.start(token)
            continue
        message = await citizen.hears(step.words)
        if step.text:
            citizen.types(step.text)
        else:
            citizen.person.press("Bỏ qua" if step.skips else step.label, on=message)


@pytest.mark.parametrize("name", FORM_WAYS)
async def test_the_form_goes_to_its_end(name: str, polling: Service) -> None:
    going = way(name)
    is_case = any(step.question == "STORY" for step in going.steps)
    citizen = Citizen(polling.telegram, next(_NUMBERS))
    await walk(citizen, await token_for(polling, going), going.steps)
    await citizen.hears(_LAST_OF_A_CASE if is_case else _LAST[going.ends])
    response = await polling.response(citizen.id, going.form)
    assert (response.state, response.channel) == (going.ends, "telegram")
    expected = {} if going.ends == "declined" else dict(going.answers)
    if "place" in going.facts and "D6" in expected:
        expected["D6"] = _PLACE[1]
    assert await polling.answers(citizen.id, going.form) == expected


async def test_no_rule_of_telegram_is_broken_by_any_form(polling: Service) -> None:
    assert not polling.telegram.ledger.broken()
