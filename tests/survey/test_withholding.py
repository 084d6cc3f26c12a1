"""Nothing small is left of an edition, nor anything that gives it away."""

import random
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from survey import edition_sums, withholding
from survey.editions import (
    Change,
    Comment,
    Edition,
    FaceLine,
    Missing,
    Place,
    Row,
    Share,
    Theme,
    UnitRow,
    Variant,
)
from survey.index import LEVELS, OVERALL
from survey.withholding import withheld_edition
from survey.withholding_factors import bare
from tests.survey.attackers import reckoned
from tests.survey.crowded import Kind, crowd
from tests.survey.editions import province

GONE = Share(withheld=True)


def sized(share: Share, respondents: int) -> Share:
    return replace(share, respondents=respondents)


def shares(edition: Edition) -> Iterator[Share]:
    yield edition.csat
    yield from (row.share for row in edition.levels)
    for unit in edition.units:
        yield from (row.share for row in unit.levels)
    for rows in edition.tables.values():
        for row in rows:
            yield from (one for one in (row.share, row.part, row.service) if one is not None)
    yield from (share for _, share in edition.trend)


def hidden_units(edition: Edition) -> list[str]:
    return [one.unit_id for one in edition.units if one.levels[0].share.withheld]


def with_units(edition: Edition, sizes: list[int]) -> Edition:
    """The edition with its first units as large as that, of every level."""

    def grown(unit: UnitRow, size: int) -> UnitRow:
        rows = tuple(replace(row, share=sized(row.share, size)) for row in unit.levels)
        return replace(unit, levels=rows)

    first = zip(edition.units, sizes, strict=False)
    return replace(edition, units=(*(grown(*one) for one in first), *edition.units[len(sizes) :]))


def test_what_is_large_enough_stays_as_it_is() -> None:
    large = with_units(province(), [40] * len(province().units))
    tables = {name: tuple(map(plain, rows)) for name, rows in large.tables.items()}
    whole = replace(large, tables=tables)
    assert withheld_edition(whole) == whole


def plain(row: Row) -> Row:
    def enough(share: Share | None) -> Share | None:
        return share and sized(share, 50)

    return replace(row, share=sized(row.share, 50), part=enough(row.part),
                   service=enough(row.service))  # fmt: skip


def test_a_small_unit_goes_with_another_one() -> None:
    found = withheld_edition(with_units(province(), [4]))
    gone = hidden_units(found)
    assert found.units[0].unit_id in gone
    assert 2 <= len(gone) < len(found.units)
    assert not {one.key for one in found.ranking} & {*gone}


def test_nothing_small_is_left() -> None:
    edition = province()
    rows = {name: (replace(rows[0], share=sized(rows[0].share, 3)), *rows[1:])
            for name, rows in edition.tables.items() if rows}  # fmt: skip
    levels = tuple(
        replace(row, share=sized(row.share, 9)) if row.key == "B5" else row
        for row in edition.levels
    )
    small = replace(with_units(edition, [9, 12, 3]), tables=rows, levels=levels,
                    csat=sized(edition.csat, 2))  # fmt: skip
    found = withheld_edition(small)
    assert not [share for share in shares(found) if 0 < share.respondents < 10]
    assert all(share.raw is None for share in shares(found) if share.withheld)
    assert sum(row.share.withheld for row in found.levels[: len(LEVELS)]) >= 2


@pytest.mark.parametrize("seed", range(24))
def test_nothing_that_fewer_than_ten_said_can_be_reckoned_out_of_an_edition(seed: int) -> None:
    found = crowd(random.Random(seed))
    left = [*found.shown(withheld_edition(found.edition))]
    assert [one.bit_count() for one in reckoned(left, found.secrets)] == []


@pytest.mark.parametrize(
    ("drawn", "seed"), [(0.6, 1), (0.9, 2), (0.97, 3), (0.97, 14), (0.97, 17)]
)
def test_nor_of_an_edition_of_whom_some_were_drawn(drawn: float, seed: int) -> None:
    """Of some cells fewer than ten were not."""
    found = crowd(random.Random(seed), drawn=drawn)
    left = [*found.shown(withheld_edition(found.edition))]
    assert [one.bit_count() for one in reckoned(left, found.secrets)] == []


def every_figure_or_none(share: Share) -> Share:
    return share


@pytest.mark.parametrize(
    ("name", "instead"),
    [("without_raw", every_figure_or_none), ("_ends", lambda one: {f"level/{one.key}"})],
)
def test_the_attack_finds_the_few_who_were_not_drawn(
    name: str, instead: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the share as answered stays beside the weighted one, or what a change tells of it."""
    monkeypatch.setattr(withholding, name, instead)
    attacks = (crowd(random.Random(seed), drawn=0.97) for seed in (3, 14, 17))
    assert any(
        reckoned([*one.shown(withheld_edition(one.edition))], one.secrets) for one in attacks
    )


@pytest.mark.parametrize("rule", ["_put_nested", "_put_criteria", "_put_months", "_put_table"])
def test_the_attack_finds_a_rule_that_is_left_out(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edition_sums, rule, lambda *_: None)
    attacks = (crowd(random.Random(seed)) for seed in range(24))
    assert any(
        reckoned([*one.shown(withheld_edition(one.edition))], one.secrets) for one in attacks
    )


@pytest.mark.parametrize("seed", [1, 2, 6])
def test_factors_of_values_give_nobody_away_and_cost_nothing_else(seed: int) -> None:
    """Large enough crowds have them, and all else stays as it is without them."""
    found = crowd(random.Random(seed), most=1_500)
    told = withheld_edition(found.edition)
    assert any(row.factors for rows in told.tables.values() for row in rows)
    assert reckoned([*found.shown(told)], found.secrets) == []
    without = withheld_edition(replace(found.edition, tables=bare(found.edition.tables)))
    assert replace(told, tables=bare(told.tables)) == without


def test_the_attack_finds_factors_that_are_always_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        withholding, "shown_with", lambda tables, hiding: (tables, hiding(bare(tables)))
    )
    attacks = (crowd(random.Random(seed)) for seed in range(24))
    assert any(
        reckoned([*one.shown(withheld_edition(one.edition))], one.secrets) for one in attacks
    )


def test_much_is_left_of_a_crowd() -> None:
    """Else withholding everything would pass."""
    editions = [crowd(random.Random(seed), most=1_500) for seed in range(6)]
    without = [replace(one.edition, tables=bare(one.edition.tables)) for one in editions]
    before = sum(
        len([*one.shown(edition)]) for one, edition in zip(editions, without, strict=True)
    )
    left = sum(len([*one.shown(withheld_edition(one.edition))]) for one in editions)
    assert left > before / 3


def with_small_level(key: str) -> Edition:
    """The edition without units and months, who would have to be fewer as well."""
    edition = replace(province(), units=(), tables={}, trend=(), variants=())
    levels = tuple(
        replace(row, share=sized(row.share, 5)) if row.key == key else row
        for row in edition.levels
    )
    return replace(edition, levels=levels)


def test_what_is_withheld_as_a_level_is_said_nowhere_else() -> None:
    found = withheld_edition(with_small_level("B2"))
    gone = {row.key for row in found.levels if row.share.withheld}
    assert len(gone) >= 2
    assert "B2" not in {one.factor for one in found.drivers}
    assert not gone & {one.key for one in found.changes}
    [target] = [one for one in found.targets if one.indicator == "B2"]
    assert (target.share, target.verdict) == (GONE, "not_proven")
    assert Missing(gap="small_cells", count=len(gone)) in found.missing


def test_an_officer_who_hides_another_is_not_ranked() -> None:
    edition = province()
    share = edition.levels[0].share
    sizes = {"o1": 5, "o2": 35, "o3": 400}
    staff = tuple(Row(key=key, label=key, share=sized(share, size)) for key, size in sizes.items())
    places = tuple(
        Place(key=row.key, label=row.key, share=row.share, first=1, last=3, tied=())
        for row in staff
    )
    known = replace(
        edition, levels=(edition.levels[0],), tables={"officer": staff}, officers=places
    )
    found = withheld_edition(with_whole(known, sum(sizes.values())))
    assert [one.key for one in found.officers] == ["o3"]


def with_whole(edition: Edition, people: int) -> Edition:
    """The edition whose first level is no more than the values of its table."""
    [whole], answers = edition.levels, sum(row.share.answers for row in edition.tables["officer"])
    share = replace(sized(whole.share, people), answers=answers)
    return replace(edition, levels=(replace(whole, share=share),), units=(), trend=(), changes=(),
                   variants=())  # fmt: skip


def test_counts_of_few_and_words_from_withheld_units_go() -> None:
    edition = with_units(province(), [4])
    unit, other = edition.units[0].label, edition.units[4].label
    words = (Comment(text="a", unit=unit), Comment(text="b", unit=other))
    few = Theme(key="x", label="x", kind="weakness", count=9, comments=words)
    many = replace(few, key="y", count=10)
    step = replace(edition.steps[1], reasons=(("a", 30), ("b", 9)))
    left_out = replace(edition.steps[2], easy=sized(edition.steps[2].easy, 9))
    found = withheld_edition(replace(
        edition, themes=(few, many), steps=(step, left_out), timed=9, median_over=60,
        faces=(FaceLine(key="k", label="k", presses=(1, 0, 8)),),
    ))  # fmt: skip
    assert [(one.key, [word.text for word in one.comments]) for one in found.themes] == [
        ("y", ["b"])
    ]
    assert [one.reasons for one in found.steps] == [(("a", 30),), ()]
    assert found.faces == (FaceLine(key="k", label="k", presses=(0, 0, 0), withheld=True),)
    assert (found.median_minutes, found.median_over) == (None, None)


def test_a_small_procedure_goes_with_another_one() -> None:
    """All completions are told too: they less the others would be the small one's."""
    first, second = province().procedures
    small = replace(first, completion=sized(first.completion, 9), timed=9)
    third = replace(second, key="uxc")
    whole = replace(province().completion or Share(), respondents=9 + 710 + 710,
                    answers=9 + 710 + 710)  # fmt: skip
    small = replace(small, completion=replace(small.completion, answers=9))
    edition = replace(province(), completion=whole, procedures=(small, second, third))
    found = withheld_edition(edition)
    gone = [one.key for one in found.procedures if one.completion.withheld]
    assert found.completion == whole
    assert gone == ["uxa", "uxb"]
    assert [one.key for one in found.online_changes] == ["ux/uxb"]  # of its ease alone
    assert (found.procedures[0].median_minutes, found.procedures[0].timed) == (None, 0)


def test_a_small_step_goes_with_another_one_of_its_procedure() -> None:
    [procedure, _], step = province().procedures, province().steps[0]
    sizes = {"uxa.find": 5, "uxa.upload": 40, "uxa.submit": 90}
    steps = tuple(
        replace(step, key=key, easy=replace(sized(step.easy, size), answers=size))
        for key, size in sizes.items()
    )
    whole = replace(sized(procedure.easy, 90), answers=sum(sizes.values()))
    edition = replace(province(), steps=steps, procedures=(replace(procedure, easy=whole),))
    found = withheld_edition(edition)
    assert [one.key for one in found.steps if one.easy.withheld] == ["uxa.find", "uxa.upload"]
    assert found.procedures[0].easy == whole


def test_a_question_of_the_kiosk_that_ten_answered_or_nobody_stays_as_it_is() -> None:
    faces = (
        FaceLine(key="ten", label="ten", presses=(1, 0, 9)),
        FaceLine(key="none", label="none", presses=(0, 0, 0)),
    )
    assert withheld_edition(replace(province(), faces=faces)).faces == faces


@pytest.mark.parametrize(("others", "is_told"), [(1, False), (9, False), (10, True), (60, True)])
def test_two_figures_do_not_tell_of_the_few_who_were_not_drawn(others: int, is_told: bool) -> None:
    share = Share(raw=0.74, raw_low=0.7, raw_high=0.8, weighted=0.76, low=0.7, high=0.8,
                  answers=15 * (40 + others), respondents=40 + others, drawn=40,
                  proven=True)  # fmt: skip
    drawn = replace(share, raw=0.76, answers=15 * 40, respondents=40)
    empty = replace(
        province(), units=(), changes=(), trend=(), targets=(), variants=(), csat=share
    )
    level = replace(empty.levels[0], key=OVERALL, share=share)
    tables = {"group": (Row(key="g", label="g", share=drawn),)} if others > 9 else {}
    found = withheld_edition(replace(empty, levels=(level,), tables=tables))
    for one in (found.levels[0].share, found.csat):
        assert (one.raw is not None, one.weighted) == (is_told, 0.76)
    assert not any(row.share.withheld for rows in found.tables.values() for row in rows)


FEW_NOT_DRAWN = Share(raw=0.74, raw_low=0.7, raw_high=0.8, weighted=0.76, low=0.7, high=0.8,
                      answers=15 * 404, respondents=404, drawn=400, proven=True)  # fmt: skip
"""Four of these were not drawn: the share as answered must not be told."""
ANSWERED = replace(FEW_NOT_DRAWN, weighted=None, drawn=0)
EARLIER = replace(ANSWERED, respondents=300, answers=15 * 300)


def edition_of_few(**more: object) -> Edition:
    """An edition of one level that four of its people were not drawn to."""
    bare = replace(province(), units=(), tables={}, trend=(), targets=(), drivers=(), csat=Share(),
                   changes=(), variants=(), ranking=(), officers=())  # fmt: skip
    level = replace(bare.levels[0], key=OVERALL, share=FEW_NOT_DRAWN)
    return replace(bare, **{"levels": (level,), **more})


def change_of(key: str, before: Share, after: Share) -> Change:
    return Change(key=key, label="", before=before, after=after, points=0.01, low=-0.01, high=0.03,
                  direction="not_proven")  # fmt: skip


@pytest.mark.parametrize("key", [OVERALL, "csat"])
def test_a_change_as_answered_does_not_tell_the_share_that_is_withheld(key: str) -> None:
    """Its points and the share of before would."""
    csat = {"csat": FEW_NOT_DRAWN} if key == "csat" else {}
    as_answered = change_of(key, EARLIER, ANSWERED)
    assert withheld_edition(edition_of_few(changes=(as_answered,), **csat)).changes == ()
    before = replace(FEW_NOT_DRAWN, respondents=500)
    weighted = change_of(key, before, FEW_NOT_DRAWN)
    [found] = withheld_edition(edition_of_few(changes=(weighted,), **csat)).changes
    assert found.after is not None
    assert (found.after.raw, found.after.weighted) == (None, 0.76)
    assert found.before == before


def test_the_interval_goes_with_the_only_share() -> None:
    """Ranks are by shares as answered where one of the units has no other."""
    level = Row(key=OVERALL, label="", share=FEW_NOT_DRAWN)
    unit = UnitRow(unit_id="a", label="a", levels=(level,))
    place = Place(key="a", label="a", share=ANSWERED, first=1, last=2, tied=())
    found = withheld_edition(edition_of_few(units=(unit,), ranking=(place,)))
    assert found.units[0].levels[0].share.weighted == 0.76
    assert [one.share for one in found.ranking] == [GONE]


@pytest.mark.parametrize("kind", ["mode_direct_online", "without_assisted", "without_refuted"])
@pytest.mark.parametrize(("compared", "is_told"), [(404, False), (400, True)])
def test_what_is_reckoned_otherwise_is_told_of_those_who_were_drawn_alone(
    kind: Kind, compared: int, is_told: bool
) -> None:
    large = replace(EARLIER, respondents=100, answers=1500)
    own = replace(EARLIER, respondents=compared, answers=15 * compared)
    less = replace(own, respondents=compared - 100, answers=15 * (compared - 100))
    pair = {"first": own, "second": large} if kind == "mode_direct_online" else {
        "first": less, "second": own}  # fmt: skip
    variant = Variant(kind=kind, points=0.0, low=-0.1, high=0.1, direction="not_proven", **pair)
    modes = (Row(key="direct", label="", share=FEW_NOT_DRAWN),
             Row(key="online", label="", share=large))  # fmt: skip
    tables = {"mode": modes} if kind == "mode_direct_online" else {}
    found = withheld_edition(edition_of_few(variants=(variant,), tables=tables))
    assert bool(found.variants) == is_told
