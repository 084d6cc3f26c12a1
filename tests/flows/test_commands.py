"""What is a command, what may be one, and what is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from flows.commands import COMMANDS, Recognised, recognise
from flows.identifiers import check_character, code_from, normalise_code
from flows.phrases import Phrasebook
from flows.vietnamese import listen
from tests.flows.test_spelling import ANY_TEXT

CODE = code_from(b"0123456789abcdef", "case")
NUMBERS_ONLY = "23456-78901-" + check_character("2345678901")

PHRASES = [(name, phrase) for name, command in COMMANDS.items() for phrase in command.phrases]
MAYBES = [(name, phrase) for name, command in COMMANDS.items() for phrase in command.maybe]


def test_the_table_is_closed() -> None:
    assert set(COMMANDS) == {
        "back", "skip", "pause", "stop", "restart", "help", "human", "resume", "review", "trust",
        "complaint", "opt_out", "opt_in", "view", "erase", "withdraw", "language", "language_vi",
        "language_en",
        "status", "menu", "progress",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "phrase"), PHRASES)
def test_every_phrase_is_its_command(name: str, phrase: str) -> None:
    assert recognise(listen(phrase)) == Recognised(name)
    assert recognise(listen(f"Dạ {phrase.upper()} ạ!")) == Recognised(name)


@pytest.mark.parametrize(("name", "phrase"), MAYBES)
def test_phrases_that_may_be_answers_are_not_certain(name: str, phrase: str) -> None:
    assert recognise(listen(phrase)) == Recognised(name, certain=False)


def test_no_phrase_stands_twice() -> None:
    for table in ("phrases", "maybe"):
        book: Phrasebook[str] = Phrasebook({n: getattr(c, table) for n, c in COMMANDS.items()})
        words = [listen(p).words for c in COMMANDS.values() for p in getattr(c, table)]
        assert all(book.find(w) for w in words)
        assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cho tôi gặp cán bộ", "human"),
        ("tôi muốn gặp nhân viên", "human"),
        ("làm ơn cho em gặp cán bộ với", "human"),
        ("gap can bo", "human"),
        ("bỏ qua câu này đi em", "skip"),
        ("gặp cán bộ giúp tôi với", "human"),
        ("gặp cán bộ ngay nào", "human"),
        ("bỏ qua" + "!" * 194, "skip"),
        ("bo qua", "skip"),
        ("boqua", "skip"),
        ("bor qua", "skip"),
        ("tôi muốn bỏ qua", "skip"),
        ("cho em quay lại câu trước với", "back"),
        ("quay lai", "back"),
        ("dừng lại đi", "stop"),
        ("dungf laji", "stop"),
        ("tôi muốn dừng lại", "stop"),
        ("I want to stop", "stop"),
        ("xoa du lieu cua toi", "erase"),
        ("xoá hết đi", "erase"),
        ("please delete my data", "erase"),
        ("English please", "language_en"),
        ("Tiếng Việt", "language_vi"),
        ("đây có phải lừa đảo không vậy", "trust"),
        ("tôi muốn tố cáo", "complaint"),
        ("đừng nhắn tin cho tôi nữa", "opt_out"),
        ("tôi muốn nhận lại tin", "opt_in"),
        ("nhan lai tin", "opt_in"),
        ("please resume messages", "opt_in"),
    ],
)
def test_wishes_around_a_command_do_not_hide_it(text: str, name: str) -> None:
    assert recognise(listen(text)) == Recognised(name)


@pytest.mark.parametrize(
    "text",
    [
        "không",
        "có",
        "dạ",
        "hài lòng",
        "",
        "👍",
        "họ bỏ qua ý kiến của tôi",
        "cán bộ bảo tôi quay lại sau 3 ngày",
        "tôi phải làm lại từ đầu vì cán bộ làm mất hồ sơ",
        "tôi muốn góp ý về thái độ của cán bộ quầy 3",
        "xóa tên tôi khỏi danh sách vì tôi đã chuyển nhà",
        "đừng nhắn nữa nếu chưa giải quyết xong",
        "dừng chi lương hưu hai tháng",
        "lừa đảo của dân",
        "tố cáo anh A nhận tiền",
        "khiếu nại quyết định cắt lương hưu",
        "bỏ qua" + "!" * 195,
        "help " * 100,
    ],
)
def test_a_story_is_no_command(text: str) -> None:
    assert recognise(listen(text)) is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("XEM {}", "view"),
        ("xem lại phiếu {}", "view"),
        ("show my response {}", "view"),
        ("see {}", "view"),
        ("XÓA {}", "erase"),
        ("xoá {}", "erase"),
        ("xoa: {}", "erase"),
        ("tôi muốn xóa mã phiếu {}", "erase"),
        ("Xóa {} giúp tôi.", "erase"),
        ("delete {}", "erase"),
        ("remove {}", "erase"),
        ("RÚT {}", "withdraw"),
        ("rút phản ánh {}", "withdraw"),
        ("hủy phản ánh {}", "withdraw"),
        ("withdraw case {}", "withdraw"),
        ("cancel {}", "withdraw"),
        ("tra cứu {}", "status"),
        ("kiểm tra tiến độ {}", "status"),
        ("tình trạng hồ sơ {}", "status"),
        ("status {}", "status"),
        ("track {}", "status"),
        ("{}", "status"),
        (" {}. ", "status"),
    ],
)
@pytest.mark.parametrize("code", [CODE, NUMBERS_ONLY])
def test_commands_take_a_code(text: str, command: str, code: str) -> None:
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", " - ")):
        assert recognise(listen(text.format(typed))) == Recognised(command, code)


def test_a_code_without_dashes_is_one_too() -> None:
    assert recognise(listen(CODE.replace("-", ""))) == Recognised("status", CODE)


def test_eleven_digits_in_one_may_be_a_telephone_number() -> None:
    typed = NUMBERS_ONLY.replace("-", "")
    assert typed.isdigit()
    assert recognise(listen(typed)) == Recognised("status", NUMBERS_ONLY, certain=False)


def test_eleven_letters_are_no_code() -> None:
    body = "HAAAGBBBBC"
    typed = body + check_character(body)
    assert normalise_code(typed) is not None
    assert typed.isalpha()
    assert recognise(listen(typed)) is None


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("xóa LN-7K2M", "LN-7K2M"),
        ("xóa phiếu 7k2mn", "7K2MN"),
        ("xóa abcdefghijklmno1", "ABCDEFGHIJKLMNO1"),
        ("xóa 12345-67890-1 giúp tôi", "12345-67890-1"),
    ],
)
def test_what_is_nearly_a_code_is_handed_on_as_typed(text: str, argument: str) -> None:
    assert recognise(listen(text)) == Recognised("erase", argument)


@pytest.mark.parametrize(
    "text",
    [
        "xóa 7K2M",
        "xóa abcdefghijklmnop1",
        "xóa phiếu đăng ký",
        "xem 12345678901234567",
        "xem tờ khai 12345",
        "12345-67890-1",
    ],
)
def test_what_is_no_code_makes_no_command(text: str) -> None:
    assert recognise(listen(text)) is None


@given(ANY_TEXT)
def test_recognise_never_raises(text: str) -> None:
    recognise(listen(text))


@pytest.mark.parametrize("piece", ["cho tôi ", "đi ", "xem ", "a-", "0 ", "lai "])
def test_recognise_takes_little_time(piece: str) -> None:
    for length in (199, 10_000):
        utterance = listen((piece * 10_000)[:length])
        started = time.perf_counter()
        recognise(utterance)
        assert time.perf_counter() - started < 5


@pytest.mark.parametrize("body", ["MAGXB1TVAY", "CASEX12345", "MYGXB1TVAY", "S0GXB1TVAY"])
@pytest.mark.parametrize(("words", "command"), [("XEM", "view"), ("xóa mã", "erase")])
def test_a_code_may_begin_like_a_word(body: str, words: str, command: str) -> None:
    code = f"{body[:5]}-{body[5:]}-{check_character(body)}"
    assert recognise(listen(f"{words} {code}")) == Recognised(command, code, certain=True)
