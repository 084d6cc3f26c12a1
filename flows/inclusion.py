"""Puts a form together from its files: resolves `use`, refuses cycles, fills in parameters.

A part (`common/policy`) has sections, stems, scales and follow-ups of its own. `with: {form: MC}`
at its use fills the parameter `<form>` wherever it stands in the part, so that `<form>P1` becomes
`MCP1`. `leave_out: [D8, SC3.organisation]` leaves out questions, or choices of them, that make no
sense in this form.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.documents import Node, file_of, load
from flows.faults import Fault, Place, suggestion
from flows.fields import Context, Fields
from flows.fitting import Fitting

__all__ = ["Assembly", "assemble"]

_PART_KEYS = ("use", "stems", "scales", "sections", "follow_ups")


class Assembly(msgspec.Struct, frozen=True):
    """The pieces of one form, in the order of asking."""

    main: Node
    stems: dict[str, Node] = {}
    scales: dict[str, Node] = {}
    sections: list[Node] = []
    follow_ups: list[Node] = []
    unusable: list[Node] = []
    """Uses of parts that are not there or cannot be read."""

    def plain(self) -> dict[str, object]:
        """Return the whole content without places, as the content hash wants it."""
        values = self.main.value if isinstance(self.main.value, dict) else {}
        head = {key: node.plain() for key, node in values.items() if key not in _PART_KEYS}
        return {
            **head,
            "stems": {name: node.plain() for name, node in self.stems.items()},
            "scales": {name: node.plain() for name, node in self.scales.items()},
            "sections": [node.plain() for node in self.sections],
            "follow_ups": [node.plain() for node in self.follow_ups],
        }


def assemble(name: str, sources: Mapping[str, str], faults: list[Fault]) -> Assembly | None:
    """Return the pieces of the form `name`; None if its own file cannot be used."""
    if name not in sources:
        message = f"there is no file {file_of(name)!r}{suggestion(name, sources)}"
        faults.append(Fault(Place(file_of(name)), "unknown-form", message))
        return None
    main = load(name, sources[name], faults)
    if main is None:
        return None
    assembler = _Assembler(main, sources, Context(("vi",), file_of(name), faults))
    assembler.gather(main, (name,))
    return assembler.assembly


class _Assembler:
    def __init__(self, main: Node, sources: Mapping[str, str], context: Context) -> None:
        self.assembly = Assembly(main)
        self._sources = sources
        self._context = context
        self._loaded: dict[str, Node | None] = {}

    def gather(self, document: Node, stack: tuple[str, ...]) -> Fields:
        """Collect the pieces of one document; `stack` names the files that led here."""
        fields = Fields(document, self._context)
        for node in fields.items("use"):
            self._use(node, node, Fitting({}, [], self._context), stack)
        self._tables(fields, "stems", self.assembly.stems)
        self._tables(fields, "scales", self.assembly.scales)
        for node in fields.items("sections"):
            self._section(node, stack)
        follow_ups = fields.node("follow_ups")
        if follow_ups is not None:
            if self.assembly.follow_ups:
                fields.fault("duplicate-name", "follow-ups are given twice", "follow_ups")
            self.assembly.follow_ups.append(follow_ups)
        return fields

    def _tables(self, fields: Fields, key: str, table: dict[str, Node]) -> None:
        for name, node in fields.mapping(key):
            if name in table:
                message = f"{name!r} is given twice in {key!r}"
                self._context.fault(node.place, "duplicate-name", message)
            table[name] = node

    def _section(self, node: Node, stack: tuple[str, ...]) -> None:
        if not isinstance(node.value, dict) or "use" not in node.value:
            self.assembly.sections.append(node)
            return
        fields = Fields(node, self._context)
        values: dict[str, str] = {}
        for key, inner in fields.mapping("with"):
            values[key] = str(inner.value) if isinstance(inner.value, str | int) else ""
            if not values[key] and inner.value != "":
                message = f"expected a text, found {inner.shape}"
                self._context.fault(inner.place, "wrong-type", message)
        left_out = fields.items("leave_out")
        fields.node("use")
        fields.close()
        self._use(node.value["use"], node, Fitting(values, left_out, self._context), stack)

    def _use(self, named: Node, at: Node, fitting: Fitting, stack: tuple[str, ...]) -> None:
        fault = self._unusable(named, stack)
        if fault is not None:
            self._refuse(named, *fault)
        else:
            self._part(str(named.value), at, fitting, stack)

    def _unusable(self, named: Node, stack: tuple[str, ...]) -> tuple[str, str] | None:
        """Return why no part can stand behind this name, if so."""
        name = named.value
        if not isinstance(name, str):
            return "wrong-type", f"expected the name of a part, found {named.shape}"
        if name in stack:
            circle = " → ".join((*stack, name))
            return "include-cycle", f"files use one another in a circle: {circle}"
        if name not in self._sources:
            message = f"there is no file {file_of(name)!r}{suggestion(name, self._sources)}"
            return "unknown-include", message
        return None

    def _refuse(self, at: Node, code: str, message: str) -> None:
        self._context.fault(at.place, code, message)
        self.assembly.unusable.append(at)

    def _part(self, name: str, at: Node, fitting: Fitting, stack: tuple[str, ...]) -> None:
        if name not in self._loaded:
            self._loaded[name] = load(name, self._sources[name], self._context.faults)
        document = self._loaded[name]
        if document is None:
            self.assembly.unusable.append(at)
        elif isinstance(document.value, dict) and "form" in document.value:
            self._refuse(at, "not-a-part", f"{name!r} is a whole form, not a part of one")
        else:
            fitted = self._fitted(name, document, at, fitting)
            if fitted is not None:
                self.gather(fitted, (*stack, name)).close()

    def _fitted(self, name: str, document: Node, at: Node, fitting: Fitting) -> Node | None:
        """Return the part as this use wants it; None if a parameter is missing."""
        fitted = fitting.fit(document)
        for word in sorted(fitting.values.keys() - fitting.known):
            near = suggestion(word, fitting.known)
            message = f"the part {name!r} has no parameter {word!r}{near}"
            self._context.fault(at.place, "unknown-parameter", message)
        missing = sorted(fitting.needed - fitting.values.keys())
        for word in missing:
            message = f"the part {name!r} needs the parameter {word!r} (with: {{{word}: …}})"
            self._refuse(at, "missing-parameter", message)
        return None if missing else fitted
