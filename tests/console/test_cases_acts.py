"""What officers do to a case from its page: its acts, their confirmations, undo and refusals."""

import pytest

from bot.console.case_deeds import DEEDS
from tests.console.case_room import PROVINCE, CaseRoom
from tests.e2e.hostile_texts import HOSTILE

WORDS = "Chúng tôi đã sửa ghế chờ ở quầy 2."


async def test_whoever_takes_a_case_has_it_and_its_person_hears_so(room: CaseRoom) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)

    assert (await room.now(case)).officer_id == officer.account.id
    assert case.code in (await room.told(case))[-1]


async def test_taking_is_undone_by_one_press(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()
    page = await officer.do(case.code, "take")
    assert "Hoàn tác" in page.text

    page = await officer.press(
        f"/console/cases/{case.code}/release", version=page.field("version")
    )

    assert "chưa ai xử lý" in page.text
    assert (await room.now(case)).officer_id is None


async def test_a_question_stops_the_clock(room: CaseRoom) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)

    page = await officer.do(case.code, "ask", text="Quầy số mấy ạ?", step="sure")

    assert "tạm ngừng" in page.text
    assert (await room.now(case)).state == "waiting"
    assert any("Quầy số mấy ạ?" in said for said in await room.told(case))


async def test_a_note_stays_at_the_desk(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()

    page = await officer.do(case.code, "note", text="Đã gọi cho quầy 2")

    assert "Đã gọi cho quầy 2" in page.text
    assert await room.told(case) == []


async def test_a_case_is_given_to_an_officer_of_the_list_only(room: CaseRoom) -> None:
    head, other = await room.officer("unit_head"), await room.officer("case_officer")
    stranger = await room.officer("case_officer", PROVINCE + "-x")
    case = await room.case()
    page = await head.see(f"/console/cases/{case.code}")
    assert f'value="{other.account.id}"' in page.html
    assert f'value="{stranger.account.id}"' not in page.html

    assert (await head.do(case.code, "assign", officer=stranger.account.id)).status == 404
    await head.do(case.code, "assign", officer=other.account.id)

    assert (await room.now(case)).officer_id == other.account.id
    assert (await other.see("/console/cases")).codes() == [case.code]


async def test_giving_it_to_another_is_undone_by_one_press(room: CaseRoom) -> None:
    head, other = await room.officer("unit_head"), await room.officer("case_officer")
    case = await room.taken_by(head)
    page = await head.do(case.code, "assign", officer=other.account.id)
    assert f'name="officer" value="{head.account.id}"' in page.html

    await head.press(
        f"/console/cases/{case.code}/assign",
        version=page.field("version"),
        officer=page.field("officer"),
    )

    assert (await room.now(case)).officer_id == head.account.id


async def test_what_leaves_the_unit_leaves_the_screen(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()

    page = await officer.do(
        case.code, "forward", unit=PROVINCE, text="Thuộc thẩm quyền tỉnh", step="sure"
    )

    assert page.url == "/console/cases"
    assert "Đã chuyển phản ánh" in page.text
    assert "BHXH tỉnh Lâm Đồng" in (await room.told(case))[-1]
    assert (await officer.see(f"/console/cases/{case.code}")).status == 404


async def test_passing_on_needs_a_place_to_pass_it_to(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()

    page = await officer.do(case.code, "forward", text="Không phải việc của ta", step="look")

    assert page.status == 422
    assert "ghi tên cơ quan nhận" in page.text
    assert "Không phải việc của ta</textarea>" in page.html


async def test_sorting_anew_is_undone_by_one_press(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()

    page = await officer.do(case.code, "recategorise", category="PA06")
    assert (await room.now(case)).category == "PA06"
    await officer.press(
        f"/console/cases/{case.code}/recategorise",
        version=page.field("version"),
        category="PA03",
    )

    assert (await room.now(case)).category == "PA03"


async def test_who_is_concerned_sees_the_case_no_more(room: CaseRoom) -> None:
    officer, case = await room.officer(), await room.case()

    page = await officer.do(case.code, "conflict", text="Người bị nêu là em tôi", step="sure")

    assert page.url == "/console/cases"
    assert page.codes() == []
    assert (await officer.see(f"/console/cases/{case.code}")).status == 404


async def test_praise_is_closed_without_an_answer(room: CaseRoom) -> None:
    officer = await room.officer("unit_head")
    case = await room.case(category="PA14", severity=0, kind="praise", reply_promised=False)

    page = await officer.do(case.code, "close", text="Đã chuyển lời khen", step="sure")

    assert "Đã khép lại" in page.text


# -- what is missing


async def test_an_open_place_of_a_ready_made_text_is_not_sent(room: CaseRoom) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)

    page = await officer.do(case.code, "answer", text="Chúng tôi đã [việc đã làm].", step="sure")

    assert page.status == 422
    assert "Còn chỗ chưa điền: [việc đã làm]" in page.text
    assert (await room.now(case)).state == "in_progress"


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b"])
async def test_nothing_is_not_sent(room: CaseRoom, text: str) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)

    page = await officer.do(case.code, "answer", text=text, step="sure")

    assert page.status == 409
    assert (await room.now(case)).state == "in_progress"


async def test_a_ready_made_text_is_put_below_what_was_written(room: CaseRoom) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)

    page = await officer.do(
        case.code,
        "answer",
        text="Kính gửi Ông/Bà,",
        step="template",
        **{"template-answer": "mended"},
    )

    assert "Kính gửi Ông/Bà,\nChúng tôi đã kiểm tra nội dung" in page.html
    assert f"(mã {case.code})" in page.html


async def test_whatever_an_officer_types_is_kept_or_refused_kindly(room: CaseRoom) -> None:
    case = await room.case()
    for text in HOSTILE[::8]:
        officer = await room.officer("unit_head")  # each may press as fast as a person
        short = dict.fromkeys(("agency", "officer", "category", "unit"), text[:150])
        fields = {**short, "text": text, "step": "look"}
        for deed in DEEDS:
            page = await officer.do(case.code, deed, **fields)
            assert page.status in {200, 404, 409, 422}, (deed, text[:40])


# -- who may


@pytest.mark.parametrize("deed", DEEDS)
async def test_nothing_is_done_to_a_case_of_another_unit(room: CaseRoom, deed: str) -> None:
    case, officer = await room.case(owner_unit_id="elsewhere"), await room.officer("unit_head")

    page = await officer.press(
        f"/console/cases/{case.code}/{deed}", text="x", version="1", step="sure"
    )

    assert page.status == 404
    assert (await room.now(case)).version == 1


@pytest.mark.parametrize("deed", [*DEEDS, "reveal", "draft"])
async def test_nothing_is_done_without_the_token_of_our_page(room: CaseRoom, deed: str) -> None:
    case, officer = await room.case(), await room.officer("unit_head")

    page = await officer.press(
        f"/console/cases/{case.code}/{deed}", csrf="x" * 43, text="x", version="1", step="sure"
    )

    assert page.status == 403
    assert (await room.now(case)).version == 1


async def test_each_act_stands_in_the_audit_log(room: CaseRoom) -> None:
    officer = await room.officer()
    case = await room.taken_by(officer)
    await officer.do(case.code, "answer", text=WORDS, step="sure")

    assert [row["actor"] for row in await room.audited("case.answer", case.code)] == [
        f"account:{officer.account.id}"
    ]
    assert await room.audited("case.take", case.code)
