"""Places, counters and posters in the console."""

import pytest

from bot.invitations import state_of
from bot.turns import now_ms
from flows.desk.roles import Grant
from storage.base import PlaceRecord, UnitOfWork
from tests.console.grounds import ELSEWHERE, HERE, Grounds, Reply, Someone, grounds
from tests.console.test_matrix import ground

__all__ = ["ground", "grounds"]

DESK = "/console/places/desk"


async def desk(ground: Grounds, unit: str = HERE, name: str = "desk") -> str:
    """Store a place, and return its address."""
    places, unit_of_work = ground.room.installation.storage.places, UnitOfWork()
    if await places.place(name) is None:
        place = PlaceRecord(
            id=name,
            name=f"Một cửa {name}",
            unit_id=unit,
            unit_name="",
            counters=(("c1", "Quầy 1"),),
        )
        places.add_place(unit_of_work, place)
        await ground.room.installation.storage.commit(unit_of_work)
    return f"/console/places/{name}"


async def admin(ground: Grounds) -> Someone:
    return await ground.someone(Grant("survey_admin", HERE))


async def stored(ground: Grounds, name: str = "desk") -> PlaceRecord:
    place = await ground.room.installation.storage.places.place(name)
    assert place is not None
    return place


def said(reply: Reply) -> str:
    return reply.body.decode()


async def test_an_admin_adds_a_place_and_sees_it(ground: Grounds) -> None:
    who = await admin(ground)
    fields = {"name": "Trung tâm phục vụ HCC", "unit_id": HERE, "type": "public_service_centre",
              "code": "HCC1", "area": "urban", "commune": "Phường Mẫu"}  # fmt: skip
    added = await ground.ask(who, "POST", "/console/places", fields)
    assert added.status == 303
    page = await ground.ask(who, "GET", added.headers["Location"], {})
    assert "Trung tâm phục vụ hành chính công" in said(page)
    assert "Phường Mẫu" in said(page)
    listed = await ground.ask(who, "GET", "/console/places", {})
    assert "Trung tâm phục vụ HCC" in said(listed)
    again = await ground.ask(who, "POST", "/console/places", fields)
    assert again.status == 422
    assert "Mã này đã dùng cho địa điểm khác." in said(again)


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("name", "x", "Tên cần từ 3 đến 120 ký tự."),
        ("unit_id", ELSEWHERE, "Xin chọn một đơn vị trong danh sách."),
    ],
)
async def test_what_cannot_be_stored_is_said_beside_its_field(
    ground: Grounds, field: str, value: str, fault: str
) -> None:
    fields = {"name": "Nơi mới", "unit_id": HERE, "type": "other", field: value}
    reply = await ground.ask(await admin(ground), "POST", "/console/places", fields)
    assert (reply.status, fault in said(reply)) == (422, True)


async def test_counters_are_named_ended_and_taken_up_again(ground: Grounds) -> None:
    path, who = await desk(ground), await admin(ground)
    await ground.ask(who, "POST", f"{path}/counters", {"name": "Quầy 2"})
    first = {"counter": "c1", "name": "Quầy số 1", "ended": "1"}
    assert (await ground.ask(who, "POST", f"{path}/counters", first)).status == 303
    place = await stored(ground)
    assert [name for _, name in place.counters] == ["Quầy số 1", "Quầy 2"]
    assert [name for _, name in place.open_counters] == ["Quầy 2"]
    await ground.ask(who, "POST", f"{path}/counters", {**first, "ended": ""})
    assert len((await stored(ground)).open_counters) == 2
    assert (await ground.ask(who, "POST", f"{path}/counters", {"name": ""})).status == 422


async def test_a_place_ends_and_stays(ground: Grounds) -> None:
    path, who = await desk(ground, name="leaving"), await admin(ground)
    await ground.ask(who, "POST", f"{path}/end", {"ended": "1"})
    assert (await stored(ground, "leaving")).ended_on is not None
    assert "Địa điểm này không dùng nữa" in said(await ground.ask(who, "GET", path, {}))
    await ground.ask(who, "POST", f"{path}/end", {"ended": ""})
    assert (await stored(ground, "leaving")).ended_on is None


async def test_a_poster_is_printed_rotated_and_revoked(ground: Grounds) -> None:
    path, who = await desk(ground, name="posters"), await admin(ground)
    order = {"counter": "c1", "form": "mc", "kind": "place"}
    printed = await ground.ask(who, "POST", f"{path}/poster", order)
    assert printed.headers["Content-Type"] == "application/pdf"
    assert printed.body.startswith(b"%PDF")
    await ground.ask(who, "POST", f"{path}/poster", {**order, "replace": "1"})
    invitations = ground.room.installation.storage.invitations
    first, second = await invitations.posters("posters")
    assert [state_of(one, now_ms()) for one in (first, second)] == ["revoked", "open"]
    assert (second.counter_id, second.unit_id, second.kind) == ("c1", HERE, "place")
    await ground.ask(who, "POST", f"{path}/poster/revoke", {"poster": second.id})
    assert {state_of(one, now_ms()) for one in await invitations.posters("posters")} == {"revoked"}
    again = await ground.ask(who, "POST", f"{path}/poster/revoke", {"poster": second.id})
    assert again.status == 303, "pressed twice"


async def test_a_place_of_another_unit_is_like_none(ground: Grounds) -> None:
    foreign, who = await desk(ground, ELSEWHERE, "foreign"), await admin(ground)
    for method, path in (
        ("GET", foreign), ("POST", foreign), ("POST", f"{foreign}/counters"),
        ("GET", f"{foreign}/roster"), ("POST", f"{foreign}/poster"),
    ):  # fmt: skip
        there = await ground.ask(who, method, path, {})
        none = await ground.ask(who, method, path.replace("foreign", "nothere"), {})
        assert (there.status, none.status) == (404, 404), path
    assert "Một cửa foreign" not in said(await ground.ask(who, "GET", "/console/places", {}))
    head = await ground.someone(Grant("unit_head", HERE))
    assert (await ground.ask(head, "POST", await desk(ground), {})).status == 404


async def test_who_did_what_is_in_the_log(ground: Grounds) -> None:
    path, who = await desk(ground, name="logged"), await admin(ground)
    await ground.ask(who, "POST", f"{path}/counters", {"name": "Quầy 9"})
    await ground.ask(who, "POST", f"{path}/end", {"ended": "1"})
    rows = await ground.room.installation.storage.audit.listed()
    mine = [row["action"] for row in rows if row["target"] == "logged"]
    assert mine == ["place.ended", "place.counter"]
