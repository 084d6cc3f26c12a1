"""Questions to read answers to, as the forms of the library ask them."""

from __future__ import annotations

from flows.definition import Action, Choice, Question
from flows.identifiers import QuestionId
from flows.questions import QUESTION_TYPES
from flows.questions.base import Heard
from flows.vietnamese import listen


def choice(
    value: str,
    vi: str,
    en: str = "",
    *,
    action: Action = "answer",
    band: tuple[float | None, float | None] = (None, None),
    aliases: tuple[str, ...] = (),
) -> Choice:
    label = {"vi": vi, "en": en} if en else {"vi": vi}
    low, high = band
    return Choice(value=value, label=label, action=action, low=low, high=high, aliases=aliases)


def question(
    kind: str,
    *choices: Choice,
    text: str = "?",
    skippable: bool = False,
    open_: bool = False,
    private: bool = False,
    consent: str | None = None,
    max_length: int = 2000,
) -> Question:
    return Question(
        id=QuestionId("Q"),
        type=kind,
        text={"vi": text},
        section="s",
        choices=choices,
        skippable=skippable,
        open=open_,
        private=private,
        consent=consent,
        max_length=max_length,
    )


def read(asked: Question, text: str) -> Heard:
    return QUESTION_TYPES[asked.type].read(asked, listen(text))


NOT_APPLICABLE = choice("na", "Không áp dụng", "Does not apply")
LEVELS = (
    choice("5", "Rất hài lòng", "Very satisfied"),
    choice("4", "Hài lòng", "Satisfied"),
    choice("3", "Bình thường", "Neutral"),
    choice("2", "Không hài lòng", "Dissatisfied"),
    choice("1", "Rất không hài lòng", "Very dissatisfied"),
)
RATE = question("scale5", *LEVELS, NOT_APPLICABLE)
RATE_ALL = question("scale5", *LEVELS)
EASE = question(
    "scale5",
    choice("5", "Rất dễ", "Very easy"),
    choice("4", "Dễ", "Easy"),
    choice("3", "Bình thường", "Neither"),
    choice("2", "Khó", "Difficult"),
    choice("1", "Rất khó", "Very difficult"),
    choice("na", "Không làm bước này", "I did not do this"),
)
YES_NO = question("yes_no", choice("yes", "Có", "Yes"), choice("no", "Không", "No"))
CONSENT = question(
    "consent",
    choice("yes", "Đồng ý", "I agree"),
    choice("no", "Không đồng ý", "I do not agree"),
    choice("details", "Xem chi tiết", "Show details", action="explain"),
    consent="answers",
)
PHONE = question("phone", private=True, skippable=True)
PHONE_NEEDED = question("phone", private=True)
NUMBER = question("number")
TRIPS = question(
    "choice",
    choice("none", "Không phải đi", "None", band=(0, 0)),
    choice("one", "1 lần", "1 trip", band=(1, 1)),
    choice("two", "2 lần", "2 trips", band=(2, 2)),
    choice("three", "3 lần", "3 trips", band=(3, 3)),
    choice("more", "Trên 3 lần", "More than 3", band=(4, None)),
)
WAIT = question(
    "choice",
    choice("under_15", "Dưới 15 phút", "Under 15 minutes", band=(0, 14)),
    choice("from_15", "15–30 phút", "15–30 minutes", band=(15, 30)),
    choice("from_31", "31–60 phút", "31–60 minutes", band=(31, 60)),
    choice("over_60", "Trên 60 phút", "Over 60 minutes", band=(61, None)),
)
AGE = question(
    "choice",
    choice("from_18", "18–29", "18–29", band=(18, 29)),
    choice("from_30", "30–44", "30–44", band=(30, 44)),
    choice("from_45", "45–59", "45–59", band=(45, 59)),
    choice("from_60", "60–74", "60–74", band=(60, 74)),
    choice("from_75", "Từ 75 trở lên", "75 or older", band=(75, 120)),
    text="Tuổi của Ông/Bà?",
)
REASON = question(
    "choice",
    choice("attitude", "Thái độ chưa tốt", "Bad manners"),
    choice("unclear", "Giải thích chưa rõ", "Poor explanation"),
    choice("harassed", "Bị gây khó dễ", "Made difficulties"),
    choice("money", "Bị gợi ý tiền, quà", "Hints at money or gifts"),
    choice("other", "Lý do khác", "Another reason"),
    open_=True,
)
WHO = question(
    "choice",
    choice("self", "Tôi tự trả lời", "I answer myself"),
    choice("family", "Người nhà giúp", "A relative helps"),
    choice("officer", "Viên chức giúp", "An officer helps"),
    choice("someone", "Người khác giúp", "Somebody else helps"),
)
