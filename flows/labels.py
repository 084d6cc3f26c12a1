"""Which of a question's own choices a person named: by label, place, or a part of the label."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import msgspec

from flows.definition import Choice
from flows.phrases import Words, variants
from flows.spelling import is_shortened, unmark
from flows.vietnamese import Utterance, words_of

__all__ = ["Named", "by_label", "by_place"]

_PLACE = re.compile(
    r"(?:(?:dạ|da|số|so|câu|cau|nút|nut|mục|muc|ý|y|đáp án|dap an|lựa chọn|lua chon|chọn|chon|cái"
    r"|cai|thứ|thu|option|number|no)[ .:]*)*#?(\d{1,2})(?: (?:ạ|a|nha|nhé|nhe|em|e))*[ .!)]*"
)
_NEGATIONS = frozenset({"không", "chưa", "chẳng", "chả", "khong", "chua", "not", "no", "dont"})
_SPREAD = 12  # words beside a label, beyond which a text is a story of its own


class Named(msgspec.Struct, frozen=True):
    """The choices that fit equally well (one, if all is clear), and how surely."""

    choices: tuple[Choice, ...]
    confidence: float
    beside: bool = False
    """Whether more was said than the label."""


@lru_cache(maxsize=4096)
def _plain(words: Words) -> Words:
    return tuple(map(unmark, words))


def _same(typed: Words, name: Words) -> bool:
    """Whether these words are that name, marks perhaps left out."""
    return len(typed) == len(name) and (
        typed == name or (_plain(typed) == _plain(name) and all(map(is_shortened, typed, name)))
    )


def _places(part: Words, whole: Words) -> Iterator[int]:
    size = len(part)
    return (at for at in range(len(whole) - size + 1) if _same(part, whole[at : at + size]))


def _exactly(typed: Words, name: Words) -> bool:
    return typed == name


def _leads(typed: Words, name: Words) -> bool:
    return _same(typed, name[: len(typed)])


def _is_inside(typed: Words, name: Words) -> bool:
    """Whether the label goes on around these words without turning them into their opposite."""
    if len(typed) == 1 and len(typed[0]) < 3:
        return False
    return any(_NEGATIONS.isdisjoint(name[:at]) for at in _places(typed, name))


def _holds(typed: Words, name: Words) -> bool:
    """Whether the label was typed with a few words around it, and not negated."""
    if not len(name) < len(typed) <= len(name) + _SPREAD or name[0] in _NEGATIONS | {"có", "yes"}:
        return len(name) > 1 and len(name) < len(typed) and _leads(name, typed)
    return any(_NEGATIONS.isdisjoint(typed[:at]) for at in _places(name, typed))


_Fit = Callable[[Words, Words], bool]
_FITS: tuple[tuple[_Fit, float], ...] = (
    (_exactly, 1.0),
    (_same, 0.9),
    (_leads, 0.8),
    (_is_inside, 0.7),
)


def _names(choice: Choice) -> list[Words]:
    texts = (*choice.label.values(), *choice.aliases)
    return [words for text in texts if (words := words_of(text))]


def _fitting(choices: Sequence[Choice], typed: Words, fit: _Fit) -> tuple[Choice, ...]:
    return tuple(c for c in choices if any(fit(typed, name) for name in _names(c)))


def _holding(choices: Sequence[Choice], typed: Words) -> tuple[Choice, ...]:
    """Return the choices named inside a sentence; a name inside a longer name does not count."""
    held = [(c, name) for c in choices for name in _names(c) if _holds(typed, name)]
    longest = max((len(name) for _, name in held), default=0)
    found = [c for c, name in held if len(name) == longest]
    others = [
        c
        for c, name in held
        if not any(list(_places(name, big)) for _, big in held if big != name)
    ]
    return tuple({c.value: c for c in (*found, *others)}.values())


def by_label(choices: Sequence[Choice], utterance: Utterance) -> Named | None:
    """Return what was named by its label or alias, in any language of the form."""
    for fit, confidence in _FITS:
        for said in (utterance.words, utterance.decoded):
            for typed in variants(said):
                if found := _fitting(choices, typed, fit):
                    return Named(found, confidence)
    if found := _holding(choices, utterance.words):
        return Named(found, 0.7, beside=True)
    return None


def by_place(choices: Sequence[Choice], utterance: Utterance) -> Choice | None:
    """Return the choice whose place in the list was typed: "2", "số 2"."""
    match = _PLACE.fullmatch(utterance.accented)
    if match and 1 <= int(match[1]) <= len(choices):
        return choices[int(match[1]) - 1]
    return None
