"""Days, spans, money and fractions within bounds; what is acknowledged, what is calculated."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from flows.conditions import parse_calculation
from flows.dates import Days
from flows.definition import Bound, Question
from flows.questions import QUESTION_TYPES
from flows.questions.base import Heard, Reading, Unclear
from flows.session import Candidate
from flows.vietnamese import listen
from tests.flows.asked import choice, question, read

MONDAY = date(2026, 3, 2)


def bounded(kind: str, low: Bound | None = None, high: Bound | None = None) -> Question:
    asked = question(kind, choice("unknown", "Không nhớ", "I do not remember"))
    return msgspec.structs.replace(asked, low=low, high=high)


def on_monday(asked: Question, text: str) -> Heard:
    return QUESTION_TYPES[asked.type].read(asked, listen(text, MONDAY))


DAY = bounded("date", "2026-01-01", "today")
SPAN = bounded("duration", 5, 600)
MONEY = bounded("money", 10_000, 50_000_000)
SHARE = bounded("decimal", 0.5, 9.5)
COUNT = bounded("number", 1, 20)


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (DAY, "hôm qua", "2026-03-01"),
        (DAY, "hôm nay", "2026-03-02"),
        (DAY, "1/3", "2026-03-01"),
        (DAY, "15/1/2026", "2026-01-15"),
        (DAY, "2026-01-15", "2026-01-15"),
        (SPAN, "45 phút", 45),
        (SPAN, "1 tiếng rưỡi", 90),
        (SPAN, "30", 30),
        (MONEY, "200k", 200_000),
        (MONEY, "1.500.000 đồng", 1_500_000),
        (SHARE, "1,5", 1.5),
        (SHARE, "2", 2),
        (COUNT, "4", 4),
    ],
)
def test_read(asked: Question, text: str, value: object) -> None:
    heard = on_monday(asked, text)
    assert heard == Reading(value, "number")  # type: ignore[arg-type]
    assert isinstance(heard, Reading)
    assert type(heard.value) is type(value)


@pytest.mark.parametrize("asked", [DAY, SPAN, MONEY, SHARE, COUNT])
def test_choices_beside_it_are_picked_by_label(asked: Question) -> None:
    assert on_monday(asked, "Không nhớ") == Reading("unknown", "word")
    kind = QUESTION_TYPES[asked.type]
    assert kind.check_choice(asked, "unknown") == "unknown"
    with pytest.raises(KeyError):
        kind.check_choice(asked, "5")


@pytest.mark.parametrize(
    ("asked", "text", "key", "params"),
    [
        (DAY, "31/12/2025", "reask.date_low", {"low_date": "2026-01-01"}),
        (DAY, "3/3/2026", "reask.date_high", {"high_date": "2026-03-02"}),
        (SPAN, "4 phút", "reask.duration_low", {"low_minutes": "5"}),
        (SPAN, "11 tiếng", "reask.duration_high", {"high_minutes": "600"}),
        (MONEY, "5k", "reask.money_low", {"low_amount": "10000"}),
        (MONEY, "60 triệu", "reask.money_high", {"high_amount": "50000000"}),
        (SHARE, "0,4", "reask.number_low", {"low": "0.5"}),
        (SHARE, "10", "reask.number_high", {"high": "9.5"}),
        (COUNT, "0", "reask.number_low", {"low": "1"}),
        (COUNT, "21", "reask.number_high", {"high": "20"}),
    ],
)
def test_outside(asked: Question, text: str, key: str, params: dict[str, str]) -> None:
    assert on_monday(asked, text) == Unclear(key, params)


@pytest.mark.parametrize(
    ("asked", "text", "key"),
    [
        (DAY, "lâu rồi", "reask.date"),
        (DAY, "32/1", "reask.date"),
        (SPAN, "lâu lắm", "reask.duration"),
        (SPAN, "1-2 tiếng", "reask.duration_one"),
        (SPAN, "trên 1 tiếng", "reask.duration_one"),
        (MONEY, "nhiều", "reask.money"),
        (SHARE, "ít", "reask.number"),
        (COUNT, "2,5", "reask.number_whole"),
    ],
)
def test_asks_back(asked: Question, text: str, key: str) -> None:
    assert on_monday(asked, text) == Unclear(key)


def test_the_unit_that_is_asked_for_may_be_said() -> None:
    far = question("decimal", text="Nhà Ông/Bà cách đây mấy cây số?")
    for text in ("12,5 km", "12,5km", "12,5 cây số", "12,5 cây."):
        assert read(far, text) == Reading(12.5, "number"), text
    for text in ("500 m", "500 mét", "12 kg"):
        assert read(far, text) == Unclear("reask.number"), "another unit is not guessed"


def test_several_days_are_asked_back(monkeypatch: pytest.MonkeyPatch) -> None:
    week = Days(date(2026, 2, 23), date(2026, 3, 1))
    monkeypatch.setattr("flows.questions.date.read_date", lambda *_: week)
    assert on_monday(DAY, "tuần trước") == Unclear("reask.date_one")
    likely = Days(MONDAY, MONDAY, sure=False)
    monkeypatch.setattr("flows.questions.date.read_date", lambda *_: likely)
    meant = Candidate("2026-03-02", "confirm.day", {"value_date": "2026-03-02"})
    assert on_monday(DAY, "mùng 3") == Unclear("reask.date", candidate=meant)


def test_an_amount_that_is_not_sure_is_confirmed() -> None:
    meant = Candidate(200_000, "confirm.amount_money", {"value_amount": "200000"})
    assert on_monday(MONEY, "200") == Unclear("reask.money", candidate=meant)


def test_a_question_is_no_answer() -> None:
    assert on_monday(SPAN, "45 phút?") == Unclear("reask.duration")
    assert on_monday(DAY, "hôm qua?") == Unclear("reask.date")


def test_without_a_day_only_a_written_out_one_is_read() -> None:
    assert read(DAY, "hôm qua") == Unclear("reask.date")
    assert read(DAY, "2026-01-15") == Reading("2026-01-15", "number")


@pytest.mark.parametrize("asked", [DAY, SPAN, MONEY, SHARE, COUNT])
def test_types(asked: Question) -> None:
    kind = QUESTION_TYPES[asked.type]
    assert (kind.name, kind.takes_text) == (asked.type, False)
    assert kind.faults(asked) == []


def test_bounds_the_wrong_way_round_are_a_fault() -> None:
    crossed = bounded("number", 5, 4)
    assert QUESTION_TYPES["number"].faults(crossed) == ["'low' 5 is above 'high' 4"]
    days = bounded("date", "2026-02-01", "2026-01-01")
    assert QUESTION_TYPES["date"].faults(days) == ["'low' 2026-02-01 is above 'high' 2026-01-01"]
    assert QUESTION_TYPES["date"].faults(bounded("date", "2099-01-01", "today")) == []


# -- acknowledged and calculated

READ = question(
    "acknowledge", choice("read", "Tôi đã đọc"), choice("why", "Vì sao", action="explain")
)


@pytest.mark.parametrize("text", ["tôi đã đọc", "đã đọc", "đã hiểu ạ", "xác nhận", "understood"])
def test_it_is_acknowledged_in_words(text: str) -> None:
    heard = read(READ, text)
    assert isinstance(heard, Reading)
    assert heard.value == "read"


@pytest.mark.parametrize("text", ["ok", "tiếp", "vâng", "chưa đọc", "", "đã đọc?"])
def test_going_on_acknowledges_nothing(text: str) -> None:
    assert read(READ, text) == Unclear("reask.acknowledge")


def test_acknowledging_needs_its_button() -> None:
    kind = QUESTION_TYPES["acknowledge"]
    assert kind.faults(READ) == []
    silent = question("acknowledge", choice("why", "Vì sao", action="explain"))
    assert kind.faults(silent) == ["no choice that says it was read"]
    assert kind.check_choice(READ, "read") == "read"


def test_a_calculated_answer_is_never_given() -> None:
    kind = QUESTION_TYPES["calculated"]
    asked = msgspec.structs.replace(question("calculated"), calculation=parse_calculation("A"))
    assert kind.faults(asked) == []
    assert kind.faults(question("calculated")) == ["has no 'calculation'"]
    assert len(kind.faults(question("calculated", choice("a", "A"), skippable=True))) == 3
    assert isinstance(read(asked, "5"), Unclear)
    with pytest.raises(KeyError):
        kind.check_choice(asked, "5")


def test_nearly_an_hour_is_confirmed_as_the_hour_that_was_named() -> None:
    heard = on_monday(SPAN, "gần 1 tiếng")
    assert isinstance(heard, Unclear)
    assert heard.candidate is not None
    assert heard.candidate.value == 60
    assert on_monday(SPAN, "hơn 1 tiếng") == Unclear("reask.duration_one")
