"""A campaign from its list of transactions to its end, by people who follow the pages' own words:
an admin, whoever approves, two who judge, and citizens with mail and Telegram.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import ViewportSize, expect

from bot.i18n import day_of
from bot.turns import now_ms
from flows.desk.roles import WHOLE, Role
from tests.e2e.campaign_office import (
    BY_MAIL,
    BY_TELEGRAM,
    ON_PAPER,
    PEOPLE,
    STAFF_PHONE,
    CampaignOffice,
    campaign_office,
    transactions,
)
from tests.e2e.case_desks import DESKTOP, Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.officer import Keys
from tests.e2e.person import PHONE, Person
from tests.e2e.test_console_campaigns import fill, follow, press
from tests.e2e.test_console_records import looks_well

TITLE = "Khảo sát sự hài lòng"
ANSWERED = BY_MAIL[0]
"""Who answers; all others keep silent."""
_LOOKS = 20  # at a page that something behind it changes


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[CampaignOffice]:
    async with campaign_office(tmp_path) as opened:
        yield opened


async def seated(
    seats: Desks, office: CampaignOffice, role: Role, size: ViewportSize = DESKTOP,
    scheme: Scheme = "light",
) -> Keys:  # fmt: skip
    officer = await office.room.officer(role, unit=WHOLE)
    return await seats(office.base, officer.cookie, size, scheme, https=True)


async def until(desk: Keys, text: str) -> None:
    """Look at the page again until it says so."""
    main = desk.page.locator("main")
    for _ in range(_LOOKS):
        if text in await main.inner_text():
            return
        await desk.page.wait_for_timeout(200)
        await desk.page.reload()
    await expect(main).to_contain_text(text)


async def opens(desk: Keys, summary: str) -> None:
    await desk.page.locator("summary", has_text=summary).first.click()


async def figure(desk: Keys, channel: str, outcome: str) -> str:
    """What a wave's table says of one channel."""
    row = desk.page.locator("tr", has=desk.page.get_by_role("rowheader", name=channel, exact=True))
    return await row.locator(f'td[data-label="{outcome}"]').inner_text()


# -- before anybody is asked


async def hands_in_the_list(desk: Keys, office: CampaignOffice, today: date) -> None:
    await desk.open("/console/transactions")
    await follow(desk, "Tải danh sách lên")
    await desk.page.get_by_label("Danh sách của đơn vị").select_option(office.room.unit)
    await fill(desk, **{"Căn cứ được dùng số điện thoại": "Kế hoạch 3500/KH-BHXH"})
    await desk.page.get_by_label("Tệp").set_input_files(transactions(today))
    await press(desk, "Tải lên và xem thử")
    await press(desk, "Đọc thử")
    await desk.sees("Đang đọc")
    await office.job("import_transactions")
    await desk.page.reload()
    await press(desk, f"Ghi nhận {PEOPLE} giao dịch")
    await desk.sees("lập đợt khảo sát để rút mẫu và gửi lời mời")


async def makes(desk: Keys, today: date) -> None:
    """Make a campaign that may be sent at any hour, and hand it in."""
    await follow(desk, "Lập đợt khảo sát")
    days = {
        "Giao dịch từ ngày": -30, "Giao dịch đến hết ngày": 0,
        "Ngày bắt đầu khảo sát": -2, "Ngày kết thúc khảo sát": 20,
    }  # fmt: skip
    await fill(desk, **{"Tên đợt khảo sát": TITLE, "Không gửi từ": "00:00", "Gửi lại từ": "00:00"})
    await fill(desk, **{"Nhắc lần một sau (ngày)": "1", "Nhắc lần hai sau (ngày)": ""})
    await fill(desk, **{name: str(today + timedelta(days=n)) for name, n in days.items()})
    await desk.page.get_by_label("Không gửi vào Chủ nhật và ngày lễ").uncheck()
    await press(desk, "Lưu")
    await desk.sees("Nhóm khảo sát: chưa có")
    await desk.sees("gửi vào mọi giờ")
    await follow(desk, "Thêm nhóm")
    await fill(desk, **{"Tên nhóm": "Một cửa", "Số phiếu tối thiểu mỗi đơn vị": "5"})
    await desk.page.get_by_label("Phiếu", exact=True).select_option("mc")
    await press(desk, "Lưu")
    await press(desk, "Trình duyệt")
    await desk.sees("người khác sẽ duyệt")


async def approves(desk: Keys) -> None:
    await desk.open("/console/campaigns")
    await follow(desk, TITLE)
    await press(desk, "Duyệt")
    await desk.sees("Việc tiếp theo là rút mẫu")


async def draws(desk: Keys, office: CampaignOffice) -> None:
    await desk.page.reload()
    await follow(desk, "Chọn mẫu")
    await until(desk, "Cỡ mẫu theo Slovin")
    await opens(desk, "Chuẩn bị rút mẫu")
    await press(desk, f"Rút mẫu {PEOPLE} người")
    await office.job("draw_samples")
    await until(desk, f"{PEOPLE} người mời và 0 dự bị")


# -- asking


async def makes_a_wave(desk: Keys, day: date) -> None:
    await follow(desk, "Gửi lời mời")
    await fill(desk, **{"Bắt đầu gửi": f"{day}T00:00"})
    await press(desk, "Lập lượt gửi")
    await desk.sees("Chưa gửi cho ai")


async def tries_it(desk: Keys, office: CampaignOffice) -> None:
    """Send one to oneself: the page says where to enter the address first."""
    wave = desk.page.url
    await opens(desk, "Gửi thử")
    await follow(desk, "Danh sách gửi thử")
    await desk.page.get_by_label("Họ tên").first.fill("Trần Thị Khảo Sát")
    await desk.page.get_by_label("Thư điện tử").first.fill("dan99@example.vn")
    await press(desk, "Lưu")
    await desk.page.goto(wave)
    await opens(desk, "Gửi thử")
    await press(desk, "Gửi thử một tin")
    await desk.sees("Đã gửi thử")
    assert len(office.letters_to(99)) == 1


async def confirms(desk: Keys, people: int) -> None:
    count = desk.page.get_by_label("Để xác nhận")
    await count.fill(str(people + 1))
    await press(desk, "Xác nhận và gửi")
    await desk.sees("chưa đúng với số người sẽ nhận")
    await count.fill(str(people))
    await press(desk, "Xác nhận và gửi")
    await desk.sees("Đã xác nhận")


async def changes_the_letter(desk: Keys) -> None:
    await follow(desk, "Sửa nội dung")
    letter = desk.page.get_by_role("group", name="Thư điện tử – Tiếng Việt").get_by_label(
        "Nội dung", exact=True
    )
    text = await letter.input_value()
    await letter.fill(text.replace("Kính gửi", "Kính thưa {dia_chi}", 1))
    await press(desk, "Lưu")
    await desk.sees("Không có gì để điền vào {dia_chi}")
    await letter.fill(text.replace("Kính gửi", "Kính thưa", 1))
    await press(desk, "Lưu")
    await desk.sees("Đã lưu nội dung")


async def lets_it_leave(desk: Keys, office: CampaignOffice, today: date) -> None:
    """Hold a wave that begins in days, change its letter and its day, and let it go on."""
    await press(desk, "Tạm dừng")
    await desk.sees("không tin nào rời đi")
    await changes_the_letter(desk)
    await opens(desk, "Đổi thời gian gửi")
    await fill(desk, **{"Bắt đầu gửi": f"{today - timedelta(days=2)}T00:00"})
    await press(desk, "Đổi thời gian gửi")
    await desk.sees("Đã đổi thời gian gửi")
    await office.job("send_broadcasts")
    assert office.letters_to(ANSWERED) == []
    await press(desk, "Gửi tiếp")
    await sends(office, [1] * len(BY_MAIL))


async def sends(office: CampaignOffice, letters: Sequence[int]) -> None:
    """Let the job work, as it does every while, until each has so many letters and no more."""
    for _ in range(_LOOKS):
        await office.job("send_broadcasts")
        if written(office) == letters:
            break
        await asyncio.sleep(0.2)
    await office.job("send_broadcasts")
    assert written(office) == letters


def written(office: CampaignOffice) -> list[int]:
    """How many letters each has who is asked by mail."""
    return [len(office.letters_to(one)) for one in BY_MAIL]


async def sees_outcomes(desk: Keys, picture: Picture) -> None:
    await desk.page.reload()
    assert await figure(desk, "Tin Telegram", "đã gửi") == str(len(BY_TELEGRAM))
    assert await figure(desk, "Thư điện tử", "đã gửi") == str(len(BY_MAIL))
    assert await figure(desk, "Phiếu in, danh sách", "chờ gửi") == str(len(ON_PAPER))
    async with desk.page.expect_download():
        await press(desk, "Tải phiếu in (PDF)")
    await desk.page.reload()
    assert await figure(desk, "Phiếu in, danh sách", "đã gửi") == str(len(ON_PAPER))
    await follow(desk, "Kết quả từng người nhận")
    await looks_well(desk, picture, "broadcast-people-desktop")


# -- answering


async def answers(person: Person, address: str) -> None:
    """Answer by the link of the letter, and leave a number that is of somebody at the counter."""
    await person.page.goto(address)
    await person.button("Bắt đầu").click()
    await person.begin_rating()
    for question, answer in RATED:
        await person.asked(question, answer)
    await person.asked("cho số điện thoại", "Cho số điện thoại")
    await person.sees("nhập số điện thoại di động")
    await person.types(STAFF_PHONE.replace("+84", "0"))
    await person.asked("Còn vài câu ngắn", "Bỏ qua phần này")
    await person.asked("xem lại giúp", "Gửi phiếu")
    await expect(person.page.locator(".ticket")).to_be_visible()


RATED = (
    ("chỗ ngồi chờ", "4 Hài lòng"), ("thời gian chờ tới lượt", "5 Rất hài lòng"),
    ("niêm yết công khai", "4 Hài lòng"), ("số lượng giấy tờ", "3 Bình thường"),
    ("thái độ lịch sự", "5 Rất hài lòng"), ("hướng dẫn dễ hiểu", "5 Rất hài lòng"),
    ("thành thạo công việc", "4 Hài lòng"), ("đúng ngày hẹn", "4 Hài lòng"),
    ("độ chính xác", "5 Rất hài lòng"), ("cách tiếp nhận góp ý", "0 Không áp dụng"),
    ("đã từng gửi góp ý", "Chưa gửi"), ("thông tin, giải thích chính sách", "4 Hài lòng"),
    ("được góp ý, nêu ý kiến", "3 Bình thường"), ("công khai, đúng quy định", "4 Hài lòng"),
    ("lợi ích mà BHXH", "5 Rất hài lòng"), ("Nhìn chung", "4 Hài lòng"),
    ("phải đi lại mấy lần", "Bỏ qua"), ("chờ khoảng bao lâu", "Bỏ qua"),
    ("kết quả đúng hẹn không", "Bỏ qua"), ("trả thêm tiền hoặc quà", "Bỏ qua"),
    ("quầy nào đã tiếp", "Bỏ qua"), ("cải thiện điều gì", "Bỏ qua"),
    ("góp ý, mong muốn gì thêm", "Bỏ qua"),
)  # fmt: skip


# -- following, judging, the end


async def follows(desk: Keys, **counts: int) -> None:
    await follow(desk, "Theo dõi")
    for name, count in counts.items():
        shown = desk.page.locator(f"dt:text-is('{name}') + dd").first
        await expect(shown).to_have_text(str(count))


async def judges(desk: Keys, picture: Picture, said: str) -> None:
    """Read the odd response that is listed, and say that it is none of a citizen."""
    await looks_well(desk, picture, "judging-desktop")
    await desk.page.locator("main table a").first.click()
    await desk.sees("trùng với số của người làm việc tại cơ quan")
    await fill(desk, **{"Lý do": "Số này của người trực quầy, không phải người dân"})
    await looks_well(desk, picture, "judging-one-desktop")
    await press(desk, "Phiếu không đáng tin, nên loại")
    await desk.sees(said)


async def ends(desk: Keys, campaign: str) -> None:
    await desk.page.goto(campaign)
    await opens(desk, "Kết thúc")
    await press(desk, "Kết thúc")
    await desk.sees(f"Đã kết thúc “{TITLE}”")


async def is_asked(admin: Keys, office: CampaignOffice, picture: Picture, today: date) -> None:
    """Send the invitation, held, changed and let go on the way."""
    await makes_a_wave(admin, today + timedelta(days=2))
    await looks_well(admin, picture, "broadcast-draft-desktop")
    await tries_it(admin, office)
    await confirms(admin, PEOPLE)
    await lets_it_leave(admin, office, today)
    assert "Kính thưa" in office.letters_to(ANSWERED)[0]
    assert all("t.me/" in office.heard(one)[-1] for one in BY_TELEGRAM)
    await sees_outcomes(admin, picture)


async def reminds(admin: Keys, office: CampaignOffice, picture: Picture, today: date) -> None:
    """Let the planned reminder leave sooner: it waits as many days as it has to, then it begins by
    itself and writes to the silent, and to nobody else.
    """
    campaign = admin.page.url.rpartition("/")[2]
    await follow(admin, "Gửi lời mời")
    await looks_well(admin, picture, "broadcasts-planned-desktop")
    await follow(admin, "Lượt 2")
    await admin.sees("Lời nhắc này tự gửi từ")
    await looks_well(admin, picture, "broadcast-planned-desktop")
    await opens(admin, "Đổi thời gian gửi")
    await fill(admin, **{"Bắt đầu gửi": f"{today}T00:00"})
    await press(admin, "Đổi thời gian gửi")
    await admin.sees("Đã đổi thời gian gửi")
    await office.job("start_planned")
    await office.job("send_broadcasts")
    assert written(office) == [1] * len(BY_MAIL)
    await office.a_day_passes(campaign)
    await office.job("start_planned")
    await sends(office, [1] + [2] * (len(BY_MAIL) - 1))
    await admin.page.reload()
    await admin.sees("Hệ thống xác nhận lúc")


@pytest.mark.timeout(240)
async def test_a_campaign_is_led_to_its_end_by_the_words_of_its_pages(
    office: CampaignOffice, seats: Desks, person: Person, picture: Picture
) -> None:
    today = day_of(now_ms())
    admin, inspector, leader = [
        await seated(seats, office, role)
        for role in ("survey_admin", "inspector", "provincial_leader")
    ]
    await hands_in_the_list(admin, office, today)
    await makes(admin, today)
    campaign = admin.page.url
    await approves(leader)
    await draws(admin, office)
    await is_asked(admin, office, picture, today)

    await answers(person, office.base + office.link_of(ANSWERED))
    await office.job("find_suspicious")
    await admin.page.goto(campaign)
    await follows(admin, **{"Phát ra": PEOPLE, "Thu về": 1, "Hợp lệ": 0, "Không hợp lệ": 1})
    await follow(admin, "Xem phiếu bất thường")
    await judges(admin, picture, "Cần thêm ý kiến của người khác")
    await inspector.open("/console/judging")
    await judges(inspector, picture, "phiếu bị loại khỏi kết quả")

    await admin.page.goto(campaign)
    await reminds(admin, office, picture, today)
    await ends(admin, campaign)
    assert office.mail.ledger.breaches == []
    assert office.telegram.ledger.violations == []
    for size, scheme, name in SHOWN:
        await fits(
            await seated(seats, office, "survey_admin", size, scheme), picture, campaign, name
        )


SHOWN: Sequence[tuple[ViewportSize, Scheme, str]] = (
    (PHONE, "light", "360"), (PHONE, "dark", "360-dark"),
    (DESKTOP, "dark", "desktop-dark"),
)  # fmt: skip
PAGES = ("sample", "broadcasts", "broadcast?number=1", "broadcast/people?number=1", "following")


async def fits(desk: Keys, picture: Picture, campaign: str, name: str) -> None:
    """See the pages of a campaign as this desk shows them."""
    for page in PAGES:
        await desk.page.goto(f"{campaign}/{page}")
        await looks_well(
            desk, picture, f"campaign-end-{page.partition('?')[0].replace('/', '-')}-{name}"
        )
