"""Handlers of a citizen's own case: what they are told of it, and what they reply."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import Final

from bot.channels.base import Outgoing
from bot.handlers.case_rows import case_of, put_turn
from bot.handlers.case_words import told
from bot.handlers.noticing import put_notices
from bot.handlers.recusing import keep_away_named
from bot.handlers.scene import Lookup, Scene
from bot.invitations import case_link, token_hash
from flows.desk.case_acts import Agreed, CitizenAct, Disagreed, Passed, Supplied
from flows.desk.case_life import decide
from flows.desk.cases import CaseRefusedError, CaseTurn, News
from flows.desk.notices import told_of
from flows.desk.recusals import Company
from flows.events import CaseAgreed, CaseDisagreed, CaseSupplied, CaseTold
from flows.identifiers import Instant
from flows.texts import text_key
from flows.time_units import DAY
from storage.base import ComplaintRecord
from storage.desk_records import CaseLinkRecord

__all__ = ["case_agreed", "case_disagreed", "case_supplied", "case_told"]

_LINK_MS: Final = 30 * DAY
"""How long a link to a case's page is good for."""
_READ_THERE: Final = frozenset({"asked", "answered", "forwarded", "closed", "late"})
"""News with words in it, which a channel abroad does not carry."""


def case_told(scene: Scene, event: CaseTold) -> None:
    """Tell news of a case; abroad with a link to our page, good for thirty days."""
    case = scene.lookups.get(event.code, Lookup()).complaint
    link = None
    if scene.voice.discreet and case is not None and event.kind in _READ_THERE:
        link = _new_link(scene, case)
    scene.say(told(scene.renderer, scene.voice, event, link))


def _new_link(scene: Scene, case: ComplaintRecord) -> str:
    key = blake2b(f"case page {case.id}".encode(), key=scene.seed, digest_size=16).digest()
    token = urlsafe_b64encode(key).rstrip(b"=").decode()
    record = CaseLinkRecord(
        token_hash=token_hash(token),
        complaint_id=case.id,
        created_at=scene.now,
        expires_at=Instant(scene.now + _LINK_MS),
    )
    scene.storage.case_links.add(scene.unit, record)
    return case_link(scene.renderer.base_url, token)


def case_agreed(scene: Scene, event: CaseAgreed) -> None:
    """Close a case whose person is content."""
    _apply(scene, event.code, Agreed())


def case_disagreed(scene: Scene, event: CaseDisagreed) -> None:
    """Open a case again, one floor higher."""
    above = scene.lookups.get(event.code, Lookup()).upper_unit_id
    _apply(scene, event.code, Disagreed(event.text or None, above))


def case_supplied(scene: Scene, event: CaseSupplied) -> None:
    """Pass on what was asked for."""
    if _apply(scene, event.code, Supplied(event.text)):
        _say(scene, text_key("case.supplied"), event.code)


def _apply(scene: Scene, code: str, act: CitizenAct) -> bool:
    """Decide and write in the turn's own transaction. Who was overtaken, by an officer or by time,
    is told how it stands. Return whether it was taken.
    """
    found = scene.lookups.get(code, Lookup())
    if found.complaint is None:
        return False
    before = case_of(found.complaint, found.lines)
    calendar = scene.renderer.rules.calendar
    try:
        turn = decide(before, act, actor="citizen", now=scene.now, calendar=calendar)
    except CaseRefusedError:
        passed = decide(before, Passed(), actor="clock", now=scene.now, calendar=calendar)
        _say_standing(scene, _put(scene, found.complaint, passed, found))
        return False
    turn = _without_named(scene, turn, act, found)
    _put(scene, found.complaint, turn, found)
    scene.touches_cases = True
    for news in turn.news:
        scene.say(told(scene.renderer, scene.voice, _event_of(news, turn.case.lines), None))
    return True


def _put(scene: Scene, before: ComplaintRecord, turn: CaseTurn, found: Lookup) -> ComplaintRecord:
    """Write what became of a case, and who at the desk is told of it; return its row."""
    calendar, company = scene.renderer.rules.calendar, found.company or Company()
    notices = told_of(turn, before.owner_unit_id, company, found.parties)
    put_notices(scene.storage, scene.unit, before.code, notices, scene.now)
    return put_turn(scene.storage, scene.unit, before, turn, scene.now, calendar)


def _without_named(scene: Scene, turn: CaseTurn, act: CitizenAct, found: Lookup) -> CaseTurn:
    """Keep those away whom the reply names, and those who were kept away before."""
    texts = [] if isinstance(act, Agreed) else [act.text]
    company = found.company or Company()
    return keep_away_named(scene.storage, scene.unit, turn, texts, company, found.parties)


def _event_of(news: News, number: int) -> CaseTold:
    return CaseTold(
        code=news.code,
        kind=news.kind,
        number=number,
        text=news.text,
        due_at=news.due_at,
        agency=news.agency,
    )


def _say_standing(scene: Scene, case: ComplaintRecord) -> None:
    if case.state == "closed":
        _say(scene, text_key("case.closed_before"), case.code)
        return
    state = scene.renderer.key(scene.voice, f"case.state.{case.state}")
    _say(scene, text_key("status.case"), case.code, state=state)


def _say(scene: Scene, key: str, code: str, **params: str) -> None:
    text = scene.renderer.key(scene.voice, key, {"code": code, **params})
    scene.say(Outgoing(kind="say", text=text, language=scene.voice.language))
