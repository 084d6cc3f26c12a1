"""The kinds of questions, by the name that forms use."""

from __future__ import annotations

from flows.questions.base import QuestionType
from flows.questions.choice import ChoiceType
from flows.questions.consent import ConsentType
from flows.questions.notice import NoticeType
from flows.questions.number import NumberType
from flows.questions.phone import PhoneType
from flows.questions.scale5 import Scale5Type
from flows.questions.text import TextType
from flows.questions.yes_no import YesNoType

__all__ = ["QUESTION_TYPES"]

QUESTION_TYPES: dict[str, QuestionType] = {
    "choice": ChoiceType(),
    "consent": ConsentType(),
    "notice": NoticeType(),
    "number": NumberType(),
    "phone": PhoneType(),
    "scale5": Scale5Type(),
    "text": TextType(),
    "yes_no": YesNoType(),
}
"""One line a kind: the name in a form → what reads its answers."""
