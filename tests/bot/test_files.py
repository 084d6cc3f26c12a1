"""Files of strangers: told by what they hold, redrawn, and examined where they hurt nothing."""

import io
import struct
import time
import zipfile
import zlib
from typing import Literal

import pytest
from PIL import Image, ImageCms

from bot.files import quarantine
from bot.files.examination import examine
from bot.files.images import LONGEST_SIDE, redrawn
from bot.files.kinds import DOCX, OGG, PDF, XLSX, RefusedError
from bot.files.quarantine import Kept, Refused, examined
from tests.bot.hostile_examiner import SPILT

GPS = 0x8825


def page(content: bytes, number: int, stream: int = 7) -> bytes:
    """A page of an Ogg file; its checksum is nobody's business here."""
    whole, rest = divmod(len(content), 255)
    lacing = bytes([255] * whole + [rest])
    flags = 2 if number == 0 else 0
    header = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, 0, stream, number, 0, len(lacing))
    return header + lacing + content


OPUS = page(b"OpusHead" + bytes(11), 0) + page(b"OpusTags" + bytes(8), 1) + page(bytes(300), 2)
PAPER = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


def picture(
    form: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: object
) -> bytes:
    drawn = io.BytesIO()
    Image.new(mode, size, 0).save(drawn, form, **more)
    return drawn.getvalue()


def packed(*names: str, size: int = 1) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"x" * size)
    return written.getvalue()


def flood(side: int) -> bytes:
    """A small PNG that says it is huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def reason(kind: str, data: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        examine(kind, data)
    return refused.value.reason


WORD = packed("[Content_Types].xml", "word/document.xml")
SHEET = packed("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_pictures_are_redrawn_as_jpeg(form: str) -> None:
    media_type, kept = examine("photo", picture(form))
    drawn = Image.open(io.BytesIO(kept))
    assert (media_type, drawn.format, drawn.size) == ("image/jpeg", "JPEG", (60, 40))
    assert examine("document", picture(form)) == (media_type, kept)


@pytest.mark.parametrize(
    ("kind", "data", "media_type"),
    [
        ("voice", OPUS, OGG),
        ("document", PAPER, PDF),
        ("document", WORD, DOCX),
        ("document", SHEET, XLSX),
    ],
)
def test_what_is_no_picture_is_kept_as_it_is(kind: str, data: bytes, media_type: str) -> None:
    assert examine(kind, data) == (media_type, data)


@pytest.mark.parametrize("kind", ["photo", "voice", "document"])
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "unknown_kind"),
        (b"hello", "unknown_kind"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "unknown_kind"),
        (b"GIF89a" + bytes(30), "unknown_kind"),
        (b"MZ" + bytes(60), "unknown_kind"),
        (b"OggS" + bytes(24) + b"\x01vorbis", "unknown_kind"),
        (b"RIFF\x00\x00\x00\x00WAVE", "unknown_kind"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(30), "heic"),
        (b"\x00\x00\x00\x18ftypavif" + bytes(30), "heic"),
        (b"GET / " + PAPER, "unknown_kind"),
        (PAPER[:20], "broken"),
        (PAPER + packed("evil.js") + b"%%EOF", "two_kinds"),
        (b"PK\x03\x04" + bytes(30), "broken"),
        (packed("readme.txt"), "unknown_kind"),
        (packed("word/document.xml"), "unknown_kind"),
        (packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        (packed("[Content_Types].xml", "xl/workbook.xml", size=101 << 20), "unpacked_size"),
    ],
)
def test_what_is_refused(kind: str, data: bytes, why: str) -> None:
    assert reason(kind, data) == why


def test_a_packed_document_of_too_many_parts_is_refused() -> None:
    assert reason("document", packed(*(f"part-{n}" for n in range(5_001)))) == "unpacked_size"


@pytest.mark.parametrize(
    ("kind", "data"),
    [("photo", OPUS), ("photo", PAPER), ("voice", picture()), ("voice", WORD), ("document", OPUS)],
)
def test_a_file_must_be_what_it_was_sent_as(kind: str, data: bytes) -> None:
    assert reason(kind, data) == "wrong_kind"


def test_a_voice_is_one_stream_from_its_first_byte_to_its_last() -> None:
    assert examine("voice", OPUS) == (OGG, OPUS)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("run.exe", b"MZ")
    hidden = OPUS + page(packed.getvalue(), 3)
    assert reason("voice", OPUS + packed.getvalue()) == "two_kinds"
    assert reason("voice", hidden) == "two_kinds"
    head = page(b"OpusHead" + bytes(11), 0)
    for broken in (
        OPUS + b"<script>",
        OPUS[:-1],
        OPUS + page(b"x", 3, stream=8),
        OPUS + OPUS,
        head,
        head + page(b"MZ\x90\x00", 1),
        b"OggS" + bytes(24) + b"OpusHead" + bytes(40),
    ):
        assert reason("voice", broken) == "broken"


@pytest.mark.parametrize(("kind", "megabytes"), [("photo", 20), ("voice", 10), ("document", 20)])
def test_sizes_are_limited(kind: str, megabytes: int) -> None:
    size = megabytes * 1024 * 1024
    if kind == "voice":
        whole = page(bytes(50_000), 3)
        filled = OPUS + whole * ((size - len(OPUS)) // len(whole))
    else:
        filled = picture()
        filled += bytes(size - len(filled))
    assert examine(kind, filled)
    filled += bytes(size - len(filled))
    assert reason(kind, filled + b"x") == "too_large"


# Pictures


def test_place_time_camera_and_comments_stay_behind() -> None:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(GPS)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    told = picture(exif=exif.tobytes(), comment=b"nha ba Lan", icc_profile=profile)
    assert Image.open(io.BytesIO(told)).getexif().get_ifd(GPS)
    kept = redrawn(told)
    again = Image.open(io.BytesIO(kept))
    assert not again.getexif()
    assert set(again.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (b"Exif", b"PhoneMaker", b"Lan", b"ICC_PROFILE"):
        assert trace not in kept


def test_a_picture_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    assert Image.open(io.BytesIO(redrawn(picture(exif=exif.tobytes())))).size == (40, 60)


@pytest.mark.parametrize(("size", "kept"), [((5000, 100), (2000, 40)), ((1999, 2000),) * 2])
def test_the_longest_side_is_what_a_screen_shows(
    size: tuple[int, int], kept: tuple[int, int]
) -> None:
    drawn = Image.open(io.BytesIO(redrawn(picture("PNG", size))))
    assert drawn.size == kept
    assert max(drawn.size) <= LONGEST_SIDE


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "I;16"),
        ("PNG", "1"),
    ],
)
def test_every_kind_of_colour_becomes_plain(form: str, mode: str) -> None:
    assert Image.open(io.BytesIO(redrawn(picture(form, mode=mode)))).mode == "RGB"


def test_what_is_clear_becomes_white() -> None:
    drawn = Image.open(io.BytesIO(redrawn(picture("PNG", mode="RGBA"))))
    assert drawn.getpixel((5, 5)) == (255, 255, 255)


def test_what_hung_behind_the_picture_is_cut_off() -> None:
    two_faced = picture() + b"<script>alert(1)</script>" + packed("evil.js")
    kept = redrawn(two_faced)
    assert b"script" not in kept
    assert not zipfile.is_zipfile(io.BytesIO(kept))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_torn_picture_is_refused(form: str) -> None:
    noise = Image.effect_noise((300, 300), 90)
    drawn = io.BytesIO()
    noise.save(drawn, form)
    assert reason("photo", drawn.getvalue()[: len(drawn.getvalue()) // 2]) == "broken"


@pytest.mark.parametrize("side", [6_325, 20_000, 100_000])
def test_a_flood_of_pixels_is_refused_before_it_is_unpacked(side: int) -> None:
    assert reason("photo", flood(side)) == "too_many_pixels"


# The process of its own


async def test_the_examiner_keeps_and_refuses_from_a_process_of_its_own() -> None:
    kept = await examined("photo", picture())
    assert isinstance(kept, Kept)
    assert kept.media_type == "image/jpeg"
    assert Image.open(io.BytesIO(kept.data)).size == (60, 40)
    assert await examined("voice", OPUS) == Kept(OGG, OPUS)
    assert await examined("document", PAPER) == Kept(PDF, PAPER)
    assert await examined("photo", flood(20_000)) == Refused("too_many_pixels")
    assert await examined("photo", b"") == Refused("unknown_kind")


async def test_a_large_picture_fits_the_limits() -> None:
    kept = await examined("photo", picture("PNG", (8_000, 5_000)))
    assert isinstance(kept, Kept)
    assert Image.open(io.BytesIO(kept.data)).size == (2_000, 1_250)


Way = Literal["photo"]


@pytest.fixture
def taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that have taken over whoever looks at them."""
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:secret")
    monkeypatch.setattr(quarantine, "_EXAMINER", "tests.bot.hostile_examiner")
    monkeypatch.setattr(quarantine, "_PATIENCE_S", 3.0)


@pytest.mark.usefixtures("taken_over")
@pytest.mark.parametrize("way", ["sleep", "lie", "hog", "spill", "nonsense"])
async def test_whoever_is_taken_over_by_a_file_hurts_nothing(way: Way) -> None:
    assert await examined(way, b"x" * 3_000_000) == Refused("unreadable")
    SPILT.unlink(missing_ok=True)


@pytest.mark.usefixtures("taken_over")
async def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "_PATIENCE_S", 60.0)
    way: Way = "flood"  # type: ignore[assignment]
    assert await examined(way, b"") == Refused("unreadable")


@pytest.mark.usefixtures("taken_over")
async def test_the_examiner_knows_no_secret() -> None:
    way: Way = "leak"  # type: ignore[assignment]
    assert await examined(way, b"") == Refused("secrets: 0")


@pytest.mark.usefixtures("taken_over")
async def test_what_it_starts_ends_with_it() -> None:
    way: Way = "fork"  # type: ignore[assignment]
    started = time.monotonic()
    assert await examined(way, b"") == Refused("unreadable")
    assert time.monotonic() - started < 20, "the child that was left held the pipe open"
