"""The proof of a consent: the very words that were shown, with the office's own in them."""

from dataclasses import replace
from hashlib import sha256
from unittest.mock import MagicMock

from bot.handlers import handle
from bot.handlers.scene import Scene
from bot.rendering import Renderer
from flows.events import ConsentRecorded
from flows.identifiers import Instant
from storage.base import ConsentRecord, UnitOfWork
from tests.conversations.golden import FACTS, renderer
from tests.conversations.talking import Player
from tests.flows.shipped import MC
from tests.storage.records import R1


def proved(write: Renderer, language: str = "vi") -> ConsentRecord:
    """Return the proof of a consent that was given in a language, to an office."""
    player = Player()
    turn = player.open("mc", FACTS, language)
    storage = MagicMock()
    scene = Scene(
        storage=storage,
        renderer=write,
        unit=UnitOfWork(),
        session=turn.session,
        channel="web",
        trial=False,
        now=Instant(5),
        seed=b"0" * 32,
    )
    given = ConsentRecorded(
        response_id=R1,
        consent="answers",
        given=True,
        form="mc",
        version=MC.version,
        question="C1",
        language=language,
        method="button",
    )
    handle(scene, given)
    record = storage.responses.consent.call_args.args[1]
    assert isinstance(record, ConsentRecord)
    return record


def test_the_words_are_all_that_is_shown() -> None:
    player = Player()
    turn = player.open("mc", FACTS)
    write = renderer()
    form = write.rules.form("mc")
    voice = write.voice("vi", turn.session.facts)
    question, *labels, explained = write.words(voice, form, form.by_id["C1"]).split("\n")
    assert question.startswith("Ông/Bà đồng ý cho lưu câu trả lời")
    assert labels == ["Đồng ý", "Không đồng ý", "Xem chi tiết"]
    assert "Bên kiểm soát dữ liệu: BHXH tỉnh Ví Dụ." in explained
    assert "1900 0000" in explained
    words = "\n".join([question, *labels, explained])
    assert proved(write).text_hash == sha256(words.encode()).hexdigest()


def test_other_words_make_another_proof() -> None:
    ours = proved(renderer()).text_hash
    elsewhere = replace(renderer(), office={**renderer().office, "hotline": "1900 1111"})
    assert proved(elsewhere).text_hash != ours
    assert proved(renderer(), "en").text_hash != ours
    assert proved(renderer()).text_hash == ours
