"""What every database promises about responses, answers and cases."""

import pytest
from msgspec.structs import replace

from flows.identifiers import ComplaintId, Instant, ResponseId
from flows.session import Value
from storage.base import (
    MissingRowError,
    StaleSessionError,
    Storage,
    StorageRefusedError,
)
from tests.storage.records import (
    C1,
    R1,
    answer,
    complaint,
    consent,
    line,
    misreading,
    put,
    put_each,
    response,
)

VALUES: list[Value] = ["4", "na", "", "Đường 3/2", 0, 68, -1, 2.5, 3.0, ("a", "b"), (), None]
NOBODY = ResponseId("nobody")


@pytest.fixture
async def begun(storage: Storage) -> Storage:
    """A storage with response R1."""
    await put(storage, lambda u: storage.responses.add(u, response()))
    return storage


class TestResponses:
    async def test_a_response_comes_back_as_it_was(self, storage: Storage) -> None:
        full = response(
            state="completed",
            completed_at=Instant(99),
            code="ABCDE-FGHJK-L",
            restricted="denunciation",
            invitation_id="i1",
            invitation_kind="place",
            unit_id="u1",
            place_id="p1",
            counter_id="3",
            trial=False,
            demo=True,
        )
        await put(storage, lambda u: storage.responses.add(u, full))
        assert await storage.responses.load(R1) == full
        assert await storage.responses.by_code("ABCDE-FGHJK-L") == full
        assert await storage.responses.load(NOBODY) is None
        assert await storage.responses.by_code("nothing") is None

    async def test_they_are_listed_by_their_beginning(self, storage: Storage) -> None:
        rows = [response(f"r{n}", started_at=at) for n, at in ((1, 30), (2, 10), (3, 20))]
        example = response("r4", started_at=40, demo=True)
        await put_each(storage, storage.responses.add, *rows, example)
        listed = storage.responses.listed
        assert [r.id for r in await listed()] == ["r2", "r3", "r1", "r4"]
        assert [r.id for r in await listed(since=Instant(20), demo=False)] == ["r3", "r1"]
        assert await listed(demo=True) == [example]

    async def test_closing_sets_state_and_code(self, begun: Storage) -> None:
        close = begun.responses.close
        await put(begun, lambda u: close(u, R1, "completed", code="X", completed_at=Instant(50)))
        await put(begun, lambda u: close(u, R1, "in_progress"))
        await put(begun, lambda u: close(u, R1, "completed", completed_at=Instant(80)))
        expected = response(state="completed", code="X", completed_at=50)
        assert await begun.responses.load(R1) == expected, "the first completion counts"

    async def test_closing_what_is_not_there_is_a_fault(self, storage: Storage) -> None:
        with pytest.raises(MissingRowError):
            await put(storage, lambda u: storage.responses.close(u, NOBODY, "stopped"))

    async def test_an_unknown_state_is_refused(self, begun: Storage) -> None:
        with pytest.raises(StorageRefusedError):
            await put(begun, lambda u: begun.responses.close(u, R1, "finished"))

    async def test_a_code_belongs_to_one_response(self, begun: Storage) -> None:
        await put(begun, lambda u: begun.responses.close(u, R1, "completed", code="X"))
        twin = response("r2", code="X")
        with pytest.raises(StorageRefusedError):
            await put(begun, lambda u: begun.responses.add(u, twin))

    async def test_restricting(self, begun: Storage) -> None:
        await put(begun, lambda u: begun.responses.restrict(u, R1, "formal_complaint"))
        assert await begun.responses.load(R1) == response(restricted="formal_complaint")
        with pytest.raises(StorageRefusedError):
            await put(begun, lambda u: begun.responses.restrict(u, R1, "gossip"))
        with pytest.raises(MissingRowError):
            await put(begun, lambda u: begun.responses.restrict(u, NOBODY, "denunciation"))
        await put(begun, lambda u: begun.responses.release(u, R1))
        assert await begun.responses.load(R1) == response()

    async def test_an_erased_one_leads_back_to_nobody(self, storage: Storage) -> None:
        whole = response(
            state="completed",
            code="X",
            completed_at=50,
            invitation_id="i",
            invitation_kind="personal",
            unit_id="u",
            place_id="p",
            counter_id="2",
        )
        await put(storage, lambda u: storage.responses.add(u, whole))
        await put(storage, lambda u: storage.responses.erase(u, R1))
        assert await storage.responses.load(R1) == replace(
            whole, state="erased", session_id=None, invitation_id=None, counter_id=None, code=None
        )
        assert await storage.responses.by_code("X") is None
        with pytest.raises(MissingRowError):
            await put(storage, lambda u: storage.responses.erase(u, NOBODY))

    async def test_consents_are_kept_one_after_the_other(self, begun: Storage) -> None:
        given, withdrawn = consent(), consent(given=False, at=Instant(12))
        await put_each(begun, begun.responses.consent, given, withdrawn)
        assert await begun.responses.consents(R1) == [given, withdrawn]
        assert await begun.responses.consents(NOBODY) == []

    async def test_a_consent_needs_its_response(self, storage: Storage) -> None:
        with pytest.raises(StorageRefusedError):
            await put(storage, lambda u: storage.responses.consent(u, consent()))


class TestAnswers:
    @pytest.mark.parametrize("private", [False, True])
    @pytest.mark.parametrize("value", VALUES)
    async def test_every_value_comes_back_as_it_was(
        self, begun: Storage, value: Value, private: bool
    ) -> None:
        given = answer(value=value, private=private, comment="bình luận", flags=("redacted",))
        await put(begun, lambda u: begun.answers.record(u, given))
        [found] = await begun.answers.current(R1)
        assert found == given
        assert type(found.value) is type(value)

    async def test_the_highest_revision_counts(self, begun: Storage) -> None:
        first, second = answer(at=5), answer(revision=2, value="1", at=9)
        other = answer("MC2", at=7)
        await put_each(begun, begun.answers.record, second, first, other)
        assert await begun.answers.current(R1) == [other, second]
        assert await begun.answers.history(R1) == [first, other, second]
        assert await begun.answers.current(NOBODY) == []

    async def test_a_revision_is_written_once(self, begun: Storage) -> None:
        await put(begun, lambda u: begun.answers.record(u, answer()))
        with pytest.raises(StorageRefusedError):
            await put(begun, lambda u: begun.answers.record(u, answer(value="1")))
        assert await begun.answers.current(R1) == [answer()]

    async def test_a_retracted_answer_stays_but_does_not_count(self, begun: Storage) -> None:
        await put_each(begun, begun.answers.record, answer(), answer(revision=2, value="1"))
        await put(begun, lambda u: begun.answers.retract(u, R1, "MC1", 2))
        assert await begun.answers.current(R1) == [], "an older revision does not come back"
        assert [a.retracted for a in await begun.answers.history(R1)] == [False, True]
        third = answer(revision=3, value="2")
        await put(begun, lambda u: begun.answers.record(u, third))
        assert await begun.answers.current(R1) == [third]

    async def test_one_question_is_read_of_many_responses(self, begun: Storage) -> None:
        first, other = answer(private=True), answer("MC2")
        newest = answer(revision=2, value="1", private=True)
        await put_each(begun, begun.answers.record, first, newest, other)
        assert await begun.answers.answers_to("MC1", {R1, NOBODY}) == [newest]
        assert await begun.answers.answers_to("MC1", {NOBODY}) == []
        await put(begun, lambda u: begun.answers.retract(u, R1, "MC1", 2))
        assert await begun.answers.answers_to("MC1", {R1}) == []

    async def test_retracting_nothing_is_a_fault(self, begun: Storage) -> None:
        with pytest.raises(MissingRowError):
            await put(begun, lambda u: begun.answers.retract(u, R1, "MC1", 1))

    async def test_an_answer_needs_its_response(self, storage: Storage) -> None:
        with pytest.raises(StorageRefusedError):
            await put(storage, lambda u: storage.answers.record(u, answer()))

    async def test_phones_are_kept_by_purpose(self, begun: Storage) -> None:
        declare = begun.answers.phone_declared
        await put(begun, lambda u: declare(u, R1, "+84912345678", "callback", Instant(1)))
        await put(begun, lambda u: declare(u, R1, "+84987654321", "contact", Instant(2)))
        await put(begun, lambda u: declare(u, R1, "+84911111111", "callback", Instant(3)))
        assert await begun.answers.phones(R1) == ["+84987654321", "+84911111111"]
        assert await begun.answers.phones(NOBODY) == []

    async def test_erasing_leaves_scores_and_nothing_personal(self, begun: Storage) -> None:
        score = answer("MC1", comment="bà Lan rất tốt")
        words = answer("G1", value="tên tôi là Lan", private=True)
        await put_each(begun, begun.answers.record, score, words)
        await put(
            begun,
            lambda u: begun.answers.phone_declared(u, R1, "+84912345678", "contact", Instant(1)),
            lambda u: begun.misreadings.add(u, misreading(text="gì cơ", at=Instant(2))),
        )
        await put(begun, lambda u: begun.answers.erase(u, R1))
        assert await begun.answers.current(R1) == [
            answer("G1", value=None, private=True),
            answer("MC1"),
        ]
        assert await begun.answers.phones(R1) == []

    async def test_erasing_reaches_every_revision_and_whole_questions(
        self, begun: Storage
    ) -> None:
        rows = [
            answer("G1", value="Lan", private=True, at=1),
            answer("G1", 2, value=None, private=True, at=2),
            answer("MC1", comment="bà Lan", at=3),
            answer("MC1", 2, value="5", at=4),
            answer("D2", value="60-74", at=5),
            answer("D2", 2, value="75", retracted=True, at=6),
        ]
        await put_each(begun, begun.answers.record, *rows)
        await put(begun, lambda u: begun.answers.erase(u, R1, ("D2", "D3")))
        left = await begun.answers.history(R1)
        assert [(a.question, a.revision, a.value) for a in left] == [
            ("G1", 1, None), ("G1", 2, None), ("MC1", 1, "4"), ("MC1", 2, "5"),
        ]  # fmt: skip
        assert not any(a.comment for a in left)

    async def test_discarding_leaves_the_consents_only(self, begun: Storage) -> None:
        other = response("r2")
        await put(
            begun,
            lambda u: begun.responses.add(u, other),
            lambda u: begun.answers.record(u, answer(response_id="r2")),
        )
        await put_each(begun, begun.answers.record, answer(), answer(revision=2), answer("MC2"))
        await put(
            begun,
            lambda u: begun.responses.consent(u, consent(given=False)),
            lambda u: begun.answers.phone_declared(u, R1, "+84912345678", "contact", Instant(1)),
            lambda u: begun.misreadings.add(u, misreading(text="gì cơ", at=Instant(2))),
        )
        await put(begun, lambda u: begun.answers.discard(u, R1))
        assert await begun.answers.history(R1) == []
        assert await begun.answers.phones(R1) == []
        assert await begun.responses.consents(R1) == [consent(given=False)]
        assert len(await begun.answers.history(other.id)) == 1

    async def test_old_numbers_are_forgotten(self, storage: Storage) -> None:
        rows = [
            response("old", completed_at=99),
            response("left", started_at=99, state="stopped"),
            response("new", completed_at=100),
            response("other", completed_at=1, form="enterprise"),
        ]
        await put_each(storage, storage.responses.add, *rows)
        for row in rows:
            given = answer("PHONE", value="+84912345678", private=True, response_id=row.id)
            refused = answer("CONTACT", value=None, private=True, response_id=row.id)
            score = answer(response_id=row.id)
            await put_each(storage, storage.answers.record, given, refused, score)
            await put_each(
                storage,
                lambda u, of: storage.answers.phone_declared(
                    u, of, "+84912345678", "callback", Instant(1)
                ),
                row.id,
            )
        old = await storage.answers.old_phones(Instant(100), 10)
        assert sorted(old) == [("left", "mc"), ("old", "mc"), ("other", "enterprise")]
        assert len(await storage.answers.old_phones(Instant(100), 2)) == 2
        await put_each(
            storage,
            lambda u, of: storage.answers.forget_phones(u, of, ("CONTACT", "PHONE")),
            *(ResponseId(name) for name in ("left", "old")),
        )
        assert await storage.answers.old_phones(Instant(100), 10) == [("other", "enterprise")]
        kept = {row.id: len(await storage.answers.phones(row.id)) for row in rows}
        assert kept == {"old": 0, "left": 0, "new": 1, "other": 1}
        answers = {row.id: len(await storage.answers.history(row.id)) for row in rows}
        assert answers == {"old": 2, "left": 2, "new": 3, "other": 3}


class TestComplaints:
    async def test_a_case_comes_back_as_it_was(self, storage: Storage) -> None:
        full = complaint(unit_id="u", place_id="p", counter_id="2", cause_question="MC3")
        bare = complaint("c2", name=None, address=None, phone=None, story="", due_at=None)
        await put_each(storage, storage.complaints.add, full, bare)
        assert await storage.complaints.by_code(full.code) == full
        assert await storage.complaints.by_code(bare.code) == bare
        assert await storage.complaints.by_code("none") is None

    async def test_a_code_belongs_to_one_case(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.complaints.add(u, complaint(code="X")))
        with pytest.raises(StorageRefusedError):
            await put(storage, lambda u: storage.complaints.add(u, complaint("c2", code="X")))

    async def test_listing(self, storage: Storage) -> None:
        rows = [
            complaint("c1", created_at=30),
            complaint("c2", created_at=20, state="closed"),
            complaint("c3", created_at=10, demo=True),
            complaint("c4", created_at=5, demo=True, state="closed"),
        ]
        await put_each(storage, storage.complaints.add, *rows)
        listed = storage.complaints.listed
        assert [c.id for c in await listed()] == ["c4", "c3", "c2", "c1"]
        assert [c.id for c in await listed(open_only=True)] == ["c3", "c1"]
        assert [c.id for c in await listed(demo=False)] == ["c2", "c1"]
        assert [c.id for c in await listed(open_only=True, demo=True)] == ["c3"]

    async def test_history_grows_line_by_line(self, storage: Storage) -> None:
        await put(
            storage,
            lambda u: storage.complaints.add(u, complaint()),
            lambda u: storage.complaints.append(u, line(1)),
        )
        second = line(2, kind="assigned", detail={})
        await put(storage, lambda u: storage.complaints.append(u, second))
        assert await storage.complaints.history(C1) == [line(1), second]

    @pytest.mark.parametrize("number", [0, 1, 3])
    async def test_a_number_that_does_not_follow_is_stale(
        self, storage: Storage, number: int
    ) -> None:
        """Two officers act at once: one of them decides again (failure model, 55)."""
        await put(
            storage,
            lambda u: storage.complaints.add(u, complaint()),
            lambda u: storage.complaints.append(u, line(1)),
        )
        with pytest.raises(StaleSessionError):
            await put(storage, lambda u: storage.complaints.append(u, line(number)))
        assert await storage.complaints.history(C1) == [line(1)]

    async def test_history_needs_its_case(self, storage: Storage) -> None:
        with pytest.raises(StaleSessionError):
            await put(storage, lambda u: storage.complaints.append(u, line(1)))

    async def test_erasing_the_person_keeps_the_case(self, storage: Storage) -> None:
        await put(storage, lambda u: storage.complaints.add(u, complaint()))
        await put(storage, lambda u: storage.complaints.erase_person(u, C1))
        left = complaint(name=None, address=None, phone=None)
        assert await storage.complaints.listed() == [left]
        with pytest.raises(MissingRowError):
            await put(storage, lambda u: storage.complaints.erase_person(u, ComplaintId("no")))

    @pytest.mark.parametrize(("severity", "story"), [(3, None), (4, complaint().story)])
    async def test_erasing_by_response_stops_no_check(
        self, storage: Storage, severity: int, story: str | None
    ) -> None:
        """The story of a severity 4 is needed: withdrawal does not stop it (domain §4.2)."""
        case = complaint(severity=severity)
        await put(
            storage,
            lambda u: storage.complaints.add(u, case),
            lambda u: storage.complaints.append(u, line()),
        )
        await put_each(
            storage,
            lambda u, of: storage.complaints.erase_of_response(u, of, Instant(77)),
            NOBODY,
            R1,
        )
        assert await storage.complaints.listed() == [
            replace(case, name=None, address=None, phone=None, session_id=None, story=story)
        ]
        noted = line(2, kind="erased_on_request", at=Instant(77), detail={})
        assert await storage.complaints.history(C1) == [line(), noted]
