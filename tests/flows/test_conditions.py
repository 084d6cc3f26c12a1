"""Conditions: what they mean, what they refuse, and that nothing makes them raise."""

import copy
import pickle

import pytest

from flows.condition_grammar import MAX_DEPTH, MAX_LENGTH
from flows.conditions import ConditionError, parse
from flows.expressions import (
    Both,
    Call,
    Compare,
    Constant,
    Either,
    Expression,
    Member,
    Not,
    render,
    walk,
)
from flows.session import Answer

ANSWERS = {
    "WORD": Answer("late"),
    "EMPTY": Answer(""),
    "RATING": Answer(2),
    "NA": Answer("na"),
    "SHARE": Answer(2.5),
    "SKIPPED": Answer(None),
    "MANY": Answer(("one", "two")),
    "STORY": Answer("I accuse", flags=("denunciation", "redacted")),
}
FACTS = {"place": "Đà Lạt", "mode": "kiosk"}


def holds(source: str) -> bool:
    return parse(source).holds(ANSWERS, FACTS)


# -- meaning


@pytest.mark.parametrize(
    "source",
    [
        "true",
        "not false",
        "WORD == 'late'",
        "WORD != 'early'",
        "EMPTY == ''",
        "RATING == 2",
        "RATING == 2.0",
        "RATING < 3",
        "RATING <= 2",
        "RATING >= 2",
        "RATING > 1",
        "RATING > -1",
        "SHARE > 2",
        "SHARE < 2.6",
        "WORD < 'm'",
        "WORD >= 'late'",
        "WORD in ['early', 'late']",
        "WORD not in ['early']",
        "RATING in [1, 2]",
        "RATING not in [4, 5]",
        "NA != 1",  # another type is never equal
        "NA not in [1, 2]",
        "MANY != 'one'",
        "MISSING == none",
        "SKIPPED == none",
        "WORD != none",
        "MISSING in [none, 'late']",
        "WORD not in [none]",
        "place == 'Đà Lạt'",
        "place != 'Huế'",
        "service == none",
        "place != none",
        "mode in ['kiosk', 'chat']",
        "answered(WORD)",
        "answered(EMPTY)",
        "not answered(SKIPPED)",
        "not answered(MISSING)",
        "flagged(STORY, 'denunciation')",
        "flagged(STORY, 'redacted')",
        "chosen(MANY, 'one')",
        "chosen(MANY, 'two')",
        "chosen(WORD, 'late')",
        "WORD == 'late' and RATING == 2",
        "WORD == 'x' or RATING == 2",
        "false and false or true",  # `and` binds closer
        "true or false and false",
        "not false and true",  # `not` binds closest
        "not (false or false)",
        "  true\n and\ttrue ",
    ],
)
def test_what_holds(source: str) -> None:
    assert holds(source) is True


@pytest.mark.parametrize(
    "source",
    [
        "false",
        "not true",
        "WORD == 'Late'",
        "WORD != 'late'",
        "RATING == '2'",  # texts and numbers are never equal
        "RATING == 3",
        "RATING != 2",
        "RATING < 2",
        "RATING <= 1",
        "RATING >= 3",
        "RATING > 2",
        "NA < 3",  # nor have an order
        "NA >= 1",
        "RATING < 'm'",
        "MANY > 1",
        "MANY == 'one'",
        "WORD in ['early']",
        "WORD not in ['late']",
        "RATING not in [2]",
        "MISSING == 'late'",  # every comparison with none is false …
        "MISSING != 'late'",
        "MISSING in ['late']",
        "MISSING not in ['late']",
        "MISSING < 3",
        "SKIPPED != 'late'",
        "SKIPPED not in ['late']",
        "service != 'card'",
        "service < 'm'",
        "WORD == none",  # … but the one that asks for it
        "MISSING != none",
        "SKIPPED != none",
        "service != none",
        "MISSING not in [none, 'late']",
        "WORD in [none]",
        "place == none",
        "answered(MISSING)",
        "answered(SKIPPED)",
        "flagged(STORY, 'formal_complaint')",
        "flagged(WORD, 'denunciation')",
        "flagged(MISSING, 'denunciation')",
        "chosen(MANY, 'three')",
        "chosen(WORD, 'lat')",
        "chosen(MISSING, 'one')",
        "chosen(SKIPPED, 'one')",
        "WORD == 'late' and RATING == 3",
        "true and true and false",
        "false or false or false",
        "not (true or false)",
        "not false and false",
    ],
)
def test_what_does_not_hold(source: str) -> None:
    assert holds(source) is False


def test_the_first_part_that_decides_is_enough() -> None:
    assert parse("true or WORD == 'x' or false").holds({}, {}) is True
    assert parse("false and WORD == 'x' and true").holds({}, {}) is False


# -- the value


def test_a_condition_tells_its_source_and_names() -> None:
    source = "D9 in ['a'] and (place == 'x' or not flagged(STORY, 'redacted'))"
    condition = parse(source)
    assert condition.source == source
    assert condition.names == {"D9", "place", "STORY"}
    assert parse("true").names == frozenset()
    assert parse("X < 1 or answered(Y_2)").names == {"X", "Y_2"}


def test_equal_meaning_of_the_words_is_equal() -> None:
    first, second = parse("A == 1 and B == 2"), parse("(A==1)   and B == 2")
    assert first == second
    assert hash(first) == hash(second)
    assert len({first, second, parse("A == 1")}) == 2
    assert first != parse("B == 2 and A == 1")
    assert first != "A == 1 and B == 2"


def test_a_condition_cannot_be_changed() -> None:
    condition = parse("A == 1")
    with pytest.raises(AttributeError, match="cannot be changed: source"):
        condition.source = "true"
    with pytest.raises(AttributeError, match="cannot be changed: names"):
        del condition.names
    assert condition.source == "A == 1"


def test_a_condition_survives_copying_and_pickling() -> None:
    condition = parse("A in [1, 'x'] or not B == none")
    for twin in (
        copy.copy(condition),
        copy.deepcopy(condition),
        pickle.loads(pickle.dumps(condition)),  # noqa: S301 - our own bytes
    ):
        assert twin == condition
        assert twin.holds({"A": Answer(1)}, {}) is True


def test_a_condition_shows_itself() -> None:
    condition = parse("((A==1)) and ( (B != 'x') or not(C in [none,-1.50]) )")
    shown = "A == 1 and (B != 'x' or not C in [none, -1.5])"
    assert str(condition) == shown
    assert repr(condition) == f'parse("{shown}")'


@pytest.mark.parametrize(
    ("tree", "source"),
    [
        (Constant(value=True), "true"),
        (Constant(value=False), "false"),
        (Compare("A", "==", 1.0), "A == 1.0"),
        (Compare("A", "<=", 0.000001), "A <= 0.000001"),
        (Compare("A", "!=", None), "A != none"),
        (Member("A", ("x", 2), negated=True), "A not in ['x', 2]"),
        (Call("chosen", "A", "v"), "chosen(A, 'v')"),
        (Call("answered", "A"), "answered(A)"),
        (Not(Not(Constant(value=True))), "not not true"),
        (
            Not(Both((Call("answered", "A"), Call("answered", "B")))),
            "not (answered(A) and answered(B))",
        ),
        (
            Both((Either((Call("answered", "A"), Call("answered", "B"))), Call("answered", "C"))),
            "(answered(A) or answered(B)) and answered(C)",
        ),
        (
            Either((Both((Call("answered", "A"), Call("answered", "B"))), Call("answered", "C"))),
            "answered(A) and answered(B) or answered(C)",
        ),
    ],
    ids=str,
)
def test_a_tree_is_written_with_no_more_brackets_than_needed(
    tree: Expression, source: str
) -> None:
    assert render(tree) == source
    assert parse(source).tree == tree


def test_walking_meets_every_node_once_and_the_outer_first() -> None:
    tree = parse("not A == 1 and (B == 2 or true)").tree
    assert [type(node).__name__ for node in walk(tree)] == [
        "Both",
        "Not",
        "Compare",
        "Either",
        "Compare",
        "Constant",
    ]


# -- refusals


@pytest.mark.parametrize(
    ("source", "column", "message"),
    [
        ("", 1, "expected a question or a fact, found the end"),
        ("A", 2, "expected a comparison after 'A', found the end"),
        ("A B", 3, "expected a comparison after 'A', found 'B'"),
        ("A = 1", 3, "use == to compare"),
        ("A ! 1", 3, "use the word 'not', or != to compare"),
        ("A & B", 3, "use the word 'and'"),
        ("A | B", 3, "use the word 'or'"),
        ('A == "x"', 6, "write texts in 'single quotes'"),
        ("A == 'x", 6, "this quote is never closed"),
        ("A == $", 6, "unexpected '$'"),
        ("A == 1x", 6, "unexpected '1'"),
        ("A == 1.2.3", 6, "unexpected '1'"),
        ("A == 1234567890123456", 6, "unexpected '1'"),
        ("A == 1 and", 11, "expected a question or a fact, found the end"),
        ("A == 1 or or", 11, "expected a question or a fact, found 'or'"),
        ("A == 1 'x'", 8, "expected 'and', 'or' or the end, found 'x'"),
        ("(A == 1", 8, "expected ')', found the end"),
        ("A == 1)", 7, "expected 'and', 'or' or the end, found ')'"),
        ("Place == 1", 1, "'Place' is neither a question (CAPITALS) nor a fact (small letters)"),
        ("_A == 1", 1, "'_A' is neither a question (CAPITALS) nor a fact (small letters)"),
        ("answered(place)", 10, "answered() asks about a question, not a fact"),
        ("flagged(A)", 10, "expected ',', found ')'"),
        ("flagged(A, B)", 12, "expected a text in 'single quotes', found 'B'"),
        ("flagged(A, '')", 12, "this text must not be empty"),
        ("chosen(A, 1)", 11, "expected a text in 'single quotes', found '1'"),
        ("answered A", 10, "expected '(', found 'A'"),
        ("answered(A, 'x')", 11, "expected ')', found ','"),
        ("A < none", 5, "none has no order: use == or !="),
        ("A == true", 6, "a value is wanted here"),
        ("A not 1", 7, "expected 'in', found '1'"),
        ("A in 1", 6, "expected '[', found '1'"),
        ("A in []", 7, "expected a text in 'single quotes', a number or none, found ']'"),
        ("A in [1, ]", 10, "expected a text in 'single quotes', a number or none, found ']'"),
        ("A in [1 2]", 9, "expected ']', found '2'"),
        ("in == 1", 1, "expected a question or a fact, found 'in'"),
        ("'x' == 1", 8, "neither side names a question or a fact"),
        ("A 'in' [1]", 3, "expected a comparison after 'A', found 'in'"),
        ("A '==' 1", 3, "expected a comparison after 'A', found '=='"),
    ],
)
def test_what_is_refused_and_where(source: str, column: int, message: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(source)
    assert (caught.value.column, caught.value.message) == (column, message)
    assert str(caught.value) == message


def test_a_condition_has_a_greatest_length() -> None:
    longest = "A == '" + "x" * (MAX_LENGTH - 7) + "'"
    assert len(longest) == 2000
    assert parse(longest).names == {"A"}
    with pytest.raises(ConditionError, match="longer than 2000 characters") as caught:
        parse(longest + " ")
    assert caught.value.column == 2001


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("not ", "")])
def test_a_condition_has_a_greatest_depth(opening: str, closing: str) -> None:
    assert MAX_DEPTH == 20
    deepest = opening * 19 + "true" + closing * 19
    assert parse(deepest).names == frozenset()
    with pytest.raises(ConditionError, match="too many brackets or 'not'") as caught:
        parse(opening * 20 + "true" + closing * 20)
    assert caught.value.column == 20 * len(opening) + 1


def test_depth_counts_only_what_is_open() -> None:
    assert parse(" and ".join(["(not true)"] * 25)).names == frozenset()
