"""Counts forms by what came of them: the rule of `survey.validity`, said in SQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Float,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
)

from flows.identifiers import Instant, ResponseId
from flows.time_units import DAY
from flows.workdays import VIETNAM
from storage.base import Database, ResponseRecord, UnitOfWork
from storage.call_back_tables import concluded_of
from storage.campaign_tables import campaigns
from storage.counting_records import Group
from storage.counting_tables import response_weights as w
from storage.dialects import ByDialect, named_values
from storage.judging_tables import judgings
from storage.responses import response_columns, response_of
from storage.scopes import among, listed
from storage.tables import answers, invitations, proofs
from storage.tables import responses as r
from storage.transaction_tables import transactions
from survey.call_backs import CONFIRMED
from survey.validity import BY_STATE, Rules, Weight

__all__ = [
    "AHEAD", "IS_FORM", "IS_LATE", "IS_UNPROVED", "OPENED", "OUTCOME", "SENT", "SqlCounting",
    "day_numbered", "rule_values",
]  # fmt: skip

AHEAD: Final = VIETNAM.utcoffset(None) // timedelta(milliseconds=1)
"""Days begin so much earlier in Vietnam than in UTC, all year round (in ms)."""
# Spelt out, not parameters: a list of them would have to be written anew for each statement.
_MAYBE_UNBEGUN: Final[ColumnElement[bool]] = literal_column(
    "responses.state IN ('in_progress', 'stopped', 'abandoned')"
)
"""States in which nothing may have been answered yet. Of who declined, was not eligible, was sent
the formal way or had it erased, nothing need be kept, and something was answered.
"""
_SUPERSEDED: Final[ColumnElement[bool]] = literal_column("responses.state = 'superseded'")
_ENDED: Final[ColumnElement[bool]] = literal_column(
    "responses.state IN ('completed', 'stopped', 'abandoned')"
)
"""States in which a response counts by its answers."""

# What proves who answered (domain §8.2), as of when a form ends: numbers are not kept for ever. An
# account's own number is V1; the same as in the transaction's list, V3.
_proof = select(proofs.c.kind).where(proofs.c.response_id == bindparam("response_id"))
_MEETS_LIST = _proof.where(
    proofs.c.blind_index == transactions.c.phone_index,
    transactions.c.id == invitations.c.transaction_id,
    invitations.c.id == r.c.invitation_id,
    r.c.id == proofs.c.response_id,
)
_EVIDENCE = case((_MEETS_LIST.exists(), 3), (_proof.exists(), 1), else_=0)
_WEIGHT = {**named_values(w, "evidence"), "evidence": _EVIDENCE}
_WEIGH = ByDialect(
    lambda insert: (
        insert(w)
        .values(_WEIGHT)
        .on_conflict_do_update(
            index_elements=[w.c.response_id],
            set_={name: bindparam(name) for name in Weight.__struct_fields__},
        )
    )
)
# Who sends a form at the same moment knows better.
_WEIGH_FIRST = ByDialect(lambda insert: insert(w).values(_WEIGHT).on_conflict_do_nothing())
_UNWEIGH = delete(w).where(w.c.response_id == bindparam("of_response"))
_UNWEIGHED = (
    select(*response_columns)
    .outerjoin(w, w.c.response_id == r.c.id)
    .where(w.c.response_id.is_(None), _ENDED, among(r.c.form, "forms"))
    .limit(bindparam("most"))
)

_is_answered = select(literal(1)).where(answers.c.response_id == r.c.id).correlate(r).exists()
IS_FORM = ~and_(_SUPERSEDED, ~_is_answered)
"""What was begun anew before anything was answered is no form of its own."""
_is_kept = (
    select(literal(1))
    .where(judgings.c.response_id == r.c.id, judgings.c.state == literal_column("'kept'"))
    .correlate(r)
    .exists()
)
_is_straight = and_(
    w.c.rated >= bindparam("straight_items", type_=BigInteger),
    w.c.lowest == w.c.highest,
    r.c.completed_at - r.c.started_at < bindparam("least_ms", type_=BigInteger),
)
_its, _campaign = invitations.alias("its"), campaigns.alias("its_campaign")
_CAMPAIGN = (
    select(_campaign.c.id)
    .select_from(_its.join(_campaign, _campaign.c.id == _its.c.campaign_id))
    .where(_its.c.id == r.c.invitation_id)
    .correlate(r, w)
)
IS_LATE = _CAMPAIGN.where(_campaign.c.closed_at < r.c.completed_at).exists()
"""It was sent after its campaign was closed."""
# A call is asked for only where the campaign asks for more than the response itself proves. Who
# confirmed it proves all that there is to prove (V4).
_is_confirmed = func.coalesce(concluded_of(r.c.id), "") == CONFIRMED
IS_UNPROVED = _CAMPAIGN.where(_campaign.c.min_evidence > w.c.evidence, ~_is_confirmed).exists()
"""Less is known of who answered than its campaign asks for."""
OUTCOME: ColumnElement[str] = case(
    (r.c.id.is_(None), "not_returned"),
    (and_(_MAYBE_UNBEGUN, ~_is_answered), "not_returned"),
    *((r.c.state == state, reason) for state, reason in BY_STATE.items()),
    (r.c.set_aside, "set_aside"),
    (r.c.to_be_judged, "to_be_judged"),
    (or_(w.c.response_id.is_(None), w.c.shown == 0), "unfinished"),
    (
        cast(w.c.answered, Float) / w.c.shown < bindparam("least_answered", type_=Float),
        "unfinished",
    ),
    (and_(_is_straight, ~_is_kept), "straight_lined"),
    (IS_LATE, "late"),
    (IS_UNPROVED, "unproved"),
    else_="valid",
)
"""What came of a form; `rule_values` gives its parameters."""


def _grouped(
    at: ColumnElement[Any],
    columns: dict[str, ColumnElement[Any]],
    source: Any,  # noqa: ANN401 – any join
) -> Select[Any]:
    """Return the statement that counts the rows of `source` by these columns, day and outcome."""
    keys = [*columns.values(), (at + AHEAD) // DAY, OUTCOME]
    return select(*keys, func.count()).select_from(source).group_by(*keys)


_i = invitations
_UNTOLD = cast(null(), Text)
# Everything but personal invitations counts from the moment it was opened; so does an answered
# form whose person had it erased, and with it the way back to the invitation.
OPENED = _grouped(
    r.c.started_at,
    {
        "unit_id": r.c.unit_id,
        "commune": r.c.commune,
        "form": r.c.form,
        "kind": func.coalesce(r.c.invitation_kind, "none"),
        "served": _UNTOLD,
    },
    r.outerjoin(w, w.c.response_id == r.c.id),
).where(
    r.c.started_at >= bindparam("since"),
    r.c.started_at < bindparam("until"),
    or_(r.c.invitation_kind.is_(None), r.c.invitation_kind != "personal",
        r.c.invitation_id.is_(None)),
    ~r.c.trial,
    ~r.c.demo,
    IS_FORM,
    among(r.c.form, "forms"),
)  # fmt: skip


def _sent(served: ColumnElement[Any]) -> Select[Any]:
    """Return the statement of personal invitations: each counts from the moment it was made,
    whether it was ever opened or not, and each further response to it is a form of its own.
    """
    return _grouped(
        _i.c.created_at,
        {
            "unit_id": func.coalesce(r.c.unit_id, _i.c.unit_id),
            "commune": r.c.commune,
            "form": func.coalesce(r.c.form, _i.c.form),
            "kind": _i.c.kind,
            "served": served,
        },
        _i.outerjoin(
            r,
            and_(
                r.c.invitation_id == _i.c.id,
                r.c.invitation_kind == "personal",
                among(r.c.form, "forms"),
                IS_FORM,
            ),
        ).outerjoin(w, w.c.response_id == r.c.id),
    ).where(
        _i.c.kind == "personal",
        _i.c.created_at >= bindparam("since"),
        _i.c.created_at < bindparam("until"),
        or_(r.c.id.is_not(None), and_(_i.c.session_id.is_(None), _i.c.revoked_at.is_(None))),
        or_(r.c.id.is_(None), ~r.c.trial),
        ~_i.c.demo,
        ~_i.c.trial,
        among(_i.c.form, "forms"),
    )  # fmt: skip


SENT = _sent(_i.c.period_from)


def _within(statement: Select[Any]) -> Select[Any]:
    """Return the statement with the rule that the forms belong to some of the units."""
    return statement.where(among(statement.exported_columns[0], "units"))


# A campaign asks by personal invitations alone. Who looks on while it runs asks for no services:
# there are as many days of them as forms.
_OF_CAMPAIGN = {
    by_service: statement.where(_i.c.campaign_id == bindparam("campaign_id"))
    for by_service, statement in ((True, SENT), (False, _sent(_UNTOLD)))
}
_ALL = (OPENED, SENT)
_OF_UNITS = tuple(map(_within, _ALL))
_OF_CAMPAIGN_UNITS = {name: _within(statement) for name, statement in _OF_CAMPAIGN.items()}
_ALWAYS: Final = {"since": 0, "until": 2**62}


def rule_values(rules: Rules) -> dict[str, float]:
    """Return the parameters of `OUTCOME`."""
    return {
        "least_answered": rules.least_answered,
        "least_ms": int(rules.least_seconds * 1000),
        "straight_items": rules.straight_items,
    }


class SqlCounting:
    """`CountingRepository` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def weigh(
        self, unit: UnitOfWork, response_id: ResponseId, weight: Weight, *, first: bool = False
    ) -> None:
        values = {"response_id": response_id, **msgspec.structs.asdict(weight)}
        unit.add(_WEIGH_FIRST if first else _WEIGH, values)

    def unweigh(self, unit: UnitOfWork, response_id: ResponseId) -> None:
        unit.add(_UNWEIGH, {"of_response": response_id})

    async def unweighed(self, forms: Collection[str], most: int) -> list[ResponseRecord]:
        values = {"forms": listed(forms), "most": most}
        rows = await self._database.rows(_UNWEIGHED, values, in_thread=True)
        return [response_of(row) for row in rows]

    async def groups(
        self, units: Collection[str] | None, since: Instant, until: Instant, rules: Rules,
        forms: Collection[str],
    ) -> list[Group]:  # fmt: skip
        values = {
            "since": since,
            "until": until,
            "forms": listed(forms),
            "units": listed(units or ()),
            **rule_values(rules),
        }
        return [
            _group(row)
            for statement in (_ALL if units is None else _OF_UNITS)
            for row in await self._database.rows(statement, values, in_thread=True)
        ]

    async def of_campaign(
        self, campaign_id: str, units: Collection[str] | None, rules: Rules,
        forms: Collection[str], *, by_service: bool = False,
    ) -> list[Group]:  # fmt: skip
        values = {
            **_ALWAYS,
            "campaign_id": campaign_id,
            "forms": listed(forms),
            "units": listed(units or ()),
            **rule_values(rules),
        }
        statement = (_OF_CAMPAIGN if units is None else _OF_CAMPAIGN_UNITS)[by_service]
        rows = await self._database.rows(statement, values, in_thread=True)
        return [_group(row) for row in rows]


def _group(row: Any) -> Group:  # noqa: ANN401 – a row of any driver
    unit_id, commune, form, kind, served, number, outcome, forms = row
    day = day_numbered(number)
    return Group(
        unit_id=unit_id,
        commune=commune,
        form=form,
        kind=kind,
        day=day,
        served_from=day if served is None else date.fromisoformat(served),
        outcome=outcome,
        forms=forms,
    )


def day_numbered(day: int) -> date:
    """Return the day of a number of days since the epoch."""
    return datetime.fromtimestamp(day * DAY / 1000, UTC).date()
