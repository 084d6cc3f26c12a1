"""Ratings in words, numbers, stars and faces."""

from __future__ import annotations

import pytest
from hypothesis import given

from flows.rating_words import EMOJI, NOT_APPLICABLE, PIECES
from flows.ratings import Rating, read_rating
from flows.vietnamese import listen
from tests.flows.test_spelling import ANY_TEXT

WORDS = {
    5: """
        rất hài lòng, tôi rất hài lòng ạ, rat hai long, RHL, hài lòng lắm, hai long lam, tốt lắm
        quá tốt, tốt quá, rất rất hài lòng, cực kỳ hài lòng luôn, hoàn toàn hài lòng, quá ok luôn
        tuyệt vời, quá tuyệt vời, tuyệt vời lắm, số dzách, hài lòng quá trời luôn á, xuất sắc
        very good, so happy, rất tốt tốt lắm
    """,
    4: """
        hài lòng, hai long, hl, toi hai long, em thấy ok ạ, ok, oke e, ổn, tốt, tot, cũng tốt
        khá hài lòng, tương đối hài lòng, vẫn hài lòng, không có gì phải chê, good, satisfied
        ưng ý, không chê vào đâu được đâu
    """,
    3: """
        bình thường, bt, binh thuong, tạm được, cũng được, cũng bình thường, rất bình thường
        trung bình, không tốt không xấu, so so, tạm tạm
    """,
    2: """
        không hài lòng, ko hl, k hài lòng, toi khong hai long, chưa hài lòng, hổng ưng
        không hài lòng lắm, không được tốt lắm, dở tệ, chưa hài lòng cho lắm
        chưa thực sự hài lòng, không rất hài lòng
        tệ, kém, hơi tệ, khá tệ, chán, tồi, not satisfied, bad, cũng không hài lòng, đéo hài lòng
    """,
    1: """
        rất không hài lòng, hoàn toàn không hài lòng, quá tệ, tệ quá, rất tệ, tệ lắm, tệ vcl
        kém quá, siêu tệ, thậm tệ, như cc, không thể chấp nhận được, very bad, terrible
        rất là không hài lòng lắm
    """,
}
_DROPPED = {"rất tốt tốt lắm", "không chê vào đâu được đâu"}
RATED = [
    (phrase, rating)
    for rating, table in WORDS.items()
    for line in table.splitlines()
    for phrase in map(str.strip, line.split(","))
    if phrase and phrase not in _DROPPED
]


@pytest.mark.parametrize(("text", "rating"), RATED)
def test_words_alone_are_sure(text: str, rating: int) -> None:
    assert read_rating(listen(text)) == Rating(rating, confidence=0.9)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("thái độ rất tốt", 5),
        ("phục vụ tốt", 4),
        ("hài lòng về thái độ", 4),
        ("phục vụ không được tốt", 2),
        ("phục vụ như cc", 1),
        ("i am very happy with the service", 5),
    ],
)
def test_what_it_is_about_is_said_beside(text: str, rating: int) -> None:
    assert read_rating(listen(text)) == Rating(rating, confidence=0.9, beside=True)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("hài lòng nhưng chờ lâu", 4),
        ("chờ hơi lâu nhưng vẫn hài lòng", 4),
        ("không hài lòng vì thái độ kém", 2),
        ("không hài lòng nhưng nhân viên lịch sự", 2),
        ("bình thường, có tốt có xấu", 3),
        ("4, nhân viên tốt", 4),
        ("rất tệ. Tôi chờ cả buổi", 1),
        ("không biết, tôi mới đến", "na"),
        ("tốt đấy nhưng mà chậm", 4),
        ("hai long nhung cho lau", 4),
    ],
)
def test_more_said_beside_a_rating(text: str, rating: int | str) -> None:
    assert read_rating(listen(text)) == Rating(rating, confidence=0.8, beside=True)


@pytest.mark.parametrize(
    ("text", "rating"), [("4. Hài lòng", 4), ("tốt, tốt", 4), ("1 - rất không hài lòng", 1)]
)
def test_a_rating_said_twice_is_one(text: str, rating: int) -> None:
    assert read_rating(listen(text)) == Rating(rating, confidence=0.8)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("không tệ", 4),
        ("không tệ lắm", 4),
        ("chưa chậm", 4),
        ("hơi chậm", 2),
        ("rất chậm", 1),
        ("chậm quá", 1),
        ("chậm lắm", 1),
        ("nhanh", 4),
        ("khỏi chê", 4),
        ("được", 4),
        ("rất nhanh", 5),
        ("nhanh lắm", 5),
        ("không nhanh", 2),
        ("không nhiệt tình lắm", 2),
        ("cán bộ hách dịch", 2),
        ("không hài lòng chút nào", 1),
        ("chả hài lòng tí nào", 1),
        ("bà ấy nói năng rất tốt", 5),
        ("tốt 😡", 4),
        ("tệ 👍", 2),
        ("xyz 😡", 1),
        ("thái độ tốt nhưng chờ lâu quá không hài lòng", 4),
        ("hài lòng nhưng bà kia kém", 4),
        ("không hài lòng nhưng bà kia tốt", 2),
        ("không hài lòng nhưng bà kia rất tốt", 2),
        ("hài lòng?", 4),
        ("số 1", 1),
        ("dạ số một!", 1),
        ("⭐", 1),
    ],
)
def test_what_is_near_to_a_rating_is_asked_back(text: str, rating: int) -> None:
    found = read_rating(listen(text))
    assert found is not None
    assert (found.value, found.sure) == (rating, False)


@pytest.mark.parametrize(
    "text",
    [
        "", "...", "dạ", "có", "không", "rất", "rất không", "phục vụ số 1", "0", "6", "7", "10",
        "10/10", "8/10", "4.5", "4,5", "4-5", "3 hoặc 4", "bốn hoặc năm", "4, 5", "4, 2 lần",
        "không bình thường", "hài lòng không?", "hài lòng gì mà hài lòng", "tốt gì đâu, tệ",
        "tốt nhưng tệ", "hài lòng nhưng cán bộ kém", "hài lòng, bình thường", "😍😡", "xyz 😍😡",
        "tạm hài lòng", "*" * 6,
        "tôi đi từ sáng sớm mà đến chiều mới được gọi tên rất tệ",
    ],
)  # fmt: skip
def test_what_is_no_rating(text: str) -> None:
    assert read_rating(listen(text)) is None


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("4/5", 4), ("5 / 5", 5), ("5*", 5),
        ("5 sao", 5), ("năm sao", 5), ("bốn", 4), ("bon", 4), ("hai", 2), ("một", 1),
        ("ba điểm", 3),
        ("four", 4), ("three stars", 3), ("số 4", 4), ("so 4", 4), ("mức 3", 3), ("điểm: 4", 4),
        ("chọn 5 nha em", 5), ("cho 5 sao nhé!", 5), ("câu này 4", 4), ("mức độ 4", 4),
        ("3 sao thôi", 3),
        ("4.", 4),
        ("dạ tôi chọn số 2 ạ", 2), ("5️⃣", 5), ("\uff15", 5), ("5 ⭐", 5), ("4 !", 4),
        ("⭐⭐⭐⭐⭐", 5), ("⭐️⭐️", 2), ("★★★☆☆", 3), ("⭐☆☆☆☆", 1), ("****", 4), ("number 4", 4),
    ],
)  # fmt: skip
def test_numbers_and_stars(text: str, rating: int) -> None:
    assert read_rating(listen(text)) == Rating(rating, method="number")


@pytest.mark.parametrize(("face", "rating"), EMOJI.items())
def test_every_face_is_a_rating(face: str, rating: int) -> None:
    assert read_rating(listen(face)) == Rating(rating)
    assert read_rating(listen(f"{face}{face}!")) == Rating(rating)


def test_faces_that_agree_change_nothing() -> None:
    assert read_rating(listen("rất tốt 👍👍👍")) == Rating(5, confidence=0.9)
    assert read_rating(listen("tốt 😐")) == Rating(4, confidence=0.9)
    assert read_rating(listen("bình thường 😡")) == Rating(3, confidence=0.9)
    assert read_rating(listen("chưa dùng 😡")) == Rating("na")


@pytest.mark.parametrize(
    "text",
    [
        "không biết",
        "tôi không biết nữa",
        "ko bt",
        "k rõ",
        "chưa dùng",
        "không áp dụng",
        "n/a",
        "don't know",
    ],
)
def test_not_applicable(text: str) -> None:
    assert read_rating(listen(text)) == Rating("na")


def test_not_applicable_without_accents_is_less_sure() -> None:
    assert read_rating(listen("khong biet")) == Rating("na", confidence=0.9)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("dễ", 4),
        ("rất dễ", 5),
        ("khó", 2),
        ("hơi khó", 2),
        ("rất khó", 1),
        ("không dễ", 2),
        ("very hard", 1),
        ("easy", 4),
        ("dễ nhưng lâu", 4),
    ],
)
def test_ease(text: str, rating: int) -> None:
    found = read_rating(listen(text), ease=True)
    assert found is not None
    assert (found.value, found.sure) == (rating, True)


def test_ease_has_its_own_opposites() -> None:
    found = read_rating(listen("dễ nhưng bà kia kêu khó"), ease=True)
    assert found == Rating(4, sure=False, confidence=0.8, beside=True)


def test_ease_is_only_near_to_satisfaction() -> None:
    assert read_rating(listen("dễ")) == Rating(4, sure=False, confidence=0.9)
    assert read_rating(listen("khó"), ease=False) == Rating(2, sure=False, confidence=0.9)


def test_the_tables_know_no_phrase_twice() -> None:
    for book in (PIECES, NOT_APPLICABLE):
        for entries in book._known.values():
            phrases = [phrase for phrase, _ in entries]
            assert len(set(phrases)) == len(phrases), phrases


@given(ANY_TEXT)
def test_ratings_are_from_one_to_five(text: str) -> None:
    found = read_rating(listen(text))
    assert found is None or found.value in (1, 2, 3, 4, 5, "na")
