"""Reading a rating of one to five from words, numbers, stars and faces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

import msgspec

from flows.closeness import Speller
from flows.common_words import is_common
from flows.judgements import Clause, Judgement, read_clause
from flows.lexicon import listed
from flows.phrases import Words, parts
from flows.rating_asides import corrected, is_absent, is_anothers_doing
from flows.rating_numbers import mark_numbers
from flows.rating_shapes import reshaped
from flows.rating_tokens import tokens_of
from flows.rating_words import EMOJI, NOT_APPLICABLE, NOT_DONE, ROLES
from flows.spelling import unmark
from flows.vietnamese import Utterance, words_of

__all__ = ["Rating", "read_rating"]

_STARS = re.compile("[⭐★*]+☆*")
_GLUED = re.compile(r"(?<=[^\W\d_])[.-](?=[^\W\d_])")
"""Punctuation that stands for a space: "hài.lòng"."""
_ONCE = re.compile(r"\b(?:hồi|trước|xưa|lúc đầu|ban đầu|hoi|truoc|xua)\b")
_NOW = re.compile(
    r"\b(?=(?:bây giờ|giờ|nay|gio) (?:thì|thi|ok|tốt|tot|dở|tệ|ổn|khá|nhanh|chậm)\b)"
)
"""Where a text about then turns to now."""
_NOT = r"(?:không|chẳng|chả)"
_NEITHER = re.compile(rf"\b{_NOT} (khen|chê)\W+(?:mà |cũng )*{_NOT} (?!\1)(?:khen|chê)\b")
"""Neither praise nor blame."""
_TOLD_OFF = re.compile(
    r"\b(?!(?:tôi|toi|tui|em|con|mình|cháu|bà|bác|ông|cô|giờ|nay)\b)"
    r"(\w+(?: \w+)?) (?:thì|thi) \1\b"
)
_ECHO = re.compile(
    r"\b(\w+(?: \w+)?) "
    r"((?:cái gì|cái chi|nỗi gì|gì|chi|đâu|mô|gi|dau|mo|chi mô|gì đâu)(?: trời)?) (?:mà|ma) \1\b"
)
_WAITING = frozenset(
    listed("""
        chờ, đợi, ngồi, mỏi, mới, tiếng, tháng, sáng, chiều, hoài, mãi, xếp, hàng, tuần, mất, mọc
        mốc, rùa
    """)
)
_WAITED = _WAITING | frozenset(map(unmark, _WAITING))
"""Words of waiting: behind the highest praise they make it irony."""

_AT_ONCE = frozenset(listed("không, khỏi, vừa, chưa, chẳng, chả, ngay, liền"))
"""Words that take the waiting back: "vừa ngồi xuống đã tới lượt"."""

_MANY = 40  # words; what is longer is a story, and no candidate is offered


class Rating(msgspec.Struct, frozen=True):
    """A rating, or "na". A rating that is not `sure` is only worth a question back."""

    value: int | str
    sure: bool = True
    method: str = "word"
    confidence: float = 1.0
    beside: bool = False
    """Whether more was said than the rating."""


_BEFORE_HEADS = ("rất", "không", "chưa", "rất không", "quá", "chẳng", "khá", "cũng", "không được")
_HEADS = ("hài lòng", "áp dụng", "bình thường")


def _vocabulary() -> Iterable[Words]:
    """Yield what people may have mistyped: every phrase, and the commonest ones combined."""
    yield from (words_of(phrase) for phrases in ROLES.values() for phrase in phrases)
    yield from (words_of(f"{first} {head}") for first, head in product(_BEFORE_HEADS, _HEADS))


_SPELLER = Speller(frozenset(_vocabulary()))


def _stars(raw: str) -> Rating | None:
    stars = raw.replace("\ufe0f", "").replace(" ", "")
    if not _STARS.fullmatch(stars):
        return None
    count = len(stars.rstrip("☆"))
    # One star alone may also stand for praise.
    return Rating(count, count > 1 or "☆" in stars, "number") if count <= 5 else None


_COUNTED = 4
"""The rank of a number."""


_IN_THE_MIDDLE, _NOT_SO = " bình thường ", r"không \1"


class _Said(msgspec.Struct):
    clauses: list[Clause]
    words: list[Words]
    mended: bool = False


def _heard(accented: str, *, ease: bool) -> _Said:
    said = _Said([], [])
    accented = _NEITHER.sub(_IN_THE_MIDDLE, reshaped(_GLUED.sub(" ", accented)))
    accented = _NOW.sub(", ", accented) if _ONCE.search(accented) else accented
    text = mark_numbers(_TOLD_OFF.sub(r"\1 sao", _ECHO.sub(_NOT_SO, accented)))
    for contrast, words in parts(text):
        tokens = tokens_of(words, ease=ease)
        if any(t.role == "?" and not all(map(is_common, t.words)) for t in tokens):
            mended = _SPELLER.mend(words)
            if mended != words:
                said.mended = True
                tokens = tokens_of(mended, ease=ease)
        said.clauses.append(read_clause(tokens, contrast=contrast))
        said.words.append(words)
    return said


def _sign(level: int | str) -> int:
    return (level > 3) - (level < 3) if isinstance(level, int) and level else 0


def _agreed(tops: list[Judgement]) -> Judgement | None:
    """Return the one judgement that equally weighty ones come to; None if they differ."""
    levels = {judgement.level for judgement in tops}
    if len(levels) == 1:
        return next((j for j in tops if j.sure), tops[0])
    if tops[0].rank == _COUNTED or "na" in levels:
        return None
    return _between(tops, {_sign(level) for level in levels})


def _between(tops: list[Judgement], signs: set[int]) -> Judgement | None:
    """Return what several levels come to: the stronger of two alike, the middle of opposites."""
    if signs == {-1, 1} and all(j.negated for j in tops):
        return Judgement(3, tops[0].rank)  # "không tốt không xấu"
    if signs == {-1, 0, 1}:
        return Judgement(3, tops[0].rank, sure=any(j.sure for j in tops if j.level == 3))
    return max(tops, key=lambda j: abs(int(j.level) - 3)) if len(signs) == 1 else None


def _is_undone(clause: Clause, value: Judgement) -> bool:
    """Whether what a clause says beside stands against the rating."""
    mine = any(j.level == value.level for j in clause.judgements)
    for judgement in clause.judgements:
        loose = not judgement.sure and not judgement.negated
        if judgement.retracted or loose or judgement.level in (value.level, 0):
            continue
        if judgement.level == 3 and value.level != 3 and judgement.sure:
            return True
        if mine and value.rank == _COUNTED and judgement.outright:
            return True  # "một điểm chưa tốt" is a matter, no rating
        against = _sign(judgement.level) * _sign(value.level) < 0
        flatters = value.level == 5 and not clause.contrast
        if against and (judgement.outright or mine or flatters):
            return True
    return False


def _is_ironic(said: _Said, value: Judgement) -> bool:
    """Whether the highest praise is followed by how long it took: "tuyệt vời, chờ có 4 tiếng"."""
    if _sign(value.level) > 0 and any("bắt" in words or "hành" in words for words in said.words):
        return not any(clause.contrast for clause in said.clauses)
    if value.level != 5:
        return False
    praised = [n for n, clause in enumerate(said.clauses) if _praises(clause)]
    return (
        any(
            _waits(words) and not clause.contrast and _AT_ONCE.isdisjoint(words)
            for clause, words in list(zip(said.clauses, said.words, strict=True))[
                praised[-1] + 1 :
            ]
        )
        if praised
        else False
    )


def _waits(words: Words) -> bool:
    """Whether a clause tells of waiting; "cho" is chờ only where no marks are typed at all."""
    told = _WAITED if all(map(str.isascii, words)) else _WAITING
    return not told.isdisjoint(words)


def _praises(clause: Clause) -> bool:
    return any(_sign(judgement.level) > 0 for judgement in clause.judgements)


def _doubts(clauses: list[Clause]) -> bool:
    roles = "".join(clause.roles for clause in clauses)
    return "D" in roles or "X" in roles or roles.count("x") > 1 or any(c.open for c in clauses)


def _chooses(clauses: list[Clause]) -> bool:
    """Whether one hesitates between ratings: "không biết nên cho 3 hay 4"."""
    return any("X" in clause.roles for clause in clauses)


def _weighed(clauses: list[Clause]) -> Judgement | None:
    """Return the rating that weighs most; None where two weigh the same."""
    found = [judgement for clause in clauses for judgement in clause.judgements]
    standing = [judgement for judgement in found if not judgement.retracted]
    if not standing:
        doubtful = [msgspec.structs.replace(judgement, sure=False) for judgement in found]
        return _agreed(doubtful) if doubtful else None
    highest = max(judgement.rank for judgement in standing)
    agreed = _agreed([judgement for judgement in standing if judgement.rank == highest])
    if agreed and agreed.negated and not agreed.sure:
        fair = next((j for j in standing if j.sure and j.level == 3), None)
        agreed = fair or agreed  # "bình thường, không khó lắm"
    return next((j for j in standing if agreed and j.sure and j.level == agreed.level), agreed)


def _rated(said: _Said) -> Rating | None:
    value = _weighed(said.clauses)
    if value is None or not value.level:
        return None
    undone = any(_is_undone(clause, value) for clause in said.clauses)
    supposed = value.rank != _COUNTED and any("u" in clause.roles for clause in said.clauses)
    doubtful = _doubts(said.clauses) if value.level != "na" else _chooses(said.clauses)
    doubtful = doubtful or (supposed and value.level != "na")
    sure = value.sure and not undone and not doubtful and not _is_ironic(said, value)
    if not sure and sum(map(len, said.words)) > _MANY:
        return None
    numbered = value.rank == _COUNTED
    beside = len(said.clauses) > 1 and any(_is_aside(c, value) for c in said.clauses)
    alone = sum(bool(set(clause.roles) - {" "}) for clause in said.clauses) == 1
    confidence = (1.0 if numbered else 0.9) if alone else 0.8
    return Rating(
        value.level,
        sure,
        "number" if numbered else "word",
        min(confidence, 0.7) if said.mended else confidence,
        beside or any(clause.says_more for clause in said.clauses),
    )


def _is_aside(clause: Clause, value: Judgement) -> bool:
    agrees = any(_sign(j.level) == _sign(value.level) for j in clause.judgements)
    return not agrees and bool(set(clause.roles) - {" "})


def _with_faces(rating: Rating | None, utterance: Utterance) -> Rating | None:
    faces = {EMOJI[character] for character in utterance.raw if character in EMOJI}
    if not faces:
        return rating
    if rating is None:
        alone = len(faces) == 1
        return Rating(faces.pop(), sure=not utterance.words) if alone else None
    value = rating.value
    if isinstance(value, int) and any((value - 3) * (face - 3) < 0 for face in faces):
        return msgspec.structs.replace(rating, sure=False)  # words and face disagree: irony
    return rating


def read_rating(utterance: Utterance, *, ease: bool = False) -> Rating | None:
    """Return the rating that was typed; `ease` for scales from difficult to easy.

    "không hài lòng" is 2, "rất không hài lòng" 1; "không" alone, 7 or 4.5 are none.
    """
    if counted := _stars(utterance.raw):
        return counted
    if found := NOT_APPLICABLE.hear(utterance) or (NOT_DONE.hear(utterance) if ease else None):
        return Rating(found[0], confidence=found[1])
    rating = _with_faces(_spoken(utterance.accented, ease=ease), utterance)
    return msgspec.structs.replace(rating, sure=False) if rating and utterance.asks else rating


def _spoken(accented: str, *, ease: bool) -> Rating | None:
    """Read a text, or what its writer put in place of what was said first."""
    if halves := corrected(accented):
        before, after = (_rated(_heard(half, ease=ease)) for half in halves)
        if after and (before is None or after.sure):
            return msgspec.structs.replace(after, beside=True)
        whole = _rated(_heard(accented, ease=ease))
        return msgspec.structs.replace(whole, sure=False) if whole else None
    rating = _rated(_heard(accented, ease=ease))
    away = is_absent(accented) or (ease and is_anothers_doing(accented))
    if away and not (rating and rating.sure):
        return Rating("na", confidence=0.8, beside=True)
    return rating
