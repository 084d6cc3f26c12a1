"""Recipients of broadcasts: claimed, let go, settled; and none that wants no more (I10, I11)."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    exists,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.types import LargeBinary

from flows.identifiers import Instant
from storage.audiences import spoken
from storage.base import Database
from storage.broadcast_base import InvitationOpenedError
from storage.broadcast_records import BroadcastRecord, Claim, Due, Recipient, Settled
from storage.broadcast_tables import broadcast_recipients as t
from storage.broadcast_tables import broadcasts, opt_outs
from storage.dialects import ByDialect, named_values
from storage.email_addresses import email_index
from storage.invitation_links import KEEP_OTHERS
from storage.mail_records import BOUNCED
from storage.records import InvitationRecord
from storage.secrets import KeyRing
from storage.tables import conversations, invitations, processes
from storage.transaction_records import TransactionRecord
from storage.transaction_tables import transactions
from storage.transactions import opened_transaction
from storage.work import StaleSessionError, UnitOfWork
from survey.campaigns import Channel

__all__ = ["SqlRecipients"]

# Spelt out, not parameters: only so do the partial indexes fit.
_PENDING = literal_column("'pending'", Text)
_CLAIMED = literal_column("'claimed'", Text)
_OF = t.c.broadcast_id == bindparam("of_broadcast")
_IS = and_(_OF, t.c.number == bindparam("of_number"))
_OF_CLAIM = and_(
    t.c.state == _CLAIMED,
    t.c.claimed_by == bindparam("claimer"),
    t.c.claim_number == bindparam("claim_number"),
)
_IS_MINE = and_(_IS, _OF_CLAIM)
_OWN: Final = ("broadcast_id", "number", "group_id", "channel", "user_key", "attempts")
_OF_TRANSACTION: Final = TransactionRecord.__struct_fields__

# -- claiming

_waiting = t.alias("waiting")


def _claim(due: ColumnElement[bool], order: ColumnElement[Any]) -> Update:
    chosen = (
        select(_waiting.c.number)
        .where(
            _waiting.c.broadcast_id == bindparam("of_broadcast"),
            _waiting.c.channel == bindparam("by_channel"),
            _waiting.c.channel.is_not(None),
            _waiting.c.state == _PENDING,
            due,
        )
        .order_by(order)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    return (
        update(t)
        .where(_OF, t.c.number.in_(chosen), t.c.state == _PENDING)
        .values(
            state=_CLAIMED,
            claimed_by=bindparam("claimer"),
            claim_number=bindparam("claim_number"),
            left_at=null(),
        )
    )


# Two statements, each a range of the index: else those whose time has not come are passed over,
# one by one, in search of those that are to be tried again.
_CLAIM_FRESH = _claim(
    and_(_waiting.c.next_at == 0, _waiting.c.number <= bindparam("upto")), _waiting.c.number
)
_CLAIM_AGAIN = _claim(
    and_(_waiting.c.next_at > 0, _waiting.c.next_at <= bindparam("now")), _waiting.c.next_at
)


def _loaded(*where: ColumnElement[bool]) -> Select[Any]:
    chat = and_(conversations.c.channel == t.c.channel, conversations.c.user_key == t.c.user_key)
    return (
        select(
            *(t.c[name] for name in _OWN),
            transactions.c.email_index,
            conversations.c.address,
            conversations.c.blocked_at,
            spoken(transactions),
            *(transactions.c[name] for name in _OF_TRANSACTION),
        )
        .outerjoin(transactions, transactions.c.id == t.c.transaction_id)
        .outerjoin(conversations, chat)
        .where(_OF, *where)
        .order_by(t.c.number)
    )


_CLAIMS = _loaded(_OF_CLAIM)

# -- departing: what somebody does to the broadcast, and what a person wants, is seen here (I11)

_WHO: Final = ("chat_key", "person", "phone", "email")
_chat_key, _person, _phone, _email = (bindparam(f"out_{n}", type_=LargeBinary) for n in _WHO)
_named = opt_outs.alias("named")
_WANTS_NONE = exists(
    select(_named.c.kind)
    .where(
        or_(
            and_(_named.c.kind == "person", _named.c.who_index.in_([_person, _phone])),
            and_(
                _named.c.kind == "email",
                _named.c.who_index == _email,
                # Of an address that takes no letters nothing is known but that.
                or_(_named.c.cause != BOUNCED, t.c.channel == "email"),
            ),
            and_(_named.c.kind == "telegram", _named.c.who_index == _chat_key),
        )
    )
    .correlate(t)
)
_RUNS = exists(
    select(broadcasts.c.id).where(
        broadcasts.c.id == bindparam("of_broadcast"),
        broadcasts.c.state == "running",
        broadcasts.c.version == bindparam("of_version"),
    )
)
# Who acts on a broadcast, or wants no more, waits until what departs just now is written, and is
# seen by all that would depart next. SQLite has one writer and needs no lock.
_HOLD = (
    select(broadcasts.c.id)
    .where(broadcasts.c.id == bindparam("of_broadcast"))
    .with_for_update(read=True)
)
_DEPART = (
    update(t)
    .where(_IS_MINE, t.c.left_at.is_(None), _RUNS, ~_WANTS_NONE)
    .values(left_at=bindparam("moment"))
)
_HAND_OUT = (
    update(t)
    .where(_IS, t.c.state == _PENDING, t.c.channel == "list", _RUNS, ~_WANTS_NONE)
    .values(state="sent", left_at=bindparam("moment"), at=bindparam("moment"))
)
# Also of one that is done: so it is once all lists were handed out.
_GIVES = exists(
    select(broadcasts.c.id).where(
        broadcasts.c.id == bindparam("of_broadcast"),
        or_(broadcasts.c.state == "running", broadcasts.c.state == "done"),
        broadcasts.c.version == bindparam("of_version"),
    )
)
_HAND_AGAIN = (
    update(t)
    .where(_IS, t.c.state == "sent", t.c.channel == "list", _GIVES, ~_WANTS_NONE)
    .values(at=t.c.at)
)
_DROP_LISTED = (
    update(t)
    .where(_IS, t.c.state == _PENDING, t.c.channel == "list")
    .values(state="cancelled", reason=bindparam("why"), at=bindparam("moment"))
)
_LISTED = _loaded(
    t.c.state == _PENDING,
    t.c.channel.is_not(None),
    t.c.channel == "list",
    t.c.next_at == 0,
    t.c.number > bindparam("after"),
).limit(bindparam("most"))
_HANDED_OUT = _loaded(
    t.c.state == "sent",
    t.c.channel == "list",
    t.c.number.between(bindparam("first"), bindparam("last")),
).limit(bindparam("most"))
_INVITE = ByDialect(
    lambda insert: (
        insert(invitations)
        .values(named_values(invitations))
        .on_conflict_do_update(
            index_elements=[invitations.c.transaction_id],
            index_where=invitations.c.transaction_id.is_not(None),
            set_={
                name: bindparam(name)
                for name in ("token_hash", "code_hash", "expires_at", "form", "campaign_id")
            },
            where=and_(invitations.c.session_id.is_(None), invitations.c.revoked_at.is_(None)),
        )
    )
)

# -- afterwards

_SETTLED: Final = ("state", "reason", "next_at", "attempts", "platform_number")
_SETTLE = (
    update(t)
    .where(_IS_MINE)
    .values({name: bindparam(f"new_{name}", type_=t.c[name].type) for name in _SETTLED})
    .values(claimed_by=null(), at=bindparam("moment"))
)
_WAIT_AGAIN = {"state": _PENDING, "claimed_by": null(), "left_at": null()}
_CANCEL_UNWANTED = (
    update(t)
    .where(_IS_MINE, t.c.left_at.is_(None), _WANTS_NONE)
    .values(state="cancelled", reason="opted_out", claimed_by=null(), at=bindparam("moment"))
)
_PUT_BACK = update(t).where(_IS_MINE, t.c.left_at.is_(None)).values(_WAIT_AGAIN)
_IS_ABANDONED = and_(
    t.c.state == _CLAIMED,
    or_(t.c.claimed_by.not_in(select(processes.c.id)), t.c.claimed_by == bindparam("claimer")),
)
_ABANDONED = select(t.c.number).where(_IS_ABANDONED).limit(1)
_DOUBT = (
    update(t)
    .where(_IS_ABANDONED, t.c.left_at.is_not(None))
    .values(state="unknown", reason="process_lost", claimed_by=null(), at=bindparam("moment"))
)
_TAKE_BACK = update(t).where(_IS_ABANDONED, t.c.left_at.is_(None)).values(_WAIT_AGAIN)
_CANCEL_REST = (
    update(t)
    .where(
        _OF,
        t.c.number.in_(
            select(_waiting.c.number)
            .where(
                _waiting.c.broadcast_id == bindparam("of_broadcast"),
                _waiting.c.state == _PENDING,
                _waiting.c.channel.is_not(None),
            )
            .limit(bindparam("most"))
        ),
        t.c.state == _PENDING,
    )
    .values(state="cancelled", reason=bindparam("why"), at=bindparam("moment"))
)
_WAITS = [
    select(t.c.number).where(_OF, t.c.channel.is_not(None), t.c.state == state).limit(1)
    for state in (_PENDING, _CLAIMED)
]


class SqlRecipients:
    """`RecipientRepository` over a database."""

    def __init__(self, database: Database, ring: KeyRing) -> None:
        self._database = database
        self._ring = ring

    # -- claiming

    def claim(
        self, unit: UnitOfWork, record: BroadcastRecord, channel: Channel, claim: Claim, due: Due
    ) -> None:
        values = {"of_broadcast": record.id, "by_channel": channel, **_own(claim)}
        unit.add(_CLAIM_FRESH, {**values, "upto": due.upto, "most": due.most})
        unit.add(_CLAIM_AGAIN, {**values, "now": due.now, "most": due.most})

    async def claimed(self, claim: Claim, broadcast_id: str) -> list[Recipient]:
        values = {**_own(claim), "of_broadcast": broadcast_id}
        return [self._recipient(row) for row in await self._database.rows(_CLAIMS, values)]

    def _recipient(self, row: Any) -> Recipient:  # noqa: ANN401 – a row of any driver
        own = dict(zip(_OWN, row, strict=False))
        known_index, sealed, blocked_at, language, *rest = row[len(_OWN) :]
        address = None
        if sealed is not None and blocked_at is None:
            place = f"{own['channel']}/{own['user_key']}"
            address = self._ring.decrypt("conversations", "address", place, sealed).decode()
        transaction = opened_transaction(self._ring, rest) if rest[0] is not None else None
        return Recipient(
            **own,
            transaction=transaction,
            email_index=known_index or self._email_index(transaction),
            address=address,
            language=language,
        )

    def _email_index(self, whose: TransactionRecord | None) -> bytes | None:
        """Return that of a transaction that came before they were kept."""
        address = whose.email if whose is not None else None
        return None if address is None else email_index(self._ring, address)

    # -- departing

    def depart(
        self, unit: UnitOfWork, one: Recipient, record: BroadcastRecord, claim: Claim, at: Instant
    ) -> None:
        unit.add(_HOLD, {"of_broadcast": record.id})
        values = {**_key(one), **_who(one), "of_version": record.version, "moment": at}
        unit.add(_DEPART, {**values, **_own(claim)}, StaleSessionError)

    def hand_out(
        self, unit: UnitOfWork, one: Recipient, record: BroadcastRecord, at: Instant
    ) -> None:
        unit.add(_HOLD, {"of_broadcast": record.id})
        values = {**_key(one), **_who(one), "of_version": record.version, "moment": at}
        unit.add(_HAND_OUT, values, StaleSessionError)

    def drop_listed(self, unit: UnitOfWork, one: Recipient, reason: str, at: Instant) -> None:
        unit.add(_DROP_LISTED, {**_key(one), "why": reason, "moment": at})

    def invite(self, unit: UnitOfWork, record: InvitationRecord) -> None:
        values = {name: getattr(record, name) for name in InvitationRecord.__struct_fields__}
        own = {name: values[name] for name in ("transaction_id", "campaign_id")}
        unit.add(KEEP_OTHERS, own)
        unit.add(_INVITE, values, InvitationOpenedError)

    async def listed(self, broadcast_id: str, *, after: int, most: int) -> list[Recipient]:
        values = {"of_broadcast": broadcast_id, "after": after, "most": most}
        return [self._recipient(row) for row in await self._database.rows(_LISTED, values)]

    async def handed_out(
        self, broadcast_id: str, *, first: int, last: int, most: int
    ) -> list[Recipient]:
        values = {"of_broadcast": broadcast_id, "first": first, "last": last, "most": most}
        return [self._recipient(row) for row in await self._database.rows(_HANDED_OUT, values)]

    def hand_again(self, unit: UnitOfWork, one: Recipient, record: BroadcastRecord) -> None:
        unit.add(_HOLD, {"of_broadcast": record.id})
        values = {**_key(one), **_who(one), "of_version": record.version}
        unit.add(_HAND_AGAIN, values, StaleSessionError)

    # -- afterwards

    def settle(self, unit: UnitOfWork, settled: Settled, claim: Claim) -> None:
        values = {f"new_{name}": getattr(settled, name) for name in _SETTLED}
        unit.add(_SETTLE, {**values, **_key(settled), **_own(claim), "moment": settled.at})

    def put_back(self, unit: UnitOfWork, one: Recipient, claim: Claim, at: Instant) -> None:
        values = {**_key(one), **_own(claim)}
        unit.add(_CANCEL_UNWANTED, {**values, **_who(one), "moment": at})
        unit.add(_PUT_BACK, values)

    async def has_leftovers(self, process_id: str) -> bool:
        return bool(await self._database.rows(_ABANDONED, {"claimer": process_id}))

    def take_back(self, unit: UnitOfWork, process_id: str, at: Instant) -> None:
        unit.add(_DOUBT, {"claimer": process_id, "moment": at})
        unit.add(_TAKE_BACK, {"claimer": process_id})

    def cancel_rest(
        self, unit: UnitOfWork, broadcast_id: str, reason: str, at: Instant, *, most: int
    ) -> None:
        values = {"of_broadcast": broadcast_id, "why": reason, "moment": at, "most": most}
        unit.add(_CANCEL_REST, values)

    async def has_waiting(self, broadcast_id: str) -> bool:
        values = {"of_broadcast": broadcast_id}
        return any([await self._database.rows(each, values) for each in _WAITS])


def _key(one: Recipient | Settled) -> dict[str, Any]:
    return {"of_broadcast": one.broadcast_id, "of_number": one.number}


def _own(claim: Claim) -> dict[str, Any]:
    return {"claimer": claim.process_id, "claim_number": claim.number}


def _who(one: Recipient) -> dict[str, bytes | None]:
    """Return what the person of a row may have opted out by."""
    whose = one.transaction
    return {
        "out_chat_key": None if one.user_key is None else one.user_key.encode(),
        "out_person": None if whose is None else whose.person_index,
        "out_phone": None if whose is None else whose.phone_index,
        "out_email": one.email_index,
    }
