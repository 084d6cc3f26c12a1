"""Lists of a wave: printed and handed out once, taken again with the same links."""

import csv
from io import StringIO

import pytest
from msgspec.structs import replace

from bot.turns import now_ms
from flows.desk import policy
from flows.desk.roles import ROLES
from storage.base import UnitOfWork
from tests.console.broadcast_desk import (
    PEOPLE,
    campaign,
    confirmed,
    pressed,
    sorted_out,
)
from tests.console.case_room import Answer, CaseRoom, Officer


def lines_of(file: Answer) -> list[list[str]]:
    """The lines of a list; what people read on it has several of its own."""
    return list(csv.reader(StringIO(file.html)))


async def test_slips_are_printed_once(office: CaseRoom, admin: Officer) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    await sorted_out(office, path)
    page = await admin.see(url)
    fields = {"number": "1", "version": page.field("version"), "most": "5", "as": "pdf"}
    headers = {"Cookie": f"desk={admin.cookie}", "Sec-Fetch-Site": "same-origin"}
    reply = await office.client.post(
        f"{path}/broadcast/lists", data={"csrf": admin.csrf, **fields}, headers=headers
    )
    assert (await reply.read()).startswith(b"%PDF")
    assert f"{PEOPLE - 5} người chưa có cách nhận tin" in (await admin.see(url)).text


async def test_a_list_that_got_lost_is_taken_again_with_the_same_links(
    office: CaseRoom, admin: Officer
) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    record = await sorted_out(office, path)
    first = await pressed(admin, path, url, "lists", most="5", **{"as": "csv"})
    wanted = {"first": "2", "last": "9", "as": "csv"}
    again = await pressed(admin, path, url, "lists-again", **wanted)
    head, _, *rest = lines_of(first)
    assert lines_of(again) == [head, *rest]
    assert len(rest) == 4
    assert len(await office.audited("broadcast.hand_again", record.id)) == 1
    assert f"{PEOPLE - 5} người chưa có cách nhận tin" in (await admin.see(url)).text


async def test_who_wants_no_more_is_not_in_a_list_that_is_taken_again(
    office: CaseRoom, admin: Officer
) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    await sorted_out(office, path)
    first = await pressed(admin, path, url, "lists", most="2", **{"as": "csv"})
    storage, unit = office.installation.storage, UnitOfWork()
    [one, _] = await storage.recipients.handed_out(
        (await storage.broadcasts.of_campaign(path.rpartition("/")[2]))[0].id,
        first=1, last=PEOPLE, most=PEOPLE,
    )  # fmt: skip
    assert one.transaction is not None
    storage.opt_outs.of_transaction(unit, one.transaction.id, now_ms(), "officer")
    await storage.commit(unit)
    wanted = {"first": "1", "last": "2", "as": "csv"}
    again = await pressed(admin, path, url, "lists-again", **wanted)
    head, _, other = lines_of(first)
    assert lines_of(again) == [head, other]


async def test_a_range_without_numbers_is_refused_beside_its_field(
    office: CaseRoom, admin: Officer
) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    await sorted_out(office, path)
    refused = await pressed(admin, path, url, "lists-again", first="5", last="2")
    assert refused.status == 422


async def test_a_list_has_numbers_only_for_who_may_see_them(
    office: CaseRoom, admin: Officer
) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    record = await sorted_out(office, path)
    plain = await pressed(admin, path, url, "lists", most="2", **{"as": "csv"})
    assert "http" in plain.html
    assert "0900" not in plain.html
    named = await pressed(admin, path, url, "lists", most="2", numbers="1", **{"as": "csv"})
    assert "0900" in named.html
    assert len(await office.audited("broadcast.numbers_given", record.id)) == 1
    assert len(await office.audited("broadcast.hand_out", record.id)) == 2


async def test_who_may_not_import_transactions_gets_no_numbers(
    office: CaseRoom, admin: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await campaign(office)
    url = await confirmed(admin, path)
    record = await sorted_out(office, path)
    rights = ROLES["survey_admin"]
    less = replace(rights, actions=rights.actions - {"transaction.import"})
    monkeypatch.setattr(policy, "ROLES", {**ROLES, "survey_admin": less})
    assert "Danh sách có số điện thoại" not in (await admin.see(url)).text
    refused = await pressed(admin, path, url, "lists", most="2", numbers="1", **{"as": "csv"})
    assert refused.status == 404
    assert await office.audited("broadcast.hand_out", record.id) == []
