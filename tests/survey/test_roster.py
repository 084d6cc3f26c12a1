"""Who sat at a counter at an instant: duties, absences, delegations, shifts that meet."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from survey.roster import Desk, RosterRow, Seated, Shift, seated, seated_during, shifts_of

ONE, TWO = Desk("p", "c1"), Desk("p", "c2")
MONDAY = date(2026, 1, 5)
FRIDAY = date(2026, 1, 9)
MORNING, AFTERNOON = (7 * 60, 11 * 60 + 30), (13 * 60, 17 * 60)

AN = RosterRow(
    id=1, officer_id="an", place_id="p", counter_id="c1", from_day=MONDAY, to_day=FRIDAY
)
BINH = replace(AN, id=2, officer_id="bình", counter_id="c2")


def at(day: date, hour: int, minute: int = 0) -> int:
    """An instant, told by the clock on the wall in Vietnam."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=7)
    return int((moment + timedelta(hours=hour, minutes=minute)).timestamp() * 1000)


def shift(row: RosterRow, hours: tuple[int, int], **more: object) -> RosterRow:
    return replace(row, **{"starts_min": hours[0], "ends_min": hours[1], **more})


def absence(officer: str, day: date, hours: tuple[int, int] = (0, 1440)) -> RosterRow:
    row = RosterRow(id=9, officer_id=officer, kind="absence", from_day=day, to_day=day)
    return shift(row, hours)


def standing(officer: str, for_whom: str, desk: Desk, day: date = MONDAY) -> RosterRow:
    return RosterRow(
        id=8, officer_id=officer, kind="delegation", stands_for=for_whom,
        place_id=desk.place_id, counter_id=desk.counter_id, from_day=day, to_day=day,
    )  # fmt: skip


def test_a_duty_holds_on_its_days_at_its_counter_only() -> None:
    assert seated([AN, BINH], ONE, at(MONDAY, 9)) == Seated(("an",))
    assert seated([AN, BINH], ONE, at(FRIDAY, 23, 59)) == Seated(("an",))
    assert seated([AN, BINH], ONE, at(date(2026, 1, 10), 0)) == Seated()
    assert seated([AN, BINH], Desk("p"), at(MONDAY, 9)) == Seated(), "no counter is no counter"
    assert seated([AN], Desk("other", "c1"), at(MONDAY, 9)) == Seated()


def test_the_day_is_that_of_vietnam() -> None:
    midnight = at(MONDAY, 0)
    assert datetime.fromtimestamp(midnight / 1000, UTC).date() == date(2026, 1, 4)
    assert seated([AN], ONE, midnight) == Seated(("an",))
    assert seated([AN], ONE, midnight - 1) == Seated()


def test_shifts_follow_one_another_to_the_minute() -> None:
    rows = [shift(AN, MORNING), shift(BINH, AFTERNOON, counter_id="c1")]
    assert seated(rows, ONE, at(MONDAY, 11, 29)).officers == ("an",)
    assert seated(rows, ONE, at(MONDAY, 11, 30)).officers == ()
    assert seated(rows, ONE, at(MONDAY, 13)).officers == ("bình",)


def test_weekdays_are_kept() -> None:
    odd = replace(AN, weekdays=0b001_0101)  # Monday, Wednesday, Friday
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    there = [bool(seated([odd], ONE, at(day, 9)).officers) for day in days]
    assert there == [True, False, True, False, True, False, False]


def test_an_absence_removes_wherever_they_would_sit() -> None:
    rows = [AN, absence("an", MONDAY, MORNING)]
    assert seated(rows, ONE, at(MONDAY, 8)) == Seated()
    assert seated(rows, ONE, at(MONDAY, 14)) == Seated(("an",))


def test_a_delegation_puts_another_there_and_takes_them_from_their_own_desk() -> None:
    rows = [AN, BINH, standing("bình", "an", ONE)]
    assert seated(rows, ONE, at(MONDAY, 9)) == Seated(("bình",))
    assert seated(rows, TWO, at(MONDAY, 9)) == Seated()
    swap = [*rows, standing("an", "bình", TWO)]
    assert seated(swap, TWO, at(MONDAY, 9)) == Seated(("an",))
    assert seated(swap, ONE, at(MONDAY, 9)) == Seated(("bình",))


def test_who_stands_for_another_but_is_absent_replaces_nobody() -> None:
    rows = [AN, standing("bình", "an", ONE), absence("bình", MONDAY)]
    assert seated(rows, ONE, at(MONDAY, 9)) == Seated(("an",))


def test_of_two_at_one_counter_it_is_not_certain_who_it_was() -> None:
    both = seated([AN, replace(BINH, counter_id="c1")], ONE, at(MONDAY, 9))
    assert both == Seated(("an", "bình"))
    assert not both.is_certain
    assert not Seated().is_certain
    assert seated([AN, replace(AN, id=3)], ONE, at(MONDAY, 9)).is_certain, "one person, two rows"


def test_of_a_day_all_who_sat_there_count() -> None:
    rows = [shift(AN, MORNING), shift(BINH, AFTERNOON, counter_id="c1")]
    assert seated_during(rows, ONE, MONDAY, MONDAY).officers == ("an", "bình")
    whole = [AN, absence("an", MONDAY)]
    assert seated_during(whole, ONE, MONDAY, MONDAY) == Seated()
    assert seated_during(whole, ONE, MONDAY, FRIDAY) == Seated(("an",))
    back = [AN, absence("an", MONDAY, (0, 600))]
    assert seated_during(back, ONE, MONDAY, MONDAY) == Seated(("an",)), "from ten o'clock on"


def test_a_day_is_told_shift_by_shift() -> None:
    rows = [shift(AN, MORNING), shift(AN, (690, 720)), shift(BINH, (700, 900), counter_id="c1")]
    assert shifts_of(rows, ONE, MONDAY) == (
        Shift(420, 700, Seated(("an",))),
        Shift(700, 720, Seated(("an", "bình"))),
        Shift(720, 900, Seated(("bình",))),
    )
    assert shifts_of(rows, TWO, MONDAY) == ()


rows_of_chance = st.lists(
    st.builds(
        RosterRow,
        id=st.integers(1, 99),
        officer_id=st.sampled_from("abc"),
        from_day=st.just(MONDAY),
        to_day=st.just(FRIDAY),
        starts_min=st.integers(0, 700),
        ends_min=st.integers(701, 1440),
        weekdays=st.integers(0, 127),
        kind=st.sampled_from(["duty", "absence", "delegation"]),
        place_id=st.just("p"),
        counter_id=st.sampled_from(["c1", "c2"]),
        stands_for=st.sampled_from("abc"),
    ),
    max_size=6,
)


@given(rows_of_chance, st.integers(0, 1439))
def test_nobody_sits_at_two_counters_by_a_delegation_or_while_absent(
    rows: list[RosterRow], minute: int
) -> None:
    now = at(MONDAY, 0, minute)
    there = set(seated(rows, ONE, now).officers)
    assert there <= set(seated_during(rows, ONE, MONDAY, MONDAY).officers)
    on = [row for row in rows if row.weekdays & 1 and row.starts_min <= minute < row.ends_min]
    assert not there & {row.officer_id for row in on if row.kind == "absence"}
