"""A campaign in full swing: eight units at different paces, and what hundreds of people sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.i18n import day_of
from bot.turns import now_ms
from flows.definition import Form
from flows.identifiers import (
    Instant,
    InvitationId,
    ResponseId,
    SessionId,
    code_from,
    identifier_from,
)
from flows.time_units import DAY, HOUR, MINUTE
from storage.base import AnswerRecord, InvitationRecord, ResponseRecord, UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawRecord
from storage.judging_records import SuspicionRecord
from survey.campaigns import Life, Parts, Terms
from survey.sample_plans import StratumPlan
from survey.validity import Weight
from tests.console.case_room import CaseRoom

__all__ = ["busy_campaign", "one_more"]

UNITS: Final = {
    "Đà Lạt": 96, "Bảo Lộc": 88, "Đức Trọng": 84, "Lâm Hà": 61, "Di Linh": 78, "Đơn Dương": 40,
    "Cát Tiên – Đạ Tẻh – Đạ Huoai": 92, "Bảo Lâm": 12,
}  # fmt: skip
"""Of which units how many forms came back."""
WANTED: Final = 110
CHANNELS: Final = ("web", "web", "telegram", "web", "terminal")
ODD: Final = 9


def _new(kind: str) -> str:
    return identifier_from(os.urandom(32), kind, now_ms())


async def busy_campaign(room: CaseRoom) -> str:
    """Store a campaign in its third week with all that came back; return its path."""
    name = _new("campaign")
    await _plan(room, name)
    for place, (unit_name, many) in enumerate(UNITS.items()):
        unit_id = f"{room.unit}-{place}"
        unit = UnitOfWork()
        room.installation.storage.places.add_unit(unit, unit_id, f"BHXH cơ sở {unit_name}", None)
        for number in range(WANTED):
            _one(room, unit, name, unit_id, number, came=number < many)
        await room.installation.storage.commit(unit)
    return f"/console/campaigns/{name}"


async def _plan(room: CaseRoom, name: str) -> None:
    now, today = now_ms(), day_of(now_ms())
    terms = Terms(
        title="Khảo sát sự hài lòng quý IV/2026", from_day="2026-01-01", to_day="2026-09-30",
        opens_on=(today - timedelta(days=21)).isoformat(),
        closes_on=(today + timedelta(days=5)).isoformat(),
    )  # fmt: skip
    life = Life(state="running", made_at=now, made_by="x", changed_at=now, changed_by="x")
    draw = DrawRecord(
        id=_new("draw"), campaign_id=name, number=1, kind="first", seed="s", frame_hash="h",
        frame_size=4_000, program="p", record="{}", seal="e", at=now, by="x",
    )  # fmt: skip
    plans = [
        StratumPlan(group="g", unit=f"{room.unit}-{place}", area="urban", mode="direct",
                    frame=500, wanted=WANTED, main=2 * WANTED, reserve=WANTED)
        for place in range(len(UNITS))
    ]  # fmt: skip
    storage, unit = room.installation.storage, UnitOfWork()
    storage.campaigns.add(unit, CampaignRecord(id=name, terms=terms, life=life), Parts())
    storage.draws.add(unit, draw, plans)
    await storage.commit(unit)


async def one_more(room: CaseRoom, path: str) -> None:
    """Let somebody of the first unit send theirs now."""
    unit = UnitOfWork()
    _one(room, unit, path.rpartition("/")[2], f"{room.unit}-0", 1, came=True)
    await room.installation.storage.commit(unit)


def _one(
    room: CaseRoom, unit: UnitOfWork, campaign: str, unit_id: str, number: int, *, came: bool
) -> None:
    """Add an invitation, and what came of it; every seventh stopped on the way."""
    storage, now = room.installation.storage, now_ms()
    invitation = InvitationId(_new("invitation"))
    storage.invitations.add(unit, InvitationRecord(
        id=invitation, kind="personal", token_hash=invitation, code_hash=invitation, form="mc",
        language="vi", created_at=now, unit_id=unit_id, campaign_id=campaign,
    ))  # fmt: skip
    if not came:
        return
    rules = room.installation.services.runner.turns.renderer.rules
    form = rules.forms["mc", rules.latest["mc"]]
    stops = number % 7 == 3
    begun = Instant(now - (number % 18 + 1) * DAY + _hour(number) * HOUR - now % DAY)
    record = ResponseRecord(
        id=ResponseId(_new("response")), session_id=SessionId(_new("session")), form="mc",
        version=form.version, channel=CHANNELS[number % len(CHANNELS)], language="vi",
        state="stopped" if stops else "completed", started_at=begun,
        completed_at=None if stops else Instant(begun + 4 * MINUTE),
        code=code_from(os.urandom(32), "response"), invitation_id=invitation,
        invitation_kind="personal", unit_id=unit_id, trial=False,
    )  # fmt: skip
    storage.responses.add(unit, record)
    for one in _answers(form, record, number, stops=stops):
        storage.answers.record(unit, one)
    storage.counting.weigh(
        unit, record.id, Weight(shown=12, answered=12, rated=12, lowest=2, highest=5)
    )
    if number < ODD and unit_id.endswith("-2") and not stops:
        storage.judging.suspect(unit, [_suspicion(record.id, now)])


def _hour(number: int) -> int:
    """Most at the office's hours, in UTC, some in the evening."""
    return (1, 2, 2, 3, 7, 8, 8, 13, 14)[number % 9]


def _answers(
    form: Form, record: ResponseRecord, number: int, *, stops: bool
) -> Iterator[AnswerRecord]:
    asked = [name for name, one in form.by_id.items() if one.kind == "satisfaction"]
    for place, question in enumerate(asked[: 2 + number % 11] if stops else asked):
        yield AnswerRecord(
            response_id=record.id, question=question, revision=1, value=2 + (number + place) % 4,
            method="button", confidence=1.0, comment=None, private=False, flags=(),
            at=Instant(record.started_at + place * MINUTE // 6),
        )  # fmt: skip


def _suspicion(name: ResponseId, at: Instant) -> SuspicionRecord:
    detail = {"responses": 9, "minutes": 14, "seconds": 21, "percent": 88}
    return SuspicionRecord(response_id=name, reason="burst", score=2.0, detail=detail, at=at)
