"""Reasons of low ratings come with counts and a few redacted words of those that may be shown."""

from bot.figures import Figures
from bot.i18n import Catalogues
from flows.identifiers import Instant, InvitationId, ResponseId
from flows.time_units import DAY
from storage.base import UnitOfWork
from storage.judging_records import SuspicionRecord
from storage.opening import SqlStorage
from survey.editions import Edition, Period, Scope, Theme
from survey.findings.rules import findings
from survey.validity import Rules
from tests.bot.figures.crowds import answered, put_crowd
from tests.bot.figures.history import BEGIN, FORMS, NEWEST
from tests.storage.records import answer, complaint, invitation

JANUARY = Period(span="other", from_day="2026-01-01", to_day="2026-01-31")
FEBRUARY = Period(span="other", from_day="2026-02-01", to_day="2026-02-28")
WHOLE = Scope(unit_id=None, unit_name="", tree="then")


async def edition_of(storage: SqlStorage, texts: Catalogues, period: Period = JANUARY) -> Edition:
    figures = Figures(storage, FORMS, Rules(), texts)
    return await figures.edition(WHOLE, period, Instant(BEGIN + 60 * DAY))


async def themes(storage: SqlStorage, texts: Catalogues) -> dict[str, Theme]:
    return {one.key: one for one in (await edition_of(storage, texts)).themes}


def say(unit: UnitOfWork, storage: SqlStorage, number: int, words: str, **more: object) -> None:
    """Write something beside a reason that was chosen."""
    name = ResponseId(f"r{number:07}")
    given = answer("L1_B3", 2, response_id=name, value="other", comment=words, **more)
    storage.answers.record(unit, given)


async def test_words_are_counted_quoted_and_redacted(
    storage: SqlStorage, texts: Catalogues
) -> None:
    reasons = ["attitude", "other", "other", "other", "other", "other"]
    forms = [
        answered(number, {"MC5": 1, "L1_B3": reason}, version=NEWEST["mc"], started_at=BEGIN,
                 restricted="denunciation" if number == 5 else None)
        for number, reason in enumerate(reasons)
    ]  # fmt: skip
    await put_crowd(storage, forms)
    unit = UnitOfWork()
    for number, words in enumerate(("số 0912345678 nhé", "ồn", "tối", "hẹp", "nhận tiền"), 1):
        say(unit, storage, number, words)
    case = complaint(category="PA05", created_at=BEGIN, trial=False, demo=False)
    storage.complaints.add(unit, case)
    await storage.commit(unit)
    found = await themes(storage, texts)
    other = found["B3.other"]
    assert (found["B3.attitude"].count, other.count, other.factor) == (1, 5, "B3")
    assert len(other.comments) == 3
    quoted = " ".join(one.text for one in other.comments)
    assert "0912345678" not in quoted
    assert "nhận tiền" not in quoted
    assert (found["PA05"].kind, found["PA05"].count) == ("complaint", 1)


async def test_words_that_sound_like_a_legal_complaint_stay_inside(
    storage: SqlStorage, texts: Catalogues
) -> None:
    """Also where the lock on their response was released: their flags stay."""
    told: dict[str, int | str] = {"MC5": 1, "L1_B3": "other"}
    crowd = [answered(n, told, version=NEWEST["mc"], started_at=BEGIN) for n in range(4)]
    await put_crowd(storage, crowd)
    unit = UnitOfWork()
    say(unit, storage, 0, "chờ lâu")
    say(unit, storage, 1, "đòi tiền", flags=("denunciation",))
    say(unit, storage, 2, "xử sai", flags=("formal_complaint",))
    say(unit, storage, 3, "nhà tôi", private=True)
    await storage.commit(unit)
    other = (await themes(storage, texts))["B3.other"]
    assert [one.text for one in other.comments] == ["chờ lâu"]


async def test_praise_is_told_as_praise_and_nobody_is_to_settle_it(
    storage: SqlStorage, texts: Catalogues
) -> None:
    unit = UnitOfWork()
    categories = ["PA14"] * 3 + ["PA15"] * 2 + ["PA03"]
    for number, category in enumerate(categories):
        case = complaint(f"case-{number}", category=category, created_at=BEGIN, trial=False,
                         demo=False)  # fmt: skip
        storage.complaints.add(unit, case)
    await storage.commit(unit)
    edition = await edition_of(storage, texts)
    assert {one.key: one.kind for one in edition.themes} == {
        "PA14": "strength", "PA15": "complaint", "PA03": "complaint",
    }  # fmt: skip
    found = {one.id: one.figures for one in findings(edition)}
    assert found["strengths.praised"] == ("themes/PA14",)
    assert found["voices.complaint_all"] == ("themes/PA15", "themes/PA03")
    assert found["proposals.complaint"] == ("themes/PA03",)


async def test_words_and_doubts_are_of_the_period_that_their_figures_are_of(
    storage: SqlStorage, texts: Catalogues
) -> None:
    """A form that was issued on the last of January and begun in February counts in January."""
    issued, begun = Instant(BEGIN + 26 * DAY), Instant(BEGIN + 30 * DAY)
    told: dict[str, int | str] = {"MC5": 1, "L1_B3": "other"}
    unit, forms = UnitOfWork(), []
    for number in range(2):
        name = InvitationId(f"i{number}")
        invited = invitation(name, kind="personal", form="mc", created_at=issued, trial=False,
                             demo=False)  # fmt: skip
        storage.invitations.add(unit, invited)
        forms.append(
            answered(number, told, version=NEWEST["mc"], started_at=begun, invitation_id=name,
                     invitation_kind="personal")
        )  # fmt: skip
    await storage.commit(unit)
    await put_crowd(storage, forms)
    unit = UnitOfWork()
    say(unit, storage, 0, "chờ lâu")
    odd = SuspicionRecord(
        response_id=ResponseId("r0000001"), reason="burst", score=1.0, detail={}, at=begun
    )
    storage.judging.suspect(unit, [odd])
    await storage.commit(unit)
    january = await edition_of(storage, texts)
    february = await edition_of(storage, texts, FEBRUARY)
    assert [one.text for theme in january.themes for one in theme.comments] == ["chờ lâu"]
    assert (january.proofs.suspicions, january.proofs.waiting) == ((("burst", 1),), 1)
    assert (february.themes, february.proofs.suspicions, february.proofs.waiting) == ((), (), 0)
