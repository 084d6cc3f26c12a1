"""Whether the benchmark still measures what it says: a few surveys with each bot, no fault."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks.bots import BareHandler, Bot, ConversationHandlerBot
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.figures import Figures, judge
from tests.benchmarks.lang_nghe import LangNgheSqlite
from tests.benchmarks.plan import Plan
from tests.benchmarks.questionnaire import QUESTIONS, answer_of, asked_in
from tests.benchmarks.report import tables, verdicts, verdicts_table
from tests.benchmarks.run import play
from tests.benchmarks.wire import Webhook

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="CPU and memory are read from Linux's /proc"
)

SURVEYS = Plan(citizens=4, surveys=6)
BOTS = [ConversationHandlerBot, BareHandler, LangNgheSqlite]
STEPS = len(QUESTIONS) + 1


def test_there_are_eight_buttons_three_numbers_and_four_texts() -> None:
    kinds = [item.kind for item in QUESTIONS]
    assert (kinds.count("button"), kinds.count("number"), kinds.count("text")) == (8, 3, 4)


def test_a_question_is_known_from_its_message_and_no_other() -> None:
    for item in QUESTIONS:
        assert asked_in(f"Câu {item.number + 1}\n{item.text}") == item.number
    assert asked_in("Xin chào Ông/Bà!") is None


@pytest.mark.parametrize("bot", BOTS)
async def test_every_bot_stores_each_answer_of_each_citizen_once(
    bot: Callable[[], Bot], tmp_path: Path
) -> None:
    found = await play(bot(), SURVEYS, tmp_path)
    assert found.given == SURVEYS.surveys * len(QUESTIONS)
    assert found.steps == SURVEYS.surveys * STEPS
    assert _faults(found) == (0, 0, 0, 0, 0, 0)
    assert found.violations == {}
    # Who shows the pressed choice and takes the buttons away makes a third call for a press.
    assert found.calls_per_step == (2 if isinstance(bot(), LangNgheSqlite) else 1.5)
    assert found.cpu > 0


async def test_the_bare_handler_stands_copies_and_a_kill(tmp_path: Path) -> None:
    copies = Plan(citizens=4, surveys=8, duplicates=0.5)
    (tmp_path / "copies").mkdir()
    found = await play(BareHandler(), copies, tmp_path / "copies")
    assert _faults(found) == (0, 0, 0, 0, 0, 0)
    (tmp_path / "kill").mkdir()
    found = await play(BareHandler(), Plan(citizens=4, kill=True, seconds=0.2), tmp_path / "kill")
    assert found.in_flight
    assert (found.lost, found.misplaced, found.stored_twice, found.stuck) == (0, 0, 0, 0)
    assert found.repeated <= found.in_flight


async def test_stored_conversations_go_on_where_they_were(tmp_path: Path) -> None:
    going_on = Plan(citizens=1, rate=100, seconds=0.5, open_conversations=50)
    found = await play(BareHandler(), going_on, tmp_path)
    assert found.given > 50 * 7
    assert _faults(found) == (0, 0, 0, 0, 0, 0)


async def test_what_is_planted_for_lang_nghe_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    bot = LangNgheSqlite()
    await bot.prepare(tmp_path, open_conversations=3, answered=7)
    crowd = Crowd(Webhook(1, "/", ""), bot.start_text, lambda _, __: None)
    for number in range(3):
        crowd.join(number, position=7)
    found = Figures(bot=bot.name)
    judge(found, crowd, await bot.stored(tmp_path))
    assert found.given == 21
    assert _faults(found) == (0, 0, 0, 0, 0, 0)


async def test_the_judge_sees_what_is_lost_changed_and_doubled() -> None:
    crowd = Crowd(Webhook(1, "/", ""), "/start", lambda _, __: None)
    citizen = crowd.join(0, position=4)
    right = {item.id: [answer_of(0, item)] for item in QUESTIONS[:4]}
    first, second, third, _ = right
    stored = {**right, first: [], second: ["another"], third: right[third] * 2}
    found = Figures(bot="none")
    judge(found, crowd, {citizen.chat: stored})
    assert (found.given, found.lost, found.misplaced, found.stored_twice) == (4, 1, 1, 1)


def test_a_figure_is_reached_or_not_by_the_median_of_the_rounds() -> None:
    def runs(bot: str, *cpu: float) -> list[Figures]:
        return [Figures(bot=bot, cpu=one, steps_per_second=100, p99=1) for one in cpu]

    results = {
        "saturated": {
            "conversation-handler": runs("conversation-handler", 9, 9, 9),
            "lang-nghe-sqlite": runs("lang-nghe-sqlite", 1, 1, 9),
        }
    }
    found = {one.asked: one for one in verdicts(results)}
    less = found["SQLite: CPU a step, times less than ConversationHandler"]
    assert (less.figure, less.reached, less.spread) == (9, True, "1–9")
    assert not found["the same, the goal"].reached
    text = "\n".join([*tables(results), *verdicts_table([*found.values()])])
    assert "| lang-nghe-sqlite | 100 |" in text
    assert "**not reached**" in text
    assert "PostgreSQL" not in text.partition("What it must show")[2]


def _faults(found: Figures) -> tuple[int, ...]:
    return (
        found.lost,
        found.misplaced,
        found.stored_twice,
        found.repeated,
        found.wrong_order,
        found.stuck,
    )
