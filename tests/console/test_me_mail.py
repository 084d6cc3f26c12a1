"""An officer's address on the personal page: nothing goes there before its reader says yes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.mail_records import AccountMail
from tests.bot.mail_account import mail_settings
from tests.console.entry_hall import EntryHall, Person, entry_hall

PAGE = "/console/me"
ADDRESS = "lan@example.gov.vn"


@pytest.fixture(scope="module")
async def post(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EntryHall]:
    """A console whose office has a mail server."""
    folder: Path = tmp_path_factory.mktemp("mail")
    async with entry_hall(folder, mail=mail_settings()) as hall:
        yield hall


async def row(hall: EntryHall, person: Person) -> AccountMail | None:
    return await hall.installation.storage.account_mails.of(person.account.id)


async def entered(hall: EntryHall, address: str = ADDRESS) -> tuple[Person, AccountMail]:
    """Somebody who has typed an address, and the row that came of it."""
    person = await hall.person(inside=True)
    await person.browser.see(PAGE)
    assert (await person.browser.press(f"{PAGE}/mail", address=address)).status == 303
    found = await row(hall, person)
    assert found is not None
    return person, found


def link(hall: EntryHall, mail: AccountMail) -> str:
    token = hall.installation.storage.mail_links.confirm_token(mail)
    return f"{PAGE}/mail/confirm?token={token}"


async def test_an_address_waits_until_its_reader_confirms_it(post: EntryHall) -> None:
    person, mail = await entered(post)
    assert "chờ xác nhận" in (await person.browser.see(PAGE)).text
    page = await person.browser.see(link(post, mail))
    assert ADDRESS in page.text
    assert (await row(post, person)) == mail, "a look confirms nothing"
    await person.browser.press(f"{PAGE}/mail/confirm", token=page.field("token"))
    assert "đã xác nhận" in (await person.browser.see(PAGE)).text
    done = await row(post, person)
    assert done is not None
    assert done.confirmed_at is not None
    actions = ["account.signed_in", "account.mail_entered", "account.mail_confirmed"]
    assert await post.audited(person) == actions


async def test_nobody_confirms_for_somebody_else(post: EntryHall) -> None:
    person, mail = await entered(post)
    other, _ = await entered(post)
    for reader, address in ((other, link(post, mail)), (person, f"{PAGE}/mail/confirm?token=x")):
        assert "không còn dùng được" in (await reader.browser.see(address)).text
    await other.browser.see(PAGE)
    await other.browser.press(f"{PAGE}/mail/confirm", token=link(post, mail).partition("=")[2])
    assert (await row(post, person)) == mail


async def test_a_link_to_the_address_before_confirms_nothing(post: EntryHall) -> None:
    person, mail = await entered(post)
    await person.browser.see(PAGE)
    await person.browser.press(f"{PAGE}/mail", address="khac@example.gov.vn")
    assert "không còn dùng được" in (await person.browser.see(link(post, mail))).text


@pytest.mark.parametrize("address", ["lan", "lan@", "a@b.vn, c@d.vn", "a@b.vn\r\nBcc: c@d.vn", ""])
async def test_what_is_no_address_is_refused_beside_its_box(post: EntryHall, address: str) -> None:
    person = await post.person(inside=True)
    await person.browser.see(PAGE)
    reply = await person.browser.press(f"{PAGE}/mail", address=address)
    assert reply.status == 422
    assert "Xin nhập một địa chỉ" in reply.text
    assert await row(post, person) is None


async def test_an_address_goes_and_can_be_brought_back(post: EntryHall) -> None:
    person, _ = await entered(post)
    await person.browser.see(PAGE)
    await person.browser.press(f"{PAGE}/mail/remove")
    assert await row(post, person) is None
    page = await person.browser.see(PAGE)
    await person.browser.press(f"{PAGE}/mail", address=page.field("address"))
    again = await row(post, person)
    assert again is not None
    assert again.address == ADDRESS


async def test_without_a_mail_server_the_page_offers_none(hall: EntryHall) -> None:
    person = await hall.person(inside=True)
    assert "thư điện tử" not in (await person.browser.see(PAGE)).text
