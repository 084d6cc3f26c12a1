"""Citizens' words as text: whatever would hide or steer is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.case_told import Piece, pieces

WORDS = "Tôi chờ từ 8 giờ\nmà đến trưa mới xong 👍🏽"


def test_plain_words_are_one_piece_as_they_were_written() -> None:
    assert pieces(WORDS) == (Piece(WORDS, hidden=False),)


def test_nothing_written_is_no_piece() -> None:
    assert pieces("") == ()


@pytest.mark.parametrize(
    ("steering", "name"),
    [
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u200f", "U+200F"),
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\u200b", "U+200B"),
        ("\ufeff", "U+FEFF"),
        ("\U000e0041", "U+E0041"),
        ("\ud800", "U+D800"),
        ("\r", "U+000D"),
    ],
)
def test_what_hides_or_steers_is_named_where_it_stands(steering: str, name: str) -> None:
    assert pieces(f"trước{steering}sau") == (
        Piece("trước", hidden=False),
        Piece(name, hidden=True),
        Piece("sau", hidden=False),
    )


def test_a_family_stays_one_picture_and_a_lone_joiner_is_shown() -> None:
    assert [piece.hidden for piece in pieces("👨\u200d👩\u200d👧")] == [False]
    assert [piece.hidden for piece in pieces("a\u200db")] == [False, True, False]


def test_line_ends_of_windows_are_line_ends() -> None:
    assert pieces("một\r\nhai") == (Piece("một\nhai", hidden=False),)


@given(st.text())
def test_no_character_is_lost_or_made_up(words: str) -> None:
    told = "".join(
        chr(int(text.removeprefix("U+"), 16)) if hidden else text for text, hidden in pieces(words)
    )
    assert told == words.replace("\r\n", "\n")
