"""Estimates and standard errors are those of an independent survey package (group `oracle`)."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import pytest

from survey.comparisons import contrast
from survey.designs import Stratum, undesigned
from survey.estimates import Estimate, estimated
from survey.moments import NOBODY
from survey.quantiles import t_quantile
from tests.survey.samples import Person, cell_of, design_by_chance, people_by_chance

svy = pytest.importorskip("svy")
polars = pytest.importorskip("polars")
stats = pytest.importorskip("scipy.stats")

DESIGNS = 500


class _Number(Protocol):
    """What their estimate is read by."""

    est: float
    se: float
    df: float


class _Estimation(Protocol):
    """What their package is asked by."""

    mean: Callable[..., Any]


def _estimation(design: dict[str, Stratum], people: Iterable[Person], **parts: str) -> _Estimation:
    """The same as single answers, each with its respondent as primary sampling unit."""
    rows = [
        {
            "stratum": person.stratum,
            "respondent": person.name,
            "domain": person.domain,
            "weight": float(design[person.stratum].weight),
            "frame": design[person.stratum].population,
            "satisfied": int(satisfied),
        }
        for person in people
        for satisfied in person.answers
    ]
    sample = svy.Sample(polars.DataFrame(rows), svy.Design(psu="respondent", **parts))
    estimation: _Estimation = sample.estimation
    return estimation


def _agrees(own: Estimate | None, theirs: _Number) -> None:
    assert own is not None
    assert own.share == pytest.approx(theirs.est, abs=1e-9)
    assert own.error == pytest.approx(theirs.se, abs=1e-9)
    assert own.degrees == theirs.df


@pytest.mark.timeout(300)
def test_estimates_of_the_whole_of_domains_and_of_differences_on_random_designs() -> None:
    chance = random.Random("designs")
    for _ in range(DESIGNS):
        design = design_by_chance(chance)
        people = people_by_chance(chance, design)
        parts = {
            name: cell_of(person for person in people if person.domain == name) for name in "ab"
        }
        theirs = _estimation(design, people, stratum="stratum", wgt="weight", pop_size="frame")
        _agrees(estimated(design, cell_of(people)), theirs.mean("satisfied").estimates[0])
        by_domain = theirs.mean("satisfied", by="domain")
        for found in by_domain.estimates:
            _agrees(estimated(design, parts[found.by_level[0]]), found)
        difference = contrast(design, parts["a"], parts["b"])
        assert (difference is None) == (len(by_domain.estimates) < 2)
        if difference is not None:
            (against,) = by_domain.contrast({"difference": {"a": 1, "b": -1}}).to_dicts()
            assert difference.points == pytest.approx(against["est"], abs=1e-9)
            assert difference.error == pytest.approx(against["se"], abs=1e-9)


@pytest.mark.timeout(120)
def test_raw_estimates_know_neither_strata_nor_frames() -> None:
    chance = random.Random("raw")
    for _ in range(50):
        design = design_by_chance(chance)
        people = people_by_chance(chance, design)
        together = {"": sum(cell_of(people).values(), start=NOBODY)}
        own = estimated(undesigned(design), together)
        _agrees(own, _estimation(design, people).mean("satisfied").estimates[0])


@pytest.mark.parametrize("degrees", [1, 2, 3, 8, 19, 29, 99, 399, 10_000])
@pytest.mark.parametrize("probability", [0.025, 0.6, 0.975, 0.9987, 0.99999])
def test_quantiles_of_t(probability: float, degrees: int) -> None:
    theirs = stats.t.ppf(probability, degrees)
    assert t_quantile(probability, degrees) == pytest.approx(theirs, rel=1e-9)
