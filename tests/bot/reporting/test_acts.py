"""A report from its figures to its archive: edited, approved by another, numbered, withdrawn."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.reporting import blocks_of, contents_of, my_places, verified
from bot.reporting.parts import packed
from flows.identifiers import Instant
from storage.base import StaleSessionError, UnitOfWork
from storage.counting_records import CountRow, CountTable
from survey.editions import Place, Scope, Share
from survey.report_edits import own_id
from survey.report_life import ReportRefusedError
from survey.report_parts import Letterhead
from tests.bot.reporting.office import (
    HEAD,
    NOW,
    OTHER,
    PROVINCE,
    QUARTER,
    UNIT,
    Office,
)

DAY = int(timedelta(days=1).total_seconds() * 1000)


# -- figures and text


async def test_a_draft_pins_its_figures(office: Office) -> None:
    record = await office.draft()
    before = (await contents_of(office.storage, record)).pinned
    office.figures.at = Instant(NOW + DAY)
    assert (await contents_of(office.storage, record)).pinned == before
    after = await office.desk("writer").refresh(record)
    assert (await contents_of(office.storage, after)).pinned.made_at == NOW + DAY


async def test_no_draft_pins_a_part_of_the_figures_as_the_whole(office: Office) -> None:
    record = await office.draft()
    office.figures.settled = False
    for act in (office.draft(), office.desk("writer").refresh(record)):
        with pytest.raises(ReportRefusedError, match="not_settled"):
            await act
    assert len(await office.storage.reports.listed(None)) == 1


async def test_what_fewer_than_ten_people_said_is_in_no_report(office: Office) -> None:
    office.figures.csat = Share(raw=0.8, respondents=5)
    pinned = (await contents_of(office.storage, await office.draft())).pinned
    assert pinned.csat == Share(withheld=True)


async def test_what_people_write_stays_when_figures_are_reckoned_anew(office: Office) -> None:
    record = await office.draft()
    first = (await contents_of(office.storage, record)).written.sections[0].paragraphs[0]
    record = await office.desk("writer").edit(record, first.id, "Do người soạn viết.")
    record = await office.desk("head").edit(record, own_id("limits"), "Thêm một ý.")
    record = await office.desk("writer").refresh(record)
    texts = await office.texts(record)
    assert texts[0] == "Do người soạn viết."
    assert "Thêm một ý." in texts
    record = await office.desk("writer").edit(record, first.id, None)
    assert (await office.texts(record))[0] == first.text


async def test_what_people_wrote_beside_other_figures_is_looked_at_before_it_goes_out(
    office: Office,
) -> None:
    record, writer = await office.draft(), office.desk("writer")
    record = await writer.edit(record, "level.csat", "Viết theo số cũ.")
    record = await writer.refresh(record)
    assert await blocks_of(office.storage, await contents_of(office.storage, record), NOW) == ()
    office.figures.csat = Share()  # the paragraph of the rules is gone
    record = await writer.refresh(record)
    assert "Viết theo số cũ." in await office.texts(record)
    [block] = await blocks_of(office.storage, await contents_of(office.storage, record), NOW)
    assert (block.place, block.about, block.count) == ("stale_text", "level", 1)
    with pytest.raises(ReportRefusedError, match="incomplete"):
        await writer.submit(record)
    record = await writer.edit(record, "level.csat", "Viết theo số mới.")
    assert (await writer.submit(record)).life.state == "awaiting"


async def test_lines_of_forms_end_once(office: Office) -> None:
    office.figures.places = (place(UNIT), place(OTHER))
    record = await office.draft(unit_id=None)
    record = await office.desk("writer").edit(record, own_id("limits"), "Một\r\nHai\r\n")
    await office.desk("head").reply(record, "unit", place(UNIT), "Ba\r\nBốn")
    [edit] = await office.storage.reports.edits(record.id)
    [reply] = await office.storage.reports.replies(record.id)
    assert (edit.text, reply.text) == ("Một\nHai", "Ba\nBốn")


async def test_who_wrote_what_is_kept_and_numbers_of_people_are_masked(office: Office) -> None:
    record = await office.draft()
    await office.desk("head").edit(record, own_id("limits"), "Gọi 0912345678 để hỏi.")
    [edit] = await office.storage.reports.edits(record.id)
    assert (edit.by, edit.at) == ("account:head", NOW)
    assert edit.text is not None
    assert "0912345678" not in edit.text


# -- approval


async def test_the_writer_of_a_single_paragraph_approves_nothing(office: Office) -> None:
    record = await office.draft()
    record = await office.desk("head").edit(record, own_id("limits"), "Thêm một ý.")
    record = await office.desk("writer").edit(record, own_id("level"), "Thêm ý khác.")
    record = await office.desk("writer").submit(record)
    with pytest.raises(ReportRefusedError, match="own_work"):
        await office.desk("head").approve(record)
    assert (await office.desk("leader").approve(record)).life.state == "approved"


async def test_an_edit_after_approval_voids_it(office: Office) -> None:
    record = await office.approved()
    record = await office.desk("writer").edit(record, own_id("limits"), "Sửa sau khi duyệt.")
    with pytest.raises(ReportRefusedError, match="wrong_state"):
        await office.desk("writer").issue(record)


async def test_whoever_read_an_older_report_does_not_approve_the_newer(office: Office) -> None:
    seen = await office.desk("writer").submit(await office.draft())
    back = await office.desk("writer").edit(seen, own_id("limits"), "Sửa.")
    await office.desk("writer").submit(back)
    with pytest.raises(StaleSessionError):
        await office.desk("head").approve(seen)


async def test_approvers_and_writers_are_told(office: Office) -> None:
    waiting = await office.desk("writer").submit(await office.draft())
    draft = await office.desk("leader").send_back(waiting, "thiếu nơi nhận")
    again = await office.desk("writer").submit(draft)
    await office.desk("head").approve(again)
    assert await office.heard("writer") == ["report.returned", "report.approved"]
    assert await office.heard("head") == ["report.waiting", "report.waiting"]
    assert await office.heard("other") == []


# -- what keeps it back


async def test_a_report_that_lacks_something_is_not_handed_in(office: Office) -> None:
    record = await office.draft(head=replace(HEAD, signer=""))
    with pytest.raises(ReportRefusedError, match="incomplete"):
        await office.desk("writer").submit(record)
    found = await blocks_of(office.storage, await contents_of(office.storage, record), NOW)
    assert [(one.place, one.about) for one in found] == [("field", "signer")]


async def test_a_title_with_the_name_of_who_signs_keeps_a_report_back(office: Office) -> None:
    record = await office.draft(head=replace(HEAD, signer="TS. Nguyễn Văn A"))
    [block] = await blocks_of(office.storage, await contents_of(office.storage, record), NOW)
    assert (block.place, block.about) == ("signer", "TS. Nguyễn Văn A")
    with pytest.raises(ReportRefusedError):
        await office.desk("writer").submit(record)


@pytest.mark.parametrize(
    ("unit_id", "first", "kept"),
    [(UNIT, "2026-09-01", True), (OTHER, "2026-09-01", False), (UNIT, "2026-10-01", False)],
)
async def test_an_unapproved_table_of_its_unit_and_days_keeps_it_back(
    office: Office, unit_id: str, first: str, *, kept: bool
) -> None:
    table = CountTable(
        id="t1", title="Bảng", source="b.csv", sha256="x", from_day=first, to_day="2026-12-31",
        unit_id=unit_id, made_at=NOW, actor="account:writer",
    )  # fmt: skip
    rows = [CountRow(position=2, name="A", cells={"issued": "1", "returned": "3", "valid": "2"})]
    unit = UnitOfWork()
    office.storage.count_tables.add(unit, table, rows)
    await office.storage.commit(unit)
    record = await office.draft()
    found = await blocks_of(office.storage, await contents_of(office.storage, record), NOW)
    assert [(one.place, one.about) for one in found] == ([("table_flags", "t1")] if kept else [])


# -- issued for ever


async def test_an_issued_report_is_archived_and_comes_out_the_same(office: Office) -> None:
    record = await office.desk("writer").issue(await office.approved())
    assert (record.number, record.year, record.letterhead.number) == (1, 2026, 1)
    press = office.desk("writer").press
    found = await verified(office.storage, press, record)
    assert [(one.kind, one.finding) for one in found] == [
        ("docx", "same"), ("pdf", "same"), ("xlsx", "same"),
    ]  # fmt: skip
    with pytest.raises(ReportRefusedError, match="wrong_state"):
        await office.desk("writer").edit(record, own_id("limits"), "Sửa sau khi ban hành.")


async def test_a_part_that_was_changed_in_the_database_is_found(office: Office) -> None:
    record = await office.desk("writer").issue(await office.approved())
    contents = await contents_of(office.storage, record)
    other = replace(contents.printed, shows_ranking=True)
    unit = UnitOfWork()
    office.storage.reports.put_part(unit, record.id, "issued", packed(other))
    await office.storage.commit(unit)
    found = await verified(office.storage, office.desk("writer").press, record)
    assert {one.finding for one in found} == {"differs"}


async def test_a_withdrawn_report_keeps_its_number_and_documents(office: Office) -> None:
    record = await office.desk("writer").issue(await office.approved())
    with pytest.raises(ReportRefusedError, match="no_reason"):
        await office.desk("head").withdraw(record, "")
    gone = await office.desk("head").withdraw(record, "nhầm kỳ báo cáo")
    assert gone.life.state == "withdrawn"
    assert await office.storage.reports.document(record.id, "pdf") is not None
    assert (await office.desk("writer").issue(await office.approved())).number == 2


async def test_the_next_report_begins_with_the_kept_letterhead(office: Office) -> None:
    record = await office.draft()
    await office.desk("writer").put_letterhead(record, record.letterhead, keep=True)
    scope = Scope(unit_id=UNIT, unit_name="Cơ sở 1")
    again = await office.desk("writer").make(scope, QUARTER)
    assert (again.letterhead.signer, again.letterhead.day) == (HEAD.signer, "")
    other = await office.desk("leader").make(replace(scope, unit_id=OTHER), QUARTER)
    assert other.letterhead == Letterhead(subject=other.letterhead.subject)


async def test_every_act_stands_in_the_audit_log(office: Office) -> None:
    record = await office.desk("writer").issue(await office.approved())
    await office.desk("head").withdraw(record, "nhầm kỳ báo cáo")
    await office.desk("writer").discard(await office.draft())
    assert await office.done() == [
        "report.made", "report.letterhead", "report.submitted", "report.approved",
        "report.issued", "report.withdrawn", "report.made", "report.letterhead",
        "report.discarded",
    ]  # fmt: skip


# -- rankings


def place(key: str) -> Place:
    return Place(key=key, label=key, share=Share(raw=0.8), first=1, last=2, tied=())


async def test_a_reply_is_printed_beside_its_place_until_approval(office: Office) -> None:
    office.figures.places = (place(UNIT), place(OTHER))
    record = await office.draft(unit_id=None)
    await office.desk("other").reply(record, "unit", place(OTHER), "Đã tăng người ở quầy.")
    [record] = await office.storage.reports.listed(None)
    contents = await contents_of(office.storage, record)
    assert [one.reply for one in contents.printed.edition.ranking] == ["", "Đã tăng người ở quầy."]
    waiting = await office.desk("writer").submit(record)
    approved = await office.desk("leader").approve(waiting)
    with pytest.raises(ReportRefusedError, match="wrong_state"):
        await office.desk("other").reply(approved, "unit", place(OTHER), "Muộn rồi.")


async def test_whose_reply_is_printed_does_not_approve_the_report(office: Office) -> None:
    office.figures.places = (place(UNIT), place(OTHER))
    record = await office.draft(unit_id=None)
    await office.desk("head").reply(record, "unit", place(UNIT), "Đúng.")
    [record] = await office.storage.reports.listed(None)
    waiting = await office.desk("writer").submit(record)
    shown = await office.desk("leader").show_ranking(waiting, shows=True)
    with pytest.raises(ReportRefusedError, match="own_work"):
        await office.desk("head").approve(shown)
    assert (await office.desk("leader").approve(shown)).life.state == "approved"


async def test_a_place_that_was_reckoned_anew_is_replied_to_anew(office: Office) -> None:
    office.figures.places = (place(UNIT), place(OTHER))
    record = await office.draft(unit_id=None)
    await office.desk("head").reply(record, "unit", place(UNIT), "Đúng.")
    [record] = await office.storage.reports.listed(None)
    await office.desk("other").reply(record, "unit", place(OTHER), "Thiếu người.")
    [record] = await office.storage.reports.listed(None)
    office.figures.places = (place(UNIT), replace(place(OTHER), last=3))
    record = await office.desk("writer").refresh(record)
    edition = (await contents_of(office.storage, record)).edition
    assert [one.reply for one in edition.ranking] == ["Đúng.", ""]
    assert (await office.heard("head"), await office.heard("other")) == (
        [], ["report.reply_wanted"],
    )  # fmt: skip
    assert len(await office.storage.reports.replies(record.id)) == 2


async def test_places_are_shown_to_the_heads_of_these_very_units(office: Office) -> None:
    office.figures.places = (place(UNIT), place(OTHER))
    await office.draft(unit_id=None)
    await office.person("above", "unit_head", PROVINCE)

    async def seen(name: str) -> list[str]:
        return [one.place.key for one in await my_places(office.storage, name, None)]

    assert [await seen(name) for name in ("head", "other", "above")] == [[UNIT], [OTHER], []]


async def test_rankings_are_internal_until_somebody_who_may_decides(office: Office) -> None:
    record = await office.draft()
    assert not record.shows_ranking
    shown = await office.desk("head").show_ranking(record, shows=True)
    assert (await contents_of(office.storage, shown)).printed.shows_ranking


async def test_heads_of_ranked_units_are_asked_for_replies(office: Office) -> None:
    office.figures.places = (place(UNIT), place(OTHER))
    record = await office.draft(unit_id=None)
    contents = await contents_of(office.storage, record)
    assert await office.desk("leader").ask_replies(record, contents.pinned) == 2
    assert await office.heard("other") == ["report.reply_wanted"]
    with pytest.raises(ReportRefusedError, match="no_ranking"):
        await office.desk("leader").ask_replies(record, replace(contents.pinned, ranking=()))


async def test_another_letterhead_than_the_approved_one_is_not_issued(office: Office) -> None:
    record = await office.approved()
    after = replace(record.letterhead, signer="Người khác")
    draft = await office.desk("writer").put_letterhead(record, after, keep=True)
    assert draft.life.state == "draft"
    with pytest.raises(ReportRefusedError, match="wrong_state"):
        await office.desk("writer").issue(draft)
    with pytest.raises(StaleSessionError):
        await office.desk("writer").issue(record)
