"""A bad experience becomes a case, with a photo and a voice message, and stays off the chat."""

import asyncio
import io
import json
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from storage.base import AttachmentRecord, ComplaintRecord
from tests.bot.test_files import OPUS
from tests.postgres_server import until
from tests.telegram.citizen import CODE, Citizen
from tests.telegram.service import Service, running

LAN = 912_400_001
STORY = "Sáng thứ hai tôi chờ hai tiếng, cán bộ Vũ Ngọc Kha quát tôi."
NAME = "Hoàng Thị Bạch Cúc"
HOME = "số 7 ngõ Hoa Sữa, xã Đông Du"
PHONE = "0987 111 222"
VOICE = OPUS
GPS = 0x8825
_File = tuple[AttachmentRecord, bytes]
HER_WORDS = (
    "Ngọc Kha", "hai tiếng", "Bạch Cúc", "Hoa Sữa", "Đông Du", "987111222", PHONE,
)  # fmt: skip


def photo_with_place() -> bytes:
    """Return a photo as phones make it: it tells where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (11.0, 56.0, 25.0)
    written = io.BytesIO()
    Image.effect_mandelbrot((320, 240), (-2, -1, 1, 1), 50).convert("RGB").save(
        written, "JPEG", exif=exif.tobytes()
    )
    assert Image.open(io.BytesIO(written.getvalue())).getexif().get_ifd(GPS)
    return written.getvalue()


async def reports(service: Service, number: int) -> Citizen:
    """Answer with one low rating, and tell what went wrong, up to the review of the case."""
    lan = Citizen(service.telegram, number)
    await lan.begins(service.token)
    await lan.asked("chỗ ngồi chờ", "1 Rất không hài lòng")
    await lan.asked("điều gì làm Ông/Bà chưa hài lòng nhất", "Chỗ chờ chưa tốt")
    await lan.asked("chuyển ý này thành phản ánh", "Có, chuyển giúp tôi")
    await lan.hurries_to("cho số điện thoại")
    lan.presses("Không cho số")
    await lan.asked("Còn vài câu ngắn", "Bỏ qua phần này")
    await lan.asked("xem lại giúp", "Gửi phiếu")
    await lan.asked("lưu nội dung này", "Đồng ý")
    await lan.hears("kể ngắn gọn")
    lan.person.photo(photo_with_place())
    await lan.hears("kể ngắn gọn")  # what was asked is asked again
    lan.person.voice(VOICE)
    await lan.writes("kể ngắn gọn", STORY)
    await lan.asked("để lại tên, địa chỉ", "Có, trả lời tôi")
    await lan.writes("họ và tên", NAME)
    await lan.writes("Địa chỉ của Ông/Bà", HOME)
    await lan.writes("trả lời Ông/Bà?", PHONE)
    return lan


async def case_of(service: Service, lan: Citizen) -> ComplaintRecord:
    await lan.asked("xem lại giúp", "Gửi phiếu")
    thanks = await lan.hears("Đã nhận phản ánh")
    code = CODE.findall(thanks.text or "")[0]
    async with service.rows() as rows:
        case = await rows.complaints.by_code(code)
    assert case is not None
    return case


async def files_of(service: Service, case: ComplaintRecord) -> list[_File]:
    """Return the files of a case once they were fetched."""
    async with service.rows() as rows:

        async def all_fetched() -> bool:
            found = await rows.attachments.of_response(case.response_id)
            return all(record.state != "waiting" for record in found)

        await until(all_fetched, 15)
        found = await rows.attachments.of_response(case.response_id)
        return [(one, await rows.attachments.data(one.id) or b"") for one in found]


@pytest.fixture(scope="module")
async def reported(webhook: Service) -> tuple[Citizen, ComplaintRecord]:
    lan = await reports(webhook, LAN)
    return lan, await case_of(webhook, lan)


async def test_the_case_holds_what_she_told(reported: tuple[Citizen, ComplaintRecord]) -> None:
    _, case = reported
    assert (case.story, case.name, case.address) == (STORY, NAME, HOME)
    assert (case.phone, case.cause_question, case.category) == ("+84987111222", "MC1", "PA06")
    assert case.reply_promised
    assert (case.owner_unit_id, case.state) != (None, "")


async def test_photo_and_voice_are_kept_without_place_and_device(
    webhook: Service, reported: tuple[Citizen, ComplaintRecord]
) -> None:
    photo, voice = await files_of(webhook, reported[1])
    assert [(one.kind, one.state) for one, _ in (photo, voice)] == [
        ("photo", "stored"),
        ("voice", "stored"),
    ]
    kept = Image.open(io.BytesIO(photo[1]))
    assert (kept.size, kept.format) == ((320, 240), "JPEG")
    assert not kept.getexif()
    assert b"PhoneMaker" not in photo[1]
    assert voice[1] == VOICE


async def test_files_and_words_lie_sealed(
    webhook: Service, reported: tuple[Citizen, ComplaintRecord]
) -> None:
    photo, voice = await files_of(webhook, reported[1])
    files = webhook.server.folder.glob("lang-nghe.db*")
    raw = b"".join(path.read_bytes() for path in files)
    assert b"OpusHead" not in raw
    assert photo[1][200:260] not in raw
    assert not [words for words in HER_WORDS if words.encode() in raw]
    assert voice[0].sha256 is not None


async def test_nothing_of_her_case_goes_back_over_servers_abroad(
    webhook: Service, reported: tuple[Citizen, ComplaintRecord]
) -> None:
    lan, case = reported
    requests = webhook.telegram.ledger.requests
    sent = json.dumps([request.payload for request in requests], ensure_ascii=False)
    assert case.code in sent
    assert not [words for words in HER_WORDS if words in sent]
    lan.types(case.code)
    await lan.hears(case.code)
    again = "".join(lan.person.texts)
    assert not [words for words in HER_WORDS if words in again]


async def test_the_log_holds_nothing_of_it(
    webhook: Service, reported: tuple[Citizen, ComplaintRecord]
) -> None:
    log = webhook.log()
    assert not [words for words in (*HER_WORDS, reported[1].code) if words in log]
    assert webhook.telegram.token not in log


@pytest.fixture
async def trusting(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """An office that lets the words of cases go to Telegram."""
    folder = tmp_path_factory.mktemp("trusting")
    async with running(folder, TELEGRAM_CASE_TEXT="yes") as service:
        yield service


async def test_an_office_can_allow_it(trusting: Service) -> None:
    lan = await reports(trusting, LAN)
    review = await lan.hears("xem lại giúp")
    assert STORY in (review.text or "")
    assert NAME in (review.text or "")


async def test_a_photo_outside_a_case_is_not_kept(webhook: Service) -> None:
    minh = Citizen(webhook.telegram, 912_400_009, "Minh")
    await minh.begins(webhook.token)
    await minh.hears("chỗ ngồi chờ")
    minh.person.photo(photo_with_place(), caption="Nguyễn Văn Tám quầy 2")
    await minh.hears("chỗ ngồi chờ")
    await asyncio.sleep(0.1)
    response = await webhook.response(minh.id)
    async with webhook.rows() as rows:
        assert await rows.attachments.of_response(response.id) == []
    assert "Nguyễn Văn Tám" not in webhook.everything()
