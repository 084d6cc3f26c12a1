"""What free texts tell: complaints by subject, praise, wishes, and what is none of these."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from flows.cue_words import SUBJECTS, TROUBLES
from flows.stories import Story, story_of
from flows.story_routes import ROUTES, TONES
from flows.vietnamese import listen
from flows.vocabulary import CATEGORIES
from tests.flows.phrase_corpus import play, read_lines
from tests.flows.story_corpus import is_right
from tests.flows.test_spelling import ANY_TEXT

OWN = read_lines(Path(__file__).parent / "stories.tsv")


def told(text: str) -> Story:
    return story_of(listen(text))


def test_the_stories_are_many_and_none_is_there_twice() -> None:
    assert len(OWN) > 550
    assert len({line.typed for line in OWN}) == len(OWN)


def test_no_complaint_is_missed_and_nothing_else_offered() -> None:
    outcomes = play(OWN)
    wrong = [(o.line.typed, o.line.meant, o.heard) for o in outcomes if o.kind != "right"]
    assert len(wrong) <= len(OWN) * 0.02, wrong
    legal = [o for o in outcomes if o.line.meant in ("formal_complaint", "denunciation")]
    assert all(is_right(o.line.meant, o.heard) for o in legal)


@pytest.mark.parametrize(
    "text",
    [
        "không có gì phàn nàn",
        "không bị vòi tiền",
        "nhân viên không hề khó chịu",
        "không ai quát mắng hay hách dịch gì cả",
        "có ai đòi phong bì gì đâu",
        "chưa từng bị gây khó dễ",
        "khỏi phải chờ lâu",
        "hồi trước hay trễ hẹn, nay nhanh hơn nhiều rồi",
        "không trễ hẹn, đúng hẹn",
        "mong đừng để dân chờ lâu",
        "",
        "4",
        "hài lòng",
        "chủ nhật tôi mới rảnh",
    ],
)
def test_what_is_denied_over_or_wished_is_no_complaint(text: str) -> None:
    assert told(text).kind != "complaint"


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("không giải quyết hồ sơ cho tôi", "PA03"),
        ("nhân viên không lịch sự", "PA01"),
        ("không khỏi bức xúc vì cô ấy quát dân", "PA01"),
        ("đề nghị xử lý cán bộ quát dân", "PA01"),
        ("nhân viên nhiệt tình nhưng hẹn 10 ngày mà 1 tháng chưa xong", "PA03"),
        ("đéo ai giải quyết, quá hẹn cả tháng", "PA03"),
        ("hồ sơ trể hẹn 2 tuần", "PA03"),
        ("ho so tre hen 2 tuan", "PA03"),
    ],
)
def test_a_not_inside_a_complaint_and_praise_beside_it_take_nothing_away(
    text: str, category: str
) -> None:
    assert told(text).categories == (category,)


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("chậm 20 ngày", {"PA03"}),
        ("công ty chậm đóng 20 tháng", {"PA11"}),
        ("lương hưu chậm 20 ngày chưa có", {"PA03", "PA09"}),
        ("bệnh viện bắt chờ cả buổi", {"PA08"}),
        ("cán bộ quát tôi rồi hướng dẫn sai giấy tờ", {"PA01", "PA04"}),
    ],
)
def test_the_subject_decides_and_two_plausible_ones_are_both_named(
    text: str, categories: set[str]
) -> None:
    found = told(text).categories
    assert set(found) <= categories
    assert len(found) <= 2
    if len(categories) > 1 and "lương" not in text:
        assert set(found) == categories


def test_the_words_that_led_there_are_the_persons_own() -> None:
    heard = listen("Tôi đến từ sáng,  cán bộ QUÁT tôi; rồi hồ sơ TRỄ HẸN 2 tuần!")
    raw, story = heard.raw, story_of(heard)
    assert [raw[start:end] for start, end in story.spans] == [
        "cán bộ QUÁT", "QUÁT", "TRỄ HẸN", "TRỄ HẸN 2 tuần",
    ]  # fmt: skip


def test_what_is_told_plainly_is_surer_than_a_tone() -> None:
    tone, plain, much = told("chán quá"), told("họ quát tôi"), told("quát tôi, đòi 500k tiền quà")
    assert tone.confidence == 0.5
    assert tone.confidence < plain.confidence < much.confidence <= 1
    assert told("hơi chậm quá").confidence < told("chậm 20 ngày").confidence


def test_praise_and_wishes_are_told_apart() -> None:
    assert told("cảm ơn chị Lan rất nhiệt tình").kind == "praise"
    assert told("nên có thêm ghế").kind == "wish"
    assert told("tôi bị ốm nên con tôi đi nộp").kind == "none"


def test_every_trouble_has_a_way_to_a_category_of_the_tree() -> None:
    assert ROUTES.keys() <= TROUBLES.keys()
    assert TROUBLES.keys() - ROUTES.keys() == {"anger", "bad"}
    for routes in (*ROUTES.values(), TONES):
        shares = routes.values() if routes is not TONES else TONES.values()
        named = {category for share in shares for category in share}
        assert named <= CATEGORIES
        assert "" in routes
        assert routes.keys() - {""} <= SUBJECTS.keys()


@given(ANY_TEXT)
def test_no_text_is_too_strange(text: str) -> None:
    utterance = listen(text)
    story = story_of(utterance)
    assert 0 <= story.confidence <= 1
    assert all(0 <= a < b <= len(utterance.raw) for a, b in story.spans)
    assert len(story.categories) <= 2


@pytest.mark.parametrize(
    "text",
    [
        "cán bộ quát tôi trước mặt mọi người, bắt chờ cả buổi",
        "can bo quat toi truoc mat moi nguoi, bat cho ca buoi",
        "cán bo quát toi trước mat mọi nguoi, bắt cho ca buổi",
        "CÁN BỘ QUÁT TÔI, BẮT CHỜ CẢ BUỔI",
        "cánbộ quát tôi, bắtchờ cả buổi",
        "cán bộ quats tôi, bắt chowf cả buổi",
        "cb quát tui, bắt chờ cả buổi nha",
    ],
)
def test_the_same_story_in_many_hands(text: str) -> None:
    assert set(told(text).categories) <= {"PA01", "PA03"}
    assert told(text).kind == "complaint"


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("muốn khiếu nại thái độ cô ở quầy 3", ("PA01",)),
        ("muon khieu nai thai do co o quay 3", ("PA01",)),
        ("khieu nai nhan vien quay 2", ("PA01",)),
        ("có cháu ở quầy nói tôi già làm chậm", ("PA01", "PA03")),
        ("co chau o quay noi toi gia lam cham", ("PA03",)),
        ("nguoi gia dang cho ma khong ai goi", ("PA03",)),
        ("có kẻ giả làm cán bộ gọi điện đòi mã otp", ("PA12",)),
        ("co ke gia lam can bo goi dien doi ma otp", ("PA12",)),
        ("có người giả danh nhân viên bhxh", ("PA12",)),
        ("co nguoi gia danh nhan vien bhxh", ("PA12",)),
        ("chưa nhận được thẻ bhyt 2 tháng rồi", ("PA03",)),
        ("chua nhan duoc the bhyt 2 thang roi", ("PA03",)),
        ("2 tháng rồi chưa nhận được thẻ bhyt", ("PA03",)),
        ("chưa nhận được tiền trợ cấp 2 tháng rồi", ("PA09",)),
        ("tôi không khiếu nại thái độ của ai", ()),
        ("khong khieu nai thai do cua ai", ()),
    ],
)
def test_what_is_told_goes_to_the_subject_it_is_about(
    text: str, categories: tuple[str, ...]
) -> None:
    story = told(text)
    assert story.categories == categories
    assert story.kind == ("complaint" if categories else "none")
