"""The example data: there at the first start, gone with one command, never back."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.example_data import example_token, plant_example_data
from bot.forms import publish_forms
from bot.i18n import Catalogues
from bot.invitations import TOKEN, token_hash
from flows.identifiers import Instant
from flows.path import path
from flows.session import Answer
from storage.opening import SqlStorage

NOW = Instant(1_795_300_000_000)
SECRET = "s" * 40


async def plant(storage: SqlStorage, texts: Catalogues) -> bool:
    forms = await publish_forms(storage, NOW)
    return await plant_example_data(storage, forms, texts, SECRET, NOW)


async def test_the_first_start_finds_an_office_answers_and_cases(
    storage: SqlStorage, texts: Catalogues
) -> None:
    assert await plant(storage, texts)
    (place,) = await storage.places.places()
    assert (place.unit_name, len(place.counters)) == ("BHXH cơ sở Mẫu", 3)
    assert await storage.places.root_unit() == ("demo-province", "BHXH tỉnh Mẫu")
    cases = await storage.complaints.listed(open_only=True)
    assert len(cases) == 2
    assert all(case.demo and case.owner_unit_id for case in cases)
    assert any(case.due_at and case.due_at < NOW for case in cases)


@pytest.mark.parametrize("day", range(1, 29))
async def test_one_case_is_late_around_tet_too(
    storage: SqlStorage, texts: Catalogues, day: int
) -> None:
    now = Instant(int(datetime(2027, 2, day, 3, tzinfo=UTC).timestamp() * 1000))
    forms = await publish_forms(storage, now)
    assert await plant_example_data(storage, forms, texts, SECRET, now)
    cases = await storage.complaints.listed(open_only=True)
    assert any(case.due_at and case.due_at < now for case in cases)


async def test_example_answers_follow_the_form_and_are_complete(
    storage: SqlStorage, texts: Catalogues
) -> None:
    await plant(storage, texts)
    forms = await publish_forms(storage, NOW)
    responses = await storage.responses.listed()
    counts = Counter(response.form for response in responses)
    assert counts == {name: 12 if name == "mc" else 4 for name in forms.surveys}
    for response in responses:
        assert response.demo
        assert response.started_at < (response.completed_at or 0) < NOW
        given = {a.question: Answer(a.value) for a in await storage.answers.current(response.id)}
        asked = [q.id for q in path(forms.newest(response.form), given, {})]
        assert list(given) == asked


async def test_examples_hold_no_telephone_number(storage: SqlStorage, texts: Catalogues) -> None:
    await plant(storage, texts)
    for response in await storage.responses.listed():
        assert await storage.answers.phones(response.id) == []


async def test_the_poster_is_the_same_at_every_start(
    storage: SqlStorage, texts: Catalogues
) -> None:
    await plant(storage, texts)
    token = example_token(SECRET)
    assert TOKEN.fullmatch(token)
    poster = await storage.invitations.by_token_hash(token_hash(token))
    assert poster is not None
    assert (poster.kind, poster.demo) == ("place", True)
    assert example_token("t" * 40) != token


async def test_every_survey_has_a_poster_of_its_own(
    storage: SqlStorage, texts: Catalogues
) -> None:
    await plant(storage, texts)
    forms = await publish_forms(storage, NOW)
    assert len(forms.surveys) == 13
    for name in forms.surveys:
        token = token_hash(example_token(SECRET, name))
        poster = await storage.invitations.by_token_hash(token)
        assert poster is not None
        assert (poster.form, poster.kind, poster.demo) == (name, "place", True)
    assert len(await storage.invitations.listed()) == 13


async def test_example_ratings_are_stored_as_citizens_ratings_are(
    storage: SqlStorage, texts: Catalogues
) -> None:
    await plant(storage, texts)
    forms = await publish_forms(storage, NOW)
    for response in await storage.responses.listed():
        for answer in await storage.answers.current(response.id):
            question = forms.newest(response.form).by_id[answer.question]
            if question.type in {"scale5", "scale3"}:
                assert answer.value == "na" or isinstance(answer.value, int)


async def test_it_is_planted_once(storage: SqlStorage, texts: Catalogues) -> None:
    assert await plant(storage, texts)
    before = len(await storage.responses.listed())
    assert not await plant(storage, texts)
    assert len(await storage.responses.listed()) == before


async def test_once_removed_it_never_comes_back(storage: SqlStorage, texts: Catalogues) -> None:
    await plant(storage, texts)
    await storage.remove_demo()
    assert await storage.responses.listed() == []
    assert await storage.complaints.listed() == []
    assert await storage.places.places() == []
    assert await storage.invitations.listed() == []
    assert not await plant(storage, texts)


def test_examples_say_that_they_are_examples(texts: Catalogues) -> None:
    keys = [key for key in texts.keys("vi") if key.startswith("example.case")]
    assert keys
    assert all("Ví dụ" in texts.text("vi", key) for key in keys)
