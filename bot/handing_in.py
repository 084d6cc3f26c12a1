"""Transactions that another system hands in, one request at a time: all of them, or none.

They are read by the same rules as lists (`bot.imports`), and answered with the links of the
invitations that follow them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from msgspec import Meta, Struct

from bot.imports.lines import Fault, Line, LineReader
from bot.imports.making import who_in
from bot.imports.names import Meant, Names, names_within
from bot.inviting import Asked, InvitingRules, invite
from flows.identifiers import Instant
from flows.spelling import fold
from flows.workdays import local_date
from storage.base import Storage, UnitOfWork
from storage.inviting_records import ApiKeyRecord
from storage.transaction_records import Frame, NewTransaction, TransactionRecord
from survey.transaction_columns import FIELDS, Field

__all__ = ["Batch", "FaultyBatchError", "Handed", "hand_in"]

MOST: Final = 100
"""Transactions of one request."""
_Text = Annotated[str, Meta(max_length=200)]


class Handed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A transaction as another system tells of it; what it does not know stays empty."""

    code: Annotated[str, Meta(min_length=1, max_length=100)]
    """Number of the file (mã hồ sơ): within its unit, there is one of it."""
    done_on: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    """The day on which it was done."""
    unit: _Text = ""
    """Id, code or name of the unit; without it, the key's own."""
    place: _Text = ""
    counter: _Text = ""
    procedure: _Text = ""
    """Code or name, as in the catalogue."""
    mode: _Text = ""
    """`direct` or `online`."""
    commune: _Text = ""
    area: _Text = ""
    """`urban`, `rural` or `special`."""
    phone: _Text = ""
    email: _Text = ""
    person: _Text = ""
    """Personal number: only a keyed hash of it is kept, so that nobody is asked too often."""
    employer_code: _Text = ""
    """With it, the transaction is an employer's."""
    employer_name: _Text = ""
    size: _Text = ""
    """Number of employees."""


class Batch(Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a request."""

    transactions: Annotated[list[Handed], Meta(min_length=1, max_length=MOST)]


class FaultyBatchError(Exception):
    """Something is wrong with a transaction; none was stored. `faults`: place in the list, from
    0, and what is wrong.
    """

    def __init__(self, faults: Sequence[tuple[int, Fault]]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class _Read:
    frame: Frame
    line: Line
    meant: Meant

    @property
    def key(self) -> str:
        """Return what the transaction is known again by: the code of its file within its unit."""
        return f"{self.meant.unit_id}|{fold(self.line.code)}"


async def hand_in(
    storage: Storage,
    unit: UnitOfWork,
    key: ApiKeyRecord,
    batch: Batch,
    rules: InvitingRules,
    now: Instant,
) -> list[Asked]:
    """Add transactions and their invitations to the unit of work; return what comes of each, in
    the order of the request. Those that are there already stay as they are.

    The unit is the caller's to commit; see `bot.inviting.invite` for what that may raise.

    Raises:
        FaultyBatchError: something is wrong with one of them.

    """
    read = _read(batch, await names_within(storage, key.unit_id), local_date(now))
    records: dict[str, TransactionRecord] = {}
    for one in read:
        if one.key not in records:
            records[one.key] = await _stored(storage, unit, one)
    asked = await invite(storage, list(records.values()), rules, now, unit)
    by_key = dict(zip(records, asked, strict=True))
    return [by_key[one.key] for one in read]


def _read(batch: Batch, names: Names, today: date) -> list[_Read]:
    reader = LineReader({field: at for at, field in enumerate(FIELDS)}, FIELDS, today)
    headers: Mapping[Field, str] = {field: field for field in FIELDS}
    read: list[_Read] = []
    faults: list[tuple[int, Fault]] = []
    for at, one in enumerate(batch.transactions):
        line, wrong = reader.read(at, [getattr(one, field) for field in FIELDS])
        if line is None or not line.code:
            wrong = [*wrong, Fault(at, "code", "missing", {"value": ""})]
        if line is None or wrong:
            faults += ((at, fault) for fault in wrong)
            continue
        meant = names.meant(line, headers)
        faults += ((at, fault) for fault in meant.faults)
        read.append(_Read("employer" if line.employer_code else "person", line, meant))
    if faults:
        raise FaultyBatchError(faults)
    return read


async def _stored(storage: Storage, unit: UnitOfWork, one: _Read) -> TransactionRecord:
    """Return the transaction as it is stored, or as it will be."""
    known = await storage.transactions.by_key(one.frame, one.key)
    if known is not None:
        return known
    own_id = storage.transactions.digest(one.frame, one.key)
    return storage.transactions.add(unit, _new(one, own_id))


def _new(one: _Read, own_id: str) -> NewTransaction:
    line, meant = one.line, one.meant
    return NewTransaction(
        # The same twice at one moment: the second breaks the table's key, and is asked for again.
        id=f"api/{own_id}",
        key=one.key,
        source="api",
        frame=one.frame,
        unit_id=meant.unit_id,
        done_on=line.done_on,
        place_id=meant.place_id,
        counter_id=meant.counter_id,
        procedure=meant.procedure,
        mode=line.mode or None,
        commune=line.commune or None,
        area=line.area or None,
        phone=line.phone or None,
        email=line.email or None,
        person=who_in(line),
        employer_code=line.employer_code or None,
        employer_name=line.employer_name or None,
        size=line.size,
    )
