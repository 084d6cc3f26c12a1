"""A report of satisfaction as a value: its letterhead and its text, beside the edition's figures.

Decree 30/2020, appendix I, says how it is laid out (domain §6.2); nothing here does. A report and
its edition make the same documents again to the byte.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

__all__ = ["SECTIONS", "Letterhead", "Paragraph", "Report", "Section", "SectionName"]

SectionName: TypeAlias = Literal[
    "conduct",  # how the survey was carried out: plan, frame, forms issued, returned, valid
    "level",  # the index, its uncertainty, the targets
    "change",  # since the period before
    "strengths",
    "weaknesses",  # the weakest factors and criteria, and what drives satisfaction
    "units",  # how units stand, against targets and not by numbers of forms (R36)
    "online",  # steps of online procedures, the kiosk
    "voices",  # themes of comments, with counts
    "objectivity",  # evidence, suspicions, what was set aside
    "limits",  # what is missing or not proved
    "proposals",  # who is to do what until when
]
SECTIONS: Final[tuple[SectionName, ...]] = get_args(SectionName)


class Paragraph(Struct, frozen=True, kw_only=True):
    """A paragraph; `figures` are the places of the edition that it was written from, as paths such
    as `levels/B5` or `units/unit-7/levels/B1`, so that every sentence can be followed.
    """

    id: str
    text: str
    figures: tuple[str, ...] = ()
    by: Literal["rules", "person"] = "rules"
    """Who wrote it as it stands."""


class Section(Struct, frozen=True, kw_only=True):
    """Paragraphs under a heading."""

    name: SectionName
    paragraphs: tuple[Paragraph, ...]


class Letterhead(Struct, frozen=True, kw_only=True):
    """What an administrative report carries around its text (Decree 30/2020, appendix I)."""

    parent_agency: str = ""
    agency: str = ""
    number: int | None = None
    """Given when it is issued."""
    symbol: str = "BC-BHXH"
    place: str = ""
    day: str = ""
    """ISO; of the signature."""
    subject: str = ""
    """Trích yếu."""
    addressed_to: tuple[str, ...] = ()
    """Kính gửi; empty: none is printed."""
    bases: tuple[str, ...] = ()
    """Căn cứ, without the semicolons."""
    recipients: tuple[str, ...] = ()
    """Nơi nhận, without the last line."""
    archive: str = "VT, TCCB"
    """Lưu."""
    authority: str = ""
    """Such as "KT. GIÁM ĐỐC" above the signer's office; empty: they sign in their own right."""
    office: str = ""
    """The signer's office, such as "GIÁM ĐỐC"."""
    signer: str = ""
    """Their name, without titles."""


class Report(Struct, frozen=True, kw_only=True):
    """What is written, in the order in which it is printed."""

    letterhead: Letterhead
    sections: tuple[Section, ...]
