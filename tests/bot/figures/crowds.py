"""Crowds that answered: many responses in few statements, as the service leaves them."""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import insert

from flows.identifiers import Instant
from storage.opening import SqlStorage
from storage.records import ResponseRecord
from storage.tables import answers, responses
from storage.work import UnitOfWork
from survey.validity import Weight
from tests.storage.records import response

__all__ = ["Form", "answered", "put_crowd"]

MOST = 2_000
"""Responses in one transaction."""

_RESPOND, _ANSWER = insert(responses), insert(answers)
Form = tuple[ResponseRecord, Mapping[str, int | str]]


def answered(number: int, ratings: Mapping[str, int | str], **more: object) -> Form:
    """Return a form that was sent, with what it says."""
    values = {
        "form": "mc", "version": 2, "state": "completed", "session_id": None, "trial": False,
        "completed_at": Instant(int(str(more.get("started_at", 0))) + 200_000), **more,
    }  # fmt: skip
    return response(f"r{number:07}", **values), ratings


async def put_crowd(storage: SqlStorage, forms: Iterable[Form]) -> None:
    """Store them all."""
    every = list(forms)
    for start in range(0, len(every), MOST):
        unit = UnitOfWork()
        for record, ratings in every[start : start + MOST]:
            unit.add(_RESPOND, msgspec.structs.asdict(record))
            for question, value in ratings.items():
                unit.add(_ANSWER, _answer(record.id, question, value))
            weight = Weight(shown=9, answered=9, rated=9, lowest=1, highest=5)
            storage.counting.weigh(unit, record.id, weight)
        await storage.commit(unit)


def _answer(response_id: str, question: str, value: int | str) -> dict[str, object]:
    return {
        "response_id": response_id, "question": question, "revision": 1,
        "value": msgspec.json.encode(value).decode(), "sealed_value": None, "method": "button",
        "confidence": 1.0, "comment": None, "private": False, "flags": "[]", "at": 20,
        "retracted": False,
    }  # fmt: skip
