"""What people wrote, by what it is about, with a search that needs no accents."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Final, NamedTuple

from aiohttp import web

from bot.console.case_told import Piece, pieces
from bot.console.figure_found import chosen_scope
from bot.console.figure_source import figures_of
from bot.console.figure_wish import ChosenFigures
from bot.console.routes import Route, Visit
from bot.figures import Cell
from bot.figures.naming import LEVEL_NAMES
from bot.reports.response_export import ResponseTable
from flows.definition import Form
from flows.desk.policy import Scope as Viewer
from flows.desk.policy import scope_of
from flows.spelling import fold_clean
from flows.texts import text_key
from storage.base import AnswerRecord, ResponseRecord, UnitOfWork
from survey.cells import RESPONDED

__all__ = ["ROUTES"]

_PATH: Final = "/console/figures/comments"
_READ: Final = 300
"""The newest responses that are looked through: each is opened for it, and that takes a second."""
_SHOWN: Final = 100
_OTHER: Final = "other"
_LONGEST: Final = 100  # characters of a search
_WRITTEN: Final = "text"


class _Comment(NamedTuple):
    """Something that somebody wrote, without numbers of people."""

    response: ResponseRecord
    theme: str
    text: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text with hostile characters apart."""
        return pieces(self.text)


async def comments(visit: Visit) -> web.StreamResponse:
    """Show what people wrote in the responses of a unit and some days."""
    query = visit.request.query
    chosen, scope = await chosen_scope(visit, dict(query))
    viewer = scope_of(visit.actor, "response.read")
    figures = figures_of(visit)
    written = Cell(RESPONDED)  # of those, too, who rated no criterion: of online procedures
    names = await figures.responses_of(viewer, scope, chosen.period, written, visit.now)
    found = [one async for one in _written(visit, viewer, names[:_READ])]
    wanted, theme = query.get("find", "")[:_LONGEST], query.get("theme", "")
    shown = [one for one in found if _fits(one, wanted, theme)]
    await _note(visit, chosen, read=len(found), searched=len(wanted.split()))
    return visit.show(
        "figure_comments.html",
        chosen=chosen,
        scope=scope,
        find=wanted,
        theme=theme,
        themes=_themes(visit, found),
        rows=[(one, _theme_name(visit, one.theme)) for one in shown[:_SHOWN]],
        total=len(shown),
        looked=min(len(names), _READ),
        left_out=max(len(names) - _READ, 0),
    )


async def _note(visit: Visit, chosen: ChosenFigures, *, read: int, searched: int) -> None:
    """Write down who looked through whose words: one request reaches those of hundreds (I21). Of
    a search only how many words it had: they may be somebody's name (I19).
    """
    days = f"{chosen.first} – {chosen.last}"
    told = {"unit": chosen.unit, "days": days, "comments": str(read), "words": str(searched or "")}
    unit, storage = UnitOfWork(), visit.services.storage
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="figure.comments_read",
        target="figure",
        detail={name: value for name, value in told.items() if value},
    )
    await storage.commit(unit)


async def _written(visit: Visit, viewer: Viewer, names: Iterable[str]) -> AsyncIterator[_Comment]:
    """Yield what was written in responses that this person may read, the newest first."""
    storage = visit.services.storage
    forms = visit.services.runner.turns.renderer.rules.forms
    for name in names:
        record = await storage.response_desk.by_id(viewer, name)
        form = None if record is None else forms.get((record.form, record.version))
        if record is None or form is None or record.state == "erased":
            continue
        for comment in _comments(visit, record, form, await storage.answers.current(record.id)):
            yield comment


def _comments(
    visit: Visit, record: ResponseRecord, form: Form, answers: Iterable[AnswerRecord]
) -> Iterator[_Comment]:
    table = ResponseTable([form], {}, visit.services.texts, visit.language)
    for answer in answers:
        question = form.by_id.get(answer.question)
        if question is None:
            continue
        said = answer.value if question.type == _WRITTEN else answer.comment
        words = table.words(record, answer, said if isinstance(said, str) else None)
        if words:
            yield _Comment(record, question.follows or question.factor or _OTHER, words)


def _fits(comment: _Comment, wanted: str, theme: str) -> bool:
    """Tell whether a comment is about a theme and holds all words of a search."""
    if theme and comment.theme != theme:
        return False
    text = fold_clean(comment.text)
    return all(word in text for word in fold_clean(wanted).split())


def _themes(visit: Visit, found: Iterable[_Comment]) -> list[tuple[str, str]]:
    """Return what comments are about, with how many there are, the most frequent first."""
    counts = Counter(one.theme for one in found)
    everything = visit.text(text_key("console.figures.all_themes"))
    return [("", everything)] + [
        (theme, f"{_theme_name(visit, theme)} ({many})") for theme, many in counts.most_common()
    ]


def _theme_name(visit: Visit, theme: str) -> str:
    key = LEVEL_NAMES.get(theme)
    return visit.text(key if key is not None else text_key("console.figures.theme_other"))


ROUTES: tuple[Route, ...] = (Route("GET", _PATH, comments, "response.read"),)
