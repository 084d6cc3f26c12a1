"""The three faces in words."""

from __future__ import annotations

import pytest

from flows.faces import read_face
from flows.vietnamese import listen


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("hài lòng", 3), ("rất hài lòng", 3), ("tot lam", 3), ("😊", 3), ("mặt cười", 3),
        ("bấm cái mặt cười nha con", 3), ("vui", 3), ("5/5", 3), ("5 sao", 3),
        ("bình thường", 2), ("bt", 2), ("😐", 2), ("cái ở giữa", 2), ("3 sao", 2),
        ("chưa hài lòng", 1), ("khum hài lòng", 1), ("tệ", 1), ("🙁", 1), ("😡", 1),
        ("mặt mếu", 1), ("nỏ hài lòng mô", 1), ("1 sao", 1),
    ],
)  # fmt: skip
def test_faces(text: str, face: int) -> None:
    found = read_face(listen(text))
    assert found is not None
    assert (found.value, found.sure) == (face, True)


@pytest.mark.parametrize(
    "text", ["3", "1", "số 2", "4", "không", "vâng", "mặt", "😊🙁", "không biết"]
)
def test_places_and_what_is_no_face_are_none(text: str) -> None:
    found = read_face(listen(text))
    assert found is None or not found.sure
