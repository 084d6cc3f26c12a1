"""An office that has published results: units, months, factors, and what it did about them."""

import random
from collections.abc import Iterator
from datetime import date

from bot.i18n import start_of
from bot.live import Live
from bot.publishing import publish_due
from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from storage.publication_records import ImprovementRecord
from survey.cells import Counted
from survey.editions import Period, Pin
from tests.storage.counted import count, counted
from tests.web.installation import PLACE

__all__ = ["DONE", "SAID", "improve", "publish", "published", "unpinned"]

UNITS = {"bhxh-lamdong": 34, PLACE.unit_id: 46, "bhxh-baoloc": 4}
"""Unit → responses a month; the last one has too few."""
CONTENT = {"A1/p": 0.82, "A2/p": 0.78, "A3/p": 0.84, "A4/p": 0.88, "B1/m": 0.86, "B2/m": 0.85,
           "B3/m": 0.91, "B4/m": 0.86, "csat/g": 0.87}  # fmt: skip
SAID = "Buổi sáng thứ hai chờ lâu quá, mà chỉ có một quầy nhận hồ sơ."
DONE = "Sáng thứ hai và thứ sáu mở thêm quầy số 3; có người hướng dẫn lấy số ở cửa."


def responses(month: str, size: float = 1.0) -> Iterator[Counted]:
    """Give the responses of one month; few of them tell of complaints (B5)."""
    chance = random.Random(month)
    shift = 0.02 * int(month[-2:]) - 0.2
    for unit_id, number in UNITS.items():
        for one in range(round(number * size)):
            shares = CONTENT | ({"B5/g": 0.7} if chance.random() < 0.3 else {})
            ratings = {
                name: 5 if chance.random() < share + shift else 3 for name, share in shares.items()
            }
            yield counted(f"{unit_id}/{month}/{one}", unit_id=unit_id, day=f"{month}-10",
                          ratings=ratings)  # fmt: skip


async def unpinned(_period: Period, _now: Instant) -> tuple[Pin, ...]:
    """Pin nothing: what publications were before they did."""
    return ()


async def publish(storage: Storage, day: date, live: Live | None = None) -> int:
    """Publish what is due on a day."""
    return await publish_due(storage, live or Live(), Instant(start_of(day) + 1), unpinned)


async def published(storage: Storage, *, months: int = 6, size: float = 1.0) -> None:
    """Fill an installation with the last months of 2026, and publish them."""
    if "bhxh-baoloc" not in {unit.id for unit in await storage.places.units()}:
        unit = UnitOfWork()
        storage.places.add_unit(unit, "bhxh-baoloc", "BHXH cơ sở Bảo Lộc", "bhxh-lamdong")
        await storage.commit(unit)
    for month in range(12 - months, 12):
        given = list(responses(f"2026-{month:02}", size))
        await count(storage, given, at=start_of(date(2026, month, 10)))
    await publish(storage, date(2026, 11, 20))


async def improve(storage: Storage, name: str = "i1", state: str = "published") -> None:
    """Tell what was done."""
    unit = UnitOfWork()
    record = ImprovementRecord(
        id=name,
        case_code="LN-TEST",
        unit_id=PLACE.unit_id,
        said=SAID,
        done=DONE,
        state=state,
        written_by="account:1",
        written_at=Instant(1),
        decided_by="account:2",
        decided_at=Instant(2),
    )
    storage.improvements.add(unit, record)
    await storage.commit(unit)
