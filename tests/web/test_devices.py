"""Which responses came from one browser can be told for some weeks, and nothing else of it."""

from sqlalchemy import select

from bot.invitations import InvitationKind
from storage.judging_tables import session_devices
from tests.web.citizen import Citizen
from tests.web.installation import Installation


async def rows(trial: Installation) -> dict[str, bytes]:
    """Session → device, of all that were begun."""
    columns = (session_devices.c.session_id, session_devices.c.device_index)
    found = await trial.storage.database.rows(select(*columns))
    return {name: bytes(device) for name, device in found}


async def begun(trial: Installation, citizen: Citizen, kind: InvitationKind = "place") -> bytes:
    """Begin with an invitation of one's own; return the device of that session."""
    before = await rows(trial)
    await citizen.start((await trial.invite(kind=kind)).token)
    after = await rows(trial)
    [session] = after.keys() - before.keys()
    return after[session]


async def test_links_opened_in_one_browser_have_one_device(
    citizen: Citizen, neighbour: Citizen, trial: Installation
) -> None:
    first = await begun(trial, citizen, kind="personal")
    second = await begun(trial, citizen, kind="personal")
    third = await begun(trial, citizen)
    assert first == second == third
    assert await begun(trial, neighbour) != first


async def test_the_cookie_itself_is_nowhere(citizen: Citizen, trial: Installation) -> None:
    device = await begun(trial, citizen)
    secrets = [cookie.value for cookie in citizen.http.cookie_jar if cookie.key == "talk"]
    assert secrets
    assert all(secret.encode() not in device and len(device) == 32 for secret in secrets)


async def test_going_on_notes_nothing_anew(citizen: Citizen, trial: Installation) -> None:
    invitation = await trial.invite()
    await citizen.start(invitation.token)
    before = await rows(trial)
    await citizen.start(invitation.token)
    assert await rows(trial) == before
