"""What one clause of a text judges: how good or bad, how sure, and about what."""

from __future__ import annotations

import re

import msgspec

from flows.closeness import Speller
from flows.lexicon import listed
from flows.rating_numbers import BEST, digit_of
from flows.rating_tokens import Token
from flows.rating_words import JUDGING, ROLES
from flows.syllables import is_syllable
from flows.vietnamese import words_of

__all__ = ["Clause", "Judgement", "read_clause"]

_SKIPPED_BEFORE = frozenset(" TtcPiwu")
_SKIPPED_BEHIND = frozenset(" ")
_BEFORE = frozenset("NMRVQHhmWYz")
_BEHIND = frozenset("VQLAđiChy")
_EXPLICIT, _OWN, _GENERAL, _PARTIAL = 4, 3, 2, 1
_RANKS = {"S": _OWN, "s": _OWN, **dict.fromkeys("gbce", _PARTIAL)}
_POSITIVE = frozenset("5SGg")


_SPELLER = Speller(words_of(phrase) for role in "NMRQ" for phrase in ROLES[role])
"""Knows what denies and heightens: what comes near to that is not passed over."""


class Judgement(msgspec.Struct, frozen=True):
    """One rating found in a clause. The `rank` tells what weighs more: 4 a number, 3 the scale's
    own words, 2 good and bad in general, 1 a judgement of one thing.
    """

    level: int | str
    rank: int
    sure: bool = True
    negated: bool = False
    retracted: bool = False
    """Whether the person takes it back themselves, or speaks of the past or of a wish."""
    outright: bool = True
    """Whether it judges with good or bad in general, of whatever thing."""


class Clause(msgspec.Struct, frozen=True):
    """A clause read: its judgements, and what else stands in it."""

    judgements: tuple[Judgement, ...]
    roles: str
    """The roles in order, one letter a token."""
    contrast: bool
    """Whether a word such as "but" opens it."""

    @property
    def open(self) -> bool:
        """Whether it ends on a "not" that denies nothing: "hài lòng không" asks."""
        if not self.judgements and self.roles.rstrip()[-1:] in ("N", "M"):
            return True  # "… chỗ kia thì không"
        last = max(self.roles.rfind(role) for role in "135SsGBgbcen")
        rest = self.roles[last + 1 :]
        rest = re.sub("N ?i", "", rest)  # "bình thường, không có gì"
        return last >= 0 and ("N" in rest or "M" in rest) and not set("UkF") & set(rest)

    @property
    def says_more(self) -> bool:
        """Whether it holds words that no rating needs."""
        return any(role in "?TtUWXxPgbkCw" for role in self.roles)


def _modifiers_before(tokens: list[Token], at: int) -> str:
    found = ""
    for place, token in reversed(list(enumerate(tokens[:at]))):
        if token.role in "VQh" and place and tokens[place - 1].role in JUDGING:
            break  # "lâu quá, không …": it belongs to what stands before it
        if token.role in _BEFORE:
            found = token.role + found
        elif token.role not in _SKIPPED_BEFORE:
            break
    return found


def _modifiers_behind(tokens: list[Token], at: int) -> str:
    found = ""
    for place, token in enumerate(tokens[at + 1 :], at + 1):
        if token.role in "VQhR" and _leads_on(tokens, place):
            break
        if token.role == "R" and place == len(tokens) - 1:
            found += "V"  # "hài lòng rất"
        if token.role in _BEHIND:
            found += token.role
        elif token.role not in _SKIPPED_BEHIND:
            break
    return found


def _leads_on(tokens: list[Token], at: int) -> bool:
    """Whether an intensifier belongs to the judgement behind it: "tốt, quá nhanh"."""
    behind = next((token for token in tokens[at + 1 :] if token.role != " "), None)
    return behind is not None and behind.role in JUDGING


def _fixed(role: str, before: str, behind: str) -> Judgement:
    denied = "N" in before or "đ" in behind
    level: int | str = int(role)
    taken_back = "M" in before
    sure = not denied and not taken_back and "i" not in behind
    return Judgement(level, _GENERAL, sure, retracted=taken_back)


def _levels(positive: bool, rank: int, before: str, behind: str) -> tuple[int, bool]:
    """Return the level of a judgement that nothing denies, and whether that is sure."""
    strong = any(role in before for role in "RVQ") or any(role in behind for role in "VLQ")
    if positive:
        return (5 if strong else 4), True
    if rank == _PARTIAL and not any(role in before for role in "RVQ"):
        # "chậm quá" only sighs, "quá chậm" and "chậm kinh khủng" judge (rule of the office).
        if "V" in behind:
            return 1, True
        return (1, False) if "L" in behind else (2, "h" not in before)
    return (1 if strong else 2), True


def _denied(positive: bool, before: str, behind: str, rank: int) -> tuple[int, bool]:
    """Return the level of a judgement under one "not", and whether that is sure."""
    if positive:
        first = before.find("N")
        strong = any(role in before[:first] for role in "RVQ") if first >= 0 else False
        return (1 if strong or "A" in behind else 2), True
    # "không tệ" may be good or fair; "không khó" answers how easy it was.
    return 4, rank == _OWN and "L" not in behind and not any(r in before for r in "RVQ")


def _judged(role: str, before: str, behind: str) -> Judgement:
    rank = _RANKS.get(role, _GENERAL)
    positive = role in _POSITIVE or role == "c"
    if "Y" in before:
        most = ("y" in behind or "C" in behind) and "N" not in before
        return Judgement(5 if positive else 1, rank, most)
    if "z" in before and "C" in behind:
        return Judgement(5 if positive else 1, rank)
    denials = sum(map(before.count, "NMz"))
    if not denials and "đ" in behind:
        denials = 1
    doubtful = role in "ce" or (not denials and "i" in behind) or "C" in behind
    if "m" in before and denials == 1:
        return Judgement(3, _GENERAL, sure=not positive)
    if denials == 0:
        level, sure = _levels(positive, rank, before, behind)
    elif denials == 1:
        level, sure = _denied(positive, before, behind, rank)
        doubtful = "C" in behind or role in "ce" or ("M" in before and positive)
    else:
        level, sure = (4 if positive else 2), False
    return Judgement(
        level,
        rank,
        sure and not doubtful,
        negated=denials == 1,
        retracted=("M" in before and denials == 1) or "W" in before,
        outright=rank > _PARTIAL,
    )


def _is_loose(tokens: list[Token], at: int, before: str) -> bool:
    """Whether an unknown word may change a judgement: "tốt nghiệp", "khoong hài lòng"."""
    ahead = next((token for token in reversed(tokens[:at]) if token.role != " "), None)
    if ahead and not before and _is_garbled(ahead):
        return True
    next_to = tokens[at + 1] if at + 1 < len(tokens) else None
    if next_to and next_to.role == "?" and not is_syllable(next_to.words[0]):
        return True
    if len(tokens[at].words) > 1 or tokens[at].role not in "GBgbce":
        return False
    behind = next((token.role for token in tokens[at + 1 :] if token.role != " "), " ")
    return behind == "?"


def _is_denied_afar(tokens: list[Token], at: int, before: str) -> bool:
    """Whether a denial stands ahead in the clause, with words between that nobody knows."""
    ahead = ""
    for token in reversed(tokens[:at]):
        if token.role in JUDGING:
            break
        ahead = token.role + ahead
    return any(role in ahead and role not in before for role in "NMYz")


def _is_garbled(token: Token) -> bool:
    """Whether a word is mistyped, and may have denied or heightened: "kgum", "hnổg", "lmắ"."""
    if token.role != "?" or token.words[0].isdecimal():
        return False
    return not is_syllable(token.words[0]) or _SPELLER.resembles(token.words[0])


def _counted(tokens: list[Token], at: int) -> Judgement | None:
    word = tokens[at].words[0]
    digit = 1 if word == BEST else digit_of(word)
    if digit is None or digit > 5:
        return Judgement(0, _EXPLICIT, sure=False)
    before = _modifiers_before(tokens, at)
    taken_back = _is_past(tokens[:at]) or any(role in before for role in "NMW")
    if digit == 0:
        return None
    behind = tokens[at + 1].role if at + 1 < len(tokens) else " "
    # "hai" may be "hài" of "hài lòng"; "số 2 trong danh sách" counts something.
    doubtful = word in (BEST, "hai") or behind == "?"
    return Judgement(digit, _EXPLICIT, not doubtful, retracted=taken_back)


_NO_USE = frozenset(" TAinđFLcHNMUYyQ")


def _unused(tokens: list[Token]) -> Judgement | None:
    """Read "tôi không dùng", "chưa đến bao giờ": it does not apply, or cannot be said."""
    roles = "".join(token.role for token in tokens)
    at = max(roles.find(role) for role in "NMY")
    used = next((i for i in range(at + 1, len(roles)) if roles[i] == "U"), -1)
    if at < 0 or used < 0 or any(role in JUDGING - {"c", "e"} for role in roles):
        return None
    failed = any(role in "cF" for role in roles[used + 1 :]) and not _is_said(tokens[used])
    pure = all(role in _NO_USE for role in roles.replace("DU", "U"))
    if failed:
        return Judgement("na", _PARTIAL, sure=False)  # "không gặp được" tells of the service
    if "t" in roles[:at]:
        return Judgement("na", _PARTIAL, sure=False)  # "hướng dẫn chưa rõ" is told of a matter
    tired = ("nữa",) in (token.words for token in tokens) and not _is_known(tokens[used])
    return Judgement("na", _OWN, sure=pure and not tired)  # "mệt quá, không làm nữa" may stop


_KNOWING = frozenset({"biết", "rõ", "nhớ", "hay biết"})
_SAYING = _KNOWING | {"đánh giá", "nhận xét", "trả lời"}


def _is_said(token: Token) -> bool:
    return " ".join(token.words) in _SAYING


def _is_known(token: Token) -> bool:
    return " ".join(token.words) in _KNOWING


def _so_so(roles: str) -> Judgement | None:
    """Read "không đến nỗi nào"."""
    found = re.fullmatch(r"[ TtH]*N m[ iy]*|[ TtH]*Nm[ iy]*", roles)
    return Judgement(3, _GENERAL) if found else None


def _complained(tokens: list[Token]) -> Judgement | None:
    """Read "không có gì để phàn nàn": nothing to complain of is satisfied."""
    roles = "".join(token.role for token in tokens)
    at = roles.find("k")
    if at < 0:
        return None
    denied = "N" in roles[:at] or "Y" in roles[:at]
    if not denied and set(roles) <= {" ", "k", "T", "L", "Q"}:
        return Judgement(2, _OWN)  # "chê nha"
    return Judgement(4, _GENERAL, negated=True) if denied else Judgement(2, _PARTIAL, sure=False)


def read_clause(tokens: list[Token], *, contrast: bool = False) -> Clause:
    """Return the judgements of a clause, as sure as its words allow."""
    roles = "".join(token.role for token in tokens)
    found: list[Judgement] = []
    for at, token in enumerate(tokens):
        if token.role == "n":
            counted = _counted(tokens, at)
            found += [counted] if counted else []
        elif token.role in JUDGING and not (token.role in "ce" and _beside(roles, at)):
            found.append(_one(tokens, at))
    others = (_complained(tokens), _unused(tokens), _so_so(roles))
    found += [other for other in others if other]
    return Clause(tuple(found), roles, contrast)


def _beside(roles: str, at: int) -> bool:
    """Whether "được" stands beside what was said without it: "không biết được"."""
    return "U" in roles[:at] or any(role in "135SsGBgb" for role in roles)


_NOW = frozenset(
    words_of(phrase)
    for phrase in listed("""
        nay, giờ, bây giờ, năm nay, lần này, đợt này, kỳ này, bữa nay, hôm nay, hiện nay, hiện tại
        hiện giờ, dạo này, chừ, bây chừ, giờ đây, cuối cùng, rốt cuộc, sau đó, về sau, sau này
    """)
)


def _is_past(ahead: list[Token]) -> bool:
    """Whether the last time that was named is over: "lần trước 2 điểm", not "… lần này 5"."""
    for token in reversed(ahead):
        if token.role == "P" or token.words in _NOW:
            return token.role == "P"
    return False


def _one(tokens: list[Token], at: int) -> Judgement:
    role = tokens[at].role
    before, behind = _modifiers_before(tokens, at), _modifiers_behind(tokens, at)
    past = _is_past(tokens[:at])
    judged = _fixed(role, before, behind) if role in "135" else _judged(role, before, behind)
    # "thì làm nhanh" in a story is no judgement of the service.
    unknown = sum(token.role == "?" for token in tokens)
    strong = any(r in before for r in "RVQ") or any(r in behind for r in "VLQ")
    told = judged.rank == _PARTIAL and unknown > strong
    about_one = any(token.role == "t" for token in tokens[:at])
    return msgspec.structs.replace(
        judged,
        sure=judged.sure
        and not told
        and not _is_loose(tokens, at, before)
        and not _is_denied_afar(tokens, at, before),
        rank=min(judged.rank, _PARTIAL) if about_one and judged.rank < _OWN else judged.rank,
        retracted=judged.retracted or past,
    )
