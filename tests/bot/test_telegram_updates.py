"""What Telegram's updates are read as: the samples of its documentation, and what people try."""

import json
from typing import Any

import pytest

from bot.channels.base import (
    Arrival,
    Contact,
    Heard,
    Ignored,
    Press,
    Reachable,
    Started,
    UnreadableError,
)
from bot.channels.telegram.updates import parse
from flows.messages import Chosen, Commanded, Edited, FileSent, Typed

U = {
    "id": 5021,
    "is_bot": False,
    "first_name": "Lan",
    "last_name": "Nguyễn",
    "username": "lan_ng",
    "language_code": "vi",
}
C = {"id": 5021, "first_name": "Lan", "last_name": "Nguyễn", "type": "private"}
B = {"id": 777, "is_bot": True, "first_name": "Lắng Nghe", "username": "LangNgheBot"}


def message(**fields: object) -> dict[str, Any]:
    """An update with a message of Lan's."""
    own = {"message_id": 15, "from": U, "chat": C, "date": 1790000011}
    return {"update_id": 90005, "message": own | fields}


def callback(data: str, **shown: object) -> dict[str, Any]:
    """An update with a press by Lan on a message of the bot."""
    own = {"message_id": 13, "from": B, "chat": C, "date": 1790000001}
    return {
        "update_id": 90003,
        "callback_query": {
            "id": "21573987654321",
            "from": U,
            "message": own | shown,
            "chat_instance": "-3141592653589793",
            "data": data,
        },
    }


def heard(update: dict[str, Any]) -> Heard:
    """What the one arrival of an update says."""
    return arrival(update).heard


def arrival(update: dict[str, Any]) -> Arrival:
    """The one arrival of an update."""
    (found,) = parse(json.dumps(update).encode())
    return found


# -- the samples of the documentation


START = {
    "update_id": 90001,
    "message": {
        "message_id": 11,
        "from": U,
        "chat": C,
        "date": 1790000000,
        "text": "/start k7Q2mX9aZ0_bH",
        "entities": [{"offset": 0, "length": 6, "type": "bot_command"}],
    },
}
PHOTO = message(
    media_group_id="137",
    photo=[
        {
            "file_id": "AgAC_s",
            "file_unique_id": "AQADs",
            "width": 90,
            "height": 67,
            "file_size": 1253,
        },
        {
            "file_id": "AgAC_x",
            "file_unique_id": "AQADx",
            "width": 1280,
            "height": 960,
            "file_size": 183422,
        },
    ],
    caption="Phòng chờ",
)
VOICE = {
    "file_id": "AwAC1",
    "file_unique_id": "AgADv",
    "duration": 7,
    "mime_type": "audio/ogg",
    "file_size": 28102,
}
DOCUMENT = {
    "file_id": "BQAC1",
    "file_unique_id": "AgADd",
    "file_name": "don.pdf",
    "mime_type": "application/pdf",
    "file_size": 90211,
}
OWN_CARD = {"phone_number": "84912345678", "first_name": "Lan", "user_id": 5021}
PROMPT = {
    "message_id": 13,
    "from": B,
    "chat": C,
    "date": 1790000009,
    "text": "Bấm nút để gửi SĐT",
}
KEYBOARD = {"inline_keyboard": [[{"text": "Hài lòng", "callback_data": "a:7f3c:q1:5"}]]}


def member(status: str, **chat: object) -> dict[str, Any]:
    """An update that tells of the bot's place in a chat."""
    return {
        "update_id": 90010,
        "my_chat_member": {
            "chat": C | chat,
            "from": U,
            "date": 1790000040,
            "old_chat_member": {"user": B, "status": "member"},
            "new_chat_member": {"user": B, "status": status, "until_date": 0},
        },
    }


SAMPLES: dict[str, tuple[dict[str, Any], Heard]] = {
    "deep link": (START, Started("k7Q2mX9aZ0_bH")),
    "text": (message(text="Tôi chờ lâu quá"), Typed("Tôi chờ lâu quá")),
    "button": (
        callback("a:7f3c:q1:5", text="Ông/bà hài lòng không?", reply_markup=KEYBOARD),
        Chosen("a:7f3c:q1:5"),
    ),
    "contact": (
        message(reply_to_message=PROMPT, contact=OWN_CARD),
        Contact("84912345678", is_own=True, is_forwarded=False, prompt="13"),
    ),
    "photo": (PHOTO, FileSent("photo", "AgAC_x", 183422, "Phòng chờ", "137")),
    "voice": (message(voice=VOICE), FileSent("voice", "AwAC1", 28102)),
    "document": (message(document=DOCUMENT), FileSent("document", "BQAC1", 90211)),
    "location": (
        message(location={"latitude": 21.0285, "longitude": 105.8542}),
        Ignored("location"),
    ),
    "edit": (
        {
            "update_id": 90009,
            "edited_message": {
                "message_id": 12,
                "from": U,
                "chat": C,
                "date": 1790000005,
                "edit_date": 1790000030,
                "text": "Tôi chờ 2 giờ",
            },
        },
        Edited("Tôi chờ 2 giờ"),
    ),
    "blocked": (member("kicked"), Reachable(reachable=False)),
    "unblocked": (member("member"), Reachable(reachable=True)),
}


@pytest.mark.parametrize(("update", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_samples_of_the_documentation_read_as_they_are_meant(
    update: dict[str, Any], expected: Heard
) -> None:
    assert heard(update) == expected


def test_ids_are_text_and_the_key_is_the_number_of_the_update() -> None:
    assert arrival(message(text="Vâng")) == Arrival(
        key="90005",
        user="5021",
        address="5021",
        heard=Typed("Vâng"),
        language="vi",
        number="15",
    )


def test_ids_beyond_what_a_browser_could_count_stay_exact() -> None:
    big = 2**52 + 1
    found = arrival(message(text="Vâng", chat=C | {"id": big}) | {"update_id": big})
    assert (found.key, found.address) == (str(big), str(big))


# -- texts


def test_what_is_typed_is_composed_and_free_of_controls() -> None:
    assert heard(message(text=" Tha\u0301i\u0007 đo\u0302\u0323\x00 \n")) == Typed("Thái độ")


def test_a_text_of_controls_alone_says_nothing() -> None:
    assert heard(message(text="\x00\x07")) == Ignored("other")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", Started("")),
        ("/START ABCDE-FGHJK-M", Started("ABCDE-FGHJK-M")),
        ("/start@LangNgheBot tok", Started("tok")),
        ("/back", Commanded("back")),
        ("/status@LangNgheBot AB12", Commanded("status", "AB12")),
        ("/language_en", Commanded("language_en")),
        ("/language_km", Commanded("language_km")),
        ("/language", Commanded("language")),
        ("/unknown thing", Typed("/unknown thing")),
        ("/", Typed("/")),
        ("quay lại", Typed("quay lại")),
    ],
)
def test_commands_behind_a_slash_are_those_that_are_known(text: str, expected: Heard) -> None:
    assert heard(message(text=text)) == expected


def test_the_phones_language_comes_without_its_country() -> None:
    assert arrival(message(text="Hi", **{"from": U | {"language_code": "en-US"}})).language == "en"


# -- presses


def test_a_press_brings_the_message_and_the_label_to_show_the_choice() -> None:
    shown = {"text": "Ông/bà hài lòng không?", "reply_markup": KEYBOARD}
    assert arrival(callback("a:7f3c:q1:5", **shown)).press == Press(
        "21573987654321", "13", "Ông/bà hài lòng không?", "Hài lòng"
    )


def test_data_of_no_button_has_no_label() -> None:
    press = arrival(callback("forged:q1:5", text="?", reply_markup=KEYBOARD)).press
    assert press is not None
    assert press.label is None


def test_an_inaccessible_message_gives_no_text() -> None:
    press = arrival(callback("a:q1:5", date=0, text="?", reply_markup=KEYBOARD)).press
    assert press == Press("21573987654321", "13")


@pytest.mark.parametrize(
    ("data", "expected"),
    [("!back", Commanded("back")), ("!", Chosen("!")), ("", Ignored("no_payload"))],
)
def test_a_control_is_a_command(data: str, expected: Heard) -> None:
    assert heard(callback(data)) == expected


def test_a_press_without_a_message_is_ignored() -> None:
    update = callback("a:q1:5")
    del update["callback_query"]["message"]
    assert heard(update) == Ignored("no_message")


# -- contacts: only the first of these may ever prove anything


FORWARDED = {"type": "user", "sender_user": U, "date": 1}


@pytest.mark.parametrize(
    ("fields", "own", "forwarded", "prompt"),
    [
        ({"contact": OWN_CARD, "reply_to_message": PROMPT}, True, False, "13"),
        ({"contact": OWN_CARD}, True, False, None),
        ({"contact": OWN_CARD, "forward_origin": FORWARDED}, True, True, None),
        ({"contact": OWN_CARD, "forward_date": 1790000000}, True, True, None),
        ({"contact": OWN_CARD, "forward_from": U}, True, True, None),
        ({"contact": OWN_CARD, "forward_sender_name": "Lan"}, True, True, None),
        ({"contact": OWN_CARD | {"user_id": 99}, "reply_to_message": PROMPT}, False, False, "13"),
        ({"contact": OWN_CARD | {"user_id": None}}, False, False, None),
        ({"contact": {"phone_number": "0912345678", "first_name": "Lan"}}, False, False, None),
        # A reply to what the person wrote is no answer to us.
        ({"contact": OWN_CARD, "reply_to_message": PROMPT | {"from": U}}, True, False, None),
    ],
)
def test_a_card_says_whose_it_is_and_what_it_answers(
    fields: dict[str, Any], *, own: bool, forwarded: bool, prompt: str | None
) -> None:
    found = heard(message(**fields))
    assert isinstance(found, Contact)
    assert (found.is_own, found.is_forwarded, found.prompt) == (own, forwarded, prompt)


# -- files


def test_of_a_photo_the_largest_size_that_can_be_fetched_is_taken() -> None:
    sizes = [
        {"file_id": "small", "file_size": 1000},
        {"file_id": "good", "file_size": 20 * 1024 * 1024},
        {"file_id": "huge", "file_size": 20 * 1024 * 1024 + 1},
    ]
    found = heard(message(photo=sizes))
    assert isinstance(found, FileSent)
    assert found.reference == "good"


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_videos_and_recordings_come_as_documents(kind: str) -> None:
    assert heard(message(**{kind: VOICE})) == FileSent("document", "AwAC1", 28102)


# -- what is not for us


@pytest.mark.parametrize(
    ("update", "reason"),
    [
        (message(text="x", chat={"id": -100, "type": "supergroup", "title": "g"}), "group"),
        (message(text="x", chat={"id": -5, "type": "group", "title": "g"}), "group"),
        (message(text="x", chat={"id": -7, "type": "channel", "title": "c"}), "channel"),
        (message(text="x", **{"from": B}), "bot"),
        (message(text="x", **{"from": None}), "no_sender"),
        (message(migrate_to_chat_id=-1002), "migrate_to_chat_id"),
        (message(sticker={"file_id": "s", "emoji": "👍"}), "sticker"),
        (message(something_new={"a": [1]}), "other"),
        (member("restricted"), "membership"),
        (member("kicked", type="group"), "group"),
        ({"update_id": 1, "inline_query": {"id": "1", "query": "x"}}, "other_update"),
        ({"update_id": 1}, "other_update"),
    ],
)
def test_what_is_not_for_us_is_ignored_under_a_reason(update: dict[str, Any], reason: str) -> None:
    assert heard(update) == Ignored(reason)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"update_id":"1"}',
        b'{"update_id":1,"message":{"chat":5}}',
        b'{"update_id":1,"message":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        b'{"update_id":1,"unknown":' + b'{"a":' * 100_000,
        b'{"update_id":1,"message":{"text":"\xed\xa0\x80"}}',
        b'{"update_id":1,"message":{"text":"\\ud800"}}',
    ],
)
def test_what_is_no_update_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        parse(body)


def test_the_reason_of_unreadable_does_not_quote_the_person() -> None:
    with pytest.raises(UnreadableError) as fault:
        parse(b'{"update_id":1,"message":{"message_id":1,"chat":"0912345678"}}')
    assert "0912" not in str(fault.value)
    assert fault.value.__cause__ is None
