"""After the short form: the full form at the kiosk, and the way to a phone of one's own."""

from tests.web.citizen import Citizen
from tests.web.installation import PLACE, Installation
from tests.web.tablet import Tablet, new_key, responses, values

# -- the full form and the phone


async def test_the_full_form_goes_on_at_the_kiosk_past_its_greeting(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    visit = new_key()
    said = await tablet.act("begin", visit, form="full", language="vi")
    asked = said["messages"][-1]
    assert asked["prompt"][1] == "C1"
    again = await tablet.act("begin", visit, form="full", language="vi")
    assert (again["status"], again["messages"]) == ("duplicate", said["messages"])
    agree = next(c["payload"] for c in asked["choices"] if c["label"] == "Đồng ý")
    said = await tablet.act("press", visit, payload=agree, after=said["last"])
    assert said["messages"][-1]["prompt"][1] == "H1"
    back = await tablet.act("press", visit, payload="!back", after=said["last"])
    assert back["messages"][-1]["prompt"][1] == "C1"
    (record,) = await responses(trial, before)
    assert (record.form, record.channel, record.place_id) == ("mc", "kiosk", PLACE.id)


async def test_a_visit_goes_over_to_the_first_phone_and_is_the_kiosks_no_more(
    trial: Installation, tablet: Tablet, citizen: Citizen, neighbour: Citizen, before: set[str]
) -> None:
    visit = await tablet.begin()
    await tablet.answer(visit, "C1", "yes")
    await tablet.answer(visit, "G9", "2")
    given = await tablet.act("hand_over", visit)
    assert given["path"].startswith("M")
    assert given["minutes"] == 30
    assert not await tablet.taken(visit)
    token = given["address"].rpartition("/")[2]
    assert (await citizen.get(f"/{token}")).status == 200
    assert not await tablet.taken(visit), "reading the page takes nothing"
    await citizen.start(token)
    assert await tablet.taken(visit)
    late = {"act": "answer", "visit": visit, "key": new_key(), "question": "KI1", "value": "1"}
    assert (await tablet.post("/kiosk/acts", late)).status == 401
    reply = await neighbour.post("/chat/start", data={"token": token})
    assert reply.status == 409, "a second phone does not get it"
    for label in ("Hài lòng", "Hài lòng", "Hài lòng", "Hài lòng"):
        await citizen.choose(label)
    (record,) = await responses(trial, before)
    assert await values(trial, record) == {
        "C1": "yes", "G9": 2, "KI1": 3, "KI2": 3, "KI3": 3, "KI4": 3,
    }  # fmt: skip


async def test_the_code_below_the_picture_leads_to_the_same_visit(
    tablet: Tablet, citizen: Citizen
) -> None:
    visit = await tablet.begin("case")
    given = await tablet.act("hand_over", visit)
    page = await (await citizen.get(f"/c/{given['code']}")).text()
    assert f'value="{given["code"]}"' in page
    reply = await citizen.post("/chat/start", data={"code": given["code"]})
    assert reply.status == 303
    await citizen.catch_up()
    assert citizen.question["prompt"][1] == "HELLO"
    assert await tablet.taken(visit)


async def test_two_codes_of_one_visit_give_it_to_one_phone_only(
    tablet: Tablet, citizen: Citizen, neighbour: Citizen
) -> None:
    visit = await tablet.begin()
    await tablet.answer(visit, "C1", "yes")
    first, second = [await tablet.act("hand_over", visit) for _ in range(2)]
    await citizen.start(first["address"].rpartition("/")[2])
    token = second["address"].rpartition("/")[2]
    assert (await neighbour.post("/chat/start", data={"token": token})).status == 409
