"""What a person can tell the bot to do at any point, and how that is recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from flows.command_words import COMMANDS, LEADS, TAILS
from flows.identifiers import normalise_code
from flows.phrases import Phrasebook, Words, variants
from flows.spelling import fold_clean, unmark
from flows.vietnamese import Utterance, words_of

__all__ = ["COMMANDS", "Recognised", "recognise"]


class Recognised(msgspec.Struct, frozen=True):
    """A command that a text is as a whole. Not `certain`: the question's own reading goes first.

    `argument` is a case code as printed; what was typed, if it is no code; or empty.
    """

    command: str
    argument: str = ""
    certain: bool = True


_CERTAIN = Phrasebook({name: command.phrases for name, command in COMMANDS.items()})
_MAYBE = Phrasebook({name: command.maybe for name, command in COMMANDS.items()})


_LEADS, _TAILS = (
    frozenset(words_of(form) for phrase in edges for form in (phrase, unmark(phrase)))
    for edges in (LEADS, TAILS)
)
_LONGEST_EDGE = max(map(len, _LEADS | _TAILS))
_LONGEST = _CERTAIN.longest + 2 * 2 * _LONGEST_EDGE

_VERBS = {
    verb: command
    for command, verbs in {
        "view": "xem view show see",
        "erase": "xoa erase delete remove",
        "withdraw": "rut huy withdraw cancel",
        "status": "tra kiem tinh status check track",
    }.items()
    for verb in verbs.split()
}
_ABOUT_CODE = re.compile(
    r"(?:(?:da|toi|em|muon|cho|lam on|xin|hay|please) )*"
    r"(?P<verb>xem|xoa|rut|huy|tra cuu|kiem tra|tinh trang|view|show|see|erase|delete|remove"
    r"|withdraw|cancel|status|check|track)(?![0-9a-z])"
    r"(?: (?:lai|du lieu|phieu|phan anh|ma|so|ho so|don|gop y|kien nghi|tien do|tinh trang|case"
    r"|code|of|my|complaint|response|status)(?![0-9a-z]))*"  # "MA…" may begin the code itself
    r" ?[:#]? ?(?P<code>[0-9a-z]+(?:[ -]+[0-9a-z]+)*?)(?: (?:a|nha|nhe|giup toi|di))*[ .!]*"
)
_PRINTED = re.compile(r"[0-9a-z]{5}[ -]*[0-9a-z]{5}[ -]*[0-9a-z]")


def _about_code(folded: str) -> Recognised | None:
    match = _ABOUT_CODE.fullmatch(folded)
    if match is None:
        return None
    typed = match["code"]
    code = normalise_code(typed) if _PRINTED.fullmatch(typed) else None
    command = _VERBS[match["verb"].split()[0]]
    if code is not None:
        return Recognised(command, code)
    # Almost a code: one word with a digit. Anything longer is a story.
    looks_so = " " not in typed and 5 <= len(typed) <= 16 and any(c.isdigit() for c in typed)
    return Recognised(command, typed.upper()) if looks_so else None


def _bare_code(folded: str) -> Recognised | None:
    typed = folded.strip(" .!")
    if not _PRINTED.fullmatch(typed) or (code := normalise_code(typed)) is None:
        return None
    if typed.isalpha():
        return None  # eleven letters that happen to add up
    # Eleven digits may be an old telephone number.
    return Recognised("status", code, certain=not typed.isdigit())


def _lengths(edges: frozenset[Words], at: int) -> dict[str, tuple[int, ...]]:
    """Return how long the edges are that have this word at their outer end, shortest first."""
    found: dict[str, set[int]] = {}
    for edge in edges:
        found.setdefault(edge[at], set()).add(len(edge))
    return {word: tuple(sorted(lengths)) for word, lengths in found.items()}


_LEAD_LENGTHS, _TAIL_LENGTHS = _lengths(_LEADS, 0), _lengths(_TAILS, -1)


def _without_lead(words: Words) -> Iterator[Words]:
    yield words
    for length in _LEAD_LENGTHS.get(words[0], ()):
        if length < len(words) and words[:length] in _LEADS:
            yield words[length:]


def _without_tail(words: Words) -> Iterator[Words]:
    yield words
    for length in _TAIL_LENGTHS.get(words[-1], ()):
        if length < len(words) and words[-length:] in _TAILS:
            yield words[:-length]


def _shapes(words: Words) -> Iterator[Words]:
    """Yield the words without up to two wishes before and two behind."""
    if words[0] not in _LEAD_LENGTHS and words[-1] not in _TAIL_LENGTHS:
        yield words  # most of what people write
        return
    seen: set[Words] = set()
    for once in _without_lead(words):
        for twice in _without_lead(once):
            for ended in _without_tail(twice):
                for bare in _without_tail(ended):
                    if bare not in seen:
                        seen.add(bare)
                        yield bare


def _phrase(utterance: Utterance) -> Recognised | None:
    for words in (utterance.words, utterance.decoded):
        if not 0 < len(words) <= _LONGEST:
            continue
        shapes = (shape for variant in variants(words) for shape in _shapes(variant))
        for shape in dict.fromkeys(shapes):
            if found := _CERTAIN.find(shape):
                return Recognised(found[0])
        if found := _MAYBE.find(words):
            return Recognised(found[0], certain=False)
    return None


def recognise(utterance: Utterance) -> Recognised | None:
    """Return the command that the whole utterance is; a story with such words in it is none."""
    if len(utterance.raw) > 200:
        return None
    folded = fold_clean(utterance.raw)
    return _bare_code(folded) or _about_code(folded) or _phrase(utterance)
