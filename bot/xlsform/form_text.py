"""Writes a form's YAML so that a person can read it, with the row each question came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import yaml

from bot.xlsform.drafts import Draft

__all__ = ["Head", "Part", "form_text"]

_WIDTH = 96
_FLOW = 78  # characters up to which a small mapping stands on one line
_NOT_TEXT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?|true|false|null|~|")
"""What our loader would not take for a text without quotes (flows.documents)."""


class Head(msgspec.Struct, frozen=True):
    """What stands above the questions; `more` are further keys, `below` those after them."""

    form: str
    version: int
    kind: str
    audience: str
    languages: Sequence[str]
    title: Mapping[str, str]
    more: Mapping[str, Any] = {}
    below: Mapping[str, Any] = {}


class Part(msgspec.Struct, frozen=True):
    """One section: its questions, each with the comment that stands above it."""

    id: str
    title: Mapping[str, str]
    questions: Sequence[tuple[str, Draft]]


class _Flow(dict[str, Any]):
    """A mapping that stands on one line."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, indentless=False)


class _Line(list[Any]):
    """A list that stands on one line."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _NOT_TEXT.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    _Flow,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True),
)

_Dumper.add_representer(
    _Line,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)


def form_text(
    head: Head,
    uses: Sequence[str],
    parts: Sequence[Part],
    scales: Mapping[str, Sequence[Draft]],
    comments: Sequence[str] = (),
) -> str:
    """Return the YAML. `uses` are shipped parts that stand before the sections."""
    lines = [f"# {comment}".rstrip() for comment in comments]
    top = {
        "form": head.form,
        "version": head.version,
        "kind": head.kind,
        "audience": head.audience,
        **head.more,
        "languages": list(head.languages),
        "title": dict(head.title),
    }
    lines += _dumped(top, 0)
    if scales:
        lines += ["", *_dumped({"scales": {n: list(each) for n, each in scales.items()}}, 0)]
    lines += ["", "sections:"]
    lines += [f"  - use: {use}" for use in uses]
    for part in parts:
        lines += _section(part)
    if head.below:
        lines += ["", *_dumped(dict(head.below), 0)]
    return "\n".join(lines) + "\n"


def _section(part: Part) -> Iterator[str]:
    yield ""
    first, *rest = _dumped({"id": part.id, "title": dict(part.title)}, 4)
    yield "  - " + first[4:]
    yield from rest
    yield "    questions:"
    for number, (comment, draft) in enumerate(part.questions):
        if number:
            yield ""
        if comment:
            yield f"      # {comment}"
        first, *rest = _dumped(draft, 8)
        yield "      - " + first[8:]
        yield from rest


def _dumped(value: Mapping[str, Any], indent: int) -> list[str]:
    text = yaml.dump(
        {key: _laid(inner) for key, inner in value.items()},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDTH - indent,
        default_flow_style=False,
    )
    pad = " " * indent
    return [pad + line if line else line for line in text.rstrip("\n").split("\n")]


def _laid(value: object) -> object:
    """Return a value with its small mappings laid on one line each."""
    if isinstance(value, Mapping):
        inner = {key: _laid(item) for key, item in value.items()}
        scalars = all(not isinstance(item, list | dict) or isinstance(item, _Flow)
                      for item in inner.values())  # fmt: skip
        short = len(str(inner)) <= _FLOW
        return _Flow(inner) if scalars and short else inner
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = [_laid(item) for item in value]
        plain = all(isinstance(item, str | int | float) for item in items)
        return _Line(items) if plain else items
    return value
