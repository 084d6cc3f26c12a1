"""The dashboard: shares with their intervals within one's units, down to what people wrote."""

import io
import re
from datetime import date
from html import unescape

import openpyxl
import pytest

from bot.console.figure_rows import judged, part_of, withheld_overview
from bot.console.figure_wish import ChosenFigures, last_quarter, rounded
from bot.counting import weight_in
from bot.figures.overview import Overview
from bot.i18n import day_of
from bot.turns import now_ms
from flows.definition import Form
from flows.identifiers import Instant, ResponseId
from flows.session import Answer as Given
from storage.base import UnitOfWork
from survey.editions import Row, Share, UnitRow
from tests.console.case_room import DAY, CaseRoom, Officer
from tests.console.response_shelf import answer, response
from tests.web.installation import PLACE

PATH = "/console/figures"


@pytest.fixture
async def head(room: CaseRoom) -> Officer:
    return await room.officer("unit_head")


def asked(form: Form) -> list[str]:
    """The questions of the index."""
    return [one.id for one in form.questions
            if one.kind == "satisfaction" and one.type == "scale5"]  # fmt: skip


async def survey(
    room: CaseRoom, rating: int, comment: str | None = None, days_ago: int = 0
) -> str:
    """Store a response with one rating for all, and a comment."""
    at = Instant(now_ms() - days_ago * DAY)
    record = await response(room, started_at=at, completed_at=Instant(at + 150_000))
    rules = room.installation.services.runner.turns.renderer.rules
    form = rules.forms[record.form, record.version]
    first, *_ = names = asked(form)
    for name in names:
        words = {"comment": comment} if comment and name == first else {}
        await answer(room, record, name, rating, **words)
    storage, unit = room.installation.storage, UnitOfWork()
    given = {name: Given(rating, 1) for name in names}
    storage.counting.weigh(unit, record.id, weight_in(form, given, {}))
    await storage.commit(unit)
    return str(record.id)


async def test_the_index_stands_with_its_interval_and_leads_to_its_responses(
    room: CaseRoom, head: Officer
) -> None:
    responses = [await survey(room, rating) for rating in (5, 4, 4, 2)]
    page = await head.see(f"{PATH}?unit={room.unit}")
    assert "75,00 %" in page.text.replace("\xa0", " ")
    assert "khoảng tin cậy 95 %" in page.text
    assert "của 4 người trả lời" in page.text
    links = re.findall(r'href="(/console/figures/responses[^"]+)"', page.html)
    listed = await head.see(links[0].replace("&amp;", "&"))
    assert {one for one in responses if f"/console/responses/{one}" in listed.html} == {*responses}


async def test_a_form_and_a_factor_lead_to_their_criteria(room: CaseRoom, head: Officer) -> None:
    await survey(room, 4)
    whole = await head.see(f"{PATH}?unit={room.unit}")
    part = await head.see(f"{PATH}?unit={room.unit}&by=form&value=mc&level=B1")
    other = await head.see(f"{PATH}?unit={room.unit}&by=form&value=dn")
    criteria = [len(re.findall(r"/console/figures/responses\?[^\"]*level=\w+\.", page.html))
                for page in (whole, part, other)]  # fmt: skip
    assert criteria[0] > criteria[1] > criteria[2] == 0


async def test_a_value_leads_to_its_factors_and_these_to_their_responses(
    room: CaseRoom, head: Officer
) -> None:
    made = await survey(room, 4)
    page = await head.see(f"{PATH}?unit={room.unit}&by=place")
    [link] = re.findall(r'href="([^"]+#value)"', page.html)
    part = await head.see(link.replace("&amp;", "&"))
    assert f"Các yếu tố của: {PLACE.name}" in part.text
    links = re.findall(r'href="(/console/figures/responses[^"]+)"', part.html)
    [third] = [one for one in links if "level=B3&" in one and f"value={PLACE.id}" in one]
    assert f"/console/responses/{made}" in (await head.see(third.replace("&amp;", "&"))).html


async def test_what_stands_beside_the_index_is_said_and_taken_away(
    room: CaseRoom, head: Officer
) -> None:
    for rating, days_ago in ((5, 0), (4, 0), (2, 100), (4, 100)):
        await survey(room, rating, days_ago=days_ago)
    page = await head.see(f"{PATH}?unit={room.unit}")
    assert "So với kỳ trước" in page.text
    assert "chưa đặt mục tiêu" in page.text or "đặt mục tiêu cho đơn vị" in page.text
    changes = page.html[page.html.index('id="changes"') :]
    assert "+50,00" in changes
    assert "chưa đủ căn cứ kết luận" in changes
    *_, sheet = await taken(head, f"unit={room.unit}")
    assert (sheet[0][1], sheet[1][3]) == ("Kỳ trước", "+50,00")


async def test_who_may_not_open_responses_sees_no_changes_and_no_targets(
    room: CaseRoom,
) -> None:
    for rating, days_ago in ((5, 0), (4, 0), (2, 100), (4, 100)):
        await survey(room, rating, days_ago=days_ago)
    viewer = await room.officer("national_viewer")
    page = await viewer.see(f"{PATH}?unit={room.unit}")
    assert 'id="levels"' in page.html
    assert 'id="changes"' not in page.html
    assert 'id="targets"' not in page.html


async def test_responses_of_a_value_are_headed_by_what_it_is_called(
    room: CaseRoom, head: Officer
) -> None:
    await survey(room, 4)
    listed = await head.see(f"{PATH}/responses?unit={room.unit}&by=place&value={PLACE.id}")
    assert f"· {PLACE.name}." in listed.text
    assert "1 phiếu" in listed.text


async def test_a_choice_beside_the_ratings_leads_to_the_responses_that_made_it(
    room: CaseRoom, head: Officer
) -> None:
    asked_why = [await survey(room, 2), await survey(room, 2)]
    await survey(room, 5)
    for one in asked_why:
        record = await room.installation.storage.responses.load(ResponseId(one))
        assert record is not None
        await answer(room, record, "L1_B1", "waiting")
    page = await head.see(f"{PATH}/choices?unit={room.unit}")
    [link] = re.findall(r'href="(/console/figures/responses[^"]+)"', page.html)
    listed = await head.see(link.replace("&amp;", "&"))
    assert {*re.findall(r"/console/responses/(\w+)", listed.html)} == {*asked_why}
    viewer = await room.officer("national_viewer")
    hidden = await viewer.see(f"{PATH}/choices?unit={room.unit}")
    assert "/console/figures/responses" not in hidden.html


async def test_one_sees_the_figures_of_ones_own_units_only(room: CaseRoom, head: Officer) -> None:
    await survey(room, 5)
    assert (await head.see(f"{PATH}?unit=elsewhere")).status == 404
    other = await room.officer("unit_head", unit="elsewhere")
    assert (await other.see(f"{PATH}?unit={room.unit}")).status == 404


async def test_what_few_people_answered_is_hidden_from_who_may_not_open_it(
    room: CaseRoom,
) -> None:
    await survey(room, 5, days_ago=days_to_last_quarter())
    viewer = await room.officer("national_viewer")
    page = await viewer.see(f"{PATH}?unit={room.unit}")
    assert "số phiếu ít, không công bố" in page.text
    assert "100,00" not in page.text


async def test_the_running_quarter_is_not_shown_to_who_may_not_open_responses(
    room: CaseRoom, head: Officer
) -> None:
    for _ in range(12):
        await survey(room, 5)
    assert "của 12 người trả lời" in (await head.see(f"{PATH}?unit={room.unit}")).text
    viewer = await room.officer("national_viewer")
    today = day_of(now_ms()).isoformat()
    for query in ("", f"?unit={room.unit}&first={today}&last={today}"):
        page = await viewer.see(PATH + query)
        assert "chỉ có số liệu của các quý đã kết thúc" in page.text
        assert "100,00" not in page.text


def days_to_last_quarter() -> int:
    """Return how many days ago the middle of the newest finished quarter was."""
    today = day_of(now_ms())
    return (today - date.fromisoformat(last_quarter(today).from_day)).days - 45


async def taken(officer: Officer, query: str, of: str = "") -> list[list[tuple[object, ...]]]:
    """Return the sheets of the dashboard's file, or of another page's, asked for by its form."""
    page = await officer.see(f"{PATH}{of}?{query}")
    [form] = re.findall(f'action="{PATH}{of}/export".*?</form>', page.html, re.DOTALL)
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    data = {name: unescape(value) for name, value in hidden} | {"reason": "họp giao ban"}
    headers = {"Cookie": f"desk={officer.cookie}", "Sec-Fetch-Site": "same-origin"}
    reply = await officer.client.post(f"{PATH}{of}/export", data=data, headers=headers)
    book = openpyxl.load_workbook(io.BytesIO(await reply.read()))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


async def test_what_is_seen_can_be_taken_away_and_that_is_written_down(
    room: CaseRoom, head: Officer
) -> None:
    await survey(room, 5)
    query = f"unit={room.unit}"
    refused = await head.press(f"{PATH}/export", query=query, format="xlsx", reason="")
    assert refused.status == 422
    about, *tables = await taken(head, query)
    page = await head.see(f"{PATH}?{query}")
    assert f"{about[0][1]}, {about[1][1]}" in page.text  # unit and period
    assert len(tables) == 5
    assert all(table[0][2] == "Tỷ lệ chưa gia quyền" for table in tables)
    assert any(100 in row for row in tables[0])
    [month] = tables[4][1:]
    assert re.fullmatch(r"\d\d/\d{4}", str(month[0]))
    assert month[1] == 100
    assert "chưa gia quyền" not in page.text  # nothing was weighted
    logged = await room.installation.storage.audit.listed(1)
    assert logged[0]["action"] == "figure.exported"


async def test_comments_are_found_without_accents_and_without_numbers(
    room: CaseRoom, head: Officer
) -> None:
    await survey(room, 2, "Chờ lâu quá, gọi 0912 345 678")
    await survey(room, 5, "Cán bộ tận tâm")
    path = f"{PATH}/comments?unit={room.unit}"
    page = await head.see(f"{path}&find=cho+lau")
    assert "Chờ lâu quá" in page.text
    assert "tận tâm" not in page.text
    assert "0912" not in page.html
    viewer = await room.officer("national_viewer")
    assert (await viewer.see(path)).status == 404
    [logged] = await room.installation.storage.audit.listed(1)
    assert logged["action"] == "figure.comments_read"
    detail = logged["detail"]
    assert (detail["unit"], detail["comments"], detail["words"]) == (room.unit, "2", "2")
    assert "cho" not in str(detail)


async def test_all_comments_are_reached_page_by_page(room: CaseRoom, head: Officer) -> None:
    for number in range(104):
        await survey(room, 2, f"Chờ lâu lần {number}", days_ago=1)
    page = await head.see(f"{PATH}/comments?unit={room.unit}&find=cho+lau")
    [older] = re.findall(r'href="(/console/figures/comments[^"]+after=[^"]+)"', page.html)
    rest = await head.see(older.replace("&amp;", "&"))
    found = [{*re.findall(r"Chờ lâu lần \d+", one.text)} for one in (page, rest)]
    assert [len(one) for one in found] == [100, 4]
    assert len(found[0] | found[1]) == 104
    assert "after=" not in rest.html.replace(f"after={older.partition('after=')[2]}", "")


async def test_open_words_have_the_themes_that_reports_count(
    room: CaseRoom, head: Officer
) -> None:
    told = {
        "Cô cán bộ ở quầy 2 rất tận tình, tôi cảm ơn": "attitude.praised",
        "Tôi đi lại năm lần vẫn chưa nhận được sổ, chậm trễ quá": "PA03.criticised",
        "Không có gì": "other",
    }
    for words in told:
        record = await room.installation.storage.responses.load(ResponseId(await survey(room, 4)))
        assert record is not None
        await answer(room, record, "O1", words)
    for words, theme in told.items():
        page = await head.see(f"{PATH}/comments?unit={room.unit}&theme={theme}")
        assert {one for one in told if one in page.text} == {words}, theme
    page = await head.see(f"{PATH}/comments?unit={room.unit}&theme=PA03.criticised")
    assert 'value="PA03.criticised" selected>Chê: Chậm trễ, quá hạn (1)' in page.html
    assert 'value="premises.praised">Khen: Nơi tiếp dân sạch sẽ, tiện nghi<' in page.html
    choices = await head.see(f"{PATH}/choices?unit={room.unit}")
    assert "Thái độ tận tình, thân thiện" in choices.text
    for href in re.findall(r'href="(/console/figures/responses[^"]+O1[^"]+)"', choices.html):
        assert (await head.see(href.replace("&amp;", "&"))).status == 200


async def test_an_address_that_names_no_theme_finds_nothing(head: Officer, room: CaseRoom) -> None:
    for query in ("after=nobody", "theme=x.praised", "theme=.", "theme=zz"):
        assert (await head.see(f"{PATH}/comments?unit={room.unit}&{query}")).status == 200
    odd = f"{PATH}/responses?unit={room.unit}&question=O1:zz&choice=yy"
    assert (await head.see(odd)).status == 200


async def test_comments_can_be_taken_away_by_who_may_export_responses(
    room: CaseRoom, head: Officer
) -> None:
    await survey(room, 2, "Chờ lâu quá, gọi 0912 345 678")
    await survey(room, 2, "Ghế ngồi thiếu")
    query = f"unit={room.unit}&find=cho+lau"
    [sheet] = await taken(head, query, "/comments")
    assert [str(row[2])[:11] for row in sheet[1:]] == ["Chờ lâu quá"]
    assert "0912" not in str(sheet)
    [logged] = await room.installation.storage.audit.listed(1)
    assert (logged["action"], logged["detail"]["comments"]) == ("figure.exported", "1")
    assert "cho" not in str(logged["detail"]["query"])


# -- what is said of a figure


def share(low: float, high: float, *, proven: bool = True, people: int = 50) -> Share:
    middle = (low + high) / 2
    return Share(raw=middle, low=low, high=high, proven=proven, respondents=people)


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (share(0.90, 0.95), "above"),
        (share(0.60, 0.70), "below"),
        (share(0.70, 0.85), "unproven"),
        (share(0.90, 0.95, proven=False), "unproven"),
        (Share(), "nobody"),
        (Share(withheld=True), "withheld"),
    ],
)
def test_above_or_below_is_said_only_where_it_is_proved(one: Share, verdict: str) -> None:
    assert judged(one, share(0.80, 0.84)) == verdict


def test_a_small_level_cannot_be_worked_out_from_those_that_it_is_pooled_into() -> None:
    people = {"overall": 100, "A": 100, "B": 100, "A1": 5, "A2": 100, "A3": 100, "B5": 40}
    rows = tuple(Row(key=key, label="", share=share(0.8, 0.9, people=size))
                 for key, size in people.items())  # fmt: skip
    found = withheld_overview(Overview(levels=rows, criteria=(), units=(), tables={}))
    assert [row.key for row in found.levels if row.share.withheld] == ["A1", "A2"]


def test_a_unit_that_hides_another_is_hidden_when_it_is_opened_by_itself() -> None:
    units = tuple(
        UnitRow(unit_id=name, label=name, levels=(
            Row(key="overall", label="", share=share(0.8, 0.9, people=people)),))
        for name, people in (("a", 5), ("b", 40), ("c", 60))
    )  # fmt: skip
    whole = (Row(key="overall", label="", share=share(0.8, 0.9, people=105)),)
    found = withheld_overview(Overview(levels=whole, criteria=(), units=units, tables={}))
    opened = [
        part_of(found, Overview(levels=one.levels, criteria=(), units=(one,), tables={}))
        for one in units
    ]
    assert [one.levels[0].share.withheld for one in opened] == [True, True, False]


@pytest.mark.parametrize(
    ("first", "last", "rounds_to"),
    [
        ("2026-01-01", "2026-01-30", ("2026-01-01", "2026-03-31")),
        ("2026-03-31", "2026-04-01", ("2026-01-01", "2026-06-30")),
        ("2026-05-01", "2026-08-01", ("2026-01-01", "2026-12-31")),
        ("2025-12-31", "2026-01-01", ("2025-01-01", "2026-12-31")),
        ("2026-12-31", "2027-01-01", ("2026-01-01", "2027-06-30")),  # as far as it is over
        ("2027-07-01", "2027-09-30", ("2027-04-01", "2027-06-30")),  # the running quarter
    ],
)
def test_days_are_rounded_outwards_for_who_may_not_open_responses(
    first: str, last: str, rounds_to: tuple[str, str]
) -> None:
    found = rounded(ChosenFigures(first=first, last=last, tree="then"), date(2027, 8, 15))
    assert ((found.first, found.last), found.tree) == (rounds_to, "now")


def test_a_small_procedure_is_withheld_with_another_one() -> None:
    """The whole less the others would be the small one."""
    sizes = {
        "completed": 79,
        "completed/uxa": 9,
        "completed/uxb": 30,
        "completed/uxc": 40,
        "ux": 8,
    }
    rows = tuple(
        Row(key=key, label=key, share=Share(raw=0.5, respondents=size, answers=size))
        for key, size in sizes.items()
    )
    found = withheld_overview(Overview(levels=(), criteria=(), units=(), tables={}, online=rows))
    gone = {row.key for row in found.online if row.share.withheld}
    assert gone == {"completed/uxa", "completed/uxb", "ux"}
