"""The shipped complaint form, the bot's own questions, and the one that deletes."""

import pytest

from flows.complaints import CATEGORIES as CASE_CATEGORIES
from flows.session import Answer
from flows.vocabulary import CATEGORIES
from tests.flows.shipped import DIALOGUE, ERASURE, INTAKE, asked

# -- the complaint form


ALL = {"intake_cause": "L1_B3", "intake_category": "PA01", "intake_kind": "report"}


def test_intake_asks_little_after_a_low_rating() -> None:
    assert asked(INTAKE, {"KIND": "report", "KEEP": "yes", "REPLY": "no"}, ALL) == [
        "KEEP", "KIND", "STORY", "REPLY",
    ]  # fmt: skip


def test_intake_asks_a_newcomer_for_kind_and_category() -> None:
    given = {"KIND": "report", "KEEP": "yes", "GROUP": "staff", "REPLY": "yes", "NAME": "x"}
    assert asked(INTAKE, given) == [
        "HELLO", "KEEP", "KIND", "GROUP", "CATEGORY_STAFF", "STORY", "REPLY",
        "NAME", "ADDRESS", "CONTACT_PHONE", "ANON",
    ]  # fmt: skip
    whole = {"REPLY": "yes", "NAME": "x", "ADDRESS": "y", "CONTACT_PHONE": "+84912345678"}
    assert "ANON" not in asked(INTAKE, {"KIND": "report", "KEEP": "yes", **whole})


def test_praise_needs_no_category_and_no_address() -> None:
    assert asked(INTAKE, {"KIND": "praise", "KEEP": "yes"}) == ["HELLO", "KEEP", "KIND", "STORY"]


def test_without_consent_nothing_is_told() -> None:
    assert asked(INTAKE, {"KIND": "report", "KEEP": "no"})[-1] == "KEEP"


@pytest.mark.parametrize(
    ("kind", "card", "close"),
    [("formal_complaint", "KN", "understood"), ("denunciation", "TC", "close")],
)
def test_formal_kinds_are_shown_their_way_and_asked_no_facts(
    kind: str, card: str, close: str
) -> None:
    given = {"KEEP": "yes", "KIND": kind, card: close}
    assert asked(INTAKE, given) == ["HELLO", "KEEP", "KIND", card]
    ending = INTAKE.by_id[card].endings[0]
    assert (ending.outcome, str(ending.when)) == ("redirected", f"{card} == '{close}'")
    given = {"KIND": "report", "KEEP": "yes", "GROUP": "PA08", "KGATE": kind, f"{card}2": close}
    told = asked(INTAKE, given)
    assert "NAME" not in told


@pytest.mark.parametrize(
    ("way", "kind"), [("denunciation", "report"), ("formal_complaint", "suggestion")]
)
def test_who_was_shown_the_way_before_is_not_shown_it_again(way: str, kind: str) -> None:
    told = {"STORY": Answer("…", flags=(way,))}
    gate = INTAKE.by_id["KGATE"].condition
    assert gate is not None
    assert not gate.holds(told, {"intake_way": way})
    begun = asked(INTAKE, {"KIND": kind, "KEEP": "yes"}, {"intake_way": way})
    assert begun[:3] == ["KEEP", "KIND", "GROUP"]


def test_a_denunciation_may_become_a_report() -> None:
    order = asked(
        INTAKE, {"KIND": "denunciation", "TC": "to_report", "KEEP": "yes", "GROUP": "PA08"}
    )
    assert order == ["HELLO", "KEEP", "KIND", "TC", "GROUP", "STORY", "REPLY"]


def test_a_complaint_may_become_a_suggestion() -> None:
    order = asked(
        INTAKE, {"KIND": "formal_complaint", "KN": "to_suggestion", "KEEP": "yes", "GROUP": "PA08"}
    )
    assert order == ["HELLO", "KEEP", "KIND", "KN", "GROUP", "STORY", "REPLY"]


@pytest.mark.parametrize(
    ("flags", "converted", "gate"),
    [
        ((), False, False),
        (("redacted",), False, False),
        (("formal_complaint",), False, True),
        (("denunciation",), False, True),
        (("formal_complaint",), True, False),  # the person has said already what it is
        (("denunciation",), True, True),  # a khiếu nại softened is no tố cáo
    ],
)
def test_a_story_that_sounds_formal_is_asked_about(
    flags: tuple[str, ...], converted: bool, gate: bool
) -> None:
    answers = {"STORY": Answer("…", flags=flags)}
    if converted:
        answers["KN"] = Answer("to_suggestion")
    condition = INTAKE.by_id["KGATE"].condition
    assert condition is not None
    assert condition.holds(answers, {}) is gate


def test_the_cards_say_what_the_domain_wrote() -> None:
    for card in ("KN", "KN2"):
        assert INTAKE.by_id[card].text["vi"] == (
            "Đây là khiếu nại, cần đơn có chữ ký hoặc trình bày trực tiếp, trong 90 ngày. "
            "Nơi nhận: {address}."
        )
        labels = [c.label["vi"] for c in INTAKE.by_id[card].choices]
        assert labels == ["Mẫu đơn", "Địa chỉ", "Chuyển thành góp ý", "Tôi đã hiểu"]
    for card in ("TC", "TC2"):
        assert INTAKE.by_id[card].text["vi"] == (
            "Tố cáo cần gửi đơn có chữ ký hoặc trình bày trực tiếp để được bảo vệ theo luật. "
            "Nơi nhận: {address}."
        )
        labels = [c.label["vi"] for c in INTAKE.by_id[card].choices]
        assert labels == ["Cách tố cáo", "Địa chỉ", "Gửi phản ánh kín", "Dừng"]


@pytest.mark.parametrize("card", ["KN", "TC"])
def test_the_bots_own_cards_are_those_of_the_form(card: str) -> None:
    own, of_form = DIALOGUE.by_id[f"{card}_CARD"], INTAKE.by_id[card]
    assert (own.text, own.hint, own.choices) == (of_form.text, of_form.hint, of_form.choices)


def test_every_category_can_be_chosen_and_stands_in_its_answer() -> None:
    questions = [q for q in INTAKE.questions if q.id == "GROUP" or q.id.startswith("CATEGORY_")]
    chosen = {c.value: c.category for q in questions for c in q.choices if c.category}
    assert set(chosen) == CATEGORIES - {"PA14"}
    assert all(value == category for value, category in chosen.items())
    praise = INTAKE.by_id["KIND"].choice("praise")
    assert praise is not None
    assert praise.category == "PA14"
    assert set(CASE_CATEGORIES) == CATEGORIES
    groups = INTAKE.by_id["GROUP"].choices
    assert len(groups) == 6
    for group in groups:
        assert group.category or f"CATEGORY_{group.value.upper()}" in INTAKE.by_id


def test_the_kinds_are_those_of_the_law() -> None:
    kinds = [(c.value, c.label["vi"]) for c in INTAKE.by_id["KIND"].choices]
    assert kinds == [
        ("suggestion", "Góp ý"),
        ("praise", "Khen ngợi"),
        ("report", "Phản ánh, kiến nghị"),
        ("formal_complaint", "Khiếu nại"),
        ("denunciation", "Tố cáo"),
    ]


# -- the bot's own questions


def test_the_small_questions_and_what_their_buttons_do() -> None:
    assert {q.id: [(c.value, c.action) for c in q.choices] for q in DIALOGUE.questions} == {
        "U2": [("resume", "resume"), ("restart", "restart"), ("stop", "stop")],
        "U3": [("edit", "edit"), ("keep", "keep")],
        "RESTART": [("restart", "restart"), ("keep", "keep")],
        "STOPQ": [("stop", "stop"), ("pause", "pause"), ("resume", "resume")],
        "HUMAN": [("again", "answer"), ("skip", "skip"), ("human", "human")],
        "HUMAN_REQUIRED": [("again", "answer"), ("human", "human")],
        "AGAIN": [("restart", "restart"), ("keep", "keep")],
        "INTAKE_OFFER": [("intake", "intake"), ("close", "stop")],
        "CASE_OFFER": [("yes", "intake"), ("no", "no_case")],
        "CASE_AGREE": [("yes", "answer"), ("no", "answer")],
        "CASE_ASK": [("none", "answer")],
        "CASE_MISSING": [("none", "answer")],
        "REVIEW": [("submit", "submit"), ("edit", "edit"), ("pause", "pause")],
        "KN_CARD": [
            ("petition", "explain"), ("address", "explain"),
            ("to_suggestion", "answer"), ("understood", "answer"),
        ],
        "TC_CARD": [
            ("how", "explain"), ("address", "explain"),
            ("to_report", "answer"), ("close", "answer"),
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "labels"),
    [
        (
            "U2",
            "Ông/Bà đang trả lời dở. Ông/Bà có muốn trả lời tiếp không ạ?",
            "Tiếp tục;Làm lại từ đầu;Dừng",
        ),
        (
            "U3",
            "Ông/Bà đã trả lời phiếu này rồi. Có muốn sửa câu trả lời không?",
            "Sửa;Giữ nguyên",
        ),
    ],
)
def test_the_small_questions_say_what_the_domain_wrote(name: str, text: str, labels: str) -> None:
    assert DIALOGUE.by_id[name].text["vi"] == text
    assert ";".join(c.label["vi"] for c in DIALOGUE.by_id[name].choices) == labels


def test_deleting_is_confirmed() -> None:
    (question,) = ERASURE.questions
    assert question.id == "ERASE_CONFIRM"
    assert [c.value for c in question.choices] == ["yes", "no"]
