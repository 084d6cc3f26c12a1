"""The sample at the desk: explained number by number, drawn, proved, given away, taken back."""

import hashlib
import os

import pytest
from msgspec.structs import replace

from bot.console import campaign_sample_outlook
from bot.drawing import Sampler, Shown, outlook_for
from bot.jobs.draw_samples import draw_samples
from bot.turns import now_ms
from flows.identifiers import identifier_from
from storage.base import UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.transaction_records import ImportRecord
from survey.campaigns import Group, Life, Parts, State, Terms
from survey.seals import Kind
from tests.bot.drawing.province import a_person
from tests.console.case_room import Answer, CaseRoom, Officer

GROUP = Group(id="one_stop", title="Một cửa", form="mc", floor=10, response_rate=0.8)


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    return await room.officer("survey_admin")


async def campaign(room: CaseRoom, state: State = "approved", period: str = "2026-01-01") -> str:
    """A campaign of the room's unit; return the address of its sample."""
    now = now_ms()
    name = identifier_from(os.urandom(32), "campaign", now)
    terms = Terms(
        title="Khảo sát", unit_id=room.unit, from_day=period, to_day="2026-12-31",
        opens_on="2026-10-05", closes_on="2026-12-31",
    )  # fmt: skip
    life = Life(
        state=state, made_at=now, made_by="one", changed_at=now, changed_by="one",
        approved_at=now, approved_by="two",
    )  # fmt: skip
    unit = UnitOfWork()
    record = CampaignRecord(id=name, terms=terms, life=life)
    room.installation.storage.campaigns.add(unit, record, Parts(groups=(GROUP,)))
    await room.installation.storage.commit(unit)
    return f"/console/campaigns/{name}/sample"


async def handed_in(room: CaseRoom, people: int = 100) -> None:
    """A list of the room's unit that counts."""
    now = now_ms()
    name = identifier_from(os.urandom(32), "import", now)
    storage, unit = room.installation.storage, UnitOfWork()
    for number in range(1, people + 1):
        storage.transactions.add(unit, a_person(number, name, unit_id=room.unit))
    record = ImportRecord(
        id=name, state="applied", frame="person", unit_id=room.unit, name="l.csv", sha256=name,
        size=0, by="account:1", at=now, applied_at=now,
    )  # fmt: skip
    storage.imports.add(unit, record)
    await storage.commit(unit)


async def asked(who: Officer, path: str, **fields: str) -> Answer:
    """Ask for a draw, as somebody does who has just read the page."""
    version = (await who.see(path)).field("version")
    return await who.press(f"{path}/draw", **{"kind": "first", "version": version, **fields})


async def drawn(room: CaseRoom, who: Officer, path: str, **fields: str) -> Answer:
    """Draw, and look at what came of it."""
    answer = await asked(who, path, **fields)
    assert "Đã bắt đầu rút mẫu" in answer.text
    await draw_samples(room.installation.services)
    return await who.see(path)


async def test_each_number_says_where_it_comes_from(room: CaseRoom, admin: Officer) -> None:
    path = await campaign(room)
    await handed_in(room)
    text = (await admin.see(path)).text
    assert "Khung mẫu (N) 100" in text
    assert "Cỡ mẫu theo Slovin 80 n = N ÷ (1 + N × e²), sai số e = 5" in text
    assert "Cỡ mẫu theo công thức chuẩn 80" in text
    assert "Số người mời 100" in text
    assert "Rút mẫu 100 người" in text


async def test_a_sample_is_drawn_sealed_and_proved(room: CaseRoom, admin: Officer) -> None:
    path = await campaign(room)
    await handed_in(room, 400)
    page = await drawn(room, admin, path, seed="02/11/2026")
    assert "250 người mời" in page.text
    assert "125 dự bị" in page.text
    assert "02/11/2026" in page.text
    assert "Lần rút 1 Lần rút đầu" in page.text
    proved = await admin.press(f"{path}/prove", number="1")
    assert "kết quả đúng như biên bản niêm phong" in proved.text


async def test_it_tells_how_many_were_replaced(room: CaseRoom, admin: Officer) -> None:
    path = await campaign(room)
    await handed_in(room, 400)
    await drawn(room, admin, path)
    name, draws = path.split("/")[3], room.installation.storage.draws
    [draw] = await draws.of_campaign(name)
    lost = next(one for one in await draws.drawn(draw.id) if one.role == "main")
    unit = UnitOfWork()
    draws.replace(unit, name, lost.transaction_id, now_ms())
    await room.installation.storage.commit(unit)
    page = await admin.see(path)
    assert page.html.count('data-label="Đã thay">1</td>') == 2  # in its stratum, and in all


async def test_a_double_press_draws_once(room: CaseRoom, admin: Officer) -> None:
    path = await campaign(room)
    await handed_in(room)
    version = (await admin.see(path)).field("version")
    await admin.press(f"{path}/draw", kind="first", version=version)
    assert (await admin.press(f"{path}/draw", kind="first", version=version)).status == 409
    await draw_samples(room.installation.services)
    again = await asked(admin, path)
    assert again.status == 422
    assert "đã rút mẫu rồi" in again.text


async def test_a_draw_that_is_being_made_shows_how_far_it_is_and_can_be_stopped(
    room: CaseRoom, admin: Officer
) -> None:
    path = await campaign(room)
    await handed_in(room)
    page = await asked(admin, path)
    assert "Đang rút mẫu" in page.text
    assert "đang chờ" in page.text
    works = room.installation.storage.draws.works
    work = await works.of_campaign(path.split("/")[3])
    assert work is not None
    unit = UnitOfWork()
    works.save(unit, replace(work, state="storing", progress=40, size=100, version=2))
    await room.installation.storage.commit(unit)
    assert "Đã lưu 40 / 100 người" in (await admin.see(path)).text
    stopped = await admin.press(f"{path}/cancel")
    assert "Đã dừng rút mẫu" in stopped.text
    await draw_samples(room.installation.services)
    assert "Khung mẫu (N) 100" in (await admin.see(path)).text
    assert (await admin.press(f"{path}/cancel")).status == 422


async def test_a_draw_that_was_not_made_says_why(room: CaseRoom, admin: Officer) -> None:
    path = await campaign(room)
    await asked_without_page(admin, path)
    await draw_samples(room.installation.services)
    assert "Không có ai để rút" in (await admin.see(path)).text


async def asked_without_page(who: Officer, path: str) -> None:
    """Ask for a draw that no page offers."""
    assert (await who.press(f"{path}/draw", kind="first", version="1")).status == 200


async def test_a_page_does_not_wait_for_the_figures_of_a_large_frame(
    room: CaseRoom, admin: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await campaign(room)
    await handed_in(room)
    with monkeypatch.context() as impatient:
        impatient.setattr("bot.drawing.outlooks.PATIENCE_S", 0.0)
        assert "Đang đếm khung mẫu" in (await admin.see(path)).text
    await draw_samples(room.installation.services)
    assert "Khung mẫu (N) 100" in (await admin.see(path)).text
    await handed_in(room, 50)
    page = await admin.see(path)
    assert "Khung mẫu (N) 100" in page.text
    assert "Chúng tôi đang đếm lại" in page.text
    await draw_samples(room.installation.services)
    page = await admin.see(path)
    assert "Khung mẫu (N) 150" in page.text
    assert "Chúng tôi đang đếm lại" not in page.text


async def test_frame_and_record_are_given_away(room: CaseRoom, admin: Officer) -> None:
    path = await campaign(room)
    await handed_in(room)
    await drawn(room, admin, path)
    frame = (await admin.press(f"{path}/frame", number="1")).html
    header, *lines = frame.splitlines()
    assert header == "key,group,unit,area,mode,person,phone"
    record = (await admin.see(f"{path}/record?number=1")).html
    digest = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    assert digest in record


async def test_a_draft_is_not_drawn(room: CaseRoom, admin: Officer) -> None:
    path = await campaign(room, "draft")
    await handed_in(room)
    page = await admin.see(path)
    assert "chưa được duyệt cho chừng ấy người" in page.text
    assert "Rút mẫu 100 người" not in page.text
    refused = await admin.press(f"{path}/draw", kind="first", version="1")
    assert refused.status == 422


async def test_without_transactions_the_page_says_what_to_do(
    room: CaseRoom, admin: Officer
) -> None:
    assert "Hãy tải danh sách giao dịch lên trước" in (await admin.see(await campaign(room))).text
    blank = await campaign(room, "draft", period="")
    assert "chưa ghi kỳ giao dịch" in (await admin.see(blank)).text
    assert (await admin.see(f"{blank}/record?number=1")).status == 422


async def test_transactions_that_came_later_can_be_drawn_from(
    room: CaseRoom, admin: Officer
) -> None:
    path = await campaign(room)
    await handed_in(room)
    await drawn(room, admin, path)
    await handed_in(room, 50)
    page = await admin.see(path)
    assert "50 giao dịch đến sau lần rút đầu" in page.text
    page = await drawn(room, admin, path, kind="top_up")
    assert "Lần rút 2 Rút thêm từ giao dịch mới" in page.text


async def test_later_draws_are_counted_once_for_several_looks(
    room: CaseRoom, admin: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[Kind] = []

    async def counting(sampler: Sampler, kind: Kind) -> Shown:
        counted.append(kind)
        return await outlook_for(sampler, kind)

    path = await campaign(room)
    await handed_in(room)
    await drawn(room, admin, path)
    monkeypatch.setattr(campaign_sample_outlook, "outlook_for", counting)
    await handed_in(room, 50)
    looks = [await admin.see(path) for _ in range(3)]
    assert all("50 giao dịch đến sau lần rút đầu" in page.text for page in looks)
    assert counted == ["top_up", "substitution"]


async def test_draws_are_taken_back_before_anybody_is_asked(
    room: CaseRoom, admin: Officer
) -> None:
    path = await campaign(room)
    await handed_in(room)
    page = await drawn(room, admin, path)
    back = await admin.press(f"{path}/void", version=page.field("version"))
    assert "Đã hủy kết quả rút mẫu" in back.text
    assert "Khung mẫu (N) 100" in back.text


async def test_who_only_reads_draws_nothing(room: CaseRoom, admin: Officer) -> None:
    path = await campaign(room)
    await handed_in(room)
    inspector = await room.officer("inspector")
    page = await inspector.see(path)
    assert "Khung mẫu (N) 100" in page.text
    assert "Rút mẫu 100 người" not in page.text
    assert (await inspector.press(f"{path}/draw", kind="first", version="1")).status == 404
    await drawn(room, admin, path)
    assert (await inspector.press(f"{path}/prove", number="1")).status == 404
    assert (await inspector.press(f"{path}/frame", number="1")).status == 404
