"""YAML text to a tree of located nodes: every value knows its file, line, column and path.

Stricter than YAML on purpose: no anchors, aliases (a few of them can make gigabytes), tags or
second documents; plain words are texts unless they are true, false, null or a number, so that
`value: no` stays "no".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias

import msgspec
import yaml

from flows.faults import Fault, Place

__all__ = ["MAX_BYTES", "Node", "Plain", "file_of", "load"]

MAX_BYTES = 1_000_000  # a form is some ten kilobytes; more is a mistake or an attack
MAX_DEPTH = 16  # form → sections → questions → choices → says → text is 10

Plain: TypeAlias = str | int | float | bool | None

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it exists
_WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,6}")
_SHAPES: tuple[tuple[type, str], ...] = (
    (type(None), "nothing"),
    (bool, "true or false"),  # before int, which it is too
    (int, "a number"),
    (float, "a number"),
    (str, "a text"),
    (dict, "a mapping"),
    (list, "a list"),
)
_WORDS: dict[str, Plain] = {"true": True, "false": False, "null": None, "~": None, "": None}


class Node(msgspec.Struct, frozen=True, eq=False):
    """One value of a document."""

    place: Place
    value: Plain | dict[str, Node] | list[Node]
    quoted: bool = False
    """Written in quotes: what stands inside begins one column later."""
    keys: dict[str, Place] = {}
    """For mappings: where each key stands."""

    @property
    def shape(self) -> str:
        """Return in plain words what the value is."""
        return next(name for kind, name in _SHAPES if isinstance(self.value, kind))

    def plain(self) -> object:
        """Return the value without its places, as JSON would have it."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


class _RefusedError(Exception):
    """A document cannot be used at all."""


def file_of(name: str) -> str:
    """Return the file name that is shown for a source."""
    return f"{name}.yaml"


class _Builder:
    """Builds nodes from parser events; a fault that leaves the rest readable is collected."""

    def __init__(self, file: str, events: Iterator[Any], faults: list[Fault]) -> None:
        self._file = file
        self._events = events
        self._faults = faults
        self._refused = False

    def document(self) -> Node | None:
        """Return the top node, or None if the document must not be used."""
        next(self._events)  # the stream starts
        if isinstance(next(self._events), yaml.StreamEndEvent):
            self._refuse(Place(self._file, 1, 1), "empty-file", "the file is empty")
            return None
        top = self._node(next(self._events), "", 0)
        next(self._events)  # the document ends
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            message = "a second document begins here; a form is one document"
            self._refuse(self._place(after, ""), "second-document", message)
        return None if self._refused else top

    def _refuse(self, place: Place, code: str, message: str) -> None:
        self._faults.append(Fault(place, code, message))
        self._refused = True

    def _place(self, event: Any, path: str) -> Place:  # noqa: ANN401 - pyyaml events are untyped
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1, path)

    def _node(self, event: Any, path: str, depth: int) -> Node:  # noqa: ANN401
        place = self._place(event, path)
        if depth > MAX_DEPTH:
            self._refuse(place, "too-deep", f"more than {MAX_DEPTH} levels inside one another")
            raise _RefusedError
        if event.anchor:
            message = "anchors (&) and aliases (*) are not allowed; write the value out"
            self._refuse(place, "anchor", message)
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(place, "tag", f"tags are not allowed: {event.tag}")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place, path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place, path, depth)
        return self._scalar(place, event)

    def _sequence(self, place: Place, path: str, depth: int) -> Node:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, f"{path}[{len(items)}]", depth + 1))
        return Node(place, items)

    def _mapping(self, place: Place, path: str, depth: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            where = self._place(event, path)
            key = self._node(event, path, depth + 1).value
            word = key if isinstance(key, str) else str(getattr(event, "value", "?"))
            inner = f"{path}.{word}" if path else word
            value = self._node(next(self._events), inner, depth + 1)
            if not isinstance(key, str):
                self._fault(where, "key-not-text", "a key must be a text")
            elif word in values:
                self._fault(where, "duplicate-key", f"the key {word!r} is given twice")
            else:
                values[word], keys[word] = value, where
        return Node(place, values, keys=keys)

    def _fault(self, place: Place, code: str, message: str) -> None:
        self._faults.append(Fault(place, code, message))

    def _scalar(self, place: Place, event: Any) -> Node:  # noqa: ANN401
        text = unicodedata.normalize("NFC", str(getattr(event, "value", "")))
        if getattr(event, "style", None):
            return Node(place, text, quoted=event.style in "'\"")
        return Node(place, _plain(text))


def _plain(text: str) -> Plain:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def load(name: str, text: str, faults: list[Fault]) -> Node | None:
    """Return the document `text` as located nodes; None if it cannot be used (faults say why)."""
    document, found = _parsed(name, text)
    faults += found
    return document


@lru_cache(maxsize=64)  # a part is used by a dozen forms, and nobody changes a node
def _parsed(name: str, text: str) -> tuple[Node | None, tuple[Fault, ...]]:
    faults: list[Fault] = []
    return _document(name, text, faults), tuple(faults)


def _document(name: str, text: str, faults: list[Fault]) -> Node | None:
    file = file_of(name)
    top = Place(file, 1, 1)
    try:
        if len(text.encode()) > MAX_BYTES:
            faults.append(Fault(top, "too-large", f"larger than {MAX_BYTES:,} bytes"))
            return None
        return _Builder(file, yaml.parse(text, Loader=_LOADER), faults).document()
    except yaml.MarkedYAMLError as error:
        faults.append(_syntax(file, error))
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        message = "holds a control character or half a character, which YAML forbids"
        faults.append(Fault(top, "yaml-syntax", message))
    except _RefusedError:
        pass
    return None


def _syntax(file: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = f"not valid YAML: {error.problem or error.context}"
    return Fault(Place(file, line, column), "yaml-syntax", message)
