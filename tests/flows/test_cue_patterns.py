"""The small language of cues, and what it finds in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cue_patterns import cues_of, text_of
from flows.cue_table import CueTable, Found
from flows.cue_words import SUBJECTS, TROUBLES
from flows.story_text import hear_story
from flows.vietnamese import listen

ALL = CueTable({**TROUBLES, **SUBJECTS})


def found_in(cue: str, typed: str, *, marks: bool = True) -> list[tuple[int, int]]:
    """Return where a cue is found; breaks stand as words of their own."""
    table = CueTable({"it": ((1, cue),)})
    found = table.find(text_of(typed.split(), bears_marks=marks))
    return [(one.start, one.end) for one in found]


@pytest.mark.parametrize(
    ("cue", "typed", "places"),
    [
        ("quát", "cô quát tôi", [(1, 2)]),
        ("quát/mắng", "cô mắng rồi quát", [(1, 2), (3, 4)]),
        ("trễ_hẹn", "hồ sơ trễ hẹn", [(2, 4)]),
        ("trễ_hẹn", "trễ mà hẹn", []),
        ("hẹn ~ chưa", "hẹn hai ba bữa chưa", [(0, 5)]),
        ("hẹn ~ chưa", "hẹn một hai ba bốn chưa", []),
        ("hẹn ~ chưa", "hẹn rồi , chưa", []),
        ("hẹn ~~ chưa", "hẹn rồi , tới nay chưa", [(0, 6)]),
        ("hẹn ~~ chưa", "hẹn rồi . chưa", []),
        ("đi ~ #_lần", "đi tới 4 lần", [(0, 4)]),
        ("đi ~ #_lần", "đi ba lần", [(0, 3)]),
        ("đi ~ %_lần", "đi một lần", []),
        ("đi ~ %_lần", "đi 1 lần", []),
        ("đi ~ %_lần", "đi mấy lần", [(0, 3)]),
        ("đòi $", "đòi 500k", [(0, 2)]),
        ("đòi $", "đòi 1tr2", [(0, 2)]),
        ("đòi $", "đòi hai triệu", [(0, 3)]),
        ("đòi $", "đòi 3 bản", []),
        ("xin <gift>", "xin phong bì", [(0, 3)]),
        ("#_ngày ~ <no>", "15 ngày rồi chưa", [(0, 4)]),
    ],
)
def test_a_cue_is_found_where_it_stands(
    cue: str, typed: str, places: list[tuple[int, int]]
) -> None:
    assert found_in(cue, typed) == places


def test_what_a_word_stands_for_is_the_same_in_cues_and_texts() -> None:
    assert found_in("vô_lý", "vào lý") == [(0, 2)]  # "vô" of the South is vào
    assert found_in("nỏ_có", "không có") == [(0, 2)]


def test_half_of_the_country_writes_one_tone_for_two() -> None:
    assert found_in("lỗi ~ quá", "lổi quá") == [(0, 2)]
    assert found_in("trễ_hẹn", "trể hẹn") == [(0, 2)]
    assert found_in("bẩn", "bẫn") == [(0, 1)]
    assert found_in("bẩn", "bận") == []


def test_without_marks_single_words_count_only_where_they_are_clear() -> None:
    assert found_in("trễ_hẹn", "tre hen", marks=False) == [(0, 2)]
    assert found_in("quát", "quat", marks=False) == [(0, 1)]
    assert found_in("bẩn", "ban", marks=False) == []
    assert found_in("=cần ~ ghế", "can ghe", marks=False) == []
    assert found_in("=cần ~ ghế", "cần ghe", marks=False) == [(0, 2)]
    assert found_in("trễ_hẹn", "tre hen", marks=True) == []


def test_a_line_goes_on_behind_a_slash_and_a_plus() -> None:
    table = CueTable({"it": ((2, "quát/\n  mắng ~ +\n  dân, nạt\nchửi"),)})
    words = text_of("mắng người dân nạt chửi".split(), bears_marks=True)  # noqa: SIM905
    assert table.find(words) == [
        Found("it", 2, 0, 3), Found("it", 2, 3, 4), Found("it", 2, 4, 5),
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["bị", "chờ", "3", "hồ", "sơ", ",", ".", "ngày", "không"])))
def test_looking_never_fails(words: list[str]) -> None:
    for found in ALL.find(text_of(words, bears_marks=True)):
        assert 0 <= found.start < found.end <= len(words)


@pytest.mark.parametrize("sign", [*TROUBLES, *SUBJECTS])
def test_every_cue_finds_itself(sign: str) -> None:
    """A cue written out with its first alternatives is found again: none is dead."""
    groups = {**TROUBLES, **SUBJECTS}[sign]
    for _, cues in groups:
        for cue in cues_of(cues):
            firsts = (slot.split("/")[0].strip("=") for slot in cue.split())
            words = " ".join(_EXAMPLES.get(one, one).translate(_SIGNS) for one in firsts)
            typed = hear_story(listen(words)).text
            assert CueTable({"it": ((1, cue),)}).find(typed), cue


_SIGNS = str.maketrans("_#%", " 33")
_EXAMPLES = {"~": "", "~~": "", "<no>": "chưa", "<tell>": "bảo", "<long>": "mãi", "<gift>": "quà"}
_EXAMPLES |= {"<units>": "ngày", "<money>": "triệu", "$": "500k", "<span>": "lâu"}
