"""A form that is handed in: read apart, told what is wrong with it, compared, published."""

import io
import zipfile

import pytest

from bot.xlsform import handed_in
from tests.bot.xlsform.workbooks import BROKEN, tables, workbook, xlsform
from tests.console.case_room import CaseRoom, Officer
from tests.console.form_papers import admin_in, hand_in, new_name, published, send, written

WAITING = "vi: thời gian chờ tới lượt"


def bomb() -> bytes:
    """A workbook of some hundred kilobytes that unpacks to two hundred megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", bytes(200_000_000))
    return packed.getvalue()


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    return await admin_in(room)


async def test_a_fault_is_shown_at_its_line_with_the_line(admin: Officer) -> None:
    text = written(new_name(), changes={"kind: survey": "kind: poll"})
    number = next(n for n, line in enumerate(text.splitlines(), 1) if "kind: poll" in line)

    page = await hand_in(admin, text)

    assert "chỗ phải sửa" in page.text
    assert f"phiếu.yaml, dòng {number}, cột" in page.text
    assert "kind: poll" in page.html
    assert "Công bố bản" not in page.text


async def test_a_sound_form_is_published_and_in_use_at_once(
    admin: Officer, room: CaseRoom
) -> None:
    name = new_name()
    page = await hand_in(admin, written(name))
    assert "Đây là bản đầu tiên của phiếu này" in page.text

    done = await admin.press("/console/forms/publish", draft=page.field("draft"), breaks="0")

    assert "Đã công bố bản 1" in done.text
    assert "Trần Thị Phiếu" in done.text
    assert room.installation.services.runner.turns.renderer.rules.latest[name] == 1
    [row] = await room.audited("form.publish", f"{name}/1")
    assert row["actor"] == f"account:{admin.account.id}"
    assert await room.audited("form.hand_in", name)


async def test_what_changes_is_shown_and_ending_trends_are_looked_at_twice(
    admin: Officer,
) -> None:
    name = new_name()
    await published(admin, written(name))
    page = await hand_in(admin, written(name, 2, {WAITING: "vi: thời gian chờ đến lượt"}))

    assert "1 câu bị đứt chuỗi số liệu" in page.text
    assert "MC2" in page.text
    draft = page.field("draft")
    unseen = await admin.press("/console/forms/publish", draft=draft)
    assert unseen.status == 422
    assert "Chưa công bố" in unseen.text
    assert (
        "Đã công bố bản 2"
        in (await admin.press("/console/forms/publish", draft=draft, breaks="1")).text
    )


@pytest.mark.parametrize(
    ("form", "version", "said"),
    [
        ("mc", 1, "Bản tiếp theo phải là version: 1000"),
        ("new", 7, "Bản tiếp theo phải là version: 1"),
        ("kiosk", 1, "đi cùng phần mềm"),
    ],
)
async def test_names_and_numbers_must_be_free(
    admin: Officer, form: str, version: int, said: str
) -> None:
    page = await hand_in(admin, written(new_name() if form == "new" else form, version))

    assert said in page.text


async def test_of_two_who_change_a_form_the_second_is_told(admin: Officer) -> None:
    name = new_name()
    await published(admin, written(name))
    slow = await hand_in(admin, written(name, 2, {WAITING: "vi: thời gian chờ"}))
    await published(admin, written(name, 2, {WAITING: "vi: thời gian phải chờ"}))

    late = await admin.press("/console/forms/publish", draft=slow.field("draft"), breaks="1")

    assert late.status == 409
    again = await admin.see(f"/console/forms/draft?draft={slow.field('draft')}")
    assert "đã có bản khác của phiếu này được công bố" in again.text
    assert "/console/forms/publish" not in again.html


async def test_a_draft_is_put_away_and_taken_up_again(admin: Officer) -> None:
    draft = (await hand_in(admin, written(new_name()), "bỏ đi.yaml")).field("draft")

    away = await admin.press("/console/forms/discard", draft=draft)
    assert "Đã bỏ bỏ đi.yaml" in away.text
    assert f"/console/forms/draft?draft={draft}" not in away.html
    assert "/console/forms/take-up" in away.html, "the act can be taken back"

    back = await admin.press("/console/forms/take-up", draft=draft)
    assert "Đã lấy lại" in back.text
    assert f"/console/forms/draft?draft={draft}" in (await admin.see("/console/forms")).html


async def test_an_xlsform_is_taken_over_with_what_is_to_know(admin: Officer) -> None:
    page = await send(admin, "sàng lọc.xlsx", xlsform("good_tb"))

    assert "Công bố bản" in page.text
    assert "tb_screening" in page.text


async def test_faults_of_an_xlsform_name_sheet_row_and_column(admin: Officer) -> None:
    page = await send(admin, "hỏng.xlsx", xlsform(BROKEN[0]))

    assert "Trang tính survey, hàng" in page.text
    assert "chỗ phải sửa" in page.text
    assert 'class="excerpt"' in page.html, "with the row itself"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "không phải văn bản UTF-8"),
        (b"", "Chưa có tệp nào được chọn"),
        (b"PK\x03\x04" + bytes(30), "chỗ phải sửa"),
        (bomb(), "chỗ phải sửa"),
        (b"a: &x [*x, *x]", "chỗ phải sửa"),
        (b"[" * 100_000, "chỗ phải sửa"),
        (b"x" * 5_000_001, "Tệp quá lớn"),
    ],
    ids=["not UTF-8", "nothing", "no workbook", "zip bomb", "anchors", "brackets", "too large"],
)
async def test_whatever_is_sent_is_answered_kindly(
    admin: Officer, content: bytes, said: str
) -> None:
    page = await send(admin, "lạ.yaml", content)

    assert said in page.text
    assert page.status in {200, 413}


async def test_a_reader_that_never_comes_back_refuses_the_file(
    admin: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handed_in, "_PATIENCE_S", 0.01)

    page = await hand_in(admin, written(new_name()))

    assert "quá nặng hoặc hỏng" in page.text


async def test_a_strangers_form_is_not_read(admin: Officer) -> None:
    assert (await send(admin, "x.yaml", b"form: x", csrf="forged")).status == 403


async def test_who_may_only_look_hands_nothing_in(room: CaseRoom) -> None:
    officer = await room.officer("unit_head")

    page = await officer.see("/console/forms")

    assert page.status == 200
    assert "hand-in" not in page.html
    assert (await hand_in(officer, written(new_name()))).status == 404


async def test_an_admin_of_one_unit_changes_no_form_of_all(room: CaseRoom) -> None:
    officer = await room.officer("survey_admin")

    assert (await hand_in(officer, written(new_name()))).status == 404


async def test_the_sheets_of_a_form_are_told_apart_from_a_table(admin: Officer) -> None:
    """Somebody hands in the wrong workbook."""
    sheets = {"Danh sách": tables("good_tb")["choices"]}

    page = await send(admin, "danh sách.xlsx", workbook(sheets))

    assert "survey" in page.text
    assert "chỗ phải sửa" in page.text
