"""The kinds of questions, by the name that forms use."""

from __future__ import annotations

from flows.questions.acknowledge import AcknowledgeType
from flows.questions.base import QuestionType
from flows.questions.calculated import CalculatedType
from flows.questions.choice import ChoiceType
from flows.questions.consent import ConsentType
from flows.questions.date import DateType
from flows.questions.decimal import DecimalType
from flows.questions.duration import DurationType
from flows.questions.many import ManyType
from flows.questions.money import MoneyType
from flows.questions.notice import NoticeType
from flows.questions.number import NumberType
from flows.questions.phone import PhoneType
from flows.questions.scale3 import Scale3Type
from flows.questions.scale5 import Scale5Type
from flows.questions.text import TextType
from flows.questions.yes_no import YesNoType

__all__ = ["QUESTION_TYPES"]

QUESTION_TYPES: dict[str, QuestionType] = {
    "acknowledge": AcknowledgeType(),
    "calculated": CalculatedType(),
    "choice": ChoiceType(),
    "consent": ConsentType(),
    "date": DateType(),
    "decimal": DecimalType(),
    "duration": DurationType(),
    "many": ManyType(),
    "money": MoneyType(),
    "notice": NoticeType(),
    "number": NumberType(),
    "phone": PhoneType(),
    "scale3": Scale3Type(),
    "scale5": Scale5Type(),
    "text": TextType(),
    "yes_no": YesNoType(),
}
"""One line a kind: the name in a form → what reads its answers."""
