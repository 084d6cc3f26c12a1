"""What every database promises about places, forms, links, the log and the example data."""

import pytest
from msgspec.structs import replace

from flows.identifiers import Instant, InvitationId, SessionId
from storage.base import (
    ConversationRecord,
    FormConflictError,
    FormRecord,
    MissingRowError,
    PlaceRecord,
    StaleSessionError,
    Storage,
    StorageRefusedError,
)
from tests.storage.records import (
    I1,
    S1,
    answer,
    complaint,
    inbox,
    invitation,
    line,
    outbox,
    put,
    put_each,
    response,
    stored,
    timer,
)

DESK = PlaceRecord(
    id="p1",
    name="Bộ phận một cửa",
    unit_id="district",
    unit_name="BHXH cơ sở",
    parent_unit_id="province",
    counters=(("2", "Quầy 2"), ("1", "Quầy 1")),
)
PLACE = PlaceRecord(
    id="x",
    name="desk",
    unit_id="d",
    unit_name="district",
    parent_unit_id="p",
    counters=(("1", "one"),),
    demo=True,
)
CONVERSATION = ConversationRecord(
    channel="web", user_key="k", session_id=S1, created_at=Instant(0)
)
FORM = FormRecord(
    form="mc",
    version=1,
    content_hash="aa",
    sources={"mc.yaml": "id: mc\n", "common.yaml": "…"},
    published_at=Instant(5),
)


class TestPlaces:
    async def test_places_know_their_unit_and_counters(self, storage: Storage) -> None:
        assert await storage.places.root_unit() is None
        bare = PlaceRecord(id="p2", name="Bưu điện", unit_id="province", unit_name="BHXH tỉnh")
        await put(
            storage,
            lambda u: storage.places.add_unit(u, "province", "BHXH tỉnh", None),
            lambda u: storage.places.add_unit(u, "district", "BHXH cơ sở", "province"),
            lambda u: storage.places.add_place(u, DESK),
            lambda u: storage.places.add_place(u, bare),
        )
        assert await storage.places.root_unit() == ("province", "BHXH tỉnh")
        assert await storage.places.place("p1") == DESK, "counters keep the order given"
        assert await storage.places.place("p2") == bare
        assert await storage.places.place("p3") is None
        assert await storage.places.places() == [DESK, bare]

    async def test_a_real_root_goes_before_an_example(self, storage: Storage) -> None:
        await put(
            storage,
            lambda u: storage.places.add_unit(u, "a", "example", None, demo=True),
            lambda u: storage.places.add_unit(u, "b", "real", None),
        )
        assert await storage.places.root_unit() == ("b", "real")

    async def test_a_place_needs_its_unit(self, storage: Storage) -> None:
        with pytest.raises(StorageRefusedError):
            await put(storage, lambda u: storage.places.add_place(u, DESK))


class TestForms:
    async def test_every_version_is_kept(self, storage: Storage) -> None:
        second = FormRecord(
            form="mc", version=2, content_hash="bb", sources={}, published_at=Instant(9)
        )
        await put_each(storage, storage.forms.publish, second, FORM)
        assert await storage.forms.all() == [FORM, second]

    async def test_the_same_content_again_is_no_change(self, storage: Storage) -> None:
        again = FormRecord(
            form="mc", version=1, content_hash="aa", sources={}, published_at=Instant(99)
        )
        await put_each(storage, storage.forms.publish, FORM, again)
        assert await storage.forms.all() == [FORM]

    async def test_another_content_needs_another_version(self, storage: Storage) -> None:
        other = FormRecord(
            form="mc", version=1, content_hash="bb", sources={}, published_at=Instant(9)
        )
        await put(storage, lambda u: storage.forms.publish(u, FORM))
        with pytest.raises(FormConflictError):
            await put(storage, lambda u: storage.forms.publish(u, other))
        assert await storage.forms.all() == [FORM]


class TestInvitations:
    async def test_an_invitation_is_found_by_its_hashes(self, storage: Storage) -> None:
        full = invitation(
            kind="place",
            expires_at=9,
            revoked_at=8,
            unit_id="u",
            place_id="p",
            counter_id="1",
            service="s",
            period_from="2026-01-01",
            period_to="2026-03-31",
            session_id="x",
            label="poster",
            demo=True,
        )
        await put(storage, lambda u: storage.invitations.add(u, full))
        assert await storage.invitations.by_token_hash(full.token_hash) == full
        assert await storage.invitations.by_code_hash(full.code_hash) == full
        assert await storage.invitations.by_id(full.id) == full
        assert await storage.invitations.by_token_hash("no") is None

    async def test_listing(self, storage: Storage) -> None:
        newer, older = invitation("i2", created_at=9), invitation("i1", created_at=3, demo=True)
        await put_each(storage, storage.invitations.add, newer, older)
        assert await storage.invitations.listed() == [older, newer]
        assert await storage.invitations.listed(demo=True) == [older]
        assert await storage.invitations.listed(demo=False) == [newer]

    async def test_a_personal_one_is_claimed_by_one_session(self, storage: Storage) -> None:
        claim = storage.invitations.claim
        await put(storage, lambda u: storage.invitations.add(u, invitation()))
        await put(storage, lambda u: claim(u, I1, S1))
        await put(storage, lambda u: claim(u, I1, S1))
        with pytest.raises(StaleSessionError):
            await put(storage, lambda u: claim(u, I1, SessionId("other")))
        assert await storage.invitations.by_id(I1) == invitation(session_id=S1)

    @pytest.mark.parametrize("change", [{"kind": "place"}, {"revoked_at": 5}])
    async def test_place_and_revoked_ones_cannot_be_claimed(
        self, storage: Storage, change: dict[str, object]
    ) -> None:
        await put(storage, lambda u: storage.invitations.add(u, invitation(**change)))
        with pytest.raises(StaleSessionError):
            await put(storage, lambda u: storage.invitations.claim(u, I1, S1))

    async def test_revoking(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.invitations.add(u, invitation()))
        await put(storage, lambda u: storage.invitations.revoke(u, I1, Instant(7)))
        assert await storage.invitations.by_id(I1) == invitation(revoked_at=7)
        nobody = InvitationId("nobody")
        with pytest.raises(MissingRowError):
            await put(storage, lambda u: storage.invitations.revoke(u, nobody, Instant(7)))


async def note(storage: Storage, action: str, *, demo: bool = False) -> None:
    await put(
        storage,
        lambda u: storage.audit.note(
            u,
            at=Instant(4),
            actor="admin",
            action=action,
            target="complaints",
            detail={"b": "2", "a": "1"},
            demo=demo,
        ),
    )


class TestAudit:
    async def test_the_newest_comes_first(self, storage: Storage) -> None:
        for action in ("export", "reveal"):
            await note(storage, action)
        newest, oldest = await storage.audit.listed()
        assert (newest["action"], oldest["action"]) == ("reveal", "export")
        assert newest["detail"] == {"a": "1", "b": "2"}
        assert newest["id"] > oldest["id"]
        assert [entry["action"] for entry in await storage.audit.listed(limit=1)] == ["reveal"]


class TestHouse:
    async def test_a_durable_write_can_be_repeated(self, storage: Storage) -> None:
        for _ in range(3):
            await storage.durable_write()


async def example_data(storage: Storage) -> None:
    """A unit tree, a place, a link, a session with its response and case: all example."""
    await put(
        storage,
        lambda u: storage.places.add_unit(u, "p", "province", None, demo=True),
        lambda u: storage.places.add_unit(u, "d", "district", "p", demo=True),
        lambda u: storage.places.add_place(u, PLACE),
        lambda u: storage.invitations.add(u, invitation(demo=True)),
        lambda u: storage.sessions.add(u, stored(invitation_id=I1)),
        lambda u: storage.conversations.point(u, CONVERSATION),
        lambda u: storage.inbox.add(u, inbox()),
        lambda u: storage.outbox.add(u, outbox()),
        lambda u: storage.timers.set(u, timer()),
        lambda u: storage.responses.add(u, response(demo=True)),
        lambda u: storage.answers.record(u, answer()),
        lambda u: storage.complaints.add(u, complaint(demo=True)),
        lambda u: storage.complaints.append(u, line()),
    )
    await note(storage, "example", demo=True)


class TestExampleData:
    async def test_nothing_of_it_is_left(self, storage: Storage) -> None:
        await example_data(storage)
        removed = await storage.remove_demo()
        assert {name: count for name, count in removed.items() if count} == {
            "answers": 1,
            "audit": 1,
            "complaint_events": 1,
            "complaint_words": 8,
            "complaints": 1,
            "conversations": 1,
            "counters": 1,
            "inbox": 1,
            "invitations": 1,
            "outbox": 1,
            "places": 1,
            "responses": 1,
            "sessions": 1,
            "timers": 1,
            "units": 2,
        }
        assert not any((await storage.remove_demo()).values())
        assert await storage.sessions.load(S1) is None

    async def test_real_data_stays(self, storage: Storage) -> None:
        await example_data(storage)
        real = stored("real", session=stored("real").session)
        await put(
            storage,
            lambda u: storage.sessions.add(u, real),
            lambda u: storage.responses.add(u, response("real", session_id="real")),
            lambda u: storage.complaints.add(u, complaint("real")),
            lambda u: storage.complaints.append(u, line(complaint_id="real")),
            lambda u: storage.invitations.add(u, invitation("real")),
        )
        await note(storage, "export")
        await storage.remove_demo()
        assert await storage.sessions.load(SessionId("real")) == real
        assert [r.id for r in await storage.responses.listed()] == ["real"]
        assert [c.id for c in await storage.complaints.listed()] == ["real"]
        assert len(await storage.complaints.history(complaint("real").id)) == 1
        assert [i.id for i in await storage.invitations.listed()] == ["real"]
        assert [entry["action"] for entry in await storage.audit.listed()] == ["export"]

    async def test_a_session_with_something_real_stays(self, storage: Storage) -> None:
        await example_data(storage)
        await put(storage, lambda u: storage.responses.add(u, response("real")))
        await storage.remove_demo()
        assert await storage.sessions.load(S1) is not None

    async def test_units_that_carry_real_places_stay(self, storage: Storage) -> None:
        await example_data(storage)
        real = replace(PLACE, id="real", counters=(), demo=False)
        await put(storage, lambda u: storage.places.add_place(u, real))
        removed = await storage.remove_demo()
        assert (removed["units"], removed["places"]) == (0, 1)
        assert await storage.places.places() == [real]

    @pytest.mark.parametrize(
        "named",
        [
            ("responses", response("real", unit_id="d", place_id="x")),
            ("complaints", complaint("real", owner_unit_id="d", place_id="x")),
            ("invitations", invitation("real", place_id="x")),
        ],
        ids=lambda value: value[0],
    )
    async def test_what_real_rows_name_stays(
        self, storage: Storage, named: tuple[str, object]
    ) -> None:
        """Invariant I14: a case does not lose its owner under its feet."""
        await example_data(storage)
        repository, row = named
        await put(storage, lambda u: getattr(storage, repository).add(u, row))
        assert await storage.kept_demo() == {"units": 2, "places": 1}
        removed = await storage.remove_demo()
        assert (removed["units"], removed["places"], removed["counters"]) == (0, 0, 0)
        assert await storage.places.places() == [PLACE]
        assert await storage.places.root_unit() == ("p", "province")
        assert await storage.kept_demo() == {"units": 2, "places": 1}

    async def test_an_owner_stays_without_its_place(self, storage: Storage) -> None:
        await example_data(storage)
        case = complaint("real", owner_unit_id="p")
        await put(storage, lambda u: storage.complaints.add(u, case))
        removed = await storage.remove_demo()
        assert (removed["units"], removed["places"]) == (1, 1)
        assert await storage.places.root_unit() == ("p", "province")

    async def test_who_began_without_a_unit_keeps_the_root(self, storage: Storage) -> None:
        await example_data(storage)
        await put(storage, lambda u: storage.responses.add(u, response("real", session_id="s2")))
        await storage.remove_demo()
        assert await storage.places.root_unit() == ("p", "province")

    async def test_an_erased_response_keeps_no_example_session(self, storage: Storage) -> None:
        await example_data(storage)
        erased = response("real", session_id=None, state="erased", unit_id="elsewhere")
        await put(storage, lambda u: storage.responses.add(u, erased))
        assert (await storage.remove_demo())["sessions"] == 1
