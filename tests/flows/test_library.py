"""The shipped forms: sound, complete, and true to the domain's wording and rules."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from flows.vocabulary import FACTORS
from tests.flows.domain_texts import ITEMS, QUESTIONS, REASONS
from tests.flows.shipped import FORMS, INTAKE, MC, SOURCES, asked, texts_of

VIETNAMESE_LETTER = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


def rows(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.splitlines()]


# -- every form


def test_the_library_holds_these_forms() -> None:
    surveys = ["mc", "el", "th", "at", "tm", "kb", "dn", "kiosk", "ux", "uxa", "uxb", "uxc", "uxd"]
    assert {name: (f.id, f.kind, f.version) for name, f in FORMS.items()} == {
        **{name: (name, "survey", 2) for name in surveys},
        "mc": ("mc", "survey", 3),
        "intake": ("intake", "intake", 3),
        "dialogue": ("dialogue", "dialogue", 3),
        "erasure": ("erasure", "erasure", 1),
    }


def test_every_part_is_used() -> None:
    used = set(re.findall(r"common/\w+", "".join(SOURCES.values())))
    assert used == {name for name in SOURCES if name.startswith("common/")}


@pytest.mark.parametrize("name", FORMS)
def test_every_text_is_in_both_languages(name: str) -> None:
    form = FORMS[name]
    assert form.languages == ("vi", "en")
    for question in form.by_id.values():
        for texts in texts_of(question):
            assert set(texts) == {"vi", "en"}, (question.id, texts)
            assert "Ông/Bà" not in texts["en"]


@pytest.mark.parametrize("name", FORMS)
def test_english_texts_are_english(name: str) -> None:
    names = r"NĐ-CP|XEM|RÚT|XÓA"  # as they are printed and typed
    for question in FORMS[name].by_id.values():
        for texts in texts_of(question):
            assert not VIETNAMESE_LETTER.search(re.sub(names, "", texts["en"])), question.id


@pytest.mark.parametrize("name", FORMS)
def test_the_bot_speaks_as_we_and_politely(name: str) -> None:
    for question in FORMS[name].by_id.values():
        for texts in (question.text, question.hint or {}):
            said = texts.get("vi", "").replace("húng tôi", "")
            assert not re.search(r"\b([Tt]ôi|anh/chị|[Bb]ạn|mày)\b", said), question.id


@pytest.mark.parametrize("name", FORMS)
def test_lengths(name: str) -> None:
    for question in FORMS[name].by_id.values():
        assert all(len(text) <= 160 for text in question.text.values()), question.id
        labels = [label for c in question.choices for label in c.label.values()]
        assert all(len(label) <= 20 for label in labels), question.id
        if not question.filtered:  # else never all are offered at once
            assert len(question.choices) <= 7, question.id  # as many as one reads at a glance


# -- the one-stop desk


def test_mc_asks_in_this_order() -> None:
    assert " ".join(q.id for q in MC.questions) == (
        "G1 G2 C1 H1 SC1 SC2 SC3 MC1 MC2 MC3 MC4 MC5 MC6 MC7 MC8 MC9 MC10 FB1 MC11 "
        "MCP1 MCP2 MCP3 MCP4 G9 D7 D8 D9 D10 D11 D12 QUAY N1 O1 T1 PHONE D0 D1 D2 D3 D4 D5 D6"
    )
    assert [s.id for s in MC.sections] == [
        "greeting", "consent", "screening", "service", "policy",
        "overall", "visit", "wishes", "phone", "facts",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "labels"), rows(QUESTIONS), ids=lambda v: v[:4])
def test_mc_says_what_the_domain_wrote(name: str, text: str, labels: str) -> None:
    question = MC.by_id[name]
    assert question.text["vi"] == text
    assert ";".join(c.label["vi"] for c in question.choices) == labels


@pytest.mark.parametrize(("name", "factor", "item"), rows(ITEMS), ids=lambda v: v[:4])
def test_index_items(name: str, factor: str, item: str) -> None:
    question = MC.by_id[name]
    assert question.text["vi"] == f"Ông/Bà hài lòng ở mức nào về {item}?"
    assert question.item is not None
    assert question.item["vi"] == item
    assert (question.factor, question.kind, question.type) == (factor, "satisfaction", "scale5")
    assert question.required
    assert not question.skippable
    labels = {c.value: c.label["vi"] for c in question.choices}
    assert list(labels) == ["5", "4", "3", "2", "1", "na"]
    assert labels["5"] == "5 Rất hài lòng"
    assert labels["na"] == "0 Không áp dụng"


def test_the_index_has_four_and_eleven_criteria() -> None:
    counts = Counter(q.factor for q in MC.questions if q.kind == "satisfaction")
    assert counts == {
        **dict.fromkeys(("A1", "A2", "A3", "A4"), 1),
        "B1": 2,
        "B2": 2,
        "B3": 3,
        "B4": 2,
        "B5": 2,
    }
    assert set(counts) == FACTORS
    assert {q.id for q in MC.questions if q.kind == "satisfaction"} == {r[0] for r in rows(ITEMS)}


def test_the_overall_item_is_outside_the_index() -> None:
    assert (MC.by_id["G9"].kind, MC.by_id["G9"].factor) == ("perception", None)


def test_it_takes_three_minutes() -> None:
    assert MC.minutes == 3


def test_all_facts_of_the_person_and_the_visit_may_be_skipped() -> None:
    facts = [q for q in MC.questions if re.fullmatch(r"D[1-9]\d?|QUAY|N1|O1|PHONE", q.id)]
    assert len(facts) == 16
    assert all(q.skippable and not q.required for q in facts)
    others = [q for q in MC.questions if q not in facts]
    assert all(q.required and not q.skippable for q in others)


def test_own_words_and_phones_are_private() -> None:
    assert {q.id for q in MC.questions if q.private} == {"QUAY", "O1", "PHONE", "D6"}
    private = {"STORY", "NAME", "ADDRESS", "CONTACT_PHONE"}
    assert {q.id for q in INTAKE.questions if q.private} == private


def test_what_is_not_shown_before_sending() -> None:
    hidden = {q.id for q in MC.by_id.values() if not q.review}
    assert hidden == {"G1", "G2", "C1", "H1", "SC1", "SC2", "SC3", "T1", "D0", "L2"}
    control = {q.id for q in MC.by_id.values() if q.kind == "control"}
    assert control == {"G1", "G2", "D0"}


def test_who_is_asked_what() -> None:
    start = ["G1", "G2", "C1"]
    assert asked(MC, {"C1": "no"}) == start
    assert asked(MC, {"C1": "yes", "SC1": "no"}) == [*start, "H1", "SC1"]
    for unfinished in ("not_done", "not_mine"):
        assert asked(MC, {"C1": "yes", "SC1": "yes", "SC2": unfinished})[-1] == "SC2"
    done = asked(MC, {"C1": "yes", "SC1": "yes", "SC2": "done"})
    assert {"MC11", "D10", "D12", "PHONE", "D1", "D6"}.isdisjoint(done)
    full = asked(MC, {"FB1": "sent", "D9": "late_told", "D11": "yes", "T1": "yes", "D0": "yes"})
    assert full == [q.id for q in MC.questions]
    assert "D10" in asked(MC, {"D9": "late_untold"})
    assert "D10" not in asked(MC, {"D9": "on_time"})
    assert "D12" not in asked(MC, {"D11": "no_say"})
    assert "PHONE" not in asked(MC, {"T1": "no"})
    assert asked(MC, {"D0": "no"})[-1] == "D0"


def test_how_mc_can_end_early() -> None:
    endings = {
        q.id: [(str(e.when), e.outcome, e.offers_intake) for e in q.endings]
        for q in MC.questions
        if q.endings
    }
    assert endings == {
        "C1": [("C1 == 'no'", "declined", False)],
        "SC1": [("SC1 == 'no'", "ineligible", False)],
        "SC2": [("SC2 != 'done'", "ineligible", True)],
    }
    says = MC.by_id["SC2"].endings[0].says
    assert says is not None
    assert says["vi"] == (
        "Cảm ơn Ông/Bà. Phiếu này dành cho người đã làm xong thủ tục. Nếu có điều chưa vừa ý, "
        "Ông/Bà vẫn gửi phản ánh được."
    )


def test_consents_are_given_apart() -> None:
    consents = {q.id: (q.type, q.consent) for q in MC.questions if q.consent}
    assert consents == {"C1": ("consent", "answers"), "T1": ("consent", "phone")}
    consents = {q.id: (q.type, q.consent) for q in INTAKE.questions if q.consent}
    assert consents == {"KEEP": ("consent", "case"), "REPLY": ("consent", "contact")}


def test_the_consent_explains_itself_as_the_law_wants() -> None:
    (details,) = [c for c in MC.by_id["C1"].choices if c.action == "explain"]
    assert details.says is not None
    for word in (
        "{office}", "{hotline}", "Mục đích", "Dữ liệu", "Xử lý", "Lưu trữ", "90 ngày", "quyền xem",
        "sửa", "rút lại", "xóa", "Khiếu nại", "91/2025/QH15", "356/2025/NĐ-CP",
    ):  # fmt: skip
        assert word in details.says["vi"], word


def test_what_the_greeting_offers() -> None:
    assert [c.action for c in MC.by_id["G1"].choices] == ["answer", "pause", "trust"]


@pytest.mark.parametrize(
    ("name", "bands"),
    [
        ("D2", [(18, 29), (30, 44), (45, 59), (60, 74), (75, 120)]),
        ("D7", [(0, 0), (1, 1), (2, 2), (3, 3), (4, None)]),
        ("D8", [(0, 14), (15, 30), (31, 60), (61, None)]),
    ],
)
def test_bands_leave_no_whole_number_out(name: str, bands: list[tuple[int, int | None]]) -> None:
    assert [(c.low, c.high) for c in MC.by_id[name].choices] == bands
    for (_, high), (low, _) in pairwise(bands):
        assert high is not None
        assert low == high + 1


def test_what_the_qr_code_answers() -> None:
    prefills = {q.id: q.prefill for q in MC.questions if q.prefill}
    prefills |= {q.id: q.prefill for q in INTAKE.questions if q.prefill}
    assert prefills == {
        "QUAY": "counter",
        "D6": "place",
        "KIND": "intake_kind",
        "STORY": "intake_story",
        "CONTACT_PHONE": "known_phone",
    }


# -- low ratings


def test_low_ratings_are_followed_up_twice_at_most() -> None:
    rules = MC.follow_ups
    assert rules is not None
    assert rules.ratings == {1, 2}
    assert (rules.limit, rules.offer) == (2, "L2")
    assert set(MC.reasons) == FACTORS
    for factor, question in MC.reasons.items():
        assert question.id == f"L1_{factor}"
        assert question.text["vi"] == "Xin cho biết điều gì làm Ông/Bà chưa hài lòng nhất?"
        assert question.choices[-1].value == "other"


@pytest.mark.parametrize(("factor", "labels"), rows(REASONS), ids=lambda v: v[:2])
def test_reasons_are_the_domains(factor: str, labels: str) -> None:
    assert ";".join(c.label["vi"] for c in MC.reasons[factor].choices) == labels


def test_reasons_that_point_to_a_category() -> None:
    assert {
        f"{factor} {c.value}": c.category
        for factor, q in MC.reasons.items()
        for c in q.choices
        if c.category and factor not in ("A2", "A3", "A4")
    } == {
        "A1 low_benefit": "PA13",
        "B1 waiting": "PA03",
        "B1 access": "PA06",
        "B1 waiting_area": "PA06",
        "B1 system": "PA07",
        "B2 paperwork": "PA04",
        "B2 guidance": "PA04",
        "B2 resubmission": "PA04",
        "B2 steps": "PA04",
        "B3 attitude": "PA01",
        "B3 explanation": "PA04",
        "B3 harassment": "PA02",
        "B3 bribe": "PA05",
        "B4 late": "PA03",
        "B4 wrong": "PA04",
        "B4 short": "PA09",
    }


def test_what_becomes_a_case() -> None:
    offers = {
        q.id: (c.value, c.category)
        for q in MC.by_id.values()
        for c in q.choices
        if c.action == "intake"
    }
    assert offers == {"L2": ("yes", None), "D12": ("yes", "PA05")}
