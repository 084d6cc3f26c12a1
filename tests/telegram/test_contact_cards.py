"""Contact cards at the question for a number: only one's own, sent when asked, proves anything."""

from collections.abc import Callable

import pytest

from bot.simulator.telegram import Message
from tests.telegram.citizen import Citizen
from tests.telegram.service import Service

NEXT = "Còn vài câu ngắn"
PHONE_QUESTION = "nhập số điện thoại di động"
TYPED = "0987654321"
STORED = "+84987654321"


async def at_the_phone_question(service: Service, number: int) -> Citizen:
    lan = Citizen(service.telegram, number)
    await lan.begins(service.token)
    await lan.hurries_to(PHONE_QUESTION)
    return lan


async def kept(service: Service, lan: Citizen) -> tuple[list[str], bool]:
    """Return the numbers that are stored of a person, and whether one is proved."""
    response = await service.response(lan.id)
    async with service.rows() as rows:
        return (
            await rows.answers.phones(response.id),
            await rows.proofs.is_proved(response.id),
        )


async def test_ones_own_card_by_the_button_proves(polling: Service) -> None:
    lan = await at_the_phone_question(polling, 912_000_001)
    lan.presses("📱 Gửi số điện thoại của tôi")
    await lan.hears(NEXT)
    assert await kept(polling, lan) == (["+84912000001"], True)
    assert lan.person.chat.keys == ()  # the phone's own keyboard is back


async def test_a_proof_is_of_one_number_and_ends_with_it(polling: Service) -> None:
    """She proved hers, goes back and types her daughter's: that one is declared, not proved."""
    lan = await at_the_phone_question(polling, 912_000_002)
    lan.presses("📱 Gửi số điện thoại của tôi")
    message = await lan.hears(NEXT)
    lan.person.press("Quay lại", on=message)
    await lan.hears(PHONE_QUESTION)
    lan.types(TYPED)
    await lan.hears(NEXT)
    assert await kept(polling, lan) == ([STORED], False)


def forwarded(lan: Citizen, asked: Message | None) -> None:
    lan.person.forward_contact(TYPED, reply_to=asked)


def without_user_id(lan: Citizen, asked: Message | None) -> None:
    lan.person.contact_without_user_id(TYPED, reply_to=asked)


def of_another(lan: Citizen, asked: Message | None) -> None:
    lan.person.contact_of(TYPED, 77_000_111, reply_to=asked)


def own_to_nothing(lan: Citizen, _asked: Message | None) -> None:
    lan.person._card(TYPED, lan.person.user, None)


def own_to_an_older_question(lan: Citizen, _asked: Message | None) -> None:
    older = next(m for m in lan.person.chat.from_bot if "đủ 18 tuổi" in (m.text or ""))
    lan.person.share_contact(TYPED, reply_to=older)


def own_to_herself(lan: Citizen, _asked: Message | None) -> None:
    own = next(m for m in lan.person.chat.visible if not m.by_bot)
    lan.person.share_contact(TYPED, reply_to=own)


@pytest.mark.parametrize(
    ("number", "send"),
    list(
        enumerate(
            (
                forwarded, without_user_id, of_another, own_to_nothing,
                own_to_an_older_question, own_to_herself,
            ),
            912_000_010,
        )
    ),
    ids=[
        "forwarded", "without_user_id", "of_another", "own_to_nothing",
        "own_to_an_older_question", "own_to_herself",
    ],
)  # fmt: skip
async def test_any_other_card_is_asked_about_and_counts_as_a_typed_number(
    polling: Service, number: int, send: Callable[[Citizen, Message | None], None]
) -> None:
    lan = await at_the_phone_question(polling, number)
    send(lan, lan.person.chat.keyboard)
    message = await lan.hears("Đây là số của Ông/Bà, phải không?")
    assert await kept(polling, lan) == ([], False)
    assert TYPED not in (message.text or "")  # the platform is abroad: masked
    lan.person.press("Đúng", on=message)
    await lan.hears(NEXT)
    assert await kept(polling, lan) == ([STORED], False)


async def test_a_card_that_nobody_asked_for_is_stored_nowhere(polling: Service) -> None:
    lan = Citizen(polling.telegram, 912_000_020)
    await lan.begins(polling.token)
    await lan.hears("chỗ ngồi chờ")
    for send in (forwarded, without_user_id, of_another, own_to_nothing):
        send(lan, None)
        await lan.hears("chưa cần số điện thoại nên không lưu")
        await lan.hears("chỗ ngồi chờ")  # and she stands where she stood
    lan.person.share_contact("84355123987", reply_to=lan.person.last)
    await lan.hears("chưa cần số điện thoại nên không lưu")

    assert await kept(polling, lan) == ([], False)
    everything = polling.everything()
    assert "chỗ ngồi chờ" in everything  # sealed columns were opened
    assert "355123987" not in everything
    assert "355123987" not in polling.log()


async def test_who_never_opened_a_link_gives_no_number(polling: Service) -> None:
    minh = Citizen(polling.telegram, 912_000_021, "Minh")
    minh.person.chat.started = True
    minh.person.share_contact("84355777111", reply_to=None)
    await minh.hears_nothing()
    assert "355777111" not in polling.everything()
