"""What the reader did not understand, as those who teach it see it."""

import csv
from pathlib import Path

import openpyxl
import pytest

from bot.commands import base
from flows.identifiers import Instant
from flows.session import Value
from storage.base import Storage
from tests.bot.operator import Command, audit, in_database
from tests.storage.records import answer, misreading, put_each, response

DAY = 86_400_000


def teach(*told: tuple[str, str, str, Value, Value, str | None], days: int = 0) -> None:
    """Put misreadings into the database: question, words, how asked, guess, answer, method."""

    async def work(storage: Storage) -> None:
        start = base.now() - days * DAY
        for number, (question, words, asked, guess, chosen, method) in enumerate(told):
            name = f"r-{days}-{number}"
            at = Instant(start + number)
            row = response(name, form="mc", version=_version(), started_at=at, demo=False)
            kept = misreading(
                question, response_id=name, text=words, at=at, asked=asked, guess=guess
            )
            await put_each(storage, storage.responses.add, row)
            await put_each(storage, storage.misreadings.add, kept)
            if method is not None:
                given = answer(
                    question, response_id=name, value=chosen, method=method, at=Instant(at + 1)
                )
                await put_each(storage, storage.answers.record, given)

    in_database(work)


def _version() -> int:
    from tests.flows.shipped import FORMS

    return FORMS["mc"].version


TOLD = (
    ("MC5", "cũng tàm tạm", "again", None, 3, "button"),
    ("MC5", "Cung  tam tam", "again", None, 3, "number"),
    ("MC5", "cũng tàm tạm", "human", None, None, "skip"),
    ("MC5", "hên xui", "confirm", 3, 2, "word"),
    ("MC1", "", "again", None, None, None),
)


@pytest.fixture
def taught(planted: Command) -> Command:
    teach(*TOLD)
    return planted


def test_equal_words_are_counted_together_with_what_was_chosen(taught: Command) -> None:
    result = taught("misunderstood")
    assert result.exit_code == 0, result.output
    head, words, told, *_ = result.output.splitlines()
    assert head.startswith("mc · MC5 – ")
    assert words.split() == ["3", "×", "“cũng", "tàm", "tạm”"]
    assert told.strip() == (
        "hỏi lại × 2, hỏi lại và mời gặp viên chức × 1 → 3 Bình thường × 2, (bỏ qua) × 1"
    )
    assert "hỏi có đúng ý không (3 Bình thường) → 2 Không hài lòng" in result.output
    assert "(không giữ lời đã gõ)" in result.output
    assert "5 lần chưa hiểu, 3 cách nói khác nhau." in result.output


def test_reading_it_is_on_record(taught: Command) -> None:
    taught("misunderstood")
    newest = in_database(audit)[0]
    assert (newest["action"], newest["target"]) == ("misreadings_read", "misreadings")


def test_it_can_be_asked_for_by_day_form_and_question(taught: Command) -> None:
    teach(("MC5", "đời xưa", "again", None, None, None), days=40)
    assert "đời xưa" in taught("misunderstood").output
    long_ago = base.now() - 20 * DAY
    from bot.commands._arguments import day_of

    since = day_of(Instant(long_ago)).isoformat()
    assert "đời xưa" not in taught("misunderstood", "--since", since).output
    only = taught("misunderstood", "--until", since).output
    assert "đời xưa" in only
    assert "hên xui" not in only
    assert "MC5" not in taught("misunderstood", "--question", "mc1").output
    assert "Không có lời nào" in taught("misunderstood", "--form", "intake").output
    unknown = taught("misunderstood", "--form", "zz")
    assert unknown.exit_code == 1
    assert "zz" in unknown.output


def test_only_the_first_are_shown_and_the_rest_is_named(taught: Command) -> None:
    result = taught("misunderstood", "--top", "1")
    assert "hên xui" not in result.output
    assert "Còn 2 mục nữa" in result.output


def test_what_must_not_be_stored_is_taken_out_once_more(planted: Command) -> None:
    teach(("MC5", "căn cước 001085012345", "again", None, None, None))
    result = planted("misunderstood")
    assert "001085012345" not in result.output
    assert "[đã ẩn]" in result.output


def test_it_is_exported_as_a_table(taught: Command, tmp_path: Path) -> None:
    target = tmp_path / "hoc.csv"
    result = taught("misunderstood", "--to", str(target))
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["Mã câu"], row["Số lần"]) for row in rows] == [
        ("MC5", "3"), ("MC1", "1"), ("MC5", "1"),
    ]  # fmt: skip
    assert rows[0]["Sau đó người dân chọn"] == "3 Bình thường × 2; (bỏ qua) × 1"
    assert rows[2]["Hệ thống đoán"] == "3 Bình thường × 1"
    assert in_database(audit)[0]["action"] == "misreadings_exported"


def test_a_workbook_holds_words_as_words(planted: Command, tmp_path: Path) -> None:
    teach(("MC5", "=1+1", "again", None, None, None))
    target = tmp_path / "hoc.xlsx"
    assert planted("misunderstood", "--to", str(target)).exit_code == 0
    page = openpyxl.load_workbook(target).active
    assert page is not None
    cell = page.cell(2, 4)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_what_was_learnt_is_forgotten_after_a_yes(taught: Command) -> None:
    assert taught("misunderstood", "--question", "MC5", "--forget", given="n\n").exit_code == 1
    result = taught("misunderstood", "--question", "MC5", "--forget", given="y\n")
    assert result.exit_code == 0, result.output
    assert "Đã xóa 4 dòng" in result.output
    assert in_database(audit)[0]["detail"] == {"rows": "4"}
    assert "1 lần chưa hiểu" in taught("misunderstood").output


def test_a_file_and_forgetting_are_not_asked_for_together(taught: Command, tmp_path: Path) -> None:
    result = taught("misunderstood", "--to", str(tmp_path / "x.csv"), "--forget")
    assert result.exit_code == 2
    assert taught("misunderstood", "--to", "x.doc").exit_code == 2


def test_words_typed_in_a_chat_arrive_in_the_list(planted: Command) -> None:
    """From the person's line to the list, by the way that every message takes."""
    lines = "1\n1\n1\n1\n1\n1\n1\n"  # to the first rating: greeting, consent, screening
    assert planted("chat", given=f"{lines}blabla chóp chép\n3\n").exit_code == 0
    result = planted("misunderstood")
    assert "“blabla chóp chép”" in result.output
    assert "hỏi lại → 3 Bình thường" in result.output


def test_what_sounds_like_a_denunciation_is_in_no_list(planted: Command) -> None:
    planted("chat", given="1\n1\n1\n1\n1\n1\n1\ntôi tố cáo ông Ba nhận hối lộ\n3\n")
    assert "ông Ba" not in planted("misunderstood").output
