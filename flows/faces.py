"""Reading one of the three faces of the kiosk from words, stars or an emoji."""

from __future__ import annotations

import re
from itertools import dropwhile

import msgspec

from flows.lexicon import listed
from flows.phrases import Phrasebook, variants
from flows.ratings import Rating, read_rating
from flows.vietnamese import Utterance

__all__ = ["read_face"]

_DRAWN: Phrasebook[int] = Phrasebook(
    {
        3: listed(
            "mặt cười, mặt vui, vui, cười, mặt tươi, cái cười, mặt cười tươi, mặt xanh, smile"
        ),
        2: listed("mặt thường, mặt bình thường, ở giữa, mặt ở giữa, giữa, mặt giữa, mặt vàng"),
        1: listed(
            """
            mặt buồn, buồn, hơi buồn, buồn lắm, không vui, chẳng vui, mặt mếu, mếu, mặt khóc
            mặt giận, mặt nhăn, mặt đỏ, mặt xị, sad
            """
        ),
    }
)
"""What the faces look like, for who names the drawing."""

_LOOKS: Phrasebook[str] = Phrasebook(
    {
        "3": listed("""
            cười, tươi, vui, vui vẻ, hớn hở, toe toét, tươi rói, tươi cười, xanh, xanh lá
            cười tươi
            tươi roi rói, toe, cười toe toét, nhoẻn, hí hửng, cười toe, rạng rỡ, mỉm cười
            cười hoài, cười hì hì
            đầu tiên, thứ nhất, happy, smiling, smile
        """),
        "2": listed("""
            ngang, ngang ngang, thẳng, thẳng thẳng, giữa, chính giữa, vô cảm, dửng dưng, tỉnh bơ
            vàng, đơ, thường, thường thường, bình thường, thứ hai, neutral, lưng chừng
            không cười không mếu, không vui không buồn, nghiêm, miệng ngang
        """),
        "1": listed("""
            buồn, buồn hiu, buồn xo, buồn bã, buồn thiu, méo, méo xệ, mếu, mếu máo, xệ, xị, xụ
            nhăn, nhăn nhó, quạu, quạu đeo, khóc, giận, đỏ, cau có, bí xị, ủ rũ, chù ụ, bí rị
            nhăn như khỉ
            cuối, cuối cùng, sau cùng, chót, thứ ba, sad, angry
        """),
        " ": listed("""
            bấm, chọn, cái, hình, nút, con, mặt, cho, tôi, tui, em, cháu, bác, bà, ông, lấy, đó
            đấy, ấy
            kia, này, ở, đi, nhe, nha, nhé, thôi, nó, á, à, người, đang, bị, ngoài, bên, luôn
            hơi, màu
            rất, lắm, quá, là, thì, nhất, miệng, hiu, xíu, chút, trong, dạ, nằm, xuống, xệch, vẻ
            hình như là
        """),
    }
)
"""What the faces look like, where they stand (the best one first), and what adds nothing."""
_SIGNS = (
    (3, re.compile(r"(?::|=|;)-?[)\]dD]+|\^[_.-]?\^|<3|[😊😀😁😃😄🙂😍🥰☺😆🤗😇]")),
    (2, re.compile(r"(?::|=)-?[|/]|[😐😑😶]")),
    (1, re.compile(r"(?::|=)['’]?-?[(\[]+|[🙁☹😞😢😭😠😡😟😔😩😤😣😖]")),
)
_WRY = re.compile("[🙄😒🤡🥱🙃😏]")
"""Turns praise into its opposite, or may."""

_CHOOSING = frozenset({"bấm", "chọn", "cái", "hình", "nút", "con", "mặt"})

_FACES = {5: 3, 4: 3, 3: 2, 2: 1, 1: 1}
"""A level of five words → 3 satisfied 😊, 2 neutral 😐, 1 not satisfied 🙁."""


def _is_place(utterance: Utterance) -> bool:
    """Whether a bare number was typed: "3" may be the best face, or the third button."""
    return not any(sign in utterance.accented for sign in ("/", "*", "sao", "star", "⭐"))


def _drawn(utterance: Utterance) -> Rating | None:
    for words in variants(utterance.words):
        named = tuple(dropwhile(_CHOOSING.__contains__, words))
        if found := _DRAWN.find(words) or _DRAWN.find(named):
            return Rating(found[0], confidence=found[1])
    return None


def _looks(utterance: Utterance) -> Rating | None:
    """Read a described face or a drawn sign, with nothing beside it: "mặt méo", ":("."""
    roles = {role for role, _ in _LOOKS.split(utterance.words)}
    faces = {int(role) for role in roles if role and role != " "}
    signed = any(sign.fullmatch(utterance.raw.strip()) for _, sign in _SIGNS)
    if (None in roles and not signed) or len(faces) > 1:
        return None
    faces |= {face for face, sign in _SIGNS if sign.search(utterance.raw)}
    return Rating(faces.pop(), confidence=0.9) if len(faces) == 1 else None


def read_face(utterance: Utterance) -> Rating | None:
    """Return the face that was meant: 3, 2 or 1; not `sure` where it is only worth a question.

    Numbers count only with their scale ("4/5", "5 sao"): the faces have none. "Không áp dụng" is
    no face.
    """
    if _WRY.search(utterance.raw):
        return None
    if drawn := _drawn(utterance) or _looks(utterance):
        return drawn
    rating = read_rating(utterance)
    if rating is None or not isinstance(rating.value, int):
        return None
    if rating.method == "number" and _is_place(utterance):
        return None
    return msgspec.structs.replace(rating, value=_FACES[rating.value])
