"""Keeps the texts of the shipped forms honest: every text in every language, none left behind."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from flows.documents import Node, load
from flows.faults import Fault
from tests.house.wordings import left_behind, missing_in

__all__ = ["LIBRARY", "problems"]

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "flows" / "library"
_PLACE = re.compile(r"\{(\w+)\}")


def problems(wanted: Collection[str], library: Path = LIBRARY) -> list[str]:
    """Say of every text what it lacks: file and line, question, path, and language."""
    found: list[str] = []
    for path in sorted(library.rglob("*.yaml")):
        name = path.relative_to(library).with_suffix("").as_posix()
        faults: list[Fault] = []
        document = load(name, path.read_text(encoding="utf-8"), faults)
        found += [str(fault) for fault in faults]
        if document is not None:
            found += _head(document, wanted)
            found += _in(document, "", wanted)
    return found


def _head(form: Node, wanted: Collection[str]) -> Iterator[str]:
    """Check that a form declares the languages; parts that forms include declare none."""
    fields = form.value if isinstance(form.value, dict) else {}
    if "sections" not in fields or "id" not in fields:
        return
    declared = fields["languages"].plain() if "languages" in fields else ["vi"]
    listed = declared if isinstance(declared, list) else []
    for language in sorted(set(wanted) - set(listed)):
        yield f"{form.place.file}: 'languages' lacks {language}"


def _in(node: Node, owner: str, wanted: Collection[str]) -> Iterator[str]:
    if isinstance(node.value, list):
        for inner in node.value:
            yield from _in(inner, owner, wanted)
    elif isinstance(node.value, dict):
        if "id" in node.value:
            owner = str(node.value["id"].value)
        if "vi" in node.value:
            yield from _text(node, node.value, owner, wanted)
            return
        for inner in node.value.values():
            yield from _in(inner, owner, wanted)


def _text(
    node: Node, value: Mapping[str, Node], owner: str, wanted: Collection[str]
) -> Iterator[str]:
    texts = {language: str(inner.value or "") for language, inner in value.items()}
    place = node.place
    where = f"{place.file}:{place.line} {owner} {place.path}".replace("  ", " ")
    for language in missing_in(texts, wanted):
        yield f"{where}: {language} is missing"
    for language, why in left_behind(texts):
        yield f"{where}: {language} {why}"
    places = {language: set(_PLACE.findall(text)) for language, text in texts.items()}
    for language, named in sorted(places.items()):
        if texts[language] and named != places["vi"]:
            wrong = ", ".join(sorted(named ^ places["vi"]))
            yield f"{where}: vi and {language} disagree on {wrong}"
