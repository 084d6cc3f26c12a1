"""A campaign's terms as a form gave them: how they are read, and the form itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec
from aiohttp import web

from bot.campaigns.words import EVIDENCE, fault_sentence
from bot.console.campaign_found import PATH, known_to
from bot.console.day_spans import day_in
from bot.console.forms import Form, number_in
from bot.console.routes import Visit
from bot.i18n import own_name
from flows.spelling import clean
from flows.texts import text_key
from storage.campaign_records import CampaignRecord
from survey.campaign_inspection import Fault
from survey.campaign_life import MOST_UNAPPROVED
from survey.campaigns import Terms

__all__ = ["NO_NUMBER", "TermsWish", "show_terms", "whole_number"]

NO_NUMBER: Final = -1
"""What stands for a field that holds no number: no field may be less than nothing."""
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DAYS: Final = ("plan_date", "from_day", "to_day", "opens_on", "closes_on")


def whole_number(text: str) -> int:
    """Return the number that a field holds; `NO_NUMBER` for anything else."""
    return int(text) if _NUMBER.fullmatch(text) else NO_NUMBER


class TermsWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants the terms to be, as they typed it; `version`: of what they saw."""

    title: str = ""
    plan_number: str = ""
    plan_date: str = ""
    unit_id: str = ""
    from_day: str = ""
    to_day: str = ""
    opens_on: str = ""
    closes_on: str = ""
    languages: tuple[str, ...] = ("vi", "en")
    min_evidence: str = "0"
    quiet_from: str = "20:00"
    quiet_to: str = "07:30"
    quiet_days: bool = True
    reminders: tuple[str, ...] = ("5", "10")
    approve_above: str = str(MOST_UNAPPROVED)
    test: bool = False
    version: int = 0

    @classmethod
    def of(cls, form: Form) -> TermsWish:
        """Read a form; whether it can be stored is asked of the terms that it makes."""
        return cls(
            title=clean(form["title"]).replace("\n", " "),
            plan_number=clean(form["plan_number"]).replace("\n", " "),
            **{name: day_in(form[name]) for name in _DAYS},
            unit_id=form["unit_id"],
            languages=form.all("languages"),
            min_evidence=form["min_evidence"],
            quiet_from=form["quiet_from"],
            quiet_to=form["quiet_to"],
            quiet_days=bool(form["quiet_days"]),
            reminders=tuple(day for day in form.all("reminders") if day),
            approve_above=form["approve_above"],
            test=bool(form["test"]),
            version=number_in(form["version"]),
        )

    @classmethod
    def like(cls, record: CampaignRecord) -> TermsWish:
        """Return what stored terms are."""
        terms = msgspec.structs.asdict(record.terms)
        return cls(
            **terms
            | {
                "unit_id": record.terms.unit_id or "",
                "min_evidence": str(record.terms.min_evidence),
                "quiet_from": _time(record.terms.quiet_from),
                "quiet_to": _time(record.terms.quiet_to),
                "reminders": tuple(map(str, record.terms.reminders)),
                "approve_above": str(record.terms.approve_above),
                "version": record.version,
            }
        )

    def terms(self) -> Terms:
        """Return the terms; what is no number or time lies outside every range."""
        own = {name: getattr(self, name) for name in (*_DAYS, "title", "plan_number")}
        return Terms(
            **own,
            unit_id=self.unit_id or None,
            languages=self.languages,
            min_evidence=whole_number(self.min_evidence),
            quiet_from=_minutes(self.quiet_from),
            quiet_to=_minutes(self.quiet_to),
            quiet_days=self.quiet_days,
            reminders=tuple(map(whole_number, self.reminders)),
            approve_above=whole_number(self.approve_above),
            test=self.test,
        )

    def untitled(self) -> list[Fault]:
        """Return the one fault that even a draft may not have: nobody would find it again."""
        return [] if self.title else [Fault(field="title", code="missing")]


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(text: str) -> int:
    """Return the minute of the day of "20:00"; `NO_NUMBER` for anything else."""
    found = _TIME.fullmatch(text)
    return int(found[1]) * 60 + int(found[2]) if found else NO_NUMBER


async def show_terms(
    visit: Visit, wish: TermsWish, record: CampaignRecord | None, faults: Iterable[Fault] = ()
) -> web.Response:
    """Show the form. `record`: the campaign that is changed; None: it is a new one."""
    wrong = {fault.field: fault_sentence(visit.text, fault) for fault in faults}
    known = await known_to(visit, wish.terms())
    names = {unit.id: unit.name for unit in await visit.services.storage.places.units()}
    everywhere = [("", visit.text(text_key("console.campaign.everywhere")))]
    return visit.show(
        "campaign_terms.html",
        status=422 if wrong else 200,
        path=f"{PATH}/{record.id}/edit" if record else f"{PATH}/new",
        record=record,
        wish=wish,
        faults=wrong,
        units=(everywhere if known.whole else [])
        + sorted(((unit, names.get(unit, unit)) for unit in known.units), key=lambda one: one[1]),
        languages=[(name, own_name(name)) for name in known.languages],
        levels=[(str(level), visit.text(key)) for level, key in enumerate(EVIDENCE)],
        most_unapproved=MOST_UNAPPROVED,
    )
