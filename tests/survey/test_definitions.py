"""What publications pin of earlier definitions: as long as sums of theirs are shown."""

import pytest

from survey.definitions import definition_of, with_earlier
from survey.editions import Pin

FORM = Pin(kind="form", name="mc", version="3", sha256="f")
RULES = Pin(kind="policy", name="validity", version="9", sha256="r")


def _defined(version: str, name: str = "definition") -> Pin:
    return Pin(kind="policy", name=name, version=version, sha256=version)


def test_the_definition_is_one_of_the_pins_or_not_noted() -> None:
    assert definition_of((FORM, RULES, _defined("2"))) == "2"
    assert definition_of((FORM, RULES)) == ""


def test_nothing_is_added_while_the_definition_stays_or_was_not_noted() -> None:
    pins = (FORM, _defined("3"))
    assert with_earlier(pins, (RULES, _defined("3")), "2026-11", "2025-12") == pins
    assert with_earlier(pins, (RULES,), "2026-11", "2025-12") == pins
    assert with_earlier(pins, (), "2026-11", "2025-12") == pins


@pytest.mark.parametrize(
    ("first", "kept"), [("2025-12", True), ("2025-11", True), ("2026-01", False)]
)
def test_an_earlier_definition_is_told_until_its_months_have_left(first: str, kept: bool) -> None:
    older = _defined("1", "definition/2025-12")
    found = with_earlier((_defined("3"),), (_defined("2"), older), "2026-11", first)
    ended = _defined("2", "definition/2026-11")
    assert found == ((_defined("3"), older, ended) if kept else (_defined("3"), ended))
