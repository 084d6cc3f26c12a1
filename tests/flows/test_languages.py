"""A language that was added is asked for by its names, and a form that lacks it says so."""

from __future__ import annotations

import msgspec
import pytest

from flows.definition import Form
from flows.events import LanguageChanged, QuestionAsked, Said
from flows.languages import SHIPPED, named
from flows.messages import Commanded, Typed
from flows.rulebook import Rulebook
from flows.vietnamese import listen
from tests.conversations.golden import FACTS
from tests.conversations.talking import RULES, Player

THREE = {**SHIPPED, "km": ("ខ្មែរ", "Tiếng Khmer", "Khmer")}


@pytest.mark.parametrize(
    "text",
    [
        "khmer",
        "Tiếng Khmer ạ",
        "tieng khmer",
        "đổi sang tiếng khmer",
        "in Khmer",
        "ខ្មែរ",
        "nói ខ្មែរ",
    ],
)
def test_a_language_is_asked_for_by_its_names(text: str) -> None:
    assert named(THREE, listen(text)) == "km"


@pytest.mark.parametrize("text", ["tôi là người khmer nên đọc chữ hơi chậm", "hài lòng", "4", ""])
def test_other_words_name_no_language(text: str) -> None:
    assert named(THREE, listen(text)) is None


def test_the_shipped_ones_have_phrases_of_their_own() -> None:
    assert named(SHIPPED, listen("english")) is None


def spoken(*extra: str) -> Rulebook:
    """Return the rules with a third language, which these forms have."""

    def form_in(form: Form) -> Form:
        languages = (*form.languages, "km") if form.id in extra else form.languages
        return msgspec.structs.replace(form, languages=languages)

    forms = {key: form_in(form) for key, form in RULES.forms.items()}
    return msgspec.structs.replace(RULES, forms=forms, languages=THREE)


def begun(rules: Rulebook) -> Player:
    player = Player(rules=rules)
    player.open("mc", FACTS)
    list(player.fill("MC3"))
    return player


def happened(player: Player) -> list[str]:
    """Return the keys and questions of the newest turn."""
    events = player.turns[-1][1].events
    return [
        event.key if isinstance(event, Said) else event.question
        for event in events
        if isinstance(event, Said | QuestionAsked)
    ]


@pytest.mark.parametrize("message", [Typed("tiếng khmer"), Commanded("language_km")])
def test_a_form_in_that_language_goes_on_in_it(message: Typed | Commanded) -> None:
    player = begun(spoken("mc"))
    player.say(message)
    assert happened(player) == ["chat.language_changed", "MC3"]
    assert player.session is not None
    assert player.session.language == "km"
    assert LanguageChanged(language="km") in player.turns[-1][1].events


def test_a_form_without_it_says_that_its_questions_stay() -> None:
    player = begun(spoken())
    player.say(Commanded("language_km"))
    assert happened(player) == ["chat.language_changed", "chat.language_partly", "MC3"]


def test_a_language_that_is_not_offered_changes_nothing() -> None:
    player = begun(RULES)
    before = player.session
    player.say(Commanded("language_km"))
    assert happened(player) == ["chat.language_unknown"]
    assert before is not None
    assert player.session is not None
    assert player.session.language == "vi"
    assert player.session.frames == before.frames
