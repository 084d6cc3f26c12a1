"""What an act would come to, before it is done: whether it is possible, and what is then said to
the citizen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from bot.console.case_deeds import DEEDS
from bot.console.case_loading import Found
from bot.console.case_told import Piece, pieces
from bot.console.routes import Visit
from bot.handlers.case_rows import case_of
from bot.handlers.case_words import told
from bot.prompts import in_language
from flows.case_news import AGREE, ASK
from flows.desk.case_acts import Answer, Ask, OfficerAct
from flows.desk.case_life import decide
from flows.desk.cases import CaseRefusedError, CaseTurn, News
from flows.events import CaseTold
from flows.identifiers import QuestionId
from flows.texts import text_key

__all__ = ["Preview", "possible", "preview"]


class Preview(NamedTuple):
    """What the citizen would read in a chat that may carry it, what they are then asked, and the
    buttons below; and, where their chat is abroad, what is said there instead. Empty: nothing.
    """

    said: tuple[Piece, ...] = ()
    asked: str = ""
    buttons: tuple[str, ...] = ()
    abroad: tuple[Piece, ...] = ()


def possible(visit: Visit, case: Found) -> frozenset[str]:
    """Return the deeds that this officer may do, and that the case allows now."""
    return frozenset(
        name
        for name, deed in DEEDS.items()
        if visit.may(deed.action, case.thing)
        and any(_allows(visit, case, sample) for sample in deed.samples)
    )


def _allows(visit: Visit, case: Found, act: OfficerAct) -> bool:
    try:
        return bool(_tried(visit, case, act))
    except CaseRefusedError:
        return False


def preview(visit: Visit, case: Found, act: OfficerAct) -> Preview:
    """Return what the citizen would read of an act, word for word as their chat writes it.

    Raises:
        CaseRefusedError: the act is not possible now.

    """
    news = _tried(visit, case, act).news
    if not news:
        return Preview()
    channel = case.history[0].detail.get("channel", "") if case.history else ""
    said = _written(visit, case.language, news, "web")
    there = _written(visit, case.language, news, channel)
    asked, buttons = _asked(visit, case, act)
    return Preview(pieces(said), asked, buttons, pieces(there) if there != said else ())


_ASKED: Mapping[type[OfficerAct], str] = {Answer: AGREE, Ask: ASK}


def _asked(visit: Visit, case: Found, act: OfficerAct) -> tuple[str, tuple[str, ...]]:
    """Return what follows the news in a chat: a question, and its buttons."""
    name = _ASKED.get(type(act))
    if name is None:
        return "", ()
    question = visit.services.runner.turns.renderer.rules.form("dialogue").by_id[QuestionId(name)]
    labels = tuple(in_language(case.language, choice.label) for choice in question.choices)
    return in_language(case.language, question.text).replace("{code}", case.record.code), labels


def _tried(visit: Visit, case: Found, act: OfficerAct) -> CaseTurn:
    """Return what an act would make of the case; nothing is written."""
    return decide(
        case_of(case.record, len(case.history), in_reach=case.in_reach),
        act,
        actor=visit.account.id,
        now=visit.now,
        calendar=visit.services.runner.turns.renderer.rules.calendar,
    )


def _written(visit: Visit, language: str, news: tuple[News, ...], channel: str) -> str:
    """Return news as a channel has them, in the citizen's language."""
    renderer = visit.services.runner.turns.renderer
    voice = renderer.voice(language, {}, channel)
    link = visit.text(text_key("console.case.preview.link"))
    told_of = (CaseTold(**msgspec.structs.asdict(one), number=0) for one in news)
    return "\n".join(told(renderer, voice, event, link).text or "" for event in told_of)
