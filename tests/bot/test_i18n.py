"""Texts by key, and numbers and dates as people in Vietnam write them."""

from datetime import date

import pytest

from bot.i18n import Catalogues, day_of
from flows.identifiers import Instant


def catalogues(*, strict: bool = True) -> Catalogues:
    texts = {
        "vi": {"hello": "Chào %(name)s", "share": "85 % hài lòng", "only": "Chỉ tiếng Việt"},
        "en": {"hello": "Hello %(name)s", "share": "85 % satisfied"},
    }
    return Catalogues(texts, strict=strict)


def test_a_text_is_read_in_its_language() -> None:
    assert catalogues().text("en", "hello", {"name": "An"}) == "Hello An"


def test_a_language_that_lacks_a_text_gives_it_in_vietnamese() -> None:
    assert catalogues().text("en", "only") == "Chỉ tiếng Việt"
    assert catalogues().text("fr", "only") == "Chỉ tiếng Việt"


def test_a_lone_percent_does_no_harm() -> None:
    assert catalogues().text("vi", "share", {"name": "An"}) == "85 % hài lòng"


def test_a_missing_key_fails_in_tests() -> None:
    with pytest.raises(KeyError):
        catalogues().text("vi", "nowhere")


def test_a_missing_key_shows_itself_in_production() -> None:
    assert catalogues(strict=False).text("vi", "nowhere") == "nowhere"


def test_a_missing_parameter_fails_in_tests() -> None:
    with pytest.raises(KeyError):
        catalogues().text("vi", "hello")


def test_a_missing_parameter_shows_the_text_in_production() -> None:
    assert catalogues(strict=False).text("vi", "hello") == "Chào %(name)s"


def test_vietnamese_comes_first_of_the_languages() -> None:
    assert Catalogues.load().languages == ("vi", "en")


def test_the_shipped_languages_have_the_same_texts() -> None:
    texts = Catalogues.load()
    assert texts.keys("vi") == texts.keys("en")
    assert len(texts.keys("vi")) > 100


@pytest.mark.parametrize(
    ("language", "value", "digits", "written"),
    [
        ("vi", 1234.5, None, "1.234,5"),
        ("vi", 1234567.891, 2, "1.234.567,89"),
        ("vi", 3, 0, "3"),
        ("en", 1234.5, None, "1,234.5"),
    ],
)
def test_numbers(language: str, value: float, digits: int | None, written: str) -> None:
    assert catalogues().number(language, value, digits) == written


@pytest.mark.parametrize(
    ("language", "share", "digits", "written"),
    [
        ("vi", 0.8561, 2, "85,61\u00a0%"),
        ("vi", 0.9, 0, "90\u00a0%"),
        ("en", 0.8561, 2, "85.61%"),
    ],
)
def test_percentages(language: str, share: float, digits: int, written: str) -> None:
    assert catalogues().percent(language, share, digits) == written


def test_dates_and_moments_are_those_of_vietnam() -> None:
    late_evening = Instant(1767546000000)  # 2026-01-04 17:00 UTC is midnight in Hà Nội
    assert day_of(late_evening) == date(2026, 1, 5)
    assert catalogues().date("vi", day_of(late_evening)) == "05/01/2026"
    assert catalogues().moment("vi", late_evening) == "00:00 05/01/2026"
    assert catalogues().date("en", date(2026, 1, 5)) == "5 Jan 2026"
