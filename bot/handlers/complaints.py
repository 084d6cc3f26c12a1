"""Handlers of cases."""

from __future__ import annotations

from bot.handlers.case_rows import case_of, opened, put_turn
from bot.handlers.recusing import keep_away_named
from bot.handlers.scene import Lookup, Scene
from flows.desk.cases import CaseTurn
from flows.desk.recusals import Company
from flows.events import ComplaintSubmitted, HumanRequested, OptedOut
from storage.base import ComplaintEvent, ComplaintRecord
from storage.complaints import CHECKED_SEVERITY

__all__ = ["complaint_submitted", "human_requested", "opted_out"]


def complaint_submitted(scene: Scene, event: ComplaintSubmitted) -> None:
    """Open a case with its code, one owner and its deadline (invariant I14)."""
    facts = scene.session.facts
    province = facts.get("root_unit")
    unit = facts.get("unit") or province
    # What sounds like a tố cáo never goes to those it speaks of (domain §4.2).
    upwards = event.restricted or event.severity >= CHECKED_SEVERITY
    owner = (province if upwards else None) or unit
    record = ComplaintRecord(
        id=event.complaint_id,
        code=event.code,
        response_id=event.response_id,
        session_id=scene.session.id,
        kind=event.kind,
        category=event.category,
        severity=event.severity,
        restricted=event.restricted,
        reply_promised=event.reply_promised,
        state="new",
        owner_unit_id=owner,
        owner_role=event.owner_role,
        due_at=event.due_at,
        created_at=scene.now,
        unit_id=facts.get("unit"),
        place_id=facts.get("place"),
        counter_id=facts.get("counter"),
        cause_question=event.cause_question,
        story=event.story,
        name=event.name,
        address=event.address,
        phone=event.phone,
        trial=scene.trial,
    )
    record = opened(record, scene.renderer.rules.calendar)
    scene.storage.complaints.add(scene.unit, record)
    detail = {"channel": scene.channel, "category": event.category, "owner": event.owner_role}
    first = ComplaintEvent(
        complaint_id=event.complaint_id,
        number=1,
        kind="opened",
        at=scene.now,
        actor="citizen",
        detail=detail,
    )
    scene.storage.complaints.append(scene.unit, first)
    _keep_away(scene, record)
    scene.touches_cases = True


def _keep_away(scene: Scene, record: ComplaintRecord) -> None:
    """Keep those away from a new case whom its story names (domain §4.2)."""
    company = scene.lookups.get(record.code, Lookup()).company or Company()
    turn = CaseTurn(case_of(record, 1))
    turn = keep_away_named(scene.storage, scene.unit, turn, [record.story], company)
    if turn.lines:
        calendar = scene.renderer.rules.calendar
        put_turn(scene.storage, scene.unit, record, turn, scene.now, calendar)


def human_requested(scene: Scene, event: HumanRequested) -> None:
    """Leave a trace that a person asked for a human, for who works at the desk."""
    scene.storage.audit.note(
        scene.unit,
        at=scene.now,
        actor="citizen",
        action="human_requested",
        target=scene.session.id,
        detail={"question": event.question or ""},
    )


def opted_out(scene: Scene, _event: OptedOut) -> None:
    """Record that this person wants no more messages; invitations look here (I11)."""
    scene.storage.audit.note(
        scene.unit,
        at=scene.now,
        actor="citizen",
        action="opted_out",
        target=scene.session.id,
        detail={},
    )
