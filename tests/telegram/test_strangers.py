"""Who comes without a link, with a typed code, with a wrong one, or with somebody else's."""

import itertools
from collections.abc import AsyncIterator

import pytest
from yarl import URL

from bot.invitations import Invited, create_invitation
from storage.base import UnitOfWork
from tests.telegram.citizen import Citizen
from tests.telegram.service import Service, now, running
from tests.web.citizen import Citizen as Browser

HELLO = "Để bắt đầu, xin Ông/Bà quét mã QR"
WRONG = "Mã hoặc đường dẫn này không dùng được"
TAKEN = "Đường dẫn này là của riêng một người"
GREETING = "Xin chào Ông/Bà!"
_numbers = itertools.count(912_900_001)
PERSONAL = Invited(kind="personal", form="mc", unit_id="unit-1")


@pytest.fixture(scope="module")
async def trial(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """What somebody sees who tries it for the first time: no settings but the token."""
    async with running(tmp_path_factory.mktemp("trial"), example=True) as service:
        yield service


# -- without a link


async def test_in_a_trial_start_opens_the_example(trial: Service) -> None:
    lan = Citizen(trial.telegram, next(_numbers))
    await lan.begins("")
    await lan.asked("chỗ ngồi chờ", "5 Rất hài lòng")
    await lan.hears("thời gian chờ tới lượt")
    assert (await trial.response(lan.id)).trial
    assert not trial.telegram.ledger.broken()


async def test_start_without_a_link_tells_the_way(polling: Service) -> None:
    lan = Citizen(polling.telegram, next(_numbers))
    lan.person.start()
    await lan.hears(HELLO)
    assert await polling.conversation(lan.id) is None


async def test_words_of_a_stranger_get_the_way_five_times_an_hour(polling: Service) -> None:
    lan = Citizen(polling.telegram, next(_numbers))
    lan.person.start()
    for words in ("alo", "có ai không", "12", "/help", "quay 3", "5"):
        lan.types(words)
    for _ in range(5):
        await lan.hears(HELLO)
    await lan.hears_nothing()
    assert "có ai không" not in polling.everything()


async def test_the_way_in_says_that_telegram_is_abroad(polling: Service) -> None:
    _, page = await polling.get(f"/{polling.token}")
    assert "Trả lời trên Telegram" in page
    assert "máy chủ của Telegram đặt ở nước ngoài" in page


# -- codes


@pytest.mark.parametrize("dress", ["as printed", "as typed by hand", "behind start"])
async def test_a_typed_code_opens_its_form(polling: Service, dress: str) -> None:
    code = (await polling.invite()).code
    lan = Citizen(polling.telegram, next(_numbers))
    if dress == "behind start":
        lan.person.start(code)
    else:
        lan.person.start()
        await lan.hears(HELLO)
        lan.types(code if dress == "as printed" else code.replace("-", " ").lower())
    await lan.hears(GREETING)
    lan.presses("Bắt đầu")
    await lan.hears("không bao giờ hỏi số căn cước")


async def test_wrong_codes_get_a_kind_word_and_are_limited(polling: Service) -> None:
    """Ten wrong ones an hour: after them not even the right one opens anything."""
    lan = Citizen(polling.telegram, next(_numbers))
    lan.person.chat.started = True
    for _ in range(10):
        lan.types(create_invitation(PERSONAL, now()).code)
    for _ in range(5):
        await lan.hears(WRONG)
    lan.types((await polling.invite()).code)
    await lan.hears_nothing()
    assert await polling.conversation(lan.id) is None


async def test_one_slip_of_the_hand_does_not_shut_anybody_out(polling: Service) -> None:
    lan = Citizen(polling.telegram, next(_numbers))
    lan.person.chat.started = True
    lan.types(create_invitation(PERSONAL, now()).code)
    await lan.hears(WRONG)
    lan.types((await polling.invite()).code)
    await lan.hears(GREETING)


@pytest.mark.parametrize("how", ["unknown", "expired", "revoked"])
async def test_a_link_that_is_no_good_says_so(polling: Service, how: str) -> None:
    lan = Citizen(polling.telegram, next(_numbers))
    match how:
        case "unknown":
            token = create_invitation(PERSONAL, now()).token
        case "expired":
            token = (await polling.invite(expires_at=now())).token
        case _:
            invitation = await polling.invite()
            async with polling.rows() as rows:
                unit = UnitOfWork()
                rows.invitations.revoke(unit, invitation.record.id, now())
                await rows.commit(unit)
            token = invitation.token
    lan.person.start(token)
    await lan.hears(WRONG)
    assert await polling.conversation(lan.id) is None


# -- links of one person


async def test_a_personal_link_that_was_answered_is_refused_kindly(polling: Service) -> None:
    token = (await polling.invite(PERSONAL)).token
    lan = Citizen(polling.telegram, next(_numbers))
    await lan.begins(token)
    await lan.asked("chỗ ngồi chờ", "5 Rất hài lòng")
    await lan.hears("thời gian chờ tới lượt")
    minh = Citizen(polling.telegram, next(_numbers), "Minh")
    minh.person.start(token)
    await minh.hears(TAKEN)
    assert await polling.conversation(minh.id) is None
    lan.types("4")
    await lan.hears("niêm yết công khai")  # and nothing has changed for her


async def test_a_poster_opens_a_form_for_each_who_comes(polling: Service) -> None:
    for _ in range(2):
        await Citizen(polling.telegram, next(_numbers)).begins(polling.token)


async def test_who_looked_at_the_web_chat_goes_on_in_telegram(polling: Service) -> None:
    """The landing page's second button: in Telegram the question where they stand is asked."""
    token = (await polling.invite(PERSONAL)).token
    browser = Browser(URL(polling.address))
    try:
        await browser.post("/chat/start", data={"token": token})
    finally:
        await browser.http.close()
    lan = Citizen(polling.telegram, next(_numbers))
    lan.person.start(token)
    await lan.hears(GREETING)


async def test_another_link_leads_over_to_another_form(polling: Service) -> None:
    """Who has a chat open and comes by a new link begins the new form, and keeps the old one."""
    lan = Citizen(polling.telegram, next(_numbers))
    await lan.begins((await polling.invite()).token)
    await lan.asked("chỗ ngồi chờ", "5 Rất hài lòng")
    await lan.hears("thời gian chờ tới lượt")
    lan.person.start((await polling.invite(PERSONAL)).token)
    await lan.hears(GREETING)


async def test_a_second_paper_opens_its_form_in_the_same_chat(polling: Service) -> None:
    """Telegram keeps one chat for years: a code typed there is one of a new visit."""
    lan = Citizen(polling.telegram, next(_numbers))
    await lan.begins((await polling.invite()).token)
    await lan.asked("chỗ ngồi chờ", "5 Rất hài lòng")
    await lan.hears("thời gian chờ tới lượt")
    lan.types((await polling.invite(PERSONAL)).code)
    await lan.hears(GREETING)
    lan.types("VN3K7-12345-6")  # what is no code is no answer either
    await lan.hears("bấm một nút bên dưới")


async def test_no_rule_of_telegram_is_broken(polling: Service) -> None:
    assert not polling.telegram.ledger.broken()
