"""Items keep their identity across versions and forms, and lose it with their wording."""

import re
import unicodedata
from collections import defaultdict

import msgspec
import pytest

from flows.definition import Question
from flows.item_identity import item_identity
from flows.reader import read_form
from tests.flows.shipped import FORMS, MC, SOURCES

MC5 = MC.by_id["MC5"]


def said(question: Question, vi: str) -> Question:
    return msgspec.structs.replace(question, text={**question.text, "vi": vi})


def test_it_is_the_code_and_a_hash_that_stays() -> None:
    assert re.fullmatch(r"MC5-[0-9a-f]{8}", item_identity(MC5))
    assert item_identity(MC5) == "MC5-732a7521"


def test_another_version_of_the_form_keeps_the_item() -> None:
    newer = {
        **SOURCES,
        "mc": SOURCES["mc"]
        .replace(f"version: {MC.version}", f"version: {MC.version + 1}")
        .replace("en: the officer's skill at the work", "en: how skilled the officer was")
        .replace("vi: thời gian chờ tới lượt", "vi: thời gian chờ đến lượt"),
    }
    form = read_form("mc", newer)
    assert form.version == MC.version + 1
    changed = {
        name
        for name, question in form.by_id.items()
        if item_identity(question) != item_identity(MC.by_id[name])
    }
    assert changed == {"MC2"}, "a translation is no wording, a word of the question is"


def test_order_conditions_and_notes_do_not_count() -> None:
    moved = msgspec.structs.replace(
        MC5, section="x", required=False, skippable=True, condition=MC.by_id["MC11"].condition
    )
    assert item_identity(moved) == item_identity(MC5)


def test_spaces_and_unicode_forms_do_not_count() -> None:
    words = unicodedata.normalize("NFD", MC5.text["vi"]).replace(" ", "  ")
    assert item_identity(said(MC5, words)) == item_identity(MC5)


@pytest.mark.parametrize("vi", ["Ông/Bà hài lòng ở mức nào?", MC5.text["vi"].rstrip("?")])
def test_other_words_are_another_item(vi: str) -> None:
    assert item_identity(said(MC5, vi)) != item_identity(MC5)


def test_another_scale_is_another_item() -> None:
    shorter = msgspec.structs.replace(MC5, choices=MC5.choices[:-1])
    assert item_identity(shorter) != item_identity(MC5)


def test_the_same_item_in_several_forms_is_one_item() -> None:
    forms = ("ux", "uxa", "uxb", "uxc", "uxd")
    assert len({item_identity(FORMS[name].by_id["UX1"]) for name in forms}) == 1
    assert item_identity(FORMS["th"].by_id["TH1"]) != item_identity(FORMS["el"].by_id["EL1"])


def test_no_two_wordings_of_a_form_share_an_identity() -> None:
    found = defaultdict(set)
    for form in FORMS.values():
        for question in form.by_id.values():
            labels = tuple((c.value, c.label["vi"]) for c in question.choices)
            found[item_identity(question)].add((question.text["vi"], labels))
    assert all(len(wordings) == 1 for wordings in found.values())
