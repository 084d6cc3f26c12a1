"""Headers of offices' lists: told apart in their many wordings, and found below their titles."""

import pytest

from flows.spelling import fold
from survey.transaction_columns import Ledger, find_header, guess, missing_fields


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Mã hồ sơ", "code"),
        ("SỐ BIÊN NHẬN", "code"),
        ("Ngày trả kết quả (dd/mm/yyyy)", "done_on"),
        ("Thời gian trả kết quả", "done_on"),
        ("SĐT", "phone"),
        ("Số ĐT liên hệ", "phone"),
        ("Điện thoại người nộp", "phone"),
        ("Tên thủ tục hành chính", "procedure"),
        ("Cơ quan BHXH tiếp nhận", "unit"),
        ("Số CCCD/Định danh", "person"),
        ("E-mail", "email"),
        ("Hình thức nộp", "mode"),
        ("Xã, phường", "commune"),
        ("Nơi tiếp nhận", "place"),
        ("Quầy số", "counter"),
    ],
)
def test_headers_are_known_in_the_words_of_offices(header: str, field: str) -> None:
    assert guess(["STT", header], "person", fold) == {field: 1}


@pytest.mark.parametrize("header", ["STT", "Họ và tên", "Ghi chú", "Ngày sinh", "", "Số tiền"])
def test_what_is_not_asked_for_is_left_out(header: str) -> None:
    assert guess([header], "person", fold) == {}


def test_the_better_of_two_headers_is_taken() -> None:
    headers = ["Ngày tiếp nhận", "Ngày trả kết quả", "Ngày"]
    assert guess(headers, "person", fold) == {"done_on": 1}


def test_employers_have_columns_of_their_own() -> None:
    headers = ["Mã đơn vị", "Tên đơn vị", "Số lao động", "Ngày giao dịch"]

    def found(ledger: Ledger) -> set[str]:
        return set(guess(headers, ledger, fold))

    assert found("employer") == {"employer_code", "employer_name", "size", "done_on"}
    assert found("person") == {"done_on"}


def test_a_header_is_found_below_titles() -> None:
    rows = [["BẢO HIỂM XÃ HỘI TỈNH LÂM ĐỒNG"], [], ["Ngày 05 tháng 10 năm 2026"],
            ["STT", "Mã hồ sơ", "Ngày trả kết quả"], ["1", "HS-1", "05/10/2026"]]  # fmt: skip

    header = find_header(rows, fold)
    assert header is not None
    assert (header.last, header.texts[1]) == (3, "Mã hồ sơ")


def test_two_rows_of_headers_are_read_as_one() -> None:
    rows = [["Mã hồ sơ", "Liên hệ", "", "Ngày trả"], ["", "Số điện thoại", "Email", ""]]

    header = find_header(rows, fold)
    assert header is not None
    assert header.texts == ("Mã hồ sơ", "Số điện thoại", "Email", "Ngày trả")


def test_words_that_nobody_knows_may_be_headers_for_people_to_say() -> None:
    header = find_header([["Alpha", "Beta"], ["1", "2"]], fold)
    assert header is not None
    assert header.texts == ("Alpha", "Beta")


def test_numbers_alone_have_no_header() -> None:
    assert find_header([["1", "2"], ["3", "4"]], fold) is None


def test_what_is_needed_is_said() -> None:
    assert missing_fields("person", {"phone": 0}, has_unit=True) == ("done_on",)
    assert missing_fields("person", {"done_on": 0}, has_unit=False) == ("unit",)
    assert missing_fields("employer", {"done_on": 0}, has_unit=True) == ("employer_code",)
    named = {"done_on": 0, "employer_name": 1}
    assert missing_fields("employer", named, has_unit=True) == ()  # type: ignore[arg-type] # fields
