"""Handlers of cases."""

from __future__ import annotations

from bot.handlers.case_rows import case_of, opened, put_turn
from bot.handlers.noticing import put_notices
from bot.handlers.recusing import keep_away_named, keep_away_rated
from bot.handlers.scene import Lookup, Scene
from flows.desk.cases import CaseTurn
from flows.desk.linked_words import linked_words
from flows.desk.notices import told_of_new
from flows.desk.recusals import Company
from flows.events import ComplaintSubmitted, HumanRequested, OptedIn, OptedOut
from storage.base import ComplaintEvent, ComplaintRecord
from storage.complaints import CHECKED_SEVERITY

__all__ = ["complaint_submitted", "human_requested", "opted_in", "opted_out"]


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
    _bring_in(scene, record)
    scene.touches_cases = True


def _bring_in(scene: Scene, record: ComplaintRecord) -> None:
    """Keep those away from a new case whom its story names, and who is rated (domain §4.2); tell
    those of it who share out the work of its unit.
    """
    found = scene.lookups.get(record.code, Lookup())
    company = found.company or Company()
    texts = [record.story, *linked_words(scene.renderer.rules, scene.session)]
    turn = CaseTurn(case_of(record, 1))
    turn = keep_away_named(scene.storage, scene.unit, turn, texts, company)
    turn = keep_away_rated(scene.storage, scene.unit, turn, found.rated, company)
    if turn.lines:
        calendar = scene.renderer.rules.calendar
        put_turn(scene.storage, scene.unit, record, turn, scene.now, calendar)
    told = told_of_new(turn, company)
    put_notices(scene.storage, scene.unit, record.code, told, scene.now)


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
    """Take down that this person wants no more messages: nothing of a broadcast departs from this
    commit on (I11).
    """
    scene.storage.opt_outs.of_session(scene.unit, scene.session.id, scene.now)
    _note_wish(scene, "opted_out")


def opted_in(scene: Scene, _event: OptedIn) -> None:
    """Take down that this person may be written to again."""
    scene.storage.opt_outs.back_of_session(scene.unit, scene.session.id)
    _note_wish(scene, "opted_in")


def _note_wish(scene: Scene, action: str) -> None:
    scene.storage.audit.note(
        scene.unit,
        at=scene.now,
        actor="citizen",
        action=action,
        target=scene.session.id,
        detail={},
    )
