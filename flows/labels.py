"""Which of a question's own choices a person named: by label, place, or a part of the label."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import msgspec
from msgspec.structs import replace

from flows.closeness import Speller
from flows.common_words import is_common
from flows.definition import Choice, Question
from flows.lexicon import listed
from flows.phrases import Words, clauses, variants
from flows.signs import Text, is_sign, read_sign, shown
from flows.spelling import is_shortened, unmark
from flows.vietnamese import Utterance, split_words, words_of

__all__ = ["Named", "by_label", "by_own_words", "by_place", "denies", "pressed"]

_PLACE = re.compile(
    r"(?:(?:dạ|da|số|so|câu|cau|nút|nut|mục|muc|ý|đáp án|dap an|lựa chọn|lua chon|chọn|chon|cái"
    r"|cai|thứ|thu|option|number|no)[ .:]*)*#?(\d{1,2})(?: (?:ạ|a|nha|nhé|nhe|em|e))*[ .!)]*"
)
_NEGATIONS = frozenset({"không", "chưa", "chẳng", "chả", "khong", "chua", "not", "no", "dont"})
_TURNING = _NEGATIONS | {"tự"}
"""What a label cannot lose at its front: "làm xong" is not yet "Tự làm xong"."""
_ANSWERS_ALONE = _NEGATIONS | {"có", "yes"}
_SHORTEST_NAME = 4  # letters of a single word that names a choice inside a sentence
_DENYING = frozenset({"đâu", "mo"})
"""Deny what stands before them: "đã xong đâu"."""
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
    return 1 < len(typed) == len(name) and all(
        a == b or {a, b} <= _NEGATIONS for a, b in zip(typed.words, name.words, strict=True)
    )


def _leads(typed: _Phrase, name: _Phrase) -> bool:
    return len(typed) < len(name) and _matches(typed, _slice(name, 0, len(typed)))


def _is_inside(typed: _Phrase, name: _Phrase) -> bool:
    """Whether the label goes on around these words without turning them into their opposite."""
    if len(typed) == 1 and len(typed.words[0]) < 3:
        return False
    return any(
        _matches(typed, _slice(name, at, at + len(typed))) and _TURNING.isdisjoint(name.words[:at])
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
    if len(name) == 1 and len(name.plain[0]) < _SHORTEST_NAME:
        return False
    places = [
        at
        for at in _places(name.plain, typed.plain)
        if _matches(_slice(typed, at, at + len(name)), name)
        and not _DENYING.intersection(typed.words[at + len(name) : at + len(name) + 2])
    ]
    if name.words[0] in _ANSWERS_ALONE:  # "Không nhớ" counts at the front only, "Có" never
        return len(name) > 1 and 0 in places
    return any(_NEGATIONS.isdisjoint(typed.words[:at]) for at in places)


def _names(choices: Sequence[Choice]) -> list[tuple[Choice, _Phrase]]:
    return [
        (choice, name)
        for choice in choices
        for text in (*choice.label.values(), *choice.aliases)
        if not is_sign(text) and len(name := _name(text))
    ]


def _distinct(choices: Iterator[Choice]) -> tuple[Choice, ...]:
    return tuple({choice.value: choice for choice in choices}.values())


_Span = tuple[int, int]


def _held(names: list[tuple[Choice, _Phrase]], typed: _Phrase) -> Iterator[tuple[Choice, _Span]]:
    """Yield the choices named in a sentence, and where."""
    for choice, name in names:
        if _holds(typed, name):
            at = next(_places(name.plain, typed.plain))
            yield choice, (at, at + len(name))


def _shown(
    choices: Sequence[Choice], text: Text, *, only_cues: bool
) -> Iterator[tuple[Choice, _Span]]:
    for choice in choices:
        for sign in map(read_sign, filter(is_sign, choice.aliases)):
            if (sign.cue or not only_cues) and (span := shown(sign, text)):
                yield choice, span


def _widest(found: Iterator[tuple[Choice, _Span]]) -> tuple[Choice, ...]:
    """Return the choices that were named; a name inside a longer name does not count."""
    spans = list(found)
    return _distinct(
        choice
        for choice, (start, end) in spans
        if not any(
            first <= start and end <= last and last - first > end - start
            for _, (first, last) in spans
        )
    )


def _in_sentence(
    choices: Sequence[Choice], names: list[tuple[Choice, _Phrase]], text: Text
) -> Named | None:
    typed = _Phrase(text.said.words, text.said.plain)
    doubtful = _doubtful(text.said.words)
    held = [] if doubtful else _held(names, typed)
    found = _widest(chain(held, _shown(choices, text, only_cues=doubtful)))
    return Named(found, 0.7, beside=True) if found else None


def _doubtful(words: Words) -> bool:
    """Whether a sentence only supposes, or says of one thing this and of another that."""
    both = any(words.count(word) > 1 for word in ("thì", "lần"))
    both = both or _ANOTHER.search(" ".join(words)) is not None
    return both or not _DOUBTS.isdisjoint(words) or (len(words) > 2 and words[-1] in _NEGATIONS)


_ANOTHER = re.compile(r".\bcòn (?:cái|thẻ|sổ|của|phần|mấy|người|bên)\b")
"""Goes on to something else: "xong sổ, còn thẻ thì chưa biết"."""
_DOUBTS = frozenset(
    listed("chắc, nghe, hay, hoặc, hoac, hình, lẽ, nửa, tùy, lúc, suýt, or, maybe, perhaps")
)


@lru_cache(maxsize=512)
def _speller(names: tuple[Words, ...]) -> Speller:
    return Speller(names)


def _by_words(
    names: list[tuple[Choice, _Phrase]], said: list[tuple[Words, float]]
) -> Named | None:
    longest = max((len(name) for _, name in names), default=0)
    shapes = [(_phrase(words), most) for words, most in said if len(words) <= longest]
    for fit, confidence in _FITS:
        for typed, most in shapes:
            if found := _distinct(choice for choice, name in names if fit(typed, name)):
                return Named(found, min(confidence, most))
    return None


def by_own_words(choices: Sequence[Choice], utterance: Utterance) -> Named | None:
    """Return what was named by the whole of its label or an alias, marks perhaps left out."""
    names = _names(choices)
    for words in variants(utterance.words):
        typed = _phrase(words)
        near = [(choice, name) for choice, name in names if name.plain == typed.plain]
        for fit, confidence in _FITS[:2] if near else ():
            if found := _distinct(choice for choice, name in near if fit(typed, name)):
                return Named(found, confidence)
    return None


_NOT_YET = r"chưa \1"


def by_label(choices: Sequence[Choice], utterance: Utterance) -> Named | None:
    """Return what was named by its label, an alias or a sign, in any language of the form."""
    names = _names(choices)
    if not names or not utterance.words:
        return None
    scoffed = _SCOFFED.sub(_NOT_YET, _IN_ORDER.sub("", utterance.accented))
    if scoffed != utterance.accented:
        utterance = replace(utterance, accented=scoffed, words=split_words(scoffed), decoded=())
    said = [(words, 1.0) for words in variants(utterance.words)]
    said += [(words, 0.9) for words in variants(utterance.decoded)]
    if named := _by_words(names, said):
        return named
    if named := _opened(choices, names, utterance):
        return named
    unmarked = utterance.accented == utterance.plain
    text = Text.of(utterance.words, unmarked=unmarked)
    named = _in_sentence(choices, names, text)
    if named is None and utterance.decoded:
        keyed = Text.of(utterance.decoded, unmarked=False)
        named = _in_sentence(choices, names, keyed)
    return named or _mended(choices, names, text)


_IN_ORDER = re.compile(r"\bđâu (?:vào|ra) (?:đấy|đó)\b")
"""Denies nothing: "xong xuôi đâu vào đấy"."""
_SCOFFED = re.compile(r"(?:\bđã )?\b([^\W_]+(?: [^\W_]+)?) (?:đâu|gì|chi|nỗi gì) mà (?:đã )?\1\b")
"""Says a word to deny it: "xong đâu mà xong"."""


def _opened(
    choices: Sequence[Choice], names: list[tuple[Choice, _Phrase]], utterance: Utterance
) -> Named | None:
    """Return what the first clause names outright: "chưa, người ta hẹn lại"."""
    first, *rest = clauses(utterance.accented) or [()]
    named = _by_words(names, [(words, 1.0) for words in variants(first)]) if rest else None
    if named is None or named.confidence < _OUTRIGHT:
        return None
    unmarked = utterance.accented == utterance.plain
    later = [_in_sentence(choices, names, Text.of(words, unmarked=unmarked)) for words in rest]
    others = [choice for other in later if other for choice in other.choices]
    return Named(_distinct(chain(named.choices, others)), 0.8, beside=True)


_OUTRIGHT = 0.9


def _mended(
    choices: Sequence[Choice], names: list[tuple[Choice, _Phrase]], text: Text
) -> Named | None:
    """Return what was named in a spelling that is none: "ddungs henj", "xog ròi"."""
    words = text.said.words
    if len(words) > _SPREAD or all(map(is_common, words)):
        return None
    mended = _speller(tuple(name.words for _, name in names)).mend(words)
    if mended == words:
        return None
    named = _by_words(names, [(shape, 0.8) for shape in variants(mended)])
    return named or _in_sentence(choices, names, Text.of(mended, unmarked=text.unmarked))


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
