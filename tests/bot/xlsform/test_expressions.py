"""XPath in, our conditions out: the same meaning, or the reason why not."""

import pytest

from bot.xlsform.expressions import Scope, read_calculation, read_condition
from bot.xlsform.tokens import ExpressionError
from bot.xlsform.typed import Typed
from bot.xlsform.xpath import NoXPathError, xpath
from flows.conditions import parse
from flows.expressions import Name, render
from tests.flows.shipped import FORMS

YES_NO = {"yes": "yes", "no": "no"}
NAMES = {
    "ok": Typed(Name("OK"), "choice", YES_NO),
    "sure": Typed(Name("SURE"), "choice", YES_NO, sure=True),
    "phq": Typed(Name("PHQ"), "choice", {"0": "0", "1": "1", "-1": "v1"}),
    "many": Typed(Name("MANY"), "many", {"a": "a", "b-c": "b_c"}),
    "one": Typed(Name("ONE"), "choice", {"a": "a", "b-c": "b_c", "d": "d"}),
    "age": Typed(Name("AGE"), "number"),
    "born": Typed(Name("BORN"), "day"),
    "name": Typed(Name("NAME"), "text"),
    "level": Typed(Name("MC1"), "level", {"5": "5", "na": "na"}),
    "note": Typed(Name("NOTE"), "none"),
    "after": Typed(Name("AFTER"), "later"),
}
SCOPE = Scope(NAMES, own=Typed(Name("answer"), "number"), has_day=True)

CONDITIONS = {
    "${age} >= 18": "AGE >= 18",
    "18 <= ${age}": "AGE >= 18",
    "${age} > '17'": "AGE > 17",
    "${age}=5 or ${age} = 6": "AGE in [5, 6]",
    "${ok} = 'yes'": "OK == 'yes'",
    "'yes' = ${ok}": "OK == 'yes'",
    "${ok} != 'yes'": "not OK == 'yes'",
    "${sure} != 'yes'": "SURE != 'yes'",
    "${ok} = ''": "OK == none",
    "${ok} != ''": "OK != none",
    "not(${ok} = '')": "OK != none",
    "${ok} != '' and ${ok} != 'yes'": "OK != 'yes'",
    "selected(${ok}, 'no')": "OK == 'no'",
    "selected(${many}, 'b-c')": "chosen(MANY, 'b_c')",
    "not(selected(${many}, 'a'))": "not chosen(MANY, 'a')",
    "selected('yes maybe', ${ok})": "OK in ['yes']",
    "selected(${many}, ${one})": (
        "ONE == 'a' and chosen(MANY, 'a') or ONE == 'b_c' and chosen(MANY, 'b_c')"
    ),
    "${many} = 'a'": "chosen(MANY, 'a') and count(MANY) == 1",
    "count-selected(${many}) > 2": "count(MANY) > 2",
    "${phq} >= 1": (
        "if(PHQ == 'v1', -1, number(PHQ)) >= 1"  # its name is no value of ours
    ),
    "${level} <= 2 or ${level} = 'na'": "MC1 <= 2 or MC1 == 'na'",
    "${born} <= today()": "BORN <= today",
    "${born} > date('2020-01-31')": "BORN > '2020-01-31'",
    "(today() - ${born}) div 365.25 >= 18": "(today - BORN) / 365.25 >= 18",
    ". > 0 and . <= ${age}": "answer > 0 and answer <= AGE",
    "string-length(${name}) <= 20": "length(NAME) <= 20",
    "${age} mod 2 = 0": "AGE mod 2 == 0",
    "-${age} < -3": "0 - AGE < -3",
    "${age} + 1 * 2 > 3": "AGE + 1 * 2 > 3",
    "(${age} + 1) * 2 > 3": "(AGE + 1) * 2 > 3",
    "true() and ${ok} = ‘yes’": "OK == 'yes'",
    "${ok} = 'yes' and (${age} < 5 or ${age} > 60)": "OK == 'yes' and (AGE < 5 or AGE > 60)",
    "coalesce(${age}, 0) = 0": "first(AGE, 0) == 0",
    "if(selected(${many}, 'a'), count-selected(${many}) = 1, true())": (
        "chosen(MANY, 'a') and count(MANY) == 1 or not chosen(MANY, 'a')"
    ),
}


@pytest.mark.parametrize("source", CONDITIONS)
def test_a_condition_means_the_same(source: str) -> None:
    tree, dropped = read_condition(source, SCOPE)
    assert tree is not None
    assert not dropped
    assert render(tree) == CONDITIONS[source]
    assert render(parse(render(tree)).tree) == render(tree)


CALCULATIONS = {
    "${age} * 2": "AGE * 2",
    "if(${age} > 17, 'adult', 'child')": "if(AGE > 17, 'adult', 'child')",
    "if(${ok} = 'yes', 1, '')": "if(OK == 'yes', 1, none)",
    "int(${age} div 2)": "whole(AGE / 2)",
    "round(${age} div 3, 2)": "round(AGE / 3, 2)",
    "concat(${name}, ' ', ${age})": "concat(NAME, ' ', AGE)",
    "concat(${phq}, '')": "concat(if(PHQ == 'v1', '-1', PHQ), '')",
    "max(${age}, 3, 1)": "max(AGE, 3, 1)",
    "max(${born}, today())": "max(BORN, today)",
    "${born} + 280": "BORN + 280",
    "${ok} = 'yes'": "if(OK == 'yes', 'true', 'false')",
    "if(${age} > 17, true(), false())": "if(AGE > 17, 'true', 'false')",
    "${age} - 1 - 2": "AGE - 1 - 2",
    "${age} - (1 - 2)": "AGE - (1 - 2)",
}


@pytest.mark.parametrize("source", CALCULATIONS)
def test_a_calculation_means_the_same(source: str) -> None:
    assert render(read_calculation(source, SCOPE).tree) == CALCULATIONS[source]


REFUSED = {
    "${nobody} = 1": "no_question",
    "${note} = 'x'": "no_answer",
    "${after} = 'x'": "later",
    "${ok} = 'maybe'": "no_choice",
    "${ok}": "no_condition",
    "${age} = 'ten'": "no_number",
    "${born} = '31/12/2026'": "no_day",
    "${many} > 'a'": "many_order",
    "${many} + 1 > 2": "many_number",
    "${age} > ''": "empty_order",
    "selected(${ok}, ${name})": "selected",
    "age > 3": "bare",
    "position(..) = 1": "unexpected",
    "count(${age}) > 1": "no_function",
    "once(${age}) = 1": "no_function",
    "string-length() > 1": "arguments",
    "regex(${name}, 'a+')": "no_function",
    "(${age} > 3": "unfinished",
    "${age} > 3)": "unexpected",
    "${age} ≥ 3": "sign",
    "${age} + (${ok} = 'yes') > 1": "no_value",
    "today() + today() > 1": "day_sum",
    "${name} = 'it\"s' or ${name} = \"it's\"": "quote",
    "(" * 30 + "1 = 1" + ")" * 30: "deep",
    "${age} > 1" + " or ${age} > 1" * 300: "long",
}


@pytest.mark.parametrize("source", REFUSED, ids=lambda source: source[:40])
def test_what_cannot_be_carried_is_refused_with_its_reason(source: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        read_condition(source, SCOPE)
    assert caught.value.key == f"xlsform.expression.{REFUSED[source]}"


def test_today_is_known_in_constraints_and_calculations_only() -> None:
    with pytest.raises(ExpressionError) as caught:
        read_condition("today() > ${born}", Scope(NAMES))
    assert caught.value.key == "xlsform.expression.today"


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("regex(., '^a$')", None),
        (". > 3 and regex(., '^a$')", "answer > 3"),
        (". > 3 or regex(., '^a$')", None),
        ("not(regex(., '^a$'))", None),
        (". > 3 and (. < 5 or regex(., 'x'))", None),
    ],
)
def test_leaving_a_pattern_out_never_refuses_what_the_form_takes(
    source: str, left: str | None
) -> None:
    scope = Scope(NAMES, own=Typed(Name("answer"), "number"), patterns=True)
    tree, dropped = read_condition(source, scope)
    assert dropped
    assert (render(tree) if tree else None) == left


def test_a_choice_filter_is_worked_out_for_each_choice() -> None:
    filter_ = "province = ${ok} or name = 'elsewhere'"
    here = read_condition(filter_, Scope(NAMES, {"province": "yes", "name": "a"}))[0]
    assert here is not None
    assert render(here) == "OK == 'yes'"
    assert read_condition(filter_, Scope(NAMES, {"province": "", "name": "elsewhere"}))[0] is None


@pytest.mark.parametrize(
    ("filter_", "cell", "offered"),
    [
        ("for = ${ok} or for = 'all'", "all", "true"),
        ("for = ${ok} or for = 'all'", "no", "OK == 'no'"),
        ("for = ${ok} or for = 'all'", "neither", "false"),
        ("${ok} != for", "neither", "true"),
        ("${phq} >= for", "7", "if(PHQ == 'v1', -1, number(PHQ)) >= 7"),
        ("selected(${many}, for)", "a", "chosen(MANY, 'a')"),
        ("selected(${many}, for)", "neither", "false"),
        ("not(selected(${many}, for))", "neither", "true"),
    ],
)
def test_a_cell_that_names_no_choice_of_the_question_is_unlike_all_of_them(
    filter_: str, cell: str, offered: str
) -> None:
    tree = read_condition(filter_, Scope(NAMES, {"for": cell}))[0]
    assert (render(tree) if tree else "true") == offered


@pytest.mark.parametrize(
    "source", ["AGE <= 12345678", "AGE > 1500000.25", "AGE * 0.123456 < 100", "AGE == 1000000"]
)
def test_a_number_is_written_with_all_its_digits_and_read_again(source: str) -> None:
    written = xpath(parse(source).tree)
    tree = read_condition(written.replace("AGE", "age"), SCOPE)[0]
    assert tree is not None
    assert render(tree) == source


@pytest.mark.parametrize("name", sorted(FORMS))
def test_conditions_of_our_forms_can_be_written_as_xpath(name: str) -> None:
    for question in FORMS[name].questions:
        for condition in filter(None, [question.condition, *(e.when for e in question.endings)]):
            try:
                written = xpath(condition.tree)
            except NoXPathError:
                facts = {each for each in condition.names if each.islower()}
                assert facts or "flagged" in str(condition)
            else:
                assert "==" not in written
