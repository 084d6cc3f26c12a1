"""Counts of open words tell of no fewer than ten forms, however one subtracts."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations

import pytest
from msgspec.structs import replace

from survey.editions import Edition, Period, Scope, Theme, Words
from survey.withholding import withheld_edition
from survey.withholding_joint import Drift, Said, drifts
from tests.survey.editions import province

EXCLUDED = {
    "good": {"bad", "kind", "slow", "dear"},
    "bad": {"good", "kind"},
    "kind": {"good", "bad"},
    "slow": {"good"},
    "dear": {"good"},
}
"""Themes → those that no form has together with one."""
JANUARY = Period(span="other", from_day="2026-01-01", to_day="2026-01-31")
LEAST = 10
Form = frozenset[str] | None
"""The themes of a form's words; None: it has none."""
BARE = replace(
    province(), levels=(), units=(), tables={}, targets=(), changes=(), variants=(), ranking=(),
    officers=(), trend=(), drivers=(), steps=(), procedures=(), online_changes=(), themes=(),
    missing=(),
)  # fmt: skip
BELOW: Mapping[str | None, frozenset[str]] = {
    None: frozenset({"a", "b", "c"}),
    **{one: frozenset({one}) for one in "abc"},
}


def edition(forms: Sequence[Form], unit: str | None = None, period: Period = JANUARY) -> Edition:
    written = [one for one in forms if one is not None]
    themed = sum(map(bool, written))
    counts = Counter(chain.from_iterable(written))
    return replace(
        BARE,
        scope=Scope(unit_id=unit, unit_name=unit or "", tree="then"),
        period=period,
        words=Words(asked=len(forms), written=len(written), themed=themed,
                    unthemed=len(written) - themed),
        themes=tuple(
            Theme(key=key, label=key, kind="praised", count=counts[key],
                  apart=tuple(sorted(EXCLUDED[key])))
            for key in sorted(counts)
        ),
    )  # fmt: skip


def some_forms(chance: random.Random, most: int) -> list[Form]:
    """Forms, often with a small rest of one kind."""
    share = chance.choice((0.02, 0.2, 0.9, 1.0))
    kinds: list[Form] = [frozenset(), *(frozenset({one}) for one in EXCLUDED),
                         frozenset({"kind", "slow"}), frozenset({"bad", "dear"}),
                         frozenset({"slow", "dear"})]  # fmt: skip
    weights = [chance.choice((0, 1, 5, 40)) for _ in kinds]
    if not sum(weights):
        return [None] * most
    return [chance.choices(kinds, weights)[0] if chance.random() < share else None
            for _ in range(chance.randrange(1, most))]  # fmt: skip


def printed(shown: Edition) -> dict[str, int]:
    """Every count that a report has, and that of the forms that asked."""
    words = shown.words
    told = {"asked": words.asked}
    if not words.withheld:
        told |= {"written": words.written, "themed": words.themed, "unthemed": words.unthemed}
    counts = told | {one.key: one.count for one in shown.themes}
    return {name: count for name, count in counts.items() if count}


def differences(told: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """What a whole leaves of parts that share no form, for every whole and all such parts."""
    inside = {"asked": {"written", "themed", "unthemed"}, "written": {"themed", "unthemed"}}
    themes = [one for one in told if one in EXCLUDED]
    alone = [some for size in range(1, 4) for some in combinations(themes, size)
             if all(one not in some or EXCLUDED[other] >= {one} or one == other
                    for one in some for other in some)]  # fmt: skip
    for whole in {"asked", "written", "themed"} & told.keys():
        kept: list[tuple[str, ...]] = [(one,) for one in inside.get(whole, ()) if one in told]
        kept += [*alone, *((*some, "unthemed") for some in alone if "unthemed" in told)]
        for parts in kept:
            if not (whole == "themed" and "unthemed" in parts):
                yield f"{whole} - {parts}", told[whole] - sum(told[one] for one in parts)


def few(told: Mapping[str, int]) -> list[str]:
    alone = [name for name, count in told.items() if name != "asked" and 0 < count < LEAST]
    return [*alone, *(name for name, rest in differences(told) if 0 < rest < LEAST)]


def test_no_subtraction_of_counts_tells_of_fewer_than_ten() -> None:
    chance, shown, hidden = random.Random("words"), 0, 0
    for _ in range(1_500):
        whole = edition(some_forms(chance, chance.choice((15, 60, 300))))
        told = printed(withheld_edition(whole))
        assert not few(told), (printed(whole), told)
        shown += len(told) > 1
        hidden += told != printed(whole)
    assert shown > 300
    assert hidden > 300


def test_what_is_large_stays() -> None:
    forms: list[Form] = [None] * 40 + [frozenset()] * 12 + [frozenset({"kind", "slow"})] * 30
    whole = edition([*forms, *[frozenset({"bad"})] * 15])
    assert withheld_edition(whole) == whole


@pytest.mark.parametrize(
    ("silent", "unthemed", "kind", "slow", "left"),
    [
        (40, 20, 30, 0, {"asked", "written", "themed", "unthemed", "kind"}),
        (40, 20, 30, 5, {"asked", "kind"}),  # themed less "kind" would be the five
        (40, 5, 30, 20, {"asked", "kind", "slow"}),  # written less themed
        (5, 20, 30, 20, {"asked", "kind", "slow"}),  # asked less written
        (3, 0, 30, 0, {"asked"}),  # asked less "kind"
        (40, 20, 4, 3, {"asked"}),
    ],
)
def test_what_tells_of_a_few_is_withheld(
    silent: int, unthemed: int, kind: int, slow: int, left: set[str]
) -> None:
    said: list[Form] = [*[frozenset({"kind"})] * kind, *[frozenset({"slow"})] * slow]
    found = withheld_edition(edition([*[None] * silent, *[frozenset()] * unthemed, *said]))
    assert {name for name, count in printed(found).items() if count} == left


ALL = "all"
UNITS: Mapping[str, tuple[str | None, Period]] = {
    ALL: (None, JANUARY), **{one: (one, JANUARY) for one in "abc"},
}  # fmt: skip
MONTHS: Mapping[str, tuple[str | None, Period]] = {
    ALL: ("a", Period(span="quarter", from_day="2026-01-01", to_day="2026-03-31")),
    "a": ("a", JANUARY),
    "b": ("a", Period(span="other", from_day="2026-02-01", to_day="2026-02-28")),
    "c": ("a", Period(span="other", from_day="2026-03-01", to_day="2026-03-31")),
}


def told_of_few(editions: Mapping[str, Edition]) -> list[str]:
    """Counts of the whole less those of all parts that print it."""
    told = {part: printed(one) for part, one in editions.items()}
    rests = {
        name: count - sum(told[part].get(name, 0) for part in "abc")
        for name, count in told[ALL].items()
    }
    return [name for name, rest in rests.items() if name != "asked" and 0 < rest < LEAST]


@pytest.mark.parametrize("regions", [UNITS, MONTHS], ids=["units", "months"])
def test_reports_of_parts_and_of_the_whole_tell_of_no_few(
    regions: Mapping[str, tuple[str | None, Period]],
) -> None:
    """In whatever order they are issued; alone many of them would."""
    chance, alone, kept = random.Random("reports"), 0, 0
    for _ in range(250):
        forms = {part: some_forms(chance, 80) for part in "abc"}
        forms[ALL] = [*chain.from_iterable(forms.values())]
        drafts = {part: edition(own, *regions[part]) for part, own in forms.items()}
        issued: dict[str, Edition] = {}
        for part in chance.sample([*forms], k=len(forms)):
            said = [Said(name=name, edition=found) for name, found in issued.items()]
            issued[part] = withheld_edition(drafts[part], said, BELOW)
        assert not told_of_few(issued)
        alone += bool(told_of_few({part: withheld_edition(one) for part, one in drafts.items()}))
        kept += len(printed(issued[ALL])) > 1
    assert alone > 20
    assert kept > 50


def test_a_count_that_was_issued_with_a_few_less_is_named() -> None:
    forms: list[Form] = [*[None] * 40, *[frozenset()] * 20, *[frozenset({"kind"})] * 30]
    issued = Said(name="T1", edition=withheld_edition(edition(forms)))
    found = drifts(edition([*forms, *[frozenset({"kind"})] * 2]), [issued], BELOW)
    assert Drift("T1", "words/kind") in found
