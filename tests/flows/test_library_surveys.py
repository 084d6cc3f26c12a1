"""The surveys beside the one-stop desk's: the domain's wording, factors, steps and facts."""

import re
from collections import Counter

import pytest

from flows.definition import Form
from flows.vocabulary import FACTORS, STEPS
from tests.flows.domain_items import FACTS, ITEMS, STEP_CODES
from tests.flows.domain_items import STEPS as STEP_ITEMS
from tests.flows.shipped import FORMS, MC, texts_of

SURVEYS = {name: form for name, form in FORMS.items() if form.kind == "survey"}
INDEXED = ("mc", "el", "th", "at", "tm", "kb", "dn")
CITIZENS = ("el", "th", "at", "tm", "kb")
EASE = ("ux", "uxa", "uxb", "uxc", "uxd")
DN, KIOSK = FORMS["dn"], FORMS["kiosk"]


def rows(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.splitlines()]


def form_of(code: str) -> Form:
    """Return the form that an item of the domain stands in: `DP1` is of the employers' form."""
    prefix = re.sub(r"\d+$", "", code).lower()
    return FORMS["dn" if prefix == "dp" else prefix]


# -- the index


@pytest.mark.parametrize(("code", "factor", "item"), rows(ITEMS), ids=lambda v: v[:4])
def test_criteria_are_the_domains(code: str, factor: str, item: str) -> None:
    form = form_of(code)
    question = form.by_id[code]
    stem = "Đơn vị" if form is DN else "Ông/Bà"
    assert question.text["vi"] == f"{stem} hài lòng ở mức nào về {item}?"
    assert question.item is not None
    assert question.item["vi"] == item
    assert (question.factor, question.kind, question.type) == (factor, "satisfaction", "scale5")
    assert question.required
    assert [c.value for c in question.choices] == ["5", "4", "3", "2", "1", "na"]


@pytest.mark.parametrize("name", INDEXED)
def test_four_and_eleven_criteria_cover_every_factor(name: str) -> None:
    rated = [q for q in FORMS[name].questions if q.kind == "satisfaction"]
    parts = Counter((q.factor or "?")[0] for q in rated)
    assert parts == {"A": 4, "B": 11}
    assert {q.factor for q in rated} == FACTORS
    assert Counter(q.factor for q in rated if q.factor and q.factor[0] == "A") == dict.fromkeys(
        ("A1", "A2", "A3", "A4"), 1
    )
    code = name.upper()
    policy = (
        [f"DP{n}" for n in range(1, 5)] if name == "dn" else [f"{code}P{n}" for n in (1, 2, 3, 4)]
    )
    assert {q.id for q in rated} == {*(f"{code}{n}" for n in range(1, 12)), *policy}


@pytest.mark.parametrize("name", CITIZENS)
def test_policy_is_asked_in_the_same_words_everywhere(name: str) -> None:
    for number in range(1, 5):
        ours, theirs = FORMS[name].by_id[f"{name.upper()}P{number}"], MC.by_id[f"MCP{number}"]
        assert (ours.text, ours.item, ours.factor) == (theirs.text, theirs.item, theirs.factor)


@pytest.mark.parametrize("name", INDEXED)
def test_optional_criteria_are_off(name: str) -> None:
    assert {"MCP5", f"{name.upper()}P5", "MC12", "MC13"}.isdisjoint(FORMS[name].by_id)


@pytest.mark.parametrize("name", INDEXED)
def test_low_ratings_have_reasons_for_every_factor(name: str) -> None:
    form = FORMS[name]
    assert set(form.reasons) == FACTORS
    assert form.follow_ups is not None
    assert form.follow_ups.ratings == {1, 2}
    assert form.follow_ups.limit == 2
    assert form.follow_ups.offer == "L2"
    for factor, question in form.reasons.items():
        assert [c.value for c in question.choices] == [c.value for c in MC.reasons[factor].choices]


def test_the_overall_item_stands_outside_the_index_everywhere() -> None:
    for form in SURVEYS.values():
        question = form.by_id["G9"]
        assert (question.kind, question.factor, question.step) == ("perception", None, None)


# -- steps


def test_every_step_is_the_domains() -> None:
    for code, step, item in rows(STEP_ITEMS):
        shared = re.fullmatch(r"UX\d+", code)
        for name in EASE if shared else (code[:3].lower(),):
            question = FORMS[name].by_id[code]
            assert question.text["vi"] == f"Ông/Bà thấy dễ hay khó khi {item}?"
            assert (question.step, question.factor) == (STEP_CODES[step], None)
            assert (question.kind, question.type) == ("perception", "scale5")
            labels = ";".join(c.label["vi"] for c in question.choices)
            assert labels == "5 Rất dễ;4 Dễ;3 Bình thường;2 Khó;1 Rất khó;0 Không làm bước này"


@pytest.mark.parametrize(("name", "own"), [("ux", 0), *((name, 3) for name in EASE[1:])])
def test_twelve_steps_and_those_of_the_procedure(name: str, own: int) -> None:
    steps = [q for q in FORMS[name].questions if q.step]
    assert len(steps) == 12 + own
    assert not any(q.kind == "satisfaction" for q in FORMS[name].questions)


@pytest.mark.parametrize("name", EASE)
def test_every_hard_step_is_asked_why(name: str) -> None:
    form = FORMS[name]
    assert form.follow_ups is not None
    assert form.follow_ups.limit >= len(STEPS)
    assert set(form.reasons) == STEPS
    labels = {";".join(c.label["vi"] for c in q.choices) for q in form.reasons.values()}
    asked = "Chữ khó hiểu;Máy báo lỗi;Thiếu giấy tờ;Dữ liệu bị sai;Không quen dùng"
    assert labels == {f"{asked};Quy định chưa rõ;Chưa liên thông"}
    assert {q.text["vi"] for q in form.reasons.values()} == {"Vì sao bước này khó?"}
    assert {q.id for q in form.reasons.values()} == {f"UXR4_{s.upper()}" for s in STEPS}


# -- facts of one form


@pytest.mark.parametrize(("code", "text", "labels"), rows(FACTS), ids=lambda v: v[:5])
def test_own_facts_are_the_domains(code: str, text: str, labels: str) -> None:
    names = EASE if code.startswith("UX") else (code[:2].lower(),)
    for name in names:
        question = FORMS[name].by_id[code]
        assert question.text["vi"] == text
        assert ";".join(c.label["vi"] for c in question.choices) == labels
        assert question.skippable or code == "UXR1"


@pytest.mark.parametrize(
    ("name", "code", "condition"),
    [
        ("el", "EL6", "ELX == 'yes'"),
        ("el", "EL7", "ELX == 'yes'"),
        ("kb", "KB4", "KBT == 'yes'"),
        ("th", "THX_CASE", "THX == 'not_received'"),
        ("tm", "TMX_CASE", "TMX == 'yes'"),
        ("kb", "KBX_CASE", "KBX == 'yes'"),
        ("dn", "DNX5", "DNX4 in ['online', 'in_person']"),
        ("uxa", "UXR2", "UXR1 != 'gave_up'"),
        ("uxa", "UXR3", "UXR1 == 'gave_up'"),
        *((name, f"{name.upper()}11", "FB1 == 'sent'") for name in INDEXED),
    ],
)
def test_who_is_asked(name: str, code: str, condition: str) -> None:
    assert str(FORMS[name].by_id[code].condition) == condition


def test_what_becomes_a_case_of_which_category() -> None:
    offers = {
        (name, q.id, c.category)
        for name, form in SURVEYS.items()
        for q in form.by_id.values()
        for c in q.choices
        if c.action == "intake" and q.id != "L2"
    }
    assert offers == {
        *((name, "D12", "PA05") for name in INDEXED),
        ("th", "THX_CASE", "PA10"),
        ("tm", "TMX_CASE", "PA09"),
        ("kb", "KBX_CASE", "PA08"),
    }


COMMON = [f"D{n}" for n in range(1, 13)] + ["QUAY"]


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("mc", ""),
        ("el", "D6 D8 QUAY"),
        ("th", "QUAY"),
        ("at", "D1 D5 D8 D9 D10 QUAY"),
        ("tm", "D1 D5 D9 D10 QUAY"),
        ("kb", "D1 D5 D8 D9 D10 QUAY"),
        ("dn", "D1 D2 D3 D4 D5 D6 D8 QUAY"),
        *((name, "D1 D5 D6 D7 D8 D9 D10 D11 D12 QUAY") for name in EASE),
        ("kiosk", " ".join(COMMON)),
    ],
)
def test_facts_that_a_form_does_not_ask(name: str, left_out: str) -> None:
    assert [f for f in COMMON if f not in FORMS[name].by_id] == left_out.split()


def test_the_place_is_prefilled_wherever_it_is_asked() -> None:
    for form in SURVEYS.values():
        prefills = {q.id: q.prefill for q in form.questions if q.prefill}
        expected = {"QUAY": "counter", "D6": "place"}
        assert prefills == {k: v for k, v in expected.items() if k in form.by_id}


def test_contributions_are_the_only_services_of_a_collection_point() -> None:
    labels = [c.label["vi"] for c in FORMS["th"].by_id["D5"].choices]
    assert labels == ["BHXH tự nguyện", "BHYT", "Việc khác"]


# -- words


@pytest.mark.parametrize("name", [n for n in SURVEYS if n not in ("mc", "kiosk")])
def test_the_service_is_named_in_words_of_the_form(name: str) -> None:
    form = FORMS[name]
    assert form.service is not None
    assert set(form.service) == {"vi", "en"}
    assert all("{service}" in text for text in form.by_id["SC2"].text.values())


def test_the_employer_is_asked_as_an_organisation() -> None:
    assert DN.audience == "organisation"
    personal = {"C1", "L2", "T1", "PHONE", "D12", "H1"}
    for question in DN.by_id.values():
        if question.id in personal or question.kind == "control":
            continue
        for texts in texts_of(question):
            if texts in (e.says for e in question.endings):
                continue  # thanks go to the person
            assert "Ông/Bà" not in texts["vi"], question.id
            assert not re.search(r"\bare you\b|\byou have\b", texts["en"]), question.id


@pytest.mark.parametrize("name", SURVEYS)
def test_minutes_are_what_the_questions_take(name: str) -> None:
    assert SURVEYS[name].minutes == (1 if name == "kiosk" else 3)


# -- the kiosk


def test_the_kiosk_shows_three_faces() -> None:
    faces = [q for q in KIOSK.questions if q.type == "scale3"]
    assert [(q.id, q.factor) for q in faces] == [
        ("G9", None), ("KI1", "B1"), ("KI2", "B2"), ("KI3", "B3"), ("KI4", "B4"),
    ]  # fmt: skip
    for question in faces:
        labels = [c.label["vi"] for c in question.choices]
        assert labels == ["😊 Hài lòng", "😐 Bình thường", "🙁 Chưa hài lòng"]
    assert not any(q.type == "scale5" for q in KIOSK.questions)


def test_the_kiosk_keeps_nothing_of_a_person() -> None:
    assert not any(q.private or q.type in ("text", "phone") for q in KIOSK.by_id.values())
    assert [q.consent for q in KIOSK.questions if q.consent] == ["answers"]
    assert KIOSK.follow_ups is not None
    assert KIOSK.follow_ups.ratings == {1}
    assert KIOSK.follow_ups.limit == 1
    assert KIOSK.follow_ups.offer is None
