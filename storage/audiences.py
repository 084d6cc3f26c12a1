"""Whom a wave goes to, in SQL: who was drawn, or is silent, and by which way each is reached."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.types import LargeBinary

from storage.broadcast_tables import broadcast_recipients as r
from storage.broadcast_tables import broadcasts as b
from storage.broadcast_tables import opt_outs
from storage.campaign_tables import drawn as d
from storage.campaign_tables import draws
from storage.inviting_tables import asked_people
from storage.mail_records import BOUNCED
from storage.scopes import among
from storage.tables import conversations, invitations, proofs, responses, sessions
from storage.transaction_tables import transaction_imports
from storage.transaction_tables import transactions as x

__all__ = [
    "AUDIENCE_COLUMNS",
    "BROADCAST_CANCELLED",
    "audience",
    "boundary",
    "outlook",
    "reach",
    "sorting",
    "spoken",
]

BROADCAST_CANCELLED: Final = "broadcast_cancelled"
"""Why a row never left that another broadcast of the same wave may take up."""

_CAMPAIGN = d.c.campaign_id == bindparam("campaign_id")
# Joined to nothing, so that no index fits: of what was drawn just now PostgreSQL does not know
# how much is main, and would read all of it by its role for each slice.
_IS_MAIN = d.c.role.concat("") == "main"
# The few that are not whole yet: those that are would be looked up for each row.
_OF_WHOLE_DRAW = d.c.draw_id.not_in(
    select(draws.c.id).where(draws.c.campaign_id == bindparam("campaign_id"), draws.c.partial)
)
_TELEGRAM: ColumnElement[str] = literal_column("'telegram'", Text)

# The chat of the account that proved, in whichever response, that the number is its own. A chat
# may have gone over to another session since; it is found by its key.
_chat = (
    select(conversations.c.user_key)
    .select_from(proofs)
    .join(responses, responses.c.id == proofs.c.response_id)
    .join(sessions, sessions.c.id == responses.c.session_id)
    .join(
        conversations,
        and_(
            conversations.c.channel == _TELEGRAM, conversations.c.user_key == sessions.c.user_key
        ),
    )
    .where(
        proofs.c.blind_index == x.c.phone_index,
        proofs.c.kind == "account",
        proofs.c.channel == _TELEGRAM,
        conversations.c.address.is_not(None),
        conversations.c.blocked_at.is_(None),
    )
    .order_by(proofs.c.at.desc())
    .limit(1)
    .correlate(x)
    .scalar_subquery()
)


def spoken(whose: FromClause) -> ColumnElement[str]:
    """Return the language of the newest response in which an account proved that the number of a
    transaction is its own. `whose`: the transactions, or what holds their columns.
    """
    return (
        select(responses.c.language)
        .select_from(proofs)
        .join(responses, responses.c.id == proofs.c.response_id)
        .where(proofs.c.blind_index == whose.c.phone_index, proofs.c.kind == "account")
        .order_by(proofs.c.at.desc())
        .limit(1)
        .correlate(whose)
        .scalar_subquery()
    )


_other, _its = r.alias("other"), b.alias("its")
_asked_before = exists(
    select(_other.c.number)
    .join(_its, _its.c.id == _other.c.broadcast_id)
    .where(
        _other.c.transaction_id == d.c.transaction_id,
        _other.c.channel.is_not(None),
        _its.c.campaign_id == bindparam("campaign_id"),
        _its.c.wave == bindparam("wave"),
        or_(_other.c.reason.is_(None), _other.c.reason != BROADCAST_CANCELLED),
    )
)
"""Has a row of this wave, in this broadcast or one before it."""

_forgotten = exists(
    select(x.c.id)
    .join(transaction_imports, transaction_imports.c.id == x.c.import_id)
    .where(x.c.id == d.c.transaction_id, transaction_imports.c.purged_at.is_not(None))
)
"""Their numbers have gone, and with them what tells whether they want none."""

_first, _of_first = r.alias("first"), b.alias("of_first")
_is_silent = exists(
    select(_first.c.number)
    .join(_of_first, _of_first.c.id == _first.c.broadcast_id)
    .join(invitations, invitations.c.transaction_id == _first.c.transaction_id)
    .where(
        _first.c.transaction_id == d.c.transaction_id,
        _first.c.channel.is_not(None),
        _of_first.c.campaign_id == bindparam("campaign_id"),
        _of_first.c.wave == 0,
        _first.c.state == "sent",
        invitations.c.session_id.is_(None),
        invitations.c.revoked_at.is_(None),
    )
)
"""Got the invitation, and nobody has opened it. Of an `unknown` one nobody knows: none is sent."""


def _chosen(wave: int, *, adds: bool) -> list[ColumnElement[bool]]:
    chosen = [_CAMPAIGN, _OF_WHOLE_DRAW, _IS_MAIN]
    if adds:
        chosen.append(~_asked_before)
    if wave:
        chosen += [_is_silent, ~_forgotten]
    return chosen


_named = opt_outs.alias()
# An address that takes no letters says nothing of the person: they are asked another way.
_bounced = _named.c.cause == BOUNCED


def _is_out(
    kind: str, index: ColumnElement[Any], *causes: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Tell whether somebody wants none by one of their indexes. Each is looked up by itself: a
    list of two costs SQLite a table of its own for each row.
    """
    named_so = select(_named.c.kind).where(
        _named.c.kind == kind, _named.c.who_index == index, *causes
    )
    return and_(index.is_not(None), named_so.correlate_except(_named).exists())


def _unwanted(whose: FromClause, user_key: ColumnElement[Any]) -> ColumnElement[bool]:
    """`whose`: the transactions, or what holds their columns."""
    return or_(
        _is_out("person", whose.c.person_index),
        _is_out("person", whose.c.phone_index),
        _is_out("email", whose.c.email_index, ~_bounced),
        and_(user_key.is_not(None), _is_out("telegram", cast(user_key, LargeBinary))),
    )


def _channel(whose: FromClause, user_key: ColumnElement[Any]) -> ColumnElement[str]:
    by_email = and_(
        bindparam("email", type_=Boolean),
        whose.c.email.is_not(None),
        ~_is_out("email", whose.c.email_index, _bounced),
    )
    return case((user_key.is_not(None), "telegram"), (by_email, "email"), else_="list")


def audience(wave: int, *, adds: bool, is_last: bool) -> Select[Any]:
    """Return the rows of a slice of an audience, in the order of `AUDIENCE_COLUMNS`. `adds`: who
    has a row of this wave already gets no other. By which way each is reached is looked up
    afterwards (`sorting`): nothing else is read here, so that a million are a matter of seconds.
    """
    rows = select(
        bindparam("broadcast_id", type_=Text),
        bindparam("numbered", type_=Integer) + func.row_number().over(order_by=d.c.transaction_id),
        d.c.transaction_id,
        d.c.group_id,
        literal_column("'pending'", Text),
        literal(0),
        literal(0),
    ).where(
        *_chosen(wave, adds=adds),
        d.c.transaction_id > bindparam("after"),
    )
    # An end of its own, not "or none is given": all that is left would be read for each slice.
    return rows if is_last else rows.where(d.c.transaction_id <= bindparam("upto", type_=Text))


AUDIENCE_COLUMNS: Final = (
    "broadcast_id", "number", "transaction_id", "group_id", "state", "next_at", "attempts",
)  # fmt: skip


def sorting() -> tuple[Update, Update]:
    """Return what looks up, for the rows of a slice, by which way each is reached: first the
    chats, then the rest by them. Who wants none is cancelled.
    """
    slice_ = and_(
        r.c.broadcast_id == bindparam("broadcast_id"),
        r.c.number > bindparam("sorted_before"),
        r.c.number <= bindparam("sorted_now"),
        r.c.state == "pending",
    )
    its = x.c.id == r.c.transaction_id

    def looked_up(wanted: ColumnElement[Any]) -> ColumnElement[Any]:
        return select(wanted).where(its).correlate(r).scalar_subquery()

    unwanted = looked_up(_unwanted(x, r.c.user_key)).is_(true())
    return (
        update(r).where(slice_).values(user_key=looked_up(_chat)),
        update(r)
        .where(slice_)
        .values(
            channel=func.coalesce(looked_up(_channel(x, r.c.user_key)), "list"),
            state=case((unwanted, "cancelled"), else_="pending"),
            reason=case((unwanted, "opted_out"), else_=null()),
        ),
    )


def outlook(wave: int) -> Select[Any]:
    """Return how many a wave would go to, by channel and language, and by why it would not."""
    people = (
        select(
            _chat.label("user_key"),
            spoken(x).label("language"),
            x.c.person_index,
            x.c.phone_index,
            x.c.email_index,
            x.c.email,
        )
        .join(d, x.c.id == d.c.transaction_id)
        .where(*_chosen(wave, adds=True))
        .subquery("people")
    )
    who = func.coalesce(people.c.person_index, people.c.phone_index)
    lately = exists(
        select(asked_people.c.asked_at).where(
            asked_people.c.person_index == who,
            asked_people.c.asked_at > bindparam("asked_since"),
        )
    )
    whys: list[tuple[ColumnElement[bool], str]] = [
        (_unwanted(people, people.c.user_key), "opted_out")
    ]
    if not wave:
        whys.append((lately, "asked_lately"))
    counted = select(
        _channel(people, people.c.user_key).label("channel"),
        case(*whys, else_=null()).label("reason"),
        people.c.language,
    ).subquery("counted")
    told = (counted.c.channel, counted.c.reason, counted.c.language)
    return select(*told, func.count()).group_by(*told).order_by(*told)


def reach(*, whole: bool) -> Select[Any]:
    """Return how many transactions of a frame would be asked by which channel, and whom they are
    about, whoever is drawn of them. `whole`: those of all units.
    """
    chosen = [
        x.c.done_on >= bindparam("from_day"),
        x.c.done_on <= bindparam("to_day"),
        or_(x.c.source == "api", among(x.c.import_id, "lists")),
        *(() if whole else (among(x.c.unit_id, "units"),)),
    ]
    told = (
        select(x.c.frame, x.c.email, x.c.email_index, _chat.label("user_key"))
        .where(*chosen)
        .subquery("told")
    )
    channel = _channel(told, told.c.user_key).label("channel")
    return select(told.c.frame, channel, func.count()).group_by(told.c.frame, channel)


def boundary() -> Select[Any]:
    """Return the draw's transaction that stands `most` places behind another."""
    return (
        select(d.c.transaction_id)
        .where(_CAMPAIGN, d.c.transaction_id > bindparam("after"))
        .order_by(d.c.transaction_id)
        .offset(bindparam("most"))
        .limit(1)
    )
