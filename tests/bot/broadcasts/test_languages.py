"""Each is written to in the language in which they spoke with us; else in the campaign's first."""

import pytest
from msgspec.structs import replace

from bot.broadcasts import BroadcastRefusedError, hand_out
from bot.broadcasts.forecast import Forecaster
from bot.broadcasts.launching import Launching
from bot.broadcasts.words import refusal_said
from bot.campaigns import all_words, lacking
from flows.workdays import Calendar
from storage.base import UnitOfWork
from storage.campaign_records import CampaignRecord
from tests.bot.broadcasts.scene import (
    _SETTINGS,
    ADMIN,
    AT_ONCE,
    Office,
    Telegram,
    give_chat,
    plant,
    swept,
    user_key,
)

SPOKEN = {0: "vi", 1: "en", 2: "fr"}
"""Person → the language of their chat; the others have none."""


async def bilingual(office: Office) -> CampaignRecord:
    campaign = await plant(office.storage, "c", range(4), chats=False)
    unit = UnitOfWork()
    for person, language in SPOKEN.items():
        give_chat(office.storage, unit, person, user_key(person), language)
    terms = replace(campaign.terms, languages=("vi", "en"))
    office.storage.campaigns.save(unit, replace(campaign, terms=terms))
    await office.storage.commit(unit)
    return replace(campaign, terms=terms, version=campaign.version + 1)


async def test_each_reads_the_language_of_their_chat(each_office: Office) -> None:
    await each_office.confirmed(await bilingual(each_office))
    await swept(await each_office.worker(telegram := Telegram()))
    read = {int(to): text.split()[0] for to, text in telegram.delivered}
    assert read == {0: "Kính", 1: "Good", 2: "Kính"}


async def test_before_it_is_confirmed_languages_are_counted(each_office: Office) -> None:
    campaign = await bilingual(each_office)
    words = all_words(each_office.renderer.texts, campaign.terms, ())
    draft = await each_office.acts().make(campaign, 0, AT_ONCE, words)
    expected = await Forecaster(each_office.acts(), _SETTINGS, Calendar()).forecast(draft)
    assert expected.languages == {"vi": 3, "en": 1}
    assert expected.asked == 4


async def test_lists_speak_so_too(office: Office) -> None:
    """Chats that were closed since still tell what their people speak."""
    record = await office.confirmed(await bilingual(office))
    unit = UnitOfWork()
    office.storage.conversations.block(unit, "telegram", user_key(1), office.clock())
    await office.storage.commit(unit)
    worker = await office.worker(Telegram())
    await swept(worker)
    letters = await worker.letters(await office.fresh(record))
    handed = await hand_out(office.storage, letters, ADMIN, after=0, most=9)
    assert [one.posted.language for one in handed] == ["en", "vi"]


async def test_a_text_that_is_missing_refuses_with_its_place(office: Office) -> None:
    campaign = await bilingual(office)
    words = all_words(office.renderer.texts, campaign.terms, ())
    short = [one for one in words if (one.channel, one.language) != ("email", "en")]
    draft = await office.acts().make(campaign, 0, AT_ONCE, short)
    with pytest.raises(BroadcastRefusedError, match="texts_missing") as refused:
        await Launching(office.acts(), campaign).confirm(draft, office.renderer.texts)
    texts = office.renderer.texts
    said = refusal_said(lambda key, **params: texts.text("vi", key, params), refused.value)
    assert "English" in said
    assert (await office.fresh(draft)).state == "draft"


async def test_a_language_that_is_not_offered_has_no_text_of_its_own(office: Office) -> None:
    campaign = await bilingual(office)
    words = all_words(office.renderer.texts.offering(["vi"]), campaign.terms, ())
    assert {language for _, language in lacking(campaign.terms, words)} == {"en"}
