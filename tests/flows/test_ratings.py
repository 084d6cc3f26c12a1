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
        very good, so happy
    """,
    4: """
        hài lòng, hai long, hl, toi hai long, em thấy ok ạ, ok, oke e, ổn, tốt, tot, cũng tốt
        khá hài lòng, tương đối hài lòng, vẫn hài lòng, good, satisfied, ưng ý
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
RATED = [
    (phrase, rating)
    for rating, table in WORDS.items()
    for line in table.splitlines()
    for phrase in map(str.strip, line.split(","))
    if phrase
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
        ("không có gì phải chê", 4),
        ("nhân viên rất nhiệt tình", 5),
        ("cán bộ hách dịch", 2),
        ("không nhiệt tình lắm", 2),
        ("bà ấy nói năng rất tốt", 5),
        ("nhanh", 4),
        ("rất nhanh", 5),
        ("chậm quá", 2),
        ("quá chậm", 1),
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
        ("rất tệ. Tôi chờ cả buổi", 1),
        ("không biết, tôi mới đến", "na"),
        ("tốt đấy nhưng mà chậm", 4),
        ("hai long nhung cho lau", 4),
        ("hồi trước chờ lâu, nay thì tốt rồi", 4),
        ("không phải rất hài lòng, hài lòng thôi", 4),
        ("tôi đi từ sáng mà đến chiều mới được gọi tên, rất tệ", 1),
    ],
)
def test_more_said_beside_a_rating(text: str, rating: int | str) -> None:
    assert read_rating(listen(text)) == Rating(rating, confidence=0.8, beside=True)


@pytest.mark.parametrize(
    ("text", "rating", "method"),
    [
        ("4. Hài lòng", 4, "number"),
        ("tốt, tốt", 4, "word"),
        ("1 - rất không hài lòng", 1, "number"),
        ("tốt, rất tốt", 5, "word"),
    ],
)
def test_a_rating_said_twice_is_one(text: str, rating: int, method: str) -> None:
    assert read_rating(listen(text)) == Rating(rating, method=method, confidence=0.8)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("4 điểm, mà chờ hơi lâu", 4),
        ("4, nhân viên tốt", 4),
        ("lúc đầu tính cho 3 mà thôi cho 4 đi", 4),
        ("tôi 80 tuổi chờ 3 tiếng, 2 điểm", 2),
    ],
)
def test_a_number_among_other_words(text: str, rating: int) -> None:
    assert read_rating(listen(text)) == Rating(rating, True, "number", 0.8, beside=True)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("hài lòng gì mà hài lòng", 2),
        ("có hài lòng đâu", 2),
        ("không hài lòng chút nào", 1),
        ("chả hài lòng tí nào", 1),
        ("có tốt đâu mà tốt", 2),
        ("nỏ hài lòng mô", 2),
        ("làm gì có tốt", 2),
        ("chẳng ưng gì", 2),
        ("không đến nỗi tệ", 3),
        ("không đến nỗi nào", 3),
        ("không tốt mà cũng không xấu", 3),
        ("chưa từng thấy chỗ nào tệ như vậy", 1),
        ("chưa bao giờ hài lòng như bữa nay", 5),
        ("không thể hài lòng hơn", 5),
        ("không chê vào đâu được", 5),
    ],
)
def test_every_shape_of_denial(text: str, rating: int) -> None:
    found = read_rating(listen(text))
    assert found is not None
    assert (found.value, found.sure) == (rating, True)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("hàilòng", 4), ("ràng hài lòg", 4), ("hai lomg", 4), ("hàu lòng", 4), ("h ài lòng", 4),
        ("rathailong", 5), ("raats haif longf", 5), ("haiflongf", 4), ("hai2long2", 4),
        ("khonghailong", 2), ("khôg hài lòng", 2), ("bìnhthường", 3), ("bình thưòng", 3),
        ("dất hài nòng", 5), ("nâu quá", 2), ("tuyet voi luon", 5), ("dê4 thương", 4),
    ],
)  # fmt: skip
def test_words_run_together_torn_apart_and_mistyped(text: str, rating: int) -> None:
    found = read_rating(listen(text))
    assert found is not None
    assert (found.value, found.sure) == (rating, True)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("không tệ", 4),
        ("không tệ lắm", 4),
        ("chưa chậm", 4),
        ("hơi chậm", 2),
        ("chậm lắm", 1),
        ("được", 4),
        ("tốt hơn trước", 4),
        ("không phải không hài lòng", 4),
        ("tốt nhỉ, ngồi chờ mốc cả người", 4),
        ("hài lòng ghê ha", 4),
        ("tuyệt vời, chờ có 4 tiếng thôi", 5),
        ("nghe nói tốt", 4),
        ("tạm hài lòng", 4),
        ("hài lòng, bình thường", 4),
        ("tốt 😡", 4),
        ("tệ 👍", 2),
        ("xyz 😡", 1),
        ("hài lòng nhưng bà kia kém", 4),
        ("hài lòng nhưng cán bộ kém", 4),
        ("không hài lòng nhưng bà kia tốt", 2),
        ("không hài lòng nhưng bà kia rất tốt", 2),
        ("thái độ tốt nhưng chờ lâu quá không hài lòng", 2),
        ("hài lòng?", 4),
        ("hài lòng không?", 4),
        ("không bình thường", 3),
        ("số 1", 1),
        ("4, 2 lần", 4),
        ("dạ số một!", 1),
        ("hai", 2),
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
        "8/10", "4.5", "4,5", "4-5", "3 hoặc 4", "bốn hoặc năm", "4, 5", "80%",
        "tốt nhưng tệ", "😍😡", "xyz 😍😡", "nhân viên dễ thương mà chờ lâu", "cái thứ 2",
        "vừa hài lòng vừa không hài lòng", "có lần tốt có lần tệ", "*" * 6, "sao cũng được",
    ],
)  # fmt: skip
def test_what_is_no_rating(text: str) -> None:
    assert read_rating(listen(text)) is None


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("4/5", 4), ("5 / 5", 5), ("5*", 5),
        ("5 sao", 5), ("năm sao", 5), ("bốn", 4), ("bon", 4), ("một", 1),
        ("ba điểm", 3),
        ("four", 4), ("three stars", 3), ("số 4", 4), ("so 4", 4), ("mức 3", 3), ("điểm: 4", 4),
        ("chọn 5 nha em", 5), ("cho 5 sao nhé!", 5), ("câu này 4", 4), ("mức độ 4", 4),
        ("3 sao thôi", 3),
        ("4.", 4),
        ("dạ tôi chọn số 2 ạ", 2), ("5️⃣", 5), ("\uff15", 5), ("5 ⭐", 5), ("4 !", 4),
        ("10/10", 5), ("số 1 thôi", 1), ("chọn số 1", 1), ("100/100", 5),
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
    "text",
    [
        "nó gợi ý tôi đưa 500 nghìn thì làm nhanh",
        "kêu tui mua quà biếu thì hồ sơ mới nhanh",
        "ứng dụng hiện sai số năm đóng của tôi",
        "công ty nợ bảo hiểm 2 năm, con tôi không chốt được sổ",
        "đăng nhập nó báo sai mật khẩu dù đúng",
        "không cho hưởng bhyt dù đúng tuyến",
    ],
)
def test_a_story_is_no_praise(text: str) -> None:
    found = read_rating(listen(text))
    assert found is None or not found.sure


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
    assert read_rating(listen("dễ nhưng bà kia kêu khó"), ease=True) is None
    assert read_rating(listen("dễ nhưng lâu"), ease=True) == Rating(4, confidence=0.8, beside=True)


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
