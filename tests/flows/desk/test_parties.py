"""Who is named in what a citizen wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.desk.parties import Person, named_in
from flows.desk.roles import WHOLE, Grant
from flows.spelling import fold

HOA = Person("hoa", "Nguyễn Thị Thanh Hoa", (Grant("intake_officer", "west"),))
MINH = Person("minh", "Trần Bình Minh", (Grant("case_officer", "west"),))
FAR = Person("far", "Lê Quốc Tuấn", (Grant("case_officer", "east"),))
TOP = Person("top", "Phạm Đức Long", (Grant("inspector", WHOLE),))
PEOPLE = (HOA, MINH, FAR, TOP)
UNITS = frozenset({"west", "province"})


def named(text: str, people: tuple[Person, ...] = PEOPLE) -> set[str]:
    return set(named_in([text], people, UNITS))


@pytest.mark.parametrize(
    "text",
    [
        "Chị Nguyễn Thị Thanh Hoa quát tôi.",
        "NGUYEN THI THANH HOA quat toi",
        "nguyễn  thị thanh\nhoa",
        "Nguye\u0302\u0303n Thị Thanh Hoà",
        "chị Thanh Hoa ở quầy 2",
        "chi thanh hoa o quay 2",
        "nhân viên nữ tên là Thanh Hoa",
        "nhan vien ten Thanh Hoa",
        "gặp cán bộ Thanh Hoa, rồi về",
        "Phó giám đốc Thanh Hoa",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert named(text) == {"hoa"}


@pytest.mark.parametrize(
    "text",
    [
        "chị Hoa quát tôi",
        "Thanh Hoa là quê tôi",
        "tôi quê ở Thanh Hóa",
        "chị Thanh quát, Hoa thì không",
        "có Thanh Hoa và có Bình Minh",
        "Nguyễn Thị Thanh Hoan",
        "tôi chờ ở chợ Bà Bình Minh",
        "đường Ông Bình Minh",
        "Chờ đến bình minh",
        "anh Quốc Tuấn ở nơi khác",
        "",
    ],
)
def test_what_only_looks_like_a_name_keeps_nobody_away(text: str) -> None:
    assert named(text) == set()


def test_a_word_that_makes_a_place_counts_only_with_its_marks() -> None:
    assert named("đưa hồ sơ cho bà Bình Minh") == {"minh"}
    assert named("dua ho so cho ba Binh Minh") == {"minh"}, "rather one too many"


def test_the_whole_name_counts_wherever_somebody_works() -> None:
    assert named("Lê Quốc Tuấn và Phạm Đức Long đòi tiền") == {"far", "top"}
    assert named("ông Đức Long đòi tiền") == {"top"}, "who works everywhere works here too"


def test_two_who_share_the_end_of_their_names_are_told_apart_by_the_whole() -> None:
    other = Person("other", "Vũ Thanh Hoa", (Grant("case_officer", "province"),))
    both = (*PEOPLE, other)
    assert named("chị Thanh Hoa quát tôi", both) == set()
    assert named("chị Vũ Thanh Hoa quát tôi", both) == {"other"}
    elsewhere = Person("other", "Vũ Thanh Hoa", (Grant("case_officer", "east"),))
    assert named("chị Thanh Hoa quát tôi", (*PEOPLE, elsewhere)) == {"hoa"}


def test_namesakes_are_all_kept_away() -> None:
    twin = Person("twin", "Nguyễn Thị Thanh Hoa")
    assert named("Nguyễn Thị Thanh Hoa quát tôi", (*PEOPLE, twin)) == {"hoa", "twin"}


def test_what_stands_beside_a_name_is_not_part_of_it() -> None:
    titled = Person("x", "ThS. Đỗ Kim Chi (Một cửa)")
    assert named("đỗ kim chi quát tôi", (titled,)) == {"x"}
    assert named("Kim chi ngon", (titled,)) == set()


_WORDS = st.text("abcdeghiklmnopqrstuvxyàáãạảăâđêôơưếộ", min_size=1, max_size=6)
_NAMES = st.lists(_WORDS, min_size=2, max_size=5).map(" ".join)
_TEXTS = st.text(max_size=200)


@given(_TEXTS, _NAMES, _TEXTS)
def test_a_full_name_is_found_in_any_text_without_marks_too(
    before: str, name: str, after: str
) -> None:
    people = (Person("x", f"Nguyễn {name}"),)
    text = f"{before} nguyễn {name} {after}"
    assert named(text, people) == {"x"}
    assert named(fold(text).upper(), people) == {"x"}


@given(_TEXTS, _WORDS)
def test_one_word_names_nobody(text: str, name: str) -> None:
    people = (Person("x", name, (Grant("case_officer", "west"),)),)
    assert named(f"chị {name} {text} cán bộ {name}", people) == set()
