"""Which of the cues in a text count: not what is denied, over, or only wished away."""

from __future__ import annotations

import msgspec

from flows.cue_patterns import BREAKS
from flows.cue_table import Found
from flows.cue_words import TROUBLES
from flows.lexicon import listed
from flows.story_routes import TONES
from flows.story_text import Heard

__all__ = ["Told", "told_in", "weight_of"]

_NOT = frozenset(
    listed("không, chưa, chẳng, chả, đừng, khỏi, đỡ, đâu, not, no, never, khong, chua, chang")
)
_NOT_PLAIN = _NOT | {"dau", "khoi"}
_BETWEEN = frozenset(
    listed("""
        bị, hề, phải, ai, có, còn, thấy, gặp, đến, nỗi, nhân, viên, cán, bộ, cô, chú, anh, chị
        người, nào, gì, một, chút, từng, bao, giờ, mấy, quá, cảnh, chuyện, hiện, tượng, sự
        tình, trạng, cái, lần, bất, cứ, kỳ, để, cho, mình, tôi, tui, em, dân, hay, hoặc, và
        với, cũng, tiền, việc, là, bi, he, phai, co, con, thay, gap, den, noi, nhan, vien, can
        bo, nao, gi, mot, chut, tung, bao, gio, qua, canh, chuyen, de, toi, dan, hoac, va, voi
        cung
    """)
)
"""What may stand between "not" and what is denied: "không có ai hề quát"."""
_FURTHEST = 6  # words back from a trouble to its "not"
_SPARED = frozenset({"phải", "bị", "cần", "phai", "bi"})
"""Behind "not": what one did not have to suffer, "không phải trả thêm"."""
_BEHIND = 4  # words on from a trouble to "đâu", which denies from behind

_BUT = frozenset({"nhưng", "nhung", "mà", "ma"})
_SHADED = frozenset({"praise", "wish", "anger"})
"""Signs that mean nothing inside a longer cue: "không nhiệt tình" holds no praise."""
_DENIABLE = frozenset({*TROUBLES, "praise", "wish"})

_SOFTENED = frozenset({"hơi", "hoi"})
_SOFT, _WISHED = 0.7, 0.5
"""What is left of a trouble's weight behind "hơi", and behind a wish in the same clause."""
_SO = frozenset({"nên", "cần", "nen"})
_WISH_OPENERS = BREAKS | set(listed("cũng, nghĩ, thì, bhxh, quan, tôi, là, ta, rất, chỉ, đây, ý"))


class Told(msgspec.Struct, frozen=True):
    """The cues that count, sorted."""

    troubles: tuple[Found, ...]
    subjects: tuple[Found, ...]
    praises: tuple[Found, ...]
    wishes: tuple[Found, ...]


def told_in(found: list[Found], heard: Heard) -> Told:
    """Return what a text tells, from all the cues that were found in it."""
    clear = _unshadowed(found)
    held = [one for one in _undenied(clear, heard) if not _is_over(one, clear, heard)]
    acts = [one for one in held if one.sign == "asks_for_action"]
    return Told(
        troubles=tuple(one for one in held if one.sign in TROUBLES),
        subjects=tuple(one for one in held if one.sign in TONES),
        praises=tuple(one for one in held if one.sign == "praise"),
        wishes=tuple(one for one in held if _is_wish(one, acts, heard)),
    )


def weight_of(found: Found, told: Told, heard: Heard) -> float:
    """Return what a trouble weighs: less behind "hơi", or where it is wished away."""
    nearby = heard.words[max(0, found.start - 1) : found.end]
    soft = _SOFT if _SOFTENED.intersection(nearby) else 1
    return found.weight * soft * (_WISHED if _is_wished_away(found, told, heard) else 1)


def _inside(one: Found, other: Found) -> bool:
    return other.start <= one.start and one.end <= other.end and one is not other


def _unshadowed(found: list[Found]) -> list[Found]:
    """Return the cues that are no part of something else: no employer in "chủ nhật"."""
    shadows = [one for one in found if one.sign == "shadow"]
    troubles = [one for one in found if one.sign in TROUBLES]
    return [
        one
        for one in found
        if not any(_inside(one, other) for other in shadows)
        and (one.sign not in _SHADED or not any(_inside(one, other) for other in troubles))
    ]


# Denial


def _undenied(found: list[Found], heard: Heard) -> list[Found]:
    """Return what is not denied; the "not" of a denial is no trouble itself."""
    denied: set[int] = set()
    """Numbers of words of what was denied: its "not" holds for what "hay" joins to it."""
    nots: set[int] = set()
    held = []
    for one in found:
        before = _denier(one, heard, denied) if one.sign in _DENIABLE else None
        if before is None:
            held.append(one)
        else:
            denied.update(range(one.start, one.end))
            nots.add(before)
    return [one for one in held if one.sign != "bad" or not _spares(one, heard, nots)]


def _spares(found: Found, heard: Heard, nots: set[int]) -> bool:
    """Whether a tone is the "not" of something else: "bệnh viện không | phải trả thêm"."""
    return found.end - 1 in nots or heard.words[found.end : found.end + 1] in _SPARING


_SPARING = {(word,) for word in (*_SPARED, "hề", "có", "co")}


def _denier(found: Found, heard: Heard, denied: set[int]) -> int | None:
    """Return the number of the "not" that stands before a trouble: "không ai quát mắng"; of a
    trouble that begins with one, its own, where it was spared.
    """
    nots = _NOT if heard.text.bears_marks else _NOT_PLAIN
    words, start = heard.words, found.start
    if words[start] in nots:
        return start if found.end > start + 1 and words[start + 1] in _SPARED else None
    for at in range(start - 1, max(-1, start - 1 - _FURTHEST), -1):
        if words[at] in nots:
            does = not (words[at] == "khỏi" and at > 0 and words[at - 1] == "không")
            return at if does else None
        if words[at] not in _BETWEEN and at not in denied:
            break
    return start if _is_denied_behind(found, heard) else None


def _is_denied_behind(found: Found, heard: Heard) -> bool:
    """Whether the denial follows: "có ai quát gì đâu"."""
    behind = heard.words[found.end : found.end + _BEHIND]
    before = heard.words[max(0, found.start - 3) : found.start]
    rest = behind[: next((n for n, w in enumerate(behind) if w in BREAKS), len(behind))]
    return "đâu" in rest and ("có" in before or "gì" in rest)


def _is_over(found: Found, clear: list[Found], heard: Heard) -> bool:
    """Whether the text says itself that a trouble is over, or that nothing is late."""
    if found.sign not in TROUBLES or not _BUT.isdisjoint(heard.words):
        return False
    signs = {one.sign for one in clear}
    return "better" in signs or (found.sign == "late" and "on_time" in signs)


# Wishes


def _is_wish(found: Found, acts: list[Found], heard: Heard) -> bool:
    """Whether something is wished for: to have a matter looked into is none."""
    if found.sign != "wish" or any(_inside(found, act) for act in acts):
        return False
    if heard.words[found.start] not in _SO or found.start == 0:
        return True
    # In the middle of a clause "nên" tells what came of something.
    return heard.words[found.start - 1] in _WISH_OPENERS


def _is_wished_away(found: Found, told: Told, heard: Heard) -> bool:
    """Whether a trouble is only what should not be: "mong đừng để dân chờ lâu"."""
    return any(
        wish.end <= found.start and BREAKS.isdisjoint(heard.words[wish.end : found.start])
        for wish in told.wishes
    )
