"""A list that is taken back takes its invitations with it, but for those that somebody opened."""

import pytest

from bot.invitations import state_of
from bot.inviting import Asked, InvitingRules, Outcome, invite
from flows.identifiers import SessionId
from storage.base import InvitationRecord, StaleSessionError, UnitOfWork
from storage.transaction_records import ImportRecord
from tests.bot.imports.office import Office, a_list, row

RULES = InvitingRules(surveys=frozenset({"mc"}), procedures=())
LIST = [row(1), row(2), row(3, person="")]


async def invited(office: Office, record: ImportRecord) -> list[Asked]:
    unit = UnitOfWork()
    asked = await invite(office.storage, await office.rows(record), RULES, office.clock(), unit)
    await office.storage.commit(unit)
    return asked


async def opened(office: Office, asked: Asked) -> None:
    assert asked.invitation is not None
    unit = UnitOfWork()
    office.storage.invitations.claim(unit, asked.invitation.record.id, SessionId("s1"))
    await office.storage.commit(unit)


async def stored(office: Office) -> list[InvitationRecord]:
    return await office.storage.invitations.listed()


async def test_only_what_was_opened_outlives_its_list(office: Office) -> None:
    record = await office.applied(a_list(LIST))
    asked = await invited(office, record)
    await opened(office, asked[1])

    await office.importer.undo(record.id)
    await office.swept()

    states = {one.transaction_id: state_of(one, office.clock()) for one in await stored(office)}
    assert [states[one.transaction.id] for one in asked] == ["revoked", "claimed", "revoked"]


async def test_those_who_never_opened_theirs_are_asked_by_the_mended_list(office: Office) -> None:
    record = await office.applied(a_list(LIST))
    await opened(office, (await invited(office, record))[1])
    await office.importer.undo(record.id)
    await office.swept()

    mended = await office.applied(a_list([*LIST, row(4)]))
    outcomes: list[Outcome] = [one.outcome for one in await invited(office, mended)]

    assert outcomes == ["invited", "asked_lately", "invited", "invited"]


async def test_other_lists_keep_their_invitations(office: Office) -> None:
    other = await office.applied(a_list([row(7)]))
    await invited(office, other)
    record = await office.applied(a_list(LIST))
    await invited(office, record)

    await office.importer.undo(record.id)
    await office.swept()

    assert len([one for one in await stored(office) if one.revoked_at is None]) == 1
    again = await office.applied(a_list([row(7, day="06/10/2026", code="HS7b")]))
    assert [one.outcome for one in await invited(office, again)] == ["asked_lately"]


async def test_nobody_is_invited_for_a_list_that_is_taken_back_meanwhile(office: Office) -> None:
    record = await office.applied(a_list(LIST))
    unit = UnitOfWork()
    await invite(office.storage, await office.rows(record), RULES, office.clock(), unit)
    office.storage.imports.must_be(unit, record.id, "applied")
    await office.importer.undo(record.id)

    with pytest.raises(StaleSessionError):
        await office.storage.commit(unit)
    assert await stored(office) == []


@pytest.mark.parametrize(("is_undone", "outcome"), [(True, "invited"), (False, "asked_lately")])
async def test_a_number_without_a_name_is_asked_only_if_its_person_was_not(
    office: Office, is_undone: bool, outcome: Outcome
) -> None:
    record = await office.applied(a_list([row(1)]))
    await invited(office, record)
    if is_undone:
        await office.importer.undo(record.id)
        await office.swept()

    nameless = await office.applied(a_list([row(2, phone="0912000001", person="")]))
    assert [one.outcome for one in await invited(office, nameless)] == [outcome]
