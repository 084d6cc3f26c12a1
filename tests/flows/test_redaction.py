"""What must never be stored is taken out, and nothing else."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.identifiers import check_character, code_from
from flows.redaction import HIDDEN, Redacted, redact
from tests.flows.test_spelling import ANY_TEXT

ID = "national_id"
ACCOUNT = "bank_account"
CODE = code_from(b"0123456789abcdef", "case")

SECRETS = [
    ("cccd của tôi 079085012345", "cccd của tôi #", ID),
    ("079085012345", "#", ID),
    ("Căn cước: 079 085 012 345.", "Căn cước: #.", ID),
    ("079.085.012.345", "#", ID),
    ("079-085-012-345", "#", ID),
    ("079085 012345", "#", ID),
    ("0 7 9 0 8 5 0 1 2 3 4 5", "#", ID),
    ("0790 8501 2345", "#", ID),
    ("079/085/012/345", "#", ID),
    ("079085\n012345", "#", ID),
    ("O79O85O12345", "#", ID),
    ("0790850l2345", "#", ID),
    ("\uff10\uff17\uff19\uff10\uff18\uff15\uff10\uff11\uff12\uff13\uff14\uff15", "#", ID),
    ("٠٧٩٠٨٥٠١٢٣٤٥", "#", ID),
    ("⓪⑦⑨⓪⑧⑤⓪①②③④⑤", "#", ID),
    ("0️⃣7️⃣9️⃣0️⃣8️⃣5️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5", "#", ID),
    ("079\u200b085\u200b012345", "#", ID),
    ("số 079085012345 và 0912345678", "số # và 0912345678", ID),
    ("079085012345 0912345678", "# 0912345678", ID),
    ("0912345678 079085012345", "0912345678 #", ID),
    ("001085012345 096385012345", "# #", ID),
    ("123456789012", "#", ID),
    ("so cmnd 023456789 cap 2010", "so cmnd # cap 2010", ID),
    ("CMND: 023 456 789", "CMND: #", ID),
    ("chứng minh nhân dân của mẹ tôi là 023456789", "chứng minh nhân dân của mẹ tôi là #", ID),
    ("id 123456789", "id #", ID),
    ("hộ chiếu B1234567", "hộ chiếu #", ID),
    ("passport no C 1234567", "passport no #", ID),
    ("mã otp là 482913", "mã otp là #", "otp"),
    ("OTP: 482 913 nhé", "OTP: # nhé", "otp"),
    ("otp482913", "otp#", "otp"),
    ("482913 là mã otp", "# là mã otp", "otp"),
    ("4829 otp", "# otp", "otp"),
    ("mã xác nhận 4829", "mã xác nhận #", "otp"),
    ("mã PIN của tôi 482913", "mã PIN của tôi #", "otp"),
    ("cvv 123", "cvv #", "otp"),
    ("stk 0071001234567", "stk #", ACCOUNT),
    ("stk 123456", "stk #", ACCOUNT),
    (
        "số tài khoản của em là 19034567890 techcombank",
        "số tài khoản của em là # techcombank",
        ACCOUNT,
    ),
    ("stk: 0071 0012 34567 vietcombank", "stk: # vietcombank", ACCOUNT),
    ("chuyển vào vcb 0071001234", "chuyển vào vcb #", ACCOUNT),
    ("0912345678 vietcombank", "# vietcombank", ACCOUNT),
    ("19034567890 (techcombank)", "# (techcombank)", ACCOUNT),
    ("0071001234567", "#", ACCOUNT),
    ("123456789012345678901234567890", "#", ACCOUNT),
    ("0071 0012 34567", "#", ACCOUNT),
    ("190 345 678 901 234", "#", ACCOUNT),
    ("19034 56789012 0912345678", "# 0912345678", ACCOUNT),
    ("190 34567890 123 45", "# 45", ACCOUNT),
    ("4111111111111111", "#", "card"),
    ("4111 1111 1111 1111", "#", "card"),
    ("thẻ 4111-1111-1111-1111 hết hạn 05/27", "thẻ # hết hạn 05/27", "card"),
    ("số thẻ 12345678", "số thẻ #", "card"),
    ("5555555555554444", "#", "card"),
    ("4990999000900008", "#", "card"),
    ("6011111111111117", "#", "card"),
    ("mã số BHXH 7912345678", "mã số BHXH #", "insurance_number"),
    ("số sổ bhxh của tôi: 79 1234 5678", "số sổ bhxh của tôi: #", "insurance_number"),
    ("thẻ BHYT GD4797912345678", "thẻ BHYT #", "insurance_number"),
    ("GD4797912345678", "#", "insurance_number"),
    ("GD 4 79 791 234 5678", "#", "insurance_number"),
    ("mật khẩu là abc123", "mật khẩu là #", "password"),
    ("mật khẩu: hoanganh.", "mật khẩu: #.", "password"),
    ("mk = hoanganh1", "mk = #", "password"),
    ("mật khẩu = hoang", "mật khẩu = #", "password"),
    ("mật khẩu : hoang", "mật khẩu : #", "password"),
    ("mật khẩu nghiengg", "mật khẩu #", "password"),
    ("mật khẩu a@bc", "mật khẩu #", "password"),
    ("mk: 123456", "mk: #", "password"),
    ("password nguyenvananh", "password #", "password"),
    ("Mật khẩu VssID của em là Mat@khau nhé", "Mật khẩu VssID của em là # nhé", "password"),
]


@pytest.mark.parametrize(("text", "kept", "kind"), SECRETS)
def test_secrets_are_taken_out(text: str, kept: str, kind: str) -> None:
    assert redact(text) == Redacted(kept.replace("#", HIDDEN), (kind,))


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "091-234-5678",
        "0912345678 0987654321",
        "0912 345 678 - 0987 654 321",
        "0912345678/0987654321",
        "+84 912 345 678",
        "(+84)0912345678",
        "+84912345678",
        "840912345678",
        "84 24 3825 2525",
        "0084912345678",
        "0168 123 4567",
        "02438252525",
        "+1 650 253 0000",
        "+447911123456",
        "sđt mk 0912345678",
        "tài khoản của tôi bị lỗi, gọi 0912345678",
        "hotline 1900 9068",
        "19009068",
        "agribank 1900558818",
        "01/07/2025 - 15/07/2025",
        "01.07.2025 15.07.2025",
        "2025-07-01 08:30:00",
        "từ 12 05 1954 đến 13 06 2025",
        "12 05 1954 0912345678",
        "01 02 2025 0800",
        "1 2 25 0912345678",
        "0912345678 12",
        "0351234567 89",
        "2025 0912 345 678",
        "1.500.000đ",
        "100.000.000.000 đồng",
        "10 000 000 000 000 đồng",
        "12 3456 7890 1234",
        "1,234,567,890,123 vnd",
        "15000000",
        "năm 1954, 68 tuổi, 3 lần, 45 phút, quầy 12",
        "5 4 4 5 3 4 5 5 4 4 5 5",
        "023456789",
        "12345678901",
        "099 485 012 345",
        "079 585 012 345",
        "mã hồ sơ 000.00.12.H29-250701-0001",
        "quên mật khẩu rồi",
        "mật khẩu không đúng",
        "mật khẩu là gì",
        "mật khẩu nghiêng",
        "mật khẩu nghieng",
        "mật khẩu: abc",
        "mật khẩu: hoàng",
        "mk: nguyenvananh",
        "mk hài",
        "otp 123",
        "otp 123456789",
        "stk 12345",
        "cmnd 1234567",
        "mk hài lòng lắm",
        "mã otp gửi chậm",
        "otp 2 lần, 5 phút chưa tới",
        "otp năm 2025",
        "tài khoản 12345",
        "căn cước của tôi hết hạn 2025",
        "①②③",
        "x²",
        "",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert redact(text) == Redacted(text)


def test_our_own_codes_stay() -> None:
    assert redact(f"xóa {CODE}") == Redacted(f"xóa {CODE}")
    assert redact(f"mã otp {CODE}, {CODE.lower()}") == Redacted(f"mã otp {CODE}, {CODE.lower()}")


@pytest.mark.parametrize("word", ["otp", "stk", "cccd"])
def test_codes_of_digits_stay_behind_any_word(word: str) -> None:
    code = "23456-78901-" + check_character("2345678901")
    text = f"{word} {code.lower()} rồi"
    assert redact(text) == Redacted(text)
    assert redact(f"{text}, otp 482913").text == f"{text}, otp {HIDDEN}"
    wrong = "23456-78901-" + ("X" if code[-1] != "X" else "Y")
    assert HIDDEN in redact(f"{word} {wrong}").text


def test_several_kinds_are_named_once_each_in_order() -> None:
    found = redact("otp 482913, stk 0071001234567, otp 111222")
    assert found.text == f"otp {HIDDEN}, stk {HIDDEN}, otp {HIDDEN}"
    assert found.kinds == ("otp", ACCOUNT)


def test_overlapping_findings_are_one() -> None:
    found = redact("stk 079085012345")
    assert found == Redacted(f"stk {HIDDEN}", (ACCOUNT,))
    assert redact("stk 0071001234 vietcombank") == Redacted(
        f"stk {HIDDEN} vietcombank", (ACCOUNT,)
    )


def test_redact_cleans() -> None:
    assert redact(" a\x00  b ").text == "a b"


@pytest.mark.parametrize("text", ["+999123456789", "+079085012345", "+84912345678901"])
def test_a_plus_does_not_make_a_telephone_number(text: str) -> None:
    assert redact(text).text == f"+{HIDDEN}"


_DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=20)
_PIECES = st.lists(
    st.one_of(
        _DIGITS,
        st.sampled_from(
            [" ", ".", "-", "/", ",", "+", "\n", "stk ", "otp ", "là ", "mk: ", "cccd ", "số thẻ "]
        ),
        st.sampled_from(
            ["0912345678", "079085012345", "01/07/2025", "vcb", "bhxh ", HIDDEN, "GD"]
        ),
    ),
    max_size=12,
).map("".join)


@given(st.one_of(_PIECES, ANY_TEXT))
def test_redacting_twice_is_redacting_once(text: str) -> None:
    once = redact(text)
    assert redact(once.text) == Redacted(once.text)


@given(_PIECES)
def test_no_run_of_twelve_digits_survives_but_telephone_numbers(text: str) -> None:
    for match in re.finditer(r"(\+?)\(?\+?(\d{12,})", redact(text).text):
        plus, run = match.groups()
        assert plus or run.startswith(("84", "0084")), run


@given(
    st.from_regex(r"0(0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}", fullmatch=True),
    st.sampled_from([" ", ".", "-", " - "]),
)
def test_no_identity_number_survives_in_groups(number: str, gap: str) -> None:
    for groups in ((3, 3, 3, 3), (4, 4, 4), (3, 3, 6), (6, 6), (1,) * 12):
        cuts = [number[sum(groups[:i]) : sum(groups[: i + 1])] for i in range(len(groups))]
        assert redact("số " + gap.join(cuts)).text == f"số {HIDDEN}"


@given(st.from_regex(r"0(3\d|7[06-9]|8[1-5]|9[0-46-8])\d{7}", fullmatch=True))
def test_every_mobile_number_survives(number: str) -> None:
    for shown in (number, f"{number[:4]} {number[4:7]} {number[7:]}", "+84" + number[1:]):
        assert redact(f"gọi {shown} nhé") == Redacted(f"gọi {shown} nhé")


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "0912 345 678 ", "otp ", "stk la ", "mk ", "1.", "O1", "079 085 ", "+", "12/"],
)
def test_redact_takes_linear_time(piece: str) -> None:
    started = time.perf_counter()
    redact((piece * 10_000)[:10_000])
    assert time.perf_counter() - started < 10
