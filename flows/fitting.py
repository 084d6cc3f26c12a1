"""Makes one use of a part fit its form: parameters filled in, what makes no sense left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec

from flows.documents import Node
from flows.faults import suggestion
from flows.fields import Context

__all__ = ["Fitting"]

_PARAMETER = re.compile(r"<([a-z_]+)>")


class Fitting:
    """One use of a part. `values` are its parameters; `left_out` names questions (`D8`) and
    choices (`SC3.organisation`), as they are called once the parameters are filled in.
    """

    def __init__(self, values: Mapping[str, str], left_out: list[Node], context: Context) -> None:
        self.values = values
        self.needed: set[str] = set()
        """The parameters of what is used."""
        self.known: set[str] = set()
        """The parameters of the whole part: what is left out needs none, but may be given some."""
        self._left_out = {str(node.value): node for node in left_out}
        self._names: set[str] = set()
        self._context = context

    def fit(self, part: Node) -> Node:
        """Return the part as its form wants it, and report names that it does not know."""
        filled = self._filled(part, self.known)
        if not self._left_out:
            self.needed = self.known
            return filled
        kept = _changed(part, "sections", self._section)
        for name in sorted(self._left_out.keys() - self._names):
            message = f"the part has no {name!r} to leave out{suggestion(name, self._names)}"
            self._context.fault(self._left_out[name].place, "unknown-question", message)
        return self._filled(kept, self.needed)

    # Leaving out

    def _section(self, section: Node) -> Node | None:
        return _changed(section, "questions", self._question)

    def _question(self, question: Node) -> Node | None:
        name = self._named(question, "id")

        def kept(choice: Node) -> Node | None:
            return None if self._is_out(f"{name}.{self._named(choice, 'value')}") else choice

        return None if self._is_out(name) else _changed(question, "choices", kept)

    def _is_out(self, name: str) -> bool:
        self._names.add(name)
        return name in self._left_out

    def _named(self, node: Node, key: str) -> str:
        inner = node.value.get(key) if isinstance(node.value, dict) else None
        return "" if inner is None else self._said(str(inner.value))

    # Filling in

    def _filled(self, node: Node, met: set[str]) -> Node:
        """Return the node with its parameters filled in; `met` gets their names."""
        value = node.value
        if isinstance(value, str):
            met |= set(_PARAMETER.findall(value))
            return msgspec.structs.replace(node, value=self._said(value))
        if isinstance(value, dict):
            inner = {key: self._filled(item, met) for key, item in value.items()}
            return msgspec.structs.replace(node, value=inner)
        if isinstance(value, list):
            items = [self._filled(item, met) for item in value]
            return msgspec.structs.replace(node, value=items)
        return node

    def _said(self, text: str) -> str:
        return _PARAMETER.sub(lambda match: self.values.get(match[1], match[0]), text)


def _changed(node: Node, key: str, change: Callable[[Node], Node | None]) -> Node:
    """Return a mapping whose list under `key` holds what `change` leaves of its items."""
    items = node.value.get(key) if isinstance(node.value, dict) else None
    if not isinstance(node.value, dict) or items is None or not isinstance(items.value, list):
        return node
    left = [kept for item in items.value if (kept := change(item)) is not None]
    shorter = msgspec.structs.replace(items, value=left)
    return msgspec.structs.replace(node, value={**node.value, key: shorter})
