"""Typed access to one mapping of a document, collecting what is missing, unknown or mistyped."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

import msgspec

from flows.conditions import Calculation, Condition, ConditionError, parse, parse_calculation
from flows.definition import Bound, Texts
from flows.documents import Node
from flows.faults import Fault, Place, suggestion
from flows.terms import TODAY, day_of

__all__ = ["Context", "Fields", "Pattern", "read_list", "read_texts"]


_WRITTEN = {"calculation": "calculation", "constraint": "constraint"}
_Parsed = TypeVar("_Parsed")


class Pattern(msgspec.Struct, frozen=True):
    """What a text must look like, for the machine and for people."""

    regex: str
    words: str


class Context(msgspec.Struct, frozen=True):
    """What reading needs to know everywhere: the languages, the main file, the faults so far."""

    languages: tuple[str, ...]
    main_file: str
    faults: list[Fault]

    def fault(self, place: Place, code: str, message: str) -> None:
        """Collect a fault."""
        self.faults.append(Fault(place, code, message))


class Fields:
    """One mapping. Every key that is asked for is known; `close` reports the others."""

    def __init__(self, node: Node, context: Context) -> None:
        self.place = node.place
        self.context = context
        self._keys = node.keys
        self._asked: set[str] = set()
        self._values: Mapping[str, Node] = {}
        self._usable = isinstance(node.value, dict)
        if isinstance(node.value, dict):
            self._values = node.value
        else:
            self._mistyped(node, "a mapping")

    def has(self, key: str) -> bool:
        """Return whether the key is given."""
        return key in self._values

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """Return the node under a key."""
        self._asked.add(key)
        node = self._values.get(key)
        if node is None and required and self._usable:
            self.fault("missing-key", f"the key {key!r} is missing")
        return node

    def close(self, what: str = "key") -> None:
        """Report the keys that nobody asked for."""
        for key in self._values.keys() - self._asked:
            unused = self._asked - self._values.keys()
            message = f"unknown {what} {key!r}{suggestion(key, unused)}"
            self.context.fault(self._keys[key], f"unknown-{what}", message)

    def fault(self, code: str, message: str, key: str | None = None) -> None:
        """Collect a fault at a key's value, or at the mapping."""
        node = self._values.get(key) if key else None
        self.context.fault(node.place if node else self.place, code, message)

    def text(
        self, key: str, *, required: bool = False, pattern: Pattern | None = None
    ) -> str | None:
        """Return a text; with `pattern`, one that matches it whole."""
        node = self.node(key, required=required)
        if node is None:
            return None
        if not isinstance(node.value, str) or not node.value.strip():
            self._mistyped(node, "a text")
            return None
        if pattern and not re.fullmatch(pattern.regex, node.value):
            message = f"{key!r} is {node.value!r}; expected {pattern.words}"
            self.context.fault(node.place, "bad-value", message)
            return None
        return node.value

    def word(self, key: str, allowed: Collection[str], default: str | None = None) -> str | None:
        """Return one of the allowed words; without a default the key is required."""
        value = self.text(key, required=default is None)
        if value is None:
            return default
        if value not in allowed:
            known = ", ".join(sorted(allowed))
            message = f"{key!r} cannot be {value!r}{suggestion(value, allowed)} (known: {known})"
            self.fault("bad-value", message, key)
            return default
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        node = self.node(key)
        if node is None:
            return default
        if not isinstance(node.value, bool):
            self._mistyped(node, "true or false")
            return default
        return node.value

    def number(self, key: str) -> float | None:
        """Return a number."""
        node = self.node(key)
        if node is None:
            return None
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            self._mistyped(node, "a number")
            return None
        return node.value

    def whole(self, key: str, *, default: int = 0, least: int = 1, required: bool = False) -> int:
        """Return a whole number that is not below `least`."""
        node = self.node(key, required=required)
        if node is None:
            return default
        if isinstance(node.value, bool) or not isinstance(node.value, int):
            self._mistyped(node, "a whole number")
            return default
        if node.value < least:
            message = f"{key!r} is {node.value}, the least is {least}"
            self.context.fault(node.place, "bad-value", message)
            return default
        return node.value

    def items(self, key: str, *, required: bool = False) -> list[Node]:
        """Return the nodes of a list."""
        node = self.node(key, required=required)
        if node is None:
            return []
        if not isinstance(node.value, list):
            self._mistyped(node, "a list")
            return []
        if not node.value:
            self.context.fault(node.place, "empty-list", f"the list {key!r} is empty")
        return node.value

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        found: list[str] = []
        for node in self.items(key):
            if isinstance(node.value, str) and node.value.strip():
                found.append(node.value)
            else:
                self._mistyped(node, "a text")
        return tuple(found)

    def mapping(self, key: str) -> Iterator[tuple[str, Node]]:
        """Give the keys and nodes of an inner mapping."""
        node = self.node(key)
        if node is None:
            return
        if not isinstance(node.value, dict):
            self._mistyped(node, "a mapping")
            return
        yield from node.value.items()

    def texts(self, key: str, *, required: bool = False) -> Texts | None:
        """Return a text in every language of the form."""
        node = self.node(key, required=required)
        return None if node is None else read_texts(node, self.context)

    def condition(
        self, key: str, *, required: bool = False, answer: str | None = None
    ) -> Condition | None:
        """Return a condition; a fault points at the very character. `answer` is the question that
        the name `answer` means.
        """
        source = self.text(key, required=required)
        return self._parsed(key, source, lambda written: parse(written, answer))

    def calculation(self, key: str) -> Calculation | None:
        """Return a calculation; a number alone is one too."""
        node = self.node(key)
        if node is not None and type(node.value) in (int, float):
            return parse_calculation(str(node.value))
        return self._parsed(key, self.text(key), parse_calculation)

    def _parsed(
        self, key: str, source: str | None, parsed: Callable[[str], _Parsed]
    ) -> _Parsed | None:
        if source is None:
            return None
        try:
            return parsed(source)
        except ConditionError as error:
            node = self._values[key]
            column = node.place.column + node.quoted + error.column - 1
            place = msgspec.structs.replace(node.place, column=column)
            message = f"in the {_WRITTEN.get(key, 'condition')}, character {error.column}: "
            self.context.fault(place, "bad-condition", message + error.message)
            return None

    def bound(self, key: str, *, days: bool) -> Bound | None:
        """Return a bound: a number, or of `days` an ISO day or `today`."""
        node = self.node(key)
        if node is None or not days:
            return self.number(key)
        if isinstance(node.value, str) and (node.value == TODAY or day_of(node.value)):
            return node.value
        self._mistyped(node, "a day such as 2026-01-31, or today")
        return None

    def _mistyped(self, node: Node, wanted: str) -> None:
        blank = isinstance(node.value, str) and not node.value.strip()
        found = "an empty text" if blank else node.shape
        self.context.fault(node.place, "wrong-type", f"expected {wanted}, found {found}")


def read_texts(node: Node, context: Context) -> Texts | None:
    """Return the texts by language; None if `vi` or another language of the form is missing.

    A part may be written in more languages than the form that uses it: those are left out.
    """
    if isinstance(node.value, str):
        message = f"expected a text by language, such as {{vi: …, en: …}}, found {node.shape}"
        context.fault(node.place, "wrong-type", message)
        return None
    fields = Fields(node, context)
    texts = {language: fields.text(language) for language in context.languages}
    for language in context.languages if isinstance(node.value, dict) else ():
        if language not in node.keys:
            message = f"the text in {language!r} is missing"
            context.fault(node.place, "missing-language", message)
    if node.place.file == context.main_file:
        fields.close("language")
    complete = {language: text for language, text in texts.items() if text is not None}
    return complete if len(complete) == len(texts) else None


def read_list(node: Node, context: Context) -> list[Node]:
    """Return the nodes of a list; nothing, with a fault, if it is none."""
    if isinstance(node.value, list):
        return node.value
    context.fault(node.place, "wrong-type", f"expected a list, found {node.shape}")
    return []
