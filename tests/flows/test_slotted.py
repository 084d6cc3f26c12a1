"""Phrases out of slots are found as if each had been written out."""

from __future__ import annotations

from itertools import product

import pytest

from flows.command_patterns import PATTERNS
from flows.commands import recognise
from flows.slotted import LEFT_OUT, SlottedPhrases
from flows.spelling import unmark
from flows.vietnamese import listen, words_of

BOOK: SlottedPhrases[str] = SlottedPhrases(
    {
        "stop": [(("dừng", "dừng lại"), (LEFT_OUT, "ở đây"))],
        "use": [(("dùng",), (LEFT_OUT, "lại"), ("đi", "luôn"))],
    }
)


@pytest.mark.parametrize(
    ("words", "exact", "shortened"),
    [
        ("dừng", {"stop"}, {"stop"}),
        ("dừng lại ở đây", {"stop"}, {"stop"}),
        ("dừng ở đây", {"stop"}, {"stop"}),
        ("dung o đây", set(), {"stop"}),
        ("dùng lại đi", {"use"}, {"use"}),
        ("dung lai", set(), {"stop"}),
        ("dung di", set(), {"use"}),
        ("dúng lại", set(), set()),
        ("dùng lại", set(), {"stop"}),
        ("dừng ở", set(), set()),
        ("dừng lại ở đây đi", set(), set()),
        ("lại", set(), set()),
    ],
)
def test_one_phrase_of_each_slot_makes_a_whole(
    words: str, exact: set[str], shortened: set[str]
) -> None:
    said = tuple(words.split())
    assert (BOOK.exact(said), BOOK.shortened(said)) == (exact, shortened)


def test_no_words_are_no_phrase() -> None:
    assert (BOOK.exact(()), BOOK.shortened(())) == (set(), set())


def test_what_two_patterns_make_has_two_meanings() -> None:
    book = SlottedPhrases({1: [(("bỏ",), ("đi",))], 2: [(("bỏ", "bó"), ("đi",))]})
    assert book.exact(("bỏ", "đi")) == {1, 2}
    assert book.exact(("bó", "đi")) == {2}
    assert book.shortened(("bo", "di")) == {1, 2}


def test_its_words_are_known() -> None:
    assert BOOK.longest == 4
    assert BOOK.vocabulary == {"dung", "lai", "o", "day", "di", "luon"}


@pytest.mark.parametrize("command", PATTERNS)
def test_every_phrase_of_every_command_is_found(command: str) -> None:
    """Written out, ten thousand; the words of the whole are those of its parts, one by one."""
    book = SlottedPhrases({command: PATTERNS[command]})
    for slots in PATTERNS[command]:
        for parts in product(*slots):
            phrase = " ".join(part for part in parts if part != LEFT_OUT)
            assert book.exact(words_of.__wrapped__(phrase)) == {command}, phrase
            assert command in book.shortened(tuple(unmark(phrase).split())), phrase


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("cho em gặp người có trách nhiệm", "human"),
        ("quay lai cau hoi nay", "back"),
        ("để chiều về rồi làm tiếp", "pause"),
    ],
)
def test_they_are_commands_whatever_the_marks(text: str, command: str) -> None:
    found = recognise(listen(text))
    assert found is not None
    assert found.command == command
