"""What campaigns write to people: which places a text may have, and what is wrong with one."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from flows.desk.template_text import unknown_place

__all__ = ["LENGTHS", "PLACES", "SUBJECT_LENGTHS", "TextFault", "TextFaultCode", "text_faults"]

PLACES: Final = ("co_quan", "dich_vu", "ngay", "phut", "link", "han", "dung")
"""The office's name; what was done, and on which day; the minutes that the form takes; the
person's own link; the last day on which it is open; how one is asked no more.
"""
LENGTHS: Final = {"telegram": 900, "email": 4_000, "list": 480}
"""Characters of a text: a message that is read on a phone without scrolling, a letter of a page,
what stands on a slip beside its code.
"""
SUBJECT_LENGTHS: Final = {"email": 100, "list": 60}
"""Characters of an e-mail's subject, and of a slip's head line; messages have none."""

TextFaultCode: TypeAlias = Literal[
    "missing",  # nothing is written
    "length",  # more characters than `most`
    "place",  # `place` would be filled by nothing
    "no_link",  # nobody could answer
    "no_stop",  # nobody is told how to be asked no more
    "other_link",  # a link of somebody else's: the public is warned of them
]
_OTHERS: Final = ("http://", "https://", "www.")


class TextFault(Struct, frozen=True, kw_only=True):
    """What is wrong with a subject or a text (`field`)."""

    field: Literal["subject", "text"]
    code: TextFaultCode
    most: int = 0
    place: str = ""


def text_faults(channel: str, subject: str, text: str) -> list[TextFault]:
    """Return what keeps a text from being sent on a channel (`telegram`, `email`, `list`).

    People are warned by the insurance not to open links (domain §0): the only one is the
    person's own, at the office's address, and each text says how it is the last one.
    """
    found = _faults_in("text", text, LENGTHS[channel])
    if channel in SUBJECT_LENGTHS:
        found += _faults_in("subject", subject, SUBJECT_LENGTHS[channel])
    if text and "{link}" not in text:
        found.append(TextFault(field="text", code="no_link", place="{link}"))
    if text and "{dung}" not in text:
        found.append(TextFault(field="text", code="no_stop", place="{dung}"))
    if any(sign in text.lower() for sign in _OTHERS):
        found.append(TextFault(field="text", code="other_link"))
    return found


def _faults_in(field: Literal["subject", "text"], written: str, most: int) -> list[TextFault]:
    if not written:
        return [TextFault(field=field, code="missing")]
    found = []
    if len(written) > most:
        found.append(TextFault(field=field, code="length", most=most))
    if (place := unknown_place(written, PLACES)) is not None:
        found.append(TextFault(field=field, code="place", place=place))
    return found
