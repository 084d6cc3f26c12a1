"""What contact cards and files become, and the keyboard that asked for the number."""

import pytest

from flows import events
from flows.identifiers import Instant
from flows.messages import Commanded, ContactShared, Message, Typed
from storage.base import AttachmentRecord, Storage
from tests.bot.staging import staged
from tests.bot.test_handlers import happen
from tests.conversations.golden import FACTS, renderer
from tests.conversations.talking import Player
from tests.storage.records import R1, put, response

NUMBER = "+84912345678"
DECLARED = events.PhoneDeclared(response_id=R1, phone=NUMBER, purpose="callback")
PROVED = events.PhoneProved(response_id=R1, phone=NUMBER)
RECEIVED = events.FileReceived(response_id=R1, kind="voice", reference="AwAC1")


@pytest.fixture
async def begun(storage: Storage) -> Storage:
    await put(storage, lambda u: storage.responses.add(u, response()))
    return storage


async def test_a_proof_is_kept_beside_the_number(begun: Storage) -> None:
    await happen(begun, DECLARED)
    assert not await begun.proofs.is_proved(R1)
    await happen(begun, DECLARED, PROVED)
    assert await begun.proofs.is_proved(R1)


async def test_a_number_typed_later_is_not_proved(begun: Storage) -> None:
    typed = events.PhoneDeclared(response_id=R1, phone="+84987654321", purpose="callback")
    await happen(begun, DECLARED, PROVED, typed)
    assert not await begun.proofs.is_proved(R1)


async def test_a_number_that_is_withdrawn_goes_with_its_proof(begun: Storage) -> None:
    await happen(begun, DECLARED, PROVED)
    await happen(begun, events.PhoneWithdrawn(response_id=R1, question="PHONE"))
    assert await begun.answers.phones(R1) == []
    assert not await begun.proofs.is_proved(R1)


async def test_a_file_waits_to_be_fetched(begun: Storage) -> None:
    await happen(begun, RECEIVED)
    (waiting,) = await begun.attachments.due(Instant(5000), 10)
    assert waiting == AttachmentRecord(
        id=waiting.id,
        response_id=R1,
        channel="web",
        kind="voice",
        reference="AwAC1",
        at=Instant(5000),
        next_at=Instant(5000),
    )
    assert len(waiting.id) == 26


@pytest.mark.parametrize(
    "end",
    [
        events.ErasureRequested(code="X", response_id=R1),
        events.AnswersDiscarded(response_id=R1),
    ],
)
async def test_proof_and_files_go_with_the_response(begun: Storage, end: object) -> None:
    await happen(begun, DECLARED, PROVED, RECEIVED, end)
    assert await begun.attachments.of_response(R1) == []
    await happen(begun, DECLARED)
    assert not await begun.proofs.is_proved(R1)


def _clearing(player: Player, message: Message) -> list[bool]:
    """Return which messages of the next turn put the keyboard away."""
    before = player.session
    turn = player.say(message)
    said, _ = staged(turn, renderer(), before=before)
    return [message.clears for message in said]


@pytest.fixture
def asked() -> Player:
    """Somebody who was asked for the number."""
    player = Player()
    player.open("mc", FACTS)
    list(player.fill("PHONE", {"T1": "yes"}))
    return player


@pytest.mark.parametrize(
    "settles",
    [ContactShared("84912345678", proves=True), Typed("0912345678"), Commanded("skip")],
)
def test_the_keyboard_is_put_away_with_the_first_word_after_the_number(
    asked: Player, settles: Message
) -> None:
    assert _clearing(asked, settles)[0] is True
    assert _clearing(asked, Commanded("help")) == [False, False], "and once is enough"


def test_going_back_puts_it_away_too(asked: Player) -> None:
    assert _clearing(asked, Commanded("back")) == [True]


@pytest.mark.parametrize("stays", [Typed("0912"), Commanded("help")])
def test_it_stays_as_long_as_the_number_is_asked_for(asked: Player, stays: Message) -> None:
    assert _clearing(asked, stays) == [False, False]


def test_nothing_is_put_away_where_nothing_was_asked() -> None:
    player = Player()
    player.open("mc", FACTS)
    assert _clearing(player, Commanded("help")) == [False, False]


def _noted(player: Player, message: Message) -> list[str | None]:
    """Return what the messages of the next turn say was understood."""
    before = player.session
    said, _ = staged(player.say(message), renderer(), before=before)
    return [message.noted for message in said]


@pytest.fixture
def rating() -> Player:
    """Somebody who was asked for a first rating."""
    player = Player()
    player.open("mc", FACTS)
    list(player.fill("MC1", {}))
    return player


def test_a_typed_answer_is_shown_as_it_was_understood(rating: Player) -> None:
    assert _noted(rating, Typed("rhl")) == ["5 Rất hài lòng"]


def test_what_was_not_understood_is_not_said_to_be(rating: Player) -> None:
    assert set(_noted(rating, Typed("abc xyz"))) == {None}


def test_a_button_shows_itself_what_was_pressed(rating: Player) -> None:
    assert _noted(rating, Commanded("help")) == [None, None]


def test_a_number_is_never_said_back(asked: Player) -> None:
    assert set(_noted(asked, Typed("0912345678"))) == {None}


def test_a_typed_consent_is_not_noted_as_an_answer() -> None:
    player = Player()
    player.open("mc", FACTS)
    list(player.fill("C1", {}))
    assert set(_noted(player, Typed("đồng ý"))) == {None}
