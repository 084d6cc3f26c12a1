"""An amount of money in whole đồng, within the question's bounds."""

from __future__ import annotations

from flows.bounds import Words, bound_faults
from flows.definition import Question
from flows.labels import pressed
from flows.money import read_money
from flows.questions.base import Heard
from flows.questions.duration import Amount, read_amount
from flows.session import Value
from flows.texts import text_key
from flows.vietnamese import Utterance

__all__ = ["MoneyType"]

_DONG = Amount(
    unread=text_key("reask.money"),
    several=text_key("reask.money_one"),
    confirm=text_key("confirm.amount_money"),
    outside=Words(text_key("reask.money_low"), text_key("reask.money_high"), param="_amount"),
)


class MoneyType:
    """Đồng: "200k", "1tr2", "hai trăm nghìn"; "200" alone is confirmed as 200,000."""

    name = "money"
    takes_text = False

    def faults(self, question: Question) -> list[str]:
        return bound_faults(question)

    def read(self, question: Question, utterance: Utterance) -> Heard:
        return read_amount(question, utterance, read_money(utterance), _DONG)

    def check_choice(self, question: Question, value: str) -> Value:
        return pressed(question, value).value
