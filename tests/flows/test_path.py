"""Which questions are asked, in which order, and what a form hands on to the complaint form."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from flows.definition import Form
from flows.identifiers import ResponseId
from flows.path import ending_of, path, wants_intake
from flows.reader import read_form
from flows.session import Answer, Frame, Value
from tests.flows.conversation_model import way_through
from tests.flows.shipped import FORMS, INTAKE, MC

NOTHING: Mapping[str, str] = MappingProxyType({})
RATED = "MC1 MC2 MC3 MC4 MC5 MC6 MC7 MC8 MC9 MC10"
START = "G1 G2 C1 H1 SC1 SC2 SC3"
REST = "MCP1 MCP2 MCP3 MCP4 G9 D7 D8 D9 D11 QUAY N1 O1 T1 D0"


def answers(given: Mapping[str, Value]) -> dict[str, Answer]:
    return {question: Answer(value) for question, value in given.items()}


def order(form: Form, given: Mapping[str, Value], facts: Mapping[str, str] = NOTHING) -> str:
    return " ".join(question.id for question in path(form, answers(given), facts))


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, f"{START} {RATED} FB1 {REST}"),
        ({"FB1": "sent"}, f"{START} {RATED} FB1 MC11 {REST}"),
        ({"C1": "no"}, "G1 G2 C1"),
        ({"SC1": "no"}, "G1 G2 C1 H1 SC1"),
        ({"SC2": "not_done"}, "G1 G2 C1 H1 SC1 SC2"),
        ({"SC2": "not_mine"}, "G1 G2 C1 H1 SC1 SC2"),
        ({"C1": "yes", "SC1": "yes", "SC2": "done"}, f"{START} {RATED} FB1 {REST}"),
        ({"D9": "late_told"}, f"{START} {RATED} FB1 {REST}".replace("D9", "D9 D10")),
        ({"D9": "none_yet"}, f"{START} {RATED} FB1 {REST}"),
        ({"D11": "yes"}, f"{START} {RATED} FB1 {REST}".replace("D11", "D11 D12")),
        ({"T1": "yes"}, f"{START} {RATED} FB1 {REST}".replace("T1", "T1 PHONE")),
        ({"D0": "yes"}, f"{START} {RATED} FB1 {REST} D1 D2 D3 D4 D5 D6"),
        ({"MC2": 2}, f"{START} {RATED} FB1 {REST}".replace("MC2", "MC2 L1_B1 L2")),
        ({"MC2": 1}, f"{START} {RATED} FB1 {REST}".replace("MC2", "MC2 L1_B1 L2")),
        ({"MC2": 3}, f"{START} {RATED} FB1 {REST}"),
        ({"MC2": "na"}, f"{START} {RATED} FB1 {REST}"),
        ({"MC2": None}, f"{START} {RATED} FB1 {REST}"),
        ({"G9": 1}, f"{START} {RATED} FB1 {REST}"),  # belongs to no factor
        (
            {"MC1": 1, "MC2": 1, "MC4": 2, "MC5": 2},
            f"{START} MC1 L1_B1 L2 MC2 MC3 MC4 L1_B2 MC5 MC6 MC7 MC8 MC9 MC10 FB1 {REST}",
        ),
        (
            {"FB1": "sent", "MC11": 1, "MCP1": 1, "MCP2": 2},
            f"{START} {RATED} FB1 MC11 L1_B5 L2 {REST}".replace("MCP1", "MCP1 L1_A1"),
        ),
    ],
)
def test_the_order_of_asking(given: dict[str, Value], asked: str) -> None:
    assert order(MC, given) == asked
    assert " ".join(q.id for q in way_through(MC, answers(given), NOTHING)) == asked


def test_endings_are_told_with_their_number() -> None:
    consent = MC.by_id["C1"]
    assert ending_of(consent, answers({}), NOTHING) is None
    assert ending_of(consent, answers({"C1": "yes"}), NOTHING) is None
    assert ending_of(consent, answers({"C1": "no"}), NOTHING) == (0, consent.endings[0])
    assert ending_of(MC.by_id["MC1"], answers({"MC1": 1}), NOTHING) is None


def frame(given: Mapping[str, Value], form: str = "mc") -> Frame:
    return Frame(form, 1, ResponseId("r"), answers=answers(given))


LOW: dict[str, Value] = {"MC2": 2, "L1_B1": "waiting", "L2": "yes"}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, None),
        ({"MC2": 2, "L1_B1": "waiting"}, None),
        ({**LOW, "L2": "no"}, None),
        ({**LOW, "L2": None}, None),
        (LOW, ("report", "PA03", "MC2", None)),
        ({**LOW, "L1_B1": "other"}, ("report", None, "MC2", None)),
        ({**LOW, "L1_B1": None}, ("report", None, "MC2", None)),
        ({**LOW, "T1": "yes", "PHONE": "+84912345678"}, ("report", "PA03", "MC2", "+84912345678")),
        ({**LOW, "T1": "yes", "PHONE": None}, ("report", "PA03", "MC2", None)),
        # The first reason that points to a category is the one the offer was made for.
        ({**LOW, "MC4": 1, "L1_B2": "steps"}, ("report", "PA03", "MC2", None)),
        ({**LOW, "L1_B1": "other", "MC4": 1, "L1_B2": "steps"}, ("report", None, "MC2", None)),
        ({"D11": "yes", "D12": "yes"}, ("report", "PA05", "D12", None)),
        ({"D11": "yes", "D12": "no"}, None),
        ({"D11": "no", "D12": "yes"}, None),  # off the path
        ({**LOW, "D11": "yes", "D12": "yes"}, ("report", "PA05", "D12", None)),
    ],
)
def test_what_is_known_of_a_wanted_case(
    given: dict[str, Value], wanted: tuple[str | None, ...] | None
) -> None:
    names = ("intake_kind", "intake_category", "intake_cause", "known_phone")
    found = wants_intake(MC, frame(given), NOTHING)
    if wanted is None:
        assert found is None
    else:
        assert found == {k: v for k, v in zip(names, wanted, strict=True) if v}


def test_the_complaint_form_asks_for_no_case() -> None:
    given: dict[str, Value] = {"KIND": "praise", "STORY": "Cảm ơn."}
    assert wants_intake(INTAKE, frame(given, "intake"), NOTHING) is None


PLAIN = """\
form: plain
version: 1
kind: survey
audience: citizen
languages: [vi]
title: {vi: Mẫu}
stems: {SAT: {vi: "Hài lòng về {item}?"}}
scales:
  FIVE:
    - {value: 5, label: {vi: 5 Rất tốt}}
    - {value: 4, label: {vi: 4 Tốt}}
    - {value: 3, label: {vi: 3 Vừa}}
    - {value: 2, label: {vi: 2 Kém}}
    - {value: 1, label: {vi: 1 Rất kém}}
sections:
  - id: one
    title: {vi: Một}
    questions:
      - id: RATED
        type: scale5
        kind: satisfaction
        factor: B1
        required: true
        scale: FIVE
        stem: SAT
        item: {vi: chỗ chờ}
      - id: HERE
        type: yes_no
        required: true
        condition: place != 'Huế'
        text: {vi: Ở đây?}
        choices:
          - {value: "yes", label: {vi: Có}}
          - {value: "no", label: {vi: Không}}
        endings:
          - {when: HERE == 'no' and place == 'Vinh', outcome: completed}
      - id: LAST
        type: yes_no
        required: true
        text: {vi: Hết?}
        choices:
          - {value: "yes", label: {vi: Có}}
          - {value: "no", label: {vi: Không}}
"""


def test_a_form_without_follow_ups_asks_for_no_reasons() -> None:
    form = read_form("plain", {"plain": PLAIN})
    assert order(form, {"RATED": 1}) == "RATED LAST"
    assert wants_intake(form, frame({"RATED": 1}, "plain"), NOTHING) is None


@pytest.mark.parametrize(
    ("place", "asked"),
    [("Huế", "RATED LAST"), ("Vinh", "RATED HERE"), ("Đà Nẵng", "RATED HERE LAST")],
)
def test_what_is_known_beforehand_leads_the_way(place: str, asked: str) -> None:
    form = read_form("plain", {"plain": PLAIN})
    assert order(form, {"RATED": 4, "HERE": "no"}, {"place": place}) == asked


# -- forms without factors


def test_every_hard_step_is_asked_about_once_and_leads_to_one_offer() -> None:
    rated = {"UX4": 1, "UX5": 2, "UX6": 2, "UX9": 1}
    asked = order(FORMS["uxa"], rated).split()
    steps = asked[asked.index("UX4") : asked.index("UX10")]
    assert " ".join(steps) == ("UX4 UXR4_FILL_IN L2 UX5 UX6 UXR4_UPLOAD UX7 UX8 UX9 UXR4_TRACK")


def test_a_hard_step_becomes_a_case_with_the_category_of_its_reason() -> None:
    given: dict[str, Value] = {"UX6": 1, "UXR4_UPLOAD": "errors", "L2": "yes", "UX7": 5}
    found = wants_intake(FORMS["uxa"], frame(given, "uxa"), NOTHING)
    assert found == {
        "intake_kind": "report",
        "intake_category": "PA07",
        "intake_cause": "UX6",
    }


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, "C1 G9 KI1 KI2 KI3 KI4"),
        ({"G9": 2, "KI1": 2, "KI2": 2, "KI3": 2, "KI4": 2}, "C1 G9 KI1 KI2 KI3 KI4"),
        ({"KI2": 1, "KI4": 1}, "C1 G9 KI1 KI2 L1_B2 KI3 KI4"),
        ({"G9": 1}, "C1 G9 KI1 KI2 KI3 KI4 L1"),
        ({"G9": 1, "KI4": 1}, "C1 G9 KI1 KI2 KI3 KI4 L1_B4"),
        ({"C1": "no"}, "C1"),
    ],
)
def test_the_kiosk_asks_for_one_reason_and_offers_no_case(
    given: dict[str, Value], asked: str
) -> None:
    assert order(FORMS["kiosk"], given) == asked
