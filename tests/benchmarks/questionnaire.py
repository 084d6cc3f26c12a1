"""The benchmark's 15 questions as every bot asks them, and the answers that the crowd gives."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml

__all__ = ["FORM", "GOODBYE", "QUESTIONS", "SOURCE", "Item", "answer_of", "asked_in"]

FORM = "bench"
SOURCE = Path(__file__).with_name("bench.yaml")
GOODBYE = "Xin cảm ơn Ông/Bà đã trả lời."
"""What the baselines say at the end."""

_PLACES = ("phường", "xã", "thị trấn", "quận", "huyện", "thành phố", "thôn", "ấp")
_MATTERS = (
    "xin hưởng chế độ ốm đau", "nộp hồ sơ hưu trí", "gia hạn thẻ bảo hiểm y tế",
    "chốt sổ bảo hiểm", "đổi nơi khám bệnh", "báo tăng lao động", "xin trợ cấp thai sản",
)  # fmt: skip
# Neither praise nor complaint: to those Lắng Nghe says something more, and the others nothing.
_VIEWS = ("tạm ổn", "bình thường", "như mọi khi", "hơi đông", "cũng được", "vừa vừa", "mát mẻ")


class Item(msgspec.Struct, frozen=True):
    """A question: its place in the survey from 0, and its buttons as (value, label)."""

    number: int
    id: str
    kind: Literal["button", "number", "text"]
    text: str
    choices: tuple[tuple[str, str], ...] = ()

    def accepts(self, answer: str) -> bool:
        """Whether an answer can belong here: what a baseline checks before it stores it."""
        if self.kind == "button":
            return any(answer == value for value, _ in self.choices)
        if self.kind == "number":
            return answer.isascii() and answer.isdigit() and len(answer) <= 4
        return 1 <= len(answer) <= 2000


_KINDS: dict[str, Literal["button", "number", "text"]] = {
    "scale5": "button",
    "number": "number",
    "text": "text",
}


def _read() -> tuple[Item, ...]:
    form = yaml.load(SOURCE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    scales = {
        name: tuple((str(one["value"]), one["label"]["vi"]) for one in scale)
        for name, scale in form["scales"].items()
    }
    asked = (question for section in form["sections"] for question in section["questions"])
    return tuple(
        Item(
            number,
            one["id"],
            _KINDS[one["type"]],
            one["text"]["vi"],
            scales.get(one.get("scale"), ()),
        )
        for number, one in enumerate(asked)
    )


QUESTIONS = _read()


def answer_of(citizen: int, item: Item) -> str:
    """Return what a citizen answers: always the same, and seldom what the neighbour says."""
    mixed = citizen * 31 + item.number * 17
    if item.kind == "button":
        return item.choices[mixed % len(item.choices)][0]
    if item.kind == "number":
        return str(1 + mixed % 97)
    matter, place = _MATTERS[mixed % len(_MATTERS)], _PLACES[mixed // 7 % len(_PLACES)]
    said = f"Tôi {matter} ở {place} nhà, thấy {_VIEWS[mixed // 56 % len(_VIEWS)]}"
    return unicodedata.normalize("NFC", said)


@lru_cache(maxsize=10_000)
def asked_in(text: str) -> int | None:
    """Return the number of the question that a message asks, if it asks one."""
    found = (item.number for item in QUESTIONS if item.text in text)
    return next(found, None)
