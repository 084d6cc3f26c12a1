"""Puts a form that was taken over among the published ones: a new version only on change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

from bot.forms import PublishedForms
from bot.xlsform.importing import CONSENT, Imported, read_xlsform
from bot.xlsform.questions import Said
from bot.xlsform.remarks import Remark, XlsformRefusedError
from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import FormRecord, Storage, UnitOfWork

__all__ = ["Plan", "Source", "plan", "publish"]


class Source(msgspec.Struct, frozen=True):
    """A file to take over, and the name that the form gets instead of its own."""

    content: bytes
    file: str
    form: str | None = None


class Plan(NamedTuple):
    """What taking it over would do."""

    what: Literal["new", "changed", "unchanged"]
    imported: Imported


def plan(
    source: Source, said: Said, shipped: Mapping[str, str], published: PublishedForms | None
) -> Plan:
    """Return the form, with the version it would get.

    Raises:
        XlsformRefusedError: it must be mended first, or it has the name of a shipped form.

    """

    def read(version: int) -> Imported:
        return read_xlsform(
            source.content, source.file, said, shipped, form=source.form, version=version
        )

    first = read(1)
    name = first.form.id
    if name in shipped:
        params = {"form": name}
        refused = Remark("settings", 2, "form_id", "refused", text_key("xlsform.shipped"), params)
        raise XlsformRefusedError([refused, *first.remarks])
    newest = published.latest.get(name) if published else None
    if published is None or newest is None:
        return Plan("new", first)
    same = read(newest)
    if same.form.content_hash == published.newest(name).content_hash:
        return Plan("unchanged", same)
    return Plan("changed", read(newest + 1))


async def publish(storage: Storage, planned: Plan, actor: str, now: Instant) -> None:
    """Store a new version, with its sources, and write down who did it."""
    if planned.what == "unchanged":
        return
    imported = planned.imported
    unit = UnitOfWork()
    record = FormRecord(
        form=imported.form.id,
        version=imported.form.version,
        content_hash=imported.form.content_hash,
        sources=imported.sources,
        published_at=now,
        published_by=actor,
    )
    storage.forms.publish(unit, record)
    storage.audit.note(
        unit,
        at=now,
        actor=actor,
        action="form_imported",
        target=f"{imported.form.id}/{imported.form.version}",
        detail={"consent": CONSENT if CONSENT in imported.sources else ""},
    )
    await storage.commit(unit)
