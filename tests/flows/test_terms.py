"""What calculations come to, what they refuse, and that nothing makes them raise."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.condition_grammar import MAX_LEVELS
from flows.conditions import Calculation, ConditionError, parse, parse_calculation
from flows.session import Answer, Value
from flows.terms import day_of

ANSWERS = {
    "ONE": Answer(1),
    "TWO": Answer(2),
    "HALF": Answer(0.5),
    "SKIPPED": Answer(None),
    "WORD": Answer("late"),
    "DIGIT": Answer("3"),
    "MANY": Answer(("cash", "card")),
    "BORN": Answer("1954-03-02"),
    "CAME": Answer("2026-03-01"),
    "LEFT": Answer("2026-03-05"),
}
FACTS = {"place": "Đà Lạt", "today": "2026-03-02"}


def value(source: str) -> Value:
    return parse_calculation(source).value(ANSWERS, FACTS)


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("3", 3),
        ("'x'", "x"),
        ("none", None),
        ("ONE", 1),
        ("place", "Đà Lạt"),
        ("MANY", ("cash", "card")),
        # arithmetic
        ("ONE + TWO * 3", 7),
        ("(ONE + TWO) * 3", 9),
        ("TWO - ONE - ONE", 0),
        ("8 / TWO / TWO", 2),
        ("ONE / 3", 0.333333),
        ("7 mod 4", 3),
        ("HALF + HALF", 1),
        ("-TWO + 5", 3),
        ("-(ONE + TWO)", -3),
        ("TWO-1", 1),
        ("0.1 + 0.2", 0.3),
        ("1000000000 * 1000000000", None),
        ("ONE / 0", None),
        ("ONE mod 0", None),
        # none and other types
        ("ONE + SKIPPED", None),
        ("ONE + MISSING", None),
        ("ONE + WORD", None),
        ("ONE + DIGIT", None),
        ("ONE + number(DIGIT)", 4),
        ("number(WORD)", None),
        ("number(ONE)", 1),
        ("ONE + MANY", None),
        # days
        ("LEFT - CAME", 4),
        ("CAME - LEFT", -4),
        ("CAME + 4", "2026-03-05"),
        ("4 + CAME", "2026-03-05"),
        ("LEFT - 4", "2026-03-01"),
        ("CAME + CAME", None),
        ("CAME + 99999999999", None),
        ("today - CAME", 1),
        ("years(BORN, today)", 72),
        ("years(BORN, CAME)", 71),
        ("years(today, BORN)", None),
        ("years(WORD, today)", None),
        # functions
        ("sum(ONE, SKIPPED, TWO)", 3),
        ("sum(SKIPPED, MISSING)", None),
        ("min(TWO, ONE, SKIPPED)", 1),
        ("max(TWO, HALF)", 2),
        ("max(CAME, LEFT)", "2026-03-05"),
        ("min(CAME, LEFT)", "2026-03-01"),
        ("max(CAME, ONE)", None),
        ("max(SKIPPED)", None),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(ONE / 3, 2)", 0.33),
        ("round(WORD)", None),
        ("round(ONE, 99)", None),
        ("whole(2.9)", 2),
        ("whole(-2.9)", -2),
        ("count(MANY)", 2),
        ("count(WORD)", 1),
        ("count(MISSING)", 0),
        ("first(SKIPPED, MISSING, TWO)", 2),
        ("first(SKIPPED)", None),
        ("length(WORD)", 4),
        ("length(MISSING)", None),
        ("concat(WORD, ' ', ONE, SKIPPED)", "late 1"),
        ("concat(SKIPPED)", None),
        ("if(TWO > ONE, 'more', 'less')", "more"),
        ("if(MISSING > ONE, 'more', 'less')", "less"),
        ("if('cash' in MANY and not answered(SKIPPED), ONE, TWO) + 1", 2),
        ("if(ONE == 2, 'a', if(ONE == 1, 'b', 'c'))", "b"),
    ],
)
def test_value(source: str, result: Value) -> None:
    found = value(source)
    assert found == result
    assert type(found) is type(result)


@pytest.mark.parametrize(
    "source",
    [
        "'cash' in MANY",
        "'coin' not in MANY",
        "count(MANY) == 2",
        "count(MANY) <= 2 and 1 < TWO",
        "LEFT >= CAME",
        "LEFT - CAME > 3",
        "CAME < '2026-03-02'",
        "today > CAME",
        "TWO > ONE",
        "ONE + ONE == TWO",
        "TWO != ONE",
        "WORD != DIGIT",
        "ONE + MISSING == none",
        "none == ONE + MISSING",
        "ONE + TWO != none",
        "number(DIGIT) > TWO",
        "(ONE + TWO) * 2 > 5",
        "if(ONE == 1, TWO, 0) == 2",
        "'b' > WORD or WORD > 'b'",
    ],
)
def test_what_holds(source: str) -> None:
    assert parse(source).holds(ANSWERS, FACTS) is True


@pytest.mark.parametrize(
    "source",
    [
        "'coin' in MANY",
        "'cash' not in MANY",
        "'cash' in MISSING",
        "ONE > TWO",
        "ONE < WORD",
        "WORD < ONE",
        "ONE == DIGIT",
        "MISSING != ONE",
        "MISSING == SKIPPED",
        "ONE + MISSING != TWO",
        "ONE + TWO == none",
        "MANY > ONE",
    ],
)
def test_what_does_not_hold(source: str) -> None:
    assert parse(source).holds(ANSWERS, FACTS) is False


@pytest.mark.parametrize(
    ("source", "column", "message"),
    [
        ("", 1, "expected a question or a fact, found the end"),
        ("ONE +", 6, "expected a question or a fact, found the end"),
        ("ONE TWO", 5, "expected a sign such as + or the end, found 'TWO'"),
        ("ONE == 1", 1, "this is true or false, but a value is wanted: use if(…, 1, 0)"),
        ("answered(ONE)", 1, "this is true or false, but a value is wanted: use if(…, 1, 0)"),
        ("(ONE == 1) + 1", 12, "'+' needs values on both sides"),
        ("1 + (ONE == 1)", 3, "'+' needs values on both sides"),
        ("if(ONE, 1, 2)", 7, "expected a comparison after 'ONE', found ','"),
        ("if(ONE == 1, 2)", 1, "if() takes 3 values, not 2"),
        ("round(1, 2, 3)", 1, "round() takes 1 to 2 values, not 3"),
        ("sum(ONE == 1)", 5, "sum() takes values here"),
        ("sqrt(ONE)", 5, "expected a sign such as + or the end, found '('"),
        ("__import__('os')", 1, "'__import__' is neither a question (CAPITALS) nor a fact"),
        ("ONE.real", 1, "expected a question or a fact"),
    ],
)
def test_what_is_refused_and_where(source: str, column: int, message: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_calculation(source)
    if source != "ONE.real":  # a dot is no sign at all
        assert caught.value.column == column
        assert message in caught.value.message


@pytest.mark.parametrize(
    "source",
    [
        "'a' in ['b']",
        "1 < 2",
        "ONE + 1",
        "ONE == (TWO == 2)",
        "(ONE) in 'x'",
        "ONE + 1 in [2]",
        "'a' in place",
        "'' in MANY",
    ],
)
def test_conditions_that_are_refused(source: str) -> None:
    with pytest.raises(ConditionError):
        parse(source)


def test_a_chain_of_signs_is_flat_and_a_tower_of_them_is_refused() -> None:
    ones = {"A": Answer(1)}
    assert parse_calculation(" + ".join(["A"] * 300)).value(ones, {}) == 300
    with pytest.raises(ConditionError, match=f"more than {MAX_LEVELS} levels"):
        parse_calculation("A" + " - A + A" * 150)


def test_the_name_answer_means_the_question_of_a_constraint() -> None:
    constraint = parse("answer < PEOPLE and count(answer) == 1 and 'a' not in answer", "CHILDREN")
    assert constraint.names == {"CHILDREN", "PEOPLE"}
    assert constraint.holds({"CHILDREN": Answer(1), "PEOPLE": Answer(3)}, {})
    assert parse("answer == 'x'").names == {"answer"}, "a fact anywhere else"


@pytest.mark.parametrize(
    "source",
    [
        "A - (B - C)",
        "(A + B) * C",
        "A - B - C",
        "A / (B * C)",
        "A * B / C",
        "-A + 1",
        "if(A > 1 and (B == 1 or C == 1), 'x', none)",
        "concat(A, ' ', B)",
        "A mod 2 + B",
    ],
)
def test_a_calculation_is_written_as_it_was_meant(source: str) -> None:
    read = parse_calculation(source)
    twin = parse_calculation(str(read))
    assert twin == read
    assert hash(twin) == hash(read)
    assert twin != parse_calculation("A")


def test_a_calculation_cannot_be_changed_and_survives_pickling() -> None:
    calculation = parse_calculation("A + 1")
    with pytest.raises(AttributeError, match="a calculation cannot be changed: source"):
        calculation.source = "A"
    for twin in (copy.deepcopy(calculation), pickle.loads(pickle.dumps(calculation))):  # noqa: S301
        assert isinstance(twin, Calculation)
        assert twin.value({"A": Answer(1)}, {}) == 2


def test_days() -> None:
    assert day_of("2026-03-02") == date(2026, 3, 2)
    for other in ("2026-02-30", "2026-3-2", "20260302", "", None, 20260302, ("2026-03-02",)):
        assert day_of(other) is None


_VALUES = st.one_of(
    st.none(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.dates().map(date.isoformat),
    st.lists(st.text(max_size=3), max_size=3).map(tuple),
)
_SOURCES = [
    "A + B", "A - B", "A * B", "A / B", "A mod B", "-A", "sum(A, B)", "min(A, B)", "max(A, B)",
    "round(A, B)", "whole(A)", "number(A)", "count(A)", "length(A)", "first(A, B)",
    "concat(A, B)", "years(A, B)", "if(A > B, A, B)",
]  # fmt: skip


@given(st.sampled_from(_SOURCES), _VALUES, _VALUES)
def test_no_value_makes_a_calculation_raise(source: str, one: Value, other: Value) -> None:
    answers = {"A": Answer(one), "B": Answer(other)}
    found = parse_calculation(source).value(answers, {})
    assert found is None or isinstance(found, int | float | str | tuple)
    for operator in ("==", "!=", "<", "<=", ">", ">="):
        assert parse(f"A {operator} B").holds(answers, {}) in (True, False)
