"""The forms of this installation: the shipped ones are read, new versions published, all kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import msgspec
import structlog

from flows.definition import Form
from flows.faults import FormFaultsError
from flows.identifiers import Instant
from flows.inspection import check
from flows.reader import read_form
from flows.rulebook import Rulebook
from storage.base import FormRecord, StaleSessionError, Storage, UnitOfWork

__all__ = [
    "MAIN_SURVEY",
    "OFFICE_VERSIONS",
    "PROGRAMS_OWN",
    "FormChangedError",
    "PublishedForms",
    "UnknownFormError",
    "newer_rules",
    "next_version",
    "publish_forms",
    "shipped_forms",
    "shipped_sources",
    "sources_for",
]

_log = structlog.get_logger(__name__)

MAIN_SURVEY = "mc"
"""The survey that is meant where none is named: the one-stop desk, where most people come."""


OFFICE_VERSIONS: Final = 1000
"""Versions that an office makes of a shipped form are numbered from here on, so that an update of
the program neither meets nor replaces them.
"""

PROGRAMS_OWN: Final = frozenset({"kiosk"})
"""Surveys that go with the program: tablets hold this one, and go on with it without network."""

_PARTS = "common/"
"""Files that forms include; they are no forms themselves."""


class FormChangedError(Exception):
    """A form's content changed while its version number stayed: answers would lose their meaning.

    Raise the number in the form's file, or bring the file back as it was.
    """

    def __init__(self, form: str, version: int) -> None:
        super().__init__(
            f"form {form!r}: version {version} is published with other content; "
            f"give the changed form version {version + 1}"
        )
        self.form = form
        self.version = version


class UnknownFormError(StaleSessionError):
    """A session began with a form that another process has published since: read the forms anew
    and decide again.
    """


@dataclass(frozen=True, slots=True)
class PublishedForms:
    """Every version ever published, the newest of each form, and the newest of each that people
    can still begin with.
    """

    forms: Mapping[tuple[str, int], Form]
    latest: Mapping[str, int]
    offered: Mapping[str, int]

    def newest(self, form: str) -> Form:
        """Return the newest version.

        Raises:
            KeyError: there is no such form.

        """
        return self.forms[form, self.latest[form]]

    def versions(self, form: str) -> list[Form]:
        """Return all versions, the newest last."""
        return [self.forms[key] for key in sorted(self.forms) if key[0] == form]

    @property
    def spoken(self) -> frozenset[str]:
        """The languages that all of the bot's own forms have: its small questions, the intake of
        cases, erasure. Nobody can be spoken to in another one.
        """
        own = (self.newest(name) for name in self.latest)
        return frozenset.intersection(*(frozenset(f.languages) for f in own if f.kind != "survey"))

    @property
    def surveys(self) -> list[str]:
        """The forms that people are invited to."""
        return sorted(name for name in self.answered if name in self.offered)

    @property
    def answered(self) -> list[str]:
        """The forms that people are, or were, invited to: answers stay when a form is retired."""
        return sorted(name for name in self.latest if self.newest(name).kind == "survey")


def shipped_sources() -> dict[str, str]:
    """Return the shipped files by name: `mc`, `common/consent`."""
    return dict(_files(files("flows") / "library", ""))


def shipped_forms() -> list[Form]:
    """Return the shipped forms, without publishing any.

    Raises:
        FormFaultsError: one of them has faults.

    """
    return [read_form(name, sources) for name, sources in _shipped()]


def sources_for(file: Path) -> tuple[str, dict[str, str]]:
    """Return the name of a form's file and what it may include: files beside it and shipped.

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: it is not UTF-8 text.

    """
    sources = shipped_sources() | dict(_files(file.parent, ""))
    sources[file.stem] = file.read_text(encoding="utf-8-sig")
    return file.stem, sources


async def publish_forms(storage: Storage, now: Instant) -> PublishedForms:
    """Bring the shipped forms into the database and return all versions in it.

    Raises:
        FormFaultsError: a shipped form has faults.
        FormChangedError: a shipped form has another content than the same version in the database.

    """
    records = await storage.forms.all()
    stored = {(record.form, record.version): record for record in records}
    forms: dict[tuple[str, int], Form] = {}
    unit = UnitOfWork()
    for name, sources in _shipped():
        form = read_form(name, sources)
        known = stored.pop(form.key, None)
        if known is None:
            # Inspected once, when it is new: that takes longer than reading it.
            storage.forms.publish(unit, _record(check(name, sources), sources, now))
        elif known.content_hash != form.content_hash:
            raise FormChangedError(*form.key)
        forms[form.key] = form
    if unit.writes:
        await storage.commit(unit)
    forms |= {key: _reread(record) for key, record in stored.items()}
    retired = {(r.form, r.version) for r in records if r.retired_at is not None}
    # Sorted, so that the newest version of each form is the last one and stays.
    return PublishedForms(forms, dict(sorted(forms)), dict(sorted(forms.keys() - retired)))


async def newer_rules(storage: Storage, rules: Rulebook) -> Rulebook | None:
    """Return the rules with the forms as they are published now; None: nothing is new.

    Only surveys are followed: the bot's own forms go with the program, and another process may
    run a newer one. A version that this program cannot read is left out.
    """
    state = await storage.forms.state()
    if state == rules.forms_state:
        return None
    forms = dict(rules.forms)
    offered: dict[str, int] = {}
    for record in await storage.forms.all():
        form = _known_or_read(forms, record)
        if form is not None:
            forms[form.key] = form
            if form.kind != "survey":
                offered[form.id] = rules.latest.get(form.id, form.version)
            elif record.retired_at is None:
                offered[form.id] = form.version
    return msgspec.structs.replace(rules, forms=forms, latest=offered, forms_state=state)


def _known_or_read(forms: Mapping[tuple[str, int], Form], record: FormRecord) -> Form | None:
    known = forms.get((record.form, record.version))
    if known is not None:
        return known
    try:
        return _reread(record)
    except FormFaultsError:
        _log.warning("form_unreadable", form=record.form, version=record.version)
        return None


def next_version(form: str, newest: int | None) -> int:
    """Return the number of an office's next version of a form; `newest`: of all there are."""
    is_shipped = form in shipped_sources()
    return max(newest or 0, OFFICE_VERSIONS - 1 if is_shipped else 0) + 1


def _shipped() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each shipped form's name, and the files that it may be made of."""
    sources = shipped_sources()
    parts = {name: text for name, text in sources.items() if name.startswith(_PARTS)}
    for name in sorted(sources.keys() - parts.keys()):
        yield name, {name: sources[name], **parts}


def _record(form: Form, sources: Mapping[str, str], now: Instant) -> FormRecord:
    return FormRecord(
        form=form.id,
        version=form.version,
        content_hash=form.content_hash,
        sources=sources,
        published_at=now,
    )


def _reread(record: FormRecord) -> Form:
    name = next(name for name in record.sources if not name.startswith(_PARTS))
    return read_form(name, record.sources)


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield YAML files of a folder and of its folder `common`."""
    for entry in folder.iterdir():
        if entry.is_dir() and f"{entry.name}/" == _PARTS and not prefix:
            yield from _files(entry, _PARTS)
        elif entry.name.endswith(".yaml") and entry.is_file():
            # Whatever else lies in that folder must not stop the form that was asked for.
            yield (
                f"{prefix}{entry.name.removesuffix('.yaml')}",
                entry.read_bytes().decode("utf-8-sig", "replace"),
            )
