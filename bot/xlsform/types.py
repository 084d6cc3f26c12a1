"""Which types of an XLSForm are carried, which are left out by name, and which are refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from flows.texts import text_key

__all__ = ["Kind", "Type", "read_type"]

Kind: TypeAlias = Literal["text", "number", "day", "choice", "many", "none"]
"""What an answer is in expressions; `none` is nothing that can be compared."""


class Type(msgspec.Struct, frozen=True):
    """What a cell of the column `type` means. `ours` is the type in our form; `begin` and `end`
    are groups; `refused` and `left_out` hold the key of the reason.
    """

    ours: str = ""
    kind: Kind = "none"
    choices: str | None = None
    other: bool = False
    """Written with `or_other`: any other words are an answer too."""
    refused: str | None = None
    left_out: str | None = None


_PLAIN: Mapping[str, Type] = {
    "acknowledge": Type("acknowledge", "choice"),
    "calculate": Type("calculated"),
    "date": Type("date", "day"),
    "decimal": Type("decimal", "number"),
    "int": Type("number", "number"),
    "integer": Type("number", "number"),
    "note": Type("notice"),
    "range": Type("range", "number"),
    "string": Type("text", "text"),
    "text": Type("text", "text"),
    "trigger": Type("acknowledge", "choice"),
    "begin group": Type("begin"),
    "end group": Type("end"),
}
_SELECTS: Mapping[str, Type] = {
    "select_one": Type("choice", "choice"),
    "select one": Type("choice", "choice"),
    "select one from": Type("choice", "choice"),
    "select1": Type("choice", "choice"),
    "select_multiple": Type("many", "many"),
    "select all that apply": Type("many", "many"),
    "select all that apply from": Type("many", "many"),
}
_LIST = re.compile(
    rf"(?P<select>{'|'.join(sorted(_SELECTS, key=len, reverse=True))})\s+(?P<list>\S+)"
    r"(?:\s+(?P<other>or[ _]other|or specify other))?",
    re.IGNORECASE,
)

_REPEAT = text_key("xlsform.type.repeat")
_PLACE = text_key("xlsform.type.place")
_FILE = text_key("xlsform.type.file")
_CLOCK = text_key("xlsform.type.clock")
_LISTS = text_key("xlsform.type.external")
_REFUSED: Mapping[str, str] = {
    "begin repeat": _REPEAT,
    "end repeat": _REPEAT,
    "begin loop": _REPEAT,
    "end loop": _REPEAT,
    **dict.fromkeys(("geopoint", "geotrace", "geoshape", "location", "gps", "osm"), _PLACE),
    **dict.fromkeys(
        ("image", "photo", "audio", "video", "file", "draw", "signature", "annotate"), _FILE
    ),
    "barcode": text_key("xlsform.type.barcode"),
    **dict.fromkeys(("time", "datetime"), _CLOCK),
    **dict.fromkeys(("xml-external", "csv-external"), _LISTS),
    "rank": text_key("xlsform.type.rank"),
    "hidden": text_key("xlsform.type.hidden"),
}
_REFUSED_FIRST: Mapping[str, str] = {
    "rank": text_key("xlsform.type.rank"),
    "select_one_external": _LISTS,
    "select_one_from_file": _LISTS,
    "select_multiple_from_file": _LISTS,
    "osm": _PLACE,
}
_OWN_RECORD = text_key("xlsform.type.own_record")
_DEVICE = text_key("xlsform.type.device")
_LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(("start", "end", "today", "audit", "username"), _OWN_RECORD),
    **dict.fromkeys(
        ("deviceid", "imei", "simserial", "subscriberid", "phonenumber", "phone number", "email",
         "start-geopoint", "background-audio", "background-geopoint"),
        _DEVICE,
    ),
}  # fmt: skip


def read_type(written: str) -> Type | None:
    """Return what a type means; None if there is no such type."""
    word = " ".join(written.split())
    small = re.sub(r"^(begin|end)_", r"\1 ", word.lower())
    if small in _PLAIN:
        return _PLAIN[small]
    if small in _REFUSED:
        return Type(refused=_REFUSED[small])
    if small in _LEFT_OUT:
        return Type(left_out=_LEFT_OUT[small])
    return _selecting(word)


def _selecting(word: str) -> Type | None:
    first = word.lower().partition(" ")[0]
    if first in _REFUSED_FIRST:
        return Type(refused=_REFUSED_FIRST[first])
    found = _LIST.fullmatch(word)
    if found is None:
        return None
    selecting = _SELECTS[found["select"].lower()]
    return msgspec.structs.replace(
        selecting, choices=found["list"], other=found["other"] is not None
    )
