"""What is done to a report by one press, each refused in words where it cannot be done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from bot.console.forms import Form, number_in
from bot.console.report_found import ONE, desk_of, must_be_seen, path_of, record_of
from bot.console.report_page import show_report
from bot.console.routes import Route, Visit
from bot.live import CASES
from bot.reporting import ReportDesk
from bot.reporting.parts import edition_in
from bot.reporting.words import REFUSALS
from flows.desk.policy import Action
from flows.texts import text_key
from storage.report_records import ReportRecord
from survey.report_life import ReportRefusedError

__all__ = ["ROUTES"]

_Deed: TypeAlias = Callable[[ReportDesk, ReportRecord, Form], Awaitable[ReportRecord]]


def _button(act: str, action: Action, deed: _Deed, key: str) -> Route:
    """Return the route of a button that does one thing to a report and says `key`."""

    async def press(visit: Visit) -> web.StreamResponse:
        form, record = await visit.form(), await record_of(visit, action)
        must_be_seen(record, form)
        try:
            after = await deed(desk_of(visit), record, form)
        except ReportRefusedError as refused:
            return await show_report(visit, record, REFUSALS[refused.refusal])
        visit.services.live.wake(CASES)  # whoever is told of it sees it at once
        number = "" if after.number is None else f"{after.number:02}"
        return visit.go(path_of(record), key, number=number)

    return Route("POST", f"{ONE}/{act}", press, action)


def _refresh(desk: ReportDesk, record: ReportRecord, _form: Form) -> Awaitable[ReportRecord]:
    return desk.refresh(record)


def _submit(desk: ReportDesk, record: ReportRecord, _form: Form) -> Awaitable[ReportRecord]:
    return desk.submit(record)


def _approve(desk: ReportDesk, record: ReportRecord, _form: Form) -> Awaitable[ReportRecord]:
    return desk.approve(record)


def _send_back(desk: ReportDesk, record: ReportRecord, form: Form) -> Awaitable[ReportRecord]:
    return desk.send_back(record, form["reason"])


def _issue(desk: ReportDesk, record: ReportRecord, _form: Form) -> Awaitable[ReportRecord]:
    return desk.issue(record)


def _withdraw(desk: ReportDesk, record: ReportRecord, form: Form) -> Awaitable[ReportRecord]:
    return desk.withdraw(record, form["reason"])


def _discard(desk: ReportDesk, record: ReportRecord, _form: Form) -> Awaitable[ReportRecord]:
    return desk.discard(record)


def _rank(desk: ReportDesk, record: ReportRecord, form: Form) -> Awaitable[ReportRecord]:
    return desk.show_ranking(record, shows=form["shows"] == "yes")


def _begin(desk: ReportDesk, record: ReportRecord, form: Form) -> Awaitable[ReportRecord]:
    return desk.begin_numbers(record, number_in(form["first"]))


async def _ask_replies(desk: ReportDesk, record: ReportRecord, _form: Form) -> ReportRecord:
    await desk.ask_replies(record, await edition_in(desk.storage, record.id))
    return record


ROUTES: tuple[Route, ...] = (
    _button("refresh", "report.change", _refresh, text_key("console.report.refreshed")),
    _button("submit", "report.change", _submit, text_key("console.report.submitted")),
    _button("approve", "report.approve", _approve, text_key("console.report.approved")),
    _button("back", "report.approve", _send_back, text_key("console.report.returned")),
    _button("issue", "report.change", _issue, text_key("console.report.issued")),
    _button("withdraw", "report.approve", _withdraw, text_key("console.report.withdrawn")),
    _button("discard", "report.change", _discard, text_key("console.report.discarded")),
    _button("numbers", "report.approve", _begin, text_key("console.report.numbers_begun")),
    _button("ranking", "report.approve", _rank, text_key("console.report.ranking_decided")),
    _button("replies", "report.change", _ask_replies, text_key("console.report.replies_asked")),
)
