"""The one check of all texts names what is wrong, where, and in which language."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.house import catalogues, form_texts

BOTH = {"vi", "en"}
LABEL = "small.yaml:12 KIND sections[0].questions[0].choices[0].label"
FORM = """\
id: small
version: 1
languages: {languages}
sections:
  - id: main
    questions:
      - id: KIND
        type: choice
        text: {{vi: 'Bao nhiêu {{minutes}} phút?', en: {english}}}
        choices:
          - value: a
            label: {{vi: Một{second}}}
"""


def library(folder: Path, **parts: str) -> Path:
    """Write a library of one form."""
    usual = {"languages": "[vi, en]", "english": "'How many {minutes}?'", "second": ", en: One"}
    text = FORM.format(**{**usual, **parts})
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_whole_form_has_no_problem(tmp_path: Path) -> None:
    assert form_texts.problems(BOTH, library(tmp_path)) == []


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            {"second": ""},
            f"{LABEL}: en is missing",
        ),
        (
            {"second": ", en: Một"},
            f"{LABEL}: en is left equal to the Vietnamese",
        ),
        (
            {"second": ", en: 'One, một'"},
            f"{LABEL}: en has Vietnamese words left in it: một",
        ),
        (
            {"english": "'How many?'"},
            "small.yaml:9 KIND sections[0].questions[0].text: vi and en disagree on minutes",
        ),
        ({"languages": "[vi]"}, "small.yaml: 'languages' lacks en"),
    ],
    ids=["missing", "equal", "half", "places", "undeclared"],
)
def test_a_form_text_is_named_with_place_and_language(
    tmp_path: Path, parts: dict[str, str], said: str
) -> None:
    assert form_texts.problems(BOTH, library(tmp_path, **parts)) == [said]


def test_names_and_signs_may_be_equal(tmp_path: Path) -> None:
    same = library(tmp_path, second="Zalo (18–29), en: Zalo (18–29)")
    text = (same / "small.yaml").read_text(encoding="utf-8").replace("MộtZalo", "Zalo")
    (same / "small.yaml").write_text(text, encoding="utf-8")
    assert form_texts.problems(BOTH, same) == []


def test_a_third_language_is_wanted_of_every_form(tmp_path: Path) -> None:
    found = form_texts.problems({*BOTH, "km"}, library(tmp_path))
    assert found[0] == "small.yaml: 'languages' lacks km"
    assert len(found) == 3
    assert all("km is missing" in line for line in found[1:])


# -- catalogues


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of locales/ to spoil."""
    folder = tmp_path / "locales"
    shutil.copytree(catalogues.LOCALES, folder)
    monkeypatch.setattr(catalogues, "languages", lambda: _languages(folder))
    return folder


_languages = catalogues.languages


def spoil(folder: Path, language: str, key: str, text: str | None) -> None:
    """Replace a text, or take it out."""
    path = _languages(folder)[language]
    catalog = catalogues.read(path, language)
    if text is None:
        catalog.delete(key)
    else:
        found = catalog.get(key)
        assert found is not None
        found.string = text
    path.write_bytes(catalogues.as_text(catalog))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "en: 'chat.closed' is missing"),
        ("", "en: 'chat.closed' is empty"),
        ("Cảm ơn Ông/Bà. Kính chào Ông/Bà.", "en: 'chat.closed' is left equal to the Vietnamese"),
        ("Thank you, Ông.", "en: 'chat.closed' has Vietnamese words left in it: ông"),
        ("Thank you, %(name)s.", "'chat.closed': en and vi disagree on name"),
    ],
    ids=["missing", "empty", "equal", "half", "places"],
)
def test_a_text_of_the_catalogue_is_named(locales: Path, text: str | None, said: str) -> None:
    before = set(catalogues.problems())
    spoil(locales, "en", "chat.closed", text)
    assert said in set(catalogues.problems()) - before


def test_a_further_language_needs_only_what_citizens_read(locales: Path) -> None:
    shutil.copytree(locales / "en", locales / "fr")
    path = _languages(locales)["fr"]
    catalog = catalogues.read(path, "fr")
    for key in ("cli.stopped", "chat.closed"):
        catalog.delete(key)
    path.write_bytes(catalogues.as_text(catalog))
    lacking = [
        line for line in catalogues.problems() if line.startswith("fr: '") and "is missing" in line
    ]
    assert "fr: 'chat.closed' is missing" in lacking
    assert "fr: 'cli.stopped' is missing" not in lacking
