"""Texts by key, and numbers and dates as people in Vietnam write them."""

from datetime import date
from pathlib import Path

import pytest

from bot.i18n import Catalogues, day_of, names_of, own_name
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


# -- which languages are offered


def test_a_language_that_lacks_a_text_for_citizens_is_not_offered() -> None:
    assert catalogues().languages == ("vi",)
    assert catalogues().unfinished == {"en": ("only",)}


def test_what_only_operators_read_may_be_lacking() -> None:
    texts = {"vi": {"chat.a": "a", "cli.b": "b", "doctor.c": "c"}, "en": {"chat.a": "a"}}
    assert Catalogues(texts).languages == ("vi", "en")


def test_a_language_that_nobody_knows_is_not_offered() -> None:
    found = Catalogues({"vi": {"a": "a"}, "qqq": {"a": "a"}})
    assert found.languages == ("vi",)
    assert found.unfinished == {"qqq": ("qqq",)}


def test_forms_narrow_what_is_offered() -> None:
    texts = Catalogues.load()
    narrowed = texts.offering({"vi", "fr"})
    assert narrowed.languages == ("vi",)
    assert texts.languages == ("vi", "en"), "the others go on as before"
    assert narrowed.text("en", "chat.closed") == texts.text("en", "chat.closed")


@pytest.mark.parametrize(
    ("language", "own", "called"),
    [
        ("vi", "Tiếng Việt", ("Tiếng Việt", "Vietnamese")),
        ("en", "English", ("English", "Tiếng Anh")),
        ("km", "ខ្មែរ", ("ខ្មែរ", "Tiếng Khmer", "Khmer")),
        ("qqq", "Qqq", ("Qqq",)),
    ],
)
def test_languages_have_their_own_names(language: str, own: str, called: tuple[str, ...]) -> None:
    assert own_name(language) == own
    assert names_of(language) == called


# -- plural forms

PO = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {rule}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "rows"
msgid_plural "rows"
{forms}
"""


def locales(folder: Path, **languages: tuple[str, tuple[str, ...]]) -> Path:
    """Write catalogues with one text in plural forms."""
    for language, (rule, forms) in languages.items():
        (folder / language / "LC_MESSAGES").mkdir(parents=True)
        lines = "\n".join(f'msgstr[{n}] "{form}"' for n, form in enumerate(forms))
        text = PO.format(language=language, rule=rule, forms=lines)
        (folder / language / "LC_MESSAGES" / "messages.po").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def counting(tmp_path: Path) -> Catalogues:
    languages = {
        "vi": ("nplurals=1; plural=0;", ("%(count)s dòng",)),
        "en": ("nplurals=2; plural=(n != 1);", ("%(count)s row", "%(count)s rows")),
        "cs": (
            "nplurals=3; plural=((n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2);",
            ("%(count)s řádek", "%(count)s řádky", "%(count)s řádků"),
        ),
    }
    return Catalogues.load(locales(tmp_path, **languages), strict=True)


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("vi", 1, "1 dòng"),
        ("vi", 5, "5 dòng"),
        ("en", 0, "0 rows"),
        ("en", 1, "1 row"),
        ("en", 21, "21 rows"),
        ("cs", 1, "1 řádek"),
        ("cs", 3, "3 řádky"),
        ("cs", 7, "7 řádků"),
        ("fr", 1, "1 dòng"),
    ],
)
def test_a_number_takes_the_form_of_its_language(
    counting: Catalogues, language: str, count: int, said: str
) -> None:
    assert counting.text(language, "rows", {"count": count}) == said


def test_the_only_number_counts_and_without_one_it_is_many(counting: Catalogues) -> None:
    assert counting.template("en", "rows", {"minutes": 1, "name": "x"}) == "%(count)s row"
    assert counting.template("en", "rows") == "%(count)s rows"
    assert counting.template("en", "rows", {"count": "1.234"}) == "%(count)s rows"


def test_a_missing_plural_form_is_a_missing_text(tmp_path: Path) -> None:
    rule = "nplurals=2; plural=(n != 1);"
    folder = locales(
        tmp_path,
        vi=("nplurals=1; plural=0;", ("%(count)s dòng",)),
        en=(rule, ("%(count)s row", "")),
    )
    assert Catalogues.load(folder).unfinished == {"en": ("rows",)}
