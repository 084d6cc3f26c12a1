"""Cases: categories with severity, owner and term, and what a finished intake form becomes."""

from __future__ import annotations

from typing import Literal

import msgspec

from flows.events import ComplaintSubmitted
from flows.identifiers import ComplaintId, Instant, code_from, identifier_from
from flows.session import Frame, Value
from flows.spelling import fold
from flows.stories import story_of
from flows.vietnamese import listen
from flows.workdays import Calendar, deadline

__all__ = ["CATEGORIES", "LEGAL_KINDS", "Category", "as_denunciation", "case_from"]

Kind = Literal["suggestion", "praise", "report", "proposal"]

LEGAL_KINDS = ("formal_complaint", "denunciation")
"""Khiếu nại and tố cáo: never taken by chat, directed to their formal way (design §6)."""


class Category(msgspec.Struct, frozen=True):
    """One line of the category tree (domain §4.2).

    `severity` 0 (praise) to 4 (critical). `days`: working days to the answer, an internal term
    inside the 10 working days of Luật Tiếp công dân Đ28; None: no answer is due. `restricted`:
    the text is seen by the provincial inspection only, unit-level viewers get counts.
    `first_days`: working days until somebody must have begun, where that is urgent.
    """

    code: str
    severity: int
    owner_role: str
    days: int | None
    restricted: bool = False
    first_days: int | None = None


CATEGORIES: dict[str, Category] = {
    c.code: c
    for c in (
        Category("PA01", 2, "unit_head", 5),
        Category("PA02", 4, "provincial_inspection", 10, restricted=True, first_days=1),
        Category("PA03", 3, "one_stop_desk", 3),
        Category("PA04", 2, "professional_desk", 5),
        Category("PA05", 4, "provincial_inspection", 10, restricted=True, first_days=1),
        Category("PA06", 1, "office", 10),
        Category("PA07", 2, "information_technology", 3),
        Category("PA08", 3, "health_insurance", 5),
        Category("PA09", 3, "benefits_and_finance", 3),
        Category("PA10", 3, "collection", 5),
        Category("PA11", 3, "collection_and_inspection", 10),
        Category("PA12", 4, "data_protection", 1),
        Category("PA13", 1, "legal", 5),
        Category("PA14", 0, "personnel", None),
        Category("PA15", 1, "intake_desk", 5),
    )
}

_CATEGORY_QUESTIONS = ("SUBJECT", "GROUP", "CATEGORY_")
"""A subject that was guessed is confirmed; else the tree has two levels: the answer to a group, or
to a question below it, is the code.
"""
_PRAISE = "PA14"
_OTHER = "PA15"


def _text(frame: Frame, question: str) -> str | None:
    answer = frame.answers.get(question)
    value: Value = answer.value if answer else None
    return value if isinstance(value, str) and value.strip() else None


def _category(frame: Frame, kind: str, facts: dict[str, str]) -> Category:
    if kind == "praise":
        return CATEGORIES[_PRAISE]
    answers = (_text(frame, q) for q in frame.answers if q.startswith(_CATEGORY_QUESTIONS))
    chosen = next((code for code in answers if code in CATEGORIES), None)
    return CATEGORIES.get(chosen or facts.get("intake_category", _OTHER), CATEGORIES[_OTHER])


def _kind(stated: str, *, reachable: bool) -> Kind:
    """Return what the case is in law: without name, address and phone a report (phản ánh, kiến
    nghị: NĐ 20/2008, NĐ 92/2017) is taken as a suggestion, and so is a khiếu nại that was turned
    into one. A tố cáo that is taken in at all is a report (Luật Tố cáo 2018 Đ25). A reply is
    promised to whoever left a way to be reached.
    """
    if stated == "praise":
        return "praise"
    kinds: dict[str, Kind] = {
        "report": "report", "denunciation": "report", "proposal": "proposal",
    }  # fmt: skip
    return kinds.get(stated, "suggestion") if reachable else "suggestion"


def as_denunciation(category: Category) -> Category:
    """Return how a report that sounds like a tố cáo is handled, whatever its subject: clear
    information must be looked into (Luật Tố cáo 2018 Đ25), by who is not concerned, and unseen.
    """
    strict = CATEGORIES["PA02"]
    return msgspec.structs.replace(strict, code=category.code)


_COLLECTING = "PA10"
_NO_RECEIPT = frozenset({"THX", "THX_CASE"})
"""The collectors' form asks whether a receipt was given, and then offers a case."""
_RECEIPTS = ("bien lai", "bien nhan", "phieu thu", "hoa don")


def _is_unreceipted(story: str, cause: str | None) -> bool:
    """Whether money was taken without a receipt: that is critical (domain §4.2, PA10)."""
    if cause in _NO_RECEIPT:
        return True
    named = any(receipt in fold(story) for receipt in _RECEIPTS)
    return named and "unreceipted" in story_of(listen(story)).signs


def case_from(
    frame: Frame, facts: dict[str, str], calendar: Calendar, now: Instant, seed: bytes
) -> ComplaintSubmitted:
    """Return the case that a finished intake form makes.

    `frame` holds the answers KIND, GROUP, CATEGORY_…, STORY, NAME, ADDRESS and CONTACT_PHONE
    of the shipped form `intake`; what is missing is None. The code of the sent form is the
    case's too: people know one code for both. `facts` may carry `intake_category` and
    `intake_cause` from a low rating.
    """
    name, address = _text(frame, "NAME"), _text(frame, "ADDRESS")
    phone = _text(frame, "CONTACT_PHONE")
    reachable = bool(name and address and phone)
    stated = _text(frame, "KIND") or "suggestion"
    category = _category(frame, stated, facts)
    kind = _kind(stated, reachable=reachable)
    if frame.restricted == "denunciation":
        category = as_denunciation(category)
    story, cause = _text(frame, "STORY") or "", facts.get("intake_cause")
    if category.code == _COLLECTING and _is_unreceipted(story, cause):
        category = msgspec.structs.replace(category, severity=4)
    due = None if category.days is None else deadline(calendar, now, category.days)
    return ComplaintSubmitted(
        complaint_id=ComplaintId(identifier_from(seed, "complaint", now)),
        response_id=frame.response_id,
        code=frame.code or code_from(seed, "complaint"),
        kind=kind,
        category=category.code,
        severity=category.severity,
        owner_role=category.owner_role,
        restricted=category.restricted,
        reply_promised=reachable and kind != "praise",
        due_at=due,
        story=story,
        name=name,
        address=address,
        phone=phone,
        cause_question=cause,
    )
