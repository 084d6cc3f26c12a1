"""What is kept of words that were not read at once, for how long, and what never is."""

from pathlib import Path
from typing import cast

import pytest

from bot.handlers import Scene, handle
from bot.i18n import Catalogues
from bot.jobs import JOBS
from bot.jobs.forget_misreadings import MISREADING_DAYS, forget_misreadings
from bot.jobs.forget_phones import PHONE_DAYS
from bot.rendering import Renderer
from bot.runner import Runner
from bot.turns import Turns
from flows.events import InputNotUnderstood
from flows.identifiers import Instant, ResponseId
from flows.messages import Typed
from flows.session import Candidate, Frame, Session, State
from storage.base import ListedMisreading, Storage, UnitOfWork
from tests.conversations.golden import FACTS
from tests.conversations.talking import Player
from tests.storage.records import R1, S1, misreading, put, put_each, response
from tests.web.installation import installed

NOW = Instant(5000)
DAY = 86_400_000
ALL = (Instant(0), Instant(1 << 60))


async def kept(storage: Storage, session: Session, text: str) -> ListedMisreading:
    """Let the handler keep a text, and return what the list says of it."""
    await put(storage, lambda u: storage.responses.add(u, response()))
    unit = UnitOfWork()
    scene = Scene(
        storage=storage,
        renderer=cast(Renderer, None),  # nothing is said here
        unit=unit,
        session=session,
        channel="web",
        trial=False,
        now=NOW,
        seed=b"0" * 32,
    )
    handle(scene, InputNotUnderstood(response_id=R1, question="MC1", text=text, misses=1))
    await storage.commit(unit)
    [row] = await storage.misreadings.listed(*ALL)
    return row


def session(candidate: Candidate | None = None, dialogue: str | None = None) -> Session:
    frame = Frame("mc", 1, R1, current="MC1", candidate=candidate)
    return Session(S1, State.ASKING, "vi", (frame,), dialogue=dialogue)


DID_YOU_MEAN = Candidate(3, "confirm.rating", {"rating": "3"})


async def test_a_question_asked_again(storage: Storage) -> None:
    row = await kept(storage, session(), "gì cơ")
    assert (row.record.text, row.record.asked, row.record.guess) == ("gì cơ", "again", None)


async def test_a_guess_that_was_asked_about(storage: Storage) -> None:
    row = await kept(storage, session(DID_YOU_MEAN), "tàm tạm")
    assert (row.record.asked, row.record.guess) == ("confirm", 3)


async def test_a_human_that_was_offered(storage: Storage) -> None:
    row = await kept(storage, session(dialogue="HUMAN_REQUIRED"), "gì cơ")
    assert row.record.asked == "human"


async def test_a_guess_is_kept_only_with_its_words(storage: Storage) -> None:
    row = await kept(storage, session(DID_YOU_MEAN), "")
    assert (row.record.asked, row.record.guess) == ("confirm", None)


async def test_the_guess_of_another_question_is_not_taken_for_it(storage: Storage) -> None:
    other = Frame("mc", 1, ResponseId("other"), current="MC1", candidate=DID_YOU_MEAN)
    talk = Session(S1, State.ASKING, "vi", (other,))
    assert (await kept(storage, talk, "gì cơ")).record.asked == "again"


# -- what is never kept


def noted(text: str) -> list[str]:
    """Type a text at a rating, after consent; return what may be kept of it."""
    player = Player()
    player.open("mc", FACTS)
    list(player.fill("MC1", {}))
    turn = player.say(Typed(text))
    return [e.text for e in turn.events if isinstance(e, InputNotUnderstood)]


def test_plain_words_may_be_kept() -> None:
    assert noted("lủng cà lủng củng") == ["lủng cà lủng củng"]


@pytest.mark.parametrize(
    "text",
    [
        "tôi tố cáo ông Ba ở quầy 3",
        "toi muon khieu nai quyet dinh so 5",
        "số tôi là 0912 345 678",
        "chuyện của tôi dài lắm cô ơi " * 8,
    ],
    ids=["denunciation", "formal complaint", "telephone", "story"],
)
def test_what_is_no_lesson_is_not_kept(text: str) -> None:
    assert set(noted(text)) <= {""}


# -- for how long


async def test_they_are_forgotten_when_their_time_is_over(tmp_path: Path) -> None:
    async with installed(tmp_path) as place:
        given = place.services.runner.turns
        clock = Instant(1_795_300_000_000)
        turns = Turns(given.storage, given.renderer, given.live, trial=True, clock=lambda: clock)
        last = Instant(clock - MISREADING_DAYS * DAY)
        await put(place.storage, lambda u: place.storage.responses.add(u, response()))
        rows = [misreading(at=Instant(last - 1)), misreading(at=last)]
        await put_each(place.storage, place.storage.misreadings.add, *rows)
        await forget_misreadings(Runner(turns))
        left = await place.storage.misreadings.listed(*ALL)
        assert [row.record.at for row in left] == [last]


def test_they_are_looked_through_daily() -> None:
    assert JOBS["forget_misreadings"][0] == DAY / 1000


@pytest.mark.parametrize("language", ["vi", "en"])
def test_people_are_told_for_how_long(texts: Catalogues, language: str) -> None:
    told = texts.text(language, "web.privacy.keep")
    assert f" {MISREADING_DAYS} " in told
    assert f" {PHONE_DAYS} " in told
