"""Conditions for all trees, texts and values: printing reads back, and nothing raises."""

import string

from hypothesis import given
from hypothesis import strategies as st

from flows.condition_grammar import MAX_LENGTH
from flows.conditions import Condition, ConditionError, parse
from flows.expressions import (
    Both,
    Call,
    Compare,
    Constant,
    Either,
    Logic,
    Member,
    Not,
    render,
)
from flows.session import Answer, Value

NAMES = st.from_regex(r"[A-Z][A-Z0-9_]{0,5}", fullmatch=True)
WORDS = {"and", "or", "not", "in", "true", "false", "none", "answered", "flagged", "chosen"}
FACT_NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True).filter(lambda n: n not in WORDS)
TEXTS = st.text(string.ascii_letters + " độ0", max_size=6)
NUMBERS = st.integers(-(10**6), 10**6) | st.decimals(-999, 999, places=3).map(float)
LITERALS = TEXTS | NUMBERS | st.none()
LEAVES = (
    st.builds(Constant, st.booleans())
    | st.builds(Compare, NAMES | FACT_NAMES, st.sampled_from(["==", "!="]), LITERALS)
    | st.builds(Compare, NAMES, st.sampled_from(["<", "<=", ">", ">="]), TEXTS | NUMBERS)
    | st.builds(
        Member,
        NAMES | FACT_NAMES,
        st.lists(LITERALS, min_size=1, max_size=3).map(tuple),
        st.booleans(),
    )
    | st.builds(Call, st.just("answered"), NAMES)
    | st.builds(Call, st.sampled_from(["flagged", "chosen"]), NAMES, TEXTS.filter(bool))
)


def _compound(inner: st.SearchStrategy[Logic]) -> st.SearchStrategy[Logic]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, inner) | st.builds(Both, parts) | st.builds(Either, parts)


TREES = st.recursive(LEAVES, _compound, max_leaves=6).filter(lambda t: len(render(t)) < MAX_LENGTH)
VALUES = st.none() | TEXTS | st.integers() | st.floats() | st.lists(TEXTS, max_size=3).map(tuple)
GIVEN_ANSWERS = st.dictionaries(
    NAMES, st.builds(Answer, VALUES, flags=st.lists(TEXTS, max_size=2).map(tuple)), max_size=4
)


@given(TREES)
def test_what_is_printed_reads_back_the_same(tree: Logic) -> None:
    again = parse(render(tree))
    assert again.tree == tree
    assert str(again) == render(tree)


@given(TREES, GIVEN_ANSWERS, st.dictionaries(FACT_NAMES, TEXTS, max_size=3))
def test_nothing_makes_a_condition_raise(
    tree: Logic, answers: dict[str, Answer], facts: dict[str, str]
) -> None:
    condition = Condition(render(tree), tree)
    outcome = condition.holds(answers, facts)
    assert type(outcome) is bool
    assert Condition("", Not(tree)).holds(answers, facts) is not outcome


@given(TREES, VALUES)
def test_values_for_every_name_make_no_condition_raise(tree: Logic, value: Value) -> None:
    condition = Condition(render(tree), tree)
    answers = {name: Answer(value) for name in condition.names}
    assert condition.holds(answers, {}) in (True, False)


@given(st.text(string.printable, max_size=40))
def test_any_text_is_read_or_refused_with_a_column(source: str) -> None:
    fault = _refusal(source)
    assert fault is None or (1 <= fault.column <= len(source) + 1 and fault.message)


def _refusal(source: str) -> ConditionError | None:
    try:
        parse(source)
    except ConditionError as error:
        return error
    return None
