"""Targets of several campaigns stand side by side, each by a name of its own."""

from bot.figures.comparing import targets
from bot.figures.naming import Names
from bot.figures.sheets import Sheet
from bot.figures.wordings import wordings_of
from bot.i18n import Catalogues
from survey.campaigns import Target
from tests.bot.figures.history import FORMS


def test_targets_that_decisions_set_alike_are_told_apart(texts: Catalogues) -> None:
    planned = [
        Target(indicator="overall", percent=85, source="1/QĐ-BHXH"),
        Target(indicator="A1", percent=85, source="1/QĐ-BHXH"),
        Target(indicator="overall", percent=85, source="2/QĐ-UBND"),
        Target(indicator="overall", percent=90, source="2/QĐ-UBND"),
        Target(indicator="overall", percent=85, source="3/QĐ-TTg"),
    ]
    found = targets(Sheet([], {}), Names(texts, wordings_of(FORMS)), planned)
    assert {one.key: one.source for one in found} == {
        "overall-85": "1/QĐ-BHXH",
        "A1-85": "1/QĐ-BHXH",
        "overall-85-2": "2/QĐ-UBND",
        "overall-90": "2/QĐ-UBND",
        "overall-85-3": "3/QĐ-TTg",
    }
