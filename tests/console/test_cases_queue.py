"""The queue of cases: views, order, search, paging and who sees what."""

import re

import pytest

from bot.turns import now_ms
from flows.identifiers import Instant
from tests.console.case_room import DAY, Answer, CaseRoom


def hrefs(answer: Answer, rel: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in
            re.findall(rf'href="([^"]+)" rel="{rel}"', answer.html)]  # fmt: skip


async def test_what_is_due_first_stands_first(room: CaseRoom) -> None:
    now = now_ms()
    later = await room.case(due_at=Instant(now + 9 * DAY))
    sooner = await room.case(due_at=Instant(now + 2 * DAY))
    never = await room.case(due_at=None)

    page = await (await room.officer()).see("/console/cases")

    assert page.codes() == [sooner.code, later.code, never.code]


async def test_what_does_not_run_stands_behind_and_is_neither_late_nor_unowned(
    room: CaseRoom,
) -> None:
    now = now_ms()
    answered = await room.case(due_at=Instant(now - 2 * DAY), state="answered")
    waiting = await room.case(due_at=Instant(now - DAY), state="waiting")
    running = await room.case(due_at=Instant(now + DAY))
    officer = await room.officer()

    page = await officer.see("/console/cases")

    assert page.codes()[0] == running.code
    assert set(page.codes()[1:]) == {answered.code, waiting.code}
    assert (await officer.see("/console/cases?late=1")).codes() == []
    assert (await officer.see("/console/cases?whose=nobody")).codes() == [running.code]
    assert "Trễ hạn 0" in page.text
    assert "Chưa ai nhận 1" in page.text


async def test_more_than_a_page_can_tell_of_is_99_and_more(room: CaseRoom) -> None:
    for _ in range(100):
        await room.case()

    officer = await room.officer()

    assert "Đang mở 99+" in (await officer.see("/console/cases")).text
    assert "99+" in (await officer.see("/console")).text


async def test_the_queue_tells_nothing_that_its_person_wrote(room: CaseRoom) -> None:
    await room.case("chị Hoa ở quầy 2 mắng tôi", name="Nguyễn Văn Ân", phone="+84912345678")

    page = await (await room.officer()).see("/console/cases")

    assert "Chậm trễ" in page.text
    for secret in ("Hoa", "mắng", "Ân", "912345678"):
        assert secret not in page.html


async def test_one_sees_the_cases_of_ones_own_unit_only(room: CaseRoom) -> None:
    await room.case(owner_unit_id="elsewhere")

    assert (await (await room.officer()).see("/console/cases")).codes() == []


async def test_a_search_needs_no_accents(room: CaseRoom) -> None:
    found = await room.case("Ghế chờ bị hỏng, ngồi rất khổ")
    await room.case("Máy lạnh kêu to")
    officer = await room.officer()

    assert (await officer.see("/console/cases?q=ghe+HONG")).codes() == [found.code]
    assert "Không tìm thấy" in (await officer.see("/console/cases?q=xe+may")).text


async def test_a_whole_code_leads_to_its_case(room: CaseRoom) -> None:
    case = await room.case()
    officer = await room.officer()

    page = await officer.see(f"/console/cases?q={case.code.lower().replace('-', '')}")

    assert page.url == f"/console/cases/{case.code}"


async def test_a_code_of_another_unit_is_only_not_found(room: CaseRoom) -> None:
    case = await room.case(owner_unit_id="elsewhere")

    page = await (await room.officer()).see(f"/console/cases?q={case.code}")

    assert page.url.startswith("/console/cases?")
    assert "Không tìm thấy" in page.text


async def test_each_filter_leaves_only_its_own(room: CaseRoom) -> None:
    officer, now = await room.officer(), now_ms()
    mine = await room.case(officer_id=officer.account.id, state="in_progress")
    late = await room.case(due_at=Instant(now - 2 * DAY))
    system = await room.case(category="PA07", severity=2)
    closed = await room.case(state="closed")

    async def codes(query: str) -> set[str]:
        return set((await officer.see(f"/console/cases?{query}")).codes())

    assert await codes("") == {mine.code, late.code, system.code}
    assert await codes("whose=mine") == {mine.code}
    assert await codes("whose=nobody") == {late.code, system.code}
    assert await codes("late=1") == {late.code}
    assert await codes("category=PA07") == {system.code}
    assert await codes("severity=3") == {mine.code, late.code}
    assert await codes("state=in_progress") == {mine.code}
    assert await codes("state=closed") == {closed.code}
    assert await codes("state=all") == {mine.code, late.code, system.code, closed.code}


async def test_figures_stand_beside_the_views(room: CaseRoom) -> None:
    officer = await room.officer()
    await room.case(officer_id=officer.account.id, state="in_progress")
    await room.case(due_at=Instant(now_ms() - 2 * DAY))

    page = await officer.see("/console/cases")

    assert "Đang mở 2" in page.text
    assert "Của tôi 1" in page.text
    assert "Chưa ai nhận 1" in page.text
    assert "Trễ hạn 1" in page.text


async def test_what_is_late_or_will_be_soon_is_put_forward_to_officers_and_heads(
    room: CaseRoom,
) -> None:
    late = await room.case(due_at=Instant(now_ms() - DAY))
    soon = await room.case(due_at=Instant(now_ms() + 2 * DAY))
    await room.case(due_at=Instant(now_ms() + 4 * DAY))

    for role in ("intake_officer", "unit_head"):
        officer = await room.officer(role)
        start = await officer.see("/console")
        assert "2 trễ hoặc đến hạn trong 3 ngày tới" in start.text
        assert "1 quá hạn" in start.text
        page = await officer.see("/console/cases?soon=1")
        assert page.codes() == [late.code, soon.code]
        assert "Cần chú ý 2" in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "không có phản ánh nào đang mở"),
        ("soon=1", "trễ hạn hoặc đến hạn trong 3 ngày tới"),
        ("whose=mine", "chưa nhận phản ánh nào"),
        ("whose=nobody", "đã có người nhận"),
        ("late=1", "Không có phản ánh nào trễ hạn"),
        ("state=closed", "Chưa có phản ánh nào được khép lại"),
        ("category=PA08", "khớp với bộ lọc"),
    ],
)
async def test_an_empty_list_says_why(room: CaseRoom, query: str, said: str) -> None:
    page = await (await room.officer()).see(f"/console/cases?{query}")

    assert said in page.text


async def test_pages_go_forth_and_back_and_show_each_case_once(room: CaseRoom) -> None:
    cases = await room.cases(f"việc {number}" for number in range(70))
    officer = await room.officer()
    page = await officer.see("/console/cases?order=newest")
    seen = [page.codes()]
    while older := hrefs(page, "next"):
        page = await officer.see(older[0])
        seen.append(page.codes())

    assert [code for codes in seen for code in codes] == [case.code for case in reversed(cases)]
    page = await officer.see(hrefs(page, "prev")[0])
    assert page.codes() == seen[-2]


async def test_restricted_cases_are_a_figure_to_those_who_may_not_see_them(room: CaseRoom) -> None:
    secret = await room.case("vòi tiền", category="PA05", severity=4, restricted=True)
    officer, inspector = await room.officer(), await room.officer("inspector")

    page = await officer.see("/console/cases?state=all")
    assert page.codes() == []
    assert "1 phản ánh thuộc diện hạn chế" in page.text
    assert (await officer.see(f"/console/cases/{secret.code}")).status == 404

    page = await inspector.see("/console/cases")
    assert page.codes() == [secret.code]
    assert "Tin hạn chế" in page.text
    assert "thuộc diện hạn chế" not in page.text


async def test_nonsense_in_the_address_shows_the_plain_queue(room: CaseRoom) -> None:
    case = await room.case()
    officer = await room.officer()

    for query in (
        "after=%00",
        "unit=%00",
        "q=%00",
        "state=%27--",
        "after=a&after=",
        "severity=1e9",
    ):
        page = await officer.see(f"/console/cases?{query}")
        assert (page.status, page.codes()) == (200, [case.code]), query


async def test_a_filter_is_kept_under_a_name_and_found_again(room: CaseRoom) -> None:
    officer = await room.officer()
    page = await officer.press(
        "/console/filters", name="Việc của tôi", query="whose=mine", next="/console/cases"
    )

    assert page.url == "/console/cases?whose=mine"
    assert 'href="/console/cases?whose=mine" aria-current="true">Việc của tôi' in page.html
