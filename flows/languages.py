"""Which languages a conversation can go on in, and the words by which each is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias

from flows.phrases import Phrasebook
from flows.vietnamese import Utterance, words_of

__all__ = ["COMMAND", "SHIPPED", "Languages", "named"]

Languages: TypeAlias = Mapping[str, tuple[str, ...]]
"""Language code → its names: its own first, then those that others give it."""

SHIPPED: Final[Languages] = MappingProxyType({"vi": ("Tiếng Việt",), "en": ("English",)})
"""The languages whose phrases stand in `flows.command_words`."""

COMMAND: Final = "language"
"""The command that changes the language; with `_` and a code it names one: `language_en`."""

_WISHES = (
    "", "tiếng", "nói", "dùng", "đổi sang", "chuyển sang", "đổi sang tiếng", "chuyển sang tiếng",
    "in", "speak", "switch to", "change to",
)  # fmt: skip


def named(languages: Languages, heard: Utterance) -> str | None:
    """Return the language, beside the shipped ones, that the whole of a text asks for."""
    added = tuple((code, names) for code, names in languages.items() if code not in SHIPPED)
    found = _book(added).hear(heard) if added else None
    return found[0] if found else None


@lru_cache(maxsize=8)
def _book(added: tuple[tuple[str, tuple[str, ...]], ...]) -> Phrasebook[str]:
    """Return the phrases that ask for these languages; there are as many as are installed."""
    return Phrasebook(
        {
            code: [p for name in names for wish in _WISHES if words_of(p := f"{wish} {name}")]
            for code, names in added
        }
    )
