"""What a finished complaint form becomes: category, term, owner, kind by law."""

from datetime import UTC, date, datetime

import pytest

from flows.complaints import CATEGORIES, LEGAL_KINDS, case_from
from flows.identifiers import Instant, ResponseId, code_from, identifier_from
from flows.session import Answer, Frame, Value
from flows.workdays import VIETNAM, Calendar, calendar_of

NOW = Instant(1_772_413_200_000)  # Monday, 2 March 2026, 08:00 in Vietnam
SEED = b"s" * 32
CONTACT: dict[str, Value] = {
    "NAME": "Trần Văn Bình",
    "ADDRESS": "thôn Mẫu, xã Mẫu",
    "CONTACT_PHONE": "+84987654321",
}

# Domain §4.2: code, severity, owner, working days, restricted.
TREE = [
    ("PA01", 2, "unit_head", 5, False),
    ("PA02", 4, "provincial_inspection", 10, True),
    ("PA03", 3, "one_stop_desk", 3, False),
    ("PA04", 2, "professional_desk", 5, False),
    ("PA05", 4, "provincial_inspection", 10, True),
    ("PA06", 1, "office", 10, False),
    ("PA07", 2, "information_technology", 3, False),
    ("PA08", 3, "health_insurance", 5, False),
    ("PA09", 3, "benefits_and_finance", 3, False),
    ("PA10", 3, "collection", 5, False),
    ("PA11", 3, "collection_and_inspection", 10, False),
    ("PA12", 4, "data_protection", 1, False),
    ("PA13", 1, "legal", 5, False),
    ("PA14", 0, "personnel", None, False),
    ("PA15", 1, "intake_desk", 5, False),
]
DUE = {1: "2026-03-03", 3: "2026-03-05", 5: "2026-03-09", 10: "2026-03-16"}


def frame(answers: dict[str, Value], code: str | None = None) -> Frame:
    given = {question: Answer(value) for question, value in answers.items()}
    return Frame("intake", 1, ResponseId("r" * 26), answers=given, code=code)


def case(answers: dict[str, Value], facts: dict[str, str] | None = None, code: str | None = None):  # type: ignore[no-untyped-def] # noqa: ANN201
    return case_from(frame(answers, code), facts or {}, Calendar(), NOW, SEED)


def due(day: str) -> Instant:
    moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), VIETNAM)
    return Instant(int(moment.replace(hour=17).timestamp() * 1000))


def test_the_tree_is_the_one_of_the_domain() -> None:
    assert [
        (c.code, c.severity, c.owner_role, c.days, c.restricted) for c in CATEGORIES.values()
    ] == TREE
    assert list(CATEGORIES) == [line[0] for line in TREE]


@pytest.mark.parametrize("line", TREE, ids=lambda line: line[0])
def test_each_category(line: tuple[str, int, str, int | None, bool]) -> None:
    code, severity, owner, days, restricted = line
    made = case({"KIND": "report", "CATEGORY_STAFF": code, "STORY": "Chờ lâu."})
    assert made.category == code
    assert (made.severity, made.owner_role, made.restricted) == (severity, owner, restricted)
    assert made.due_at == (None if days is None else due(DUE[days]))


@pytest.mark.parametrize(
    ("facts", "answers", "category"),
    [
        ({}, {}, "PA15"),
        ({"intake_category": "PA03"}, {}, "PA03"),
        ({"intake_category": "PA03"}, {"CATEGORY_STAFF": "PA05"}, "PA05"),
        ({"intake_category": "PA99"}, {}, "PA15"),
        ({"intake_category": "PA03"}, {"CATEGORY_FILE": None}, "PA03"),
        ({"intake_category": "PA03"}, {"KIND": "praise"}, "PA14"),
        ({}, {"GROUP": "PA08"}, "PA08"),
        ({}, {"GROUP": "staff"}, "PA15"),
        ({}, {"CATEGORIES": "PA08"}, "PA15"),
        ({}, {"GROUP": "money", "CATEGORY_MONEY": "PA10"}, "PA10"),
    ],
)
def test_where_the_category_comes_from(
    facts: dict[str, str], answers: dict[str, Value], category: str
) -> None:
    assert case(answers, facts).category == category


@pytest.mark.parametrize(
    ("stated", "reachable", "kind", "promised"),
    [
        ("report", True, "report", True),
        ("proposal", True, "proposal", True),
        ("suggestion", True, "suggestion", True),
        ("praise", True, "praise", False),
        ("formal_complaint", True, "suggestion", True),  # made a suggestion by its person
        ("denunciation", True, "report", True),  # taken in on its person's wish
        ("report", False, "suggestion", False),
        ("proposal", False, "suggestion", False),
        ("suggestion", False, "suggestion", False),
        ("praise", False, "praise", False),
        (None, True, "suggestion", True),
    ],
)
def test_the_kind_by_law(
    stated: str | None, *, reachable: bool, kind: str, promised: bool
) -> None:
    made = case({"KIND": stated, **(CONTACT if reachable else {})})
    assert (made.kind, made.reply_promised) == (kind, promised)


@pytest.mark.parametrize("missing", CONTACT)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_half_a_contact_is_none(missing: str, value: str | None) -> None:
    made = case({"KIND": "report", **CONTACT, missing: value})
    assert (made.kind, made.reply_promised) == ("suggestion", False)


def test_all_that_it_holds() -> None:
    made = case(
        {"KIND": "report", "STORY": "Chờ hai tiếng.", **CONTACT},
        {"intake_cause": "MC2", "intake_category": "PA03"},
    )
    assert (made.story, made.name, made.address, made.phone) == (
        "Chờ hai tiếng.",
        "Trần Văn Bình",
        "thôn Mẫu, xã Mẫu",
        "+84987654321",
    )
    assert made.cause_question == "MC2"
    assert made.response_id == "r" * 26
    assert made.complaint_id == identifier_from(SEED, "complaint", NOW)


def test_what_is_missing_is_none() -> None:
    made = case({})
    assert (made.story, made.name, made.address, made.phone) == ("", None, None, None)
    assert made.cause_question is None


def test_people_know_one_code_for_form_and_case() -> None:
    assert case({}, code="8FDGK-KP800-8").code == "8FDGK-KP800-8"
    assert case({}).code == code_from(SEED, "complaint")


def test_the_deadline_follows_the_calendar() -> None:
    closed = calendar_of([date(2026, 3, 3)], version="x")
    made = case_from(frame({"CATEGORY_OTHER": "PA12"}), {}, closed, NOW, SEED)
    assert made.due_at == due("2026-03-04")
    assert datetime.fromtimestamp(due("2026-03-04") / 1000, UTC).hour == 10


def test_kinds_that_chat_never_takes() -> None:
    assert LEGAL_KINDS == ("formal_complaint", "denunciation")
