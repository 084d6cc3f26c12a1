"""The page that follows a campaign: pace, who is behind, where people stop, and what is odd."""

from __future__ import annotations

from aiohttp import web

from bot.console.campaign_found import ONE, PATH, campaign_thing, record_of
from bot.console.campaign_page import tabs_of
from bot.console.case_loading import unit_names
from bot.console.following_figures import followed
from bot.console.following_view import CHASED, HEADERS, shown
from bot.console.routes import Route, Visit
from bot.handlers.recusing import company_of
from bot.live import CASES
from flows.desk.notices import heads_of
from flows.desk.policy import anywhere
from flows.texts import text_key
from storage.base import UnitOfWork
from storage.campaign_records import CampaignRecord
from storage.trust import NoticeRecord
from survey.pace import Pace

__all__ = ["ROUTES"]


async def following(visit: Visit) -> web.StreamResponse:
    """Show how far a campaign is."""
    record = await record_of(visit, "campaign.follow")
    found, names = await followed(visit, record), await unit_names(visit)
    return visit.show(
        "campaign_following.html",
        record=record,
        path=f"{PATH}/{record.id}",
        tabs=tabs_of(visit, record),
        headers={kind: visit.text(key) for kind, key in HEADERS.items()},
        found=shown(visit, found, names, may_chase=_may_chase(visit, record)),
        to_be_judged=_judging_path(visit, record),
    )


def _may_chase(visit: Visit, record: CampaignRecord) -> bool:
    is_on = record.life.state == "running"
    return is_on and visit.may("campaign.change", campaign_thing(record.terms.unit_id))


def _judging_path(visit: Visit, record: CampaignRecord) -> str:
    """Return where the odd responses of the campaign are judged; "" if this person judges none."""
    judges = anywhere(visit.actor, "response.judge")
    return f"/console/judging?campaign={record.id}" if judges else ""


# -- chase


async def remind(visit: Visit) -> web.StreamResponse:
    """Tell the heads of a unit that it is behind."""
    form, record = await visit.form(), await record_of(visit, "campaign.change")
    found = await followed(visit, record)
    behind = {one.unit_id: one for one in found.units
              if one.pace is not None and one.pace.standing in CHASED}  # fmt: skip
    one = behind.get(form["unit"])
    back = f"{PATH}/{record.id}/following"
    if not _may_chase(visit, record) or one is None or one.unit_id is None or one.pace is None:
        return visit.go(back, text_key("console.following.not_behind"))
    heads = heads_of(one.unit_id, await company_of(visit.services.storage))
    if not heads:
        return visit.go(back, text_key("console.following.no_head"))
    await _tell(visit, record, one.unit_id, one.pace, heads)
    return visit.go(back, text_key("console.following.told"))


async def _tell(
    visit: Visit, record: CampaignRecord, unit_id: str, behind: Pace, heads: tuple[str, ...]
) -> None:
    storage, unit = visit.services.storage, UnitOfWork()
    params = {
        "by": visit.actor_name,
        "unit": unit_id,
        "valid": str(behind.valid),
        "wanted": str(behind.wanted),
        "missing": str(behind.missing),
    }
    for head in heads:
        notice = NoticeRecord(
            account_id=head, kind="campaign.behind", object=record.id, made_at=visit.now,
            params=params,
        )  # fmt: skip
        storage.notices.add(unit, notice)
    storage.audit.note(
        unit,
        at=visit.now,
        actor=visit.actor_name,
        action="campaign.chased",
        target=record.id,
        detail={"unit": unit_id, "missing": str(behind.missing)},
    )
    await storage.commit(unit)
    visit.services.live.wake(CASES)


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{ONE}/following", following, "campaign.follow"),
    Route("POST", f"{ONE}/following/remind", remind, "campaign.change"),
)
