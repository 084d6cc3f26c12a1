"""A weighted share is that of those who were drawn, and only where they are enough to speak."""

import pytest

from bot.figures.comparing import ranking, variants
from bot.figures.sheets import Sheet
from survey.cells import ALL, RESPONDED, WITHOUT, CellKey
from survey.editions import Share
from survey.index import OVERALL
from survey.moments import Moments


def _yes(people: int, satisfied: int) -> Moments:
    """People who rated once each."""
    return Moments(people, satisfied, people, satisfied, satisfied, people)


def share_of(drawn: int, by_poster: int) -> Share:
    """A fifth of those who were drawn and nine tenths of the others are satisfied."""
    cells = {
        "k/town": _yes(drawn, drawn // 5),
        "": _yes(by_poster, 9 * by_poster // 10),
    }
    gathered = [
        (CellKey(ALL, level, "", "u", "", stratum), moments)
        for level in (RESPONDED, OVERALL)
        for stratum, moments in cells.items()
        if moments.respondents
    ]
    return Sheet(gathered, {"k/town": 1_000}).share(OVERALL)


def test_a_weighted_share_has_the_number_of_those_who_were_drawn() -> None:
    found = share_of(40, 300)
    assert found.weighted == pytest.approx(0.2)
    assert (found.respondents, found.drawn, found.people) == (340, 40, 40)


@pytest.mark.parametrize("drawn", [3, 29])
def test_too_few_who_were_drawn_do_not_speak_for_the_others(drawn: int) -> None:
    found = share_of(drawn, 300)
    assert found.weighted is None
    assert found.best == found.raw
    assert found.best is not None
    assert found.best > 0.8
    assert found.people == 300 + drawn


def test_few_are_weighted_where_nobody_else_is_but_prove_nothing() -> None:
    found = share_of(20, 0)
    assert found.weighted is not None
    assert (found.people, found.proven) == (20, False)


def _sheet(drawn: int) -> Sheet:
    """300 by poster, 300 assisted, 300 online, and some who were drawn and came in person."""
    groups = (
        ("place", "direct", "", _yes(300, 210)),
        ("assisted", "direct", "", _yes(300, 300)),
        ("none", "online", "", _yes(300, 290)),
        ("personal", "direct", "k/town", _yes(drawn, drawn // 2)),
    )
    gathered = []
    for kind, mode, stratum, moments in groups:
        places = [(ALL, ""), ("mode", mode)]
        places += [(WITHOUT, one) for one in ("assisted", "place", "refuted") if one != kind]
        gathered += [
            (CellKey(dimension, level, "", "u", value, stratum), moments)
            for dimension, value in places
            for level in (RESPONDED, OVERALL)
            if moments.respondents
        ]
    return Sheet(gathered, {"k/town": 1_000})


@pytest.mark.parametrize("drawn", [1, 12, 40])
def test_what_is_compared_are_the_shares_of_the_tables(drawn: int) -> None:
    sheet = _sheet(drawn)
    found = {one.kind: one for one in variants(sheet)}
    direct, online = (sheet.share(OVERALL, "mode", mode) for mode in ("direct", "online"))
    modes = found["mode_direct_online"]
    assert (modes.first.best, modes.second.best) == (direct.raw, online.raw)
    if drawn < 30:
        assert {*found} == {"mode_direct_online", "without_assisted", "without_place"}
        whole = sheet.share(OVERALL)
        assert found["without_assisted"].second.best == whole.best == whole.raw


def test_ranks_hold_like_against_like() -> None:
    """The weighted share of one unit is not held against the raw one of another."""
    cells = {
        "framed": {"k/a": _yes(100, 90), "k/b": _yes(100, 20)},
        "open": {"": _yes(200, 100)},
    }
    gathered = [
        (CellKey(ALL, level, "", unit, "", stratum), moments)
        for unit, own in cells.items()
        for level in (RESPONDED, OVERALL)
        for stratum, moments in own.items()
    ]
    sheet = Sheet(gathered, {"k/a": 9_000, "k/b": 1_000})
    rows, _ = ranking(sheet, cells, str)
    assert {one.key: one.share.best for one in rows} == {"framed": 0.55, "open": 0.5}
    rows, _ = ranking(sheet, {"framed": cells["framed"]}, str)
    assert [one.share.best for one in rows] == [pytest.approx(0.83)]
