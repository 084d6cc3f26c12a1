"""What people made of the text that the rules wrote: paragraph by paragraph, and back again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from survey.editions import Edition, Place
from survey.report_parts import Paragraph, Report, Section

__all__ = [
    "LONGEST_PARAGRAPH",
    "OWN",
    "Edit",
    "Printed",
    "Reply",
    "Written",
    "edited",
    "own_id",
    "place_hash",
    "printed",
    "repliers",
    "reply_to",
    "rewritten",
    "stale",
    "with_replies",
    "writers",
]

LONGEST_PARAGRAPH: Final = 4_000
"""Characters: a page and a half."""
OWN: Final = "own"
"""In each section people may add one paragraph at its end, which the rules know nothing of."""


class Edit(Struct, frozen=True, kw_only=True):
    """What somebody wrote in the place of a paragraph. `text`: None goes back to what the rules
    wrote; "" leaves the paragraph out.
    """

    paragraph: str
    revision: int
    text: str | None
    by: str
    at: int


class Reply(Struct, frozen=True, kw_only=True):
    """What a ranked unit or officer says to their place (domain R38)."""

    subject: str
    """`unit` or `officer`."""
    key: str
    revision: int
    place: str
    """`place_hash` of the place that it is to: to another one it is no reply."""
    text: str
    by: str
    at: int


class Printed(Struct, frozen=True, kw_only=True):
    """All that the documents of an issued report are made of: the same value, the same bytes."""

    edition: Edition
    report: Report
    shows_ranking: bool


class Written(Report, frozen=True, kw_only=True):
    """What the rules wrote, also when figures were reckoned anew."""

    changed: dict[str, int] = field(default_factory=dict)
    """Paragraphs that reckoning anew changed, brought or took away → the version of the report at
    which it last did.
    """
    beside: tuple[str, ...] | None = None
    """Ids of the issued reports that the figures were held against, so that both together give no
    small cell away; None: a program wrote it that did not keep them.
    """


def rewritten(
    before: Report, after: Report, version: int, beside: Iterable[str] | None = None
) -> Written:
    """Return what the rules write of figures that were reckoned anew. `before`: what they wrote of
    the figures before; `version`: that of the report when it is reckoned anew, from 1; `beside`:
    the ids of the issued reports that the figures were held against.
    """
    old, new = _said(before), _said(after)
    moved = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    known = before.changed if isinstance(before, Written) else {}
    return Written(
        letterhead=after.letterhead,
        sections=after.sections,
        changed={**known, **dict.fromkeys(sorted(moved), version)},
        beside=None if beside is None else tuple(sorted(beside)),
    )


def _said(report: Report) -> dict[str, str]:
    return {one.id: one.text for section in report.sections for one in section.paragraphs}


def stale(report: Written, edits: Iterable[Edit]) -> tuple[str, ...]:
    """Return the paragraphs, in their order, whose edits were written beside another text of the
    rules than stands there now, or whose paragraph is gone: their numbers may be old ones. An edit
    is so until it is saved again or dropped.
    """
    now, newest = _said(report), _standing(edits)
    waiting = {
        name
        for name, one in newest.items()
        if one.text is not None
        and (one.text.strip() or name in now)
        and one.revision < report.changed.get(name, 0)
    }
    return tuple(sorted(waiting, key=lambda name: _place_in(report, name)))


def _place_in(report: Report, name: str) -> tuple[int, str]:
    sections = [section.name for section in report.sections]
    own = _section_of(name)
    return (sections.index(own) if own in sections else len(sections), name)


def _section_of(paragraph: str) -> str:
    """Return the section that a paragraph of the rules belongs to, also one that is gone."""
    return paragraph.partition(".")[0]


def own_id(section: str) -> str:
    """Return the id of the paragraph that people may add to a section."""
    return f"{OWN}/{section}"


def _standing(edits: Iterable[Edit]) -> dict[str, Edit]:
    """Return the newest edit of each paragraph."""
    found: dict[str, Edit] = {}
    for edit in sorted(edits, key=lambda one: one.revision):
        found[edit.paragraph] = edit
    return found


def edited(report: Report, edits: Iterable[Edit]) -> Report:
    """Return a report as it is printed: what people wrote stands for what the rules wrote. What
    they wrote in the place of a paragraph that is gone stands at the end of its section.
    """
    newest = {name: one.text for name, one in _standing(edits).items() if one.text is not None}
    sections = tuple(
        replace(one, paragraphs=tuple(_texts(one, newest))) for one in report.sections
    )
    return Report(letterhead=report.letterhead, sections=sections)


def _texts(section: Section, newest: Mapping[str, str]) -> Iterator[Paragraph]:
    """Yield the paragraphs; those that people left out stay, without a text."""
    there = {one.id for one in section.paragraphs}
    for paragraph in section.paragraphs:
        text = newest.get(paragraph.id)
        yield paragraph if text is None else replace(paragraph, text=text, by="person")
    for name, text in newest.items():
        if name not in there and _section_of(name) == section.name and text.strip():
            yield Paragraph(id=name, text=text, by="person")
    own = newest.get(own_id(section.name), "")
    if own:
        yield Paragraph(id=own_id(section.name), text=own, by="person")


def printed(report: Report) -> Report:
    """Return a report without the paragraphs that people left out."""
    sections = (
        replace(one, paragraphs=tuple(text for text in one.paragraphs if text.text.strip()))
        for one in report.sections
    )
    return replace(report, sections=tuple(sections))


def writers(edits: Iterable[Edit]) -> frozenset[str]:
    """Return whose words stand in the report: they do not approve it."""
    return frozenset(one.by for one in _standing(edits).values() if one.text is not None)


def repliers(edition: Edition, replies: Iterable[Reply]) -> frozenset[str]:
    """Return whose replies stand beside places of the rankings."""
    said = tuple(replies)
    pairs = (("unit", edition.ranking), ("officer", edition.officers))
    found = (reply_to(place, name, said) for name, places in pairs for place in places)
    return frozenset(one.by for one in found if one is not None)


def place_hash(place: Place) -> str:
    """Return what a place is told apart by from the same one's place when figures were reckoned
    anew (SHA-256).
    """
    return sha256(msgspec.json.encode(replace(place, reply=""), order="deterministic")).hexdigest()


def reply_to(place: Place, subject: str, replies: Iterable[Reply]) -> Reply | None:
    """Return the newest reply to a place as it is now."""
    wanted = (subject, place.key, place_hash(place))
    own = (one for one in replies if (one.subject, one.key, one.place) == wanted)
    return max(own, key=lambda one: one.revision, default=None)


def with_replies(edition: Edition, replies: Iterable[Reply]) -> Edition:
    """Return an edition whose rankings carry what units and officers say to their places."""
    said = tuple(replies)
    return replace(
        edition,
        ranking=_replied(edition.ranking, "unit", said),
        officers=_replied(edition.officers, "officer", said),
    )


def _replied(places: Iterable[Place], subject: str, said: Collection[Reply]) -> tuple[Place, ...]:
    return tuple(
        replace(place, reply="" if found is None else found.text)
        for place in places
        for found in (reply_to(place, subject, said),)
    )
