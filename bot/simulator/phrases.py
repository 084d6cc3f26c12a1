"""The words of synthetic citizens, read from `phrases.yaml`; accents come and go."""

from __future__ import annotations

import random
from functools import cache
from importlib.resources import files

import msgspec

from flows.spelling import unmark

__all__ = ["Phrases", "Typing", "as_typed", "phrases"]


class Typing(msgspec.Struct, frozen=True):
    """A text, and what may be stored of it."""

    typed: str
    kept: str | None = None

    @property
    def stored(self) -> str:
        """What must be found in the database."""
        return self.typed if self.kept is None else self.kept


class _Phones(msgspec.Struct, frozen=True):
    usual: list[Typing]
    old: list[Typing]
    wrong: list[str]


class Phrases(msgspec.Struct, frozen=True):
    """Phrases by purpose, most of them by language."""

    ratings: dict[str, dict[str, list[str]]]
    nonsense: list[str]
    pause: dict[str, list[str]]
    stop: dict[str, list[str]]
    opt_out: str
    resume: dict[str, list[str]]
    back: dict[str, list[str]]
    skip: dict[str, list[str]]
    help: dict[str, list[str]]
    view: dict[str, str]
    afterthought: dict[str, str]
    stories: list[Typing]
    wishes: list[Typing]
    names: list[str]
    addresses: list[str]
    desks: list[str]
    phones: _Phones


@cache
def phrases() -> Phrases:
    """Return the phrases; the file is read once."""
    raw = (files("bot") / "simulator" / "phrases.yaml").read_bytes()
    return msgspec.yaml.decode(raw, type=Phrases, strict=False)


def as_typed(rng: random.Random, text: str, *, accents: bool) -> str:
    """Return a text as a hurried person types it: accents and capitals come and go."""
    text = text if accents else unmark(text)
    return text.lower() if rng.random() < 0.5 else text
