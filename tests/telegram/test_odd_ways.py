"""What people and their phones do beside pressing one button after another."""

import asyncio
import itertools

import pytest

from bot.simulator.telegram import Message, Press
from tests.postgres_server import until
from tests.telegram.citizen import Citizen
from tests.telegram.service import Service

FIRST = "chỗ ngồi chờ"
SECOND = "thời gian chờ tới lượt"
THIRD = "niêm yết công khai"
STALE = "Nút này thuộc về một câu trước"
_numbers = itertools.count(912_500_001)


async def at_the_first_rating(service: Service) -> tuple[Citizen, Message]:
    lan = Citizen(service.telegram, next(_numbers))
    await lan.begins(service.token)
    return lan, await lan.hears(FIRST)


def data_of(message: Message, label: str) -> str:
    button = message.button(label)
    assert button is not None
    assert button.data is not None
    return button.data


def press_of(service: Service, lan: Citizen) -> list[Press]:
    return [p for p in service.telegram.ledger.presses.values() if p.user_id == lan.id]


def sent_to(service: Service, lan: Citizen) -> int:
    return len(service.telegram.ledger.calls("sendMessage", lan.id))


# -- buttons


async def test_a_double_tap_is_one_answer(either: Service) -> None:
    lan, asked = await at_the_first_rating(either)
    for _ in range(2):
        lan.person.press_data(data_of(asked, "5 Rất hài lòng"), asked)
    await lan.hears(SECOND)
    await lan.hears_nothing()
    assert await either.ratings(lan.id) == {"MC1": 5}

    def are_answered() -> bool:
        return all(press.answered_at is not None for press in press_of(either, lan)[-2:])

    await lan.until(are_answered, "an answer to both")


async def test_a_double_tap_on_back_goes_back_once(either: Service) -> None:
    lan, _ = await at_the_first_rating(either)
    lan.presses("4 Hài lòng")
    second = await lan.hears(SECOND)
    lan.presses("4 Hài lòng")
    third = await lan.hears(THIRD)
    for _ in range(2):
        lan.person.press_data(data_of(third, "Quay lại"), third)
    await lan.hears(SECOND)
    await lan.hears_nothing()
    assert second.text


async def test_a_stale_button_after_going_back_changes_nothing(either: Service) -> None:
    lan, _ = await at_the_first_rating(either)
    lan.presses("4 Hài lòng")
    second = await lan.hears(SECOND)
    old = data_of(second, "1 Rất không hài lòng")
    lan.person.press("Quay lại", on=second)
    await lan.hears(FIRST)
    lan.person.press_data(old, second)  # her phone had not drawn the change yet
    await lan.hears(STALE)
    await lan.hears(FIRST)
    assert await either.ratings(lan.id) == {"MC1": 4}
    lan.presses("3 Bình thường")
    await lan.hears(SECOND)
    assert await either.ratings(lan.id) == {"MC1": 3}


@pytest.mark.parametrize(
    "data",
    ["x" * 64, ":::", "!nonsense", "!submit", "abcdefgh:MC1:5", "{tag}:MC1:99", "{tag}:NONE:1"],
)
async def test_forged_callback_data_is_answered_and_changes_nothing(
    polling: Service, data: str
) -> None:
    lan, asked = await at_the_first_rating(polling)
    tag = data_of(asked, "5 Rất hài lòng").partition(":")[0]
    before = await polling.ratings(lan.id)
    lan.person.press_data(data.format(tag=tag), asked)
    await lan.hears(FIRST)
    assert await polling.ratings(lan.id) == before == {}
    await lan.until(lambda: press_of(polling, lan)[-1].answered_at is not None, "an answer")


async def test_a_button_of_somebody_elses_chat_changes_neither(either: Service) -> None:
    lan, hers = await at_the_first_rating(either)
    minh, his = await at_the_first_rating(either)
    minh.person.press_data(data_of(hers, "1 Rất không hài lòng"), his)
    await minh.hears(STALE)
    assert await either.ratings(lan.id) == await either.ratings(minh.id) == {}


async def test_a_press_that_comes_after_the_words_typed_later(either: Service) -> None:
    """She pressed 5, then typed for the next question; the words overtook the press. What came
    first is kept, and she is told about the other, so that she can correct it.
    """
    lan, asked = await at_the_first_rating(either)
    lan.types("4")
    await lan.hears(SECOND)
    lan.person.press_data(data_of(asked, "5 Rất hài lòng"), asked)
    await lan.hears(STALE)
    await lan.hears(SECOND)
    assert await either.ratings(lan.id) == {"MC1": 4}


# -- blocking


async def test_a_block_midway_ends_all_sending_and_start_goes_on(either: Service) -> None:
    lan, asked = await at_the_first_rating(either)
    lan.person.block()

    before = 0

    async def is_blocked() -> bool:
        found = await either.conversation(lan.id)
        is_over = found is not None and found.blocked_at is not None
        return is_over and sent_to(either, lan) > before

    await until(is_blocked)
    before = sent_to(either, lan)
    lan.person.press_data(data_of(asked, "4 Hài lòng"), asked)  # was on its way
    await until(is_blocked)  # by the try that it led to
    await asyncio.sleep(0.5)  # and no more is tried
    conversation = await either.conversation(lan.id)
    assert conversation is not None
    assert conversation.blocked_at is not None
    # Who presses may have let us in again: one answer is tried, and the 403 ends it anew.
    assert sent_to(either, lan) == before + 1
    assert await either.ratings(lan.id) == {"MC1": 4}

    lan.person.start()
    await lan.hears(SECOND)
    lan.presses("5 Rất hài lòng")
    await lan.hears(THIRD)
    assert await either.ratings(lan.id) == {"MC1": 4, "MC2": 5}


@pytest.mark.parametrize("with_link", [True, False], ids=["with_link", "without_link"])
async def test_start_in_an_open_chat_asks_again(either: Service, *, with_link: bool) -> None:
    """Who presses Start once more sees where they stand, not silence."""
    lan, _ = await at_the_first_rating(either)
    lan.person.start(either.token if with_link else "")
    await lan.hears(FIRST)


# -- edits, groups, other kinds


async def test_an_edit_of_an_old_message_changes_no_answer(either: Service) -> None:
    lan, _ = await at_the_first_rating(either)
    mine = lan.person.type("5")
    await lan.hears(SECOND)
    lan.person.edit(mine, "1")
    await lan.hears("Sửa tin nhắn cũ không làm đổi câu trả lời")
    assert await either.ratings(lan.id) == {"MC1": 5}


async def test_a_group_hears_nothing_and_leaves_nothing(either: Service) -> None:
    lan, _ = await at_the_first_rating(either)
    group = either.telegram.group(-100_200 - lan.id, "Tổ dân phố 7")
    lan.person.type("Bà Tư ở quầy 2 nói với tôi", chat=group)
    lan.person.type("/start", chat=group)
    lan.types("5")
    await lan.hears(SECOND)
    assert group.from_bot == []
    assert "Bà Tư" not in either.everything()


async def test_stickers_and_places_are_passed_over(either: Service) -> None:
    lan, _ = await at_the_first_rating(either)
    lan.person._media({"sticker": {"file_id": "s", "emoji": "👍"}})
    lan.person.location(21.0, 105.8)
    await lan.hears_nothing()
    lan.presses("5 Rất hài lòng")
    await lan.hears(SECOND)


# -- texts


@pytest.mark.parametrize(
    ("typed", "rating"),
    [("5️⃣", 5), ("\u202e4\u202c", 4), ("\u200f3", 3), ("👍👍", 4), ("  4\n", 4), ("\uff14", 4)],
    ids=["keycap", "overridden", "right_to_left", "thumbs", "spaces", "full_width"],
)
async def test_numbers_in_any_dress_are_read(polling: Service, typed: str, rating: int) -> None:
    lan, _ = await at_the_first_rating(polling)
    lan.types(typed)
    await lan.hears(SECOND)
    assert await polling.ratings(lan.id) == {"MC1": rating}


async def test_long_and_strange_wishes_are_kept_as_written(polling: Service) -> None:
    """With letters outside Unicode's first plane. What is longer than the form takes, up to the
    4,096 characters that Telegram lets through, is said to be too long, never cut off.
    """
    lan, _ = await at_the_first_rating(polling)
    lan.presses("5 Rất hài lòng")
    await lan.hurries_to("còn góp ý, mong muốn gì thêm")
    long = "Xin thêm ghế 🪑 cho người già. " * 200
    lan.types(long[:4096])
    await lan.hears("chỉ nhận được 2000 ký tự")
    await lan.writes("còn góp ý, mong muốn gì thêm", long[:1999])
    await lan.hears("cho số điện thoại")
    assert (await polling.answers(lan.id))["O1"] == long[:1999].strip()


async def test_4096_characters_at_a_rating_get_a_kind_word(polling: Service) -> None:
    lan, _ = await at_the_first_rating(polling)
    lan.types("ă" * 4096)
    await lan.hears("chưa rõ ý")
    await lan.hears(FIRST)


async def test_all_this_broke_no_rule_of_telegram(either: Service) -> None:
    either.telegram.close_books()
    assert not either.telegram.ledger.broken()
