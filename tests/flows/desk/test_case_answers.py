"""A case between the desk and the citizen: asked, answered, passed on, sorted anew, closed."""

from msgspec.structs import replace

from flows.desk.case_acts import (
    Agreed,
    Answer,
    Ask,
    Close,
    Disagreed,
    Forward,
    Passed,
    Recategorise,
    Supplied,
)
from flows.desk.cases import CaseTurn, News
from flows.identifiers import Instant
from tests.flows.desk.samples import (
    ANSWERED,
    CLOSED,
    FORWARDED,
    IN_HAND,
    MONDAY,
    NEW,
    TUESDAY,
    WAITING,
    at,
    done,
    only_line,
    refused,
    refused_at,
)

# -- asking


def test_asking_stops_the_clock_and_asks() -> None:
    turn = done(IN_HAND, Ask(" Ngày nào? "), TUESDAY)
    assert (turn.case.state, turn.case.waiting_since) == ("waiting", TUESDAY)
    assert only_line(turn) == ("asked", "account:lan", {}, "Ngày nào?")
    assert turn.news == (News(kind="asked", code=NEW.code, text="Ngày nào?"),)


def test_who_cannot_be_reached_is_not_asked() -> None:
    assert refused(replace(IN_HAND, reachable=False), Ask("Ngày nào?")) == "out_of_reach"


def test_the_reply_lets_the_term_go_on() -> None:
    turn = done(WAITING, Supplied("Hôm qua."), at("2026-03-04 18:00"))
    assert (turn.case.state, turn.case.waiting_since) == ("in_progress", None)
    due = at("2026-03-11 17:00")
    assert turn.case.due_at == due
    detail = {"due_at": str(due), "calendar": "weekdays only"}
    assert only_line(turn) == ("supplied", "citizen", detail, "Hôm qua.")
    assert done(replace(WAITING, officer_id=None), Supplied("."), TUESDAY).case.state == "new"
    assert refused(ANSWERED, Supplied("Hôm qua.")) == "not_asked"


def test_nobody_waits_longer_than_ten_days() -> None:
    end = at("2026-03-13 10:00")
    assert done(WAITING, Passed(), Instant(end - 1)) == CaseTurn(WAITING)
    turn = done(WAITING, Passed(), end)
    due = at("2026-03-19 17:00")
    assert (turn.case.state, turn.case.waiting_since, turn.case.due_at) == (
        "in_progress",
        None,
        due,
    )
    detail = {"until": str(end), "due_at": str(due), "calendar": "weekdays only"}
    assert only_line(turn) == ("waiting_over", "clock", detail, None)


def test_a_reply_after_ten_days_is_kept_though_the_case_has_gone_on() -> None:
    late = at("2026-03-13 10:00")
    turn = done(WAITING, Supplied("Hôm qua."), late)
    assert [(line.kind, line.text) for line in turn.lines] == [
        ("waiting_over", None),
        ("supplied", "Hôm qua."),
    ]
    assert turn.case.due_at == done(WAITING, Passed(), late).case.due_at


# -- answering


def test_an_answer_goes_to_the_citizen_and_waits_for_what_they_say() -> None:
    turn = done(IN_HAND, Answer(" Đã sửa. "), TUESDAY)
    assert (turn.case.state, turn.case.answered_at) == ("answered", TUESDAY)
    assert turn.case.due_at == NEW.due_at
    detail = {"due_at": str(NEW.due_at), "calendar": "weekdays only"}
    assert only_line(turn) == ("answered", "account:lan", detail, "Đã sửa.")
    assert turn.news == (News(kind="answered", code=NEW.code, text="Đã sửa."),)


def test_an_answer_ends_the_waiting() -> None:
    case = done(WAITING, Answer("Đã sửa."), at("2026-03-04 18:00")).case
    assert (case.state, case.waiting_since) == ("answered", None)
    assert case.due_at == at("2026-03-11 17:00")


def test_nobodys_case_is_answered_by_nobody() -> None:
    assert refused(replace(WAITING, officer_id=None), Answer("Xong.")) == "take_first"


def test_nothing_is_said_to_whom_nothing_was_promised() -> None:
    alone = replace(IN_HAND, reachable=False)
    assert done(alone, Answer("Đã sửa."), TUESDAY).news == ()


def test_who_agrees_closes() -> None:
    turn = done(ANSWERED, Agreed(), at("2026-03-05 09:00"))
    assert turn.case.state == "closed"
    assert only_line(turn) == ("closed", "citizen", {"by": "citizen"}, None)
    assert turn.news == (News(kind="closed", code=NEW.code),)
    assert refused(IN_HAND, Agreed()) == "not_answered"


def test_who_does_not_agree_has_others_look_at_it_further_up() -> None:
    now = at("2026-03-05 09:00")
    turn = done(ANSWERED, Disagreed("Chưa trả tiền.", "province"), now)
    due = at("2026-03-12 17:00")
    assert turn.case == replace(
        ANSWERED,
        state="reopened",
        reopened=1,
        owner_unit_id="province",
        officer_id=None,
        answered_at=None,
        due_at=due,
        term_at=now,
        version=2,
        lines=2,
    )
    detail = {"due_at": str(due), "calendar": "weekdays only"}
    assert only_line(turn) == ("reopened", "citizen", detail, "Chưa trả tiền.")
    assert turn.news == (News(kind="reopened", code=NEW.code, due_at=due, raised=True),)
    stayed = done(replace(ANSWERED, category="PA14", due_at=None), Disagreed(), now)
    assert [told.raised for told in stayed.news] == [False], "no unit is above: nothing is said"
    at_the_top = stayed.case
    assert (at_the_top.owner_unit_id, at_the_top.due_at) == ("west", at("2026-03-19 17:00"))
    assert refused(NEW, Disagreed()) == "not_answered"


def test_silence_closes_after_ten_working_days() -> None:
    end = at("2026-03-18 17:00")
    assert done(ANSWERED, Passed(), Instant(end - 1)) == CaseTurn(ANSWERED)
    turn = done(ANSWERED, Passed(), end)
    assert turn.case.state == "closed"
    assert only_line(turn) == ("closed", "clock", {"by": "silence", "at": str(end)}, None)
    assert turn.news == (News(kind="closed", code=NEW.code),)
    assert refused_at(ANSWERED, Disagreed(), end) == "closed_for_citizen"
    assert refused_at(CLOSED, Agreed(), end) == "closed_for_citizen"


def test_silence_does_not_close_what_a_unit_answered_about_itself() -> None:
    """Another team does, once the citizen has had their ten days (domain §4.2)."""
    grave = replace(ANSWERED, category="PA09", severity=3)
    end = at("2026-03-18 17:00")
    assert done(grave, Passed(), Instant(end + 400 * 24 * 60 * 60 * 1000)) == CaseTurn(grave)
    assert refused(grave, Close("Đã xem lại."), now=Instant(end - 1)) == "answered"
    turn = done(grave, Close("Đã xem lại."), end)
    assert turn.case.state == "closed"
    assert only_line(turn) == ("closed", "account:lan", {"by": "officer"}, "Đã xem lại.")
    assert done(grave, Disagreed(), end).case.state == "reopened", "silence has not closed it"
    assert done(replace(grave, owner_unit_id="province"), Passed(), end).case.state == "closed"
    assert refused(ANSWERED, Close("Xong."), now=Instant(end - 1)) == "answered"


# -- passing on


def test_a_unit_of_ours_takes_over_the_case_and_its_term() -> None:
    turn = done(IN_HAND, Forward("east", " BHXH Đông ", " Đúng địa bàn. "), TUESDAY)
    assert turn.case == replace(
        IN_HAND, state="new", owner_unit_id="east", officer_id=None, version=2, lines=2
    )
    detail = {"unit": "east", "agency": "BHXH Đông"}
    assert only_line(turn) == ("forwarded", "account:lan", detail, "Đúng địa bàn.")
    told = News(kind="forwarded", code=NEW.code, agency="BHXH Đông", due_at=NEW.due_at)
    assert turn.news == (told,)
    assert done(FORWARDED, Forward("east", "BHXH Đông", "."), TUESDAY).case.state == "new"
    assert refused(IN_HAND, Forward("west", "BHXH Tây", "Đúng địa bàn.")) == "same_unit"


def test_another_authority_has_the_case_and_we_look_again_after_ten_working_days() -> None:
    turn = done(replace(NEW, noticed=2), Forward(None, "Sở Y tế", "Thẩm quyền."), TUESDAY)
    due = at("2026-03-17 17:00")
    assert turn.case == replace(
        NEW, state="forwarded", due_at=due, term_at=TUESDAY, version=2, lines=2
    )
    detail = {"agency": "Sở Y tế", "due_at": str(due), "calendar": "weekdays only"}
    assert only_line(turn) == ("forwarded", "account:lan", detail, "Thẩm quyền.")
    assert turn.news == (News(kind="forwarded", code=NEW.code, agency="Sở Y tế"),)


# -- closing


def test_what_was_promised_an_answer_is_not_closed_without_one() -> None:
    assert refused(IN_HAND, Close("Trùng.")) == "answer_first"
    turn = done(FORWARDED, Close(" Sở Y tế đã trả lời. "), TUESDAY)
    assert turn.case.state == "closed"
    assert only_line(turn) == (
        "closed",
        "account:lan",
        {"by": "officer"},
        "Sở Y tế đã trả lời.",
    )
    assert turn.news == (News(kind="closed", code=NEW.code),)
    assert done(replace(NEW, reply_promised=False), Close("Khen."), TUESDAY).case.state == "closed"


# -- sorting anew


def test_sorting_anew_changes_who_is_responsible_and_may_hurry() -> None:
    turn = done(IN_HAND, Recategorise("PA03"), TUESDAY)
    due = at("2026-03-06 17:00")
    assert turn.case == replace(
        IN_HAND,
        category="PA03",
        severity=3,
        owner_role="one_stop_desk",
        due_at=due,
        term_at=TUESDAY,
        version=2,
        lines=2,
    )
    detail = {"from": "PA01", "to": "PA03", "due_at": str(due), "calendar": "weekdays only"}
    assert only_line(turn) == ("recategorised", "account:lan", detail, None)
    assert turn.news == ()


def test_a_promised_term_never_becomes_longer() -> None:
    case = done(replace(IN_HAND, noticed=2), Recategorise("PA06"), TUESDAY).case
    assert (case.due_at, case.term_at, case.noticed) == (NEW.due_at, MONDAY, 2)
    praise = done(IN_HAND, Recategorise("PA14"), TUESDAY).case
    assert praise.due_at == NEW.due_at
    as_long = done(replace(IN_HAND, noticed=2), Recategorise("PA04"), MONDAY).case
    assert (as_long.due_at, as_long.noticed) == (NEW.due_at, 2)


def test_a_hurried_term_has_notices_of_its_own() -> None:
    assert done(replace(IN_HAND, noticed=2), Recategorise("PA12"), TUESDAY).case.noticed == 0


def test_praise_needs_no_answer_and_what_is_no_praise_gets_a_term() -> None:
    unpromised = replace(IN_HAND, reply_promised=False)
    praise = done(unpromised, Recategorise("PA14"), TUESDAY).case
    assert praise.due_at is None
    assert done(praise, Recategorise("PA01"), TUESDAY).case.due_at == at("2026-03-10 17:00")


def test_what_becomes_restricted_leaves_the_hands_it_was_in_and_goes_up() -> None:
    case = done(IN_HAND, Recategorise("PA02", "province"), TUESDAY).case
    assert (case.restricted, case.severity, case.officer_id) == (True, 4, None)
    assert (case.owner_unit_id, case.state) == ("province", "new")
    moved = done(IN_HAND, Recategorise("PA12", "province"), TUESDAY).case
    assert (moved.officer_id, moved.state) == (None, "new")
    stays = done(IN_HAND, Recategorise("PA05"), TUESDAY).case
    assert (stays.owner_unit_id, stays.officer_id) == ("west", None)


def test_what_was_once_restricted_stays_so() -> None:
    bribe = replace(IN_HAND, category="PA02", severity=4, restricted=True)
    case = done(bribe, Recategorise("PA06"), TUESDAY).case
    assert (case.category, case.restricted, case.severity) == ("PA06", True, 4)
    assert (case.owner_role, case.officer_id) == ("provincial_inspection", "lan")


def test_there_is_something_to_sort_anew() -> None:
    assert refused(IN_HAND, Recategorise("PA99")) == "no_category"
    assert refused(IN_HAND, Recategorise("PA01")) == "same_category"
