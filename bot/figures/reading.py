"""Reads a response as figures see it: what it rated and told, and what it is told apart by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Final

from bot.i18n import day_of
from flows.definition import Form, Question
from flows.session import Value
from storage.figure_records import Facts
from survey.call_backs import is_refuted
from survey.cells import CSAT, HELPED_BY, Counted

__all__ = ["counted_of", "served_on"]

_WHOLE: Final = "G9"
"""The question on the service as a whole: the same in every form (domain §2.5)."""
_OUTCOME, _STOPPED_AT = "UXR1", "UXR3"
"""How an online procedure ended, and where it was given up (domain §3.5)."""
_TOLD: Final = frozenset({"visit", "outcome", "faces"})
"""Sections that tell how a service went: their choices are counted, beside reasons and wishes."""
_SCALE: Final = "scale5"
_RATINGS: Final = range(1, 6)


def counted_of(
    facts: Facts, form: Form, officer: str | None, known: Counted | None,
    opinions: Mapping[str, str] | None = None,
) -> Counted:  # fmt: skip
    """Return what a valid response counts as, with what its open words say
    (`bot.figures.opinions`). Who it is from stays what it was when it first counted: what they are
    known by is not kept for ever.
    """
    day = day_of(facts.issued_at)
    first, last = served_on(facts)
    ended = _text(facts.answers.get(_STOPPED_AT))
    return Counted(
        response_id=facts.response_id,
        respondent=_respondent(facts, day) if known is None else known.respondent,
        day=day.isoformat(),
        unit_id=facts.unit_id or "",
        form=facts.form,
        version=facts.version,
        labels=_labels(facts, officer),
        kind=facts.kind,
        audience=form.audience,
        campaign_id=facts.campaign_id or "",
        stratum=_stratum(facts),
        commune=facts.commune,
        served_from=first.isoformat(),
        served_to=last.isoformat(),
        ratings=_ratings(form, facts.answers),
        choices={**_choices(form, facts.answers), **(opinions or {})},
        outcome=_text(facts.answers.get(_OUTCOME)),
        stopped_at=ended if ended in _steps(form) else None,
        refuted=is_refuted(facts.called),
    )


def served_on(facts: Facts) -> tuple[date, date]:
    """Return the days of the service that a response is about (`bot.handlers.rating`)."""
    if facts.period_from is None:
        began = day_of(facts.started_at)
        return began, began
    first = date.fromisoformat(facts.period_from)
    return first, date.fromisoformat(facts.period_to or facts.period_from)


def _respondent(facts: Facts, day: date) -> str:
    """Return who responded: the person of the transaction, else the session, else the response.
    A person is named anew for each unit and month, so that nobody can be followed by it.
    """
    if facts.person is not None:
        place = f"{facts.person}/{facts.unit_id}/{day:%Y-%m}"
        return f"p:{sha256(place.encode()).hexdigest()[:24]}"
    if facts.session_id is None or facts.channel == "kiosk" or facts.kind == "assisted":
        return f"r:{facts.response_id}"  # many people use one device
    return f"s:{facts.session_id}"


def _labels(facts: Facts, officer: str | None) -> dict[str, str]:
    known = {
        "form": facts.form,
        "group": facts.group_id,
        "place": facts.place_id,
        "officer": officer,
        "procedure": facts.procedure,
        "area": facts.area or facts.stratum_area,
        "mode": facts.mode or facts.stratum_mode,
        "channel": facts.channel,
        "evidence": f"V{facts.evidence}",
    }
    return {name: value for name, value in known.items() if value}


def _stratum(facts: Facts) -> str:
    """Return the part of the frame it was drawn from, as the sealed draw has it."""
    if facts.group_id is None:
        return ""
    parts = (facts.group_id, facts.stratum_unit, facts.stratum_area, facts.stratum_mode)
    return "/".join((facts.campaign_id or "", *(part or "" for part in parts)))


def _ratings(form: Form, answers: Mapping[str, Value]) -> dict[str, int]:
    """Return the ratings of five levels; three faces are a scale of their own (`survey.faces`)."""
    return {
        f"{topic}/{name}": value
        for name, value in sorted(answers.items())
        if (question := form.by_id.get(name)) is not None
        and question.type == _SCALE
        and value in _RATINGS
        and isinstance(value, int)
        and (topic := _topic(question)) is not None
    }


def _topic(question: Question) -> str | None:
    if question.kind == "satisfaction":
        return question.factor
    if question.id == _WHOLE:
        return CSAT
    return None if question.step is None else f"step:{question.step}"


def _choices(form: Form, answers: Mapping[str, Value]) -> dict[str, str]:
    return {
        name: str(value)
        for name, value in sorted(answers.items())
        if (question := form.by_id.get(name)) is not None
        and _is_told(question)
        and question.choice(str(value)) is not None
    }


def _is_told(question: Question) -> bool:
    # Faces, wishes (R2), and who filled in the form.
    is_asked = question.type == "scale3" or question.kind == "need" or question.id == HELPED_BY
    return (is_asked or question.follows is not None or question.section in _TOLD) and (
        question.type != _SCALE
    )


def _steps(form: Form) -> frozenset[str]:
    return frozenset(one.step for one in form.questions if one.step is not None)


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
