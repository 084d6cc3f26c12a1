"""Ready-made texts: their places are filled in, or nothing is sent."""

import re

import pytest

from bot.console.case_templates import TEMPLATES, blank_left, suiting
from bot.i18n import Catalogues
from flows.complaints import CATEGORIES
from tests.house.catalogues import placeholders

TEXTS = Catalogues.load(strict=True)


@pytest.mark.parametrize("category", CATEGORIES)
def test_each_category_has_an_answer_and_a_question_to_begin_from(category: str) -> None:
    assert suiting("answer", category)
    assert suiting("ask", category)


def test_what_was_made_for_a_category_comes_first() -> None:
    assert suiting("answer", "PA07")[0].id == "system"
    assert "system" not in {template.id for template in suiting("answer", "PA01")}


def test_each_template_has_a_name_of_its_own() -> None:
    assert len({template.id for template in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_templates_name_only_what_the_page_fills_in(language: str) -> None:
    for template in TEMPLATES:
        names = {name for name, _ in placeholders(TEXTS.template(language, template.text))}
        assert names <= {"code", "office", "due"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_templates_of_answers_speak_politely_and_leave_room(language: str) -> None:
    for template in TEMPLATES:
        said = TEXTS.template(language, template.text)
        assert len(said) < 600
        assert language == "en" or re.search("Ông/Bà", said)
        assert template.purpose == "ask" or blank_left(said)


def test_a_place_that_nobody_filled_in_is_found() -> None:
    assert blank_left("Chúng tôi đã [việc đã làm] rồi") == "[việc đã làm]"
    assert blank_left("Chúng tôi đã sửa cửa (phòng 2)") is None
