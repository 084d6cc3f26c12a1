"""A survey of a province as it might have gone: 5,000 valid responses over 8 units, by seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.index import Rated

__all__ = ["CRITERIA", "FORMS", "LABELS", "PLACES", "UNITS", "Unit", "simulated", "source_002"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its respondents, its frame and how content they are beyond the whole."""

    name: str
    respondents: int
    frame: int
    better: float = 0.0


UNITS: Mapping[str, Unit] = {
    "da-lat": Unit("BHXH cơ sở Đà Lạt", 1400, 21_300, 0.035),
    "bao-loc": Unit("BHXH cơ sở Bảo Lộc", 1100, 15_840, 0.01),
    "duc-trong": Unit("BHXH cơ sở Đức Trọng", 900, 12_410),
    "di-linh": Unit("BHXH cơ sở Di Linh", 700, 9_120, -0.02),
    "gia-nghia": Unit("BHXH cơ sở Gia Nghĩa", 500, 6_650, -0.075),
    "dak-mil": Unit("BHXH cơ sở Đắk Mil", 365, 4_270),
    "krong-no": Unit("BHXH cơ sở Krông Nô", 28, 640),
    "tuy-duc": Unit("BHXH cơ sở Tuy Đức", 7, 210),
}  # fmt: skip
FORMS = {"mc": "Bộ phận Một cửa", "el": "Giao dịch điện tử"}
PLACES = {
    "counter": "Bộ phận Tiếp nhận và Trả kết quả",
    "centre": "Trung tâm Phục vụ hành chính công",
}

CRITERIA: Mapping[str, str | None] = {
    "MC1": "B1", "MC2": "B1", "MC3": "B2", "MC4": "B2", "MC5": "B3", "MC6": "B3", "MC7": "B3",
    "MC8": "B4", "MC9": "B4", "MC10": "B5", "MC11": "B5",
    "P1": "A1", "P2": "A2", "P3": "A3", "P4": "A4", "G9": None,
}  # fmt: skip
LABELS: Mapping[str, str] = {
    "MC1": "Chỗ ngồi chờ, biển chỉ dẫn và trang thiết bị tại nơi giao dịch",
    "MC2": "Thời gian chờ tới lượt",
    "MC3": "Việc niêm yết công khai thủ tục, giấy tờ, thời hạn giải quyết",
    "MC4": "Số lượng giấy tờ phải nộp",
    "MC5": "Thái độ lịch sự, tôn trọng của viên chức",
    "MC6": "Việc viên chức hướng dẫn dễ hiểu, đầy đủ ngay từ đầu",
    "MC7": "Sự thành thạo công việc của viên chức",
    "MC8": "Việc trả kết quả đúng hẹn",
    "MC9": "Sự đầy đủ, chính xác của kết quả",
    "MC10": "Sự thuận tiện khi gửi góp ý, phản ánh",
    "MC11": "Việc trả lời góp ý, phản ánh",
    "P1": "Việc công khai, giải thích chính sách",
    "P2": "Cơ hội tham gia ý kiến về chính sách",
    "P3": "Việc tổ chức thực hiện chính sách",
    "P4": "Kết quả, tác động của chính sách",
    "G9": "Đánh giá chung về sự phục vụ",
}  # fmt: skip
_SATISFIED: Mapping[str, float] = {
    "MC1": 0.89, "MC2": 0.81, "MC3": 0.88, "MC4": 0.83, "MC5": 0.93, "MC6": 0.90, "MC7": 0.92,
    "MC8": 0.88, "MC9": 0.91, "MC10": 0.78, "MC11": 0.72,
    "P1": 0.84, "P2": 0.80, "P3": 0.86, "P4": 0.88, "G9": 0.88,
}  # fmt: skip
_LEVELS = ("V0", "V1", "V1", "V1", "V3")
_MONTHS = ("2026-07", "2026-08", "2026-09")


def simulated(seed: str = "quarter", worse: float = 0.0, share: int = 1) -> Iterator[Rated]:
    """Valid responses: every `share`-th of those that were drawn, `worse` by so much."""
    chance = random.Random(seed)
    for unit_id, unit in UNITS.items():
        for number in range(0, unit.respondents, share):
            yield _response(chance, unit_id, number, unit.better - worse)


def _response(chance: random.Random, unit_id: str, number: int, better: float) -> Rated:
    content = chance.gauss(better, 0.16)  # answers of one person resemble one another
    online = chance.random() < 0.5
    area = chance.choice(("urban", "rural"))
    return Rated(
        respondent=f"{unit_id}/{number}",
        stratum=unit_id,
        ratings={name: _rating(chance, share + content) for name, share in _SATISFIED.items()},
        labels={
            "unit": unit_id,
            "form": "el" if online else "mc",
            "mode": "online" if online else "direct",
            "area": area,
            "place": chance.choice(tuple(PLACES)),
            "evidence": chance.choice(_LEVELS),
            "month": chance.choice(_MONTHS),
            "helped": "staff" if chance.random() < 0.12 else "nobody",
        },
    )


def _rating(chance: random.Random, satisfied: float) -> int | None:
    if chance.random() < 1 / 14:
        return None
    return chance.choice((4, 5)) if chance.random() < satisfied else chance.choice((1, 2, 3, 3))


def source_002() -> tuple[list[Rated], dict[str, str | None]]:
    """Responses with the shares that source 002 published for 2024, and their criteria.

    It left B5 out; 84.21 is what its 85.98 for all services leaves for it (docs/method.md).
    """
    many = {"A1": 1, "A2": 1, "A3": 1, "A4": 1, "B1": 2, "B2": 2, "B3": 3, "B4": 2, "B5": 2}
    shares = dict.fromkeys(("A1", "A2", "A3", "A4"), 84.62)
    shares |= {"B1": 86.16, "B2": 85.97, "B3": 86.80, "B4": 86.33, "B5": 84.21}
    factors = {f"{name}.{n}": name for name, count in many.items() for n in range(1, count + 1)}
    people, chance = 10_000, random.Random("source 002")
    columns = {}
    for criterion, factor in factors.items():
        satisfied = round(people * shares[factor] / 100)
        columns[criterion] = [4 + row % 2 for row in range(satisfied)]
        columns[criterion] += [1 + row % 3 for row in range(people - satisfied)]
        chance.shuffle(columns[criterion])
    responses = [
        Rated(respondent=str(row), ratings={name: column[row] for name, column in columns.items()})
        for row in range(people)
    ]
    return responses, {**factors}
