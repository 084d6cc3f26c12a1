"""Reads a mapped list into staged rows, and says what would happen if they counted.

It is a job's work: what is read is durable portion by portion, and whoever takes it over after a
restart goes on behind the last one. Nothing counts before `deciding.apply`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import Final

import msgspec

from bot.imports.lines import Fault
from bot.imports.making import transaction_of
from bot.imports.mapping import ColumnMapping, as_kept, headers_of
from bot.imports.names import Names, names_within
from bot.imports.pace import AT_ONCE, considerate
from bot.imports.reader import answers_of
from bot.imports.removing import rows_removed
from bot.imports.talk import Portion, Refused, Wish
from flows.identifiers import Instant
from flows.workdays import local_date
from storage.base import Storage, UnitOfWork
from storage.transaction_records import Double, FaultRecord, ImportRecord
from survey.transaction_columns import Field

__all__ = ["KEPT_FAULTS", "LEASE_MS", "Staging"]

KEPT_FAULTS: Final = 2_000
"""Faults that are kept of one list: whoever mends so many sees the rest in the next try."""
LEASE_MS: Final = 60_000
"""For how long a process that says nothing more keeps a list to itself."""

_COMPARED: Final = 20_000  # rows compared at once, beside the writer


class Staging:
    """The reading of one import. `clock`: the time of day; `on_progress` hears of each portion
    that is durable.
    """

    def __init__(
        self,
        storage: Storage,
        record: ImportRecord,
        clock: Callable[[], Instant],
        on_progress: Callable[[ImportRecord], None] = lambda _: None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._on_progress = on_progress
        self.record = record
        self._headers: dict[Field, str] = {}

    async def run(self) -> ImportRecord:
        """Read what is left to read, and return the import as it is then: checked or refused.

        Raises:
            StaleSessionError: another process reads it, or it was taken back meanwhile.

        """
        mapping = as_kept(self.record.mapping)
        self._headers = headers_of(self.record, mapping)
        names = await names_within(self._storage, self.record.unit_id)
        if (refused := await self._read(mapping, names)) is not None:
            await self._save(state="refused", reason=refused.code, detail=refused.params)
        elif self.record.faulty:
            await self._empty()
            good = self.record.rows - self.record.faulty
            await self._save(state="checked", good=good)
        else:
            await self._compare()
        return self.record

    # -- reading

    async def _read(self, mapping: ColumnMapping, names: Names) -> Refused | None:
        wish = Wish(
            ledger=self.record.frame,
            today=local_date(self._clock()).isoformat(),
            columns=dict(mapping.columns),
            after=self.record.progress,
        )
        file = self._storage.imports.pieces(self.record.id)
        async with aclosing(answers_of(wish, file, self.record.size)) as answers:
            async for answer in answers:
                if isinstance(answer, Portion):
                    async with considerate():
                        await self._stage(answer, names)
                elif isinstance(answer, Refused):
                    return answer
        return None

    async def _stage(self, portion: Portion, names: Names) -> None:
        """Make a portion durable, together with how far it goes. With faults nothing of the list
        can count: then they alone are kept.
        """
        unit, faults = UnitOfWork(), list(portion.faults)
        for line in portion.lines:
            meant = names.meant(line, self._headers)
            faults += meant.faults
            if not (faults or self.record.faulty):
                new = transaction_of(self.record, line, meant)
                self._storage.transactions.add(unit, new)
        await self._keep(unit, faults)
        await self._save(
            unit,
            progress=portion.upto,
            rows=self.record.rows + portion.count,
            faulty=self.record.faulty + len({fault.row for fault in faults}),
        )

    async def _keep(self, unit: UnitOfWork, faults: Sequence[Fault]) -> None:
        if not faults:
            return
        imports = self._storage.imports
        kept = await imports.fault_count(self.record.id)
        found = [FaultRecord(*msgspec.structs.astuple(fault)) for fault in faults]
        imports.add_faults(unit, self.record.id, found[: KEPT_FAULTS - kept], after=kept)

    # -- what is there already

    async def _compare(self) -> None:
        """Take out of the list what stands in it twice, or counts already."""
        version = await self._storage.imports.version()
        last, leans_on = self.record.progress, set(self.record.leans_on)
        for after in range(0, last, _COMPARED):
            upto = min(after + _COMPARED, last)
            found = await self._storage.transactions.doubles(
                self.record.id, after=after, upto=upto
            )
            for start in range(0, len(found), AT_ONCE):
                async with considerate():
                    await self._leave_out(found[start : start + AT_ONCE], leans_on)
            await self._save()  # it is still in hand: others leave it alone
        good = self.record.rows - self.record.duplicates
        await self._save(state="checked", good=good, checked_version=version)

    async def _leave_out(self, doubles: Sequence[Double], leans_on: set[str]) -> None:
        unit, notes = UnitOfWork(), list[Fault]()
        for double in doubles:
            self._storage.transactions.remove(unit, double.id)
            own = double.import_id == self.record.id
            params = {"row": str(double.other_row)} if own else {}
            notes.append(Fault(double.row, "", "repeated" if own else "known", params))
            if not own and double.import_id is not None:
                leans_on.add(double.import_id)
        await self._keep(unit, notes)
        await self._save(
            unit,
            duplicates=self.record.duplicates + len(doubles),
            leans_on=tuple(sorted(leans_on)),
        )

    async def _empty(self) -> None:
        """Remove what was staged before the first fault: nothing of it can count."""
        await rows_removed(self._storage, self.record, self._clock())

    async def _save(self, unit: UnitOfWork | None = None, **changes: object) -> None:
        """Commit, if the import is still as this process left it."""
        unit = unit or UnitOfWork()
        reads_on = "state" not in changes
        lease = self._clock() + LEASE_MS if reads_on else 0
        record = msgspec.structs.replace(self.record, **{"lease_until": Instant(lease), **changes})
        self._storage.imports.save(unit, record, self.record)
        await self._storage.commit(unit)
        self.record = record
        self._on_progress(record)
