"""Every version that figures are of keeps its criteria and words; what was reworded is marked."""

import pytest

from bot.figures.naming import Names
from bot.figures.wordings import wordings_of
from bot.i18n import Catalogues
from survey.cells import ChoiceKey
from tests.bot.figures.history import FORMS, NEWEST
from tests.bot.figures.reforms import changed, relabelled

MC = FORMS["mc", NEWEST["mc"]]
OLD, NEW = f"mc/{MC.version}", f"mc/{MC.version + 1}"
BOTH = {OLD, NEW}
CHANGED = {**FORMS, ("mc", MC.version + 1): changed(MC, without="MC1", reworded="MC5")}
REASON = ChoiceKey("", "", "mc", "L1_B3", "attitude")


def test_what_left_the_newest_version_stands_behind_what_it_asks() -> None:
    names = [one.id for one in wordings_of(CHANGED, BOTH).questions("mc")]
    newest = [one.id for one in MC.questions if one.id != "MC1"]
    assert names == [*newest, "MC1"]


@pytest.mark.parametrize(("heard", "asked"), [({OLD}, True), ({NEW}, False), (set[str](), False)])
def test_a_form_is_told_in_the_versions_that_were_answered(
    heard: set[str], *, asked: bool
) -> None:
    words = wordings_of(CHANGED, heard)
    assert (words.question("mc.MC1") is not None) == asked
    assert words.reworded() == []


def test_other_words_or_another_factor_under_one_code_are_another_item(texts: Catalogues) -> None:
    words = wordings_of(CHANGED, BOTH)
    assert words.reworded() == ["mc.MC5"]
    note = texts.text("vi", "export.reworded")
    assert Names(texts, words).level("mc.MC5") == f"Lời mới ({note})"
    assert Names(texts, words).level("mc.MC1").startswith("chỗ ngồi chờ")


def test_a_choice_has_the_words_of_the_newest_version_that_offers_it(texts: Catalogues) -> None:
    forms = {**FORMS, ("mc", MC.version + 1): relabelled(MC, "L1_B3", "attitude", "Kém")}
    gone = {**FORMS, ("mc", MC.version + 1): changed(MC, without="L1_B3")}
    note = texts.text("vi", "export.reworded")
    assert Names(texts, wordings_of(forms, BOTH)).choice(REASON) == f"Kém ({note})"
    known = Names(texts, wordings_of(FORMS, {OLD})).choice(REASON)
    assert Names(texts, wordings_of(gone, BOTH)).choice(REASON) == known != "attitude"


def test_a_category_is_of_the_one_factor_whose_low_ratings_it_explains() -> None:
    words = wordings_of(FORMS)
    found = {name: words.factor_of(name) for name in ("PA01", "PA04", "PA07", "PA14")}
    assert found == {"PA01": "B3", "PA04": None, "PA07": None, "PA14": None}
