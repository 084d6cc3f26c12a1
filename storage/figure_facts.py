"""Reads what is recorded of responses: all that decides whether and where they count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

import msgspec
from sqlalchemy import and_, case, func, or_, select

from flows.session import Value
from storage.answers import IS_CURRENT
from storage.base import Database
from storage.call_back_tables import concluded_of
from storage.campaign_tables import draw_strata as s
from storage.campaign_tables import drawn as d
from storage.counting import OUTCOME, rule_values
from storage.counting_tables import response_weights as w
from storage.figure_records import Facts
from storage.scopes import among, listed
from storage.tables import answers, places
from storage.tables import invitations as i
from storage.tables import responses as r
from storage.transaction_tables import transactions as t
from survey.call_backs import CONFIRMED
from survey.counts import VALID
from survey.validity import Rules

__all__ = ["ISSUED_AT", "IS_PERSONAL", "facts_of"]

IS_PERSONAL: Final = and_(r.c.invitation_kind == "personal", i.c.id.is_not(None))
"""Whether a response came by an invitation of its person's own, which tells the days of the
service.
"""
_is_official = and_(
    ~r.c.trial, ~r.c.demo, or_(~IS_PERSONAL, and_(~i.c.trial, ~i.c.demo))
)  # as `storage.counting` has it: neither trials nor examples are counted
_called = concluded_of(r.c.id)
_PROVED: Final = 4
"""V4: confirmed by a call (domain §8.2)."""
ISSUED_AT: Final = case((IS_PERSONAL, i.c.created_at), else_=r.c.started_at)
"""When the form of a response was issued: figures and counts are of that day. Of responses joined
to the invitations they came by, if any.
"""
_COLUMNS: Final = {
    "response_id": r.c.id,
    "outcome": case((_is_official, OUTCOME), else_="unofficial"),
    "form": r.c.form,
    "version": r.c.version,
    "session_id": r.c.session_id,
    "channel": r.c.channel,
    "started_at": r.c.started_at,
    "unit_id": r.c.unit_id,
    "place_id": r.c.place_id,
    "counter_id": r.c.counter_id,
    "procedure": r.c.procedure,
    "commune": r.c.commune,
    "kind": func.coalesce(r.c.invitation_kind, "none"),
    "issued_at": ISSUED_AT,
    "period_from": case((IS_PERSONAL, i.c.period_from)),
    "period_to": case((IS_PERSONAL, i.c.period_to)),
    "campaign_id": i.c.campaign_id,
    "person": func.coalesce(t.c.person_index, t.c.phone_index),
    "group_id": s.c.group_id,
    "stratum_unit": s.c.unit_id,
    "stratum_area": s.c.area,
    "stratum_mode": s.c.mode,
    "area": func.coalesce(t.c.area, places.c.area),
    "mode": t.c.mode,
    "evidence": case((_called == CONFIRMED, _PROVED), else_=func.coalesce(w.c.evidence, 0)),
    "called": _called,
}
_FACTS = (
    select(*(column.label(name) for name, column in _COLUMNS.items()))
    .select_from(
        r.outerjoin(w, w.c.response_id == r.c.id)
        .outerjoin(i, i.c.id == r.c.invitation_id)
        .outerjoin(t, t.c.id == i.c.transaction_id)
        .outerjoin(
            d,
            and_(d.c.campaign_id == i.c.campaign_id, d.c.transaction_id == i.c.transaction_id),
        )
        .outerjoin(s, and_(s.c.draw_id == d.c.draw_id, s.c.position == d.c.stratum))
        .outerjoin(places, places.c.id == r.c.place_id)
    )
    .where(among(r.c.id, "ids"))
)
_ANSWERS = select(answers.c.response_id, answers.c.question, answers.c.value).where(
    among(answers.c.response_id, "ids"), IS_CURRENT, answers.c.value.is_not(None)
)
_decode_value: msgspec.json.Decoder[Value] = msgspec.json.Decoder(Value)


async def facts_of(database: Database, ids: Collection[str], rules: Rules) -> list[Facts]:
    """Return what is recorded of these responses, and the answers of those that count."""
    values = {"ids": listed(ids), **rule_values(rules)}
    found = [_facts(row) for row in await database.rows(_FACTS, values, in_thread=True)]
    valid = [one.response_id for one in found if one.outcome == VALID]
    answered = await _answers_of(database, valid)
    return [
        msgspec.structs.replace(one, answers=answered.get(one.response_id, {})) for one in found
    ]


def _facts(row: Any) -> Facts:  # noqa: ANN401 – a row of any driver
    values = dict(zip(_COLUMNS, row, strict=True))
    person = values["person"]
    return Facts(**{**values, "person": None if person is None else bytes(person).hex()})


async def _answers_of(database: Database, ids: Collection[str]) -> dict[str, dict[str, Value]]:
    """Return the answers that responses come to: question → value, by response."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    for response_id, question, value in await database.rows(
        _ANSWERS, {"ids": listed(ids)}, in_thread=True
    ):
        found[response_id][question] = _decode_value.decode(value)
    return found
