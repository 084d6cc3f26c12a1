"""What a person can tell the bot to do at any point, and how that is recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from flows.closeness import Speller
from flows.command_grammar import Parsed, parsed
from flows.command_patterns import PATTERNS
from flows.command_words import COMMANDS, LEADS, TAILS
from flows.common_words import is_common
from flows.identifiers import normalise_code
from flows.keyboards import undo_keys
from flows.lexicon import OPENERS, SOFT_TAILS, listed
from flows.phrases import Phrasebook, Words, parts, unmarked, variants
from flows.slotted import SlottedPhrases
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
_COMBINED = SlottedPhrases(PATTERNS)
_MAYBE = Phrasebook({name: command.maybe for name, command in COMMANDS.items()})


_LEADS, _TAILS = (
    frozenset(words_of(form) for phrase in edges for form in (phrase, unmark(phrase)))
    for edges in (LEADS, TAILS)
)
_LONGEST_EDGE = max(map(len, _LEADS | _TAILS))
_VOCABULARY = frozenset(_CERTAIN.vocabulary | _COMBINED.vocabulary).union(
    *map(unmarked, _LEADS | _TAILS), *map(unmarked, map(words_of, (*OPENERS, *SOFT_TAILS)))
)
"""Words without marks: with any other one in it, nothing is a command for certain."""
_LONGEST = max(_CERTAIN.longest, _COMBINED.longest) + 2 * 2 * _LONGEST_EDGE

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


_NEVER_BY_SLIP = frozenset({"opt_out", "opt_in", "erase", "withdraw", "stop"})
"""What takes something away, or consents, is meant only as it stands: "đúng hạn" is no "đừng
nhắn".
"""
_SPELLER = Speller(
    frozenset(
        words_of(phrase)
        for name, command in COMMANDS.items()
        for phrase in command.phrases
        if name not in _NEVER_BY_SLIP
    )
)
_TWO_SIDED = frozenset({("dung",)})
"""Without marks nobody knows: dừng, đúng or dùng."""


_OF_WHAT_WAS = frozenset(
    {"gặp", "quay", "trở", "dừng", "ngừng", "ngưng", "bỏ", "làm", "nói", "giúp"}
)
"""Verbs that wish as they stand, and tell behind "đã"."""


def _said(words: Words, plain: Words) -> str | None:
    """Return the command that these words are for certain, wishes around it aside; `plain` are
    the same without marks.
    """
    if not 0 < len(words) <= _LONGEST or not _VOCABULARY.issuperset(plain):
        return None
    if "đã" in words and not _OF_WHAT_WAS.isdisjoint(words):
        return None  # "tôi đã gặp lãnh đạo" tells
    shapes = (shape for variant in variants(words) for shape in _shapes(variant))
    return next(filter(None, map(_certain, dict.fromkeys(shapes))), None)


def _certain(words: Words) -> str | None:
    """Return the command of exactly this phrase; one that could be two is none (domain §7)."""
    exact = _CERTAIN.exact(words) | _COMBINED.exact(words)
    meant = exact or (_CERTAIN.shortened(words) | _COMBINED.shortened(words))
    return next(iter(meant)) if len(meant) == 1 else None


def _phrase(utterance: Utterance) -> Recognised | None:
    if utterance.words in _TWO_SIDED:
        return None
    typed = [(words, unmarked(words)) for words in (utterance.words, utterance.decoded) if words]
    for words, plain in typed:
        if command := _said(words, plain):
            return Recognised(command)
        if maybe := _MAYBE.find(words):
            return Recognised(maybe[0], certain=False)
    for words, plain in typed:  # whole sentences: "hủy dữ liệu tôi vừa cung cấp"
        if found := parsed(words, plain):
            return Recognised(found[0], certain=found[1])
    return _beside(utterance) or _mistyped(utterance)


_SIMPLE = frozenset(
    listed("""
        back, skip, pause, stop, restart, help, human, progress, erase, language, language_en
    """)
)
"""What may be wished for beside something else, since nothing is lost by it."""
_FEWEST = 6  # words of a command that may be mistyped
_FEW = 10  # words; more are a story, whose "quay lại" is no wish


def _beside(utterance: Utterance) -> Recognised | None:
    """Read a wish beside its reason: "con khóc rồi, tối tui làm tiếp"."""
    told = parts(utterance.accented) if 2 < len(utterance.words) <= _FEW else []
    if not 1 < len(told) < 4:
        return None
    said = [_clause(tuple(map(undo_keys, words))) for _, words in told]
    wished = {found[0] for found in said if found}
    if len(wished) != 1 or not wished <= _SIMPLE:
        return None
    command = wished.pop()
    agreed = sum(found is not None for found in said) > 1  # "thôi dừng, không trả lời nữa"
    sure = [found is not None and found[1] for found in said]
    if not agreed and not any(sure):
        return None  # "chỉ vì tôi không quen ai": a part of a story
    return Recognised(command, certain=all(sure) or agreed or command == "progress")


_TOLD_OF = frozenset({"human"})
"""What stories tell of as well: "tôi hỏi nhân viên, không ai trả lời"."""


def _clause(words: Words) -> Parsed | None:
    plain = unmarked(words)
    command = _said(words, plain)
    if command:
        return command, True
    found = parsed(words, plain)
    return None if found and found[0] in _TOLD_OF else found


def _mistyped(utterance: Utterance) -> Recognised | None:
    if not 0 < len(utterance.words) <= _FEWEST or all(map(is_common, utterance.words)):
        return None
    mended = _SPELLER.mend(utterance.words)
    command = _said(mended, unmarked(mended)) if mended != utterance.words else None
    return Recognised(command, certain=False) if command else None


def recognise(utterance: Utterance) -> Recognised | None:
    """Return the command that the whole utterance is; a story with such words in it is none."""
    if len(utterance.raw) > 200:
        return None
    folded = fold_clean(utterance.raw)
    said = _bare_code(folded) or _about_code(folded)
    if said is not None or all(map(str.isdecimal, utterance.words)):
        return said  # most of what has no letter is a number
    return _phrase(utterance)
