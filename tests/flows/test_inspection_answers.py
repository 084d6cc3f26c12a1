"""What is refused in bounds, several choices, filters, constraints and calculations, and where."""

from __future__ import annotations

import pytest

from flows.faults import FormFaultsError
from flows.inspection import check
from tests.flows.visiting import DATA

SOURCE = (DATA / "visit.yaml").read_text(encoding="utf-8")


def faults(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    """Return (code, path) of what is wrong after replacing texts of the sound form."""
    source = SOURCE
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new, 1)
    try:
        check("visit", {"visit": source})
    except FormFaultsError as error:
        return [(fault.code, fault.place.path) for fault in error.faults]
    return []


def codes(*changes: tuple[str, str]) -> list[str]:
    return [code for code, _ in faults(*changes)]


def test_the_form_itself_is_sound() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        # bounds
        (("high: 600", "high: 600\n        low: 700"), "bad-question"),
        (("high: today", "high: tomorrow"), "wrong-type"),
        (("low: 2026-01-01", "low: 5"), "wrong-type"),
        (("low: 1900-01-01", "low: 1900-02-30"), "wrong-type"),
        (("type: acknowledge", "type: acknowledge\n        low: 1"), "needless-bound"),
        # constraints
        (("constraint: answer < PEOPLE", "constraint: PEOPLE > 2"), "needless-constraint"),
        (("constraint: answer < PEOPLE", "constraint: answer < PEOPEL"), "unknown-question"),
        (("constraint: answer < PEOPLE", "constraint: answer < PAID"), "later-question"),
        (("constraint: answer < PEOPLE", "constraint: answer <"), "bad-condition"),
        (("constraint: answer < PEOPLE", "high: 9"), "never-said"),
        (("constraint: answer < CAME_ON", "constraint: answer < tomorrow"), "unknown-fact"),
        # choice filters
        (("condition: CHILDREN > 0, l", "condition: CHILDREN > 0 and CHILDREN < 0, l"),
         "dead-choice"),
        (("condition: CHILDREN > 0, l", "condition: CHILDREN == 0 or not CHILDREN == 0, l"),
         "dead-condition"),
        (("condition: CHILDREN > 0, label: {vi: Qua", "condition: KIDS > 0, label: {vi: Qua"),
         "unknown-question"),
        (("condition: CHILDREN > 0, label: {vi: Qua", "condition: PAID > 0, label: {vi: Qua"),
         "later-question"),
        (('{value: "read",', "{value: read, condition: C1 == 'yes',"), "needless-filter"),
        (("- {value: fee,", "- {value: fee, exclusive: true,"), "needless-exclusive"),
        # several choices
        (("condition: not 'nothing' in PAID_BY", "condition: PAID_BY != 'nothing'"),
         "several-compared"),
        (("condition: not 'nothing' in PAID_BY", "condition: not 'coins' in PAID_BY"),
         "unknown-value"),
        (("type: many", "type: many\n        prefill: counter"), "needless-prefill"),
        # calculations
        (("calculation: round(PAID / PEOPLE)", "calculation: round(PAID / NOBODY)"),
         "unknown-question"),
        (("calculation: round(PAID / PEOPLE)", "calculation: round(DEAR)"), "later-question"),
        (("calculation: round(PAID / PEOPLE)", "calculation: PAID > 3"), "bad-condition"),
        (("calculation: round(PAID / PEOPLE)", "required: true"), "bad-question"),
        (("type: decimal", "type: decimal\n        calculation: 3"), "needless-calculation"),
        # the day
        (("condition: AGE >= 60", "condition: BORN < today"), "dated-condition"),
    ],
)  # fmt: skip
def test_what_is_refused(change: tuple[str, str], code: str) -> None:
    assert code in codes(change), faults(change)


def test_a_fault_stands_at_its_place() -> None:
    found = faults(("condition: DISTANCE > 10", "condition: DISTANT > 10"))
    assert found == [("unknown-question", "sections[2].questions[3].choices[1].condition")]
    found = faults(("constraint: answer < PEOPLE", "constraint: answer < PEOPEL"))
    assert found == [("unknown-question", "sections[1].questions[6].constraint")]


def test_conditions_on_calculated_and_several_answers_are_never_called_dead() -> None:
    living = (
        "EACH > 100000 and EACH < 100001",
        "'cash' in PAID_BY and 'card' in PAID_BY and not 'phone' in PAID_BY",
        "count(PAID_BY) == 3 and PAID - PEOPLE > 3",
    )
    for condition in living:
        assert codes(("condition: EACH > 100000", f'condition: "{condition}"')) == []


def test_a_condition_on_several_choices_that_cannot_hold_is_found() -> None:
    dead = "'cash' in PAID_BY and not 'cash' in PAID_BY"
    change = ("condition: EACH > 100000", f'condition: "{dead}"')
    unfiltered = ("condition: CHILDREN > 0, label: {vi: Qua", "label: {vi: Qua")
    assert codes(change, unfiltered) == ["unreachable-question"]


def test_a_tick_needs_one_character_more_than_a_button() -> None:
    source = SOURCE.replace("PAID_BY", "P" * 24).replace("nothing", "n" * 30)
    with pytest.raises(FormFaultsError) as caught:
        check("visit", {"visit": source})
    assert [fault.code for fault in caught.value.faults] == ["long-payload"]
    assert "the tick carries 65 bytes" in caught.value.faults[0].message
