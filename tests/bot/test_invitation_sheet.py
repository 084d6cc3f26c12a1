"""The printed page: its words, its font, its size, its mark."""

import io
import re
from dataclasses import replace
from typing import Any, cast

import pypdf
import pytest

from bot.i18n import Catalogues
from bot.invitations import Invitation, Invited, create_invitation, link
from bot.reports.invitation_sheet import invitation_sheet, page_for, qr_file
from bot.settings import Settings
from flows.identifiers import Instant

NOW = Instant(1_767_582_000_000)
OFFICIAL = Settings(
    public_url="https://khaosat.bhxh-lamdong.gov.vn",
    office_name="Bảo hiểm xã hội tỉnh Lâm Đồng",
    office_hotline="1900 9068",
)
WHERE = "Bộ phận Một cửa – BHXH cơ sở Gia Nghĩa – Quầy 3"


def invitation(language: str = "vi") -> Invitation:
    return create_invitation(Invited(kind="place", form="mc", language=language), NOW)


def printed(
    made: Invitation, settings: Settings, texts: Catalogues, where: str | None = WHERE
) -> pypdf.PdfReader:
    page = page_for(made, where, settings, texts, 3)
    return pypdf.PdfReader(io.BytesIO(invitation_sheet([page])))


def words(reader: pypdf.PdfReader) -> str:
    return re.sub(r"\s+", " ", reader.pages[0].extract_text())


def test_the_page_says_who_asks_how_and_how_to_check(texts: Catalogues) -> None:
    made = invitation()
    reader = printed(made, OFFICIAL, texts)
    text = words(reader)
    assert len(reader.pages) == 1
    assert "Bảo hiểm xã hội tỉnh Lâm Đồng" in text
    assert WHERE in text
    assert made.code in text
    assert link(OFFICIAL.base_url, made.token) in text.replace(" ", "") or made.token in text
    assert "1900 9068" in text
    assert "Cách biết thật hay giả" in text
    assert "BẢN DÙNG THỬ" not in text


def test_a_trial_is_marked_and_names_no_hotline(texts: Catalogues) -> None:
    trial = replace(OFFICIAL, public_url=None)
    text = words(printed(invitation(), trial, texts))
    assert "BẢN DÙNG THỬ" in text
    assert "1900 9068" not in text


def test_the_page_is_a5(texts: Catalogues) -> None:
    box = printed(invitation(), OFFICIAL, texts).pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (
        148,
        210,
    )


def test_only_the_shipped_font_is_used(texts: Catalogues) -> None:
    reader = printed(invitation(), OFFICIAL, texts)
    resources = cast("Any", reader.pages[0]["/Resources"])
    fonts = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert fonts
    assert all("BeVietnamPro" in font for font in fonts), fonts


def test_every_invitation_has_its_page(texts: Catalogues) -> None:
    made = [invitation() for _ in range(3)]
    pages = [page_for(one, None, OFFICIAL, texts, 3) for one in made]
    reader = pypdf.PdfReader(io.BytesIO(invitation_sheet(pages)))
    found = [page.extract_text() for page in reader.pages]
    assert all(one.code in text for one, text in zip(made, found, strict=True))


def test_an_english_page_is_english(texts: Catalogues) -> None:
    text = words(printed(invitation("en"), OFFICIAL, texts))
    assert "How to tell true from false" in text


def test_a_long_name_stays_on_one_page(texts: Catalogues) -> None:
    long = replace(
        OFFICIAL,
        office_name="Bảo hiểm xã hội thành phố trực thuộc trung ương " * 2 + "Hồ Chí Minh",
        public_url="https://khao-sat-hai-long.bao-hiem-xa-hoi.thanh-pho-ho-chi-minh.gov.vn",
    )
    where = "Bộ phận Tiếp nhận và Trả kết quả giải quyết thủ tục hành chính – " * 2
    assert len(printed(invitation(), replace(long, public_url=None), texts, where).pages) == 1
    assert len(printed(invitation(), long, texts, where).pages) == 1


@pytest.mark.parametrize(
    "name", ['#read("/etc/passwd")', "$x$ *b* _i_", "\\ ] [ #let x = 1", "<a>"]
)
def test_names_are_text_and_never_layout(texts: Catalogues, name: str) -> None:
    text = words(printed(invitation(), replace(OFFICIAL, office_name=name), texts))
    assert name.replace("\\ ", "\\") in text.replace("\\ ", "\\")


def test_qr_files_are_svg_or_png() -> None:
    assert b"<svg" in qr_file("https://a.vn/" + "x" * 22, "svg")
    assert qr_file("https://a.vn/" + "x" * 22, "png").startswith(b"\x89PNG")
