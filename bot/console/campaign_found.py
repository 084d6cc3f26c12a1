"""One campaign for its pages: found in reach, with its parts, what is missing, and the tabs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from bot.campaigns import CampaignDesk, all_faults, known_here
from bot.console.forms import Form, number_in
from bot.console.responses import surveys
from bot.console.routes import Visit
from bot.desk import NotHereError
from flows.desk.policy import Action, Thing, scope_of
from flows.texts import text_key
from storage.base import StaleSessionError
from storage.campaign_records import CampaignRecord
from survey.campaign_inspection import Fault, Known
from survey.campaigns import Parts, Terms

__all__ = [
    "ONE", "PATH", "TABS", "Found", "Tab", "campaign_thing", "desk_of", "found_campaign",
    "known_to", "must_be_seen", "record_of", "survey_titles", "written_day",
]  # fmt: skip

PATH: Final = "/console/campaigns"
ONE: Final = PATH + "/{id:[0-9a-z]{26}}"


class Tab(NamedTuple):
    """A page of a campaign: what stands behind its address, and what the page is called."""

    suffix: str
    key: str
    action: Action = "campaign.read"


TABS: tuple[Tab, ...] = (
    Tab("", text_key("console.campaign.tab.overview"), "campaign.follow"),
    Tab("/texts", text_key("console.campaign.tab.texts")),
    Tab("/sample", text_key("console.campaign.tab.sample")),
    Tab("/broadcasts", text_key("console.campaign.tab.broadcasts")),
    Tab("/following", text_key("console.campaign.tab.following"), "campaign.follow"),
)
"""The pages of one campaign, in the order of its work; each slice adds its own."""


@dataclass(frozen=True, slots=True)
class Found:
    """A campaign as a page shows it."""

    record: CampaignRecord
    parts: Parts
    known: Known

    @property
    def path(self) -> str:
        """The address of its first page."""
        return f"{PATH}/{self.record.id}"

    @property
    def thing(self) -> Thing:
        """The campaign as the policy sees it."""
        return campaign_thing(self.record.terms.unit_id)

    @property
    def broadcasts(self) -> Thing:
        """What is sent for it, as the policy sees it."""
        return _thing_of("broadcast.send", self.record.terms.unit_id)

    @property
    def faults(self) -> list[Fault]:
        """What keeps it from being handed in."""
        return all_faults(self.record.terms, self.parts, self.known)


def campaign_thing(unit_id: str | None) -> Thing:
    """Return a campaign of a unit as the policy sees it."""
    return Thing(kind="campaign", unit_id=unit_id)


def _thing_of(action: Action, unit_id: str | None) -> Thing:
    """Return what an action on the page of a campaign is done to: it, or what is sent for it."""
    if action == "broadcast.send":
        return Thing(kind="broadcast", unit_id=unit_id)
    return campaign_thing(unit_id)


async def record_of(visit: Visit, action: Action) -> CampaignRecord:
    """Return the campaign that the address names.

    Raises:
        NotHereError: there is none, or none that this person may do this to.

    """
    units = scope_of(visit.actor, "campaign.follow").units
    name = visit.request.match_info["id"]
    found = await visit.services.storage.campaigns.by_id(units, name)
    if found is None or not visit.may(action, _thing_of(action, found.terms.unit_id)):
        raise NotHereError
    return found


async def found_campaign(visit: Visit, action: Action) -> Found:
    """Return the campaign that the address names, with its parts and what it can name.

    Raises:
        NotHereError: there is none, or none that this person may do this to.

    """
    record = await record_of(visit, action)
    parts = await visit.services.storage.campaigns.parts(record.id)
    return Found(record, parts, await known_to(visit, record.terms))


async def known_to(visit: Visit, terms: Terms) -> Known:
    """Return what a campaign can name, among it the units in which this person may ask people."""
    reach = scope_of(visit.actor, "campaign.change").units
    return await known_here(
        visit.services.storage,
        terms,
        visit.now,
        forms=surveys(visit.services.runner.turns.renderer.rules),
        languages=visit.services.texts.languages,
        reach=_or_all(reach),
    )


def _or_all(reach: Collection[str] | None) -> Collection[str] | None:
    """Whoever may change nothing reads what is missing as those see it who may change it all."""
    return reach or None


def desk_of(visit: Visit) -> CampaignDesk:
    """Return what this person does to campaigns now."""
    return CampaignDesk(visit.services.storage, visit.by)


def must_be_seen(record: CampaignRecord, form: Form) -> None:
    """Go on only if the form was filled in by who saw the campaign as it is.

    Raises:
        StaleSessionError: somebody else changed it meanwhile.

    """
    if number_in(form["version"]) != record.version:
        raise StaleSessionError(record.id)


def survey_titles(visit: Visit) -> dict[str, str]:
    """Return the forms that people can be invited to, and what each is called."""
    found = surveys(visit.services.runner.turns.renderer.rules)
    return {name: form.title.get(visit.language, form.title["vi"]) for name, form in found.items()}


def written_day(day: str) -> date | None:
    """Return a day that a campaign names; None while it names none."""
    return date.fromisoformat(day) if day else None
