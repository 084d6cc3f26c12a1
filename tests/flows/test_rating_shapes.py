"""Turns of speech around a rating, in words of their own and in the whole reader."""

from __future__ import annotations

import pytest

from flows.rating_asides import corrected, is_absent
from flows.rating_shapes import reshaped
from flows.ratings import read_rating
from flows.vietnamese import listen


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("còn khuya mới hài lòng", 2),
        ("hài lòng thế nào được", 2),
        ("ai mà ưng cho nổi", 2),
        ("bảo hài lòng là dối", 2),
        ("sao lại không hài lòng, hài lòng chứ", 4),
        ("không có chi không ưng", 4),
        ("chưa tốt mà cũng chẳng tệ", 3),
        ("tốt, chứ chưa tới mức rất tốt", 4),
        ("đừng bấm rất, hài lòng thôi", 4),
        ("hồi trước tốt, chừ thì không", 2),
        ("lần trước 2 điểm, lần này 5 điểm", 5),
        ("R Ấ T H À I L Ò N G", 5),
        ("mang nhiều thứ, không hài lòng", 2),
        ("mẹ em bảo hài lòng", 4),
        ("me toi noi tot lam", 5),
        ("giải thích chưa rõ, chưa hài lòng", 2),
    ],
)
def test_turns_of_speech(text: str, rating: int) -> None:
    found = read_rating(listen(text))
    assert found is not None
    assert (found.value, found.sure) == (rating, True)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("mức cao nhất", 5),
        ("điểm tối đa nha", 5),
        ("thấp nhất", 1),
        ("nấc thứ nhì từ trên xuống", 4),
        ("nấc thứ hai từ dưới lên", 2),
        ("muc giua", 3),
        ("năm trừ một còn bốn", 4),
        ("4 điểm, trừ 1 vì ghế cứng", 4),
        ("bốn điểm, còn một điểm để phấn đấu", 4),
        ("hỏi kỹ rồi, vậy 4", 4),
    ],
)
def test_grades_by_the_scale_itself(text: str, rating: int) -> None:
    found = read_rating(listen(text))
    assert found is not None
    assert (found.value, found.sure) == (rating, True)


@pytest.mark.parametrize(
    ("text", "rating"),
    [("5. ý lộn, 4", 4), ("bấm nhầm 1, ý tôi là 5", 5), ("3, à không, 2", 2), ("nhầm, tệ", 2)],
)
def test_who_takes_oneself_back_means_the_last(text: str, rating: int) -> None:
    found = read_rating(listen(text))
    assert found is not None
    assert (found.value, found.sure) == (rating, True)


@pytest.mark.parametrize(
    "text",
    [
        "ghi nhầm tên tôi, 2 lần",
        "nhầm lẫn, 3 lần rồi",
        "tôi bị trừ 2 điểm",
        "5 điểm trừ 2",
        "đợi họ cười thì mới hài lòng",
        "hài lòng? mơ đi",
        "nếu có 0 sao thì cho",
        "ba bốn điểm gì đó",
        "không còn gì để nói",
        "may co con tre",
        "mệt quá, không làm nữa",
        "mấy cháu còn trẻ con",
    ],
)
def test_what_only_looks_like_a_turn_of_speech_is_asked_back(text: str) -> None:
    found = read_rating(listen(text))
    assert found is None or not found.sure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("làm online hết nên không biết", "na"),
        ("tui đâu có gặp ai mà biết", "na"),
        ("không có bước này", "na"),
        ("làm online hết, rất hài lòng", 5),
        ("không gặp được cán bộ, tệ quá", 1),
    ],
)
def test_who_was_not_there_rates_nothing_but_a_rating_stands(text: str, value: object) -> None:
    found = read_rating(listen(text))
    assert found is not None
    assert (found.value, found.sure) == (value, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("con tui làm giùm", "na"),
        ("chau no lam cho het", "na"),
        ("vợ tôi đăng nhập giùm tôi", "na"),
        ("con dâu làm hộ", "na"),
        ("con tui làm giùm, dễ lắm", 5),
        ("quá khó, bà chịu thua", 1),
        ("kho lam tui chiu", 1),
    ],
)
def test_how_easy_it_was_for_who_had_it_done_and_for_who_gave_up(text: str, value: object) -> None:
    found = read_rating(listen(text), ease=True)
    assert found is not None
    assert (found.value, found.sure) == (value, True)


@pytest.mark.parametrize("text", ["con làm hết", "con tui làm không được", "khó chịu quá"])
def test_who_may_have_done_it_or_failed_is_asked(text: str) -> None:
    found = read_rating(listen(text), ease=True)
    assert found is None or found.value != "na"


def test_a_service_that_another_went_for_is_still_rated() -> None:
    assert read_rating(listen("con tui làm giùm")) is None


def test_a_complaint_of_mistakes_takes_nothing_back() -> None:
    assert corrected("nhầm lẫn nhiều lần") is None
    assert corrected("5, à nhầm, 4") is not None


def test_not_being_served_is_no_absence() -> None:
    assert not is_absent("không gặp được cán bộ")
    assert is_absent("chưa gặp cán bộ nào nên không nói được")


def test_plain_words_stay_as_they_are() -> None:
    for text in ("rất hài lòng", "không hài lòng lắm", "phuc vu tot", "4/5", ""):
        assert reshaped(text) == text
