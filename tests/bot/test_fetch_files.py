"""The job that fetches files: kept, refused, tried again, given up, and never twice."""

import dataclasses
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from bot.channels.base import Channel, FileTooLargeError, FileUnavailableError
from bot.jobs import JOBS
from bot.jobs.fetch_files import fetch_files
from bot.runner import Runner
from bot.services import Services
from bot.turns import Turns
from flows.identifiers import Instant
from storage.base import AttachmentRecord, UnitOfWork
from tests.bot.test_files import OPUS, flood, picture
from tests.bot.test_jobs import Clock
from tests.storage.records import R1, put, put_each, response
from tests.web.installation import installed

MINUTE = 60_000
RETRYABLE = FileUnavailableError("503", retryable=True)


class Killed(BaseException):
    """The end of the process."""


class FakePlatform:
    """Gives out files, or what it was told to raise."""

    def __init__(self) -> None:
        self.files: dict[str, bytes | BaseException] = {}
        self.asked: list[str] = []

    async def fetch(self, reference: str, limit: int) -> tuple[bytes, str | None]:
        assert limit == 20 * 1024 * 1024
        self.asked.append(reference)
        found = self.files[reference]
        if isinstance(found, BaseException):
            raise found
        return found, "text/html"


@pytest.fixture
def platform() -> FakePlatform:
    return FakePlatform()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def services(
    tmp_path: Path, platform: FakePlatform, clock: Clock
) -> AsyncIterator[Services]:
    async with installed(tmp_path) as place:
        given = place.services
        turns = given.runner.turns
        runner = Runner(Turns(turns.storage, turns.renderer, turns.live, trial=True, clock=clock))
        channels = {"telegram": cast(Channel, platform)}
        await put(given.storage, lambda u: given.storage.responses.add(u, response()))
        yield dataclasses.replace(given, runner=runner, channels=channels)


def waiting(clock: Clock, name: str = "a1", **more: object) -> AttachmentRecord:
    usual = AttachmentRecord(
        id=name,
        response_id=R1,
        channel="telegram",
        kind="photo",
        reference=name,
        at=clock.now,
        next_at=clock.now,
    )
    return replace(usual, **more)


async def add(services: Services, *records: AttachmentRecord) -> None:
    await put_each(services.storage, services.storage.attachments.add, *records)


async def states(services: Services) -> dict[str, tuple[str, str | None]]:
    found = await services.storage.attachments.of_response(R1)
    return {one.id: (one.state, one.reason) for one in found}


def test_it_is_among_the_jobs() -> None:
    assert JOBS["fetch_files"][1] is fetch_files


async def test_nothing_to_do(services: Services) -> None:
    assert await fetch_files(services) == 0


async def test_files_are_kept_as_what_they_are(
    services: Services, platform: FakePlatform, clock: Clock
) -> None:
    platform.files = {"a1": picture("PNG"), "a2": OPUS}
    await add(services, waiting(clock), waiting(clock, "a2", kind="voice"))
    assert await fetch_files(services) == 2
    photo, voice = await services.storage.attachments.of_response(R1)
    assert (photo.state, photo.media_type) == ("stored", "image/jpeg")
    assert (voice.state, voice.media_type, voice.size) == ("stored", "audio/ogg", len(OPUS))
    assert await services.storage.attachments.data("a2") == OPUS
    drawn = await services.storage.attachments.data("a1")
    assert drawn is not None
    assert drawn.startswith(b"\xff\xd8\xff")
    assert photo.sha256 == sha256(drawn).hexdigest()
    assert await fetch_files(services) == 0
    assert platform.asked == ["a1", "a2"]


async def test_what_is_not_harmless_is_refused(
    services: Services, platform: FakePlatform, clock: Clock
) -> None:
    platform.files = {
        "bomb": flood(20_000),
        "page": b"<html>",
        "huge": FileTooLargeError(),
    }
    await add(services, *(waiting(clock, name) for name in platform.files))
    assert await fetch_files(services) == 3
    assert await states(services) == {
        "bomb": ("refused", "too_many_pixels"),
        "page": ("refused", "unknown_kind"),
        "huge": ("refused", "too_large"),
    }


async def test_what_the_platform_does_not_give_is_gone(
    services: Services, platform: FakePlatform, clock: Clock
) -> None:
    platform.files = {"a1": FileUnavailableError("file_id 123 is invalid", retryable=False)}
    await add(services, waiting(clock))
    assert await fetch_files(services) == 1
    assert await states(services) == {"a1": ("gone", "unavailable")}


@pytest.mark.parametrize("fault", [RETRYABLE, ConnectionError(), TimeoutError()])
async def test_a_passing_fault_is_tried_again_later_and_later_for_a_day(
    services: Services, platform: FakePlatform, clock: Clock, fault: Exception
) -> None:
    platform.files = {"a1": fault}
    await add(services, waiting(clock))
    pauses = [0.5 * 3**n for n in range(8)]
    assert sum(pauses) > 24 * 60
    for pause in pauses:
        assert await fetch_files(services) == 0
        clock.go(int(pause * MINUTE) - 1)
        assert await fetch_files(services) == 0
        clock.go(1)
    assert await states(services) == {"a1": ("waiting", None)}
    assert await fetch_files(services) == 1
    assert await states(services) == {"a1": ("gone", "tries")}
    assert len(platform.asked) == 9


async def test_an_account_out_of_service_costs_no_try(
    services: Services, platform: FakePlatform, clock: Clock
) -> None:
    refused = FileUnavailableError("Unauthorized", retryable=True, counts=False)
    platform.files = {"a1": refused}
    await add(services, waiting(clock))
    for _ in range(30):
        assert await fetch_files(services) == 0
        clock.go(5 * MINUTE)
    assert len(platform.asked) == 30
    platform.files = {"a1": picture()}
    assert await fetch_files(services) == 1
    assert await states(services) == {"a1": ("stored", None)}


async def test_a_reference_that_does_not_open_holds_up_no_other(
    services: Services, platform: FakePlatform, clock: Clock
) -> None:
    platform.files = {"a2": picture()}
    await add(services, waiting(clock), waiting(clock, "a2"))
    torn = text("UPDATE attachments SET reference = zeroblob(60) WHERE id = 'a1'")
    unit = UnitOfWork()
    unit.add(torn, {})
    await services.storage.commit(unit)
    assert await fetch_files(services) == 2
    assert await states(services) == {"a1": ("gone", "unreadable"), "a2": ("stored", None)}
    assert platform.asked == ["a2"]


async def test_what_comes_at_last_is_kept(
    services: Services, platform: FakePlatform, clock: Clock
) -> None:
    platform.files = {"a1": RETRYABLE}
    await add(services, waiting(clock))
    await fetch_files(services)
    platform.files = {"a1": picture()}
    clock.go(MINUTE)
    assert await fetch_files(services) == 1
    assert await states(services) == {"a1": ("stored", None)}


async def test_a_file_that_kills_who_fetches_it_is_given_up(
    services: Services, platform: FakePlatform, clock: Clock
) -> None:
    platform.files = {"a1": Killed()}
    await add(services, waiting(clock))
    for _ in range(9):
        with pytest.raises(Killed):
            await fetch_files(services)
        assert await fetch_files(services) == 0, "left alone as long as it may be in the making"
        clock.go(5 * MINUTE)
    assert await fetch_files(services) == 1
    assert await states(services) == {"a1": ("gone", "tries")}
    assert len(platform.asked) == 9


async def test_a_channel_that_is_off_costs_no_try(
    services: Services, platform: FakePlatform, clock: Clock
) -> None:
    platform.files = {"a1": picture()}
    off = dataclasses.replace(services, channels={})
    await add(services, waiting(clock))
    for _ in range(8):
        assert await fetch_files(off) == 0
        clock.go(60 * MINUTE)
    assert await fetch_files(services) == 1
    assert await states(services) == {"a1": ("stored", None)}


async def test_two_processes_fetch_a_file_once(
    services: Services,
    platform: FakePlatform,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    platform.files = {"a1": picture()}
    await add(services, waiting(clock))
    (record,) = await services.storage.attachments.due(clock.now, 10)
    await put(
        services.storage,
        lambda u: services.storage.attachments.claim(u, record, Instant(clock.now)),
    )

    async def as_before(*_: object) -> list[AttachmentRecord]:
        return [record]

    monkeypatch.setattr(services.storage.attachments, "due", as_before)
    assert await fetch_files(services) == 0
    assert platform.asked == []


async def test_a_file_that_is_erased_on_its_way_stays_erased(
    services: Services, clock: Clock
) -> None:
    class Erasing(FakePlatform):
        async def fetch(self, reference: str, limit: int) -> tuple[bytes, str | None]:
            await put(services.storage, lambda u: services.storage.answers.erase(u, R1))
            return await super().fetch(reference, limit)

    erasing = Erasing()
    erasing.files = {"a1": picture()}
    await add(services, waiting(clock))
    channels = {"telegram": cast(Channel, erasing)}
    await fetch_files(dataclasses.replace(services, channels=channels))
    assert await states(services) == {}
    assert await services.storage.attachments.data("a1") is None
