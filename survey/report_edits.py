"""What people made of the text that the rules wrote: paragraph by paragraph, and back again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from survey.editions import Edition, Place
from survey.report_parts import Paragraph, Report, Section

__all__ = [
    "LONGEST_PARAGRAPH",
    "OWN",
    "Edit",
    "Printed",
    "Reply",
    "edited",
    "own_id",
    "place_hash",
    "printed",
    "reply_to",
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
    """Return a report as it is printed: what people wrote stands for what the rules wrote."""
    newest = {name: one.text for name, one in _standing(edits).items() if one.text is not None}
    sections = tuple(
        replace(one, paragraphs=tuple(_texts(one, newest))) for one in report.sections
    )
    return replace(report, sections=sections)


def _texts(section: Section, newest: Mapping[str, str]) -> Iterator[Paragraph]:
    """Yield the paragraphs; those that people left out stay, without a text."""
    for paragraph in section.paragraphs:
        text = newest.get(paragraph.id)
        yield paragraph if text is None else replace(paragraph, text=text, by="person")
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
