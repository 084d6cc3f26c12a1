"""Closed tables of phrases, and the words around them that do not count."""

from __future__ import annotations

import pytest

from flows.phrases import Phrasebook, clauses, variants
from flows.vietnamese import listen

BOOK: Phrasebook[str] = Phrasebook(
    {
        "yes": ["đúng", "đúng rồi", "tôi đồng ý"],
        "stop": ["dừng", "dừng lại"],
        "good": ["hài lòng", "ưng"],
        "very": ["rất"],
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("đúng", ("yes", 1.0)),
        ("đung", ("yes", 0.9)),
        ("dúng", ("yes", 0.9)),
        ("dung", None),
        ("dung roi", ("yes", 0.9)),
        ("dừng", ("stop", 1.0)),
        ("dừng lại", ("stop", 1.0)),
        ("dung lai", ("stop", 0.9)),
        ("đứng", None),
        ("hai long", ("good", 0.9)),
        ("toi dong y", ("yes", 0.9)),
        ("đúng rồi đó nhé bạn ơi", None),
        ("", None),
        ("khác", None),
    ],
)
def test_find_wants_exactly_the_phrase(text: str, found: tuple[str, float] | None) -> None:
    assert BOOK.find(listen(text).words) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("em đúng rồi bạn ơi", ("yes", 1.0)),
        ("toi hai long a", ("good", 0.9)),
        ("haif longf", ("good", 0.8)),
        ("toi haif longf a", ("good", 0.8)),
        ("tôi đồng ý", ("yes", 1.0)),
        ("đúng hay sai", None),
    ],
)
def test_hear_leaves_out_openings_and_soft_endings(
    text: str, found: tuple[str, float] | None
) -> None:
    assert BOOK.hear(listen(text)) == found


def test_split_takes_the_longest_phrases_and_skips_unknown_words() -> None:
    assert list(BOOK.split(("rất", "hài", "lòng", "đúng", "rồi", "bà", "dung"))) == [
        ("very", ("rất",)),
        ("good", ("hài", "lòng")),
        ("yes", ("đúng", "rồi")),
        (None, ("bà",)),
        (None, ("dung",)),
    ]
    assert list(BOOK.split(())) == []


def test_a_book_is_built_from_its_table() -> None:
    book = Phrasebook({1: ["Hòa", "hoa hồng vàng", "Hoa hồng"], 2: ["hoả"]})
    assert book.longest == 3
    assert book.find(("hòa",)) == (1, 1.0)
    assert book.find(("hỏa",)) == (2, 1.0)
    assert book.find(("hoa",)) is None
    assert list(book.split(("hoa", "hong", "vang", "hoa", "hồng", "vang"))) == [
        (1, ("hoa", "hong", "vang")),
        (1, ("hoa", "hồng", "vang")),
    ]
    assert book.find(()) is None


def test_longest_is_known() -> None:
    assert BOOK.longest == 3
    assert Phrasebook({}).longest == 0


@pytest.mark.parametrize(
    ("words", "shapes"),
    [
        ("có", ["có"]),
        ("em", ["em"]),
        ("có em", ["có em", "có"]),
        ("em có", ["em có", "có"]),
        (
            "em thấy ok bạn ơi",
            [
                "em thấy ok bạn ơi",
                "em thấy ok bạn",
                "em thấy ok",
                "thấy ok bạn ơi",
                "ok bạn ơi",
                "thấy ok",
                "ok",
            ],
        ),
        ("co không", ["co không"]),
        ("cô không", ["cô không", "không"]),
        ("toi khong", ["toi khong", "khong"]),
        ("gia đình tôi có", ["gia đình tôi có", "có"]),
    ],
)
def test_variants_go_from_the_whole_to_the_core(words: str, shapes: list[str]) -> None:
    assert [" ".join(shape) for shape in variants(tuple(words.split()))] == shapes


def test_nothing_has_no_variants() -> None:
    assert list(variants(())) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("hài lòng nhưng chờ lâu", ["hài lòng", "chờ lâu"]),
        ("tốt nhưng mà chậm", ["tốt", "chậm"]),
        ("hai long nhung cho lau", ["hai long", "cho lau"]),
        ("tệ, chậm; dở. (xấu) - kém", ["tệ", "chậm", "dở", "xấu", "kém"]),
        ("hài lòng vì nhanh", ["hài lòng", "nhanh"]),
        ("good because fast", ["god", "fast"]),
        ("nhưngà", ["nhưngà"]),
        ("... ", []),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert [" ".join(words) for words in clauses(listen(text).accented)] == parts
