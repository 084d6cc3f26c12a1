"""Which themes open words are given, on labelled comments: precision before reach."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.opinions import PRAISED, Opinions, excludes, opinions_of
from flows.vietnamese import listen
from flows.vocabulary import CATEGORIES

_LINES = (Path(__file__).parent / "opinions.tsv").read_text(encoding="utf-8").splitlines()
LABELLED = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]


def heard(text: str) -> Opinions:
    return opinions_of(listen(text))


def themes(text: str) -> set[str]:
    found = heard(text)
    empty = {"0"} if found.is_empty else set()
    return empty | {f"+{one}" for one in found.praised} | {f"-{one}" for one in found.criticised}


def measured(*kinds: str) -> Iterator[tuple[int, int, int]]:
    """Themes that are right, that are wrong, and that were missed, by comment."""
    for text, labels, kind in LABELLED:
        if kind in kinds:
            meant, found = set(labels.split()), themes(text)
            yield len(meant & found), len(found - meant), len(meant - found)


def test_labelled_comments_are_many_half_of_them_tricky() -> None:
    kinds = [kind for _, _, kind in LABELLED]
    tuned = kinds.count("plain") + kinds.count("tricky")
    assert tuned >= 200
    assert kinds.count("tricky") * 2 >= tuned
    assert len({text for text, *_ in LABELLED}) == len(LABELLED)
    meant = {label for _, labels, _ in LABELLED for label in labels.split()}
    assert meant <= {"0", *(f"+{one}" for one in PRAISED), *(f"-{one}" for one in CATEGORIES)}


@pytest.mark.parametrize(
    ("kinds", "precision", "reach"),
    [(("plain",), 0.95, 0.95), (("tricky",), 0.85, 0.9), (("fresh",), 0.75, 0.8)],
)
def test_precision_and_reach(kinds: tuple[str, ...], precision: float, reach: float) -> None:
    """Fresh comments tell what to expect of those that nobody has seen."""
    right, wrong, missed = map(sum, zip(*measured(*kinds), strict=True))
    found = right / (right + wrong), right / (right + missed)
    sys.stdout.write(f"{kinds}: precision {found[0]:.3f}, reach {found[1]:.3f}\n")
    assert found[0] >= precision
    assert found[1] >= reach


@pytest.mark.parametrize(
    "text",
    [
        "cán bộ không hề nhiệt tình chút nào đâu",
        "mong cán bộ nhiệt tình hơn",
        "cán bộ có nhiệt tình không?",
        "nhiệt tình ghê ha",
        "phục vụ “tận tình” lắm",
        "nghe nói cán bộ nhiệt tình",
        "bác sĩ nhiệt tình",
        "nhiệt tình hơn nữa",
        "nhiệt tình =)))",
    ],
)
def test_praise_is_denied_hoped_for_asked_mocked_or_of_others(text: str) -> None:
    assert heard("cán bộ nhiệt tình").praised == {"attitude"}
    assert not heard(text).praised


@pytest.mark.parametrize("word", ["không", "chưa được", "chẳng thấy", "đâu có"])
def test_denied_praise_is_none_where_nothing_is_criticised(word: str) -> None:
    assert heard("trụ sở khang trang").praised == {"premises"}
    assert themes(f"trụ sở {word} khang trang") == set()


def test_what_is_said_both_ways_is_not_told_of() -> None:
    assert themes("cô này vui vẻ, cô kia quát dân") == set()
    assert themes("cô này vui vẻ nhưng hồ sơ trễ hẹn 2 tuần") == {"+attitude", "-PA03"}


def test_praise_of_nothing_in_particular_stands_alone() -> None:
    assert themes("rất hài lòng") == {"+whole"}
    assert themes("rất hài lòng, làm nhanh lắm") == {"+speed"}


def test_no_text_has_themes_that_exclude_one_another() -> None:
    both = 0
    for text, *_ in LABELLED:
        found = heard(text)
        own = found.praised | found.criticised
        both += len(own) > 1
        assert all(excludes(one).isdisjoint(own) for one in own), text
    assert both > 10


def test_what_excludes_is_excluded() -> None:
    every = {*PRAISED, *CATEGORIES}
    assert all(one in excludes(other) for one in every for other in excludes(one))
    assert excludes("attitude") == {"PA01", "PA02", "whole"}
    assert excludes("PA03") == {"speed", "whole"}
    assert excludes("whole") == every - {"whole"}
