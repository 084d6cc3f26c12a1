"""Published forms, drafts of forms, and how much a version is in use, as rows say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from flows.identifiers import Instant

__all__ = ["DraftFault", "FormDraftRecord", "FormRecord", "FormUsage", "Source"]

Source: TypeAlias = Literal["yaml", "xlsform"]
"""What a form was written in."""


class FormRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A published form version: the sources it was read from, and their content hash."""

    form: str
    version: int
    content_hash: str
    sources: Mapping[str, str]
    published_at: Instant
    published_by: str = ""
    """Who published it; empty for what came with the program."""
    retired_at: Instant | None = None
    """From when on nobody begins with it; sessions that began keep it."""


class DraftFault(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to mend, or to know, in a file that was handed in.

    `file` and `line` are the YAML file and line, or the sheet and its row as Excel counts; 0 is
    the whole of it. `column` is a number in YAML, a header in a sheet. `key` names a text of
    `locales/` that `params` fill in; without one, `message` is all there is to say. `excerpt`:
    the line or row itself. `weight`: see `bot.xlsform.remarks`.
    """

    file: str
    line: int
    column: str
    weight: Literal["refused", "left_out", "changed"] = "refused"
    key: str = ""
    message: str = ""
    params: Mapping[str, str] = {}
    excerpt: str = ""


class FormDraftRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was handed in and is not published yet.

    `form` is None where the file was too faulty to tell. `sources` are empty unless the draft
    can be published. `base_version`: the newest version when it was handed in, 0 for none.
    """

    id: str
    form: str | None
    file: str
    source: Source
    sources: Mapping[str, str]
    faults: tuple[DraftFault, ...]
    base_version: int
    by: str
    at: Instant
    state: Literal["draft", "published", "discarded"] = "draft"


class FormUsage(msgspec.Struct, frozen=True):
    """How many responses a version has, and how many of them are going on. Counted up to a limit
    only: more are that limit.
    """

    responses: int
    running: int
