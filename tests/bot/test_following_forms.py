"""Forms that are published or retired while the service runs: who begins, and who goes on."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot import forms, serving
from bot.channels.base import Started
from bot.forms import next_version, publish_forms, shipped_sources
from bot.reception import Reception
from bot.runner import Runner, SurveyOverError
from flows.identifiers import Instant
from flows.reader import read_form
from storage.base import FormRecord, UnitOfWork
from storage.opening import open_storage
from storage.secrets import KeyRing
from tests.bot.telegram_account import WORDS, channel_for
from tests.bot.test_reception import Asides, arrival
from tests.bot.test_runner import Person, a_runner, answered, steps_of
from tests.flows.shipped import MC
from tests.postgres_server import until
from tests.web.installation import Installation, installed

NOW = Instant(1_767_582_000_000)
QUESTION = MC.by_id["MC1"].id


class Two(NamedTuple):
    """Two processes over one database, and the installation that it is of."""

    place: Installation
    here: Runner
    there: Runner


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    async with installed(tmp_path) as place:
        ring = KeyRing.open(tmp_path / "keys.json")
        beside = await open_storage(f"sqlite:///{tmp_path}/test.db", ring)
        yield Two(place, a_runner(place, place.storage), a_runner(place, beside))
        await beside.close()


async def publish(place: Installation, version: int, title: str = "Phiếu mới") -> None:
    """Store another version of the one-stop desk's form."""
    text = shipped_sources()["mc"].replace(f"version: {MC.version}", f"version: {version}")
    sources = {**shipped_sources(), "mc": text.replace("vi: Khảo sát", f"vi: {title}")}
    kept = {name: each for name, each in sources.items() if name == "mc" or "/" in name}
    form = read_form("mc", kept)
    unit = UnitOfWork()
    place.storage.forms.publish(
        unit,
        FormRecord(
            form=form.id,
            version=form.version,
            content_hash=form.content_hash,
            sources=kept,
            published_at=NOW,
            published_by="account:1",
        ),
    )
    await place.storage.commit(unit)


async def retire(place: Installation, version: int) -> None:
    unit = UnitOfWork()
    place.storage.forms.retire(unit, "mc", version, NOW)
    await place.storage.commit(unit)


async def version_of(place: Installation, session_id: str) -> int:
    stored = await place.storage.sessions.load(session_id)  # type: ignore[arg-type] # an id
    assert stored is not None
    return stored.session.frames[-1].version


async def test_who_is_in_the_middle_goes_on_and_who_comes_begins_anew(two: Two) -> None:
    old, new = Person(two.here, "old"), Person(two.here, "new")
    invitation = (await two.place.invite()).record
    begun = await old.open(invitation)
    first, second, *rest = await steps_of(two.place.storage, begun)
    assert await old.say(first) == "applied"

    await publish(two.place, 1000)
    assert await two.here.follow_forms()

    for step in (second, *rest):
        assert await old.say(step) == "applied"
    assert await version_of(two.place, begun) == MC.version
    assert await answered(two.place.storage, begun) == ["G1", "G2", "C1", "H1"]
    assert await version_of(two.place, await new.open(invitation)) == 1000


async def test_what_is_followed_already_is_not_read_again(two: Two) -> None:
    await publish(two.place, 1000)

    assert [await two.here.follow_forms() for _ in range(3)] == [True, False, False]


async def test_a_running_process_looks_by_itself(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_FORMS_S", 0.01)
    services = two.place.services

    async def has_heard() -> bool:
        return services.runner.turns.renderer.rules.latest["mc"] == 1000

    async with serving.rules(services):
        await publish(two.place, 1000)
        await until(has_heard)


async def test_a_process_that_has_not_heard_yet_loses_no_answer(two: Two) -> None:
    """Another one has published a form, and begun a chat with it; the next press comes here."""
    await publish(two.place, 1000)
    await two.there.follow_forms()
    begun = await Person(two.there).open((await two.place.invite()).record)
    assert (await version_of(two.place, begun), two.here.turns.renderer.rules.latest["mc"]) == (
        1000,
        MC.version,
    )

    first, second, *_ = await steps_of(two.place.storage, begun)
    person = Person(two.here)
    assert [await person.say(first), await person.say(second)] == ["applied", "applied"]

    assert await answered(two.place.storage, begun) == ["G1", "G2"]


async def test_a_version_is_found_wherever_it_was_published(two: Two) -> None:
    """The page of a response asks for the version that it was filled in with."""
    await publish(two.place, 1000)

    assert (await two.here.form("mc", 1000)).version == 1000
    assert (await two.there.form("mc", MC.version)).version == MC.version


async def test_a_retired_version_leaves_the_one_before(two: Two) -> None:
    await publish(two.place, 1000)
    await two.here.follow_forms()
    await retire(two.place, 1000)
    await two.here.follow_forms()

    begun = await Person(two.here).open((await two.place.invite()).record)

    assert await version_of(two.place, begun) == MC.version


async def test_nobody_begins_with_a_retired_form_but_who_has_begun_goes_on(two: Two) -> None:
    old, invitation = Person(two.here, "old"), (await two.place.invite()).record
    begun = await old.open(invitation)
    first, *_ = await steps_of(two.place.storage, begun)

    await retire(two.place, MC.version)
    await two.here.follow_forms()

    with pytest.raises(SurveyOverError):
        await Person(two.here, "new").open(invitation)
    assert await old.say(first) == "applied"
    assert await old.open(invitation) == begun


async def test_on_a_platform_it_is_told_that_a_survey_is_over(two: Two) -> None:
    invitation = await two.place.invite()
    await retire(two.place, MC.version)
    await two.here.follow_forms()
    asides = Asides()
    reception = Reception(two.here, WORDS, asides, b"k" * 32)

    start = arrival("1", Started(invitation.token))
    await reception.receive(channel_for("http://127.0.0.1:1"), start)

    (call,) = asides.calls
    assert "đã khép lại" in (call.body or b"").decode()


async def test_a_form_that_came_a_moment_ago_is_looked_for_before_anybody_is_refused(
    two: Two,
) -> None:
    await retire(two.place, MC.version)
    await two.here.follow_forms()
    await publish(two.place, 1000)

    begun = await Person(two.here).open((await two.place.invite()).record)

    assert await version_of(two.place, begun) == 1000


async def test_a_form_that_this_program_cannot_read_is_left_out(two: Two) -> None:
    await publish(two.place, 1000)
    unit = UnitOfWork()
    record = FormRecord(form="mc", version=1001, content_hash="x", sources={"mc": "new: way"},
                        published_at=NOW)  # fmt: skip
    two.place.storage.forms.publish(unit, record)
    await two.place.storage.commit(unit)

    await two.here.follow_forms()

    assert two.here.turns.renderer.rules.latest["mc"] == 1000


async def test_an_update_of_the_program_leaves_the_offices_own_version(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an office made of a shipped form is numbered where no update ever comes."""
    await publish(two.place, next_version("mc", MC.version))
    changed = shipped_sources()
    changed["mc"] = changed["mc"].replace(f"version: {MC.version}", f"version: {MC.version + 1}")
    monkeypatch.setattr(forms, "shipped_sources", lambda: changed)

    published = await publish_forms(two.place.storage, NOW)

    assert published.latest["mc"] == published.offered["mc"] == 1000
    assert (next_version("mc", 1000), next_version("own", None), next_version("own", 3)) == (
        1001,
        1,
        4,
    )


async def test_answers_to_a_retired_form_are_still_found(two: Two) -> None:
    await retire(two.place, MC.version)

    published = await publish_forms(two.place.storage, NOW)

    assert "mc" in published.answered
    assert "mc" not in published.surveys
    assert published.newest("mc").version == MC.version
