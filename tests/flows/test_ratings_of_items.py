"""What people write at one rating question may mean its opposite there: one asks, or is right.

Every line plays real words at the shipped question, as a conversation does, and names all that may
come of them; a rating or "na" that is not named would be stored in silence against what was meant.
"""

from __future__ import annotations

import pytest

from flows.definition import Question
from flows.questions import QUESTION_TYPES
from flows.questions.base import Heard, Reading
from flows.vietnamese import listen
from tests.flows.shipped import FORMS

ASK = "ASK"


def _question(name: str) -> Question:
    return next(form.by_id[name] for form in FORMS.values() if name in form.by_id)


def _hear(name: str, text: str) -> Heard:
    question = _question(name)
    return QUESTION_TYPES[question.type].read(question, listen(text))


def _outcome(name: str, text: str) -> str:
    heard = _hear(name, text)
    return str(heard.value) if isinstance(heard, Reading) else ASK


def _candidate(name: str, text: str) -> str:
    heard = _hear(name, text)
    if isinstance(heard, Reading):
        return str(heard.value)
    return str(heard.candidate.value) if heard.candidate else ASK


def _cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (name, text.strip())
        for name, texts in table.items()
        for text in texts.replace("\n", ",").split(",")
        if text.strip()
    ]


COMPLAINTS = {
    "MC8": """
        khong dung hen, ko dung hen, khong dung han, chua dung hen, không đúng hẹn
        chưa đúng hẹn, không đúng, khong dung ngay, khong he dung hen, chua bao gio dung hen
        khong dung lich, khong dung lan nao, không trả đúng ngày, khong dung cam ket
        tra khong dung hen, khong bao gio dung hen, đâu có đúng hẹn, co dung hen dau
    """,
    "MC11": """
        chưa trả lời, không trả lời, chua nhan duoc tra loi, chưa ai trả lời
        khong thay tra loi, chưa được trả lời, khong ai tra loi, ko trả lời, chua tra loi
        không quan tâm, khong ai quan tam, chưa từng trả lời, khong bao gio tra loi
        đâu có trả lời, không thèm trả lời
    """,
    "KB8": """
        khong co thuoc, khong duoc thuoc, không có thuốc, khong du thuoc, chua co thuoc
        khong cap thuoc, khong con thuoc, chua bao gio du thuoc, khong phat thuoc
        hay thiếu thuốc
    """,
    "KB9": """
        không rõ, khong ro, chưa rõ, không rõ phần nào, chẳng rõ gì, chua ro lam, khong ghi ro
        đâu có rõ, không đưa bảng kê
    """,
    "MC9": """
        khong dung, chua dung, khong dung lam, khong dung ten, khong dung thuc te
        khong dung chut nao, chưa từng đúng
    """,
    "UX6": """
        chụp không rõ, chup khong ro
    """,
    "MC2": """
        chưa tới lượt, không tới lượt
    """,
}


@pytest.mark.parametrize(("name", "text"), _cases(COMPLAINTS))
def test_what_went_wrong_is_never_not_applicable(name: str, text: str) -> None:
    assert _outcome(name, text) in {ASK, "1", "2"}
    assert _candidate(name, text) not in {"3", "4", "5"}


NOT_APPLICABLE = {
    "MC2": "không áp dụng, không dùng, chưa từng tới đó, chưa tới đó, không biết",
    "MC8": "không dùng, chua su dung, khong su dung, khong ap dung, không biết, không liên quan",
    "MC9": "không sài, chưa xài, không dùng, chưa dùng, khong biet, chưa dùng bao giờ",
    "MC11": "không có ý kiến, không biết trả lời sao, không liên quan, khong co y kien",
    "KB8": "khong ap dung, không dùng, khong su dung",
    "KB9": "không biết, khong ap dung, không dùng",
    "AT8": "không xài tài khoản, khong ap dung, không dùng",
    "UX6": "không dùng, khong xai, chưa từng dùng",
}


@pytest.mark.parametrize(("name", "text"), _cases(NOT_APPLICABLE))
def test_an_unmistakable_saying_is_still_not_applicable(name: str, text: str) -> None:
    assert _outcome(name, text) == "na"


PRAISE = {
    "MC9": """
        không sai, khong sai, không sai gì, khong sai gi, không sai sót, ko sai
        chua sai bao gio, không có sai, không sai chỗ nào, chẳng sai, k sai, khong sai cho nao
        chưa từng sai, chua tung sai, chưa sai lần nào, hổng sai, khong bi sai, không hề sai
        chưa bao giờ sai, đâu có sai, không nhầm, không lỗi
    """,
    "MC8": """
        không trễ, khong tre, không sai hẹn, chưa sai hẹn bao giờ, khong sai hen
        không trễ ngày nào
    """,
    "EL3": """
        không lỗi, khong loi, không bị treo, khong treo, khong bao loi, khong sai, không sao
    """,
    "MC4": """
        không sai, không nhiều, khong nhieu
    """,
    "AT8": """
        không sai ngày, khong sai ngay, chưa sai ngày nào
    """,
}


@pytest.mark.parametrize(("name", "text"), _cases(PRAISE))
def test_no_mistake_is_neither_blame_nor_not_applicable(name: str, text: str) -> None:
    assert _outcome(name, text) in {ASK, "4", "5"}
    assert _candidate(name, text) not in {"1", "2", "na"}


COUNTS = {
    "MC4": """
        mot to, 1 bo, 2 to, 5 to giay, 2 tờ, 3 bản, 5 ban sao, co 3 to, mot bo, ba tờ, 5 giay
        4 loai giay, bon to, 5 bản, 1 cai, 2 to thoi, 5 to 2 lan, 2 mau, 3 mau, 1 so, 2 đơn
    """,
    "KB8": """
        3 loai, 1 loai, chi co 1 loai, 2 loại, mot loai, duoc 2 loai, 5 vien, 2 vỉ
        phai mua ngoai 2 loai, 3 thu
    """,
    "MC1": """
        co 1 cai quat, 1 quat, 2 cái ghế, có 1 cây quạt, 5 nguoi 1 ghe
    """,
    "AT8": """
        mung 4, mùng 4, mồng 5, ngay 4, ngày mùng 4, hom mung 4, 4 trieu, 3 triệu, 2 tháng
        mung mot
    """,
    "MC2": """
        3 tiếng, 5 nguoi, quầy 3, 5 quầy, cho 3 tieng
    """,
    "MC9": """
        sai 2 cho, 1 loi
    """,
}


@pytest.mark.parametrize(("name", "text"), _cases(COUNTS))
def test_what_counts_or_dates_something_rates_nothing(name: str, text: str) -> None:
    assert _outcome(name, text) == ASK


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("MC4", "3 tờ nhưng hài lòng", "4"),
        ("MC4", "5 điểm", "5"),
        ("MC4", "4 diem", "4"),
        ("MC4", "2", "2"),
        ("MC4", "số 4", "4"),
        ("MC2", "4 nhé, dù phải qua 2 quầy mới xong", "4"),
        ("MC2", "quá tệ, tao ngồi 3 tiếng", "1"),
        ("MC4", "4 cho cac chau", "4"),
    ],
)
def test_a_rating_beside_a_count_still_counts(name: str, text: str, value: str) -> None:
    assert _outcome(name, text) == value


TROUBLE = {
    "UX6": """
        không tải được, khong tai duoc, không tải lên được, tải không được, không chụp được
        chưa tải được, 2 lan moi duoc, hay xoay, hay bị lỗi, không gửi được, khong the tai
        không bao giờ tải được, khong up duoc
    """,
    "UX9": """
        khong xem duoc, không xem được, xem khong duoc, không tìm được, không coi được
        khong coi duoc, chưa xem được, không vào xem được, hay lỗi
    """,
    "EL3": """
        hay lỗi, hay loi, hay treo, hay bị treo, hay báo lỗi, hay bi loi, hay đơ, hay do
        hay văng, hay lag, rất hay lỗi, hay rớt mạng, hay bị, lúc được lúc không
        không đăng nhập được, khong mo duoc
    """,
    "MC8": """
        không trả đúng ngày, khong den dung hen, hay trễ, chưa nhận được
    """,
    "AT8": """
        hay vào trễ, hay cham
    """,
}


@pytest.mark.parametrize(("name", "text"), _cases(TROUBLE))
def test_a_trouble_is_never_offered_as_praise(name: str, text: str) -> None:
    assert _candidate(name, text) in {ASK, "1", "2"}


@pytest.mark.parametrize(
    ("name", "text", "candidate"),
    [("EL3", "hay", "4"), ("EL3", "hay lắm", "5"), ("MC2", "không tệ", "4")],
)
def test_praise_is_still_offered(name: str, text: str, candidate: str) -> None:
    assert _candidate(name, text) == candidate
