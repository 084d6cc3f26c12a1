"""Each figure is followed to the responses that it is made of, and no further than may be seen."""

import random

import pytest
from msgspec.structs import replace

from bot.figures import Cell, Choice, Figures
from bot.figures.tracing import traces
from bot.i18n import Catalogues
from flows.desk.policy import Scope as Viewer
from flows.identifiers import Instant, ResponseId
from flows.time_units import DAY
from storage.opening import SqlStorage
from survey.cells import RESPONDED
from survey.editions import Edition, Period, Scope, Share
from survey.validity import Rules
from tests.bot.figures.crowds import answered, put_crowd
from tests.bot.figures.history import BEGIN, FORMS, NEWEST, values_for

PERIOD = Period(span="other", from_day="2026-01-03", to_day="2026-03-20")
WHOLE = Scope(unit_id=None, unit_name="", tree="then")
OF_TREE = replace(WHOLE, tree="now")
NOW = Instant(BEGIN + 100 * DAY)
EVERYBODY = Viewer(account_id="a", units=None, own_units=None, restricted_units=None)
OF_U1 = Viewer(account_id="a", units=frozenset({"u1"}), own_units=None, restricted_units=None)


@pytest.fixture
async def figures(storage: SqlStorage, texts: Catalogues) -> Figures:
    """Responses to forms of every kind, at a poster, at the kiosk and online."""
    chance = random.Random("following")
    forms = []
    for number in range(120):
        form = chance.choice(("mc", "uxa", "kiosk"))
        forms.append(
            answered(
                number, values_for(chance, form), form=form, version=NEWEST[form],
                unit_id=f"u{1 + number % 2}", started_at=Instant(BEGIN + number % 70 * DAY),
                channel=chance.choice(("web", "telegram")), invitation_kind="place",
            )
        )  # fmt: skip
    await put_crowd(storage, forms)
    return Figures(storage, FORMS, Rules(), texts)


@pytest.mark.parametrize(
    "cell",
    [
        Cell(),
        Cell(level="B3", unit_id="u2"),
        Cell(level="csat"),
        Cell(dimension="channel", value="telegram"),
        Cell(level="mc.MC1"),
        Cell(level="easy/uxa.log_in"),
        Cell(level="passed/uxa.log_in"),
        Cell(dimension="without", value="assisted"),
    ],
)
async def test_as_many_responses_are_led_to_as_the_figure_tells(
    figures: Figures, cell: Cell
) -> None:
    edition = await figures.edition(WHOLE, PERIOD, NOW)
    ids = await figures.responses_of(EVERYBODY, WHOLE, PERIOD, cell, NOW)
    shares = {
        Cell(): edition.levels[0].share,
        Cell(level="csat"): edition.csat,
        **{Cell(level=row.key): row.share for row in edition.levels[1:]},
        **{Cell(level=f"easy/{one.key}"): one.easy for one in edition.steps},
        **{Cell(level=f"passed/{one.key}"): one.passed for one in edition.steps},
        **{Cell(dimension="without", value=one.kind.removeprefix("without_")): one.first
           for one in edition.variants},
        **{Cell(row.key, unit_id=one.unit_id): row.share for one in edition.units
           for row in one.levels},
        **{Cell(dimension="channel", value=row.key): row.share
           for row in edition.tables["channel"]},
    }  # fmt: skip
    assert len({*ids}) == shares[cell].respondents > 0


@pytest.mark.parametrize(("question", "wanted"), [("UXR2", "under_15"), ("KI1", "1"), ("KI1", "")])
async def test_a_choice_leads_to_exactly_the_responses_that_made_it(
    figures: Figures, storage: SqlStorage, question: str, wanted: str
) -> None:
    cell = Cell(RESPONDED, choice=Choice(question, wanted))
    every = await figures.responses_of(EVERYBODY, WHOLE, PERIOD, Cell(RESPONDED), NOW)
    given = {name: await storage.answers.current(ResponseId(name)) for name in every}
    made = tuple(
        name for name in every for answer in given[name]
        if answer.question == question and wanted in {"", str(answer.value)}
    )  # fmt: skip
    assert await figures.responses_of(EVERYBODY, WHOLE, PERIOD, cell, NOW) == made != ()


async def test_every_choice_is_counted_as_often_as_it_leads_to_responses(
    figures: Figures,
) -> None:
    topics = await figures.topics(WHOLE, PERIOD, NOW)
    assert {"UXR2", "KI1"} <= {one.key for one in topics}
    for line in (line for one in topics for line in one.lines):
        cell = Cell(RESPONDED, choice=line.choice)
        ids = await figures.responses_of(EVERYBODY, WHOLE, PERIOD, cell, NOW)
        assert len(ids) == line.times > 0


async def test_paths_of_an_edition_lead_to_as_many_responses_as_the_figures_tell(
    figures: Figures,
) -> None:
    edition = await figures.edition(WHOLE, PERIOD, NOW)
    steps = {one.key: one for one in edition.steps}
    told = {
        "levels/B3": edition.levels[9].share.respondents,
        "csat": edition.csat.respondents,
        "steps/uxa.log_in": steps["uxa.log_in"].easy.respondents,
        "faces/KI1": sum(edition.faces[1].presses),
        "median_minutes": edition.timed,
        "tables/channel/web": edition.tables["channel"][-1].share.respondents,
        "counts/u1": edition.counts[0].counts.valid,
        "counts": edition.counts[0].counts.valid + edition.counts[1].counts.valid,
        "proofs/by_kind/place": dict(edition.proofs.by_kind)["place"],
        "proofs/by_level": sum(edition.proofs.by_level),
        **{f"trend/{day}": share.respondents for day, share in edition.trend},
    }
    assert len(edition.trend) == 3
    for path, count in told.items():
        assert await followed(figures, edition, path) == count > 0, path


async def test_a_month_of_the_trend_before_the_period_is_followed_too(figures: Figures) -> None:
    march = Period(span="other", from_day="2026-03-01", to_day="2026-03-31")
    edition = await figures.edition(OF_TREE, march, NOW)
    counts = [await followed(figures, edition, f"trend/{day}", march) for day, _ in edition.trend]
    assert counts == [share.respondents for _, share in edition.trend]
    assert len(counts) == 3


async def followed(figures: Figures, edition: Edition, path: str, period: Period = PERIOD) -> int:
    """How many responses a path leads to."""
    found = 0
    for one in traces(edition, path):
        assert one.cell is not None, path
        ids = await figures.responses_of(EVERYBODY, edition.scope, period, one.cell, NOW)
        found += len(ids)
    return found


async def test_what_is_withheld_leads_nowhere(figures: Figures) -> None:
    edition = await figures.edition(WHOLE, PERIOD, NOW)
    hidden = tuple(replace(row, share=Share(withheld=True)) for row in edition.levels)
    assert traces(replace(edition, levels=hidden), "levels/B3") == ()
    assert traces(edition, "levels/nothing") == ()


async def test_only_what_the_viewer_may_see_is_led_to(figures: Figures) -> None:
    all_of_it = await figures.responses_of(EVERYBODY, WHOLE, PERIOD, Cell(), NOW)
    seen = await figures.responses_of(OF_U1, WHOLE, PERIOD, Cell(), NOW)
    other = await figures.responses_of(OF_U1, WHOLE, PERIOD, Cell(unit_id="u2"), NOW)
    assert {*seen} < {*all_of_it}
    assert other == ()


async def test_online_steps_and_the_kiosk_stand_beside_the_index(figures: Figures) -> None:
    edition = await figures.edition(WHOLE, PERIOD, NOW)
    steps = {one.key: one for one in edition.steps}
    assert steps["uxa.log_in"].easy.respondents > 10
    assert steps["uxa.log_in"].label == "Đăng nhập"
    assert edition.completion is not None
    assert edition.median_minutes is not None
    assert {one.key for one in edition.faces} == {"G9", "KI1", "KI2", "KI3", "KI4"}
    assert sum(edition.faces[0].presses) > 10
    assert [row.key for row in edition.tables["form"]] == ["mc"]
