"""One name in its many spellings finds its unit; an ambiguous one finds all, and guesses none."""

import pytest

from survey.unit_events import Alias, Found, Merge, Rename
from survey.unit_names import core_of, folded
from tests.survey.units import day, tree

THEN, NOW = day("2020-11-01"), day("2026-01-01")
PROVINCES = (
    ("1995-02-16", Found("vn", "BHXH Việt Nam", "central")),
    ("1995-02-16", Found("dak-nong", "BHXH tỉnh Đắk Nông", "provincial", "vn")),
    ("1995-02-16", Found("kien-giang", "BHXH tỉnh Kiên Giang", "provincial", "vn")),
    ("1995-02-16", Found("krong-no", "BHXH huyện Krông Nô", "district", "dak-nong")),
    ("1995-02-16", Found("rlap", "BHXH huyện Đắk R'lấp", "district", "dak-nong")),
    ("1995-02-16", Found("vp-dn", "Văn phòng", "office", "dak-nong")),
    ("1995-02-16", Found("vp-kg", "Văn phòng", "office", "kien-giang")),
    ("1995-02-16", Found("chau-thanh", "BHXH huyện Châu Thành", "district", "kien-giang")),
)
TREE = tree(*PROVINCES)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("BHXX huyện Đắk R'lấp", "rlap"),
        ("BHXH huyện Đăk R’Lấp", "rlap"),
        ("bhxh huyen dak rlap", "rlap"),
        ("BHXH H. Dak R lap", "rlap"),
        ("Đắk R'Lấp", "rlap"),
        ("BHXH huyện KrôngNô", "krong-no"),
        ("Bảo hiểm xã hội huyện Krông Nô", "krong-no"),
        ("BHXH cơ sở Krông Nô", "krong-no"),
        ("Đắc Nông", "dak-nong"),
        ("BHXH tỉnh Daknong", "dak-nong"),
        ("krong-no", "krong-no"),
    ],
)
def test_the_spellings_of_people_and_scans_find_it(written: str, unit: str) -> None:
    assert TREE.find(written, THEN) == (unit,)


def test_an_ambiguous_name_gives_candidates_and_its_province_settles_it() -> None:
    assert TREE.find("Văn phòng", THEN) == ("vp-dn", "vp-kg")
    assert TREE.find("Văn phòng", THEN, within="dak-nong") == ("vp-dn",)


@pytest.mark.parametrize("written", ["", "???", "BHXH", "BHXH huyện", "Cư Kuin"])
def test_what_names_nothing_finds_nothing(written: str) -> None:
    assert TREE.find(written, THEN) == ()


def test_a_name_counts_on_its_days_only() -> None:
    known = tree(
        *PROVINCES,
        ("2025-03-01", Found("lk", "BHXH liên huyện Krông Nô – Cư Jút", "interdistrict",
                             "dak-nong")),
        ("2025-03-01", Merge(("krong-no",), "lk")),
    )  # fmt: skip

    assert known.find("BHXH huyện Krông Nô", THEN) == ("krong-no",)
    assert known.find("BHXH huyện Krông Nô", NOW) == ()


def test_names_in_force_come_before_former_ones() -> None:
    known = tree(
        *PROVINCES,
        ("2021-01-01", Rename("krong-no", "BHXH huyện Mới")),
        ("2022-01-01", Rename("chau-thanh", "BHXH huyện Krông Nô")),
        ("2022-01-01", Alias("vp-kg", "VP KG")),
    )

    assert known.find("BHXH huyện Krông Nô", NOW) == ("chau-thanh",)
    assert known.find("vp. kg", NOW) == ("vp-kg",)


def test_folding_keeps_apart_what_is_not_the_same() -> None:
    names = ("BHXH tỉnh Bạc Liêu", "BHXH thành phố Bạc Liêu", "BHXH tỉnh Kon Tum")
    assert len({folded(name) for name in names}) == 3
    assert core_of(names[0]) == core_of(names[1]) == "baclieu"
    assert folded("TP.HCM") == folded("TP. Hồ Chí Minh")
