"""What a tablet says of its visits counts once and in order, whatever the network does."""

import asyncio
from collections.abc import Mapping

import pytest
from structlog.testing import capture_logs

from bot.channels.kiosk import UnreadableActError, parse
from tests.web.installation import PLACE, Installation
from tests.web.tablet import HAPPY, Tablet, new_key, responses, values

# -- visits


async def test_each_visit_is_a_response_of_its_own_of_the_place_by_kiosk(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    for _ in range(2):
        visit = await tablet.begin()
        for question, value in HAPPY.items():
            assert await tablet.answer(visit, question, value) == "applied"
        assert (await tablet.act("send", visit))["status"] == "applied"
    made = await responses(trial, before)
    assert [(r.form, r.channel, r.state) for r in made] == [("kiosk", "kiosk", "completed")] * 2
    for record in made:
        assert (record.place_id, record.counter_id) == (PLACE.id, "q1")
        assert record.invitation_kind == "place"
        assert await values(trial, record) == {
            "C1": "yes", "G9": 3, "KI1": 3, "KI2": 2, "KI3": 3, "KI4": 3,
        }  # fmt: skip


async def test_a_consent_at_a_kiosk_is_proved_with_its_words(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    visit = await tablet.begin()
    await tablet.answer(visit, "C1", "yes")
    (record,) = await responses(trial, before)
    (consent,) = await trial.storage.responses.consents(record.id)
    assert (consent.given, consent.channel, consent.method) == (True, "kiosk", "button")


async def test_who_does_not_agree_leaves_nothing(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    visit = await tablet.begin()
    assert await tablet.answer(visit, "C1", "no") == "applied"
    (record,) = await responses(trial, before)
    assert record.state == "declined"
    assert await values(trial, record) == {}


async def test_a_face_that_frowns_may_say_why_and_a_question_may_be_passed_over(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    visit = await tablet.begin()
    said: Mapping[str, str | None] = {
        "C1": "yes", "G9": "1", "KI1": "1", "L1_B1": "waiting", "KI2": None, "KI3": "3",
        "KI4": None,
    }  # fmt: skip
    for question, value in said.items():
        assert await tablet.answer(visit, question, value) == "applied"
    await tablet.act("send", visit)
    (record,) = await responses(trial, before)
    assert record.state == "completed"
    found = await values(trial, record)
    assert (found["L1_B1"], found["KI2"], found["KI4"]) == ("waiting", None, None)


async def test_an_answer_that_is_corrected_counts_as_corrected(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    visit = await tablet.begin()
    for question, value in HAPPY.items():
        await tablet.answer(visit, question, value)
    assert await tablet.answer(visit, "KI1", "1") == "applied"
    assert await tablet.answer(visit, "L1_B1", "access") == "applied"
    assert await tablet.answer(visit, "KI1", "2") == "applied"
    await tablet.act("send", visit)
    (record,) = await responses(trial, before)
    assert record.state == "completed"
    found = await values(trial, record)
    assert found["KI1"] == 2
    assert "L1_B1" not in found, "the reason went with the face that it was for"


# -- a network that fails


async def test_everything_said_twice_counts_once(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    visit = new_key()
    script = [{"act": "begin"}]
    script += [{"act": "answer", "question": q, "value": v} for q, v in HAPPY.items()]
    script += [{"act": "answer", "question": "KI2", "value": "3"}, {"act": "send"}]
    for said in script:
        body = {**said, "visit": visit, "key": new_key()}
        first = await (await tablet.post("/kiosk/acts", body)).json()
        again = await (await tablet.post("/kiosk/acts", body)).json()
        assert (first["status"], again["status"]) == ("applied", "duplicate"), said
    (record,) = await responses(trial, before)
    assert record.state == "completed"
    rows = await trial.storage.answers.history(record.id)
    assert [(r.question, r.revision, r.value) for r in rows if r.question == "KI2"][-1] == (
        "KI2", 2, 3,
    )  # fmt: skip
    assert len(rows) == len(HAPPY) + 1


async def test_an_act_whose_first_try_is_still_under_way_counts_once(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    visit = await tablet.begin()
    for question, value in HAPPY.items():
        body = {"act": "answer", "visit": visit, "key": new_key()}
        body |= {"question": question, "value": value}
        replies = await asyncio.gather(*(tablet.post("/kiosk/acts", body) for _ in range(4)))
        statuses = [(await reply.json())["status"] for reply in replies]
        assert sorted(statuses) == ["applied", *["duplicate"] * 3]
    await tablet.act("send", visit)
    (record,) = await responses(trial, before)
    assert len(await trial.storage.answers.history(record.id)) == len(HAPPY)


async def test_a_visit_that_ends_in_the_middle_is_partial_and_others_are_not_touched(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    visit = await tablet.begin()
    await tablet.answer(visit, "C1", "yes")
    await tablet.answer(visit, "G9", "2")
    await tablet.act("leave", visit)
    assert await tablet.answer(visit, "KI1", "3") == "ignored", "it came too late"
    (record,) = await responses(trial, before)
    assert record.state == "stopped"
    assert await values(trial, record) == {"C1": "yes", "G9": 2}


async def test_an_answer_to_what_is_asked_later_passes_over_what_may_be_passed_over(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    """A page of an earlier release does not know a question that was added since."""
    visit = await tablet.begin()
    await tablet.answer(visit, "C1", "yes")
    await tablet.answer(visit, "G9", "3")
    assert await tablet.answer(visit, "KI3", "3") == "applied"
    assert await tablet.answer(visit, "GONE", "3") == "ignored"
    await tablet.act("send", visit)
    (record,) = await responses(trial, before)
    found = await values(trial, record)
    assert record.state == "completed"
    assert (found["KI1"], found["KI2"], found["KI3"], found["KI4"]) == (None, None, 3, None)


async def test_what_finds_no_place_is_counted_and_logged_and_leaving_is_not(
    trial: Installation, tablet: Tablet
) -> None:
    def lost() -> int:
        return trial.services.runner.steps.counts.get(("kiosk", "lost"), 0)

    earlier = lost()
    stranger = {"visit": new_key(), "key": new_key()}
    visit = await tablet.begin()
    await tablet.act("leave", visit)
    await tablet.post("/kiosk/acts", {"act": "leave", **stranger})
    assert lost() == earlier
    with capture_logs() as logs:
        assert await tablet.answer(visit, "C1", "yes") == "ignored"
        assert (await tablet.act("send", visit))["status"] == "ignored"
        await tablet.post("/kiosk/acts", {"act": "answer", "question": "G9", **stranger})
    assert lost() == earlier + 3
    told = [log["reason"] for log in logs if log["event"] == "kiosk_act_without_place"]
    assert told == ["not asked", "not asked", "no visit"]


async def test_what_is_no_act_is_refused_and_changes_nothing(
    trial: Installation, tablet: Tablet, before: set[str]
) -> None:
    bodies: list[object] = [{}, [], {"act": "begin", "visit": "x", "key": new_key()}]
    for body in bodies:
        assert (await tablet.post("/kiosk/acts", body)).status == 400
    unknown = {"act": "answer", "visit": new_key(), "key": new_key(), "question": "G9"}
    assert (await tablet.post("/kiosk/acts", unknown)).status == 401
    assert await responses(trial, before) == []


@pytest.mark.parametrize("body", [b"", b"\xff", b"[" * 100_000, b'{"act":"send"}', b"null"])
def test_bytes_that_are_no_act_raise_one_error_only(body: bytes) -> None:
    with pytest.raises(UnreadableActError):
        parse(body)
