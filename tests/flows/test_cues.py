"""Formal kinds of complaint and bad language, in what people write."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given

from flows import cues
from flows.cues import flags_of, is_profane, legal_kind, masked
from flows.vietnamese import listen
from tests.flows.test_spelling import ANY_TEXT

DENUNCIATIONS = [
    "tố cáo anh A nhận tiền",
    "Tôi muốn TỐ CÁO giám đốc",
    "cán bộ tham ô tiền của dân",
    "nghi có tham nhũng",
    "ông ấy nhận hối lộ",
    "chị B đòi tiền hối lộ",
    "biển thủ quỹ",
    "không ai giải quyết, tôi tố cáo lên trên",
    "tôi không dám tố cáo",
    "tôi không phải tố cáo nhưng ông A tham ô",
    "toi muon to cao",
    "to cao can bo nhan tien",
    "to cao",
    "can bo tham o tien cua dan",
    "nhan hoi lo",
    "I want to denounce the director",
    "he took bribes",
    "they embezzled money",
]
FORMAL_COMPLAINTS = [
    "khiếu nại quyết định cắt lương hưu",
    "tôi khiếu nại về quyết định 123",
    "khiếu nại mức hưởng",
    "đề nghị xem xét lại mức hưởng lương hưu",
    "xem xét lại quyết định thu hồi",
    "tôi đã gửi đơn khiếu nại",
    "khiếu nại lần hai",
    "khiếu kiện hành vi hành chính",
    "khieu nai quyet dinh cat luong huu",
    "xem xet lai muc huong",
    "gui don khieu nai",
    "I want to appeal the decision",
    "a formal complaint",
]
NEITHER = [
    "tôi không tố cáo ai cả",
    "không phải khiếu nại quyết định đâu, chỉ góp ý",
    "đây không phải là tố cáo",
    "chưa có ai nhận hối lộ",
    "tôi không muốn khiếu nại quyết định này",
    "khong phai to cao can bo",
    "i do not want to denounce anyone",
    "tôi rất bực, làm ăn như vậy không chấp nhận được",
    "tôi sẽ khiếu nại",
    "anh bảo vệ to cao",
    "nguoi to cao dung o cua",
    "toi khong to cao",
    "quyết định của tôi bị sai",
    "tố cáotố",
    "",
]


@pytest.mark.parametrize("text", DENUNCIATIONS)
def test_denunciations(text: str) -> None:
    assert legal_kind(listen(text)) == "denunciation"


@pytest.mark.parametrize("text", FORMAL_COMPLAINTS)
def test_formal_complaints(text: str) -> None:
    assert legal_kind(listen(text)) == "formal_complaint"


@pytest.mark.parametrize("text", NEITHER)
def test_anger_denial_and_tall_people_are_neither(text: str) -> None:
    assert legal_kind(listen(text)) is None


def test_the_stricter_kind_goes_first() -> None:
    text = "khiếu nại quyết định này, và tố cáo anh A"
    assert legal_kind(listen(text)) == "denunciation"


@pytest.mark.parametrize(
    "text",
    [
        "đm làm ăn chán",
        "ĐMM",
        "phục vụ như cc",
        "phuc vu nhu cc",
        "đéo ra gì",
        "vcl",
        "bullshit",
        "shitty",
        "đồ khốn nạn",
        "cái lol gì vậy",
    ],
)
def test_bad_language_is_noticed(text: str) -> None:
    assert is_profane(listen(text))


@pytest.mark.parametrize("text", ["làm cc cho con", "chán quá", "cục cc", "đi địa phương", ""])
def test_other_words_are_not_bad(text: str) -> None:
    assert not is_profane(listen(text))


def test_flags_tell_all_that_was_noticed() -> None:
    text = "đm, tố cáo anh A, stk 0071001234567"
    assert flags_of(listen(text)) == ("redacted:bank_account", "denunciation", "profanity")
    assert flags_of(listen("chờ lâu")) == ()


@given(ANY_TEXT)
def test_cues_never_raise(text: str) -> None:
    flags_of(listen(text))


def spellings(parsed: Iterable[tuple[Any, Any]]) -> list[str]:
    """Return what a pattern matches, by each branch, and with and without what may be left out."""
    found = [""]
    for kind, value in parsed:
        found = [begun + more for begun in found for more in _one(str(kind), value)]
    return found


def _one(kind: str, value: Any) -> list[str]:  # noqa: ANN401 - a node of the parser's
    match kind:
        case "LITERAL":
            found = [chr(value)]
        case "BRANCH":
            found = [text for branch in value[1] for text in spellings(branch)]
        case "SUBPATTERN":
            found = spellings(value[3])
        case "MAX_REPEAT":
            least, _, inner = value
            found = spellings(inner) if least else ["", *spellings(inner)]
        case "IN":
            found = ["x"]  # any letter
        case _:
            assert kind in {"AT", "ASSERT", "ASSERT_NOT"}, kind
            found = [""]
    return found


@pytest.mark.parametrize(
    "cue",
    [
        cues._MARKED_DENUNCIATION,
        cues._MARKED_COMPLAINT,
        cues._PLAIN_DENUNCIATION,
        cues._PLAIN_COMPLAINT,
    ],
)
def test_no_cue_is_without_a_word_that_is_looked_for_first(cue: str) -> None:
    parsed = import_module("re._parser").parse(cue)
    known = spellings(parsed)
    assert len(known) > 10
    missed = [text for text in known if not any(word in text for word in cues._CUE_WORDS)]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("tôi tố giác hành vi này", "denunciation"),
        ("tó cáo ông B", "denunciation"),
        ("cán bộ thu ăn chặn tiền", "denunciation"),
        ("họ lập khống hồ sơ để rút tiền", "denunciation"),
        ("to cao ke toan an tien", "denunciation"),
        ("công ty ăn chặn bảo hiểm của công nhân", None),
        ("nhân viên vòi tiền", None),
        ("tôi khiếu lại quyết định số 5", "formal_complaint"),
        ("khieu lai quyet dinh so 5", "formal_complaint"),
        ("tôi không đồng ý quyết định này nên khiếu nại", "formal_complaint"),
        ("tôi đâm đơn", "formal_complaint"),
        ("toi se thua kien", "formal_complaint"),
        ("dạ thưa cô, tôi hài lòng", None),
        ("sự kiện hôm qua", None),
        ("đủ điều kiện bhxh một lần", None),
    ],
)
def test_other_names_and_spellings_of_the_formal_kinds(text: str, kind: str | None) -> None:
    assert legal_kind(listen(text)) == kind


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Đm làm ăn như cc", "Đ• làm ăn như c•"),
        ("đồ khốn nạn, chó má", "đồ k••• n••, c•• m•"),
        ("ĐÉO ai giải quyết", "Đ•• ai giải quyết"),
        ("hồ sơ trễ hẹn", "hồ sơ trễ hẹn"),
        ("", ""),
    ],
)
def test_swearing_is_covered_where_it_is_shown(text: str, shown: str) -> None:
    assert masked(text) == shown
