"""The job that makes draws, counts what large ones would be, and removes what was taken back."""

from __future__ import annotations

import structlog

from bot.accounts import By
from bot.drawing import Drawing, DrawRefusedError, Sampler, count_outlook, leftovers_removed
from bot.services import Services
from storage.base import StaleSessionError
from storage.draw_records import DrawWork

__all__ = ["draw_samples"]

_log = structlog.get_logger(__name__)


async def draw_samples(services: Services) -> int:
    """Do what is to be done about draws, one after the other; return of how many."""
    works, clock = services.storage.draws.works, services.runner.turns.clock
    done = await leftovers_removed(services.storage)
    while (work := await works.due(clock())) is not None:
        done += 1
        await _draw(services, work)
    while (wanted := await works.outlook_due(clock())) is not None:
        done += 1
        sampler = await _sampler(services, wanted.campaign_id, By("system", clock()))
        await count_outlook(sampler, wanted)
    return done


async def _sampler(services: Services, campaign_id: str, by: By) -> Sampler:
    campaign = await services.storage.campaigns.by_id(None, campaign_id)
    if campaign is None:
        message = f"no campaign {campaign_id}"
        raise LookupError(message)  # they are never removed
    return Sampler(services.storage, by, campaign, services.settings.invite_every_days)


async def _draw(services: Services, work: DrawWork) -> None:
    sampler = await _sampler(services, work.campaign_id, By(work.by, work.at))
    try:
        await Drawing(sampler, work, services.runner.turns.clock).run()
    except DrawRefusedError as refused:
        _log.info("draw_refused", campaign_id=work.campaign_id, reason=refused.refusal)
    except StaleSessionError:
        # Another process has it, or somebody wants it no more: the next look tells what is left.
        _log.info("draw_moved_on", campaign_id=work.campaign_id)
