"""Every word that the engine stores can be said to people."""

from typing import get_args

from bot.i18n import Catalogues
from bot.reports import wording
from flows.complaints import CATEGORIES
from flows.events import ComplaintSubmitted
from storage.base import ResponseRecord


def test_every_category_role_and_kind_has_its_words(texts: Catalogues) -> None:
    assert set(wording.CATEGORIES) == set(CATEGORIES)
    assert set(wording.OWNER_ROLES) == {c.owner_role for c in CATEGORIES.values()}
    kinds = get_args(ComplaintSubmitted.__annotations__["kind"]) or {
        "suggestion",
        "praise",
        "report",
        "proposal",
    }
    assert set(wording.CASE_KINDS) == set(kinds)
    assert {str(c.severity) for c in CATEGORIES.values()} <= set(wording.SEVERITIES)
    for language in texts.languages:
        for key in (*wording.CATEGORIES.values(), *wording.OWNER_ROLES.values()):
            assert texts.text(language, key)


def test_every_state_of_a_response_has_its_words() -> None:
    annotation = str(ResponseRecord.__annotations__["state"])
    assert all(
        repr(state) in annotation or state in annotation for state in wording.RESPONSE_STATES
    )


def test_an_unknown_word_stands_for_itself() -> None:
    assert wording.key_of(wording.CASE_STATES, "something_new") == "something_new"
