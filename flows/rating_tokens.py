"""The phrases of a clause, each with the part that it plays in rating something."""

from __future__ import annotations

import msgspec

from flows.phrases import Words
from flows.rating_numbers import UNFIT, digit_of, is_marked
from flows.rating_words import EASE_PIECES, JUDGING, PIECES

__all__ = ["Token", "tokens_of"]


class Token(msgspec.Struct, frozen=True):
    """One phrase of a clause and the part that it plays; "n" is a rating in a number."""

    role: str
    words: Words


def tokens_of(words: Words, *, ease: bool) -> list[Token]:
    """Return the phrases of a clause, longest first, and their roles in this question."""
    pieces = (EASE_PIECES if ease else PIECES).split(words)
    tokens = [Token(role or _number_role(piece[0]), piece) for role, piece in pieces]
    if len(tokens) == len(words) == 1 and digit_of(tokens[0].words[0]) is not None:
        tokens = [Token("n", tokens[0].words)]
    tokens = [Token(" ", t.words) if _fills(tokens, at) else t for at, t in enumerate(tokens)]
    tokens = [Token("?", t.words) if _returns(tokens, at) else t for at, t in enumerate(tokens)]
    tokens = [Token("U", t.words) if _is_done(tokens, at) else t for at, t in enumerate(tokens)]
    tokens = [Token("V", t.words) if _heightens(tokens, at) else t for at, t in enumerate(tokens)]
    return [_as_number(tokens, at) if _rates(tokens, at) else t for at, t in enumerate(tokens)]


def _as_number(tokens: list[Token], at: int) -> Token:
    """Return a rating, or a count that is none: "4, 2 lần"."""
    counts = at + 1 < len(tokens) and tokens[at + 1].words in _COUNTED
    return Token("X" if counts else "n", tokens[at].words)


def _number_role(word: str) -> str:
    """Return "n" for a number that rates, "#" for another one, "X" for one out of the scale."""
    if word == UNFIT:
        return "X"
    if is_marked(word):
        return "n"
    return "?" if digit_of(word) is None else "#"


def _returns(tokens: list[Token], at: int) -> bool:
    """Whether "về" is a verb: "mã OTP mãi không về" denies nothing else."""
    return tokens[at].words == ("về",) and at > 0 and tokens[at - 1].role == "N"


def _is_done(tokens: list[Token], at: int) -> bool:
    """Whether "lam" is làm rather than lắm: "khong lam" judges nothing."""
    ahead = "".join(token.role for token in tokens[:at]).rstrip()
    return tokens[at].words == ("lam",) and (not ahead or ahead[-1] == "N")


_HORRIBLY = (("kinh", "khủng"), ("khủng", "khiếp"), ("khung", "khiep"), ("kinh", "khung"))

_UNSEEN = (("chưa", "từng", "thấy"), ("chưa", "từng", "có"), ("chua", "tung", "thay"))


def _heightens(tokens: list[Token], at: int) -> bool:
    """Whether "kinh khủng" only heightens what stands before it: "khó kinh khủng"."""
    ahead = next((token.role for token in reversed(tokens[:at]) if token.role != " "), " ")
    if tokens[at].role == "5":
        return ahead in "SG"  # "hài lòng hết sảy"
    return ahead in JUDGING and tokens[at].words in (*_HORRIBLY, *_UNSEEN)


_COUNTED = (("lần",), ("lan",), ("cái",), ("phần",), ("đợt",), ("bữa",), ("hôm",), ("bận",))
"""What numbers count that add nothing to a rating otherwise."""
_URGED = (("đi",), ("di",), ("thôi",), ("nha",), ("cơ",))
"""What may follow a bare number without counting anything: "4 đi"."""


def _rates(tokens: list[Token], at: int) -> bool:
    """Whether a bare number rates: alone in its clause, or beside the words for the same."""
    if tokens[at].role != "#":
        return False
    ahead = "".join(token.role for token in tokens[:at]).replace(" ", "")
    behind = "".join(token.role for token in tokens[at + 1 :]).replace(" ", "")
    if tokens[at + 1 :] and all(t.words in _URGED for t in tokens[at + 1 :]):
        behind = ""
    if not ahead and (not behind or behind[0] in "RVQNHM135SsGB"):
        return True
    return not behind and (ahead[-1] in "135SsGBL" or set(ahead) <= set("HWDiT"))


def _fills(tokens: list[Token], at: int) -> bool:
    """Whether "được" only fills: "không được tốt", "được phục vụ tốt"."""
    if tokens[at].words != ("được",):
        return False
    return any(token.role in JUDGING for token in tokens[at + 1 :])
