"""The standard texts of campaigns: each keeps the rules, is fit to be read, and can be filled."""

from datetime import date
from itertools import product

import pytest
from msgspec.structs import replace

from bot.campaigns import Said, all_words, said, standard
from bot.campaigns.texts import WAVES
from bot.i18n import Catalogues
from flows.commands import recognise
from flows.invitation_text import LENGTHS, text_faults
from flows.vietnamese import listen
from survey.campaigns import CHANNELS, Channel, Terms

OFFICE = "Bảo hiểm xã hội tỉnh Lâm Đồng"
LINK = "https://khaosat.baohiemxahoi.gov.vn/" + "A" * 22
ABOUT = Said(
    office=OFFICE, service="Cấp lại thẻ BHYT", day=date(2026, 9, 3), minutes=3, link=LINK,
    ends_on=date(2026, 10, 31), stop_link="https://khaosat.baohiemxahoi.gov.vn/unsubscribe/x",
)  # fmt: skip
EVERY = [*product(CHANNELS, ("vi", "en"), WAVES)]


@pytest.fixture(scope="module")
def texts() -> Catalogues:
    return Catalogues.load(strict=True)


@pytest.mark.parametrize(("channel", "language", "wave"), EVERY)
def test_a_standard_text_keeps_every_rule_and_says_what_it_has_to(
    texts: Catalogues, channel: Channel, language: str, wave: int
) -> None:
    words = standard(texts, channel, language, wave)
    assert text_faults(channel, words.subject, words.text) == []
    subject, text = said(texts, words, ABOUT)
    assert "{" not in subject + text
    assert len(text) <= LENGTHS[channel]
    for told in (OFFICE, LINK, "3 phút" if language == "vi" else "3 minutes"):
        assert told in text
    assert ("tự nguyện" if language == "vi" else "voluntary") in text
    assert texts.date(language, ABOUT.ends_on) in text


@pytest.mark.parametrize(("channel", "language"), [*product(CHANNELS, ("vi", "en"))])
def test_what_leaves_the_house_names_no_service_and_no_day(
    texts: Catalogues, channel: Channel, language: str
) -> None:
    for wave in WAVES:
        words = standard(texts, channel, language, wave)
        assert "{dich_vu}" not in words.text + words.subject
        assert "{ngay}" not in words.text + words.subject


@pytest.mark.parametrize(("language", "says"), [("vi", "dừng nhận tin"), ("en", "stop messages")])
def test_the_words_that_a_message_asks_for_are_understood(
    texts: Catalogues, language: str, says: str
) -> None:
    _, text = said(texts, standard(texts, "telegram", language, 0), ABOUT)
    assert f"“{says}”" in text
    found = recognise(listen(says))
    assert found is not None
    assert found.command == "opt_out"


def test_an_own_text_takes_the_place_of_its_standard_one_only(texts: Catalogues) -> None:
    terms = Terms(title="Thử", reminders=(5,), languages=("vi",))
    own = replace(standard(texts, "email", "vi", 1), text="Mời trả lời: {link}. {dung}")
    listed = all_words(texts, terms, [own])
    assert [(one.channel, one.wave) for one in listed] == [*product(CHANNELS, (0, 1))]
    assert [one for one in listed if one == own] == [own]
    assert standard(texts, "email", "vi", 1) not in listed
