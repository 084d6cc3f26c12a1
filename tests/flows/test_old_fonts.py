"""Texts for fonts of before Unicode: each letter, and which font a text was written for."""

import pytest

from flows.old_fonts import Font, fitting_share, font_of, from_tcvn3, from_vni

PLAIN = (
    "Nguyễn Văn Đức, xã Đắk R'lấp, Bảo hiểm xã hội tỉnh Lâm Đồng; hưởng chế độ thai sản; "
    "Trần Thị Mỹ Hạnh, phường Thủ Dầu Một, huyện Gò Quao"
)
TCVN3 = (
    "NguyÔn V¨n §øc, x· §¾k R'lÊp, B¶o hiÓm x· héi tØnh L©m §ång; h\xadëng chÕ ®é thai s¶n; "
    "TrÇn ThÞ Mü H¹nh, ph\xadêng Thñ DÇu Mét, huyÖn Gß Quao"
)
VNI = (
    "Nguyeãn Vaên Ñöùc, xaõ Ñaék R'laáp, Baûo hieåm xaõ hoäi tænh Laâm Ñoàng; höôûng cheá ñoä "
    "thai saûn; Traàn Thò Myõ Haïnh, phöôøng Thuû Daàu Moät, huyeän Goø Quao"
)
GARBLED = PLAIN.encode().decode("latin-1")


def test_tcvn3_is_read_letter_by_letter() -> None:
    assert from_tcvn3(TCVN3) == PLAIN


def test_vni_is_read_with_its_signs_behind() -> None:
    assert from_vni(VNI) == PLAIN


def test_capitals_of_vni_are_capitals() -> None:
    assert from_vni("BAÛO HIEÅM XAÕ HOÄI, ÑAØ NAÜNG") == "BẢO HIỂM XÃ HỘI, ĐÀ NẴNG"


@pytest.mark.parametrize(("text", "font"), [(PLAIN, "unicode"), (TCVN3, "tcvn3"), (VNI, "vni")])
def test_a_text_tells_its_font(text: str, font: Font) -> None:
    assert font_of(text) == font


def test_a_garbled_text_has_no_font() -> None:
    assert font_of(GARBLED) is None


@pytest.mark.parametrize("text", ["", "no marks at all 123", "Krông Nô"])
def test_of_too_few_words_nothing_is_told(text: str) -> None:
    assert fitting_share(text, "tcvn3") is None
    assert font_of(text) == "unicode"


def test_names_of_other_peoples_do_not_make_it_another_font() -> None:
    assert font_of("Krông Nô, Ê Đê, Mơ Nông, H'Mông; BHXH huyện Krông Pắk, Đắk Glong") == "unicode"


def test_words_that_fit_half_are_left_as_they_are() -> None:
    assert font_of("phường huyện xã Škoda Łódź") == "unicode"
