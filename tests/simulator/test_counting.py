"""What citizens leave behind is weighed when it ends, and counts as a slow recount says."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.counting import Period, by, issued_in, weigh_missing
from bot.figures import Figures
from bot.forms import shipped_forms
from bot.i18n import Catalogues
from flows.identifiers import Instant
from storage.base import AnswerRecord, ResponseRecord
from storage.opening import SqlStorage, open_storage
from storage.secrets import KeyRing
from survey import editions as report
from survey.validity import Rules
from tests.simulator.conftest import Visit

FORMS = {form.key: form for form in shipped_forms()}
EVER = Period(date(2000, 1, 1), date(2100, 1, 1))
ENDED = "SELECT id FROM responses WHERE form <> 'intake' AND state IN ('completed', 'stopped')"
WEIGHTS = "SELECT response_id, shown, answered, rated, lowest, highest FROM response_weights"


@pytest.fixture
async def left(visit: Visit, tmp_path: Path) -> AsyncIterator[SqlStorage]:
    """A copy of what the citizens left behind."""
    copy = tmp_path / "left.db"
    with sqlite3.connect(visit.database) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    shutil.copy(visit.key_ring, tmp_path / "keys.json")
    ring = KeyRing.open(tmp_path / "keys.json")
    storage = await open_storage(f"sqlite:///{copy}", ring)
    yield storage
    await storage.close()


def rows(tmp_path: Path, statement: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(tmp_path / "left.db") as database:
        return database.execute(statement).fetchall()


@pytest.mark.usefixtures("left")
async def test_every_ended_survey_is_weighed_in_the_turn_that_ends_it(tmp_path: Path) -> None:
    ended = {name for (name,) in rows(tmp_path, ENDED)}
    weighed = {row[0] for row in rows(tmp_path, WEIGHTS)}
    assert ended
    assert ended <= weighed


async def test_weighing_stored_answers_anew_gives_the_same(
    left: SqlStorage, tmp_path: Path
) -> None:
    before = {row[0]: row[1:] for row in rows(tmp_path, WEIGHTS)}
    with sqlite3.connect(tmp_path / "left.db") as database:
        database.execute("DELETE FROM response_weights")
    assert await weigh_missing(left, FORMS) == len(before)
    assert {row[0]: row[1:] for row in rows(tmp_path, WEIGHTS)} == before


async def test_counts_equal_a_recount_by_hand(left: SqlStorage, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "left.db") as database:
        database.execute("UPDATE responses SET trial = 0")
    found = by(
        await issued_in(left, FORMS, EVER, Rules(least_seconds=0)), lambda group: group.form
    )
    expected: Counter[str] = Counter()
    for record in await left.responses.listed():
        answers = await left.answers.current(record.id)
        if record.form == "mc" and (answers or record.state != "superseded"):
            expected[_outcome(record, answers)] += 1
    counts = found["mc"]
    assert counts.issued == expected.total()
    assert counts.not_returned == expected["not_returned"]
    assert (counts.valid, counts.invalid) == (expected["valid"], expected["invalid"])


async def test_the_index_equals_one_that_is_pooled_by_hand(
    left: SqlStorage, tmp_path: Path
) -> None:
    """What citizens said in chats reaches the figures by the database's own triggers."""
    with sqlite3.connect(tmp_path / "left.db") as database:
        database.execute("UPDATE responses SET trial = 0")
    figures = Figures(left, FORMS, Rules(least_seconds=0), Catalogues.load())
    period = report.Period(span="other", from_day="2000-01-01", to_day="2099-12-31")
    edition = await figures.edition(report.Scope(unit_id=None, unit_name=""), period, Instant(0))
    ratings = [
        rating
        for record in await left.responses.listed()
        if _outcome(record, answers := await left.answers.current(record.id)) == "valid"
        for rating in _index_ratings(record, answers)
    ]
    index = edition.levels[0].share
    assert index.answers == len(ratings) > 0
    assert index.raw == pytest.approx(sum(rating >= 4 for rating in ratings) / len(ratings))


def _index_ratings(record: ResponseRecord, answers: list[AnswerRecord]) -> list[int]:
    form = FORMS[record.form, record.version]
    return [
        one.value
        for one in answers
        if form.by_id[one.question].factor and isinstance(one.value, int)
    ]


def _outcome(record: ResponseRecord, answers: list[AnswerRecord]) -> str:
    """Say by hand what came of a form; all index items of `mc` are asked of everybody."""
    if record.state in ("in_progress", "stopped", "abandoned") and not answers:
        return "not_returned"
    items = {q.id for q in FORMS["mc", record.version].questions if q.kind == "satisfaction"}
    given = [one for one in answers if one.question in items and one.value is not None]
    ended = record.state in ("completed", "stopped", "abandoned")
    return "valid" if ended and len(given) * 10 >= len(items) * 8 else "invalid"
