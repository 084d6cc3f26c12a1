"""Exports tell what was answered, all of it, and nothing that must stay inside."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from bot.forms import shipped_sources
from bot.i18n import Catalogues
from bot.reports.complaint_export import CaseTable, LoggedCase
from bot.reports.response_export import Filled, ResponseTable
from bot.reports.sheets import Sheet
from flows.definition import Form
from flows.identifiers import ComplaintId, Instant, ResponseId, SessionId
from flows.inspection import check
from flows.session import Value
from storage.base import (
    AnswerRecord,
    ComplaintEvent,
    ComplaintRecord,
    PlaceRecord,
    ResponseRecord,
)

NOW = Instant(1_767_582_000_000)  # 2026-01-05 10:00 in Vietnam
PLACE = PlaceRecord(
    id="p1",
    name="Bộ phận Một cửa",
    unit_id="u1",
    unit_name="BHXH cơ sở Mẫu",
    counters=(("q2", "Quầy 2"),),
)


@pytest.fixture(scope="module")
def mc() -> Form:
    return check("mc", shipped_sources())


def response(**changes: object) -> ResponseRecord:
    record = ResponseRecord(
        id=ResponseId("r1"),
        session_id=SessionId("s1"),
        form="mc",
        version=2,
        channel="web",
        language="vi",
        state="completed",
        started_at=NOW,
        completed_at=Instant(NOW + 150_000),
        code="BJD9Q-R6ADY-D",
        invitation_kind="place",
        unit_id="u1",
        place_id="p1",
        counter_id="q2",
        trial=False,
    )
    return msgspec.structs.replace(record, **changes)


def answer(question: str, value: Value, revision: int = 1, **changes: object) -> AnswerRecord:
    record = AnswerRecord(
        response_id=ResponseId("r1"),
        question=question,
        revision=revision,
        value=value,
        method="button",
        confidence=1.0,
        comment=None,
        private=False,
        flags=(),
        at=NOW,
    )
    return msgspec.structs.replace(record, **changes)


def rows(sheet: Sheet) -> list[dict[str, Any]]:
    headers = [header.split(" – ")[0] for header in sheet.headers]
    return [dict(zip(headers, row, strict=True)) for row in sheet.rows]


def exported(
    form: Form,
    texts: Catalogues,
    *history: AnswerRecord,
    record: ResponseRecord | None = None,
    reveal_phones: bool = False,
    codes: bool = False,
) -> dict[str, Any]:
    table = ResponseTable([form], {"p1": PLACE}, texts, reveal_phones=reveal_phones, codes=codes)
    (row,) = rows(table.table([Filled(record or response(), history)]))
    return row


# -- responses


def test_a_response_says_where_when_and_how(mc: Form, texts: Catalogues) -> None:
    row = exported(mc, texts)
    assert row["Mã phiếu"] == "BJD9Q-R6ADY-D"
    assert row["Bắt đầu"] == "2026-01-05 10:00:00"
    assert row["Số phút"] == 2.5
    assert row["Tình trạng"] == "Đã gửi"
    assert row["Tính vào kết quả"] == "Tính"
    assert row["Cách mời"] == "Tại nơi giao dịch"
    assert (row["Đơn vị"], row["Nơi giao dịch"], row["Quầy"]) == (
        "BHXH cơ sở Mẫu",
        "Bộ phận Một cửa",
        "Quầy 2",
    )


def test_the_newest_revision_counts_and_corrections_are_counted(
    mc: Form, texts: Catalogues
) -> None:
    row = exported(mc, texts, answer("MC5", "2"), answer("MC5", "4", 2), answer("MC1", "5"))
    assert (row["MC5"], row["MC1"], row["Số lần sửa"]) == (4, 5, 1)


def test_a_retracted_answer_is_in_no_sheet(mc: Form, texts: Catalogues) -> None:
    history = (answer("MC5", "2"), answer("L1_B3", "other", retracted=True))
    table = ResponseTable([mc], {}, texts)
    (row,) = rows(table.table([Filled(response(), history)]))
    assert row["L1_B3"] is None
    assert [r["Câu hỏi"] for r in rows(table.revisions([Filled(response(), history)]))] == ["MC5"]


def test_every_revision_is_in_the_second_sheet(mc: Form, texts: Catalogues) -> None:
    history = (
        answer("MC5", "2"),
        answer("MC5", None, 2, method="skip"),
        answer("MC5", "4", 3, comment="đã hiểu hơn", method="text"),
    )
    found = rows(ResponseTable([mc], {}, texts).revisions([Filled(response(), history)]))
    assert [(r["Lần"], r["Trả lời"]) for r in found] == [(1, 2), (2, "(bỏ qua)"), (3, 4)]
    assert found[2]["Nói thêm"] == "đã hiểu hơn"
    assert found[2]["Cách trả lời"] == "Viết tự do"


def test_ratings_are_numbers_and_other_choices_are_words(mc: Form, texts: Catalogues) -> None:
    row = exported(mc, texts, answer("MC1", "5"), answer("MC2", "na"), answer("N1", "waiting"))
    assert row["MC1"] == 5
    assert row["MC2"] == "0 Không áp dụng"
    assert row["N1"] == "Giảm thời gian chờ"


def test_codes_are_given_where_asked_for(mc: Form, texts: Catalogues) -> None:
    row = exported(mc, texts, answer("MC2", "na"), answer("N1", "waiting"), codes=True)
    assert (row["MC2"], row["N1"]) == ("na", "waiting")


def test_not_asked_and_skipped_are_told_apart(mc: Form, texts: Catalogues) -> None:
    row = exported(mc, texts, answer("N1", None, method="skip"))
    assert row["N1"] == "(bỏ qua)"
    assert row["O1"] is None


def test_a_phone_is_masked_unless_its_reveal_was_asked_for(mc: Form, texts: Catalogues) -> None:
    given = answer("PHONE", "+84912345678", private=True)
    assert exported(mc, texts, given)["PHONE"] == "09•• ••• 678"
    assert exported(mc, texts, given, reveal_phones=True)["PHONE"] == "0912 345 678"


def test_locked_words_stay_inside_but_ratings_go_out(mc: Form, texts: Catalogues) -> None:
    record = response(restricted="denunciation")
    history = (answer("MC5", "1", comment="tên ông ấy là…"), answer("O1", "Tôi tố cáo…"))
    row = exported(mc, texts, *history, record=record)
    assert row["MC5"] == 1
    assert row["O1"] == "[tin hạn chế]"
    assert row["Lời nói thêm"] == "MC5: [tin hạn chế]"
    sheets = ResponseTable([mc], {}, texts).sheets([Filled(record, history)])
    everything = str([list(sheet.rows) for sheet in sheets])
    assert "tố cáo…" not in everything
    assert "ông ấy" not in everything


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({}, "Tính"),
        ({"trial": True}, "Không tính: dùng thử"),
        ({"demo": True}, "Không tính: dữ liệu mẫu"),
        ({"state": "in_progress"}, "Không tính: chưa gửi"),
        ({"state": "abandoned"}, "Không tính: chưa gửi"),
        ({"state": "declined"}, "Không tính: không đồng ý"),
        ({"state": "superseded"}, "Không tính: đã thay"),
    ],
)
def test_whether_a_response_counts_is_said_with_its_reason(
    mc: Form, texts: Catalogues, changes: dict[str, Any], counted: str
) -> None:
    assert exported(mc, texts, record=response(**changes))["Tính vào kết quả"] == counted


def test_columns_are_in_the_order_of_asking(mc: Form, texts: Catalogues) -> None:
    headers = [h.split(" – ")[0] for h in ResponseTable([mc], {}, texts).table([]).headers]
    asked = [q.id for q in mc.questions if q.kind != "control"]
    assert [h for h in headers if h in asked] == asked
    assert headers.index("L1_B3") > headers.index("MC7")
    assert headers.index("L1_B3") < headers.index("MC8")


def test_answers_of_an_older_version_keep_their_column(mc: Form, texts: Catalogues) -> None:
    extra = msgspec.structs.replace(mc.by_id["N1"], id="OLD")
    older = msgspec.structs.replace(
        mc, questions=(*mc.questions, extra), by_id={**mc.by_id, "OLD": extra}
    )
    newer = msgspec.structs.replace(mc, version=2)
    table = ResponseTable([older, newer], {}, texts)
    (row,) = rows(table.table([Filled(response(), [answer("OLD", "waiting")])]))
    assert row["OLD"] == "Giảm thời gian chờ"


def test_the_codebook_explains_every_column(mc: Form, texts: Catalogues) -> None:
    table = ResponseTable([mc], {}, texts)
    book = {row["Câu hỏi"]: row for row in rows(table.sheets([])[2])}
    assert set(table.questions) == set(book)
    assert book["MC5"]["Yếu tố"] == "B3"
    assert "5 = 5 Rất hài lòng" in book["MC5"]["Các lựa chọn"]
    assert book["MC5"]["Câu hỏi đầy đủ"] == mc.by_id["MC5"].text["vi"]


@pytest.mark.parametrize("flag", ["formal_complaint", "denunciation"])
def test_a_single_answer_that_sounds_formal_is_locked(
    mc: Form, texts: Catalogues, flag: str
) -> None:
    history = (
        answer("MC5", "1", comment="tên ông ấy là…", flags=(flag,)),
        answer("MC6", "2", comment="ghế cứng"),
        answer("O1", "Tôi tố cáo…", flags=("redacted", flag)),
    )
    row = exported(mc, texts, *history)
    assert (row["MC5"], row["MC6"], row["O1"]) == (1, 2, "[tin hạn chế]")
    assert row["Lời nói thêm"] == "MC5: [tin hạn chế] | MC6: ghế cứng"
    sheets = ResponseTable([mc], {}, texts).sheets([Filled(response(), history)])
    everything = str([list(sheet.rows) for sheet in sheets])
    assert "tố cáo…" not in everything
    assert "ông ấy" not in everything


def test_who_wrote_a_locked_text_is_not_to_be_called(mc: Form, texts: Catalogues) -> None:
    given = answer("PHONE", "+84912345678", private=True)
    record = response(restricted="formal_complaint")
    row = exported(mc, texts, given, record=record, reveal_phones=True)
    assert row["PHONE"] == "[tin hạn chế]"


def test_of_an_erased_response_only_the_ratings_go_out(mc: Form, texts: Catalogues) -> None:
    record = response(
        id=ResponseId("r-erased"), state="erased", session_id=None, code=None, counter_id=None
    )
    history = (
        answer("MC5", "1"),
        answer("MC6", "na", comment=None),
        answer("N1", "waiting"),
        answer("O1", None, private=True),
    )
    row = exported(mc, texts, *history, record=record)
    told = {name for name, cell in row.items() if cell is not None}
    assert told == {
        "Phiếu", "Bản", "Tính vào kết quả", "Tình trạng", "Bắt đầu", "Kênh", "Đơn vị",
        "Nơi giao dịch", "MC5", "MC6",
    }  # fmt: skip
    assert (row["MC5"], row["Bắt đầu"]) == (1, "2026-01-05")
    assert row["Tính vào kết quả"] == "Tính"
    sheets = ResponseTable([mc], {}, texts).sheets([Filled(record, history)])
    assert list(sheets[1].rows) == []
    assert "r-erased" not in str(list(sheets[0].rows))


# -- cases


def case(**changes: object) -> ComplaintRecord:
    record = ComplaintRecord(
        id=ComplaintId("c1"),
        code="2JAYT-CV35S-2",
        response_id=ResponseId("r1"),
        session_id=SessionId("s1"),
        kind="report",
        category="PA03",
        severity=3,
        restricted=False,
        reply_promised=True,
        state="new",
        owner_unit_id="u1",
        owner_role="one_stop_desk",
        due_at=Instant(NOW + 1),
        created_at=NOW,
        place_id="p1",
        counter_id="q2",
        story="Chờ lâu quá",
        name="Nguyễn Thị Ánh",
        address="12 Trần Phú",
        phone="+84912345678",
        trial=False,
    )
    return msgspec.structs.replace(record, **changes)


def opened(detail: dict[str, str] | None = None) -> Sequence[ComplaintEvent]:
    return [
        ComplaintEvent(
            complaint_id=ComplaintId("c1"),
            number=1,
            kind="opened",
            at=NOW,
            actor="citizen",
            detail=detail or {},
        )
    ]


def cases(
    texts: Catalogues, *records: ComplaintRecord, reveal_phones: bool = False
) -> list[Sheet]:
    units = {"u1": "BHXH cơ sở Mẫu"}
    table = CaseTable({"p1": PLACE}, units, texts, NOW, reveal_phones=reveal_phones)
    return table.sheets([LoggedCase(record, opened()) for record in records])


def test_a_case_says_who_owes_an_answer_until_when(texts: Catalogues) -> None:
    (row,) = rows(cases(texts, case())[0])
    assert row["Loại"] == "Phản ánh"
    assert row["Nhóm"] == "Chậm trễ, quá hạn"
    assert row["Đơn vị giải quyết"] == "BHXH cơ sở Mẫu"
    assert row["Người phụ trách"] == "Phụ trách một cửa"
    assert row["Hạn"] == "2026-01-05 10:00:00"
    assert row["Quá hạn"] is None
    assert row["Nội dung"] == "Chờ lâu quá"


def test_a_late_case_is_marked(texts: Catalogues) -> None:
    (row,) = rows(cases(texts, case(due_at=Instant(NOW - 1)))[0])
    assert row["Quá hạn"] == "Quá hạn"


@pytest.mark.parametrize("state", ["waiting", "answered", "closed"])
def test_a_case_whose_term_does_not_run_is_not_late(texts: Catalogues, state: str) -> None:
    (row,) = rows(cases(texts, case(due_at=Instant(NOW - 1), state=state))[0])
    assert row["Quá hạn"] is None


def test_a_case_that_its_officer_has_not_begun_can_be_late(texts: Catalogues) -> None:
    (row,) = rows(cases(texts, case(due_at=NOW, state="assigned"))[0])
    assert row["Quá hạn"] == "Quá hạn"


def test_persons_are_hidden_unless_their_reveal_was_asked_for(texts: Catalogues) -> None:
    (row,) = rows(cases(texts, case())[0])
    assert (row["Người gửi"], row["Địa chỉ"]) == ("(đã ẩn)", "(đã ẩn)")
    assert row["Điện thoại"] == "09•• ••• 678"
    (row,) = rows(cases(texts, case(), reveal_phones=True)[0])
    assert (row["Người gửi"], row["Điện thoại"]) == ("Nguyễn Thị Ánh", "0912 345 678")


def test_restricted_words_and_persons_never_go_out(texts: Catalogues) -> None:
    secret = case(category="PA05", restricted=True, story="Đưa phong bì cho ông B.")
    for reveal in (False, True):
        sheets = cases(texts, secret, reveal_phones=reveal)
        everything = str([list(sheet.rows) for sheet in sheets])
        assert "2JAYT-CV35S-2" in everything
        assert "phong bì" not in everything
        assert "Ánh" not in everything
        assert "345" not in everything


@pytest.mark.parametrize("story", [None, "Đưa phong bì"])
def test_an_erased_case_says_so(texts: Catalogues, story: str | None) -> None:
    erased = msgspec.structs.replace(opened()[0], number=2, kind="erased_on_request")
    record = case(story=story, name=None, address=None, phone=None, session_id=None)
    table = CaseTable({}, {}, texts, NOW)
    sheets = table.sheets([LoggedCase(record, [*opened(), erased])])
    (row,) = rows(sheets[0])
    said = "Đã xóa theo yêu cầu của người gửi"
    assert (row["Nội dung"], row["Người gửi"]) == (story or said, said)
    assert [r["Việc"] for r in rows(sheets[1])] == ["Tiếp nhận", said]


def test_the_history_leaves_details_out(texts: Catalogues) -> None:
    table = CaseTable({}, {}, texts, NOW)
    sheets = table.sheets([LoggedCase(case(), opened({"note": "bí mật"}))])
    (row,) = rows(sheets[1])
    assert (row["Việc"], row["Ai làm"]) == ("Tiếp nhận", "citizen")
    assert "bí mật" not in str(row)


def test_the_codebook_of_cases_explains_every_word(texts: Catalogues) -> None:
    book = {row["Trả lời"] for row in rows(cases(texts)[2])}
    assert {"PA01", "PA15", "report", "new", "unit_head", "4"} <= book
