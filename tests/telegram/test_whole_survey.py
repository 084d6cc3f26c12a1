"""A woman of seventy answers the whole form in Telegram: over polling and over webhook alike."""

import asyncio

import pytest

from tests.telegram.citizen import CODE, Citizen, Line
from tests.telegram.service import Service
from tests.telegram.survey import GIVEN, LAN, PHONE, whole_survey


async def transcript_of(service: Service) -> list[Line]:
    if LAN not in service.telegram.people:
        await whole_survey(service)
    return Citizen(service.telegram, LAN).transcript()


@pytest.fixture
async def service(either: Service) -> Service:
    await transcript_of(either)
    return either


async def test_both_ways_of_delivery_read_the_same(polling: Service, webhook: Service) -> None:
    fetched, delivered = await asyncio.gather(transcript_of(polling), transcript_of(webhook))
    assert fetched == delivered


async def test_every_answer_is_stored_as_it_was_given(service: Service) -> None:
    stored = await service.answers(LAN)
    assert {name: stored.get(name) for name in GIVEN} == GIVEN
    asked_by_us = {"SC2", "SC3", "D6"}
    assert stored.keys() - GIVEN.keys() == asked_by_us


async def test_the_form_is_sent_and_its_number_proved(service: Service) -> None:
    response = await service.response(LAN)
    assert (response.state, response.channel, response.language) == ("completed", "telegram", "vi")
    code = CODE.findall(Citizen(service.telegram, LAN).person.texts[-1])[0]
    assert response.code == code
    async with service.rows() as rows:
        assert await rows.answers.phones(response.id) == [PHONE]
        assert await rows.proofs.is_proved(response.id)


async def test_a_pressed_choice_stands_in_place_of_its_buttons(service: Service) -> None:
    chat = Citizen(service.telegram, LAN)
    chosen = [line for line in chat.transcript() if line.pressed]
    presses = [p for p in service.telegram.ledger.presses.values() if p.user_id == LAN]
    assert len(chosen) == len(presses) > 30
    assert all(line.pressed in line.labels for line in chosen)
    assert not any("\n\n✔ " in (m.text or "") and m.buttons for m in chat.person.chat.from_bot)


async def test_every_button_is_answered_and_no_rule_of_telegram_is_broken(
    service: Service,
) -> None:
    telegram = service.telegram
    presses = [p for p in telegram.ledger.presses.values() if p.user_id == LAN]
    assert all(press.answered_at is not None for press in presses)
    assert not telegram.ledger.broken()
    assert not [text for (chat, text) in telegram.ledger.repeated() if chat == LAN]
