"""Whether a text affirms or denies what a question asks, in whole sentences and asides."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal, TypeAlias

import msgspec

from flows.assertion_words import ASSERTION_ROLES, ASSERTIONS, SYNONYMS
from flows.closeness import Speller
from flows.common_words import is_common
from flows.lexicon import listed
from flows.phrases import Words, parts
from flows.spelling import is_shortened, unmark
from flows.vietnamese import Utterance, words_of

__all__ = ["Assertion", "Claim", "Subject", "read_assertion", "relayed", "subject_of"]

Claim: TypeAlias = Literal["yes", "no", "unknown"]

_EMPTY = frozenset(
    listed("""
        ông, bà, có, không, chưa, đã, được, và, hay, hoặc, của, cho, khi, nếu, thì, là, này, để
        với, các, những, trong, lần, phải, ai, gì, nào, vừa, qua, từ, đến, ở, tại, về, cần, muốn
        bị, sẽ, đang, rồi, cái, việc, tuổi, đơn, vị
    """)
)
"""Words of a question that are not what it asks about."""

_SPELLER = Speller(frozenset(words_of(p) for ps in ASSERTION_ROLES.values() for p in ps))


class Subject(msgspec.Struct, frozen=True):
    """What a yes-or-no question asks about, as words and pairs of words; and what it presumes."""

    asked: frozenset[str]
    presumed: frozenset[str]


class Assertion(msgspec.Struct, frozen=True):
    """What was claimed, and whether more was said than the claim."""

    claim: Claim
    beside: bool
    bare: bool
    """Whether only words of agreeing and denying carried it."""


class _Clause(msgspec.Struct, frozen=True):
    roles: str
    claim: Claim | None
    about: bool
    doubtful: bool
    presumed: bool


@lru_cache(maxsize=1024)
def subject_of(text: str) -> Subject:
    """Return what a question asks about. "Khi trễ hẹn, …" is presumed, not asked."""
    first, comma, rest = text.partition(",")
    presumes = bool(comma) and words_of(first)[:1] in (("khi",), ("nếu",), ("ngoài",))
    presumed = _content(words_of(first)) if presumes else frozenset[str]()
    asked = _content(words_of(rest if presumes else text))
    for group in SYNONYMS:
        if group & asked:
            asked |= group
    return Subject(asked, presumed)


def _content(words: Words) -> frozenset[str]:
    told = [word if word not in _EMPTY else "" for word in words]
    pairs = (f"{a} {b}" for a, b in pairwise(told) if a and b)
    return frozenset((*filter(None, told), *pairs)) - {"xin"}


@lru_cache(maxsize=1024)
def _by_plain(known: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in known:
        found[unmark(word)] = (*found.get(unmark(word), ()), word)
    return found


def _is(said: str, known: frozenset[str]) -> bool:
    return any(is_shortened(said, word) for word in _by_plain(known).get(unmark(said), ()))


def _mentions(words: Words, known: frozenset[str]) -> bool:
    pairs = (f"{a} {b}" for a, b in pairwise(words))
    return any(_is(said, known) for said in (*words, *pairs) if len(said) > 1)


def _roles(words: Words, subject: Subject) -> str:
    """Return one letter a phrase; "Q" is what the question asks about."""
    roles = ""
    at = 0
    while at < len(words):
        if at + 1 < len(words) and _is(f"{words[at]} {words[at + 1]}", subject.asked):
            roles, at = roles + "Q", at + 2
            continue
        role, piece = next(ASSERTIONS.split(words[at:]))
        # "gọi rồi hỏi": and then; but "xin lỗi rồi á".
        then = piece == ("rồi",) and not _SOFT.issuperset(words[at + 1 :])
        role = " " if then or words[at].isdecimal() else role
        if len(piece) == 1 and role in (None, "?", " ") and _is(words[at], subject.asked):
            role = "Q"
        roles, at = roles + (role or "?"), at + len(piece)
    return roles


_SOFT = frozenset(
    listed(
        "á, à, đó, đấy, nha, nhé, mà, em, con, cháu, ơi, bác, cô, chú, anh, chị, kìa, luôn, đây"
    )
)
"""May stand behind a last "rồi"."""
_DENIED = re.compile(r"-|r(?=[ A]*Q)|đ")
_LOST = re.compile(r"F|r[ ]*K|(?:-|M)[ AQ]*K|K[ +A]*[-đA]")
_ALMOST = re.compile(r"s[^+]*(?:Q|\+)")  # "gần đủ", "còn hai tháng mới đủ"
_SCOFFED = re.compile(r"Q[ ]*A")
_NOBODY = re.compile(r" *- *r")
_TORN = re.compile(r"o[ A]*[-+]|^ *\+ *- *\+")
_ASKING = re.compile(r".*[+Q ?]-[ A]*")
_EACH_DENIED = re.compile(r"-[ rAi]*Q")
_DONE_SO = re.compile(r"Q[ ?]{0,3}i")
_BARE = frozenset("+-=đrA M")


def _claimed(roles: str) -> Claim | None:
    if _LOST.search(roles):
        return "unknown"
    denials = roles.count("-") + roles.count("M")
    if denials or _DENIED.search(roles):
        # Two denials undo one another, or are asked back: "không phải là không".
        each = len(_EACH_DENIED.findall(roles)) == denials  # "không báo cũng không xin lỗi"
        return "no" if denials < _UNDONE or each else None
    return _affirmed(roles)


_UNDONE = 2


def _affirmed(roles: str) -> Claim | None:
    if _SCOFFED.search(roles) and "+" not in roles:
        return None  # "xin lỗi gì": no answer by itself
    if _ALMOST.search(roles):
        return "no"
    if "=" in roles:
        return "yes" if set(roles) <= {"=", "+", " "} else None
    return "yes" if "+" in roles or "Q" in roles else None


def _clause(words: Words, subject: Subject) -> _Clause:
    roles = _roles(words, subject)
    if "?" in roles and not all(map(is_common, words)):
        roles = _roles(_SPELLER.mend(words), subject)
    about = "Q" in roles or _mentions(words, subject.asked)
    claim = _claimed(roles)
    known = set(roles) <= _BARE | set("KFQ ")
    nobody = claim == "no" and _NOBODY.match(roles) is not None  # "chẳng ai ngó ngàng"
    if claim in ("yes", "no") and not about and not known and not nobody:
        claim = None
    presumed = _mentions(words, subject.presumed) and "Q" not in roles
    bare = re.sub(r"[ AQ]", "", roles)
    asking = "+" in roles and bool(_ASKING.fullmatch(roles)) and bare != "+-đ"
    # "có hay không", "có không có gì"
    torn = claim != "unknown" and _TORN.search(roles) is not None
    doubtful = "D" in roles or presumed or torn or (asking and claim != "unknown")
    return _Clause(roles, claim, about, doubtful, presumed)


def _is_affirmed(roles: str) -> bool:
    return not {"+", "="}.isdisjoint(roles) or _DONE_SO.search(roles) is not None


_RELAYED = re.compile(
    r"^(?:dạ |thưa )?(?:bà|ông|cụ|mẹ|má|ba|bố|nội|ngoại|bà nội|bà ngoại|ông nội|ông ngoại)"
    r"(?: (?:cháu|con|em|tôi|tui|mình|nội|ngoại))*"
    r" (?:bảo|nói|kêu|biểu|trả lời)(?: (?:là|rằng|lại))?(?: (?:bà|ông|cụ|mẹ|má|ba|bố))? "
)
"""An elder's answer, handed on by who types for them: "bà cháu bảo là có"."""


_SCOFFED_AT = re.compile(r"\b([^\W_]+(?: [^\W_]+)?) (?:đâu|gì|chi|nỗi gì) mà \1\b")
"""Says a word to deny it: "báo đâu mà báo"."""
_OF_COURSE = re.compile(
    r"^(?:dạ |trời |ủa )?sao (?:lại |mà )?không(?: (?:em|con|cháu|bạn))?(?=[,.!?]|$)"
)
"""Rhetorical where it stands alone: "sao lại không, họ xin lỗi mà"."""
_NOT_THAT = r"không \1"


def relayed(accented: str) -> str:
    """Return what was said, without who handed it on; "sao lại không" is a yes."""
    return _SCOFFED_AT.sub(_NOT_THAT, _OF_COURSE.sub("có", _RELAYED.sub("", accented)))


def _echoed(clauses: list[_Clause], *, affirmed: bool) -> bool:
    """Whether a bare denial answers what was only repeated: "xin lỗi á? mơ đi". Where to name is
    to affirm, it must have been scoffed at: "ai đồng ý mà lưu, không".
    """
    *before, last = clauses
    if last.claim != "no" or last.about or not set(last.roles) <= _BARE or last.doubtful:
        return False
    named = [c for c in before if c.claim == "yes"]
    denied = [c for c in before if c.claim == "no"]
    told = any(c.doubtful or c.claim == "unknown" or _is_affirmed(c.roles) for c in before)
    about = [c.about for c in denied]
    scoffed = any(about) and all(about) if affirmed else not any(about)
    return bool(named) and scoffed and not told


def read_assertion(
    utterance: Utterance, subject: Subject, *, affirmed: bool = False
) -> Assertion | None:
    """Return what a text claims about the subject; None where it says both, neither, or doubts.

    `affirmed`: to name the subject is to affirm it, as "đồng ý" does.
    """
    said_by = relayed(utterance.accented)
    clauses = [_clause(words, subject) for _, words in parts(said_by)]
    claims = {clause.claim for clause in clauses if clause.claim}
    if not claims or utterance.asks:
        return None
    if _echoed(clauses, affirmed=affirmed):
        return Assertion("no", beside=True, bare=False)
    return _agreed(clauses, claims, affirmed=affirmed)


def _agreed(clauses: list[_Clause], claims: set[Claim], *, affirmed: bool) -> Assertion | None:
    """Return what all clauses claim, or the first one outright."""
    first = clauses[0]
    answered = first.claim in ("yes", "no") and not first.about and not first.doubtful
    # Behind "không, …" a comment may speak of what was presumed.
    if any(c.doubtful and not (answered and c.presumed) for c in clauses):
        return None
    said = {clause.claim for clause in clauses if clause.claim and clause.about}
    if len(claims) > 1 and first.claim and not first.about and said <= {first.claim}:
        claims = {first.claim}  # "không, tôi có hỏi mà": the first word answers
    if len(claims) > 1:
        return None
    claim = claims.pop()
    if (
        claim == "yes"
        and not affirmed
        and not any(c.claim == "yes" and _is_affirmed(c.roles) for c in clauses)
    ):
        return None  # "chỉ báo lý do": named, but not affirmed
    beside = any("?" in c.roles or "Q" in c.roles for c in clauses) or len(clauses) > 1
    return Assertion(claim, beside, not any(c.about for c in clauses))
