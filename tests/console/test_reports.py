"""Reports at the desk: written, edited, approved by another, and replied to by the ranked."""

import os
import re
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

import pytest
from msgspec.structs import replace

from bot.figures import Figures
from bot.reporting.parts import packed
from flows.desk.roles import WHOLE
from flows.identifiers import Instant, identifier_from
from storage.base import UnitOfWork
from storage.staff_records import OfficerRecord
from survey.editions import Edition, NotSettledError, Place, Share, Theme
from survey.index import OVERALL
from survey.report_parts import Paragraph, Section
from tests.console.case_room import Answer, CaseRoom, Officer
from tests.console.more_things import report
from tests.survey.test_report_checks import EDITION, REPORT

PATH = "/console/reports"
FIELDS = {
    "agency": "BHXH TỈNH", "symbol": "BC-BHXH", "place": "Đà Lạt", "day": "2026-10-12",
    "subject": "Kết quả khảo sát", "office": "GIÁM ĐỐC", "signer": "Nguyễn Văn A",
    "recipients": "BHXH Việt Nam\nSở Nội vụ", "archive": "VT, TCCB",
}  # fmt: skip


@pytest.fixture
async def writer(room: CaseRoom) -> Officer:
    return await room.officer("intake_officer", name="Người Soạn")


@pytest.fixture
async def head(room: CaseRoom) -> Officer:
    return await room.officer("unit_head", name="Người Duyệt")


@pytest.fixture
async def path(room: CaseRoom) -> str:
    """The address of a draft."""
    return f"{PATH}/{(await report(room, room.unit)).id}"


async def do(officer: Officer, path: str, act: str, **fields: str) -> Answer:
    """Press a button of a report as somebody does who has just read its page."""
    page = await officer.see(path)
    version = re.search(r'name="version" value="(\d+)"', page.html)
    assert version, "the page has no form"
    return await officer.press(f"{path}/{act}", version=version[1], **fields)


async def test_what_is_missing_is_said_with_its_place(writer: Officer, path: str) -> None:
    page = await writer.see(path)
    assert "chưa ghi “Họ tên người ký”" in page.text
    assert f'href="{path}/letterhead"' in page.html
    assert "Trình duyệt" not in re.findall(r"<button[^>]*>([^<]*)", page.html)


async def test_a_report_goes_from_hand_to_hand(writer: Officer, head: Officer, path: str) -> None:
    kept = await do(writer, path, "letterhead", **FIELDS)
    assert "Đã lưu thể thức" in kept.text
    assert "chưa ghi" not in kept.text
    edited = await do(writer, path, "text", p="level.index", text="Chỉ số đạt 85 %.", way="person")
    assert "Chỉ số đạt 85 %." in edited.text
    assert "Người Soạn viết lúc" in edited.text
    assert "chờ người khác duyệt" in (await do(writer, path, "submit")).text
    assert f'href="{path}"' in (await head.see("/console/notices")).html
    own = await do(writer, path, "approve")
    assert own.status == 404  # whoever writes at the counter may approve nothing
    assert "đã duyệt lúc" in (await do(head, path, "approve")).text


async def test_ones_own_words_are_not_approved_by_oneself(
    writer: Officer, head: Officer, path: str
) -> None:
    await do(head, path, "letterhead", **FIELDS)
    waiting = await do(writer, path, "submit")
    assert waiting.status == 200
    await do(head, path, "text", p="own/level", text="Thêm một ý.", way="person")
    await do(writer, path, "submit")
    refused = await do(head, path, "approve")
    assert refused.status == 422
    assert "cần người thứ hai" in refused.text


async def test_a_paragraph_goes_back_to_what_the_rules_wrote(writer: Officer, path: str) -> None:
    await do(writer, path, "text", p="level.index", text="Khác.", way="person")
    form = await writer.see(f"{path}/text?p=level.index")
    assert "Bản máy soạn từ số liệu Chỉ số" in form.text
    back = await do(writer, path, "text", p="level.index", way="rules")
    assert "Khác." not in back.text


async def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    writer: Officer, path: str
) -> None:
    await do(writer, path, "letterhead", **FIELDS)
    late = await writer.press(
        f"{path}/text", version="1", p="level.index", text="Cũ", way="person"
    )
    assert late.status == 409
    assert "Cũ" not in (await writer.see(path)).text


async def test_a_new_report_pins_the_figures_of_its_period(
    writer: Officer, room: CaseRoom
) -> None:
    form = await writer.see(f"{PATH}/new")
    [quarter] = re.findall(r'<option value="(quarter/[^"]+)"', form.html)[:1]
    made = await writer.press(f"{PATH}/new", unit=room.unit, period=quarter, tree="now")
    assert made.status == 200
    assert "Số liệu tính lúc" in made.text
    assert "Kết quả khảo sát" in made.text
    [overall, *_] = re.findall(
        r'href="(/console/figures/responses[^"]+level=overall[^"]*)"', made.html
    )
    led = await writer.see(overall.replace("&amp;", "&"))
    assert "Phiếu làm nên số liệu" in led.text
    refused = await writer.press(f"{PATH}/new", unit=room.unit, period="", tree="now")
    assert refused.status == 422
    assert (await writer.press(f"{PATH}/new", unit="", period=quarter)).status == 422
    assert (await writer.press(f"{PATH}/new", unit="elsewhere", period=quarter)).status == 404


async def test_no_report_is_made_of_a_part_of_the_figures(
    writer: Officer, room: CaseRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> Edition:
        raise NotSettledError

    monkeypatch.setattr(Figures, "edition", refused)
    asked = await writer.press(
        f"{PATH}/new", unit=room.unit, period="quarter/2026-07-01", tree="now"
    )
    assert asked.status == 422
    assert "Số liệu đang được cập nhật" in asked.text


# -- who owes what


async def test_a_duty_shows_what_is_due_to_those_it_concerns(
    room: CaseRoom, writer: Officer
) -> None:
    admin = await room.officer("survey_admin")
    added = await admin.press(f"{PATH}/schedule", unit=room.unit, span="quarter", days="10")
    assert "Đã thêm vào lịch báo cáo" in added.text
    twice = await admin.press(f"{PATH}/schedule", unit=room.unit, span="quarter", days="5")
    assert "đã có lịch" in twice.text
    assert "Báo cáo theo lịch" in (await writer.see(PATH)).text
    [duty] = re.findall(r'name="duty" value="([^"]+)"', added.html)
    ended = await admin.press(f"{PATH}/schedule/end", duty=duty)
    assert "Đã thôi yêu cầu" in ended.text
    assert (await writer.see(f"{PATH}/schedule")).status == 404


# -- right of reply


async def test_a_head_sees_the_own_place_only_and_replies(room: CaseRoom, head: Officer) -> None:
    made = await report(room, "province")
    mine, other = (
        Place(key=key, label=f"Đơn vị {key}", share=Share(raw=0.8), first=1, last=1, tied=())
        for key in (room.unit, "elsewhere")
    )
    unit = UnitOfWork()
    ranked = replace(EDITION, ranking=(mine, other))
    room.installation.storage.reports.put_part(unit, made.id, "edition", packed(ranked))
    await room.installation.storage.commit(unit)
    page = await head.see("/console/standing")
    assert mine.label in page.text
    assert other.label not in page.text
    fields = {"report": made.id, "subject": "unit", "text": "Đã tăng người ở quầy."}
    kept = await head.press("/console/standing", key=room.unit, **fields)
    assert "Đã tăng người ở quầy." in kept.html
    leader = await room.officer("provincial_leader", unit=WHOLE)
    assert "Đã tăng người ở quầy." in (await leader.see(f"{PATH}/{made.id}")).text
    gone = await head.press("/console/standing", key="elsewhere", **fields)
    assert "không còn nhận ý kiến" in gone.text


@pytest.mark.parametrize(
    ("level", "said", "unsaid"),
    [("B", "kết quả cung cấp dịch vụ, phần B", "Tỷ lệ hài lòng (khoảng"),
     (OVERALL, "Tỷ lệ hài lòng (khoảng", "phần B")],
)  # fmt: skip
async def test_an_officer_reads_what_officers_are_ranked_by(
    room: CaseRoom, level: str, said: str, unsaid: str
) -> None:
    officer = await room.officer("case_officer", name="Vũ Thị Lan")
    made = await report(room, "province")
    name = officer.account.id
    own = Place(key=name, label="Vũ Thị Lan", share=Share(raw=0.8), first=1, last=1, tied=())
    ranked = replace(EDITION, officers=(own,), officers_by=level)
    unit, storage = UnitOfWork(), room.installation.storage
    storage.roster.add_officer(
        unit,
        OfficerRecord(id=name, name=own.label, unit_id=room.unit, account_id=name),
    )
    storage.reports.put_part(unit, made.id, "edition", packed(ranked))
    await storage.commit(unit)
    page = await officer.see("/console/standing")
    assert said in page.text.replace("\u00a0", " ")
    assert unsaid not in page.text.replace("\u00a0", " ")


# -- down to what figures are made of


async def shown_figures(room: CaseRoom) -> str:
    """The address of a report with a trend and a theme of cases, which a paragraph stands on."""
    made = await report(room, room.unit)
    share = Share(raw=0.8, answers=20, respondents=20)
    theme = Theme(key="PA03", label="Chờ lâu", kind="complaint", count=1)
    edition = replace(EDITION, trend=(("2026-08-01", share),), themes=(theme,))
    [section] = REPORT.sections
    told = replace(section.paragraphs[0], figures=("themes/PA03",))
    unit, reports = UnitOfWork(), room.installation.storage.reports
    reports.put_part(unit, made.id, "edition", packed(edition))
    bare = Section(name="change", paragraphs=(Paragraph(id="change.higher", text="Tăng"),))
    sections = (replace(section, paragraphs=(told,)), bare)
    reports.put_part(unit, made.id, "written", packed(replace(REPORT, sections=sections)))
    await room.installation.storage.commit(unit)
    return f"{PATH}/{made.id}"


async def told_about(room: CaseRoom, day: str, **changes: object) -> str:
    """Store a case that came on a day; return its code."""
    at = Instant(int(datetime.fromisoformat(f"{day}T12:00+07:00").timestamp() * 1000))
    name = identifier_from(os.urandom(32), "complaint", at)
    case = {"id": name, "created_at": at, "unit_id": room.unit, **changes}
    return (await room.case(**case)).code  # type: ignore[arg-type] # by name


async def test_a_theme_of_cases_leads_to_those_of_its_unit_and_period(
    room: CaseRoom, writer: Officer
) -> None:
    mine = {await told_about(room, day) for day in ("2026-07-01", "2026-09-30")}
    mine.add(await told_about(room, "2026-08-15", state="closed"))
    for day in ("2026-06-30", "2026-10-01"):
        await told_about(room, day)
    await told_about(room, "2026-08-15", category="PA05")
    await told_about(room, "2026-08-15", unit_id="elsewhere")
    page = await writer.see(await shown_figures(room))
    [link] = re.findall(r'<a href="(/console/cases\?[^"]+)">[^<]*Chờ lâu', page.html)
    queue = await writer.see(link.replace("&amp;", "&"))
    assert {*queue.codes()} == mine
    assert "các đơn vị trực thuộc" in queue.text
    again = await writer.see(f"/console/cases?{urlencode(parse_qsl(queue.field('query')))}")
    assert {*again.codes()} == mine


async def test_each_month_of_the_trend_leads_to_its_responses(
    room: CaseRoom, writer: Officer
) -> None:
    page = await writer.see(await shown_figures(room))
    [link] = re.findall(r'<a href="(/console/figures/responses[^"]+)">08/2026</a>', page.html)
    led = await writer.see(link.replace("&amp;", "&"))
    assert "tháng 08/2026" in led.text


async def test_who_may_open_neither_cases_nor_responses_is_led_to_none(room: CaseRoom) -> None:
    path = await shown_figures(room)
    page = await (await room.officer("national_viewer", unit=WHOLE)).see(path)
    assert "Chờ lâu" in page.text
    assert "08/2026" in page.text
    assert 'href="/console/cases?' not in page.html
    assert "/console/figures/responses" not in page.html
