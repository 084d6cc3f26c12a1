"""What every database promises about links: whichever somebody has got leads to the one survey."""

from typing import Final

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant, InvitationId, SessionId
from storage.base import InvitationRecord, StaleSessionError, Storage
from storage.broadcast_base import InvitationOpenedError
from tests.storage.records import I1, invitation, put

OWN = invitation(transaction_id="t1", kind="personal", expires_at=Instant(900))
BY_CAMPAIGN: Final = replace(
    OWN, id=InvitationId("derived"), campaign_id="c1", token_hash="letter", code_hash="L-1",
    expires_at=Instant(500),
)  # fmt: skip


async def handed(storage: Storage) -> None:
    """A slip or an answer of the API, before any campaign."""
    await put(storage, lambda u: storage.invitations.add(u, OWN))


async def sent(storage: Storage, campaign: str = "c1", link: str = "letter") -> None:
    """What a wave writes as its letter leaves."""
    record = replace(BY_CAMPAIGN, campaign_id=campaign, token_hash=link, code_hash=f"L-{link}")
    await put(storage, lambda u: storage.recipients.invite(u, record))


async def printed_again(storage: Storage, link: str, end: int = 800) -> None:
    """A slip that is printed for what is there already."""
    known = await found_of(storage)
    new = replace(known, token_hash=link, code_hash=f"S-{link}", expires_at=Instant(end))
    await put(storage, lambda u: storage.invitations.renew(u, new))


async def found_of(storage: Storage) -> InvitationRecord:
    return (await storage.invitations.of_transactions(["t1"]))["t1"]


async def leads(storage: Storage, *links: str) -> list[bool]:
    found = [await storage.invitations.by_token_hash(link) for link in links]
    return [one is not None and one.transaction_id == "t1" for one in found]


async def test_a_slip_leaves_the_letters_link_and_ends_the_slip_before(storage: Storage) -> None:
    await sent(storage)
    await printed_again(storage, "slip")
    assert await leads(storage, "letter", "slip") == [True, True]
    await printed_again(storage, "second-slip")
    assert await leads(storage, "letter", "slip", "second-slip") == [True, False, True]
    assert await storage.invitations.by_code_hash("S-second-slip") is not None
    assert await storage.invitations.by_code_hash("S-slip") is None


async def test_a_letter_leaves_the_slips_link(storage: Storage) -> None:
    await handed(storage)
    await sent(storage)
    assert await leads(storage, OWN.token_hash, "letter") == [True, True]
    await sent(storage)  # a reminder
    await sent(storage, "c2", "other-letter")
    assert await leads(storage, OWN.token_hash, "letter", "other-letter") == [True, True, True]
    await printed_again(storage, "slip")
    assert await leads(storage, OWN.token_hash, "slip", "letter") == [False, True, True]


async def test_each_link_has_an_end_of_its_own(storage: Storage) -> None:
    await sent(storage)
    await printed_again(storage, "slip", 800)
    ends = [await storage.invitations.by_token_hash(link) for link in ("letter", "slip")]
    assert [one and one.expires_at for one in ends] == [500, 800]


async def test_whichever_is_opened_first_all_lead_to_that_session(storage: Storage) -> None:
    await handed(storage)
    await sent(storage)
    by_slip = await storage.invitations.by_token_hash(OWN.token_hash)
    assert by_slip is not None
    await put(storage, lambda u: storage.invitations.claim(u, by_slip.id, SessionId("s1")))
    by_letter = await storage.invitations.by_token_hash("letter")
    assert by_letter is not None
    assert (by_letter.id, by_letter.session_id) == (I1, "s1")
    with pytest.raises(InvitationOpenedError):
        await sent(storage, "c2", "other-letter")
    with pytest.raises(StaleSessionError):
        await printed_again(storage, "slip")


async def test_who_takes_one_back_takes_all_back(storage: Storage) -> None:
    await sent(storage)
    await printed_again(storage, "slip")
    name = (await found_of(storage)).id
    await put(storage, lambda u: storage.invitations.revoke(u, name, Instant(70)))
    for link in ("letter", "slip"):
        one = await storage.invitations.by_token_hash(link)
        assert one is not None
        assert one.revoked_at == 70


async def test_a_letter_that_leaves_meanwhile_is_not_overwritten(storage: Storage) -> None:
    """Who prints has looked before it left, and is told to look again."""
    await handed(storage)
    known = await found_of(storage)
    await sent(storage)
    with pytest.raises(StaleSessionError):
        await put(
            storage,
            lambda u: storage.invitations.renew(u, replace(known, token_hash="late-slip")),
        )
    assert await leads(storage, OWN.token_hash, "letter", "late-slip") == [True, True, False]
