"""Reading a rating of one to five from words, numbers, stars and faces."""

from __future__ import annotations

import re

import msgspec

from flows.phrases import Words, clauses
from flows.rating_words import COMBINATIONS, EASE, EMOJI, NOT_APPLICABLE, PIECES
from flows.vietnamese import Utterance

__all__ = ["Rating", "read_rating"]

_NUMBER = re.compile(
    r"(?:(?:dạ|da|tôi|toi|em|mình|minh|cho|chọn|chon|là|la|mức độ|mức|muc|điểm|diem|nút|nut|số|so"
    r"|câu này|câu|cau|chấm|cham|rate|level|number|no)[ :.]+)*"
    r"(?P<digit>\d|một|mot|hai|ba|bốn|bon|năm|nam|one|two|thre|four|five)"
    r" ?(?:/ ?(?:5|năm)|\*|sao|điểm|diem|stars?|⭐|★)?"
    r"(?: (?:ạ|a|nha|nhé|nhe|em|e|ơi|thôi))*[ .!)]*"
)
_DIGITS = {
    word: digit
    for digit, words in enumerate(
        ("", "một mot one", "hai two", "ba thre", "bốn bon four", "năm nam five")
    )
    for word in words.split()
}
_BEST = re.compile(r"(?:dạ )?(?:số|so|number) (?:1|một|mot|one)\b.*")
_STARS = re.compile("[⭐★*]+☆*")
# What in the rest of a text stands against a high or a low rating.
_AGAINST_HIGH = re.compile("[B1]|N[VH]*[Gg45]")
_AGAINST_LOW = re.compile("(?<!N)(?<!NV)[G45]")


class Rating(msgspec.Struct, frozen=True):
    """A rating, or "na". A rating that is not `sure` is only worth a question back."""

    value: int | str
    sure: bool = True
    method: str = "word"
    confidence: float = 1.0
    beside: bool = False
    """Whether more was said than the rating."""


def _number(text: str) -> Rating | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    digit = _DIGITS.get(match["digit"]) or int(match["digit"])
    # "số 1" is the first answer of the list, or "number one": the best.
    return Rating(digit, not _BEST.fullmatch(text), "number") if 1 <= digit <= 5 else None


def _stars(raw: str) -> Rating | None:
    stars = raw.replace("\ufe0f", "").replace(" ", "")
    if not _STARS.fullmatch(stars):
        return None
    count = len(stars.rstrip("☆"))
    # One star alone may also stand for praise.
    return Rating(count, count > 1 or "☆" in stars, "number") if count <= 5 else None


def _roles(words: Words, *, ease: bool) -> str:
    roles = []
    for role, piece in PIECES.split(words):
        changed = EASE.get(" ".join(piece)) if ease else None
        roles.append(changed or role or "?")
    return "".join(roles).replace(" ", "")


def _combined(roles: str) -> tuple[int, bool] | None:
    about_nothing = roles.replace("T", "")
    for pattern, rating, sure in COMBINATIONS:
        if match := pattern.fullmatch(about_nothing):
            return rating or int(match[1]), sure
    return None


def _phrase(words: Words, *, ease: bool) -> Rating | None:
    roles = _roles(words, ease=ease)
    combined = _combined(roles)
    if combined is None:
        return None
    rating, sure = combined
    return Rating(rating, sure, confidence=0.9, beside="T" in roles)


def _whole(utterance: Utterance, *, ease: bool) -> Rating | None:
    if found := NOT_APPLICABLE.hear(utterance):
        return Rating(found[0], confidence=found[1])
    return _phrase(utterance.words, ease=ease) or _phrase(utterance.decoded, ease=ease)


def _clause(words: Words, *, ease: bool) -> Rating | None:
    if found := NOT_APPLICABLE.find(words):
        return Rating(found[0])
    return _number(" ".join(words)) or _phrase(words, ease=ease)


def _opposes(value: int | str, words: Words, *, ease: bool) -> bool:
    if not isinstance(value, int) or value == 3:
        return False
    against = _AGAINST_HIGH if value > 3 else _AGAINST_LOW
    return against.search(_roles(words, ease=ease)) is not None


def _beside(utterance: Utterance, *, ease: bool) -> Rating | None:
    """Read a rating with more said beside it: "hài lòng nhưng chờ lâu"."""
    parts = clauses(utterance.accented)
    rated = [_clause(words, ease=ease) for words in parts]
    certain = {rating.value for rating in rated if rating and rating.sure}
    if len(certain) != 1 or "D" in _roles(utterance.words, ease=ease):
        return None
    value = certain.pop()
    rest = [
        words for words, rating in zip(parts, rated, strict=True) if not (rating and rating.sure)
    ]
    if any(word.isdigit() for words in rest for word in words):
        return None
    sure = not any(_opposes(value, words, ease=ease) for words in rest)
    beside = bool(rest) or any(rating and rating.beside for rating in rated)
    return Rating(value, sure, confidence=0.8, beside=beside)


def _hint(utterance: Utterance, *, ease: bool) -> Rating | None:
    """Find the one judgement in a short sentence of unknown words: worth a question back."""
    if len(utterance.words) > 8:
        return None
    known = _combined(_roles(utterance.words, ease=ease).replace("?", ""))
    return Rating(known[0], sure=False) if known else None


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
    counted = _number(utterance.accented) or _stars(utterance.raw)
    if counted:
        return counted
    said = (
        _whole(utterance, ease=ease)
        or _beside(utterance, ease=ease)
        or _hint(utterance, ease=ease)
    )
    rating = _with_faces(said, utterance)
    return msgspec.structs.replace(rating, sure=False) if rating and utterance.asks else rating
