"""What officers do to a case, on each kind of database; and what is left when it is erased."""

from functools import partial

import pytest
from msgspec.structs import replace

from flows.identifiers import ComplaintId, Instant
from storage.base import StaleSessionError, Storage, StorageRefusedError
from storage.desk_records import CaseFilter, CaseLinkRecord
from tests.storage.desk_rows import ME, WHOLE
from tests.storage.records import C1, R1, complaint, line, put, put_each, raw_unit, response

CASE = complaint(C1)


@pytest.fixture
async def desk(storage: Storage) -> Storage:
    """A storage with one case, its first line, a draft and a link."""
    link = CaseLinkRecord(
        token_hash="token", complaint_id=C1, created_at=Instant(5), expires_at=Instant(50)
    )
    await put(
        storage,
        lambda u: storage.responses.add(u, response(R1)),
        lambda u: storage.complaints.add(u, CASE),
        lambda u: storage.complaints.append(u, line()),
        lambda u: storage.drafts.keep(u, ME, C1, "answer", "Kính gửi bà Hoa", Instant(5)),
        lambda u: storage.case_links.add(u, link),
    )
    return storage


async def found_by(storage: Storage, *words: str) -> list[ComplaintId]:
    page = await storage.cases.queue(WHOLE, CaseFilter(words=words))
    return [row.id for row in page.rows]


class TestChanges:
    async def test_are_kept(self, desk: Storage) -> None:
        changed = replace(
            CASE, version=2, state="waiting", officer_id=ME, waiting_since=Instant(40),
            answered_at=Instant(35), reopened=1, due_version="vn-3", look_at=Instant(60),
            category="PA03", severity=3, due_at=Instant(800), owner_unit_id="u2",
            owner_role="intake", term_at=Instant(31), noticed=2, kind="other",
            reply_promised=False,
        )  # fmt: skip
        await put(desk, lambda u: desk.complaints.save(u, changed))
        assert await desk.complaints.by_code(CASE.code) == changed

    async def test_of_two_officers_the_second_is_refused(self, desk: Storage) -> None:
        taken = [replace(CASE, version=2, officer_id=name) for name in (ME, "account-2")]
        await put(desk, lambda u: desk.complaints.save(u, taken[0]))
        with pytest.raises(StaleSessionError):
            await put(
                desk,
                lambda u: desk.complaints.save(u, taken[1]),
                lambda u: desk.complaints.append(u, line(2, kind="taken")),
            )
        assert await desk.complaints.by_code(CASE.code) == taken[0]
        assert len(await desk.complaints.history(C1)) == 1

    async def test_never_touch_what_the_citizen_said(self, desk: Storage) -> None:
        forged = replace(CASE, version=2, story="khác", name="khác", phone=None, session_id=None)
        await put(desk, lambda u: desk.complaints.save(u, forged))
        assert await desk.complaints.by_code(CASE.code) == replace(CASE, version=2)

    async def test_a_search_follows_the_case(self, desk: Storage) -> None:
        old = replace(WHOLE, units=frozenset({"u1"}))
        new = replace(WHOLE, units=frozenset({"u2"}))
        await put(
            desk,
            lambda u: desk.complaints.save(u, replace(CASE, version=2, owner_unit_id="u2")),
        )
        pages = [await desk.cases.queue(s, CaseFilter(words=("sang",))) for s in (old, new)]
        assert [len(page.rows) for page in pages] == [0, 1]

    async def test_who_becomes_restricted_leaves_the_index(self, desk: Storage) -> None:
        assert await found_by(desk, "buoi") == [C1]
        await put(
            desk, lambda u: desk.complaints.save(u, replace(CASE, version=2, restricted=True))
        )
        assert await found_by(desk, "buoi") == []
        assert await desk.cases.index_missing() == 0


async def test_lines_keep_their_text(desk: Storage) -> None:
    asked = line(2, kind="asked", text="Bà đến hôm nào?")
    await put(desk, lambda u: desk.complaints.append(u, asked))
    assert await desk.complaints.history(C1) == [line(), asked]


async def test_parties_are_kept_away(desk: Storage) -> None:
    add_party = desk.complaints.add_party
    for kind in ("named", "rated"):
        await put(desk, partial(add_party, complaint_id=C1, account_id=ME, kind=kind))
    assert await desk.complaints.parties(C1) == {ME: "named"}
    assert await desk.complaints.parties(ComplaintId("other")) == {}
    assert await desk.cases.by_code(WHOLE, CASE.code) is None
    assert await desk.cases.by_code(replace(WHOLE, account_id="other"), CASE.code) == CASE


async def test_who_was_kept_away_by_mistake_sees_the_case_again(desk: Storage) -> None:
    await put(desk, lambda u: desk.complaints.add_party(u, C1, ME, "found"))
    await put(desk, lambda u: desk.complaints.drop_party(u, C1, ME))
    assert await desk.complaints.parties(C1) == {}
    assert await desk.cases.by_code(WHOLE, CASE.code) == CASE
    with pytest.raises(StaleSessionError):
        await put(desk, lambda u: desk.complaints.drop_party(u, C1, ME))


class TestLinks:
    async def test_lead_to_the_case_until_they_expire(self, desk: Storage) -> None:
        assert await desk.case_links.case_of("token", Instant(49)) == CASE
        assert await desk.case_links.case_of("token", Instant(50)) is None
        assert await desk.case_links.case_of("other", Instant(9)) is None

    async def test_are_forgotten(self, desk: Storage) -> None:
        await put(desk, lambda u: desk.case_links.forget_before(u, Instant(51)))
        assert await desk.case_links.case_of("token", Instant(9)) is None


class TestDrafts:
    async def test_are_replaced_and_dropped(self, desk: Storage) -> None:
        await put(
            desk, lambda u: desk.drafts.keep(u, ME, C1, "answer", "Kính gửi bà Huệ", Instant(9))
        )
        assert await desk.drafts.load(ME, C1, "answer") == "Kính gửi bà Huệ"
        assert await desk.drafts.load(ME, C1, "ask") is None
        assert await desk.drafts.load("account-2", C1, "answer") is None
        await put(desk, lambda u: desk.drafts.drop(u, ME, C1, "answer"))
        assert await desk.drafts.load(ME, C1, "answer") is None

    @pytest.mark.parametrize(("before", "left"), [(5, "Kính gửi bà Hoa"), (6, None)])
    async def test_are_forgotten(self, desk: Storage, before: int, left: str | None) -> None:
        await put(desk, lambda u: desk.drafts.forget_before(u, Instant(before)))
        assert await desk.drafts.load(ME, C1, "answer") == left


async def test_filters_are_kept_under_their_names(storage: Storage) -> None:
    kept = storage.saved_filters.keep
    await put(
        storage,
        lambda u: kept(u, ME, "/cases", "của tôi", "mine=1"),
        lambda u: kept(u, ME, "/cases", "bà Hoa", "q=hoa"),
        lambda u: kept(u, ME, "/cases", "của tôi", "mine=1&late=1"),
        lambda u: kept(u, ME, "/audit", "của tôi", "who=me"),
        lambda u: kept(u, "account-2", "/cases", "khác", "state=new"),
    )
    mine = [("bà Hoa", "q=hoa"), ("của tôi", "mine=1&late=1")]
    assert sorted(await storage.saved_filters.of_list(ME, "/cases")) == sorted(mine)
    await put(storage, lambda u: storage.saved_filters.drop(u, ME, "/cases", "bà Hoa"))
    await put(storage, lambda u: storage.saved_filters.drop(u, ME, "/audit", "của tôi"))
    assert await storage.saved_filters.of_list(ME, "/cases") == mine[1:]
    assert await storage.saved_filters.of_list(ME, "/audit") == []


class TestErasure:
    """Invariant I22."""

    async def erased(self, desk: Storage, severity: int) -> None:
        said = line(2, kind="supplied", text="Tôi là Hoa")
        grave = replace(CASE, version=2, severity=severity)
        await put(
            desk,
            lambda u: desk.complaints.save(u, grave),
            lambda u: desk.complaints.append(u, said),
        )
        await put(desk, lambda u: desk.complaints.erase_of_response(u, R1, Instant(70)))

    async def test_takes_words_texts_drafts_and_links_along(self, desk: Storage) -> None:
        await self.erased(desk, 2)
        opened, said, erased = await desk.complaints.history(C1)
        assert (opened.text, said.kind, said.text) == (None, "supplied", None)
        assert erased.kind == "erased_on_request"
        assert await found_by(desk, "buoi") == []
        assert await desk.drafts.load(ME, C1, "answer") is None
        assert await desk.case_links.case_of("token", Instant(9)) is None

    async def test_leaves_a_case_that_must_be_checked_its_words(self, desk: Storage) -> None:
        await self.erased(desk, 4)
        assert [one.text for one in await desk.complaints.history(C1)][1] == "Tôi là Hoa"
        assert await found_by(desk, "buoi") == [C1]
        assert await desk.drafts.load(ME, C1, "answer") is not None
        assert await desk.case_links.case_of("token", Instant(9)) is None

    async def test_is_not_undone_by_an_officer_who_read_the_case_before(
        self, desk: Storage
    ) -> None:
        await put(desk, lambda u: desk.complaints.erase_of_response(u, R1, Instant(70)))
        late = replace(CASE, version=2, state="assigned", officer_id=ME)
        await put(desk, lambda u: desk.complaints.save(u, late))
        found = await desk.complaints.by_code(CASE.code)
        assert found is not None
        assert (found.state, found.story, found.name, found.session_id) == (
            "assigned", None, None, None,
        )  # fmt: skip


async def test_texts_of_history_cannot_be_changed_only_emptied(desk: Storage) -> None:
    await put_each(desk, desk.complaints.append, line(2, text="đã gọi điện"))
    for change in ("text = CAST('a' AS BYTEA)", "kind = 'x'", "text = NULL, kind = 'x'"):
        with pytest.raises(StorageRefusedError, match="append-only"):
            await change_history(desk, change)
    await change_history(desk, "text = NULL")
    assert [one.text for one in await desk.complaints.history(C1)] == [None, None]


async def change_history(storage: Storage, change: str) -> None:
    """Write past the repositories."""
    await storage.commit(raw_unit(f"UPDATE complaint_events SET {change}"))  # noqa: S608 – words of the tests
