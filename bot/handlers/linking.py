"""What is written in a survey after it has led to a case: it may name who must not see it."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.case_rows import case_of, put_turn
from bot.handlers.noticing import put_notices
from bot.handlers.recusing import keep_away_named
from bot.handlers.scene import Lookup, Scene
from flows.desk.cases import CaseTurn
from flows.desk.linked_words import case_codes, words_of
from flows.desk.notices import told_of
from flows.events import AnswerRecorded

__all__ = ["search_linked"]


def search_linked(scene: Scene, event: AnswerRecorded) -> None:
    """Keep those away from the open cases of this chat whom an answer names. What was written
    before a case was told is searched when it is opened.
    """
    for code in case_codes(scene.session):
        texts = words_of(scene.renderer.rules.form(event.form, event.version), event)
        if texts:
            _search(scene, code, texts)


def _search(scene: Scene, code: str, texts: tuple[str, ...]) -> None:
    found = scene.lookups.get(code, Lookup())
    if found.complaint is None or found.company is None or found.complaint.state == "closed":
        return
    turn = CaseTurn(case_of(found.complaint, found.lines))
    turn = keep_away_named(scene.storage, scene.unit, turn, texts, found.company, found.parties)
    if not turn.lines:
        return
    calendar, before = scene.renderer.rules.calendar, found.complaint
    after = put_turn(scene.storage, scene.unit, before, turn, scene.now, calendar)
    told = told_of(turn, before.owner_unit_id, found.company, found.parties)
    put_notices(scene.storage, scene.unit, code, told, scene.now)
    # Another answer of the same turn goes on from here.
    named = {line.detail["officer"] for line in turn.lines if line.kind == "concerned"}
    scene.lookups[code] = replace(
        found, complaint=after, lines=turn.case.lines, parties=found.parties | named
    )
    scene.touches_cases = True
