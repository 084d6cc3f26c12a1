"""Links of a campaign: over when it is closed, in its languages, and trials while it is a test."""

from collections.abc import AsyncIterator
from dataclasses import replace as rebuilt
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.campaigns import CampaignDesk
from bot.runner import Runner, SurveyOverError
from flows.identifiers import InvitationId
from storage.base import InvitationRecord, Storage, UnitOfWork
from storage.campaign_records import CampaignRecord
from survey.campaigns import Life, Parts, Terms
from tests.bot.broadcasts.scene import ADMIN
from tests.bot.test_runner import Person, a_runner, steps_of
from tests.web.installation import Installation, installed


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Installation]:
    async with installed(tmp_path) as one:
        yield one


@pytest.fixture
def runner(place: Installation) -> Runner:
    """One of an office that works officially."""
    found = a_runner(place, place.storage)
    found.turns = rebuilt(found.turns, trial=False)
    return found


async def campaign(storage: Storage, *languages: str) -> CampaignRecord:
    life = Life(state="running", made_at=1, made_by="a", changed_at=1, changed_by="a")
    terms = Terms(title="Khảo sát", languages=languages or ("vi", "en"))
    record, unit = CampaignRecord(id="c", terms=terms, life=life), UnitOfWork()
    storage.campaigns.add(unit, record, Parts())
    await storage.commit(unit)
    return record


async def invited(place: Installation, name: str, *, trial: bool = False) -> InvitationRecord:
    """Somebody's personal invitation of the campaign."""
    made = await place.invite(kind="personal")
    unit, names = UnitOfWork(), {"token_hash": name, "code_hash": name, "id": InvitationId(name)}
    record = replace(made.record, campaign_id="c", trial=trial, **names)
    place.storage.invitations.add(unit, record)
    await place.storage.commit(unit)
    return record


async def test_a_link_that_nobody_opened_is_over_with_its_campaign(
    place: Installation, runner: Runner
) -> None:
    record, desk = await campaign(place.storage), CampaignDesk(place.storage, ADMIN)
    early, late = [await invited(place, name) for name in ("early", "late")]
    began = Person(runner, "early")
    session = await began.open(early)
    closed = await desk.close(record)

    with pytest.raises(SurveyOverError):
        await Person(runner, "late").open(late)
    first, *_ = await steps_of(place.storage, session)
    assert await began.say(first) == "applied"  # who is in the middle goes on
    assert await began.open(early) == session

    await desk.reopen(closed)
    assert await Person(runner, "late").open(late)


@pytest.mark.parametrize(("languages", "begun"), [(("en",), "en"), (("en", "vi"), "vi")])
async def test_a_conversation_begins_in_a_language_of_its_campaign(
    place: Installation, runner: Runner, languages: tuple[str, ...], begun: str
) -> None:
    await campaign(place.storage, *languages)
    session = await Person(runner).open(await invited(place, "one"))  # who speaks Vietnamese
    stored = await place.storage.sessions.load(session)
    assert stored is not None
    assert stored.session.language == begun


@pytest.mark.parametrize("trial", [True, False])
async def test_what_a_trial_invitation_brings_is_a_trial(
    place: Installation, runner: Runner, trial: bool
) -> None:
    await campaign(place.storage)
    session = await Person(runner).open(await invited(place, "one", trial=trial))
    stored = await place.storage.sessions.load(session)
    assert stored is not None
    assert stored.trial is trial
