"""What people wrote, by what it is about, with a search that needs no accents."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from aiohttp import web

from bot.console.case_told import Piece, pieces
from bot.console.figure_found import chosen_scope
from bot.console.figure_source import figures_of
from bot.console.figure_wish import ChosenFigures
from bot.console.giving import give, order_of
from bot.console.routes import Route, Visit
from bot.figures import Cell, Choice
from bot.figures.naming import LEVEL_NAMES, PRAISE_NAMES
from bot.figures.opinions import ABOUT, themes_of
from bot.i18n import day_of
from bot.reports.response_export import ResponseTable
from bot.reports.sheets import Sheet
from bot.reports.wording import CATEGORIES
from flows.definition import Form
from flows.desk.policy import Scope as Viewer
from flows.desk.policy import Thing, scope_of
from flows.spelling import fold_clean
from flows.texts import text_key
from storage.base import AnswerRecord, ResponseRecord, UnitOfWork
from survey.cells import OPEN_WORDS, RESPONDED
from survey.editions import Scope

__all__ = ["ROUTES"]

_PATH: Final = "/console/figures/comments"
_READ: Final = 600
"""Responses that one page looks through: each is opened for it, and that takes two seconds."""
_SHOWN: Final = 100
"""Comments of one page, and those of its last response."""
_OTHER: Final = "other"
_LONGEST: Final = 100  # characters of a search
_WRITTEN: Final = "text"
_SIDES: Final[Mapping[str, str]] = {
    "praised": text_key("console.figures.theme_praised"),
    "criticised": text_key("console.figures.theme_criticised"),
}
_OF_WORDS: Final = (
    *(f"{theme}.praised" for theme in PRAISE_NAMES),
    *(f"{category}.criticised" for category in CATEGORIES if category not in {"PA14", "PA15"}),
)
"""Themes of open words: of the categories neither praise nor what is of none."""


class _Comment(NamedTuple):
    """Something that somebody wrote, without numbers of people."""

    response: ResponseRecord
    themes: tuple[str, ...]
    """A factor or step, or what open words praise and criticise, `THEME.praised` and so on; else
    `_OTHER`."""
    text: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text with hostile characters apart."""
        return pieces(self.text)


class _Page(NamedTuple):
    """Comments of some responses, the newest first."""

    found: list[_Comment]
    """All that was written in them."""
    shown: list[_Comment]
    """Those that were searched for."""
    looked: int
    """How many responses were looked through, from the newest or from where one went on."""
    last: str
    """The last of them, from which one goes on; "": there is none older."""


class _Wish(NamedTuple):
    """What is searched for."""

    find: str
    theme: str
    after: str
    """The response after which the page begins; "": the newest."""


async def comments(visit: Visit) -> web.StreamResponse:
    """Show what people wrote in the responses of a unit and some days."""
    query = visit.request.query
    chosen, scope = await chosen_scope(visit, dict(query))
    wish = _wish_in(query)
    page = await _page(visit, chosen, scope, wish)
    await _note(visit, chosen, read=len(page.found), searched=len(wish.find.split()))
    searched = {"find": wish.find, "theme": wish.theme}
    return visit.show(
        "figure_comments.html",
        chosen=chosen,
        scope=scope,
        find=wish.find,
        theme=wish.theme,
        themes=_themes(visit, page.found, wish.theme),
        rows=[(one, _about_what(visit, one)) for one in page.shown],
        looked=page.looked,
        first=_address(chosen, searched) if wish.after else "",
        older=_address(chosen, {**searched, "after": page.last}) if page.last else "",
        asked=urlencode({**_about(chosen), **searched, "after": wish.after}),
        may_export=visit.may("response.export", Thing(kind="response", unit_id=scope.unit_id)),
    )


def _wish_in(query: Mapping[str, str]) -> _Wish:
    return _Wish(
        query.get("find", "")[:_LONGEST],
        query.get("theme", "")[:_LONGEST],
        query.get("after", "")[:_LONGEST],
    )


def _about(chosen: ChosenFigures) -> dict[str, str]:
    names = ("unit", "first", "last", "tree")
    return {name: value for name in names if (value := getattr(chosen, name))}


def _address(chosen: ChosenFigures, searched: Mapping[str, str]) -> str:
    return f"{_PATH}?{urlencode({**_about(chosen), **searched})}"


async def _page(visit: Visit, chosen: ChosenFigures, scope: Scope, wish: _Wish) -> _Page:
    """Look through responses until there is a page full of comments, or for long enough."""
    viewer = scope_of(visit.actor, "response.read")
    cell = _cell(wish.theme)
    names = await figures_of(visit).responses_of(viewer, scope, chosen.period, cell, visit.now)
    begin = names.index(wish.after) + 1 if wish.after in names else 0
    page = _Page([], [], 0, "")
    for name in names[begin : begin + _READ]:
        own = [one async for one in _written(visit, viewer, name)]
        shown = [one for one in own if _fits(one, wish.find, wish.theme)]
        page.found.extend(own)
        page.shown.extend(shown)
        page = page._replace(looked=page.looked + 1, last=name)
        if len(page.shown) >= _SHOWN:
            break
    return page._replace(last="") if (page.last,) == names[-1:] else page


def _cell(theme: str) -> Cell:
    """Return the responses that can have a theme: of open words it is kept which ones do. Else all
    of them, those too, who rated no criterion: of online procedures.
    """
    name, _, side = theme.partition(".")
    return Cell(RESPONDED, choice=Choice(ABOUT + name, side) if side in _SIDES else None)


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


async def _written(visit: Visit, viewer: Viewer, name: str) -> AsyncIterator[_Comment]:
    """Yield what was written in a response, if this person may read it."""
    storage = visit.services.storage
    forms = visit.services.runner.turns.renderer.rules.forms
    record = await storage.response_desk.by_id(viewer, name)
    form = None if record is None else forms.get((record.form, record.version))
    if record is None or form is None or record.state == "erased":
        return
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
            about = question.follows or question.factor
            themes = (about,) if about else _opinions(record, answer)
            yield _Comment(record, themes or (_OTHER,), words)


def _opinions(record: ResponseRecord, answer: AnswerRecord) -> tuple[str, ...]:
    """Return what open words praise and criticise, as reports count it."""
    if answer.question != OPEN_WORDS or record.restricted:
        return ()
    return tuple(f"{theme}.{side}" for theme, side in themes_of(answer))


def _fits(comment: _Comment, wanted: str, theme: str) -> bool:
    """Tell whether a comment is about a theme and holds all words of a search."""
    if theme and theme not in comment.themes:
        return False
    text = fold_clean(comment.text)
    return all(word in text for word in fold_clean(wanted).split())


def _themes(visit: Visit, found: Iterable[_Comment], wanted: str) -> list[tuple[str, str]]:
    """Return what comments are about, with how many there are, the most frequent first; then what
    was asked for, and what else open words may be about.
    """
    counts = Counter(theme for one in found for theme in one.themes)
    others = dict.fromkeys([*filter(None, [wanted]), *_OF_WORDS])
    return [
        ("", visit.text(text_key("console.figures.all_themes"))),
        *(
            (theme, f"{_theme_name(visit, theme)} ({many})")
            for theme, many in counts.most_common()
        ),
        *((theme, _theme_name(visit, theme)) for theme in others if theme not in counts),
    ]


def _theme_name(visit: Visit, theme: str) -> str:
    name, _, side = theme.partition(".")
    key = LEVEL_NAMES.get(theme, PRAISE_NAMES.get(name, CATEGORIES.get(name)))
    if key is None:
        return visit.text(text_key("console.figures.theme_other"))
    about = visit.text(key)
    return visit.text(_SIDES[side], about=about) if side in _SIDES else about


def _about_what(visit: Visit, comment: _Comment) -> str:
    return "; ".join(_theme_name(visit, one) for one in comment.themes)


# -- what is seen, as a file


async def export(visit: Visit) -> web.StreamResponse:
    """Give the comments of a page as a file, once it is written down who took them, and why."""
    form = await visit.form()
    order, query = order_of(form), dict(parse_qsl(form["query"]))
    chosen, scope = await chosen_scope(visit, query)
    visit.must("response.export", Thing(kind="response", unit_id=scope.unit_id))
    page = await _page(visit, chosen, scope, _wish_in(query))
    title = visit.text(text_key("console.figures.comments"))
    sheet = Sheet(
        name=title[:31],
        headers=[visit.text(key) for key in _HEADERS],
        rows=[
            (_day(one), _about_what(visit, one), one.text, one.response.id) for one in page.shown
        ],
        widths=(12, 30, 60, 28),
    )
    noted = {"unit": scope.unit_id or "", "comments": str(len(page.shown))}
    stem = visit.text(text_key("console.figures.comments_file"))
    return await give(visit, order, [sheet], "figure.exported", noted, stem)


_HEADERS: Final = (
    text_key("console.figures.day"),
    text_key("console.figures.theme"),
    text_key("console.figures.comment"),
    text_key("console.figures.response"),
)


def _day(one: _Comment) -> str:
    return f"{day_of(one.response.started_at):%d/%m/%Y}"


ROUTES: tuple[Route, ...] = (
    Route("GET", _PATH, comments, "response.read"),
    Route("POST", f"{_PATH}/export", export, "response.export"),
)
