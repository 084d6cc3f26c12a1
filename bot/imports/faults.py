"""What can be wrong with a cell of a list, and the text that says what is expected instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.texts import text_key

__all__ = ["FAULTS", "NOTES"]

FAULTS: Final[Mapping[str, str]] = {
    "area_unknown": text_key("imports.fault.area_unknown"),
    "counter_unknown": text_key("imports.fault.counter_unknown"),
    "day_ahead": text_key("imports.fault.day_ahead"),
    "day_unreadable": text_key("imports.fault.day_unreadable"),
    "email_unreadable": text_key("imports.fault.email_unreadable"),
    "missing": text_key("imports.fault.missing"),
    "mode_unknown": text_key("imports.fault.mode_unknown"),
    "phone_is_id": text_key("imports.fault.phone_is_id"),
    "phone_no_person": text_key("imports.fault.phone_no_person"),
    "phone_old": text_key("imports.fault.phone_old"),
    "phone_several": text_key("imports.fault.phone_several"),
    "phone_unreadable": text_key("imports.fault.phone_unreadable"),
    "place_ambiguous": text_key("imports.fault.place_ambiguous"),
    "place_unknown": text_key("imports.fault.place_unknown"),
    "procedure_ambiguous": text_key("imports.fault.procedure_ambiguous"),
    "procedure_unknown": text_key("imports.fault.procedure_unknown"),
    "ragged": text_key("imports.fault.ragged"),
    "size_unreadable": text_key("imports.fault.size_unreadable"),
    "unit_ambiguous": text_key("imports.fault.unit_ambiguous"),
    "unit_outside": text_key("imports.fault.unit_outside"),
    "unit_unknown": text_key("imports.fault.unit_unknown"),
    "known": text_key("imports.fault.known"),
    "repeated": text_key("imports.fault.repeated"),
}
"""Code → text key."""

NOTES: Final = frozenset({"known", "repeated"})
"""What is no fault: the row is there already, and is left out."""
