"""Syllables of Vietnamese and their spellings."""

from __future__ import annotations

import pytest

from flows.syllables import is_syllable, said_as, spellings


@pytest.mark.parametrize(
    "word",
    ["không", "nghiêng", "quyển", "tốt", "thuế", "oanh", "yêu", "gì", "phuong", "mot", "học"],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["khog", "haif", "tồt", "xyz", "lonf", "hailong", "hai2", "tr", ""]
)
def test_what_can_be_none(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("hài", {"hài", "hai", "haif", "hafi", "hai2", "ha2i"}),
        ("được", {"dduowcj".replace("dd", "d"), "d9u7o7c5", "duoc"}),
        ("dễ", {"dex", "de64", "dê4", "dêx"}),
    ],
)
def test_spellings_are_what_keyboards_leave(word: str, typed: set[str]) -> None:
    assert typed <= set(spellings(word))


def test_regions_spell_by_ear() -> None:
    assert "nâu" in {heard for _, heard in said_as("lâu")}
    assert "dui" in {heard for _, heard in said_as("vui")}
    assert not list(said_as("hài"))
