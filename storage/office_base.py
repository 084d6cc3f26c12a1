"""The contracts of what offices keep about their world: units, places, people, forms."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable
from datetime import date
from typing import Protocol

from flows.desk.policy import Scope
from flows.identifiers import Instant
from storage.catalogue_records import HotlineRecord
from storage.form_records import FormDraftRecord, FormRecord, FormUsage
from storage.place_records import CounterRecord, PlaceRecord, UnitRecord
from storage.staff_records import OfficerRecord, RosterRecord
from storage.transaction_records import (
    Double,
    FaultRecord,
    Frame,
    ImportRecord,
    ImportState,
    NewTransaction,
    TransactionRecord,
)
from storage.unit_records import HandOver, Held
from storage.work import UnitOfWork
from survey.procedures import Procedure
from survey.unit_events import UnitEvent

__all__ = [
    "FormDraftRepository",
    "FormRepository",
    "HotlineRepository",
    "ImportRepository",
    "PlaceRepository",
    "ProcedureRepository",
    "RosterRepository",
    "TransactionRepository",
    "UnitRepository",
]


class FormRepository(Protocol):
    """Published forms, every version for ever."""

    async def all(self) -> list[FormRecord]:
        """All versions, by form and number."""

    async def state(self) -> tuple[int, ...]:
        """Return numbers that are others after every publication, retirement and restoration:
        what processes look at to know whether to read the forms again.
        """

    async def usage(self, form: str, version: int, most: int) -> FormUsage:
        """Return how much a version is in use, each figure counted up to `most`."""

    def publish(self, unit: UnitOfWork, record: FormRecord) -> None:
        """Add a version; the same content again is no change, another FormConflictError."""

    def retire(self, unit: UnitOfWork, form: str, version: int, at: Instant) -> None:
        """Let nobody begin with a version any more; StaleSessionError if it is retired, or not
        there.
        """

    def restore(self, unit: UnitOfWork, form: str, version: int) -> None:
        """Take a retirement back; StaleSessionError if there is none."""


class FormDraftRepository(Protocol):
    """Forms that were handed in at the console, until they are published or discarded."""

    async def load(self, draft_id: str) -> FormDraftRecord | None: ...
    async def open(self, most: int) -> list[FormDraftRecord]:
        """Those that nothing was decided about, the newest first."""

    def add(self, unit: UnitOfWork, record: FormDraftRecord) -> None: ...
    def settle(self, unit: UnitOfWork, draft_id: str, *, was: str, becomes: str) -> None:
        """Change a draft's state; StaleSessionError if it is not as it was."""

    def forget_before(self, unit: UnitOfWork, before: Instant) -> None:
        """Remove drafts handed in before, whatever became of them."""


class PlaceRepository(Protocol):
    """Units, places and counters (a dated unit tree comes later)."""

    async def place(self, place_id: str) -> PlaceRecord | None: ...
    async def places(self) -> list[PlaceRecord]: ...
    async def root_unit(self) -> tuple[str, str] | None:
        """(id, name) of the unit without a parent: the province."""

    async def units(self) -> list[UnitRecord]:
        """All of them, by name."""

    def add_unit(
        self,
        unit: UnitOfWork,
        unit_id: str,
        name: str,
        parent_id: str | None,
        *,
        demo: bool = False,
    ) -> None: ...
    def add_place(self, unit: UnitOfWork, record: PlaceRecord) -> None: ...
    def save_place(self, unit: UnitOfWork, record: PlaceRecord) -> None:
        """Replace what is known of a place, but not its counters."""

    def keep_counter(self, unit: UnitOfWork, place_id: str, counter: CounterRecord) -> None:
        """Add a counter, or replace the one of that id."""


class UnitRepository(Protocol):
    """What happened to units, append-only, and what follows from it for rows of today."""

    async def events(self) -> list[UnitEvent]:
        """All of them, by number; withdrawn ones too."""

    async def version(self) -> int:
        """Return the number of the newest event; 0 before the first one."""

    async def in_effect(self) -> str:
        """Return what `put_in_effect` kept last; empty before."""

    async def held(self) -> dict[str, Held]:
        """Return what hangs on each unit as of now; one on which nothing does is not there."""

    async def stray_cases(self, today: date, most: int) -> list[str]:
        """Return codes of open cases whose unit has ended."""

    def add(self, unit: UnitOfWork, event: UnitEvent, *, demo: bool = False) -> None:
        """Add the next event: numbers count from 1 without gaps, else StaleSessionError."""

    def keep(self, unit: UnitOfWork, record: UnitRecord) -> None:
        """Insert, or replace the unit of that id."""

    def move_place(self, unit: UnitOfWork, place_id: str, unit_id: str) -> None:
        """Let another unit be responsible for a place."""

    async def hand_overs(self) -> list[HandOver]:
        """Return what went to another unit because its own ended."""

    def hand_over(self, unit: UnitOfWork, record: HandOver) -> None:
        """Insert, or replace the one of that thing."""

    def forget_hand_over(self, unit: UnitOfWork, record: HandOver) -> None: ...

    def put_in_effect(self, unit: UnitOfWork, mark: str) -> None:
        """Remember of which day and version of the tree the rows are."""


class RosterRepository(Protocol):
    """People at counters: officers, and who sits where. Lines of the roster stay for ever: a
    correction withdraws one and adds another.
    """

    async def officers(self) -> list[OfficerRecord]:
        """All of them, by name; those who left too."""

    async def officer(self, officer_id: str) -> OfficerRecord | None: ...
    async def with_phone(self, phone: str) -> list[OfficerRecord]:
        """Return who has this number (E.164): staff are no citizens of their own survey."""

    async def accounts_of(self, officer_ids: Collection[str]) -> frozenset[str]:
        """Return the accounts for the desk that these officers have."""

    def add_officer(self, unit: UnitOfWork, record: OfficerRecord) -> None:
        """Insert; StorageRefusedError if the staff code is taken."""

    def save_officer(self, unit: UnitOfWork, record: OfficerRecord) -> None: ...
    def set_phone(self, unit: UnitOfWork, officer_id: str, phone: str | None) -> None:
        """Keep a number (E.164) as a keyed hash only, or forget it."""

    async def of_place(self, place_id: str, first: date, last: date) -> list[RosterRecord]:
        """Return what tells who sat at a place on these days, both included: its own lines, and
        the absences and delegations elsewhere of those who have one. Withdrawn ones are left out.
        """

    async def line(self, line_id: int) -> RosterRecord | None:
        """Return one of them, withdrawn ones too."""

    def add(self, unit: UnitOfWork, record: RosterRecord) -> None:
        """Add a line; the database gives it its number."""

    def withdraw(self, unit: UnitOfWork, line_id: int, at: Instant, by: str) -> None:
        """Let a line say nothing any more; StaleSessionError if it is withdrawn already."""

    async def version(self) -> tuple[int, int, tuple[tuple[str, str], ...]]:
        """Return what is another after every change by which others may have been rated: lines
        added, lines withdrawn, officers with their accounts.
        """


class ProcedureRepository(Protocol):
    """The dated catalogue of procedures."""

    async def lines(self) -> list[Procedure]:
        """All of them, by code and first day."""

    def keep(self, unit: UnitOfWork, line: Procedure) -> None:
        """Insert, or replace the line of that code and first day."""

    def remove(self, unit: UnitOfWork, code: str, from_day: date) -> None: ...


class HotlineRepository(Protocol):
    """Telephone numbers that people can call."""

    async def listed(self) -> list[HotlineRecord]:
        """In the order in which they are shown; those not shown any more too."""

    def keep(self, unit: UnitOfWork, record: HotlineRecord) -> None:
        """Insert, or replace the one of that id."""


class ImportRepository(Protocol):
    """Files of transactions, from their upload to the end of what was in them."""

    async def by_id(self, import_id: str) -> ImportRecord | None: ...
    async def listed(
        self, scope: Scope, *, before: str | None = None, size: int = 50
    ) -> list[ImportRecord]:
        """Return those of the scope's units, newest first; `before`: an id, for the next page."""

    async def same_file(self, sha256: str, unit_id: str) -> list[ImportRecord]:
        """Return what was made of the same content in that unit and is not emptied."""

    async def leaning_on(self, import_id: str) -> list[ImportRecord]:
        """Return the applied imports that left rows out since this one holds them."""

    async def due(self, now: Instant) -> ImportRecord | None:
        """Return one that has to be read or emptied, or whose file is not needed any more, and
        that no process has in hand.
        """

    async def to_purge(self, today: str) -> ImportRecord | None:
        """Return an applied one whose day to forget numbers has come (ISO)."""

    async def abandoned(self, before: Instant) -> ImportRecord | None:
        """Return one handed in before then about which nobody decided anything."""

    def add(self, unit: UnitOfWork, record: ImportRecord) -> None: ...
    def save(self, unit: UnitOfWork, record: ImportRecord, was: ImportRecord) -> None:
        """Replace what changes of the row; StaleSessionError if its state, or how far it is
        read, is not as in `was` any more.
        """

    def must_be(self, unit: UnitOfWork, import_id: str, state: ImportState) -> None:
        """Commit only while an import is in this state, else StaleSessionError."""

    def remove(self, unit: UnitOfWork, import_id: str) -> None:
        """Remove an import of which nothing else is left."""

    async def version(self) -> int:
        """Return how often what counts has changed."""

    def next_version(self, unit: UnitOfWork, was: int) -> None:
        """Count a change of what counts; StaleSessionError if there was another since `was`.
        Whoever lets transactions count has looked for doubles under this number: add it first.
        """

    def keep_piece(self, unit: UnitOfWork, import_id: str, number: int, data: bytes) -> None:
        """Keep a piece of the file, sealed; they count from 0."""

    def pieces(self, import_id: str) -> AsyncIterator[bytes]:
        """Give the file, piece by piece."""

    async def last_piece(self, import_id: str) -> int | None:
        """Return the number of the last piece that is kept; None: nothing is."""

    def drop_piece(self, unit: UnitOfWork, import_id: str, number: int) -> None:
        """Let go of a piece: one at a time, since large ones take time to be forgotten."""

    def add_faults(
        self, unit: UnitOfWork, import_id: str, found: Iterable[FaultRecord], *, after: int
    ) -> None:
        """Keep faults, numbered from `after` + 1; what they quote is sealed."""

    async def faults(self, import_id: str, *, at_most: int) -> list[FaultRecord]:
        """By row."""

    async def fault_count(self, import_id: str) -> int:
        """Return how many are kept."""

    def drop_faults(self, unit: UnitOfWork, import_id: str) -> None: ...
    async def remembered(self, unit_id: str, signature: str) -> str | None:
        """Return the mapping that was used for these headers in that unit last."""

    def remember(
        self, unit: UnitOfWork, unit_id: str, signature: str, mapping: str, at: Instant
    ) -> None: ...


class TransactionRepository(Protocol):
    """Transactions. Those of an import count only while it is applied."""

    async def by_id(self, transaction_id: str) -> TransactionRecord | None:
        """Return one that counts."""

    async def by_key(self, frame: Frame, key: str) -> TransactionRecord | None:
        """Return the transaction that counts and is known again by this key."""

    def digest(self, frame: Frame, key: str) -> str:
        """Return a keyed hash of what a transaction is known again by: an id of its own."""

    async def old_of_api(self, before: str, today: str, most: int) -> list[str]:
        """Return ids of transactions that came by the API, were done before a day (ISO), and
        still have numbers or addresses; but for those in the period of an approved campaign whose
        field work has not ended `today`.
        """

    async def index_missing(self, limit: int = 500) -> int:
        """Make the index of e-mail addresses that have none (written by the version before), and
        return of how many; 0 when nothing is left.
        """

    def forget_numbers_of(self, unit: UnitOfWork, transaction_id: str) -> None:
        """Remove the number, the address and who it was of one transaction."""

    async def page(
        self, import_id: str, *, after: int = 0, size: int = 500
    ) -> list[TransactionRecord]:
        """Return rows of an import, whatever its state, behind a row of its file."""

    async def count(self, import_id: str) -> int:
        """Return how many rows of an import are stored."""

    async def doubles(self, import_id: str, *, after: int, upto: int) -> list[Double]:
        """Return which of these rows stand further up in the file, or count already."""

    async def meets_api(self, import_id: str) -> bool:
        """Return whether a row of an import came by the API as well: since its rows were compared,
        as those that had come before were left out then.
        """

    def add(self, unit: UnitOfWork, record: NewTransaction) -> TransactionRecord:
        """Add one; return it as it will be read."""

    def remove(self, unit: UnitOfWork, transaction_id: str) -> None: ...
    def remove_rows(self, unit: UnitOfWork, import_id: str, *, after: int, upto: int) -> None:
        """Remove the rows behind `after`, up to and with `upto`."""

    def forget_numbers(self, unit: UnitOfWork, import_id: str, *, after: int, upto: int) -> None:
        """Empty telephone numbers, addresses and persons of those rows."""
