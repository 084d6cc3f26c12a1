"""Which service a session or a case is about: where, and at which moment or on which days."""

from datetime import date

from bot.handlers.rating import Service, service_in, service_of
from flows.identifiers import Instant, InvitationId, ResponseId
from storage.base import Storage
from survey.roster import Desk
from tests.bot.desk_scene import CASE, DeskScene, citizen
from tests.storage.records import complaint, invitation, put, response
from tests.web.installation import PLACE

NOW = Instant(1_793_581_200_000)
FACTS = {"place": "p1", "counter": "c1", "from_date": "2026-10-01", "to_date": "2026-10-02"}
DAYS = (date(2026, 10, 1), date(2026, 10, 2))


def test_a_poster_is_answered_where_and_when_it_is_scanned() -> None:
    assert service_in({**FACTS, "invitation_kind": "place"}, NOW) == Service(Desk("p1", "c1"), NOW)
    assert service_in({"from_date": "2026-10-01"}, NOW) is None, "no place, nobody is known"


def test_a_personal_link_asks_about_the_days_of_its_transaction() -> None:
    about = service_in({**FACTS, "invitation_kind": "personal"}, NOW)
    assert about == Service(Desk("p1", "c1"), NOW, DAYS)


async def kept(storage: Storage, kind: str) -> Service | None:
    """The service of a case, as its rows tell it."""
    link = invitation(
        f"i-{kind}", kind=kind, token_hash=kind, code_hash=kind, place_id=PLACE.id,
        period_from="2026-10-01", period_to="2026-10-02",
    )  # fmt: skip
    answered = response(
        f"r-{kind}", code=None, invitation_id=InvitationId(link.id), started_at=NOW
    )
    await put(
        storage,
        lambda unit: storage.invitations.add(unit, link),
        lambda unit: storage.responses.add(unit, answered),
    )
    case = complaint(f"c-{kind}", response_id=ResponseId(answered.id), place_id=PLACE.id,
                     counter_id="q1")  # fmt: skip
    return await service_of(storage, case)


async def test_the_rows_of_a_case_tell_the_same(scene: DeskScene) -> None:
    desk = Desk(PLACE.id, "q1")
    assert await kept(scene.storage, "personal") == Service(desk, NOW, DAYS)
    assert await kept(scene.storage, "place") == Service(desk, NOW)
    case = await scene.case(await (await citizen(scene)).fill(CASE))
    found = await service_of(scene.storage, case)
    assert found is not None
    assert found.desk == Desk(PLACE.id, None)
