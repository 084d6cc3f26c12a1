"""Reading forms: what a sound one becomes, and what the writer of a broken one is told."""

from pathlib import Path

import pytest

from flows.conditions import parse
from flows.definition import Choice, Ending, FollowUps, Question, Section
from flows.documents import MAX_BYTES, load
from flows.faults import Fault, FormFaultsError, Place, suggestion
from flows.identifiers import QuestionId
from flows.reader import minutes_for, read_form, read_located
from tests.flows.broken_forms import CASES, SYNTAX
from tests.flows.samples import FORM, SOURCES, changed

TEXT_TOLD = Path(__file__).with_name("broken_forms.txt").read_text(encoding="utf-8")
TOLD = dict(part.split("\n", 1) for part in TEXT_TOLD.removeprefix("## ").split("\n## "))
FORM_READ = read_form("sample", SOURCES)


def question(name: str) -> Question:
    return FORM_READ.by_id[name]


def faults_of(sources: dict[str, str]) -> str:
    with pytest.raises(FormFaultsError) as caught:
        read_form("sample", sources)
    return str(caught.value)


# -- a sound form


def test_the_head_of_a_form() -> None:
    assert FORM_READ.key == ("sample", 3)
    assert (FORM_READ.kind, FORM_READ.audience) == ("survey", "citizen")
    assert FORM_READ.title == {"vi": "Mẫu", "en": "Sample"}
    assert FORM_READ.languages == ("vi", "en")


def test_sections_and_questions_keep_the_order_of_asking() -> None:
    assert FORM_READ.sections == (
        Section(id="consent", title={"vi": "Đồng ý", "en": "Consent"}),
        Section(id="service", title={"vi": "Phục vụ", "en": "Service"}),
        Section(id="policy", title={"vi": "Chính sách", "en": "Policy"}),
    )
    ids = ["HELLO", "C1", "M1", "M2", "AGE", "NOTE", "MP1"]
    assert [q.id for q in FORM_READ.questions] == ids
    assert list(FORM_READ.by_id) == [*ids, "L1_B1", "L1_B3", "L1_A1", "L2"]
    assert all(FORM_READ.by_id[q.id] is q for q in FORM_READ.questions)
    assert [q.section for q in FORM_READ.questions[1:3]] == ["consent", "service"]


def test_a_stem_and_its_item_become_one_text() -> None:
    assert question("M1").text == {
        "vi": "Ông/Bà hài lòng về chỗ chờ?",
        "en": "Are you satisfied with the waiting area?",
    }
    assert question("M1").item == {"vi": "chỗ chờ", "en": "the waiting area"}
    assert question("AGE").item is None


def test_a_rating_takes_the_choices_of_its_scale() -> None:
    rating = question("M1")
    assert [c.value for c in rating.choices] == ["5", "4", "3", "2", "1", "na"]
    assert rating.choices[1] == Choice(value="4", label={"vi": "4 Tốt", "en": "4 Good"})
    assert (rating.kind, rating.factor, rating.required) == ("satisfaction", "B1", True)
    assert not rating.skippable


def test_a_question_without_options_has_the_defaults() -> None:
    assert question("AGE") == Question(
        id=QuestionId("AGE"),
        type="choice",
        text={"vi": "Tuổi của Ông/Bà?", "en": "Your age?"},
        section="service",
        skippable=True,
        choices=(
            Choice(value="young", low=18, high=59.5, label={"vi": "Dưới 60", "en": "Under 60"}),
            Choice(
                value="old",
                low=60,
                label={"vi": "Từ 60", "en": "60 or older"},
                aliases=("già", "cao tuổi"),
            ),
        ),
    )


def test_a_question_with_all_options_has_them() -> None:
    assert question("NOTE") == Question(
        id=QuestionId("NOTE"),
        type="text",
        text={"vi": "Góp ý thêm?", "en": "Anything else?"},
        section="service",
        private=True,
        skippable=True,
        max_length=500,
        review=False,
        prefill="counter",
        hint={"vi": "Viết ngắn gọn", "en": "Keep it short"},
        reask={"vi": "Xin viết lại", "en": "Please write again"},
    )


def test_consents_choices_and_endings() -> None:
    consent = question("C1")
    assert (consent.consent, consent.kind) == ("answers", "consent")
    assert consent.choices[2] == Choice(
        value="why",
        action="explain",
        label={"vi": "Vì sao?", "en": "Why?"},
        says={"vi": "Để đánh giá.", "en": "To assess."},
    )
    assert consent.endings == (
        Ending(
            when=parse("C1 == 'no'"),
            outcome="declined",
            says={"vi": "Cảm ơn.", "en": "Thank you."},
            offers_intake=True,
        ),
    )


def test_conditions_are_read() -> None:
    assert question("M2").condition == parse("M1 <= 2 or place == 'Huế'")
    assert question("M1").condition is None


def test_low_ratings_are_followed_up_once_a_factor() -> None:
    assert FORM_READ.follow_ups == FollowUps(
        ratings=frozenset({1, 2}), reason_prefix="L1_", offer=QuestionId("L2"), limit=2
    )
    assert list(FORM_READ.reasons) == ["B1", "B3", "A1"]
    assert FORM_READ.reasons["B1"] == Question(
        id=QuestionId("L1_B1"),
        type="choice",
        text={"vi": "Vì sao?", "en": "Why?"},
        hint={"vi": "Chọn một", "en": "Choose one"},
        section="service",
        skippable=True,
        open=True,
        follows="B1",
        choices=(
            Choice(value="waiting", category="PA03", label={"vi": "Chờ lâu", "en": "Waiting"}),
            Choice(value="other", label={"vi": "Khác", "en": "Other"}),
        ),
    )
    assert FORM_READ.reasons["B3"].choices[0].category == "PA01"  # its own, before those of B
    assert FORM_READ.reasons["A1"].section == "policy"
    offer = question("L2")
    assert (offer.section, offer.choices[0].action) == ("", "intake")


def test_what_is_switched_off_is_not_asked() -> None:
    assert "MP5" not in FORM_READ.by_id
    assert "A2" not in FORM_READ.reasons


def test_a_form_without_follow_ups_and_languages() -> None:
    short = "form: s\nversion: 1\nkind: dialogue\naudience: all\ntitle: {vi: S}\nsections:\n"
    short += "  - id: a\n    title: {vi: A}\n    questions:\n"
    short += "      - {id: X, type: text, text: {vi: Gì?}, open: true, enabled: true}\n"
    form = read_form("s", {"s": short})
    assert form.languages == ("vi",)
    assert (form.follow_ups, form.reasons) == (None, {})
    assert form.questions[0].open is True
    assert form.questions[0].review is True
    assert form.questions[0].max_length == 2000


def test_a_part_may_know_more_languages_than_its_form() -> None:
    sources = {name: text for name, text in SOURCES.items() if name != "sample"}
    only = "form: v\nversion: 1\nkind: survey\naudience: all\ntitle: {vi: V}\nsections:\n"
    form = read_form("v", {**sources, "v": only + "  - use: common/start\n"})
    assert form.questions[0].text == {"vi": "Chào Ông/Bà, khoảng {minutes} phút."}


def test_a_part_may_be_used_twice_with_other_parameters() -> None:
    twice = FORM + "  - use: common/policy\n    with: {form: 9}\n"
    told = faults_of({**SOURCES, "sample": twice})
    assert told.count("[duplicate-id]") == 1  # only the section: the questions differ
    assert "the id 'policy' is given twice" in told
    assert "'id' is '9P1'" in told  # a whole number is as good as a text


def test_parts_use_parts_and_an_empty_parameter_is_one() -> None:
    outer = "use: []\nsections:\n  - use: common/policy\n    with: {form: ''}\n"
    form = read_form(
        "sample",
        {**changed("use: common/policy\n    with: {form: M}", "use: common/outer")}
        | {"common/outer": outer.replace("use: []\n", "")},
    )
    assert "P1" in form.by_id


def test_texts_are_composed_as_people_type_them() -> None:
    form = read_form("sample", changed("vi: Mẫu", "vi: Ma\u0302\u0303u"))
    assert form.title["vi"] == "Mẫu"
    assert form.content_hash == FORM_READ.content_hash


def test_words_that_yaml_takes_for_truth_stay_words() -> None:
    form = read_form("sample", changed("value: old", "value: no"))
    assert form.by_id["AGE"].choices[1].value == "no"


# -- minutes and hash


@pytest.mark.parametrize(
    ("types", "minutes"),
    [
        ("", 1),
        ("scale5 " * 12, 1),  # 84 s
        ("scale5 " * 13, 2),  # 91 s
        ("notice " * 23, 2),  # 92 s
        ("notice " * 22, 1),  # 88 s
        ("consent " * 11, 1),
        ("consent " * 12, 2),
        ("ease5 " * 13, 2),
        ("ease5 " * 12, 1),
        ("scale3 " * 18, 2),
        ("scale3 " * 17, 1),
        ("phone " * 4, 1),
        ("phone " * 5, 2),
        ("choice " * 18, 2),
        ("choice " * 17, 1),
        ("text " * 4, 1),  # 80 s
        ("text " * 5, 2),
    ],
)
def test_minutes_are_counted_by_type(types: str, minutes: int) -> None:
    choices = (Choice(value="a", label={"vi": "A"}),)
    questions = [
        Question(
            id=QuestionId("X"),
            type=kind,
            text={},
            section="s",
            choices=() if kind in ("text", "phone") else choices,
        )
        for kind in types.split()
    ]
    assert minutes_for(questions) == minutes


def test_minutes_leave_out_what_only_some_are_asked_and_halve_what_may_be_skipped() -> None:
    def texts(count: int, **options: object) -> list[Question]:
        base = {"id": QuestionId("X"), "type": "text", "text": {}, "section": "s"}
        return [Question(**base, **options) for _ in range(count)]  # type: ignore[arg-type]

    assert minutes_for(texts(8, skippable=True)) == 1
    assert minutes_for(texts(9, skippable=True)) == 2
    assert minutes_for(texts(90, condition=parse("true"))) == 1
    assert FORM_READ.minutes == 1


def test_the_hash_is_of_the_content_and_of_nothing_else() -> None:
    assert FORM_READ.content_hash == (
        "7079b7186134b1cf2eabd9dd626a7e3087d16366580d3661b73924b6ecde516a"
    )
    spaced = FORM.replace("form: sample\n", "# a comment\nform:   'sample'\n\n")
    assert (
        read_form("sample", {**SOURCES, "sample": spaced}).content_hash == FORM_READ.content_hash
    )
    unused = {**SOURCES, "common/unused": "sections: []\n"}
    assert read_form("sample", unused).content_hash == FORM_READ.content_hash


@pytest.mark.parametrize(
    "sources",
    [
        changed("version: 3", "version: 4"),
        changed("en: Sample", "en: Another"),
        changed("M1 <= 2 or", "M1 <= 1 or"),
        changed("vi: chỗ chờ", "vi: chỗ ngồi"),
        changed("Ông/Bà hài lòng về", "Ông/Bà thấy sao về", "common/tables"),
        changed("5 Rất tốt", "5 Tuyệt vời", "common/tables"),
        changed("Chờ lâu", "Chờ quá lâu", "common/tables"),
        changed("limit: 2", "limit: 1", "common/tables"),
        changed("vi: Để đánh giá.", "vi: Để biết.", "common/start"),
        changed("with: {form: M}", "with: {form: N}"),
    ],
    ids=range(10),
)
def test_every_word_of_every_file_counts_for_the_hash(sources: dict[str, str]) -> None:
    assert read_form("sample", sources).content_hash != FORM_READ.content_hash


# -- where things stand


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("", "sample.yaml:1:1"),
        ("title", "sample.yaml:6:8 title"),
        ("title.en", "sample.yaml:6:22 title.en"),
        ("languages[1]", "sample.yaml:5:17 languages[1]"),
        ("audience", "sample.yaml:4:11 audience"),
        ("service.title", "sample.yaml:12:12 sections[1].title"),
        ("M1", "sample.yaml:14:9 sections[1].questions[0]"),
        ("M1.item.vi", "sample.yaml:21:20 sections[1].questions[0].item.vi"),
        (
            "AGE.choices[1].label.en",
            "sample.yaml:37:58 sections[1].questions[2].choices[1].label.en",
        ),
        ("C1", "common/start.yaml:13:9 sections[0].questions[1]"),
        ("MP1", "common/policy.yaml:5:9 sections[0].questions[0]"),
        ("L1_B1", "common/tables.yaml:12:3 follow_ups"),
        ("L1_B1.choices[0]", "common/tables.yaml:22:9 follow_ups.reasons.B[0]"),
        (
            "L1_B3.choices[0].category",
            "common/tables.yaml:25:33 follow_ups.reasons.B3[0].category",
        ),
        ("L1_A1.text.vi", "common/tables.yaml:15:14 follow_ups.text.vi"),
        ("L2", "common/tables.yaml:28:5 follow_ups.offer"),
        ("L2.choices[1].value", "common/tables.yaml:35:17 follow_ups.offer.choices[1].value"),
    ],
)
def test_every_thing_knows_its_place(key: str, place: str) -> None:
    form, places = read_located("sample", SOURCES)
    assert form == FORM_READ
    assert str(places[key]) == place


# -- broken forms


def test_every_case_has_its_words() -> None:
    assert TOLD.keys() == CASES.keys()


@pytest.mark.parametrize("case", CASES)
def test_the_writer_of_a_broken_form_is_told_all(case: str) -> None:
    assert faults_of(CASES[case]) == TOLD[case].strip()


@pytest.mark.parametrize("case", SYNTAX)
def test_the_writer_of_bad_yaml_is_told_where(case: str) -> None:
    sources, _ = SYNTAX[case]
    with pytest.raises(FormFaultsError) as caught:
        read_form("sample", sources)
    (fault,) = [f for f in caught.value.faults if f.code == "yaml-syntax"]
    assert str(fault).startswith(f"{SYNTAX[case][1]}: not valid YAML: ")


def test_a_form_of_the_greatest_size_is_read_and_one_byte_more_is_not() -> None:
    faults: list[Fault] = []
    text = "a: " + "ố" * ((MAX_BYTES - 3) // 3) + " " * ((MAX_BYTES - 3) % 3)
    assert len(text.encode()) == MAX_BYTES == 1_000_000
    assert load("x", text, faults) is not None
    assert faults == []
    assert load("x", text + " ", faults) is None
    assert [str(f) for f in faults] == ["x.yaml:1:1: larger than 1,000,000 bytes [too-large]"]


def test_many_anchors_cost_nothing() -> None:
    laughs = "a: &a [x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    told = faults_of({"sample": laughs})
    assert told.count("[anchor]") == 81


# -- faults


def test_faults_stand_in_the_order_of_the_sources_and_once() -> None:
    late = Fault(Place("b", 10, 1, "x"), "code", "later")
    early = Fault(Place("b", 9, 2), "code", "earlier")
    other = Fault(Place("a"), "code", "elsewhere")
    error = FormFaultsError([late, early, late, other])
    assert error.faults == (other, early, late)
    assert str(error) == "a: elsewhere [code]\nb:9:2: earlier [code]\nb:10:1 x: later [code]"


def test_a_close_word_is_suggested() -> None:
    assert suggestion("prefil", ["review", "prefill"]) == "; did you mean 'prefill'?"
    assert suggestion("zzz", ["review", "prefill"]) == ""
