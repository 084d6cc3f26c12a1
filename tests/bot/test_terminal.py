"""The terminal channel: what is shown, and what a typed line means."""

import pytest

from bot.channels.base import Choice, Outgoing, Progress, ReviewItem
from bot.channels.terminal import TEXT_LIMIT, Laid, hear, lay_out
from flows.messages import Chosen, Commanded, PromptRef, Typed

RATINGS = (
    Choice("5 Rất hài lòng", "t:MC1:5", "rating"),
    Choice("1 Rất không hài lòng", "t:MC1:1", "rating"),
    Choice("0 Không áp dụng", "t:MC1:na", "rating"),
)
BACK = Choice("Quay lại", "!back", "control")


def question(**changes: object) -> Outgoing:
    given: dict[str, object] = {
        "kind": "question",
        "text": "Ông/Bà hài lòng ở mức nào về thái độ của viên chức?",
        "choices": RATINGS,
        "controls": (BACK,),
        "prompt": ("t", "MC1"),
        "progress": Progress(3, 24),
        **changes,
    }
    return Outgoing(**given)  # type: ignore[arg-type]


def test_a_rating_is_chosen_by_the_number_that_it_shows() -> None:
    laid = lay_out(question())
    assert "[5 Rất hài lòng]" in laid.lines
    assert "3/24" in laid.lines
    assert hear("1", laid) == Chosen("t:MC1:1")
    assert hear(" 0 \n", laid) == Chosen("t:MC1:na")


def test_other_buttons_are_numbered_in_their_order() -> None:
    laid = lay_out(question(choices=(Choice("Đã đủ", "t:SC1:yes"), Choice("Chưa", "t:SC1:no"))))
    assert "[1 Đã đủ]" in laid.lines
    assert hear("2", laid) == Chosen("t:SC1:no")


def test_a_control_is_a_command() -> None:
    laid = lay_out(question())
    assert "[/b Quay lại]" in laid.lines
    assert hear("/b", laid) == Commanded("back")
    assert hear("/B", laid) == Commanded("back")


def test_anything_else_is_an_answer_to_the_prompt() -> None:
    assert hear("hài lòng lắm", lay_out(question())) == Typed(
        "hài lòng lắm", PromptRef("t", "MC1")
    )


@pytest.mark.parametrize("kind", ["number", "phone"])
def test_where_digits_are_the_answer_they_press_no_button(kind: str) -> None:
    laid = lay_out(question(input=kind, choices=(Choice("Bỏ qua", "t:P:skip"),)))
    assert isinstance(hear("1", laid), Typed)
    assert hear("#1", laid) == Chosen("t:P:skip")


def test_numbers_on_the_review_name_its_lines() -> None:
    laid = lay_out(
        question(
            kind="review",
            review=(ReviewItem("Thái độ", "Hài lòng", "t:@review:MC1"),),
            choices=(Choice("Gửi", "t:@review:submit", "primary"),),
        )
    )
    assert "1. Thái độ: Hài lòng" in laid.lines
    assert isinstance(hear("1", laid), Typed)
    assert hear("#1", laid) == Chosen("t:@review:submit")


def test_lines_fit_the_terminal() -> None:
    laid = lay_out(question(text="Bảo hiểm xã hội " * 40, hint="gợi ý " * 40), width=40)
    assert max(map(len, laid.lines.splitlines())) <= 40


@pytest.mark.parametrize("line", ["a\0b\x1b[2Jc", "\udcff", "x" * 10_000])
def test_what_cannot_be_stored_is_cleaned_and_cut(line: str) -> None:
    said = hear(line, Laid(""))
    assert isinstance(said, Typed)
    said.text.encode()
    assert len(said.text) <= TEXT_LIMIT
    assert not any(ord(c) < 32 for c in said.text)
