"""Forms of an office: handed in, looked at, published, retired; each act with its audit row."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.forms import PROGRAMS_OWN, next_version, shipped_sources
from bot.xlsform.handed_in import HandedIn, read_handed_in
from bot.xlsform.questions import Said
from flows.definition import Form
from flows.form_comparison import Comparison, compare
from flows.identifiers import Instant, identifier_from
from flows.reader import read_form
from storage.base import FormRecord, StaleSessionError, Storage, UnitOfWork
from storage.form_records import FormDraftRecord

__all__ = ["MOST_BYTES", "FormKeptError", "FormShelf", "form_of", "is_kept"]

MOST_BYTES: Final = 5_000_000
"""Of a file with a form; a workbook of fifty kilobytes is a long one."""


class FormKeptError(Exception):
    """The bot itself needs this form: it cannot be retired."""


def is_kept(form: Form) -> bool:
    """Tell whether a form goes with the program: offices neither change nor retire it."""
    return form.kind != "survey" or form.id in PROGRAMS_OWN


def form_of(draft: FormDraftRecord) -> Form | None:
    """Return the form of a draft that can be published."""
    return read_form(draft.form, draft.sources) if draft.form and draft.sources else None


@dataclass(frozen=True, slots=True)
class FormShelf:
    """What somebody does with forms at one moment. `forms`: all versions, as they were read just
    before; `by`: who, as the audit log names them.
    """

    storage: Storage
    forms: Mapping[tuple[str, int], Form]
    by: str
    now: Instant

    def newest(self, form: str) -> int:
        """Return the newest version that was ever published of a form; 0: there is none."""
        return max((version for name, version in self.forms if name == form), default=0)

    def compared(self, draft: FormDraftRecord, form: Form) -> Comparison | None:
        """Return a draft's form beside the version that was the newest when it was handed in;
        None: it is the first.
        """
        before = self.forms.get((form.id, draft.base_version))
        return compare(before, form) if before is not None else None

    # -- drafts

    async def hand_in(self, file: str, content: bytes, said: Said) -> FormDraftRecord:
        """Have a file read, and keep what it is as a draft, faults included.

        Raises:
            OSError: no process can be had now in which to read it.

        """
        shipped = shipped_sources()
        known = {*shipped, *(name for name, _ in self.forms)}
        handed_in = HandedIn(
            file=file,
            content=content,
            versions={name: next_version(name, self.newest(name)) for name in known},
            own=PROGRAMS_OWN,
            shipped=shipped,
            said=said,
        )
        reading = await read_handed_in(handed_in)
        draft = FormDraftRecord(
            id=identifier_from(os.urandom(32), "form draft", self.now),
            form=reading.form,
            file=file,
            source=reading.source,
            sources=reading.sources,
            faults=reading.faults,
            base_version=self.newest(reading.form or ""),
            by=self.by,
            at=self.now,
        )
        unit = UnitOfWork()
        self.storage.form_drafts.add(unit, draft)
        refused = sum(fault.weight == "refused" for fault in draft.faults)
        self._note(unit, "form.hand_in", draft.form or "", file=file, faults=str(refused))
        await self.storage.commit(unit)
        return draft

    async def discard(self, draft: FormDraftRecord) -> None:
        """Put a draft away.

        Raises:
            StaleSessionError: somebody else has decided about it meanwhile.

        """
        unit = UnitOfWork()
        self.storage.form_drafts.settle(unit, draft.id, was="draft", becomes="discarded")
        self._note(unit, "form.discard", draft.form or "", file=draft.file)
        await self.storage.commit(unit)

    async def take_up(self, draft: FormDraftRecord) -> None:
        """Take a draft up again that was put away.

        Raises:
            StaleSessionError: it was not.

        """
        unit = UnitOfWork()
        self.storage.form_drafts.settle(unit, draft.id, was="discarded", becomes="draft")
        self._note(unit, "form.take_up", draft.form or "", file=draft.file)
        await self.storage.commit(unit)

    # -- versions

    async def publish(self, draft: FormDraftRecord, form: Form) -> None:
        """Publish the form of a draft: from now on people begin with it; who is in the middle of
        the version before goes on with that.

        Raises:
            StaleSessionError: the draft was decided about, or another version has been published,
                since it was handed in.
            FormConflictError: the same, at this very moment.

        """
        if self.newest(form.id) != draft.base_version:
            raise StaleSessionError
        unit = UnitOfWork()
        record = FormRecord(
            form=form.id,
            version=form.version,
            content_hash=form.content_hash,
            sources=draft.sources,
            published_at=self.now,
            published_by=self.by,
        )
        self.storage.forms.publish(unit, record)
        self.storage.form_drafts.settle(unit, draft.id, was="draft", becomes="published")
        self._note(unit, "form.publish", f"{form.id}/{form.version}", file=draft.file)
        await self.storage.commit(unit)

    async def retire(self, form: Form) -> None:
        """Let nobody begin with a version any more; who is in the middle goes on with it.

        Raises:
            FormKeptError: the bot itself needs it.
            StaleSessionError: it is retired already.

        """
        if is_kept(form):
            raise FormKeptError(form.id)
        unit = UnitOfWork()
        self.storage.forms.retire(unit, form.id, form.version, self.now)
        self._note(unit, "form.retire", f"{form.id}/{form.version}")
        await self.storage.commit(unit)

    async def restore(self, form: Form) -> None:
        """Let people begin with a version again.

        Raises:
            StaleSessionError: it is not retired.

        """
        unit = UnitOfWork()
        self.storage.forms.restore(unit, form.id, form.version)
        self._note(unit, "form.restore", f"{form.id}/{form.version}")
        await self.storage.commit(unit)

    def _note(self, unit: UnitOfWork, action: str, target: str, **detail: str) -> None:
        """Write down who did it, in the same transaction (invariant I21)."""
        self.storage.audit.note(
            unit, at=self.now, actor=self.by, action=action, target=target, detail=detail
        )
