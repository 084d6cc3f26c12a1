"""Which of a question's own choices a person named: by label, place, or a part of the label."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import msgspec

from flows.definition import Choice, Question
from flows.phrases import Words, variants
from flows.spelling import is_shortened, unmark
from flows.vietnamese import Utterance, words_of

__all__ = ["Named", "by_label", "by_place", "denies", "pressed"]

_PLACE = re.compile(
    r"(?:(?:dạ|da|số|so|câu|cau|nút|nut|mục|muc|ý|đáp án|dap an|lựa chọn|lua chon|chọn|chon|cái"
    r"|cai|thứ|thu|option|number|no)[ .:]*)*#?(\d{1,2})(?: (?:ạ|a|nha|nhé|nhe|em|e))*[ .!)]*"
)
_NEGATIONS = frozenset({"không", "chưa", "chẳng", "chả", "khong", "chua", "not", "no", "dont"})
_ANSWERS_ALONE = _NEGATIONS | {"có", "yes"}
_SPREAD = 12  # words beside a label, beyond which a text is a story of its own


class Named(msgspec.Struct, frozen=True):
    """The choices that fit equally well (one, if all is clear), and how surely."""

    choices: tuple[Choice, ...]
    confidence: float
    beside: bool = False
    """Whether more was said than the label."""

    @property
    def one(self) -> Choice | None:
        """The choice, if there is only one."""
        return self.choices[0] if len(self.choices) == 1 else None


class _Phrase(msgspec.Struct, frozen=True):
    words: Words
    plain: Words

    def __len__(self) -> int:
        return len(self.words)


def _phrase(words: Words) -> _Phrase:
    return _Phrase(words, tuple(map(unmark, words)))


@lru_cache(maxsize=4096)
def _name(text: str) -> _Phrase:
    return _phrase(words_of(text))


def _matches(typed: _Phrase, name: _Phrase) -> bool:
    """Whether these words are that name, marks perhaps left out."""
    return typed.plain == name.plain and all(map(is_shortened, typed.words, name.words))


def _places(part: Words, whole: Words) -> Iterator[int]:
    size = len(part)
    return (at for at in range(len(whole) - size + 1) if part == whole[at : at + size])


def _is_exactly(typed: _Phrase, name: _Phrase) -> bool:
    return typed.words == name.words


def _slice(phrase: _Phrase, start: int, end: int) -> _Phrase:
    return _Phrase(phrase.words[start:end], phrase.plain[start:end])


def _means(typed: _Phrase, name: _Phrase) -> bool:
    """Whether only the word for "not" differs: "thái độ không tốt", "thái độ chưa tốt"."""
    return len(typed) == len(name) and all(
        a == b or {a, b} <= _NEGATIONS for a, b in zip(typed.words, name.words, strict=True)
    )


def _leads(typed: _Phrase, name: _Phrase) -> bool:
    return len(typed) < len(name) and _matches(typed, _slice(name, 0, len(typed)))


def _is_inside(typed: _Phrase, name: _Phrase) -> bool:
    """Whether the label goes on around these words without turning them into their opposite."""
    if len(typed) == 1 and len(typed.words[0]) < 3:
        return False
    return any(
        _matches(typed, _slice(name, at, at + len(typed)))
        and _NEGATIONS.isdisjoint(name.words[:at])
        for at in _places(typed.plain, name.plain)
    )


_Fit = Callable[[_Phrase, _Phrase], bool]
_FITS: tuple[tuple[_Fit, float], ...] = (
    (_is_exactly, 1.0),
    (_matches, 0.9),
    (_means, 0.8),
    (_leads, 0.8),
    (_is_inside, 0.7),
)


def _holds(typed: _Phrase, name: _Phrase) -> bool:
    """Whether the label was typed with words around it, and not denied by them."""
    if not len(name) < len(typed) <= len(name) + _SPREAD:
        return False
    places = [
        at
        for at in _places(name.plain, typed.plain)
        if _matches(_slice(typed, at, at + len(name)), name)
    ]
    if name.words[0] in _ANSWERS_ALONE:  # "Không nhớ" counts at the front only, "Có" never
        return len(name) > 1 and 0 in places
    return any(_NEGATIONS.isdisjoint(typed.words[:at]) for at in places)


def _names(choices: Sequence[Choice]) -> list[tuple[Choice, _Phrase]]:
    return [
        (choice, name)
        for choice in choices
        for text in (*choice.label.values(), *choice.aliases)
        if len(name := _name(text))
    ]


def _distinct(choices: Iterator[Choice]) -> tuple[Choice, ...]:
    return tuple({choice.value: choice for choice in choices}.values())


def _held(names: list[tuple[Choice, _Phrase]], typed: _Phrase) -> tuple[Choice, ...]:
    """Return the choices named in a sentence; a name inside a longer name does not count."""
    held = [(choice, name.plain) for choice, name in names if _holds(typed, name)]
    return _distinct(
        choice
        for choice, name in held
        if not any(len(name) < len(other) and any(_places(name, other)) for _, other in held)
    )


def by_label(choices: Sequence[Choice], utterance: Utterance) -> Named | None:
    """Return what was named by its label or alias, in any language of the form."""
    names = _names(choices)
    if not names:
        return None
    longest = max((len(name) for _, name in names), default=0)
    said = [(words, 1.0) for words in variants(utterance.words)]
    said += [(words, 0.9) for words in variants(utterance.decoded)]
    shapes = [(_phrase(words), most) for words, most in said if len(words) <= longest]
    for fit, confidence in _FITS:
        for typed, most in shapes:
            if found := _distinct(choice for choice, name in names if fit(typed, name)):
                return Named(found, min(confidence, most))
    if found := _held(names, _phrase(utterance.words)):
        return Named(found, 0.7, beside=True)
    return None


def by_place(choices: Sequence[Choice], utterance: Utterance) -> Choice | None:
    """Return the choice whose place in the list was typed: "2", "số 2"."""
    match = _PLACE.fullmatch(utterance.accented)
    if match and 1 <= int(match[1]) <= len(choices):
        return choices[int(match[1]) - 1]
    return None


def denies(choice: Choice) -> bool:
    """Whether a label says "not" or "not yet" of something."""
    return any(not _NEGATIONS.isdisjoint(words_of(text)) for text in choice.label.values())


def pressed(question: Question, value: str) -> Choice:
    """Return the choice of a pressed button.

    Raises:
        KeyError: the question has no such button.

    """
    choice = question.choice(value)
    if choice is None:
        raise KeyError(value)
    return choice
