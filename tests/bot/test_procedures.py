"""A procedure from its invitation to the conversation, the response and the case's page."""

from datetime import date

from bot.invitations import Invited, create_invitation
from bot.opening import facts_of
from survey.procedures import Procedure
from tests.bot.desk_scene import Citizen, DeskScene
from tests.storage.records import put, put_each
from tests.web.installation import PLACE

OLD = Procedure(
    code="T1", name="Cấp lại thẻ BHYT giấy", from_day=date(2020, 1, 1), to_day=date(2026, 9, 30)
)
NEW = Procedure(code="T1", name="Cấp lại thẻ BHYT", from_day=date(2026, 10, 1))


async def facts(scene: DeskScene, day: date, service: str | None = None) -> dict[str, str]:
    about = Invited(
        kind="personal", form="mc", place_id=PLACE.id, procedure="T1", period_from=day,
        period_to=day, service=service,
    )  # fmt: skip
    return await facts_of(scene.services.runner.turns, create_invitation(about, scene.now).record)


async def test_it_is_called_as_on_the_day_of_the_transaction(scene: DeskScene) -> None:
    await put_each(scene.storage, scene.storage.procedures.keep, OLD, NEW)
    then, now = await facts(scene, date(2026, 9, 30)), await facts(scene, date(2026, 10, 1))
    assert (then["procedure"], then["service"]) == ("T1", OLD.name)
    assert now["service"] == NEW.name
    own = await facts(scene, date(2026, 10, 1), service="cấp thẻ cho con")
    assert own["service"] == "cấp thẻ cho con", "whoever invites has said it in other words"


async def test_the_conversation_asks_about_it_and_the_response_keeps_it(scene: DeskScene) -> None:
    storage = scene.storage
    await put_each(storage, storage.procedures.keep, NEW)
    about = Invited(
        kind="personal", form="mc", place_id=PLACE.id, procedure="T1",
        period_from=date(2026, 10, 5), period_to=date(2026, 10, 5),
    )  # fmt: skip
    invitation = create_invitation(about, scene.now).record
    await put(storage, lambda unit: storage.invitations.add(unit, invitation))
    session_id = await scene.services.runner.open(
        channel="web", user_key="citizen", invitation=invitation, language="vi", address=None
    )
    [response] = await storage.responses.listed()
    assert (response.session_id, response.procedure) == (session_id, "T1")
    person = Citizen(scene, session_id, "web")
    await person.fill({"C1": "yes"}, until="SC2")
    person.read = 0
    assert any(NEW.name in text for text in await person.texts())
