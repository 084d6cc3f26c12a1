"""Responses at the desk: the list within one's units, and the page of one."""

import re

import pytest

from bot.i18n import day_of
from bot.turns import now_ms
from flows.identifiers import Instant
from storage.base import ResponseRecord
from tests.console.case_room import DAY, Answer, CaseRoom, Officer
from tests.console.response_shelf import PHONE, answer, evidence, response

HOSTILE = "<script>alert(1)</script> ghế \u202e hỏng"


def ids(page: Answer) -> list[str]:
    return re.findall(r'href="/console/responses/([0-9a-z]{26})"', page.html)


async def page_of(officer: Officer, record: ResponseRecord) -> Answer:
    return await officer.see(f"/console/responses/{record.id}")


@pytest.fixture
async def head(room: CaseRoom) -> Officer:
    return await room.officer("unit_head")


# -- the list


async def test_one_sees_the_responses_of_ones_own_unit_newest_first(
    room: CaseRoom, head: Officer
) -> None:
    now = now_ms()
    older = await response(room, started_at=Instant(now - DAY))
    newer = await response(room, started_at=now)
    await response(room, unit_id="elsewhere")

    assert ids(await head.see("/console/responses")) == [newer.id, older.id]


async def test_each_filter_leaves_only_its_own(room: CaseRoom, head: Officer) -> None:
    now = now_ms()
    old = await response(room, started_at=Instant(now - 40 * DAY))
    kiosk = await response(room, form="kiosk", version=room_version(room, "kiosk"))
    open_one = await response(room, state="in_progress", completed_at=None, code=None)
    out = await response(room, set_aside=True)

    async def found(query: str) -> set[str]:
        return set(ids(await head.see(f"/console/responses?{query}")))

    assert await found("form=kiosk") == {kiosk.id}
    assert await found("state=in_progress") == {open_one.id}
    assert await found("aside=yes") == {out.id}
    assert await found("aside=no&form=mc") == {old.id, open_one.id}
    assert await found(f"until={day_of(Instant(now - 20 * DAY)).isoformat()}") == {old.id}
    assert await found("unit=elsewhere") == set()


async def test_pages_go_on_and_show_each_response_once(room: CaseRoom, head: Officer) -> None:
    made = [await response(room, started_at=Instant(1_790_000_000_000 + n)) for n in range(120)]
    page, seen = await head.see("/console/responses"), []
    while True:
        seen += ids(page)
        older = re.search(r'href="([^"]+)" rel="next"', page.html)
        if older is None:
            break
        page = await head.see(older[1].replace("&amp;", "&"))

    assert seen == [record.id for record in reversed(made)]


async def test_an_empty_list_says_why(head: Officer) -> None:
    assert "Chưa có phiếu nào" in (await head.see("/console/responses")).text
    filtered = await head.see("/console/responses?form=mc")
    assert "khớp với lựa chọn" in filtered.text


async def test_the_intake_of_a_case_is_no_response_of_the_desk(
    room: CaseRoom, head: Officer
) -> None:
    intake = await response(room, form="intake", version=room_version(room, "intake"))

    assert ids(await head.see("/console/responses")) == []
    assert (await page_of(head, intake)).status == 404


def room_version(room: CaseRoom, form: str) -> int:
    return room.installation.services.runner.turns.renderer.rules.latest[form]


# -- one response


async def test_answers_are_told_in_the_words_of_the_form_with_what_was_said_before(
    room: CaseRoom, head: Officer
) -> None:
    record = await response(room)
    await answer(room, record, "MC5", "2")
    await answer(room, record, "MC5", "4", revision=2, method="number")

    text = (await page_of(head, record)).text

    assert re.search(r"MC5 thái độ.* 4 Hài lòng Gõ số .* Đã sửa 1 lần 2 Không hài lòng Bấm", text)


async def test_where_when_and_how_stand_beside_them(room: CaseRoom, head: Officer) -> None:
    record = await response(room)

    text = (await page_of(head, record)).text

    for part in (record.code, "Bộ phận Một cửa", "Quầy số 1", "Đã gửi", "Số phút 2,5", "Tính"):
        assert str(part) in text


async def test_a_citizens_words_are_letters_only_and_what_hides_is_shown(
    room: CaseRoom, head: Officer
) -> None:
    record = await response(room)
    await answer(room, record, "MC5", "2", comment=HOSTILE)

    page = await page_of(head, record)

    assert "&lt;script&gt;alert(1)&lt;/script&gt; ghế " in page.html
    assert "U+202E" in page.html
    assert "\u202e" not in page.html


@pytest.mark.parametrize("proved", [True, False])
async def test_evidence_is_shown_with_the_number_masked(
    room: CaseRoom, head: Officer, proved: bool
) -> None:
    record = await response(room)
    await evidence(room, record, proved=proved)

    page = await page_of(head, record)

    assert "09•• ••• 678" in page.text
    assert ("Nền tảng xác nhận số này" in page.text) is proved
    for secret in (PHONE, "912345678", "0912 345"):
        assert secret not in page.html


async def test_consents_say_what_was_shown_and_when(room: CaseRoom, head: Officer) -> None:
    record = await response(room)
    await evidence(room, record, proved=False)

    text = (await page_of(head, record)).text

    assert "Lưu câu trả lời Đồng ý" in text
    assert "Liên hệ lại Không đồng ý" in text
    assert f"mc {record.version} C1 0123456789ab" in text


async def test_words_that_sound_like_a_denunciation_stay_locked(
    room: CaseRoom, head: Officer
) -> None:
    locked = await response(room, restricted="denunciation")
    flagged = await response(room)
    await answer(room, locked, "MC5", "1", comment="tôi tố cáo ông X")
    await answer(room, flagged, "MC5", "1", comment="tôi tố cáo ông X", flags=("denunciation",))

    for record in (locked, flagged):
        page = await page_of(head, record)
        assert "tố cáo ông X" not in page.html
        assert "Rất không hài lòng" in page.text


async def test_of_an_erased_response_ratings_are_left(room: CaseRoom, head: Officer) -> None:
    record = await response(
        room, state="erased", session_id=None, code=None, counter_id=None, invitation_kind=None
    )
    await answer(room, record, "MC5", "2")
    await answer(room, record, "MC5", "4", revision=2)
    await answer(room, record, "D1", "male")

    text = (await page_of(head, record)).text

    assert "Người trả lời đã yêu cầu xóa" in text
    assert "4 Hài lòng" in text
    assert "Đã sửa" not in text
    assert "D1" not in text
    assert re.search(r"Bắt đầu \d\d/\d\d/\d{4}", text)


@pytest.mark.parametrize("role", ["technical_admin", "case_officer", "collector"])
async def test_roles_without_answers_find_no_responses(room: CaseRoom, role: str) -> None:
    officer, record = await room.officer(role), await response(room)  # type: ignore[arg-type] # a role

    assert (await officer.see("/console/responses")).status == 404
    assert (await page_of(officer, record)).status == 404


async def test_absent_and_forbidden_look_the_same(room: CaseRoom, head: Officer) -> None:
    foreign = await response(room, unit_id="elsewhere")

    forbidden = await page_of(head, foreign)
    absent = await head.see(f"/console/responses/{'0' * 26}")

    assert forbidden.status == absent.status == 404
    assert forbidden.text == absent.text


async def test_nonsense_in_the_address_does_no_harm(head: Officer) -> None:
    for query in ("after=%00", f"after=newest.1.{'z' * 40}", "form=%00", "since=0001-01-01",
                  "until=9999-12-31", "unit=%27", "aside=maybe", "state=x"):  # fmt: skip
        assert (await head.see(f"/console/responses?{query}")).status == 200, query
