"""On Telegram the language is changed by word, by command and by button; what was said stays."""

import itertools

import pytest

from tests.telegram.citizen import Citizen
from tests.telegram.service import Service

_numbers = itertools.count(912_700_001)
RATED = "chỗ ngồi chờ"
IN_ENGLISH = "the waiting area"


@pytest.fixture
async def lan(polling: Service) -> Citizen:
    """Somebody who was asked for a first rating."""
    lan = Citizen(polling.telegram, next(_numbers))
    await lan.begins(polling.token)
    await lan.hears(RATED)
    return lan


async def test_the_button_of_a_language_asks_again_in_it(lan: Citizen) -> None:
    lan.types("/language")
    menu = await lan.hears("Ông/Bà muốn dùng ngôn ngữ nào?")
    assert [button.label for button in menu.buttons] == ["English"]
    lan.person.press("English", on=menu)
    await lan.hears("We will go on in English.")
    asked = await lan.hears(IN_ENGLISH)
    assert "5 Very satisfied" in [button.label for button in asked.buttons]
    assert any(RATED in text for text in lan.person.texts), "what was asked before stays"


async def test_words_and_commands_change_it_and_answers_stay(
    lan: Citizen, polling: Service
) -> None:
    lan.presses("4 Hài lòng")
    await lan.hears("thời gian chờ tới lượt")
    lan.types("english please")
    await lan.hears("We will go on in English.")
    await lan.hears("the time you waited")
    lan.presses("5 Very satisfied")
    await lan.hears("procedures, papers and time limits")
    lan.types("/language_vi")
    await lan.hears("Từ đây chúng tôi dùng tiếng Việt.")
    await lan.hears("niêm yết công khai")
    assert await polling.ratings(lan.id) == {"MC1": 4, "MC2": 5}


async def test_a_language_that_is_not_there_is_said_to_be_none(lan: Citizen) -> None:
    lan.types("/language_xx")
    menu = await lan.hears("Chúng tôi chưa có ngôn ngữ này.")
    assert [button.label for button in menu.buttons] == ["English"]
    lan.presses("4 Hài lòng")
    await lan.hears("thời gian chờ tới lượt")
