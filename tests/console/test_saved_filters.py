"""Filters under a name: kept, opened, dropped, and brought back."""

from flows.desk.roles import Grant
from tests.console.entry_hall import EntryHall, Person, Reply

INTAKE = Grant("intake_officer", "bhxh-dalat")
CASES = "/console/cases"


async def keeps(person: Person, name: str, query: str, path: str = CASES) -> Reply:
    await person.browser.see("/console/me")
    fields = {"name": name, "query": query, "next": path}
    return await person.browser.press("/console/filters", **fields)


async def kept(hall: EntryHall, person: Person, path: str = CASES) -> list[tuple[str, str]]:
    return await hall.installation.storage.saved_filters.of_list(person.account.id, path)


async def test_each_list_has_filters_of_its_own(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    await keeps(person, "Tuần này", "mine=1")
    await keeps(person, "Tuần này", "state=completed", path="/console/responses")
    assert await kept(hall, person) == [("Tuần này", "mine=1")]
    assert await kept(hall, person, "/console/responses") == [("Tuần này", "state=completed")]
    assert "state=completed" not in (await person.browser.see(CASES)).html


async def test_a_filter_is_kept_without_its_place_in_the_list(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    reply = await keeps(person, "Của tôi", "mine=1&after=xyz&q=")
    assert reply.location == f"{CASES}?mine=1"
    assert await kept(hall, person) == [("Của tôi", "mine=1")]


async def test_a_dropped_filter_comes_back_by_one_press(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    await keeps(person, "Quá hạn", "late=1")
    await person.browser.see("/console/me")
    await person.browser.press("/console/filters/drop", name="Quá hạn", next=CASES)
    assert await kept(hall, person) == []
    page = await person.browser.see("/console/me")
    undo = {name: page.field(name) for name in ("name", "query", "next")}
    await person.browser.press("/console/filters", **undo)
    assert await kept(hall, person) == [("Quá hạn", "late=1")]


async def test_nobody_drops_a_filter_of_others(hall: EntryHall) -> None:
    one, other = await hall.person(INTAKE, inside=True), await hall.person(INTAKE, inside=True)
    await keeps(one, "Của tôi", "mine=1")
    await other.browser.see("/console/me")
    reply = await other.browser.press("/console/filters/drop", name="Của tôi", next=CASES)
    assert reply.status == 404
    assert len(await kept(hall, one)) == 1


async def test_a_filter_leads_to_a_list_of_ours(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    reply = await keeps(person, "x", "a=1", path="https://example.org/")
    assert reply.status == 404
    assert await kept(hall, person) == []


async def test_a_filter_needs_a_name_and_there_is_an_end_to_them(hall: EntryHall) -> None:
    person = await hall.person(INTAKE, inside=True)
    for name, query in (("", "mine=1"), ("x" * 41, "mine=1"), ("trống", "")):
        await keeps(person, name, query)
    assert await kept(hall, person) == []
    for number in range(32):
        await keeps(person, f"số {number:02}", "mine=1")
    assert len(await kept(hall, person)) == 30
