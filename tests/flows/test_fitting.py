"""A part fits its form: parameters filled in, questions and choices left out."""

import pytest

from flows.faults import FormFaultsError
from flows.reader import read_form
from tests.flows.samples import FORM, POLICY, SOURCES, changed

USE = "  - use: common/policy\n    with: {form: M}\n"


def ids(sources: dict[str, str]) -> list[str]:
    return [str(question.id) for question in read_form("sample", sources).questions]


def test_a_question_is_left_out_by_the_name_that_it_has_in_the_form() -> None:
    sources = changed("common/start\n", "common/start\n    leave_out: [HELLO]\n")
    assert ids(sources) == [name for name in ids(SOURCES) if name != "HELLO"]
    more = {"common/policy": POLICY.replace("enabled: false", "enabled: true")}
    sources = {**changed(USE, USE + "    leave_out: [MP1]\n"), **more}
    assert ids(sources)[-1] == "MP5"


def test_a_choice_is_left_out() -> None:
    sources = changed("common/start\n", "common/start\n    leave_out: [C1.why, HELLO.later]\n")
    form = read_form("sample", sources)
    assert [c.value for c in form.by_id["C1"].choices] == ["yes", "no"]
    assert [c.value for c in form.by_id["HELLO"].choices] == ["start"]


def test_each_use_leaves_out_its_own() -> None:
    twice = FORM + "  - use: common/policy2\n    with: {form: N}\n    leave_out: [NP5]\n"
    sources = {
        **SOURCES,
        "sample": twice,
        "common/policy2": POLICY.replace("id: policy", "id: policy2"),
    }
    assert ids(sources)[-2:] == ["MP1", "NP1"]


def test_what_is_left_out_needs_no_parameter_but_may_have_it() -> None:
    part = POLICY.replace("vi: báo trước", "vi: <what>").replace("enabled: false", "enabled: true")
    sources = {"common/policy": part}
    left = USE + "    leave_out: [MP5]\n"
    assert ids({**changed(USE, left), **sources})[-1] == "MP1"
    given = left.replace("{form: M}", "{form: M, what: x}")
    assert ids({**changed(USE, given), **sources})[-1] == "MP1"
    with pytest.raises(FormFaultsError, match="needs the parameter 'what'"):
        read_form("sample", {**SOURCES, **sources})


def test_a_section_that_has_nothing_left_is_refused() -> None:
    sources = changed(USE, USE + "    leave_out: [MP1, MP5]\n")
    with pytest.raises(FormFaultsError, match="the list 'questions' is empty"):
        read_form("sample", sources)


def test_what_is_left_out_changes_the_content() -> None:
    less = changed("common/start\n", "common/start\n    leave_out: [C1.why]\n")
    hashes = {read_form("sample", sources).content_hash for sources in (SOURCES, less)}
    assert len(hashes) == 2
