"""Forms that read well but must not be asked. What is told stands in `unsound_forms.txt`."""

from flows.definition import Question
from flows.questions.base import Heard, QuestionType
from flows.session import Value
from flows.vietnamese import Utterance
from tests.flows.samples import FORM, SOURCES, START, TABLES, changed

__all__ = ["TYPES", "UNSOUND"]


class FakeType:
    """A question type that reads nothing; its questions with the id BAD have a fault."""

    def __init__(self, name: str, *, takes_text: bool = False) -> None:
        self.name = name
        self.takes_text = takes_text

    def faults(self, question: Question) -> list[str]:
        return [f"{self.name} does not like it"] if question.id == "BAD" else []

    def read(self, question: Question, utterance: Utterance) -> Heard:
        raise NotImplementedError

    def check_choice(self, question: Question, value: str) -> Value:
        raise NotImplementedError


TYPES: dict[str, QuestionType] = {
    name: FakeType(name, takes_text=name == "text")
    for name in ("choice", "consent", "notice", "number", "phone", "scale5", "text", "yes_no")
}


def with_questions(*questions: str) -> dict[str, str]:
    """Return the sample form with more questions at the end of its section."""
    lines = "".join(
        "      - " + "\n        ".join(question.strip().splitlines()) + "\n"
        for question in questions
    )
    at = FORM.index("  - use: common/policy")
    return {**SOURCES, "sample": FORM[:at] + lines + FORM[at:]}


TEXT = "text: {vi: Gì?, en: What?}"
AB = """choices:
  - {value: a, label: {vi: A, en: A}}
  - {value: b, label: {vi: B, en: B}}"""


def choice(name: str, rest: str = "") -> str:
    return f"id: {name}\ntype: choice\n{TEXT}\n{AB}\n{rest}"


def rated(rest: str) -> str:
    return f"id: X\ntype: scale5\nscale: FIVE\n{TEXT}\n{rest}"


STEP_REASONS = {
    "common/tables": TABLES.replace(
        "    A:\n",
        "    STEPS: [{value: a, label: {vi: A, en: A}}, "
        "{value: b, label: {vi: B, en: B}}]\n    A:\n",
    )
}


def asked_if(condition: str, *before: str) -> dict[str, str]:
    return with_questions(*before, choice("LAST", f"condition: {condition}"))


def ends_if(*endings: str) -> str:
    lines = "".join(f"\n  - when: {ending}\n    outcome: ineligible" for ending in endings)
    return f"endings:{lines}"


UNSOUND = {
    # words
    "a question too long": changed("vi: Tuổi của Ông/Bà?", "vi: T" + "u" * 160),
    "a question too long with its item": changed("vi: chỗ chờ", "vi: " + "c" * 141),
    "a question too long when filled": changed(
        "vi: Góp ý thêm?", "vi: '" + "{address} " * 4 + "'"
    ),
    "a hint too long": changed("vi: Viết ngắn gọn", "vi: " + "v" * 161),
    "a button too long": changed("vi: Dưới 60", "vi: Dưới sáu mươi tuổi một"),
    "a button of a scale too long": changed(
        "vi: 4 Tốt", "vi: 4 Tốt nhưng chưa thật tốt", "common/tables"
    ),
    "a reason too long": changed("vi: Chờ lâu", "vi: Chờ lâu quá sức chịu đựng", "common/tables"),
    "an explanation too long": changed("vi: Để đánh giá.", "vi: " + "d" * 901, "common/start"),
    "a farewell too long": changed("vi: Cảm ơn.", "vi: " + "d" * 901, "common/start"),
    "a title too long": changed("vi: Mẫu", "vi: " + "m" * 161),
    "a section's title too long": changed("vi: Phục vụ", "vi: " + "p" * 161),
    "an unknown placeholder": changed("{minutes} phút", "{minuten} phút", "common/start"),
    "an unfilled placeholder": changed("vi: Viết ngắn gọn", "vi: 'Viết {} gọn'"),
    "a stray brace": changed("vi: Viết ngắn gọn", "vi: 'Viết { gọn'"),
    "a closing brace": changed("vi: Viết ngắn gọn", "vi: 'Viết gọn {office}}'"),
    "two buttons alike": changed("vi: Từ 60", "vi: DƯỚI 60"),
    "asks for the identity number": changed("vi: Góp ý thêm?", "vi: Số căn cước của Ông/Bà?"),
    "asks for an OTP": changed("vi: Viết ngắn gọn", "vi: Xin nhập mã OTP"),
    "asks in English": changed("en: Please write again", "en: Your account number please"),
    "a refusal after a question": changed(
        "vi: Góp ý thêm?", "vi: Cho biết mật khẩu. Đừng ghi gì khác."
    ),
    # types, codes
    "an unknown type": changed("        type: text", "        type: tekst"),
    "a type's own fault": with_questions(choice("BAD")),
    "an unknown factor": changed("factor: B3", "factor: B6"),
    "a satisfaction without factor": changed("        factor: B3\n", ""),
    "a factor without satisfaction": with_questions(choice("X", "factor: B1")),
    "a satisfaction that is no rating": with_questions(
        choice("X", "kind: satisfaction\nfactor: B1")
    ),
    "an unknown category": changed("category: PA03", "category: PA16", "common/tables"),
    "an unknown prefill": changed("prefill: counter", "prefill: couner"),
    "an unknown consent": changed("consent: answers", "consent: answer", "common/start"),
    "required and skippable": changed(
        "        type: choice\n        skippable: true",
        "        type: choice\n        required: true\n        skippable: true",
    ),
    "an explanation of nothing": changed(
        "            says: {vi: Để đánh giá., en: To assess.}\n", "", "common/start"
    ),
    "words never said": changed(
        "value: old, low: 60,", "value: old, low: 60, says: {vi: Kính, en: Hi},"
    ),
    "no way on": with_questions(
        f"id: X\ntype: choice\n{TEXT}\nchoices:\n"
        "  - {value: a, action: pause, label: {vi: A, en: A}}\n"
        "  - {value: b, action: human, label: {vi: B, en: B}}"
    ),
    "an unknown step": with_questions(rated("step: findd")) | STEP_REASONS,
    "a step and a factor": with_questions(rated("step: find\nkind: satisfaction\nfactor: B1")),
    "a step that is no rating": with_questions(choice("X", "step: find")) | STEP_REASONS,
    "an item without 'not applicable'": changed(
        "    - {value: na, label: {vi: 0 Không có, en: 0 None}}\n", "", "common/tables"
    ),
    "a level without its number": changed("vi: 4 Tốt", "vi: Tốt", "common/tables"),
    "a level with a wrong number": changed("en: 0 None", "en: 6 None", "common/tables"),
    "a step without reasons": with_questions(rated("step: find")),
    "a service too long": changed(
        "languages: [vi, en]", "languages: [vi, en]\nservice: {vi: " + "s" * 61 + ", en: s}"
    ),
    "a question too long with the form's service": changed(
        "languages: [vi, en]", "languages: [vi, en]\nservice: {vi: " + "s" * 60 + ", en: s}"
    )
    | {"common/start": START.replace("Ông/Bà đồng ý không?", "'" + "x" * 100 + " {service}'")},
    # consent
    "private words before consent": changed(
        '        required: true\n        text: {vi: "Chào',
        '        required: true\n        private: true\n        text: {vi: "Chào',
        "common/start",
    ),
    "no consent at all": changed("        consent: answers\n", "", "common/start"),
    "a phone without consent": with_questions(f"id: TEL\ntype: phone\nprivate: true\n{TEXT}"),
    "a phone under the wrong consent": with_questions(
        f"id: TEL\ntype: phone\nprivate: true\ncondition: C1 == 'yes'\n{TEXT}"
    ),
    # names and values of conditions
    "an unknown question": asked_if("AGF == 'old'"),
    "an unknown fact": asked_if("plase == 'x'"),
    "a later question": asked_if("MP1 == 1"),
    "its own answer": asked_if("LAST == 'a'"),
    "a switched-off question": asked_if("MP5 == 1"),
    "an unknown value": asked_if("AGE == 'olt'"),
    "a text for a rating": asked_if("M1 == '1'"),
    "a rating out of range": asked_if("M1 in [1, 6]"),
    "a button that stores nothing": asked_if("C1 == 'why'"),
    "an unknown value of a prefilled choice": asked_if(
        "MID == 'c'", choice("MID", "prefill: place")
    ),
    "an unknown choice": asked_if("chosen(AGE, 'olt')"),
    "an unknown flag": asked_if("flagged(NOTE, 'denonciation')"),
    "a flag of a choice": asked_if("flagged(AGE, 'denunciation')"),
    "an ending about the future": changed("when: C1 == 'no'", "when: M1 == 1", "common/start"),
    # ways
    "a condition that cannot hold": asked_if("AGE == 'old' and AGE == 'young'"),
    "a condition that always holds": asked_if("M1 == 'na' or M1 >= 1"),
    "a constant condition": asked_if("'true'"),
    "a condition never": asked_if("'false'"),
    "a number between": asked_if("NUM > 1 and NUM < 1", f"id: NUM\ntype: number\n{TEXT}"),
    "an answer that ended the form": asked_if("C1 == 'no'"),
    "an answer always there": asked_if("answered(M1)"),
    "an unasked question": asked_if(
        "MID == 'a' and AGE == 'young'", choice("MID", "condition: AGE == 'old'")
    ),
    "a branch that always ends": asked_if(
        "AGE == 'old'",
        choice("MID", "condition: AGE == 'old'\n" + ends_if("MID == 'a'", "MID == 'b'")),
    ),
    "every answer ends": with_questions(
        choice("MID", ends_if("MID == 'a'", "MID == 'b'")), choice("LAST")
    ),
    "an ending behind another": with_questions(
        choice("MID", ends_if("MID == 'a'", "MID in ['a']"))
    ),
    "an ending that cannot hold": with_questions(
        choice("MID", ends_if("MID == 'a' and MID == 'b'"))
    ),
    "a fact that ended the form": asked_if(
        "mode == 'paper'", choice("MID", ends_if("mode == 'paper'"))
    ),
    "an ending by a fact behind another": with_questions(
        choice("MID", ends_if("mode == 'paper'", "mode in ['paper']"))
    ),
    "an offer that always holds": asked_if("L2 in ['yes', 'no'] or L2 == none"),
    "several at once": with_questions(
        choice("X", "condition: AGE == 'ol'\nprefill: nothing\nfactor: B9"),
        choice("Y", "condition: 'false'"),
    ),
}
UNSOUND["an unknown part of the follow-ups"] = {
    **SOURCES,
    "common/tables": TABLES.replace("    id: L2\n    type: yes_no", "    id: L2\n    type: maybe"),
}
