"""Every case of domain §7 that these floors read, as written in its table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.ages import read_age, read_birth_year
from flows.commands import recognise
from flows.cues import is_profane, legal_kind
from flows.dates import read_date
from flows.durations import read_duration
from flows.money import read_money
from flows.phone_numbers import read_phone
from flows.quantities import Quantity
from flows.questions.base import Reading, Unclear
from flows.vietnamese import listen
from tests.flows import asked

_TABLE = Path(__file__).parents[1] / "data" / "chat_language.tsv"


def _rows(context: str) -> list[tuple[str, str]]:
    rows = [
        line.split("\t")
        for line in _TABLE.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    return [
        (text.replace("\\u200b", "\u200b"), meaning)
        for kind, text, meaning in rows
        if kind == context
    ]


def _rating(meaning: str) -> int | str | None:
    if meaning.startswith("ASK"):
        return None
    return "na" if meaning == "NA" else int(meaning[0])


@pytest.mark.parametrize(("text", "meaning"), _rows("RATE"))
def test_ratings(text: str, meaning: str) -> None:
    heard = asked.read(asked.RATE, text)
    assert (heard.value if isinstance(heard, Reading) else None) == _rating(meaning)


@pytest.mark.parametrize(("text", "meaning"), _rows("YN"))
def test_yes_and_no(text: str, meaning: str) -> None:
    heard = asked.read(asked.YES_NO, text)
    expected = {"YES": "yes", "NO": "no", "ASK": None}[meaning]
    assert (heard.value if isinstance(heard, Reading) else None) == expected


@pytest.mark.parametrize(("text", "meaning"), _rows("CONSENT"))
def test_consent(text: str, meaning: str) -> None:
    heard = asked.read(asked.CONSENT, text)
    expected = {"YES": "yes", "NO": "no"}.get(meaning)
    assert (heard.value if isinstance(heard, Reading) else None) == expected


@pytest.mark.parametrize(("text", "meaning"), _rows("NUM"))
def test_numbers(text: str, meaning: str) -> None:
    heard = asked.read(asked.NUMBER, text)
    expected = None if meaning == "ASK" else int(meaning)
    assert (heard.value if isinstance(heard, Reading) else None) == expected


@pytest.mark.parametrize(("text", "meaning"), _rows("MIN"))
def test_durations(text: str, meaning: str) -> None:
    found = read_duration(listen(text))
    assert found is not None
    if meaning == "ASK":
        assert not found.exact
        assert found.about is None
    elif meaning.endswith("~"):
        assert found.about == float(meaning.rstrip("~"))
    else:
        assert (found.low, found.high) == (float(meaning), float(meaning))


@pytest.mark.parametrize(("text", "meaning"), _rows("VND"))
def test_money(text: str, meaning: str) -> None:
    found = read_money(listen(text))
    assert found is not None
    assert found.low == (200_000 if meaning.startswith("ASK") else float(meaning))
    assert found.sure != meaning.startswith("ASK")


_DAYS = {
    "2025-07-01": date(2025, 7, 1),
    "--09-02 (confirm solar)": date(2026, 9, 2),
    "D-1": date(2026, 11, 20),
    "nearest past Sunday": date(2026, 11, 15),
}


@pytest.mark.parametrize(("text", "meaning"), _rows("DATE"))
def test_dates(text: str, meaning: str) -> None:
    found = read_date(listen(text), date(2026, 11, 21))
    assert (found.first if found else None) == _DAYS.get(meaning)
    assert found is None or found.sure != ("confirm" in meaning)


def test_ages() -> None:
    assert [text for text, _ in _rows("AGE")] == ["sinh năm 1954", "68t", "U70"]
    assert read_birth_year(listen("sinh năm 1954")) == 1954
    assert read_age(listen("68t")) == Quantity(68, 68)
    assert read_age(listen("U70"), date(2026, 11, 21)) is None


_PHONE_KINDS = {
    "ASK (letter O)": ("letters", "+84912345678"),
    "INVALID": ("invalid", ""),
    "INVALID (9 digits)": ("invalid", ""),
    "INVALID (11 digits)": ("invalid", ""),
    "LANDLINE, no SMS": ("landline", "+842438252525"),
    "HOTLINE, reject": ("hotline", ""),
    "FOREIGN, ask": ("foreign", "+16502530000"),
    "LOOKS_LIKE_CCCD, redact, re-ask": ("looks_like_id", ""),
    "DECLINE": ("declined", ""),
}


@pytest.mark.parametrize(("text", "meaning"), _rows("PHONE"))
def test_phones(text: str, meaning: str) -> None:
    if meaning.startswith("OLD→"):
        expected = ("old", "+84" + meaning.removeprefix("OLD→0"))
    else:
        expected = _PHONE_KINDS.get(meaning, ("mobile", meaning))
    found = read_phone(text)
    assert (found.kind, found.number) == expected


_COMMANDS = {
    "SKIP": "skip",
    "BACK": "back",
    "RESTART": "restart",
    "STOP": "stop",
    "OPT_OUT": "opt_out",
    "DSR_DELETE": "erase",
    "DSR_DELETE (xoá=xóa)": "erase",
    "WITHDRAW_CASE": "withdraw",
    "HUMAN": "human",
    "TRUST_INFO": "trust",
    "GOP_Y": "complaint",
}
_LEGAL = {"KHIEU_NAI": "formal_complaint", "TO_CAO (restricted)": "denunciation"}


@pytest.mark.parametrize(("text", "meaning"), _rows("CMD"))
def test_commands_and_stories(text: str, meaning: str) -> None:
    utterance = listen(text)
    found = recognise(utterance)
    assert (found.command if found else None) == _COMMANDS.get(meaning)
    assert legal_kind(utterance) == _LEGAL.get(meaning)
    assert is_profane(utterance) == meaning.startswith("PROFANITY")
    assert bool(utterance.flags) == meaning.startswith("REDACT")


def test_bad_language_does_not_lose_a_rating() -> None:
    heard = asked.read(asked.RATE, "phục vụ như cc")
    assert heard == Reading(1, "word", 0.9, "phục vụ như cc", ("profanity",))


def test_a_caveat_is_kept_beside_the_rating() -> None:
    heard = asked.read(asked.RATE, "hài lòng nhưng chờ lâu")
    assert heard == Reading(4, "word", 0.8, "hài lòng nhưng chờ lâu")


def test_number_one_is_no_rating() -> None:
    assert asked.read(asked.RATE, "phục vụ số 1") == Unclear("reask.scale5")


@pytest.mark.parametrize("text", [text for text, _ in _rows("TEXT")[:4]])
def test_forms_of_address_are_no_answers(text: str) -> None:
    heard = asked.read(asked.RATE, text)
    assert isinstance(heard, Unclear)
